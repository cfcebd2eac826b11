"""Roads from files of lines."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pytest
import shapely
from shapely import LineString, MultiLineString, Point

from spreiding.domain import Modality
from spreiding.io.network.road_lines import read_road_lines
from spreiding.io.network.roads import read_roads
from spreiding.network import Access, build_network
from spreiding.tables import FERRY, ROAD_CLASSES
from tests.io.files import EAST, NORTH, faults_of, kinds_of, lonlat, write_geojson

CARS = Access.AUTO_FORWARD | Access.AUTO_BACKWARD
BICYCLES = Access.FIETS_FORWARD | Access.FIETS_BACKWARD
EVERYBODY = CARS | BICYCLES | Access.LOPEN


def line(*points: tuple[float, ...]) -> LineString:
    """A line through points so many metres from EAST, NORTH; a third number is a height."""
    return LineString([(EAST + x, NORTH + y, *z) for x, y, *z in points])


# A street of 300 m east and one of 400 m north from its end.
CORNER = [line((0, 0), (300, 0)), line((300, 0), (300, 400))]


def write_lines(
    path: Path, columns: Mapping[str, Sequence[object]], lines: Sequence[Any], *, crs: str = "EPSG:28992"
) -> Path:
    """Write lines drawn in EPSG:28992 to any format, in the system `crs`."""
    frame = gpd.GeoDataFrame(dict(columns), geometry=list(lines), crs="EPSG:28992").to_crs(crs)
    if path.suffix == ".parquet":
        frame.to_parquet(path)
    else:
        frame.to_file(path)
    return path


def one(tmp_path: Path, **cells: object) -> Access:
    """Access of a single residential line with these cells."""
    path = write_lines(
        tmp_path / "a.gpkg", {"highway": ["residential"]} | {k: [v] for k, v in cells.items()}, CORNER[:1]
    )
    roads = read_road_lines(path).roads
    return Access(int(roads.access[0])) if roads.tail.size else Access(0)


@pytest.mark.parametrize(
    ("name", "crs"),
    [
        *(("a.gpkg", crs) for crs in ("EPSG:28992", "EPSG:4326", "EPSG:25831", "EPSG:3857")),
        *((name, crs) for name in ("a.fgb", "a.parquet", "a.shp") for crs in ("EPSG:28992", "EPSG:4326")),
        ("a.geojson", "EPSG:4326"),
    ],
)
def test_lines_of_any_format_and_system_become_the_same_roads(tmp_path: Path, name: str, crs: str) -> None:
    path = write_lines(tmp_path / name, {"fclass": ["residential", "tertiary"]}, CORNER, crs=crs)
    data = read_roads(path)
    assert data.crs == crs
    assert data.roads.x_m.size == 3
    # A few millimetres of the transformation there and back.
    # FlatGeobuf keeps its lines in an order of its own.
    order = np.argsort(data.roads.length_m)
    np.testing.assert_allclose(data.roads.length_m[order], [300, 400], atol=0.05)
    assert [ROAD_CLASSES[index].name for index in data.roads.road_class[order]] == ["residential", "tertiary"]
    assert build_network(data.roads, Modality.AUTO).n_nodes == 3


@pytest.mark.parametrize("column", ["highway", "fclass", "class", "wegtype", "type", "FCLASS"])
def test_the_class_column_goes_by_several_names(tmp_path: Path, column: str) -> None:
    path = write_lines(tmp_path / "a.gpkg", {column: ["residential", "Secondary "]}, CORNER)
    roads = read_road_lines(path).roads
    assert [ROAD_CLASSES[index].name for index in roads.road_class] == ["residential", "secondary"]


def test_unknown_classes_are_counted_and_left_out(tmp_path: Path) -> None:
    lines = [line((0, 100.0 * k), (300, 100.0 * k)) for k in range(6)]
    classes = ["residential", "raceway", "raceway", "unknown", None, "track_grade3"]
    data = read_road_lines(write_lines(tmp_path / "a.gpkg", {"class": classes}, lines))
    assert [ROAD_CLASSES[index].name for index in data.roads.road_class] == ["residential", "track"]
    assert dict(data.unknown_classes) == {"raceway": 2, "unknown": 1, "": 1}


def test_a_file_without_any_known_class_is_refused_with_what_is_known(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "a.gpkg", {"type": ["klinkers", "asfalt"]}, CORNER)
    (fault,) = faults_of(lambda: read_road_lines(path))
    assert fault.kind == "no_road_class"
    assert "'klinkers'" in str(fault.data["examples"])
    assert "residential" in str(fault.data["known"])


def test_lines_meet_where_they_share_a_vertex_to_the_centimetre(tmp_path: Path) -> None:
    # The second starts 4 mm from the end of the first, which rounds to the same centimetre.
    lines = [line((0, 0), (300, 0)), line((300.004, 0), (300, 400))]
    roads = read_road_lines(write_lines(tmp_path / "a.gpkg", {"highway": ["residential"] * 2}, lines)).roads
    assert roads.x_m.size == 3


def test_lines_that_cross_are_a_bridge_and_a_road_below(tmp_path: Path) -> None:
    # A cross of two lines of 400 m without a vertex in the middle, and one with.
    bridge = [line((0, 200), (400, 200)), line((200, 0), (200, 400))]
    junction = [line((0, 200), (200, 200), (400, 200)), line((200, 0), (200, 200), (200, 400))]
    for lines, n_nodes in ((bridge, 4), (junction, 5)):
        path = write_lines(tmp_path / "a.gpkg", {"highway": ["residential"] * 2}, lines)
        assert read_road_lines(path).roads.x_m.size == n_nodes
        path.unlink()


def test_parts_heights_and_what_is_no_line(tmp_path: Path) -> None:
    # Two parts in one row (100 + 100 m), a line with heights that also repeats a vertex (50 m), a line of no length, a
    # point, an empty line and nothing.
    shapes = [
        MultiLineString([line((0, 0), (100, 0)), line((0, 50), (100, 50))]),
        line((0, 90, 1.0), (50, 90, 2.0), (50, 90, 2.0)),
        line((0, 99), (0, 99)),
        Point(EAST, NORTH),
        LineString(),
        None,
    ]
    path = write_lines(tmp_path / "a.gpkg", {"highway": ["residential"] * 6}, shapes)
    np.testing.assert_allclose(sorted(read_road_lines(path).roads.length_m), [50, 100, 100])


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        ("yes", Access.AUTO_FORWARD), ("1", Access.AUTO_FORWARD), ("F", Access.AUTO_FORWARD), (1, Access.AUTO_FORWARD),
        (True, Access.AUTO_FORWARD), ("-1", Access.AUTO_BACKWARD), ("T", Access.AUTO_BACKWARD),
        (-1, Access.AUTO_BACKWARD), (-1.0, Access.AUTO_BACKWARD), ("no", CARS), ("B", CARS), (False, CARS),
        (None, CARS),
    ],
)  # fmt: skip
def test_one_way_is_read_in_its_many_spellings(tmp_path: Path, value: object, wanted: Access) -> None:
    assert one(tmp_path, oneway=value) & CARS == wanted


@pytest.mark.parametrize(
    ("value", "wanted"), [("H", Access.AUTO_FORWARD), ("T", Access.AUTO_BACKWARD), ("B", CARS), ("O", CARS)]
)
def test_the_direction_of_the_national_road_file_is_read(tmp_path: Path, value: str, wanted: Access) -> None:
    assert one(tmp_path, RIJRICHTNG=value) & CARS == wanted


def test_access_is_read_as_in_openstreetmap(tmp_path: Path) -> None:
    assert one(tmp_path, access="no", bicycle="yes") == BICYCLES
    (tmp_path / "a.gpkg").unlink()
    assert one(tmp_path, motor_vehicle="no") == BICYCLES | Access.LOPEN
    (tmp_path / "a.gpkg").unlink()
    assert one(tmp_path, access="private") == Access(0)


def test_a_limit_lowers_the_speed_and_zero_is_no_limit(tmp_path: Path) -> None:
    # Geofabrik writes 0 where it knows none; residential drives 28, nine tenths of 20 is 18.
    lines = [line((0, 100.0 * k), (300, 100.0 * k)) for k in range(4)]
    columns: dict[str, Sequence[object]] = {"fclass": ["residential"] * 4, "maxspeed": [0.0, 20.0, None, 50.0]}
    roads = read_road_lines(write_lines(tmp_path / "a.gpkg", columns, lines)).roads
    np.testing.assert_allclose(roads.car_kmh, [28, 18, 28, 28])


def test_a_ferry_among_the_lines_sails(tmp_path: Path) -> None:
    # 400 m at 8 km/h is 3 min; with the wait of 8 it is 11 min.
    columns = {"class": ["residential", "ferry"]}
    roads = read_road_lines(write_lines(tmp_path / "a.gpkg", columns, CORNER)).roads
    boat = [ROAD_CLASSES[index].name for index in roads.road_class].index(FERRY)
    assert roads.car_kmh[boat] == pytest.approx(0.4 / 11 * 60)
    assert Access(int(roads.access[boat])) == EVERYBODY


@pytest.mark.parametrize(
    ("name", "crs"), [("a.gpkg", "EPSG:28992"), ("b.gpkg", "EPSG:25831"), ("a.geojson", "EPSG:4326")]
)
def test_bounds_limit_what_is_read(tmp_path: Path, name: str, crs: str) -> None:
    lines = [line((0, 1000.0 * k), (300, 1000.0 * k)) for k in range(5)]
    path = write_lines(tmp_path / name, {"highway": ["residential"] * 5}, lines, crs=crs)
    bounds = (EAST - 10.0, NORTH + 900.0, EAST + 400.0, NORTH + 2100.0)
    assert read_road_lines(path, bounds=bounds).roads.tail.size == 2


def test_a_file_without_a_class_or_without_lines_is_named(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "a.gpkg", {"naam": ["x", "y"]}, CORNER)
    assert kinds_of(lambda: read_road_lines(path)) == ["missing_one_of"]
    points = write_lines(tmp_path / "b.gpkg", {"type": ["residential"]}, [Point(EAST, NORTH)])
    assert kinds_of(lambda: read_road_lines(points)) == ["missing_one_of"]
    # A file without rows tells no classes, and has no roads.
    none = write_lines(tmp_path / "c.fgb", {"highway": ["residential"]}, [Point(EAST, NORTH).buffer(9)])
    assert kinds_of(lambda: read_roads(none)) == ["missing_one_of"]


def test_only_closed_roads_are_no_roads(tmp_path: Path) -> None:
    path = write_lines(tmp_path / "a.gpkg", {"highway": ["residential"], "access": ["private"]}, CORNER[:1])
    assert kinds_of(lambda: read_roads(path)) == ["empty_roads"]


def test_coordinates_under_a_wrong_label_are_refused(tmp_path: Path) -> None:
    # Metres of the Dutch grid in a file that says nothing, so degrees.
    geometry = {"type": "LineString", "coordinates": [[EAST, NORTH], [EAST + 100, NORTH]]}
    path = write_geojson(tmp_path / "a.geojson", [({"highway": "residential"}, geometry)])
    assert kinds_of(lambda: read_roads(path)) == ["crs_mislabelled"]


def test_swapped_coordinates_are_refused(tmp_path: Path) -> None:
    geometry = {"type": "LineString", "coordinates": [list(lonlat(0, 0))[::-1], list(lonlat(100, 0))[::-1]]}
    path = write_geojson(tmp_path / "a.geojson", [({"highway": "residential"}, geometry)])
    assert kinds_of(lambda: read_roads(path)) == ["coordinates_swapped"]


def test_cells_that_are_no_cells_are_unknown_classes(tmp_path: Path) -> None:
    features = [
        {"type": "Feature", "properties": {"highway": value}, "geometry": json.loads(shapely.to_geojson(shape))}
        for value, shape in (
            ({"a": 1}, LineString([(5.9, 52.5), (5.91, 52.5)])),
            ("path", LineString([(5.9, 52.5), (5.9, 52.6)])),
        )
    ]
    path = tmp_path / "a.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    data = read_road_lines(path)
    assert data.roads.tail.size == 1
    assert sum(count for _, count in data.unknown_classes) == 1
