"""The sources of a region, as it tells them: file, what it is and under which licence, date, checksum, rows."""

from typing import Final

from spreiding.io.contents import Contents
from spreiding.io.inputs import RegionInputs, file_hashes
from spreiding.io.network.osm import RoadSource
from spreiding.region import Bron

# What a source is and under which licence it may be used; the example's are its own.
_DESCRIPTIONS: Final = {
    "cbs100": "CBS vierkanten van 100 m (CC BY 4.0)",
    "cbs500": "CBS vierkanten van 500 m (CC BY 4.0)",
    "eurostat1km": "Eurostat/GISCO, census grid, 1 km",
    "buurten": "CBS wijken en buurten: buurten (CC BY 4.0)",
    "wijken": "CBS wijken en buurten: wijken (CC BY 4.0)",
    "gemeenten": "CBS wijken en buurten: gemeenten (CC BY 4.0)",
    "pc4": "CBS postcodegebieden, vier cijfers (CC BY 4.0)",
    "eigen": "eigen bestand",
}
_EXAMPLE_DESCRIPTIONS: Final = {
    "kernen": "GeoNames (CC BY 4.0); inwoners: schatting, Eurostat 2021 en CBS 2024",
    "vestigingen": "openbare bronnen; klassen: aannames",
}
_GENERATED: Final = "voorbeeldgegevens, gegenereerd"
_ROADS: Final = {
    RoadSource.OSM: "© OpenStreetMap-bijdragers (ODbL)",
    RoadSource.OWN: "eigen bestand",
    RoadSource.GENERATED: _GENERATED,
}


def describe_sources(inputs: RegionInputs, contents: Contents) -> tuple[Bron, ...]:
    """Describe every file: role, name, licence, date, checksum and number of rows."""
    rows = {
        "inwoners": contents.population.n_rows,
        "wegen": contents.roads.roads.tail.size,
        "aanvulling": 0 if contents.larger.fill is None else contents.larger.fill.n_rows,
        "totalen": contents.larger.n_totals,
        "gemeenten": len(contents.areas.gemeenten),
        "vestigingen": len(contents.sites),
        "kandidaten": len(contents.candidates),
        "kernen": len(contents.kernen),
        "voorzieningen": len(contents.voorzieningen),
        "scholen": len(contents.schools),
        "prognose": len(contents.forecasts),
    }
    roads = _ROADS[contents.roads.source]
    descriptions = {"inwoners": _DESCRIPTIONS[contents.population.source], "wegen": roads}
    if contents.larger.fill is not None:
        descriptions["aanvulling"] = _DESCRIPTIONS[contents.larger.fill.source]
    if contents.larger.areas_with_inwoners is not None:
        descriptions["totalen"] = _DESCRIPTIONS[contents.larger.areas_with_inwoners.source]
    if inputs.is_example:
        descriptions = _EXAMPLE_DESCRIPTIONS
    else:
        descriptions |= {role: roads for role, path in inputs.files.items() if path == inputs.roads}
    dates = {"inwoners": contents.population.year, "wegen": contents.roads.date}
    dates |= {"aanvulling": "" if contents.larger.fill is None else contents.larger.fill.year}
    dates |= {"totalen": ", ".join(sorted({str(fact.year) for fact in contents.larger.facts if fact.year}))}
    return tuple(
        Bron(
            role=role,
            file=inputs.files[role].name,
            description=descriptions.get(role, _GENERATED if inputs.is_example else ""),
            date=dates.get(role, ""),
            sha256=digest,
            n_rows=rows.get(role, 0),
        )
        for role, digest in file_hashes(inputs).items()
    )
