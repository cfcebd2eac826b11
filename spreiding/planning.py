"""The use case of the optimiser: a question, its plan worked out and confirmed, or why there is none."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from spreiding.errors import QuestionError
from spreiding.evaluation import Evaluation, evaluate
from spreiding.io.questions import Names, QuestionDraft, format_question, read_question
from spreiding.optimise.check import confirm
from spreiding.optimise.problem import build_problem
from spreiding.optimise.purposes import Purpose, purposes
from spreiding.optimise.question import DISTANCE_GOALS, Budget, Goal, Question
from spreiding.optimise.result import Remark, RemarkKind, Result, Status
from spreiding.optimise.solve import solve
from spreiding.optimise.stop import PROVEN_GAP, Stop
from spreiding.optimise.why_not import why_not
from spreiding.plan_distances import PlanDistances, measure_plan
from spreiding.region import Region
from spreiding.review import own_confirmations, preset_normen
from spreiding.scenario import today_plan
from spreiding.uitgangspunten import Uitgangspunten

__all__ = ["QuestionDraft", "format_question", "solve"]

Progress = Callable[[float, float, float], None]


@dataclass(frozen=True)
class Answered:
    """An answered question: its result; of its plan (None without one) what it is worth and what branches are for."""

    question: Question
    result: Result
    evaluation: Evaluation | None = None
    purposes: tuple[Purpose, ...] = ()
    distances: PlanDistances | None = None


def todays_budgets(
    region: Region, uitgangspunten: Uitgangspunten, gemeenten: frozenset[str] | None
) -> tuple[Budget, ...]:
    """Return a budget for each of `gemeenten` (codes; None: all): what its branches cost today, as far as known.

    Nobody decides on a provincial budget, so every gemeente keeps its own. Without tariffs there is none.
    """
    bill = evaluate(region, today_plan(region.sites), uitgangspunten).kostenraming
    known = [each.code for each in region.gemeenten if gemeenten is None or each.code in gemeenten]
    return tuple(
        Budget(gemeenten=frozenset({code}), eur_per_year=bill.known_branches_eur({code}))
        for code in known
        if code in uitgangspunten.tariffs.gemeenten
    )


def completed_budgets(
    region: Region, uitgangspunten: Uitgangspunten, gemeenten: frozenset[str] | None, budgets: tuple[Budget, ...]
) -> tuple[Budget, ...]:
    """Return `budgets`, and of each of `gemeenten` (codes; None: all) that is in none of them its budget of today."""
    if any(each.gemeenten is None for each in budgets):
        return budgets
    told = frozenset().union(*(each.gemeenten or () for each in budgets))
    others = frozenset(area.code for area in region.gemeenten if gemeenten is None or area.code in gemeenten) - told
    return (*budgets, *(todays_budgets(region, uitgangspunten, others) if others else ()))


def check_costs(region: Region, uitgangspunten: Uitgangspunten, gemeenten: frozenset[str] | None) -> None:
    """Refuse to search where no cost is known: nothing may change there, and an unknown amount is no € 0.

    Raises
    ------
    QuestionError
        `no_tariffs`: none of `gemeenten` (codes; None: all) of the region has tariffs.

    """
    asked = [each for each in region.gemeenten if gemeenten is None or each.code in gemeenten]
    if asked and not any(each.code in uitgangspunten.tariffs.gemeenten for each in asked):
        raise QuestionError("no_tariffs", gemeenten=", ".join(each.name for each in asked))


def total_eur(budgets: tuple[Budget, ...]) -> Decimal:
    """Add up yearly budgets [€ per year]."""
    return sum((each.eur_per_year or Decimal(0) for each in budgets), Decimal(0))


def find_question(path: Path | None, region: Region) -> QuestionDraft:
    """Return what a file asks of a region, in which gemeenten and norms to begin with have names; nothing without one.

    Raises
    ------
    InputError
        When the file is not there or is no TOML; its other faults are raised when the draft is built.

    """
    if path is None:
        return QuestionDraft("", {})
    return read_question(path, Names(region.gemeenten, preset_normen()))


def ask(
    region: Region,
    uitgangspunten: Uitgangspunten,
    question: Question,
    *,
    stop: Stop | None = None,
    seed: int = 0,
    watch: tuple[Progress | None, Callable[[], bool] | None] = (None, None),
) -> Answered:
    """Answer a question: the best plan, confirmed by the evaluation and the normtoets, or what must give.

    `watch`: who hears (incumbent, bound, seconds) of the first goal in its unit, and who may ask to stop.

    Raises
    ------
    InputError, InputErrors, QuestionError
        When the question is about something that the region does not have.

    """
    check_costs(region, uitgangspunten, question.free_gemeenten)
    confirmations = own_confirmations(region, question.confirmations)
    question = question.model_copy(update={"confirmations": confirmations})
    problem = build_problem(region, uitgangspunten, question)
    on_progress, should_stop = watch
    result = solve(problem, stop=stop or Stop(), seed=seed, on_progress=on_progress, should_stop=should_stop)
    if result.plan is None:
        if result.status is Status.INFEASIBLE:
            result = why_not(region, uitgangspunten, question, result, seed=seed)
        return Answered(question, result)
    evaluation = evaluate(region, result.plan, uitgangspunten)
    confirm(problem, result, evaluation, region=region, uitgangspunten=uitgangspunten)
    distances = measure_plan(region, uitgangspunten, question, result.plan)
    return Answered(
        question,
        replace(result, remarks=(*result.remarks, *_remarks_on(result, distances))),
        evaluation,
        purposes(region, uitgangspunten, question, result.plan),
        distances,
    )


def _remarks_on(result: Result, distances: PlanDistances) -> Iterator[Remark]:
    """Yield a remark if a distance that the plan is best in was cut off for somebody, or in every plan for some."""
    goals = {stage.goal for stage in result.stages}
    if distances.inwoners_beyond > 0 and goals & DISTANCE_GOALS:
        told = {"inwoners": distances.inwoners_beyond, "cutoff_m": distances.cutoff_m}
        yield Remark(RemarkKind.BEYOND_CUTOFF, told)
    bounds = [stage.bound for stage in result.stages if stage.goal is Goal.FURTHEST]
    if any(bound >= distances.cutoff_m * (1 - PROVEN_GAP) for bound in bounds):
        yield Remark(RemarkKind.AT_CUTOFF, {"cutoff_m": distances.cutoff_m})
