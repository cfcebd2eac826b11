"""Boundaries of gemeenten."""

import json
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely

from spreiding.io.places.areas import Areas, read_areas
from tests.io.files import EAST, NORTH, faults_of, kinds_of, point, write_areas, write_geojson, write_layer

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
    assert kinds_of(lambda: read_areas(path)) == ["wrong_file_type"]


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


def ogc_answer(path: Path, **members: object) -> Path:
    """One gemeente as PDOK's OGC API gives it: metres, without a crs member."""
    feature = {
        "type": "Feature",
        "properties": {"code": "1731", "naam": "Midden-Drenthe", "ligt_in_provincie_naam": "Drenthe"},
        "geometry": shapely.geometry.mapping(square(0, 0)),
    }
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature], **members}), encoding="utf-8")
    return path


def link(rel: str) -> dict[str, str]:
    """A link of an answer, with the system that was asked for."""
    crs = "http://www.opengis.net/def/crs/EPSG/0/28992"
    return {"rel": rel, "href": f"https://example.nl/items?f=json&crs={crs}"}


def test_a_saved_answer_is_in_the_system_that_its_address_asks_for(tmp_path: Path) -> None:
    areas = read_areas(ogc_answer(tmp_path / "a.json", links=[link("self")]))
    assert areas.boundaries[0].bounds[:2] == (EAST, NORTH)
    assert (areas.gemeenten[0].code, areas.provincies) == ("GM1731", ("Drenthe",))
    # Without it the file is in degrees, as GeoJSON is, and metres cannot be right.
    assert kinds_of(lambda: read_areas(ogc_answer(tmp_path / "b.json"))) == ["coordinate_other_crs"]


def test_one_page_of_an_answer_is_refused_with_how_much_there_is(tmp_path: Path) -> None:
    matched = ogc_answer(tmp_path / "a.json", links=[link("self")], numberMatched=342, numberReturned=1)
    (fault,) = faults_of(lambda: read_areas(matched))
    assert (fault.kind, fault.data["n_found"], fault.data["n_total"]) == ("one_page_of", 1, 342)
    for rel in ("next", "prev"):
        page = ogc_answer(tmp_path / "a.json", links=[link("self"), link(rel)])
        assert kinds_of(lambda page=page: read_areas(page)) == ["one_page"]  # type: ignore[misc]


@pytest.mark.parametrize("odd", [{"links": 3}, {"links": [3, None]}, {"numberMatched": "onbekend"}, {"links": {}}])
def test_odd_members_of_an_answer_do_no_harm(tmp_path: Path, odd: dict[str, Any]) -> None:
    assert kinds_of(lambda: read_areas(ogc_answer(tmp_path / "a.json", **odd))) == ["coordinate_other_crs"]


def test_water_is_no_part_of_a_gemeente(tmp_path: Path) -> None:
    columns = {"gemeentecode": ["GM0001"] * 3, "gemeentenaam": ["West"] * 3, "water": ["NEE", "JA", "B"]}
    areas = read_areas(write_layer(tmp_path / "a.gpkg", columns, [square(0, 0), square(500, 0), square(0, 500)]))
    # The first square of 500 m alone.
    assert areas.boundaries[0].area == pytest.approx(500**2)


def test_boundaries_come_from_a_shapefile_in_a_zip(tmp_path: Path) -> None:
    import pyogrio  # noqa: PLC0415 - only here

    pyogrio.raw.write(
        tmp_path / "grens.shp",
        geometry=shapely.to_wkb(np.array([square(0, 0)], dtype=object)),
        field_data=[np.array(["GM0001"], dtype=object), np.array(["West"], dtype=object)],
        fields=["statcode", "statnaam"],
        geometry_type="Polygon",
        crs="EPSG:28992",
        driver="ESRI Shapefile",
    )
    with zipfile.ZipFile(tmp_path / "grens.zip", "w") as archive:
        for part in tmp_path.glob("grens.*"):
            if part.suffix != ".zip":
                archive.write(part, part.name)
    assert read_areas(tmp_path / "grens.zip").gemeenten[0].name == "West"


@pytest.fixture
def country(tmp_path: Path) -> Areas:
    """Four gemeenten in two provincies."""
    columns = {
        "code": ["0001", "0002", "0003", "0373"],
        "naam": ["Súdwest-Fryslân", "De Wolden", "Bergen (L.)", "Bergen (NH.)"],
        "ligt_in_provincie_naam": ["Fryslân", "Drenthe", "Limburg", "Noord-Holland"],
    }
    return read_areas(write_layer(tmp_path / "land.gpkg", columns, [square(500 * n, 0) for n in range(4)]))


@pytest.mark.parametrize("name", ["De Wolden", "de wolden", " DE  WOLDEN", "gm0002", "GM0002", "De-Wolden"])
def test_a_gemeente_is_found_by_code_or_name_however_it_is_written(country: Areas, name: str) -> None:
    assert [gemeente.name for gemeente in country.named([name]).gemeenten] == ["De Wolden"]
    assert country.named([name]).provincies == ("Drenthe",)


def test_a_gemeente_that_is_not_there_is_told_with_what_looks_like_it(country: Areas) -> None:
    first, second, third = faults_of(lambda: country.named(["Bergen", "Sudwest Friesland", "Xyz", "De Wolden"]))
    assert first.kind == second.kind == third.kind == "unknown_area"
    assert first.data["near"] == "Bergen (L.), Bergen (NH.)"
    assert second.data["near"] == "Súdwest-Fryslân"
    assert "De Wolden" in str(third.data["near"])


@pytest.mark.parametrize("name", ["Fryslân", "friesland", "FRYSLAN"])
def test_a_provincie_has_its_gemeenten(country: Areas, name: str) -> None:
    assert [gemeente.code for gemeente in country.of_provincie(name).gemeenten] == ["GM0001"]
    assert len(country.of_provincie("noord holland").gemeenten) == 1


def test_a_provincie_that_is_not_there_is_told(country: Areas, tmp_path: Path) -> None:
    assert kinds_of(lambda: country.of_provincie("Holland")) == ["unknown_provincie"]
    assert kinds_of(lambda: country.of_provincie("Zeeland")) == ["no_provincies"]
    silent = read_areas(write_areas(tmp_path / "a.geojson", {("GM0001", "West"): WEST_HALF}))
    assert kinds_of(lambda: silent.of_provincie("Drenthe")) == ["no_provincies"]


def test_a_file_of_provincies_keeps_their_codes_apart_from_those_of_gemeenten(tmp_path: Path) -> None:
    # The Kadaster writes 22 for Drenthe; gemeente 0022 was another place.
    path = write_layer(tmp_path / "a.gpkg", {"code": ["22"], "naam": ["Drenthe"]}, [square(0, 0)])
    areas = read_areas(path)
    assert (areas.gemeenten[0].code, areas.provincies) == ("PV22", ("Drenthe",))
