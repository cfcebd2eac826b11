"""From ways that share nodes to road segments between neighbouring nodes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from spreiding.demand import FloatArray, IntArray
from spreiding.io.network.osm_ferries import ferry_kmh
from spreiding.io.network.osm_tags import RoadUse, Tags
from spreiding.network import Access, Roads
from spreiding.tables import ROAD_CLASS_INDEX

_CARS: Final = Access.AUTO_FORWARD | Access.AUTO_BACKWARD
_OTHERS: Final = Access.FIETS_FORWARD | Access.FIETS_BACKWARD | Access.LOPEN

_Number = TypeVar("_Number", bound=np.generic)


@dataclass(frozen=True)
class Ferry:
    """A ferry: its tags, and the numbers of the ways that it sails from quay to quay."""

    tags: Tags
    ways: tuple[int, ...]


def build_segments(
    node: IntArray,
    n_nodes: IntArray,
    *,
    uses: Sequence[RoadUse],
    x_m: FloatArray,
    y_m: FloatArray,
    ferries: Iterable[Ferry] = (),
) -> Roads:
    """Cut ways into segments; a node that follows itself makes none.

    `node` holds the nodes of all ways behind each other, `n_nodes` how many each way has and `uses` how it is used;
    `x_m`, `y_m` are the places of the nodes in EPSG:28992 [m]. Lengths are straight between nodes [m].
    """
    way = np.repeat(np.arange(n_nodes.size), n_nodes)
    start = np.flatnonzero(way[:-1] == way[1:])
    start = start[node[start] != node[start + 1]]
    tail, head, way = node[start], node[start + 1], way[start]
    length_m = np.hypot(x_m[tail] - x_m[head], y_m[tail] - y_m[head])
    way_kmh = np.array([use.car_kmh for use in uses], dtype=np.float32)
    way_m = np.bincount(way, weights=length_m, minlength=n_nodes.size)
    for ferry in ferries:
        way_kmh[list(ferry.ways)] = ferry_kmh(ferry.tags, float(way_m[list(ferry.ways)].sum()))
    return Roads(
        x_m=x_m,
        y_m=y_m,
        tail=tail.astype(np.int32),
        head=head.astype(np.int32),
        length_m=length_m,
        road_class=np.array([use.road_class for use in uses], dtype=np.uint8)[way],
        car_kmh=way_kmh[way],
        access=np.array([int(use.access) for use in uses], dtype=np.uint8)[way],
    )


def stop_cars(roads: Roads, barriers: IntArray) -> Roads:
    """Cut the roads for cars at the nodes in `barriers`; bicycles and pedestrians pass.

    Every car segment that ends at such a node gets an end of its own, and a link of no length from there to the
    node that is open to all but cars.
    """
    has_car = (roads.access & _CARS) > 0
    cut_tail = np.flatnonzero(np.isin(roads.tail, barriers) & has_car)
    cut_head = np.flatnonzero(np.isin(roads.head, barriers) & has_car)
    old = np.concatenate([roads.tail[cut_tail], roads.head[cut_head]])
    new = np.arange(roads.x_m.size, roads.x_m.size + old.size, dtype=np.int32)
    tail, head = roads.tail.copy(), roads.head.copy()
    tail[cut_tail], head[cut_head] = new[: cut_tail.size], new[cut_tail.size :]

    def with_links(values: NDArray[_Number], link: float) -> NDArray[_Number]:
        return np.concatenate([values, np.full(old.size, link, dtype=values.dtype)])

    return Roads(
        x_m=np.concatenate([roads.x_m, roads.x_m[old]]),
        y_m=np.concatenate([roads.y_m, roads.y_m[old]]),
        tail=np.concatenate([tail, new]),
        head=np.concatenate([head, old]),
        length_m=with_links(roads.length_m, 0.0),
        road_class=with_links(roads.road_class, ROAD_CLASS_INDEX["path"]),
        car_kmh=with_links(roads.car_kmh, np.nan),
        access=with_links(roads.access, int(_OTHERS)),
    )


def drop_unplaced(roads: Roads) -> Roads:
    """Drop the segments of which an end has no finite place: a projection does not reach the whole earth."""
    is_placed = np.isfinite(roads.x_m) & np.isfinite(roads.y_m)
    if is_placed.all():
        return roads
    kept = is_placed[roads.tail] & is_placed[roads.head]
    number = np.cumsum(is_placed, dtype=np.int32) - np.int32(1)
    return replace(
        roads,
        x_m=roads.x_m[is_placed],
        y_m=roads.y_m[is_placed],
        tail=number[roads.tail[kept]],
        head=number[roads.head[kept]],
        length_m=roads.length_m[kept],
        road_class=roads.road_class[kept],
        car_kmh=roads.car_kmh[kept],
        access=roads.access[kept],
    )
