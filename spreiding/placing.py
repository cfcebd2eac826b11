"""Points on the skeleton of a network: what it costs to get from them, or to them, to both ends of their carrier."""

from enum import Enum
from typing import NamedTuple

import numpy as np
from numba import njit

from spreiding.chains import BoolArray
from spreiding.contraction import Costs, Skeleton, to_steps
from spreiding.demand import FloatArray, IntArray
from spreiding.kernels import Graph
from spreiding.network import METRES_PER_MINUTE_PER_KMH, Footing
from spreiding.tables import WALK_KMH

WALK_MINUTES_PER_M = 1.0 / (WALK_KMH * METRES_PER_MINUTE_PER_KMH)


class Kind(Enum):
    """What a trip costs: metres of the shortest route, or minutes of the fastest."""

    METRES = "m"
    MINUTES = "min"

    def costs_of(self, skeleton: Skeleton) -> Costs:
        """Return the costs of this kind."""
        return skeleton.metres if self is Kind.METRES else skeleton.minutes

    def graph_of(self, skeleton: Skeleton) -> Graph:
        """Return the arcs with costs of this kind, to search from branches."""
        return skeleton.graph_m if self is Kind.METRES else skeleton.graph_min

    @property
    def per_walked_m(self) -> float:
        """Cost of a metre walked to the road."""
        return 1.0 if self is Kind.METRES else WALK_MINUTES_PER_M


class Placed(NamedTuple):
    """Points on the carriers of a skeleton, in one kind of cost.

    `position` runs along the `carrier` from its `tail` to its `head` (core nodes). A point in a dead end stands on a
    `twig` (-1: it does not), `climb` away from the root, whose position it has. `walk` leads from the point to the
    road. `by_tail` and `by_head` are the whole trip between the point and that end, inf against a one-way street.
    """

    carrier: IntArray
    tail: IntArray
    head: IntArray
    twig: IntArray
    position: FloatArray
    climb: FloatArray
    walk: FloatArray
    by_tail: FloatArray
    by_head: FloatArray


class Ways(NamedTuple):
    """How one may travel on carriers, and how the twigs of dead ends hang together; see `Skeleton`."""

    is_forward: BoolArray
    is_backward: BoolArray
    twig_parent: IntArray
    twig_tree: IntArray
    tree_indptr: IntArray
    climb: FloatArray


def place(skeleton: Skeleton, footing: Footing, kind: Kind, *, is_destination: bool) -> Placed:
    """Place points on a skeleton: trips start there, or end there when `is_destination`."""
    costs, segment = kind.costs_of(skeleton), footing.segment
    fraction = np.where(skeleton.is_reversed[segment], 1.0 - footing.fraction, footing.fraction)
    start = costs.start[segment] + to_steps(fraction * costs.segment[segment], costs.steps)
    twig = skeleton.twig[segment]
    carrier = skeleton.carrier[segment]
    is_dead_end = twig >= 0
    position = start.copy()
    position[is_dead_end] = costs.foot[twig[is_dead_end]]
    climb = np.where(is_dead_end, start, 0.0)
    walk = to_steps(footing.walk_m * kind.per_walked_m, costs.steps)
    rest = costs.length[carrier] - position
    forward, backward = skeleton.is_forward[carrier], skeleton.is_backward[carrier]
    if is_destination:
        forward, backward = backward, forward
    # At the very end of a one-way street stands its node, which is reached over other roads as well.
    by_tail = np.where(backward | (position == 0), walk + climb + position, np.inf)
    by_head = np.where(forward | (rest == 0), walk + climb + rest, np.inf)
    tail, head = skeleton.tail[carrier], skeleton.head[carrier]
    return Placed(carrier, tail, head, twig, position, climb, walk, by_tail, by_head)


def ways(skeleton: Skeleton, kind: Kind) -> Ways:
    """Return what `find_direct` must know of the skeleton."""
    return Ways(
        skeleton.is_forward,
        skeleton.is_backward,
        skeleton.twig_parent,
        skeleton.twig_tree,
        skeleton.tree_indptr,
        kind.costs_of(skeleton).climb,
    )


@njit(cache=True, nogil=True)
def find_meetings(ways: Ways, twig: int, meeting: FloatArray) -> None:
    """Note for every twig of the dead end of `twig` how far from the root a way from there meets the way from `twig`.

    It is inf on the way from `twig` to the root itself: there the lower of two points is the meeting place.
    """
    tree = ways.twig_tree[twig]
    meeting[ways.tree_indptr[tree] : ways.tree_indptr[tree + 1]] = 0.0
    at = twig
    while at >= 0:
        meeting[at] = np.inf
        at = ways.twig_parent[at]
    for at in range(ways.tree_indptr[tree], ways.tree_indptr[tree + 1]):
        parent = ways.twig_parent[at]
        if meeting[at] < np.inf and parent >= 0:
            meeting[at] = min(meeting[parent], ways.climb[parent])


@njit(cache=True, nogil=True)
def find_direct(ways: Ways, demand: Placed, point: int, sites: Placed, site: int, meeting: FloatArray) -> float:
    """Cost from a point to a site on the same carrier without leaving it; inf where that cannot be.

    `meeting` was filled for the site when it stands in a dead end.
    """
    walk = demand.walk[point] + sites.walk[site]
    low, high = demand.climb[point], sites.climb[site]
    twig, other = demand.twig[point], sites.twig[site]
    if twig >= 0 and other >= 0 and ways.twig_tree[twig] == ways.twig_tree[other]:
        meet = min(low, high, meeting[twig])
        return float((low - meet) + (high - meet) + walk)
    ahead = sites.position[site] - demand.position[point]
    carrier = sites.carrier[site]
    if (ahead > 0 and not ways.is_forward[carrier]) or (ahead < 0 and not ways.is_backward[carrier]):
        return np.inf
    return float(abs(ahead) + low + high + walk)
