"""Boundaries of gemeenten."""

import json
from pathlib import Path

import numpy as np
import pytest
import shapely

from spreiding.io.areas import read_areas
from tests.io.files import EAST, NORTH, kinds_of, point, write_areas, write_geojson, write_layer

WEST_HALF, EAST_HALF = (0.0, 0.0, 500.0, 1000.0), (500.0, 0.0, 1000.0, 1000.0)


def square(east: float, north: float, size: float = 500.0) -> shapely.Polygon:
    """A square with its corner so many metres from EAST, NORTH."""
    return shapely.box(EAST + east, NORTH + north, EAST + east + size, NORTH + north + size)


def test_boundaries_in_degrees_come_out_in_metres_sorted_by_code(tmp_path: Path) -> None:
    path = write_areas(tmp_path / "a.geojson", {("GM0002", "Oost"): EAST_HALF, ("GM0001", "West"): WEST_HALF})
    areas = read_areas(path)
    assert [(gemeente.code, gemeente.name) for gemeente in areas.gemeenten] == [("GM0001", "West"), ("GM0002", "Oost")]
    np.testing.assert_allclose(areas.boundaries[0].bounds, [EAST, NORTH, EAST + 500, NORTH + 1000], atol=0.1)


def test_a_point_belongs_to_the_gemeente_that_holds_it(tmp_path: Path) -> None:
    path = write_areas(tmp_path / "a.geojson", {("GM0001", "West"): WEST_HALF, ("GM0002", "Oost"): EAST_HALF})
    found = read_areas(path).find(np.array([EAST + 250.0, EAST + 750.0, EAST + 2000.0]), np.full(3, NORTH + 500.0))
    assert found.tolist() == [0, 1, -1]


@pytest.mark.parametrize(
    ("code", "name"), [("gemeentecode", "gemeentenaam"), ("statcode", "statnaam"), ("code", "naam")]
)
def test_the_columns_of_cbs_kadaster_and_pdok_are_known(tmp_path: Path, code: str, name: str) -> None:
    path = write_layer(tmp_path / "a.gpkg", {code: ["GM0001"], name: ["West"]}, [square(0, 0)])
    assert read_areas(path).gemeenten[0].name == "West"


def test_a_code_of_kadaster_gets_its_letters(tmp_path: Path) -> None:
    path = write_layer(tmp_path / "a.gpkg", {"code": ["166"], "naam": ["Kampen"]}, [square(0, 0)])
    assert read_areas(path).gemeenten[0].code == "GM0166"


def test_parts_of_one_gemeente_are_joined(tmp_path: Path) -> None:
    columns = {"gemeentecode": ["GM0001", "GM0001"], "gemeentenaam": ["West", "West"]}
    areas = read_areas(write_layer(tmp_path / "a.gpkg", columns, [square(0, 0), square(500, 0)]))
    assert len(areas.gemeenten) == 1
    # Two squares of 500 m.
    assert areas.boundaries[0].area == pytest.approx(2 * 500**2)


def test_a_boundary_in_another_known_system_is_transformed(tmp_path: Path) -> None:
    # EPSG:3035 around Kampen: a rectangle of 1 km keeps its size within a per mille.
    columns = {"gemeentecode": ["GM0166"], "gemeentenaam": ["Kampen"]}
    path = write_layer(tmp_path / "a.gpkg", columns, [shapely.box(4_046e3, 3_280e3, 4_047e3, 3_281e3)], crs="EPSG:3035")
    assert read_areas(path).boundaries[0].area == pytest.approx(1e6, rel=2e-3)


def test_a_named_coordinate_system_of_geojson_counts(tmp_path: Path) -> None:
    path = tmp_path / "a.geojson"
    feature = {
        "type": "Feature",
        "properties": {"code": "GM0001", "naam": "West"},
        "geometry": shapely.geometry.mapping(square(0, 0)),
    }
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::28992"}}
    path.write_text(json.dumps({"type": "FeatureCollection", "crs": crs, "features": [feature]}), encoding="utf-8")
    assert read_areas(path).boundaries[0].bounds[0] == EAST


def test_a_file_without_gemeenten_is_refused(tmp_path: Path) -> None:
    assert kinds_of(lambda: read_areas(write_geojson(tmp_path / "a.geojson", []))) == ["empty_areas"]
    assert kinds_of(lambda: read_areas(tmp_path / "weg.geojson")) == ["file_not_found"]
    path = write_layer(tmp_path / "a.gpkg", {"iets": ["x"]}, [square(0, 0)])
    assert kinds_of(lambda: read_areas(path)) == ["missing_one_of"]


def test_a_virtual_file_that_calls_itself_geojson_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "vals.geojson"
    path.write_text('<OGRVRTDataSource><OGRVRTLayer name="a"/></OGRVRTDataSource>', encoding="utf-8")
    assert kinds_of(lambda: read_areas(path)) == ["unreadable_file"]


@pytest.mark.parametrize("content", ["[]", "{}", '{"features": 3}', '{"features": [3]}', '{"type": "Topology"}'])
def test_json_that_is_no_feature_collection_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "a.geojson"
    path.write_text(content, encoding="utf-8")
    assert kinds_of(lambda: read_areas(path)) == ["wrong_file_type"]


def test_all_faulty_rows_are_named_together(tmp_path: Path) -> None:
    ring = [[5.9, 52.5], [5.91, 52.5], [5.91, 52.51], [5.9, 52.5]]
    swapped = [[y, x] for x, y in ring]
    polygon: dict[str, object] = {"type": "Polygon", "coordinates": [ring]}
    rows: list[tuple[dict[str, object], dict[str, object] | None]] = [
        ({"code": "GM0001", "naam": ""}, polygon),
        ({"code": "GM0002", "naam": "Punt"}, point(0, 0)),
        ({"code": "GM0003", "naam": "Leeg"}, None),
        ({"code": "GM0004", "naam": "Krom"}, {"type": "Polygon", "coordinates": "x"}),
        ({"code": "GM0005", "naam": "Om"}, {"type": "Polygon", "coordinates": [swapped]}),
        ({"code": "GM0006", "naam": "Goed"}, polygon),
    ]
    assert kinds_of(lambda: read_areas(write_geojson(tmp_path / "a.geojson", rows))) == [
        "area_without_name",
        "not_a_polygon",
        "not_a_polygon",
        "not_a_polygon",
        "coordinate_swapped",
    ]
