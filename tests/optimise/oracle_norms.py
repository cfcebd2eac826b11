"""Norms as the oracle reads them: what there is and what is asked in every area, by person and place."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from spreiding.domain import Kernfunctie, Modality, Voorzieningsvorm
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
    ReachingNorm,
    ReachNorm,
    SchoolNorm,
)
from spreiding.travel_groups import DEFAULT_GROUPS
from tests.optimise.oracle_world import Bools, Floats, Network, World

# Nobody notices so little [min], no hours are so few [h/week], and no person is so small a part of a share.
MINUTES_SLACK, HOURS_SLACK, SHARE_SLACK = 1e-6, 1e-9, 1e-9


class Asked(NamedTuple):
    """What there is of a norm in one area against what is asked [persons or places]."""

    value: float
    required: float

    @property
    def short(self) -> float:
        return max(0.0, self.required - self.value)

    @property
    def is_met(self) -> bool:
        return self.value >= self.required - SHARE_SLACK * max(1.0, self.required)


class Part(NamedTuple):
    """People of one group, who travel in one way."""

    persons: Floats
    modality: Modality
    is_youth: bool


def asked_of(world: World, network: Network, norm: AnyNorm) -> list[Asked]:
    """Judge a norm in every area of the free gemeenten that it is about."""
    match norm:
        case ReachNorm() | HoursNorm():
            return _people(world, network, norm, None)
        case FunctionNorm():
            return [each for function in norm.max_m for each in _people(world, network, norm, function)]
        case CountNorm():
            return [_count(world, network, norm, code) for code in world.free_codes]
        case KernNorm():
            return [_kernen(world, network, norm, code) for code in world.free_codes]
        case BranchNorm():
            return [_every(world, network, norm, code) for code in world.free_codes]
        case SchoolNorm():
            # No plan changes what schools have.
            return []


# --- people ---


def _people(world: World, network: Network, norm: ReachingNorm, function: Kernfunctie | None) -> list[Asked]:
    here = _areas(world, norm.area)
    values, tested = [0.0] * len(here), [0.0] * len(here)
    for part in _parts(world, norm):
        persons = np.where(np.isnan(part.persons), 0.0, part.persons)
        within = _within(world, network, norm, function, part)
        for k, mask in enumerate(here):
            values[k] += float((persons * mask * within).sum())
            tested[k] += float((persons * mask).sum())
    return [Asked(value, norm.share * persons) for value, persons in zip(values, tested, strict=True)]


def _areas(world: World, area: Area) -> list[Bools]:
    """Mark who lives in every area; kernen that nobody confirmed are not tested."""
    if area is Area.REGIO:
        return [np.ones(len(world.home), dtype=np.bool_)]
    if area is Area.GEMEENTE:
        return [np.array([home == code for home in world.home], dtype=np.bool_) for code in world.free_codes]
    told = world.question.confirmations
    kernen = [
        k
        for k, kern in enumerate(world.region.kernen)
        if world.is_free(kern.gemeente) and (told.is_all or kern.id in told.kernen)
    ]
    return [np.array([own == k for own in world.kern], dtype=np.bool_) for k in kernen]


def _parts(world: World, norm: ReachingNorm) -> Iterator[Part]:
    is_for_adults = isinstance(norm, HoursNorm) and norm.counts_unstaffed
    if not norm.groups and not isinstance(norm.modality, OwnWay) and not is_for_adults:
        yield Part(world.everybody, Modality(norm.modality), is_youth=False)
        return
    by_name = {group.name: group for group in world.question.groups}
    for name in norm.groups or tuple(group.name for group in DEFAULT_GROUPS):
        group = by_name[name]
        modality = group.modality if isinstance(norm.modality, OwnWay) else norm.modality
        yield Part(world.persons(group), modality, group.age_group == "0_15")


def _within(world: World, network: Network, norm: ReachingNorm, function: Kernfunctie | None, part: Part) -> Bools:
    is_at_home = not norm.counts_neighbours
    if isinstance(norm, HoursNorm):
        return _has_hours(world, network, norm, part)
    if isinstance(norm, ReachNorm):
        places = world.counting(network, norm.predicate)
        if norm.max_m is None:
            assert norm.max_minutes is not None
            cost = world.nearest(part.modality, places, unit="min", is_at_home=is_at_home)
            return np.asarray(cost <= norm.max_minutes + MINUTES_SLACK)
        return np.asarray(world.nearest(part.modality, places, is_at_home=is_at_home) <= norm.max_m)
    assert function is not None
    offers = Predicate(kernfuncties=frozenset({function}), forms=norm.forms)
    places = world.counting(network, offers)
    return np.asarray(world.nearest(part.modality, places, is_at_home=is_at_home) <= norm.max_m[function])


def _has_hours(world: World, network: Network, norm: HoursNorm, part: Part) -> Bools:
    """Hours within reach, added up; unknown hours are none, and Open+ is for adults."""
    costs = world.costs(part.modality, "m", is_at_home=not norm.counts_neighbours)
    total = np.zeros(costs.shape[0])
    for site, option in network.items():
        profile = world.profile(site, option)
        hours = profile.staffed_hours or 0.0
        if norm.counts_unstaffed and not part.is_youth:
            hours += profile.unstaffed_hours or 0.0
        total += hours * (costs[:, site] <= norm.max_m)
    for k, each in enumerate(world.region.voorzieningen, start=len(world.region.sites)):
        if each.form in norm.forms:
            total += (each.staffed_hours or 0.0) * (costs[:, k] <= norm.max_m)
    return np.asarray(total >= norm.minimum_hours - HOURS_SLACK)


# --- places ---


def _count(world: World, network: Network, norm: CountNorm, gemeente: str) -> Asked:
    if not norm.is_together:
        return Asked(len(world.counting(network, norm.predicate, gemeente=gemeente)), norm.minimum)
    offered = 0
    for function in norm.predicate.kernfuncties:
        one = norm.predicate.model_copy(update={"kernfuncties": frozenset({function})})
        offered += bool(world.counting(network, one, gemeente=gemeente))
    return Asked(offered, len(norm.predicate.kernfuncties))


def _every(world: World, network: Network, norm: BranchNorm, gemeente: str) -> Asked:
    of = world.counting(network, norm.of, gemeente=gemeente)
    return Asked(len(of & world.counting(network, norm.predicate, gemeente=gemeente)), len(of))


# --- kernen ---


def _kernen(world: World, network: Network, norm: KernNorm, gemeente: str) -> Asked:
    told = world.question.confirmations
    n_needs = n_fails = 0
    for k, kern in enumerate(world.region.kernen):
        is_sized = norm.min_inwoners <= kern.inwoners and (
            norm.max_inwoners is None or kern.inwoners < norm.max_inwoners
        )
        if kern.gemeente != gemeente or not is_sized or not (told.is_all or kern.id in told.kernen):
            continue
        if _is_far(world, network, norm, k):
            n_needs += 1
            n_fails += not _holds(world, network, norm, k)
    return Asked(n_needs - n_fails, n_needs)


def _is_far(world: World, network: Network, norm: KernNorm, kern: int) -> bool:
    """Whether the inhabitants live on average beyond the limit; where nobody lives nobody does."""
    if norm.beyond_m is None:
        return True
    here = [point for point, own in enumerate(world.kern) if own == kern and world.everybody[point] > 0]
    persons = sum(float(world.everybody[point]) for point in here)
    metres = world.nearest(norm.modality, world.counting(network, norm.beyond))
    return bool(here) and sum(float(world.everybody[p] * metres[p]) for p in here) / persons > norm.beyond_m


def _holds(world: World, network: Network, norm: KernNorm, kern: int) -> bool:
    """Whether a kern has one of what is asked within it, or is served at home."""
    region, n_sites = world.region, len(world.region.sites)
    for place in world.counting(network, norm.predicate):
        if place < n_sites:
            if region.site_kern[place] == kern:
                return True
            continue
        each = region.voorzieningen[place - n_sites]
        if each.form is Voorzieningsvorm.AAN_HUIS and each.reach_m is None:
            if each.gemeente == region.kernen[kern].gemeente:
                return True
        elif region.voorziening_kern[place - n_sites] == kern:
            return True
    return False
