"""From road lines to road segments: junctions where lines cross, access, speeds, one component."""

from dataclasses import replace
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from spreiding.demand import FloatArray, IntArray
from spreiding.example.country_roads import Lines
from spreiding.network import Access, Roads
from spreiding.tables import ROAD_CLASS_INDEX, ROAD_CLASSES, RoadClass

# Coordinates are rounded to this [m]; lines that come closer meet.
PRECISION_M: Final = 0.5
# Share of the residential segments that a car may drive one way only; a cyclist may go both ways.
ONE_WAY_SHARE: Final = 0.03

AUTO: Final = int(Access.AUTO_FORWARD | Access.AUTO_BACKWARD)
FIETS: Final = int(Access.FIETS_FORWARD | Access.FIETS_BACKWARD)


def build_roads(lines: Lines, *, rng: np.random.Generator) -> Roads:
    """Join lines where they cross into one network without loose parts."""
    noded = shapely.get_parts(shapely.union_all(lines.lines, grid_size=PRECISION_M))
    xy, tail, head = _segments(noded)
    middle = (xy[tail] + xy[head]) / 2
    road_class = lines.road_class[shapely.STRtree(lines.lines).nearest(shapely.points(middle))]
    access = np.array([_default_access(road) for road in ROAD_CLASSES], dtype=np.uint8)[road_class]
    is_driven = (access & AUTO) > 0
    kept = _in_largest_part(tail, head, is_driven)
    # Cycle and foot paths stay where they hang on the driven network.
    kept = _in_largest_part(tail, head, kept | ~is_driven)
    used, ends = np.unique(np.concatenate([tail[kept], head[kept]]), return_inverse=True)
    speeds = np.array([np.nan if road.car_kmh is None else road.car_kmh for road in ROAD_CLASSES], dtype=np.float32)
    roads = Roads(
        x_m=xy[used, 0],
        y_m=xy[used, 1],
        tail=ends[: ends.size // 2].astype(np.int32),
        head=ends[ends.size // 2 :].astype(np.int32),
        length_m=np.asarray(np.round(np.hypot(*(xy[tail[kept]] - xy[head[kept]]).T), 1), dtype=np.float64),
        road_class=road_class[kept],
        car_kmh=speeds[road_class[kept]],
        access=access[kept],
    )
    return with_one_way_streets(roads, share=ONE_WAY_SHARE, rng=rng)


def with_one_way_streets(roads: Roads, *, share: float, rng: np.random.Generator) -> Roads:
    """Make a `share` of the residential segments one-way for cars, save those without which somebody cannot leave."""
    is_driven = (roads.access & AUTO) > 0
    one_way = (roads.road_class == ROAD_CLASS_INDEX["residential"]) & (rng.random(roads.tail.size) < share)
    while True:
        back = is_driven & ~one_way
        rows = np.concatenate([roads.tail[is_driven], roads.head[back]])
        columns = np.concatenate([roads.head[is_driven], roads.tail[back]])
        part = _parts(rows, columns, is_directed=True)
        blocking = one_way & (part[roads.tail] != part[roads.head])
        if not blocking.any():
            kept = np.where(one_way, ~np.uint8(Access.AUTO_BACKWARD), np.uint8(255))
            return replace(roads, access=roads.access & kept)
        one_way &= ~blocking


def _segments(lines: NDArray[np.object_]) -> tuple[FloatArray, IntArray, IntArray]:
    """Nodes [m, rounded], tails and heads of all straight pieces, numbered in the order of the lines."""
    points, line = shapely.get_coordinates(lines, return_index=True)
    places = np.rint(points / PRECISION_M).astype(np.int64)
    _, first, number = np.unique(places, axis=0, return_index=True, return_inverse=True)
    order = np.argsort(first)
    rank = np.empty(order.size, dtype=np.int32)
    rank[order] = np.arange(order.size, dtype=np.int32)
    node = rank[number.ravel()]
    is_piece = line[1:] == line[:-1]
    return np.asarray(places[first[order]] * PRECISION_M, dtype=np.float64), node[:-1][is_piece], node[1:][is_piece]


def _default_access(road: RoadClass) -> int:
    return (
        (AUTO if road.car_kmh is not None else 0)
        | (FIETS if road.is_cyclable else 0)
        | (int(Access.LOPEN) if road.is_walkable else 0)
    )


def _in_largest_part(tail: IntArray, head: IntArray, is_used: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Mark the used segments in the largest connected part that they form."""
    part = _parts(tail[is_used], head[is_used], is_directed=False)
    largest = np.bincount(part[tail[is_used]]).argmax()
    result = is_used.copy()
    result[is_used] = part[tail[is_used]] == largest
    return result


def _parts(tail: IntArray, head: IntArray, *, is_directed: bool) -> IntArray:
    """Label each node with its connected part; in a directed graph one can get around inside a part."""
    n_nodes = int(max(tail.max(), head.max())) + 1
    graph = csr_array((np.ones(tail.size, dtype=np.int8), (tail, head)), shape=(n_nodes, n_nodes))
    return np.asarray(connected_components(graph, directed=is_directed, connection="strong")[1], dtype=np.int32)
