"""The independent check of an answer: everything it says and every rule it keeps, by what all other screens count with.

Nothing of a program is used here: people and distances come from the evaluation, norms from the normtoets, euros from
the kostenraming and the transitions.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from spreiding.domain import Plan
from spreiding.evaluation import Evaluation
from spreiding.fields import Fields
from spreiding.finance import annuity_eur
from spreiding.judging.case import Case
from spreiding.judging.judge import judge_norm
from spreiding.judging.verdict import Normoordeel, reaches
from spreiding.norms import SchoolNorm
from spreiding.optimise.check_distances import distance_of
from spreiding.optimise.check_rules import broken_rules, lost_classes
from spreiding.optimise.framing.slate import all_groups
from spreiding.optimise.problem import Problem
from spreiding.optimise.question import AskedNorm, Budget, Goal, Question
from spreiding.optimise.result import Result
from spreiding.region import Region
from spreiding.scenario import today_plan
from spreiding.transitions import OneOff, transition_lines
from spreiding.uitgangspunten import Uitgangspunten


def confirm(
    problem: Problem, result: Result, evaluation: Evaluation, *, region: Region, uitgangspunten: Uitgangspunten
) -> None:
    """Check that the plan of `result` is worth what it says and breaks nothing; `evaluation` is of that plan.

    Raises
    ------
    RuntimeError
        When it does not: a fault of our own, never to be shown as 'bewezen optimaal'.

    """
    counted = Recount(region, uitgangspunten, problem.question, evaluation)
    if faults := (*counted.wrong_figures(result), *counted.broken()):
        message = f"the plan does not stand up to an independent check: {'; '.join(faults)}"
        raise RuntimeError(message)


@dataclass(frozen=True)
class Recount:
    """A plan counted again, as far as the question counts it."""

    region: Region
    uitgangspunten: Uitgangspunten
    question: Question
    evaluation: Evaluation

    @property
    def inwoners_within(self) -> float:
        """Persons within the headline norm."""
        return sum(within for within, _ in self._reach())

    @property
    def inwoners(self) -> float:
        """All persons that are counted."""
        return sum(inwoners for _, inwoners in self._reach())

    def _reach(self) -> Iterator[tuple[float, float]]:
        free = self.question.free_gemeenten
        if free is None:
            yield self.evaluation.total.inwoners_within, self.evaluation.total.inwoners
            return
        for gemeente, reach in zip(self.region.gemeenten, self.evaluation.gemeenten, strict=True):
            if gemeente.code in free:
                yield reach.inwoners_within, reach.inwoners

    def eur_per_year(self, gemeenten: frozenset[str] | None) -> Decimal:
        """Yearly cost [€] of the branches in some gemeenten, with what of one-off cost is written off, by site."""
        transitions = self.question.transitions
        running = self.evaluation.kostenraming.known_branches_eur(gemeenten)
        if transitions is None:
            return running
        written_off = (
            annuity_eur(eur, rate=transitions.write_off_rate, n_years=transitions.write_off_years)
            for eur in self._once(gemeenten).values()
        )
        return running + sum(written_off, Decimal(0))

    def eur_once(self, gemeenten: frozenset[str] | None) -> Decimal | None:
        """One-off cost [€] in some gemeenten, as far as known; None when the question leaves it out."""
        return None if self.question.transitions is None else sum(self._once(gemeenten).values(), Decimal(0))

    def _once(self, gemeenten: frozenset[str] | None) -> dict[str, Decimal]:
        """Return the one-off cost [€] per site, as far as known."""
        found: dict[str, Decimal] = {}
        for line in self._lines:
            if line.eur is not None and (gemeenten is None or line.gemeente in gemeenten):
                found[line.site_id] = found.get(line.site_id, Decimal(0)) + line.eur
        return found

    @cached_property
    def _lines(self) -> tuple[OneOff, ...]:
        """One-off amounts of all changes against today; no branch is taken to move to another site."""
        transitions, sites = self.question.transitions, self.region.sites
        if transitions is None:
            return ()
        alone = transitions.model_copy(update={"moves": {}})
        tariffs, plan = self.uitgangspunten.tariffs, self.evaluation.plan
        return transition_lines(self.region, today_plan(sites), plan, transitions=alone, tariffs=tariffs)

    def unknown_prices(self) -> Iterator[str]:
        """Name the sites that change while nobody knows what that costs once, but for those that had to close."""
        unknown = {line.site_id for line in self._lines if line.eur is None} - self.question.closed_sites
        yield from (f"{site_id} changes at an unknown price" for site_id in sorted(unknown))

    def broken(self) -> Iterator[str]:
        """Name all that the plan breaks."""
        yield from self.broken_norms()
        yield from self.broken_budgets()
        yield from self.unknown_prices()
        yield from broken_rules(self.region, self.uitgangspunten, self.question, self.evaluation)

    @cached_property
    def verdicts(self) -> tuple[tuple[AskedNorm, Normoordeel], ...]:
        """The verdicts on the norms of the question, in the areas of which they are asked."""
        return tuple(verdicts_on(self.region, self.uitgangspunten, self.question, self.evaluation.plan))

    def broken_norms(self) -> Iterator[str]:
        """Name the hard norms that are not met, with the area, and the share of the headline norm."""
        for asked, oordeel in self.verdicts:
            if asked.price is None and not reaches(oordeel.value, oordeel.required):
                where = oordeel.kern or oordeel.gemeente or "-"
                yield f"norm {asked.norm.name} in {where}: {oordeel.value} of {oordeel.required}"
        wanted = (self.question.min_share or 0.0) * self.inwoners
        if not reaches(self.inwoners_within, wanted):
            yield f"share: {self.inwoners_within} of {wanted} persons"

    def penalty(self) -> float:
        """Price of all that is short of norms and rules that have one, in the unit of the first goal × persons."""
        short = sum(
            asked.price * max(0.0, oordeel.required - oordeel.value)
            for asked, oordeel in self.verdicts
            if asked.price is not None
        )
        price = self.question.largest_price or 0.0
        return short + price * len(lost_classes(self.region, self.question, self.evaluation.plan))

    def broken_budgets(self) -> Iterator[str]:
        """Name the budgets that are exceeded."""
        for number, budget in enumerate(self.question.budgets):
            codes = self._codes(budget)
            spent, once = self.eur_per_year(codes), self.eur_once(codes)
            if budget.eur_per_year is not None and spent > budget.eur_per_year:
                yield f"budget {number}: {spent} of {budget.eur_per_year} euros per year"
            if budget.eur_once is not None and once is not None and once > budget.eur_once:
                yield f"budget {number}: {once} of {budget.eur_once} euros once"

    def _codes(self, budget: Budget) -> frozenset[str] | None:
        return self.question.free_gemeenten if budget.gemeenten is None else budget.gemeenten

    def wrong_figures(self, result: Result) -> Iterator[str]:
        """Name the figures of `result` that a recount does not find."""
        within, free = self.inwoners_within, self.question.free_gemeenten
        if not math.isclose(within, result.inwoners_within, rel_tol=1e-9, abs_tol=1e-6):
            yield f"{within} persons, not {result.inwoners_within}"
        for name, found, told in (
            ("euros per year", self.eur_per_year(free), result.eur_per_year),
            ("euros once", self.eur_once(free), result.eur_once),
        ):
            if found != told:
                yield f"{found} {name}, not {told}"
        for stage in result.stages:
            value = self.value(stage.goal)
            # Logarithms and sums over a hundred thousand rows in another order.
            if not math.isclose(value, stage.objective, rel_tol=1e-7, abs_tol=1e-6):
                yield f"{stage.goal.value} {value}, not {stage.objective}"

    def value(self, goal: Goal) -> float:
        """Return the plan's value for a goal in its unit; the first goal of the question holds the prices."""
        penalty = self.penalty() if goal is self.question.goal else 0.0
        if goal is Goal.COVERAGE:
            return self.inwoners_within - penalty
        if goal is Goal.COST:
            return float(self.eur_per_year(self.question.free_gemeenten)) + penalty
        return distance_of(self.region, self.uitgangspunten, self.question, self.evaluation.plan, goal, penalty)


def verdicts_on(
    region: Region, uitgangspunten: Uitgangspunten, question: Question, plan: Plan, *, fields: Fields | None = None
) -> Iterator[tuple[AskedNorm, Normoordeel]]:
    """Yield the verdicts of the normtoets on the norms of a question, in the areas of which they are asked."""
    groups, confirmations = all_groups(question), question.confirmations
    case = Case(region, plan, uitgangspunten, groups, confirmations, fields or Fields(region))
    free = question.free_gemeenten
    for asked in question.norms:
        if isinstance(asked.norm, SchoolNorm):
            continue
        for oordeel in judge_norm(case, asked.norm):
            is_free = oordeel.gemeente is None or free is None or oordeel.gemeente in free
            if is_free and (oordeel.kern is None or confirmations.has_kern(oordeel.kern)):
                yield asked, oordeel
