"""Isochrones: their shape in a city of square blocks is known."""

from dataclasses import replace

import numpy as np
import pytest
import shapely
from hypothesis import given, settings

from spreiding.domain import Modality
from spreiding.isochrones import isochrones, node_costs, reachable_roads
from spreiding.network import Footing, RoadNetwork, build_network, project
from spreiding.placing import Kind
from spreiding.tables import FERRY, ROAD_CLASS_INDEX
from tests.tangles import slow_costs, tangles
from tests.worlds import ONE_WAY, line_roads, make_roads

BLOCK_M, N_STREETS = 125.0, 9
MIDDLE_M = BLOCK_M * (N_STREETS // 2)


def lattice() -> RoadNetwork:
    """A city of 8 × 8 blocks of 125 m."""
    corner = {(i, j): i * N_STREETS + j for i in range(N_STREETS) for j in range(N_STREETS)}
    streets = [(corner[i, j], corner[i + 1, j]) for i, j in corner if i + 1 < N_STREETS]
    streets += [(corner[i, j], corner[i, j + 1]) for i, j in corner if j + 1 < N_STREETS]
    return build_network(make_roads([(BLOCK_M * i, BLOCK_M * j) for i, j in corner], streets), Modality.AUTO)


def at(network: RoadNetwork, x_m: float, y_m: float) -> Footing:
    return project(network, np.array([x_m]), np.array([y_m]))


def length_m(network: RoadNetwork, site: Footing, limit: float, kind: Kind = Kind.METRES) -> float:
    """Return the length of all reachable road, every piece counted once."""
    cost = node_costs(network, site, kind=kind, limit=limit)
    lines = reachable_roads(network, site, cost, kind=kind, limit=limit)
    return float(shapely.length(shapely.union_all(lines)))


@pytest.mark.parametrize(
    ("limit_m", "expected_m"),
    [
        # A corner has 4 streets; each of the 4 corners one block away leads 3 more streets outward.
        (125.0, 4 * 125.0),
        (187.5, 4 * 125.0 + 12 * 62.5),
        (250.0, 4 * 125.0 + 12 * 125.0),
    ],
)
def test_the_reachable_streets_of_a_lattice_are_counted_by_hand(limit_m: float, expected_m: float) -> None:
    network = lattice()
    assert length_m(network, at(network, MIDDLE_M, MIDDLE_M), limit_m) == pytest.approx(expected_m)


def test_a_branch_along_a_street_reaches_as_far_to_both_sides() -> None:
    # 40 m from the middle of a street of 125 m does not leave it: 80 m; 10 m of walking takes 20 m off.
    network = lattice()
    assert length_m(network, at(network, MIDDLE_M + 62.5, MIDDLE_M), 40.0) == pytest.approx(80.0)
    assert length_m(network, at(network, MIDDLE_M + 62.5, MIDDLE_M + 10), 40.0) == pytest.approx(60.0)


def test_minutes_reach_as_far_as_the_speed_allows() -> None:
    # 60 km/h on a straight road: 2 minutes are 2 km to either side.
    network = build_network(line_roads(), Modality.AUTO)
    assert length_m(network, at(network, 5000, 0), 2.0, Kind.MINUTES) == pytest.approx(4000.0)


def test_on_a_one_way_street_only_who_comes_from_behind_is_near() -> None:
    corners = [(0, 0), (1000, 0), (1000, 1000), (0, 1000)]
    network = build_network(make_roads(corners, [(0, 1), (1, 2), (2, 3), (3, 0)], access=ONE_WAY), Modality.AUTO)
    (area,) = isochrones(network, at(network, 500, 0), kind=Kind.METRES, limits=(300.0,), beside_road_m=10.0)
    assert area.contains(shapely.Point(250, 0))
    assert not area.contains(shapely.Point(700, 0))


def test_blocks_that_lie_off_the_road_are_holes_and_the_shape_is_a_diamond() -> None:
    # With 10 m beside the road the middles of the four blocks round the branch, 62.5 m from any street, stay open.
    network = lattice()
    site = at(network, MIDDLE_M, MIDDLE_M)
    narrow, wide = (
        isochrones(network, site, kind=Kind.METRES, limits=(250.0,), beside_road_m=width)[0] for width in (10.0, 70.0)
    )
    assert isinstance(narrow, shapely.Polygon)
    assert isinstance(wide, shapely.Polygon)
    assert len(narrow.interiors) == 4
    assert len(wide.interiors) == 0
    for dx, dy in ((62.5, 62.5), (-62.5, 62.5), (62.5, -62.5), (-62.5, -62.5)):
        assert not narrow.contains(shapely.Point(MIDDLE_M + dx, MIDDLE_M + dy))
        assert wide.contains(shapely.Point(MIDDLE_M + dx, MIDDLE_M + dy))
    # Two blocks straight on is within reach, two blocks aside of that is not.
    assert narrow.contains(shapely.Point(MIDDLE_M + 249, MIDDLE_M))
    assert not narrow.contains(shapely.Point(MIDDLE_M + 125, MIDDLE_M + 187.5))


def test_who_may_only_walk_to_the_road_is_near_at_the_door_and_before_that_nobody_is() -> None:
    # 10 m of walking: within 9 m nothing is reached, within 10 m the foot itself.
    network = lattice()
    nothing, door = isochrones(
        network, at(network, MIDDLE_M + 62.5, MIDDLE_M + 10), kind=Kind.METRES, limits=(9.0, 10.0), beside_road_m=20.0
    )
    assert nothing.is_empty
    # A circle of 20 m in eight pieces: 8 · ½ · 20² · sin 45° = 1,131 m².
    assert door.area == pytest.approx(1131, abs=1)
    assert door.centroid.distance(shapely.Point(MIDDLE_M + 62.5, MIDDLE_M)) == pytest.approx(0, abs=1e-6)


def test_a_farther_limit_holds_the_nearer_one() -> None:
    network = lattice()
    near, far = isochrones(
        network, at(network, MIDDLE_M + 30, MIDDLE_M), kind=Kind.METRES, limits=(200.0, 400.0), beside_road_m=20.0
    )
    assert near.is_valid
    assert far.buffer(1e-6).contains(near)


def test_both_banks_of_a_ferry_are_within_reach_and_the_river_is_not() -> None:
    # Quays at x = 1,000 and 2,000 and a road of 1 km on either bank; the branch stands at x = 500.
    roads = line_roads(3)
    boat = replace(roads, road_class=np.array([0, ROAD_CLASS_INDEX[FERRY], 0], dtype=np.uint8))
    network = build_network(boat, Modality.LOPEN)
    (area,) = isochrones(network, at(network, 500, 0), kind=Kind.METRES, limits=(2000.0,), beside_road_m=50.0)
    assert isinstance(area, shapely.MultiPolygon)
    assert [area.contains(shapely.Point(x_m, 0)) for x_m in (900, 1500, 2400, 2600)] == [True, False, True, False]


def test_from_a_branch_that_no_road_leads_to_nothing_is_within_reach() -> None:
    roads = line_roads(1)
    network = build_network(replace(roads, road_class=np.array([ROAD_CLASS_INDEX[FERRY]])), Modality.LOPEN)
    (area,) = isochrones(network, at(network, 500, 0), kind=Kind.METRES, limits=(5000.0,))
    assert area.is_empty


@settings(max_examples=100)
@given(tangles(n_points=1, n_sites=1))
def test_every_place_within_the_limit_lies_on_a_reachable_piece(
    world: tuple[RoadNetwork, Footing, Footing],
) -> None:
    network, _, site = world
    if network.n_nodes == 0:
        return
    limit = 60.0
    cost = node_costs(network, site, kind=Kind.METRES, limit=limit)
    # Eighths of every segment, by networkx; a street drawn elsewhere than its length says cannot be compared.
    fraction = np.tile(np.arange(9) / 8, network.tail.size)
    segment = np.repeat(np.arange(network.tail.size, dtype=np.int32), 9)
    places = Footing(segment, fraction, np.zeros(fraction.size))
    slow = slow_costs(network, places, site, network.length_m)[:, 0]
    nodes = np.full(network.n_nodes, np.inf)
    nodes[network.tail] = slow[::9]
    nodes[network.head] = slow[8::9]
    np.testing.assert_array_equal(cost, np.where(nodes <= limit, nodes, np.inf))
    lines = reachable_roads(network, site, cost, kind=Kind.METRES, limit=limit)
    xy = np.column_stack([network.x_m, network.y_m])
    spots = xy[network.tail[segment]] * (1 - fraction[:, None]) + xy[network.head[segment]] * fraction[:, None]
    union = shapely.union_all(lines) if lines.size else shapely.Point()
    near = slow <= limit
    assert (shapely.distance(union, shapely.points(spots[near])) < 1e-6).all()
