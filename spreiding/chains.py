"""Compiled loops that take dead ends and chains out of a road network, linear in the number of its segments."""

from typing import Final, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from spreiding.demand import FloatArray, IntArray

BoolArray = NDArray[np.bool_]

# So many segments meet at a node inside a chain.
N_ENDS: Final = 2


class Segments(NamedTuple):
    """Segments of a network: end nodes, lengths [m], minutes [min] and in which directions (forward is tail → head)."""

    tail: IntArray
    head: IntArray
    length_m: FloatArray
    minutes: FloatArray
    is_forward: BoolArray
    is_backward: BoolArray


class Incidence(NamedTuple):
    """The segments at every node, in CSR form; a segment from a node to itself stands there twice."""

    indptr: IntArray
    segment: IntArray


class Pruned(NamedTuple):
    """Dead ends: `order` lists the nodes that were cut off, leaves first, each by its `parent` segment (else -1)."""

    order: IntArray
    parent: IntArray


class Climbs(NamedTuple):
    """Where the dead end of every pruned node begins (`root`) and how far it is from there [m, min]."""

    root: IntArray
    metres: FloatArray
    minutes: FloatArray


class Walked(NamedTuple):
    """Chains, in the order found, and where each segment and each node inside a chain lies on it.

    A chain runs from `tail` to `head` (nodes that are `is_core`). Of a segment on a chain: the number of the chain
    (`carrier`, -1 for dead ends), whether it `is_reversed` and where it starts [m, min], counted along the chain.
    """

    tail: IntArray
    head: IntArray
    length_m: FloatArray
    minutes: FloatArray
    is_forward: BoolArray
    is_backward: BoolArray
    carrier: IntArray
    is_reversed: BoolArray
    start_m: FloatArray
    start_min: FloatArray
    node_carrier: IntArray
    node_m: FloatArray
    node_min: FloatArray


@njit(cache=True)
def find_incidence(tail: IntArray, head: IntArray, n_nodes: int) -> Incidence:
    """List the segments at every node, in increasing order."""
    indptr = np.zeros(n_nodes + 1, dtype=np.int32)
    for k in range(tail.size):
        indptr[tail[k] + 1] += 1
        indptr[head[k] + 1] += 1
    for node in range(n_nodes):
        indptr[node + 1] += indptr[node]
    place = indptr[:-1].copy()
    segment = np.empty(2 * tail.size, dtype=np.int32)
    for k in range(tail.size):
        for node in (tail[k], head[k]):
            segment[place[node]] = k
            place[node] += 1
    return Incidence(indptr, segment)


@njit(cache=True)
def _is_cut(parent: IntArray, segments: Segments, k: int) -> bool:
    """Whether segment `k` belongs to a dead end: one of its ends was pruned by it."""
    return bool(parent[segments.tail[k]] == k or parent[segments.head[k]] == k)


@njit(cache=True)
def _other_end(segments: Segments, k: int, node: int) -> int:
    return int(segments.head[k] if segments.tail[k] == node else segments.tail[k])


@njit(cache=True)
def prune(segments: Segments, incidence: Incidence) -> Pruned:
    """Cut off dead ends, leaf by leaf, as long as their one segment can be travelled both ways.

    Of a network that is a tree one node remains.
    """
    n_nodes = incidence.indptr.size - 1
    degree = np.diff(incidence.indptr)
    parent = np.full(n_nodes, -1, dtype=np.int32)
    order = np.empty(n_nodes, dtype=np.int32)
    n_cut = 0
    for leaf in range(n_nodes):
        node = leaf
        # A leaf that is cut may turn its neighbour into the next leaf: follow it at once.
        while degree[node] == 1 and parent[node] < 0:
            for at in range(incidence.indptr[node], incidence.indptr[node + 1]):
                k = incidence.segment[at]
                if not _is_cut(parent, segments, k):
                    break
            if not (segments.is_forward[k] and segments.is_backward[k]):
                break
            parent[node] = k
            order[n_cut] = node
            n_cut += 1
            degree[node] = 0
            node = _other_end(segments, k, node)
            degree[node] -= 1
    return Pruned(order[:n_cut].copy(), parent)


@njit(cache=True)
def climb(segments: Segments, pruned: Pruned) -> Climbs:
    """Measure every pruned node from the root of its dead end."""
    n_nodes = pruned.parent.size
    root = np.arange(n_nodes).astype(np.int32)
    metres, minutes = np.zeros(n_nodes), np.zeros(n_nodes)
    for at in range(pruned.order.size - 1, -1, -1):
        node = pruned.order[at]
        k = pruned.parent[node]
        above = _other_end(segments, k, node)
        root[node] = root[above]
        metres[node] = metres[above] + segments.length_m[k]
        minutes[node] = minutes[above] + segments.minutes[k]
    return Climbs(root, metres, minutes)


@njit(cache=True)
def _arrives(segments: Segments, k: int, node: int) -> tuple[bool, bool]:
    """Whether segment `k` can be travelled towards `node`, and away from it."""
    if segments.head[k] == node:
        return segments.is_forward[k], segments.is_backward[k]
    return segments.is_backward[k], segments.is_forward[k]


@njit(cache=True)
def find_core(segments: Segments, incidence: Incidence, pruned: Pruned) -> BoolArray:
    """Mark the nodes that stay: all but dead ends and nodes where one road goes on as it came."""
    n_nodes = pruned.parent.size
    is_core = np.zeros(n_nodes, dtype=np.bool_)
    for node in range(n_nodes):
        if pruned.parent[node] >= 0:
            continue
        n_left, first, second = 0, -1, -1
        for at in range(incidence.indptr[node], incidence.indptr[node + 1]):
            if not _is_cut(pruned.parent, segments, incidence.segment[at]):
                n_left += 1
                first, second = second, incidence.segment[at]
        is_core[node] = True
        if n_left == N_ENDS and first != second:
            towards, away = _arrives(segments, first, node)
            back, onward = _arrives(segments, second, node)
            is_core[node] = towards != onward or back != away
    return is_core


@njit(cache=True)
def _room(n_segments: int, n_nodes: int) -> Walked:
    """Return room for as many chains as there are segments."""
    return Walked(
        np.empty(n_segments, dtype=np.int32),
        np.empty(n_segments, dtype=np.int32),
        np.empty(n_segments),
        np.empty(n_segments),
        np.empty(n_segments, dtype=np.bool_),
        np.empty(n_segments, dtype=np.bool_),
        np.full(n_segments, -1, dtype=np.int32),
        np.zeros(n_segments, dtype=np.bool_),
        np.zeros(n_segments),
        np.zeros(n_segments),
        np.full(n_nodes, -1, dtype=np.int32),
        np.zeros(n_nodes),
        np.zeros(n_nodes),
    )


@njit(cache=True)
def walk_chains(segments: Segments, incidence: Incidence, pruned: Pruned, is_core: BoolArray) -> Walked:
    """Join the segments between core nodes to chains. A ring without a core node gets one: `is_core` is changed."""
    n_nodes = is_core.size
    found = _room(segments.tail.size, n_nodes)
    n_chains = 0
    for turn in range(2):
        for node in range(n_nodes):
            if turn == 1 and pruned.parent[node] < 0 and not is_core[node] and found.node_carrier[node] < 0:
                is_core[node] = True
            elif turn == 1 or not is_core[node]:
                continue
            for at in range(incidence.indptr[node], incidence.indptr[node + 1]):
                k = incidence.segment[at]
                if found.carrier[k] < 0 and not _is_cut(pruned.parent, segments, k):
                    _walk(segments, incidence, pruned.parent, is_core, found, n_chains, node, k)
                    n_chains += 1
    return Walked(
        found.tail[:n_chains].copy(),
        found.head[:n_chains].copy(),
        found.length_m[:n_chains].copy(),
        found.minutes[:n_chains].copy(),
        found.is_forward[:n_chains].copy(),
        found.is_backward[:n_chains].copy(),
        found.carrier,
        found.is_reversed,
        found.start_m,
        found.start_min,
        found.node_carrier,
        found.node_m,
        found.node_min,
    )


@njit(cache=True)
def _walk(  # noqa: PLR0913, PLR0917 - a compiled loop; numba knows no keyword-only arguments
    segments: Segments,
    incidence: Incidence,
    parent: IntArray,
    is_core: BoolArray,
    found: Walked,
    chain: int,
    start: int,
    first: int,
) -> None:
    """Follow segment `first` from core node `start` to the next core node, and note it as `chain`."""
    node, k, metres, minutes = start, first, 0.0, 0.0
    while True:
        is_reversed = segments.tail[k] != node
        found.carrier[k] = chain
        found.is_reversed[k] = is_reversed
        found.start_m[k] = metres
        found.start_min[k] = minutes
        metres += segments.length_m[k]
        minutes += segments.minutes[k]
        node = _other_end(segments, k, node)
        if is_core[node]:
            break
        found.node_carrier[node] = chain
        found.node_m[node] = metres
        found.node_min[node] = minutes
        came_by = k
        for at in range(incidence.indptr[node], incidence.indptr[node + 1]):
            k = incidence.segment[at]
            if k != came_by and not _is_cut(parent, segments, k):
                break
    # Along a chain every segment allows what the last one does: `find_core` saw to it.
    found.tail[chain], found.head[chain] = start, node
    found.length_m[chain], found.minutes[chain] = metres, minutes
    found.is_forward[chain] = segments.is_backward[k] if is_reversed else segments.is_forward[k]
    found.is_backward[chain] = segments.is_forward[k] if is_reversed else segments.is_backward[k]
