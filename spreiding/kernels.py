"""The compiled search: shortest paths from branches over a graph, with a bucket queue. Cached on disk."""

from typing import Final, NamedTuple

import numpy as np
from numba import njit

from spreiding.demand import FloatArray, IntArray

# Measured on generated road networks: narrower buckets are emptier, wider ones make nodes wait for a better cost.
ARCS_PER_BUCKET: Final = 0.25
# A few arcs that are thousands of times longer than the others may not make thousands of times as many buckets.
MAX_BUCKETS: Final = 2**20


class Graph(NamedTuple):
    """Arcs in CSR form. Costs of `1 / per_unit` apart lie in neighbouring buckets; `reach` is the largest arc."""

    indptr: IntArray
    node: IntArray
    cost: FloatArray
    per_unit: float
    reach: float


class Queue(NamedTuple):
    """Nodes in circular buckets of almost equal cost: a doubly linked list per bucket, without order inside.

    `first` per bucket; `following`, `previous` and `place` (its bucket) per node. -1 is none.
    """

    first: IntArray
    following: IntArray
    previous: IntArray
    place: IntArray


class Seeds(NamedTuple):
    """Where a search starts: nodes with a cost and the label of the branch that stands there."""

    node: IntArray
    cost: FloatArray
    label: IntArray


class Field(NamedTuple):
    """Cost and label of the nearest branch of every node; inf and -1 where there is none."""

    cost: FloatArray
    label: IntArray


def build_graph(start: IntArray, end: IntArray, cost: FloatArray, *, n_nodes: int) -> Graph:
    """Put arcs in CSR form, by start and then by end."""
    order = np.lexsort((end, start))
    indptr = np.concatenate([[0], np.cumsum(np.bincount(start, minlength=n_nodes))]).astype(np.int32)
    reach = float(cost.max(initial=0.0))
    mean = float(cost.mean()) if cost.size else 0.0
    width = max(mean * ARCS_PER_BUCKET, reach / MAX_BUCKETS)
    return Graph(indptr, end[order].astype(np.int32), cost[order], 1.0 / width if width > 0 else 1.0, reach)


def empty_field(n_nodes: int) -> Field:
    """Return the field before anything is searched."""
    return Field(np.full(n_nodes, np.inf), np.full(n_nodes, -1, dtype=np.int32))


@njit(cache=True)
def empty_queue(graph: Graph, spread: float) -> Queue:
    """Return a queue with room for costs that lie the longest arc or `spread` apart, whichever is more."""
    n_nodes = graph.indptr.size - 1
    n_buckets = 2
    while n_buckets < max(graph.reach, spread) * graph.per_unit + 3:
        n_buckets *= 2
    nowhere = np.full(n_nodes, -1, dtype=np.int32)
    return Queue(np.full(n_buckets, -1, dtype=np.int32), nowhere, nowhere.copy(), nowhere.copy())


@njit(cache=True, nogil=True, inline="always")
def _put(first: IntArray, following: IntArray, previous: IntArray, place: IntArray, node: int, bucket: int) -> int:
    """Put a node in `bucket`, out of its old one; 1 when it is new in the queue."""
    old = place[node]
    if old == bucket:
        return 0
    if old >= 0:
        after, before = following[node], previous[node]
        if before >= 0:
            following[before] = after
        else:
            first[old & (first.size - 1)] = after
        if after >= 0:
            previous[after] = before
    slot = bucket & (first.size - 1)
    after = first[slot]
    first[slot] = node
    following[node] = after
    previous[node] = -1
    if after >= 0:
        previous[after] = node
    place[node] = bucket
    return 1 if old < 0 else 0


@njit(cache=True, nogil=True)
def _plant(
    seeds: Seeds, limit: float, per_unit: float, field: Field, queue: Queue, touched: IntArray
) -> tuple[int, int, int]:
    """Put the seeds in the queue; return how many nodes wait there, how many are new and the first bucket."""
    first, following, previous, place = queue
    cost, label = field
    n_waiting, n_touched, current = 0, 0, 2**62
    for k in range(seeds.node.size):
        node, reached, owner = seeds.node[k], seeds.cost[k], seeds.label[k]
        if reached <= limit and (reached < cost[node] or (reached == cost[node] and owner < label[node])):
            if cost[node] == np.inf:
                touched[n_touched] = node
                n_touched += 1
            cost[node], label[node] = reached, owner
            n_waiting += _put(first, following, previous, place, node, int(reached * per_unit))
            current = min(current, place[node])
    return n_waiting, n_touched, current


@njit(cache=True, nogil=True)
def search(graph: Graph, seeds: Seeds, limit: float, field: Field, queue: Queue, touched: IntArray) -> int:
    """Improve `field` from `seeds` as far as `limit` (inclusive); list the nodes reached for the first time.

    Dial (1969) with wide buckets: they only steer the order. A node whose cost improves is looked at again, so in the
    end every cost is the exact minimum, and of equal costs the smallest label wins. `seeds`, `limit` and the graph
    share one unit. Returns how many nodes, listed in `touched`, had no cost before.
    """
    indptr, end, length, per_unit, _ = graph
    first, following, previous, place = queue
    cost, label = field
    n_waiting, n_touched, current = _plant(seeds, limit, per_unit, field, queue, touched)
    while n_waiting > 0:
        slot = current & (first.size - 1)
        while first[slot] >= 0:
            node = first[slot]
            first[slot] = following[node]
            if following[node] >= 0:
                previous[following[node]] = -1
            place[node] = -1
            n_waiting -= 1
            base, owner = cost[node], label[node]
            for arc in range(indptr[node], indptr[node + 1]):
                neighbour, through = end[arc], base + length[arc]
                known = cost[neighbour]
                if through > known or through > limit or (through == known and owner >= label[neighbour]):
                    continue
                if known == np.inf:
                    touched[n_touched] = neighbour
                    n_touched += 1
                cost[neighbour], label[neighbour] = through, owner
                n_waiting += _put(first, following, previous, place, neighbour, int(through * per_unit))
        current += 1
    return n_touched


@njit(cache=True)
def find_border(back: Graph, region: IntArray, field: Field) -> Seeds:
    """Return for the nodes of a region without cost their best neighbour outside it: where a search goes on inward.

    `back` holds the arcs of the search by their end.
    """
    seeds = Seeds(region, np.full(region.size, np.inf), np.full(region.size, -1, dtype=np.int32))
    for k in range(region.size):
        for arc in range(back.indptr[region[k]], back.indptr[region[k] + 1]):
            outside = back.node[arc]
            cost, label = field.cost[outside] + back.cost[arc], field.label[outside]
            if cost < seeds.cost[k] or (cost == seeds.cost[k] and cost < np.inf and label < seeds.label[k]):
                seeds.cost[k], seeds.label[k] = cost, label
    return seeds
