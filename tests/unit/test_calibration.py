"""The level of the model: derived by hand on a road, and the facts exactly on random regions."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from spreiding.attendance import expected_attendance
from spreiding.calibration import calibrate
from spreiding.domain import Plan
from spreiding.errors import InputError
from spreiding.evaluation import evaluate
from spreiding.region import Region
from tests.attendance_worlds import assumptions, facts, half, nearest_on_street, street
from tests.io.files import faults_of
from tests.regions import regions
from tests.worlds import HERE, THERE, make_uitgangspunten


def test_the_level_at_the_door_follows_from_what_is_counted() -> None:
    # 100 people at the door and 100 at 2 km, of each 25 youth and 75 adults. Halved at 1, 2 and 4 km they weigh as
    # 125, 150 and 100 + 100/√2. 15 youth members: 15 / (25 · 1.5) = 0.4; 45 adults: 45 / (75 · 1.5) = 0.4; 1500 visits
    # of 150.
    region = street((0, 100), (2, 100))
    found = calibrate(region, nearest_on_street(region), facts=facts(15, 45, 1500), assumptions=assumptions())
    assert [curve.level for curve in found.youth] == pytest.approx([15 / 31.25, 0.4, 15 / 25 / (1 + 0.5**0.5)])
    assert [curve.half_km for curve in found.youth] == [1, 2, 4]
    assert [curves[1].level for curves in (found.youth, found.adult, found.visits)] == pytest.approx([0.4, 0.4, 10])
    assert (found.calibrated_on, found.year, found.bron) == (HERE, 2024, "proef, members")
    assert (found.youth_of_15_25, found.label) == (0.5, "model")
    assert found.youth_share == pytest.approx(0.25)


def test_youth_and_adults_fall_by_their_own_distance() -> None:
    region = street((2, 100))
    chosen = assumptions(youth=half(4, 4, 8))
    found = calibrate(region, nearest_on_street(region), facts=facts(10, 15, 100), assumptions=chosen)
    # At 2 km: 2^(-1/2) of 25 youth, a half of 75 adults.
    assert found.youth[1].level == pytest.approx(10 / 25 * 2**0.5)
    assert found.adult[1].level == pytest.approx(0.4)


def test_only_who_is_nearest_to_a_branch_of_the_gemeente_sets_the_level() -> None:
    # 900 people of Hier live at 10 km, where the branch of Daar is: its report counts them, not that of Hier.
    region = street((0, 100), (10, 900))
    found = calibrate(region, nearest_on_street(region), facts=facts(10, 30, 500), assumptions=assumptions())
    assert found.visits[1].level == pytest.approx(5)
    expected = expected_attendance(region, nearest_on_street(region), found)
    # With the same level Daar has nine times as many, by assumption.
    assert expected.visits.mid == pytest.approx([500, 0, 4500])
    assert expected.calibrated_on != THERE


def test_people_of_unknown_age_have_the_ages_of_the_others() -> None:
    # Of 200 people half tells no age: 50 youth and 150 adults are taken, as if all did.
    region = street((0, 100), (0, 100), known=1)
    found = calibrate(region, nearest_on_street(region), facts=facts(25, 30, 400), assumptions=assumptions())
    assert found.youth_share == pytest.approx(0.25)
    assert found.youth[1].level == pytest.approx(0.5)
    assert found.adult[1].level == pytest.approx(0.2)


def test_when_everybody_at_the_door_is_a_member_the_level_is_one() -> None:
    region = street((0, 100))
    found = calibrate(region, nearest_on_street(region), facts=facts(25, 75, 10), assumptions=assumptions())
    assert [curve.level for curve in (*found.youth, *found.adult)] == [1.0] * 6


# --- what cannot be calibrated ---


def faults(region: Region, youth: int, adult: int, visits: int) -> list[InputError]:
    return faults_of(
        lambda: calibrate(
            region, nearest_on_street(region), facts=facts(youth, adult, visits), assumptions=assumptions()
        )
    )


def test_more_members_than_people_at_the_door_is_said_of_each_group() -> None:
    # At 2 km and halved per km a quarter of 25 youth is 6, a quarter of 75 adults 18; visits know no bound.
    found = faults(street((2, 100)), 7, 19, 10**6)
    assert [(fault.kind, fault.data["group"], fault.data["most"], fault.data["km"]) for fault in found] == [
        ("attendance_level_too_high", "jeugd", 6, "1"),
        ("attendance_level_too_high", "volwassenen", 18, "1"),
    ]


def test_as_many_members_as_the_shortest_distance_allows_are_no_fault() -> None:
    region = street((2, 100))
    found = calibrate(region, nearest_on_street(region), facts=facts(6, 18, 5), assumptions=assumptions())
    # 6 of 6.25 and 18 of 18.75.
    assert [found.youth[0].level, found.adult[0].level] == pytest.approx([0.96, 0.96])


def test_a_gemeente_that_is_not_in_the_region_cannot_set_the_level() -> None:
    region = replace(street((0, 100)), gemeenten=(THERE,))
    assert [fault.kind for fault in faults(region, 1, 3, 10)] == ["attendance_without_gemeente"]


def test_without_any_known_age_youth_and_adults_cannot_be_told_apart() -> None:
    assert [fault.kind for fault in faults(street((0, 100), known=0), 1, 3, 10)] == ["attendance_without_ages"]


def test_counted_members_of_a_group_that_nobody_is_in_are_a_fault() -> None:
    region = street((0, 100))
    groups = np.array([[0.0, 0.0, 50.0, 30.0, 20.0]])
    region = replace(region, squares=replace(region.squares, groups=groups))
    found = faults(region, 4, 10, 10)
    assert [(fault.kind, fault.data["group"], fault.data["count"]) for fault in found] == [
        ("attendance_nobody", "jeugd", 4)
    ]
    # Without youth members there is nothing to explain.
    chosen = calibrate(region, nearest_on_street(region), facts=facts(0, 10, 10), assumptions=assumptions())
    assert [curve.level for curve in chosen.youth] == [0, 0, 0]


# --- what always holds ---


@settings(max_examples=100)
@given(regions(), st.floats(0, 1), st.floats(0, 1), st.integers(0, 100_000))
def test_the_facts_come_out_exactly_by_every_slope(
    world: tuple[Region, Plan, Plan], youth_part: float, adult_part: float, visits: int
) -> None:
    region, plan, _ = world
    nearest = evaluate(region, plan, make_uitgangspunten()).nearest
    here = np.array([k for k, site in enumerate(region.sites) if site.gemeente == HERE.code], dtype=np.intp)
    served = np.isin(nearest.site_m, here)
    known = served & np.isfinite(region.squares.groups).all(axis=1)
    assume(known.any() and region.squares.groups[known].sum() > 0)
    # As many members as the shortest half distance, 1 km, allows, or a part of it; unknown ages as the known ones.
    ages, near = region.squares.groups, 2 ** (-nearest.metres / 1000)
    young = ages[:, 0] + ages[:, 1] / 2
    share = young[known].sum() / ages[known].sum()
    young = np.where(np.isnan(young), share * region.demand.inwoners, young)
    most_youth = (young * near)[served].sum()
    most_adult = ((region.demand.inwoners - young) * near)[served].sum()
    assume(most_adult >= 2)
    told = facts(int(youth_part * most_youth), 2 + int(adult_part * (most_adult - 2)), visits)
    found = calibrate(region, nearest, facts=told, assumptions=assumptions())
    expected = expected_attendance(region, nearest, found)
    counted = ((expected.youth, told.youth), (expected.adult, None), (expected.members, told.members))
    for numbers, figure in (*counted, (expected.visits, told.visits)):
        value = told.n_adult if figure is None else figure.value
        assert numbers.total(here) == pytest.approx((value, value, value), rel=1e-9)
