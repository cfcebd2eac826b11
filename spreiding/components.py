"""Which parts of the roads hang together, and who lives along a part that is too small to use."""

from typing import Final

import numpy as np
import shapely

from spreiding.demand import Demand
from spreiding.domain import Modality
from spreiding.network import Footing, Roads, directions, is_large, strong_components
from spreiding.region import Components

# Who stands as far from both, as at a junction of the two, has a usable road: nearer must be more than rounding [m].
_ROUNDING_M: Final = 1e-6


def measure_components(roads: Roads, modality: Modality, *, demand: Demand, footing: Footing) -> Components:
    """Count the strong components of one modality, and the people [persons] whose nearest road is in a small one.

    `footing` is the projection of `demand` on the network that `build_network` kept: who stands closer to a segment
    that touches a small component than to the network was led to a road further away.
    """
    forward, backward = directions(roads, modality)
    component, sizes = strong_components(roads, forward=forward, backward=backward)
    large = is_large(sizes)
    is_small_node = np.zeros(component.size, dtype=np.bool_)
    is_small_node[component >= 0] = ~large[component[component >= 0]]
    left_out = (forward | backward) & (is_small_node[roads.tail] | is_small_node[roads.head])
    return Components(
        n_components=int(sizes.size),
        n_small=int((~large).sum()),
        n_small_nodes=int(is_small_node.sum()),
        inwoners_small=_inwoners_nearest(roads, np.flatnonzero(left_out), demand=demand, footing=footing),
    )


def _inwoners_nearest(
    roads: Roads, segments: "np.ndarray[tuple[int], np.dtype[np.intp]]", *, demand: Demand, footing: Footing
) -> float:
    """Count the people [persons] who stand closer to one of `segments` than to their foot on the network."""
    if segments.size == 0 or demand.x_m.size == 0:
        return 0.0
    tail, head = roads.tail[segments], roads.head[segments]
    ends = np.stack([np.stack([roads.x_m[k], roads.y_m[k]], axis=1) for k in (tail, head)], axis=1)
    tree = shapely.STRtree(np.asarray(shapely.linestrings(ends)))
    points = shapely.points(demand.x_m, demand.y_m)
    reach_m = np.where(np.isfinite(footing.walk_m), footing.walk_m, np.finfo(np.float64).max)
    (point, _), distance_m = tree.query_nearest(points, return_distance=True, all_matches=False)
    return float(demand.inwoners[point[distance_m < reach_m[point] - _ROUNDING_M]].sum())
