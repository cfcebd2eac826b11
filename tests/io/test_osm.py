"""Roads and places from an OpenStreetMap file."""

from pathlib import Path

import numpy as np
import pytest

from spreiding.domain import Modality
from spreiding.io.network.osm import read_osm
from spreiding.io.network.roads import read_roads
from spreiding.network import Access, build_network
from spreiding.tables import ROAD_CLASSES
from tests.io.files import EAST, NORTH, faults_of, kinds_of, write_osm, write_village

STREET = {"highway": "residential"}


def test_every_node_of_a_way_becomes_a_node_and_lengths_are_straight(tmp_path: Path) -> None:
    # Legs of a 3-4-5 triangle: 300 and 400 m, and a way back of 500 m.
    nodes = {1: (0.0, 0.0), 2: (300.0, 0.0), 3: (300.0, 400.0)}
    roads = read_osm(write_osm(tmp_path / "a.osm", nodes, [([1, 2, 3], STREET), ([3, 1], STREET)])).roads
    assert roads.x_m.size == 3
    # Nine decimals of a degree and the Dutch projection: within a millimetre or two per 100 m.
    np.testing.assert_allclose(np.sort(roads.length_m), [300, 400, 500], atol=0.05)
    np.testing.assert_allclose(roads.x_m.min(), EAST, atol=0.01)
    np.testing.assert_allclose(roads.y_m.min(), NORTH, atol=0.01)
    assert {ROAD_CLASSES[index].name for index in roads.road_class} == {"residential"}


def test_closed_ways_and_other_things_are_left_out(tmp_path: Path) -> None:
    nodes = {1: (0.0, 0.0), 2: (300.0, 0.0)}
    ways = [([1, 2], {"highway": "service", "access": "private"}), ([1, 2], {"waterway": "canal"})]
    assert read_osm(write_osm(tmp_path / "a.osm", nodes, ways)).roads.tail.size == 0


def test_a_way_that_leaves_the_extract_keeps_the_pieces_inside(tmp_path: Path) -> None:
    # Node 9 is not in the file: of 1-2-9-3-4 the pieces 1-2 and 3-4 are left, and 2-3 is no road.
    nodes = {1: (0.0, 0.0), 2: (100.0, 0.0), 3: (300.0, 0.0), 4: (400.0, 0.0)}
    roads = read_osm(write_osm(tmp_path / "a.osm", nodes, [([1, 2, 9, 3, 4], STREET)])).roads
    np.testing.assert_allclose(roads.length_m, [100, 100], atol=0.05)


def test_one_way_streets_keep_their_direction(tmp_path: Path) -> None:
    nodes = {1: (0.0, 0.0), 2: (100.0, 0.0)}
    roads = read_osm(write_osm(tmp_path / "a.osm", nodes, [([1, 2], STREET | {"oneway": "-1"})])).roads
    assert roads.access.tolist() == [int(Access.AUTO_BACKWARD | Access.FIETS_BACKWARD | Access.LOPEN)]
    assert roads.x_m[roads.tail[0]] < roads.x_m[roads.head[0]]


def test_cars_stop_at_a_bollard_and_others_pass(tmp_path: Path) -> None:
    # A bollard in the middle of a street of two segments: two networks of cars, one of everybody else.
    nodes = {1: (0.0, 0.0), 2: (100.0, 0.0), 3: (200.0, 0.0)}
    tags = {2: {"barrier": "bollard"}}
    roads = read_osm(write_osm(tmp_path / "a.osm", nodes, [([1, 2, 3], STREET)], tags=tags)).roads
    cars = build_network(roads, Modality.AUTO)
    # Two ends that belong to no other segment.
    assert cars.n_nodes == 4
    assert cars.tail.size == 2
    bicycles = build_network(roads, Modality.FIETS)
    assert bicycles.n_nodes == 5
    np.testing.assert_allclose(bicycles.length_m.sum(), 200, atol=0.05)


def test_libraries_are_found_as_points_and_as_buildings(tmp_path: Path) -> None:
    # The middle of the building's corners is (30, 20).
    nodes = {1: (0.0, 0.0), 2: (20.0, 10.0), 3: (40.0, 10.0), 4: (40.0, 30.0), 5: (20.0, 30.0)}
    ways = [([2, 3, 4, 5], {"building": "yes", "amenity": "library", "name": "Gebouw"})]
    data = read_osm(write_osm(tmp_path / "a.osm", nodes, ways, tags={1: {"amenity": "library", "name": "Punt"}}))
    found = {library.id: library for library in data.libraries}
    assert set(found) == {"osm-node-1", "osm-way-1"}
    assert found["osm-way-1"].tags["name"] == "Gebouw"
    assert found["osm-way-1"].x_m == pytest.approx(EAST + 30, abs=0.05)
    assert found["osm-way-1"].y_m == pytest.approx(NORTH + 20, abs=0.05)


def test_places_are_told_apart(tmp_path: Path) -> None:
    nodes = {k: (10.0 * k, 0.0) for k in range(1, 9)}
    tags = {
        1: {"amenity": "school", "name": "De Ark"},
        2: {"amenity": "community_centre"},
        3: {"place": "village", "name": "Wilsum", "population": "850"},
        4: {"place": "locality"},
        5: {"amenity": "social_facility"},
        6: {"amenity": "public_bookcase"},
        7: {"place": "town"},
        8: {"place": "hamlet"},
    }
    places = {place.id: place for place in read_osm(write_osm(tmp_path / "a.osm", nodes, [], tags=tags)).places}
    assert {number: place.kind for number, place in places.items()} == {
        "osm-node-1": "school",
        "osm-node-2": "dorpshuis",
        "osm-node-3": "kern",
        "osm-node-7": "kern",
        "osm-node-8": "kern",
    }
    assert places["osm-node-3"].tags["population"] == "850"


def test_the_outline_of_a_village_is_no_second_kern(tmp_path: Path) -> None:
    nodes = {1: (0.0, 0.0), 2: (100.0, 0.0), 3: (100.0, 100.0)}
    ways = [([1, 2, 3, 1], {"place": "village", "name": "Wilsum"})]
    assert read_osm(write_osm(tmp_path / "a.osm", nodes, ways)).places == ()


def test_a_closed_outline_does_not_lean_to_its_first_corner(tmp_path: Path) -> None:
    # A square of 40 m, its corner at the origin named twice and its east side drawn in three pieces: the middle is
    # (20, 20).
    nodes = {1: (0.0, 0.0), 2: (40.0, 0.0), 3: (40.0, 10.0), 4: (40.0, 30.0), 5: (40.0, 40.0), 6: (0.0, 40.0)}
    ways = [([1, 2, 3, 4, 5, 6, 1], {"amenity": "school"})]
    (school,) = read_osm(write_osm(tmp_path / "a.osm", nodes, ways)).places
    assert (school.x_m, school.y_m) == pytest.approx((EAST + 20, NORTH + 20), abs=0.05)


def test_a_school_of_several_buildings_has_one_middle(tmp_path: Path) -> None:
    # Two buildings without tags of their own, 20 × 20 m at the ends of grounds of 100 × 20 m: the middle is (50, 10).
    corners = [(0, 0), (20, 0), (20, 20), (0, 20), (80, 0), (100, 0), (100, 20), (80, 20)]
    nodes = {k: (float(x), float(y)) for k, (x, y) in enumerate(corners, start=1)}
    path = write_osm(tmp_path / "a.osm", nodes, [([1, 2, 3, 4, 1], {}), ([5, 6, 7, 8, 5], {})])
    members = "".join(f'<member type="way" ref="{k}" role="outer"/>' for k in (1, 2, 99))
    tags = '<tag k="type" v="multipolygon"/><tag k="amenity" v="school"/>'
    relations = [
        f'<relation id="5" version="1">{members}{tags}</relation>',
        f'<relation id="6" version="1"><member type="way" ref="99" role="outer"/>{tags}</relation>',
        '<relation id="7" version="1"><member type="way" ref="1" role=""/><tag k="route" v="bus"/></relation>',
    ]
    text = path.read_text(encoding="utf-8").replace("</osm>", "".join(relations) + "</osm>")
    path.write_text(text, encoding="utf-8")
    (school,) = read_osm(path).places
    assert (school.id, school.kind) == ("osm-relation-5", "school")
    assert (school.x_m, school.y_m) == pytest.approx((EAST + 50, NORTH + 10), abs=0.05)


def write_elements(path: Path, *elements: str) -> Path:
    """Write an .osm file of these elements, in this order."""
    text = "".join(elements)
    path.write_text(f'<?xml version="1.0"?><osm version="0.6">{text}</osm>', encoding="utf-8")
    return path


def node_xml(number: int, lat: float) -> str:
    return f'<node id="{number}" lat="{lat}" lon="5"/>'


def way_xml(*refs: int) -> str:
    nodes = "".join(f'<nd ref="{ref}"/>' for ref in refs)
    return f'<way id="1">{nodes}<tag k="highway" v="residential"/></way>'


@pytest.mark.parametrize(
    "elements",
    [
        # Ways before nodes; numbers below zero, as an editor gives before uploading; a node at 95 degrees north.
        (way_xml(1, 2), node_xml(1, 52), node_xml(2, 52.1)),
        (node_xml(-1, 52), node_xml(-2, 52.1), way_xml(-1, -2)),
        (node_xml(1, 95), node_xml(2, 52.1), way_xml(1, 2)),
    ],
)
def test_roads_without_a_place_are_told_of(tmp_path: Path, elements: tuple[str, ...]) -> None:
    path = write_elements(tmp_path / "a.osm", *elements)
    for read in (read_osm, read_roads):
        (fault,) = faults_of(lambda read=read: read(path))  # type: ignore[misc]
        assert (fault.kind, int(str(fault.data["n_ways"]))) == ("roads_without_nodes", 1)


def test_a_node_that_stands_there_twice_has_one_of_its_places(tmp_path: Path) -> None:
    elements = (node_xml(1, 52), node_xml(1, 52.001), node_xml(2, 52.002), way_xml(1, 2))
    roads = read_osm(write_elements(tmp_path / "a.osm", *elements)).roads
    # A thousandth of a degree of latitude is 111.26 m at 52 degrees (series of Helmert), two are 222.5 m.
    assert round(float(roads.length_m[0])) in {111, 222, 223}


def test_odd_ways_are_no_trouble(tmp_path: Path) -> None:
    # A way of one node, one of none, a ring (3 segments), a node that follows itself.
    nodes = {1: (0.0, 0.0), 2: (100.0, 0.0), 3: (0.0, 100.0)}
    ways: list[tuple[list[int], dict[str, str]]] = [
        ([1], STREET),
        ([], STREET),
        ([1, 2, 3, 1], STREET),
        ([2, 2], STREET),
    ]
    assert read_osm(write_osm(tmp_path / "a.osm", nodes, ways)).roads.tail.size == 3


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('id="1"', 'id="99999999999999999999"'),
        ('lat="52', 'lat="nan" was="52'),
        ("<osm ", '<!DOCTYPE osm [<!ENTITY a "b"><!ENTITY c "&a;&a;">]><osm '),
        ("Dorpsstraat", "x" * 3000),
        ("</osm>", "<a>" * 1000),
    ],
)
def test_xml_that_means_harm_is_named(tmp_path: Path, old: str, new: str) -> None:
    path = write_village(tmp_path / "a.osm")
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    assert kinds_of(lambda: read_osm(path)) == ["unreadable_file"]


def test_a_file_without_a_date_has_none(tmp_path: Path) -> None:
    assert read_osm(write_village(tmp_path / "a.osm")).date == ""


@pytest.mark.parametrize("name", ["weg.osm.pbf", "weg.osm"])
def test_a_broken_file_is_named(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"this is no map")
    assert kinds_of(lambda: read_osm(path)) == ["unreadable_file"]


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    assert kinds_of(lambda: read_osm(tmp_path / "weg.osm.pbf")) == ["file_not_found"]


def test_a_coordinate_that_is_no_number_is_named(tmp_path: Path) -> None:
    path = write_village(tmp_path / "a.osm")
    path.write_text(path.read_text(encoding="utf-8").replace('lat="52', 'lat="x', 1), encoding="utf-8")
    assert kinds_of(lambda: read_osm(path)) == ["unreadable_file"]
