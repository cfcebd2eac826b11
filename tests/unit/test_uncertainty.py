"""How far a distance can be off, and how many people rows without a number can hold."""

from dataclasses import replace

import numpy as np
import pytest

from spreiding.demand import Demand
from spreiding.domain import Modality
from spreiding.network import project
from spreiding.placing import Kind
from spreiding.region import Region
from spreiding.tables import ROAD_CLASS_INDEX, ROAD_CLASSES
from spreiding.uncertainty import most_missing, position_tolerance
from tests.judging.worlds import with_missing
from tests.worlds import HERE, THERE, line_roads, make_region, make_site

HALF_DIAGONAL_M = 50 * 2**0.5


def world(*people: tuple[float, float, float]) -> Region:
    return make_region(line_roads(), people=people or [(0, 0, 10)], sites=[make_site("bieb", 0.0)])


def sized(region: Region, *sizes_m: float) -> Region:
    return replace(region, squares=replace(region.squares, size_m=np.array(sizes_m)))


def test_a_door_is_at_most_half_the_diagonal_of_its_square_away() -> None:
    # 100 m: 70.7 m; 500 m as one point: 353.6 m.
    region = sized(world((0, 0, 10), (5000, 0, 10)), 100.0, 500.0)
    tolerance = position_tolerance(region, Modality.AUTO)
    assert tolerance.metres == pytest.approx([HALF_DIAGONAL_M, 5 * HALF_DIAGONAL_M])
    assert tolerance.of(Kind.METRES) is tolerance.metres
    assert tolerance.of(Kind.MINUTES) is tolerance.minutes


def test_four_points_of_a_square_stand_for_a_quarter_of_it_each() -> None:
    # 500 m in four: squares of 250 m, with half a diagonal of 125·√2.
    x_m, y_m = np.array([0.0, 250.0, 0.0, 250.0]), np.zeros(4)
    region = sized(world(), 500.0)
    demand = Demand(np.zeros(4, dtype=np.int32), x_m, y_m, np.full(4, 2.5))
    feet = {modality: project(network, x_m, y_m) for modality, network in region.networks.items()}
    found = position_tolerance(replace(region, demand=demand, demand_footing=feet), Modality.AUTO)
    assert found.metres == pytest.approx([125 * 2**0.5] * 4)


def test_the_walk_to_the_road_may_not_be_needed_or_be_twice_as_long() -> None:
    found = position_tolerance(world((0, 30, 10)), Modality.AUTO)
    assert found.metres == pytest.approx([HALF_DIAGONAL_M + 30])
    # Within the square one drives 28 km/h, to the road one walks 5 km/h.
    assert found.minutes == pytest.approx([HALF_DIAGONAL_M / (28_000 / 60) + 30 / (5_000 / 60)])


@pytest.mark.parametrize(
    ("modality", "kmh"),
    [(Modality.AUTO, 28), (Modality.FIETS, 15), (Modality.EBIKE, 20), (Modality.LOPEN, 5)],
)
def test_minutes_are_those_of_a_street_where_people_live(modality: Modality, kmh: float) -> None:
    assert ROAD_CLASSES[ROAD_CLASS_INDEX["residential"]].car_kmh == 28
    assert position_tolerance(world(), modality).minutes == pytest.approx([HALF_DIAGONAL_M / (kmh * 1000 / 60)])


def test_who_has_no_road_can_be_any_distance_off() -> None:
    region = world()
    feet = replace(region.demand_footing[Modality.AUTO], walk_m=np.array([np.inf]))
    nowhere = replace(region, demand_footing={Modality.AUTO: feet})
    found = position_tolerance(nowhere, Modality.AUTO)
    assert np.isinf(found.metres).all()
    assert np.isinf(found.minutes).all()


def test_people_on_a_map_of_nobody_have_no_tolerance() -> None:
    region = world()
    demand = Demand(*(getattr(region.demand, name)[:0] for name in ("square", "x_m", "y_m", "inwoners")))
    feet = {modality: project(network, demand.x_m, demand.y_m) for modality, network in region.networks.items()}
    empty = replace(region, demand=demand, demand_footing=feet)
    assert position_tolerance(empty, Modality.AUTO).metres.size == 0


@pytest.mark.parametrize(
    ("n_missing", "per_gemeente", "of_here", "of_all"),
    [
        (0, {}, 0, 0),
        (3, {}, 12, 12),
        (3, {HERE.code: 1, THERE.code: 2}, 4, 12),
        (3, {THERE.code: 3}, 0, 12),
        (3, {HERE.code: 0}, 0, 12),
    ],
)
def test_a_square_without_a_number_holds_four_at_most(
    n_missing: int, per_gemeente: dict[str, int], of_here: int, of_all: int
) -> None:
    region = with_missing(world(), n_missing, per_gemeente=per_gemeente)
    assert most_missing(region, HERE.code) == of_here
    assert most_missing(region) == of_all


def test_a_row_of_another_source_has_no_bound() -> None:
    assert most_missing(with_missing(sized(world(), 1000.0), 1)) is None
    assert most_missing(with_missing(sized(world(), 1000.0), 0)) == 0
    assert most_missing(with_missing(sized(world(), 500.0), 2)) == 8
    mixed = sized(world((0, 0, 1), (0, 0, 1)), 100.0, 250.0)
    assert most_missing(with_missing(mixed, 1)) is None
