"""Population squares of CBS and Eurostat."""

from pathlib import Path

import numpy as np
import pytest
import shapely

from spreiding.io.cbs import id_corner, read_cbs
from spreiding.io.eurostat import id_corner as eurostat_corner
from spreiding.io.eurostat import read_eurostat
from spreiding.tables import CBS_AGE_COLUMNS
from tests.io.files import EAST, NORTH, cbs_id, kinds_of, write_cbs, write_layer

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
    assert population.grid.source == "cbs100"
    assert population.ids.tolist() == [cbs_id(EAST, NORTH), cbs_id(EAST + 100, NORTH + 300)]
    # Half a side from the corner.
    assert population.x_m.tolist() == [EAST + 50, EAST + 150]
    assert population.y_m.tolist() == [NORTH + 50, NORTH + 350]
    assert population.inwoners.tolist() == [10, 25]
    assert (population.n_rows, population.n_missing, population.year) == (2, 0, "2024")
    assert np.isnan(population.groups).all()


def test_squares_of_500_m_are_read_by_the_same_reader(tmp_path: Path) -> None:
    population = read_cbs(write_cbs(tmp_path / "a.gpkg", [(0, 0, 425)], size_m=500))
    assert (population.grid.source, population.grid.size_m, population.x_m.tolist()) == ("cbs500", 500, [EAST + 250])


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
    assert eurostat_corner("1kmN3285E4098") is None


def test_the_european_grid_stays_in_its_own_system(tmp_path: Path) -> None:
    population = read_eurostat(write_grid(tmp_path / "a.gpkg", [12, 46, -9999]))
    assert population.grid.crs == "EPSG:3035"
    assert population.x_m.tolist() == [4_042_500, 4_043_500]
    assert (population.inwoners.sum(), population.n_rows, population.n_missing, population.year) == (58, 3, 1, "2021")


def test_ids_in_metres_agree_too(tmp_path: Path) -> None:
    assert (
        read_cbs(
            write_cbs(tmp_path / "a.gpkg", [(0, 0, 5)], extra={"crs28992res100m": [f"E{EAST}N{NORTH}"]})
        ).inwoners.sum()
        == 5
    )


def test_a_file_that_is_not_there_or_no_geopackage_is_named(tmp_path: Path) -> None:
    text = tmp_path / "tekst.gpkg"
    text.write_text("crs28992res100m,aantal_inwoners", encoding="utf-8")
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
    ("crs", "kind"), [("EPSG:4326", "wrong_crs"), ("EPSG:3035", "wrong_crs"), (None, "missing_crs")]
)
@pytest.mark.filterwarnings("ignore:'crs' was not provided")
def test_another_coordinate_system_is_refused(tmp_path: Path, crs: str | None, kind: str) -> None:
    assert kinds_of(lambda: read_cbs(write_cbs(tmp_path / "a.gpkg", crs=crs))) == [kind]


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
