"""The best plan by trying all of them: every option at every site, each plan measured slowly and simply.

Written after the words of `Question` and `Result`, without a look at how programs are built or solved. Where the words
leave a choice, the oracle takes what a planner would expect:

* a branch whose cost nobody knows stays as it is, outside the budgets, unless the question closes it; a candidate
  without a tariff stays closed;
* today's building remains possible for every class, and a candidate without allowed huisvesting has none that is known;
* cost is the running cost of the sites that may change, with the annuity of their one-off cost; a change that costs
  what nobody knows is no option (but the question may close a branch); moves and the afbouwtermijn are left out;
* who lives outside the free gemeenten is counted in no goal and no share, but is served by a branch, and so belongs to
  its catchment, and may not be harmed; a minimum catchment is asked of the branches about which the question decides;
* what is short counts in fractions of persons; prices are part of the first goal alone;
* distances are to branches: other voorzieningen count for norms, if these say so, and for nothing else;
* a norm binds by its figure, whatever is in doubt about it, but kernen that nobody confirmed are not tested, and one on
  schools binds no plan.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product

from spreiding.domain import Option
from spreiding.optimise.question import Budget, Goal
from tests.optimise.oracle_goals import coverage, is_better, total_weight, value_of
from tests.optimise.oracle_norms import Asked, asked_of
from tests.optimise.oracle_world import NOTHING, Network, World

# Sums along a route and of shares carry rounding errors far below this [m, min, persons].
SLACK = 1e-6


@dataclass(frozen=True)
class Judged:
    """A plan: the rules that it breaks by name, what it is worth per goal, and the price of what it is short."""

    network: Network
    broken: frozenset[str]
    values: tuple[float, ...]
    price: float


@dataclass(frozen=True)
class Oracle:
    """All plans for one question."""

    world: World

    @cached_property
    def plans(self) -> list[Judged]:
        return self.judge_all()

    @cached_property
    def feasible(self) -> list[Judged]:
        return [each for each in self.plans if not each.broken]

    def judge_all(self) -> list[Judged]:
        """Measure all plans."""
        return [self.judge(network) for network in self.networks()]

    def networks(self) -> Iterator[dict[int, Option]]:
        """Every combination of what the sites may be."""
        for combination in product(*(self.world.ways(site) for site in range(len(self.world.region.sites)))):
            yield {site: option for site, option in enumerate(combination) if option is not None}

    def judge(self, network: Network) -> Judged:
        """Measure one plan."""
        goals, price = self.world.question.goals, self.price(network)
        values = [value_of(self.world, network, goal) for goal in goals]
        values[0] += self.charge(price)
        return Judged(network, frozenset(self.broken(network)), tuple(values), price)

    def best(self, stage: int = 0, reached: Sequence[float] = (), *, without: str = "", slack: float = SLACK) -> float:
        """Best value of a goal among plans that are no worse in the goals before it than what was `reached`.

        `slack` is relative; NaN when there is no plan. `without` names a rule that may be broken.
        """
        goals = self.world.question.goals
        found = [
            each.values[stage]
            for each in (self.plans if without else self.feasible)
            if each.broken <= {without}
            and not any(
                is_better(goal, limit, value, slack=slack * max(1.0, abs(limit)))
                for goal, limit, value in zip(goals, reached, each.values, strict=False)
            )
        ]
        pick = max if goals[stage] is Goal.COVERAGE else min
        return pick(found, default=math.nan)

    def optimum(self) -> tuple[float, ...]:
        """Best value of every goal, each among the plans that are best in those before it; NaN without a plan."""
        reached: tuple[float, ...] = ()
        for stage in range(len(self.world.question.goals)):
            reached += (self.best(stage, reached),)
        return reached

    # --- what is asked of every plan ---

    def charge(self, price: float) -> float:
        """What a price adds to the first goal: it takes persons away, or is as much as somebody who goes further.

        Somebody goes further to every kernfunctie; he weighs as one who is in no group that weighs more or less.
        """
        goal = self.world.question.goal
        if goal is Goal.COVERAGE:
            return -price
        functions = self.world.question.weighing.functions
        return price * (sum(functions.values()) or 1.0) / self._weight if goal is Goal.DISTANCE else price

    @cached_property
    def _weight(self) -> float:
        return total_weight(self.world)

    def price(self, network: Network) -> float:
        """What is paid for all that is short, in the unit of the first goal."""
        question = self.world.question
        total = sum(
            asked.price * each.short
            for asked in question.norms
            if asked.price is not None
            for each in asked_of(self.world, network, asked.norm)
        )
        if question.largest_price is not None:
            total += question.largest_price * len(list(self._without_largest(network)))
        return total

    def broken(self, network: Network) -> Iterator[str]:
        """Name what a plan breaks."""
        yield from self._missed(network)
        question = self.world.question
        if question.max_changes is not None and self.n_changes(network) > question.max_changes:
            yield "max_changes"
        if question.largest_price is None and list(self._without_largest(network)):
            yield "largest"
        if question.minimum_catchment and self._has_small_catchment(network):
            yield "catchment"
        if question.harm is not None and self._harms(network):
            yield "harm"
        for k, budget in enumerate(question.budgets):
            yield from self._over(network, budget, k)

    def _missed(self, network: Network) -> Iterator[str]:
        """Name the hard norms that a plan does not meet."""
        question = self.world.question
        if question.min_share is not None:
            wanted = question.min_share * float(self.world.counted.sum())
            if not Asked(coverage(self.world, network), wanted).is_met:
                yield "min_share"
        for asked in question.norms:
            if asked.price is None and not all(each.is_met for each in asked_of(self.world, network, asked.norm)):
                yield asked.norm.name

    def n_changes(self, network: Network) -> int:
        """Count the sites that differ from today in anything."""
        sites = range(len(self.world.region.sites))
        return sum(self.world.today.get(site) != network.get(site) for site in sites)

    def _over(self, network: Network, budget: Budget, number: int) -> Iterator[str]:
        world = self.world
        sites = [
            site
            for site in world.deciding
            if budget.gemeenten is None or world.region.sites[site].gemeente in budget.gemeenten
        ]
        spent = [world.money(site, network.get(site)) for site in sites]
        if budget.eur_per_year is not None and sum((each.yearly for each in spent), NOTHING) > budget.eur_per_year:
            yield f"budget {number}"
        if budget.eur_once is not None and sum((each.once for each in spent), NOTHING) > budget.eur_once:
            yield f"once {number}"

    def _without_largest(self, network: Network) -> Iterator[str]:
        """Yield the gemeenten that keep no branch of their largest class."""
        question, sites = self.world.question, self.world.region.sites
        for code in self.world.free_codes if question.keep_largest else ():
            here = [k for k, site in enumerate(sites) if site.gemeente == code]
            ranks = [self._rank(self.world.today, site) for site in here]
            asked = question.largest.get(code)
            least = max(ranks, default=0) if asked is None else asked.rank
            if least and not any(self._rank(network, site) >= least for site in here):
                yield code

    def _rank(self, network: Network, site: int) -> int:
        """Size of a branch; 0 for none, or one of unknown class."""
        option = network.get(site)
        return 0 if option is None or option.type is None else option.type.rank

    def served(self, network: Network) -> dict[int, float]:
        """Persons, wherever they live, to whom each branch is the nearest; of equals the first."""
        found = dict.fromkeys(network, 0.0)
        costs = self.world.costs(self.world.uitgangspunten.norm.modality, "m")
        for point, persons in enumerate(self.world.everybody):
            nearest = min(sorted(network), key=lambda site: costs[point, site], default=None)
            if nearest is not None and math.isfinite(costs[point, nearest]):
                found[nearest] += float(persons)
        return found

    def _has_small_catchment(self, network: Network) -> bool:
        served = self.served(network)
        minimum = self.world.question.minimum_catchment
        return any(
            served[site] < minimum.get(option.type, 0) - SLACK
            for site, option in network.items()
            if option.type is not None and site in self.world.deciding
        )

    def _harms(self, network: Network) -> bool:
        """Whether anybody goes too much further than today to the nearest branch of any kind."""
        harm = self.world.question.harm
        assert harm is not None
        unit, most = ("min", harm.max_minutes) if harm.max_m is None else ("m", harm.max_m)
        assert most is not None
        before, after = (self.world.nearest(harm.modality, each, unit=unit) for each in (self.world.today, network))
        return any(
            persons > 0 and new > old + most + SLACK
            for persons, old, new in zip(self.world.everybody, before, after, strict=True)
        )
