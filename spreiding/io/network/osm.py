"""Roads and places from OpenStreetMap files (.osm.pbf, .osm).

Every node of a road stays a node: nothing is simplified. Ferries are read from their ways; a relation of a route tells
nothing that its ways do not. Nodes come before ways in a file, as all publishers write it.

The reader is compiled code that meets files nobody vouches for: `io.network.roads` runs it in a process of its own.
"""

from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Final

import numpy as np
import osmium

from spreiding.errors import InputError
from spreiding.io.files.crs import WGS84, transform
from spreiding.io.network.osm_places import Outline, Place, locate, place_kind
from spreiding.io.network.osm_tags import RoadUse, Tags, blocks_cars, road_use
from spreiding.io.network.way_segments import Ferry, build_segments, stop_cars
from spreiding.network import Roads
from spreiding.tables import FERRY, ROAD_CLASS_INDEX

_KEYS: Final = ("highway", "amenity", "barrier", "route", "place")
# What the reader makes of a bad file; UnicodeDecodeError is a ValueError.
_BAD_FILE: Final = (RuntimeError, ValueError, osmium.InvalidLocationError)


class RoadSource(StrEnum):
    """Whose roads they are, which decides under what licence."""

    OSM = "osm"
    OWN = "eigen"
    GENERATED = "gegenereerd"


@dataclass(frozen=True)
class OsmData:
    """The roads of one file, its places, the day of its data (empty: not said) and its coordinate system.

    `unknown_classes` are the values of the class column that are no road class, each with its number of lines: those
    lines are left out. Only line files have them.
    """

    roads: Roads
    places: tuple[Place, ...] = ()
    date: str = ""
    crs: str = WGS84
    unknown_classes: tuple[tuple[str, int], ...] = ()
    source: RoadSource = RoadSource.OSM

    @property
    def libraries(self) -> tuple[Place, ...]:
        """The places that are libraries."""
        return tuple(place for place in self.places if place.kind == "library")


@dataclass
class _Collected:
    """What one pass over a file gathers: per used way its facts, and the nodes of all ways behind each other."""

    ref: "array[int]" = field(default_factory=lambda: array("q"))
    lon: "array[float]" = field(default_factory=lambda: array("d"))
    lat: "array[float]" = field(default_factory=lambda: array("d"))
    n_nodes: list[int] = field(default_factory=list)
    uses: list[RoadUse] = field(default_factory=list)
    ferries: list[Ferry] = field(default_factory=list)
    barriers: list[int] = field(default_factory=list)
    outlines: list[Outline] = field(default_factory=list)
    # Places that are drawn as several ways: id of the relation → its tags and the ids of its ways.
    relations: dict[str, tuple[Tags, tuple[int, ...]]] = field(default_factory=dict)
    # Roads of which no two nodes behind each other are known.
    n_nowhere: int = 0

    def add(self, thing: object) -> None:
        """Take a node, way or relation if it is a road, a place or a barrier."""
        if isinstance(thing, osmium.osm.Node):
            self.add_node(thing, dict(thing.tags))
        elif isinstance(thing, osmium.osm.Way):
            tags = dict(thing.tags)
            self.add_road(thing, tags)
            kind = place_kind(tags, is_node=False)
            if kind is not None:
                self.outlines.append(Outline(f"osm-way-{thing.id}", kind, tags, _known_points(thing)))
        elif isinstance(thing, osmium.osm.Relation):
            tags = dict(thing.tags)
            if tags.get("type") == "multipolygon" and place_kind(tags, is_node=False):
                ways = tuple(member.ref for member in thing.members if member.type == "w")
                self.relations[f"osm-relation-{thing.id}"] = tags, ways

    def add_node(self, node: osmium.osm.Node, tags: Tags) -> None:
        """Take a barrier, or a place drawn as a point."""
        if blocks_cars(tags):
            self.barriers.append(node.id)
        kind = place_kind(tags, is_node=True)
        if kind is not None and node.location.valid():
            self.outlines.append(Outline(f"osm-node-{node.id}", kind, tags, [(node.lon, node.lat)]))

    def add_road(self, way: osmium.osm.Way, tags: Tags) -> None:
        """Take the pieces of a way that lie inside the file: an extract may lack nodes across its edge."""
        use = road_use(tags)
        if use is None:
            return
        first = len(self.uses)
        for piece in _pieces(way):
            self.ref.extend(node.ref for node in piece)
            self.lon.extend(node.lon for node in piece)
            self.lat.extend(node.lat for node in piece)
            self.n_nodes.append(len(piece))
            self.uses.append(use)
        self.n_nowhere += first == len(self.uses)
        if use.road_class == ROAD_CLASS_INDEX[FERRY]:
            self.ferries.append(Ferry(tags, tuple(range(first, len(self.uses)))))


def read_osm(path: Path) -> OsmData:
    """Read roads and places; coordinates become EPSG:28992, lengths are straight between nodes [m].

    Raises
    ------
    InputError
        `file_not_found`, `unreadable_file`, or `roads_without_nodes` when no road has a place.

    """
    if not path.is_file():
        raise InputError("file_not_found", file=path)
    collected = _Collected()
    try:
        for thing in osmium.FileProcessor(path).with_locations().with_filter(osmium.filter.KeyFilter(*_KEYS)):
            collected.add(thing)
        _add_relations(path, collected)
        date = _date(path)
    except _BAD_FILE as error:
        raise InputError("unreadable_file", file=path.name, reason=str(error)) from error
    if collected.n_nowhere and not collected.uses:
        raise InputError("roads_without_nodes", file=path.name, n_ways=collected.n_nowhere)
    return OsmData(_roads(collected), locate(collected.outlines), date)


def _known_points(way: osmium.osm.Way) -> list[tuple[float, float]]:
    """Points of a way in degrees (lon, lat), as far as they lie inside the file."""
    return [(node.lon, node.lat) for node in way.nodes if node.location.valid()]


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


def _add_relations(path: Path, collected: _Collected) -> None:
    """Take the places that are drawn as several ways: those ways have no tags and need a pass of their own."""
    if not collected.relations:
        return
    points: dict[int, list[tuple[float, float]]] = {}
    wanted = {way for _, ways in collected.relations.values() for way in ways}
    found = osmium.FileProcessor(path).with_locations().with_filter(osmium.filter.EntityFilter(osmium.osm.WAY))
    for way in found.with_filter(osmium.filter.IdFilter(wanted)):
        if isinstance(way, osmium.osm.Way):
            points[way.id] = _known_points(way)
    for place_id, (tags, ways) in collected.relations.items():
        kind = place_kind(tags, is_node=False)
        if kind is not None:
            drawn = [point for way in ways for point in points.get(way, [])]
            collected.outlines.append(Outline(place_id, kind, tags, drawn))


def _date(path: Path) -> str:
    """Return the day of the data in the file's header; empty when it is not there."""
    stamp = osmium.io.Reader(path, osmium.osm.osm_entity_bits.NOTHING).header().get("osmosis_replication_timestamp")
    try:
        return datetime.fromisoformat(stamp).date().isoformat()
    except ValueError:
        return ""


def _roads(collected: _Collected) -> Roads:
    """Turn the collected ways into segments between neighbouring nodes."""
    refs, first, node = np.unique(np.array(collected.ref, dtype=np.int64), return_index=True, return_inverse=True)
    x_m, y_m = transform(np.array(collected.lon)[first], np.array(collected.lat)[first], source=WGS84)
    roads = build_segments(
        node.astype(np.int32),
        np.array(collected.n_nodes, dtype=np.int32),
        uses=collected.uses,
        x_m=x_m,
        y_m=y_m,
        ferries=collected.ferries,
    )
    is_barrier = np.isin(refs, np.array(collected.barriers, dtype=np.int64))
    return stop_cars(roads, np.flatnonzero(is_barrier).astype(np.int32))
