"""Travel costs over the road, in the direction the visitor travels: from demand points to branches."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

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
    count_rows,
    fill_rows,
    settle,
    settle_direct,
    sort_rows,
    tabulate,
)


@dataclass(frozen=True)
class Nearest:
    """The nearest open branch of every demand point, without a cut-off.

    `metres` [m] is of the shortest route, `minutes` [min] of the fastest: two minimisations, so the branches
    `site_m` and `site_min` (indices of sites) may differ. Unreachable is inf and -1.
    """

    metres: FloatArray
    minutes: FloatArray
    site_m: IntArray
    site_min: IntArray


@dataclass(frozen=True)
class TravelCosts:
    """Distances [m] from demand points to sites within a cut-off, as CSR: one row per demand point.

    Row i holds `site[indptr[i]:indptr[i + 1]]` (indices of sites) and the same slice of `metres`, of the shortest
    route, nearest first and then by site. What lies beyond the cut-off or cannot be reached is absent.
    """

    indptr: IntArray
    site: IntArray
    metres: FloatArray


@dataclass(frozen=True)
class TravelTimes:
    """Travel times [min] of the fastest route from demand points to sites within a cut-off; CSR as `TravelCosts`."""

    indptr: IntArray
    site: IntArray
    minutes: FloatArray


@dataclass(frozen=True)
class Trips:
    """Trips from demand points to sites over one network in one kind of cost, made ready for many searches."""

    skeleton: Skeleton
    kind: Kind
    demand: Placed
    sites: Placed

    @property
    def n_points(self) -> int:
        """Number of demand points."""
        return self.demand.carrier.size

    @cached_property
    def graph(self) -> Graph:
        """Arcs to search from sites."""
        return self.skeleton.graph_m if self.kind is Kind.METRES else self.skeleton.graph_min

    @cached_property
    def ways(self) -> Ways:
        """How one may travel on carriers."""
        return ways(self.skeleton, self.kind)

    @cached_property
    def doors(self) -> Doors:
        """The points by core node."""
        return build_doors(self.demand, self.skeleton.node.size)

    @cached_property
    def holders(self) -> Holders:
        """The points by carrier."""
        return build_holders(self.demand.carrier, self.skeleton.tail.size)

    def seeds(self, chosen: IntArray) -> Seeds:
        """Return where searches from the `chosen` sites start: both ends of their carriers."""
        node = np.concatenate([self.sites.tail[chosen], self.sites.head[chosen]])
        cost = np.concatenate([self.sites.by_tail[chosen], self.sites.by_head[chosen]])
        return Seeds(node, cost, np.concatenate([chosen, chosen]))

    def spread(self, seeds: Seeds, field: Field) -> None:
        """Improve the cost and label of core nodes from `seeds`."""
        finite = seeds.cost[np.isfinite(seeds.cost)]
        queue = empty_queue(self.graph, float(np.ptp(finite)) if finite.size else 0.0)
        search(self.graph, seeds, np.inf, field, queue, np.empty(self.skeleton.node.size, dtype=np.int32))

    def nearest(self, open_sites: IntArray) -> tuple[FloatArray, IntArray]:
        """Cost to and index of the nearest open site per demand point; of equal costs the lowest index."""
        chosen = np.sort(open_sites).astype(np.int32)
        field, best = empty_field(self.skeleton.node.size), empty_field(self.n_points)
        self.spread(self.seeds(chosen), field)
        settle(np.arange(self.n_points, dtype=np.int32), self.demand, field, best)
        settle_direct(chosen, self.ways, self.demand, self.holders, self.sites, best)
        return best.cost, best.label

    def table(self, site_indices: IntArray, cutoff: float) -> tuple[IntArray, IntArray, FloatArray]:
        """Row starts, sites and costs of all pairs within `cutoff` (inclusive), nearest first and then by site."""
        chosen = np.sort(site_indices).astype(np.int32)
        pairs = tabulate(chosen, cutoff, self.graph, self.ways, self.demand, self.doors, self.holders, self.sites)
        indptr = count_rows(pairs.point, self.n_points)
        site, cost = np.empty(pairs.point.size, dtype=np.int32), np.empty(pairs.point.size)
        fill_rows(chosen, pairs, indptr[:-1].copy(), site, cost)
        sort_rows(indptr, site, cost, 0, self.n_points)
        return indptr, site, cost


def trips(network: RoadNetwork, kind: Kind, *, demand: Footing, sites: Footing) -> Trips:
    """Make trips from demand points to sites ready, in one kind of cost."""
    skeleton = network.skeleton
    return Trips(
        skeleton,
        kind,
        place(skeleton, demand, kind, is_destination=False),
        place(skeleton, sites, kind, is_destination=True),
    )


def nearest(network: RoadNetwork, *, demand: Footing, sites: Footing, open_sites: IntArray) -> Nearest:
    """Nearest of `open_sites` for every demand point, in metres and in minutes, walk to the road included."""
    metres, site_m = _nearest(network, Kind.METRES, demand, sites, open_sites)
    minutes, site_min = _nearest(network, Kind.MINUTES, demand, sites, open_sites)
    return Nearest(metres, minutes, site_m, site_min)


def nearest_metres(network: RoadNetwork, *, demand: Footing, sites: Footing, open_sites: IntArray) -> FloatArray:
    """Distance [m] to the nearest of `open_sites` for every demand point; inf where there is none."""
    return _nearest(network, Kind.METRES, demand, sites, open_sites)[0]


def _nearest(
    network: RoadNetwork, kind: Kind, demand: Footing, sites: Footing, open_sites: IntArray
) -> tuple[FloatArray, IntArray]:
    if network.n_nodes == 0 or open_sites.size == 0:
        return np.full(demand.segment.size, np.inf), np.full(demand.segment.size, -1, dtype=np.int32)
    return trips(network, kind, demand=demand, sites=sites).nearest(open_sites)


def travel_metres(
    network: RoadNetwork, *, demand: Footing, sites: Footing, site_indices: IntArray, cutoff_m: float
) -> TravelCosts:
    """Distances [m] from every demand point to each of `site_indices` within `cutoff_m` (inclusive)."""
    if network.n_nodes == 0:
        return TravelCosts(np.zeros(demand.segment.size + 1, np.int32), np.zeros(0, np.int32), np.zeros(0))
    return TravelCosts(*trips(network, Kind.METRES, demand=demand, sites=sites).table(site_indices, cutoff_m))
