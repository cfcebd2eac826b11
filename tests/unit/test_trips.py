"""Trips over roads whose every distance is known by formula; the way back; tables in metres and in minutes."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spreiding.domain import Modality
from spreiding.network import Footing, RoadNetwork, build_network, project
from spreiding.tables import FERRY, ROAD_CLASS_INDEX
from spreiding.travel import TravelCosts, TravelTimes, nearest, travel_metres, travel_minutes
from spreiding.whatif import what_if
from tests.tangles import slow_costs, tangles
from tests.worlds import BOTH_WAYS, ONE_WAY, line_roads, make_roads

World = tuple[RoadNetwork, Footing, Footing]
BLOCK_M, N_STREETS = 125.0, 12


def lattice() -> RoadNetwork:
    """A city of square blocks: 60 km/h from west to east and back, 30 km/h from south to north and back."""
    corner = {(i, j): i * N_STREETS + j for i in range(N_STREETS) for j in range(N_STREETS)}
    across = [(number, corner[i + 1, j]) for (i, j), number in corner.items() if i + 1 < N_STREETS]
    along = [(number, corner[i, j + 1]) for (i, j), number in corner.items() if j + 1 < N_STREETS]
    kmh = [60.0] * len(across) + [30.0] * len(along)
    nodes = [(BLOCK_M * i, BLOCK_M * j) for i, j in corner]
    return build_network(make_roads(nodes, across + along, kmh=kmh), Modality.AUTO)


def dense(table: TravelCosts | TravelTimes, n_sites: int) -> np.ndarray:
    """Return the table with inf where it has nothing."""
    n_rows = table.indptr.size - 1
    values = table.metres if isinstance(table, TravelCosts) else table.minutes
    full = np.full((n_rows, n_sites), np.inf)
    full[np.repeat(np.arange(n_rows), np.diff(table.indptr)), table.site] = values
    return full


@settings(max_examples=50)
@given(st.integers(0, 2**32 - 1), st.sampled_from([300.0, 1000.0, np.inf]))
def test_in_a_city_of_square_blocks_every_trip_is_known_by_formula(seed: int, cutoff: float) -> None:
    # From anywhere on a street to a corner one drives |Δx| + |Δy|, and |Δx| / 1,000 + |Δy| / 500 minutes.
    rng = np.random.default_rng(seed)
    network = lattice()
    x_m, y_m = (BLOCK_M * rng.integers(0, N_STREETS, 40).astype(float) for _ in range(2))
    side = rng.integers(0, 2, 40)
    # Half of the people live somewhere along a street that runs east, the others along one that runs north.
    offset = rng.integers(0, 8, 40) / 8 * BLOCK_M
    x_m = np.where((side == 0) & (x_m < BLOCK_M * (N_STREETS - 1)), x_m + offset, x_m)
    y_m = np.where((side == 1) & (y_m < BLOCK_M * (N_STREETS - 1)), y_m + offset, y_m)
    site_x, site_y = (BLOCK_M * rng.integers(0, N_STREETS, 9).astype(float) for _ in range(2))
    demand, sites = project(network, x_m, y_m), project(network, site_x, site_y)
    dx, dy = np.abs(x_m[:, None] - site_x), np.abs(y_m[:, None] - site_y)
    everything = np.arange(9, dtype=np.int32)
    metres = travel_metres(network, demand=demand, sites=sites, site_indices=everything, cutoff_m=cutoff)
    np.testing.assert_array_equal(dense(metres, 9), np.where(dx + dy <= cutoff, dx + dy, np.inf))
    minutes = travel_minutes(network, demand=demand, sites=sites, site_indices=everything, cutoff_min=cutoff / 1000)
    known = dx / 1000 + dy / 500
    found = dense(minutes, 9)
    np.testing.assert_allclose(found[np.isfinite(found)], known[np.isfinite(found)], rtol=1e-9, atol=1e-9)
    # What lies on the cut-off itself may fall either way by a rounding error.
    assert np.isfinite(found)[known < cutoff / 1000 - 1e-9].all()
    assert np.isinf(found)[known > cutoff / 1000 + 1e-9].all()


def test_over_water_alone_nobody_reaches_anything() -> None:
    # A network of one ferry: nobody boards it in midstream, so people and branches stand nowhere.
    roads = replace(line_roads(1), road_class=np.array([ROAD_CLASS_INDEX[FERRY]], dtype=np.uint8))
    network = build_network(roads, Modality.LOPEN)
    feet = project(network, np.array([0.0, 500.0]), np.zeros(2))
    both = np.array([0, 1], dtype=np.int32)
    found = nearest(network, demand=feet, sites=feet, open_sites=both)
    assert np.isinf(found.metres).all()
    assert (found.site_min == -1).all()
    assert travel_metres(network, demand=feet, sites=feet, site_indices=both, cutoff_m=np.inf).site.size == 0
    field = what_if(network, demand=feet, sites=feet, open_sites=both).without(0).with_open(0)
    assert np.isinf(field.nearest.minutes).all()


def test_on_a_one_way_ring_there_and_back_is_always_once_round() -> None:
    corners = [(0, 0), (1000, 0), (1000, 1000), (0, 1000)]
    network = build_network(make_roads(corners, [(0, 1), (1, 2), (2, 3), (3, 0)], access=ONE_WAY), Modality.AUTO)
    demand = project(network, np.array([100.0, 500.0, 0.0]), np.array([0.0, 0.0, 600.0]))
    sites = project(network, np.array([250.0, 1000.0]), np.array([0.0, 500.0]))
    both = np.array([0, 1], dtype=np.int32)
    found = nearest(network, demand=demand, sites=sites, open_sites=both, is_return=True)
    assert found.metres == pytest.approx([4000.0] * 3)
    # 60 km/h: four minutes; of equal trips the first site is named.
    assert found.minutes == pytest.approx([4.0] * 3)
    assert found.site_m.tolist() == [0, 0, 0]
    within = travel_metres(network, demand=demand, sites=sites, site_indices=both, cutoff_m=3999.0, is_return=True)
    assert within.site.size == 0


@settings(max_examples=100)
@given(tangles(), st.sampled_from([60.0, 250.0, np.inf]))
def test_a_return_trip_is_the_way_there_and_the_way_back(world: World, cutoff_m: float) -> None:
    network, demand, sites = world
    everything = np.arange(sites.segment.size, dtype=np.int32)
    table = travel_metres(
        network, demand=demand, sites=sites, site_indices=everything, cutoff_m=cutoff_m, is_return=True
    )
    there = slow_costs(network, demand, sites, network.length_m)
    total = there + slow_costs(network, sites, demand, network.length_m).T
    np.testing.assert_array_equal(dense(table, sites.segment.size), np.where(total <= cutoff_m, total, np.inf))
    found = nearest(network, demand=demand, sites=sites, open_sites=everything, is_return=True)
    np.testing.assert_array_equal(found.metres, total.min(axis=1))


@settings(max_examples=100)
@given(tangles(n_points=6, n_sites=6))
def test_a_detour_by_a_third_place_is_never_shorter(world: World) -> None:
    # Points and sites stand at the same places, without a walk, so that trips can be joined.
    network, places, _ = world
    places = Footing(places.segment, places.fraction, np.zeros(6))
    everything = np.arange(6, dtype=np.int32)
    if network.n_nodes == 0:
        return
    table = travel_metres(network, demand=places, sites=places, site_indices=everything, cutoff_m=np.inf)
    direct = dense(table, 6)
    by_third = (direct[:, :, None] + direct[None, :, :]).min(axis=1)
    assert (direct <= by_third).all()
    assert (np.diag(direct) == 0).all()


@settings(max_examples=50)
@given(tangles(), st.integers(1, 40))
def test_a_new_road_never_lengthens_a_trip(world: World, metres: int) -> None:
    network, demand, sites = world
    if network.n_nodes < 2:
        return
    # The same network and one more street between two of its nodes; every old segment keeps its number.
    ends = [*zip(network.tail.tolist(), network.head.tolist(), strict=True), (0, network.n_nodes - 1)]
    access = [BOTH_WAYS if b else ONE_WAY for b in network.is_backward.tolist()] + [BOTH_WAYS]
    roads = make_roads(
        list(zip(network.x_m.tolist(), network.y_m.tolist(), strict=True)),
        ends,
        access=access,
        lengths=[*network.length_m.tolist(), float(metres)],
    )
    richer = build_network(roads, Modality.AUTO)
    if not network.is_forward.all() or richer.tail.size != len(ends):
        return
    open_sites = np.arange(sites.segment.size, dtype=np.int32)
    before = nearest(network, demand=demand, sites=sites, open_sites=open_sites)
    after = nearest(richer, demand=demand, sites=sites, open_sites=open_sites)
    assert (after.metres <= before.metres).all()


@settings(max_examples=30)
@given(tangles(n_points=80, n_sites=80))
def test_so_many_sites_that_they_are_shared_out_over_threads_give_the_same_table(world: World) -> None:
    network, demand, sites = world
    everything = np.arange(80, dtype=np.int32)
    whole = travel_metres(network, demand=demand, sites=sites, site_indices=everything, cutoff_m=150.0)
    for part in np.array_split(everything, 5):
        alone = travel_metres(network, demand=demand, sites=sites, site_indices=part, cutoff_m=150.0)
        np.testing.assert_array_equal(dense(whole, 80)[:, part], dense(alone, 80)[:, part])
    # Rows are in order of distance, and then of site.
    for row in range(80):
        first, last = whole.indptr[row], whole.indptr[row + 1]
        order = np.lexsort((whole.site[first:last], whole.metres[first:last]))
        assert (order == np.arange(last - first)).all()
