"""The use case of the optimiser: a question asked of a region, its plan worked out and confirmed, or why there is none."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from spreiding.evaluation import Evaluation, evaluate
from spreiding.optimise.check import confirm
from spreiding.optimise.problem import build_problem
from spreiding.optimise.purposes import Purpose, purposes
from spreiding.optimise.question import Budget, Question
from spreiding.optimise.result import Result, Status
from spreiding.optimise.solve import solve
from spreiding.optimise.stop import Stop
from spreiding.optimise.why_not import why_not
from spreiding.region import Region
from spreiding.scenario import today_plan
from spreiding.uitgangspunten import Uitgangspunten

Progress = Callable[[float, float, float], None]


@dataclass(frozen=True)
class Answered:
    """An answered question: its result, and of its plan (None without one) the evaluation and what branches are for."""

    question: Question
    result: Result
    evaluation: Evaluation | None = None
    purposes: tuple[Purpose, ...] = ()


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


def total_eur(budgets: tuple[Budget, ...]) -> Decimal:
    """Add up yearly budgets [€ per year]."""
    return sum((each.eur_per_year or Decimal(0) for each in budgets), Decimal(0))


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
    """
    problem = build_problem(region, uitgangspunten, question)
    on_progress, should_stop = watch
    result = solve(problem, stop=stop or Stop(), seed=seed, on_progress=on_progress, should_stop=should_stop)
    if result.plan is None:
        if result.status is Status.INFEASIBLE:
            result = why_not(region, uitgangspunten, question, result, seed=seed)
        return Answered(question, result)
    evaluation = evaluate(region, result.plan, uitgangspunten)
    confirm(problem, result, evaluation, region=region, uitgangspunten=uitgangspunten)
    return Answered(question, result, evaluation, purposes(region, uitgangspunten, question, result.plan))
