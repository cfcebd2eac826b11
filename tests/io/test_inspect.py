"""What a file is, told from its content."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
import osmnx as ox
import pytest
import shapely

from spreiding.io.inspect import FileReport, Soort, inspect_file, inspect_filled
from spreiding.io.network.roads import write_archive
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

SQUARES = [shapely.box(EAST + k, NORTH, EAST + k + 100, NORTH + 100) for k in (0, 100, 200)]


def write_buurten(path: Path) -> Path:
    columns = {"buurtcode": ["BU1", "BU2", "BU3"], "gemeentecode": ["GM1"] * 3, "gemeentenaam": ["A"] * 3}
    return write_layer(path, columns | {"aantal_inwoners": [1200, -99997, 800]}, SQUARES)


def write_pc4(path: Path) -> Path:
    return write_layer(path, {"postcode": [8261.0, 8262.0], "inwoners": [100, 50]}, SQUARES[:2])


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
        # Ten known persons; a code and an empty cell are missing, with at most four persons each.
        FileReport(
            bestand="a.gpkg",
            soort=Soort.CBS100,
            n_rijen=3,
            inwoners=10,
            inwoners_hoogstens=18,
            n_ontbrekend=2,
            crs="EPSG:28992",
        ),
    ),
    (
        "a.gpkg",
        lambda path: write_cbs(path, [(0, 0, 425)], size_m=500),
        FileReport(
            bestand="a.gpkg", soort=Soort.CBS500, n_rijen=1, inwoners=425, inwoners_hoogstens=425, crs="EPSG:28992"
        ),
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
        lambda path: write_layer(path, {"statcode": ["GM1"], "statnaam": ["A"]}, SQUARES[:1]),
        FileReport(bestand="a.gpkg", soort=Soort.GEBIEDEN, n_rijen=1, crs="EPSG:28992"),
    ),
    (
        "a.gpkg",
        lambda path: write_layer(path, {"iets": ["A", "B"]}, SQUARES[:2]),
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
    (
        "a.csv",
        write_text("crs28992res100m;aantal_inwoners\nE1900N5070;15\nE1901N5070;-99997\n"),
        FileReport(bestand="a.csv", soort=Soort.CBS100, n_rijen=2, inwoners=15, inwoners_hoogstens=19, n_ontbrekend=1),
    ),
    (
        "a.gpkg",
        lambda path: write_layer(
            path, {"wijkcode": ["WK1"], "gemeentecode": ["GM1"], "aantal_inwoners": [7]}, SQUARES[:1]
        ),
        FileReport(bestand="a.gpkg", soort=Soort.WIJKEN, n_rijen=1, inwoners=7, crs="EPSG:28992"),
    ),
    (
        "a.gpkg",
        lambda path: write_layer(path, {"gemeentecode": ["GM1"], "gemeentenaam": ["A"], "inwoners": [7]}, SQUARES[:1]),
        FileReport(bestand="a.gpkg", soort=Soort.GEMEENTEN, n_rijen=1, inwoners=7, crs="EPSG:28992"),
    ),
    (
        "a.gpkg",
        lambda path: write_layer(path, {"bevolking": [7]}, SQUARES[:1]),
        FileReport(bestand="a.gpkg", soort=Soort.EIGEN, n_rijen=1, inwoners=7, crs="EPSG:28992"),
    ),
    (
        "a.geojson",
        lambda path: write_geojson(path, [({"inwoners": 7}, point(0, 0))]),
        FileReport(bestand="a.geojson", soort=Soort.EIGEN, n_rijen=1, inwoners=7, crs="EPSG:4326"),
    ),
    (
        "a.geojson",
        lambda path: write_geojson(path, [({"naam": "Dorp", "inwoners": 7}, point(0, 0))]),
        FileReport(bestand="a.geojson", soort=Soort.KERNEN, n_rijen=1, inwoners=7, crs="EPSG:4326"),
    ),
    (
        "a.csv",
        write_text("naam;x_rd;y_rd;toegestane_klassen\nA;190000;507000;klein\n"),
        FileReport(bestand="a.csv", soort=Soort.KANDIDATEN, n_rijen=1, crs="EPSG:28992"),
    ),
    (
        "a.csv",
        write_text("naam;vorm;x_rd;y_rd\nA;boekenboot;190000;507000\n"),
        FileReport(bestand="a.csv", soort=Soort.VOORZIENINGEN, n_rijen=1, crs="EPSG:28992"),
    ),
    (
        "a.csv",
        write_text("halte;soort;adres\nA;;Laan 1\nB;Afhaalpunt;Laan 2\n"),
        FileReport(bestand="a.csv", soort=Soort.VOORZIENINGEN, n_rijen=2),
    ),
    (
        "a.csv",
        # The kind of anything: none of them is a form of voorziening.
        write_text("naam;soort;x_rd;y_rd\nA;openbaar;190000;507000\n"),
        FileReport(bestand="a.csv", soort=Soort.VESTIGINGEN, n_rijen=1, crs="EPSG:28992"),
    ),
    (
        "a.csv",
        # A branch may say what kind of servicepunt it is.
        write_text("naam;klasse;soort;x_rd;y_rd\nA;servicepunt;afhaalpunt;190000;507000\n"),
        FileReport(bestand="a.csv", soort=Soort.VESTIGINGEN, n_rijen=1, crs="EPSG:28992"),
    ),
    (
        "a.geojson",
        lambda path: write_geojson(path, [({"naam": "De Brug", "dbos": True}, point(0, 0))]),
        FileReport(bestand="a.geojson", soort=Soort.SCHOLEN, n_rijen=1, crs="EPSG:4326"),
    ),
    (
        "a.csv",
        write_text("Schoolnaam;x_rd;y_rd;aantal leerlingen\nDe Brug;190000;507000;140\n"),
        FileReport(bestand="a.csv", soort=Soort.SCHOLEN, n_rijen=1, crs="EPSG:28992"),
    ),
    (
        "a.csv",
        write_text("naam;adres;plaats\nA;Hoofdstraat 1;Dorp\n"),
        FileReport(bestand="a.csv", soort=Soort.VESTIGINGEN, n_rijen=1),
    ),
    (
        "a.csv",
        write_text("WijkenEnBuurten;AantalInwoners_5;AfstandTotBibliotheek_107\nGM0166;56177;2.3\n"),
        FileReport(bestand="a.csv", soort=Soort.GEMEENTEN, n_rijen=1),
    ),
    (
        "a.csv",
        write_text("RegioIndeling2021;Perioden;PrognoseInterval;TotaleBevolking_1\nGM0166;2030JJ00;MW00000;57.1\n"),
        FileReport(bestand="a.csv", soort=Soort.PROGNOSE, n_rijen=1),
    ),
    (
        "a.gpkg",
        lambda path: write_layer(
            path,
            {"fclass": ["residential"]},
            [shapely.LineString([(EAST, NORTH), (EAST + 90, NORTH)])],
            geometry_type="LineString",
        ),
        FileReport(bestand="a.gpkg", soort=Soort.WEGEN, n_rijen=1, crs="EPSG:28992"),
    ),
    ("a.csv", write_text("x,y\n1,2\n"), FileReport(bestand="a.csv", soort=Soort.ONBEKEND, n_rijen=1)),
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


def test_filled_squares_tell_who_is_added_and_how_many_are_estimated(tmp_path: Path) -> None:
    # Of the first 500 m square 20 of 40 persons are missing; in the second there are 5 too few, which rounding explains
    # for n = 4 (2 · 1.44 · √5 = 6.4), and in the third 20 too many; 15 persons have no 500 m square.
    fine = [(0, 0, 20.0), *((500 + 100 * k, 0, 10.0) for k in range(4)), (1000, 0, 50.0), (2000, 0, 15.0)]
    fill = write_cbs(tmp_path / "vk500.gpkg", [(0, 0, 40.0), (500, 0, 45.0), (1000, 0, 30.0)], size_m=500)
    report = inspect_filled(write_cbs(tmp_path / "vk100.gpkg", fine), fill)
    assert (report.soort, report.inwoners, report.aanvulling) == (Soort.CBS100, 125, "vk500.gpkg")
    assert (report.inwoners_aangevuld, report.inwoners_toegevoegd, report.inwoners_bijgesteld) == (130, 20, 25)
    assert (report.aandeel_geschat, report.n_te_hoog) == (20 / 130, 1)


def test_only_squares_of_100_m_are_filled_and_only_by_those_of_500_m(tmp_path: Path) -> None:
    fine, coarse = write_cbs(tmp_path / "a.gpkg"), write_cbs(tmp_path / "b.gpkg", [(0, 0, 40)], size_m=500)
    for pair in ((coarse, coarse), (fine, fine), (coarse, fine)):
        assert kinds_of(partial(inspect_filled, *pair)) == ["fill_needs_squares"]
    assert kinds_of(lambda: inspect_filled(fine, tmp_path / "weg.gpkg")) == ["file_not_found"]


def test_thousands_with_a_point_are_asked_about_instead_of_added_as_decimals(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("crs28992res100m;aantal_inwoners\nE1900N5070;1.234\n", encoding="utf-8")
    assert kinds_of(lambda: inspect_file(path)) == ["thousands_point"]


def test_what_a_region_would_refuse_is_told_when_a_file_is_looked_at(tmp_path: Path) -> None:
    twice = write_cbs(tmp_path / "vk.gpkg", [(0, 0, 10), (0, 0, 20)])
    assert kinds_of(lambda: inspect_file(twice)) == ["duplicate_square"]
    same = write_layer(tmp_path / "pc4.gpkg", {"postcode": [8261.0, 8261.0], "inwoners": [100, 50]}, SQUARES[:2])
    assert kinds_of(lambda: inspect_file(same)) == ["duplicate_area"]
