"""Roads from any file of lines with a class column: Geofabrik, Overture, a planner's own drawing.

* **Class**: the first of the columns `CLASS_COLUMNS` that a layer of lines has; its values are those of
  OpenStreetMap (`tables.ROAD_CLASSES`; Geofabrik's ``track_grade1`` … count as ``track``). A line of another class is
  left out and counted in `OsmData.unknown_classes`.
* **Who may use it**: the class, and columns of access, direction and limit if there are any, read as OpenStreetMap's
  tags (`io.network.osm_tags`). ``oneway`` may also be Geofabrik's F, T, B, and ``rijrichtng`` the H, T, B of the NWB
  (Nationaal Wegenbestand): along the line, against it, both.
* **Junctions**: lines meet where they share a vertex, to the centimetre. Lines that merely cross do not: one of them is
  a bridge. So a file whose lines are not cut or drawn through a vertex at junctions falls apart; the components of its
  network (`components`) show that.
* Heights are dropped, parts of a line are lines of their own, what is no line is left out.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray

from spreiding.demand import FloatArray, IntArray
from spreiding.errors import InputError
from spreiding.io.files.crs import RD, check_label, transform
from spreiding.io.files.vector import Layer, Table, VectorFile, open_vector
from spreiding.io.network.osm import OsmData, RoadSource
from spreiding.io.network.osm_tags import Tags, road_use
from spreiding.io.network.way_segments import Ferry, build_segments, drop_unplaced
from spreiding.network import Roads
from spreiding.tables import FERRY, ROAD_CLASS_INDEX, ROAD_CLASSES

CLASS_COLUMNS: Final = ("highway", "fclass", "class", "wegtype", "type")

Bounds = tuple[float, float, float, float]

_ACCESS_COLUMNS: Final = ("access", "vehicle", "motor_vehicle", "motorcar", "bicycle", "foot")
_OTHER_COLUMNS: Final = ("maxspeed", "duration", "junction", "motorroad")
_DIRECTION_COLUMNS: Final = ("oneway", "rijrichtng")
# Along the line, against it, both ways; Geofabrik (oneway F, T, B) and NWB (RIJRICHTNG H, T, B).
_DIRECTIONS: Final = {"f": "yes", "h": "yes", "t": "-1", "b": "no", "true": "yes", "1.0": "yes", "-1.0": "-1"}
# Vertices closer than this are one [m].
_PRECISION_M: Final = 0.01
_N_EXAMPLES: Final = 5
_NO_LINES: Final = ("", "Point", "MultiPoint", "Polygon", "MultiPolygon")


def find_road_layer(layers: Iterable[Layer]) -> tuple[Layer, str] | None:
    """Return the first layer that may hold lines and has a class column, and that column; None if there is none."""
    for layer in layers:
        names = _by_lower_name(layer)
        column = next((names[name] for name in CLASS_COLUMNS if name in names), None)
        if column is not None and layer.geometry not in _NO_LINES:
            return layer, column
    return None


def read_road_lines(path: Path, *, bounds: Bounds | None = None) -> OsmData:
    """Read roads from a file of lines; `bounds` (west, south, east, north) in EPSG:28992 [m] limits them.

    Raises
    ------
    InputError
        `missing_one_of` without a class column, `no_road_class` when no line has a class that is known,
        as `crs.check_label`, or as `vector.open_vector`.

    """
    with open_vector(path) as file:
        found = find_road_layer(file.layers)
        if found is None:
            raise InputError("missing_one_of", file=file.name, columns=", ".join(CLASS_COLUMNS))
        layer, class_column = found
        names = _by_lower_name(layer)
        wanted = {
            name: names[name]
            for name in (*_ACCESS_COLUMNS, *_OTHER_COLUMNS, *_DIRECTION_COLUMNS)
            if name in names and names[name] != class_column
        }
        table = file.read(
            layer.name,
            columns=[class_column, *wanted.values()],
            bounds=None if bounds is None else _native_bounds(file, layer, bounds),
        )
    columns = {"highway": table.columns[class_column]} | {name: table.columns[wanted[name]] for name in wanted}
    tags = _tags(columns, n_rows=table.geometry.size)
    unknown = Counter(each["highway"] for each in tags if each["highway"] not in ROAD_CLASS_INDEX)
    if tags and unknown.total() == len(tags):
        examples = ", ".join(f"'{value}'" for value, _ in unknown.most_common(_N_EXAMPLES))
        known = ", ".join(road.name for road in ROAD_CLASSES)
        raise InputError("no_road_class", file=file.name, column=class_column, examples=examples, known=known)
    check_label(shapely.get_coordinates(table.geometry), crs=table.crs, file=file.name)
    roads = _build_roads(table, tags)
    return OsmData(roads, crs=table.crs, unknown_classes=tuple(unknown.most_common()), source=RoadSource.OWN)


def _by_lower_name(layer: Layer) -> dict[str, str]:
    return {column.lower(): column for column in reversed(layer.columns)}


def _native_bounds(file: VectorFile, layer: Layer, bounds: Bounds) -> Bounds:
    """Return `bounds` in the layer's own system, a little wider: an upright box leans there."""
    crs = file.read(layer.name, columns=(), bounds=(0.0, 0.0, 0.0, 0.0)).crs
    if crs == RD:
        return bounds
    edge = shapely.segmentize(shapely.box(*bounds).exterior, max_segment_length=max(bounds[2] - bounds[0], 1.0) / 20)
    x, y = transform(*np.asarray(edge.coords).T, source=RD, target=crs)
    return float(x.min()), float(y.min()), float(x.max()), float(y.max())


def _tags(columns: dict[str, NDArray[Any]], *, n_rows: int) -> list[Tags]:
    """Read every row as the tags of a way; rows with the same cells share them."""
    cells = [[_text(value) for value in values.tolist()] for values in columns.values()]
    rows = list(zip(*cells, strict=True)) if n_rows else []
    shared = {row: _row_tags(dict(zip(columns, row, strict=True))) for row in set(rows)}
    return [shared[row] for row in rows]


def _row_tags(cells: dict[str, str]) -> Tags:
    road_class = "track" if cells["highway"].startswith("track_grade") else cells["highway"]
    tags = {key: value for key, value in cells.items() if value and key not in _DIRECTION_COLUMNS}
    tags |= {"highway": road_class} | ({"route": FERRY} if road_class == FERRY else {})
    for column in _DIRECTION_COLUMNS:
        if cells.get(column):
            tags["oneway"] = _DIRECTIONS.get(cells[column], cells[column])
    return tags


def _text(value: object) -> str:
    """Return a cell as the text of a tag; a whole number without decimals, nothing for an unknown."""
    if value is None or value != value:  # noqa: PLR0124 - only NaN differs from itself
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip().lower()


def _build_roads(table: Table, tags: Sequence[Tags]) -> Roads:
    lines, row = _parts(table.geometry)
    uses = {id(each): road_use(each) for each in tags}
    kept = np.array([uses[id(tags[number])] is not None for number in row], dtype=np.bool_)
    lines, row = lines[kept], row[kept]
    points, line = shapely.get_coordinates(lines, return_index=True)
    x_m, y_m = transform(points[:, 0], points[:, 1], source=table.crs)
    node, first = _shared_nodes(x_m, y_m)
    way_tags = [tags[number] for number in row]
    roads = build_segments(
        node,
        np.bincount(line, minlength=lines.size).astype(np.int32),
        uses=[use for each in way_tags if (use := uses[id(each)]) is not None],
        x_m=x_m[first],
        y_m=y_m[first],
        ferries=[Ferry(each, (k,)) for k, each in enumerate(way_tags) if each["highway"] == FERRY],
    )
    return drop_unplaced(roads)


def _parts(shapes: NDArray[np.object_]) -> tuple[NDArray[np.object_], IntArray]:
    """Return the lines in `shapes`, without their heights, and the row that each came from."""
    parts, row = shapely.get_parts(shapes, return_index=True)
    is_line = (shapely.get_type_id(parts) == shapely.GeometryType.LINESTRING) & ~shapely.is_empty(parts)
    return shapely.force_2d(parts[is_line]), row[is_line].astype(np.int32)


def _shared_nodes(x_m: FloatArray, y_m: FloatArray) -> tuple[IntArray, IntArray]:
    """Return the node of every vertex, and for every node its first vertex; what does not lie on earth shares none."""
    with np.errstate(invalid="ignore"):
        east, north = (np.rint(np.nan_to_num(v, posinf=0, neginf=0) / _PRECISION_M) for v in (x_m, y_m))
    # Both coordinates in one number, so that one sort finds the pairs that are equal.
    key = east + 1j * north
    key = np.where(np.isfinite(x_m) & np.isfinite(y_m), key, np.inf)
    _, first, node = np.unique(key, return_index=True, return_inverse=True)
    return node.astype(np.int32), first.astype(np.int32)
