"""Population squares of CBS and Eurostat."""

import zipfile
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely

from spreiding.io.files.crs import RD, WGS84, transform
from spreiding.io.people.cbs import CBS_100, id_corner, read_cbs
from spreiding.io.people.eurostat import EUROSTAT_1KM, read_eurostat
from spreiding.io.people.eurostat import id_corner as eurostat_corner
from spreiding.io.people.squares import read_squares
from spreiding.tables import CBS_AGE_COLUMNS
from tests.io.files import EAST, NORTH, cbs_id, faults_of, kinds_of, lonlat, write_cbs, write_layer

MISSING, NOT_AVAILABLE = -99997, -99995


def write_grid(path: Path, inwoners: list[float], *, crs: str = "EPSG:3035") -> Path:
    """Write squares of the European grid beside each other."""
    corners = [(4_042_000 + 1000 * k, 3_276_000) for k in range(len(inwoners))]
    ids = [f"CRS3035RES1000mN{y}E{x}" for x, y in corners]
    return write_layer(
        path,
        {"GRD_ID": ids, "TOT_P_2021": inwoners},
        [shapely.box(x, y, x + 1000, y + 1000) for x, y in corners],
        crs=crs,
    )


def test_squares_of_100_m_come_with_their_centre_and_inhabitants(tmp_path: Path) -> None:
    population = read_cbs(write_cbs(tmp_path / "a.gpkg", [(0, 0, 10), (100, 300, 25)]))
    assert population.source == "cbs100"
    assert population.ids.tolist() == [cbs_id(EAST, NORTH), cbs_id(EAST + 100, NORTH + 300)]
    # Half a side from the corner.
    assert population.x_m.tolist() == [EAST + 50, EAST + 150]
    assert population.y_m.tolist() == [NORTH + 50, NORTH + 350]
    assert population.inwoners.tolist() == [10, 25]
    assert (population.n_rows, population.n_missing, population.year) == (2, 0, "2024")
    assert np.isnan(population.groups).all()


def test_squares_of_500_m_are_read_by_the_same_reader(tmp_path: Path) -> None:
    population = read_cbs(write_cbs(tmp_path / "a.gpkg", [(0, 0, 425)], size_m=500))
    assert (population.source, population.size_m.tolist(), population.x_m.tolist()) == ("cbs500", [500], [EAST + 250])


def test_codes_for_missing_are_counted_and_never_summed(tmp_path: Path) -> None:
    rows = [(0, 0, 10.0), (100, 0, float(MISSING)), (200, 0, float(NOT_AVAILABLE)), (300, 0, np.nan), (400, 0, 0.0)]
    population = read_cbs(write_cbs(tmp_path / "a.gpkg", rows))
    assert population.inwoners.tolist() == [10]
    # Two codes and one empty cell; a square where nobody lives is known.
    assert (population.n_rows, population.n_missing) == (5, 3)


def test_age_groups_are_read_and_missing_ones_stay_unknown(tmp_path: Path) -> None:
    extra = {name: [float(5 * k), float(MISSING)] for k, name in enumerate(CBS_AGE_COLUMNS)}
    groups = read_cbs(write_cbs(tmp_path / "a.gpkg", extra=extra)).groups
    assert groups[0].tolist() == [0, 5, 10, 15, 20]
    assert np.isnan(groups[1]).all()


@pytest.mark.parametrize(
    ("text", "corner"),
    [("E0974N4514", (97_400, 451_400)), ("E85900N436000", (85_900, 436_000)), ("E0974N451", None), ("x", None)],
)
def test_cbs_ids_name_a_corner_in_hectometres_or_metres(text: str, corner: tuple[float, float] | None) -> None:
    assert id_corner(text) == corner


def test_eurostat_ids_name_the_corner_north_first() -> None:
    assert eurostat_corner("CRS3035RES1000mN3285000E4098000") == (4_098_000, 3_285_000)
    assert eurostat_corner("1kmN3285E4098") == (4_098_000, 3_285_000)
    assert eurostat_corner("1kmE4098N3285") is None


def test_squares_of_the_european_grid_come_to_our_system_with_their_shape(tmp_path: Path) -> None:
    population = read_eurostat(write_grid(tmp_path / "a.gpkg", [12, 46, -9999]))
    x_m, y_m = transform([4_042_500, 4_043_500], [3_276_500] * 2, source="EPSG:3035")
    np.testing.assert_allclose([population.x_m, population.y_m], [x_m, y_m])
    assert (population.inwoners.sum(), population.n_rows, population.n_missing, population.year) == (58, 3, 1, "2021")
    # They stand askew: a square kilometre still, whose corners are those of the grid.
    assert population.shapes is not None
    np.testing.assert_allclose(shapely.area(population.shapes), 1e6, rtol=0.01)
    corner = shapely.Point(*(part[0] for part in transform([4_042_000], [3_276_000], source="EPSG:3035")))
    assert shapely.distance(shapely.get_exterior_ring(population.shapes[0]), corner) == pytest.approx(0, abs=1e-6)


@pytest.mark.parametrize("name", ["TOT_P_2018", "TOT_P_2011", "TOT_P", "T"])
def test_the_european_grid_of_another_year_is_read_too(tmp_path: Path, name: str) -> None:
    path = tmp_path / "grid.csv"
    path.write_text(f"GRD_ID,{name}\nCRS3035RES1000mN3276000E4042000,12\n1kmN3276E4043,30\n", encoding="utf-8")
    population = read_eurostat(path)
    assert population.inwoners.tolist() == [12, 30]
    np.testing.assert_allclose(
        population.x_m, transform([4_042_500, 4_043_500], [3_276_500] * 2, source="EPSG:3035")[0]
    )


def test_of_several_years_the_last_counts(tmp_path: Path) -> None:
    path = tmp_path / "grid.csv"
    path.write_text("GRD_ID;TOT_P_2011;TOT_P_2021\n1kmN3276E4043;30;31\n", encoding="utf-8")
    assert read_eurostat(path).inwoners.tolist() == [31]


def test_ids_in_metres_agree_too(tmp_path: Path) -> None:
    assert (
        read_cbs(
            write_cbs(tmp_path / "a.gpkg", [(0, 0, 5)], extra={"crs28992res100m": [f"E{EAST}N{NORTH}"]})
        ).inwoners.sum()
        == 5
    )


def test_a_file_that_is_not_there_or_no_table_is_named(tmp_path: Path) -> None:
    text = tmp_path / "tekst.gpkg"
    text.write_text("hallo", encoding="utf-8")
    assert kinds_of(lambda: read_cbs(tmp_path / "weg.gpkg")) == ["file_not_found"]
    assert kinds_of(lambda: read_cbs(text)) == ["wrong_file_type"]


def test_a_virtual_file_that_calls_itself_a_geopackage_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "vals.gpkg"
    path.write_text('<OGRVRTDataSource><OGRVRTLayer name="a"/></OGRVRTDataSource>', encoding="utf-8")
    assert kinds_of(lambda: read_cbs(path)) == ["wrong_file_type"]


def test_a_geopackage_cut_off_half_way_is_named(tmp_path: Path) -> None:
    path = write_cbs(tmp_path / "a.gpkg")
    path.write_bytes(path.read_bytes()[:3000])
    assert kinds_of(lambda: read_cbs(path)) == ["unreadable_file"]


@pytest.mark.parametrize(
    ("rename", "kind"),
    [({"aantal_inwoners": "inwoners"}, "missing_column"), ({"crs28992res100m": "id"}, "missing_one_of")],
)
def test_a_missing_column_is_named(tmp_path: Path, rename: dict[str, str], kind: str) -> None:
    assert kinds_of(lambda: read_cbs(write_cbs(tmp_path / "a.gpkg", rename=rename))) == [kind]


@pytest.mark.parametrize(
    ("crs", "kind"), [("EPSG:4326", "crs_mislabelled"), ("EPSG:3035", "crs_mislabelled"), (None, "missing_crs")]
)
@pytest.mark.filterwarnings("ignore:'crs' was not provided")
def test_another_coordinate_system_is_refused(tmp_path: Path, crs: str | None, kind: str) -> None:
    assert kinds_of(lambda: read_cbs(write_cbs(tmp_path / "a.gpkg", crs=crs))) == [kind]


def test_squares_that_were_moved_to_another_system_are_refused(tmp_path: Path) -> None:
    shape = shapely.Polygon([lonlat(*corner) for corner in ((0, 0), (100, 0), (100, 100), (0, 100))])
    path = write_layer(
        tmp_path / "a.gpkg", {"crs28992res100m": [cbs_id(EAST, NORTH)], "aantal_inwoners": [10]}, [shape], crs=WGS84
    )
    assert kinds_of(lambda: read_cbs(path)) == ["wrong_crs"]


def test_a_missing_column_is_called_as_its_source_calls_it(tmp_path: Path) -> None:
    (fault,) = faults_of(lambda: read_cbs(write_cbs(tmp_path / "a.gpkg", rename={"aantal_inwoners": "huizen"})))
    assert fault.data["columns"] == "aantal_inwoners"
    path = tmp_path / "a.csv"
    path.write_text("GRD_ID;huizen\nCRS3035RES1000mN3276000E4042000;1\n", encoding="utf-8")
    (fault,) = faults_of(lambda: read_eurostat(path))
    assert fault.data["columns"] == "TOT_P_2021"


def test_more_than_one_person_per_square_metre_is_a_slip_of_the_keyboard(tmp_path: Path) -> None:
    assert read_cbs(write_cbs(tmp_path / "a.gpkg", [(0, 0, 10_000)])).inwoners.sum() == 100 * 100
    assert kinds_of(lambda: read_cbs(write_cbs(tmp_path / "b.gpkg", [(0, 0, 10_001)]))) == ["too_many_inwoners"]
    assert read_cbs(write_cbs(tmp_path / "c.gpkg", [(0, 0, 10_001)], size_m=500)).inwoners.sum() == 10_001


def test_a_box_keeps_the_squares_whose_middle_is_in_it_with_and_without_geometries(tmp_path: Path) -> None:
    # The second square only touches the box.
    box = (EAST - 50.0, NORTH - 50.0, EAST + 100.0, NORTH + 100.0)
    table = tmp_path / "a.csv"
    rows = "".join(f"{cbs_id(EAST + east, NORTH)};5\n" for east in (0, 100, 200))
    table.write_text(f"crs28992res100m;aantal_inwoners\n{rows}", encoding="utf-8")
    drawn = write_cbs(tmp_path / "a.gpkg", [(0, 0, 5), (100, 0, 5), (200, 0, 5)])
    for path in (table, drawn):
        population = read_squares(path, (CBS_100,), bounds=box)
        assert population.ids.tolist() == [cbs_id(EAST, NORTH)]
        assert (population.n_rows, population.n_dropped) == (3, 2)


def test_the_year_is_that_of_the_figures_and_not_of_publishing(tmp_path: Path) -> None:
    path = tmp_path / "2026-cbs_vk100_2025_v1.csv"
    path.write_text(f"crs28992res100m;aantal_inwoners\n{cbs_id(EAST, NORTH)};5\n", encoding="utf-8")
    assert read_cbs(path).year == "2025"
    kaart = tmp_path / "kaart_20251103.csv"
    kaart.write_bytes(path.read_bytes())
    assert read_cbs(kaart).year == ""


def test_the_european_grid_in_another_system_is_refused(tmp_path: Path) -> None:
    assert kinds_of(lambda: read_eurostat(write_grid(tmp_path / "a.gpkg", [5], crs="EPSG:28992"))) == ["wrong_crs"]


def test_ids_that_contradict_the_geometry_are_refused(tmp_path: Path) -> None:
    path = write_cbs(tmp_path / "a.gpkg", [(0, 0, 5)], extra={"crs28992res100m": [cbs_id(EAST + 100, NORTH)]})
    assert kinds_of(lambda: read_cbs(path)) == ["square_id_mismatch"]


def test_the_same_square_twice_is_refused(tmp_path: Path) -> None:
    assert kinds_of(lambda: read_cbs(write_cbs(tmp_path / "a.gpkg", [(0, 0, 5), (0, 0, 5)]))) == ["duplicate_square"]


def test_squares_of_another_size_are_refused(tmp_path: Path) -> None:
    path = write_cbs(tmp_path / "a.gpkg", [(0, 0, 5)], size_m=250, rename={"crs28992res250m": "crs28992res100m"})
    assert kinds_of(lambda: read_cbs(path)) == ["not_squares"]


def test_a_row_without_geometry_is_refused(tmp_path: Path) -> None:
    columns: dict[str, list[object]] = {"crs28992res100m": [cbs_id(EAST, NORTH)], "aantal_inwoners": [5]}
    assert kinds_of(lambda: read_cbs(write_layer(tmp_path / "a.gpkg", columns, [None]))) == ["not_squares"]


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        ([-5.0, 10.0], "negative_inwoners"),
        ([np.inf, 10.0], "not_numeric"),
        ([float(MISSING), 0.0], "empty_population"),
        ([1e300, 10.0], "too_many_inwoners"),
    ],
)
def test_impossible_inhabitants_are_refused(tmp_path: Path, values: list[float], kind: str) -> None:
    rows = [(100 * k, 0, value) for k, value in enumerate(values)]
    assert kinds_of(lambda: read_cbs(write_cbs(tmp_path / "a.gpkg", rows))) == [kind]


def test_inhabitants_as_words_are_refused(tmp_path: Path) -> None:
    columns: dict[str, list[object]] = {"crs28992res100m": [cbs_id(EAST, NORTH)], "aantal_inwoners": ["vijf"]}
    shapes = [shapely.box(EAST, NORTH, EAST + 100, NORTH + 100)]
    assert kinds_of(lambda: read_cbs(write_layer(tmp_path / "a.gpkg", columns, shapes))) == ["not_numeric"]


def test_an_empty_file_has_no_inhabitants(tmp_path: Path) -> None:
    columns: dict[str, list[object]] = {"crs28992res100m": [], "aantal_inwoners": []}
    assert kinds_of(lambda: read_cbs(write_layer(tmp_path / "a.gpkg", columns, []))) == ["empty_population"]


GENERATIONS = {
    "GeoPackage": ("crs28992res100m", "aantal_inwoners", *CBS_AGE_COLUMNS),
    "shapefile": ("c28992r100", "INWONER", "INW_014", "INW_1524", "INW_2544", "INW_4564", "INW_65PL"),
    "WFS": (
        "crs28992res100m",
        "aantalInwoners",
        "aantalInwoners0Tot15Jaar",
        "aantalInwoners15Tot25Jaar",
        "aantalInwoners25Tot45Jaar",
        "aantalInwoners45Tot65Jaar",
        "aantalInwoners65JaarEnOuder",
    ),
}
FIGURES = (40, 5, 10, MISSING, 10, 5)


def write_generation(path: Path, names: tuple[str, ...], driver: str) -> Path:
    """Write one square as a vector file."""
    columns = dict(zip(names, (cbs_id(EAST, NORTH), *FIGURES), strict=True))
    frame = gpd.GeoDataFrame(
        {name: [value] for name, value in columns.items()},
        geometry=[shapely.box(EAST, NORTH, EAST + 100, NORTH + 100)],
        crs=RD,
    )
    if driver == "Parquet":
        frame.to_parquet(path)
    else:
        frame.to_file(path, driver=driver)
    return path


FORMATS = [("a.gpkg", "GPKG"), ("a.fgb", "FlatGeobuf"), ("a.parquet", "Parquet")]
# A shapefile holds ten letters of a name: CBS gave it names of its own.
IN_FORMATS = [(names, *each) for names in GENERATIONS.values() for each in FORMATS]
IN_FORMATS += [(GENERATIONS["shapefile"], "a.shp", "ESRI Shapefile")]


@pytest.mark.parametrize(("names", "name", "driver"), IN_FORMATS)
def test_every_generation_of_names_is_read_from_every_format(
    tmp_path: Path, names: tuple[str, ...], name: str, driver: str
) -> None:
    population = read_cbs(write_generation(tmp_path / name, names, driver))
    assert (population.ids.tolist(), population.inwoners.tolist()) == ([cbs_id(EAST, NORTH)], [40])
    np.testing.assert_array_equal(population.groups, [[5, 10, np.nan, 10, 5]])


@pytest.mark.parametrize("generation", GENERATIONS)
def test_a_table_without_geometry_lies_where_its_ids_say(tmp_path: Path, generation: str) -> None:
    names = GENERATIONS[generation]
    path = tmp_path / "a.csv"
    # Ids in hectometres and in metres; a decimal comma; an empty cell is missing.
    rows = [
        ";".join(names),
        ";".join([cbs_id(EAST, NORTH), "40,0", "5", "10", "-99997", "10", ""]),
        ";".join([f"E{EAST + 100}N{NORTH}", "-99997", "", "", "", "", ""]),
    ]
    path.write_text("\n".join(rows), encoding="utf-8")
    population = read_squares(path, (CBS_100,))
    assert population.x_m.tolist() == [EAST + 50, EAST + 150]
    np.testing.assert_array_equal(population.inwoners, [40, np.nan])
    np.testing.assert_array_equal(population.groups[0], [5, 10, np.nan, 10, np.nan])
    assert population.inhabited().ids.tolist() == [cbs_id(EAST, NORTH)]


def test_a_zip_as_downloaded_is_read(tmp_path: Path) -> None:
    inside = write_cbs(tmp_path / "cbs_vk100_2024.gpkg")
    with zipfile.ZipFile(tmp_path / "2025-cbs_vk100_2024_v1.zip", "w") as archive:
        archive.write(inside, "cbs_vk100_2024.gpkg")
    assert read_cbs(tmp_path / "2025-cbs_vk100_2024_v1.zip").inwoners.sum() == 30


def test_only_the_squares_in_a_box_are_read_and_the_others_counted(tmp_path: Path) -> None:
    path = write_cbs(tmp_path / "a.gpkg", [(0, 0, 10), (100, 0, -99997), (5000, 0, 30)])
    population = read_squares(path, (CBS_100,), bounds=(EAST + 10, NORTH + 10, EAST + 190, NORTH + 90))
    np.testing.assert_array_equal(population.inwoners, [10, np.nan])
    assert (population.n_rows, population.n_missing, population.n_dropped) == (3, 1, 1)


def test_a_box_of_ours_finds_the_squares_of_the_european_grid(tmp_path: Path) -> None:
    path = write_grid(tmp_path / "a.gpkg", [12, 46, 30])
    x_m, y_m = (float(part[0]) for part in transform([4_043_500], [3_276_500], source="EPSG:3035"))
    population = read_squares(path, (EUROSTAT_1KM,), bounds=(x_m - 5, y_m - 5, x_m + 5, y_m + 5))
    assert population.inwoners.tolist() == [46]


def test_a_square_off_the_grid_is_refused(tmp_path: Path) -> None:
    # A square of 500 m whose corner is no multiple of 500 m holds parts of four others.
    path = write_cbs(tmp_path / "a.gpkg", [(100, 0, 5)], size_m=500)
    assert kinds_of(lambda: read_cbs(path)) == ["square_id_mismatch"]


def test_ids_that_are_none_are_refused_in_a_table(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("crs28992res100m;aantal_inwoners\nE12;5\n", encoding="utf-8")
    assert kinds_of(lambda: read_cbs(path)) == ["square_id_mismatch"]


def test_the_same_square_in_hectometres_and_in_metres_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"crs28992res100m;aantal_inwoners\n{cbs_id(EAST, NORTH)};5\nE{EAST}N{NORTH};5\n", encoding="utf-8")
    assert kinds_of(lambda: read_cbs(path)) == ["duplicate_square"]
