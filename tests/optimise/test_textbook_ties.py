"""The textbook problems with many plans of equal value, and with many easy steps."""

import math

import numpy as np
import pytest

from spreiding.optimise.textbook import facility_location, p_center, p_median


def test_sites_that_are_alike_are_not_tried_one_by_one() -> None:
    # 24 places, each with 25 rows and 25 sites that are alike: as one row and one site they are a small problem.
    random = np.random.default_rng(2)
    place = random.random((24, 2))
    few = np.hypot(*(place[:, np.newaxis] - place).T)
    many = np.repeat(np.repeat(few, 25, axis=0), 25, axis=1)
    alone, together = facility_location(few * 25, np.full(24, 3.0)), facility_location(many, np.full(600, 3.0))
    assert together.status == "optimal"
    assert math.isclose(together.objective, alone.objective, rel_tol=1e-9)


def test_sites_that_are_alike_are_opened_when_there_are_no_others() -> None:
    costs = np.array([[1.0, 1.0, 1.0, 4.0], [3.0, 3.0, 3.0, 2.0]])
    assert p_median(costs, 4).sites == (0, 1, 2, 3)
    assert p_median(costs, 3, fixed_in=[2], fixed_out=[0]).sites == (1, 2, 3)
    # The dearer of two that are alike must be open; a subsidy is taken for each.
    assert facility_location(costs, [1, 2, 3, 9], fixed_in=[2]).sites == (2,)
    assert facility_location(costs, [-1, -1, 5, 9]).sites == (0, 1)


@pytest.mark.parametrize("p", [5, 20, 500])
def test_a_place_that_costs_nothing_only_at_home_is_proven_at_once(p: int) -> None:
    # Whoever has no site pays 1.
    answer = p_median(1 - np.eye(600), p, time_limit_s=10)
    assert (answer.objective, answer.status) == (600 - p, "optimal")


def test_a_center_keeps_to_its_time_also_where_every_step_is_easy() -> None:
    random = np.random.default_rng(0)
    here, there = random.random((4000, 2)), random.random((300, 2))
    costs = np.hypot(*(here[:, np.newaxis] - there).T).T
    p_center(costs[:40], 5)
    # With the reading of the matrix and one step; all steps take seconds.
    answer = p_center(costs, 80, time_limit_s=0.01)
    assert answer.status == "time_limit"
    assert len(answer.sites) == 80
    assert answer.bound <= answer.objective
