"""The arrays that are solved say of every plan what the oracle says: whether it breaks a rule, and what it is worth."""

import math
from dataclasses import dataclass

import pytest

from spreiding.errors import QuestionError
from spreiding.optimise.objective import broken, value_of
from spreiding.optimise.problem import Problem, build_problem
from spreiding.optimise.question import Goal
from spreiding.optimise.units import AIMS, in_unit
from tests.optimise.oracle import Judged, Oracle
from tests.optimise.random_questions import random_oracle

PROBLEMS, BATCH = range(450, 850), 25


@dataclass(frozen=True)
class OnOffer(Oracle):
    """The oracle when only plans on offer are tried."""

    whole: Oracle
    problem: Problem

    def judge_all(self) -> list[Judged]:
        return [each for each in self.whole.plans if self.is_on_offer(each)]

    def is_on_offer(self, judged: Judged) -> bool:
        try:
            self.problem.chosen(self.world.plan(judged.network))
        except QuestionError:
            return False
        return True


@pytest.mark.parametrize("batch", range(0, len(PROBLEMS), BATCH))
def test_every_plan_on_offer_is_measured_as_the_oracle_does(batch: int) -> None:
    for seed in PROBLEMS[batch : batch + BATCH]:
        whole = random_oracle(seed)
        world = whole.world
        problem = build_problem(world.region, world.uitgangspunten, world.question)
        assert problem.inwoners == pytest.approx(float(world.counted.sum())), seed
        offered = OnOffer(world, whole, problem)
        for judged in offered.plans:
            check(problem, offered, judged, seed)
        # What is not on offer is missed by no goal.
        assert offered.optimum() == pytest.approx(whole.optimum(), nan_ok=True), seed


def check(problem: Problem, oracle: Oracle, judged: Judged, seed: int) -> None:
    """Compare the arrays with the oracle for one plan; prices are part of the first goal."""
    plan = oracle.world.plan(judged.network)
    chosen = problem.chosen(plan)
    assert problem.plan(chosen) == plan, seed
    assert bool(broken(problem.program, (), chosen)) == bool(judged.broken), (seed, judged)
    for goal, value in zip(oracle.world.question.goals, judged.values, strict=True):
        found = in_unit(problem.program, goal, value_of(problem.program, AIMS[goal], chosen))
        # No equivalent is less than 0 m, and its logarithm has an error of its own.
        slack = 1e-6 if goal is Goal.EQUIVALENT else 1e-9
        assert math.isclose(found, value, rel_tol=slack, abs_tol=1e-6), (seed, goal, judged)
