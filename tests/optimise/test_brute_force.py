"""The solver against every combination of choices, on small random problems."""

import math
from decimal import Decimal

import pytest

from spreiding.optimise.check import recount
from spreiding.optimise.problem import Problem
from spreiding.optimise.question import Goal
from spreiding.optimise.result import RemarkKind, Result, Status
from spreiding.optimise.solve import solve
from tests.optimise.worlds import all_plans, best_plan, random_problem

N_BATCHES, BATCH = 12, 25


@pytest.mark.parametrize("batch", range(N_BATCHES))
def test_the_plan_is_the_best_of_all_combinations(batch: int) -> None:
    statuses = set()
    for seed in range(batch * BATCH, (batch + 1) * BATCH):
        problem = random_problem(seed)
        result = solve(problem, time_limit_s=30)
        best = best_plan(problem)
        statuses.add(result.status)
        if best is None:
            check_reasons(problem, result)
            continue
        assert result.status is Status.OPTIMAL, seed
        assert result.plan is not None
        score = recount(problem, result.plan)
        assert score.broken == (), seed
        assert score.inwoners == pytest.approx(best.inwoners, abs=1e-6), seed
        assert (score.cents, score.n_changes) == (best.cents, best.n_changes), seed
        wanted = best.inwoners if problem.question.goal is Goal.COVERAGE else best.cents / 100
        assert result.objective == pytest.approx(wanted, abs=1e-6), seed
        assert result.bound == pytest.approx(wanted, abs=1e-4), seed
    # A batch of only impossible questions would prove nothing.
    assert Status.OPTIMAL in statuses


def check_reasons(problem: Problem, result: Result) -> None:
    """What must give is what the best of all plans needs."""
    assert result.status is Status.INFEASIBLE
    assert result.plan is None
    (reason,) = result.reasons
    if problem.question.goal is Goal.COVERAGE:
        least = min(worth.cents for worth in all_plans(problem))
        assert reason.kind is RemarkKind.LEAST_BUDGET
        assert reason.data["eur_per_year"] == Decimal(math.ceil(Decimal(least) / 100))
    else:
        most = max(worth.inwoners for worth in all_plans(problem))
        assert reason.kind is RemarkKind.LARGEST_SHARE
        assert reason.data["inwoners"] == pytest.approx(most)
        assert float(reason.data["share"]) == pytest.approx(most / problem.inwoners, abs=0.001)
        assert float(reason.data["share"]) <= most / problem.inwoners
