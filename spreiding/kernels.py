"""Compiled kernels: shortest paths from branches over CSR graphs. Plain loops, compiled once and cached on disk."""

import heapq

import numpy as np
from numba import njit

from spreiding.demand import FloatArray, IntArray


@njit(cache=True)
def nearest_field(
    indptr: IntArray,
    indices: IntArray,
    weight: FloatArray,
    seed_node: IntArray,
    seed_cost: FloatArray,
    seed_label: IntArray,
) -> tuple[FloatArray, IntArray]:
    """Cost to the nearest seed and that seed's label for every node; inf and -1 where none can be reached.

    Dijkstra (1959) with many sources and a lazy binary heap. Among equal costs the smallest label wins, so
    the answer does not depend on the order of the seeds. `weight` and `seed_cost` share one unit.
    """
    n_nodes = indptr.size - 1
    cost = np.full(n_nodes, np.inf)
    label = np.full(n_nodes, -1, dtype=np.int32)
    heap = [(0.0, np.int32(0), np.int32(0)) for _ in range(0)]
    for k in range(seed_node.size):
        heapq.heappush(heap, (seed_cost[k], seed_label[k], seed_node[k]))
    while heap:
        reached, owner, node = heapq.heappop(heap)
        if label[node] >= 0:
            continue
        cost[node] = reached
        label[node] = owner
        for arc in range(indptr[node], indptr[node + 1]):
            neighbour = indices[arc]
            through = reached + weight[arc]
            # `cost` of an unsettled node holds the best cost pushed so far; an equal one may bring a smaller label.
            if label[neighbour] < 0 and through <= cost[neighbour]:
                cost[neighbour] = through
                heapq.heappush(heap, (through, owner, neighbour))
    return cost, label


@njit(cache=True)
def reach(  # noqa: PLR0913, PLR0917 - a compiled kernel takes plain arrays; numba knows no keyword-only arguments
    indptr: IntArray,
    indices: IntArray,
    weight: FloatArray,
    seed_node: IntArray,
    seed_cost: FloatArray,
    limit: float,
    cost: FloatArray,
) -> IntArray:
    """Fill `cost` with the cost from each node to the nearest seed as far as `limit` (inclusive); list those nodes.

    `cost` is inf everywhere on entry; the caller resets the nodes that are returned (in order of cost).
    """
    settled = [np.int32(0) for _ in range(0)]
    heap = [(0.0, np.int32(0)) for _ in range(0)]
    for k in range(seed_node.size):
        if seed_cost[k] <= limit and seed_cost[k] < cost[seed_node[k]]:
            cost[seed_node[k]] = seed_cost[k]
            heapq.heappush(heap, (seed_cost[k], seed_node[k]))
    while heap:
        reached, node = heapq.heappop(heap)
        if reached > cost[node]:
            continue
        settled.append(node)
        for arc in range(indptr[node], indptr[node + 1]):
            through = reached + weight[arc]
            if through <= limit and through < cost[indices[arc]]:
                cost[indices[arc]] = through
                heapq.heappush(heap, (through, indices[arc]))
    return np.array(settled, dtype=np.int32)
