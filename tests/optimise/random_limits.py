"""Random limits to a question, which a plan in mind meets, at times just so."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from itertools import combinations
from typing import Any

import numpy as np

from spreiding.domain import Modality, Option, Vestigingstype
from spreiding.errors import SpreidingError
from spreiding.fields import Fields
from spreiding.judging.case import Case
from spreiding.judging.check import check_normenkader
from spreiding.normenkader import Normenkader
from spreiding.norms import AnyNorm, CountNorm, FunctionNorm, HoursNorm, KernNorm, ReachNorm, SchoolNorm
from spreiding.optimise.question import PRICED_GOALS, AskedNorm, Budget, Goal, Harm, Question
from tests.judging.random_worlds import Dice, norm_on_people, norm_on_places
from tests.judging.worlds import aantal
from tests.optimise.oracle import SLACK, Oracle
from tests.optimise.oracle_goals import coverage, is_better, value_of
from tests.optimise.oracle_norms import asked_of
from tests.optimise.oracle_world import NOTHING, Network, World

# Some of these decide less often than others.
NORM_KINDS = ("bereik", "kernfuncties", "kernfuncties", "uren", "uren", "aantal", "kern", "kern", "iedere")


@dataclass
class Asker:
    """Adds limits to an open question that the plan in mind meets, nearly always."""

    world: World
    dice: Dice
    asked: dict[str, Any] = field(default_factory=dict)

    @cached_property
    def plans(self) -> list[dict[int, Option]]:
        """Some dozens of all plans."""
        plans = list(Oracle(self.world).networks())
        return [plans[k] for k in self.dice.rng.permutation(len(plans))[:30]]

    def ask(self) -> World:
        network = self.plans[0]
        # Among many rules it is seldom a norm that decides.
        is_about_norms = self.dice.chance(0.5)
        self.asked["norms"] = tuple(self._norms(network, self.dice.one([1, 1, 2] if is_about_norms else [0, 0, 1])))
        for chance, limit in (
            (0.3, self._limit_changes),
            (0.4, self._limit_largest),
            (0.4, self._limit_share),
            (0.35, self._limit_harm),
            (0.5, self._limit_catchment),
        ):
            if self.dice.chance(0.1 if is_about_norms else chance):
                limit(network)
        self.asked["budgets"] = self._budgets(network)
        goal = self.world.question.goal
        if goal is Goal.COST and self.asked.get("min_share") is None and not self.asked["norms"]:
            self._limit_share(network)
        if goal is not Goal.COST and self.asked.get("max_changes") is None and not self.asked["budgets"]:
            self.asked["budgets"] = (Budget(eur_per_year=self._amounts(network, self.world.deciding)[0]),)
        told = {name: getattr(self.world.question, name) for name in Question.model_fields}
        limits: dict[str, Any] = {"min_share": None, "max_changes": None} | self.asked
        return replace(self.world, question=Question(**told | limits))

    # --- norms ---

    def _norms(self, network: Network, n_norms: int) -> list[AskedNorm]:
        """A norm with a price asks for as much as some other plan has, so that there is something to pay for."""
        found = []
        for k in range(n_norms):
            is_priced = self.world.question.goal in PRICED_GOALS and self.dice.chance(0.7)
            model = self.plans[-1] if is_priced else network
            norm = self._random_norm(model)
            better = [plan for plan in self._better_than(model) if self._short(plan, norm) > SLACK]
            price = self._price([model, *better] if better else self.plans, norm)
            # What asks something of kernen that are far away cannot have a price.
            is_priced = is_priced and not (isinstance(norm, KernNorm) and norm.beyond_m is not None)
            is_met = all(each.is_met for each in asked_of(self.world, network, norm))
            if is_met or is_priced or self.dice.chance(0.15):
                named = norm.model_copy(update={"name": f"{norm.kind} {k}"})
                found.append(AskedNorm(norm=named, price=price if is_priced else None))
        return found

    def _short(self, network: Network, norm: AnyNorm) -> float:
        return sum(each.short for each in asked_of(self.world, network, norm))

    def _price(self, plans: Sequence[Network], norm: AnyNorm) -> float:
        """A price at which one of `plans` is a bit better than another that is more short."""
        oracle, goal = Oracle(self.world), self.world.question.goal
        pairs = [(value_of(self.world, plan, goal), self._short(plan, norm)) for plan in plans]
        rates = [
            abs((one[0] - other[0]) / oracle.charge(one[1] - other[1]))
            for one, other in combinations(pairs, 2)
            if abs(one[0] - other[0]) > SLACK and abs(one[1] - other[1]) > SLACK
        ]
        return float(self.dice.one(rates or [1.0]) * self.dice.one([0.8, 1.3, 3.0]))

    def _random_norm(self, network: Network) -> AnyNorm:
        """A norm that asks as much as `network` has, and that a better plan does not meet, if one is found."""
        wanted, better = self.dice.one(NORM_KINDS), self._better_than(network)
        found: AnyNorm = aantal()
        for _ in range(120):
            norm = self._any_norm()
            if norm is not None and norm.kind == wanted:
                found = self._fitted(norm, network)
                if any(not each.is_met for plan in better for each in asked_of(self.world, plan, found)):
                    return found
        return found

    def _better_than(self, network: Network) -> list[dict[int, Option]]:
        """Plans that are better by the first goal and cost no more."""
        goal = self.world.question.goal

        def worth(plan: Network) -> tuple[float, Decimal]:
            return value_of(self.world, plan, goal), self._spent(plan, self.world.deciding)[0]

        value, spent = worth(network)
        found = [(plan, *worth(plan)) for plan in self.plans]
        return [plan for plan, other, cost in found if is_better(goal, other, value, slack=SLACK) and cost <= spent]

    def _any_norm(self) -> AnyNorm | None:
        """A norm, if it can be tested here; not on schools, which no plan changes."""
        is_on_people = self.dice.chance(0.55)
        norm = (
            norm_on_people(self._case, self._exact, self.dice)
            if is_on_people
            else norm_on_places(self._exact, self.dice)
        )
        if isinstance(norm, SchoolNorm):
            return None
        kader = Normenkader(name="proef", norms=(norm,), groups=self.world.question.groups)
        try:
            check_normenkader(kader, self.world.region, self.world.uitgangspunten)
        except SpreidingError:
            return None
        return norm

    def _fitted(self, norm: AnyNorm, network: Network) -> AnyNorm:
        found = asked_of(self.world, network, norm)
        if isinstance(norm, CountNorm) and not norm.is_together:
            return norm.model_copy(update={"minimum": max(1, int(min((each.value for each in found), default=1)))})
        if isinstance(norm, ReachNorm | FunctionNorm | HoursNorm):
            shares = [each.value / (each.required / norm.share) for each in found if each.required > 0]
            share = min(shares, default=0.0) * self.dice.one([1.0, 1.0, 0.97])
            return norm.model_copy(update={"share": min(1.0, share)}) if share > 0 else norm
        return norm

    @cached_property
    def _exact(self) -> dict[str, list[float]]:
        """Distances [m] from somebody to something, by modality."""
        found = {}
        for modality in Modality:
            costs = self.world.costs(modality, "m")
            known = costs[np.isfinite(costs) & (costs > 0)]
            found[modality.value] = [float(each) for each in self.dice.rng.permutation(known)[:4]]
        return found

    @cached_property
    def _case(self) -> Case:
        world = self.world
        question, fields = world.question, Fields(world.region, {})
        told = (question.groups, question.confirmations, fields)
        return Case(world.region, world.plan(world.today), world.uitgangspunten, *told)

    # --- rules ---

    def _limit_changes(self, network: Network) -> None:
        self.asked["max_changes"] = Oracle(self.world).n_changes(network) + self.dice.one([0, 0, 1])

    def _limit_largest(self, network: Network) -> None:
        """Today's largest class, which the plan in mind may not keep, or another."""
        self.asked["keep_largest"] = True
        kept = {option.type for option in network.values() if option.type is not None}
        if self.dice.chance(0.3):
            self.asked["largest"] = {
                self.dice.one(self.world.free_codes): self.dice.one([*sorted(kept), *Vestigingstype])
            }
        if self.world.question.goal in PRICED_GOALS and self.dice.chance(0.35):
            # As if one branch were asked, or two.
            self.asked["largest_price"] = self._price(self.plans, aantal(self.dice.between(1, 2)))

    def _limit_share(self, network: Network) -> None:
        share = coverage(self.world, network) / float(self.world.counted.sum())
        self.asked["min_share"] = min(1.0, share * self.dice.one([1.0, 0.9]))

    def _limit_harm(self, network: Network) -> None:
        modality = self.dice.one([Modality.AUTO, Modality.FIETS])
        unit, name, more = self.dice.one([("m", "max_m", 0.0), ("min", "max_minutes", 0.01)])
        before, after = (self.world.nearest(modality, each, unit=unit) for each in (self.world.today, network))
        lived_in = (self.world.everybody > 0) & np.isfinite(before)
        worst = float((after[lived_in] - before[lived_in]).max(initial=0.0))
        if math.isfinite(worst):
            self.asked["harm"] = Harm(**{name: worst + more, "modality": modality})

    def _limit_catchment(self, network: Network) -> None:
        """A catchment as small as the smallest of the plan in mind."""
        served = Oracle(self.world).served(network)
        classes = {option.type for option in network.values() if option.type is not None}
        asked = {
            klasse: math.floor(min(served[site] for site, option in network.items() if option.type is klasse))
            for klasse in sorted(classes)
        }
        self.asked["minimum_catchment"] = {klasse: least for klasse, least in asked.items() if least > 0}

    # --- money ---

    def _budgets(self, network: Network) -> tuple[Budget, ...]:
        world, found = self.world, []
        codes = [None, *world.free_codes]
        for code in [self.dice.one(codes) for _ in range(self.dice.one([0, 0, 1, 1, 2]))]:
            sites = [site for site in world.deciding if code in {None, world.region.sites[site].gemeente}]
            yearly, once = self._amounts(network, sites)
            limits = "yearly" if world.question.transitions is None else self.dice.one(["yearly", "once", "both"])
            found.append(
                Budget(
                    gemeenten=None if code is None else frozenset({code}),
                    eur_per_year=None if limits == "once" else yearly,
                    eur_once=None if limits == "yearly" else once,
                )
            )
        return tuple(found)

    def _spent(self, network: Network, sites: list[int]) -> tuple[Decimal, Decimal]:
        """What a plan spends, per year and once [€]."""
        spent = [self.world.money(site, network.get(site)) for site in sites]
        return sum((each.yearly for each in spent), NOTHING), sum((each.once for each in spent), NOTHING)

    def _amounts(self, network: Network, sites: list[int]) -> tuple[Decimal, Decimal]:
        """What the plan in mind spends, or a bit more: what is written off may be rounded per site or together."""
        yearly, once = self._spent(network, sites)
        has_rounding = self.world.question.transitions is not None
        more = self.dice.one([Decimal("0.10") if has_rounding else NOTHING, Decimal(4000)])
        return max(NOTHING, yearly + more), max(NOTHING, once)
