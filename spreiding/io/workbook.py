"""Tables as an Excel file: amounts as numbers, and no text that Excel could take for a formula, a link or a number."""

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

Cell = str | Decimal | None

# What Excel takes for the name of a sheet.
_MAX_NAME: Final = 31
_NOT_IN_NAME: Final = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_RESERVED: Final = "history"
# Signs that no XML holds; a name in a file may hold them.
_NOT_IN_XML: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


class Form(Enum):
    """How the cells of a column are shown."""

    TEXT = "@"
    # [$€-413]: the euro sign as the Netherlands write it, whatever language Excel has.
    MONEY = "[$€-413] #,##0.00;[$€-413] -#,##0.00"
    NUMBER = "#,##0.##"


@dataclass(frozen=True)
class Column:
    """Heading, width [characters] and form of a column."""

    heading: str
    width: int
    form: Form = Form.TEXT


@dataclass(frozen=True)
class Table:
    """Rows under headings, with sums below them in bold; without rows or sums nothing stands there."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    sums: tuple[tuple[Cell, ...], ...] = ()


@dataclass(frozen=True)
class Sheet:
    """A sheet: its name, a title with lines below it, tables, and remarks at the end."""

    name: str
    title: str
    lines: tuple[str, ...]
    tables: tuple[Table, ...]
    remarks: tuple[str, ...] = ()


def build_workbook(sheets: Sequence[Sheet]) -> bytes:
    """Return a workbook with these sheets, under names that Excel takes."""
    from xlsxwriter import Workbook  # noqa: PLC0415 - only who asks for a workbook needs it

    content = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with Workbook(content, options) as book:
        for name, sheet in zip(sheet_names(sheet.name for sheet in sheets), sheets, strict=True):
            _fill(book, book.add_worksheet(name), sheet)
    return content.getvalue()


def sheet_names(wanted: Iterable[str]) -> Iterator[str]:
    """Yield names that Excel takes: without its signs, at most 31 long, and no two alike in small letters."""
    taken: set[str] = set()
    for name in wanted:
        plain = _NOT_IN_NAME.sub(" ", _NOT_IN_XML.sub("", name)).strip("' ")
        plain = plain if plain and plain.casefold() != _RESERVED else f"{plain or 'Blad'} 1"
        found, number = plain[:_MAX_NAME].rstrip("' "), 1
        while found.casefold() in taken:
            number += 1
            found = f"{plain[: _MAX_NAME - len(str(number)) - 1].rstrip()} {number}"
        taken.add(found.casefold())
        yield found


def _fill(book: "Workbook", sheet: "Worksheet", content: Sheet) -> None:
    title = book.add_format({"bold": True, "font_size": 14})
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.write_string(0, 0, _text(content.title), title)
    for row, line in enumerate(content.lines, start=1):
        sheet.write_string(row, 0, _text(line))
    row = len(content.lines) + 2
    for table in content.tables:
        row = _fill_table(book, sheet, table, row) + 1
    for number, remark in enumerate(content.remarks, start=row):
        sheet.write_string(number, 0, _text(remark))


def _fill_table(book: "Workbook", sheet: "Worksheet", table: Table, row: int) -> int:
    """Write a table from `row` on; return the row below it."""
    header = {"bold": True, "bg_color": "#D9E8F2", "bottom": 1, "text_wrap": True, "valign": "top"}
    for index, column in enumerate(table.columns):
        side = "left" if column.form is Form.TEXT else "right"
        sheet.set_column(index, index, column.width)
        sheet.write_string(row, index, _text(column.heading), book.add_format(header | {"align": side}))
    plain = [book.add_format({"num_format": column.form.value}) for column in table.columns]
    bold = [book.add_format({"num_format": column.form.value, "bold": True}) for column in table.columns]
    for cells, formats in [*((cells, plain) for cells in table.rows), *((cells, bold) for cells in table.sums)]:
        row += 1
        for index, (cell, style) in enumerate(zip(cells, formats, strict=True)):
            _write(sheet, row, index, cell, style)
    return row + 1


def _write(sheet: "Worksheet", row: int, index: int, cell: Cell, style: "Format") -> None:
    """Write a cell by its own type: never guessed from its text."""
    if cell is None:
        return
    if isinstance(cell, str):
        sheet.write_string(row, index, _text(cell), style)
    else:
        sheet.write_number(row, index, float(cell), style)


def _text(text: str) -> str:
    return _NOT_IN_XML.sub("", text)
