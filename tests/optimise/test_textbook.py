"""The textbook problems on a street: four houses at 0, 1, 5 and 6, each also a place for a site."""

import math
from collections.abc import Callable
from typing import Literal

import numpy as np
import pytest
import scipy.sparse as sp

from spreiding.optimise.textbook import Answer, facility_location, max_cover, p_center, p_median, set_cover

HOUSES = np.array([0.0, 1.0, 5.0, 6.0])
STREET = np.abs(HOUSES[:, np.newaxis] - HOUSES)
# The second house weighs three times.
WEIGHTS = np.array([1.0, 3.0, 1.0, 1.0])


def is_proven(answer: Answer, objective: float) -> bool:
    return (
        answer.status == "optimal"
        and math.isclose(answer.objective, objective, rel_tol=1e-12, abs_tol=1e-12)
        and answer.gap <= 1e-9
        and answer.gap == abs(answer.objective - answer.bound) / max(1.0, abs(answer.objective))
        and answer.sites == tuple(sorted(answer.sites))
        and all(type(site) is int for site in answer.sites)
        and answer.seconds > 0
    )


def is_nothing(answer: Answer) -> bool:
    return answer.status == "infeasible" and answer.sites == () and math.isnan(answer.objective)


# --- p-median ---


def test_two_sites_on_a_street_serve_a_pair_each() -> None:
    # Whatever of a pair is open, the other walks 1: 1 + 1.
    answer = p_median(STREET, 2)
    assert is_proven(answer, 2)
    assert answer.sites in {(0, 2), (0, 3), (1, 2), (1, 3)}


def test_a_heavy_house_gets_the_site() -> None:
    # 1 at the second house: 1 + 0 + 4 + 5 = 10. At the third 5 + 3·4 + 0 + 1 = 18, and further out is worse.
    answer = p_median(STREET, 1, weights=WEIGHTS)
    assert is_proven(answer, 10)
    assert answer.sites == (1,)


def test_a_site_that_must_be_open_is_and_one_that_may_not_is_not() -> None:
    # With 0 open and 1 closed the second house walks 1; of the others 5 or 6 gives 1 more.
    answer = p_median(STREET, 2, fixed_in=[0, 0], fixed_out=np.array([1]))
    assert is_proven(answer, 2)
    assert answer.sites in {(0, 2), (0, 3)}


def test_every_site_open_costs_the_diagonal() -> None:
    assert is_proven(p_median(STREET, 4), 0)
    assert p_median(STREET, 4).sites == (0, 1, 2, 3)


def test_more_sites_than_help_are_opened_all_the_same() -> None:
    # Column 0 is best for all; p = 3 opens two more.
    answer = p_median([[0, 5, 5], [0, 7, 7]], 3)
    assert is_proven(answer, 0)
    assert answer.sites == (0, 1, 2)


def test_costs_need_not_be_symmetric_or_positive() -> None:
    # Column 0 costs -3 + 9 = 6, column 1 costs 4 - 2 = 2; both together -3 - 2.
    assert is_proven(p_median([[-3, 4], [9, -2]], 1), 2)
    assert is_proven(p_median([[-3, 4], [9, -2]], 2), -5)


def test_no_site_serves_nobody() -> None:
    assert is_nothing(p_median(STREET, 0))
    assert is_proven(p_median(np.zeros((0, 3)), 0), 0)


def test_a_row_of_weight_zero_needs_no_site() -> None:
    # The second row may use nothing; it is nobody.
    costs = [[1.0, 2.0], [np.inf, np.inf]]
    assert is_proven(p_median(costs, 1, weights=[4, 0]), 4)
    assert is_nothing(p_median(costs, 1, weights=[4, 1]))


def test_a_plan_that_is_hard_to_find_is_found() -> None:
    # Column 0 serves four of six rows, for 1 each, but then no second one serves both others; 1 and 2 do, for 2 each.
    inf = np.inf
    costs = [[1, 2, inf], [1, 2, inf], [1, inf, 2], [1, inf, 2], [inf, 2, inf], [inf, inf, 2]]
    assert is_proven(p_median(costs, 2), 12)
    assert is_proven(p_median(costs, 3), 8)
    assert is_nothing(p_median(costs, 1))


def test_too_few_sites_left_is_a_question_with_an_answer() -> None:
    assert is_nothing(p_median(STREET, 3, fixed_out=[0, 1]))
    assert is_nothing(p_center(STREET, 3, fixed_out=[0, 1]))


# --- p-center, covering, facility location ---


def test_one_centre_is_as_far_from_the_furthest_as_the_street_allows() -> None:
    # From 1 or 5 the other end is 5 away, from an end it is 6.
    answer = p_center(STREET, 1)
    assert is_proven(answer, 5)
    assert answer.sites in {(1,), (2,)}
    assert is_proven(p_center(STREET, 2), 1)
    assert is_proven(p_center(STREET, 2, fixed_in=[0], fixed_out=[2]), 1)
    assert is_proven(p_center(STREET, 4), 0)
    assert len(p_center(STREET, 3).sites) == 3


def test_a_centre_that_may_not_serve_all_is_no_plan() -> None:
    assert is_nothing(p_center([[1.0, np.inf], [np.inf, 1.0]], 1))
    assert is_proven(p_center([[1.0, np.inf], [np.inf, 1.0]], 2), 1)
    assert is_proven(p_center(np.zeros((0, 2)), 1), 0)


def test_within_one_the_street_needs_two_sites() -> None:
    # Exactly at the limit counts; a hair less does not.
    assert is_proven(set_cover(STREET, 1), 2)
    assert is_proven(set_cover(STREET, 1 - 1e-12), 4)
    assert is_proven(set_cover(STREET, 5), 1)


def test_a_cheap_pair_of_sites_covers_for_less() -> None:
    assert is_proven(set_cover(STREET, 1, opening_costs=[5, 1.25, 1.5, 5]), 2.75)
    # A subsidy of 2 opens the first site too: 1.25 + 1.5 - 2.
    assert is_proven(set_cover(STREET, 1, opening_costs=[-2, 1.25, 1.5, 5]), -0.5)
    assert is_proven(set_cover(STREET, 1, opening_costs=[-2, 1.25, 1.5, 5], fixed_out=[0]), 2.75)


def test_what_lies_beyond_the_limit_cannot_be_covered() -> None:
    assert is_nothing(set_cover(STREET + 2, 1))
    assert is_nothing(set_cover(STREET, 1, fixed_out=[0, 1]))
    assert is_proven(set_cover(np.zeros((0, 2)), 1), 0)
    # inf is not allowed, whatever the limit.
    assert is_nothing(set_cover([[np.inf]], np.inf))


def test_one_site_covers_the_heavy_pair() -> None:
    # 1 + 3 against 1 + 1; two sites cover everything, and so do three.
    assert is_proven(max_cover(STREET, 1, 1, weights=WEIGHTS), 4)
    assert is_proven(max_cover(STREET, 1, 1, weights=WEIGHTS, fixed_out=[0, 1]), 2)
    assert is_proven(max_cover(STREET, 1, 3, weights=WEIGHTS), 6)
    assert is_proven(max_cover(STREET, 1, 1, weights=WEIGHTS, fixed_in=[3]), 2)
    answer = max_cover(STREET, 1, 0)
    assert is_proven(answer, 0)
    assert answer.sites == ()


def test_opening_weighs_against_walking() -> None:
    # At 3 each: one site 3 + 10, two 6 + 2, three 9 + 1. At 1 each: two 2 + 2, three 3 + 1, four 4 + 0: all 4.
    assert is_proven(facility_location(STREET, [3, 3, 3, 3]), 8)
    assert is_proven(facility_location(STREET, [1, 1, 1, 1]), 4)
    # Free but for 100 at the second house, which weighs 3 and so walks 3.
    assert is_proven(facility_location(STREET, [0, 100, 0, 0], weights=WEIGHTS), 3)
    assert is_proven(facility_location(STREET, [0, 100, 0, 0], weights=WEIGHTS, fixed_in=[1]), 100)
    # What is paid to be open is open.
    assert facility_location(STREET, [-1, 3, 3, 3]).sites[0] == 0


# --- shapes of the matrix ---


def stored(kind: Literal["coo", "csr", "csc"]) -> sp.sparray:
    """Two rows, two columns: row 0 may use both, at 0 (stored) and 5; row 1 only column 1, at 7."""
    return sp.coo_array(([0.0, 5.0, 7.0], ([0, 0, 1], [0, 1, 1])), shape=(2, 2)).asformat(kind)


@pytest.mark.parametrize("kind", ["coo", "csr", "csc"])
def test_a_stored_zero_costs_nothing_and_what_is_absent_is_not_allowed(kind: Literal["coo", "csr", "csc"]) -> None:
    assert is_nothing(p_median(stored(kind), 1, fixed_out=[1]))
    assert is_proven(p_median(stored(kind), 1), 12)
    assert is_proven(p_median(stored(kind), 2), 7)
    assert is_nothing(set_cover(stored(kind), 5))
    assert is_proven(set_cover(stored(kind), 7, fixed_in=[0]), 2)


def test_zeros_on_a_stored_diagonal_count() -> None:
    costs = sp.dia_array((np.array([[0.0, 3.0]]), np.array([0])), shape=(2, 2))
    assert is_proven(p_median(costs, 2), 3)


def test_an_infinite_cost_that_is_stored_is_not_allowed() -> None:
    costs = sp.csr_array(([np.inf, 1.0], ([0, 0], [0, 1])), shape=(1, 2))
    assert is_proven(p_median(costs, 1), 1)
    assert is_nothing(p_median(costs, 1, fixed_out=[1]))


def test_the_callers_matrix_is_left_as_it_was() -> None:
    costs = sp.csr_array(([2.0, 1.0, 3.0], [1, 0, 1], [0, 2, 3]), shape=(2, 2))
    before = costs.data.copy(), costs.indices.copy()
    p_median(costs, 1)
    assert (costs.data == before[0]).all()
    assert (costs.indices == before[1]).all()


@pytest.mark.parametrize("dtype", [np.int8, np.uint16, np.int64, np.float32, np.float64, object])
def test_any_kind_of_number_will_do(dtype: type) -> None:
    assert is_proven(p_median(STREET.astype(dtype), 2), 2)
    assert is_proven(p_center(STREET.astype(dtype), np.int64(2)), 1)


# --- time ---


@pytest.mark.parametrize(
    "solve",
    [
        lambda costs, seconds: p_median(costs, 15, time_limit_s=seconds),
        lambda costs, seconds: p_center(costs, 15, time_limit_s=seconds),
        lambda costs, seconds: set_cover(costs, 0.1, time_limit_s=seconds),
        lambda costs, seconds: max_cover(costs, 0.1, 15, time_limit_s=seconds),
        lambda costs, seconds: facility_location(costs, np.ones(300), time_limit_s=seconds),
    ],
    ids=["p_median", "p_center", "set_cover", "max_cover", "facility_location"],
)
def test_when_the_time_is_over_the_bound_still_holds(solve: Callable[[object, float], Answer]) -> None:
    random = np.random.default_rng(1)
    here, there = random.random((300, 2)), random.random((300, 2))
    costs = np.hypot(*(here[:, np.newaxis, :] - there).T).T
    best = solve(costs, 60.0)
    assert best.status == "optimal"
    hurried = solve(costs, 1e-6)
    assert hurried.status in {"time_limit", "optimal"}
    low, high = sorted([hurried.bound, hurried.objective if hurried.sites else np.nan])
    assert not low > best.objective + 1e-9
    assert not high < best.objective - 1e-9
    assert hurried.seconds < 10
