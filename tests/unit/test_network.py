"""The road network: speeds per class and modality, ferries, and the parts that hang together."""

from dataclasses import replace

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spreiding.components import measure_components
from spreiding.demand import Demand
from spreiding.domain import Modality
from spreiding.network import Access, Roads, build_network, project
from spreiding.region import Components
from spreiding.tables import BIKE_KMH, FERRY, ROAD_CLASS_INDEX, ROAD_CLASSES, WALK_KMH
from tests.worlds import BOTH_WAYS, line_roads, make_roads


def of_class(roads: Roads, *names: str) -> Roads:
    """The same roads, each of the class named."""
    return replace(roads, road_class=np.array([ROAD_CLASS_INDEX[name] for name in names], dtype=np.uint8))


def people(*rows: tuple[float, float, float]) -> Demand:
    """Demand points (x [m], y [m], inwoners)."""
    x_m, y_m, inwoners = (np.array(column, dtype=float) for column in zip(*rows, strict=True))
    return Demand(np.arange(inwoners.size, dtype=np.int32), x_m, y_m, inwoners)


# --- speeds ---


def test_every_road_is_ridden_at_15_and_walked_at_5_km_per_hour() -> None:
    ordinary = [road for road in ROAD_CLASSES if road.name != FERRY]
    assert {road.bike_kmh for road in ordinary} == {15.0, None}
    assert {road.walk_kmh for road in ordinary} == {5.0, None}
    assert (BIKE_KMH, WALK_KMH) == (15.0, 5.0)


def test_nobody_rides_on_steps_and_nobody_lives_on_a_ferry() -> None:
    assert not ROAD_CLASSES[ROAD_CLASS_INDEX["steps"]].is_cyclable
    assert ROAD_CLASSES[ROAD_CLASS_INDEX["steps"]].is_walkable
    assert not ROAD_CLASSES[ROAD_CLASS_INDEX[FERRY]].is_inhabited


def test_minutes_follow_the_modality() -> None:
    # One kilometre: 1 min at the 60 km/h of the segment, 4 min at 15, 3 at 20 and 12 min at 5 km/h.
    roads = of_class(line_roads(1), "residential")
    minutes = {modality: float(build_network(roads, modality).minutes[0]) for modality in Modality}
    known = {Modality.AUTO: 1.0, Modality.FIETS: 4.0, Modality.EBIKE: 3.0, Modality.LOPEN: 12.0}
    assert minutes == pytest.approx(known)


def test_an_e_bike_goes_where_a_bicycle_goes_in_three_quarters_of_the_time() -> None:
    # 20 instead of 15 km/h; 10 km take half an hour.
    bicycle, e_bike = (build_network(line_roads(), modality) for modality in (Modality.FIETS, Modality.EBIKE))
    np.testing.assert_array_equal(e_bike.tail, bicycle.tail)
    np.testing.assert_array_equal(e_bike.head, bicycle.head)
    assert e_bike.minutes.sum() == pytest.approx(30.0)
    assert e_bike.minutes == pytest.approx(bicycle.minutes * 0.75)


def test_a_road_that_its_own_tags_open_is_ridden_at_the_common_speed() -> None:
    # A motorway has no speed for bicycles; this one is open to them.
    assert build_network(of_class(line_roads(1), "motorway"), Modality.FIETS).minutes == pytest.approx([4.0])


def test_on_a_ferry_everybody_goes_as_fast_as_the_boat() -> None:
    # 1 km at 6 km/h is 10 min, for a car, a bicycle and a pedestrian.
    roads = replace(of_class(line_roads(1), FERRY), car_kmh=np.array([6.0], dtype=np.float32))
    for modality in Modality:
        assert build_network(roads, modality).minutes == pytest.approx([10.0])


# --- who stands where ---


def test_nobody_boards_a_ferry_in_midstream() -> None:
    # Quays at x = 1,000 and 2,000; a house on the river bank at x = 1,400, 10 m from the line that the boat sails.
    roads = of_class(line_roads(3), "residential", FERRY, "residential")
    footing = project(build_network(roads, Modality.LOPEN), np.array([1400.0]), np.array([10.0]))
    assert (footing.segment.tolist(), footing.fraction.tolist()) == ([0], [1.0])
    assert footing.walk_m == pytest.approx([np.hypot(400, 10)])


def test_a_network_of_ferries_only_has_no_footing() -> None:
    footing = project(build_network(of_class(line_roads(1), FERRY), Modality.LOPEN), np.array([500.0]), np.array([0.0]))
    assert footing.segment.tolist() == [-1]
    assert np.isinf(footing.walk_m).all()


def test_a_ferry_joins_two_banks() -> None:
    roads = of_class(line_roads(3), "residential", FERRY, "residential")
    assert build_network(roads, Modality.LOPEN).n_nodes == 4


# --- components ---


def measured(roads: Roads, modality: Modality, demand: Demand) -> Components:
    """The components of roads without a site, so that every large one will do."""
    network, nowhere = build_network(roads, modality), np.zeros(0)
    footing, sites = project(network, demand.x_m, demand.y_m), project(network, nowhere, nowhere)
    return measure_components(roads, network, demand=demand, footing=footing, sites=sites)


def broken_road() -> Roads:
    """A road of 200 nodes 10 m apart, and beside it at y = 100 a loose piece of one segment of 10 m."""
    nodes = [(10.0 * k, 0.0) for k in range(200)] + [(0.0, 100.0), (10.0, 100.0)]
    return make_roads(nodes, [(k, k + 1) for k in range(199)] + [(200, 201)])


def test_a_loose_piece_counts_as_a_small_component_with_the_people_beside_it() -> None:
    # 202 nodes: at least 2.02 are needed, the loose piece has 2. At y = 60 it is 40 m away and the road 60;
    # at y = 40 the road is nearer; at x = 500 the piece is far away.
    roads = broken_road()
    demand = people((5, 60, 30), (5, 40, 500), (500, 60, 7000))
    found = measured(roads, Modality.AUTO, demand)
    assert (found.n_components, found.n_small, found.n_small_nodes) == (2, 1, 2)
    assert found.inwoners_small == 30


def test_the_small_components_are_those_that_the_network_left_out() -> None:
    roads = broken_road()
    for modality in Modality:
        network = build_network(roads, modality)
        found = measured(roads, modality, people((0, 0, 1)))
        assert found.n_small_nodes == network.n_dropped == roads.x_m.size - network.n_nodes


def test_a_street_without_a_way_back_is_small_for_cars_only() -> None:
    # A one-way street of two segments off the end of a road of 300 nodes: its two nodes have no way back, and each is a
    # strong component of its own.
    nodes = [(10.0 * k, 0.0) for k in range(302)]
    access = [BOTH_WAYS] * 299 + [int(Access.AUTO_FORWARD | Access.LOPEN)] * 2
    roads = make_roads(nodes, [(k, k + 1) for k in range(301)], access=access)
    demand = people((3005, 5, 12), (1000, 5, 88))
    found = {modality: measured(roads, modality, demand) for modality in (Modality.AUTO, Modality.LOPEN)}
    assert (found[Modality.AUTO].n_components, found[Modality.AUTO].n_small_nodes) == (3, 2)
    assert found[Modality.AUTO].inwoners_small == 12
    assert (found[Modality.LOPEN].n_components, found[Modality.LOPEN].inwoners_small) == (1, 0)


def test_without_roads_there_are_no_components() -> None:
    roads = make_roads([(0, 0), (10, 0)], [(0, 1)], access=int(Access.LOPEN))
    demand = people((0, 0, 5))
    found = measured(roads, Modality.AUTO, demand)
    assert (found.n_components, found.n_small, found.inwoners_small) == (0, 0, 0)


@settings(max_examples=150, deadline=None)
@given(
    st.integers(2, 12).flatmap(
        lambda n: st.lists(
            st.tuples(st.integers(0, n - 1), st.integers(0, n - 1), st.sampled_from([1, 2, 3, 16])),
            min_size=1,
            max_size=20,
        )
    )
)
def test_the_components_are_those_of_networkx(arcs: list[tuple[int, int, int]]) -> None:
    segments = [(tail, head) for tail, head, _ in arcs if tail != head]
    access = [bits for tail, head, bits in arcs if tail != head]
    if not segments:
        return
    roads = make_roads([(10.0 * k, 0.0) for k in range(12)], segments, access=access)
    graph = nx.DiGraph()
    for (tail, head), bits in zip(segments, access, strict=True):
        graph.add_edges_from([(tail, head)] if bits & Access.AUTO_FORWARD else [])
        graph.add_edges_from([(head, tail)] if bits & Access.AUTO_BACKWARD else [])
    sizes = [len(part) for part in nx.strongly_connected_components(graph)]
    # With at most 12 nodes one percent is less than two, so small is what has a single node.
    demand = people((0, 0, 1))
    found = measured(roads, Modality.AUTO, demand)
    assert (found.n_components, found.n_small) == (len(sizes), sizes.count(1))
    assert found.n_small_nodes == sizes.count(1)
