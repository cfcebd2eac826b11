"""Where travel times come from: our own network, or a table that someone else worked out, such as public transport."""

import hashlib
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np

from spreiding.demand import FloatArray, IntArray
from spreiding.kernels import Field, empty_field
from spreiding.network import Footing, RoadNetwork
from spreiding.placing import Kind
from spreiding.travel import TravelTimes
from spreiding.trips import Search, trips_over


class TravelSource(Protocol):
    """Travel times [min] from demand points to sites (indices), whoever worked them out."""

    @property
    def fingerprint(self) -> str:
        """Hash of the times: other times, another evaluation."""

    def nearest_minutes(self, open_sites: IntArray) -> Field:
        """Minutes to and index of the nearest open site per demand point; inf and -1 where there is none."""

    def travel_minutes(self, site_indices: IntArray, cutoff_min: float) -> TravelTimes:
        """Minutes of all pairs within `cutoff_min` (inclusive)."""


@dataclass(frozen=True)
class RoadSource:
    """Travel times over one of our own networks."""

    network: RoadNetwork
    demand: Footing
    sites: Footing

    @property
    def fingerprint(self) -> str:
        """Nothing of its own: the region stands for its roads."""
        return ""

    def nearest_minutes(self, open_sites: IntArray) -> Field:
        """Minutes to and index of the nearest open site per demand point."""
        return self._trips().nearest(open_sites)

    def travel_minutes(self, site_indices: IntArray, cutoff_min: float) -> TravelTimes:
        """Minutes of all pairs within `cutoff_min` (inclusive)."""
        return TravelTimes(*self._trips().table(site_indices, cutoff_min))

    def _trips(self) -> Search:
        return trips_over(self.network, Kind.MINUTES, demand=self.demand, sites=self.sites)


@dataclass(frozen=True)
class TableSource:
    """Travel times from a table: a pair that is not in it cannot be travelled."""

    times: TravelTimes

    @cached_property
    def fingerprint(self) -> str:
        """Hash of the table."""
        digest = hashlib.sha256()
        for array in (self.times.indptr, self.times.site, self.times.minutes):
            digest.update(np.ascontiguousarray(array).tobytes())
        return digest.hexdigest()

    def nearest_minutes(self, open_sites: IntArray) -> Field:
        """Minutes to and index of the nearest open site per demand point."""
        table = self.travel_minutes(open_sites, np.inf)
        best = empty_field(table.indptr.size - 1)
        # Rows are in order of minutes, so the first entry is the nearest.
        found = np.flatnonzero(np.diff(table.indptr))
        best.cost[found] = table.minutes[table.indptr[found]]
        best.label[found] = table.site[table.indptr[found]]
        return best

    def travel_minutes(self, site_indices: IntArray, cutoff_min: float) -> TravelTimes:
        """Minutes of all pairs within `cutoff_min` (inclusive)."""
        times = self.times
        chosen = np.isin(times.site, site_indices) & (times.minutes <= cutoff_min)
        counted = np.concatenate([[0], np.cumsum(chosen)])
        return TravelTimes(counted[times.indptr].astype(np.int32), times.site[chosen], times.minutes[chosen])


def table_source(point: IntArray, site: IntArray, minutes: FloatArray, *, n_points: int) -> TableSource:
    """Make a source of pairs in any order, each pair once."""
    order = np.lexsort((site, minutes, point))
    indptr = np.concatenate([[0], np.cumsum(np.bincount(point, minlength=n_points))]).astype(np.int32)
    return TableSource(TravelTimes(indptr, site[order], minutes[order]))
