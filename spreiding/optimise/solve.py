"""From problem to answer: search in a process of its own, count the plan again, and tell how sure it is."""

import math
from collections.abc import Callable
from decimal import Decimal
from time import perf_counter
from typing import Final, Protocol

from spreiding.domain import Plan, fingerprint
from spreiding.errors import QuestionError
from spreiding.optimise.objective import broken, counted_cover, persons_within, value_of
from spreiding.optimise.process.apart import Asker, Heard, search_apart
from spreiding.optimise.process.messages import Task, columns_of
from spreiding.optimise.program import Aim, BoolArray, Ending, Program
from spreiding.optimise.question import DISTANCE_GOALS, Goal, Question
from spreiding.optimise.result import Remark, RemarkKind, Result, Stage, Status
from spreiding.optimise.search import Outcome, Reached
from spreiding.optimise.stop import PROVEN_GAP, Stop
from spreiding.optimise.units import AIMS, in_unit

# Two counts of one plan differ by rounding only, and a plan beside a bound by the tolerance of the solver.
_SAME: Final = 1e-9
_BEYOND_BOUND: Final = 1e-6

Progress = Callable[[float, float, float], None]


class Asked(Protocol):
    """What `solve` has to know of a problem; see `problem.Problem`."""

    @property
    def question(self) -> Question:
        """The question."""

    @property
    def inputs(self) -> str:
        """Fingerprint of all that it was made of."""

    @property
    def program(self) -> Program:
        """The question as arrays."""

    @property
    def remarks(self) -> tuple[Remark, ...]:
        """What is worth saying about every answer."""

    def plan(self, chosen: BoolArray, /) -> Plan:
        """Return the plan of the chosen columns."""

    def chosen(self, plan: Plan, /) -> BoolArray:
        """Return the columns of a plan."""

    def once_cents(self, chosen: BoolArray, /) -> int | None:
        """Return what the chosen columns cost once [€ 0.01]; None when that is left out."""


def solve(  # noqa: PLR0913 - a promise: each is a word to whoever asks
    problem: Asked,
    *,
    objective: tuple[Goal, ...] | None = None,
    stop: Stop | None = None,
    seed: int = 0,
    start: Plan | None = None,
    on_progress: Progress | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> Result:
    """Answer the question of `problem` by its goals, or by those of `objective` instead, in their order.

    The search runs in a process of its own. Starting that takes about half a second; then it searches until `stop`
    (default: `Stop()`), and some seconds later it is ended whatever it is doing (`messages.patience_s`).
    `on_progress(incumbent, bound, seconds)` hears how far the first goal is, in its unit (NaN: none yet), at least once
    per second; what it raises ends the search. Once `should_stop()` is true the best plan so far is the answer. `start`
    is a plan to begin with, such as an earlier answer. Which of equally good plans is taken `search` tells; a remark
    says when there was no time to finish that.

    Raises
    ------
    QuestionError
        `no_goals`, `goal_without_distances`, `question_needs_aversion`, `price_of_other_goal`; what `problem` raises
        about a `start` that is not on offer.
    SolverError
        What `apart.search_apart` raises, such as when the memory is full.

    """
    began = perf_counter()
    goals = problem.question.goals if objective is None else objective
    _check_goals(problem, goals)
    stop, program = stop or Stop(), problem.program

    def report(incumbent: float, bound: float) -> None:
        if on_progress is not None:
            incumbent, bound = (in_unit(program, goals[0], value) for value in (incumbent, bound))
            on_progress(incumbent, bound, perf_counter() - began)

    first = None if start is None else problem.chosen(start)
    task = Task(tuple(AIMS[goal] for goal in goals), stop, seed, first)
    heard = search_apart(program, task, Asker(report, should_stop or _never))
    outcome = heard.outcome or _so_far(program, task.aims, heard)
    _recount(program, outcome)
    stages = tuple(
        Stage(goal, in_unit(program, goal, part.value), in_unit(program, goal, part.bound))
        for goal, part in zip(goals, outcome.reached, strict=True)
    )
    status = _status(outcome, stages[0])
    remarks = [Remark(RemarkKind.STOPPED, {})] if heard.is_stopped and not outcome.is_settled else []
    if status is Status.OPTIMAL and not outcome.is_settled:
        remarks.append(Remark(RemarkKind.TIES_OPEN, {}))
    chosen = outcome.chosen
    return Result(
        status=status,
        stages=stages,
        seconds=perf_counter() - began,
        seed=seed,
        fingerprint=fingerprint(problem.inputs, *goals, str(stop.gap), str(seed), _begin(first)),
        plan=None if chosen is None else problem.plan(chosen),
        inwoners_within=math.nan if chosen is None else _inwoners_within(program, chosen),
        eur_per_year=None if chosen is None else _euros(int(program.cents[chosen].sum()) + program.constant_cents),
        eur_once=None if chosen is None else _euros(problem.once_cents(chosen)),
        remarks=(*remarks, *problem.remarks),
    )


def _check_goals(problem: Asked, goals: tuple[Goal, ...]) -> None:
    """Refuse goals that the arrays of `problem` know nothing of."""
    if not goals:
        raise QuestionError("no_goals")
    for goal in goals:
        if goal in DISTANCE_GOALS and problem.program.distances is None:
            raise QuestionError("goal_without_distances", goal=goal.value)
    if Goal.EQUIVALENT in goals and problem.program.kappa_per_m <= 0:
        raise QuestionError("question_needs_aversion")
    if problem.program.priced not in {None, *(AIMS[goal] for goal in goals)}:
        raise QuestionError("price_of_other_goal", goal=problem.question.goal.value)


def _so_far(program: Program, aims: tuple[Aim, ...], heard: Heard) -> Outcome:
    """Return what a search that had to be ended had found, with what it had proven about the first aim."""
    bounds = (heard.bound, *(math.nan for _ in aims[1:]))
    reached = tuple(
        Reached(aim, math.nan if heard.chosen is None else value_of(program, aim, heard.chosen), bound)
        for aim, bound in zip(aims, bounds, strict=True)
    )
    return Outcome(Ending.LIMIT, heard.chosen, reached)


def _recount(program: Program, outcome: Outcome) -> None:
    """Stop when the plan is not what the search says it is: that is a fault of our own, never an answer."""
    chosen = outcome.chosen
    if chosen is None:
        return
    faults = list(broken(program, outcome.limits, chosen))
    for part in outcome.reached:
        value = value_of(program, part.aim, chosen)
        if not math.isclose(value, part.value, rel_tol=_SAME, abs_tol=_SAME):
            faults.append(f"{part.aim.value} is {value}, not {part.value}")
        better_by = value - part.bound if part.aim is Aim.PERSONS else part.bound - value
        if better_by > _BEYOND_BOUND * max(1.0, abs(value)):
            faults.append(f"{part.aim.value} is {value}, better than its bound {part.bound}")
    if faults:
        message = f"the plan does not stand up to a recount: {'; '.join(faults)}"
        raise RuntimeError(message)


def _status(outcome: Outcome, first: Stage) -> Status:
    if outcome.ending is Ending.INFEASIBLE:
        return Status.INFEASIBLE
    if outcome.chosen is None:
        return Status.NO_PLAN
    return Status.OPTIMAL if first.gap <= PROVEN_GAP else Status.TIME_LIMIT


def _inwoners_within(program: Program, chosen: BoolArray) -> float:
    """Return who is within the headline norm [persons]; NaN when the program counts nobody."""
    if program.counted is None:
        return math.nan
    return float(persons_within(program, counted_cover(program), chosen).sum())


def _begin(start: BoolArray | None) -> str:
    return "" if start is None else str(columns_of(start))


def _euros(cents: int | None) -> Decimal | None:
    return None if cents is None else Decimal(cents) / 100


def _never() -> bool:
    return False
