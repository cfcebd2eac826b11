"""Roads from an osmnx graph: a networkx MultiDiGraph, a GraphML file that osmnx wrote, or what osmnx downloads."""

from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from xml.etree.ElementTree import ParseError

import numpy as np
from shapely.errors import GEOSException

from spreiding.errors import InputError
from spreiding.io.files.crs import crs_name, transform
from spreiding.io.network.osm import OsmData
from spreiding.io.network.osm_tags import RoadUse, Tags, blocks_cars, has_contraflow, road_use
from spreiding.io.network.way_segments import Ferry, build_segments, drop_unplaced, stop_cars
from spreiding.network import Access, Roads
from spreiding.tables import FERRY, ROAD_CLASS_INDEX

if TYPE_CHECKING:
    import networkx as nx

_FORWARD: Final = Access.AUTO_FORWARD | Access.FIETS_FORWARD | Access.LOPEN
_TURNED: Final = {Access.AUTO_FORWARD: Access.AUTO_BACKWARD, Access.FIETS_FORWARD: Access.FIETS_BACKWARD}

Point = tuple[float, float]


@dataclass(frozen=True)
class _Chain:
    """An edge as a line of points from node `start` to node `end`, a part of the way `way`."""

    start: Hashable
    end: Hashable
    points: tuple[Point, ...]
    use: RoadUse
    way: str
    tags: Tags


@dataclass
class _Nodes:
    """Nodes as they are added, and the chains through them behind each other."""

    points: list[Point] = field(default_factory=list)
    number: dict[Hashable, int] = field(default_factory=dict)
    node: list[int] = field(default_factory=list)
    n_nodes: list[int] = field(default_factory=list)

    def add(self, chain: _Chain) -> None:
        """Add a chain; points between its nodes become nodes of their own."""
        inner = range(len(self.points), len(self.points) + len(chain.points) - 2)
        self.points += chain.points[1:-1]
        self.node += [self._named(chain.start, chain.points[0]), *inner, self._named(chain.end, chain.points[-1])]
        self.n_nodes.append(len(chain.points))

    def _named(self, name: Hashable, point: Point) -> int:
        """Return the number of a node of the graph."""
        if name not in self.number:
            self.number[name] = len(self.points)
            self.points.append(point)
        return self.number[name]


def read_graph(path: Path) -> OsmData:
    """Read roads from a GraphML file that osmnx wrote.

    The reader meets files nobody vouches for: `io.network.roads` runs it in a process of its own.

    Raises
    ------
    InputError
        `file_not_found`, `unreadable_file`, or as `roads_from_graph`.

    """
    if not path.is_file():
        raise InputError("file_not_found", file=path)
    import networkx as nx  # noqa: PLC0415 - it and osmnx take seconds to import
    import osmnx as ox  # noqa: PLC0415

    bad_file = (ParseError, nx.NetworkXError, KeyError, ValueError, SyntaxError, TypeError, GEOSException, MemoryError)
    try:
        graph = ox.load_graphml(path)
    except bad_file as error:
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
    Bicycles go both ways where the tags allow it, pedestrians always. Cars stop at barriers, where the nodes have them.

    Raises
    ------
    InputError
        `missing_crs` or `unknown_crs`; `unreadable_file` when a node has no coordinates.

    """
    crs = graph_crs(graph, file=file)
    nodes = _Nodes()
    try:
        chains = tuple(_chains(graph))
        for chain in chains:
            nodes.add(chain)
    except (KeyError, ValueError, NotImplementedError) as error:
        raise InputError("unreadable_file", file=file, reason=f"no attribute {error}") from error
    xy = np.array(nodes.points, dtype=np.float64).reshape(-1, 2)
    x_m, y_m = transform(xy[:, 0], xy[:, 1], source=crs)
    roads = build_segments(
        np.array(nodes.node, dtype=np.int32),
        np.array(nodes.n_nodes, dtype=np.int32),
        uses=[chain.use for chain in chains],
        x_m=x_m,
        y_m=y_m,
        ferries=_ferries(chains),
    )
    barriers = [nodes.number[name] for name, data in graph.nodes(data=True) if name in nodes.number and _blocks(data)]
    return drop_unplaced(stop_cars(roads, np.array(barriers, dtype=np.int32)))


def _blocks(data: dict[str, Any]) -> bool:
    return blocks_cars({key: str(value) for key, value in data.items()})


def _ferries(chains: tuple[_Chain, ...]) -> Iterator[Ferry]:
    """Yield the ferries, each with all the edges that its way was cut into."""
    numbers: dict[str, list[int]] = {}
    for number, chain in enumerate(chains):
        if chain.use.road_class == ROAD_CLASS_INDEX[FERRY]:
            numbers.setdefault(chain.way, []).append(number)
    for ways in numbers.values():
        yield Ferry(chains[ways[0]].tags, tuple(ways))


def _chains(graph: "nx.MultiDiGraph[Any]") -> Iterator[_Chain]:
    """Join every edge with its edge back: two coinciding one-way roads would trap who stands on one of them."""
    found: dict[Hashable, _Chain] = {}
    for start, end, data in graph.edges(data=True):
        tags = _tags(data)
        use = _edge_use(tags)
        if use is None:
            continue
        points = _points(graph, start, end, data)
        key = (frozenset((start, end)), frozenset((points, points[::-1])))
        earlier = found.get(key)
        if earlier is None:
            found[key] = _Chain(start, end, points, use, str(data.get("osmid")), tags)
        elif earlier.points != points:
            access = earlier.use.access | _turned(use.access)
            both = RoadUse(use.road_class, float(np.fmax(earlier.use.car_kmh, use.car_kmh)), access)
            found[key] = replace(earlier, use=both)
    yield from found.values()


def _tags(data: dict[str, Any]) -> Tags:
    """Return the tags of an edge as seen in its own direction: the edge itself says whether it is one-way."""
    kept = {key: _first(value) for key, value in data.items() if key not in ("oneway", "junction", "geometry")}
    if str(data.get("reversed")) != "True":
        return kept
    return dict(_reverse(key, value) for key, value in kept.items())


def _reverse(key: str, value: str) -> tuple[str, str]:
    """Return a tag as seen from the other end of the way."""
    if key.startswith("oneway:"):
        return key, {"yes": "-1", "-1": "yes"}.get(value, value)
    for side, other in ((":forward", ":backward"), (":backward", ":forward")):
        if key.endswith(side):
            return key.removesuffix(side) + other, value
    return key, value


def _edge_use(tags: Tags) -> RoadUse | None:
    """Return the use of a directed edge: forward only, but for bicycles in a contraflow street."""
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
