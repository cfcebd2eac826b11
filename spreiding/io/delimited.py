"""CSV files as people save them: comma or semicolon, decimal point or comma, with or without a byte order mark."""

import csv
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from spreiding.errors import InputError


@dataclass(frozen=True)
class CsvTable:
    """Column names and rows of text; a cell that a row lacks is empty."""

    columns: tuple[str, ...]
    rows: tuple[Mapping[str, str], ...]


def read_csv(path: Path) -> CsvTable:
    """Read a CSV file; the header decides between semicolon and comma.

    Raises
    ------
    InputError
        `file_not_found`, `unreadable_file`, or `too_many_cells` for a row longer than the header.

    """
    if not path.is_file():
        raise InputError("file_not_found", file=path)
    try:
        lines = _text(path.read_bytes()).splitlines()
        delimiter = ";" if lines and ";" in lines[0] else ","
        parsed = [row for row in csv.reader(lines, delimiter=delimiter, strict=True) if any(row)]
    except csv.Error as error:
        raise InputError("unreadable_file", file=path.name, reason=str(error)) from error
    columns = tuple(name.strip() for name in parsed[0]) if parsed else ()
    for number, row in enumerate(parsed[1:], start=1):
        if len(row) > len(columns):
            raise InputError("too_many_cells", file=path.name, row=number, n_cells=len(row), n_columns=len(columns))
    # A short row lacks its last cells: spreadsheets leave them out.
    cells = (dict(zip(columns, row, strict=False)) for row in parsed[1:])
    return CsvTable(columns, tuple(dict.fromkeys(columns, "") | row for row in cells))


def _text(content: bytes) -> str:
    """Return the text of a file in UTF-8, or in the Windows code page that a spreadsheet saves a plain CSV in."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        # Five bytes mean nothing in that code page; a sign that says so beats a refused file.
        return content.decode("cp1252", errors="replace")


def parse_number(value: object) -> float | None:
    """Return a finite number from a cell, decimal comma allowed; None when it is none."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    try:
        number = float(value.strip().replace(",", ".") if isinstance(value, str) else value)
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None
