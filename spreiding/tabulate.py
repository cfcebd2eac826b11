"""Compiled loops between points and sites: the nearest site of every point, and the sparse table of all pairs."""

from typing import Final, NamedTuple

import numpy as np
from numba import njit

from spreiding.chains import BoolArray
from spreiding.demand import FloatArray, IntArray
from spreiding.kernels import ONE, Field, Graph, IndexArray, Seeds, empty_queue, search
from spreiding.placing import Placed, Ways, find_direct, find_meetings

# Rows up to this length are put in order by counting, longer ones by merging such runs.
RUN: Final = 64
LARGEST: Final = np.finfo(np.float64).max


class Doors(NamedTuple):
    """The points that are entered from every core node, in CSR form; `front` by the tail of their carrier.

    Per front door `front_point` holds the point and the head of its carrier, `front_cost` what it costs between the
    point and the tail, and the head. A rear door, at the head, is used only where the tail was not reached: it holds
    the point and the tail, and the cost. It cannot be of use where a node lies `rear_reach` or more below the limit.
    """

    front: IndexArray
    front_point: IntArray
    front_cost: FloatArray
    rear: IndexArray
    rear_point: IntArray
    rear_cost: FloatArray
    rear_reach: FloatArray


class Holders(NamedTuple):
    """The points on every carrier, in CSR form."""

    indptr: IntArray
    point: IntArray


class Pairs(NamedTuple):
    """Costs of pairs, site by site: `n_points` of each site, then the points and their costs."""

    n_points: IntArray
    point: IntArray
    cost: FloatArray


@njit(cache=True)
def build_doors(demand: Placed, length: FloatArray, is_forward: BoolArray, n_nodes: int) -> Doors:
    """List the points at both ends of their carriers, which have a `length` and may be open in forward direction."""
    n_points = demand.tail.size
    doors = Doors(
        np.zeros(n_nodes + 1, dtype=np.uint32),
        np.empty((n_points, 2), dtype=np.int32),
        np.empty((n_points, 2)),
        np.zeros(n_nodes + 1, dtype=np.uint32),
        np.empty((n_points, 2), dtype=np.int32),
        np.empty(n_points),
        np.full(n_nodes, -np.inf),
    )
    for k in range(n_points):
        doors.front[demand.tail[k] + 1] += 1
        doors.rear[demand.head[k] + 1] += 1
    for node in range(n_nodes):
        doors.front[node + 1] += doors.front[node]
        doors.rear[node + 1] += doors.rear[node]
    to_front, to_rear = doors.front[:-1].copy(), doors.rear[:-1].copy()
    for k in range(n_points):
        tail, head, by_tail, by_head = demand.tail[k], demand.head[k], demand.by_tail[k], demand.by_head[k]
        at, to_front[tail] = to_front[tail], to_front[tail] + 1
        doors.front_point[at, 0], doors.front_point[at, 1] = k, head
        doors.front_cost[at, 0], doors.front_cost[at, 1] = by_tail, by_head
        at, to_rear[head] = to_rear[head], to_rear[head] + 1
        doors.rear_point[at, 0], doors.rear_point[at, 1] = k, tail
        doors.rear_cost[at] = by_head
        if tail != head:
            reach = length[demand.carrier[k]] if is_forward[demand.carrier[k]] else np.inf
            doors.rear_reach[head] = max(doors.rear_reach[head], reach)
    return doors


@njit(cache=True)
def build_holders(carrier: IntArray, n_carriers: int) -> Holders:
    """List the points on every carrier."""
    indptr = np.zeros(n_carriers + 1, dtype=np.int32)
    for k in range(carrier.size):
        indptr[carrier[k] + 1] += 1
    for at in range(n_carriers):
        indptr[at + 1] += indptr[at]
    place, point = indptr[:-1].copy(), np.empty(carrier.size, dtype=np.int32)
    for k in range(carrier.size):
        point[place[carrier[k]]] = k
        place[carrier[k]] += 1
    return Holders(indptr, point)


@njit(cache=True, nogil=True)
def settle(points: IntArray, demand: Placed, field: Field, nearest: Field) -> None:
    """Set `nearest` of `points` to the best of both ends of their carrier; of equal costs the smallest label."""
    for at in range(points.size):
        k = points[at]
        tail, head = demand.tail[k], demand.head[k]
        by_tail, by_head = field.cost[tail] + demand.by_tail[k], field.cost[head] + demand.by_head[k]
        label = field.label[tail]
        if by_head < by_tail or (by_head == by_tail and field.label[head] < label):
            by_tail, label = by_head, field.label[head]
        nearest.cost[k] = by_tail
        nearest.label[k] = label if by_tail < np.inf else -1


@njit(cache=True, nogil=True)
def settle_direct(
    chosen: IntArray, ways: Ways, demand: Placed, holders: Holders, sites: Placed, nearest: Field
) -> None:
    """Improve `nearest` by the trips from points to sites on their own carrier."""
    meeting = np.empty(ways.twig_parent.size)
    for at in range(chosen.size):
        site = chosen[at]
        carrier = sites.carrier[site]
        first, last = holders.indptr[carrier], holders.indptr[carrier + 1]
        if first < last and sites.twig[site] >= 0:
            find_meetings(ways, sites.twig[site], meeting)
        for place in range(first, last):
            k = holders.point[place]
            cost = find_direct(ways, demand, k, sites, site, meeting)
            if cost < nearest.cost[k] or (cost == nearest.cost[k] and cost < np.inf and site < nearest.label[k]):
                nearest.cost[k], nearest.label[k] = cost, site


@njit(cache=True, nogil=True)
def tabulate(  # noqa: PLR0913, PLR0917 - a compiled kernel; numba knows no keyword-only arguments
    chosen: IntArray,
    limit: float,
    graph: Graph,
    ways: Ways,
    demand: Placed,
    doors: Doors,
    holders: Holders,
    sites: Placed,
) -> Pairs:
    """Cost from every point to each of the `chosen` sites within `limit` (inclusive): one search per site."""
    n_nodes, n_points = graph.indptr.size - 1, demand.carrier.size
    # What cannot be reached costs inf, and is absent also without a cut-off.
    limit = min(limit, LARGEST)
    field = Field(np.full(n_nodes, np.inf), np.full(n_nodes, -1, dtype=np.int32))
    touched, meeting = np.empty(n_nodes, dtype=np.uint32), np.empty(ways.twig_parent.size)
    seeds = Seeds(np.empty(2, dtype=np.int32), np.empty(2), np.zeros(2, dtype=np.int32))
    queue = empty_queue(graph, _widest(chosen, sites))
    found = Pairs(np.zeros(chosen.size, dtype=np.int32), np.empty(2 * n_points, np.int32), np.empty(2 * n_points))
    size = 0
    for at in range(chosen.size):
        site = chosen[at]
        if size + n_points > found.point.size:
            found = _enlarge(found)
        seeds.node[0], seeds.node[1] = sites.tail[site], sites.head[site]
        seeds.cost[0], seeds.cost[1] = sites.by_tail[site], sites.by_head[site]
        n_touched = search(graph, seeds, limit, field, queue, touched)
        if sites.twig[site] >= 0:
            find_meetings(ways, sites.twig[site], meeting)
        end = _enter(touched[:n_touched], limit, field.cost, doors, demand.carrier, sites.carrier[site], found, size)
        carrier = sites.carrier[site]
        for place in range(holders.indptr[carrier], holders.indptr[carrier + 1]):
            k = holders.point[place]
            cost = find_direct(ways, demand, k, sites, site, meeting)
            cost = min(cost, field.cost[demand.tail[k]] + demand.by_tail[k])
            cost = min(cost, field.cost[demand.head[k]] + demand.by_head[k])
            if cost <= limit:
                found.point[end], found.cost[end] = k, cost
                end += 1
        found.n_points[at] = end - size
        size = end
        for k in range(n_touched):
            field.cost[touched[k]] = np.inf
            field.label[touched[k]] = -1
    return Pairs(found.n_points, found.point[:size].copy(), found.cost[:size].copy())


@njit(cache=True, nogil=True)
def _widest(chosen: IntArray, sites: Placed) -> float:
    """Return how far the two seeds of a site lie apart at most."""
    widest = 0.0
    for at in range(chosen.size):
        apart = abs(sites.by_tail[chosen[at]] - sites.by_head[chosen[at]])
        if apart < np.inf:
            widest = max(widest, apart)
    return widest


@njit(cache=True, nogil=True)
def _enlarge(found: Pairs) -> Pairs:
    """Return room for twice as many pairs."""
    point, cost = np.empty(2 * found.point.size, np.int32), np.empty(2 * found.point.size)
    point[: found.point.size], cost[: found.point.size] = found.point, found.cost
    return Pairs(found.n_points, point, cost)


@njit(cache=True, nogil=True)
def _enter(  # noqa: PLR0913, PLR0917 - a compiled kernel; numba knows no keyword-only arguments
    touched: IndexArray,
    limit: float,
    cost: FloatArray,
    doors: Doors,
    carrier: IntArray,
    own: int,
    found: Pairs,
    size: int,
) -> int:
    """Write the points that are entered from `touched`, those on carrier `own` excepted; return the new size."""
    front, front_point, front_cost, rear, rear_point, rear_cost, rear_reach = doors
    _, to_point, to_cost = found
    for at in range(touched.size):
        node = touched[at]
        base = cost[node]
        for door in range(front[node], front[node + ONE]):
            value = min(base + front_cost[door, 0], cost[front_point[door, 1]] + front_cost[door, 1])
            if value <= limit and carrier[front_point[door, 0]] != own:
                to_point[size], to_cost[size] = front_point[door, 0], value
                size += 1
        if base + rear_reach[node] > limit:
            for door in range(rear[node], rear[node + ONE]):
                value = base + rear_cost[door]
                if cost[rear_point[door, 1]] == np.inf and value <= limit and carrier[rear_point[door, 0]] != own:
                    to_point[size], to_cost[size] = rear_point[door, 0], value
                    size += 1
    return size


@njit(cache=True, nogil=True)
def fill_rows(chosen: IntArray, pairs: Pairs, place: IntArray, site: IntArray, cost: FloatArray) -> None:
    """Spread pairs over the rows of a table; `place` is where each row goes on."""
    first = 0
    for at in range(chosen.size):
        for k in range(first, first + pairs.n_points[at]):
            row = pairs.point[k]
            site[place[row]], cost[place[row]] = chosen[at], pairs.cost[k]
            place[row] += 1
        first += pairs.n_points[at]


@njit(cache=True, nogil=True)
def sort_rows(indptr: IntArray, site: IntArray, cost: FloatArray, first: int, last: int) -> None:
    """Put the rows from `first` to `last` in order of cost and then of site."""
    longest = 0
    for row in range(first, last):
        longest = max(longest, indptr[row + 1] - indptr[row])
    spare_site, spare_cost = np.empty(longest, dtype=np.int32), np.empty(longest)
    for row in range(first, last):
        start, end = indptr[row], indptr[row + 1]
        for left in range(start, end, RUN):
            right = min(left + RUN, end)
            _rank(site[left:right], cost[left:right], spare_site, spare_cost)
        run = RUN
        while run < end - start:
            for left in range(start, end - run, 2 * run):
                _merge(site, cost, left, left + run, min(left + 2 * run, end), spare_site, spare_cost)
            run *= 2


@njit(cache=True, nogil=True)
def _rank(site: IntArray, cost: FloatArray, spare_site: IntArray, spare_cost: FloatArray) -> None:
    """Sort one run by counting what goes before each entry: without a branch that the processor must guess."""
    for k in range(cost.size):
        spare_site[k], spare_cost[k] = site[k], cost[k]
    for k in range(cost.size):
        value, owner, rank = spare_cost[k], spare_site[k], 0
        for other in range(cost.size):
            rank += (spare_cost[other] < value) | ((spare_cost[other] == value) & (spare_site[other] < owner))
        site[rank], cost[rank] = owner, value


@njit(cache=True, nogil=True)
def _merge(  # noqa: PLR0913, PLR0917 - a compiled kernel; numba knows no keyword-only arguments
    site: IntArray, cost: FloatArray, left: int, middle: int, right: int, spare_site: IntArray, spare_cost: FloatArray
) -> None:
    """Merge two neighbouring sorted runs."""
    n_left = middle - left
    for k in range(n_left):
        spare_site[k], spare_cost[k] = site[left + k], cost[left + k]
    i, j, at = 0, middle, left
    while i < n_left:
        if j < right and (cost[j] < spare_cost[i] or (cost[j] == spare_cost[i] and site[j] < spare_site[i])):
            site[at], cost[at] = site[j], cost[j]
            j += 1
        else:
            site[at], cost[at] = spare_site[i], spare_cost[i]
            i += 1
        at += 1
