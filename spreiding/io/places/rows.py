"""Rows of a table of places: found by the names of their columns, read cell by cell, all faults together."""

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Final, TypeVar

import numpy as np
from numpy.typing import NDArray
from shapely import Point
from shapely.geometry.base import BaseGeometry

from spreiding.errors import InputError, raise_together
from spreiding.io.files.crs import RD, WGS84
from spreiding.io.files.delimited import parse_number
from spreiding.io.files.formats import FileFormat
from spreiding.io.files.vector import Layer, Table, VectorFile, open_vector
from spreiding.io.places.columns import (
    COLUMNS,
    EXAMPLE_MARK,
    FALSE,
    READ_COLUMNS,
    TRUE,
    UNKNOWN,
    Column,
    TableKind,
    match_columns,
    plain_name,
)
from spreiding.region import FileRemark, RemarkKind

COORDINATE_COLUMNS: Final = {("x_rd", "y_rd"): RD, ("lon", "lat"): WGS84}
# More rows than the country has schools, and more letters than anybody reads beside a map.
MAX_ROWS, MAX_TEXT = 10_000, 1_000
_ADDRESS_COLUMNS: Final = ("adres", "postcode")
_TRUTH: Final = dict.fromkeys((TRUE, "j", "true", "waar", "1", "x", "yes"), True) | dict.fromkeys(
    (FALSE, "n", "false", "onwaar", "0", "no"), False
)
# What Excel and LibreOffice show in a cell whose formula fails, in English and in Dutch.
_CELL_ERROR: Final = re.compile(
    r"#(N/?[AB]|REF!|VALUE!|DIV/0!|NAME\?|NULL!|NUM!|VERW!|WAARDE!|DEEL/0!|NAAM\?|LEEG!|GETAL!)"
)
# Dutch thousands, or English thousandths.
_TWO_READINGS: Final = re.compile(r"-?[1-9]\d{0,2}\.\d{3}")
# How alike a header and a known name must be to ask whether that was meant; 0.75 catches a slip, not another word.
_LIKENESS: Final = 0.75

_Word = TypeVar("_Word", bound=StrEnum)


@dataclass(frozen=True)
class Row:
    """A row by the names of our columns; `number` is that of the file, where the header of a table counts."""

    number: int
    cells: Mapping[str, object]
    geometry: BaseGeometry | None
    crs: str

    def text(self, column: str) -> str:
        """Return a cell as text without blanks around it; empty when there is nothing in it."""
        return _text(self.cells.get(column))

    @property
    def coordinates(self) -> tuple[float | None, float | None, str]:
        """The point as the file gives it, and its system: a geometry, else the first pair of columns in use."""
        if self.geometry is not None:
            point = _point(self.geometry)
            return (None, None, self.crs) if point is None else (point.x, point.y, self.crs)
        for (x, y), crs in COORDINATE_COLUMNS.items():
            if self.text(x) or self.text(y):
                return parse_number(self.cells.get(x)), parse_number(self.cells.get(y)), crs
        return None, None, RD


@dataclass(frozen=True)
class Rows:
    """The rows of a file that are no examples and not empty."""

    file: str
    rows: tuple[Row, ...]
    remarks: tuple[FileRemark, ...]


def read_rows(path: Path, kind: TableKind) -> Rows:
    """Read the rows of the one layer or sheet that holds a table of this kind.

    Raises
    ------
    InputError, InputErrors
        As `open_vector`; `missing_column`, `missing_coordinates`, `several_tables` or `too_many_places`.

    """
    with open_vector(path) as file:
        if not any(layer.n_rows for layer in file.layers):
            return Rows(path.name, (), ())
        layer = _find_layer(file, kind)
        if layer.n_rows > MAX_ROWS:
            raise InputError("too_many_places", file=file.name, n_rows=layer.n_rows, maximum=MAX_ROWS)
        headers = match_columns(layer.columns, READ_COLUMNS[kind])
        table = file.read(layer.name, columns=headers.values())
    rows = [row for row in _rows(table, headers) if any(map(row.text, headers)) or row.geometry is not None]
    real = tuple(row for row in rows if not row.text("naam").upper().startswith(EXAMPLE_MARK))
    remarks = [_unknown_column(header, kind) for header in layer.columns if header not in headers.values()]
    if len(real) < len(rows):
        remarks.append(FileRemark(RemarkKind.EXAMPLES_SKIPPED, {"n_rows": len(rows) - len(real)}))
    return Rows(path.name, real, tuple(remarks))


def _find_layer(file: VectorFile, kind: TableKind) -> Layer:
    """Return the layer with all that is needed; of several the one that is called after its kind."""
    fitting = [layer for layer in file.layers if not _lacks(layer, kind, file=file)]
    named = [layer for layer in fitting if plain_name(layer.name) == kind]
    if len(fitting) > 1 and len(named) != 1:
        raise InputError("several_tables", file=file.name, layers=", ".join(layer.name for layer in fitting), name=kind)
    if not fitting:
        # The faults of the layer that comes nearest.
        lacking = [_lacks(layer, kind, file=file) for layer in file.layers]
        fewest = min(map(len, lacking))
        raise_together(next(faults for faults in lacking if len(faults) == fewest))
    return (named or fitting)[0]


def _lacks(layer: Layer, kind: TableKind, *, file: VectorFile) -> list[InputError]:
    present = match_columns(layer.columns, COLUMNS[kind])
    absent = [column.name for column in COLUMNS[kind] if column.is_needed and column.name not in present]
    faults = [InputError("missing_column", file=file.name, columns=", ".join(absent))] if absent else []
    has_pair = any(present.keys() >= set(pair) for pair in COORDINATE_COLUMNS)
    has_address = kind is not TableKind.KERNEN and any(column in present for column in _ADDRESS_COLUMNS)
    # Features of GeoJSON have a point each, or should have.
    has_points = bool(layer.geometry) or file.format is FileFormat.GEOJSON
    if not (has_points or has_pair or has_address):
        faults.append(InputError("missing_coordinates", file=file.name))
    return faults


def _rows(table: Table, headers: Mapping[str, str]) -> list[Row]:
    columns = {name: _plain(table.columns[header]) for name, header in headers.items()}
    return [
        Row(int(number), {name: cells[index] for name, cells in columns.items()}, table.geometry[index], table.crs)
        for index, number in enumerate(table.numbers)
    ]


def _plain(values: NDArray[np.generic]) -> Sequence[object]:
    """Return the cells as Python's own; a date becomes text."""
    cells: list[object] = (values.astype(str) if values.dtype.kind in "mM" else values).tolist()
    return cells


def _unknown_column(header: str, kind: TableKind) -> FileRemark:
    known = [column.name for column in COLUMNS[kind]]
    near = difflib.get_close_matches(plain_name(header), known, n=1, cutoff=_LIKENESS)
    if near:
        return FileRemark(RemarkKind.MISSPELT_COLUMN, {"column": header, "known": near[0]})
    return FileRemark(RemarkKind.UNKNOWN_COLUMN, {"column": header})


def _text(value: object) -> str:
    """Return a cell as people wrote it: a whole number without a fraction, true as 'ja'."""
    if isinstance(value, bool):
        return TRUE if value else FALSE
    if isinstance(value, float):
        return "" if np.isnan(value) else str(int(value)) if value.is_integer() else str(value)
    if isinstance(value, list | tuple):
        return ";".join(_text(part) for part in value)
    text = "" if value is None else str(value).strip()
    return "" if text == "NaT" else text


def _point(geometry: BaseGeometry) -> Point | None:
    """Return a point, also one that a file calls several points; None for anything else."""
    parts = list(getattr(geometry, "geoms", [geometry]))
    return parts[0] if len(parts) == 1 and isinstance(parts[0], Point) else None


@dataclass
class Cells:
    """Reads the cells of one file by what their columns may hold, and gathers the faults."""

    file: str
    columns: Mapping[str, Column]
    faults: list[InputError] = field(default_factory=list)

    @classmethod
    def of(cls, file: str, kind: TableKind) -> "Cells":
        """Return the reader of a file that holds a table of this kind."""
        return cls(file, {column.name: column for column in READ_COLUMNS[kind]})

    def text(self, row: Row, column: str) -> str:
        """Return the text of a cell; empty, with a fault, where a formula failed or nobody would read it all."""
        text = row.text(column)
        if len(text) > MAX_TEXT:
            self.faults.append(
                InputError("text_too_long", file=self.file, row=row.number, column=column, maximum=MAX_TEXT)
            )
            return ""
        if _CELL_ERROR.fullmatch(text.upper()):
            self.faults.append(InputError("cell_error", file=self.file, row=row.number, column=column, value=text))
            return ""
        return text

    def known(self, row: Row, column: str) -> str:
        """Return the text of a cell in small letters; empty also when it says 'onbekend'."""
        text = self.text(row, column).lower()
        return "" if text in {UNKNOWN, "?", "-"} else text

    def word(self, row: Row, column: str, words: type[_Word]) -> _Word | None:
        """Return a word of a closed list; None when unknown."""
        text = self.known(row, column)
        if not text:
            return None
        if text not in self.columns[column].words:
            self._refuse(row, column, text, known=self.columns[column].words)
            return None
        return words(text)

    def words(self, row: Row, column: str, *, also: Mapping[str, str] | None = None) -> tuple[str, ...]:
        """Return several words of a closed list, in its order; `also` are other ways to write them."""
        allowed = self.columns[column].words
        parts = [part.strip() for part in re.split(r"[;,|\n]", self.known(row, column))]
        found = {(also or {}).get(part, part) for part in parts if part}
        for part in sorted(found.difference(allowed)):
            self._refuse(row, column, part, known=allowed)
        return tuple(word for word in allowed if word in found)

    def truth(self, row: Row, column: str) -> bool | None:
        """Return ja or nee; None when unknown."""
        text = self.known(row, column)
        if text and text not in _TRUTH:
            self._refuse(row, column, text, known=(TRUE, FALSE))
        return _TRUTH.get(text)

    def number(self, row: Row, column: str) -> float | None:
        """Return a number within the bounds of its column; None when unknown."""
        text = self.known(row, column)
        if not text:
            return None
        if isinstance(row.cells[column], str) and _TWO_READINGS.fullmatch(text):
            self.faults.append(
                InputError(
                    "two_readings", file=self.file, row=row.number, name=row.text("naam"), column=column, value=text
                )
            )
            return None
        number = parse_number(text)
        spec = self.columns[column]
        if number is None or not (spec.minimum or 0) <= number <= (spec.maximum or np.inf):
            self.faults.append(
                InputError(
                    "bad_cell_number",
                    file=self.file,
                    row=row.number,
                    name=row.text("naam"),
                    column=column,
                    value=text,
                    minimum=_text(spec.minimum or 0.0),
                    maximum=_text(spec.maximum),
                )
            )
            return None
        return number

    def whole(self, row: Row, column: str) -> int | None:
        """Return a whole number within the bounds of its column; None when unknown."""
        number = self.number(row, column)
        if number is None or number.is_integer():
            return None if number is None else int(number)
        name, text = row.text("naam"), self.known(row, column)
        self.faults.append(
            InputError("not_a_whole_number", file=self.file, row=row.number, name=name, column=column, value=text)
        )
        return None

    def _refuse(self, row: Row, column: str, value: str, *, known: Iterable[str]) -> None:
        self.faults.append(
            InputError(
                "unknown_value",
                file=self.file,
                row=row.number,
                name=row.text("naam"),
                column=column,
                value=value,
                known=", ".join(known),
            )
        )
