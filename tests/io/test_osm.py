"""Roads and libraries from an OpenStreetMap file."""

from pathlib import Path

import numpy as np
import pytest

from spreiding.domain import Modality
from spreiding.io.osm import read_osm
from spreiding.network import Access, build_network
from spreiding.tables import ROAD_CLASSES
from tests.io.files import EAST, NORTH, kinds_of, write_osm, write_village

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
