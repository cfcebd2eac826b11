"""Why a question has no plan: what stands in the way, and the least that must give in money, share or distance."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import ROUND_CEILING, Decimal
from functools import partial
from itertools import chain
from typing import Final

import numpy as np

from spreiding.domain import Plan
from spreiding.optimise.linear import exact
from spreiding.optimise.nearest_plan import least_overspent, least_short, shortages
from spreiding.optimise.problem import Problem, build_problem
from spreiding.optimise.program import Aim, Ending
from spreiding.optimise.question import Question
from spreiding.optimise.result import Blocker, Relaxation, RelaxationKind, Result, RuleName
from spreiding.optimise.stop import Clock
from spreiding.optimise.variants import (
    Demand,
    Scale,
    Variant,
    amount_of,
    demands_of,
    distance_scale,
    share_scale,
    with_budgets,
    with_distance,
    with_share,
)
from spreiding.region import Region
from spreiding.uitgangspunten import Uitgangspunten

# Whether there is a plan at all is mostly settled in a fraction of this [s].
_STEP_S: Final = 20.0
_MONEY: Final = (RuleName.BUDGET, RuleName.ONCE)
_EURO, _CENT = Decimal(1), Decimal("0.01")

_Change = Callable[[Variant, Demand, float], Variant]
_Scales = Callable[[Variant, Demand], Scale | None]


def why_not(
    region: Region,
    uitgangspunten: Uitgangspunten,
    question: Question,
    result: Result,
    *,
    seed: int = 0,
    seconds: float = 120.0,
) -> Result:
    """Return `result`, of a question without a plan, with what blocks it and the least that must give.

    A demand blocks when there is a plan without it alone; if none does, demands block that cannot be met together, of
    which every one is needed for that. All yearly budgets are one demand, and all of once are one. Every relaxation is
    asked again: it has a plan, and one step less has none. What is not settled in `seconds` [s] is left out, or is not
    called proven.
    """
    inquiry = _Inquiry(region, seed, Clock.of(seconds))
    variant = Variant(question, uitgangspunten)
    demands = tuple(demands_of(question))
    alone = tuple(each for each in demands if inquiry.has_plan(each.left_out(variant)))
    blocking = alone or tuple(inquiry.together(variant, demands))
    names = {each.name for each in blocking}
    money = tuple(chain.from_iterable(inquiry.money(variant, rule) for rule in _MONEY if rule in names))
    scaled = [
        *inquiry.scaled(RelaxationKind.SHARE, variant, blocking, share_scale, with_share),
        *inquiry.scaled(RelaxationKind.DISTANCE, variant, blocking, distance_scale, with_distance),
    ]
    blockers = dict.fromkeys(inquiry.blockers(variant, blocking, money))
    return replace(result, blockers=tuple(blockers), relaxations=(*money, *scaled))


def _only(variant: Variant, demands: Sequence[Demand], kept: Sequence[Demand]) -> Variant:
    """Return the question with only some of its demands; norms from behind, as leaving one out moves the next."""
    for demand in sorted(demands, key=lambda each: -1 if each.norm is None else each.norm, reverse=True):
        if demand not in kept:
            variant = demand.left_out(variant)
    return variant


@dataclass(frozen=True)
class _Inquiry:
    """Asks variants of a question of one region; `settled` is what was answered, as a step is asked about twice."""

    region: Region
    seed: int
    clock: Clock
    settled: dict[tuple[str, str], bool] = field(default_factory=dict)

    def problem(self, variant: Variant) -> Problem:
        """Put a variant in arrays."""
        return build_problem(self.region, variant.uitgangspunten, variant.question)

    def has_plan(self, variant: Variant) -> bool | None:
        """Whether a variant has a plan; None when that was not settled in time."""
        # Of the assumptions a variant changes the headline norm alone.
        key = (variant.question.canonical_json(), variant.uitgangspunten.norm.canonical_json())
        if key in self.settled:
            return self.settled[key]
        clock = self.clock.within(_STEP_S)
        if clock.left() <= 0:
            return None
        # Any plan will do: the first one ends the search.
        run = exact.run(self.problem(variant).program, Aim.CHANGES, clock=clock, gap=np.inf, seed=self.seed)
        if run.ending is not Ending.INFEASIBLE and run.chosen is None:
            return None
        return self.settled.setdefault(key, run.chosen is not None)

    def together(self, variant: Variant, demands: Sequence[Demand]) -> Iterator[Demand]:
        """Yield demands that cannot be met together, one conflict after another, until what is left has a plan.

        Of a conflict every demand is needed: the deletion filter of Chinneck & Dravnieks (1991).
        """
        left = list(demands)
        while left and self.has_plan(_only(variant, demands, left)) is False:
            conflict = list(left)
            for demand in left:
                fewer = [each for each in conflict if each != demand]
                if self.has_plan(_only(variant, demands, fewer)) is False:
                    conflict = fewer
            yield from conflict
            # Nothing asked at all and still no plan: then it is not for what is asked.
            left = [each for each in left if each not in conflict] if conflict else []

    def money(self, variant: Variant, rule: RuleName) -> Iterator[Relaxation]:
        """Yield the least that budgets must grow, all together [€ per year, or € once]."""
        problem = self.problem(variant)
        over = least_overspent(problem, rule, clock=self.clock.within(_STEP_S), seed=self.seed)
        if not over:
            return
        # Of one budget whole euros are named; of several the sum would leave room for less.
        step = _EURO if len(over) == 1 else _CENT
        more = {place: (cents * _CENT).quantize(step, ROUND_CEILING) for place, cents in over.items()}
        if len(over) == 1:
            place, cents = next(iter(over.items()))
            asked = amount_of(variant.question.budgets[place], rule) or Decimal(0)
            more = {place: (asked + cents * _CENT).quantize(step, ROUND_CEILING) - asked}
        relaxed = with_budgets(variant, rule, more)
        less = [with_budgets(variant, rule, more | {place: more[place] - step}) for place in more]
        is_proven = self.has_plan(relaxed) is True and all(self.has_plan(each) is False for each in less)
        for place in more:
            budget = variant.question.budgets[place]
            codes = sorted(budget.gemeenten or ())
            asked = amount_of(budget, rule) or Decimal(0)
            yield Relaxation(
                kind=RelaxationKind.MONEY,
                rule=rule,
                gemeente=codes[0] if len(codes) == 1 else None,
                unit="eur",
                asked=float(asked),
                needed=float(asked + more[place]),
                step=float(step),
                question=relaxed.question,
                uitgangspunten=relaxed.uitgangspunten,
                is_proven=is_proven,
            )

    def scaled(
        self, kind: RelaxationKind, variant: Variant, demands: Sequence[Demand], scales: _Scales, change: _Change
    ) -> Iterator[Relaxation]:
        """Yield the least that a share or distance must give: of each demand by itself, else of all together."""
        able = [(each, scale) for each in demands if (scale := scales(variant, each)) is not None and scale.n_steps > 0]
        groups = [[pair] for pair in able]
        found = [part for group in groups for part in self._least(kind, variant, group, change)]
        if not found and len(able) > 1:
            found = list(self._least(kind, variant, able, change))
        yield from found

    def _least(
        self, kind: RelaxationKind, variant: Variant, group: list[tuple[Demand, Scale]], change: _Change
    ) -> Iterator[Relaxation]:
        """Yield the least that a group of demands must give: none of them can give less while the others stay so."""

        def after(steps: Sequence[int]) -> Variant:
            milder = variant
            for (demand, scale), n in zip(group, steps, strict=True):
                milder = change(milder, demand, scale.value(min(n, scale.n_steps)))
            return milder

        together = self._first(lambda n: after([n] * len(group)), max(scale.n_steps for _, scale in group))
        if together is None:
            return
        steps = [min(together, scale.n_steps) for _, scale in group]
        if len(group) > 1:
            for k, most in enumerate(steps):
                steps[k] = self._fewest(partial(lambda k, n: after([*steps[:k], n, *steps[k + 1 :]]), k), most)
        relaxed = after(steps)
        is_proven = all(
            self.has_plan(after([*steps[:k], n - 1, *steps[k + 1 :]])) is False for k, n in enumerate(steps) if n > 0
        )
        for (demand, scale), n in zip(group, steps, strict=True):
            if n > 0:
                yield Relaxation(
                    kind=kind,
                    rule=demand.name,
                    gemeente=None,
                    unit=scale.unit,
                    asked=scale.asked,
                    needed=scale.value(n),
                    step=scale.step,
                    question=relaxed.question,
                    uitgangspunten=relaxed.uitgangspunten,
                    is_proven=is_proven,
                )

    def _first(self, after: Callable[[int], Variant], most: int) -> int | None:
        """Return the fewest steps (1 … `most`) after which there is a plan, found by doubling and halving."""
        low, high = 0, 1
        while not self.has_plan(after(min(high, most))):
            if high >= most:
                return None
            low, high = high, 2 * high
        return self._between(after, low, min(high, most))

    def _fewest(self, after: Callable[[int], Variant], most: int) -> int:
        """Return the fewest steps (0 … `most`) after which there is a plan, as there is after `most`."""
        return 0 if self.has_plan(after(0)) else self._between(after, 0, most)

    def _between(self, after: Callable[[int], Variant], low: int, high: int) -> int:
        """Return the fewest steps after which there is a plan: there is none after `low`, and one after `high`."""
        while high - low > 1:
            middle = (low + high) // 2
            # What is not settled in time counts as having none: then `is_proven` is not said.
            low, high = (low, middle) if self.has_plan(after(middle)) else (middle, high)
        return high

    def blockers(self, variant: Variant, demands: Sequence[Demand], money: Sequence[Relaxation]) -> Iterator[Blocker]:
        """Yield what blocks, with the gemeenten and kernen that are short in the plan that comes nearest."""
        nearest = self._nearest_plan(variant)
        short = {} if nearest is None else shortages(self.region, variant, nearest)
        for demand in demands:
            if grown := [each for each in money if each.rule == demand.name]:
                yield from (Blocker(demand.name, each.gemeente, ()) for each in grown)
            else:
                places = short.get(demand) or ((None, ()),)
                yield from (Blocker(demand.name, gemeente, kernen) for gemeente, kernen in places)

    def _nearest_plan(self, variant: Variant) -> Plan | None:
        """Return the plan within all rules that is least short of the norms; None when the rules alone have none."""
        return least_short(self.region, variant, clock=self.clock.within(_STEP_S), seed=self.seed)
