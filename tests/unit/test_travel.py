"""Travel costs: hand-derived roads, and networkx as an independent slow implementation."""

from itertools import pairwise

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spreiding.domain import Modality
from spreiding.network import Footing, RoadNetwork, build_network, project
from spreiding.travel import nearest, travel_metres
from tests.worlds import BOTH_WAYS, ONE_WAY, line_roads, make_roads


def feet(network: RoadNetwork, *points: tuple[float, float]) -> Footing:
    """Project points given as (x, y)."""
    xy = np.array(points, dtype=float)
    return project(network, xy[:, 0].copy(), xy[:, 1].copy())


def sites(*indices: int) -> np.ndarray:
    """Site indices as the functions want them."""
    return np.array(indices, dtype=np.int32)


def test_a_point_beside_the_road_walks_perpendicularly_to_it_first() -> None:
    # 50 m to the foot at x = 3,500, then 2,500 m to the branch at x = 1,000.
    network = build_network(line_roads(), Modality.AUTO)
    answer = nearest(network, demand=feet(network, (3500, 50)), sites=feet(network, (1000, 0)), open_sites=sites(0))
    assert answer.metres == pytest.approx([2550.0])
    # 60 km/h is 1 min per km; 50 m on foot at 5 km/h is 0.6 min.
    assert answer.minutes == pytest.approx([2.5 + 0.6])


def test_the_branch_also_walks_to_the_road() -> None:
    network = build_network(line_roads(), Modality.AUTO)
    answer = nearest(network, demand=feet(network, (3000, 0)), sites=feet(network, (1000, 20)), open_sites=sites(0))
    assert answer.metres == pytest.approx([2020.0])


def test_a_one_way_ring_is_driven_in_its_own_direction() -> None:
    # Square ring 0 → 1 → 2 → 3 → 0 of 1 km sides; the branch stands 250 m along side 0 → 1.
    corners = [(0, 0), (1000, 0), (1000, 1000), (0, 1000)]
    roads = make_roads(corners, [(0, 1), (1, 2), (2, 3), (3, 0)], access=ONE_WAY)
    network = build_network(roads, Modality.AUTO)
    answer = nearest(
        network, demand=feet(network, (100, 0), (500, 0), (0, 600)), sites=feet(network, (250, 0)), open_sites=sites(0)
    )
    # Ahead of it 150 m; past it 500 + 3,000 + 250 m round the ring; on side 3 → 0 first 600 m down, then 250 m.
    assert answer.metres == pytest.approx([150.0, 3750.0, 850.0])
    on_foot = build_network(roads, Modality.LOPEN)
    back = nearest(on_foot, demand=feet(on_foot, (500, 0)), sites=feet(on_foot, (250, 0)), open_sites=sites(0))
    assert back.metres == pytest.approx([250.0])


def test_the_shortest_and_the_fastest_route_are_two_minimisations() -> None:
    # Direct: 1,000 m at 10 km/h = 6 min. By way of the corner: 1,600 m at 96 km/h = 1 min.
    roads = make_roads(
        [(0, 0), (1000, 0), (500, 500)],
        [(0, 1), (0, 2), (2, 1)],
        kmh=[10, 96, 96],
        lengths=[1000, 800, 800],
    )
    network = build_network(roads, Modality.AUTO)
    answer = nearest(network, demand=feet(network, (0, -1)), sites=feet(network, (1000, -1)), open_sites=sites(0))
    assert answer.metres == pytest.approx([1000 + 2])
    assert answer.minutes == pytest.approx([1 + 2 * 0.012])


def test_metres_and_minutes_may_lead_to_different_branches() -> None:
    # West 1,000 m at 10 km/h (6 min); east 2,000 m at 60 km/h (2 min).
    roads = make_roads([(-1000, 0), (0, 0), (2000, 0)], [(0, 1), (1, 2)], kmh=[10, 60])
    network = build_network(roads, Modality.AUTO)
    answer = nearest(
        network, demand=feet(network, (0, 0)), sites=feet(network, (-1000, 0), (2000, 0)), open_sites=sites(0, 1)
    )
    assert (answer.site_m[0], answer.site_min[0]) == (0, 1)


def test_who_lives_on_another_island_than_every_branch_cannot_reach_one() -> None:
    roads = make_roads([(0, 0), (1000, 0), (0, 9000), (1000, 9000)], [(0, 1), (2, 3)])
    network = build_network(roads, Modality.AUTO)
    answer = nearest(
        network, demand=feet(network, (0, 0), (0, 9000)), sites=feet(network, (1000, 0)), open_sites=sites(0)
    )
    assert answer.metres.tolist() == [1000.0, np.inf]
    assert answer.site_m.tolist() == [0, -1]


def test_a_street_without_a_way_out_is_not_snapped_to() -> None:
    # One-way dead end at (500, 300): a car could never leave it, so people walk on to the through road.
    nodes = [(0, 0), (500, 0), (1000, 0), (500, 300)]
    roads = make_roads(nodes, [(0, 1), (1, 2), (1, 3)], access=[BOTH_WAYS, BOTH_WAYS, ONE_WAY])
    network = build_network(roads, Modality.AUTO)
    assert network.n_dropped == 1
    assert feet(network, (500, 300)).walk_m == pytest.approx([300.0])


def test_without_open_branches_nobody_has_a_route() -> None:
    network = build_network(line_roads(), Modality.AUTO)
    answer = nearest(network, demand=feet(network, (0, 0)), sites=feet(network, (1000, 0)), open_sites=sites())
    assert np.isinf(answer.metres).all()
    assert (answer.site_min == -1).all()


def test_of_two_branches_at_equal_distance_the_first_is_named() -> None:
    network = build_network(line_roads(), Modality.AUTO)
    branches = feet(network, (2000, 0), (0, 0))
    answer = nearest(network, demand=feet(network, (1000, 0)), sites=branches, open_sites=sites(1, 0))
    assert answer.site_m.tolist() == [0]


def test_the_cut_off_is_inclusive() -> None:
    network = build_network(line_roads(), Modality.AUTO)
    demand, branch = feet(network, (5000, 0), (5001, 0)), feet(network, (0, 0))
    costs = travel_metres(network, demand=demand, sites=branch, site_indices=sites(0), cutoff_m=5000.0)
    assert costs.indptr.tolist() == [0, 1, 1]
    assert costs.metres.tolist() == [5000.0]


def test_rows_are_sorted_nearest_first() -> None:
    network = build_network(line_roads(), Modality.AUTO)
    branches = feet(network, (9000, 0), (2000, 0), (4000, 0))
    costs = travel_metres(
        network, demand=feet(network, (3500, 0)), sites=branches, site_indices=sites(0, 1, 2), cutoff_m=1e6
    )
    assert costs.site.tolist() == [2, 1, 0]
    assert costs.metres.tolist() == [500.0, 1500.0, 5500.0]


@st.composite
def random_worlds(draw: st.DrawFn) -> tuple[RoadNetwork, Footing, Footing]:
    """Draw a random planar-ish network with one-way streets, and points beside it."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    n = draw(st.integers(3, 12))
    nodes = rng.uniform(0, 1000, (n, 2)).round(1)
    extra = rng.integers(0, n, (draw(st.integers(0, 12)), 2))
    pairs = [(k, (k + 1) % n) for k in range(n)] + [(int(a), int(b)) for a, b in extra if a != b]
    access = rng.choice([BOTH_WAYS, ONE_WAY], len(pairs))
    access[:n] = BOTH_WAYS if draw(st.booleans()) else ONE_WAY
    roads = make_roads(
        [tuple(node) for node in nodes], pairs, access=access.tolist(), kmh=rng.uniform(10, 100, len(pairs)).tolist()
    )
    network = build_network(roads, Modality.AUTO)
    points = rng.uniform(0, 1000, (12, 2))
    return network, feet(network, *map(tuple, points[:8])), feet(network, *map(tuple, points[8:]))


def split_graph(network: RoadNetwork, weight: np.ndarray, **points: Footing) -> nx.MultiDiGraph:
    """Return the network as a graph in which every point is a node of its own that splits its segment."""
    stops: dict[int, list[tuple[float, object]]] = {
        segment: [(0.0, int(network.tail[segment])), (1.0, int(network.head[segment]))]
        for segment in range(network.tail.size)
    }
    for name, feet_ in points.items():
        for k, segment in enumerate(feet_.segment.tolist()):
            stops[segment].append((float(feet_.fraction[k]), (name, k)))
    graph = nx.MultiDiGraph()
    for segment, places in stops.items():
        ordered = sorted(places, key=lambda place: (place[0], str(place[1])))
        for (start, a), (end, b) in pairwise(ordered):
            cost = (end - start) * float(weight[segment])
            graph.add_edges_from([(a, b, {"cost": cost})] if network.is_forward[segment] or cost == 0 else [])
            graph.add_edges_from([(b, a, {"cost": cost})] if network.is_backward[segment] or cost == 0 else [])
    return graph


def slow_costs(
    network: RoadNetwork, demand: Footing, branches: Footing, weight: np.ndarray, walked: float
) -> np.ndarray:
    """Return demand × site costs by networkx, one search per demand point."""
    graph = split_graph(network, weight, d=demand, s=branches)
    result = np.full((demand.segment.size, branches.segment.size), np.inf)
    for i in range(demand.segment.size):
        reached = nx.single_source_dijkstra_path_length(graph, ("d", i), weight="cost")
        for j in range(branches.segment.size):
            walk = (demand.walk_m[i] + branches.walk_m[j]) * walked
            result[i, j] = reached.get(("s", j), np.inf) + walk
    return result


@settings(max_examples=100)
@given(random_worlds())
def test_nearest_equals_networkx_on_random_roads(world: tuple[RoadNetwork, Footing, Footing]) -> None:
    network, demand, branches = world
    answer = nearest(network, demand=demand, sites=branches, open_sites=sites(0, 1, 2, 3))
    # Walking 5 km/h: 12 minutes a kilometre.
    metres = slow_costs(network, demand, branches, network.length_m, 1.0)
    minutes = slow_costs(network, demand, branches, network.minutes, 0.012)
    np.testing.assert_allclose(answer.metres, metres.min(axis=1), rtol=1e-9)
    np.testing.assert_allclose(answer.minutes, minutes.min(axis=1), rtol=1e-9)
    named = metres[np.arange(8), np.maximum(answer.site_m, 0)]
    np.testing.assert_allclose(answer.metres, named, rtol=1e-9)


@settings(max_examples=50)
@given(random_worlds(), st.floats(10, 2000))
def test_the_table_of_all_sites_equals_networkx_within_its_cut_off(
    world: tuple[RoadNetwork, Footing, Footing], cutoff_m: float
) -> None:
    network, demand, branches = world
    costs = travel_metres(network, demand=demand, sites=branches, site_indices=sites(0, 1, 2, 3), cutoff_m=cutoff_m)
    table = np.full((8, 4), np.inf)
    table[np.repeat(np.arange(8), np.diff(costs.indptr)), costs.site] = costs.metres
    slow = slow_costs(network, demand, branches, network.length_m, 1.0)
    np.testing.assert_allclose(table, np.where(slow <= cutoff_m, slow, np.inf), rtol=1e-9)


@settings(max_examples=50)
@given(random_worlds())
def test_the_nearest_field_and_the_table_give_the_very_same_floats(
    world: tuple[RoadNetwork, Footing, Footing],
) -> None:
    # The optimiser covers with the table and the evaluation counts with the field: a difference in the last
    # bit would make a plan at exactly the norm distance count in one and not in the other.
    network, demand, branches = world
    everything = sites(0, 1, 2, 3)
    costs = travel_metres(network, demand=demand, sites=branches, site_indices=everything, cutoff_m=np.inf)
    field = nearest(network, demand=demand, sites=branches, open_sites=everything)
    first = costs.indptr[:-1]
    reachable = np.diff(costs.indptr) > 0
    assert (costs.metres[first[reachable]] == field.metres[reachable]).all()
    assert (costs.site[first[reachable]] == field.site_m[reachable]).all()


@settings(max_examples=30)
@given(random_worlds())
def test_the_road_is_never_shorter_than_the_crow_flies_and_a_branch_more_never_farther(
    world: tuple[RoadNetwork, Footing, Footing],
) -> None:
    network, demand, branches = world
    few = nearest(network, demand=demand, sites=branches, open_sites=sites(0, 1))
    more = nearest(network, demand=demand, sites=branches, open_sites=sites(0, 1, 2))
    assert (more.metres <= few.metres).all()
    assert (more.minutes <= few.minutes).all()
    at = np.maximum(few.site_m, 0)

    def place(points: Footing, k: np.ndarray) -> np.ndarray:
        xy = np.stack([network.x_m, network.y_m], axis=1)
        tail, head = xy[network.tail[points.segment[k]]], xy[network.head[points.segment[k]]]
        return np.asarray(tail + (head - tail) * points.fraction[k, None])

    crow = np.hypot(*(place(demand, np.arange(8)) - place(branches, at)).T)
    assert (few.metres >= crow - 1e-6).all()
