"""Generated road networks of any size, the same on every machine: towns of all sizes, junctions with three arms.

Clustered junctions are joined by Delaunay's triangulation; of its edges stay the shortest spanning tree and, mostly
short, as many others as make three per junction on average. Two thirds of them get a bend: half of all nodes have
two neighbours, as in OpenStreetMap.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import minimum_spanning_tree
from scipy.spatial import Delaunay, cKDTree

from spreiding.demand import FloatArray, IntArray
from spreiding.network import Access, Footing, RoadNetwork, Roads
from spreiding.tables import ROAD_CLASS_INDEX

SEED: Final = 1
N_PLACES: Final = 3000
CAR_KMH: Final = 50.0
EVERYBODY: Final = int(
    Access.AUTO_FORWARD | Access.AUTO_BACKWARD | Access.FIETS_FORWARD | Access.FIETS_BACKWARD | Access.LOPEN
)


@dataclass(frozen=True)
class Size:
    """How large: nodes, extent [m], inhabited squares of 100 m and towns."""

    name: str
    n_nodes: int
    width_m: float
    height_m: float
    n_squares: int
    n_towns: int


SIZES: Final = {
    size.name: size
    for size in (
        Size("150k", 150_000, 70e3, 60e3, 30_000, 120),
        Size("1M", 1_000_000, 200e3, 175e3, 400_000, 1000),
        Size("5M", 5_000_000, 200e3, 175e3, 400_000, 1000),
    )
}


@dataclass(frozen=True)
class Generated:
    """Roads, the nodes nearest to the middle of each inhabited square, and nodes where a branch could stand."""

    roads: Roads
    square_node: IntArray
    site_node: IntArray


@dataclass(frozen=True)
class _Towns:
    """Where towns lie, how large a share of all points each has, and how far they spread [m]."""

    size: Size
    centre: FloatArray
    share: FloatArray
    radius_m: FloatArray

    def points(self, rng: np.random.Generator, n: int, in_town: float) -> FloatArray:
        """Draw `n` points, a share of them in towns."""
        extent = [self.size.width_m, self.size.height_m]
        n_town = int(n * in_town)
        town = rng.choice(self.share.size, n_town, p=self.share)
        inside = self.centre[town] + rng.normal(size=(n_town, 2)) * self.radius_m[town][:, None]
        outside = np.column_stack([rng.uniform(0, side, n - n_town) for side in extent])
        drawn: FloatArray = np.clip(np.concatenate([inside, outside]), 0, extent)
        return drawn


def _draw_towns(size: Size, rng: np.random.Generator) -> _Towns:
    centre = np.column_stack([rng.uniform(0, side, size.n_towns) for side in (size.width_m, size.height_m)])
    weight = np.minimum(rng.pareto(1.1, size.n_towns) + 0.2, 40)
    share = weight / weight.sum()
    return _Towns(size, centre, share, 400 + 2200 * np.sqrt(share / share.max()))


def _join(points: FloatArray, rng: np.random.Generator) -> tuple[NDArray[np.int64], FloatArray]:
    """Return the edges between junctions and their lengths [m]."""
    n = len(points)
    corners = Delaunay(points).simplices
    pairs = np.concatenate([corners[:, [0, 1]], corners[:, [1, 2]], corners[:, [0, 2]]])
    edges = np.unique(np.sort(pairs, axis=1), axis=0).astype(np.int64)
    length = np.hypot(*(points[edges[:, 0]] - points[edges[:, 1]]).T) + 0.1
    tree = minimum_spanning_tree(coo_array((length, edges.T), shape=(n, n)).tocsr()).tocoo()
    ends = np.sort(np.column_stack([tree.row, tree.col]).astype(np.int64), axis=1)
    in_tree = np.isin(edges[:, 0] * n + edges[:, 1], ends[:, 0] * n + ends[:, 1])
    others = np.flatnonzero(~in_tree)
    preference = length[others] / np.median(length) * 0.15 + rng.random(len(others))
    n_more = int(1.5 * n) - int(in_tree.sum())
    chosen = np.concatenate([np.flatnonzero(in_tree), others[np.argsort(preference)[:n_more]]])
    return edges[chosen], length[chosen] * rng.uniform(1.02, 1.35, len(chosen))


def generate(size: Size) -> Generated:
    """Generate a network of `size`."""
    rng = np.random.default_rng(SEED)
    n_junctions = size.n_nodes // 2
    towns = _draw_towns(size, rng)
    points = towns.points(rng, n_junctions, 0.65) + rng.uniform(-0.5, 0.5, (n_junctions, 2))
    edges, length = _join(points, rng)
    n_bends = size.n_nodes - n_junctions
    bent = rng.choice(len(edges), n_bends, replace=False)
    at = rng.uniform(0.3, 0.7, n_bends)
    bends = points[edges[bent, 0]] * (1 - at)[:, None] + points[edges[bent, 1]] * at[:, None]
    number = np.arange(n_junctions, size.n_nodes)
    straight = np.ones(len(edges), dtype=np.bool_)
    straight[bent] = False
    tail = np.concatenate([edges[straight, 0], edges[bent, 0], number])
    head = np.concatenate([edges[straight, 1], number, edges[bent, 1]])
    metres = np.concatenate([length[straight], length[bent] * at, length[bent] * (1 - at)])
    nodes = np.concatenate([points, bends])
    order = np.argsort(_morton(nodes), kind="stable")
    place = np.empty(size.n_nodes, dtype=np.int32)
    place[order] = np.arange(size.n_nodes, dtype=np.int32)
    roads = _as_roads(nodes[order], place[tail], place[head], np.maximum(np.round(metres, 1), 0.1))
    corner = np.unique(np.floor(towns.points(rng, size.n_squares * 2, 0.9) / 100).astype(int), axis=0)
    middle = corner[rng.permutation(len(corner))[: size.n_squares]] * 100.0 + 50
    square_node = np.asarray(cKDTree(nodes[order]).query(middle)[1], dtype=np.int32)
    return Generated(roads, square_node, square_node[rng.choice(len(middle), N_PLACES, replace=False)])


def stand_on(network: RoadNetwork, nodes: IntArray) -> Footing:
    """Return points that stand on nodes: at an end of a segment there."""
    at_tail, at_head = (np.full(network.n_nodes, -1, dtype=np.int32) for _ in range(2))
    at_tail[network.tail] = np.arange(network.tail.size)
    at_head[network.head] = np.arange(network.head.size)
    is_tail = at_tail[nodes] >= 0
    segment = np.where(is_tail, at_tail[nodes], at_head[nodes])
    return Footing(segment, np.where(is_tail, 0.0, 1.0), np.zeros(nodes.size))


def _as_roads(xy: FloatArray, tail: IntArray, head: IntArray, length_m: FloatArray) -> Roads:
    return Roads(
        x_m=xy[:, 0].copy(),
        y_m=xy[:, 1].copy(),
        tail=tail,
        head=head,
        length_m=length_m,
        road_class=np.full(tail.size, ROAD_CLASS_INDEX["unclassified"], dtype=np.uint8),
        car_kmh=np.full(tail.size, CAR_KMH, dtype=np.float32),
        access=np.full(tail.size, EVERYBODY, dtype=np.uint8),
    )


def _morton(xy: FloatArray) -> NDArray[np.uint64]:
    """Place of whole metres along a Z-shaped curve: neighbours get numbers near each other."""
    spread = []
    for values in xy.T:
        bits = np.maximum(values, 0).astype(np.uint64)
        for shift, mask in ((16, 0x0000FFFF0000FFFF), (8, 0x00FF00FF00FF00FF), (4, 0x0F0F0F0F0F0F0F0F)):
            bits = (bits | (bits << np.uint64(shift))) & np.uint64(mask)
        for shift, mask in ((2, 0x3333333333333333), (1, 0x5555555555555555)):
            bits = (bits | (bits << np.uint64(shift))) & np.uint64(mask)
        spread.append(bits)
    place: NDArray[np.uint64] = spread[0] | (spread[1] << np.uint64(1))
    return place
