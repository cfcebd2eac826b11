"""The skeleton: what is taken out of a network, and that no distance changes by it."""

import numpy as np
from hypothesis import given, settings

from spreiding.domain import Modality
from spreiding.network import Footing, RoadNetwork, build_network
from spreiding.travel import TravelCosts, nearest, nearest_metres, travel_metres
from tests.tangles import slow_costs, tangles
from tests.worlds import ONE_WAY, line_roads, make_roads

World = tuple[RoadNetwork, Footing, Footing]


def every(sites: Footing) -> np.ndarray:
    return np.arange(sites.segment.size, dtype=np.int32)


def dense(costs: TravelCosts, n_sites: int) -> np.ndarray:
    """Return the table with inf where it has nothing."""
    n_rows = costs.indptr.size - 1
    table = np.full((n_rows, n_sites), np.inf)
    table[np.repeat(np.arange(n_rows), np.diff(costs.indptr)), costs.site] = costs.metres
    return table


def counts(network: RoadNetwork) -> tuple[int, int]:
    """Return the core nodes and the chains between them."""
    skeleton = network.skeleton
    return skeleton.node.size, int((skeleton.metres.length > 0).sum())


def test_a_road_without_side_streets_is_one_dead_end() -> None:
    # Both ends are leaves; cut from either side one node remains, and its ten segments are twigs.
    network = build_network(line_roads(), Modality.AUTO)
    assert counts(network) == (1, 0)
    assert network.skeleton.twig_parent.size == 10


def test_a_ring_road_is_one_chain_from_a_node_to_itself() -> None:
    corners = [(0, 0), (1000, 0), (1000, 1000), (0, 1000)]
    network = build_network(make_roads(corners, [(0, 1), (1, 2), (2, 3), (3, 0)], access=ONE_WAY), Modality.AUTO)
    assert counts(network) == (1, 1)
    assert network.skeleton.metres.length.tolist() == [4000.0]


def test_side_streets_hang_on_a_chain_without_cutting_it() -> None:
    # Two junctions (0 and 1) joined by three roads, one of them over nodes 2 and 3; a side street at 2 ends in a fork.
    nodes = [(0, 0), (1000, 0), (300, 500), (700, 500), (300, 900), (200, 990), (400, 990)]
    segments = [(0, 1), (0, 1), (0, 2), (2, 3), (3, 1), (2, 4), (4, 5), (4, 6)]
    network = build_network(make_roads(nodes, segments), Modality.AUTO)
    assert counts(network) == (2, 3)
    assert network.skeleton.twig_parent.size == 3


def test_a_street_that_turns_one_way_is_not_joined_with_the_part_before_it() -> None:
    # Ring 0-1-2-3: two-way from 0 to 1, one-way from there on, so 0 and 1 stay: the roads that meet there differ.
    corners = [(0, 0), (1000, 0), (1000, 1000), (0, 1000)]
    access = [31, ONE_WAY, ONE_WAY, ONE_WAY]
    network = build_network(make_roads(corners, [(0, 1), (1, 2), (2, 3), (3, 0)], access=access), Modality.AUTO)
    assert counts(network) == (2, 2)


@settings(max_examples=300)
@given(tangles())
def test_no_distance_changes_by_as_much_as_a_bit(world: World) -> None:
    network, demand, sites = world
    costs = travel_metres(network, demand=demand, sites=sites, site_indices=every(sites), cutoff_m=np.inf)
    np.testing.assert_array_equal(
        dense(costs, sites.segment.size), slow_costs(network, demand, sites, network.length_m)
    )
    # Unreachable is absent, without a cut-off too.
    assert np.isfinite(costs.metres).all()


@settings(max_examples=150)
@given(tangles())
def test_the_nearest_site_is_the_first_of_those_at_the_least_distance(world: World) -> None:
    network, demand, sites = world
    found = nearest(network, demand=demand, sites=sites, open_sites=every(sites))
    slow = slow_costs(network, demand, sites, network.length_m)
    np.testing.assert_array_equal(found.metres, slow.min(axis=1))
    np.testing.assert_array_equal(found.site_m, np.where(np.isfinite(found.metres), slow.argmin(axis=1), -1))
    minutes = slow_costs(network, demand, sites, network.minutes, 0.012)
    # Minutes are rounded to 2⁻⁴⁰, 5e-11 seconds per segment.
    np.testing.assert_allclose(found.minutes, minutes.min(axis=1), rtol=1e-9, atol=1e-10)


@settings(max_examples=100)
@given(tangles())
def test_the_order_of_sites_is_irrelevant(world: World) -> None:
    network, demand, sites = world
    turned = every(sites)[::-1].copy()
    there = travel_metres(network, demand=demand, sites=sites, site_indices=every(sites), cutoff_m=200.0)
    again = travel_metres(network, demand=demand, sites=sites, site_indices=turned, cutoff_m=200.0)
    assert (there.site == again.site).all()
    assert (there.metres == again.metres).all()
    field = nearest_metres(network, demand=demand, sites=sites, open_sites=every(sites))
    assert (field == nearest_metres(network, demand=demand, sites=sites, open_sites=turned)).all()
