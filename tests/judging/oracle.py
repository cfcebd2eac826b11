"""Norms judged in the slowest and simplest way, person-point by person-point, after the words of the issue.

Distances come from networkx; every reading (what is taken, sure, or possible; distances as short or as long as they may
be) is worked out from the beginning, with sets and loops.
"""

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

import numpy as np

from spreiding.domain import HOURS_PER_WEEK, KbType, Modality, Option, Service, SiteFact, Voorzieningsvorm
from spreiding.judging.case import Case
from spreiding.norms import (
    AnyNorm,
    Area,
    BranchNorm,
    CountNorm,
    FunctionNorm,
    HoursNorm,
    KernNorm,
    OwnWay,
    Predicate,
    ReachNorm,
    SchoolNorm,
)
from spreiding.region import Region
from spreiding.supply import Site
from spreiding.tables import AGE_GROUPS
from spreiding.travel_groups import DEFAULT_GROUPS, TravelGroup
from spreiding.voorzieningen import Voorziening
from tests.tangles import slow_costs

MET, NOT_MET, UNDECIDED = "voldoet", "voldoet niet", "niet te bepalen"
# Speeds of `tables` and of a residential street, in km/h.
STREET_KMH = {Modality.AUTO: 28.0, Modality.FIETS: 15.0, Modality.EBIKE: 20.0, Modality.LOPEN: 5.0}
WALK_M_PER_MINUTE = 5000.0 / 60.0
READINGS = ("taken", "sure", "possible")


@dataclass
class Answer:
    """What the oracle says of one area."""

    gemeente: str | None
    outcome: str
    value: float
    required: float
    tested: float
    low: float
    high: float
    kern: str | None = None
    kernfunctie: int | None = None
    is_uncertain: bool = False
    shortage: float = 0.0
    has_reason: bool = False
    shortfalls: dict[tuple[int, str], "Fall"] = field(default_factory=dict)
    missing: tuple[int, ...] = ()


@dataclass
class Fall:
    """A place where people fall outside: `weight` holds persons per nearest place."""

    outside: float = 0.0
    persons: float = 0.0
    spent: float = 0.0
    weight: dict[int, float] = field(default_factory=dict)

    @property
    def mean(self) -> float:
        return self.spent / self.persons


class Condition(NamedTuple):
    """Whether something holds when assumptions do (None: unknown), and whether it rests on an assumption."""

    holds: bool | None
    is_assumed: bool


def at_least(value: float, required: float) -> bool:
    return value > required or math.isclose(value, required, rel_tol=1e-9, abs_tol=1e-9)


# --- what a place is ---


def hours_of_site(case: Case, site: Site, option: Option) -> tuple[float | None, bool]:
    """Staffed hours, and whether they are assumed: told while the class stays, else those of the class."""
    stays = site.today is not None and site.today.type == option.type
    if stays and site.staffed_hours is not None:
        return site.staffed_hours, SiteFact.UREN in site.assumed
    if option.type is None or option.type not in case.uitgangspunten.staffed_hours:
        return None, stays and SiteFact.UREN in site.assumed
    return case.uitgangspunten.staffed_hours[option.type], stays


def functions_of_site(case: Case, site: Site, option: Option) -> tuple[frozenset[int] | None, bool]:
    """Kernfuncties, and whether they are assumed: told while class and package stay, else those of the class."""
    same = site.today is not None and (site.today.type, site.today.package) == (option.type, option.package)
    if same and site.kernfuncties is not None:
        return frozenset(map(int, site.kernfuncties)), SiteFact.KERNFUNCTIES in site.assumed
    if option.type is None:
        return None, same and SiteFact.KERNFUNCTIES in site.assumed
    offered = case.uitgangspunten.kernfuncties[option.type].get(option.package, frozenset())
    return frozenset(map(int, offered)), same


def conditions(case: Case, site: Site, predicate: Predicate) -> Iterator[Condition]:
    option = case.plan.by_id[site.id]
    yield from class_conditions(case, site, option, predicate)
    yield from hours_conditions(case, site, option, predicate)
    today, told = site.today, site.assumed
    if predicate.huisvesting:
        same_house = today is not None and today.huisvesting == option.huisvesting
        holds = None if option.huisvesting is None else option.huisvesting in predicate.huisvesting
        yield Condition(holds, same_house and SiteFact.HUISVESTING in told)
    for service in predicate.services:
        has = site.has_ido if service is Service.IDO else site.has_taalhuis
        yield Condition(has, SiteFact.DIENSTEN in told)


def class_conditions(case: Case, site: Site, option: Option, predicate: Predicate) -> Iterator[Condition]:
    stays = site.today is not None and site.today.type == option.type
    is_class_assumed = stays and SiteFact.KLASSE in site.assumed
    sizes = ["servicepunt", "klein", "middelgroot", "groot"]
    size = None if option.type is None else sizes.index(option.type.value)
    if predicate.minimum_type is not None:
        least = sizes.index(predicate.minimum_type.value)
        yield Condition(None if size is None else size >= least, is_class_assumed)
    if predicate.maximum_type is not None:
        most = sizes.index(predicate.maximum_type.value)
        yield Condition(None if size is None else size <= most, is_class_assumed)
    if predicate.kernfuncties or predicate.minimum_n_kernfuncties:
        offered, is_offer_assumed = functions_of_site(case, site, option)
        enough = offered is not None and len(offered) >= predicate.minimum_n_kernfuncties
        holds = None if offered is None else enough and all(int(each) in offered for each in predicate.kernfuncties)
        yield Condition(holds, is_offer_assumed)


def hours_conditions(case: Case, site: Site, option: Option, predicate: Predicate) -> Iterator[Condition]:
    hours, is_hours_assumed = hours_of_site(case, site, option)
    if predicate.minimum_staffed_hours is not None:
        yield Condition(None if hours is None else hours >= predicate.minimum_staffed_hours, is_hours_assumed)
    if predicate.kb_types:
        is_one_of = has_kb_type(case, predicate, hours, has_collection=site.has_collection)
        yield Condition(is_one_of, is_hours_assumed and site.has_collection is not False)
    if predicate.open_plus is not None:
        same_door = site.today is not None and site.today.open_plus == option.open_plus
        yield Condition(option.open_plus is predicate.open_plus, same_door and SiteFact.DIENSTEN in site.assumed)


def has_kb_type(case: Case, predicate: Predicate, hours: float | None, *, has_collection: bool | None) -> bool | None:
    """Whether a source gives one of the wanted names; the SPUK leaves 4 to 5 hours open between two of them."""
    if has_collection is False:
        return KbType.AFHAALPUNT in predicate.kb_types
    if hours is None:
        return None
    name = predicate.kb_definition or case.uitgangspunten.kb_definitions[0].name
    if name == "SPUK":
        if 4 < hours < 5:
            both = [each in predicate.kb_types for each in (KbType.MINISERVICEPUNT, KbType.SERVICEPUNT)]
            return both[0] if both[0] == both[1] else None
        is_one = [(hours > 15, KbType.VESTIGING), (5 <= hours <= 15, KbType.SERVICEPUNT)]
        is_one.append((1 <= hours <= 4, KbType.MINISERVICEPUNT))
    else:
        is_one = [(hours >= 15, KbType.VESTIGING), (4 < hours < 15, KbType.SERVICEPUNT)]
        is_one.append((0 < hours <= 4, KbType.MINISERVICEPUNT))
    return any(holds and kb_type in predicate.kb_types for holds, kb_type in is_one)


def voorziening_conditions(each: Voorziening, predicate: Predicate) -> Iterator[Condition]:
    offered = {int(function) for function in each.kernfuncties}
    yield Condition({int(function) for function in predicate.kernfuncties} <= offered, is_assumed=False)
    yield Condition(len(offered) >= predicate.minimum_n_kernfuncties, is_assumed=False)
    if predicate.minimum_staffed_hours is not None:
        hours = each.staffed_hours
        yield Condition(None if hours is None else hours >= predicate.minimum_staffed_hours, is_assumed=False)
    for service in predicate.services:
        yield Condition(each.has_ido if service is Service.IDO else each.has_taalhuis, is_assumed=False)


def count_as(found: Iterable[Condition], reading: str, *, is_confirmed: bool) -> bool:
    """Whether all conditions hold in a reading: doubts turn out badly when 'sure', well when 'possible'."""
    for condition in found:
        is_doubt = condition.holds is None or (condition.is_assumed and not is_confirmed)
        holds = {"taken": condition.holds is True, "sure": condition.holds is True and not is_doubt}.get(
            reading, condition.holds is True or is_doubt
        )
        if not holds:
            return False
    return True


# --- the oracle ---


@dataclass
class Oracle:
    """All answers for one case."""

    case: Case
    _costs: dict[tuple[Modality, str], np.ndarray] = field(default_factory=dict)

    @property
    def region(self) -> Region:
        return self.case.region

    @cached_property
    def n_sites(self) -> int:
        return len(self.region.sites)

    @cached_property
    def open_sites(self) -> list[int]:
        return [k for k, site in enumerate(self.region.sites) if site.id in self.case.plan.by_id]

    @cached_property
    def points(self) -> list[tuple[int, float]]:
        """Square and inwoners of every demand point."""
        return list(zip(self.region.demand.square.tolist(), self.region.demand.inwoners.tolist(), strict=True))

    def gemeente_of(self, point: int) -> str | None:
        index = int(self.region.squares.gemeente[self.points[point][0]])
        return None if index < 0 else self.region.gemeenten[index].code

    def kern_of(self, point: int) -> int:
        return int(self.region.squares.kern[self.points[point][0]])

    def gemeente_of_place(self, place: int) -> str | None:
        if place < self.n_sites:
            return self.region.sites[place].gemeente
        return self.region.voorzieningen[place - self.n_sites].gemeente

    def cost(self, modality: Modality, unit: str) -> np.ndarray:
        """Point × place [m or min], from home to the place, whoever is served there."""
        if (modality, unit) not in self._costs:
            region = self.region
            network = region.networks[modality]
            feet = region.site_footing[modality]
            if region.voorzieningen:
                feet = feet.join(region.voorziening_footing[modality])
            weight = network.length_m if unit == "m" else network.minutes
            walked = 1.0 if unit == "m" else 1.0 / WALK_M_PER_MINUTE
            found = slow_costs(network, region.demand_footing[modality], feet, weight, walked)
            self._costs[modality, unit] = found
        return self._costs[modality, unit]

    def cost_to(self, point: int, place: int, modality: Modality, unit: str) -> float:
        """Cost for this person of this place; inf when it does not serve him."""
        road = float(self.cost(modality, unit)[point, place])
        if place < self.n_sites:
            return road
        each = self.region.voorzieningen[place - self.n_sites]
        if each.reach_m is not None and not self.cost(modality, "m")[point, place] <= each.reach_m:
            return math.inf
        if each.form is Voorzieningsvorm.AAN_HUIS:
            lives_here = each.gemeente is not None and self.gemeente_of(point) == each.gemeente
            return 0.0 if each.reach_m is not None or lives_here else math.inf
        return road

    def nearest(
        self, point: int, places: Iterable[int], modality: Modality, unit: str, *, is_at_home: bool = False
    ) -> tuple[float, int]:
        """The nearest of places; of equals the one with the lowest number."""
        best, label = math.inf, -1
        for place in sorted(places):
            home = self.gemeente_of(point)
            if is_at_home and (home is None or self.gemeente_of_place(place) != home):
                continue
            cost = self.cost_to(point, place, modality, unit)
            if cost < best - (1e-7 if unit == "min" else 0.0):
                best, label = cost, place
        return best, label

    def counting(self, predicate: Predicate, reading: str, *, gemeente: str | None = None) -> set[int]:
        found = set()
        for place in [*self.open_sites, *range(self.n_sites, self.n_sites + len(self.region.voorzieningen))]:
            if gemeente is not None and self.gemeente_of_place(place) != gemeente:
                continue
            if place < self.n_sites:
                site = self.region.sites[place]
                told = self.case.confirmations
                is_confirmed = told.is_all or site.id in told.sites
                counts = predicate.counts_branches and count_as(
                    conditions(self.case, site, predicate), reading, is_confirmed=is_confirmed
                )
            else:
                each = self.region.voorzieningen[place - self.n_sites]
                counts = each.form in predicate.forms and count_as(
                    voorziening_conditions(each, predicate), reading, is_confirmed=True
                )
            if counts:
                found.add(place)
        return found

    def slack(self, point: int, modality: Modality, unit: str) -> float:
        """Half the diagonal of the point's part of its square, and the walk to the road once more or not at all."""
        square = self.points[point][0]
        n_points = sum(other == square for other, _ in self.points)
        inside = float(self.region.squares.size_m[square]) * math.sqrt(2) / 2 / math.sqrt(n_points)
        walk = float(self.region.demand_footing[modality].walk_m[point])
        if unit == "m":
            return inside + walk
        return inside / (STREET_KMH[modality] * 1000 / 60) + walk / WALK_M_PER_MINUTE

    # --- people ---

    def parts(self, norm: ReachNorm | FunctionNorm | HoursNorm) -> list[tuple[TravelGroup | None, Modality]]:
        is_for_adults = isinstance(norm, HoursNorm) and norm.counts_unstaffed
        if not norm.groups and not isinstance(norm.modality, OwnWay) and not is_for_adults:
            return [(None, norm.modality)]
        by_name = {group.name: group for group in self.case.groups}
        names = norm.groups or tuple(group.name for group in DEFAULT_GROUPS)
        groups = [by_name[name] for name in names]
        return [
            (group, group.modality if isinstance(norm.modality, OwnWay) else Modality(norm.modality))
            for group in groups
        ]

    def persons(self, point: int, group: TravelGroup | None) -> float:
        square, inwoners = self.points[point]
        if group is None:
            return inwoners
        everywhere = group.share or (math.nan if group.shares else 1.0)
        share = group.shares.get(self.gemeente_of(point) or "-", everywhere)
        if group.age_group is None:
            return inwoners * share
        total = float(self.region.squares.inwoners[square])
        aged = float(self.region.squares.groups[square, AGE_GROUPS.index(group.age_group)])
        if math.isnan(aged):
            return math.nan
        return aged * (inwoners / total if total > 0 else 0.0) * share

    def in_area(self, point: int, area: Area, index: int) -> bool:
        if area is Area.REGIO:
            return True
        if area is Area.KERN:
            return self.kern_of(point) == index
        return self.gemeente_of(point) == self.region.gemeenten[index].code

    def judge(self, norm: AnyNorm) -> list[Answer]:
        """What falls short in a gemeente of which less than half lies among the squares may be made good outside."""
        answers = self.judge_seen(norm)
        for answer in answers:
            if answer.outcome == NOT_MET and self.is_partial(answer.gemeente):
                answer.outcome, answer.is_uncertain, answer.has_reason = UNDECIDED, False, True
        return answers

    def is_partial(self, gemeente: str | None) -> bool:
        """Whether less than half of a gemeente, a rectangle here, lies between the outermost squares."""
        if gemeente is None:
            return False
        squares = self.region.squares
        low_x, low_y, high_x, high_y = self.region.areas[gemeente].bounds
        wide = min(high_x, max(squares.x_m + squares.size_m / 2)) - max(low_x, min(squares.x_m - squares.size_m / 2))
        high = min(high_y, max(squares.y_m + squares.size_m / 2)) - max(low_y, min(squares.y_m - squares.size_m / 2))
        return float(max(0.0, wide) * max(0.0, high)) < 0.5 * (high_x - low_x) * (high_y - low_y)

    def judge_seen(self, norm: AnyNorm) -> list[Answer]:
        if isinstance(norm, ReachNorm | HoursNorm | FunctionNorm):
            return self.judge_people(norm)
        codes = [gemeente.code for gemeente in self.region.gemeenten]
        if isinstance(norm, CountNorm):
            return [self.count(norm, code) for code in codes]
        if isinstance(norm, KernNorm):
            return [self.kernen(norm, code) for code in codes]
        if isinstance(norm, BranchNorm):
            return [self.every(norm, code) for code in codes]
        return [self.schools(norm, code) for code in codes]

    def judge_people(self, norm: ReachNorm | FunctionNorm | HoursNorm) -> list[Answer]:
        if isinstance(norm, ReachNorm):
            unit = "m" if norm.max_m is not None else "min"
            limit = norm.max_m or norm.max_minutes or math.nan
            return self.reaching(norm, self.by_distance(norm, norm.predicate, unit, limit))
        if isinstance(norm, HoursNorm):
            return self.reaching(norm, self.by_hours(norm))
        found = []
        for function, max_m in sorted(norm.max_m.items()):
            predicate = Predicate(kernfuncties=frozenset({function}), forms=norm.forms)
            for answer in self.reaching(norm, self.by_distance(norm, predicate, "m", max_m)):
                answer.kernfunctie = int(function)
                found.append(answer)
        return found

    def by_distance(self, norm: ReachNorm | FunctionNorm, predicate: Predicate, unit: str, limit: float) -> "Reach":
        places = {reading: self.counting(predicate, reading) for reading in READINGS}

        def reach(point: int, group: TravelGroup | None, modality: Modality) -> Person:  # noqa: ARG001 - one for all
            cost = {
                reading: self.nearest(point, found, modality, unit, is_at_home=not norm.counts_neighbours)
                for reading, found in places.items()
            }
            mine, slack = cost["taken"][0], self.slack(point, modality, unit)
            within = {reading: found[0] <= limit for reading, found in cost.items()}
            within["near"] = math.isfinite(mine) and mine <= limit + slack
            within["far"] = math.isfinite(mine) and mine <= limit - slack
            return Person(within, *cost["taken"])

        return reach

    def by_hours(self, norm: HoursNorm) -> "Reach":
        def reach(point: int, group: TravelGroup | None, modality: Modality) -> Person:
            is_youth = group is not None and group.age_group == "0_15"
            with_unstaffed = norm.counts_unstaffed and not is_youth
            slack = self.slack(point, modality, "m")
            home = self.gemeente_of(point)
            others = [self.n_sites + k for k, each in enumerate(self.region.voorzieningen) if each.form in norm.forms]
            own = [
                site
                for site in [*self.open_sites, *others]
                if norm.counts_neighbours or (home is not None and self.gemeente_of_place(site) == home)
            ]
            cost = {site: self.cost_to(point, site, modality, "m") for site in own}

            def total(reading: str, off: float = 0.0) -> float:
                return sum(
                    self.hours(site, reading, with_unstaffed=with_unstaffed)
                    for site in own
                    if math.isfinite(cost[site]) and cost[site] <= norm.max_m + off
                )

            within = {reading: at_least(total(reading), norm.minimum_hours) for reading in READINGS}
            within["near"] = at_least(total("taken", slack), norm.minimum_hours)
            within["far"] = at_least(total("taken", -slack), norm.minimum_hours)
            return Person(within, total("taken"), self.nearest(point, own, modality, "m")[1])

        return reach

    def hours(self, index: int, reading: str, *, with_unstaffed: bool) -> float:
        if index >= self.n_sites:
            # Nobody need be asked whether this is so, and there is no Open+.
            told_hours = self.region.voorzieningen[index - self.n_sites].staffed_hours
            unknown = {"taken": 0.0, "sure": 0.0, "possible": HOURS_PER_WEEK}[reading]
            return unknown if told_hours is None else told_hours
        site = self.region.sites[index]
        option = self.case.plan.by_id[site.id]
        told = self.case.confirmations
        is_confirmed = told.is_all or site.id in told.sites
        same_door = site.today is not None and site.today.open_plus == option.open_plus
        kinds = [hours_of_site(self.case, site, option)]
        if with_unstaffed:
            unstaffed = site.unstaffed_hours if option.open_plus else 0.0
            kinds.append((unstaffed, same_door and SiteFact.UREN in site.assumed))
        total = 0.0
        for value, is_assumed in kinds:
            is_doubt = value is None or (is_assumed and not is_confirmed)
            worst_or_best = {"sure": 0.0, "possible": HOURS_PER_WEEK}
            total += worst_or_best[reading] if is_doubt and reading != "taken" else (value or 0.0)
        return total

    def reaching(self, norm: ReachNorm | FunctionNorm | HoursNorm, reach: "Reach") -> list[Answer]:
        parts = self.parts(norm)
        found = {
            (point, k): reach(point, group, modality)
            for point in range(len(self.points))
            for k, (group, modality) in enumerate(parts)
        }
        n_areas = {Area.REGIO: 1, Area.KERN: len(self.region.kernen)}.get(norm.area, len(self.region.gemeenten))
        answers = [self.people_in(norm, found, parts, index) for index in range(n_areas)]
        return [answer for answer in answers if answer is not None]

    def people_in(
        self,
        norm: ReachNorm | FunctionNorm | HoursNorm,
        found: dict[tuple[int, int], "Person"],
        parts: list[tuple[TravelGroup | None, Modality]],
        index: int,
    ) -> Answer | None:
        region = self.region
        sums = dict.fromkeys([*READINGS, "near", "far", "low", "high"], 0.0)
        persons = unknown = 0.0
        for point, (square, inwoners) in enumerate(self.points):
            if not self.in_area(point, norm.area, index):
                continue
            total = float(region.squares.inwoners[square])
            guessed = float(region.squares.estimated[square]) / total if total > 0 else 0.0
            for k, (group, _) in enumerate(parts):
                n, within = self.persons(point, group), found[point, k].within
                if math.isnan(n):
                    unknown += inwoners
                    continue
                persons += n
                for reading in READINGS:
                    sums[reading] += n * within[reading]
                sums["low"] += n * (1 - guessed) * within["far"]
                sums["high"] += n * (1 - guessed) * within["near"] + n * guessed
        kern = region.kernen[index] if norm.area is Area.KERN else None
        if kern is not None and persons + unknown <= 0:
            return None
        code = kern.gemeente if kern else region.gemeenten[index].code if norm.area is Area.GEMEENTE else None
        is_no_ages = unknown > 0
        unknown += self.missing(code)
        required = norm.share * persons
        # So many more who may be here: at worst all outside, at best all within.
        low = sums["low"] - norm.share * unknown
        high = sums["high"] + (unknown * (1 - norm.share) if norm.share < 1 else 0.0)
        verdicts = {reading: at_least(sums[reading], required) for reading in READINGS}
        outcome = UNDECIDED if verdicts["sure"] != verdicts["possible"] else MET if verdicts["taken"] else NOT_MET
        told = self.case.confirmations
        if persons <= 0 or (kern is not None and not (told.is_all or kern.id in told.kernen)):
            outcome = UNDECIDED
        shortage = 0.0 if verdicts["taken"] else float(math.ceil(required - sums["taken"] - 1e-9 * max(1.0, required)))
        assert persons > 0 or is_no_ages or outcome == UNDECIDED
        return Answer(
            gemeente=code,
            outcome=outcome,
            value=sums["taken"],
            required=required,
            tested=persons,
            low=low,
            high=high,
            kern=kern.id if kern else None,
            is_uncertain=outcome != UNDECIDED and at_least(low, required) != at_least(high, required),
            shortage=shortage,
            has_reason=outcome == UNDECIDED,
            shortfalls={} if kern else self.falls(found, parts, code),
        )

    def missing(self, gemeente: str | None) -> float:
        manifest = self.region.manifest
        if any(bron.role in {"aanvulling", "totalen"} for bron in manifest.bronnen):
            return 0.0
        per_gemeente = gemeente is not None and len(manifest.missing) > 0
        n_missing = manifest.missing.get(gemeente or "", 0) if per_gemeente else manifest.n_missing
        if not n_missing:
            return 0.0
        is_cbs = all(size in {100.0, 500.0} for size in self.region.squares.size_m.tolist())
        return 4.0 * n_missing if is_cbs else math.inf

    def falls(
        self,
        found: dict[tuple[int, int], "Person"],
        parts: list[tuple[TravelGroup | None, Modality]],
        gemeente: str | None,
    ) -> dict[tuple[int, str], Fall]:
        places: dict[tuple[int, str], Fall] = {}
        for point in range(len(self.points)):
            kern, home = self.kern_of(point), self.gemeente_of(point)
            if kern < 0 and home is None:
                continue
            owner = self.region.kernen[kern].gemeente if kern >= 0 else str(home)
            for k, (group, _) in enumerate(parts):
                n, person = self.persons(point, group), found[point, k]
                if math.isnan(n) or n <= 0:
                    continue
                fall = places.setdefault((kern, owner), Fall())
                fall.persons += n
                fall.spent += n * person.cost
                fall.outside += 0.0 if person.within["taken"] else n
                if person.label >= 0:
                    fall.weight[person.label] = fall.weight.get(person.label, 0.0) + n
        return {
            place: fall
            for place, fall in places.items()
            if fall.outside > 0 and (gemeente is None or place[1] == gemeente)
        }

    # --- places ---

    def count(self, norm: CountNorm, gemeente: str) -> Answer:
        if not norm.is_together:
            n = {reading: len(self.counting(norm.predicate, reading, gemeente=gemeente)) for reading in READINGS}
            branches = sum(self.gemeente_of_place(site) == gemeente for site in self.open_sites)
            others = sum(
                each.gemeente == gemeente and each.form in norm.predicate.forms for each in self.region.voorzieningen
            )
            tested = (branches if norm.predicate.counts_branches else 0) + others
            return self.counted(gemeente, n, required=norm.minimum, tested=tested)
        offered: dict[str, set[int]] = {reading: set() for reading in READINGS}
        for reading in READINGS:
            for function in norm.predicate.kernfuncties:
                one = norm.predicate.model_copy(update={"kernfuncties": frozenset({function})})
                if self.counting(one, reading, gemeente=gemeente):
                    offered[reading].add(int(function))
        wanted = len(norm.predicate.kernfuncties)
        answer = self.counted(
            gemeente, {reading: len(found) for reading, found in offered.items()}, required=wanted, tested=wanted
        )
        answer.missing = tuple(sorted({int(function) for function in norm.predicate.kernfuncties} - offered["taken"]))
        return answer

    def counted(self, gemeente: str, n: dict[str, int], *, required: int, tested: int) -> Answer:
        outcome = MET if n["taken"] >= required else NOT_MET
        if n["sure"] < required <= n["possible"]:
            outcome = UNDECIDED
        return Answer(
            gemeente=gemeente,
            outcome=outcome,
            value=n["taken"],
            required=required,
            tested=tested,
            low=n["sure"],
            high=n["possible"],
            shortage=max(0, required - n["taken"]),
            has_reason=outcome == UNDECIDED,
        )

    def every(self, norm: BranchNorm, gemeente: str) -> Answer:
        of = {reading: self.counting(norm.of, reading, gemeente=gemeente) for reading in READINGS}
        good = {reading: self.counting(norm.predicate, reading, gemeente=gemeente) for reading in READINGS}
        failing = of["taken"] - good["taken"]
        worst, best = of["possible"] - good["sure"], of["sure"] - good["possible"]
        outcome = NOT_MET if best else UNDECIDED if worst else MET
        n = len(of["taken"])
        return Answer(
            gemeente=gemeente,
            outcome=outcome,
            value=n - len(failing),
            required=n,
            tested=n,
            low=max(0, n - len(worst)),
            high=n - len(best),
            shortage=len(failing),
            has_reason=outcome == UNDECIDED or n == 0,
        )

    def schools(self, norm: SchoolNorm, gemeente: str) -> Answer:
        """Every way in which the unknown may turn out is tried."""
        here = [school for school in self.region.schools if school.gemeente == gemeente]
        failing = []
        for reading in READINGS:
            n = 0
            for school in here:
                unknown = {"taken": False, "sure": True, "possible": False}[reading]
                is_asked = True if not norm.is_only_ikc else unknown if school.is_ikc is None else school.is_ikc
                has = reading == "possible" if school.has_dbos is None else school.has_dbos
                n += is_asked and not has
            failing.append(n)
        taken, worst, best = failing
        tested = sum(not norm.is_only_ikc or school.is_ikc is True for school in here)
        outcome = NOT_MET if best else UNDECIDED if worst else MET
        if not self.region.schools:
            outcome = UNDECIDED
        return Answer(
            gemeente=gemeente,
            outcome=outcome,
            value=tested - taken,
            required=tested,
            tested=tested,
            low=max(0, tested - worst),
            high=tested - best,
            shortage=taken,
            has_reason=outcome == UNDECIDED or tested == 0,
        )

    # --- kernen ---

    def kernen(self, norm: KernNorm, gemeente: str) -> Answer:
        told = self.case.confirmations
        fails: dict[str, set[int]] = {name: set() for name in (*READINGS, "near", "far")}
        needs: set[int] = set()
        is_open = False
        for k, kern in enumerate(self.region.kernen):
            is_sized = self.has_size(norm, kern.inwoners)
            by_squares = self.has_size(norm, sum(n for _, n in self.people_of(k)))
            if kern.gemeente != gemeente or not (is_sized or by_squares):
                continue
            if not (told.is_all or kern.id in told.kernen):
                is_open = is_open or is_sized
                continue
            sizes = {"far": True, "near": is_sized and by_squares}
            for name, failing in fails.items():
                reading = name if name in READINGS else "taken"
                is_asked = sizes.get(name, is_sized)
                is_asked = is_asked and self.is_far(norm, k, reading, {"far": 1.0, "near": -1.0}.get(name, 0.0))
                if name == "taken" and is_asked:
                    needs.add(k)
                if is_asked and not self.has_one(norm, k, reading):
                    failing.add(k)
        outcome = NOT_MET if fails["possible"] else UNDECIDED if fails["sure"] else MET
        is_undecided = outcome == UNDECIDED
        if outcome == MET and (is_open or not self.region.kernen):
            outcome = UNDECIDED
        n = len(needs)
        is_uncertain = outcome != UNDECIDED and bool(fails["far"]) != bool(fails["near"])
        return Answer(
            gemeente=gemeente,
            outcome=outcome,
            value=n - len(fails["taken"]),
            required=n,
            tested=n,
            low=max(0, n - len(fails["far"])),
            high=n - min(n, len(fails["near"])),
            is_uncertain=is_uncertain,
            shortage=len(fails["taken"]),
            has_reason=is_undecided or outcome == UNDECIDED or n == 0,
            shortfalls={(k, gemeente): self.kern_fall(norm, k) for k in fails["taken"]},
        )

    def has_size(self, norm: KernNorm, inwoners: float) -> bool:
        return inwoners >= norm.min_inwoners and (norm.max_inwoners is None or inwoners < norm.max_inwoners)

    def people_of(self, kern: int) -> list[tuple[int, float]]:
        return [(point, n) for point, (_, n) in enumerate(self.points) if self.kern_of(point) == kern and n > 0]

    def is_far(self, norm: KernNorm, kern: int, reading: str, sign: float) -> bool:
        """Whether the inhabitants live on average beyond the limit, each of them `sign` times his slack further."""
        if norm.beyond_m is None:
            return True
        here = self.people_of(kern)
        if not here:
            return False
        places = self.counting(norm.beyond, reading)
        total = 0.0
        for point, n in here:
            slack = self.slack(point, norm.modality, "m")
            total += n * self.nearest(point, places, norm.modality, "m")[0]
            total += sign * n * (slack if math.isfinite(slack) else 0.0)
        return total / sum(n for _, n in here) > norm.beyond_m

    def has_one(self, norm: KernNorm, kern: int, reading: str) -> bool:
        for place in self.counting(norm.predicate, reading):
            if place < self.n_sites:
                if self.region.site_kern[place] == kern:
                    return True
                continue
            each = self.region.voorzieningen[place - self.n_sites]
            if each.form is Voorzieningsvorm.AAN_HUIS and each.reach_m is None:
                if each.gemeente == self.region.kernen[kern].gemeente:
                    return True
            elif self.region.voorziening_kern[place - self.n_sites] == kern:
                return True
        return False

    def kern_fall(self, norm: KernNorm, kern: int) -> Fall:
        """All whom a kern is said to have fall outside; their mean distance to what is far, or to what is asked."""
        places = self.counting(norm.predicate if norm.beyond_m is None else norm.beyond, "taken")
        persons = self.region.kernen[kern].inwoners
        fall = Fall(outside=persons, persons=persons)
        here = self.people_of(kern)
        if not here:
            fall.spent = math.nan
        for point, n in here:
            cost, label = self.nearest(point, places, norm.modality, "m")
            fall.spent += persons * cost * n / sum(each for _, each in here)
            if label >= 0:
                fall.weight[label] = fall.weight.get(label, 0.0) + n
        return fall


@dataclass
class Person:
    """Whether somebody is within a norm in each reading, and his cost to and number of the nearest place."""

    within: dict[str, bool]
    cost: float
    label: int


Reach = Callable[[int, TravelGroup | None, Modality], Person]
