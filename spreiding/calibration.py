"""The level of the model of members and visits, from the facts of one gemeente, which it reproduces."""

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from spreiding.attendance import AttendanceModel, people_by_age, weigh, youth_of
from spreiding.errors import InputError, raise_together
from spreiding.groups import persons_by_age
from spreiding.membership import UseAssumptions, UseFacts
from spreiding.region import Region
from spreiding.travel import Nearest

# A level that exceeds 1 by less is a rounding of the sums: everybody at the door is a member.
_ROUNDING: Final = 1e-9
# Fewer persons than this are nobody.
_NOBODY: Final = 1e-6


class Use(StrEnum):
    """What the model counts."""

    YOUTH = "jeugd"
    ADULT = "volwassenen"
    VISITS = "bezoeken"


def calibrate(region: Region, nearest: Nearest, *, facts: UseFacts, assumptions: UseAssumptions) -> AttendanceModel:
    """Set the level so that the branches in the facts' gemeente have exactly the members and visits of `facts`.

    `nearest` is that of the branches open in the year of the facts. They are figures of branches, not of residents: who
    lives over the border counts with the nearest branch. Each slope of the band has its own level, so all reproduce
    the facts.

    Raises
    ------
    InputError, InputErrors
        `attendance_without_gemeente`, `attendance_without_ages`, `attendance_nobody` when a use has no people, or
        `attendance_level_too_high` when more than everybody at the door would have to be a member.

    """
    code, name = facts.gemeente.code, facts.gemeente.name
    if code not in {gemeente.code for gemeente in region.gemeenten}:
        raise InputError("attendance_without_gemeente", gemeente=name, region=region.manifest.name)
    branches = np.array([index for index, site in enumerate(region.sites) if site.gemeente == code], dtype=np.intp)
    youth_share = _youth_share(region, np.isin(nearest.site_m, branches), assumptions.youth_of_15_25.value)
    if youth_share is None:
        raise InputError("attendance_without_ages", gemeente=name)
    people = people_by_age(region, assumptions.youth_of_15_25.value, youth_share=youth_share)
    wanted = (
        (Use.YOUTH, people.youth, assumptions.youth.all_km, facts.youth.value),
        (Use.ADULT, people.adult, assumptions.adult.all_km, facts.n_adult),
        (Use.VISITS, region.demand.inwoners, assumptions.visits.all_km, facts.visits.value),
    )
    weighed = [
        _Weighed(use, count, kms, tuple(weigh(region, nearest, who, half_km=km)[branches].sum() for km in kms))
        for use, who, kms, count in wanted
    ]
    raise_together(fault for each in weighed if (fault := each.fault(name)) is not None)
    youth, adult, visits = weighed
    return AttendanceModel.model_validate(
        {
            "youth": youth.curves(),
            "adult": adult.curves(),
            "visits": visits.curves(),
            "youth_of_15_25": assumptions.youth_of_15_25.value,
            "youth_share": youth_share,
            "calibrated_on": facts.gemeente,
            "year": facts.year,
            "bron": facts.members.bron,
        }
    )


@dataclass(frozen=True)
class _Weighed:
    """A use of the facts' branches, its count, and the people [persons] weighed by each half distance [km]."""

    use: Use
    count: int
    half_km: tuple[float, float, float]
    weights: tuple[float, ...]

    def fault(self, gemeente: str) -> InputError | None:
        """Return why no level reproduces the count; the shortest distance asks the highest level."""
        count, group, least = self.count, self.use.value, self.weights[0]
        if count > 0 and least < _NOBODY:
            return InputError("attendance_nobody", gemeente=gemeente, group=group, count=count)
        if self.use is Use.VISITS or count <= least * (1 + _ROUNDING):
            return None
        km = f"{self.half_km[0]:g}"
        most = math.floor(least)
        return InputError("attendance_level_too_high", gemeente=gemeente, group=group, count=count, km=km, most=most)

    def curves(self) -> list[dict[str, float]]:
        """Return the curve of every half distance; without people nobody is a member."""
        levels = [self.count / weight if weight >= _NOBODY else 0.0 for weight in self.weights]
        if self.use is not Use.VISITS:
            levels = [min(level, 1.0) for level in levels]
        return [{"level": level, "half_km": km} for level, km in zip(levels, self.half_km, strict=True)]


def _youth_share(region: Region, is_here: NDArray[np.bool_], youth_of_15_25: float) -> float | None:
    """Share of youth [0–1] among the people of known age at the points `is_here`; None when there are none."""
    ages = persons_by_age(region)[is_here]
    known = ages[np.isfinite(ages).all(axis=1)]
    persons = float(known.sum())
    return float(youth_of(known, youth_of_15_25).sum()) / persons if persons > 0 else None
