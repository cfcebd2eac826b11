"""Where the people of a square stand."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
import shapely

from spreiding.io.files.crs import transform
from spreiding.io.people.placement import place_people, roads_in_squares, scattered_pieces
from spreiding.io.people.population import Population
from spreiding.network import Access, Roads
from spreiding.reconcile import square_centres
from spreiding.tables import ROAD_CLASS_INDEX
from tests.worlds import make_roads

X, Y = 190_000.0, 507_000.0


def make_population(
    squares: Sequence[tuple[float, float, float]],
    *,
    size_m: float = 0,
    shapes: Sequence[object] | None = None,
    estimated: Sequence[float] | None = None,
) -> Population:
    """Squares with their south-west corner (x, y) [m] and inhabitants; or areas around these points."""
    x_m, y_m, inwoners = (np.array(column, dtype=np.float64) for column in zip(*squares, strict=True))
    drawn = None if shapes is None else np.array([*shapes, None], dtype=object)[:-1]
    return Population(
        source="cbs100",
        ids=np.array([f"V{k}" for k in range(inwoners.size)]),
        x_m=x_m + size_m / 2,
        y_m=y_m + size_m / 2,
        size_m=np.full(inwoners.size, size_m),
        inwoners=inwoners,
        estimated=np.zeros(inwoners.size) if estimated is None else np.array(estimated),
        groups=np.full((inwoners.size, 5), np.nan),
        is_groups_estimated=np.zeros(inwoners.size, dtype=np.bool_),
        shapes=drawn,
        n_rows=inwoners.size,
        n_missing=0,
    )


def classed(roads: Roads, *classes: str) -> Roads:
    """The same roads with these classes, one per segment."""
    return replace(roads, road_class=np.array([ROAD_CLASS_INDEX[name] for name in classes], dtype=np.uint8))


def test_a_square_of_100_m_has_one_point_in_its_centre() -> None:
    roads = make_roads([(X, Y), (X + 100, Y)], [(0, 1)])
    demand = place_people(make_population([(X, Y, 7)], size_m=100), roads)
    assert (demand.x_m.tolist(), demand.y_m.tolist(), demand.inwoners.tolist()) == ([X + 50], [Y + 50], [7])


def test_people_of_a_large_square_stand_along_its_roads_at_most_50_m_apart() -> None:
    # 120 m in pieces of at most 50 m: three of 40 m, with their middles at 20, 60 and 100 m.
    roads = make_roads([(X + 10, Y + 10), (X + 130, Y + 10)], [(0, 1)])
    roads = classed(roads, "residential")
    demand = place_people(make_population([(X, Y, 30)], size_m=500), roads)
    np.testing.assert_allclose(demand.x_m, [X + 30, X + 70, X + 110])
    np.testing.assert_allclose(demand.y_m, Y + 10)
    np.testing.assert_allclose(demand.inwoners, 10)


def test_longer_roads_carry_more_people_and_only_inhabited_ones_count() -> None:
    # 300 m of residential, 100 m of unclassified, 400 m of motorway: shares 3/4, 1/4 and none.
    nodes = [(X, Y + 10), (X + 300, Y + 10), (X, Y + 50), (X + 100, Y + 50), (X, Y + 90), (X + 400, Y + 90)]
    roads = make_roads(nodes, [(0, 1), (2, 3), (4, 5)])
    roads = classed(roads, "residential", "unclassified", "motorway")
    demand = place_people(make_population([(X, Y, 80)], size_m=500), roads)
    per_road = {float(y): demand.inwoners[demand.y_m == y].sum() for y in np.unique(demand.y_m)}
    assert per_road == {Y + 10: pytest.approx(60), Y + 50: pytest.approx(20)}


def test_a_road_without_cars_carries_nobody() -> None:
    roads = make_roads([(X, Y), (X + 100, Y)], [(0, 1)], access=int(Access.LOPEN))
    roads = classed(roads, "residential")
    demand = place_people(make_population([(X, Y, 9)], size_m=500), roads)
    # The one point in the centre that a square without roads keeps.
    assert (demand.x_m.tolist(), demand.inwoners.tolist()) == ([X + 250], [9])


def test_a_road_across_a_border_serves_both_squares_and_each_keeps_its_total() -> None:
    # 200 m, of which 150 m in the western square: three pieces of 50 m there, one in the eastern square.
    roads = make_roads([(X + 350, Y + 10), (X + 550, Y + 10)], [(0, 1)])
    roads = classed(roads, "tertiary")
    demand = place_people(make_population([(X, Y, 30), (X + 500, Y, 7)], size_m=500), roads)
    assert demand.square.tolist() == [0, 0, 0, 1]
    np.testing.assert_allclose(demand.inwoners, [10, 10, 10, 7])


def test_squares_of_the_european_grid_lie_aslant_in_ours() -> None:
    # A road through the middle of the square in its own system, 200 m long.
    corner = (4_042_000.0, 3_276_000.0)
    shapes = [
        shapely.transform(
            shapely.box(west, corner[1], west + 1000, corner[1] + 1000),
            lambda xy: np.column_stack(transform(xy[:, 0], xy[:, 1], source="EPSG:3035")),
        )
        for west in (corner[0], corner[0] + 1000)
    ]
    x_m, y_m = transform([corner[0] + 400, corner[0] + 600], [corner[1] + 500] * 2, source="EPSG:3035")
    roads = classed(make_roads([(x_m[0], y_m[0]), (x_m[1], y_m[1])], [(0, 1)]), "residential")
    centres = [(shape.centroid.x, shape.centroid.y) for shape in shapes]
    demand = place_people(make_population([(*centres[0], 12), (*centres[1], 5)], shapes=shapes), roads)
    assert demand.inwoners[demand.square == 0].sum() == pytest.approx(12)
    assert demand.inwoners[demand.square == 1].tolist() == [5]
    assert (demand.square == 0).sum() >= 4


def test_an_area_spreads_over_its_roads_and_the_first_of_two_wins() -> None:
    # An L of 100 m wide and its neighbour over the same road: 200 m of road in the first, none is left for the second.
    area = shapely.Polygon(
        [(X, Y), (X + 300, Y), (X + 300, Y + 100), (X + 100, Y + 100), (X + 100, Y + 300), (X, Y + 300)]
    )
    other = shapely.box(X, Y, X + 300, Y + 100)
    roads = classed(make_roads([(X + 50, Y + 50), (X + 250, Y + 50)], [(0, 1)]), "unclassified")
    demand = place_people(make_population([(X + 10, Y + 10, 40), (X + 20, Y + 20, 6)], shapes=[area, other]), roads)
    assert demand.square.tolist() == [0, 0, 0, 0, 1]
    np.testing.assert_allclose(demand.x_m, [X + 75, X + 125, X + 175, X + 225, X + 20])
    np.testing.assert_allclose(demand.inwoners, [10, 10, 10, 10, 6])


def test_a_point_keeps_its_people() -> None:
    roads = classed(make_roads([(X, Y), (X + 100, Y)], [(0, 1)]), "residential")
    demand = place_people(make_population([(X + 30, Y + 5, 12)], shapes=[None]), roads)
    assert (demand.x_m.tolist(), demand.y_m.tolist(), demand.inwoners.tolist()) == ([X + 30], [Y + 5], [12])


def test_a_square_that_is_wholly_estimated_has_its_people_on_the_scattered_roads_inside() -> None:
    # The road crosses the square from x = 60 to 100: one piece of 40 m. A square that is only partly estimated keeps
    # its centre, and so does one along a living street.
    nodes = [(X + 60, Y + 20), (X + 360, Y + 20), (X + 10, Y + 150), (X + 90, Y + 150)]
    roads = classed(make_roads(nodes, [(0, 1), (2, 3)]), "tertiary", "living_street")
    squares = [(X, Y, 3), (X + 100, Y, 9), (X, Y + 100, 2)]
    demand = place_people(make_population(squares, size_m=100, estimated=[3, 4, 2]), roads)
    order = np.argsort(demand.square)
    assert demand.x_m[order].tolist() == [X + 80, X + 150, X + 50]
    assert demand.y_m[order].tolist() == [Y + 20, Y + 50, Y + 150]
    assert demand.inwoners[order].tolist() == [3, 9, 2]


def test_the_length_of_road_is_counted_square_by_square() -> None:
    # From (50, 50) to (350, 450), 500 m: x is 50 + 0.6 s and y is 50 + 0.8 s. It leaves a square after 62.5 m
    # (y = 100), 83⅓ (x), 187.5 (y), 250 (x), 312.5 (y), 416⅔ (x) and 437.5 m (y).
    roads = classed(make_roads([(X + 50, Y + 50), (X + 350, Y + 450)], [(0, 1)]), "residential")
    found = roads_in_squares(scattered_pieces(roads))
    x_m, y_m = square_centres(found.keys, 100)
    places = zip(((x_m - X) // 100).astype(int).tolist(), ((y_m - Y) // 100).astype(int).tolist(), strict=True)
    assert dict(zip(places, found.values.tolist(), strict=True)) == {
        (0, 0): pytest.approx(62.5),
        (0, 1): pytest.approx(250 / 3 - 62.5),
        (1, 1): pytest.approx(187.5 - 250 / 3),
        (1, 2): pytest.approx(62.5),
        (2, 2): pytest.approx(62.5),
        (2, 3): pytest.approx(1250 / 3 - 312.5),
        (3, 3): pytest.approx(437.5 - 1250 / 3),
        (3, 4): pytest.approx(62.5),
    }


def test_a_road_along_the_line_between_squares_counts_once() -> None:
    roads = classed(make_roads([(X + 100, Y), (X + 100, Y + 250)], [(0, 1)]), "residential")
    found = roads_in_squares(scattered_pieces(roads))
    assert found.values.tolist() == pytest.approx([100, 100, 50])
