"""Areas and points with inhabitants: buurten, postcode areas and files of one's own."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pytest
import shapely

from spreiding.io.people.own_population import read_population
from tests.io.files import EAST, NORTH, faults_of, kinds_of, lonlat, point, write_geojson, write_layer

WEST_BOX = shapely.box(EAST, NORTH, EAST + 400, NORTH + 400)
EAST_BOX = shapely.box(EAST + 400, NORTH, EAST + 500, NORTH + 100)


def write_areas(path: Path, columns: Mapping[str, Sequence[object]]) -> Path:
    """Write two areas, of 400 m and of 100 m."""
    return write_layer(path, columns, [WEST_BOX, EAST_BOX])


def test_buurten_come_with_inhabitants_ages_and_a_point_inside(tmp_path: Path) -> None:
    shares = {
        "percentage_personen_0_tot_15_jaar": [10, 20],
        "percentage_personen_15_tot_25_jaar": [20, 20],
        "percentage_personen_25_tot_45_jaar": [30, 20],
        "percentage_personen_45_tot_65_jaar": [30, 20],
        "percentage_personen_65_jaar_en_ouder": [10, -99997],
    }
    codes: dict[str, Sequence[object]] = {
        "buurtcode": ["BU1", "BU2"],
        "wijkcode": ["WK1"] * 2,
        "gemeentecode": ["GM1"] * 2,
        "water": ["NEE"] * 2,
    }
    population = read_population(
        write_areas(tmp_path / "a.gpkg", {**codes, "aantal_inwoners": [1200, -99997], **shares})
    )
    assert (population.source, population.ids.tolist()) == ("buurten", ["BU1", "BU2"])
    np.testing.assert_array_equal(population.inwoners, [1200, np.nan])
    assert (population.n_rows, population.n_missing) == (2, 1)
    np.testing.assert_allclose(population.groups[0], [120, 240, 360, 360, 120])
    assert population.is_groups_estimated.all()
    # √160,000 m² and √10,000 m².
    assert population.size_m.tolist() == [400, 100]
    assert population.shapes is not None
    assert shapely.contains_xy(population.shapes, population.x_m, population.y_m).all()


def test_water_is_left_out_and_counted(tmp_path: Path) -> None:
    columns: dict[str, Sequence[object]] = {
        "buurtcode": ["BU1", "BU2"],
        "aantal_inwoners": [80, 0],
        "water": ["NEE", "JA"],
    }
    population = read_population(write_areas(tmp_path / "a.gpkg", columns))
    assert (population.ids.tolist(), population.n_rows, population.n_dropped) == (["BU1"], 2, 1)


@pytest.mark.parametrize(
    ("columns", "source", "ids"),
    [
        ({"postcode": [8261.0, 8262.0], "inwoners": [100, 50]}, "pc4", ["8261", "8262"]),
        ({"PC4": ["8261", "8262"], "INWONER": [100, 50]}, "pc4", ["8261", "8262"]),
        ({"wijkcode": ["WK1", "WK2"], "gemeentecode": ["GM1"] * 2, "AANT_INW": [100, 50]}, "wijken", ["WK1", "WK2"]),
        ({"gemeentecode": ["GM1", "GM2"], "aantal_inwoners": [100, 50]}, "gemeenten", ["GM1", "GM2"]),
        ({"code": ["a", "b"], "Bevolking": [100, 50]}, "eigen", ["a", "b"]),
        ({"naam": ["a", "a"], "population": [100, 50]}, "eigen", ["1", "2"]),
        ({"inwoners_2024": [100, 50]}, "eigen", ["1", "2"]),
    ],
)
def test_areas_are_recognised_by_their_columns(
    tmp_path: Path, columns: dict[str, list[object]], source: str, ids: list[str]
) -> None:
    population = read_population(write_areas(tmp_path / "a.gpkg", columns))
    assert (population.source, population.ids.tolist()) == (source, ids)
    assert population.inwoners.tolist() == [100, 50]


def test_points_of_a_geojson_keep_their_place_and_have_no_shape(tmp_path: Path) -> None:
    path = write_geojson(tmp_path / "a.geojson", [({"inwoners": 12}, point(100, 200)), ({"inwoners": 0}, None)])
    population = read_population(path)
    np.testing.assert_allclose([population.x_m[0], population.y_m[0]], [EAST + 100, NORTH + 200], atol=0.01)
    assert population.size_m.tolist() == [0, 0]
    assert population.inhabited().inwoners.tolist() == [12]
    assert population.shapes is not None
    assert population.shapes[0] is None


@pytest.mark.parametrize("names", ["x_rd;y_rd", "lon;lat"])
def test_a_table_with_coordinates_holds_points(tmp_path: Path, names: str) -> None:
    x, y = (EAST + 100, NORTH + 200) if names == "x_rd;y_rd" else lonlat(100, 200)
    path = tmp_path / "a.csv"
    path.write_text(f"id;{names};inwoners\nk1;{x};{y};12\nk2;;;\n", encoding="utf-8")
    population = read_population(path)
    assert population.ids.tolist() == ["k1", "k2"]
    np.testing.assert_allclose([population.x_m[0], population.y_m[0]], [EAST + 100, NORTH + 200], atol=0.01)
    assert population.n_missing == 1


def test_a_self_crossing_area_is_mended(tmp_path: Path) -> None:
    # A bow tie: two triangles of 100 m × 50 m / 2.
    tie = shapely.Polygon([(EAST, NORTH), (EAST + 100, NORTH + 100), (EAST + 100, NORTH), (EAST, NORTH + 100)])
    population = read_population(write_layer(tmp_path / "a.gpkg", {"inwoners": [8]}, [tie]))
    assert population.size_m.tolist() == pytest.approx([np.sqrt(5000)])


def test_several_columns_of_inhabitants_are_named(tmp_path: Path) -> None:
    path = write_areas(tmp_path / "a.gpkg", {"inwoners_2020": [1, 2], "inwoners_2024": [3, 4]})
    (fault,) = faults_of(lambda: read_population(path))
    assert (fault.kind, fault.data["columns"]) == ("several_inwoners_columns", "inwoners_2020, inwoners_2024")


def test_every_row_without_a_place_is_named(tmp_path: Path) -> None:
    line = {"type": "LineString", "coordinates": [list(lonlat(0, 0)), list(lonlat(9, 9))]}
    rows = [({"inwoners": 5}, None), ({"inwoners": 5}, point(0, 0)), ({"inwoners": 0}, line)]
    faults = faults_of(lambda: read_population(write_geojson(tmp_path / "a.geojson", rows)))
    assert [(fault.kind, fault.data["row"]) for fault in faults] == [
        ("inwoners_without_place", 1),
        ("inwoners_without_place", 3),
    ]


@pytest.mark.parametrize(
    ("columns", "kind"),
    [
        ({"iets": [1, 2]}, "no_inwoners"),
        ({"inwoners": [-3, 4]}, "negative_inwoners"),
        ({"inwoners": ["veel", "4"]}, "not_numeric"),
        ({"inwoners": ["1.234", "4"]}, "thousands_point"),
        ({"inwoners": ["1,234", "4"]}, "thousands_point"),
        ({"postcode": ["8261", "8261"], "inwoners": [3, 4]}, "duplicate_area"),
        ({"inwoners": [0, -99997]}, "empty_population"),
    ],
)
def test_areas_that_tell_nothing_are_refused(tmp_path: Path, columns: dict[str, list[object]], kind: str) -> None:
    assert kinds_of(lambda: read_population(write_areas(tmp_path / "a.gpkg", columns))) == [kind]


def test_a_fraction_of_three_decimals_is_no_thousand(tmp_path: Path) -> None:
    population = read_population(write_areas(tmp_path / "a.gpkg", {"inwoners": ["0,250", "12,5"]}))
    assert population.inwoners.tolist() == [0.25, 12.5]


def test_the_same_area_twice_is_refused_but_two_households_at_one_point_are_not(tmp_path: Path) -> None:
    path = write_layer(tmp_path / "a.gpkg", {"naam": ["a", "b"], "inwoners": [5, 5]}, [WEST_BOX, WEST_BOX.reverse()])
    (fault,) = faults_of(lambda: read_population(path))
    assert (fault.kind, fault.data["row"], fault.data["name"]) == ("duplicate_area", 2, "b")
    spots = write_geojson(tmp_path / "a.geojson", [({"inwoners": 2}, point(0, 0)), ({"inwoners": 3}, point(0, 0))])
    assert read_population(spots).inwoners.sum() == 5


def test_land_and_water_of_one_code_are_not_the_same_twice(tmp_path: Path) -> None:
    columns: dict[str, Sequence[object]] = {
        "gemeentecode": ["GM1", "GM1"],
        "aantal_inwoners": [80, 80],
        "water": ["NEE", "B"],
    }
    assert read_population(write_areas(tmp_path / "a.gpkg", columns)).inwoners.tolist() == [80]


def test_inhabitants_without_coordinates_are_told_so(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"id;X;Y;inwoners\n1;{EAST};{NORTH};5\n", encoding="utf-8")
    assert kinds_of(lambda: read_population(path)) == ["missing_coordinates"]


def test_a_row_is_named_as_a_spreadsheet_numbers_it(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"x_rd;y_rd;inwoners\n{EAST};{NORTH};5\n{EAST};{NORTH};5\n900000;0;5\n", encoding="utf-8")
    (fault,) = faults_of(lambda: read_population(path))
    assert (fault.kind, fault.data["name"]) == ("coordinate_outside", "#4")


def test_metres_in_a_geojson_that_says_nothing_give_one_fault(tmp_path: Path) -> None:
    rows = [({"inwoners": 5}, {"type": "Point", "coordinates": [EAST + k, NORTH]}) for k in range(3)]
    (fault,) = faults_of(lambda: read_population(write_geojson(tmp_path / "a.geojson", rows)))
    assert (fault.kind, fault.data["expected"]) == ("crs_mislabelled", "EPSG:28992")


def test_an_area_outside_the_netherlands_is_refused(tmp_path: Path) -> None:
    path = write_layer(tmp_path / "a.gpkg", {"inwoners": [5]}, [shapely.box(900_000, 0, 900_100, 100)])
    assert kinds_of(lambda: read_population(path)) == ["coordinate_outside"]


def test_a_count_that_is_a_list_is_no_number(tmp_path: Path) -> None:
    path = write_geojson(tmp_path / "a.geojson", [({"inwoners": [1, 2]}, point(0, 0))])
    assert kinds_of(lambda: read_population(path)) == ["not_numeric"]
