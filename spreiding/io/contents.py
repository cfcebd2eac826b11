"""What the input files of a region hold: all of them read, the faults of all told together."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final, TypeVar

from spreiding.demand import Forecast, GemeenteFacts, Kern
from spreiding.errors import InputError, InputErrors, raise_together
from spreiding.io.files.vector import Bounds, open_vector
from spreiding.io.inputs import RegionInputs
from spreiding.io.network.osm import OsmData
from spreiding.io.network.roads import read_roads
from spreiding.io.people.completion import Larger, check_fill, region_bounds
from spreiding.io.people.facts import has_facts, read_layer_facts
from spreiding.io.people.forecasts import match_forecasts, read_forecasts
from spreiding.io.people.own_population import GRIDS, find_own, read_own, read_population
from spreiding.io.people.population import Population
from spreiding.io.people.squares import find_grid
from spreiding.io.places.areas import Areas, read_areas
from spreiding.io.places.kernen import KernFile
from spreiding.io.places.region_sites import (
    Around,
    HowToRead,
    read_branches,
    read_region_candidates,
    read_region_kernen,
    read_region_schools,
    read_region_voorzieningen,
)
from spreiding.io.places.schools import SchoolFile
from spreiding.io.places.spots import Locate
from spreiding.io.places.vestigingen import SiteFile
from spreiding.io.places.voorzieningen import VoorzieningFile
from spreiding.region import FileRemark, RemarkKind
from spreiding.supply import Site
from spreiding.voorzieningen import School, Voorziening

Progress = Callable[[str, float], None]

_MAX_EXAMPLES: Final = 5

_Part = TypeVar("_Part")


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
    voorzieningen: tuple[Voorziening, ...]
    schools: tuple[School, ...]
    forecasts: tuple[Forecast, ...]
    remarks: tuple[FileRemark, ...]


@dataclass(frozen=True)
class _Places:
    """The places of a region; a file with faults holds none."""

    branches: SiteFile
    candidates: SiteFile
    kernen: KernFile
    voorzieningen: VoorzieningFile
    schools: SchoolFile

    @property
    def remarks(self) -> dict[str, tuple[FileRemark, ...]]:
        """What is remarkable in their files, by role."""
        return {
            "vestigingen": self.branches.remarks,
            "kandidaten": self.candidates.remarks,
            "kernen": self.kernen.remarks,
            "voorzieningen": self.voorzieningen.remarks,
            "scholen": self.schools.remarks,
        }


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
    places = _read_places(inputs, roads, Around(areas, population), how=how, faults=late)
    forecasts = _attempt(lambda: _read_forecasts(inputs, areas), late) or ()
    raise_together(faults + late)
    if population is None or larger is None or roads is None or areas is None:
        message = "a part without a fault is there"
        raise AssertionError(message)
    noticed = {"wegen": _road_remarks(roads), "aanvulling": _year_remarks(population, larger)}
    return Contents(
        population=population,
        larger=larger,
        roads=roads,
        areas=areas,
        sites=places.branches.sites,
        candidates=places.candidates.sites,
        kernen=places.kernen.kernen,
        voorzieningen=places.voorzieningen.voorzieningen,
        schools=places.schools.schools,
        forecasts=forecasts,
        remarks=tuple(
            replace(remark, file=inputs.files[role].name)
            for role, found in (noticed | places.remarks).items()
            for remark in found
        ),
    )


def _read_places(
    inputs: RegionInputs, roads: OsmData | None, around: Around, *, how: HowToRead, faults: list[InputError]
) -> _Places:
    """Read the places of all kinds, each as far as its file has no faults."""
    return _Places(
        kernen=_attempt(lambda: read_region_kernen(inputs.kernen, roads, around, how=how), faults) or KernFile(()),
        branches=_attempt(lambda: read_branches(inputs.vestigingen, roads, how=how), faults) or SiteFile(()),
        candidates=_attempt(lambda: read_region_candidates(inputs.kandidaten, roads, how=how), faults) or SiteFile(()),
        voorzieningen=_attempt(lambda: read_region_voorzieningen(inputs.voorzieningen, how=how), faults)
        or VoorzieningFile(()),
        schools=_attempt(lambda: read_region_schools(inputs.scholen, roads, how=how), faults) or SchoolFile(()),
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
    _check_facts(facts, areas, file=inputs.totals.name)
    n_totals = len(facts) if drawn is None else drawn.n_rows
    if drawn is not None and inputs.keep and areas is not None:
        drawn = drawn.keep(areas.find(drawn.x_m, drawn.y_m) >= 0)
    return Larger(fill=fill, areas_with_inwoners=drawn, facts=facts, bounds=bounds, n_totals=n_totals)


def _read_forecasts(inputs: RegionInputs, areas: Areas | None) -> tuple[Forecast, ...]:
    """Read the forecasts of the gemeenten; boundaries that could not be read have been reported already."""
    if inputs.prognose is None or areas is None:
        return ()
    return match_forecasts(read_forecasts(inputs.prognose), areas.gemeenten, file=inputs.prognose.name)


def _check_facts(facts: tuple[GemeenteFacts, ...], areas: Areas | None, *, file: str) -> None:
    """Check that a file of facts tells of some gemeente of the region: it would do nothing, without a word."""
    codes = set() if areas is None else {gemeente.code for gemeente in areas.gemeenten}
    if facts and codes and codes.isdisjoint(fact.gemeente for fact in facts):
        raise InputError("facts_outside_region", file=file)


def _year_remarks(population: Population, larger: Larger) -> tuple[FileRemark, ...]:
    """Say that both files of squares are of different years: growth then looks like people left out."""
    year, other = population.year, "" if larger.fill is None else larger.fill.year
    if not year or not other or year == other:
        return ()
    return (FileRemark(RemarkKind.OTHER_YEAR, {"year": other, "other": year}),)


def _road_remarks(roads: OsmData) -> tuple[FileRemark, ...]:
    """Say which classes of road are not known, the most frequent first."""
    if not roads.unknown_classes:
        return ()
    by_number = sorted(roads.unknown_classes, key=lambda pair: -pair[1])
    data: dict[str, str | int] = {
        "n_rows": sum(n_lines for _, n_lines in by_number),
        "examples": ", ".join(name for name, _ in by_number[:_MAX_EXAMPLES]),
    }
    return (FileRemark(RemarkKind.UNKNOWN_ROAD_CLASSES, data),)
