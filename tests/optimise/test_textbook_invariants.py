"""What holds for the textbook problems whatever the costs are."""

import math
from itertools import pairwise

import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from spreiding.demand import FloatArray
from spreiding.optimise.textbook import facility_location, max_cover, p_center, p_median, set_cover

MATRICES = st.tuples(st.integers(1, 12), st.integers(2, 9)).flatmap(
    lambda size: arrays(np.float64, size, elements=st.integers(0, 40).map(lambda value: value / 8))
)
FEW = settings(max_examples=60)


@FEW
@given(MATRICES, st.randoms(use_true_random=False))
def test_the_order_of_rows_and_columns_makes_no_difference(costs: FloatArray, random: np.random.Generator) -> None:
    rows, columns = (random.sample(range(n), n) for n in costs.shape)  # type: ignore[attr-defined]
    mixed = costs[rows][:, columns]
    p = costs.shape[1] // 2
    assert math.isclose(p_median(costs, p).objective, p_median(mixed, p).objective, abs_tol=1e-9)
    assert p_center(costs, p).objective == p_center(mixed, p).objective
    assert set_cover(costs, 3).status == set_cover(mixed, 3).status
    assert max_cover(costs, 2, p).objective == max_cover(mixed, 2, p).objective


@FEW
@given(MATRICES, st.sampled_from([1e-12, 0.01, 3.0, 1e9]))
def test_costs_in_another_unit_give_the_objective_in_that_unit(costs: FloatArray, unit: float) -> None:
    p = costs.shape[1] // 2
    opening = np.arange(costs.shape[1]) / 4
    # A plan whose objective is far below 1 is optimal by its own size too, not just within 1e-9.
    assert math.isclose(p_median(costs * unit, p).objective, p_median(costs, p).objective * unit, rel_tol=1e-9)
    assert math.isclose(p_center(costs * unit, p).objective, p_center(costs, p).objective * unit, rel_tol=1e-9)
    ours = facility_location(costs, opening).objective * unit
    assert math.isclose(facility_location(costs * unit, opening * unit).objective, ours, rel_tol=1e-9)


@FEW
@given(MATRICES)
def test_more_sites_are_never_worse(costs: FloatArray) -> None:
    n = costs.shape[1]
    medians = [p_median(costs, p).objective for p in range(1, n + 1)]
    centers = [p_center(costs, p).objective for p in range(1, n + 1)]
    covers = [max_cover(costs, 2, p).objective for p in range(n + 1)]
    assert all(less >= more - 1e-9 for less, more in pairwise(medians))
    assert all(less >= more for less, more in pairwise(centers))
    assert all(less <= more for less, more in pairwise(covers))


@FEW
@given(MATRICES)
def test_a_site_that_is_fixed_never_helps(costs: FloatArray) -> None:
    free = p_median(costs, 2).objective
    for j in range(costs.shape[1]):
        forced, barred = p_median(costs, 2, fixed_in=[j]), p_median(costs, 1, fixed_out=[j])
        assert forced.objective >= free - 1e-9
        assert j in forced.sites
        assert barred.objective >= p_median(costs, 1).objective - 1e-9
        assert j not in barred.sites


@FEW
@given(MATRICES)
def test_sparse_and_dense_are_one_problem(costs: FloatArray) -> None:
    row, column = np.indices(costs.shape).reshape(2, -1)
    sparse = sp.coo_array((costs.ravel(), (row, column)), shape=costs.shape)
    assert math.isclose(p_median(sparse, 2).objective, p_median(costs, 2).objective, abs_tol=1e-9)
    assert p_center(sparse, 2).objective == p_center(costs, 2).objective


@FEW
@given(MATRICES)
def test_a_row_twice_weighs_twice(costs: FloatArray) -> None:
    weights = np.arange(costs.shape[0]) % 3
    twice = np.repeat(costs, weights, axis=0)
    assert math.isclose(p_median(twice, 1).objective, p_median(costs, 1, weights=weights).objective, abs_tol=1e-9)
    assert max_cover(twice, 2, 1).objective == max_cover(costs, 2, 1, weights=weights).objective


@FEW
@given(MATRICES)
def test_covering_and_centre_agree(costs: FloatArray) -> None:
    # Within the radius of the p-center p sites cover all, and within any less they do not.
    for p in range(1, costs.shape[1] + 1):
        radius = p_center(costs, p).objective
        assert set_cover(costs, radius).objective <= p
        less = set_cover(costs, np.nextafter(radius, -np.inf))
        assert less.status == "infeasible" or less.objective > p
        assert max_cover(costs, radius, p).objective == costs.shape[0]


@FEW
@given(MATRICES)
def test_sites_at_a_price_are_a_median_of_their_number(costs: FloatArray) -> None:
    answer = facility_location(costs, np.full(costs.shape[1], 1.5))
    n = costs.shape[1]
    best = min(p_median(costs, p).objective + 1.5 * p for p in range(1, n + 1))
    assert math.isclose(answer.objective, best, abs_tol=1e-9)


@pytest.mark.parametrize("p", [3, 4, 7])
def test_a_grid_full_of_ties_is_solved(p: int) -> None:
    # Eight mirrored and turned plans are equally good, at distances that are no whole numbers.
    x, y = np.divmod(np.arange(64), 8)
    costs = np.hypot(x[:, np.newaxis] - x, y[:, np.newaxis] - y)
    answer = p_median(costs, p)
    assert answer.status == "optimal"
    assert answer.objective == pytest.approx(costs[:, list(answer.sites)].min(axis=1).sum(), rel=1e-12)


def test_equal_seeds_give_equal_answers() -> None:
    costs = np.random.default_rng(3).random((80, 60))
    first, second = (p_median(costs, 6, seed=5) for _ in range(2))
    assert (first.sites, first.objective, first.bound) == (second.sites, second.objective, second.bound)
