"""The road network: segments as read, one directed graph per modality, points projected onto it."""

from dataclasses import dataclass
from enum import IntFlag
from functools import cached_property
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from spreiding.chains import Segments
from spreiding.contraction import Skeleton, contract
from spreiding.demand import FloatArray, IntArray
from spreiding.domain import Modality
from spreiding.projection import nearest_segments
from spreiding.tables import BIKE_KMH, EBIKE_KMH, FERRY, ROAD_CLASS_INDEX, ROAD_CLASSES, WALK_KMH

# A strong component with a smaller share of the nodes is an artefact (a car park behind a gate, a
# street cut off at the edge of the extract); an island with its own roads is larger than this.
MIN_COMPONENT_SHARE: Final = 0.01
# An index of all streets takes as long to build as looking at each of them for so many points.
FEW_POINTS: Final = 50
METRES_PER_MINUTE_PER_KMH: Final = 1000.0 / 60.0


class Access(IntFlag):
    """Who may use a segment, and in which direction (forward is tail → head)."""

    AUTO_FORWARD = 1
    AUTO_BACKWARD = 2
    FIETS_FORWARD = 4
    FIETS_BACKWARD = 8
    LOPEN = 16


_DIRECTIONS: Final = {
    Modality.AUTO: (Access.AUTO_FORWARD, Access.AUTO_BACKWARD),
    Modality.FIETS: (Access.FIETS_FORWARD, Access.FIETS_BACKWARD),
    Modality.EBIKE: (Access.FIETS_FORWARD, Access.FIETS_BACKWARD),
    Modality.LOPEN: (Access.LOPEN, Access.LOPEN),
}


@dataclass(frozen=True)
class Roads:
    """Road segments between neighbouring nodes, as every reader of roads produces them.

    Nodes: `x_m`, `y_m` in EPSG:28992 [m]. Segments are straight: `tail`, `head` (node numbers),
    `length_m`, `road_class` (index in `tables.ROAD_CLASSES`), `car_kmh` (NaN where no car drives; on a ferry the
    speed of the boat, for everybody on it) and `access` (bits of `Access`).
    """

    x_m: FloatArray
    y_m: FloatArray
    tail: IntArray
    head: IntArray
    length_m: FloatArray
    road_class: NDArray[np.uint8]
    car_kmh: NDArray[np.float32]
    access: NDArray[np.uint8]


@dataclass(frozen=True)
class RoadNetwork:
    """The part of the roads that one modality can use, as a graph to search *from* branches.

    Only large strong components are kept, so that nobody is snapped to a street without a way out; `component` numbers
    them from 0, per node. `tail`, `head`, `length_m`, `minutes`, `is_forward`, `is_backward`, `is_ferry`: the segments.
    `n_dropped` nodes lay in components too small to keep.
    """

    modality: Modality
    x_m: FloatArray
    y_m: FloatArray
    component: IntArray
    tail: IntArray
    head: IntArray
    length_m: FloatArray
    minutes: FloatArray
    is_forward: NDArray[np.bool_]
    is_backward: NDArray[np.bool_]
    is_ferry: NDArray[np.bool_]
    n_dropped: int

    @property
    def n_nodes(self) -> int:
        """Number of nodes that this modality can use."""
        return self.x_m.size

    @cached_property
    def n_components(self) -> int:
        """Number of strong components, nearly always one."""
        return int(self.component.max(initial=-1)) + 1

    @cached_property
    def skeleton(self) -> Skeleton:
        """The same network without dead ends and chains, made when it is first searched."""
        segments = Segments(self.tail, self.head, self.length_m, self.minutes, self.is_forward, self.is_backward)
        return contract(segments, self.x_m, self.y_m)


@dataclass(frozen=True)
class Footing:
    """Where points touch a network: the foot of the perpendicular on the nearest usable segment.

    `segment` indexes into the network's segments (-1: the network is empty), `fraction` [0–1] runs from
    tail to head, `walk_m` is the straight distance from the point to the foot [m].
    """

    segment: IntArray
    fraction: FloatArray
    walk_m: FloatArray

    def join(self, other: "Footing") -> "Footing":
        """Return the points of `self` followed by those of `other`."""
        return Footing(
            np.concatenate([self.segment, other.segment]),
            np.concatenate([self.fraction, other.fraction]),
            np.concatenate([self.walk_m, other.walk_m]),
        )


def build_network(roads: Roads, modality: Modality) -> RoadNetwork:
    """Build the graph of one modality, large strong components only [m, min].

    Minutes follow the driven speed per segment for cars, the speed of the class for bicycles and pedestrians, and
    that of the boat for all on a ferry.
    """
    forward, backward = directions(roads, modality)
    nodes, component, n_dropped = _nodes_to_keep(roads, forward=forward, backward=backward)
    usable = (forward | backward) & nodes[roads.tail] & nodes[roads.head]
    number = np.cumsum(nodes, dtype=np.int32) - np.int32(1)
    length_m = roads.length_m[usable]
    kmh = _speeds_kmh(roads, modality)[usable]
    return RoadNetwork(
        modality=modality,
        x_m=roads.x_m[nodes],
        y_m=roads.y_m[nodes],
        component=component,
        tail=number[roads.tail[usable]],
        head=number[roads.head[usable]],
        length_m=length_m,
        minutes=length_m / (kmh * METRES_PER_MINUTE_PER_KMH),
        is_forward=forward[usable],
        is_backward=backward[usable],
        is_ferry=roads.road_class[usable] == ROAD_CLASS_INDEX[FERRY],
        n_dropped=n_dropped,
    )


def directions(roads: Roads, modality: Modality) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Tell per segment whether `modality` may use it forward, and whether backward."""
    forward_bit, backward_bit = _DIRECTIONS[modality]
    return (roads.access & forward_bit) > 0, (roads.access & backward_bit) > 0


def strong_components(
    roads: Roads, *, forward: NDArray[np.bool_], backward: NDArray[np.bool_]
) -> tuple[IntArray, IntArray]:
    """Find the strong component of every node (-1: no segment that may be used), and count the nodes in each."""
    n_nodes = roads.x_m.size
    rows = np.concatenate([roads.tail[forward], roads.head[backward]])
    columns = np.concatenate([roads.head[forward], roads.tail[backward]])
    is_used = np.zeros(n_nodes, dtype=np.bool_)
    is_used[rows] = True
    is_used[columns] = True
    graph = csr_array((np.ones(rows.size, dtype=np.int8), (rows, columns)), shape=(n_nodes, n_nodes))
    _, label = connected_components(graph, directed=True, connection="strong")
    component = np.full(n_nodes, -1, dtype=np.int32)
    found, component[is_used] = np.unique(label[is_used], return_inverse=True)
    return component, np.bincount(component[is_used], minlength=found.size).astype(np.int32)


def is_large(sizes: IntArray) -> NDArray[np.bool_]:
    """Whether components of so many nodes are kept: at least `MIN_COMPONENT_SHARE` of all, and two."""
    return np.asarray(sizes >= max(2.0, MIN_COMPONENT_SHARE * sizes.sum()), dtype=np.bool_)


def _nodes_to_keep(
    roads: Roads, *, forward: NDArray[np.bool_], backward: NDArray[np.bool_]
) -> tuple[NDArray[np.bool_], IntArray, int]:
    """Mark the nodes in large strong components, number the component of each, and count the nodes left out."""
    component, sizes = strong_components(roads, forward=forward, backward=backward)
    is_used, large = component >= 0, is_large(sizes)
    keep = is_used & large[component] if sizes.size else is_used
    number = np.cumsum(large, dtype=np.int32) - np.int32(1)
    return keep, number[component[keep]], int(is_used.sum() - keep.sum())


def _speeds_kmh(roads: Roads, modality: Modality) -> FloatArray:
    """Speed on every segment [km/h]; one that its own tags open gets the common speed of the modality."""
    driven_kmh = roads.car_kmh.astype(np.float64)
    if modality is Modality.AUTO:
        return driven_kmh
    if modality in {Modality.FIETS, Modality.EBIKE}:
        per_class = [BIKE_KMH if road.bike_kmh is None else road.bike_kmh for road in ROAD_CLASSES]
        # An e-bike goes where a bicycle goes, on every road as much faster.
        faster = EBIKE_KMH / BIKE_KMH if modality is Modality.EBIKE else 1.0
        per_class = [kmh * faster for kmh in per_class]
    else:
        per_class = [WALK_KMH if road.walk_kmh is None else road.walk_kmh for road in ROAD_CLASSES]
    return np.where(roads.road_class == ROAD_CLASS_INDEX[FERRY], driven_kmh, np.array(per_class)[roads.road_class])


def project(
    network: RoadNetwork, x_m: FloatArray, y_m: FloatArray, *, among: NDArray[np.bool_] | None = None
) -> Footing:
    """Project points [EPSG:28992, m] perpendicularly onto the nearest segment of `network` that is no ferry.

    `among` marks the segments that may be used, if not all.
    """
    is_usable = ~network.is_ferry if among is None else among & ~network.is_ferry
    ashore = np.flatnonzero(is_usable).astype(np.int32)
    if ashore.size == 0 or x_m.size == 0:
        nowhere = np.full(x_m.size, -1, dtype=np.int32)
        return Footing(nowhere, np.zeros(x_m.size), np.full(x_m.size, np.inf))
    tail, head = network.tail[ashore], network.head[ashore]
    tail_xy = np.column_stack([network.x_m[tail], network.y_m[tail]])
    head_xy = np.column_stack([network.x_m[head], network.y_m[head]])
    points = np.column_stack([x_m, y_m])
    if x_m.size <= FEW_POINTS:
        found = nearest_segments(points, tail_xy, head_xy)
    else:
        lines = np.asarray(shapely.linestrings(np.stack([tail_xy, head_xy], axis=1)))
        found = np.asarray(shapely.STRtree(lines).nearest(shapely.points(points)), dtype=np.int32)
    along = head_xy[found] - tail_xy[found]
    offset = points - tail_xy[found]
    squared = np.maximum((along**2).sum(axis=1), np.finfo(np.float64).tiny)
    fraction = np.clip((along * offset).sum(axis=1) / squared, 0.0, 1.0)
    walk_m = np.hypot(*(offset - along * fraction[:, None]).T)
    return Footing(ashore[found], fraction, walk_m)
