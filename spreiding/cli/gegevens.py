"""Commands on data: what is this file, what is in this region."""

from pathlib import Path
from typing import Annotated

import typer

from spreiding.cli.options import Json, gegevens_app, print_answer
from spreiding.ui import hulp, terminal
from spreiding.ui.kolommen import file_remarks


@gegevens_app.command("controleer", help=hulp.HULP["controleer"])
def inspect(
    bestand: Annotated[Path, typer.Argument(help=hulp.HULP["BESTAND"])],
    *,
    aanvullen: Annotated[Path | None, typer.Option("--aanvullen", help=hulp.HULP["--aanvullen"])] = None,
    as_json: Json = False,
) -> None:
    """Tell what an input file is."""
    from spreiding import intake  # noqa: PLC0415 - the readers of all files take time that most commands do not need

    report = intake.describe_file(bestand, aanvullen)
    remarks = file_remarks(intake.check_places(bestand, report.soort))
    answer = report.model_dump(mode="json", by_alias=True)
    text = "\n".join([terminal.report_text(answer), *(f"• {remark}" for remark in remarks)])
    print_answer(answer | {"opmerkingen": remarks}, text, as_json=as_json)
