"""Groups of inhabitants, each with its own way of travelling: how far is it for children, the old, and the others?"""

from dataclasses import dataclass
from typing import Annotated, Final, Literal

import numpy as np
from pydantic import Field

from spreiding.demand import FloatArray, IntArray
from spreiding.domain import Frozen, Modality
from spreiding.region import Region
from spreiding.tables import AGE_GROUPS
from spreiding.travel import Nearest, nearest

AgeGroup = Literal["0_15", "15_25", "25_45", "45_65", "65_plus"]


class TravelGroup(Frozen):
    """Inhabitants who travel in one way: a `share` [0–1] of one of CBS's age groups."""

    name: str
    age_group: AgeGroup
    modality: Modality
    share: Annotated[float, Field(gt=0, le=1)] = 1.0


# Our choice, to be edited: children cycle, who is 75 or older walks (public transport is a table of its own, see
# `travel_sources`), the others drive. CBS gives squares one group of 65 and older; that 44 % of them is 75 or older is
# our estimate after the country's population of 2024.
DEFAULT_GROUPS: Final = (
    TravelGroup(name="kinderen", age_group="0_15", modality=Modality.FIETS),
    TravelGroup(name="15 tot 25 jaar", age_group="15_25", modality=Modality.AUTO),
    TravelGroup(name="25 tot 45 jaar", age_group="25_45", modality=Modality.AUTO),
    TravelGroup(name="45 tot 65 jaar", age_group="45_65", modality=Modality.AUTO),
    TravelGroup(name="65 tot 75 jaar", age_group="65_plus", modality=Modality.AUTO, share=0.56),
    TravelGroup(name="75 jaar en ouder", age_group="65_plus", modality=Modality.LOPEN, share=0.44),
)


@dataclass(frozen=True)
class GroupNearest:
    """The nearest open branch of every demand point for one group, in the way that the group travels.

    `persons` [persons] of the group at every demand point; NaN where the source has no ages.
    """

    group: TravelGroup
    persons: FloatArray
    nearest: Nearest


def nearest_by_group(
    region: Region, open_sites: IntArray, groups: tuple[TravelGroup, ...] = DEFAULT_GROUPS
) -> tuple[GroupNearest, ...]:
    """Nearest of `open_sites` for every group, each by its own modality; one search per modality."""
    found = {
        modality: nearest(
            region.networks[modality],
            demand=region.demand_footing[modality],
            sites=region.site_footing[modality],
            open_sites=open_sites,
        )
        for modality in {group.modality for group in groups}
    }
    persons = persons_by_age(region)
    return tuple(
        GroupNearest(group, persons[:, AGE_GROUPS.index(group.age_group)] * group.share, found[group.modality])
        for group in groups
    )


def persons_by_age(region: Region) -> FloatArray:
    """Return persons of every age group at every demand point [n × 5, persons], NaN where the source has no ages.

    The people of a square are spread over its points as its inwoners are.
    """
    square = region.demand.square
    total = region.squares.inwoners[square]
    share = np.divide(region.demand.inwoners, total, out=np.zeros(square.size), where=total > 0)
    persons: FloatArray = region.squares.groups[square] * share[:, None]
    return persons


@dataclass(frozen=True)
class Catchments:
    """Who is nearest to each site: `inwoners` [persons], and by age group [sites × 5, persons].

    `inwoners_without_age` [persons] are those of whom the source does not tell the age; they are in no age group.
    """

    inwoners: FloatArray
    groups: FloatArray
    inwoners_without_age: FloatArray


def catchments(region: Region, site: IntArray) -> Catchments:
    """Add up the people by their nearest `site` (index per demand point, -1: none)."""
    has_route = site >= 0
    n_sites, where = len(region.sites), site[has_route]
    inwoners, persons = region.demand.inwoners[has_route], persons_by_age(region)[has_route]
    is_known = np.isfinite(persons).all(axis=1)

    def added(values: FloatArray) -> FloatArray:
        return np.bincount(where, weights=values, minlength=n_sites).astype(np.float64)

    return Catchments(
        inwoners=added(inwoners),
        groups=np.stack([added(np.where(is_known, column, 0.0)) for column in persons.T], axis=1),
        inwoners_without_age=added(np.where(is_known, 0.0, inwoners)),
    )
