"""Groups of inhabitants, each with its own way of travelling: how far is it for children, the old, and the others?"""

from dataclasses import dataclass

import numpy as np

from spreiding.demand import FloatArray, IntArray
from spreiding.region import Region
from spreiding.tables import AGE_GROUPS
from spreiding.travel import Nearest, nearest
from spreiding.travel_groups import DEFAULT_GROUPS, TravelGroup


@dataclass(frozen=True)
class GroupNearest:
    """The nearest open branch of every demand point for one group, in the way that the group travels.

    `persons` [persons] of the group at every demand point; NaN where ages or the group's share are not known.
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
    return tuple(GroupNearest(group, persons_of(region, group), found[group.modality]) for group in groups)


def persons_of(region: Region, group: TravelGroup) -> FloatArray:
    """Return the persons of a group at every demand point [persons], NaN where ages or the share are not known."""
    everybody = region.demand.inwoners
    persons = everybody if group.age_group is None else persons_by_age(region)[:, AGE_GROUPS.index(group.age_group)]
    # Index -1 (outside every gemeente) is the last entry.
    shares = [group.share_in(gemeente.code) for gemeente in region.gemeenten] + [group.share_in(None)]
    share: FloatArray = np.array(shares)[region.squares.gemeente[region.demand.square]]
    return persons * share


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
