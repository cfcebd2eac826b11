"""Boundaries of gemeenten from a GeoPackage or GeoJSON."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from spreiding.demand import FloatArray, Gemeente, IntArray
from spreiding.errors import InputError, raise_together
from spreiding.io.crs import coordinate_fault, transform_geometry
from spreiding.io.geojson import read_geojson
from spreiding.io.geopackage import Layer, check_geopackage, list_layers, read_table

# Pairs of columns, as CBS, Kadaster and PDOK write them.
NAME_COLUMNS: Final = (("gemeentecode", "gemeentenaam"), ("statcode", "statnaam"), ("code", "naam"))

_Row = tuple[object, object, BaseGeometry | None]


@dataclass(frozen=True)
class Areas:
    """Gemeenten and their boundaries [EPSG:28992], parallel, sorted by code."""

    gemeenten: tuple[Gemeente, ...]
    boundaries: tuple[BaseGeometry, ...]

    def find(self, x_m: FloatArray, y_m: FloatArray) -> IntArray:
        """Index of the gemeente that holds each point [EPSG:28992, m]; -1 outside all, the first on a boundary."""
        result = np.full(x_m.size, -1, dtype=np.int32)
        for index, boundary in enumerate(self.boundaries):
            shapely.prepare(boundary)
            free = np.flatnonzero(result < 0)
            result[free[shapely.intersects_xy(boundary, x_m[free], y_m[free])]] = index
        return result

    def keep(self, codes: Iterable[str]) -> "Areas":
        """Return only the gemeenten with one of `codes`."""
        wanted = set(codes)
        kept = [index for index, gemeente in enumerate(self.gemeenten) if gemeente.code in wanted]
        return Areas(tuple(self.gemeenten[i] for i in kept), tuple(self.boundaries[i] for i in kept))


def read_areas(path: Path) -> Areas:
    """Read the boundaries of gemeenten and transform them to EPSG:28992; parts with one code are joined.

    Raises
    ------
    InputError, InputErrors
        A wrong file, missing columns or coordinate system, and every row without code, name or usable polygon.

    """
    if not path.is_file():
        raise InputError("file_not_found", file=path)
    rows, crs = _read_geojson_rows(path) if is_geojson(path) else _read_geopackage_rows(path)
    if not rows:
        raise InputError("empty_areas", file=path.name)
    raise_together(
        fault
        for number, row in enumerate(rows, start=1)
        if (fault := _fault(row, number=number, crs=crs, file=path.name)) is not None
    )
    return _join(rows, crs=crs)


def is_geojson(path: Path) -> bool:
    """Whether the name is that of a JSON file; its content is checked by the reader."""
    return path.suffix.lower() in (".geojson", ".json")


def find_area_columns(columns: Iterable[str]) -> tuple[str, str] | None:
    """Return the columns of code and name; None when they are absent."""
    present = set(columns)
    return next((pair for pair in NAME_COLUMNS if present.issuperset(pair)), None)


def find_area_layer(layers: tuple[Layer, ...]) -> tuple[Layer, tuple[str, str]] | None:
    """Return the layer of gemeenten and its columns; one called 'gemeenten' comes before wijken and buurten."""
    ordered = sorted(layers, key=lambda layer: "gemeente" not in layer.name.lower())
    found = ((layer, pair) for layer in ordered if (pair := find_area_columns(layer.columns)) is not None)
    return next(found, None)


def _read_geojson_rows(path: Path) -> tuple[list[_Row], str]:
    collection = read_geojson(path)
    names = set[str]().union(*(feature.properties for feature in collection.features))
    pair = find_area_columns(names)
    if collection.features and pair is None:
        raise _missing_columns(path)
    code, name = pair or NAME_COLUMNS[0]
    rows: list[_Row] = [
        (feature.properties.get(code), feature.properties.get(name), feature.geometry)
        for feature in collection.features
    ]
    return rows, collection.crs


def _read_geopackage_rows(path: Path) -> tuple[list[_Row], str]:
    check_geopackage(path)
    found = find_area_layer(list_layers(path))
    if found is None:
        raise _missing_columns(path)
    layer, (code, name) = found
    table = read_table(path, layer.name, columns=(code, name))
    return list(zip(table.columns[code], table.columns[name], table.geometry, strict=True)), table.crs


def _missing_columns(path: Path) -> InputError:
    return InputError("missing_one_of", file=path.name, columns=", ".join("/".join(pair) for pair in NAME_COLUMNS))


def _fault(row: _Row, *, number: int, crs: str, file: str) -> InputError | None:
    code, name, geometry = row
    if not _text(code) or not _text(name):
        return InputError("area_without_name", file=file, row=number)
    if geometry is None or geometry.geom_type not in ("Polygon", "MultiPolygon"):
        return InputError("not_a_polygon", file=file, row=number, name=_text(name))
    bounds = geometry.bounds
    corners = ((bounds[0], bounds[1]), (bounds[2], bounds[3]))
    faults = (coordinate_fault(x, y, crs=crs, file=file, name=_text(name)) for x, y in corners)
    return next((fault for fault in faults if fault is not None), None)


def _join(rows: list[_Row], *, crs: str) -> Areas:
    """Join the parts of each gemeente; CBS files hold land and water as rows of their own."""
    parts: dict[str, list[BaseGeometry]] = {}
    names: dict[str, str] = {}
    for code, name, geometry in rows:
        if geometry is not None:
            parts.setdefault(_text(code), []).append(shapely.make_valid(transform_geometry(geometry, source=crs)))
            names.setdefault(_text(code), _text(name))
    codes = sorted(parts)
    return Areas(
        tuple(Gemeente(code=gemeente_code(code), name=names[code]) for code in codes),
        tuple(shapely.union_all(parts[code]) for code in codes),
    )


def gemeente_code(code: str) -> str:
    """Return a CBS code as GM1731; the Kadaster writes 1731."""
    return f"GM{code.zfill(4)}" if code.isdigit() else code


def _text(value: object) -> str:
    return "" if value is None or value != value else str(value).strip()  # noqa: PLR0124 - only NaN differs from itself
