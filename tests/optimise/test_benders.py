"""The search over distances against every plan tried slowly, on small programs with all that may be in one."""

import math
from dataclasses import dataclass, replace

import numpy as np
import pytest

from spreiding.optimise.distances import benders, equivalent, furthest, tail
from spreiding.optimise.objective import broken, value_of
from spreiding.optimise.program import Aim, BoolArray, Csr, Ending, Family, Limit, Program, Rows, Run
from spreiding.optimise.stop import Clock
from tests.optimise.benders_worlds import all_plans, best_of, random_program

DISTANCE_AIMS = (Aim.DISTANCE, Aim.EQUIVALENT, Aim.TAIL)
OTHER_AIMS = (Aim.PERSONS, Aim.CENTS, Aim.CHANGES)


def search(program: Program, aim: Aim, limits: tuple[Limit, ...] = (), seed: int = 0) -> Run:
    return benders.run(program, aim, limits=limits, clock=Clock.of(60), gap=0.0, seed=seed)


def compare(program: Program, aim: Aim, limits: tuple[Limit, ...], wanted: float) -> None:
    found = search(program, aim, limits)
    if math.isnan(wanted):
        assert found.ending is Ending.INFEASIBLE
        assert found.chosen is None
        return
    assert found.ending is Ending.PROVEN
    assert found.chosen is not None
    assert found.value == pytest.approx(wanted, rel=1e-6, abs=1e-6)
    assert found.value == value_of(program, aim, found.chosen)
    assert not broken(program, limits, found.chosen)
    # The bound is on the right side of the optimum, and no further from it than a rounding.
    side = 1.0 if aim is Aim.PERSONS else -1.0
    assert side * (found.bound - wanted) >= -1e-6 * max(1.0, abs(wanted))
    assert found.bound == pytest.approx(wanted, rel=1e-6, abs=1e-6)


@pytest.mark.parametrize("aim", DISTANCE_AIMS)
@pytest.mark.parametrize("seed", range(100))
def test_an_aim_over_distances_is_what_trying_every_plan_finds(seed: int, aim: Aim) -> None:
    program = random_program(seed)
    compare(program, aim, (), best_of(all_plans(program), aim))


@pytest.mark.parametrize("seed", range(300))
def test_the_search_by_where_the_tenth_begins_finds_the_same_tail(seed: int) -> None:
    # Prices in the sum of distances are for the other search.
    program = replace(random_program(seed), priced=Aim.CENTS)
    wanted = best_of(all_plans(program), Aim.TAIL)
    found = tail.run(program, Aim.TAIL, clock=Clock.of(60), gap=0.0)
    if math.isnan(wanted):
        assert found.ending is Ending.INFEASIBLE
        return
    assert found.ending is Ending.PROVEN
    assert found.chosen is not None
    assert found.value == value_of(program, Aim.TAIL, found.chosen) == pytest.approx(wanted)
    assert found.bound == pytest.approx(wanted)
    assert not broken(program, (), found.chosen)


@pytest.mark.parametrize("seed", range(400, 500))
def test_an_equivalent_in_which_the_furthest_weighs_a_billion_times_as_much_is_found(seed: int) -> None:
    # exp(0.01 × 5,000 m) is 5e21, and the best plan may have nobody that far.
    program = replace(random_program(seed), kappa_per_m=0.01)
    wanted = best_of(all_plans(program), Aim.EQUIVALENT)
    found = equivalent.run(program, Aim.EQUIVALENT, clock=Clock.of(60), gap=1e-9)
    if math.isnan(wanted):
        assert found.ending is Ending.INFEASIBLE
        return
    assert found.ending is Ending.PROVEN
    assert found.value == pytest.approx(wanted, rel=1e-6)
    assert found.bound == pytest.approx(wanted, rel=1e-6)


@pytest.mark.parametrize("seed", range(300, 340))
def test_the_tail_keeps_the_people_and_the_money_of_an_earlier_stage(seed: int) -> None:
    # The prices are in the other of both, so that neither holds them: trying every plan counts none.
    for aim, other in ((Aim.PERSONS, Aim.CENTS), (Aim.CENTS, Aim.PERSONS)):
        program = replace(random_program(seed), priced=other)
        plans = all_plans(program)
        reached = best_of(plans, aim)
        if math.isnan(reached):
            continue
        limits = (Limit(aim, reached),)
        found = tail.run(program, Aim.TAIL, limits=limits, clock=Clock.of(60), gap=0.0)
        assert found.chosen is not None
        assert found.value == pytest.approx(best_of(plans, Aim.TAIL, limits))
        assert not broken(program, limits, found.chosen)


@pytest.mark.parametrize("limited", DISTANCE_AIMS)
@pytest.mark.parametrize("seed", range(100, 130))
def test_any_aim_keeps_what_an_earlier_stage_reached(seed: int, limited: Aim) -> None:
    program = random_program(seed)
    plans = all_plans(program)
    reached = best_of(plans, limited)
    for aim in (*OTHER_AIMS, *DISTANCE_AIMS):
        if aim is limited:
            continue
        for room in (1.0, 1.2):
            limits = () if math.isnan(reached) else (Limit(limited, reached * room),)
            compare(program, aim, limits, best_of(plans, aim, limits))


@pytest.mark.parametrize("seed", range(60))
def test_the_largest_distance_is_least_within_limits_on_sums(seed: int) -> None:
    program = random_program(seed)
    plans = all_plans(program)
    rng = np.random.default_rng(seed)
    for aims in (DISTANCE_AIMS, (Aim.DISTANCE, Aim.CENTS), (Aim.TAIL,)):
        limits: tuple[Limit, ...] = ()
        if plans:
            plan = plans[int(rng.integers(len(plans)))]
            limits = tuple(Limit(aim, plan.value(aim)) for aim in aims)
        wanted = best_of(plans, Aim.FURTHEST, limits)
        found = furthest.run(program, Aim.FURTHEST, limits=limits, clock=Clock.of(60), seed=seed)
        if math.isnan(wanted):
            assert found.ending is Ending.INFEASIBLE
            continue
        assert found.ending is Ending.PROVEN
        assert found.chosen is not None
        assert found.value == found.bound == value_of(program, Aim.FURTHEST, found.chosen) == wanted
        assert not broken(program, limits, found.chosen)


def test_a_search_refuses_an_aim_that_it_cannot_see() -> None:
    program = random_program(0)
    with pytest.raises(ValueError, match="FURTHEST"):
        benders.run(program, Aim.FURTHEST, clock=Clock.of(60))
    with pytest.raises(ValueError, match="CENTS"):
        furthest.run(program, Aim.CENTS, clock=Clock.of(60))


@pytest.mark.parametrize("seed", range(400, 430))
def test_a_start_that_may_not_be_caps_no_distance(seed: int) -> None:
    # A steep one: the cap is at what everything open is worth, which few plans can be.
    program = replace(random_program(seed), kappa_per_m=0.01)
    wanted = best_of(all_plans(program), Aim.EQUIVALENT)
    everything = np.ones(program.n_columns, dtype=np.bool_)
    found = equivalent.run(program, Aim.EQUIVALENT, clock=Clock.of(60), gap=1e-9, start=everything)
    if math.isnan(wanted):
        assert found.ending is Ending.INFEASIBLE
    else:
        assert found.value == pytest.approx(wanted, rel=1e-6)


@pytest.mark.parametrize("seed", range(200, 230))
def test_several_limits_of_all_kinds_hold_together(seed: int) -> None:
    program = random_program(seed)
    plans = all_plans(program)
    if not plans:
        compare(program, Aim.DISTANCE, (), math.nan)
        return
    rng = np.random.default_rng(seed)
    # Limits that one plan, drawn at random, just keeps: together they are possible.
    plan = plans[int(rng.integers(len(plans)))]
    aims = (Aim.PERSONS, Aim.CENTS, Aim.FURTHEST, Aim.EQUIVALENT, Aim.TAIL)
    limits = tuple(Limit(aim, plan.value(aim)) for aim in aims if rng.random() < 0.6)
    compare(program, Aim.DISTANCE, limits, best_of(plans, Aim.DISTANCE, limits))
    nearer = (*limits, Limit(Aim.DISTANCE, best_of(plans, Aim.DISTANCE) * 0.9 - 1.0))
    compare(program, Aim.EQUIVALENT, nearer, math.nan)


@dataclass(frozen=True)
class OneOf:
    """A lazy rule: of plans that are forbidden it tells only the one that is asked about."""

    forbidden: frozenset[bytes]
    asked: list[bytes]

    def broken(self, chosen: BoolArray) -> Rows:
        self.asked.append(chosen.tobytes())
        n = int(chosen.tobytes() in self.forbidden)
        index = np.tile(np.arange(chosen.size, dtype=np.int32), n)
        columns = Csr(np.arange(n + 1, dtype=np.int32) * chosen.size, index)
        # Something in the plan goes, or something else comes.
        value, hard = np.tile(np.where(chosen, -1.0, 1.0), n), np.full(n, np.inf)
        lower = np.full(n, 1.0 - np.count_nonzero(chosen))
        return Rows(Family.CATCHMENT, ("small",) * n, columns, value, lower, hard, hard)


@pytest.mark.parametrize("aim", DISTANCE_AIMS)
@pytest.mark.parametrize("seed", range(400, 415))
def test_plans_that_a_lazy_rule_forbids_are_passed_over(seed: int, aim: Aim) -> None:
    program = random_program(seed)
    plans = sorted(all_plans(program), key=lambda plan: plan.value(aim))
    n_forbidden = min(5, len(plans) // 2)
    rule = OneOf(frozenset(plan.chosen.tobytes() for plan in plans[:n_forbidden]), [])
    compare(replace(program, lazy=(rule,)), aim, (), best_of(plans[n_forbidden:], aim))
    assert rule.asked or not plans
