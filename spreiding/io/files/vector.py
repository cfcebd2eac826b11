"""Every table or vector file through one door: recognised by content, read where it can do no harm."""

import json
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray

from spreiding.errors import InputError
from spreiding.io.files.archives import extract_member
from spreiding.io.files.confined import Confined, open_confined
from spreiding.io.files.crs import crs_name
from spreiding.io.files.delimited import check_columns, open_csv
from spreiding.io.files.formats import FileFormat, recognise
from spreiding.io.files.geojson import read_geojson
from spreiding.io.files.staging import stage

Bounds = tuple[float, float, float, float]

_WITHOUT_LAYER_NAMES: Final = (FileFormat.SHAPEFILE, FileFormat.PARQUET, FileFormat.CSV, FileFormat.GEOJSON)
_KINDS: Final = ("Point", "LineString", "Polygon", "MultiPoint", "MultiLineString", "MultiPolygon")


@dataclass(frozen=True)
class Layer:
    """A layer or sheet: its name, columns, number of rows and kind of geometry ('mixed', or '' without)."""

    name: str
    columns: tuple[str, ...]
    n_rows: int
    geometry: str


@dataclass(frozen=True)
class Table:
    """Columns of a layer, its geometries (None where a row has none) and their system ('' without geometry).

    `numbers` are those of the rows as the file shows them: in a spreadsheet or CSV the header counts.
    """

    columns: Mapping[str, NDArray[Any]]
    geometry: NDArray[np.object_]
    crs: str
    numbers: NDArray[np.int64]


@dataclass(frozen=True)
class VectorFile:
    """An open file; `name` is that for sentences."""

    name: str
    format: FileFormat
    layers: tuple[Layer, ...]
    reader: Callable[[str, list[str], Bounds | None], Table]

    def read(self, layer: str, *, columns: Iterable[str], bounds: Bounds | None = None) -> Table:
        """Read columns and geometries; only rows that meet `bounds` (west, south, east, north), in the layer's system.

        A file without geometries ignores `bounds`.

        Raises
        ------
        InputError
            `missing_column`, `missing_crs`, `unknown_crs`, `geometry_not_finite`, or that the file cannot be read.

        """
        wanted = list(dict.fromkeys(columns))
        present = {each.name: each.columns for each in self.layers}[layer]
        absent = [column for column in wanted if column not in present]
        if absent:
            raise InputError("missing_column", file=self.name, columns=", ".join(absent))
        return self.reader(layer, wanted, bounds)


@contextmanager
def open_vector(path: Path) -> Iterator[VectorFile]:
    """Open a GeoPackage, shapefile, FlatGeobuf, Parquet, CSV, workbook or GeoJSON, or a zip that holds one of these.

    Raises
    ------
    InputError
        `file_not_found`, `not_a_file`, `no_access`, `empty_file`, `wrong_file_type`, or what is wrong with the file;
        afterwards `file_changed` when somebody wrote to it meanwhile.

    """
    file_format = recognise(path, file=path.name)
    before = _state(path)
    with tempfile.TemporaryDirectory(prefix="spreiding-") as name:
        source, title, folder = path, path.stem, Path(name)
        if file_format == FileFormat.ZIP:
            source, title = extract_member(path, folder)
            file_format = recognise(source, file=path.name)
        with _open(source, file_format, folder=folder, file=path.name) as opened:
            yield _titled(opened, title)
    if _state(path) != before:
        raise InputError("file_changed", file=path.name)


def _state(path: Path) -> tuple[int, ...]:
    try:
        state = path.stat()
    except OSError:
        return ()
    return state.st_size, state.st_mtime_ns, state.st_ino


def _titled(opened: VectorFile, title: str) -> VectorFile:
    """Give the layer of a file that names none the name of that file."""
    if opened.format not in _WITHOUT_LAYER_NAMES:
        return opened
    return replace(opened, layers=tuple(replace(layer, name=title) for layer in opened.layers))


@contextmanager
def _open(source: Path, file_format: FileFormat, *, folder: Path, file: str) -> Iterator[VectorFile]:
    match file_format:
        case FileFormat.ZIP:
            raise InputError("nested_archive", file=file)
        case FileFormat.CSV:
            yield _csv_file(source, file=file)
        case FileFormat.GEOJSON:
            yield _geojson_file(source, file=file)
        case _:
            staged = stage(source, folder, file_format=file_format, file=file)
            with open_confined(staged, file_format=file_format, file=file) as confined:
                yield _confined_file(confined, file_format)


def _csv_file(source: Path, *, file: str) -> VectorFile:
    table = open_csv(source, file=file)

    def read(_layer: str, columns: list[str], _bounds: Bounds | None) -> Table:
        return _without_geometry(table.read(columns), numbers=table.numbers)

    layer = Layer("", tuple(column for column in table.columns if column), table.n_rows, "")
    return VectorFile(file, FileFormat.CSV, (layer,), read)


def _geojson_file(source: Path, *, file: str) -> VectorFile:
    collection = read_geojson(source, file=file)
    names = list(dict.fromkeys(name for feature in collection.features for name in feature.properties))
    shapes = objects(feature.geometry for feature in collection.features)

    def read(_layer: str, columns: list[str], bounds: Bounds | None) -> Table:
        values = {name: objects(each.properties.get(name) for each in collection.features) for name in columns}
        check_finite(shapes, file=file)
        return _within(Table(values, shapes, collection.crs, _counted(shapes.size)), bounds)

    geometry = _geometry_kind(shape.geom_type for shape in shapes if shape is not None)
    layer = Layer("", tuple(names), len(collection.features), geometry)
    return VectorFile(file, FileFormat.GEOJSON, (layer,), read)


def _confined_file(confined: Confined, file_format: FileFormat) -> VectorFile:
    layers = tuple(
        Layer(each["name"], tuple(each["columns"]), each["n_rows"], _geometry_kind(each["geometry"]))
        for each in confined.ask(do="layers")["layers"]
    )
    if not layers:
        raise InputError("no_layers", file=confined.file)
    for layer in layers:
        check_columns(layer.columns, file=confined.file)

    def read(layer: str, columns: list[str], bounds: Bounds | None) -> Table:
        name = None if file_format in _WITHOUT_LAYER_NAMES else layer
        answer = confined.ask(do="read", layer=name, columns=columns, bounds=bounds)
        if file_format == FileFormat.EXCEL:
            content = json.loads((confined.folder / answer["target"]).read_text(encoding="utf-8"))
            values = {name: objects(cells) for name, cells in content["columns"].items()}
            return _without_geometry(values, numbers=np.array(content["numbers"], dtype=np.int64))
        table = _arrow_table(confined.folder / answer["target"], answer, file=confined.file)
        return _within(table, bounds) if file_format == FileFormat.PARQUET else table

    return VectorFile(confined.file, file_format, layers, read)


def _arrow_table(path: Path, answer: Mapping[str, Any], *, file: str) -> Table:
    import pyarrow as pa  # noqa: PLC0415 - opening a prepared region does not need it

    with pa.memory_map(str(path)) as mapped:
        content = pa.ipc.open_file(mapped).read_all()
        try:
            content.validate(full=True)
        except pa.ArrowInvalid as error:
            raise InputError("text_encoding", file=file, reason=str(error)) from error
        # Copied out of the map, so that the file can go.
        columns = {name: np.array(content[name].to_numpy()) for name in content.column_names}
    path.unlink()
    if not answer["geometry"]:
        return _without_geometry(columns, numbers=_counted(content.num_rows))
    crs = crs_name(answer["crs"], file=file)
    try:
        with np.errstate(invalid="ignore"):
            shapes = shapely.force_2d(shapely.from_wkb(columns.pop(answer["geometry"])))
    except (shapely.errors.GEOSException, TypeError) as error:
        raise InputError("unreadable_file", file=file, reason=str(error)) from error
    shapes[shapely.is_empty(shapes)] = None
    check_finite(shapes, file=file)
    return Table(columns, shapes, crs, _counted(shapes.size))


def check_finite(shapes: NDArray[np.object_], *, file: str) -> None:
    """Check that every coordinate is a number.

    Raises
    ------
    InputError
        `geometry_not_finite`.

    """
    points, rows = shapely.get_coordinates(shapes, return_index=True)
    wrong = np.unique(rows[~np.isfinite(points).all(axis=1)])
    if wrong.size:
        raise InputError("geometry_not_finite", file=file, n_rows=int(wrong.size), row=int(wrong[0]) + 1)


def _without_geometry(columns: Mapping[str, NDArray[Any]], *, numbers: NDArray[np.int64]) -> Table:
    return Table(columns, np.full(numbers.size, None, dtype=object), "", numbers)


def _counted(n_rows: int) -> NDArray[np.int64]:
    return np.arange(1, n_rows + 1)


def _within(table: Table, bounds: Bounds | None) -> Table:
    """Return the rows whose geometry meets `bounds`; all without bounds or without geometries."""
    if bounds is None or not table.crs:
        return table
    keep = shapely.intersects(table.geometry, shapely.box(*bounds))
    columns = {name: values[keep] for name, values in table.columns.items()}
    return Table(columns, table.geometry[keep], table.crs, table.numbers[keep])


def objects(values: Iterable[object]) -> NDArray[np.object_]:
    """Return values as an array of one dimension, also when they are lists."""
    found = list(values)
    array = np.empty(len(found), dtype=object)
    array[:] = found
    return array


def _geometry_kind(names: Iterable[str]) -> str:
    """Return the one kind of '2.5D Point', 'Point Z' and so on; 'MultiPolygon' for polygons of one part and more."""
    kinds = {next((kind for kind in name.split() if kind in _KINDS), "mixed") for name in names}
    if len({kind.removeprefix("Multi") for kind in kinds}) > 1:
        return "mixed"
    return max(kinds, key=len, default="")
