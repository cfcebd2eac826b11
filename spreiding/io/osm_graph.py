"""Roads from an osmnx graph: a networkx MultiDiGraph, or a GraphML file that osmnx wrote."""

from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any, Final
from xml.etree.ElementTree import ParseError

import networkx as nx
import numpy as np
import osmnx as ox

from spreiding.errors import InputError
from spreiding.io.crs import crs_name, transform
from spreiding.io.osm import OsmData
from spreiding.io.osm_tags import RoadUse, has_contraflow, road_use
from spreiding.network import Access, Roads

_FORWARD: Final = Access.AUTO_FORWARD | Access.FIETS_FORWARD | Access.LOPEN
_TURNED: Final = {Access.AUTO_FORWARD: Access.AUTO_BACKWARD, Access.FIETS_FORWARD: Access.FIETS_BACKWARD}

Point = tuple[float, float]


@dataclass(frozen=True)
class _Chain:
    """An edge as a line of points from node `start` to node `end`."""

    start: Hashable
    end: Hashable
    points: tuple[Point, ...]
    use: RoadUse


@dataclass
class _Segments:
    """Nodes and segments as they are added."""

    points: list[Point] = field(default_factory=list)
    number: dict[Hashable, int] = field(default_factory=dict)
    tail: list[int] = field(default_factory=list)
    head: list[int] = field(default_factory=list)
    use: list[RoadUse] = field(default_factory=list)

    def add(self, chain: _Chain) -> None:
        """Add the straight pieces of a chain; points between its nodes become nodes of their own."""
        inner = range(len(self.points), len(self.points) + len(chain.points) - 2)
        self.points += chain.points[1:-1]
        ends = self.node(chain.start, chain.points[0]), self.node(chain.end, chain.points[-1])
        for tail, head in pairwise((ends[0], *inner, ends[1])):
            self.tail.append(tail)
            self.head.append(head)
            self.use.append(chain.use)

    def node(self, name: Hashable, point: Point) -> int:
        """Return the number of a node of the graph."""
        if name not in self.number:
            self.number[name] = len(self.points)
            self.points.append(point)
        return self.number[name]


def read_graph(path: Path) -> OsmData:
    """Read roads from a GraphML file that osmnx wrote.

    Raises
    ------
    InputError
        `file_not_found`, `unreadable_file`, or as `roads_from_graph`.

    """
    if not path.is_file():
        raise InputError("file_not_found", file=path)
    try:
        graph = ox.load_graphml(path)
    except (ParseError, nx.NetworkXError, KeyError, ValueError, SyntaxError, TypeError) as error:
        raise InputError("unreadable_file", file=path.name, reason=str(error)) from error
    return OsmData(roads_from_graph(graph, file=path.name), crs=graph_crs(graph, file=path.name))


def graph_crs(graph: "nx.MultiDiGraph[Any]", *, file: str = "graph") -> str:
    """Return the coordinate system of a graph as 'EPSG:4326' and the like.

    Raises
    ------
    InputError
        `missing_crs` or `unknown_crs`.

    """
    return crs_name(str(graph.graph.get("crs") or ""), file=file)


def roads_from_graph(graph: "nx.MultiDiGraph[Any]", *, file: str = "graph") -> Roads:
    """Turn an osmnx graph into roads: EPSG:28992 [m], curved edges cut into straight segments.

    A directed edge is open in its own direction; the edge back, if there is one, opens the other.
    Bicycles go both ways where the tags allow it, pedestrians always.

    Raises
    ------
    InputError
        `missing_crs` or `unknown_crs`; `unreadable_file` when a node has no coordinates.

    """
    crs = graph_crs(graph, file=file)
    segments = _Segments()
    try:
        for chain in _chains(graph):
            segments.add(chain)
    except KeyError as error:
        raise InputError("unreadable_file", file=file, reason=f"no attribute {error}") from error
    xy = np.array(segments.points, dtype=np.float64).reshape(-1, 2)
    x_m, y_m = transform(xy[:, 0], xy[:, 1], source=crs)
    tail, head = np.array(segments.tail, dtype=np.int32), np.array(segments.head, dtype=np.int32)
    return Roads(
        x_m=x_m,
        y_m=y_m,
        tail=tail,
        head=head,
        length_m=np.hypot(x_m[tail] - x_m[head], y_m[tail] - y_m[head]),
        road_class=np.array([use.road_class for use in segments.use], dtype=np.uint8),
        car_kmh=np.array([use.car_kmh for use in segments.use], dtype=np.float32),
        access=np.array([int(use.access) for use in segments.use], dtype=np.uint8),
    )


def _chains(graph: "nx.MultiDiGraph[Any]") -> Iterator[_Chain]:
    """Join every edge with its edge back: two coinciding one-way roads would trap who stands on one of them."""
    found: dict[Hashable, _Chain] = {}
    for start, end, data in graph.edges(data=True):
        use = _edge_use(data)
        if use is None:
            continue
        points = _points(graph, start, end, data)
        key = (frozenset((start, end)), frozenset((points, points[::-1])))
        earlier = found.get(key)
        if earlier is None:
            found[key] = _Chain(start, end, points, use)
        elif earlier.points != points:
            access = earlier.use.access | _turned(use.access)
            both = RoadUse(use.road_class, np.fmax(earlier.use.car_kmh, use.car_kmh), access)
            found[key] = _Chain(earlier.start, earlier.end, earlier.points, both)
    yield from found.values()


def _edge_use(data: dict[str, Any]) -> RoadUse | None:
    """Return the use of a directed edge: forward only, but for bicycles in a contraflow street."""
    tags = {key: _first(value) for key, value in data.items() if key not in ("oneway", "junction", "geometry")}
    use = road_use(tags)
    if use is None:
        return None
    kept = _FORWARD | (Access.FIETS_BACKWARD if has_contraflow(tags) else Access(0))
    return RoadUse(use.road_class, use.car_kmh, use.access & kept) if use.access & kept else None


def _first(value: object) -> str:
    """Return a tag as text; osmnx joins the ways of a simplified edge into a list, of which the first rules."""
    return str(value[0] if isinstance(value, list) and value else value)


def _turned(access: Access) -> Access:
    """Return the access of an edge as seen from its other end."""
    turned = access & Access.LOPEN
    for forward, backward in _TURNED.items():
        turned |= (backward if access & forward else Access(0)) | (forward if access & backward else Access(0))
    return turned


def _points(graph: "nx.MultiDiGraph[Any]", start: Hashable, end: Hashable, data: dict[str, Any]) -> tuple[Point, ...]:
    """Points of an edge from its first node to its last, in the system of the graph."""
    ends = [(float(graph.nodes[node]["x"]), float(graph.nodes[node]["y"])) for node in (start, end)]
    geometry = data.get("geometry")
    inner = [(float(x), float(y)) for x, y in geometry.coords][1:-1] if geometry is not None else []
    return (ends[0], *inner, ends[1])
