"""A program says of any plan what the evaluation, the normtoets, the kostenraming and the transitions say of it."""

import math
from collections import defaultdict
from decimal import Decimal

import numpy as np
import pytest

from spreiding.domain import Kernfunctie, Modality
from spreiding.errors import QuestionError
from spreiding.evaluation import evaluate
from spreiding.judging.case import Case
from spreiding.norms import CountNorm, KernNorm
from spreiding.optimise.check import Recount
from spreiding.optimise.framing.about import About
from spreiding.optimise.problem import Problem, build_problem
from spreiding.optimise.program import BoolArray
from spreiding.optimise.question import DISTANCE_GOALS, Goal
from spreiding.optimise.result import RuleName
from spreiding.uitgangspunten import Aversion
from tests.judging.oracle import Oracle
from tests.judging.random_worlds import Dice, random_case, random_norm
from tests.optimise.worlds import Reading, random_question

N_WORLDS, NORMS_PER_WORLD, PLANS_PER_WORLD = 220, 4, 8
Key = tuple[int, str, str, int]


def random_problem(seed: int) -> tuple[Case, Problem] | None:
    """A random world with a random question about it; None when that has nothing to choose from or to weigh."""
    case, dice = random_case(seed), Dice(np.random.default_rng(70_000 + seed))
    oracle = Oracle(case)
    exact = {}
    for modality in Modality:
        costs = oracle.cost(modality, "m")
        exact[modality.value] = dice.rng.permutation(costs[np.isfinite(costs) & (costs > 0)])[:4].tolist()
    norms = [random_norm(case, exact, dice) for _ in range(NORMS_PER_WORLD)]
    question = random_question(case, norms, dice)
    assumptions = case.uitgangspunten.model_copy(update={"aversion": Aversion(kappa_per_m=0.001)})
    try:
        problem = build_problem(case.region, assumptions, question)
    except QuestionError:
        return None
    return Case(case.region, case.plan, assumptions, case.groups, case.confirmations, case.fields), problem


def random_plan(problem: Problem, dice: Dice) -> BoolArray:
    """At most one column of every site."""
    chosen = np.zeros(problem.program.n_columns, dtype=np.bool_)
    share = dice.one([0.2, 0.6, 0.95])
    for site in range(len(problem.sites)):
        if dice.chance(share):
            chosen[dice.one(np.flatnonzero(problem.program.site == site).tolist())] = True
    return chosen


def recount(case: Case, problem: Problem, chosen: BoolArray) -> Recount:
    plan = problem.plan(chosen)
    evaluation = evaluate(case.region, plan, case.uitgangspunten)
    return Recount(case.region, case.uitgangspunten, problem.question, evaluation)


def shortages_of_judge(counted: Recount) -> dict[Key, float]:
    found: dict[Key, float] = {}
    numbers = {id(asked): number for number, asked in enumerate(counted.question.norms)}
    for asked, oordeel in counted.verdicts:
        key = (numbers[id(asked)], oordeel.gemeente or "", oordeel.kern or "", int(oordeel.kernfunctie or 0))
        found[key] = max(0.0, oordeel.required - oordeel.value)
    return found


def shortages_of_program(problem: Problem, short: dict[About, float]) -> dict[Key, float]:
    """Add up what the normtoets tells per gemeente: kernen that lack, and functions that nobody offers."""
    found: dict[Key, float] = defaultdict(float)
    for about, missing in short.items():
        if about.rule is None:
            norm = problem.question.norms[about.number].norm
            kern = "" if isinstance(norm, KernNorm) else about.kern
            kernfunctie = 0 if isinstance(norm, CountNorm) else about.kernfunctie
            found[about.number, about.gemeente, kern, kernfunctie] += missing
    return found


@pytest.mark.parametrize("seed", range(N_WORLDS))
def test_a_program_says_of_any_plan_what_the_other_screens_say(seed: int) -> None:
    made = random_problem(seed)
    if made is None:
        return
    case, problem = made
    dice = Dice(np.random.default_rng(90_000 + seed))
    for _ in range(PLANS_PER_WORLD):
        chosen = random_plan(problem, dice)
        assert (problem.chosen(problem.plan(chosen)) == chosen).all()
        counted, reading = recount(case, problem, chosen), Reading.of(problem.program, chosen)
        free = problem.question.free_gemeenten
        assert Decimal(reading.cents) / 100 == counted.eur_per_year(free)
        once = problem.once_cents(chosen)
        assert (None if once is None else Decimal(once) / 100) == counted.eur_once(free)
        assert reading.persons(problem.program.covers[0])[0] == pytest.approx(counted.inwoners_within, abs=1e-7)
        assert problem.inwoners == pytest.approx(counted.inwoners)
        check_norms_of(problem, counted, reading)
        check_rules_of(problem, counted, reading)
        if problem.question.goal in DISTANCE_GOALS:
            check_distances_of(problem, counted, reading)


def check_norms_of(problem: Problem, counted: Recount, reading: Reading) -> None:
    judged, found = shortages_of_judge(counted), shortages_of_program(problem, reading.short())
    # The normtoets passes over a kern where nobody lives.
    assert not any(found[key] for key in found.keys() - judged.keys())
    for key, missing in judged.items():
        # What is no row of a program is there already.
        assert found.get(key, 0.0) == pytest.approx(missing, abs=1e-7), (key, problem.question.norms[key[0]].norm)


def check_rules_of(problem: Problem, counted: Recount, reading: Reading) -> None:
    """The program breaks something exactly when the independent check says so."""
    prices = [asked.price for asked in problem.question.norms]
    hard = {
        about
        for about, missing in reading.short().items()
        if missing > 1e-7
        and not (about.rule is None and prices[about.number] is not None)
        and not (about.rule is RuleName.LARGEST and problem.question.largest_price is not None)
        # A shortage that the check forgives.
        and not (about.rule in {None, RuleName.MIN_SHARE} and missing <= 0.01)
    }
    faults = list(counted.broken())
    assert bool(hard) == bool(faults), (hard, faults)


def check_distances_of(problem: Problem, counted: Recount, reading: Reading) -> None:
    goal, found = problem.question.goal, reading.distances()
    total = sum(weight for _, weight in found)
    assert counted.value(Goal.DISTANCE) - counted.penalty() * _share(problem) / total == pytest.approx(
        reading.mean_distance()
    )
    assert counted.value(Goal.FURTHEST) == pytest.approx(max(metres for metres, _ in found))
    kappa = problem.program.kappa_per_m
    equivalent = math.log(sum(weight * math.exp(kappa * metres) for metres, weight in found) / total) / kappa
    assert counted.value(Goal.EQUIVALENT) == pytest.approx(equivalent)
    if goal is Goal.WORST_TENTH:
        left, spent = total / 10, 0.0
        for metres, weight in sorted(found, reverse=True):
            spent += metres * min(weight, left)
            left -= min(weight, left)
        assert counted.value(goal) == pytest.approx(spent / (total / 10))


def _share(problem: Problem) -> float:
    functions = problem.question.weighing.functions
    return sum(functions.values()) if functions else 1.0


@pytest.mark.parametrize("seed", range(N_WORLDS))
def test_a_row_that_was_added_for_one_plan_holds_for_every_plan_that_breaks_nothing(seed: int) -> None:
    made = random_problem(seed)
    if made is None or not made[1].program.lazy:
        return
    _, problem = made
    dice = Dice(np.random.default_rng(80_000 + seed))
    plans = [random_plan(problem, dice) for _ in range(40)]
    for rule in problem.program.lazy:
        broken = [rule.broken(chosen) for chosen in plans]
        fine = [chosen for chosen, rows in zip(plans, broken, strict=True) if not rows.labels]
        for chosen, rows in zip(plans, broken, strict=True):
            # The plan breaks its own rows, and who breaks nothing keeps them all.
            assert all(missing > 0 for _, missing in Reading.of(problem.program, chosen).missing(rows))
            for other in fine:
                assert not any(missing for _, missing in Reading.of(problem.program, other).missing(rows))


def test_the_random_questions_know_every_rule_kept_and_broken() -> None:
    # Were they too tame, their agreement would say little.
    kept: set[str | None] = set()
    broken: set[str | None] = set()
    functions, n_refused = set(), 0
    for seed in range(N_WORLDS):
        made = random_problem(seed)
        if made is None:
            n_refused += 1
            continue
        problem, dice = made[1], Dice(np.random.default_rng(90_000 + seed))
        for _ in range(PLANS_PER_WORLD):
            for about, missing in Reading.of(problem.program, random_plan(problem, dice)).short().items():
                is_norm = about.rule is None
                kind = problem.question.norms[about.number].norm.kind if is_norm else about.rule
                (broken if missing > 0 else kept).add(kind)
                functions.add(about.kernfunctie)
    every = {*RuleName, "bereik", "kernfuncties", "uren", "aantal", "kern", "iedere"}
    assert n_refused < N_WORLDS / 5
    assert broken == every
    # A lazy rule has rows only where it is broken.
    assert kept == every - {RuleName.CATCHMENT}
    assert functions == {0, *map(int, Kernfunctie)}
