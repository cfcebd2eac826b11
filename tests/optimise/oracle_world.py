"""What the oracle knows of a tiny world: who lives where, how far everything is, and what each site may become.

Distances come from networkx. Nothing of `spreiding.optimise` is used but the question.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from itertools import product

import numpy as np
from numpy.typing import NDArray

from spreiding.costs import branch_costs
from spreiding.domain import Modality, Option, Package, Plan, Voorzieningsvorm
from spreiding.finance import annuity_eur
from spreiding.norms import Predicate
from spreiding.optimise.question import Question
from spreiding.profile import Profile, profile_of, stand, stand_voorziening
from spreiding.region import Region
from spreiding.supply import Site
from spreiding.tables import AGE_GROUPS
from spreiding.transitions import OneOff, transition_lines
from spreiding.travel_groups import TravelGroup
from spreiding.uitgangspunten import Uitgangspunten
from tests.tangles import slow_costs

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
# What stands where: index of the site → option. A site that is absent is closed.
Network = Mapping[int, Option]

WALK_M_PER_MINUTE = 5000.0 / 60.0
NOTHING = Decimal(0)


@dataclass(frozen=True)
class Money:
    """What a site costs [€] under an option: per year, and once for getting there."""

    per_year: Decimal
    once: Decimal
    written_off: Decimal

    @property
    def yearly(self) -> Decimal:
        return self.per_year + self.written_off


@dataclass(frozen=True)
class World:
    """One question about one region."""

    region: Region
    uitgangspunten: Uitgangspunten
    question: Question
    _matrices: dict[tuple[Modality, str, bool], Floats] = field(default_factory=dict, repr=False)
    _nearest: dict[tuple[Modality, str, frozenset[int], bool], Floats] = field(default_factory=dict, repr=False)
    _counts: dict[tuple[int, Option, Predicate], bool] = field(default_factory=dict, repr=False)
    _money: dict[tuple[int, Option | None], Money] = field(default_factory=dict, repr=False)
    _profiles: dict[tuple[int, Option], Profile] = field(default_factory=dict, repr=False)

    # --- people ---

    @cached_property
    def home(self) -> list[str | None]:
        """The gemeente of every demand point."""
        codes = [*(gemeente.code for gemeente in self.region.gemeenten), None]
        return [codes[self.region.squares.gemeente[square]] for square in self.region.demand.square]

    @cached_property
    def kern(self) -> list[int]:
        return [int(self.region.squares.kern[square]) for square in self.region.demand.square]

    def is_free(self, gemeente: str | None) -> bool:
        """Whether the question is about a gemeente."""
        return self.question.free_gemeenten is None or gemeente in self.question.free_gemeenten

    @cached_property
    def free_codes(self) -> list[str]:
        return [each.code for each in self.region.gemeenten if self.is_free(each.code)]

    @cached_property
    def everybody(self) -> Floats:
        return np.array(self.region.demand.inwoners, dtype=float)

    @cached_property
    def counted(self) -> Floats:
        """Persons of the free gemeenten; without free gemeenten everybody, also who lives outside all."""
        return np.array([n if self.is_free(home) else 0.0 for n, home in zip(self.everybody, self.home, strict=True)])

    def persons(self, group: TravelGroup | None) -> Floats:
        """Persons of a group at every point; NaN where nobody knows."""
        if group is None:
            return self.everybody
        found = []
        for point, square in enumerate(self.region.demand.square):
            share = group.shares.get(self.home[point] or "-", group.share or (math.nan if group.shares else 1.0))
            persons = self.everybody[point]
            if group.age_group is not None:
                total = float(self.region.squares.inwoners[square])
                aged = float(self.region.squares.groups[square, AGE_GROUPS.index(group.age_group)])
                # The people of a square are spread over its points as its inwoners are.
                persons = aged * (persons / total if total > 0 else 0.0)
            found.append(persons * share)
        return np.array(found, dtype=float)

    # --- distances ---

    def costs(self, modality: Modality, unit: str, *, is_at_home: bool = False) -> Floats:
        """Point × place [m or min]; sites first, then voorzieningen; inf for whom a place does not serve."""
        asked = (modality, unit, is_at_home)
        if asked not in self._matrices:
            found = self._roads(modality, unit)
            n_sites = len(self.region.sites)
            for k, each in enumerate(self.region.voorzieningen):
                served = self._roads(modality, "m")[:, n_sites + k] <= (each.reach_m or math.inf)
                if each.form is Voorzieningsvorm.AAN_HUIS:
                    own = np.array([each.gemeente is not None and home == each.gemeente for home in self.home])
                    served = served if each.reach_m is not None else own
                    found[:, n_sites + k] = 0.0
                found[~served, n_sites + k] = math.inf
            if is_at_home:
                codes = [site.gemeente for site in self.region.sites]
                codes += [each.gemeente for each in self.region.voorzieningen]
                own = np.array([[home is not None and home == code for code in codes] for home in self.home])
                found[~own] = math.inf
            self._matrices[asked] = found
        return self._matrices[asked]

    def _roads(self, modality: Modality, unit: str) -> Floats:
        region = self.region
        network, feet = region.networks[modality], region.site_footing[modality]
        if region.voorzieningen:
            feet = feet.join(region.voorziening_footing[modality])
        weight = network.length_m if unit == "m" else network.minutes
        walked = 1.0 if unit == "m" else 1.0 / WALK_M_PER_MINUTE
        return slow_costs(network, region.demand_footing[modality], feet, weight, walked)

    def nearest(
        self, modality: Modality, places: Iterable[int], *, unit: str = "m", is_at_home: bool = False
    ) -> Floats:
        """Cost [m or min] to the nearest of `places` at every point."""
        asked = (modality, unit, frozenset(places), is_at_home)
        if asked not in self._nearest:
            costs = self.costs(modality, unit, is_at_home=is_at_home)
            self._nearest[asked] = costs[:, sorted(asked[2])].min(axis=1, initial=math.inf)
        return self._nearest[asked]

    # --- what sites are ---

    @cached_property
    def today(self) -> dict[int, Option]:
        return {k: site.today for k, site in enumerate(self.region.sites) if site.today is not None}

    def profile(self, site: int, option: Option) -> Profile:
        if (site, option) not in self._profiles:
            self._profiles[site, option] = profile_of(self.region.sites[site], option, self.uitgangspunten)
        return self._profiles[site, option]

    def counts(self, site: int, option: Option, predicate: Predicate) -> bool:
        """Whether a branch counts: assumptions are taken as facts, the unknown never counts."""
        asked = (site, option, predicate)
        if asked not in self._counts:
            definitions = self.uitgangspunten.kb_definitions
            self._counts[asked] = stand(self.profile(site, option), predicate, definitions).counts
        return self._counts[asked]

    def counting(self, network: Network, predicate: Predicate, *, gemeente: str | None = None) -> frozenset[int]:
        """Places that count: open branches, and what else provides; in one gemeente, or everywhere for None."""
        n_sites, others = len(self.region.sites), self.region.voorzieningen
        branches = {
            site
            for site, option in network.items()
            if gemeente in {None, self.region.sites[site].gemeente} and self.counts(site, option, predicate)
        }
        beside = {
            n_sites + k
            for k, each in enumerate(others)
            if gemeente in {None, each.gemeente} and stand_voorziening(each, predicate).counts
        }
        return frozenset(branches | beside)

    def plan(self, network: Network) -> Plan:
        return Plan.of((self.region.sites[site].id, option) for site, option in network.items())

    def network(self, plan: Plan) -> dict[int, Option]:
        return {self.region.site_index[site_id]: option for site_id, option in plan.options}

    # --- what they may become ---

    def has_price(self, site: Site, option: Option) -> bool:
        return not branch_costs(site, option, tariffs=self.uitgangspunten.tariffs)[1]

    def may_change(self, site: Site) -> bool:
        """A site of a free gemeente may, unless nobody knows what its branch costs."""
        return self.is_free(site.gemeente) and (site.today is None or self.has_price(site, site.today))

    @cached_property
    def deciding(self) -> list[int]:
        """The sites about which the question decides, and whose cost is in its budgets."""
        return [k for k, site in enumerate(self.region.sites) if self.may_change(site) or self.is_closed(site)]

    def is_closed(self, site: Site) -> bool:
        """Whether the question closes a site, whatever that costs."""
        return self.is_free(site.gemeente) and site.id in self.question.closed_sites

    def ways(self, index: int) -> list[Option | None]:
        """What a site may be in a plan; None is closed."""
        site, question = self.region.sites[index], self.question
        if self.is_closed(site):
            return [None]
        if not self.may_change(site):
            return [site.today]
        ways = [each for each in (None, *self._options(site)) if each == site.today or self._is_once_known(site, each)]
        return [each for each in ways if each is not None or site.id not in question.open_sites]

    def _options(self, site: Site) -> list[Option]:
        """Today's option; those that are allowed by name, or every class × huisvesting × package of the site."""
        today = [] if site.today is None else [site.today]
        others: Iterable[Option] = self.question.allowed.get(site.id, ())
        if site.id not in self.question.allowed:
            usual = [each.huisvesting for each in today] or ([] if site.allowed_huisvesting else [None])
            others = (
                Option(type=klasse, huisvesting=form, package=package, open_plus=any(each.open_plus for each in today))
                for klasse, form, package in product(
                    site.allowed_types, dict.fromkeys([*usual, *site.allowed_huisvesting]), Package
                )
            )
        return list(dict.fromkeys([*today, *(each for each in others if self.has_price(site, each))]))

    # --- money ---

    def money(self, index: int, option: Option | None) -> Money:
        """What a site costs under an option, or closed."""
        if (index, option) not in self._money:
            site, tariffs = self.region.sites[index], self.uitgangspunten.tariffs
            lines = () if option is None else branch_costs(site, option, tariffs=tariffs)[0]
            once = self._once(site, option)
            transitions = self.question.transitions
            written_off = NOTHING
            if transitions is not None:
                years, rate = transitions.write_off_years, transitions.write_off_rate
                written_off = annuity_eur(once, rate=rate, n_years=years)
            self._money[index, option] = Money(sum((line.eur for line in lines), NOTHING), once, written_off)
        return self._money[index, option]

    def _once(self, site: Site, option: Option | None) -> Decimal:
        return sum((line.eur for line in self._one_offs(site, option) if line.eur is not None), NOTHING)

    def _is_once_known(self, site: Site, option: Option | None) -> bool:
        return all(line.eur is not None for line in self._one_offs(site, option))

    def _one_offs(self, site: Site, option: Option | None) -> tuple[OneOff, ...]:
        """What a change of one site costs once; nothing when the question leaves that out."""
        if self.question.transitions is None:
            return ()
        before, after = (Plan.of({} if each is None else {site.id: each}) for each in (site.today, option))
        transitions = self.question.transitions.model_copy(update={"moves": {}})
        return transition_lines(
            self.region, before, after, transitions=transitions, tariffs=self.uitgangspunten.tariffs
        )
