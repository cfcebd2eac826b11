"""Commands on data: what is this file, what is in this region."""

from pathlib import Path
from typing import Annotated

import typer

from spreiding import intake
from spreiding.cli.options import Json, gegevens_app, print_answer
from spreiding.ui import hulp, terminal


@gegevens_app.command("controleer", help=hulp.HULP["controleer"])
def inspect(bestand: Annotated[Path, typer.Argument(help=hulp.HULP["BESTAND"])], *, as_json: Json = False) -> None:
    """Tell what an input file is."""
    report = intake.describe_file(bestand)
    answer = report.model_dump(mode="json", by_alias=True)
    print_answer(answer, terminal.report_text(answer), as_json=as_json)
