"""What a file is, told from its content."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import osmnx as ox
import pytest
import shapely

from spreiding.io.inspect import FileReport, Soort, inspect_file
from spreiding.io.roads import write_archive
from tests.io.files import (
    EAST,
    NORTH,
    kinds_of,
    point,
    write_areas,
    write_cbs,
    write_geojson,
    write_layer,
    write_village,
)
from tests.io.test_osm_graph import make_graph
from tests.io.test_population import write_grid
from tests.worlds import line_roads

SQUARE = shapely.box(EAST, NORTH, EAST + 100, NORTH + 100)


def write_buurten(path: Path) -> Path:
    columns = {"buurtcode": ["BU1", "BU2", "BU3"], "gemeentecode": ["GM1"] * 3, "gemeentenaam": ["A"] * 3}
    return write_layer(path, columns | {"aantal_inwoners": [1200, -99997, 800]}, [SQUARE] * 3)


def write_pc4(path: Path) -> Path:
    return write_layer(path, {"postcode": [8261.0, 8262.0], "inwoners": [100, 50]}, [SQUARE] * 2)


def write_vestigingen(path: Path) -> Path:
    return write_geojson(path, [({"naam": "Bieb"}, point(0, 0))])


def write_gemeenten(path: Path) -> Path:
    return write_areas(path, {("GM0001", "West"): (0, 0, 500, 500), ("GM0002", "Oost"): (500, 0, 900, 500)})


def write_text(text: str) -> Callable[[Path], object]:
    return lambda path: path.write_text(text, encoding="utf-8")


CASES: list[tuple[str, Callable[[Path], object], FileReport]] = [
    (
        "a.gpkg",
        lambda path: write_cbs(path, [(0, 0, 10.0), (100, 0, -99997.0), (200, 0, np.nan)]),
        # Ten known persons; a code and an empty cell are missing.
        FileReport(bestand="a.gpkg", soort=Soort.CBS100, n_rijen=3, inwoners=10, n_ontbrekend=2, crs="EPSG:28992"),
    ),
    (
        "a.gpkg",
        lambda path: write_cbs(path, [(0, 0, 425)], size_m=500),
        FileReport(bestand="a.gpkg", soort=Soort.CBS500, n_rijen=1, inwoners=425, crs="EPSG:28992"),
    ),
    (
        "a.gpkg",
        lambda path: write_grid(path, [12, 46]),
        FileReport(bestand="a.gpkg", soort=Soort.EUROSTAT1KM, n_rijen=2, inwoners=58, crs="EPSG:3035"),
    ),
    (
        "a.gpkg",
        write_buurten,
        FileReport(bestand="a.gpkg", soort=Soort.BUURTEN, n_rijen=3, inwoners=2000, n_ontbrekend=1, crs="EPSG:28992"),
    ),
    (
        "a.gpkg",
        write_pc4,
        FileReport(bestand="a.gpkg", soort=Soort.PC4, n_rijen=2, inwoners=150, crs="EPSG:28992"),
    ),
    (
        "a.gpkg",
        lambda path: write_layer(path, {"statcode": ["GM1"], "statnaam": ["A"]}, [SQUARE]),
        FileReport(bestand="a.gpkg", soort=Soort.GEBIEDEN, n_rijen=1, crs="EPSG:28992"),
    ),
    (
        "a.gpkg",
        lambda path: write_layer(path, {"iets": ["A", "B"]}, [SQUARE] * 2),
        FileReport(bestand="a.gpkg", soort=Soort.ONBEKEND, n_rijen=2),
    ),
    ("a.osm", write_village, FileReport(bestand="a.osm", soort=Soort.WEGEN, n_rijen=4, crs="EPSG:4326")),
    (
        "a.graphml",
        lambda path: ox.save_graphml(make_graph(), path),
        FileReport(bestand="a.graphml", soort=Soort.WEGEN, n_rijen=3, crs="EPSG:28992"),
    ),
    (
        "a.npz",
        lambda path: write_archive(line_roads(5), path),
        FileReport(bestand="a.npz", soort=Soort.WEGEN, n_rijen=5, crs="EPSG:28992"),
    ),
    (
        "a.geojson",
        write_vestigingen,
        FileReport(bestand="a.geojson", soort=Soort.VESTIGINGEN, n_rijen=1, crs="EPSG:4326"),
    ),
    (
        "a.geojson",
        write_gemeenten,
        FileReport(bestand="a.geojson", soort=Soort.GEBIEDEN, n_rijen=2, crs="EPSG:4326"),
    ),
    (
        "a.csv",
        write_text("naam;x_rd;y_rd\nA;190000;507000\nB;191000;507000\n"),
        FileReport(bestand="a.csv", soort=Soort.VESTIGINGEN, n_rijen=2, crs="EPSG:28992"),
    ),
    (
        "a.csv",
        write_text("naam,gemeentecode,x_rd,y_rd,inwoners_omgeving\nA,GM1,190000,507000,80\nB,GM1,1,1,\n"),
        FileReport(bestand="a.csv", soort=Soort.KERNEN, n_rijen=2, inwoners=80, n_ontbrekend=1, crs="EPSG:28992"),
    ),
    ("a.csv", write_text("x\n1\n"), FileReport(bestand="a.csv", soort=Soort.ONBEKEND, n_rijen=1)),
    ("a.json", write_text('{"a": 1}'), FileReport(bestand="a.json", soort=Soort.ONBEKEND)),
    ("a.txt", write_text("hallo"), FileReport(bestand="a.txt", soort=Soort.ONBEKEND)),
]


@pytest.mark.parametrize(
    ("name", "write", "wanted"), CASES, ids=[f"{case[2].soort}-{k}" for k, case in enumerate(CASES)]
)
def test_a_file_is_recognised(tmp_path: Path, name: str, write: Callable[[Path], object], wanted: FileReport) -> None:
    write(tmp_path / name)
    assert inspect_file(tmp_path / name) == wanted


def test_a_name_says_nothing_of_a_geopackage(tmp_path: Path) -> None:
    path = tmp_path / "a.gpkg"
    path.write_text("hallo", encoding="utf-8")
    assert inspect_file(path).soort is Soort.ONBEKEND


def test_a_file_that_is_not_there_or_broken_is_named(tmp_path: Path) -> None:
    assert kinds_of(lambda: inspect_file(tmp_path / "weg.gpkg")) == ["file_not_found"]
    broken = tmp_path / "a.osm.pbf"
    broken.write_bytes(b"x")
    assert kinds_of(lambda: inspect_file(broken)) == ["unreadable_file"]
