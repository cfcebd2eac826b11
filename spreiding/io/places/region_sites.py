"""The places of a region, branches to schools: from files of their own, or from the file of roads."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from spreiding.demand import Kern
from spreiding.errors import InputError
from spreiding.io.files.crs import Reading
from spreiding.io.inputs import FROM_OSM
from spreiding.io.network.osm import OsmData
from spreiding.io.people.population import Population
from spreiding.io.places.areas import Areas
from spreiding.io.places.kandidaten import candidates_from_places, read_candidate_file
from spreiding.io.places.kernen import KernFile, candidates_from_kernen, kernen_from_places, read_kern_file
from spreiding.io.places.schools import SchoolFile, read_school_file, schools_from_places
from spreiding.io.places.spots import Locate
from spreiding.io.places.vestigingen import SiteFile, read_site_file, sites_from_libraries
from spreiding.io.places.voorzieningen import VoorzieningFile, read_voorziening_file
from spreiding.supply import Site, merge_near


@dataclass(frozen=True)
class HowToRead:
    """The name of the file of roads, how the user reads coordinates, and what finds addresses (None: nothing does)."""

    roads_file: str
    reading: Reading = Reading.AS_GIVEN
    locate: Locate | None = None


@dataclass(frozen=True)
class Around:
    """Where kernen lie: the boundaries and the people, None when they could not be read (which was told already)."""

    areas: Areas | None
    population: Population | None


def read_branches(given: str | None, roads: OsmData | None, *, how: HowToRead) -> SiteFile:
    """Read today's branches; `roads` is None when they could not be read, which has been told already.

    Raises
    ------
    InputError, InputErrors
        As `read_site_file`; `no_libraries` in the file of roads.

    """
    if given is None:
        return SiteFile(())
    if given != FROM_OSM:
        return read_site_file(Path(given), reading=how.reading, locate=how.locate)
    if roads is not None and not roads.libraries:
        raise InputError("no_libraries", file=how.roads_file)
    return SiteFile(sites_from_libraries(roads.places if roads is not None else ()))


def read_region_candidates(given: Path | None, roads: OsmData | None, *, how: HowToRead) -> SiteFile:
    """Read the candidates: of a file, or the schools and village halls in the file of roads.

    Raises
    ------
    InputError, InputErrors
        As `read_candidate_file`.

    """
    if given is None:
        return SiteFile(())
    if given != Path(FROM_OSM):
        return read_candidate_file(given, reading=how.reading, locate=how.locate)
    places = () if roads is None else roads.places
    return SiteFile(candidates_from_places(places, "school") + candidates_from_places(places, "dorpshuis"))


def read_region_kernen(given: Path | None, roads: OsmData | None, around: Around, *, how: HowToRead) -> KernFile:
    """Read the kernen: of a file, or the settlements in the file of roads.

    Raises
    ------
    InputError, InputErrors
        As `read_kern_file`; `kernen_without_areas` for settlements when there are no boundaries.

    """
    if given is None:
        return KernFile(())
    if given != Path(FROM_OSM):
        return read_kern_file(given, areas=around.areas, reading=how.reading)
    if around.areas is not None and not around.areas.gemeenten:
        raise InputError("kernen_without_areas")
    known = around.areas if around.areas is not None else Areas((), ())
    return kernen_from_places(() if roads is None else roads.places, known, around.population)


def read_region_voorzieningen(given: Path | None, *, how: HowToRead) -> VoorzieningFile:
    """Read library provision that is no branch; no map knows of it.

    Raises
    ------
    InputError, InputErrors
        As `read_voorziening_file`.

    """
    if given is None:
        return VoorzieningFile(())
    return read_voorziening_file(given, reading=how.reading, locate=how.locate)


def read_region_schools(given: Path | None, roads: OsmData | None, *, how: HowToRead) -> SchoolFile:
    """Read the schools: of a file, or those in the file of roads.

    Raises
    ------
    InputError, InputErrors
        As `read_school_file`.

    """
    if given is None:
        return SchoolFile(())
    if given != Path(FROM_OSM):
        return read_school_file(given, reading=how.reading, locate=how.locate)
    return SchoolFile(schools_from_places(() if roads is None else roads.places))


def join_sites(
    branches: tuple[Site, ...], candidates: tuple[Site, ...], kernen: Iterable[Kern], *, is_from_osm: bool
) -> tuple[Site, ...]:
    """Return the branches, then the candidates, then the middles of the kernen; each id once, the first counts.

    Places of OpenStreetMap are merged with those close by; what a user lists stays as it is listed.
    """
    near = merge_near(candidates, branches=branches) if is_from_osm else candidates
    sites: dict[str, Site] = {}
    for site in (*branches, *near, *candidates_from_kernen(kernen)):
        sites.setdefault(site.id, site)
    return tuple(sites.values())
