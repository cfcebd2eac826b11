"""Roads from an osmnx graph."""

from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np
import osmnx as ox
import pytest
from shapely import LineString

from spreiding.io.osm_graph import read_graph, roads_from_graph
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
