"""Excel and OpenDocument workbooks: a layer per sheet, whose header names the columns; read confined only."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from spreiding.io.files.cell_errors import find_errors
from spreiding.io.files.confined_formats import Refusal
from spreiding.io.files.headers import find_header

MAX_CELLS: Final = 20_000_000


class Workbook:
    """A workbook; a cell is text, a number, true or false, or None."""

    def __init__(self, source: str, _file_format: str, max_bytes: int) -> None:
        import python_calamine  # noqa: PLC0415 - only this reader needs it

        self._calamine = python_calamine
        self._source = source
        self._max_bytes = max_bytes

    def layers(self) -> list[dict[str, object]]:
        """List the sheets that hold something, with the columns that have a name."""
        names = self._book().sheet_names
        tables = {name: self._table(name) for name in names}
        return [
            {"name": name, "columns": [column for column in header if column], "n_rows": len(rows), "geometry": []}
            for name, (header, rows, _) in tables.items()
            if any(header)
        ]

    def read(self, question: Mapping[str, Any], target: str) -> dict[str, object]:
        """Write the asked columns to `target` as JSON."""
        header, rows, numbers = self._table(question["layer"])
        columns = {name: [row[header.index(name)] for row in rows] for name in question["columns"]}
        text = json.dumps({"numbers": numbers, "columns": columns})
        if len(text) > self._max_bytes:
            raise Refusal("too_large")
        Path(target).write_text(text, encoding="utf-8")
        return {}

    def _book(self) -> Any:  # noqa: ANN401 - the stubs name no class of their own
        try:
            # From an open file it looks at the content, from a path at the name.
            with Path(self._source).open("rb") as content:
                return self._calamine.load_workbook(content)
        except self._calamine.CalamineError:
            # A workbook with a password is an older container with this stream in it.
            if "EncryptedPackage".encode("utf-16-le") in Path(self._source).read_bytes():
                raise Refusal("encrypted") from None
            raise

    def _table(self, name: str) -> tuple[list[str], list[list[object]], list[int]]:
        """Return the names in the header, the rows below that hold something, and their numbers in the sheet."""
        sheet = self._book().get_sheet_by_name(name)
        if sheet.total_height * sheet.total_width > MAX_CELLS:
            raise Refusal("too_large")
        # Empty rows above the first filled one are not given.
        top, left = sheet.start or (0, 0)
        cells = [[_cell(value) for value in row] for row in sheet.to_python()]
        for (row, column), error in find_errors(self._source, name).items():
            cells[row - top][column - left] = error
        numbered = enumerate(cells, start=top + 1)
        filled = [(number, row) for number, row in numbered if any(value is not None for value in row)] or [(top, [])]
        header, *rows = filled[find_header(row for _, row in filled) :]
        return _names(header[1]), [row for _, row in rows], [number for number, _ in rows]


def _names(header: Sequence[object]) -> list[str]:
    return ["" if value is None else str(value).strip() for value in header]


def _cell(value: object) -> object:
    """Return text, a number, true or false; None for an empty cell; a date as text like 2025-12-31."""
    if value is None or value == "":
        return None
    return value if isinstance(value, bool | int | float | str) else str(value)
