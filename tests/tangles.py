"""Small random road networks full of dead ends, chains, loops and one-way streets, and a slow search over them.

Lengths are whole metres and fractions are eighths, so every sum is exact in any order: results may be compared
bit by bit.
"""

from itertools import pairwise

import networkx as nx
import numpy as np
from hypothesis import strategies as st

from spreiding.domain import Modality
from spreiding.network import Footing, RoadNetwork, build_network
from tests.worlds import BOTH_WAYS, ONE_WAY, make_roads

# km/h; 60 is a kilometre a minute.
SPEEDS = (7.5, 15.0, 30.0, 60.0)


@st.composite
def tangles(draw: st.DrawFn, n_points: int = 10, n_sites: int = 5) -> tuple[RoadNetwork, Footing, Footing]:
    """Draw a network, demand points and sites on it."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    n_junctions = draw(st.integers(1, 5))
    pairs = [(int(a), int(b)) for a, b in rng.integers(0, n_junctions, (draw(st.integers(1, 8)), 2))]
    is_one_way = (rng.random(len(pairs)) < draw(st.sampled_from([0.0, 0.3, 0.8]))).tolist()
    n_nodes, segments, access = n_junctions, [], []
    for (a, b), one_way in zip(pairs, is_one_way, strict=True):
        # A street in one to four pieces, each stored in either direction unless it is one-way.
        inside = list(range(n_nodes, n_nodes + int(rng.integers(0, 4))))
        n_nodes += len(inside)
        for piece in pairwise([a, *inside, b]):
            turned = not one_way and rng.random() < 0.5
            segments.append(piece[::-1] if turned else piece)
            access.append(ONE_WAY if one_way else BOTH_WAYS)
    for _ in range(draw(st.integers(0, 8))):
        # A twig on any node so far, so that dead ends branch.
        twig = (int(rng.integers(0, n_nodes)), n_nodes)
        segments.append(twig if rng.random() < 0.5 else twig[::-1])
        access.append(BOTH_WAYS)
        n_nodes += 1
    roads = make_roads(
        [(float(x), float(y)) for x, y in rng.integers(0, 1000, (n_nodes, 2))],
        segments,
        access=access,
        kmh=rng.choice(SPEEDS, len(segments)).tolist(),
        lengths=rng.integers(1, 60, len(segments)).astype(float).tolist(),
    )
    network = build_network(roads, Modality.AUTO)
    return network, any_feet(network, n_points, rng), any_feet(network, n_sites, rng)


def any_feet(network: RoadNetwork, n: int, rng: np.random.Generator) -> Footing:
    """Points anywhere on the network, often on the same spot or at the end of a segment."""
    if network.tail.size == 0:
        return Footing(np.full(n, -1, dtype=np.int32), np.zeros(n), np.full(n, np.inf))
    segment = rng.integers(0, network.tail.size, n).astype(np.int32)
    return Footing(segment, rng.integers(0, 9, n) / 8, rng.integers(0, 5, n).astype(float))


def split_graph(network: RoadNetwork, weight: np.ndarray, **points: Footing) -> nx.MultiDiGraph:
    """Return the network as a graph in which every point is a node of its own that splits its segment."""
    stops: dict[int, list[tuple[float, object]]] = {
        segment: [(0.0, int(network.tail[segment])), (1.0, int(network.head[segment]))]
        for segment in range(network.tail.size)
    }
    for name, feet in points.items():
        for k, segment in enumerate(feet.segment.tolist()):
            stops[segment].append((float(feet.fraction[k]), (name, k)))
    graph = nx.MultiDiGraph()
    for segment, places in stops.items():
        # The node at an end comes before the points at its very place when that is the tail, and behind them as head.
        inner = sorted(places[2:], key=lambda place: place[0])
        for (start, a), (end, b) in pairwise([places[0], *inner, places[1]]):
            cost = (end - start) * float(weight[segment])
            graph.add_edges_from([(a, b, {"cost": cost})] if network.is_forward[segment] or cost == 0 else [])
            graph.add_edges_from([(b, a, {"cost": cost})] if network.is_backward[segment] or cost == 0 else [])
    return graph


def slow_costs(
    network: RoadNetwork, demand: Footing, branches: Footing, weight: np.ndarray, walked: float = 1.0
) -> np.ndarray:
    """Return demand × site costs by networkx, one search per demand point."""
    graph = split_graph(network, weight, d=demand, s=branches) if network.tail.size else nx.MultiDiGraph()
    result = np.full((demand.segment.size, branches.segment.size), np.inf)
    for i in range(demand.segment.size if network.tail.size else 0):
        reached = nx.single_source_dijkstra_path_length(graph, ("d", i), weight="cost")
        for j in range(branches.segment.size):
            walk = (demand.walk_m[i] + branches.walk_m[j]) * walked
            result[i, j] = reached.get(("s", j), np.inf) + walk
    return result
