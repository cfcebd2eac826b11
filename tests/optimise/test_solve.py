"""How a search behaves: progress, stopping, running out of time, checking itself."""

import math
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

import numpy as np
import pytest

from spreiding.domain import Option, Vestigingstype
from spreiding.optimise import exact
from spreiding.optimise import solve as solving
from spreiding.optimise.exact import Ending
from spreiding.optimise.model import Limits, Target, build_model
from spreiding.optimise.objective import evaluate
from spreiding.optimise.offers import Choice, Offer
from spreiding.optimise.problem import Problem, assemble
from spreiding.optimise.question import Goal
from spreiding.optimise.result import RemarkKind, Status, relative_gap
from spreiding.optimise.solve import solve
from spreiding.ui.teksten import remark_sentence
from tests.optimise.worlds import coverage, covering, servicepunten


def crowd(n_points: int, n_sites: int, n_open: int) -> Problem:
    """People and candidates spread over a square of 20 × 20 km, a norm of 3.5 km: hard enough to take a while."""
    random = np.random.default_rng(1)
    points, sites = random.random((n_points, 2)) * 20, random.random((n_sites, 2)) * 20
    near = np.hypot(*(points[:, None] - sites[None]).transpose(2, 0, 1)) <= 3.5
    # Prices with little in common, so that a budget is a knapsack too.
    offers = tuple(
        Offer(f"s{k}", None, (Choice(Option(type=Vestigingstype.KLEIN), 1000 + int(extra), counts=True),))
        for k, extra in enumerate(random.integers(0, 300, n_sites))
    )
    reach = [np.flatnonzero(row).tolist() for row in near]
    persons = random.integers(1, 100, n_points).tolist()
    return assemble(offers, points=covering(persons, reach), question=coverage(11 * n_open))


def test_progress_tells_a_growing_plan_below_a_bound_in_persons() -> None:
    problem = crowd(400, 80, 12)
    heard: list[tuple[float, float, float]] = []
    result = solve(problem, time_limit_s=60, on_progress=lambda *now: heard.append(now))
    assert result.status is Status.OPTIMAL
    assert heard
    for incumbent, bound, seconds in heard:
        assert math.isnan(incumbent) or incumbent <= result.objective + 1e-6
        assert math.isnan(bound) or bound >= result.objective - 1e-6
        assert 0 < seconds <= result.seconds
    known = [incumbent for incumbent, _, _ in heard if not math.isnan(incumbent)]
    assert all(later >= earlier for earlier, later in pairwise(known))


def test_what_the_listener_raises_ends_the_search() -> None:
    class StopNowError(Exception):
        pass

    def refuse(*_: float) -> None:
        raise StopNowError

    with pytest.raises(StopNowError):
        solve(crowd(400, 80, 12), time_limit_s=60, on_progress=refuse)


def test_a_stopped_search_answers_with_the_best_plan_so_far() -> None:
    problem = crowd(1500, 200, 14)
    result = solve(problem, time_limit_s=60, should_stop=lambda: True)
    assert result.plan is not None
    assert result.status is Status.TIME_LIMIT
    assert RemarkKind.STOPPED in [remark.kind for remark in result.remarks]
    assert result.seconds < 30


def test_out_of_time_the_best_plan_comes_with_its_gap() -> None:
    problem = crowd(1500, 200, 14)
    result = solve(problem, time_limit_s=0.3)
    assert result.status is Status.TIME_LIMIT
    assert result.plan is not None
    assert result.eur_per_year is not None
    assert result.eur_per_year <= 154
    # HiGHS may overrun its limit, but not by much on a model of this size.
    assert result.seconds < 5
    assert math.isnan(result.gap) or result.gap == relative_gap(result.objective, result.bound) > 1e-4


def test_without_any_plan_in_time_the_status_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    problem = servicepunten([[0]], [10], coverage(10))
    monkeypatch.setattr(exact, "run", lambda *_, **__: exact.Run(Ending.LIMIT, None, 10.0))
    monkeypatch.setattr(solving, "greedy", lambda *_: None)
    result = solve(problem, time_limit_s=1)
    assert (result.status, result.plan, result.bound) == (Status.NO_PLAN, None, 10)
    assert math.isnan(result.objective)
    assert math.isnan(result.gap)


def test_a_plan_that_does_not_stand_up_to_the_recount_is_our_own_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    def forged(problem: Problem, chosen: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> object:
        score = evaluate(problem, chosen)
        return replace(score, inwoners=score.inwoners + 1)

    monkeypatch.setattr(solving, "evaluate", forged)
    with pytest.raises(RuntimeError, match="recount"):
        solve(servicepunten([[0]], [10], coverage(10)), time_limit_s=5)


def test_unfinished_ties_are_mentioned_and_leave_the_proof_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(solving, "SIDE_QUESTION_S", 0.0)
    problem = servicepunten([[0, 1], [1, 2]], [10, 20], coverage(1000))
    result = solve(problem, time_limit_s=30)
    assert (result.status, result.objective) == (Status.OPTIMAL, 30)
    (remark,) = (remark for remark in result.remarks if remark.kind is RemarkKind.TIES_OPEN)
    assert remark_sentence(remark)


def test_a_start_that_is_optimal_is_given_back() -> None:
    # s1 reaches both points.
    problem = servicepunten([[0, 1], [1, 2]], [10, 20], coverage(10))
    start = np.array([False, True, False])
    limits = Limits(max_cents=1000)
    found = exact.run(problem, build_model(problem, Target.INWONERS, limits), seconds=10, seed=0, start=start)
    assert found.ending is Ending.PROVEN
    assert found.chosen is not None
    assert found.chosen.tolist() == start.tolist()
    assert found.bound == 30


def test_the_relaxation_bounds_the_number_of_branches_from_below() -> None:
    # A triangle: each of three pairs needs one of its two sites. Half of each is enough for the relaxation: 1.5.
    problem = servicepunten([[0, 1], [1, 2], [0, 2]], [1, 1, 1], coverage(10))
    model = build_model(problem, Target.COUNT, Limits(min_inwoners=3))
    assert exact.relaxed_bound(model, seconds=10) == pytest.approx(1.5, abs=0.01)


def test_an_empty_problem_has_one_plan_and_a_wish_beyond_it_is_impossible() -> None:
    stays = Offer("b", Option(type=None), (Choice(Option(type=None), 0, counts=True),), must_stay=True)
    problem = assemble((stays,), points=covering([10, 5], [[0], []]), question=coverage(0))
    result = solve(problem, time_limit_s=5)
    assert (result.status, result.objective, result.eur_per_year) == (Status.OPTIMAL, 10, Decimal(0))
    model = build_model(problem, Target.CENTS, Limits(min_inwoners=12))
    assert exact.run(problem, model, seconds=5, seed=0).ending is Ending.INFEASIBLE


def test_the_result_repeats_its_goal_and_seed() -> None:
    result = solve(servicepunten([[0]], [10], coverage(10)), time_limit_s=5, seed=3)
    assert (result.goal, result.seed, len(result.fingerprint)) == (Goal.COVERAGE, 3, 64)
