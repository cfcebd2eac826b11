"""The skeleton of a road network: the same distances over far fewer nodes.

Dead ends hang on it, and a chain of segments between two junctions is one *carrier*. A point on a carrier knows its
way to both ends, so a search between junctions answers for every point exactly. Costs are whole multiples of 2⁻³⁴ m
and 2⁻⁴⁰ min: their sums are exact up to 500 km and 5 days, so the order of addition never changes a result.
"""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from spreiding.chains import (
    BoolArray,
    Climbs,
    Pruned,
    Segments,
    Walked,
    climb,
    find_core,
    find_incidence,
    prune,
    walk_chains,
)
from spreiding.demand import FloatArray, IntArray
from spreiding.kernels import Graph, build_graph

STEPS_PER_M: Final = 2.0**34
STEPS_PER_MIN: Final = 2.0**40
# Cells per side of the square in which core nodes are put in order.
MORTON_CELLS: Final = 2**16


class Costs(NamedTuple):
    """One kind of cost of a skeleton, metres or minutes: of carriers, and where segments, dead ends and nodes start.

    `length` per carrier; `start` per segment, along its carrier or, in a dead end, from its root; `foot` and `climb`
    per twig: where its root lies on the carrier, and how far its far end is from the root. `segment` is the length of
    each segment, `steps` per unit that the costs are whole multiples of.
    """

    length: FloatArray
    start: FloatArray
    foot: FloatArray
    climb: FloatArray
    segment: FloatArray
    steps: float


@dataclass(frozen=True)
class Skeleton:
    """A road network without dead ends and without nodes where nothing branches.

    `node` is the network's number of every core node. Carriers run from core node `tail` to `head`: chains first, then
    one of length 0 for every core node with dead ends. Per segment of the network: its `carrier`, whether it
    `is_reversed` along it (in a dead end: away from the root) and its `twig`, -1 on a chain. A twig is one segment of a
    dead end; `twig_parent` is the one nearer to the root (-1: none), and `tree_indptr` holds those of one root
    together, parents first; `twig_tree` is their tree. `metres` and `minutes` are its costs.
    """

    node: IntArray
    tail: IntArray
    head: IntArray
    is_forward: BoolArray
    is_backward: BoolArray
    carrier: IntArray
    is_reversed: BoolArray
    twig: IntArray
    twig_parent: IntArray
    twig_tree: IntArray
    tree_indptr: IntArray
    metres: Costs
    minutes: Costs

    @cached_property
    def turned(self) -> Self:
        """The skeleton with every direction of travel turned round: for the way back."""
        return replace(self, is_forward=self.is_backward, is_backward=self.is_forward)

    @cached_property
    def graph_m(self) -> Graph:
        """Arcs to search from branches, in metres."""
        return self._graph(self.metres)

    @cached_property
    def graph_min(self) -> Graph:
        """Arcs to search from branches, in minutes."""
        return self._graph(self.minutes)

    def _graph(self, costs: Costs) -> Graph:
        # An arc of the search runs from the end of a trip to its beginning: head → tail where one may go forward.
        is_road = self.tail != self.head
        forward, backward = np.flatnonzero(self.is_forward & is_road), np.flatnonzero(self.is_backward & is_road)
        start = np.concatenate([self.head[forward], self.tail[backward]])
        end = np.concatenate([self.tail[forward], self.head[backward]])
        return build_graph(start, end, costs.length[np.concatenate([forward, backward])], n_nodes=self.node.size)


def contract(segments: Segments, x_m: FloatArray, y_m: FloatArray) -> Skeleton:
    """Contract a network with nodes at `x_m`, `y_m` [EPSG:28992, m]; no distance changes."""
    segments = segments._replace(
        length_m=to_steps(segments.length_m, STEPS_PER_M), minutes=to_steps(segments.minutes, STEPS_PER_MIN)
    )
    incidence = find_incidence(segments.tail, segments.head, x_m.size)
    pruned = prune(segments, incidence)
    is_core = find_core(segments, incidence, pruned)
    chains = walk_chains(segments, incidence, pruned, is_core)
    core = np.flatnonzero(is_core).astype(np.int32)
    core = core[np.argsort(_morton(x_m[core], y_m[core]), kind="stable")]
    return _assemble(segments, chains, _find_dead_ends(segments, pruned), core=core)


class _DeadEnds(NamedTuple):
    """The twigs, those of one root together and parents first: far end, segment, near end, root and climb [m, min]."""

    child: IntArray
    by: IntArray
    above: IntArray
    root: IntArray
    climbs: Climbs


def _find_dead_ends(segments: Segments, pruned: Pruned) -> _DeadEnds:
    climbs = climb(segments, pruned)
    top_down = pruned.order[::-1]
    child = top_down[np.argsort(climbs.root[top_down], kind="stable")]
    by = pruned.parent[child]
    above = np.where(segments.tail[by] == child, segments.head[by], segments.tail[by])
    return _DeadEnds(child, by, above, climbs.root[child], climbs)


def _assemble(segments: Segments, chains: Walked, ends: _DeadEnds, *, core: IntArray) -> Skeleton:
    """Hang the dead ends on the carriers, core nodes numbered anew; the arrays of `chains` are written to."""
    child, by, above, root, climbs = ends
    n_nodes = chains.node_carrier.size
    number = _numbering(core, n_nodes)
    twig_of_node = _numbering(child, n_nodes)
    is_first = np.diff(root, prepend=-1) != 0
    # A root on a chain hangs its dead end there; one that is a core node gets a carrier of length 0.
    at_core = root[is_first & (chains.node_carrier[root] < 0)]
    n_chains = chains.tail.size
    chains.node_carrier[at_core] = np.arange(n_chains, n_chains + at_core.size, dtype=np.int32)
    chains.carrier[by] = chains.node_carrier[root]
    chains.is_reversed[by] = segments.tail[by] == child
    chains.start_m[by] = climbs.metres[above]
    chains.start_min[by] = climbs.minutes[above]
    twig = np.full(segments.tail.size, -1, dtype=np.int32)
    twig[by] = twig_of_node[child]
    spots, nothing, is_road = number[at_core], np.zeros(at_core.size), np.zeros(at_core.size, dtype=np.bool_)
    metres = np.concatenate([chains.length_m, nothing])
    minutes = np.concatenate([chains.minutes, nothing])
    foot_m, foot_min = chains.node_m[root], chains.node_min[root]
    return Skeleton(
        node=core,
        tail=np.concatenate([number[chains.tail], spots]),
        head=np.concatenate([number[chains.head], spots]),
        is_forward=np.concatenate([chains.is_forward, is_road]),
        is_backward=np.concatenate([chains.is_backward, is_road]),
        carrier=chains.carrier,
        is_reversed=chains.is_reversed,
        twig=twig,
        twig_parent=twig_of_node[above],
        twig_tree=(np.cumsum(is_first) - 1).astype(np.int32),
        tree_indptr=np.append(np.flatnonzero(is_first), child.size).astype(np.int32),
        metres=Costs(metres, chains.start_m, foot_m, climbs.metres[child], segments.length_m, STEPS_PER_M),
        minutes=Costs(minutes, chains.start_min, foot_min, climbs.minutes[child], segments.minutes, STEPS_PER_MIN),
    )


def _numbering(chosen: IntArray, n_nodes: int) -> IntArray:
    """Position in `chosen` of every node; -1 where it is not chosen."""
    number = np.full(n_nodes, -1, dtype=np.int32)
    number[chosen] = np.arange(chosen.size, dtype=np.int32)
    return number


def to_steps(values: FloatArray, steps: float) -> FloatArray:
    """Round `values` to whole multiples of 1 / `steps`."""
    rounded: FloatArray = np.rint(values * steps) / steps
    return rounded


def _morton(x_m: FloatArray, y_m: FloatArray) -> NDArray[np.uint64]:
    """Place along a Z-shaped curve that keeps neighbours near each other in memory (Morton, 1966)."""
    spread: list[NDArray[np.uint64]] = []
    size = max(float(np.ptp(x_m)), float(np.ptp(y_m)), 1.0) if x_m.size else 1.0
    for values in (x_m, y_m):
        cell = np.clip((values - values.min(initial=np.inf)) / size * (MORTON_CELLS - 1), 0, MORTON_CELLS - 1)
        bits = cell.astype(np.uint64)
        for shift, mask in ((8, 0x00FF00FF), (4, 0x0F0F0F0F), (2, 0x33333333), (1, 0x55555555)):
            bits = (bits | (bits << np.uint64(shift))) & np.uint64(mask)
        spread.append(bits)
    place: NDArray[np.uint64] = spread[0] | (spread[1] << np.uint64(1))
    return place
