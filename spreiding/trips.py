"""Trips between demand points and sites over one network, made ready for many searches."""

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from spreiding.contraction import Skeleton
from spreiding.demand import FloatArray, IntArray
from spreiding.kernels import Field, Graph, Seeds, empty_field, empty_queue, search
from spreiding.network import Footing, RoadNetwork
from spreiding.placing import Kind, Placed, Ways, place, ways
from spreiding.tabulate import (
    Doors,
    Holders,
    build_doors,
    build_holders,
    fill_rows,
    settle,
    settle_direct,
    sort_rows,
    tabulate,
)

# With fewer sites a thread costs more than it brings.
SITES_PER_THREAD: Final = 32
# A return trip without a cut-off makes all pairs; so many sites at a time keep them within memory.
SITES_AT_A_TIME: Final = 64


class Table(NamedTuple):
    """A sparse table of costs in CSR form, one row per demand point: nearest first, then by site."""

    indptr: IntArray
    site: IntArray
    cost: FloatArray


class Search(Protocol):
    """What can be asked of trips, there or there and back."""

    @property
    def n_points(self) -> int:
        """Number of demand points."""

    def nearest(self, open_sites: IntArray) -> Field:
        """Cost to and index of the nearest open site per demand point; of equal costs the lowest index."""

    def table(self, site_indices: IntArray, cutoff: float) -> Table:
        """Costs of all pairs within `cutoff` (inclusive)."""


@dataclass(frozen=True)
class Ground:
    """Demand points on a skeleton in one kind of cost: what all searches share, whatever the sites."""

    skeleton: Skeleton
    kind: Kind
    demand: Placed

    @cached_property
    def graph(self) -> Graph:
        """Arcs to search from sites."""
        return self.kind.graph_of(self.skeleton)

    @cached_property
    def back(self) -> Graph:
        """The arcs of `graph`, by their end instead of by their start."""
        return self.kind.graph_of(self.skeleton.turned)

    @cached_property
    def ways(self) -> Ways:
        """How one may travel on carriers."""
        return ways(self.skeleton, self.kind)

    @cached_property
    def doors(self) -> Doors:
        """The points by core node."""
        length = self.kind.costs_of(self.skeleton).length
        return build_doors(self.demand, length, self.skeleton.is_forward, self.skeleton.node.size)

    @cached_property
    def holders(self) -> Holders:
        """The points by carrier."""
        return build_holders(self.demand.carrier, self.skeleton.tail.size)


@dataclass(frozen=True)
class Trips:
    """Trips from demand points to sites, in one kind of cost."""

    ground: Ground
    sites: Placed

    @property
    def n_points(self) -> int:
        """Number of demand points."""
        return self.ground.demand.carrier.size

    @property
    def n_nodes(self) -> int:
        """Number of core nodes."""
        return self.ground.skeleton.node.size

    def seeds(self, chosen: IntArray) -> Seeds:
        """Return where searches from the `chosen` sites start: both ends of their carriers."""
        node = np.concatenate([self.sites.tail[chosen], self.sites.head[chosen]])
        cost = np.concatenate([self.sites.by_tail[chosen], self.sites.by_head[chosen]])
        return Seeds(node, cost, np.concatenate([chosen, chosen]))

    def spread(self, seeds: Seeds, field: Field) -> None:
        """Improve the cost and label of core nodes from `seeds`."""
        finite = seeds.cost[np.isfinite(seeds.cost)]
        graph = self.ground.graph
        queue = empty_queue(graph, float(np.ptp(finite)) if finite.size else 0.0)
        search(graph, seeds, np.inf, field, queue, np.empty(self.n_nodes, dtype=np.uint32))

    def settle(self, points: IntArray, field: Field, nearest: Field, *, open_sites: IntArray) -> None:
        """Set `nearest` of `points` by the costs of core nodes and by the open sites on their own carriers."""
        ground = self.ground
        settle(points, ground.demand, field, nearest)
        settle_direct(open_sites, ground.ways, ground.demand, ground.holders, self.sites, nearest)

    def nearest(self, open_sites: IntArray) -> Field:
        """Cost to and index of the nearest open site per demand point; of equal costs the lowest index."""
        chosen = np.sort(open_sites).astype(np.int32)
        field, best = empty_field(self.n_nodes), empty_field(self.n_points)
        self.spread(self.seeds(chosen), field)
        self.settle(np.arange(self.n_points, dtype=np.int32), field, best, open_sites=chosen)
        return best

    def table(self, site_indices: IntArray, cutoff: float, *, n_threads: int | None = None) -> Table:
        """Costs of all pairs within `cutoff` (inclusive), on all cores of the machine unless `n_threads` says less."""
        # Neighbours one after another find their roads in the cache; rows are put in order afterwards.
        chosen = np.unique(site_indices).astype(np.int32)
        chosen = chosen[np.argsort(self.sites.tail[chosen], kind="stable")]
        n_threads = max(1, min(n_threads or os.cpu_count() or 1, chosen.size // SITES_PER_THREAD))
        parts = np.array_split(chosen, n_threads)
        on = self.ground
        given = (on.graph, on.ways, on.demand, on.doors, on.holders, self.sites)
        with ThreadPoolExecutor(n_threads) as pool:
            found = list(pool.map(lambda part: tabulate(part, cutoff, *given), parts))
            counts = np.zeros(self.n_points, dtype=np.intp)
            for pairs in found:
                counts += np.bincount(pairs.point, minlength=self.n_points)
            indptr = _row_starts(counts)
            site, cost = np.empty(indptr[-1], dtype=np.int32), np.empty(indptr[-1])
            going_on = indptr[:-1].copy()
            for part, pairs in zip(parts, found, strict=True):
                fill_rows(part, pairs, going_on, site, cost)
            edges = [self.n_points * k // n_threads for k in range(n_threads + 1)]
            list(pool.map(lambda k: sort_rows(indptr, site, cost, edges[k], edges[k + 1]), range(n_threads)))
        return Table(indptr, site, cost)


@dataclass(frozen=True)
class ReturnTrips:
    """Trips to a site and back home, each way by its own best route."""

    there: Trips
    back: Trips

    @property
    def n_points(self) -> int:
        """Number of demand points."""
        return self.there.n_points

    def nearest(self, open_sites: IntArray) -> Field:
        """Cost there and back of the cheapest open site per demand point; of equal costs the lowest index."""
        best = empty_field(self.n_points)
        for chosen in _some_at_a_time(np.sort(open_sites)):
            table = self.table(chosen, np.inf)
            found = np.flatnonzero(np.diff(table.indptr))
            first = table.indptr[found]
            closer = table.cost[first] < best.cost[found]
            best.cost[found[closer]] = table.cost[first[closer]]
            best.label[found[closer]] = table.site[first[closer]]
        return best

    def table(self, site_indices: IntArray, cutoff: float) -> Table:
        """Costs there and back of all pairs within `cutoff` (inclusive)."""
        there, back = (trips.table(site_indices, cutoff) for trips in (self.there, self.back))
        n_sites = int(site_indices.max(initial=-1)) + 1
        keys = _rows(there) * n_sites + there.site, _rows(back) * n_sites + back.site
        both, one, other = np.intersect1d(keys[0], keys[1], assume_unique=True, return_indices=True)
        cost = there.cost[one] + back.cost[other]
        within = cost <= cutoff
        row, site, cost = both[within] // n_sites, there.site[one][within], cost[within]
        order = np.lexsort((site, cost, row))
        return Table(_row_starts(np.bincount(row, minlength=self.n_points)), site[order], cost[order])


def _row_starts(counts: NDArray[np.intp]) -> IntArray:
    """Row starts of a table with so many entries per row."""
    return np.concatenate([[0], np.cumsum(counts)]).astype(np.int32)


def _rows(table: Table) -> NDArray[np.int64]:
    """Row of every entry of a table."""
    return np.repeat(np.arange(table.indptr.size - 1, dtype=np.int64), np.diff(table.indptr))


def _some_at_a_time(chosen: IntArray) -> Iterator[IntArray]:
    for first in range(0, chosen.size, SITES_AT_A_TIME):
        yield chosen[first : first + SITES_AT_A_TIME]


class NoTrips(NamedTuple):
    """Trips over a network without a road: nothing can be reached."""

    n_points: int

    def nearest(self, open_sites: IntArray) -> Field:  # noqa: ARG002 - the same question as to trips over roads
        """Nothing is near."""
        return empty_field(self.n_points)

    def table(self, site_indices: IntArray, cutoff: float) -> Table:  # noqa: ARG002 - as above
        """Return a table without entries."""
        return Table(np.zeros(self.n_points + 1, dtype=np.int32), np.zeros(0, dtype=np.int32), np.zeros(0))


def trips_over(network: RoadNetwork, kind: Kind, *, demand: Footing, sites: Footing, is_return: bool = False) -> Search:
    """Make trips from demand points to sites ready, in one kind of cost; there, or there and back."""
    if network.n_nodes == 0:
        return NoTrips(demand.segment.size)
    there = one_way_trips(network.skeleton, kind, demand=demand, sites=sites)
    if not is_return:
        return there
    # On the turned skeleton the way home runs from the demand points to the sites.
    return ReturnTrips(there, one_way_trips(network.skeleton.turned, kind, demand=demand, sites=sites))


def one_way_trips(skeleton: Skeleton, kind: Kind, *, demand: Footing, sites: Footing) -> Trips:
    """Make trips from demand points to sites ready on a skeleton that has nodes."""
    ground = Ground(skeleton, kind, place(skeleton, demand, kind, is_destination=False))
    return Trips(ground, place(skeleton, sites, kind, is_destination=True))
