"""Who uses whom: in which gemeente is the nearest branch of the inhabitants of every gemeente?"""

from dataclasses import dataclass

import numpy as np

from spreiding.demand import FloatArray, IntArray
from spreiding.region import Region


@dataclass(frozen=True)
class Usage:
    """Persons by the gemeente where they live and the gemeente of the nearest open branch.

    `persons` [persons, (n + 1) × (n + 2)]: rows run parallel to the region's n gemeenten, the last holds who lives
    outside every gemeente; so do the columns, with one more for who has no route to any branch.
    """

    persons: FloatArray

    @property
    def inwoners(self) -> FloatArray:
        """Inhabitants [persons] of every row."""
        inwoners: FloatArray = self.persons.sum(axis=1)
        return inwoners

    @property
    def inwoners_of_own(self) -> FloatArray:
        """Inhabitants [persons] of every gemeente whose nearest branch stands in it; without the last row."""
        return np.diagonal(self.persons)[:-1].astype(np.float64)

    @property
    def inwoners_without_route(self) -> FloatArray:
        """Inhabitants [persons] of every row without a route to any branch."""
        return self.persons[:, -1]


def who_uses_whom(region: Region, site: IntArray) -> Usage:
    """Add up the people by gemeente, given their nearest `site` (index per demand point, -1: no route)."""
    n = len(region.gemeenten)
    codes = {gemeente.code: index for index, gemeente in enumerate(region.gemeenten)}
    # Index -1 (no route) is the last entry.
    column = np.array([codes.get(known.gemeente or "", n) for known in region.sites] + [n + 1], dtype=np.intp)[site]
    gemeente = region.squares.gemeente[region.demand.square]
    row = np.where(gemeente < 0, n, gemeente).astype(np.intp)
    added = np.bincount(row * (n + 2) + column, weights=region.demand.inwoners, minlength=(n + 1) * (n + 2))
    return Usage(added.reshape(n + 1, n + 2).astype(np.float64))
