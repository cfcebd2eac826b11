"""The compiled kernel: shortest paths from branches over a CSR graph. Plain loops, compiled once, cached on disk.

The binary heap is written out on arrays: with numba's heapq on tuples the searches took about twice as long.
"""

import numpy as np
from numba import njit

from spreiding.demand import FloatArray, IntArray


@njit(cache=True)
def search(  # noqa: PLR0913, PLR0917 - a compiled kernel takes plain arrays; numba knows no keyword-only arguments
    indptr: IntArray,
    indices: IntArray,
    weight: FloatArray,
    seed_node: IntArray,
    seed_cost: FloatArray,
    seed_label: IntArray,
    limit: float,
    cost: FloatArray,
    label: IntArray,
) -> IntArray:
    """Fill `cost` and `label` with the nearest seed of every node as far as `limit` (inclusive); list those nodes.

    Dijkstra (1959) with many sources and a lazy binary heap. Among equal costs the smallest label wins, so the answer
    does not depend on the order of the seeds. `weight`, `seed_cost` and `limit` share one unit. On entry `cost` is inf
    and `label` -1 everywhere; the caller resets the nodes that are returned, in order of cost.
    """
    # A node is pushed at most once per seed and once per arc that leads to it.
    capacity = indices.size + seed_node.size
    heap_cost = np.empty(capacity)
    heap_label = np.empty(capacity, dtype=np.int32)
    heap_node = np.empty(capacity, dtype=np.int32)
    settled = np.empty(indptr.size - 1, dtype=np.int32)
    size, n_settled = 0, 0
    for k in range(seed_node.size):
        if seed_cost[k] <= limit:
            cost[seed_node[k]] = min(cost[seed_node[k]], seed_cost[k])
            _push(heap_cost, heap_label, heap_node, size, seed_cost[k], seed_label[k], seed_node[k])
            size += 1
    while size > 0:
        reached, owner, node = heap_cost[0], heap_label[0], heap_node[0]
        size -= 1
        _sink(heap_cost, heap_label, heap_node, size)
        if label[node] >= 0:
            continue
        label[node] = owner
        settled[n_settled] = node
        n_settled += 1
        for arc in range(indptr[node], indptr[node + 1]):
            neighbour = indices[arc]
            through = reached + weight[arc]
            # `cost` of an unsettled node holds the best cost pushed so far; an equal one may bring a smaller label.
            if label[neighbour] < 0 and through <= cost[neighbour] and through <= limit:
                cost[neighbour] = through
                _push(heap_cost, heap_label, heap_node, size, through, owner, neighbour)
                size += 1
    return settled[:n_settled].copy()


@njit(inline="always")
def _is_before(cost_a: float, label_a: int, cost_b: float, label_b: int) -> bool:
    """Whether entry a leaves the heap before entry b: by cost, then by label."""
    return cost_a < cost_b or (cost_a == cost_b and label_a < label_b)


@njit(cache=True)
def _push(  # noqa: PLR0913, PLR0917 - as above
    heap_cost: FloatArray,
    heap_label: IntArray,
    heap_node: IntArray,
    size: int,
    cost: float,
    label: int,
    node: int,
) -> None:
    """Add an entry to a heap of `size` entries."""
    hole = size
    while hole > 0:
        parent = (hole - 1) >> 1
        if not _is_before(cost, label, heap_cost[parent], heap_label[parent]):
            break
        heap_cost[hole], heap_label[hole] = heap_cost[parent], heap_label[parent]
        heap_node[hole] = heap_node[parent]
        hole = parent
    heap_cost[hole], heap_label[hole], heap_node[hole] = cost, label, node


@njit(cache=True)
def _sink(heap_cost: FloatArray, heap_label: IntArray, heap_node: IntArray, size: int) -> None:
    """Take the first entry out: the last one, at position `size`, finds its place among the `size` that remain."""
    cost, label, node = heap_cost[size], heap_label[size], heap_node[size]
    hole, child = 0, 1
    while child < size:
        other = child + 1
        if other < size and _is_before(heap_cost[other], heap_label[other], heap_cost[child], heap_label[child]):
            child = other
        if not _is_before(heap_cost[child], heap_label[child], cost, label):
            break
        heap_cost[hole], heap_label[hole] = heap_cost[child], heap_label[child]
        heap_node[hole] = heap_node[child]
        hole, child = child, 2 * child + 1
    heap_cost[hole], heap_label[hole], heap_node[hole] = cost, label, node
