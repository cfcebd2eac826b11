"""What must hold for any question, whatever its best plan is: on random worlds with random questions."""

from decimal import Decimal

import numpy as np
import pytest

from spreiding.evaluation import evaluate
from spreiding.judging.case import Case
from spreiding.optimise.check import Recount
from spreiding.optimise.linear import exact
from spreiding.optimise.problem import Problem, build_problem
from spreiding.optimise.program import Aim, Ending, Run
from spreiding.optimise.question import Budget, Goal, Question
from spreiding.optimise.stop import Clock
from tests.judging.random_worlds import Dice
from tests.optimise.test_agreement import random_plan, random_problem

SEEDS = range(1000, 1040)


def search(problem: Problem) -> Run:
    """The proven best plan by persons or cents; for other goals any plan is as good, so the fewest changes."""
    aim = {Goal.COVERAGE: Aim.PERSONS, Goal.COST: Aim.CENTS}.get(problem.question.goal, Aim.CHANGES)
    run = exact.run(problem.program, aim, clock=Clock.of(60.0))
    assert run.ending is not Ending.LIMIT
    return run


def asked(case: Case, question: Question) -> Problem:
    return build_problem(case.region, case.uitgangspunten, question)


def faults(case: Case, problem: Problem, chosen: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> list[str]:
    evaluation = evaluate(case.region, problem.plan(chosen), case.uitgangspunten)
    return list(Recount(case.region, case.uitgangspunten, problem.question, evaluation).broken())


@pytest.mark.parametrize("seed", SEEDS)
def test_a_plan_that_is_found_breaks_nothing_and_what_is_impossible_has_none(seed: int) -> None:
    made = random_problem(seed)
    if made is None:
        return
    case, problem = made
    run = search(problem)
    if run.chosen is not None:
        assert faults(case, problem, run.chosen) == []
        return
    dice = Dice(np.random.default_rng(seed))
    for _ in range(20):
        assert faults(case, problem, random_plan(problem, dice))


@pytest.mark.parametrize("seed", SEEDS)
def test_asking_less_never_makes_the_best_plan_worse(seed: int) -> None:
    made = random_problem(seed)
    if made is None or made[1].question.goal not in {Goal.COVERAGE, Goal.COST}:
        return
    case, problem = made
    question, run = problem.question, search(problem)
    more = Budget(eur_per_year=Decimal(10_000_000))
    milder = [
        question.model_copy(update={"budgets": (more, *question.budgets[1:])}),
        question.model_copy(update={"norms": question.norms[1:]}),
        question.model_copy(update={"keep_largest": False}),
        question.model_copy(update={"harm": None, "max_changes": None}),
        question.model_copy(update={"minimum_catchment": {}}),
        question.model_copy(update={"open_sites": frozenset(), "closed_sites": frozenset()}),
    ]
    sign = 1 if question.goal is Goal.COVERAGE else -1
    for each in milder:
        found = search(asked(case, each))
        if run.chosen is not None:
            assert found.chosen is not None
            # People are compared to the hundredth that a search may be off.
            assert sign * found.value >= sign * run.value - 0.011


@pytest.mark.parametrize("seed", SEEDS)
def test_equal_questions_make_equal_problems_to_the_last_bit(seed: int) -> None:
    first, again = random_problem(seed), random_problem(seed)
    if first is None or again is None:
        assert first is again
        return
    one, other = first[1], again[1]
    assert (one.inputs, one.options, one.stays) == (other.inputs, other.options, other.stays)
    assert one.program.cents.tolist() == other.program.cents.tolist()
    assert [rows.labels for rows in one.program.rows] == [rows.labels for rows in other.program.rows]
    for mine, theirs in zip(one.program.covers, other.program.covers, strict=True):
        assert mine.weights.tolist() == theirs.weights.tolist()
        assert mine.facilities.index.tolist() == theirs.facilities.index.tolist()
