"""The plans that come nearest to an impossible question: least over the budgets, or least short of the norms."""

from dataclasses import replace
from decimal import Decimal
from typing import Final, TypeVar

import numpy as np

from spreiding.accessibility import Reach
from spreiding.domain import Plan
from spreiding.evaluation import evaluate
from spreiding.fields import Fields
from spreiding.judging.case import Case
from spreiding.judging.judge import judge_norm
from spreiding.optimise.framing.amounts import CENTS_PER_EUR
from spreiding.optimise.framing.slate import all_groups
from spreiding.optimise.linear import exact
from spreiding.optimise.problem import Problem, build_problem
from spreiding.optimise.program import Aim, Cover, Family, Program, Rows
from spreiding.optimise.question import AskedNorm, Goal
from spreiding.optimise.result import RuleName
from spreiding.optimise.stop import Clock
from spreiding.optimise.variants import Demand, Variant, amount_of
from spreiding.region import Region

# Per demand: the gemeente (code, None for the region) that is short, and the names of the kernen where, worst first.
Shortages = dict[Demand, tuple[tuple[str | None, tuple[str, ...]], ...]]

# More kernen than these are not named: the worst say where to look.
_MOST_KERNEN: Final = 10
_HALF: Final = 0.5
# What has a price already weighs nothing beside what is demanded.
_HARDLY: Final = 1e-6

_Asked = TypeVar("_Asked", Rows, Cover)


def least_overspent(problem: Problem, rule: RuleName, *, clock: Clock, seed: int) -> dict[int, Decimal]:
    """Return by how much [€ 0.01 per year, or once] which budgets (by place) are exceeded when the sum is least.

    Empty when no budget stands in the way, or when the question has no plan at any budget.
    """
    program, family = problem.program, Family.ONCE if rule is RuleName.ONCE else Family.BUDGET
    free = replace(
        program,
        cents=np.zeros_like(program.cents),
        constant_cents=0,
        priced=Aim.CENTS,
        rows=tuple(_exceedable(rows) if rows.family is family else _for_free(rows) for rows in program.rows),
        covers=tuple(_for_free(cover) for cover in program.covers),
    )
    run = exact.run(free, Aim.CENTS, clock=clock, seed=seed)
    if run.chosen is None:
        return {}
    places = [k for k, each in enumerate(problem.question.budgets) if amount_of(each, rule) is not None]
    over: dict[int, Decimal] = {}
    for rows in program.rows:
        if rows.family is family:
            spent = np.bincount(
                rows.columns.row, weights=rows.value * run.chosen[rows.columns.index], minlength=rows.columns.n_rows
            )
            excess = spent - rows.upper
            over |= {places[k]: Decimal(round(float(excess[k]))) for k in np.flatnonzero(excess > _HALF)}
    return over


def least_short(region: Region, variant: Variant, *, clock: Clock, seed: int) -> Plan | None:
    """Return the plan within all rules that is least short of the norms, a person (or place) counted as one.

    None when no plan respects the rules, or none was found in time.
    """
    question = variant.question
    # What cannot have a price is left out: that the plan is short of it is seen afterwards.
    able = [each for each in question.norms if each.may_have_price]
    norms = tuple(AskedNorm(norm=each.norm, price=1.0 if each.price is None else _HARDLY) for each in able)
    softer = variant.asking(goals=(Goal.COST,), norms=norms)
    problem = build_problem(region, softer.uitgangspunten, softer.question)
    run = exact.run(_only_shortfall(problem.program), Aim.CENTS, clock=clock, seed=seed)
    return None if run.chosen is None else problem.plan(run.chosen)


def shortages(region: Region, variant: Variant, plan: Plan) -> Shortages:
    """Return of which demands `plan` falls short, by the normtoets and the evaluation, and where."""
    question = variant.question
    free = question.free_gemeenten
    case = Case(region, plan, variant.uitgangspunten, all_groups(question), question.confirmations, Fields(region))
    found: Shortages = {}
    for place, asked in enumerate(question.norms):
        if asked.price is not None:
            continue
        short = [each for each in judge_norm(case, asked.norm) if each.shortage > 0]
        parts = tuple(
            (each.gemeente, tuple(region.kernen[s.kern].name for s in each.shortfalls if s.kern >= 0)[:_MOST_KERNEN])
            for each in short
            if free is None or each.gemeente is None or each.gemeente in free
        )
        if parts:
            found[Demand(asked.norm.name, place)] = parts
    if question.min_share is not None:
        found[Demand(RuleName.MIN_SHARE.value)] = ((None, _furthest_kernen(region, variant, plan)),)
    return found


def _furthest_kernen(region: Region, variant: Variant, plan: Plan) -> tuple[str, ...]:
    """Return the names of the kernen with most people outside the headline norm."""
    evaluation = evaluate(region, plan, variant.uitgangspunten)
    free = variant.question.free_gemeenten

    def outside(reach: Reach) -> float:
        return reach.inwoners - reach.inwoners_within

    pairs = [
        (outside(reach), kern.name)
        for kern, reach in zip(region.kernen, evaluation.kernen, strict=True)
        if free is None or kern.gemeente in free
    ]
    worst = sorted((pair for pair in pairs if pair[0] > 0), reverse=True)
    return tuple(name for _, name in worst[:_MOST_KERNEN])


def _for_free(asked: _Asked) -> _Asked:
    """Return what is asked without the prices that the question sets on being short."""
    return replace(asked, price=np.where(np.isfinite(asked.price), 0.0, asked.price))


def _exceedable(rows: Rows) -> Rows:
    """Return budgets that may be exceeded, at a cent per cent."""
    size = rows.upper.size
    return replace(rows, value=-rows.value, lower=-rows.upper, upper=np.full(size, np.inf), price=np.ones(size))


def _only_shortfall(program: Program) -> Program:
    """Return the program in which nothing costs anything but people who are short, also of the counted cover."""
    covers = list(program.covers)
    if program.counted is not None:
        counted = covers[program.counted]
        covers[program.counted] = replace(counted, price=np.minimum(counted.price, CENTS_PER_EUR))
    return replace(
        program, cents=np.zeros_like(program.cents), constant_cents=0, covers=tuple(covers), priced=Aim.CENTS
    )
