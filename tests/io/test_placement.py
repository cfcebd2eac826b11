"""Where the people of a square stand."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from spreiding.io.cbs import CBS_100, CBS_500
from spreiding.io.crs import transform
from spreiding.io.eurostat import EUROSTAT_1KM
from spreiding.io.placement import place_people
from spreiding.io.population import Grid, Population
from spreiding.network import Access, Roads
from spreiding.tables import ROAD_CLASS_INDEX
from tests.worlds import make_roads

X, Y = 190_000.0, 507_000.0


def make_population(grid: Grid, squares: Sequence[tuple[float, float, float]]) -> Population:
    """Squares with their south-west corner (x, y) [m, in the grid's system] and inhabitants."""
    x_m, y_m, inwoners = (np.array(column) for column in zip(*squares, strict=True))
    half = grid.size_m / 2
    ids = np.array([f"V{k}" for k in range(inwoners.size)])
    groups = np.full((inwoners.size, 5), np.nan)
    return Population(grid, ids, x_m + half, y_m + half, inwoners, groups, inwoners.size, 0)


def classed(roads: Roads, *classes: str) -> Roads:
    """The same roads with these classes, one per segment."""
    return replace(roads, road_class=np.array([ROAD_CLASS_INDEX[name] for name in classes], dtype=np.uint8))


def test_a_square_of_100_m_has_one_point_in_its_centre() -> None:
    roads = make_roads([(X, Y), (X + 100, Y)], [(0, 1)])
    demand = place_people(make_population(CBS_100, [(X, Y, 7)]), roads)
    assert (demand.x_m.tolist(), demand.y_m.tolist(), demand.inwoners.tolist()) == ([X + 50], [Y + 50], [7])


def test_people_of_a_large_square_stand_along_its_roads_at_most_50_m_apart() -> None:
    # 120 m in pieces of at most 50 m: three of 40 m, with their middles at 20, 60 and 100 m.
    roads = make_roads([(X + 10, Y + 10), (X + 130, Y + 10)], [(0, 1)])
    roads = classed(roads, "residential")
    demand = place_people(make_population(CBS_500, [(X, Y, 30)]), roads)
    np.testing.assert_allclose(demand.x_m, [X + 30, X + 70, X + 110])
    np.testing.assert_allclose(demand.y_m, Y + 10)
    np.testing.assert_allclose(demand.inwoners, 10)


def test_longer_roads_carry_more_people_and_only_inhabited_ones_count() -> None:
    # 300 m of residential, 100 m of unclassified, 400 m of motorway: shares 3/4, 1/4 and none.
    nodes = [(X, Y + 10), (X + 300, Y + 10), (X, Y + 50), (X + 100, Y + 50), (X, Y + 90), (X + 400, Y + 90)]
    roads = make_roads(nodes, [(0, 1), (2, 3), (4, 5)])
    roads = classed(roads, "residential", "unclassified", "motorway")
    demand = place_people(make_population(CBS_500, [(X, Y, 80)]), roads)
    per_road = {float(y): demand.inwoners[demand.y_m == y].sum() for y in np.unique(demand.y_m)}
    assert per_road == {Y + 10: pytest.approx(60), Y + 50: pytest.approx(20)}


def test_a_road_without_cars_carries_nobody() -> None:
    roads = make_roads([(X, Y), (X + 100, Y)], [(0, 1)], access=int(Access.LOPEN))
    roads = classed(roads, "residential")
    demand = place_people(make_population(CBS_500, [(X, Y, 9)]), roads)
    # The one point in the centre that a square without roads keeps.
    assert (demand.x_m.tolist(), demand.inwoners.tolist()) == ([X + 250], [9])


def test_a_road_across_a_border_serves_both_squares_and_each_keeps_its_total() -> None:
    # 200 m, of which 150 m in the western square: three pieces of 50 m there, one in the eastern square.
    roads = make_roads([(X + 350, Y + 10), (X + 550, Y + 10)], [(0, 1)])
    roads = classed(roads, "tertiary")
    demand = place_people(make_population(CBS_500, [(X, Y, 30), (X + 500, Y, 7)]), roads)
    assert demand.square.tolist() == [0, 0, 0, 1]
    np.testing.assert_allclose(demand.inwoners, [10, 10, 10, 7])


def test_squares_of_the_european_grid_lie_aslant_in_ours() -> None:
    # A road through the middle of the square in its own system, 200 m long: in ours it is found by its own points.
    corner = (4_042_000.0, 3_276_000.0)
    x_m, y_m = transform([corner[0] + 400, corner[0] + 600], [corner[1] + 500] * 2, source="EPSG:3035")
    roads = make_roads([(x_m[0], y_m[0]), (x_m[1], y_m[1])], [(0, 1)])
    roads = classed(roads, "residential")
    demand = place_people(make_population(EUROSTAT_1KM, [(*corner, 12), (corner[0] + 1000, corner[1], 5)]), roads)
    assert demand.inwoners[demand.square == 0].sum() == pytest.approx(12)
    assert demand.inwoners[demand.square == 1].tolist() == [5]
    assert (demand.square == 0).sum() >= 4
