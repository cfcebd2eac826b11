"""The example region from facts and a seed: areas, then roads, then people."""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import shapely
from scipy.spatial import KDTree
from shapely.geometry.base import BaseGeometry

from spreiding.demand import IntArray
from spreiding.example.areas import area_of_points, build_gemeente_areas, build_outline
from spreiding.example.builtup import COUNTRY, SQUARE_M, Grid, grow_built_up, scattered_inwoners
from spreiding.example.country_roads import build_country_roads
from spreiding.example.facts import GemeenteFacts, KernFacts
from spreiding.example.junctions import build_roads
from spreiding.example.people import People, people_in_built_up, people_of, people_scattered, roadside_squares
from spreiding.example.streets import build_streets, link_loose_streets
from spreiding.network import Roads

# Nobody lives this close to a generated boundary [m], so that rounding never moves a square to a neighbour.
BOUNDARY_CLEARANCE_M: Final = 5.0


@dataclass(frozen=True)
class Example:
    """The generated region: one boundary per gemeente, roads and people."""

    areas: tuple[BaseGeometry, ...]
    roads: Roads
    people: People


def build_example(gemeenten: tuple[GemeenteFacts, ...], kernen: KernFacts, *, seed: int) -> Example:
    """Generate the example region; the same facts and seed give the same region."""
    built_rng, lane_rng, street_rng, junction_rng, people_rng = (
        np.random.default_rng(part) for part in np.random.SeedSequence(seed).spawn(5)
    )
    outline = build_outline(kernen.xy)
    areas = build_gemeente_areas(kernen.xy, kernen.gemeente, outline)
    grid = build_grid(areas)
    scattered = scattered_inwoners(kernen.inwoners)
    built = kernen.inwoners - scattered
    kern = grow_built_up(kernen, built=built, grid=grid, rng=built_rng)
    country = build_country_roads(kernen, outline=outline, rng=lane_rng)
    streets = link_loose_streets(build_streets(kernen.xy, grid=grid, kern=kern, rng=street_rng), country)
    roads = build_roads(country.join(streets), rng=junction_rng)
    inwoners = people_in_built_up(grid, kern=kern, kernen=kernen, built=built, rng=people_rng)
    roadside = _free_roadside(grid, kern, roads)
    nearest_kern = np.asarray(KDTree(kernen.xy).query(grid.centre[roadside])[1], dtype=np.int32)
    inwoners[roadside] = people_scattered(nearest_kern, kernen=kernen, scattered=scattered, rng=people_rng)
    return Example(tuple(areas), roads, people_of(grid, inwoners=inwoners, gemeenten=gemeenten, rng=people_rng))


def build_grid(areas: list[BaseGeometry]) -> Grid:
    """Return the squares of 100 m whose centre lies clearly inside one of the areas."""
    west, south, east, north = (shapely.total_bounds(np.array(areas)) // SQUARE_M).astype(int)
    rows, columns = np.mgrid[south : north + 1, west : east + 1]
    grid = Grid(columns.ravel().astype(np.int32), rows.ravel().astype(np.int32), np.zeros(rows.size, dtype=np.int32))
    gemeente = area_of_points(grid.centre, [shapely.buffer(area, -BOUNDARY_CLEARANCE_M) for area in areas])
    inside = gemeente >= 0
    return replace(grid, east=grid.east[inside], north=grid.north[inside], gemeente=gemeente[inside])


def _free_roadside(grid: Grid, kern: IntArray, roads: Roads) -> IntArray:
    """Find the squares along a road outside the built-up areas."""
    beside = roadside_squares(roads)
    pairs = zip(grid.east.tolist(), grid.north.tolist(), strict=True)
    return np.flatnonzero(np.array([pair in beside for pair in pairs]) & (kern == COUNTRY)).astype(np.int32)
