"""The compiled search: shortest paths from branches over a graph, with a bucket queue. Cached on disk."""

from typing import Final, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from spreiding.demand import FloatArray, IntArray

# Measured on generated road networks: narrower buckets are emptier, wider ones make nodes wait for a better cost.
ARCS_PER_BUCKET: Final = 0.25
# A few arcs that are thousands of times longer than the others may not make thousands of times as many buckets.
MAX_BUCKETS: Final = 2**20
NOWHERE: Final = np.uint32(2**32 - 1)
ONE: Final = np.uint32(1)

IndexArray = NDArray[np.uint32]


class Graph(NamedTuple):
    """Arcs in CSR form. Costs of `1 / per_unit` apart lie in neighbouring buckets; `reach` is the largest arc.

    Numbers without a sign, here and in the queue: an index that may be negative costs a test at every use.
    """

    indptr: IndexArray
    node: IndexArray
    cost: FloatArray
    per_unit: float
    reach: float


class Queue(NamedTuple):
    """Nodes in circular buckets of almost equal cost: a doubly linked ring per bucket, without order inside.

    A ring holds its bucket itself, numbered behind the nodes, so that entries come and go without a test for its end.
    `following` and `previous` per node and bucket; `bucket` per node, `NOWHERE` when it does not wait.
    """

    following: IndexArray
    previous: IndexArray
    bucket: IndexArray


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
    order = np.lexsort((cost, end, start))
    start, end, cost = start[order], end[order], cost[order]
    # Of arcs between the same nodes only the cheapest is ever of use.
    is_first = (np.diff(start, prepend=-1) != 0) | (np.diff(end, prepend=-1) != 0)
    start, end, cost = start[is_first], end[is_first], cost[is_first]
    indptr = np.concatenate([[0], np.cumsum(np.bincount(start, minlength=n_nodes))]).astype(np.uint32)
    reach = float(cost.max(initial=0.0))
    mean = float(cost.mean()) if cost.size else 0.0
    width = max(mean * ARCS_PER_BUCKET, reach / MAX_BUCKETS)
    return Graph(indptr, end.astype(np.uint32), cost, 1.0 / width if width > 0 else 1.0, reach)


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
    alone = np.arange(n_nodes + n_buckets).astype(np.uint32)
    return Queue(alone, alone.copy(), np.full(n_nodes, NOWHERE))


@njit(cache=True, nogil=True, inline="always")
def _leave(following: IndexArray, previous: IndexArray, node: np.uint32) -> None:
    """Take a node out of its ring."""
    after, before = following[node], previous[node]
    following[before], previous[after] = after, before


@njit(cache=True, nogil=True, inline="always")
def _enter(following: IndexArray, previous: IndexArray, node: np.uint32, ring: np.uint32) -> None:
    """Put a node in front of a ring."""
    after = following[ring]
    following[ring], previous[node], following[node], previous[after] = node, ring, after, node


@njit(cache=True, nogil=True)
def _plant(
    seeds: Seeds, limit: float, per_unit: float, field: Field, queue: Queue, touched: IndexArray
) -> tuple[int, int, np.uint32]:
    """Put the seeds in the queue; return how many nodes wait there, how many are new and the first bucket."""
    following, previous, bucket = queue
    cost, label = field
    n_nodes = np.uint32(bucket.size)
    mask = np.uint32(following.size - bucket.size - 1)
    n_waiting, n_touched, current = 0, 0, NOWHERE
    for k in range(seeds.node.size):
        node, reached, owner = np.uint32(seeds.node[k]), seeds.cost[k], seeds.label[k]
        if reached > limit or reached > cost[node] or (reached == cost[node] and owner >= label[node]):
            continue
        if cost[node] == np.inf:
            touched[n_touched] = node
            n_touched += 1
        if bucket[node] == NOWHERE:
            n_waiting += 1
        else:
            _leave(following, previous, node)
        cost[node], label[node] = reached, owner
        bucket[node] = np.uint32(np.int64(reached * per_unit))
        current = min(current, bucket[node])
        _enter(following, previous, node, n_nodes + (bucket[node] & mask))
    return n_waiting, n_touched, current


@njit(cache=True, nogil=True)
def search(graph: Graph, seeds: Seeds, limit: float, field: Field, queue: Queue, touched: IndexArray) -> int:
    """Improve `field` from `seeds` as far as `limit` (inclusive); list the nodes reached for the first time.

    Dial (1969) with wide buckets: they only steer the order. A node whose cost improves is looked at again, so in the
    end every cost is the exact minimum, and of equal costs the smallest label wins. `seeds`, `limit` and the graph
    share one unit. Returns how many nodes, listed in `touched`, had no cost before.
    """
    indptr, end, length, per_unit, _ = graph
    following, previous, bucket = queue
    cost, label = field
    n_nodes = np.uint32(bucket.size)
    mask = np.uint32(following.size - bucket.size - 1)
    n_waiting, n_touched, current = _plant(seeds, limit, per_unit, field, queue, touched)
    while n_waiting > 0:
        ring = n_nodes + (current & mask)
        while following[ring] != ring:
            node = following[ring]
            _leave(following, previous, node)
            bucket[node] = NOWHERE
            n_waiting -= 1
            base, owner = cost[node], label[node]
            for arc in range(indptr[node], indptr[node + ONE]):
                neighbour, through = end[arc], base + length[arc]
                known = cost[neighbour]
                if through > limit or through > known or (through == known and owner >= label[neighbour]):
                    continue
                if known == np.inf:
                    touched[n_touched] = neighbour
                    n_touched += 1
                cost[neighbour], label[neighbour] = through, owner
                target, old = np.uint32(np.int64(through * per_unit)), bucket[neighbour]
                if target == old:
                    continue
                if old == NOWHERE:
                    n_waiting += 1
                else:
                    _leave(following, previous, neighbour)
                bucket[neighbour] = target
                _enter(following, previous, neighbour, n_nodes + (target & mask))
        current += ONE
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
