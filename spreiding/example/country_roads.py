"""Generated roads of the countryside: a planar network between the kernen and through the land between them."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra, minimum_spanning_tree
from scipy.spatial import Delaunay, KDTree
from shapely.geometry.base import BaseGeometry

from spreiding.demand import FloatArray, IntArray
from spreiding.example.facts import KernFacts
from spreiding.tables import ROAD_CLASS_INDEX

# Kernen from this size on are joined by secondary roads; all other roads between kernen are tertiary.
LARGE_KERN_INWONERS: Final = 4_000
# Main roads get a point, and so a side road, at about this distance [m].
MAIN_STEP_M: Final = 600.0
# Distance between neighbouring crossings of country lanes [m] and how far they are moved at random (share of it).
LANE_STEP_M: Final = 900.0
LANE_JITTER: Final = 0.33
# Share of the possible lanes that exist, beyond those that keep the network connected.
LANE_SHARE: Final = 0.35
# Lanes keep this far from main roads [m], except where they join one.
LANE_CLEARANCE_M: Final = 300.0
CYCLEWAY_SHARE: Final = 0.06
NODE_STEP_M: Final = 100.0


@dataclass(frozen=True)
class Lines:
    """Road lines [EPSG:28992, m] and the class of each (index in `tables.ROAD_CLASSES`)."""

    lines: NDArray[np.object_]
    road_class: NDArray[np.uint8]

    def join(self, other: "Lines") -> "Lines":
        """Return the lines of `self` followed by those of `other`."""
        return Lines(np.concatenate([self.lines, other.lines]), np.concatenate([self.road_class, other.road_class]))


def gabriel_edges(xy: FloatArray) -> IntArray:
    """Pairs of points [n × 2] with no third point inside the circle on their connection as diameter.

    A planar, connected subset of the Delaunay triangulation (Gabriel & Sokal, 1969).
    """
    triangles = Delaunay(xy).simplices
    sides = np.concatenate([triangles[:, [0, 1]], triangles[:, [1, 2]], triangles[:, [0, 2]]])
    edges = np.unique(np.sort(sides, axis=1), axis=0)
    start, end = xy[edges[:, 0]], xy[edges[:, 1]]
    nearest, _ = KDTree(xy).query((start + end) / 2)
    radius = np.hypot(*(end - start).T) / 2
    return np.asarray(edges[nearest >= radius * (1 - 1e-9)], dtype=np.int32)


def secondary_edges(xy: FloatArray, edges: IntArray, is_large: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Mark the edges on the shortest ways between large points that are Gabriel neighbours among themselves."""
    large = np.flatnonzero(is_large)
    length = np.hypot(*(xy[edges[:, 0]] - xy[edges[:, 1]]).T)
    graph = csr_array((length, (edges[:, 0], edges[:, 1])), shape=(len(xy), len(xy)))
    _, before = dijkstra(graph, directed=False, indices=large, return_predecessors=True)
    used = set()
    for first, last in gabriel_edges(xy[large]):
        node, start = int(large[last]), int(large[first])
        while node != start:
            previous = int(before[first, node])
            used.add((min(node, previous), max(node, previous)))
            node = previous
    return np.array([(int(a), int(b)) in used for a, b in edges])


def connected_choice(
    n_nodes: int,
    edges: IntArray,
    *,
    share: float,
    rng: np.random.Generator,
    is_certain: NDArray[np.bool_] | None = None,
) -> NDArray[np.bool_]:
    """Choose at random a `share` of the edges, those that are certain, and what keeps connected nodes connected."""
    weight = rng.uniform(1.0, 2.0, size=len(edges))
    chosen = rng.random(len(edges)) < share
    if is_certain is not None:
        weight[is_certain] = 0.5
        chosen |= is_certain
    graph = csr_array((weight, (edges[:, 0], edges[:, 1])), shape=(n_nodes, n_nodes))
    forest = minimum_spanning_tree(graph).tocoo()
    needed = set(zip(forest.row.tolist(), forest.col.tolist(), strict=True))
    return chosen | np.array([(a, b) in needed for a, b in edges.tolist()], dtype=np.bool_)


def build_country_roads(kernen: KernFacts, *, outline: BaseGeometry, rng: np.random.Generator) -> Lines:
    """Lay roads between the kernen and lanes through the rest of `outline`, all of them gently bent."""
    edges = gabriel_edges(kernen.xy)
    is_secondary = secondary_edges(kernen.xy, edges, kernen.inwoners >= LARGE_KERN_INWONERS)
    ways = [_bend(kernen.xy[a], kernen.xy[b], rng, step_m=MAIN_STEP_M, bend=0.06) for a, b in edges]
    points = np.concatenate([kernen.xy, *(way[1:-1] for way in ways)])
    points = np.concatenate([points, _lane_points(outline, ways, rng)])
    number = {tuple(point): index for index, point in enumerate(points.tolist())}
    classes = np.where(is_secondary, ROAD_CLASS_INDEX["secondary"], ROAD_CLASS_INDEX["tertiary"])
    pieces = {}
    for way, road_class in zip(ways, classes, strict=True):
        nodes = [number[tuple(point)] for point in way.tolist()]
        for a, b in pairwise(nodes):
            pieces[min(a, b), max(a, b)] = int(road_class)
    possible = gabriel_edges(points)
    is_main = np.array([(a, b) in pieces for a, b in possible.tolist()])
    for a, b in possible[
        connected_choice(len(points), possible, share=LANE_SHARE, rng=rng, is_certain=is_main)
    ].tolist():
        pieces.setdefault((a, b), _lane_class(rng))
    return Lines(
        np.array([shapely.LineString(_bend(points[a], points[b], rng, step_m=NODE_STEP_M)) for a, b in pieces]),
        np.array(list(pieces.values()), dtype=np.uint8),
    )


def _lane_class(rng: np.random.Generator) -> int:
    return ROAD_CLASS_INDEX["cycleway" if rng.random() < CYCLEWAY_SHARE else "unclassified"]


def _lane_points(outline: BaseGeometry, ways: list[FloatArray], rng: np.random.Generator) -> FloatArray:
    """Crossings of lanes: a jittered triangular lattice inside `outline`, clear of the main roads."""
    west, south, east, north = outline.bounds
    rows, columns = np.mgrid[south : north : LANE_STEP_M * np.sqrt(0.75), west:east:LANE_STEP_M]
    columns[1::2] += LANE_STEP_M / 2
    points = np.column_stack([columns.ravel(), rows.ravel()])
    points += rng.uniform(-LANE_JITTER, LANE_JITTER, size=points.shape) * LANE_STEP_M
    points = points[shapely.contains_xy(outline, points[:, 0], points[:, 1])]
    main = shapely.STRtree([shapely.LineString(way) for way in ways])
    near, _ = main.query(shapely.points(points), predicate="dwithin", distance=LANE_CLEARANCE_M)
    return np.delete(points, np.unique(near), axis=0)


def _bend(
    start: FloatArray, end: FloatArray, rng: np.random.Generator, *, step_m: float, bend: float = 0.08
) -> FloatArray:
    """Points about every `step_m` [m] on a slightly winding way from `start` to `end`."""
    along = end - start
    n_pieces = max(1, round(float(np.hypot(*along)) / step_m))
    t = np.linspace(0.0, 1.0, n_pieces + 1)
    aside = np.sin(np.pi * t) * rng.normal() * bend + np.sin(2 * np.pi * t) * rng.normal() * bend / 2
    way = start + t[:, None] * along + aside[:, None] * np.array([-along[1], along[0]])
    way[0], way[-1] = start, end
    return np.asarray(way)
