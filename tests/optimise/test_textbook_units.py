"""The textbook problems in any unit of money and weight, with bounds that are never past the best plan."""

import math
from itertools import combinations

import numpy as np
import pytest
import scipy.sparse as sp

from spreiding.optimise.textbook import max_cover, p_median, set_cover

# Two rows, three sites: the first covers both rows at 3, the others one each at 1 and 1.5.
COVERS = np.array([[1.0, 1.0, 9.0], [1.0, 9.0, 1.0]])
PRICES = np.array([3.0, 1.0, 1.5])


@pytest.mark.parametrize("unit", [1e-140, 1e-12, 1e-6, 1.0, 1e9, 1e25, 1e140])
def test_the_unit_of_money_does_not_change_the_cover(unit: float) -> None:
    # HiGHS takes less than 1e-9 for nothing and 1e20 for infinite.
    answer = set_cover(COVERS, 1, opening_costs=PRICES * unit)
    assert (answer.sites, answer.status) == ((1, 2), "optimal")
    assert math.isclose(answer.objective, 2.5 * unit, rel_tol=1e-12)
    assert math.isclose(answer.bound, answer.objective, rel_tol=1e-9)
    assert answer.bound <= answer.objective


@pytest.mark.parametrize("unit", [1e-140, 1e-12, 1e-6, 1.0, 1e9, 1e25, 1e140])
def test_the_unit_of_weight_does_not_change_what_is_covered(unit: float) -> None:
    # Three sites cover one row of 2, and two of 1 or 1.5: 2.5 beats 2.
    covers = np.array([[1.0, 9.0, 9.0], [9.0, 1.0, 9.0], [9.0, 1.0, 1.0]])
    answer = max_cover(covers, 1, 1, weights=np.array([2.0, 1.0, 1.5]) * unit)
    assert (answer.sites, answer.status) == ((1,), "optimal")
    assert math.isclose(answer.objective, 2.5 * unit, rel_tol=1e-12)
    assert math.isclose(answer.bound, answer.objective, rel_tol=1e-9)


def test_one_dear_site_does_not_hide_what_others_cost() -> None:
    covers = np.hstack([COVERS, np.ones((2, 1))])
    for dear in (1e12, 1e20, 1e30):
        answer = set_cover(covers, 1, opening_costs=[*PRICES * 1e-6, dear])
        assert (answer.sites, answer.status) == ((1, 2), "optimal")


@pytest.mark.parametrize("seed", range(40))
def test_a_bound_on_large_whole_numbers_is_not_past_the_best_plan(seed: int) -> None:
    # Such sums are beyond the absolute precision of HiGHS: its bound may not be rounded as if it were exact.
    random = np.random.default_rng(seed)
    covers = random.random((30, 10)) < 0.25
    covers[np.arange(30), random.integers(0, 10, 30)] = True
    opening, weights = 1e9 + random.integers(0, 50, 10), 1e9 + random.integers(0, 50, 30)
    plans = [list(plan) for p in range(11) for plan in combinations(range(10), p)]
    cheapest = min(opening[plan].sum() for plan in plans if covers[:, plan].any(axis=1).all())
    most = max(weights[covers[:, plan].any(axis=1)].sum() for plan in plans if len(plan) <= 3)
    costs = np.where(covers, 1, 2)
    all_covered, covered = set_cover(costs, 1, opening_costs=opening), max_cover(costs, 1, 3, weights=weights)
    assert all_covered.bound <= cheapest <= all_covered.objective * (1 + 1e-9)
    assert covered.bound >= most >= covered.objective
    assert all_covered.status == covered.status == "optimal"


def test_the_bound_is_not_past_the_value_of_subsidies() -> None:
    prices = -np.array([0.1, 0.2, 0.3, 0.7, 1.1]) * 1e3
    answer = set_cover(np.ones((1, 5)), 1, opening_costs=prices)
    assert answer.bound <= answer.objective == math.fsum(prices)


def test_small_whole_numbers_in_the_same_place_do_not_overflow() -> None:
    # 100 + 100 is past what int8 holds.
    costs = sp.coo_array((np.array([100, 100], dtype=np.int8), ([0, 0], [0, 0])), shape=(1, 1))
    assert p_median(costs, 1).objective == 200
