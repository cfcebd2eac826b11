"""Random questions about random towns, small enough to try every plan."""

import math
from decimal import Decimal
from functools import lru_cache

import numpy as np

from spreiding.domain import Kernfunctie, Option, Package, Vestigingstype
from spreiding.norms import Confirmations
from spreiding.optimise.question import Goal, Question, Weighing
from spreiding.transitions import Closing, Transitions
from tests.judging.random_worlds import GROUPS, Dice
from tests.optimise.oracle import Oracle
from tests.optimise.oracle_goals import total_weight
from tests.optimise.oracle_world import NOTHING, World
from tests.optimise.random_limits import Asker
from tests.optimise.random_towns import random_assumptions, random_town

FEWEST_PLANS, MOST_PLANS = 12, 600
CONFIRMED = (Confirmations(is_all=True), Confirmations(is_all=True), Confirmations(kernen=frozenset({"k0", "k2"})))


@lru_cache(maxsize=400)
def random_oracle(seed: int) -> Oracle:
    """A town with a question about it that is well formed and has few enough plans to try."""
    for attempt in range(1000):
        dice = Dice(np.random.default_rng([seed, attempt]))
        world = World(random_town(dice), random_assumptions(dice), _open_question(dice))
        if _is_fit(world):
            return Oracle(Asker(world, dice).ask())
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
        confirmations=dice.one(CONFIRMED),
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
    """What changes cost once; at times something of it is not known."""
    known = 1.0 if dice.chance(0.6) else 0.8

    def amount(most: int) -> Decimal:
        return Decimal(dice.between(0, most * 100)) / 100

    def by_class(most: int) -> dict[Vestigingstype, Decimal]:
        return {klasse: amount(most) for klasse in Vestigingstype if dice.chance(known)}

    return Transitions(
        price_year=2025,
        afbouw_months=dice.between(0, 12),
        write_off_years=dice.between(1, 20),
        write_off_rate=dice.one([Decimal(0), Decimal("0.03")]),
        opening_eur=by_class(80_000),
        converting_eur=by_class(40_000),
        moving_eur=amount(20_000),
        closing={
            klasse: Closing(
                lease_years=Decimal(dice.between(0, 3)),
                rent_eur_per_year=amount(10_000),
                write_off_eur=amount(10_000) if dice.chance(known) else None,
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
    fixed = world.question.open_sites | world.question.closed_sites | world.question.allowed.keys()
    is_about_something = any(world.is_free(site.gemeente) for site in world.region.sites)
    is_free = all(world.is_free(site.gemeente) for site in world.region.sites if site.id in fixed)
    is_small = FEWEST_PLANS <= math.prod(ways) <= MOST_PLANS
    is_lived_in = float(world.counted.sum()) > 0 and total_weight(world) > 0
    return is_about_something and is_free and is_small and is_lived_in
