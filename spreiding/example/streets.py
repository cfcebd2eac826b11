"""Generated streets: a warped grid in every built-up area."""

from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from spreiding.demand import FloatArray, IntArray
from spreiding.example.builtup import SQUARE_M, Grid
from spreiding.example.country_roads import Lines, connected_choice
from spreiding.tables import ROAD_CLASS_INDEX

# Distance between parallel streets [m].
STREET_STEP_M: Final = 78.0
# Streets reach this far outside the squares that they serve [m].
STREET_MARGIN_M: Final = 30.0
# Share of the grid that is street beyond what keeps it connected, and share of the rest that is a footpath.
STREET_SHARE: Final = 0.2
FOOTWAY_SHARE: Final = 0.1


def build_streets(kern_xy: FloatArray, *, grid: Grid, kern: IntArray, rng: np.random.Generator) -> Lines:
    """Lay streets in the built-up squares (`kern` ≥ 0) around each kern."""
    parts = [_streets_of_kern(kern_xy[index], grid.centre[kern == index], rng) for index in np.unique(kern[kern >= 0])]
    return Lines(np.concatenate([part.lines for part in parts]), np.concatenate([part.road_class for part in parts]))


def link_loose_streets(streets: Lines, country: Lines) -> Lines:
    """Return the streets with a link to the nearest country road for every group that does not cross one."""
    driven = shapely.STRtree(country.lines[country.road_class != ROAD_CLASS_INDEX["cycleway"]])
    group = _groups(streets)
    crossing, _ = driven.query(streets.lines, predicate="intersects")
    links = []
    for loose in np.setdiff1d(group, group[crossing]):
        members = shapely.multilinestrings(streets.lines[group == loose])
        links.append(shapely.shortest_line(members, driven.geometries[driven.nearest(members)]))
    road_class = np.full(len(links), ROAD_CLASS_INDEX["residential"], dtype=np.uint8)
    return streets.join(Lines(np.array(links, dtype=object), road_class))


def _groups(streets: Lines) -> IntArray:
    """Label each street line with its connected group, by shared end points."""
    ends = shapely.get_coordinates(shapely.get_point(streets.lines, [[0], [-1]])).reshape(2, -1, 2)
    _, node = np.unique(np.round(ends.reshape(-1, 2), 3), axis=0, return_inverse=True)
    tail, head = node.reshape(2, -1)
    n_nodes = int(node.max()) + 1
    graph = csr_array((np.ones(tail.size, dtype=np.int8), (tail, head)), shape=(n_nodes, n_nodes))
    return np.asarray(connected_components(graph, directed=False)[1][tail], dtype=np.int32)


def _streets_of_kern(centre: FloatArray, squares: FloatArray, rng: np.random.Generator) -> Lines:
    nodes, edges = _grid_edges(centre, squares, rng)
    is_street = connected_choice(len(nodes), edges, share=STREET_SHARE, rng=rng)
    is_footway = ~is_street & (rng.random(len(edges)) < FOOTWAY_SHARE)
    chosen = np.flatnonzero(is_street | is_footway)
    start, end = nodes[edges[chosen, 0]], nodes[edges[chosen, 1]]
    middle = (start + end) / 2 + rng.normal(size=start.shape) * 1.5
    lines = np.asarray(shapely.linestrings(np.stack([start, middle, end], axis=1)))
    road_class = np.where(is_street[chosen], ROAD_CLASS_INDEX["residential"], ROAD_CLASS_INDEX["footway"])
    return Lines(lines, road_class.astype(np.uint8))


def _grid_edges(centre: FloatArray, squares: FloatArray, rng: np.random.Generator) -> tuple[FloatArray, IntArray]:
    """Nodes [m] and edges of a turned and warped grid, as far as it lies in or beside `squares` (centres)."""
    reach = int(np.hypot(*(squares - centre).T).max() / STREET_STEP_M) + 3
    rows, columns = np.mgrid[-reach : reach + 1, -reach : reach + 1]
    angle = rng.uniform(0.0, np.pi / 2)
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    nodes = centre + np.column_stack([columns.ravel(), rows.ravel()]) @ turn * STREET_STEP_M
    nodes = nodes + _warp(nodes, rng) + rng.normal(size=nodes.shape) * 5.0
    is_kept = _is_near_square(nodes, squares)
    index = np.arange(is_kept.size).reshape(rows.shape)
    edges = np.concatenate(
        [
            np.column_stack([index[:, :-1].ravel(), index[:, 1:].ravel()]),
            np.column_stack([index[:-1].ravel(), index[1:].ravel()]),
        ]
    )
    edges = edges[is_kept[edges].all(axis=1)]
    number = np.cumsum(is_kept) - 1
    return nodes[is_kept], number[edges].astype(np.int32)


def _warp(nodes: FloatArray, rng: np.random.Generator) -> FloatArray:
    """Slow waves [m] that turn straight streets into gently curved ones."""
    phase = rng.uniform(0.0, 2 * np.pi, size=4)
    x, y = nodes[:, 0], nodes[:, 1]
    return np.column_stack(
        [
            60.0 * np.sin(y / 350.0 + phase[0]) + 20.0 * np.sin(x / 170.0 + phase[1]),
            60.0 * np.sin(x / 350.0 + phase[2]) + 20.0 * np.sin(y / 170.0 + phase[3]),
        ]
    )


def _is_near_square(nodes: FloatArray, squares: FloatArray) -> NDArray[np.bool_]:
    """Whether each node lies in one of the squares or at most `STREET_MARGIN_M` beside it."""
    inside = {(int(east), int(north)) for east, north in squares // SQUARE_M}
    result = np.zeros(len(nodes), dtype=np.bool_)
    for shift in [(-1, -1), (-1, 1), (1, -1), (1, 1)]:
        cells = (nodes + np.array(shift) * STREET_MARGIN_M) // SQUARE_M
        result |= np.array([(int(east), int(north)) in inside for east, north in cells], dtype=np.bool_)
    return result
