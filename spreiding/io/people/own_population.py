"""Areas and points with inhabitants: CBS wijken en buurten, postcode areas, and files of one's own."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from spreiding.demand import FloatArray
from spreiding.errors import InputError, raise_together
from spreiding.io.files.crs import RD, WGS84, check_label, coordinate_fault, transform
from spreiding.io.files.delimited import parse_number
from spreiding.io.files.vector import Bounds, Layer, Table, VectorFile, open_vector
from spreiding.io.people.cbs import CBS_100, CBS_500
from spreiding.io.people.eurostat import EUROSTAT_1KM
from spreiding.io.people.population import (
    HIGHEST_MISSING,
    Population,
    find_column,
    find_groups,
    find_year,
    known_counts,
    plain,
)
from spreiding.io.people.squares import find_grid, read_grid

# Sources of areas and the columns of their codes, the finest first: a layer of buurten has the codes of its wijk and
# gemeente too.
_AREA_SOURCES: Final = (
    ("buurten", ("buurtcode", "bucode")),
    ("wijken", ("wijkcode", "wkcode")),
    ("gemeenten", ("gemeentecode", "gmcode")),
    ("pc4", ("postcode4", "pc4", "postcode")),
)
OWN: Final = "eigen"
_ID_COLUMNS: Final = ("id", "code", "naam", "name")
_INWONERS_COLUMNS: Final = (
    "aantalinwoners",
    "inwoners",
    "inwoner",
    "aantinw",
    "inwonertal",
    "inwonersaantal",
    "bevolking",
    "bevolkingsaantal",
    "population",
    "pop",
    "inhabitants",
)
_PERCENTAGES: Final = (
    ("percentagepersonen0tot15jaar", "p0014jr"),
    ("percentagepersonen15tot25jaar", "p1524jr"),
    ("percentagepersonen25tot45jaar", "p2544jr"),
    ("percentagepersonen45tot65jaar", "p4564jr"),
    ("percentagepersonen65jaarenouder", "p65eojr"),
)
# Columns of a table without geometry that tell where a point lies.
_COORDINATES: Final = ((("xrd", "yrd"), RD), (("lon", "lat"), WGS84))
# CBS tells land from water by 'NEE', 'JA' and 'B' (abroad).
_NOT_LAND: Final = ("JA", "B")

GRIDS: Final = (CBS_100, CBS_500, EUROSTAT_1KM)


@dataclass(frozen=True)
class Found:
    """A layer of areas or points with inhabitants: its source, and the columns of ids (None: rows) and inhabitants."""

    source: str
    layer: Layer
    id_column: str | None
    inwoners_columns: tuple[str, ...]


@dataclass(frozen=True)
class _Rows:
    """The rows that are land: codes ('' without), numbers in the file, places as drawn, and inhabitants [persons]."""

    codes: NDArray[np.object_]
    numbers: NDArray[np.int64]
    shapes: NDArray[np.object_]
    inwoners: FloatArray

    @property
    def ids(self) -> NDArray[np.str_]:
        """The codes where each row has one of its own, else numbers."""
        codes = self.codes.tolist()
        if all(codes) and len(set(codes)) == len(codes):
            return np.array(codes, dtype=np.str_)
        return np.array([str(number + 1) for number in range(len(codes))], dtype=np.str_)


def read_population(path: Path, *, bounds: Bounds | None = None) -> Population:
    """Read whatever file tells who lives where: squares first, then areas and points.

    Only the squares that meet `bounds` [EPSG:28992] are read; rows without a known number come with NaN.

    Raises
    ------
    InputError, InputErrors
        `no_inwoners` when the file holds no inhabitants, `missing_coordinates` when it does not place them, or as
        `squares.read_squares` and `read_own`.

    """
    with open_vector(path) as file:
        squares = find_grid(file.layers, GRIDS)
        if squares is not None:
            return read_grid(file, *squares, bounds=bounds)
        found = find_own(file.layers)
        if found is None and any(not layer.geometry and _inwoners_columns(layer.columns) for layer in file.layers):
            raise InputError("missing_coordinates", file=file.name)
        if found is None:
            raise InputError("no_inwoners", file=file.name)
        return read_own(file, found)


def find_own(layers: tuple[Layer, ...]) -> Found | None:
    """Return the layer of areas or points with inhabitants, the finest that is there; None when there is none."""
    placed = [layer for layer in layers if _has_place(layer)]
    for source, codes in _AREA_SOURCES:
        for layer in placed:
            id_column, columns = find_column(layer.columns, codes), _inwoners_columns(layer.columns)
            if id_column is not None and columns and "Polygon" in layer.geometry:
                return Found(source, layer, id_column, columns)
    for layer in placed:
        if columns := _inwoners_columns(layer.columns):
            return Found(OWN, layer, find_column(layer.columns, _ID_COLUMNS), columns)
    return None


def read_own(file: VectorFile, found: Found) -> Population:
    """Read areas or points with inhabitants; water is dropped, and nothing is placed yet.

    Raises
    ------
    InputError, InputErrors
        `several_inwoners_columns`, counts that are none, every row without a usable place or that is there twice, or no
        inhabitants.

    """
    inwoners_column = _choose(found, file=file.name)
    columns = found.layer.columns
    percentages = tuple(find_column(columns, names) for names in _PERCENTAGES)
    counted = find_groups(columns)
    water = find_column(columns, ("water",))
    xy = _coordinate_columns(columns) if not found.layer.geometry else None
    wanted = (inwoners_column, found.id_column, water, *percentages, *counted, *(xy[0] if xy else ()))
    table = file.read(found.layer.name, columns=[name for name in wanted if name is not None])
    is_land = _is_land(table, water)
    inwoners = _counts(table, inwoners_column, file=file.name)[is_land]
    shapes, crs = _shapes(table, xy)
    rows = _Rows(_codes(table, found.id_column)[is_land], table.numbers[is_land], shapes[is_land], inwoners)
    check_label(shapely.get_coordinates(rows.shapes), crs=crs, file=file.name)
    raise_together(_faults(rows, crs=crs, file=file.name, is_own=found.source == OWN))
    shapes = _place(rows.shapes, crs=crs)
    if not (inwoners > 0).any():
        raise InputError("empty_population", file=file.name)
    groups = np.column_stack([_counts(table, name, file=file.name) for name in counted])[is_land]
    if None not in percentages:
        parts = np.column_stack([_counts(table, name, file=file.name) for name in percentages])[is_land]
        groups = parts / 100 * inwoners[:, None]
    inside = shapely.point_on_surface(shapes)
    return Population(
        source=found.source,
        ids=rows.ids,
        x_m=shapely.get_x(inside),
        y_m=shapely.get_y(inside),
        size_m=np.nan_to_num(np.sqrt(shapely.area(shapes))),
        inwoners=inwoners,
        estimated=np.zeros(inwoners.size),
        groups=groups,
        is_groups_estimated=np.full(inwoners.size, None not in percentages),
        shapes=_areas_only(shapes),
        n_rows=found.layer.n_rows,
        n_missing=int(np.isnan(inwoners).sum()),
        n_dropped=int((~is_land).sum()),
        year=find_year(inwoners_column, found.layer.name, file.name),
    )


def _has_place(layer: Layer) -> bool:
    return layer.geometry in ("Point", "Polygon", "MultiPolygon", "mixed") or (
        not layer.geometry and _coordinate_columns(layer.columns) is not None
    )


def _coordinate_columns(columns: tuple[str, ...]) -> tuple[tuple[str, str], str] | None:
    """Return the columns x and y and their system; None when they are absent."""
    for (x, y), crs in _COORDINATES:
        x_column, y_column = find_column(columns, (x,)), find_column(columns, (y,))
        if x_column is not None and y_column is not None:
            return (x_column, y_column), crs
    return None


def _inwoners_columns(columns: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(column for column in columns if re.sub(r"(19|20)\d\d$", "", plain(column)) in _INWONERS_COLUMNS)


def _choose(found: Found, *, file: str) -> str:
    if len(found.inwoners_columns) > 1:
        raise InputError("several_inwoners_columns", file=file, columns=", ".join(found.inwoners_columns))
    return found.inwoners_columns[0]


def _is_land(table: Table, water: str | None) -> NDArray[np.bool_]:
    if water is None:
        return np.ones(table.geometry.size, dtype=np.bool_)
    cells = [str(value).strip().upper() for value in table.columns[water].tolist()]
    return np.array([cell not in _NOT_LAND for cell in cells], dtype=np.bool_)


def _counts(table: Table, column: str | None, *, file: str) -> FloatArray:
    if column is None:
        return np.full(table.geometry.size, np.nan)
    return known_counts(table.columns[column], highest_missing=HIGHEST_MISSING, file=file, column=column)


def _shapes(table: Table, xy: tuple[tuple[str, str], str] | None) -> tuple[NDArray[np.object_], str]:
    """Geometries of the rows and their system: those of the file, or points from its columns of coordinates."""
    if xy is None:
        return table.geometry, table.crs
    columns, crs = xy
    numbers = [[parse_number(value) for value in table.columns[name].tolist()] for name in columns]
    shapes: NDArray[Any] = np.array(
        [None if x is None or y is None else shapely.Point(x, y) for x, y in zip(*numbers, strict=True)], dtype=object
    )
    return shapes, crs


def _faults(rows: _Rows, *, crs: str, file: str, is_own: bool) -> Iterator[InputError]:
    """Yield every row without a usable place, and every one whose people would count twice."""
    taken: set[object] = set()
    for code, number, shape, persons in zip(rows.codes, rows.numbers, rows.shapes, rows.inwoners, strict=True):
        fault = _fault(shape, persons, crs=crs, file=file, row=int(number))
        if fault is not None:
            yield fault
        elif persons > 0 and "Polygon" in shape.geom_type:
            # Two of one's own areas may have one code; of points several may stand in one place.
            keys = {shape.normalize().wkb} if is_own or not code else {shape.normalize().wkb, code}
            if keys & taken:
                yield InputError("duplicate_area", file=file, row=int(number), name=code)
            taken |= keys


def _place(shapes: NDArray[np.object_], *, crs: str) -> NDArray[np.object_]:
    """Return valid points and polygons in EPSG:28992; None for a row without a place."""
    is_placed = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
    moved = np.full(shapes.size, None, dtype=object)
    moved[is_placed] = shapely.make_valid(
        shapely.transform(
            shapes[is_placed], lambda xy: np.column_stack(transform(xy[:, 0], xy[:, 1], source=crs)), include_z=False
        )
    )
    return moved


def _areas_only(shapes: NDArray[np.object_]) -> NDArray[np.object_]:
    areas = shapes.copy()
    areas[~(shapely.area(shapes) > 0)] = None
    return areas


def _fault(shape: BaseGeometry | None, inwoners: float, *, crs: str, file: str, row: int) -> InputError | None:
    if shape is None or shape.is_empty:
        return InputError("inwoners_without_place", file=file, row=row) if inwoners > 0 else None
    if shape.geom_type not in ("Point", "Polygon", "MultiPolygon"):
        return InputError("inwoners_without_place", file=file, row=row)
    west, south, east, north = shape.bounds
    corners = dict.fromkeys(((west, south), (east, north)))
    faults = (coordinate_fault(x, y, crs=crs, file=file, name=f"#{row}") for x, y in corners)
    return next((fault for fault in faults if fault is not None), None)


def _codes(table: Table, column: str | None) -> NDArray[np.object_]:
    """Return the code of every row, '' where it has none."""
    values = [""] * table.geometry.size if column is None else table.columns[column].tolist()
    return np.array([_code(value) for value in values], dtype=object)


def _code(value: object) -> str:
    if value is None or value != value:  # noqa: PLR0124 - only NaN differs from itself
        return ""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value).strip()
