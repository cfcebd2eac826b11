"""A region from its input files: read, attribute, place people along the roads, build the networks."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import numpy as np

from spreiding.components import measure_components
from spreiding.demand import Demand, FloatArray, GemeenteFacts, Kern
from spreiding.domain import Modality
from spreiding.errors import InputError
from spreiding.io.contents import Contents, Progress, read_contents
from spreiding.io.inputs import FROM_OSM, RegionInputs, inputs_fingerprint
from spreiding.io.people.completion import Completed, complete_population
from spreiding.io.people.placement import place_people
from spreiding.io.places.areas import Areas
from spreiding.io.places.attribution import (
    Place,
    check_at_home,
    coordinates,
    drop_far,
    inhabited_areas,
    keep_near,
    locate_sites,
    make_squares,
)
from spreiding.io.places.region_sites import join_sites
from spreiding.io.places.spots import Locate
from spreiding.io.sources import describe_sources
from spreiding.io.store import FORMAT_VERSION, lock_arrays
from spreiding.network import Footing, RoadNetwork, Roads, build_network, project
from spreiding.quality import count_far
from spreiding.region import Components, Manifest, Region
from spreiding.served import project_demand
from spreiding.supply import Site
from spreiding.voorzieningen import School, Voorziening

__all__ = ["RegionInputs", "build_region", "inputs_fingerprint"]

# An extract of roads may stop a little short of the squares.
_OVERLAP_MARGIN_M: Final = 1000.0


def build_region(inputs: RegionInputs, *, on_progress: Progress, locate: Locate | None = None) -> Region:
    """Read the inputs and build a region; its arrays are read-only. `locate` finds addresses, if the user asks.

    Raises
    ------
    InputError, InputErrors
        Every fault of every file; files that do not fit each other; branches outside the region.

    """
    if not inputs.name.strip():
        raise InputError("empty_name")
    contents = read_contents(inputs, on_progress=on_progress, locate=locate)
    roads = contents.roads.roads
    on_progress("Inwoners aanvullen", 0.42)
    completed = _complete(inputs, contents)
    population = completed.population
    x_m, y_m = population.x_m, population.y_m
    _check_overlap(inputs, roads, x_m, y_m)
    areas, kernen, sites = _places(inputs, contents, x_m, y_m)
    voorzieningen, schools = _voorzieningen(inputs, contents, x_m, y_m), _schools(inputs, contents, x_m, y_m)
    on_progress("Inwoners langs de wegen plaatsen", 0.45)
    demand = place_people(population, roads)
    networks = _build_networks(roads, file=inputs.roads.name, on_progress=on_progress)
    site_footing = _stand(networks, sites)
    demand_footing = _project(networks, demand.x_m, demand.y_m, sites=site_footing, on_progress=on_progress)
    far = count_far(demand, demand_footing[Modality.AUTO])
    components = _measure(roads, networks, demand=demand, footing=demand_footing, sites=site_footing)
    region = Region(
        manifest=_manifest(inputs, contents, completed, networks, components=components, far=far),
        squares=make_squares(population, areas, kernen),
        demand=demand,
        sites=sites,
        gemeenten=areas.gemeenten,
        kernen=kernen,
        areas={area.code: boundary for area, boundary in zip(areas.gemeenten, areas.boundaries, strict=True)},
        networks=networks,
        demand_footing=demand_footing,
        site_footing=site_footing,
        voorzieningen=voorzieningen,
        voorziening_footing=_stand(networks, voorzieningen) if voorzieningen else {},
        schools=schools,
        school_footing=_stand(networks, schools) if schools else {},
        facts=_facts_inside(contents, areas),
        forecasts=tuple(row for row in contents.forecasts if row.gemeente in {area.code for area in areas.gemeenten}),
    )
    lock_arrays(region)
    on_progress("Klaar", 1.0)
    return region


def _places(
    inputs: RegionInputs, contents: Contents, x_m: FloatArray, y_m: FloatArray
) -> tuple[Areas, tuple[Kern, ...], tuple[Site, ...]]:
    """Return the inhabited areas, the kernen and all sites of a region with people at `x_m`, `y_m`."""
    branches = locate_sites(_sites(inputs, contents, x_m, y_m), contents.areas, x_m, y_m)
    kernen = keep_near(contents.kernen, contents.areas, x_m, y_m)
    candidates = locate_sites(drop_far(contents.candidates, contents.areas, x_m, y_m), contents.areas, x_m, y_m)
    sites = join_sites(branches, candidates, kernen, is_from_osm=inputs.kandidaten == Path(FROM_OSM))
    return inhabited_areas(contents.areas, x_m, y_m, branches), kernen, sites


def _complete(inputs: RegionInputs, contents: Contents) -> Completed:
    """Complete the population; a region without anybody is a fault of its files."""
    completed = complete_population(
        contents.population, contents.larger, contents.roads.roads, areas=contents.areas, is_kept=bool(inputs.keep)
    )
    if completed.population.inwoners.size == 0:
        raise InputError("nobody_in_gemeenten", file=inputs.population.name)
    return completed


def _facts_inside(contents: Contents, areas: Areas) -> tuple[GemeenteFacts, ...]:
    """Return the facts of the gemeenten in the region; all of them when no boundaries tell which these are."""
    codes = {gemeente.code for gemeente in areas.gemeenten}
    return tuple(each for each in contents.larger.facts if not codes or each.gemeente in codes)


def _check_overlap(inputs: RegionInputs, roads: Roads, x_m: FloatArray, y_m: FloatArray) -> None:
    """Check that some square lies among the roads."""
    low_x, high_x = roads.x_m.min() - _OVERLAP_MARGIN_M, roads.x_m.max() + _OVERLAP_MARGIN_M
    low_y, high_y = roads.y_m.min() - _OVERLAP_MARGIN_M, roads.y_m.max() + _OVERLAP_MARGIN_M
    if not ((x_m >= low_x) & (x_m <= high_x) & (y_m >= low_y) & (y_m <= high_y)).any():
        raise InputError("no_overlap", population=inputs.population.name, roads=inputs.roads.name)


def _sites(inputs: RegionInputs, contents: Contents, x_m: FloatArray, y_m: FloatArray) -> tuple[Site, ...]:
    """Return the branches to locate: a map reaches further than the people of one gemeente, a list does not."""
    if inputs.vestigingen != FROM_OSM and not inputs.keep:
        return contents.sites
    # When all lie elsewhere, all are named: map and people do not belong together.
    return drop_far(contents.sites, contents.areas, x_m, y_m) or contents.sites


def _voorzieningen(
    inputs: RegionInputs, contents: Contents, x_m: FloatArray, y_m: FloatArray
) -> tuple[Voorziening, ...]:
    """Return the voorzieningen with their gemeenten; a list of a whole province serves each gemeente that is kept."""
    given, areas = contents.voorzieningen, contents.areas
    near = drop_far(given, areas, x_m, y_m) if inputs.keep else ()
    located = locate_sites(near or given, areas, x_m, y_m)
    check_at_home(located)
    return located


def _schools(inputs: RegionInputs, contents: Contents, x_m: FloatArray, y_m: FloatArray) -> tuple[School, ...]:
    """Return the schools in the region with their gemeenten: a map reaches further, and so does a national list."""
    near = drop_far(contents.schools, contents.areas, x_m, y_m)
    if contents.schools and not near and inputs.scholen != Path(FROM_OSM):
        raise InputError("schools_outside_region", n_schools=len(contents.schools))
    return locate_sites(near, contents.areas, x_m, y_m)


def _stand(networks: Mapping[Modality, RoadNetwork], places: Iterable[Place]) -> dict[Modality, Footing]:
    """Return the projections of places on each network."""
    x_m, y_m = coordinates(places)
    return {modality: project(network, x_m, y_m) for modality, network in networks.items()}


def _build_networks(roads: Roads, *, file: str, on_progress: Progress) -> dict[Modality, RoadNetwork]:
    networks = {}
    for number, modality in enumerate(Modality):
        on_progress(f"Wegennet bouwen: {modality}", 0.5 + 0.1 * number)
        networks[modality] = build_network(roads, modality)
    if networks[Modality.AUTO].n_nodes == 0:
        raise InputError("no_car_roads", file=file)
    return networks


def _project(
    networks: Mapping[Modality, RoadNetwork],
    x_m: FloatArray,
    y_m: FloatArray,
    *,
    sites: Mapping[Modality, Footing],
    on_progress: Progress,
) -> dict[Modality, Footing]:
    footing = {}
    for number, (modality, network) in enumerate(networks.items()):
        on_progress(f"Inwoners met de wegen verbinden: {modality}", 0.8 + 0.06 * number)
        footing[modality] = project_demand(network, x_m, y_m, sites=sites[modality])
    return footing


def _measure(
    roads: Roads,
    networks: Mapping[Modality, RoadNetwork],
    *,
    demand: Demand,
    footing: Mapping[Modality, Footing],
    sites: Mapping[Modality, Footing],
) -> dict[Modality, Components]:
    return {
        modality: measure_components(roads, network, demand=demand, footing=footing[modality], sites=sites[modality])
        for modality, network in networks.items()
    }


def _manifest(
    inputs: RegionInputs,
    contents: Contents,
    completed: Completed,
    networks: Mapping[Modality, RoadNetwork],
    *,
    components: Mapping[Modality, Components],
    far: tuple[int, float],
) -> Manifest:
    population = completed.population
    return Manifest(
        name=inputs.name,
        is_example=inputs.is_example,
        format_version=FORMAT_VERSION,
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        bronnen=describe_sources(inputs, contents),
        n_squares=population.inwoners.size,
        n_missing=population.n_missing,
        missing=_missing_per_gemeente(contents),
        n_dropped=population.n_dropped,
        inwoners=float(population.inwoners.sum()),
        inwoners_estimated=float(population.estimated.sum()),
        inwoners_unplaced=completed.unplaced,
        n_nodes={modality: network.n_nodes for modality, network in networks.items()},
        n_dropped_nodes={modality: network.n_dropped for modality, network in networks.items()},
        components=components,
        remarks=contents.remarks,
        n_far_from_road=far[0],
        inwoners_far_from_road=far[1],
        fingerprint=inputs_fingerprint(inputs),
    )


def _missing_per_gemeente(contents: Contents) -> dict[str, int]:
    """Count the rows without a known number by the code of their gemeente; empty when there are no boundaries."""
    population, areas = contents.population, contents.areas
    is_missing = np.isnan(population.inwoners)
    holder = areas.find(population.x_m[is_missing], population.y_m[is_missing])
    counts = np.bincount(holder[holder >= 0], minlength=len(areas.gemeenten))
    return {gemeente.code: int(n) for gemeente, n in zip(areas.gemeenten, counts, strict=True)}
