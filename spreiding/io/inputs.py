"""The input files of a region: which they are, what they hash to, and what is in them."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeVar

from spreiding.demand import Kern
from spreiding.domain import Frozen, fingerprint
from spreiding.errors import InputError, InputErrors, raise_together
from spreiding.io.areas import Areas, read_areas
from spreiding.io.cbs import CBS_100, CBS_500
from spreiding.io.eurostat import EUROSTAT_1KM
from spreiding.io.kernen import read_kernen
from spreiding.io.osm import OsmData
from spreiding.io.osm_tags import DRIVEN_SHARE_OF_LIMIT
from spreiding.io.placement import SMALLEST_SPREAD_M, SPACING_M
from spreiding.io.population import Population, read_squares
from spreiding.io.roads import read_roads
from spreiding.io.store import FORMAT_VERSION
from spreiding.io.vestigingen import read_vestigingen, sites_from_libraries
from spreiding.network import MIN_COMPONENT_SHARE
from spreiding.region import KERN_REACH_M, Bron
from spreiding.supply import Site
from spreiding.tables import BIKE_KMH, ROAD_CLASSES, WALK_KMH

Progress = Callable[[str, float], None]

FROM_OSM: Final = "osm"

# What shapes a prepared region beside its files; another value asks for another preparation.
_SETTINGS: Final = (
    ROAD_CLASSES,
    BIKE_KMH,
    WALK_KMH,
    DRIVEN_SHARE_OF_LIMIT,
    SMALLEST_SPREAD_M,
    SPACING_M,
    MIN_COMPONENT_SHARE,
    KERN_REACH_M,
)

# What a source is and under which licence it may be used; the example's are its own.
_DESCRIPTIONS: Final = {
    "cbs100": "CBS vierkanten van 100 m (CC BY 4.0)",
    "cbs500": "CBS vierkanten van 500 m (CC BY 4.0)",
    "eurostat1km": "Eurostat/GISCO, census grid 2021, 1 km",
    "osm": "© OpenStreetMap-bijdragers (ODbL)",
}
_EXAMPLE_DESCRIPTIONS: Final = {
    "kernen": "GeoNames (CC BY 4.0); inwoners: schatting, Eurostat 2021 en CBS 2024",
    "vestigingen": "openbare bronnen; klassen: aannames",
}
_GENERATED: Final = "voorbeeldgegevens, gegenereerd"

_Part = TypeVar("_Part")


class RegionInputs(Frozen):
    """The files of a region; `vestigingen` is a path, or 'osm' for the libraries in the file of roads.

    `fill` holds coarser squares and `totals` areas with inhabitants that tell whom `population` leaves out; only the
    gemeenten in `keep` (codes or names) stay, all when it is empty.
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
        }
        if self.vestigingen is not None:
            given["vestigingen"] = self.roads if self.vestigingen == FROM_OSM else Path(self.vestigingen)
        return {role: path for role, path in given.items() if path is not None}


@dataclass(frozen=True)
class Contents:
    """What the files of a region hold; `sites` are today's branches."""

    population: Population
    roads: OsmData
    areas: Areas
    sites: tuple[Site, ...]
    kernen: tuple[Kern, ...]


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
    return fingerprint(str(FORMAT_VERSION), repr(_SETTINGS), inputs.name, str(inputs.is_example), *hashes)


def read_contents(inputs: RegionInputs, *, on_progress: Progress) -> Contents:
    """Read all files of a region; the faults of all of them are reported together.

    Raises
    ------
    InputError, InputErrors
        Every fault of every file.

    """
    faults: list[InputError] = []
    on_progress("Inwoners lezen", 0.0)
    population = _attempt(lambda: read_squares(inputs.population, (CBS_100, CBS_500, EUROSTAT_1KM)), faults)
    on_progress("Wegen lezen", 0.05)
    roads = _attempt(lambda: read_roads(inputs.roads), faults)
    on_progress("Grenzen en vestigingen lezen", 0.4)
    areas = _attempt(lambda: Areas((), ()) if inputs.gemeenten is None else read_areas(inputs.gemeenten), faults)
    kernen = _attempt(lambda: () if inputs.kernen is None else read_kernen(inputs.kernen), faults)
    sites = _attempt(lambda: _read_sites(inputs, roads), faults)
    raise_together(faults)
    if population is None or roads is None or areas is None or sites is None or kernen is None:
        message = "a part without a fault is there"
        raise AssertionError(message)
    return Contents(population, roads, areas, sites, kernen)


def describe_sources(inputs: RegionInputs, contents: Contents) -> tuple[Bron, ...]:
    """Describe every file: role, name, licence, date, checksum and number of rows."""
    source = contents.population.grid.source
    rows = {
        "inwoners": contents.population.n_rows,
        "wegen": contents.roads.roads.tail.size,
        "gemeenten": len(contents.areas.gemeenten),
        "vestigingen": len(contents.sites),
        "kernen": len(contents.kernen),
    }
    # Our own archive holds generated roads: OpenStreetMap has no part in them.
    is_generated = inputs.roads.suffix.lower() == ".npz"
    roads = _GENERATED if is_generated else _DESCRIPTIONS["osm"]
    descriptions = {"inwoners": _DESCRIPTIONS[source], "wegen": roads}
    if inputs.is_example:
        descriptions = _EXAMPLE_DESCRIPTIONS
    elif inputs.vestigingen == FROM_OSM:
        descriptions["vestigingen"] = _DESCRIPTIONS["osm"]
    dates = {"inwoners": contents.population.year, "wegen": contents.roads.date}
    return tuple(
        Bron(
            role=role,
            file=inputs.files[role].name,
            description=descriptions.get(role, _GENERATED if inputs.is_example else ""),
            date=dates.get(role, ""),
            sha256=digest,
            n_rows=rows[role],
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


def _read_sites(inputs: RegionInputs, roads: OsmData | None) -> tuple[Site, ...]:
    if inputs.vestigingen is None:
        return ()
    if inputs.vestigingen != FROM_OSM:
        return read_vestigingen(Path(inputs.vestigingen))
    # Roads that could not be read have been reported already.
    if roads is not None and not roads.libraries:
        raise InputError("no_libraries", file=inputs.roads.name)
    return sites_from_libraries(roads.libraries if roads is not None else ())
