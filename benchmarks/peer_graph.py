"""The network as a graph for peers that search between nodes."""

import numpy as np
from scipy.sparse import csr_array

from spreiding.network import RoadNetwork


def arcs_m(network: RoadNetwork) -> csr_array:
    """Return the arcs of a search from branches [m]: from where a trip ends to where it can come from."""
    forward, backward = np.flatnonzero(network.is_forward), np.flatnonzero(network.is_backward)
    start = np.concatenate([network.head[forward], network.tail[backward]])
    end = np.concatenate([network.tail[forward], network.head[backward]])
    length_m = network.length_m[np.concatenate([forward, backward])]
    # Row by row here: from pairs, scipy would add up two streets between the same nodes.
    order = np.lexsort((end, start))
    indptr = np.concatenate([[0], np.cumsum(np.bincount(start, minlength=network.n_nodes))]).astype(np.int32)
    shape = (network.n_nodes, network.n_nodes)
    return csr_array((length_m[order], end[order].astype(np.int32), indptr), shape=shape)
