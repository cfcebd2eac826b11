"""Commands on regions: build one from files."""

from pathlib import Path
from typing import Annotated, Final

import typer

from spreiding import workflow
from spreiding.answers import region_answer
from spreiding.cli.options import Json, print_answer, regio_app
from spreiding.errors import InputError
from spreiding.io.files.crs import Reading
from spreiding.ui import hulp, terminal

# In place of a file of roads.
_OVERPASS: Final = Path("overpass")


@regio_app.command("bouw", help=hulp.HULP["bouw"])
def build_region(
    *,
    naam: Annotated[str, typer.Option("--naam", help=hulp.HULP["--naam"])],
    inwoners: Annotated[Path, typer.Option("--inwoners", help=hulp.HULP["--inwoners"])],
    wegen: Annotated[Path, typer.Option("--wegen", help=hulp.HULP["--wegen"])],
    aanvullen: Annotated[Path | None, typer.Option("--aanvullen", help=hulp.HULP["--aanvullen"])] = None,
    totalen: Annotated[Path | None, typer.Option("--totalen", help=hulp.HULP["--totalen"])] = None,
    gemeenten: Annotated[Path | None, typer.Option("--gemeenten", help=hulp.HULP["--gemeenten"])] = None,
    gemeente: Annotated[list[str] | None, typer.Option("--gemeente", help=hulp.HULP["--alleen-gemeente"])] = None,
    vestigingen: Annotated[str | None, typer.Option("--vestigingen", help=hulp.HULP["--vestigingen"])] = None,
    kandidaten: Annotated[Path | None, typer.Option("--kandidaten", help=hulp.HULP["--kandidaten"])] = None,
    kernen: Annotated[Path | None, typer.Option("--kernen", help=hulp.HULP["--kernen"])] = None,
    voorzieningen: Annotated[Path | None, typer.Option("--voorzieningen", help=hulp.HULP["--voorzieningen"])] = None,
    scholen: Annotated[Path | None, typer.Option("--scholen", help=hulp.HULP["--scholen"])] = None,
    prognose: Annotated[Path | None, typer.Option("--prognose", help=hulp.HULP["--prognose"])] = None,
    coordinaten: Annotated[Reading, typer.Option("--coordinaten", help=hulp.HULP["--coordinaten"])] = Reading.AS_GIVEN,
    adressen: Annotated[bool, typer.Option("--adressen", help=hulp.HULP["--adressen"])] = False,
    uit: Annotated[Path | None, typer.Option("--uit", help=hulp.HULP["--uit"])] = None,
    as_json: Json = False,
) -> None:
    """Prepare a region from real files."""
    from spreiding import retrieval  # noqa: PLC0415 - the network client takes 0.15 s that most commands do not need

    keep = tuple(gemeente or ())
    if wegen == _OVERPASS:
        if gemeenten is None:
            raise InputError("overpass_without_areas")
        wegen = retrieval.fetch_roads(gemeenten, keep=keep)
    inputs = workflow.RegionInputs(
        name=naam,
        population=inwoners,
        roads=wegen,
        fill=aanvullen,
        totals=totalen,
        gemeenten=gemeenten,
        keep=keep,
        vestigingen=vestigingen,
        kandidaten=kandidaten,
        kernen=kernen,
        voorzieningen=voorzieningen,
        scholen=scholen,
        prognose=prognose,
        reading=coordinaten,
    )
    with terminal.progress() as on_progress:
        folder, manifest = workflow.build(
            inputs, uit, on_progress=on_progress, locate=retrieval.locate_addresses if adressen else None
        )
    answer = region_answer(folder, manifest)
    print_answer(answer, terminal.region_text(answer), as_json=as_json)
