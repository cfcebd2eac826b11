"""The searches against every combination of columns, on random programs."""

import numpy as np
import pytest

from spreiding.optimise.linear import center, exact
from spreiding.optimise.objective import broken, value_of
from spreiding.optimise.program import Aim, Ending, Limit, Program, Run
from spreiding.optimise.stop import Clock
from tests.optimise.random_programs import LINEAR, random_limits, random_program
from tests.optimise.slow_programs import all_plans, as_array, slow_best, slow_fits, slow_value

N_BATCHES, BATCH = 16, 25


def found(program: Program, aim: Aim, limits: tuple[Limit, ...]) -> Run:
    search = center.run if aim is Aim.FURTHEST else exact.run
    return search(program, aim, limits=limits, clock=Clock.of(60))


def check(program: Program, aim: Aim, limits: tuple[Limit, ...]) -> Ending:
    run, best = found(program, aim, limits), slow_best(program, aim, limits)
    if best is None:
        assert run.ending is Ending.INFEASIBLE
        assert run.chosen is None
        return run.ending
    assert run.ending is Ending.PROVEN
    assert run.chosen is not None
    plan = frozenset(np.flatnonzero(run.chosen).tolist())
    assert slow_fits(program, limits, plan)
    assert slow_value(program, aim, plan) == pytest.approx(best, abs=1e-6)
    assert run.value == pytest.approx(best, abs=1e-6)
    assert run.bound == pytest.approx(best, abs=1e-4)
    return run.ending


@pytest.mark.parametrize("batch", range(N_BATCHES))
def test_the_plan_is_the_best_of_all_combinations(batch: int) -> None:
    endings = set()
    for seed in range(batch * BATCH, (batch + 1) * BATCH):
        program = random_program(seed)
        for aim in (*LINEAR, Aim.FURTHEST):
            limits = random_limits(program, seed) if seed % 2 else ()
            endings.add(check(program, aim, limits))
    # A batch of only impossible questions, or without one, would prove less.
    assert endings == {Ending.PROVEN, Ending.INFEASIBLE}


@pytest.mark.parametrize("batch", range(4))
def test_every_aim_is_counted_as_it_is_defined(batch: int) -> None:
    for seed in range(batch * BATCH, (batch + 1) * BATCH):
        program = random_program(seed)
        limits = random_limits(program, seed)
        for plan in all_plans(program):
            chosen = as_array(program, plan)
            for aim in Aim:
                assert value_of(program, aim, chosen) == pytest.approx(slow_value(program, aim, plan), abs=1e-9), seed
            assert (not broken(program, limits, chosen)) == slow_fits(program, limits, plan), seed
