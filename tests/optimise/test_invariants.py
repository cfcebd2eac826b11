"""What must hold for any program, whatever its best plan is."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spreiding.optimise import objective
from spreiding.optimise.linear import center, exact
from spreiding.optimise.linear.formulation import Formulation
from spreiding.optimise.linear.heuristics import greedy
from spreiding.optimise.linear.model import build_model
from spreiding.optimise.program import Aim, Cover, Csr, Ending, Family, Limit, Program, Run
from spreiding.optimise.stop import Clock
from tests.optimise.programs import rules
from tests.optimise.random_programs import LINEAR, random_limits, random_program
from tests.optimise.slow_programs import all_plans, as_array, slow_fits

seeds = st.integers(10_000, 10_000_000)
aims = st.sampled_from((*LINEAR, Aim.FURTHEST))
few = settings(max_examples=40, deadline=None, derandomize=True)


def found(program: Program, aim: Aim, limits: tuple[Limit, ...] = (), *, seed: int = 0) -> Run:
    search = center.run if aim is Aim.FURTHEST else exact.run
    return search(program, aim, limits=limits, clock=Clock.of(60), seed=seed)


def is_no_worse(aim: Aim, one: Run, other: Run) -> bool:
    if other.ending is Ending.INFEASIBLE or one.ending is Ending.INFEASIBLE:
        return other.ending is Ending.INFEASIBLE
    return one.value >= other.value - 1e-6 if aim is Aim.PERSONS else one.value <= other.value + 1e-6


@few
@given(seeds, aims, st.integers(0, 5000))
def test_more_money_is_never_worse(seed: int, aim: Aim, cents: int) -> None:
    program = random_program(seed)
    budgets = [rows.family in {Family.BUDGET, Family.ONCE} for rows in program.rows]
    richer = tuple(
        replace(rows, upper=rows.upper + cents) if is_money else rows
        for rows, is_money in zip(program.rows, budgets, strict=True)
    )
    assert is_no_worse(aim, found(replace(program, rows=richer), aim), found(program, aim))


@few
@given(seeds, aims)
def test_one_column_less_is_never_better(seed: int, aim: Aim) -> None:
    program = random_program(seed)
    never = rules(Family.HARM, [{0: 1.0}], upper=[0])
    assert is_no_worse(aim, found(program, aim), found(replace(program, rows=(*program.rows, never)), aim))


@few
@given(seeds, aims)
def test_a_limit_that_the_best_plan_keeps_changes_nothing(seed: int, aim: Aim) -> None:
    program = random_program(seed)
    first = found(program, aim)
    if first.chosen is not None:
        again = found(program, aim, (Limit(aim, first.value),))
        assert again.value == pytest.approx(first.value, abs=1e-6)


@few
@given(seeds, aims)
def test_equal_seeds_give_equal_plans_and_others_equal_values(seed: int, aim: Aim) -> None:
    program, limits = random_program(seed), random_limits(random_program(seed), seed)
    one, same, other = (found(program, aim, limits, seed=each) for each in (1, 1, 2**40))
    assert one.ending is same.ending is other.ending
    if one.chosen is not None and same.chosen is not None:
        assert (one.chosen == same.chosen).all()
        assert other.value == pytest.approx(one.value, abs=1e-6)


@few
@given(seeds, aims)
def test_the_bound_is_never_worse_than_the_value(seed: int, aim: Aim) -> None:
    run = found(random_program(seed), aim)
    if run.chosen is not None:
        sign = -1 if aim is Aim.PERSONS else 1
        assert sign * run.bound <= sign * run.value + 1e-4


def shuffled(asked: Cover, random: np.random.Generator) -> Cover:
    """The same people in another order."""
    order = random.permutation(asked.weights.size)
    edges = asked.facilities.indptr
    entries = np.concatenate([np.zeros(0, dtype=np.int64), *(np.arange(edges[k], edges[k + 1]) for k in order)])
    entries = entries.astype(np.int64)
    return replace(
        asked,
        weights=asked.weights[order],
        area=asked.area[order],
        facilities=Csr(
            np.concatenate([[0], np.cumsum(np.diff(edges)[order])]).astype(np.int32), asked.facilities.index[entries]
        ),
        amount=None if asked.amount is None else asked.amount[entries],
    )


@few
@given(seeds, st.sampled_from(LINEAR))
def test_the_order_of_people_does_not_matter(seed: int, aim: Aim) -> None:
    program = random_program(seed)
    random = np.random.default_rng(seed)
    other = replace(program, covers=tuple(shuffled(asked, random) for asked in program.covers))
    one, two = found(program, aim), found(other, aim)
    assert one.ending is two.ending
    assert (one.chosen is None) or one.value == pytest.approx(two.value, abs=1e-6)


@few
@given(seeds, st.sampled_from(LINEAR))
def test_a_model_says_of_every_plan_what_it_is_worth_and_whether_it_fits(seed: int, aim: Aim) -> None:
    program = replace(random_program(seed), lazy=())
    limits = random_limits(program, seed)
    formulation, model = Formulation.of(program, aim, limits), build_model(program, aim, limits)
    for plan in all_plans(program):
        chosen = as_array(program, plan)
        # Only some best plan keeps one of each exact rule, so others say nothing.
        if any(rule.is_exact and chosen[rule.keepers].sum() != 1 for rule in formulation.rules):
            continue
        values = model.values(chosen)
        sums = [(np.asarray(block.matrix @ values), block) for block in model.blocks]
        fits = all((s >= b.lower - 1e-6).all() and (s <= b.upper + 1e-6).all() for s, b in sums)
        fits &= bool((values >= model.lower).all() and (values <= model.upper).all())
        assert fits == slow_fits(program, limits, plan)
        if fits:
            worth = objective.value_of(program, aim, chosen)
            assert model.in_unit(float(model.cost @ values)) == pytest.approx(worth, abs=1e-6)


@few
@given(seeds, aims)
def test_a_greedy_plan_breaks_nothing(seed: int, aim: Aim) -> None:
    program, limits = random_program(seed), random_limits(random_program(seed), seed)
    chosen = greedy(program, aim, limits)
    if chosen is not None:
        assert slow_fits(program, limits, frozenset(np.flatnonzero(chosen).tolist()))


def test_greedy_finds_a_plan_for_most_programs_that_have_one() -> None:
    programs = [random_program(seed) for seed in range(200)]
    possible = [program for program in programs if found(program, Aim.CENTS).chosen is not None]
    n_found = sum(greedy(program, Aim.CENTS) is not None for program in possible)
    assert n_found > len(possible) / 2
