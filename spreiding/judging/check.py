"""What cannot be tested is named before anything runs: unknown groups, missing networks, norms that contradict."""

import math
from collections.abc import Iterable, Iterator
from typing import Final

import numpy as np

from spreiding.domain import KbType, Modality, Voorzieningsvorm
from spreiding.errors import InputError, raise_together
from spreiding.groups import persons_of
from spreiding.judging.people import asks_ages, chosen_groups
from spreiding.normenkader import Normenkader
from spreiding.norms import (
    AnyNorm,
    BranchNorm,
    FunctionNorm,
    HoursNorm,
    KernNorm,
    OwnWay,
    Predicate,
    ReachingNorm,
    ReachNorm,
)
from spreiding.profile import find_definition
from spreiding.region import Region
from spreiding.tables import AGE_GROUPS
from spreiding.travel_groups import TravelGroup
from spreiding.uitgangspunten import KbDefinition, Uitgangspunten

# Shares that add up to everybody may do so by a rounding error more: 0.56 + 0.44.
_SHARE_ROUNDING: Final = 1e-9


def check_normenkader(kader: Normenkader, region: Region, uitgangspunten: Uitgangspunten) -> None:
    """Check that every norm can be tested in `region`.

    Raises
    ------
    InputError, InputErrors
        All that is wrong with any norm: `norm_unknown_group`, `norm_group_without_ages`, `norm_group_without_share`,
        `norm_people_twice`, `norm_without_network`, `norm_counts_nothing`, `norm_asks_of_branches`,
        `norm_classes_contradict`, `norm_hours_contradict` or `norm_unknown_definition`.

    """
    check_norms(kader.norms, kader.groups, region, uitgangspunten)


def check_norms(
    norms: Iterable[AnyNorm], groups: tuple[TravelGroup, ...], region: Region, uitgangspunten: Uitgangspunten
) -> None:
    """Check the same of norms that speak of `groups`."""
    raise_together(fault for norm in norms for fault in _faults(norm, groups, region, uitgangspunten))


def predicates_of(norm: AnyNorm) -> tuple[Predicate, ...]:
    """Return the predicates of a norm of any kind."""
    match norm:
        case KernNorm():
            return (norm.predicate, norm.beyond)
        case BranchNorm():
            return (norm.of, norm.predicate)
        case FunctionNorm() | HoursNorm():
            return ()
    return (norm.predicate,) if hasattr(norm, "predicate") else ()


def _faults(
    norm: AnyNorm, groups: tuple[TravelGroup, ...], region: Region, uitgangspunten: Uitgangspunten
) -> Iterator[InputError]:
    for predicate in predicates_of(norm):
        yield from _contradictions(norm, predicate, uitgangspunten.kb_definitions)
    if isinstance(norm, BranchNorm):
        yield from _excluded(norm)
    if isinstance(norm, ReachNorm | FunctionNorm | HoursNorm):
        yield from _of_groups(norm, groups, region)
    elif isinstance(norm, KernNorm) and norm.beyond_m is not None:
        yield from _without_network(norm, norm.modality, region)


def _excluded(norm: BranchNorm) -> Iterator[InputError]:
    """Yield that no branch of the class that a norm is about can be of the class that it asks."""
    of, asked = norm.of, norm.predicate
    for low, high in ((of.minimum_type, asked.maximum_type), (asked.minimum_type, of.maximum_type)):
        if low is not None and high is not None and low.rank > high.rank:
            yield InputError("norm_classes_contradict", norm=norm.name, minimum=low.value, maximum=high.value)


def _of_groups(norm: ReachingNorm, all_groups: tuple[TravelGroup, ...], region: Region) -> Iterator[InputError]:
    known = {group.name for group in all_groups}
    unknown = [name for name in norm.groups if name not in known]
    for name in unknown:
        yield InputError("norm_unknown_group", norm=norm.name, group=name, known=", ".join(sorted(known)))
    if unknown:
        return
    is_own_way = isinstance(norm.modality, OwnWay)
    groups = chosen_groups(all_groups, norm.groups) if asks_ages(norm) else ()
    for group in groups:
        if all(np.isnan(group.share_in(gemeente.code)) for gemeente in region.gemeenten):
            yield InputError("norm_group_without_share", norm=norm.name, group=group.name)
        elif not _has_people(region, group):
            yield InputError("norm_group_without_ages", norm=norm.name, group=group.name)
    yield from _twice(norm, groups, region)
    modalities = {group.modality for group in groups} if is_own_way else {Modality(norm.modality)}
    for modality in sorted(modalities):
        yield from _without_network(norm, modality, region)


def _has_people(region: Region, group: TravelGroup) -> bool:
    """Whether the region knows for anybody whether he belongs to the group."""
    return bool(np.isfinite(persons_of(region, group)).any())


def _twice(norm: ReachingNorm, groups: tuple[TravelGroup, ...], region: Region) -> Iterator[InputError]:
    """Yield the first age group whose people the groups of a norm hold more than once in some gemeente.

    A group without an age group holds people of all ages; a share that nobody told holds none.
    """
    for age in AGE_GROUPS:
        found = [group for group in groups if group.age_group in {None, age}]
        shares = [[group.share_in(gemeente.code) for group in found] for gemeente in region.gemeenten]
        most = max((float(np.nansum(each)) for each in shares), default=0.0)
        if most > 1 + _SHARE_ROUNDING:
            names = ", ".join(group.name for group in found)
            yield InputError(
                "norm_people_twice", norm=norm.name, groups=names, percentage=math.ceil(100 * (most - _SHARE_ROUNDING))
            )
            return


def _without_network(norm: AnyNorm, modality: Modality, region: Region) -> Iterator[InputError]:
    if region.networks[modality].n_nodes == 0:
        yield InputError("norm_without_network", norm=norm.name, modality=modality.value)


def _contradictions(norm: AnyNorm, predicate: Predicate, definitions: tuple[KbDefinition, ...]) -> Iterator[InputError]:
    if not predicate.counts_branches and not predicate.forms:
        yield InputError("norm_counts_nothing", norm=norm.name, known=", ".join(Voorzieningsvorm))
    elif not predicate.counts_branches and _asks_of_branches(predicate):
        yield InputError("norm_asks_of_branches", norm=norm.name, forms=", ".join(sorted(predicate.forms)))
    low, high = predicate.minimum_type, predicate.maximum_type
    if low is not None and high is not None and low.rank > high.rank:
        yield InputError("norm_classes_contradict", norm=norm.name, minimum=low.value, maximum=high.value)
    if not predicate.kb_types:
        return
    definition = find_definition(definitions, predicate.kb_definition)
    if definition is None:
        known = ", ".join(each.name for each in definitions)
        yield InputError("norm_unknown_definition", norm=norm.name, definition=predicate.kb_definition, known=known)
    elif predicate.minimum_staffed_hours is not None and not _can_have(predicate, definition):
        types = ", ".join(sorted(predicate.kb_types))
        yield InputError(
            "norm_hours_contradict",
            norm=norm.name,
            hours=predicate.minimum_staffed_hours,
            types=types,
            definition=definition.name,
        )


def _asks_of_branches(predicate: Predicate) -> bool:
    """Whether something is asked that only a branch can be."""
    is_of_class = predicate.minimum_type is not None or predicate.maximum_type is not None
    is_of_kind = bool(predicate.kb_types or predicate.huisvesting)
    return is_of_class or is_of_kind or predicate.open_plus is not None


def _can_have(predicate: Predicate, definition: KbDefinition) -> bool:
    """Whether a branch of one of the wanted types can be open for so many hours."""
    hours = predicate.minimum_staffed_hours or 0.0
    # What has no collection is an afhaalpunt at any hour.
    if KbType.AFHAALPUNT in predicate.kb_types:
        return True
    for kb_type in predicate.kb_types:
        bounds = definition.hours.get(kb_type)
        if bounds is None:
            continue
        if bounds.at_most is None and bounds.below is None:
            return True
        if bounds.at_most is not None and hours <= bounds.at_most:
            return True
        if bounds.below is not None and hours < bounds.below:
            return True
    return False
