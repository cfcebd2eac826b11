"""Roads from any kind of file, and the archive of our own."""

from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pytest

from spreiding.io.roads import read_roads, write_archive
from spreiding.network import Roads
from tests.io.files import kinds_of, write_osm, write_village
from tests.worlds import line_roads


def test_an_archive_gives_back_what_was_written(tmp_path: Path) -> None:
    write_archive(line_roads(3), tmp_path / "wegen.npz")
    found = read_roads(tmp_path / "wegen.npz").roads
    for field in fields(Roads):
        np.testing.assert_array_equal(getattr(found, field.name), getattr(line_roads(3), field.name))


def test_a_map_gives_its_libraries_too(tmp_path: Path) -> None:
    data = read_roads(write_village(tmp_path / "dorp.osm"))
    assert [library.id for library in data.libraries] == ["osm-node-6"]
    assert data.roads.tail.size == 4
    assert data.crs == "EPSG:4326"


@pytest.mark.parametrize(("name", "kind"), [("wegen.txt", "wrong_file_type"), ("wegen.npz", "unreadable_file")])
def test_another_kind_of_file_is_named(tmp_path: Path, name: str, kind: str) -> None:
    path = tmp_path / name
    path.write_text("hallo", encoding="utf-8")
    assert kinds_of(lambda: read_roads(path)) == [kind]
    assert kinds_of(lambda: read_roads(tmp_path / "weg.osm.pbf")) == ["file_not_found"]


def test_a_map_without_roads_is_refused(tmp_path: Path) -> None:
    path = write_osm(tmp_path / "a.osm", {1: (0.0, 0.0), 2: (9.0, 0.0)}, [([1, 2], {"waterway": "canal"})])
    assert kinds_of(lambda: read_roads(path)) == ["empty_roads"]


def test_an_archive_that_contradicts_itself_is_refused(tmp_path: Path) -> None:
    roads = line_roads(3)
    broken = {
        "knoop": replace(roads, head=roads.head + np.int32(9)),
        "lengte": replace(roads, length_m=roads.length_m[:-1]),
        "klasse": replace(roads, road_class=np.full(3, 200, dtype=np.uint8)),
    }
    for name, archive in broken.items():
        write_archive(archive, tmp_path / f"{name}.npz")
        path = tmp_path / f"{name}.npz"
        assert kinds_of(lambda path=path: read_roads(path)) == ["unreadable_file"]  # type: ignore[misc]


def test_pickled_objects_are_never_loaded(tmp_path: Path) -> None:
    values = {field.name: getattr(line_roads(1), field.name) for field in fields(Roads)}
    np.savez(tmp_path / "wegen.npz", **(values | {"tail": np.array([{"a": 1}], dtype=object)}))
    assert kinds_of(lambda: read_roads(tmp_path / "wegen.npz")) == ["unreadable_file"]
