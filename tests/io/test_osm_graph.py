"""Roads from an osmnx graph."""

from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np
import osmnx as ox
import pytest
from shapely import LineString

from spreiding.io.network.osm_graph import read_graph, roads_from_graph
from spreiding.network import Access
from tests.io.files import kinds_of

BOTH = int(Access.AUTO_FORWARD | Access.AUTO_BACKWARD | Access.FIETS_FORWARD | Access.FIETS_BACKWARD | Access.LOPEN)
FORWARD = int(Access.AUTO_FORWARD | Access.FIETS_FORWARD | Access.LOPEN)


def make_graph(crs: str = "epsg:28992") -> "nx.MultiDiGraph[Any]":
    """A curved two-way street of 30 + 40 m from 1 to 2 (osmnx keeps both directions), and a one-way street on to 3."""
    graph: nx.MultiDiGraph[Any] = nx.MultiDiGraph(crs=crs, simplified=True)
    for node, (x, y) in {1: (190_000.0, 507_000.0), 2: (190_030.0, 507_040.0), 3: (190_130.0, 507_040.0)}.items():
        graph.add_node(node, x=x, y=y)
    line = LineString([(190_000, 507_000), (190_030, 507_000), (190_030, 507_040)])
    street = {"osmid": 10, "highway": "residential", "oneway": False, "length": 70.0}
    graph.add_edge(1, 2, **street, reversed=False, geometry=line)
    graph.add_edge(2, 1, **street, reversed=True, geometry=line.reverse())
    graph.add_edge(
        2,
        3,
        osmid=[11, 12],
        highway=["tertiary", "residential"],
        oneway=True,
        reversed=False,
        length=100.0,
        maxspeed="50",
    )
    return graph


def test_a_curved_edge_becomes_straight_segments_and_both_directions_one_road() -> None:
    roads = roads_from_graph(make_graph())
    assert roads.x_m.size == 4
    np.testing.assert_allclose(roads.length_m, [30, 40, 100])
    assert roads.access.tolist() == [BOTH, BOTH, FORWARD]


def test_the_first_of_several_tags_rules_and_a_limit_lowers_the_speed() -> None:
    # tertiary with 50: nine tenths of 50; residential drives 28.
    np.testing.assert_allclose(roads_from_graph(make_graph()).car_kmh, [28, 28, 45])


def test_an_edge_against_the_line_of_its_twin_is_recognised_whatever_comes_first() -> None:
    graph = make_graph()
    turned: nx.MultiDiGraph[Any] = nx.MultiDiGraph(**graph.graph)
    turned.add_nodes_from(graph.nodes(data=True))
    turned.add_edges_from(reversed(list(graph.edges(data=True))))
    assert sorted(roads_from_graph(turned).access.tolist()) == sorted([BOTH, BOTH, FORWARD])


def test_bicycles_may_go_against_a_one_way_edge_where_tagged() -> None:
    graph = make_graph()
    graph.edges[2, 3, 0]["oneway:bicycle"] = "no"
    assert roads_from_graph(graph).access[2] == FORWARD | int(Access.FIETS_BACKWARD)


def test_closed_edges_are_left_out() -> None:
    graph = make_graph()
    graph.edges[2, 3, 0]["access"] = "private"
    assert roads_from_graph(graph).tail.size == 2


def test_a_graph_in_degrees_comes_out_in_metres() -> None:
    # The projection's centre, Onze Lieve Vrouwetoren in Amersfoort, is x 155,000, y 463,000 by definition;
    # in WGS 84 it lies at 5.38721° E, 52.15517° N.
    graph: nx.MultiDiGraph[Any] = nx.MultiDiGraph(crs="epsg:4326")
    graph.add_node(1, x=5.38720621, y=52.15517440)
    graph.add_node(2, x=5.39, y=52.16)
    graph.add_edge(1, 2, osmid=1, highway="residential", oneway=True)
    roads = roads_from_graph(graph)
    np.testing.assert_allclose([roads.x_m[0], roads.y_m[0]], [155_000, 463_000], atol=1.0)


def test_graphml_gives_the_same_roads_as_the_graph(tmp_path: Path) -> None:
    ox.save_graphml(make_graph(), tmp_path / "weg.graphml")
    data = read_graph(tmp_path / "weg.graphml")
    wanted = roads_from_graph(make_graph())
    assert data.crs == "EPSG:28992"
    np.testing.assert_array_equal(data.roads.access, wanted.access)
    np.testing.assert_allclose(data.roads.length_m, wanted.length_m)


def test_a_graph_without_coordinate_system_is_refused() -> None:
    graph = make_graph()
    del graph.graph["crs"]
    assert kinds_of(lambda: roads_from_graph(graph)) == ["missing_crs"]


def test_a_node_without_coordinates_is_refused() -> None:
    graph = make_graph()
    del graph.nodes[3]["x"]
    assert kinds_of(lambda: roads_from_graph(graph)) == ["unreadable_file"]


@pytest.mark.parametrize("content", ["no xml", "<graphml></graphml>", ""])
def test_a_broken_graphml_file_is_named(tmp_path: Path, content: str) -> None:
    path = tmp_path / "weg.graphml"
    path.write_text(content, encoding="utf-8")
    assert kinds_of(lambda: read_graph(path)) == ["unreadable_file"]


def test_cars_stop_at_a_barrier_that_the_nodes_tell_of() -> None:
    graph = make_graph()
    graph.nodes[2]["barrier"] = "bollard"
    roads = roads_from_graph(graph)
    # Three segments; two of them end at the bollard, and each gets an end of its own and a link past it.
    assert roads.x_m.size == 6
    assert sorted(np.round(roads.length_m).tolist()) == [0, 0, 30, 40, 100]


def test_what_holds_in_one_direction_is_turned_with_the_edge() -> None:
    # The way runs from 1 to 2; osmnx gives the edge back the tags of the way.
    graph = make_graph()
    for start, end in ((1, 2), (2, 1)):
        graph.edges[start, end, 0]["motor_vehicle:backward"] = "no"
    assert roads_from_graph(graph).access[:2].tolist() == [BOTH & ~int(Access.AUTO_BACKWARD)] * 2
    for start, end in ((1, 2), (2, 1)):
        del graph.edges[start, end, 0]["motor_vehicle:backward"]
        graph.edges[start, end, 0]["oneway:motor_vehicle"] = "yes"
    assert roads_from_graph(graph).access[:2].tolist() == [BOTH & ~int(Access.AUTO_BACKWARD)] * 2


def test_a_ferry_waits_once_however_often_its_way_is_cut() -> None:
    # Two edges of 300 m of one way: 4 min sailing and 8 min waiting over both is 3 km/h.
    graph: nx.MultiDiGraph[Any] = nx.MultiDiGraph(crs="epsg:28992")
    for number in range(3):
        graph.add_node(number, x=190_000.0 + 300 * number, y=507_000.0)
    for start, end in ((0, 1), (1, 0), (1, 2), (2, 1)):
        graph.add_edge(start, end, osmid=5, route="ferry", duration="00:04", foot="yes", reversed=start > end)
    np.testing.assert_allclose(roads_from_graph(graph).car_kmh, [3.0, 3.0], rtol=1e-6)


def test_nodes_that_lie_nowhere_are_left_out() -> None:
    for value in (float("nan"), float("inf")):
        graph = make_graph()
        graph.nodes[3]["x"] = value
        assert roads_from_graph(graph).tail.size == 2


ENTITIES = "".join(f'<!ENTITY a{k} "{f"&a{k - 1};" * 10}">' for k in range(1, 10))
GEOMETRY = "LINESTRING (190000 507000, 190030 507000, 190030 507040)"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        # A thousand million times "ha"; an entity that points at a file.
        ("<graphml", f'<!DOCTYPE g [<!ENTITY a0 "ha">{ENTITIES}]><graphml a="&a9;"'),
        ("<graphml", '<!DOCTYPE g [<!ENTITY x SYSTEM "file:///etc/passwd">]><graphml a="&x;"'),
        (GEOMETRY, "POLYGON ((0 0, 1 1, 1 0, 0 0))"),
        (GEOMETRY, "hello"),
        ('<node id="3">', '<node id="drie">'),
        ("</graph>", "<hyperedge/></graph>"),
        ("</graphml>", "<a>" * 1000),
    ],
)
def test_a_graph_that_means_harm_is_named(tmp_path: Path, old: str, new: str) -> None:
    path = tmp_path / "weg.graphml"
    ox.save_graphml(make_graph(), path)
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    assert kinds_of(lambda: read_graph(path)) == ["unreadable_file"]
