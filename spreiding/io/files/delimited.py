"""CSV files as people save them: any delimiter, decimal point or comma, any encoding of spreadsheets."""

import codecs
import csv
import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from operator import itemgetter
from pathlib import Path
from typing import Final, TextIO

import numpy as np
from numpy.typing import NDArray

from spreiding.errors import InputError, raise_together
from spreiding.io.files.confined_formats import MAX_ROWS
from spreiding.io.files.formats import read_start, text_encoding
from spreiding.io.files.headers import MAX_TITLES, find_header

MAX_COLUMNS: Final = 10_000
MAX_ROW_CHARS: Final = 10_000_000
MAX_BYTES: Final = 2 * 1024**3
_DELIMITERS: Final = ";\t,"
_CHUNK_BYTES: Final = 2**20


@dataclass(frozen=True)
class CsvTable:
    """Column names and rows of text; a cell that a row lacks is empty."""

    columns: tuple[str, ...]
    rows: tuple[Mapping[str, str], ...]


@dataclass(frozen=True)
class CsvFile:
    """A CSV file that was looked through once: its names, and how many rows hold something."""

    path: Path
    file: str
    encoding: str
    delimiter: str
    columns: tuple[str, ...]
    numbers: NDArray[np.int64]

    @property
    def n_rows(self) -> int:
        """How many rows hold something; `numbers` are theirs in the file, where the header counts."""
        return self.numbers.size

    def read(self, columns: list[str]) -> dict[str, NDArray[np.object_]]:
        """Read the cells of some columns; nothing is kept of the others."""
        if not columns:
            return {}
        pick = itemgetter(*(self.columns.index(name) for name in columns), 0)
        width = len(self.columns)
        rows = _table(self.path, file=self.file, encoding=self.encoding, delimiter=self.delimiter)
        next(rows)
        cells = [pick(row if len(row) == width else row + [""] * (width - len(row))) for _, row in rows]
        return {
            name: np.fromiter((row[index] for row in cells), dtype=object, count=len(cells))
            for index, name in enumerate(columns)
        }


def open_csv(path: Path, *, file: str) -> CsvFile:
    """Look a CSV file through: encoding, delimiter, names and rows.

    Raises
    ------
    InputError, InputErrors
        `unreadable_file`, `file_too_large`, `bad_csv`, `too_many_columns`, `too_many_rows`, every
        `duplicate_column`, or `too_many_cells` for a row longer than the header.

    """
    if path.stat().st_size > MAX_BYTES:
        raise InputError("file_too_large", file=file, max_mb=MAX_BYTES // 1024**2)
    encoding = _encoding(path, file=file)
    with path.open(encoding=encoding, errors="replace", newline="") as lines:
        starts = [lines.readline(MAX_ROW_CHARS) for _ in range(MAX_TITLES)]
    first = next((line for line in starts if any(map(line.count, _DELIMITERS))), "")
    delimiter = max(_DELIMITERS, key=first.count)
    rows = _table(path, file=file, encoding=encoding, delimiter=delimiter)
    columns = tuple(name.strip() for name in next(rows, (0, []))[1])
    check_columns(columns, file=file)
    numbers: list[int] = []
    for number, row in rows:
        numbers.append(number)
        if len(numbers) > MAX_ROWS:
            raise InputError("too_many_rows", file=file, max_rows=MAX_ROWS)
        if len(row) > len(columns):
            raise InputError("too_many_cells", file=file, row=number, n_cells=len(row), n_columns=len(columns))
    return CsvFile(path, file, encoding, delimiter, columns, np.array(numbers, dtype=np.int64))


def check_columns(columns: Sequence[str], *, file: str) -> None:
    """Check that there are not too many columns, and that each that has a name has it alone.

    Raises
    ------
    InputError, InputErrors
        `too_many_columns`, or every `duplicate_column`.

    """
    if len(columns) > MAX_COLUMNS:
        raise InputError("too_many_columns", file=file, n_columns=len(columns), max_columns=MAX_COLUMNS)
    raise_together(
        InputError("duplicate_column", file=file, column=name)
        for name, times in Counter(columns).items()
        if name and times > 1
    )


def read_csv(path: Path) -> CsvTable:
    """Read a whole CSV file into rows.

    Raises
    ------
    InputError, InputErrors
        `file_not_found`, `empty_file`, or as `open_csv`.

    """
    read_start(path, file=path.name)
    opened = open_csv(path, file=path.name)
    columns = opened.read(list(dict.fromkeys(opened.columns)))
    rows = zip(*columns.values(), strict=True)
    return CsvTable(opened.columns, tuple(dict(zip(columns, row, strict=True)) for row in rows))


class _Lines:
    """The lines of a text, as long as a row is not too long: millions of cells in one row take all memory."""

    def __init__(self, text: TextIO) -> None:
        self._text = text
        self.n_chars = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._text.readline(MAX_ROW_CHARS)
        self.n_chars += len(line)
        if self.n_chars >= MAX_ROW_CHARS:
            raise csv.Error
        if not line:
            raise StopIteration
        return line


def _table(path: Path, *, file: str, encoding: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the header, then the rows below it that hold something, each with its number in the file."""
    rows = _rows(path, file=file, encoding=encoding, delimiter=delimiter)
    starts = list(islice(rows, MAX_TITLES))
    yield from starts[find_header(row for _, row in starts) :]
    yield from rows


def _rows(path: Path, *, file: str, encoding: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Yield rows that hold something with their number in the file, as a spreadsheet shows it."""
    with path.open(encoding=encoding, errors="replace", newline="") as lines:
        limited = _Lines(lines)
        reader = csv.reader(limited, delimiter=delimiter, strict=True)
        try:
            for number, row in enumerate(reader, start=1):
                limited.n_chars = 0
                if any(row):
                    yield number, row
        except (csv.Error, UnicodeError) as error:
            raise InputError("bad_csv", file=file, line=reader.line_num, reason=str(error)) from error


def _encoding(path: Path, *, file: str) -> str:
    """Return the encoding of a text; what holds NUL and is not UTF-16 is no text."""
    with path.open("rb") as content:
        chunk = content.read(_CHUNK_BYTES)
        if chunk.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return "utf-16"
        while chunk:
            if b"\0" in chunk:
                raise InputError("unreadable_file", file=file, reason="NUL in text")
            chunk = content.read(_CHUNK_BYTES)
    return text_encoding(path).replace("utf-8", "utf-8-sig")


def parse_number(value: object) -> float | None:
    """Return a finite number from a cell, decimal comma allowed; None when it is none."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    try:
        number = float(value.strip().replace(",", ".") if isinstance(value, str) else value)
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None
