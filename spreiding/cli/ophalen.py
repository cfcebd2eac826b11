"""Command that builds a region from the official sources."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from spreiding import workflow
from spreiding.answers import region_answer
from spreiding.cli.options import Json, print_answer, regio_app
from spreiding.ui import hulp, ophalen, teksten, terminal

if TYPE_CHECKING:
    from spreiding.retrieval import FetchedRegion


@regio_app.command("ophalen", help=ophalen.HULP["ophalen"])
def fetch_region(
    *,
    provincie: Annotated[list[str] | None, typer.Option("--provincie", help=ophalen.HULP["--provincie"])] = None,
    gemeente: Annotated[list[str] | None, typer.Option("--gemeente", help=ophalen.HULP["--gemeente"])] = None,
    naam: Annotated[str | None, typer.Option("--naam", help=ophalen.HULP["--naam"])] = None,
    uit: Annotated[Path | None, typer.Option("--uit", help=hulp.HULP["--uit"])] = None,
    ververs: Annotated[bool, typer.Option("--ververs", help=ophalen.HULP["--ververs"])] = False,
    as_json: Json = False,
) -> None:
    """Fetch the sources of an area and build its region."""
    from spreiding import retrieval  # noqa: PLC0415 - the network client takes 0.15 s that no other command needs

    wish = retrieval.Wish(provincies=tuple(provincie or ()), gemeenten=tuple(gemeente or ()))
    with terminal.progress() as on_progress:
        fetched = retrieval.fetch_region(
            wish,
            name=naam,
            target=uit,
            is_fresh=ververs,
            on_fetch=lambda progress: on_progress(ophalen.progress_text(progress), progress.share),
        )
    with terminal.progress() as on_progress, retrieval.drop_damaged(fetched.files.sources):
        folder, manifest = workflow.build(fetched.inputs, uit, on_progress=on_progress)
    answer = region_answer(folder, manifest) | _origin(fetched)
    text = f"{terminal.region_text(answer)}\n{ophalen.sources_text(answer)}"
    print_answer(answer, text, as_json=as_json)


def _origin(fetched: "FetchedRegion") -> dict[str, Any]:
    """Return what came from where and when, and what did not come."""
    sources = [
        {
            "naam": source.name,
            "licentie": source.licence,
            "adres": file.record.url,
            "opgehaald": file.record.fetched,
            "leeftijd_dagen": file.age_days,
            "bytes": file.record.n_bytes,
            "sha256": file.record.sha256,
            "bestand": str(file.path),
        }
        for source, file in fetched.files.sources
    ]
    return {"opgehaald": sources, "niet_opgehaald": [teksten.sentence(fault) for fault in fetched.files.missing]}
