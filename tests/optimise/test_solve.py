"""What an answer says: in which units, how sure, and made of what.

Where the process of its own is beside the point, the search runs here, and tries every plan.
"""

import json
import math
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

import numpy as np
import pytest

from spreiding.domain import Option, Plan, Vestigingstype
from spreiding.errors import QuestionError
from spreiding.optimise import search as searching
from spreiding.optimise import solve as solving
from spreiding.optimise.process.apart import Asker, Heard
from spreiding.optimise.process.messages import Task, outcome_from_message, outcome_to_message, to_line
from spreiding.optimise.program import Aim, Ending, Family, Limit, Program, Run
from spreiding.optimise.question import Goal
from spreiding.optimise.result import Remark, RemarkKind, Result, Status, relative_gap
from spreiding.optimise.search import Outcome, Reached, search
from spreiding.optimise.solve import solve
from spreiding.optimise.stop import Stop
from spreiding.ui.teksten import sentence
from tests.optimise import stand_ins
from tests.optimise.stand_ins import Asked, Inside, asked, at_most, cover, distances, program_of

KLEIN = Option(type=Vestigingstype.KLEIN)


def world(*goals: Goal, budget: float = math.inf, engine: Callable[..., Run] = stand_ins.try_all) -> Asked:
    """Two places of 12,345 and 10,000 cents: one is 100 m from 10 persons, the other 300 m from 30; both else 1 km."""
    program = program_of(
        [12_345, 10_000],
        people=cover([10, 30], [[0], [1]]),
        near=distances([10, 30], [{0: 100}, {1: 300}]),
        rows=(at_most(Family.BUDGET, [12_345, 10_000], budget),),
    )
    return asked(replace(program, lazy=(Inside(engine),), constant_cents=5), *goals)


def forged(monkeypatch: pytest.MonkeyPatch, **changes: object) -> None:
    """Search here by trying every plan, and say something else than was found."""

    def search_here(program: Program, task: Task, _asker: Asker) -> Heard:
        outcome = search(program, task.aims, stop=task.stop, seed=task.seed, start=task.start)
        return Heard(replace(outcome, **changes))  # type: ignore[arg-type]

    monkeypatch.setattr(searching, "engine_for", lambda _aim, _limits: stand_ins.try_all)
    monkeypatch.setattr(solving, "search_apart", search_here)


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    forged(monkeypatch)


@pytest.mark.usefixtures("here")
def test_persons_and_euros_are_told_of_every_plan() -> None:
    result = solve(world(Goal.COVERAGE))
    assert (result.status, result.objective, result.bound, result.gap) == (Status.OPTIMAL, 40, 40, 0)
    # 123.45 + 100 + 0.05 that every plan pays.
    assert (result.inwoners_within, result.eur_per_year, result.eur_once) == (40, Decimal("223.50"), None)


@pytest.mark.usefixtures("here")
def test_cost_is_told_in_euros_per_year() -> None:
    result = solve(world(Goal.COST))
    # Closing all is cheapest, and what every plan pays remains.
    assert [(stage.goal, stage.objective, stage.bound) for stage in result.stages] == [(Goal.COST, 0.05, 0.05)]
    assert result.eur_per_year == Decimal("0.05")


@pytest.mark.parametrize(
    ("goal", "metres"),
    [
        # (10 × 100 + 30 × 300) / 40.
        (Goal.DISTANCE, 250.0),
        (Goal.FURTHEST, 300.0),
        # A tenth of 40 persons are 4, all at 300 m.
        (Goal.WORST_TENTH, 300.0),
        # κ is 0.001 per metre.
        (Goal.EQUIVALENT, math.log((math.exp(0.1) + 3 * math.exp(0.3)) / 4) / 0.001),
    ],
)
@pytest.mark.usefixtures("here")
def test_goals_on_distance_are_told_in_metres_per_person(goal: Goal, metres: float) -> None:
    result = solve(world(goal))
    assert result.objective == pytest.approx(metres, rel=1e-12)
    assert result.bound == pytest.approx(metres, rel=1e-12)
    assert result.status is Status.OPTIMAL


@pytest.mark.usefixtures("here")
def test_a_sequence_tells_a_stage_per_goal_and_the_first_decides() -> None:
    # 12,000 cents are enough for the second place only, which reaches 30: (10 × 1,000 + 30 × 300) / 40 m.
    result = solve(world(Goal.COVERAGE, Goal.DISTANCE, Goal.COST, budget=12_000))
    stages = [(stage.goal, stage.objective) for stage in result.stages]
    assert stages == [(Goal.COVERAGE, 30), (Goal.DISTANCE, 475), (Goal.COST, 100.05)]
    assert (result.goal, result.objective, result.status) == (Goal.COVERAGE, 30, Status.OPTIMAL)
    assert result.plan == Plan.of({"s1": KLEIN})


@pytest.mark.usefixtures("here")
def test_another_objective_takes_the_place_of_the_goals() -> None:
    result = solve(world(Goal.COVERAGE), objective=(Goal.FURTHEST,))
    assert [(stage.goal, stage.objective) for stage in result.stages] == [(Goal.FURTHEST, 300)]


@pytest.mark.usefixtures("here")
def test_one_off_cost_is_told_when_the_question_knows_it() -> None:
    # Both branches, of € 70 each.
    assert solve(replace(world(Goal.COVERAGE), once_per_branch=7000)).eur_once == Decimal(140)


@pytest.mark.usefixtures("here")
def test_a_question_without_a_plan_is_an_answer() -> None:
    problem = world(Goal.COST)
    people = cover([10, 30], [[0], [1]], required=41)
    result = solve(replace(problem, program=replace(problem.program, covers=(people,))))
    assert (result.status, result.plan, result.eur_per_year, result.eur_once) == (Status.INFEASIBLE, None, None, None)
    assert all(map(math.isnan, (result.objective, result.bound, result.gap, result.inwoners_within)))


@pytest.mark.usefixtures("here")
def test_remarks_of_the_problem_come_with_the_answer() -> None:
    remark = Remark(RemarkKind.BEYOND_CUTOFF, {"inwoners": 3.0})
    assert solve(replace(world(Goal.COVERAGE), remarks=(remark,))).remarks == (remark,)


# --- what is refused ---


def test_a_goal_on_distance_asks_for_distances() -> None:
    problem = world(Goal.COVERAGE)
    without = replace(problem, program=replace(problem.program, distances=None))
    with pytest.raises(QuestionError) as caught:
        solve(without, objective=(Goal.COVERAGE, Goal.WORST_TENTH))
    assert (caught.value.kind, caught.value.data) == ("goal_without_distances", {"goal": "slechtste-tiende"})
    assert sentence(caught.value)


def test_an_equivalent_asks_for_an_aversion() -> None:
    problem = world(Goal.COVERAGE)
    without = replace(problem, program=replace(problem.program, kappa_per_m=0.0))
    with pytest.raises(QuestionError, match="question_needs_aversion"):
        solve(without, objective=(Goal.EQUIVALENT,))


def test_an_objective_has_goals() -> None:
    with pytest.raises(QuestionError, match="no_goals"):
        solve(world(Goal.COVERAGE), objective=())


@pytest.mark.usefixtures("here")
def test_a_price_asks_for_the_goal_in_whose_unit_it_is() -> None:
    problem = world(Goal.COVERAGE)
    problem = replace(problem, program=replace(problem.program, priced=Aim.PERSONS))
    with pytest.raises(QuestionError) as caught:
        solve(problem, objective=(Goal.COST,))
    assert (caught.value.kind, caught.value.data) == ("price_of_other_goal", {"goal": "bereik"})
    assert sentence(caught.value)
    assert solve(problem, objective=(Goal.FURTHEST, Goal.COVERAGE)).status is Status.OPTIMAL


# --- the same question ---


def alike(seed: int, *, seconds: float = 60.0, start: Plan | None = None) -> Result:
    """Eight places of one price that serve the same people, and nothing that tells them apart."""
    program = program_of([100] * 8, people=cover([10], [range(8)], required=10), rows=())
    problem = asked(replace(program, lazy=(Inside(stand_ins.try_all),)), Goal.COST)
    return solve(problem, seed=seed, stop=Stop(seconds), start=start)


def test_the_same_seed_gives_the_same_plan_and_another_may_not() -> None:
    first, again, *others = (alike(seed) for seed in (1, 1, 2, 3, 4, 5))
    assert (first.plan, first.fingerprint, first.seed) == (again.plan, again.fingerprint, 1)
    assert any(other.plan != first.plan for other in others)


@pytest.mark.usefixtures("here")
def test_a_fingerprint_is_of_all_that_decides_the_answer_and_not_of_the_time_it_takes() -> None:
    problem = world(Goal.COVERAGE)
    start = Plan.of({"s1": KLEIN})
    prints = [
        solve(problem).fingerprint,
        solve(problem, seed=1).fingerprint,
        solve(problem, start=start).fingerprint,
        solve(problem, stop=Stop(gap=0.5)).fingerprint,
        solve(problem, objective=(Goal.COVERAGE, Goal.COST)).fingerprint,
        solve(replace(problem, inputs="made otherwise")).fingerprint,
    ]
    assert len(set(prints)) == 6
    assert solve(problem, stop=Stop(30.0)).fingerprint == prints[0]


@pytest.mark.usefixtures("here")
def test_a_plan_to_begin_with_is_the_answer_when_nothing_is_better() -> None:
    start = Plan.of({"s5": KLEIN})
    assert {alike(seed, start=start).plan for seed in (1, 2, 3)} == {start}


# --- the solver itself, in another process ---


def crowd(n_points: int, n_sites: int, n_open: int, *goals: Goal) -> Asked:
    """People and candidates spread over a square of 20 × 20 km, a norm of 3.5 km: hard enough to take a while."""
    random = np.random.default_rng(1)
    points, sites = random.random((n_points, 2)) * 20, random.random((n_sites, 2)) * 20
    near = np.hypot(*(points[:, None] - sites[None]).transpose(2, 0, 1)) <= 3.5
    # Prices with little in common, so that a budget is a knapsack too.
    cents = (1000 + random.integers(0, 300, n_sites)).tolist()
    people = cover(random.integers(1, 100, n_points).tolist(), [np.flatnonzero(row).tolist() for row in near])
    return asked(program_of(cents, people=people, rows=(at_most(Family.BUDGET, cents, 1100 * n_open),)), *goals)


def test_the_solver_finds_the_plan_that_trying_all_finds() -> None:
    problem = crowd(60, 12, 3, Goal.COVERAGE, Goal.COST)
    found = solve(problem, stop=Stop(gap=0.0))
    tried = solve(replace(problem, program=replace(problem.program, lazy=(Inside(stand_ins.try_all),))))
    assert found.status is tried.status is Status.OPTIMAL
    assert [stage.objective for stage in found.stages] == [stage.objective for stage in tried.stages]


def test_progress_tells_a_growing_plan_below_a_bound_in_persons() -> None:
    heard: list[tuple[float, float, float]] = []
    result = solve(crowd(400, 80, 12, Goal.COVERAGE), on_progress=lambda *now: heard.append(now))
    assert result.status is Status.OPTIMAL
    assert heard
    for incumbent, bound, seconds in heard:
        assert math.isnan(incumbent) or incumbent <= result.objective + 1e-6
        assert math.isnan(bound) or bound >= result.objective - 1e-6
        assert 0 < seconds <= result.seconds
    known = [incumbent for incumbent, _, _ in heard if not math.isnan(incumbent)]
    assert all(later >= earlier for earlier, later in pairwise(known))


def test_the_solver_gives_the_same_plan_for_the_same_seed() -> None:
    first, again = (solve(crowd(200, 40, 6, Goal.COVERAGE), seed=7) for _ in range(2))
    assert first.status is Status.OPTIMAL
    assert (first.plan, first.stages, first.fingerprint) == (again.plan, again.stages, again.fingerprint)


def test_a_solver_that_is_stopped_answers_with_the_best_plan_so_far() -> None:
    result = solve(crowd(1500, 200, 14, Goal.COVERAGE), should_stop=lambda: True)
    assert result.plan is not None
    assert result.status is Status.TIME_LIMIT
    assert RemarkKind.STOPPED in [remark.kind for remark in result.remarks]


def test_a_solver_out_of_time_answers_with_its_best_plan_and_the_gap() -> None:
    result = solve(crowd(1500, 200, 14, Goal.COVERAGE), stop=Stop(0.5))
    assert result.status is Status.TIME_LIMIT
    assert result.eur_per_year is not None
    assert result.eur_per_year <= 154
    assert math.isnan(result.gap) or result.gap == relative_gap(result.objective, result.bound) > 1e-4


# --- what the search says is not believed ---


def test_a_plan_that_is_not_worth_what_was_said_is_our_own_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    forged(monkeypatch, reached=(Reached(Aim.PERSONS, 41.0, 41.0),))
    with pytest.raises(RuntimeError, match=r"recount: persons is 40\.0, not 41\.0"):
        solve(world(Goal.COVERAGE))


def test_a_plan_that_breaks_a_rule_or_a_limit_is_our_own_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    forged(monkeypatch, chosen=np.array([True, True]), reached=(Reached(Aim.PERSONS, 40.0, 40.0),))
    with pytest.raises(RuntimeError, match="recount: budget"):
        solve(world(Goal.COVERAGE, budget=12_000))
    forged(monkeypatch, limits=(Limit(Aim.CENTS, 7.0),))
    with pytest.raises(RuntimeError, match="recount: limit cents"):
        solve(world(Goal.COVERAGE))


@pytest.mark.parametrize("goal", [Goal.COVERAGE, Goal.FURTHEST])
def test_a_plan_that_is_better_than_its_bound_is_our_own_fault(goal: Goal) -> None:
    with pytest.raises(RuntimeError, match="better than its bound"):
        solve(world(goal, engine=stand_ins.boasting))


def test_proven_is_what_numbers_prove_whatever_the_search_says(monkeypatch: pytest.MonkeyPatch) -> None:
    # 40 persons beside a bound of 40.0039 is a gap of 0.98e-4, and beside 40.0041 one of 1.03e-4.
    forged(monkeypatch, ending=Ending.LIMIT, reached=(Reached(Aim.PERSONS, 40.0, 40.0039),))
    assert solve(world(Goal.COVERAGE)).status is Status.OPTIMAL
    forged(monkeypatch, ending=Ending.PROVEN, reached=(Reached(Aim.PERSONS, 40.0, 40.0041),))
    assert solve(world(Goal.COVERAGE)).status is Status.TIME_LIMIT


def test_open_ties_are_mentioned_beside_a_proof_only(monkeypatch: pytest.MonkeyPatch) -> None:
    forged(monkeypatch, is_settled=False)
    assert [remark.kind for remark in solve(world(Goal.COVERAGE)).remarks] == [RemarkKind.TIES_OPEN]
    forged(monkeypatch, is_settled=False, reached=(Reached(Aim.PERSONS, 40.0, math.nan),))
    result = solve(world(Goal.COVERAGE))
    assert (result.status, result.remarks) == (Status.TIME_LIMIT, ())
    assert math.isnan(result.gap)


def test_a_bound_below_every_distance_is_a_bound_of_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    value = 10 * math.exp(0.1) + 30 * math.exp(0.3)
    forged(monkeypatch, reached=(Reached(Aim.EQUIVALENT, value, 0.0),))
    assert solve(world(Goal.EQUIVALENT)).bound == 0


def test_a_question_and_an_outcome_are_the_same_after_a_message() -> None:
    outcome = Outcome(
        Ending.LIMIT,
        np.array([True, False, True]),
        (Reached(Aim.CENTS, 5.0, 4.0),),
        (Limit(Aim.PERSONS, 3.0),),
        is_settled=True,
    )
    again = outcome_from_message(json.loads(to_line(outcome_to_message(outcome))), 3)
    assert again.chosen is not None
    assert again.chosen.tolist() == [True, False, True]
    assert replace(again, chosen=None) == replace(outcome, chosen=None)
