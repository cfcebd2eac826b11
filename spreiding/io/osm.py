"""Roads and libraries from OpenStreetMap files (.osm.pbf, .osm).

Every node of a road stays a node: nothing is simplified. Ferries are not read yet: who can only be reached
by ferry counts as unreachable.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final, TypeVar

import numpy as np
import osmium
from numpy.typing import NDArray

from spreiding.demand import IntArray
from spreiding.errors import InputError
from spreiding.io.crs import WGS84, transform
from spreiding.io.osm_tags import Tags, blocks_cars, road_use
from spreiding.network import Access, Roads
from spreiding.tables import ROAD_CLASS_INDEX

_CARS: Final = Access.AUTO_FORWARD | Access.AUTO_BACKWARD
_OTHERS: Final = Access.FIETS_FORWARD | Access.FIETS_BACKWARD | Access.LOPEN

_Number = TypeVar("_Number", bound=np.generic)


@dataclass(frozen=True)
class Library:
    """A library as OpenStreetMap knows it, at (x, y) in EPSG:28992 [m]; `tags` as they stand there."""

    id: str
    tags: Tags
    x_m: float
    y_m: float


@dataclass(frozen=True)
class OsmData:
    """The roads of one file, its libraries, the day of its data (empty: not said) and its coordinate system."""

    roads: Roads
    libraries: tuple[Library, ...] = ()
    date: str = ""
    crs: str = WGS84


@dataclass
class _Collected:
    """What one pass over a file gathers: per used way its facts, and the nodes of all ways behind each other."""

    ref: list[int] = field(default_factory=list)
    lon: list[float] = field(default_factory=list)
    lat: list[float] = field(default_factory=list)
    n_nodes: list[int] = field(default_factory=list)
    road_class: list[int] = field(default_factory=list)
    car_kmh: list[float] = field(default_factory=list)
    access: list[int] = field(default_factory=list)
    barriers: list[int] = field(default_factory=list)
    libraries: list[tuple[str, Tags, float, float]] = field(default_factory=list)

    def add(self, thing: object) -> None:
        """Take a node or way if it is a road, a library or a barrier."""
        if isinstance(thing, osmium.osm.Node):
            tags = dict(thing.tags)
            if blocks_cars(tags):
                self.barriers.append(thing.id)
            if tags.get("amenity") == "library":
                self.libraries.append((f"osm-node-{thing.id}", tags, thing.lon, thing.lat))
        elif isinstance(thing, osmium.osm.Way):
            tags = dict(thing.tags)
            if "highway" in tags:
                self.add_road(thing, tags)
            if tags.get("amenity") == "library":
                self.add_building(thing, tags)

    def add_road(self, way: osmium.osm.Way, tags: Tags) -> None:
        """Take the pieces of a way that lie inside the file: an extract may lack nodes across its edge."""
        use = road_use(tags)
        if use is None:
            return
        for piece in _pieces(way):
            self.ref += [node.ref for node in piece]
            self.lon += [node.lon for node in piece]
            self.lat += [node.lat for node in piece]
            self.n_nodes.append(len(piece))
            self.road_class.append(use.road_class)
            self.car_kmh.append(use.car_kmh)
            self.access.append(int(use.access))

    def add_building(self, way: osmium.osm.Way, tags: Tags) -> None:
        """Take a library drawn as a building, at the middle of its outline."""
        known = [node for node in way.nodes if node.location.valid()]
        if known:
            lon = sum(node.lon for node in known) / len(known)
            lat = sum(node.lat for node in known) / len(known)
            self.libraries.append((f"osm-way-{way.id}", tags, lon, lat))


def read_osm(path: Path) -> OsmData:
    """Read roads and libraries; coordinates become EPSG:28992, lengths are straight between nodes [m].

    Raises
    ------
    InputError
        `file_not_found` or `unreadable_file`.

    """
    if not path.is_file():
        raise InputError("file_not_found", file=path)
    collected = _Collected()
    try:
        keys = osmium.filter.KeyFilter("highway", "amenity", "barrier")
        for thing in osmium.FileProcessor(path).with_locations().with_filter(keys):
            collected.add(thing)
        date = _date(path)
    except (RuntimeError, osmium.InvalidLocationError) as error:
        raise InputError("unreadable_file", file=path.name, reason=str(error)) from error
    return OsmData(_roads(collected), _libraries(collected), date)


def _pieces(way: osmium.osm.Way) -> Iterator[list[osmium.osm.NodeRef]]:
    """Yield the runs of at least two nodes whose place is known."""
    piece: list[osmium.osm.NodeRef] = []
    for node in way.nodes:
        if node.location.valid():
            piece.append(node)
            continue
        if len(piece) > 1:
            yield piece
        piece = []
    if len(piece) > 1:
        yield piece


def _date(path: Path) -> str:
    """Return the day of the data in the file's header; empty when it is not there."""
    stamp = osmium.io.Reader(path, osmium.osm.osm_entity_bits.NOTHING).header().get("osmosis_replication_timestamp")
    try:
        return datetime.fromisoformat(stamp).date().isoformat()
    except ValueError:
        return ""


def _libraries(collected: _Collected) -> tuple[Library, ...]:
    x_m, y_m = transform(
        [lon for *_, lon, _ in collected.libraries], [lat for *_, lat in collected.libraries], source=WGS84
    )
    return tuple(
        Library(osm_id, tags, float(x), float(y))
        for (osm_id, tags, _, _), x, y in zip(collected.libraries, x_m, y_m, strict=True)
    )


def _roads(collected: _Collected) -> Roads:
    """Turn the collected ways into segments between neighbouring nodes."""
    refs, first, node = np.unique(np.array(collected.ref, dtype=np.int64), return_index=True, return_inverse=True)
    x_m, y_m = transform(np.array(collected.lon)[first], np.array(collected.lat)[first], source=WGS84)
    per_way = np.array(collected.n_nodes, dtype=np.int64)
    way = np.repeat(np.arange(per_way.size), per_way)
    start = np.flatnonzero(way[:-1] == way[1:])
    start = start[node[start] != node[start + 1]]
    tail, head, way = node[start], node[start + 1], way[start]
    roads = Roads(
        x_m=x_m,
        y_m=y_m,
        tail=tail.astype(np.int32),
        head=head.astype(np.int32),
        length_m=np.hypot(x_m[tail] - x_m[head], y_m[tail] - y_m[head]),
        road_class=np.array(collected.road_class, dtype=np.uint8)[way],
        car_kmh=np.array(collected.car_kmh, dtype=np.float32)[way],
        access=np.array(collected.access, dtype=np.uint8)[way],
    )
    is_barrier = np.isin(refs, np.array(collected.barriers, dtype=np.int64))
    return _stop_cars(roads, np.flatnonzero(is_barrier).astype(np.int32))


def _stop_cars(roads: Roads, barriers: IntArray) -> Roads:
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
