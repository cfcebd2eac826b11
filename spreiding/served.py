"""From which parts of a network a site can be reached: people are led to the roads of those parts only.

A site, not a branch that is open today: where people stand on the roads belongs to the region and may not change with
a plan. Otherwise the first branch on an island would move its people from the nearest quay to their own street, and
somebody for whom that is a detour would live further from a branch because one opened.
"""

import numpy as np
from numpy.typing import NDArray

from spreiding.demand import FloatArray
from spreiding.network import Footing, RoadNetwork, project


def served_components(network: RoadNetwork, sites: Footing) -> frozenset[int]:
    """Find the components of `network` from which at least one of `sites` can be reached; all when there are none."""
    everything = frozenset(range(network.n_components))
    stands = sites.segment >= 0
    if len(everything) == 1 or not stands.any():
        return everything
    segment, fraction = sites.segment[stands], sites.fraction[stands]
    # A site is reached over its own segment, and at the very end of it over other roads as well.
    by_tail = network.is_forward[segment] | (fraction == 0)
    by_head = network.is_backward[segment] | (fraction == 1)
    ends = np.concatenate([network.tail[segment[by_tail]], network.head[segment[by_head]]])
    served = set(network.component[ends].tolist())
    arcs = _arcs_between(network)
    while more := {start for start, end in arcs if end in served and start not in served}:
        served |= more
    return frozenset(served)


def _arcs_between(network: RoadNetwork) -> set[tuple[int, int]]:
    """Return the pairs of components of which the second can be entered from the first by a one-way street."""
    tail, head = network.component[network.tail], network.component[network.head]
    joins = tail != head
    forward, backward = joins & network.is_forward, joins & network.is_backward
    return {
        *zip(tail[forward].tolist(), head[forward].tolist(), strict=True),
        *zip(head[backward].tolist(), tail[backward].tolist(), strict=True),
    }


def project_demand(network: RoadNetwork, x_m: FloatArray, y_m: FloatArray, *, sites: Footing) -> Footing:
    """Project people [EPSG:28992, m] onto the nearest segment from which at least one of `sites` can be reached.

    Without sites every segment will do. The longer walk of who is led further counts as any other.
    """
    return project(network, x_m, y_m, among=_leading_segments(network, served_components(network, sites)))


def _leading_segments(network: RoadNetwork, served: frozenset[int]) -> NDArray[np.bool_] | None:
    """Mark the segments over which one can drive into the `served` components; None when all do."""
    if len(served) == network.n_components:
        return None
    is_served = np.isin(network.component, list(served))
    ahead, behind = network.is_forward & is_served[network.head], network.is_backward & is_served[network.tail]
    return np.asarray(ahead | behind, dtype=np.bool_)
