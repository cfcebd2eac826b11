"""Commands on regions: build one from files."""

from pathlib import Path
from typing import Annotated

import typer

from spreiding import workflow
from spreiding.cli.options import Json, print_answer, regio_app
from spreiding.ui import hulp, terminal


@regio_app.command("bouw", help=hulp.HULP["bouw"])
def build_region(
    *,
    naam: Annotated[str, typer.Option("--naam", help=hulp.HULP["--naam"])],
    inwoners: Annotated[Path, typer.Option("--inwoners", help=hulp.HULP["--inwoners"])],
    wegen: Annotated[Path, typer.Option("--wegen", help=hulp.HULP["--wegen"])],
    gemeenten: Annotated[Path | None, typer.Option("--gemeenten", help=hulp.HULP["--gemeenten"])] = None,
    vestigingen: Annotated[str | None, typer.Option("--vestigingen", help=hulp.HULP["--vestigingen"])] = None,
    kernen: Annotated[Path | None, typer.Option("--kernen", help=hulp.HULP["--kernen"])] = None,
    uit: Annotated[Path | None, typer.Option("--uit", help=hulp.HULP["--uit"])] = None,
    as_json: Json = False,
) -> None:
    """Prepare a region from real files."""
    inputs = workflow.RegionInputs(
        name=naam, population=inwoners, roads=wegen, gemeenten=gemeenten, vestigingen=vestigingen, kernen=kernen
    )
    with terminal.progress() as on_progress:
        folder, manifest = workflow.build(inputs, uit, on_progress=on_progress)
    answer = {"map": str(folder), **manifest.model_dump(mode="json", by_alias=True)}
    print_answer(answer, terminal.region_text(answer), as_json=as_json)
