"""Where the people of a large square stand: along the inhabited roads inside it."""

from typing import Final

import numpy as np

from spreiding.demand import Demand, FloatArray, IntArray
from spreiding.io.crs import RD, transform
from spreiding.io.population import Population
from spreiding.network import Access, Roads
from spreiding.tables import ROAD_CLASSES

# In a square of 100 m nobody is further than 71 m from its centre; from 500 m on the roads inside tell more.
SMALLEST_SPREAD_M: Final = 500.0
SPACING_M: Final = 50.0


def place_people(population: Population, roads: Roads) -> Demand:
    """Make demand points: one in the centre of a small square, several along the roads of a large one.

    Points stand at most `SPACING_M` apart in the middle of equal pieces of every inhabited road open to cars;
    a square's inhabitants [persons] are shared by the length of the pieces. A large square without such a road
    keeps one point in its centre.
    """
    centre_x, centre_y = transform(population.x_m, population.y_m, source=population.grid.crs)
    n_squares = population.inwoners.size
    if population.grid.size_m < SMALLEST_SPREAD_M:
        return Demand(np.arange(n_squares, dtype=np.int32), centre_x, centre_y, population.inwoners)
    x_m, y_m, piece_m = _pieces(roads)
    square = _square_of(population, *transform(x_m, y_m, source=RD, target=population.grid.crs))
    inside = square >= 0
    square, x_m, y_m, piece_m = square[inside], x_m[inside], y_m[inside], piece_m[inside]
    road_m = np.bincount(square, weights=piece_m, minlength=n_squares)
    bare = np.flatnonzero(road_m == 0).astype(np.int32)
    return Demand(
        square=np.concatenate([square, bare]),
        x_m=np.concatenate([x_m, centre_x[bare]]),
        y_m=np.concatenate([y_m, centre_y[bare]]),
        inwoners=np.concatenate([population.inwoners[square] * piece_m / road_m[square], population.inwoners[bare]]),
    )


def _pieces(roads: Roads) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Middles (x, y) and lengths [m] of equal pieces of all inhabited segments that a car may use."""
    is_inhabited = np.array([road.is_inhabited for road in ROAD_CLASSES])[roads.road_class]
    has_car = (roads.access & (Access.AUTO_FORWARD | Access.AUTO_BACKWARD)) > 0
    chosen = np.flatnonzero(is_inhabited & has_car & (roads.length_m > 0))
    n_pieces = np.ceil(roads.length_m[chosen] / SPACING_M).astype(np.int64)
    segment = np.repeat(chosen, n_pieces)
    rank = np.arange(segment.size) - np.repeat(np.cumsum(n_pieces) - n_pieces, n_pieces)
    share = (rank + 0.5) / np.repeat(n_pieces, n_pieces)
    tail, head = roads.tail[segment], roads.head[segment]
    x_m = roads.x_m[tail] + share * (roads.x_m[head] - roads.x_m[tail])
    y_m = roads.y_m[tail] + share * (roads.y_m[head] - roads.y_m[tail])
    return x_m, y_m, roads.length_m[segment] / np.repeat(n_pieces, n_pieces)


def _square_of(population: Population, x_m: FloatArray, y_m: FloatArray) -> IntArray:
    """Index of the square that holds each point, in the grid's own system [m]; -1 outside all squares."""
    size_m = population.grid.size_m
    # Column and row of a square in one number; a grid of the continent has fewer than 2²⁰ rows.
    keys = _cells(population.x_m, size_m) * 2**20 + _cells(population.y_m, size_m)
    wanted = _cells(x_m, size_m) * 2**20 + _cells(y_m, size_m)
    order = np.argsort(keys)
    place = np.minimum(np.searchsorted(keys[order], wanted), keys.size - 1)
    found = order[place]
    return np.where(keys[found] == wanted, found, -1).astype(np.int32)


def _cells(values_m: FloatArray, size_m: float) -> "np.ndarray[tuple[int], np.dtype[np.int64]]":
    return np.floor(values_m / size_m).astype(np.int64)
