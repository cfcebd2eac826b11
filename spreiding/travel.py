"""Travel costs over the road, in the direction the visitor travels: from demand points to branches."""

from dataclasses import dataclass

import numpy as np

from spreiding.demand import FloatArray, IntArray
from spreiding.kernels import search
from spreiding.network import METRES_PER_MINUTE_PER_KMH, Footing, RoadNetwork
from spreiding.tables import WALK_KMH

WALK_MINUTES_PER_M = 1.0 / (WALK_KMH * METRES_PER_MINUTE_PER_KMH)


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

    Row i holds `site[indptr[i]:indptr[i + 1]]` (indices of sites) and the same slice of `metres`, nearest
    first and then by site. What lies beyond the cut-off or cannot be reached is absent.
    """

    indptr: IntArray
    site: IntArray
    metres: FloatArray


def nearest(network: RoadNetwork, *, demand: Footing, sites: Footing, open_sites: IntArray) -> Nearest:
    """Nearest of `open_sites` for every demand point, in metres and in minutes, walk to the road included."""
    metres, site_m = _search_metres(network, demand, sites).nearest(open_sites)
    minutes, site_min = _search_minutes(network, demand, sites).nearest(open_sites)
    return Nearest(metres, minutes, site_m, site_min)


def nearest_metres(network: RoadNetwork, *, demand: Footing, sites: Footing, open_sites: IntArray) -> FloatArray:
    """Distance [m] to the nearest of `open_sites` for every demand point; inf where there is none."""
    return _search_metres(network, demand, sites).nearest(open_sites)[0]


def travel_metres(
    network: RoadNetwork, *, demand: Footing, sites: Footing, site_indices: IntArray, cutoff_m: float
) -> TravelCosts:
    """Distances [m] from every demand point to each of `site_indices` within `cutoff_m` (inclusive)."""
    metres_search = _search_metres(network, demand, sites)
    by_node = _points_by_node(network, demand)
    cost, label = _unreached(network)
    rows: list[IntArray] = []
    columns: list[IntArray] = []
    values: list[FloatArray] = []
    for site in site_indices if network.n_nodes else ():
        seeds = metres_search.seeds(np.array([site], dtype=np.int32))
        settled = search(network.indptr, network.indices, metres_search.arc, *seeds, cutoff_m, cost, label)
        points = np.union1d(by_node.of(settled), by_node.on_segment(int(sites.segment[site])))
        metres = np.minimum(metres_search.over_nodes(points, cost)[0], metres_search.straight(points, int(site)))
        cost[settled] = np.inf
        label[settled] = -1
        within = metres <= cutoff_m
        rows.append(points[within])
        columns.append(np.full(int(within.sum()), site, dtype=np.int32))
        values.append(metres[within])
    return _sorted_rows(rows, columns, values, n_rows=demand.segment.size)


@dataclass(frozen=True)
class _Search:
    """One kind of cost on one network: weight per arc and per segment, and of a metre walked to the road."""

    network: RoadNetwork
    arc: FloatArray
    segment: FloatArray
    per_walked_m: float
    demand: Footing
    sites: Footing

    def nearest(self, open_sites: IntArray) -> tuple[FloatArray, IntArray]:
        """Cost to and index of the nearest open site per demand point; of equal costs the lowest index."""
        n_points = self.demand.segment.size
        if self.network.n_nodes == 0 or open_sites.size == 0:
            return np.full(n_points, np.inf), np.full(n_points, -1, dtype=np.int32)
        chosen = np.sort(open_sites)
        cost, label = _unreached(self.network)
        search(self.network.indptr, self.network.indices, self.arc, *self.seeds(chosen), np.inf, cost, label)
        best, node = self.over_nodes(np.arange(n_points, dtype=np.int32), cost, label)
        owner = np.where(np.isfinite(best), label[node], np.int32(-1))
        order = np.argsort(self.demand.segment, kind="stable").astype(np.int32)
        ordered = self.demand.segment[order]
        for site in chosen:
            first, last = np.searchsorted(ordered, [self.sites.segment[site], self.sites.segment[site] + 1])
            points = order[first:last]
            direct = self.straight(points, int(site))
            closer = (direct < best[points]) | ((direct == best[points]) & (site < owner[points]))
            best[points[closer]] = direct[closer]
            owner[points[closer]] = site
        return best, owner

    def seeds(self, chosen: IntArray) -> tuple[IntArray, FloatArray, IntArray]:
        """Return start nodes, costs and labels: a branch is reached from the tail forward or from the head back."""
        segment = self.sites.segment[chosen]
        length = self.segment[segment]
        walk = self.sites.walk_m[chosen] * self.per_walked_m
        fraction = self.sites.fraction[chosen]
        # A foot at the very end of a one-way segment stands on its node and is reached over other roads as well.
        forward = self.network.is_forward[segment] | (fraction == 0)
        backward = self.network.is_backward[segment] | (fraction == 1)
        node = np.concatenate([self.network.tail[segment][forward], self.network.head[segment][backward]])
        cost = np.concatenate([(walk + fraction * length)[forward], (walk + (1 - fraction) * length)[backward]])
        return node, cost, np.concatenate([chosen[forward], chosen[backward]]).astype(np.int32)

    def over_nodes(
        self, points: IntArray, cost: FloatArray, label: IntArray | None = None
    ) -> tuple[FloatArray, IntArray]:
        """Cost from `points` by way of a node of their segment, walk included, and that node.

        Of two equal costs the node with the lower `label` is taken.
        """
        network, segment, fraction = self.network, self.demand.segment[points], self.demand.fraction[points]
        walk = self.demand.walk_m[points] * self.per_walked_m
        head, tail = network.head[segment], network.tail[segment]
        length = self.segment[segment]
        may_go_on = network.is_forward[segment] | (fraction == 1)
        may_go_back = network.is_backward[segment] | (fraction == 0)
        by_head = np.where(may_go_on, (1 - fraction) * length + cost[head], np.inf) + walk
        by_tail = np.where(may_go_back, fraction * length + cost[tail], np.inf) + walk
        use_tail = by_tail < by_head
        if label is not None:
            use_tail |= (by_tail == by_head) & (label[tail] < label[head])
        return np.where(use_tail, by_tail, by_head), np.where(use_tail, tail, head)

    def straight(self, points: IntArray, site: int) -> FloatArray:
        """Cost from `points` to a site on their own segment without leaving it; inf where that cannot be."""
        segment = self.sites.segment[site]
        ahead = self.sites.fraction[site] - self.demand.fraction[points]
        may_go = np.where(ahead > 0, self.network.is_forward[segment], self.network.is_backward[segment]) | (ahead == 0)
        walk = (self.sites.walk_m[site] + self.demand.walk_m[points]) * self.per_walked_m
        is_own = (self.demand.segment[points] == segment) & may_go
        return np.where(is_own, np.abs(ahead) * self.segment[segment] + walk, np.inf)


def _unreached(network: RoadNetwork) -> tuple[FloatArray, IntArray]:
    """Return cost and label of every node before anything is searched."""
    return np.full(network.n_nodes, np.inf), np.full(network.n_nodes, -1, dtype=np.int32)


def _search_metres(network: RoadNetwork, demand: Footing, sites: Footing) -> _Search:
    return _Search(network, network.arc_m, network.length_m, 1.0, demand, sites)


def _search_minutes(network: RoadNetwork, demand: Footing, sites: Footing) -> _Search:
    return _Search(network, network.arc_min, network.minutes, WALK_MINUTES_PER_M, demand, sites)


@dataclass(frozen=True)
class _PointsByNode:
    """Demand points by the nodes of their segment (each point under both) and by segment."""

    indptr: IntArray
    points: IntArray
    segment_order: IntArray
    segment_sorted: IntArray

    def of(self, nodes: IntArray) -> IntArray:
        """Points (with repeats) whose segment touches one of `nodes`."""
        counts = self.indptr[nodes + 1] - self.indptr[nodes]
        starts = np.repeat(self.indptr[nodes] - np.concatenate([[0], np.cumsum(counts)[:-1]]), counts)
        found: IntArray = self.points[starts + np.arange(counts.sum())]
        return found

    def on_segment(self, segment: int) -> IntArray:
        """Points that stand on `segment`."""
        first, last = np.searchsorted(self.segment_sorted, [segment, segment + 1])
        return self.segment_order[first:last]


def _points_by_node(network: RoadNetwork, demand: Footing) -> _PointsByNode:
    known = np.flatnonzero(demand.segment >= 0).astype(np.int32)
    segment = demand.segment[known]
    node = np.concatenate([network.tail[segment], network.head[segment]])
    order = np.argsort(node, kind="stable")
    indptr = np.concatenate([[0], np.cumsum(np.bincount(node, minlength=network.n_nodes))]).astype(np.int32)
    by_segment = np.argsort(segment, kind="stable")
    return _PointsByNode(indptr, np.concatenate([known, known])[order], known[by_segment], segment[by_segment])


def _sorted_rows(
    rows: list[IntArray], columns: list[IntArray], values: list[FloatArray], *, n_rows: int
) -> TravelCosts:
    """Assemble CSR rows, nearest first."""
    row = np.concatenate(rows) if rows else np.zeros(0, dtype=np.int32)
    column = np.concatenate(columns) if columns else np.zeros(0, dtype=np.int32)
    value = np.concatenate(values) if values else np.zeros(0)
    order = np.lexsort((column, value, row))
    indptr = np.concatenate([[0], np.cumsum(np.bincount(row, minlength=n_rows))]).astype(np.int32)
    return TravelCosts(indptr, column[order].astype(np.int32), value[order])
