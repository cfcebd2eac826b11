"""The optimiser against every plan there is, on random questions about random towns."""

import math
from collections import Counter
from functools import lru_cache

import pytest

from spreiding.optimise import solve as solving
from spreiding.optimise.problem import build_problem
from spreiding.optimise.process.apart import Asker, Heard
from spreiding.optimise.process.messages import Task
from spreiding.optimise.program import Program
from spreiding.optimise.question import Goal
from spreiding.optimise.result import Result, Status
from spreiding.optimise.search import search
from spreiding.optimise.stop import Stop
from tests.optimise.oracle import Judged, Oracle
from tests.optimise.oracle_goals import coverage, is_better
from tests.optimise.oracle_world import NOTHING, Network, World
from tests.optimise.random_questions import random_oracle

# Of the first thousand these are the ones in which every rule, norm and price decides something.
PROBLEMS, BATCH = range(450, 850), 25
# A process of its own takes half a second to start; the search in it is the same.
N_APART = 8
EXACT = Stop(time_limit_s=60.0, gap=0.0)
SLACK = 1e-6


def answer(world: World) -> Result:
    problem = build_problem(world.region, world.uitgangspunten, world.question)
    return solving.solve(problem, stop=EXACT)


def search_here(program: Program, task: Task, asker: Asker) -> Heard:  # noqa: ARG001 - nobody listens
    """Search in this process."""
    return Heard(outcome=search(program, task.aims, stop=task.stop, seed=task.seed, start=task.start))


@pytest.mark.parametrize("batch", range(0, len(PROBLEMS), BATCH))
def test_the_plan_is_the_best_of_all(batch: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(solving, "search_apart", search_here)
    for seed in PROBLEMS[batch : batch + BATCH]:
        oracle = random_oracle(seed)
        check(oracle, answer(oracle.world), seed)


@pytest.mark.parametrize("seed", PROBLEMS[:N_APART])
def test_the_plan_from_a_process_of_its_own_is_the_best_of_all(seed: int) -> None:
    oracle = random_oracle(seed)
    check(oracle, answer(oracle.world), seed)


def check(oracle: Oracle, result: Result, seed: int) -> None:
    """Compare an answer with all plans."""
    if not oracle.feasible:
        assert (result.status, result.plan) == (Status.INFEASIBLE, None), seed
        return
    assert result.status is Status.OPTIMAL, seed
    assert result.plan is not None, seed
    network = oracle.world.network(result.plan)
    for site in range(len(oracle.world.region.sites)):
        assert network.get(site) in oracle.world.ways(site), seed
    judged = oracle.judge(network)
    assert not judged.broken, seed
    check_stages(oracle, result, judged, seed)
    check_figures(oracle.world, result, network, seed)


def check_stages(oracle: Oracle, result: Result, judged: Judged, seed: int) -> None:
    """Every goal is as good as it can be with what was reached before it, is what the plan is worth, and is bounded."""
    assert tuple(stage.goal for stage in result.stages) == oracle.world.question.goals, seed
    for k, stage in enumerate(result.stages):
        where = (seed, stage.goal)
        assert stage.objective == pytest.approx(judged.values[k], rel=SLACK, abs=SLACK), where
        reached = [each.objective for each in result.stages[:k]]
        # An earlier goal may be missed by a rounding, or not at all.
        strict, loose = (oracle.best(k, reached, slack=slack) for slack in (1e-10, 10 * SLACK))
        assert not beats(stage.goal, strict, stage.objective), (*where, strict)
        assert not beats(stage.goal, stage.objective, loose), (*where, loose)
        assert not beats(stage.goal, strict, stage.bound), (*where, strict)


def beats(goal: Goal, value: float, than: float) -> bool:
    """Whether a value is better by more than a rounding."""
    return is_better(goal, value, than, slack=SLACK * max(1.0, abs(than)))


def check_figures(world: World, result: Result, network: Network, seed: int) -> None:
    assert result.inwoners_within == pytest.approx(coverage(world, network)), seed
    money = [world.money(site, network.get(site)) for site in world.deciding]
    assert result.eur_per_year is not None, seed
    # What is written off may be rounded to cents per line, per branch or together.
    yearly = sum((each.yearly for each in money), NOTHING)
    assert abs(result.eur_per_year - yearly) <= (0 if world.question.transitions is None else len(money) / 10), seed
    if world.question.transitions is None:
        assert result.eur_once is None, seed
    else:
        assert result.eur_once == sum((each.once for each in money), NOTHING), seed


# --- are the questions worth asking? ---


@lru_cache(maxsize=1)
def deciding() -> Counter[str]:
    """How often what decides: a rule or norm without which the answer would be better, hard or for its price."""
    found: Counter[str] = Counter()
    for seed in PROBLEMS:
        oracle = random_oracle(seed)
        question = oracle.world.question
        found[f"goal {question.goal.value}" if oracle.feasible else "no plan"] += 1
        best = oracle.best()
        for rule in {rule for plan in oracle.plans for rule in plan.broken}:
            free = oracle.best(without=rule)
            found[rule.rsplit(" ", 1)[0]] += not math.isnan(free) and free != pytest.approx(best)
        kinds: list[str] = [asked.norm.kind for asked in question.norms if asked.price is not None]
        kinds += [] if question.largest_price is None else ["largest"]
        # With two prices it may be the other that decides.
        if len(kinds) == 1 and is_priced_out(oracle):
            found[f"price {kinds[0]}"] += 1
    return found


def is_priced_out(oracle: Oracle) -> bool:
    """Whether the plan that were best for nothing is not, for its price."""
    goal = oracle.world.question.goal
    if not oracle.feasible:
        return False
    for_nothing = [each.values[0] - oracle.charge(each.price) for each in oracle.feasible]
    best = max(for_nothing) if goal is Goal.COVERAGE else min(for_nothing)
    plans = zip(for_nothing, oracle.feasible, strict=True)
    return not any(
        worth == pytest.approx(best) and plan.values[0] == pytest.approx(oracle.best()) for worth, plan in plans
    )


def test_every_goal_rule_and_norm_decides_some_answers() -> None:
    # Were the questions too tame, agreement on them would say little.
    rules = {"min_share", "max_changes", "largest", "catchment", "harm", "budget", "once", "no plan"}
    norms = {"bereik", "kernfuncties", "uren", "aantal", "kern", "iedere"}
    goals = {f"goal {goal.value}" for goal in Goal}
    assert {name: deciding()[name] for name in rules | norms | goals if deciding()[name] < 2} == {}
    assert not {f"price {name}" for name in norms | {"largest"}} - deciding().keys()
