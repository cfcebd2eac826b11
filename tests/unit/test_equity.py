"""Fairness by hand, against PySAL's `inequality` on repeated data, and by what must hold for any distances."""

import math
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from inequality.gini import Gini
from inequality.theil import Theil, TheilD
from pydantic import ValidationError

from spreiding.accessibility import weighted_mean
from spreiding.demand import FloatArray, IntArray, Kern
from spreiding.equity import (
    aversion,
    ede_m,
    fairness_of,
    gini,
    mean_of_furthest,
    mean_of_nearest,
    measure_fairness,
    palma,
    theil,
    village_gap_m,
)
from spreiding.uitgangspunten import Aversion
from tests.worlds import HERE, THERE, line_roads, make_region, make_site

NOTHING = np.zeros(0)
NOWHERE = np.zeros(0, dtype=np.int32)


class People(NamedTuple):
    """Distances [m], persons and a group per point."""

    distances_m: FloatArray
    persons: FloatArray
    group: IntArray

    @property
    def everyone(self) -> FloatArray:
        """The distances with a row for every person."""
        return np.repeat(self.distances_m, self.persons.astype(int))


def as_people(rows: list[tuple[int, int, int]]) -> People:
    columns = np.array(rows).T
    return People(columns[0].astype(float), columns[1].astype(float), columns[2].astype(np.int32))


def populations(nearest_m: int = 0) -> st.SearchStrategy[People]:
    point = st.tuples(st.integers(nearest_m, 40_000), st.integers(1, 9), st.integers(-1, 3))
    return st.lists(point, min_size=1, max_size=30).map(as_people)


kappas = st.floats(1e-7, 1e-2)


def figures(people: People, kappa_per_m: float = 1e-4) -> list[float]:
    fairness = measure_fairness(
        people.distances_m, people.persons, gemeente=people.group, kern=people.group, kappa_per_m=kappa_per_m
    )
    return [
        *(fairness.worst_tenth_m, fairness.village_gap_m, fairness.gini, fairness.theil, fairness.theil_between),
        *(fairness.theil_within, fairness.palma, fairness.ede_m),
    ]


# --- the tails ---


def test_of_the_point_at_the_boundary_only_the_persons_who_fit_are_taken() -> None:
    # 100 persons: 4 at 9 km, 16 at 6 km, 80 at 1 km. The worst-off ten are those 4 and 6 of the 16:
    # (4 · 9 + 6 · 6) / 10 = 7.2 km.
    distances_m, persons = np.array([1000.0, 9000.0, 6000.0]), np.array([80.0, 4.0, 16.0])
    assert mean_of_furthest(distances_m, persons, 0.1) == pytest.approx(7200.0)
    # The best-off 90: 80 at 1 km and 10 of the 16 at 6 km: (80 + 60) / 90 km.
    assert mean_of_nearest(distances_m, persons, 0.9) == pytest.approx(140_000 / 90)


def test_a_tenth_of_one_person_is_a_part_of_that_person() -> None:
    assert mean_of_furthest(np.array([3.0, 7.0]), np.array([1.0, 1.0]), 0.1) == pytest.approx(7.0)


@given(populations())
def test_the_worst_off_tenth_equals_counting_tenths_of_persons(people: People) -> None:
    # Every person counts as ten tenths; the worst-off tenth of n persons is n such tenths.
    tenths = np.sort(np.repeat(people.everyone, 10))[::-1]
    slow = tenths[: people.everyone.size].mean()
    assert mean_of_furthest(people.distances_m, people.persons, 0.1) == pytest.approx(slow)


def test_palma_divides_the_worst_off_tenth_by_the_best_off_two_fifths() -> None:
    # Ten persons at 1 … 10 km: the worst-off travels 10 km, the best-off four 2.5 km on average.
    assert palma(np.arange(1.0, 11.0) * 1000, np.ones(10)) == pytest.approx(4.0)


def test_palma_has_no_bound_when_the_best_off_live_at_a_branch() -> None:
    assert palma(np.array([0.0, 500.0]), np.array([4.0, 6.0])) == math.inf
    # Ten times 0.1 person: four of them reach two fifths, though the sums differ in the last bit.
    assert palma(np.repeat([0.0, 500.0], [4, 6]), np.full(10, 0.1)) == math.inf


def test_palma_is_undetermined_when_everyone_lives_at_a_branch() -> None:
    assert math.isnan(palma(np.zeros(2), np.ones(2)))


# --- Gini and Theil ---


def test_gini_is_half_the_relative_mean_difference() -> None:
    # One person at 1 km and three at 3 km: of 16 pairs 6 differ, by 2 km; mean difference 0.75 km, mean 2.5 km.
    assert gini(np.array([3000.0, 1000.0]), np.array([3.0, 1.0])) == pytest.approx(0.75 / 2.5 / 2)


def test_theil_between_and_within_by_hand() -> None:
    # Two gemeenten of two persons: (0, 2) km and (3, 3) km; mean 2 km. Within the first: 0 ln 0 + 2 ln 2 over two
    # persons is ln 2 with a share of 2/8 in all kilometres; within the second nothing. Between: means 1 and 3 km,
    # (½ ln ½ + 3/2 ln 3/2) / 2.
    distances_m, group = np.array([0.0, 2000.0, 3000.0]), np.array([0, 0, 1], dtype=np.int32)
    between, within = theil(distances_m, np.array([1.0, 1.0, 2.0]), group=group)
    assert within == pytest.approx(math.log(2) / 4)
    assert between == pytest.approx((0.5 * math.log(0.5) + 1.5 * math.log(1.5)) / 2)


def test_points_outside_every_gemeente_form_a_group_of_their_own() -> None:
    distances_m, persons = np.array([1000.0, 3000.0]), np.ones(2)
    apart = theil(distances_m, persons, group=np.array([-1, 0], dtype=np.int32))
    assert apart == pytest.approx(theil(distances_m, persons, group=np.array([5, 2], dtype=np.int32)))
    assert apart[1] == 0.0


@given(populations().filter(lambda people: people.distances_m.any()))
def test_gini_and_theil_equal_those_of_pysal_over_a_row_for_every_person(people: People) -> None:
    everyone = people.everyone
    between, within = theil(people.distances_m, people.persons, group=people.group)
    peer = TheilD(everyone, np.repeat(people.group, people.persons.astype(int)))
    assert gini(people.distances_m, people.persons) == pytest.approx(Gini(everyone).g, abs=1e-12)
    assert between + within == pytest.approx(float(Theil(everyone).T), abs=1e-12)
    assert between == pytest.approx(peer.bg.item(), abs=1e-12)
    assert within == pytest.approx(peer.wg.item(), abs=1e-12)


@pytest.mark.parametrize("distance_m", [0.0, 0.1, 1234.5])
def test_equal_distances_are_perfectly_fair(distance_m: float) -> None:
    distances_m, persons = np.full(3, distance_m), np.array([1.0, 0.3, 7.0])
    assert gini(distances_m, persons) == 0.0
    assert theil(distances_m, persons, group=np.arange(3, dtype=np.int32)) == pytest.approx((0.0, 0.0), abs=1e-12)
    assert ede_m(distances_m, persons, kappa_per_m=1e-3) == distance_m


# --- between kernen ---


def test_the_gap_between_kernen_is_that_of_their_means_over_their_persons() -> None:
    # Kern 0: 2 persons at 1 km and 2 at 3 km, mean 2 km; kern 1: 15 at 5 km; kern 2: 1 at 9 km; 50 outside any kern.
    # Of 20 persons the second lives in kern 0 and the eighteenth in kern 1.
    distances_m = np.array([1000.0, 3000.0, 5000.0, 9000.0, 40_000.0])
    persons, kern = np.array([2.0, 2.0, 15.0, 1.0, 50.0]), np.array([0, 0, 1, 2, -1], dtype=np.int32)
    assert village_gap_m(distances_m, persons, kern=kern) == 3000.0


def test_one_kern_with_persons_has_no_gap_to_another() -> None:
    # Kern 1 has no persons, kern 2 no route.
    kern = np.array([0, 1, 2], dtype=np.int32)
    assert math.isnan(village_gap_m(np.array([1.0, 5.0, np.inf]), np.array([3.0, 0.0, 4.0]), kern=kern))


# --- the Kolm-Pollak equivalent ---


def test_the_equivalent_is_the_logarithm_of_the_mean_exponential() -> None:
    # κ = ln 2 per km: exponentials 2, 2 and 8, mean 4 = 2², so the equivalent is 2 km; the mean is 5/3 km.
    distances_m, persons = np.array([1000.0, 3000.0]), np.array([2.0, 1.0])
    assert ede_m(distances_m, persons, kappa_per_m=math.log(2) / 1000) == pytest.approx(2000.0)


def test_the_equivalent_has_its_limits() -> None:
    # κ → 0 gives the mean, 2.5 km, with half of κ times the variance (3/16 · 4 km²) above it; κ → ∞ the largest
    # distance, less ln(4/3)/κ for the quarter of the persons who do not travel it.
    distances_m, persons = np.array([1000.0, 3000.0]), np.array([1.0, 3.0])
    assert ede_m(distances_m, persons, kappa_per_m=0.0) == 2500.0
    assert ede_m(distances_m, persons, kappa_per_m=1e-12) == pytest.approx(2500.0 + 0.5e-12 * 750_000, abs=1e-9)
    assert ede_m(distances_m, persons, kappa_per_m=100.0) == pytest.approx(3000.0 - math.log(4 / 3) / 100)


def test_the_equivalent_survives_a_furthest_point_of_next_to_nobody() -> None:
    # 10⁻²⁰ person of 1 at 10 km, κ = 1 per m: ln(10⁻²⁰ e^10000) = 10000 − 20 ln 10.
    equivalent = ede_m(np.array([0.0, 10_000.0]), np.array([1.0, 1e-20]), kappa_per_m=1.0)
    assert equivalent == pytest.approx(10_000 - 20 * math.log(10))


def test_aversion_is_epsilon_times_the_distances_over_their_squares() -> None:
    # 2 · (1 · 1000 + 3 · 3000) / (1 · 10⁶ + 3 · 9·10⁶) = 20000 / 28·10⁶.
    assert aversion(np.array([1000.0, 3000.0, np.inf]), np.array([1.0, 3.0, 9.0]), 2.0) == pytest.approx(2 / 2800)


def test_nobody_who_travels_gives_no_aversion() -> None:
    assert aversion(np.zeros(2), np.ones(2)) == 0.0
    assert math.isnan(aversion(np.array([np.inf]), np.ones(1)))


def test_aversion_is_entered_as_a_positive_choice() -> None:
    assert (Aversion().epsilon, Aversion().kappa_per_m) == (1.0, None)
    for wrong in ({"epsilon": 0.0}, {"kappa_per_m": -1e-4}, {"kappa_per_m": math.nan}):
        with pytest.raises(ValidationError):
            Aversion.model_validate(wrong)


# --- what holds for any distances ---


@given(populations(nearest_m=1), st.sampled_from([1e-3, 0.7, 60.0]))
def test_another_unit_of_distance_changes_no_ratio(people: People, factor: float) -> None:
    scaled = people._replace(distances_m=people.distances_m * factor)
    # All but the two distances in metres, the gap between kernen and the equivalent.
    ratios = slice(2, 7)
    assert figures(scaled)[ratios] == pytest.approx(figures(people)[ratios], rel=1e-9, abs=1e-12)


@given(populations(), kappas)
def test_the_equivalent_lies_between_the_mean_and_the_largest_distance(people: People, kappa_per_m: float) -> None:
    distances_m, persons, _ = people
    equivalent = ede_m(distances_m, persons, kappa_per_m=kappa_per_m)
    assert weighted_mean(distances_m, persons) - 1e-6 <= equivalent <= distances_m.max() + 1e-6


@given(populations(), kappas, st.floats(1.0, 100.0))
def test_more_aversion_never_lowers_the_equivalent(people: People, kappa_per_m: float, factor: float) -> None:
    low, high = (
        ede_m(people.distances_m, people.persons, kappa_per_m=kappa) for kappa in (kappa_per_m, kappa_per_m * factor)
    )
    assert low <= high + 1e-6


@given(populations(), kappas, st.integers(0, 20_000))
def test_a_detour_for_everyone_lengthens_the_equivalent_by_that_detour(
    people: People, kappa_per_m: float, detour_m: int
) -> None:
    before = ede_m(people.distances_m, people.persons, kappa_per_m=kappa_per_m)
    after = ede_m(people.distances_m + detour_m, people.persons, kappa_per_m=kappa_per_m)
    assert after == pytest.approx(before + detour_m, abs=1e-5)


@given(populations(), st.data())
def test_splitting_the_persons_of_a_point_changes_nothing(people: People, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, people.persons.size - 1))
    part = people.persons[at] * data.draw(st.floats(0.1, 0.9))
    persons = people.persons.copy()
    persons[at] -= part
    split = People(
        np.append(people.distances_m, people.distances_m[at]),
        np.append(persons, part),
        np.append(people.group, people.group[at]),
    )
    assert figures(split) == pytest.approx(figures(people), abs=1e-6, nan_ok=True)


@given(populations(), st.data())
def test_the_order_of_the_points_is_irrelevant(people: People, data: st.DataObject) -> None:
    order = data.draw(st.permutations(range(people.persons.size)))
    shuffled = People(people.distances_m[order], people.persons[order], people.group[order])
    assert figures(shuffled) == pytest.approx(figures(people), abs=1e-6, nan_ok=True)


@given(populations())
def test_who_has_no_route_and_points_without_persons_change_no_measure(people: People) -> None:
    more = People(
        np.append(people.distances_m, [np.inf, 90_000.0]),
        np.append(people.persons, [12.0, 0.0]),
        np.append(people.group, np.array([1, 2], dtype=np.int32)),
    )
    assert figures(more) == pytest.approx(figures(people), nan_ok=True)


# --- all together ---


def test_nobody_has_no_fairness() -> None:
    assert all(math.isnan(figure) for figure in figures(People(NOTHING, NOTHING, NOWHERE)))


def test_who_has_no_route_is_counted() -> None:
    group = np.zeros(3, dtype=np.int32)
    fairness = measure_fairness(
        np.array([1000.0, np.inf, np.inf]), np.array([3.0, 4.0, 5.0]), gemeente=group, kern=group, kappa_per_m=1e-4
    )
    assert fairness.persons_unreachable == 9.0
    assert (fairness.worst_tenth_m, fairness.ede_m) == pytest.approx((1000.0, 1000.0))


def test_a_region_gives_its_inwoners_gemeenten_and_kernen() -> None:
    # 300 inwoners at x = 1 km in Hier, kern A, and 100 at 3 km in Daar, kern B; told to be 1 and 3 km from a branch.
    region = make_region(
        line_roads(),
        people=[(1000.0, 0.0, 300.0), (3000.0, 0.0, 100.0)],
        sites=[make_site("v", 0.0)],
        gemeenten=(HERE, THERE),
        square_gemeente=[0, 1],
        kernen=[
            Kern(id="A", name="A", gemeente=HERE.code, x_m=1000.0, y_m=0.0, inwoners=300.0),
            Kern(id="B", name="B", gemeente=THERE.code, x_m=3000.0, y_m=0.0, inwoners=100.0),
        ],
    )
    fairness = fairness_of(region, np.array([1000.0, 3000.0]), kappa_per_m=math.log(2) / 1000)
    # All of Theil lies between gemeenten: (300 · ⅔ ln ⅔ + 100 · 2 ln 2) / 400, the mean being 1.5 km. The equivalent:
    # exponentials 2 for three quarters and 8 for one, mean 3.5, so log₂ 3.5 km.
    assert fairness.worst_tenth_m == pytest.approx(3000.0)
    assert fairness.village_gap_m == 2000.0
    assert fairness.theil_between == pytest.approx((300 * 2 / 3 * math.log(2 / 3) + 200 * math.log(2)) / 400)
    assert fairness.theil_within == pytest.approx(0.0, abs=1e-15)
    assert fairness.ede_m == pytest.approx(1000 * math.log2(3.5))
    # 300 · 100 pairs differ by 2 km, each counted twice in 400²: 2 · 30000 · 2 / 160000 = 0.75 km; / 1.5 / 2.
    assert fairness.gini == pytest.approx(0.25)
    assert fairness.palma == pytest.approx(3.0)
