"""Boundaries of gemeenten from any vector file: PDOK, CBS or Kadaster."""

import difflib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from spreiding.demand import FloatArray, Gemeente, IntArray
from spreiding.errors import InputError, raise_together
from spreiding.io.files.crs import coordinate_fault, transform_geometry
from spreiding.io.files.vector import Layer, Table, open_vector
from spreiding.io.online.addresses import PROVINCIES

# Pairs of columns, as CBS, Kadaster and PDOK write them.
NAME_COLUMNS: Final = (("gemeentecode", "gemeentenaam"), ("statcode", "statnaam"), ("code", "naam"))
PROVINCIE_COLUMNS: Final = ("ligt_in_provincie_naam", "provincienaam", "provincie")
# CBS tells land from water by 'NEE', 'JA' and 'B' (abroad).
_WATER_COLUMN: Final = "water"
_NOT_LAND: Final = ("JA", "B")
_N_NEAR: Final = 3
_N_EXAMPLES: Final = 10


@dataclass(frozen=True)
class _Row:
    """A part of a gemeente; `number` counts the rows of the file from 1."""

    number: int
    code: str
    name: str
    provincie: str
    geometry: BaseGeometry | None


@dataclass(frozen=True)
class Areas:
    """Gemeenten and their boundaries [EPSG:28992], parallel, sorted by code.

    `provincies` is parallel too ('' unknown), or empty when no provincie is known at all.
    """

    gemeenten: tuple[Gemeente, ...]
    boundaries: tuple[BaseGeometry, ...]
    provincies: tuple[str, ...] = ()

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
        return Areas(
            tuple(self.gemeenten[i] for i in kept),
            tuple(self.boundaries[i] for i in kept),
            tuple(self.provincies[i] for i in kept) if self.provincies else (),
        )

    def named(self, names: Iterable[str]) -> "Areas":
        """Return the gemeenten called `names`, by code or name; small letters and accents do not matter.

        Raises
        ------
        InputError, InputErrors
            `unknown_area` for every name that is none, with those that look like it.

        """
        known: dict[str, list[str]] = {}
        for gemeente in self.gemeenten:
            known.setdefault(_plain(gemeente.code), []).append(gemeente.code)
            known.setdefault(_plain(gemeente.name), []).append(gemeente.code)
        wanted = {name: known.get(_plain(name), []) for name in names}
        raise_together(
            InputError("unknown_area", gemeente=name, near=self._near(name, codes))
            for name, codes in wanted.items()
            if len(codes) != 1
        )
        return self.keep(code for codes in wanted.values() for code in codes)

    def of_provincie(self, name: str) -> "Areas":
        """Return the gemeenten of a provincie; 'Friesland' is Fryslân.

        Raises
        ------
        InputError
            `unknown_provincie`, or `no_provincies` when the boundaries do not tell.

        """
        provincie = find_provincie(name)
        if provincie not in self.provincies:
            raise InputError("no_provincies", provincie=provincie)
        codes = {
            gemeente.code for gemeente, place in zip(self.gemeenten, self.provincies, strict=True) if place == provincie
        }
        return self.keep(codes)

    def _near(self, name: str, codes: list[str]) -> str:
        """Return what else may be meant: the codes of gemeenten with one name, or names that look like `name`."""
        names = {_plain(gemeente.name): gemeente.name for gemeente in self.gemeenten}
        close = difflib.get_close_matches(_plain(name), names, n=_N_NEAR)
        starts = [plain for plain in names if plain.startswith(_plain(name))][:_N_NEAR]
        return ", ".join(
            codes or [names[plain] for plain in dict.fromkeys([*starts, *close])] or list(names.values())[:_N_EXAMPLES]
        )


def _provincie(name: str) -> str:
    """Return a provincie as PDOK writes it; the name itself when it is none."""
    plain = _plain(name)
    return next((known for known, slug in PROVINCIES.items() if plain in (_plain(known), _plain(slug))), name)


def find_provincie(name: str) -> str:
    """Return a provincie as PDOK writes it, from its name or that of its extract of roads.

    Raises
    ------
    InputError
        `unknown_provincie`.

    """
    provincie = _provincie(name)
    if provincie not in PROVINCIES:
        raise InputError("unknown_provincie", provincie=name, known=", ".join(PROVINCIES))
    return provincie


def read_areas(path: Path) -> Areas:
    """Read the boundaries of gemeenten and transform them to EPSG:28992; parts with one code are joined.

    Raises
    ------
    InputError, InputErrors
        A wrong file, missing columns or coordinate system, and every row without code, name or usable polygon.

    """
    with open_vector(path) as file:
        found = find_area_layer(file.layers)
        if found is None:
            if not any(layer.n_rows for layer in file.layers):
                raise InputError("empty_areas", file=path.name)
            columns = ", ".join("/".join(pair) for pair in NAME_COLUMNS)
            raise InputError("missing_one_of", file=path.name, columns=columns)
        layer, pair = found
        optional = [name for name in (*PROVINCIE_COLUMNS, _WATER_COLUMN) if name in layer.columns]
        table = file.read(layer.name, columns=(*pair, *optional))
    rows = _rows(table, pair)
    if not rows:
        raise InputError("empty_areas", file=path.name)
    raise_together(fault for row in rows if (fault := _fault(row, crs=table.crs, file=path.name)) is not None)
    return _join(rows, crs=table.crs)


def find_area_columns(columns: Iterable[str]) -> tuple[str, str] | None:
    """Return the columns of code and name; None when they are absent."""
    present = set(columns)
    return next((pair for pair in NAME_COLUMNS if present.issuperset(pair)), None)


def find_area_layer(layers: tuple[Layer, ...]) -> tuple[Layer, tuple[str, str]] | None:
    """Return the layer of gemeenten and its columns; one called 'gemeenten' comes before wijken and buurten."""
    ordered = sorted(layers, key=lambda layer: "gemeente" not in layer.name.lower())
    found = ((layer, pair) for layer in ordered if (pair := find_area_columns(layer.columns)) is not None)
    return next(found, None)


def _rows(table: Table, pair: tuple[str, str]) -> list[_Row]:
    """Return the rows that are land."""
    n_rows = table.geometry.size
    code, name = pair
    provincie = next((column for column in PROVINCIE_COLUMNS if column in table.columns), None)
    provincies = (
        [""] * n_rows if provincie is None else [_provincie(_text(value)) for value in table.columns[provincie]]
    )
    water = table.columns.get(_WATER_COLUMN, np.full(n_rows, "", dtype=object))
    cells = zip(table.columns[code], table.columns[name], provincies, table.geometry, water, strict=True)
    return [
        _Row(number, _text(code), _text(name), provincie, geometry)
        for number, (code, name, provincie, geometry, is_water) in enumerate(cells, start=1)
        if _text(is_water).upper() not in _NOT_LAND
    ]


def _fault(row: _Row, *, crs: str, file: str) -> InputError | None:
    if not row.code or not row.name:
        return InputError("area_without_name", file=file, row=row.number)
    if row.geometry is None or row.geometry.geom_type not in ("Polygon", "MultiPolygon"):
        return InputError("not_a_polygon", file=file, row=row.number, name=row.name)
    bounds = row.geometry.bounds
    corners = ((bounds[0], bounds[1]), (bounds[2], bounds[3]))
    faults = (coordinate_fault(x, y, crs=crs, file=file, name=row.name) for x, y in corners)
    return next((fault for fault in faults if fault is not None), None)


def _join(rows: list[_Row], *, crs: str) -> Areas:
    """Join the parts of each gemeente; files hold islands and pieces as rows of their own."""
    parts: dict[str, list[BaseGeometry]] = {}
    first: dict[str, _Row] = {}
    for row in rows:
        code = area_code(row.code, row.name)
        if row.geometry is not None:
            parts.setdefault(code, []).append(shapely.make_valid(transform_geometry(row.geometry, source=crs)))
            first.setdefault(code, row)
    codes = sorted(parts)
    provincies = tuple(first[code].name if code.startswith("PV") else first[code].provincie for code in codes)
    return Areas(
        tuple(Gemeente(code=code, name=first[code].name) for code in codes),
        tuple(shapely.union_all(parts[code]) if len(parts[code]) > 1 else parts[code][0] for code in codes),
        provincies,
    )


def area_code(code: str, name: str) -> str:
    """Return a CBS code as GM1731, of a provincie as PV22; the Kadaster writes 1731 and 22."""
    if code.isdigit() and len(code) == 2 and name in PROVINCIES:  # noqa: PLR2004 - a provincie has two digits
        return f"PV{code}"
    return gemeente_code(code)


def gemeente_code(code: str) -> str:
    """Return a CBS code as GM1731; the Kadaster writes 1731."""
    return f"GM{code.zfill(4)}" if code.isdigit() else code


def _plain(text: str) -> str:
    """Text without capitals, accents, hyphens and double blanks, to compare names."""
    letters = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return " ".join(letters.replace("-", " ").split())


def _text(value: object) -> str:
    return "" if value is None or value != value else str(value).strip()  # noqa: PLR0124 - only NaN differs from itself
