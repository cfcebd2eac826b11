"""Hours per week that somebody can reach: staffed by professionals, by volunteers, and unstaffed."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from spreiding.accessibility import weighted_mean
from spreiding.demand import FloatArray, IntArray
from spreiding.domain import HOURS_PER_WEEK, Modality, SiteFact
from spreiding.fields import Places
from spreiding.judging.case import Case
from spreiding.placing import Kind
from spreiding.profile import Profile
from spreiding.uncertainty import position_tolerance


@dataclass(frozen=True)
class ReachableHours:
    """Hours per week [h] within reach of every demand point, added up over the branches there.

    Opening hours of different branches may coincide: it is a sum of supply, no length of time. `staffed` and
    `unstaffed` as told or assumed, nothing for what is unknown; of the staffed hours `professional` and `volunteer` are
    those of which that is told. `least_*` and `most_*` bound them for what is assumed or unknown. `n_branches` counts
    the branches within reach, `n_untold_*` those of them whose hours nobody told and no class tells.
    """

    staffed: FloatArray
    professional: FloatArray
    volunteer: FloatArray
    unstaffed: FloatArray
    least_staffed: FloatArray
    most_staffed: FloatArray
    least_unstaffed: FloatArray
    most_unstaffed: FloatArray
    n_branches: FloatArray
    n_untold_staffed: FloatArray
    n_untold_unstaffed: FloatArray

    def taken(self, *, with_unstaffed: bool) -> FloatArray:
        """Return staffed hours, or all hours: those of Open+ are for adults only."""
        return self.staffed + self.unstaffed if with_unstaffed else self.staffed

    def bounds(self, *, with_unstaffed: bool) -> tuple[FloatArray, FloatArray]:
        """Return the least and the most hours that these can turn out to be."""
        if not with_unstaffed:
            return self.least_staffed, self.most_staffed
        return self.least_staffed + self.least_unstaffed, self.most_staffed + self.most_unstaffed


def reachable_hours(
    case: Case,
    modality: Modality,
    max_m: float,
    *,
    slack: int = 0,
    is_at_home: bool = False,
    others: Places = frozenset(),
) -> ReachableHours:
    """Add up the hours [h/week] within `max_m` [m] of every demand point.

    `slack` 1 takes every distance as long as it may be, -1 as short. `is_at_home`: places in somebody's own gemeente
    only. `others` are voorzieningen that count beside the branches, for those whom they serve.
    """
    sites = np.array(sorted(case.profiles), dtype=np.int32)
    tolerance = position_tolerance(case.region, modality).metres
    longest = float(tolerance[np.isfinite(tolerance)].max(initial=0.0))
    table = case.fields.trips(modality, Kind.METRES).table(sites, max_m + (longest if slack < 0 else 0.0))
    point = np.repeat(np.arange(table.indptr.size - 1), np.diff(table.indptr))
    # Who has no route may be off by any length, and exactly there by none.
    limit_m = max_m - slack * tolerance if slack else np.full(tolerance.size, max_m)
    within = table.cost <= limit_m[point]
    if is_at_home:
        within &= _is_own(case, point, table.site)
    point, site = point[within], table.site[within]
    hours = _hours_per_site(case)
    found = {
        name: np.bincount(point, weights=values[site], minlength=tolerance.size).astype(np.float64)
        for name, values in hours.items()
    }
    nearest = case.fields.nearest_at_home if is_at_home else case.fields.nearest
    for place in sorted(others):
        cost = nearest(modality, Kind.METRES, frozenset({place})).cost
        served = np.isfinite(cost) & (cost <= limit_m)
        for name, value in _hours_of_voorziening(case, place).items():
            found[name] += np.where(served, value, 0.0)
    return ReachableHours(**found)


@dataclass(frozen=True)
class HoursSummary:
    """Hours per week [h] within reach of the average inwoner of an area, and persons with none or few of them.

    A mean is NaN when a branch of unknown hours is within reach of anybody there. `inwoners_without` [persons] reach no
    staffed hours at all, told or assumed, and no branch of unknown hours either. `unstaffed` are those of an adult.
    """

    inwoners: float
    staffed: float
    professional: float
    volunteer: float
    unstaffed: float
    inwoners_without: float

    @property
    def untold(self) -> float:
        """Staffed hours of which nobody told whether professionals or volunteers make them; NaN where unknown."""
        # Of two, Python's `max` keeps the first beside NaN.
        return max(self.staffed - self.professional - self.volunteer, 0.0)


def summarise_hours(case: Case, modality: Modality, max_m: float) -> tuple[HoursSummary, ...]:
    """Average the hours [h/week] within `max_m` [m] over the inwoners of every gemeente, the whole region last."""
    region, hours = case.region, reachable_hours(case, modality, max_m)
    persons, gemeente = region.demand.inwoners, region.squares.gemeente[region.demand.square]
    masks = [*(gemeente == index for index in range(len(region.gemeenten))), np.ones(persons.size, dtype=np.bool_)]
    without = (hours.staffed <= 0) & (hours.n_untold_staffed == 0)

    def mean(values: FloatArray, n_untold: FloatArray, here: NDArray[np.bool_]) -> float:
        # Where nobody lives nobody misses what is unknown.
        lived_in = here & (persons > 0)
        return weighted_mean(np.where(n_untold > 0, np.nan, values)[lived_in], persons[lived_in])

    return tuple(
        HoursSummary(
            inwoners=float(persons[here].sum()),
            staffed=mean(hours.staffed, hours.n_untold_staffed, here),
            professional=mean(hours.professional, hours.n_untold_staffed, here),
            volunteer=mean(hours.volunteer, hours.n_untold_staffed, here),
            unstaffed=mean(hours.unstaffed, hours.n_untold_unstaffed, here),
            inwoners_without=float(persons[here & without].sum()),
        )
        for here in masks
    )


def _is_own(case: Case, point: NDArray[np.integer[Any]], site: IntArray) -> NDArray[np.bool_]:
    """Whether each pair of a demand point and a site lies in one gemeente."""
    region = case.region
    codes = {gemeente.code: index for index, gemeente in enumerate(region.gemeenten)}
    of_site = np.array([codes.get(each.gemeente or "", -2) for each in region.sites], dtype=np.int32)
    own: NDArray[np.bool_] = of_site[site] == region.squares.gemeente[region.demand.square[point]]
    return own


def _hours_per_site(case: Case) -> dict[str, FloatArray]:
    """Hours of every site by the names of `ReachableHours`, 0 where none is open."""
    names = ReachableHours.__dataclass_fields__
    hours = {name: np.zeros(len(case.region.sites)) for name in names}
    for site, profile in case.profiles.items():
        is_confirmed = case.confirmations.has_site(case.region.sites[site].id)
        for name, value in _hours_of(profile, is_confirmed=is_confirmed).items():
            hours[name][site] = value
    return hours


def doubtful_hours(case: Case, others: Places, *, with_unstaffed: bool) -> dict[int, frozenset[SiteFact]]:
    """Return the branches and `others` (indices of places) of which hours are in doubt."""
    unknown = frozenset({SiteFact.UREN})
    found = {place: unknown for place in sorted(others) if _hours_of_voorziening(case, place)["n_untold_staffed"]}
    for site, profile in case.profiles.items():
        hours = _hours_of(profile, is_confirmed=case.confirmations.has_site(case.region.sites[site].id))
        kinds = ("staffed", "unstaffed") if with_unstaffed else ("staffed",)
        if any(hours[f"least_{kind}"] < hours[f"most_{kind}"] for kind in kinds):
            found[site] = unknown
    return found


def _hours_of(profile: Profile, *, is_confirmed: bool) -> dict[str, float]:
    staffed, unstaffed = profile.staffed_hours, profile.unstaffed_hours
    least_staffed, most_staffed = _bounds(staffed, is_sure=is_confirmed or SiteFact.UREN not in profile.assumed)
    least_unstaffed, most_unstaffed = _bounds(unstaffed, is_sure=is_confirmed or not profile.is_unstaffed_assumed)
    return {
        "staffed": staffed or 0.0,
        "professional": profile.professional_hours or 0.0,
        "volunteer": profile.volunteer_hours or 0.0,
        "unstaffed": unstaffed or 0.0,
        "least_staffed": least_staffed,
        "most_staffed": most_staffed,
        "least_unstaffed": least_unstaffed,
        "most_unstaffed": most_unstaffed,
        "n_branches": 1.0,
        "n_untold_staffed": float(staffed is None),
        "n_untold_unstaffed": float(unstaffed is None),
    }


def _hours_of_voorziening(case: Case, place: int) -> dict[str, float]:
    """Hours of a voorziening (index of a place) by the names of `ReachableHours`; it has staffed hours only."""
    staffed = case.region.voorzieningen[place - len(case.region.sites)].staffed_hours
    least, most = _bounds(staffed, is_sure=True)
    return {
        "staffed": staffed or 0.0,
        "least_staffed": least,
        "most_staffed": most,
        "n_untold_staffed": float(staffed is None),
    }


def _bounds(hours: float | None, *, is_sure: bool) -> tuple[float, float]:
    return (hours, hours) if is_sure and hours is not None else (0.0, HOURS_PER_WEEK)
