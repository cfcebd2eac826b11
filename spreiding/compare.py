"""Differences between two evaluations of one region: per gemeente, and which kernfuncties a place loses."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from spreiding.accessibility import Reach
from spreiding.costs import Kostenraming
from spreiding.demand import FloatArray
from spreiding.domain import Kernfunctie, Plan
from spreiding.evaluation import Evaluation
from spreiding.profile import profile_of
from spreiding.region import Region
from spreiding.uitgangspunten import Uitgangspunten


@dataclass(frozen=True)
class AreaChange:
    """What changes for the inhabitants of an area, after minus before.

    `inwoners_within` [persons] within the norm, and `mean_m` [m] (NaN when either mean is). Who gains and who loses is
    counted by `winners` alone.
    """

    inwoners_within: float
    mean_m: float


@dataclass(frozen=True)
class CostChange:
    """Change of the yearly cost [€], after minus before, over what is known on both sides.

    `is_complete` is False when a branch with an unknown cost opens, closes or changes.
    """

    eur_per_year: Decimal
    is_complete: bool


@dataclass(frozen=True)
class FunctionChange:
    """Kernfuncties that a place loses or gains: a kern (index), or one site outside the kernen (kern -1)."""

    kern: int
    site_id: str
    lost: frozenset[Kernfunctie]
    gained: frozenset[Kernfunctie]


@dataclass(frozen=True)
class Comparison:
    """All differences, after minus before; `gemeenten` runs parallel to the region's.

    `point_m` and `square_m` [m] are the changes in distance per demand point and per square: zero where there is no
    route on either side, infinite where the only route is lost, minus infinite where the first one comes.
    """

    total: AreaChange
    gemeenten: tuple[AreaChange, ...]
    cost: CostChange
    functions: tuple[FunctionChange, ...]
    point_m: FloatArray
    square_m: FloatArray


def compare(region: Region, before: Evaluation, after: Evaluation, *, uitgangspunten: Uitgangspunten) -> Comparison:
    """Compare two plans of `region`; sites that only one of them has must be part of `region`."""
    change_m = changes(before.nearest.metres, after.nearest.metres)
    return Comparison(
        total=_area(before.total, after.total),
        gemeenten=tuple(_area(*reaches) for reaches in zip(before.gemeenten, after.gemeenten, strict=True)),
        cost=compare_cost(before.kostenraming, after.kostenraming),
        functions=_function_changes(region, before.plan, after.plan, uitgangspunten),
        point_m=change_m,
        square_m=changes(before.square_m, after.square_m),
    )


def compare_cost(before: Kostenraming, after: Kostenraming) -> CostChange:
    """Change in yearly cost [€] between two bills."""
    difference = (after.total_eur or Decimal(0)) - (before.total_eur or Decimal(0))
    return CostChange(difference, is_complete=before.is_comparable(after))


def changes(before_m: FloatArray, after_m: FloatArray) -> FloatArray:
    """Return after minus before [m], as `Comparison` says: never NaN, infinite where the only route comes or goes."""
    change = np.zeros(before_m.size)
    has_route = np.isfinite(before_m) | np.isfinite(after_m)
    np.subtract(after_m, before_m, out=change, where=has_route)
    return change


def _area(before: Reach, after: Reach) -> AreaChange:
    return AreaChange(
        inwoners_within=after.inwoners_within - before.inwoners_within, mean_m=after.mean_m - before.mean_m
    )


def _function_changes(
    region: Region, before: Plan, after: Plan, uitgangspunten: Uitgangspunten
) -> tuple[FunctionChange, ...]:
    """Kernfuncties per place before and after, where they differ."""
    changed = sorted(
        site_id
        for site_id in before.by_id.keys() | after.by_id.keys()
        if before.by_id.get(site_id) != after.by_id.get(site_id)
    )
    changes = []
    for kern, site_ids in _places(region, changed, (*before.by_id, *after.by_id)):
        had = _offered(region, before, site_ids, uitgangspunten)
        has = _offered(region, after, site_ids, uitgangspunten)
        if had != has:
            changes.append(FunctionChange(kern, site_ids[0], lost=had - has, gained=has - had))
    return tuple(changes)


def _places(region: Region, changed: Iterable[str], known: Iterable[str]) -> list[tuple[int, tuple[str, ...]]]:
    """Return each place with a changed site: its kern and all its sites, a changed one first."""
    kern_of = {site_id: int(region.site_kern[region.site_index[site_id]]) for site_id in known}
    places: dict[tuple[int, str], list[str]] = {}
    for site_id in changed:
        kern = kern_of[site_id]
        places.setdefault((kern, "" if kern >= 0 else site_id), [site_id])
    return [
        (kern, (*site_ids, *sorted(other for other, where in kern_of.items() if kern == where >= 0)))
        for (kern, _), site_ids in places.items()
    ]


def _offered(
    region: Region, plan: Plan, site_ids: Iterable[str], uitgangspunten: Uitgangspunten
) -> frozenset[Kernfunctie]:
    """Kernfuncties that the open branches among `site_ids` offer together; a branch of unknown class adds none."""
    profiles = [
        profile_of(region.sites[region.site_index[site_id]], plan.by_id[site_id], uitgangspunten)
        for site_id in site_ids
        if site_id in plan.by_id
    ]
    return frozenset().union(*(profile.kernfuncties or () for profile in profiles))
