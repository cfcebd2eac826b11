"""Random questions about random towns, each with a plan in mind that meets most of what is asked, at times just so."""

import math
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from typing import Any

import numpy as np

from spreiding.domain import Kernfunctie, Modality, Option, Package, Vestigingstype
from spreiding.errors import SpreidingError
from spreiding.fields import Fields
from spreiding.judging.case import Case
from spreiding.judging.check import check_normenkader
from spreiding.normenkader import Normenkader
from spreiding.norms import AnyNorm, Area, Confirmations, CountNorm, FunctionNorm, HoursNorm, ReachNorm, SchoolNorm
from spreiding.optimise.question import PRICED_GOALS, AskedNorm, Budget, Goal, Harm, Question, Weighing
from spreiding.transitions import Closing, Transitions
from tests.judging.random_worlds import GROUPS, Dice, norm_on_people, norm_on_places
from tests.judging.worlds import aantal
from tests.optimise.oracle import Oracle
from tests.optimise.oracle_goals import coverage, total_weight
from tests.optimise.oracle_norms import asked_of
from tests.optimise.oracle_world import NOTHING, Network, World
from tests.optimise.random_towns import random_assumptions, random_town

FEWEST_PLANS, MOST_PLANS = 12, 1500
PRICES = {
    Goal.COST: (10.0, 300.0, 20_000.0),
    Goal.COVERAGE: (0.3, 1.0, 15.0),
    Goal.DISTANCE: (50.0, 2000.0, 20_000.0),
}
NORM_KINDS = ("bereik", "kernfuncties", "uren", "aantal", "kern", "kern", "iedere")
EVERYTHING = Confirmations(is_all=True)


def random_oracle(seed: int) -> Oracle:
    """A town with a question about it that is well formed and has few enough plans to try."""
    for attempt in range(1000):
        dice = Dice(np.random.default_rng([seed, attempt]))
        world = World(random_town(dice), random_assumptions(dice), _open_question(dice))
        if _is_fit(world):
            return Oracle(_Asker(world, dice).ask())
    message = "no town is fit"
    raise AssertionError(message)


def _open_question(dice: Dice) -> Question:
    """Goals and what a site may be, without any limit."""
    free = None if dice.chance(0.6) else frozenset({"GM0001"})
    some = Option(type=dice.one(list(Vestigingstype)), package=dice.one(list(Package)), open_plus=dice.chance(0.5))
    goals = [Goal(each) for each in dice.rng.permutation(np.array(list(Goal)))[: dice.one([1, 2, 2, 3])]]
    return Question(
        goals=tuple(goals),
        free_gemeenten=free,
        max_changes=1000,
        min_share=0.0,
        keep_largest=False,
        groups=GROUPS,
        open_sites=frozenset({"s0"}) if dice.chance(0.1) else frozenset(),
        closed_sites=frozenset({"s1"}) if dice.chance(0.1) else frozenset(),
        allowed={"s1": (some,)} if dice.chance(0.15) else {},
        transitions=_random_transitions(dice) if dice.chance(0.4) else None,
        weighing=_random_weighing(dice),
        confirmations=EVERYTHING,
    )


def _random_weighing(dice: Dice) -> Weighing:
    functions = dice.one(
        [
            Weighing().functions,
            Weighing().functions,
            {},
            {Kernfunctie(k): float(dice.between(0, 3)) for k in range(1, 6)} | {Kernfunctie(3): 1.0},
        ]
    )
    names = ("kinderen", "45 tot 65 jaar", "75 jaar en ouder")
    groups = {name: dice.one([0.5, 1.0, 2.0]) for name in names if dice.chance(0.6)} if dice.chance(0.25) else {}
    return Weighing(functions=functions, groups=groups, cutoff_m=dice.one([15_000.0, 15_000.0, 1500.0]))


def _random_transitions(dice: Dice) -> Transitions:
    def amount(most: int) -> Decimal:
        return Decimal(dice.between(0, most * 100)) / 100

    return Transitions(
        price_year=2025,
        afbouw_months=dice.between(0, 12),
        write_off_years=dice.between(1, 20),
        write_off_rate=dice.one([Decimal(0), Decimal("0.03")]),
        opening_eur={klasse: amount(80_000) for klasse in Vestigingstype},
        converting_eur={klasse: amount(40_000) for klasse in Vestigingstype},
        moving_eur=amount(20_000),
        closing={
            klasse: Closing(
                lease_years=Decimal(dice.between(0, 3)),
                rent_eur_per_year=amount(10_000),
                write_off_eur=amount(10_000),
                friction_months=dice.between(0, 12),
            )
            for klasse in Vestigingstype
        },
        contribution_opening_eur=amount(20_000) if dice.chance(0.3) else NOTHING,
        contribution_improving_eur=amount(20_000) if dice.chance(0.3) else NOTHING,
    )


def _is_fit(world: World) -> bool:
    """Whether there is something to decide for somebody, and not too much."""
    ways = [len(world.ways(site)) for site in range(len(world.region.sites))]
    is_about_something = any(world.is_free(site.gemeente) for site in world.region.sites)
    groups = [group for group in world.question.groups if group.name in world.question.weighing.groups]
    return (
        is_about_something
        and not any(np.isnan(world.persons(group)).any() for group in groups)
        and FEWEST_PLANS <= math.prod(ways) <= MOST_PLANS
        and float(world.counted.sum()) > 0
        and total_weight(world) > 0
    )


@dataclass
class _Asker:
    """Adds limits to an open question that the plan in mind meets, nearly always."""

    world: World
    dice: Dice
    asked: dict[str, Any] = field(default_factory=dict)

    @cached_property
    def plans(self) -> list[dict[int, Option]]:
        """A dozen of all plans."""
        plans = list(Oracle(self.world).networks())
        return [plans[k] for k in self.dice.rng.permutation(len(plans))[:12]]

    def ask(self) -> World:
        network = self.plans[0]
        self.asked["norms"] = tuple(self._norms(network))
        self._limit_changes(network)
        self._limit_largest()
        for chance, limit in (
            (0.4, self._limit_share),
            (0.35, self._limit_harm),
            (0.5, self._limit_catchment),
        ):
            if self.dice.chance(chance):
                limit(network)
        self.asked["budgets"] = self._budgets(network)
        goal = self.world.question.goal
        if goal is Goal.COST and self.asked.get("min_share") is None and not self.asked["norms"]:
            self._limit_share(network)
        if goal is not Goal.COST and self.asked.get("max_changes") is None and not self.asked["budgets"]:
            self.asked["budgets"] = (Budget(eur_per_year=self._spent(network, self.world.deciding)[0]),)
        told = {name: getattr(self.world.question, name) for name in Question.model_fields}
        limits: dict[str, Any] = {"min_share": None, "max_changes": None} | self.asked
        return replace(self.world, question=Question(**told | limits))

    # --- norms ---

    def _norms(self, network: Network) -> list[AskedNorm]:
        found = []
        for k in range(self.dice.one([0, 1, 1, 2, 2])):
            norm = self._random_norm(network)
            price = self._price()
            is_met = all(each.is_met for each in asked_of(self.world, network, norm))
            if is_met or price is not None or self.dice.chance(0.15):
                named = norm.model_copy(update={"name": f"{norm.kind} {k}"})
                found.append(AskedNorm(norm=named, price=price))
        return found

    def _price(self) -> float | None:
        goal = self.world.question.goal
        return self.dice.one(PRICES[goal]) if goal in PRICED_GOALS and self.dice.chance(0.35) else None

    def _random_norm(self, network: Network) -> AnyNorm:
        """A norm of which not every plan has as much, asking for as much as the plan in mind has."""
        wanted = self.dice.one(NORM_KINDS)
        for _ in range(200):
            norm = self._any_norm()
            if norm is not None and norm.kind == wanted:
                fitted = self._fitted(norm, network)
                met = {all(each.is_met for each in asked_of(self.world, plan, fitted)) for plan in self.plans}
                if len(met) > 1:
                    return fitted
        return aantal()

    def _any_norm(self) -> AnyNorm | None:
        """A norm, if it can be tested here: not on schools, and on the region only where all of it is free."""
        costs = {each.value: self._exact(each) for each in Modality}
        is_on_people = self.dice.chance(0.55)
        norm = norm_on_people(self._case(), costs, self.dice) if is_on_people else norm_on_places(costs, self.dice)
        is_regional = isinstance(norm, ReachNorm | FunctionNorm | HoursNorm) and norm.area is Area.REGIO
        if isinstance(norm, SchoolNorm) or (is_regional and self.world.question.free_gemeenten is not None):
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

    def _exact(self, modality: Modality) -> list[float]:
        costs = self.world.costs(modality, "m")
        known = costs[np.isfinite(costs) & (costs > 0)]
        return [float(each) for each in self.dice.rng.permutation(known)[:4]]

    def _case(self) -> Case:
        world = self.world
        plan = world.plan(world.today)
        fields = Fields(world.region, {})
        return Case(world.region, plan, world.uitgangspunten, world.question.groups, EVERYTHING, fields)

    # --- rules ---

    def _limit_changes(self, network: Network) -> None:
        if self.dice.chance(0.35):
            self.asked["max_changes"] = Oracle(self.world).n_changes(network) + self.dice.one([0, 0, 1])

    def _limit_largest(self) -> None:
        if self.dice.chance(0.5):
            self.asked["keep_largest"] = True
            if self.dice.chance(0.3):
                self.asked["largest"] = {self.dice.one(self.world.free_codes): self.dice.one(list(Vestigingstype))}
            self.asked["largest_price"] = self._price()

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
        """A catchment as small as the smallest of the plan in mind; only where all branches may change."""
        world = self.world
        if set(world.today) - set(world.deciding):
            return
        served = Oracle(world).served(network)
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
        for code in [self.dice.one(codes) for _ in range(self.dice.one([0, 1, 1, 2]))]:
            sites = [site for site in world.deciding if code in {None, world.region.sites[site].gemeente}]
            yearly, once = self._spent(network, sites)
            has_once = world.question.transitions is not None and self.dice.chance(0.6)
            found.append(
                Budget(
                    gemeenten=None if code is None else frozenset({code}),
                    eur_per_year=yearly if self.dice.chance(0.8) or not has_once else None,
                    eur_once=once if has_once else None,
                )
            )
        return tuple(found)

    def _spent(self, network: Network, sites: list[int]) -> tuple[Decimal, Decimal]:
        """What the plan in mind spends, and a bit more: what is written off may be rounded per site or together."""
        spent = [self.world.money(site, network.get(site)) for site in sites]
        yearly, once = sum((each.yearly for each in spent), NOTHING), sum((each.once for each in spent), NOTHING)
        has_rounding = self.world.question.transitions is not None
        more = self.dice.one([Decimal("0.10") if has_rounding else NOTHING, Decimal(4000)])
        return max(NOTHING, yearly + more), max(NOTHING, once)
