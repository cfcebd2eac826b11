"""Dutch texts of fetching a region: help, progress, and what came from where."""

from typing import TYPE_CHECKING, Any, Final

from spreiding.ui.numbers import whole

if TYPE_CHECKING:
    from spreiding.io.online.fetch import FetchProgress

HULP: Final[dict[str, str]] = {
    "ophalen": (
        "Een regio bouwen uit de officiële bronnen: haalt grenzen, inwoners, wegen en prognose op. Wat al is "
        "opgehaald, wordt opnieuw gebruikt."
    ),
    "--provincie": "Alle gemeenten van deze provincie; vaker te geven.",
    "--gemeente": "Deze gemeente, met naam of code; vaker te geven.",
    "--naam": "Naam van de regio; standaard die van het gebied.",
    "--ververs": "Vraag de bronnen of er iets nieuws is, ook als alles al is opgehaald.",
}

_MEGABYTE: Final = 1024 * 1024


def progress_text(progress: "FetchProgress") -> str:
    """Return what is being fetched and how far it is."""
    if not progress.n_bytes:
        return progress.source
    done = whole(progress.n_bytes / _MEGABYTE)
    total = "" if progress.n_total is None else f" van {whole(progress.n_total / _MEGABYTE)}"
    return f"{progress.source}: {done}{total} MB"


def sources_text(answer: dict[str, Any]) -> str:
    """Return the sources and their age, and what could not be fetched."""
    lines = ["Opgehaald:"]
    for bron in answer["opgehaald"]:
        days = bron["leeftijd_dagen"]
        age = "vandaag" if days == 0 else "gisteren" if days == 1 else f"{days} dagen geleden"
        lines.append(f"  {bron['naam']} ({age}; {bron['licentie']})")
    lines += [f"Niet opgehaald, de regio is zonder gebouwd: {text}" for text in answer["niet_opgehaald"]]
    return "\n".join(lines)
