"""Expected members and visits: by hand on a road, and person by person on random regions."""

import math
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from pydantic import ValidationError

from spreiding.attendance import (
    AttendanceModel,
    Band,
    Curve,
    Expected,
    MemberCurve,
    UnitCost,
    expected_attendance,
    unit_cost,
    unit_costs,
)
from spreiding.demand import FloatArray
from spreiding.domain import Modality, Plan
from spreiding.evaluation import evaluate
from spreiding.region import Region
from tests.attendance_worlds import nearest_on_street, street
from tests.regions import regions, slow_distances, slow_nearest
from tests.worlds import HERE, make_uitgangspunten


def member_curves(level: float) -> tuple[MemberCurve, MemberCurve, MemberCurve]:
    """The same share at the door for every slope: halved at 1, 2 or 4 km."""
    near, chosen, far = (MemberCurve(level=level, half_km=km) for km in (1, 2, 4))
    return near, chosen, far


def model(youth: float = 0.8, adult: float = 0.4, visits: float = 10.0) -> AttendanceModel:
    near, chosen, far = (Curve(level=visits, half_km=km) for km in (1, 2, 4))
    return AttendanceModel(
        youth=member_curves(youth),
        adult=member_curves(adult),
        visits=(near, chosen, far),
        youth_of_15_25=0.5,
        youth_share=0.25,
        calibrated_on=HERE,
        year=2024,
        bron="proef",
    )


def test_use_is_halved_at_the_half_distance() -> None:
    # 100 people at the door of 'west' and 100 at 2 km from it; 'midden' has 400 people at 1 km. Of each 100 people 25
    # are youth and 75 adults (see `attendance_worlds.AGES`).
    region = street((0, 100), (2, 100), (5, 400))
    found = expected_attendance(region, nearest_on_street(region), model())
    # West: 0.8 · 25 · (1 + 1/2) youth, 0.4 · 75 · 1.5 adults, 10 · 100 · 1.5 visits; nobody goes to 'oost'.
    # Midden: a whole of 1 km is 2^(-1/2) of what it is at the door: 0.8 · 100, 0.4 · 300 and 10 · 400 times that.
    root = math.sqrt(0.5)
    assert found.youth.mid == pytest.approx([30, 80 * root, 0])
    assert found.adult.mid == pytest.approx([45, 120 * root, 0])
    assert found.members.mid == pytest.approx([75, 200 * root, 0])
    assert found.visits.mid == pytest.approx([1500, 4000 * root, 0])
    assert found.persons_without_age.tolist() == [0, 0, 0]
    assert found.calibrated_on == HERE


def test_the_slope_is_the_logarithm_of_two_over_the_half_distance() -> None:
    curve = Curve(level=1, half_km=3)
    assert math.exp(-curve.slope_per_km * 3) == pytest.approx(0.5)


def test_the_bounds_are_the_least_and_the_most_of_three_slopes() -> None:
    # 100 people at 2 km of 'west': a quarter comes when use is halved at 1 km, a half at 2 km, 2^(-1/2) at 4 km.
    region = street((2, 100))
    visits = expected_attendance(region, nearest_on_street(region), model()).visits
    assert (visits.low[0], visits.mid[0]) == (250, 500)
    assert visits.high[0] == pytest.approx(1000 * math.sqrt(0.5))


def test_a_total_adds_up_each_slope_by_itself() -> None:
    # Two branches of which one gains what the other loses: together they have no band.
    expected = Expected(np.array([[90.0, 10.0, 5.0], [80.0, 20.0, 6.0], [70.0, 30.0, 7.0]]))
    assert expected.total(np.array([0, 1])) == Band(100, 100, 100)
    assert expected.total() == Band(105, 106, 107)
    assert (expected.low.tolist(), expected.high.tolist()) == ([70, 10, 5], [90, 30, 7])


def test_people_of_unknown_age_count_by_the_average_mix_and_are_told_apart() -> None:
    # The second hundred tells no ages; a quarter of it is taken as youth, as the model says.
    region = street((0, 100), (0, 100), known=1)
    found = expected_attendance(region, nearest_on_street(region), model())
    assert found.youth.mid[0] == pytest.approx(0.8 * (25 + 25))
    assert found.adult.mid[0] == pytest.approx(0.4 * (75 + 75))
    assert found.persons_without_age.tolist() == [100, 0, 0]


def test_who_has_no_route_is_expected_nowhere() -> None:
    region = street((0, 100), (4, 100))
    found = nearest_on_street(region)
    found.metres[1], found.site_m[1] = np.inf, -1
    assert expected_attendance(region, found, model()).visits.mid.tolist() == [1000, 0, 0]


def test_a_share_of_members_at_the_door_is_at_most_one() -> None:
    with pytest.raises(ValidationError):
        MemberCurve(level=1.01, half_km=3)


# --- cost ---


def test_a_yearly_amount_is_divided_over_visits_and_over_members() -> None:
    # 35,669 / 13,820 = 2.5810; 35,669 / 1,374 = 25.9600.
    assert unit_cost(Decimal(35_669), visits=13_820, members=1374) == UnitCost(Decimal("2.58"), Decimal("25.96"))


def test_an_unknown_amount_stays_unknown() -> None:
    assert unit_cost(None, visits=100, members=10) == UnitCost(None, None)


def test_a_branch_without_even_one_visit_has_no_cost_per_visit() -> None:
    assert unit_cost(Decimal(100), visits=0, members=0.5) == UnitCost(None, None)


def test_every_branch_has_its_own_cost_by_its_id() -> None:
    region = street((0, 100), (4, 100))
    found = unit_costs(
        region,
        expected_attendance(region, nearest_on_street(region), model()),
        {"midden": Decimal(5000), "west": None, "oost": Decimal(5000)},
    )
    # Midden has 10 · 100 visits and 0.8 · 25 + 0.4 · 75 = 50 members; to oost nobody comes.
    assert found == {
        "midden": UnitCost(Decimal("5.00"), Decimal("100.00")),
        "west": UnitCost(None, None),
        "oost": UnitCost(None, None),
    }


# --- what always holds ---


@settings(max_examples=100)
@given(regions())
def test_it_equals_counting_person_by_person(world: tuple[Region, Plan, Plan]) -> None:
    region, plan, _ = world
    evaluation = evaluate(region, plan, make_uitgangspunten())
    found = expected_attendance(region, evaluation.nearest, model())
    youth, adult, visits, unknown = (np.zeros(len(region.sites)) for _ in range(4))
    metres, sites = slow_nearest(slow_distances(region, Modality.AUTO), plan)
    for point, site in enumerate(sites):
        if site < 0:
            continue
        ages, near = region.squares.groups[point].tolist(), math.exp(-math.log(2) * metres[point] / 2000)
        persons = region.demand.inwoners[point]
        is_unknown = any(math.isnan(age) for age in ages)
        young = persons / 4 if is_unknown else ages[0] + ages[1] / 2
        youth[site] += 0.8 * young * near
        adult[site] += 0.4 * (persons - young) * near
        visits[site] += 10 * persons * near
        unknown[site] += persons if is_unknown else 0
    assert found.youth.mid == pytest.approx(youth)
    assert found.adult.mid == pytest.approx(adult)
    assert found.visits.mid == pytest.approx(visits)
    assert found.persons_without_age == pytest.approx(unknown)


def everything(region: Region, plan: Plan) -> list[Expected]:
    found = expected_attendance(region, evaluate(region, plan, make_uitgangspunten()).nearest, model())
    return [found.youth, found.adult, found.members, found.visits]


def is_in_order(low: FloatArray, mid: FloatArray, high: FloatArray) -> bool:
    return bool((low <= mid).all() and (mid <= high).all())


@settings(max_examples=50)
@given(regions())
def test_the_expected_number_lies_between_its_bounds(world: tuple[Region, Plan, Plan]) -> None:
    region, plan, _ = world
    for expected in everything(region, plan):
        assert is_in_order(expected.low, expected.mid, expected.high)
        low, mid, high = expected.total()
        assert low <= mid <= high


@settings(max_examples=50)
@given(regions())
def test_closing_a_branch_never_raises_a_total(world: tuple[Region, Plan, Plan]) -> None:
    region, plan, _ = world
    for closed in plan.by_id:
        smaller = Plan.of({site_id: option for site_id, option in plan.by_id.items() if site_id != closed})
        for before, after in zip(everything(region, plan), everything(region, smaller), strict=True):
            # Sums of the same persons in another order differ by a rounding.
            assert all(np.array(after.total()) <= np.array(before.total()) * (1 + 1e-12))


@settings(max_examples=50)
@given(regions())
def test_nobody_is_a_member_twice(world: tuple[Region, Plan, Plan]) -> None:
    region, plan, _ = world
    _, _, members, _ = everything(region, plan)
    assert members.total().high <= region.demand.inwoners.sum()
