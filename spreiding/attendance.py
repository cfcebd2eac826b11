"""A model of members and visits per branch: a level at the door that falls with distance, youth and adults apart.

For a person at d km over the road from the nearest open branch the expected use is level · exp(−slope · d). The level
is calibrated on the facts of one gemeente (see `calibration`); the slope is an assumption with a band, told as the
distance at which use is halved: slope = ln 2 / half distance. Nothing here is measured per branch.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Annotated, Final, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from spreiding.demand import FloatArray, Gemeente
from spreiding.domain import Frozen
from spreiding.groups import persons_by_age
from spreiding.membership import Kilometres, Share
from spreiding.region import Region
from spreiding.tables import AGE_GROUPS
from spreiding.travel import Nearest

# Of three slopes, by half distance, this is the chosen one; the others are the bounds of the band.
CHOSEN: Final = 1
_CENT: Final = Decimal("0.01")
_YOUNGEST, _PARTLY_YOUTH = AGE_GROUPS.index("0_15"), AGE_GROUPS.index("15_25")


class Curve(Frozen):
    """Expected use of one person per year: `level` at the door of a branch, half of that at `half_km` [km]."""

    level: Annotated[float, Field(ge=0)]
    half_km: Kilometres

    @property
    def slope_per_km(self) -> float:
        """The slope in exp(−slope · km) [1/km]."""
        return math.log(2) / self.half_km


class MemberCurve(Curve):
    """A curve of members: its `level` is the share [0–1] of the people at the door who are one."""

    level: Share


class AttendanceModel(Frozen):
    """Three curves of each use, by the low, the chosen and the high half distance, each calibrated on the same facts.

    Youth is 0–15 and the share `youth_of_15_25` of 15–25; of people whose age is unknown `youth_share` is taken as
    youth, as among everybody of known age where the model was calibrated. `calibrated_on` and `year` tell whose
    figures these were, `bron` where they were found: elsewhere the level is an assumption too.
    """

    youth: tuple[MemberCurve, MemberCurve, MemberCurve]
    adult: tuple[MemberCurve, MemberCurve, MemberCurve]
    visits: tuple[Curve, Curve, Curve]
    youth_of_15_25: Share
    youth_share: Share
    calibrated_on: Gemeente
    year: int
    bron: str
    label: Literal["model"] = "model"


class Band(NamedTuple):
    """An expected number, and the least and the most of it by the slopes of the band."""

    low: float
    mid: float
    high: float


@dataclass(frozen=True)
class Expected:
    """Expected numbers per year: `by_slope` [3 × sites], one row for each half distance from low to high."""

    by_slope: FloatArray

    @property
    def mid(self) -> FloatArray:
        """By the chosen slope, per site."""
        chosen: FloatArray = self.by_slope[CHOSEN]
        return chosen

    @property
    def low(self) -> FloatArray:
        """The least by any slope, per site."""
        least: FloatArray = self.by_slope.min(axis=0)
        return least

    @property
    def high(self) -> FloatArray:
        """The most by any slope, per site."""
        most: FloatArray = self.by_slope.max(axis=0)
        return most

    def total(self, sites: NDArray[np.integer] | None = None) -> Band:
        """Add up `sites` (indices), all without them; every slope apart, so that a known total has no band."""
        sums = (self.by_slope if sites is None else self.by_slope[:, sites]).sum(axis=1)
        return Band(float(sums.min()), float(sums[CHOSEN]), float(sums.max()))


@dataclass(frozen=True)
class Attendance:
    """What `model` expects of every site of a region, 0 where it is nobody's nearest open branch.

    `youth` and `adult` [members], `visits` [visits per year]. `persons_without_age` [persons] per site count in both
    groups by the average mix of ages. Who has no route to any branch is expected nowhere.
    """

    youth: Expected
    adult: Expected
    visits: Expected
    persons_without_age: FloatArray
    model: AttendanceModel

    @property
    def members(self) -> Expected:
        """Members of all ages, the bounds of both groups taken together."""
        return Expected(self.youth.by_slope + self.adult.by_slope)

    @property
    def calibrated_on(self) -> Gemeente:
        """The gemeente whose figures set the level everywhere."""
        return self.model.calibrated_on


def expected_attendance(region: Region, nearest: Nearest, model: AttendanceModel) -> Attendance:
    """Expect members and visits of every site from the people for whom it is `nearest`, in metres, and from no others.

    A branch that closes takes nobody nearer to one, so it never raises a total.
    """
    people = people_by_age(region, model.youth_of_15_25, youth_share=model.youth_share)

    def expected(persons: FloatArray, curves: tuple[Curve, ...]) -> Expected:
        rows = [curve.level * weigh(region, nearest, persons, half_km=curve.half_km) for curve in curves]
        return Expected(np.stack(rows))

    return Attendance(
        youth=expected(people.youth, model.youth),
        adult=expected(people.adult, model.adult),
        visits=expected(region.demand.inwoners, model.visits),
        persons_without_age=_added(region, nearest, people.without_age),
        model=model,
    )


class People(NamedTuple):
    """Persons at every demand point: youth and adults, and how many of both together are of unknown age."""

    youth: FloatArray
    adult: FloatArray
    without_age: FloatArray


def people_by_age(region: Region, youth_of_15_25: float, *, youth_share: float) -> People:
    """Tell youth from adults at every demand point; people of unknown age by `youth_share`."""
    inwoners, ages = region.demand.inwoners, persons_by_age(region)
    is_known = np.isfinite(ages).all(axis=1)
    young = youth_of(ages, youth_of_15_25)
    return People(
        youth=np.where(is_known, young, youth_share * inwoners),
        adult=np.where(is_known, ages.sum(axis=1) - young, (1 - youth_share) * inwoners),
        without_age=np.where(is_known, 0.0, inwoners),
    )


def youth_of(ages: FloatArray, youth_of_15_25: float) -> FloatArray:
    """Persons under 18 of every row of `ages` [n × 5, persons]: 0–15 and a share of 15–25."""
    youth: FloatArray = ages[:, _YOUNGEST] + youth_of_15_25 * ages[:, _PARTLY_YOUTH]
    return youth


def weigh(region: Region, nearest: Nearest, persons: FloatArray, *, half_km: float) -> FloatArray:
    """Add up the persons nearest to each site, one at `half_km` [km] counting for a half: 2^(−km / half_km)."""
    return _added(region, nearest, persons * np.exp2(-nearest.metres / 1000 / half_km))


@dataclass(frozen=True)
class UnitCost:
    """What one visit and one member cost [€ per year]; None when the amount is unknown, or there is not even one."""

    eur_per_visit: Decimal | None
    eur_per_member: Decimal | None


def unit_cost(eur_per_year: Decimal | None, *, visits: float, members: float) -> UnitCost:
    """Divide the yearly amount [€] of a branch over its visits, and once more over its members; rounded to cents."""

    def per(number: float) -> Decimal | None:
        if eur_per_year is None or number < 1:
            return None
        return (eur_per_year / Decimal(number)).quantize(_CENT, ROUND_HALF_UP)

    return UnitCost(per(visits), per(members))


def unit_costs(
    region: Region, attendance: Attendance, eur_per_year: Mapping[str, Decimal | None]
) -> dict[str, UnitCost]:
    """Return cost per visit and per member of the branches (site ids) whose yearly amounts [€] are given or unknown."""
    visits, members = attendance.visits.mid, attendance.members.mid
    index = region.site_index
    return {
        site_id: unit_cost(eur, visits=float(visits[index[site_id]]), members=float(members[index[site_id]]))
        for site_id, eur in eur_per_year.items()
    }


def _added(region: Region, nearest: Nearest, values: FloatArray) -> FloatArray:
    """Add up values per demand point by the nearest site; who has no route is with none."""
    has_route = nearest.site_m >= 0
    added = np.bincount(nearest.site_m[has_route], weights=values[has_route], minlength=len(region.sites))
    return added.astype(np.float64)
