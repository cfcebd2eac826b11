"""Who of an area is within a norm: persons added up per area, with bounds, and where those outside live."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from spreiding.accessibility import main_label
from spreiding.demand import FloatArray, IntArray
from spreiding.domain import Modality
from spreiding.groups import persons_of
from spreiding.judging.case import Case, Doubts
from spreiding.judging.verdict import Shortfall
from spreiding.kernels import Field
from spreiding.norms import Area, HoursNorm, OwnWay, ReachingNorm
from spreiding.region import Region
from spreiding.travel_groups import DEFAULT_GROUPS, TravelGroup
from spreiding.uncertainty import most_missing

BoolArray = NDArray[np.bool_]

# What tells of people whom squares leave out: who is missing then is placed, and counts as estimated.
_COMPLETING_ROLES: Final = frozenset({"aanvulling", "totalen"})


@dataclass(frozen=True)
class Reached:
    """Who is within a norm, per demand point, for people who travel in one way.

    `taken`, `sure` and `possible` by the branches that count (see `Counting`); `near` and `far` as `taken`, when every
    distance is as short or as long as it may be. `cost` is the cost [m, min or h/week] and the nearest counting site.
    `hoped` is the nearest place that may count: whom it makes possible, its doubts concern (None: all places do).
    """

    taken: BoolArray
    sure: BoolArray
    possible: BoolArray
    near: BoolArray
    far: BoolArray
    cost: Field
    hoped: IntArray | None = None


class Reacher(Protocol):
    """Works out who is within a norm for those who travel by `modality`; Open+ hours are for adults only."""

    def __call__(self, modality: Modality, *, is_youth: bool) -> Reached:
        """Return who is within the norm."""


@dataclass(frozen=True)
class Tally:
    """Persons per area: all, and within the norm in each reading of `Reached`.

    `low` and `high` count who is estimated to live here as outside and as within. `unknown` persons may belong to the
    groups and may be anywhere: of squares without a number or without ages.
    """

    persons: FloatArray
    taken: FloatArray
    sure: FloatArray
    possible: FloatArray
    low: FloatArray
    high: FloatArray
    unknown: FloatArray


@dataclass(frozen=True)
class Headcount:
    """The people that a norm is about, group by group, with who of them is within it."""

    case: Case
    parts: tuple[tuple[FloatArray, Reached], ...]

    def by_area(self, area: IntArray, n_areas: int) -> Tally:
        """Add up persons per area, given the area of every demand point (-1: none)."""
        here = np.flatnonzero(area >= 0)
        region = self.case.region
        square = region.demand.square[here]
        inwoners = region.squares.inwoners[square]
        estimated = np.divide(region.squares.estimated[square], inwoners, out=np.zeros(here.size), where=inwoners > 0)

        def added(values: FloatArray) -> FloatArray:
            return np.bincount(area[here], weights=values, minlength=n_areas).astype(np.float64)

        sums = {name: np.zeros(n_areas) for name in Tally.__dataclass_fields__}
        for persons, reached in self.parts:
            is_known = np.isfinite(persons[here])
            known = np.where(is_known, persons[here], 0.0)
            guessed = known * estimated
            sums["persons"] += added(known)
            sums["taken"] += added(known * reached.taken[here])
            sums["sure"] += added(known * reached.sure[here])
            sums["possible"] += added(known * reached.possible[here])
            sums["low"] += added((known - guessed) * reached.far[here])
            sums["high"] += added((known - guessed) * reached.near[here] + guessed)
            sums["unknown"] += added(np.where(is_known, 0.0, region.demand.inwoners[here]))
        return Tally(**sums)

    def concerned(self, here: BoolArray, doubts: Doubts) -> Doubts:
        """Return the doubts about places that decide whether anybody in an area is within the norm; all if none do."""
        deciding: set[int] = set()
        for _, reached in self.parts:
            if reached.hoped is None:
                return doubts
            deciding.update(reached.hoped[here & reached.possible & ~reached.sure].tolist())
        return {place: facts for place, facts in doubts.items() if place in deciding} or doubts

    @cached_property
    def places(self) -> "Places":
        """The same people by kern and buitengebied."""
        return _by_place(self)

    def shortfalls(self, gemeente: int | None, *, is_more_better: bool = False) -> tuple[Shortfall, ...]:
        """Where people are outside the norm, in one gemeente (its index) or everywhere, the worst off first.

        Those are the furthest, or who have the least of what `is_more_better`, such as hours.
        """
        places = self.places
        chosen = np.flatnonzero(places.outside > 0)
        if gemeente is not None:
            chosen = chosen[places.gemeente[chosen] == gemeente]
        mean = places.mean[chosen]
        order = chosen[np.lexsort((-places.outside[chosen], mean if is_more_better else -mean))]
        return tuple(
            Shortfall(
                kern=int(places.kern[k]),
                outside=float(places.outside[k]),
                persons=float(places.persons[k]),
                mean=float(places.mean[k]),
                site=int(places.site[k]),
            )
            for k in order
        )


@dataclass(frozen=True)
class Places:
    """Kernen and the buitengebied of every gemeente: persons, how many are outside the norm, and their mean cost."""

    kern: IntArray
    gemeente: IntArray
    persons: FloatArray
    outside: FloatArray
    mean: FloatArray
    site: IntArray


def count_heads(case: Case, norm: ReachingNorm, reach: Reacher) -> Headcount:
    """Count the people that `norm` is about with who of them is within it, each group in its way of travelling."""
    region = case.region
    if not asks_ages(norm):
        return Headcount(case, ((region.demand.inwoners, reach(Modality(norm.modality), is_youth=False)),))
    found: dict[tuple[Modality, bool], Reached] = {}
    parts = []
    for group in chosen_groups(case.groups, norm.groups):
        modality = group.modality if isinstance(norm.modality, OwnWay) else norm.modality
        asked = (modality, group.age_group == "0_15")
        if asked not in found:
            found[asked] = reach(asked[0], is_youth=asked[1])
        parts.append((persons_of(region, group), found[asked]))
    return Headcount(case, tuple(parts))


def asks_ages(norm: ReachingNorm) -> bool:
    """Whether a norm must know who is how old: of its groups, how each travels, or for whom Open+ is open."""
    counts_unstaffed = isinstance(norm, HoursNorm) and norm.counts_unstaffed
    return bool(norm.groups) or isinstance(norm.modality, OwnWay) or counts_unstaffed


def chosen_groups(groups: Iterable[TravelGroup], names: tuple[str, ...]) -> tuple[TravelGroup, ...]:
    """Return the groups with these names; without names those of `DEFAULT_GROUPS`, so that everybody is in one."""
    by_name = {group.name: group for group in groups}
    return tuple(by_name[name] for name in names or tuple(group.name for group in DEFAULT_GROUPS))


def areas_of(region: Region, area: Area) -> tuple[IntArray, int]:
    """Return the index of the area of every demand point (-1: none), and the number of areas."""
    square = region.demand.square
    if area is Area.REGIO:
        return np.zeros(square.size, dtype=np.int32), 1
    if area is Area.GEMEENTE:
        return region.squares.gemeente[square], len(region.gemeenten)
    return region.squares.kern[square], len(region.kernen)


def unknown_persons(case: Case, tally: Tally, index: int, *, gemeente: str | None) -> float:
    """Most persons of an area of whom neither age nor place is known; inf where the source sets no bound."""
    unknown = float(tally.unknown[index])
    if any(bron.role in _COMPLETING_ROLES for bron in case.region.manifest.bronnen):
        return unknown
    missing = most_missing(case.region, gemeente)
    return np.inf if missing is None else unknown + missing


def _by_place(heads: Headcount) -> Places:
    """Add up persons by kern, and by gemeente outside the kernen."""
    region = heads.case.region
    square = region.demand.square
    kern, gemeente = region.squares.kern[square], region.squares.gemeente[square]
    n_kernen, n_places = len(region.kernen), len(region.kernen) + len(region.gemeenten)
    place = np.where(kern >= 0, kern, np.where(gemeente >= 0, n_kernen + gemeente, n_places)).astype(np.int32)
    persons, outside, spent = np.zeros(n_places), np.zeros(n_places), np.zeros(n_places)
    counted = [np.where(np.isfinite(group), group, 0.0) for group, _ in heads.parts]
    for known, (_, reached) in zip(counted, heads.parts, strict=True):

        def added(values: FloatArray) -> FloatArray:
            return np.bincount(place, weights=values, minlength=n_places + 1)[:n_places].astype(np.float64)

        persons += added(known)
        outside += added(np.where(reached.taken, 0.0, known))
        spent += added(np.where(known > 0, known, 0.0) * np.where(known > 0, reached.cost.cost, 0.0))
    labels = np.concatenate([reached.cost.label for _, reached in heads.parts])
    sites, _ = main_label(np.tile(place, len(counted)), labels, np.concatenate(counted), n_places)
    mean = np.divide(spent, persons, out=np.full(n_places, np.nan), where=persons > 0)
    codes = {area.code: index for index, area in enumerate(region.gemeenten)}
    owner = [codes.get(each.gemeente, -1) for each in region.kernen] + list(range(len(region.gemeenten)))
    numbers = [*range(n_kernen), *([-1] * len(region.gemeenten))]
    return Places(np.array(numbers, dtype=np.int32), np.array(owner, dtype=np.int32), persons, outside, mean, sites)
