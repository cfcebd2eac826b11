import contextlib
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely

from spreiding.errors import SpreidingError
from spreiding.io.files import delimited
from spreiding.io.files.crs import RD, WGS84, transform_geometry
from spreiding.io.files.vector import Table, open_vector
from tests.io.bad_files import read_layers
from tests.io.files import EAST, NORTH, kinds_of, point, write_geojson
from tests.io.vector_files import (
    BOXES,
    write_gdal,
    write_geopackage,
    write_opendocument,
    write_parquet,
    write_shapefile,
    write_workbook,
    write_zip,
)


def read_all(path: Path, *, bounds: tuple[float, float, float, float] | None = None) -> Table:
    with open_vector(path) as file:
        (layer,) = file.layers
        return file.read(layer.name, columns=layer.columns, bounds=bounds)


def zipped(folder: Path, write: Callable[[Path], Path], name: str) -> Path:
    """A zip as CBS publishes it: the file and its siblings in a folder, with a readme and a PDF beside it."""
    source = folder / "los"
    source.mkdir()
    write(source / name)
    members: dict[str, bytes | str] = {f"map/{path.name}": path.read_bytes() for path in source.iterdir()}
    return write_zip(folder / "gebied.zip", {**members, "leesmij.txt": "tekst", "toelichting.pdf": "%PDF-1.7"})


def geojson_squares(path: Path) -> Path:
    def square(west: float) -> dict[str, object]:
        corners = [(west, 0), (west + 100, 0), (west + 100, 100), (west, 100), (west, 0)]
        return {"type": "Polygon", "coordinates": [[point(*corner)["coordinates"] for corner in corners]]}

    rows = [({"naam": "Één", "inwoners": 5}, square(0)), ({"naam": "Twee", "inwoners": 7}, square(100))]
    return write_geojson(path, rows)


WRITERS: list[tuple[str, Callable[[Path], Path]]] = [
    ("v.gpkg", write_geopackage),
    ("v.shp", write_shapefile),
    ("v.fgb", lambda path: write_gdal(path, "FlatGeobuf")),
    ("v.parquet", write_parquet),
    ("v.geojson", geojson_squares),
]
each_format = pytest.mark.parametrize(("name", "write"), WRITERS, ids=[name for name, _ in WRITERS])


@each_format
@pytest.mark.parametrize("is_zipped", [False, True], ids=["plain", "zip"])
def test_two_squares_come_out_of_every_format_the_same(
    tmp_path: Path, name: str, write: Callable[[Path], Path], *, is_zipped: bool
) -> None:
    table = read_all(zipped(tmp_path, write, name) if is_zipped else write(tmp_path / name))
    # FlatGeobuf orders rows along a curve.
    order = np.argsort(table.columns["inwoners"])
    assert table.columns["naam"][order].tolist() == ["Één", "Twee"]
    assert table.columns["inwoners"][order].tolist() == [5, 7]
    for shape, box in zip(table.geometry[order], BOXES, strict=True):
        # A millionth of a degree in a hundred metres: GeoJSON holds degrees of 15 digits.
        assert shapely.hausdorff_distance(transform_geometry(shape, source=table.crs), box) < 0.01


@each_format
def test_only_what_meets_the_bounds_is_read(tmp_path: Path, name: str, write: Callable[[Path], Path]) -> None:
    path = write(tmp_path / name)
    crs = read_all(path).crs
    bounds = (EAST + 110.0, NORTH + 10.0, EAST + 120.0, NORTH + 20.0)
    if crs == WGS84:
        corners = [point(110, 10)["coordinates"], point(120, 20)["coordinates"]]
        bounds = tuple(np.array(corners).ravel().tolist())
    assert read_all(path, bounds=bounds).columns["inwoners"].tolist() == [7]


@each_format
def test_what_the_file_is_called_does_not_matter(tmp_path: Path, name: str, write: Callable[[Path], Path]) -> None:
    path = write(tmp_path / name).rename(tmp_path / "a!b #?'\"é %20;x.zip")
    siblings = [found for found in tmp_path.iterdir() if found != path]
    for sibling in siblings:
        sibling.rename(path.with_suffix(sibling.suffix))
    assert read_all(path).columns["inwoners"].size == 2


def test_a_layer_that_has_no_name_of_its_own_is_called_after_its_file(tmp_path: Path) -> None:
    with open_vector(zipped(tmp_path, write_shapefile, "cbs_vk100_2024.shp")) as file:
        assert [layer.name for layer in file.layers] == ["cbs_vk100_2024"]
        assert file.name == "gebied.zip"


def test_a_layer_tells_its_columns_rows_and_kind_of_geometry(tmp_path: Path) -> None:
    with open_vector(write_geopackage(tmp_path / "v.gpkg")) as file:
        (layer,) = file.layers
    assert (layer.columns, layer.n_rows, layer.geometry) == (("naam", "inwoners"), 2, "Polygon")


@pytest.mark.parametrize(
    ("kind", "shapes", "wanted"),
    [
        ("Point Z", [shapely.Point(EAST, NORTH, 3), shapely.Point()], "Point"),
        ("MultiPolygon", [shapely.MultiPolygon(BOXES), None], "MultiPolygon"),
        ("Unknown", [BOXES[0], None], "mixed"),
    ],
)
def test_heights_are_dropped_and_an_empty_geometry_is_none(
    tmp_path: Path, kind: str, shapes: list[Any], wanted: str
) -> None:
    path = write_geopackage(tmp_path / "v.gpkg", shapes=shapes, geometry_type=kind)
    with open_vector(path) as file:
        assert file.layers[0].geometry == wanted
        table = file.read(file.layers[0].name, columns=())
    assert not shapely.has_z(table.geometry[0])
    assert table.geometry[1] is None


def test_parts_and_wholes_of_one_kind_are_no_mixture(tmp_path: Path) -> None:
    square = {"type": "Polygon", "coordinates": [[[5, 52], [6, 52], [6, 53], [5, 52]]]}
    several = {"type": "MultiPolygon", "coordinates": [square["coordinates"]]}
    files = [
        write_geojson(tmp_path / "v.geojson", [({}, square), ({}, several)]),
        write_parquet(tmp_path / "v.parquet", geo={"geometry_types": ["Polygon", "MultiPolygon Z"]}),
    ]
    for path in files:
        with open_vector(path) as file:
            assert file.layers[0].geometry == "MultiPolygon"
    with open_vector(write_geojson(tmp_path / "w.geojson", [({}, square), ({}, point(0, 0))])) as file:
        assert file.layers[0].geometry == "mixed"


def test_geoparquet_that_names_no_system_is_in_degrees_as_its_standard_says(tmp_path: Path) -> None:
    path = write_parquet(tmp_path / "v.parquet", geo={"crs": "OGC:CRS84"}, genest=[[1], [2]])
    with open_vector(path) as file:
        # A nested column holds no cells.
        assert file.layers[0].columns == ("naam", "inwoners")
        assert file.read(file.layers[0].name, columns=()).crs == WGS84


def test_a_shapefile_without_a_code_page_is_read_in_the_one_of_its_time_or_in_utf8(tmp_path: Path) -> None:
    for encoding in ("CP1252", "UTF-8"):
        path = write_shapefile(tmp_path / f"{encoding}.shp", encoding=encoding, without=[".cpg"])
        assert read_all(path).columns["naam"].tolist() == ["Één", "Twee"]


def test_a_prj_as_arcgis_writes_it_is_rd(tmp_path: Path) -> None:
    path = write_shapefile(tmp_path / "v.shp")
    path.with_suffix(".prj").write_text(
        'PROJCS["RD_New",GEOGCS["GCS_Amersfoort",DATUM["D_Amersfoort",SPHEROID["Bessel_1841",6377397.155,299.1528128]],'
        'PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Double_Stereographic"],'
        'PARAMETER["False_Easting",155000.0],PARAMETER["False_Northing",463000.0],'
        'PARAMETER["Central_Meridian",5.38763888888889],PARAMETER["Scale_Factor",0.9999079],'
        'PARAMETER["Latitude_Of_Origin",52.15616055555555],UNIT["Meter",1.0]]'
    )
    assert read_all(path).crs == RD


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_a_csv_is_read_as_spreadsheets_save_it(tmp_path: Path, encoding: str, delimiter: str) -> None:
    lines = [("naam", "x"), ('"Één\r\nregel"', '"1,5"'), ("", ""), ("Twee",)]
    path = tmp_path / "v.csv"
    path.write_bytes("\r\n".join(delimiter.join(line) for line in lines).encode(encoding))
    table = read_all(path)
    assert table.columns["naam"].tolist() == ["Één\r\nregel", "Twee"]
    # What a row lacks is empty.
    assert table.columns["x"].tolist() == ["1,5", ""]
    assert (table.crs, table.geometry.tolist()) == ("", [None, None])


def test_a_csv_of_more_rows_than_the_country_has_squares_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "v.csv"
    path.write_text("naam;x\n" + "A;1\n" * 4, encoding="utf-8")
    monkeypatch.setattr(delimited, "MAX_ROWS", 3)
    assert kinds_of(lambda: read_all(path)) == ["too_many_rows"]


def test_a_workbook_gives_text_numbers_truth_and_nothing(tmp_path: Path) -> None:
    rows: list[list[object]] = [["naam", "uren", "open"], ["Één", 1.5, True], [None, None, None], ["Twee", None, None]]
    path = write_workbook(tmp_path / "v.xlsx", rows, [], [["naam"], ["Drie"]])
    with open_vector(path) as file:
        assert [(layer.name, layer.n_rows) for layer in file.layers] == [("Sheet1", 2), ("Sheet3", 1)]
        table = file.read("Sheet1", columns=("naam", "uren", "open"))
    found = {name: values.tolist() for name, values in table.columns.items()}
    assert found == {"naam": ["Één", "Twee"], "uren": [1.5, None], "open": [True, None]}


def test_an_opendocument_spreadsheet_is_a_workbook_too(tmp_path: Path) -> None:
    path = write_opendocument(tmp_path / "v.ods", [["naam", "plaats"], ["Één", "Assen"]])
    assert read_all(path).columns["plaats"].tolist() == ["Assen"]


def test_a_column_that_is_not_there_is_named(tmp_path: Path) -> None:
    with open_vector(write_geopackage(tmp_path / "v.gpkg")) as file:
        assert kinds_of(lambda: file.read(file.layers[0].name, columns=("naam", "leeftijd"))) == ["missing_column"]


def test_a_file_that_somebody_writes_to_meanwhile_is_not_used(tmp_path: Path) -> None:
    path = write_geopackage(tmp_path / "v.gpkg")

    def read_while_it_grows() -> None:
        with open_vector(path) as file, path.open("ab") as writer:
            file.read(file.layers[0].name, columns=())
            writer.write(b"meer")

    assert kinds_of(read_while_it_grows) == ["file_changed"]


@pytest.mark.parametrize(
    ("names", "wanted"),
    [
        (("cbs_vk100.gpkg", "cbs_vk100.csv", "leesmij.csv"), "gpkg"),
        (("v.csv", "v.geojson", "__MACOSX/v.csv", ".DS_Store"), "csv"),
        (("v.gpkg", "a/v.shp", "b/v.shp"), "gpkg"),
    ],
)
def test_of_several_kinds_in_a_zip_the_one_that_says_most_is_read(
    tmp_path: Path, names: tuple[str, ...], wanted: str
) -> None:
    content = {
        ".gpkg": write_geopackage(tmp_path / "v.gpkg").read_bytes(),
        ".geojson": geojson_squares(tmp_path / "v.geojson").read_bytes(),
    }
    path = write_zip(tmp_path / "v.zip", {name: content.get(Path(name).suffix, b"naam;x\nA;1\n") for name in names})
    with open_vector(path) as file:
        assert file.format == wanted


def test_no_byte_that_falls_over_is_more_than_a_fault(tmp_path: Path) -> None:
    chance = random.Random(1)  # noqa: S311 - no secret
    for name, write in [*WRITERS, ("v.xlsx", lambda path: write_workbook(path, [["naam"], ["A"]]))]:
        content = write(tmp_path / name).read_bytes()
        for _ in range(3):
            at = chance.randrange(len(content))
            (tmp_path / name).write_bytes(content[:at] + bytes([chance.randrange(256)]) + content[at + 1 :])
            with contextlib.suppress(SpreidingError):
                read_layers(tmp_path / name)
