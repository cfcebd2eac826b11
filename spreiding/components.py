"""Which parts of the roads hang together, and who lives along a part where nobody is led."""

from typing import Final

import numpy as np
import shapely

from spreiding.demand import Demand
from spreiding.network import Footing, RoadNetwork, Roads, directions, is_large, project, strong_components
from spreiding.region import Components
from spreiding.served import served_components

# Who stands as far from both, as at a junction of the two, has a usable road: nearer must be more than rounding [m].
_ROUNDING_M: Final = 1e-6


def measure_components(
    roads: Roads, network: RoadNetwork, *, demand: Demand, footing: Footing, sites: Footing
) -> Components:
    """Count the strong components of one modality, and the people [persons] whose nearest road is in one left out.

    `network` is what `build_network` kept of `roads`, `footing` the projection of `demand` on it that leads to `sites`.
    """
    forward, backward = directions(roads, network.modality)
    component, sizes = strong_components(roads, forward=forward, backward=backward)
    large = is_large(sizes)
    is_small_node = np.zeros(component.size, dtype=np.bool_)
    is_small_node[component >= 0] = ~large[component[component >= 0]]
    left_out = (forward | backward) & (is_small_node[roads.tail] | is_small_node[roads.head])
    nearest = _nearest(network, demand=demand, footing=footing, sites=sites)
    return count_unserved(
        Components(
            n_components=int(sizes.size),
            n_small=int((~large).sum()),
            n_small_nodes=int(is_small_node.sum()),
            inwoners_small=_inwoners_nearest(roads, np.flatnonzero(left_out), demand=demand, footing=nearest),
        ),
        network,
        demand=demand,
        footing=footing,
        sites=sites,
    )


def count_unserved(
    known: Components, network: RoadNetwork, *, demand: Demand, footing: Footing, sites: Footing
) -> Components:
    """Return `known` with the large components from which no site is reached, and who [persons] was led past them."""
    nearest = _nearest(network, demand=demand, footing=footing, sites=sites)
    is_led = nearest.walk_m < footing.walk_m - _ROUNDING_M
    return known.model_copy(
        update={
            "n_unserved": network.n_components - len(served_components(network, sites)),
            "inwoners_unserved": float(demand.inwoners[is_led].sum()),
        }
    )


def _nearest(network: RoadNetwork, *, demand: Demand, footing: Footing, sites: Footing) -> Footing:
    """Return where people would stand if every part of the network would do: `footing` itself when every part does."""
    if len(served_components(network, sites)) == network.n_components:
        return footing
    return project(network, demand.x_m, demand.y_m)


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
