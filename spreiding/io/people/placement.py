"""Where the people of a large square or an area stand: along the inhabited roads inside it."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray

from spreiding.demand import Demand, FloatArray, IntArray
from spreiding.io.people.population import Population
from spreiding.io.people.within import find_area
from spreiding.network import Access, Roads
from spreiding.reconcile import FINE_M, Counts, find_keys, square_keys
from spreiding.tables import ROAD_CLASSES

# In a square of 100 m nobody is further than 71 m from its centre; from 500 m on the roads inside tell more.
SMALLEST_SPREAD_M: Final = 500.0
SPACING_M: Final = 50.0
# Scattered houses, which a file of 100 m leaves out, stand along these.
SCATTERED_CLASSES: Final = ("residential", "unclassified", "tertiary", "secondary")


@dataclass(frozen=True)
class Pieces:
    """Equal pieces of road, at most `SPACING_M` long: their middles [EPSG:28992, m] and lengths [m]."""

    x_m: FloatArray
    y_m: FloatArray
    length_m: FloatArray


@dataclass(frozen=True)
class _Shares:
    """Pieces of road that hold a part of a row's people; parts of one row are in proportion to `weight`."""

    row: IntArray
    x_m: FloatArray
    y_m: FloatArray
    weight: FloatArray


def roads_in_squares(pieces: Pieces) -> Counts:
    """Metres of road in every square of 100 m that has any."""
    keys, inverse = np.unique(square_keys(pieces.x_m, pieces.y_m, FINE_M), return_inverse=True)
    return Counts(keys, np.bincount(inverse, weights=pieces.length_m, minlength=keys.size).astype(np.float64))


def scattered_pieces(roads: Roads) -> Pieces:
    """Pieces of the roads that scattered houses stand along, none of them in two squares of 100 m."""
    chosen = _chosen(roads, np.array([road.name in SCATTERED_CLASSES for road in ROAD_CLASSES]))
    return _cut(roads, *_parts_per_square(roads, chosen))


def place_people(population: Population, roads: Roads) -> Demand:
    """Make demand points: one in the centre of a small square or on a point, several along the roads of a larger area.

    Points stand at most `SPACING_M` apart in the middle of equal pieces of every inhabited road open to cars; the
    inhabitants [persons] of a row are shared by the length of the pieces. A square of 100 m that is wholly estimated
    has its people on the scattered roads inside. An area without such a road keeps one point inside. A piece in two
    areas belongs to the first.
    """
    large = np.flatnonzero(_is_large(population)).astype(np.int32)
    fresh = np.flatnonzero(_is_fresh(population)).astype(np.int32)
    parts = (_in_shapes(population, large, roads), _in_squares(population, fresh, roads))
    row, x_m, y_m, weight = (
        np.concatenate([getattr(part, name) for part in parts]) for name in ("row", "x_m", "y_m", "weight")
    )
    total = np.bincount(row, weights=weight, minlength=population.inwoners.size)
    whole = np.flatnonzero(total == 0).astype(np.int32)
    return Demand(
        square=np.concatenate([row, whole]),
        x_m=np.concatenate([x_m, population.x_m[whole]]),
        y_m=np.concatenate([y_m, population.y_m[whole]]),
        inwoners=np.concatenate([population.inwoners[row] * weight / total[row], population.inwoners[whole]]),
    )


def _is_large(population: Population) -> NDArray[np.bool_]:
    has_shape = np.False_ if population.shapes is None else ~shapely.is_missing(population.shapes)
    return np.asarray(has_shape | (population.size_m >= SMALLEST_SPREAD_M), dtype=np.bool_)


def _is_fresh(population: Population) -> NDArray[np.bool_]:
    """Whether nobody in a square of 100 m is in a row of the source."""
    is_estimated = (population.estimated > 0) & (population.estimated >= population.inwoners)
    return np.asarray(is_estimated & (population.size_m == FINE_M), dtype=np.bool_)


def _in_shapes(population: Population, rows: IntArray, roads: Roads) -> _Shares:
    """Pieces of all inhabited roads inside the areas of `rows`."""
    if rows.size == 0:
        return _Shares(rows, np.empty(0), np.empty(0), np.empty(0))
    half = population.size_m[rows] / 2
    x_m, y_m = population.x_m[rows], population.y_m[rows]
    shapes = shapely.box(x_m - half, y_m - half, x_m + half, y_m + half)
    if population.shapes is not None:
        drawn = population.shapes[rows]
        shapes = np.where(shapely.is_missing(drawn), shapes, drawn)
    chosen = _chosen(roads, np.array([road.is_inhabited for road in ROAD_CLASSES]))
    pieces = _cut(roads, chosen, np.zeros(chosen.size), np.ones(chosen.size))
    return _shares(rows, pieces, find_area(shapes, pieces.x_m, pieces.y_m))


def _in_squares(population: Population, rows: IntArray, roads: Roads) -> _Shares:
    """Pieces of the scattered roads inside the squares of 100 m of `rows`."""
    if rows.size == 0:
        return _Shares(rows, np.empty(0), np.empty(0), np.empty(0))
    pieces = scattered_pieces(roads)
    own = square_keys(population.x_m[rows], population.y_m[rows], FINE_M)
    return _shares(rows, pieces, find_keys(square_keys(pieces.x_m, pieces.y_m, FINE_M), own))


def _shares(rows: IntArray, pieces: Pieces, found: IntArray) -> _Shares:
    """Keep the pieces that lie in one of `rows`; `found` is its index there, -1 for none."""
    inside = found >= 0
    return _Shares(rows[found[inside]], pieces.x_m[inside], pieces.y_m[inside], pieces.length_m[inside])


def _chosen(roads: Roads, is_wanted: NDArray[np.bool_]) -> NDArray[np.intp]:
    """Segments of the wanted classes that a car may use."""
    has_car = (roads.access & (Access.AUTO_FORWARD | Access.AUTO_BACKWARD)) > 0
    return np.flatnonzero(is_wanted[roads.road_class] & has_car & (roads.length_m > 0))


def _parts_per_square(roads: Roads, chosen: NDArray[np.intp]) -> tuple[NDArray[np.intp], FloatArray, FloatArray]:
    """Segments with the fractions [0-1] between which they lie in one square of 100 m."""
    tail, head = roads.tail[chosen], roads.head[chosen]
    crossings = [_crossings(axis[tail], axis[head]) for axis in (roads.x_m, roads.y_m)]
    every = np.arange(chosen.size)
    index = np.concatenate([every, every, *(segment for segment, _ in crossings)])
    fraction = np.concatenate([np.zeros(chosen.size), np.ones(chosen.size), *(where for _, where in crossings)])
    order = np.lexsort((fraction, index))
    index, fraction = index[order], fraction[order]
    is_part = (index[1:] == index[:-1]) & (fraction[1:] > fraction[:-1])
    return chosen[index[:-1][is_part]], fraction[:-1][is_part], fraction[1:][is_part]


def _crossings(start_m: FloatArray, end_m: FloatArray) -> tuple[NDArray[np.intp], FloatArray]:
    """Where segments cross the lines between squares on one axis: index of the segment and fraction [0-1] along it."""
    first, last = np.floor(np.minimum(start_m, end_m) / FINE_M), np.floor(np.maximum(start_m, end_m) / FINE_M)
    n_lines = (last - first).astype(np.int64)
    index = np.repeat(np.arange(start_m.size), n_lines)
    rank = np.arange(index.size) - np.repeat(np.cumsum(n_lines) - n_lines, n_lines)
    line_m = (first[index] + 1 + rank) * FINE_M
    return index, (line_m - start_m[index]) / (end_m - start_m)[index]


def _cut(roads: Roads, segment: NDArray[np.intp], start: FloatArray, end: FloatArray) -> Pieces:
    """Cut the part of each segment between two fractions [0-1] into equal pieces of at most `SPACING_M`."""
    part_m = roads.length_m[segment] * (end - start)
    n_pieces = np.ceil(part_m / SPACING_M).astype(np.int64)
    index = np.repeat(np.arange(segment.size), n_pieces)
    rank = np.arange(index.size) - np.repeat(np.cumsum(n_pieces) - n_pieces, n_pieces)
    fraction = start[index] + (rank + 0.5) / n_pieces[index] * (end - start)[index]
    tail, head = roads.tail[segment[index]], roads.head[segment[index]]
    return Pieces(
        x_m=roads.x_m[tail] + fraction * (roads.x_m[head] - roads.x_m[tail]),
        y_m=roads.y_m[tail] + fraction * (roads.y_m[head] - roads.y_m[tail]),
        length_m=part_m[index] / n_pieces[index],
    )
