"""The input files of a region: which they are, what they hash to, and what is in them."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeVar

from spreiding.demand import Forecast, Kern
from spreiding.domain import Frozen, fingerprint
from spreiding.errors import InputError, InputErrors, raise_together
from spreiding.io.files.crs import Reading
from spreiding.io.files.vector import Bounds, open_vector
from spreiding.io.network.osm import OsmData
from spreiding.io.network.osm_tags import DRIVEN_SHARE_OF_LIMIT
from spreiding.io.network.roads import read_roads
from spreiding.io.people.completion import Larger, check_fill, region_bounds
from spreiding.io.people.facts import has_facts, read_layer_facts
from spreiding.io.people.forecasts import match_forecasts, read_forecasts
from spreiding.io.people.own_population import GRIDS, find_own, read_own, read_population
from spreiding.io.people.placement import SCATTERED_CLASSES, SMALLEST_SPREAD_M, SPACING_M
from spreiding.io.people.population import Population
from spreiding.io.people.squares import find_grid
from spreiding.io.places.areas import Areas, read_areas
from spreiding.io.places.region_sites import (
    FROM_OSM,
    HowToRead,
    read_branches,
    read_region_candidates,
    read_region_kernen,
)
from spreiding.io.places.spots import Locate
from spreiding.io.store import FORMAT_VERSION
from spreiding.network import MIN_COMPONENT_SHARE
from spreiding.reconcile import MOST_PER_NEW_SQUARE, ROUNDING
from spreiding.region import KERN_REACH_M, Bron
from spreiding.supply import Site
from spreiding.tables import FERRY_WAIT_MIN, ROAD_CLASSES, WALK_KMH

Progress = Callable[[str, float], None]

# What shapes a prepared region beside its files; another value asks for another preparation.
_SETTINGS: Final = (
    ROAD_CLASSES,
    FERRY_WAIT_MIN,
    WALK_KMH,
    DRIVEN_SHARE_OF_LIMIT,
    SMALLEST_SPREAD_M,
    SPACING_M,
    SCATTERED_CLASSES,
    ROUNDING,
    MOST_PER_NEW_SQUARE,
    MIN_COMPONENT_SHARE,
    KERN_REACH_M,
)

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
    "osm": "© OpenStreetMap-bijdragers (ODbL)",
}
_EXAMPLE_DESCRIPTIONS: Final = {
    "kernen": "GeoNames (CC BY 4.0); inwoners: schatting, Eurostat 2021 en CBS 2024",
    "vestigingen": "openbare bronnen; klassen: aannames",
}
_GENERATED: Final = "voorbeeldgegevens, gegenereerd"

_Part = TypeVar("_Part")


class RegionInputs(Frozen):
    """The files of a region; `vestigingen`, `kandidaten` and `kernen` may be 'osm': the places in the file of roads.

    `reading` is how the user reads the coordinates of these three. `fill` holds coarser squares and `totals` areas with
    inhabitants that tell whom `population` leaves out; only the gemeenten in `keep` (codes or names) stay, all when it
    is empty.
    """

    name: str
    population: Path
    roads: Path
    fill: Path | None = None
    totals: Path | None = None
    gemeenten: Path | None = None
    keep: tuple[str, ...] = ()
    vestigingen: str | None = None
    kandidaten: Path | None = None
    kernen: Path | None = None
    prognose: Path | None = None
    is_example: bool = False
    reading: Reading = Reading.AS_GIVEN

    @property
    def files(self) -> dict[str, Path]:
        """The files by role."""
        given = {
            "inwoners": self.population,
            "wegen": self.roads,
            "aanvulling": self.fill,
            "totalen": self.totals,
            "gemeenten": self.gemeenten,
            "kandidaten": self.kandidaten,
            "kernen": self.kernen,
            "prognose": self.prognose,
            "vestigingen": None if self.vestigingen is None else Path(self.vestigingen),
        }
        from_osm = Path(FROM_OSM)
        return {role: self.roads if path == from_osm else path for role, path in given.items() if path is not None}


@dataclass(frozen=True)
class Contents:
    """What the files of a region hold; `sites` are today's branches, `candidates` places for others.

    `population` is as its file gives it, unknown numbers included; `larger` tells whom it leaves out.
    """

    population: Population
    larger: Larger
    roads: OsmData
    areas: Areas
    sites: tuple[Site, ...]
    candidates: tuple[Site, ...]
    kernen: tuple[Kern, ...]
    forecasts: tuple[Forecast, ...] = ()


def file_hashes(inputs: RegionInputs) -> dict[str, str]:
    """SHA-256 of every file, by role.

    Raises
    ------
    InputError, InputErrors
        `file_not_found` for every file that is not there.

    """
    raise_together(InputError("file_not_found", file=path) for path in inputs.files.values() if not path.is_file())
    hashes = {}
    for role, path in inputs.files.items():
        with path.open("rb") as file:
            hashes[role] = hashlib.file_digest(file, "sha256").hexdigest()
    return hashes


def inputs_fingerprint(inputs: RegionInputs) -> str:
    """Hash the contents of all input files, the format version and the settings that shape a region.

    Raises
    ------
    InputError, InputErrors
        `file_not_found` for every file that is not there.

    """
    hashes = (part for role, digest in sorted(file_hashes(inputs).items()) for part in (role, digest))
    kept = ",".join(sorted(inputs.keep))
    choices = (inputs.name, str(inputs.is_example), kept, inputs.reading)
    return fingerprint(str(FORMAT_VERSION), repr(_SETTINGS), *choices, *hashes)


def read_contents(inputs: RegionInputs, *, on_progress: Progress, locate: Locate | None = None) -> Contents:
    """Read all files of a region; the faults of all of them are reported together. `locate` finds addresses.

    Raises
    ------
    InputError, InputErrors
        Every fault of every file.

    """
    faults: list[InputError] = []
    late: list[InputError] = []
    on_progress("Inwoners lezen", 0.0)
    # The boundaries tell where to read, their faults come after those of people and roads.
    areas = _attempt(lambda: _read_areas(inputs), late)
    bounds = region_bounds(areas) if inputs.keep and areas is not None else None
    population = _attempt(lambda: read_population(inputs.population, bounds=bounds), faults)
    larger = _attempt(lambda: _read_larger(inputs, population, areas, bounds), faults)
    on_progress("Wegen lezen", 0.05)
    roads = _attempt(lambda: read_roads(inputs.roads), faults)
    on_progress("Grenzen en vestigingen lezen", 0.4)
    how = HowToRead(inputs.roads.name, inputs.reading, locate)
    kernen = _attempt(lambda: read_region_kernen(inputs.kernen, roads, areas, how=how), late)
    sites = _attempt(lambda: read_branches(inputs.vestigingen, roads, how=how), late)
    candidates = _attempt(lambda: read_region_candidates(inputs.kandidaten, roads, how=how), late)
    forecasts = _attempt(lambda: _read_forecasts(inputs, areas), late)
    raise_together(faults + late)
    if population is None or larger is None or roads is None or areas is None or sites is None or kernen is None:
        message = "a part without a fault is there"
        raise AssertionError(message)
    return Contents(population, larger, roads, areas, sites, candidates or (), kernen, forecasts or ())


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
        "prognose": len(contents.forecasts),
    }
    # Our own archive holds generated roads: OpenStreetMap has no part in them.
    is_generated = inputs.roads.suffix.lower() == ".npz"
    roads = _GENERATED if is_generated else _DESCRIPTIONS["osm"]
    descriptions = {"inwoners": _DESCRIPTIONS[contents.population.source], "wegen": roads}
    if contents.larger.fill is not None:
        descriptions["aanvulling"] = _DESCRIPTIONS[contents.larger.fill.source]
    if contents.larger.areas_with_inwoners is not None:
        descriptions["totalen"] = _DESCRIPTIONS[contents.larger.areas_with_inwoners.source]
    if inputs.is_example:
        descriptions = _EXAMPLE_DESCRIPTIONS
    elif not is_generated:
        descriptions |= {role: roads for role, path in inputs.files.items() if path == inputs.roads}
    dates = {"inwoners": contents.population.year, "wegen": contents.roads.date}
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


def _attempt(read: Callable[[], _Part], faults: list[InputError]) -> _Part | None:
    """Read a part; note its faults and return None when it has any."""
    try:
        return read()
    except InputError as error:
        faults.append(error)
    except InputErrors as errors:
        faults.extend(errors.errors)
    return None


def _read_areas(inputs: RegionInputs) -> Areas:
    if inputs.gemeenten is None:
        if inputs.keep:
            raise InputError("keep_without_areas", gemeenten=", ".join(inputs.keep))
        return Areas((), ())
    areas = read_areas(inputs.gemeenten)
    return areas.named(inputs.keep) if inputs.keep else areas


def _read_larger(
    inputs: RegionInputs, population: Population | None, areas: Areas | None, bounds: Bounds | None
) -> Larger:
    """Read what tells more than the population itself; in a kept region only what lies inside."""
    fill = None if inputs.fill is None else read_population(inputs.fill, bounds=bounds)
    if inputs.fill is not None and fill is not None and population is not None:
        check_fill(population, fill, file=inputs.population.name, fill_file=inputs.fill.name)
    if inputs.totals is None:
        return Larger(fill=fill, bounds=bounds)
    with open_vector(inputs.totals) as file:
        if find_grid(file.layers, GRIDS) is not None:
            raise InputError("no_facts", file=file.name)
        found = find_own(file.layers)
        drawn = None if found is None else read_own(file, found)
        facts = read_layer_facts(file) if drawn is None or has_facts(file.layers) else ()
    n_totals = len(facts) if drawn is None else drawn.n_rows
    if drawn is not None and inputs.keep and areas is not None:
        drawn = drawn.keep(areas.find(drawn.x_m, drawn.y_m) >= 0)
    return Larger(fill=fill, areas_with_inwoners=drawn, facts=facts, bounds=bounds, n_totals=n_totals)


def _read_forecasts(inputs: RegionInputs, areas: Areas | None) -> tuple[Forecast, ...]:
    """Read the forecasts of the gemeenten; boundaries that could not be read have been reported already."""
    if inputs.prognose is None or areas is None:
        return ()
    return match_forecasts(read_forecasts(inputs.prognose), areas.gemeenten, file=inputs.prognose.name)
