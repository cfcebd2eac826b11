"""Empty tables to fill in: a workbook that explains and checks its columns, or a CSV file."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from spreiding.errors import InputError
from spreiding.io.files.whole import replace_file
from spreiding.io.places.columns import COLUMNS, FALSE, TRUE, CellKind, Column, TableKind

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

# Rows that are checked while somebody types; a region has fewer branches.
_N_CHECKED: Final = 1000
_MIN_WIDTH, _MAX_WIDTH = 9, 34
_EXPLANATION_WIDTHS: Final = (24, 70, 44, 24, 30)
# What Excel takes for the title and text of a message.
_MAX_TITLE, _MAX_MESSAGE = 32, 255
# The same template has the same bytes on every day.
_CREATED: Final = datetime(2025, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class ColumnText:
    """What people are told of a column: its meaning, what may stand in it and whether it must be filled."""

    meaning: str
    allowed: str
    needed: str


@dataclass(frozen=True)
class TemplateTexts:
    """The words of a template: names of its two sheets, headings and texts of the explanation, and its notes."""

    sheet: str
    explanation_sheet: str
    headings: tuple[str, str, str, str, str]
    columns: Mapping[str, ColumnText]
    notes: tuple[str, ...]


def build_workbook(kind: TableKind, texts: TemplateTexts) -> bytes:
    """Return a workbook: a sheet to fill in with two example rows, and one that explains its columns."""
    from xlsxwriter import Workbook  # noqa: PLC0415 - only who asks for a template needs it

    content = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with Workbook(content, options) as book:
        book.set_properties({"created": _CREATED})
        _fill_table(book, kind, texts)
        _fill_explanation(book, kind, texts)
    return content.getvalue()


def build_csv(kind: TableKind) -> bytes:
    """Return a CSV file with header and two example rows: semicolons, decimal commas and a byte order mark."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    columns = COLUMNS[kind]
    writer.writerow(column.name for column in columns)
    for row in range(2):
        writer.writerow(_written(column.examples[row]) for column in columns)
    return text.getvalue().encode("utf-8-sig")


def write_template(path: Path, content: bytes, *, replaces: bool) -> None:
    """Write a template; an existing file only gives way when `replaces`.

    Raises
    ------
    InputError
        `template_exists`, or `cannot_write` when the folder does not exist or refuses.

    """
    try:
        if not replaces:
            # Taking the name fails when somebody has it, also one who came a moment earlier.
            path.open("xb").close()
        replace_file(path, content)
    except FileExistsError as error:
        raise InputError("template_exists", file=path) from error
    except OSError as error:
        if not replaces and path.is_file() and path.stat().st_size == 0:
            path.unlink()
        raise InputError("cannot_write", file=path) from error


def _fill_table(book: "Workbook", kind: TableKind, texts: TemplateTexts) -> None:
    sheet = book.add_worksheet(texts.sheet)
    # As text, Excel leaves '1;3;5' and '0166' what they are.
    as_text, as_number = book.add_format({"num_format": "@"}), book.add_format({"num_format": "General"})
    style = {"italic": True, "font_color": "#595959", "bg_color": "#F2F2F2"}
    text_example, number_example = book.add_format(style | {"num_format": "@"}), book.add_format(style)
    header, needed = _headers(book)
    for index, column in enumerate(COLUMNS[kind]):
        is_number = column.kind is CellKind.NUMBER
        longest = max(len(column.name) + 2, *(len(_written(example)) for example in column.examples))
        width = min(max(longest, _MIN_WIDTH), _MAX_WIDTH)
        sheet.set_column(index, index, width, as_number if is_number else as_text)
        sheet.write_string(0, index, column.name, needed if column.is_needed else header)
        for row, example in enumerate(column.examples, start=1):
            _write_example(sheet, row, index, example, number_example if is_number else text_example)
        sheet.data_validation(1, index, _N_CHECKED, index, _validation(column, texts.columns[column.name]))
    names = [column.name for column in COLUMNS[kind]]
    sheet.freeze_panes(1, names.index("naam") + 1)


def _write_example(sheet: "Worksheet", row: int, index: int, example: str | float, style: "Format") -> None:
    if isinstance(example, str):
        sheet.write_string(row, index, example, style)
    else:
        sheet.write_number(row, index, example, style)


def _validation(column: Column, text: ColumnText) -> dict[str, Any]:
    """Return what Excel checks while somebody types; a message on the column comes with it."""
    told = {
        "input_title": column.name[:_MAX_TITLE],
        "input_message": _shorten(text.meaning),
        "error_title": column.name[:_MAX_TITLE],
        "error_message": _shorten(text.allowed),
    }
    if column.kind is CellKind.WORD:
        return told | {"validate": "list", "source": list(column.words)}
    if column.kind is CellKind.TRUTH:
        return told | {"validate": "list", "source": [TRUE, FALSE]}
    if column.kind is CellKind.NUMBER and column.maximum is not None:
        bounds = {"minimum": column.minimum or 0, "maximum": column.maximum}
        return told | {"validate": "decimal", "criteria": "between"} | bounds
    return told | {"validate": "any"}


def _fill_explanation(book: "Workbook", kind: TableKind, texts: TemplateTexts) -> None:
    sheet = book.add_worksheet(texts.explanation_sheet)
    wrapped = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
    header, _ = _headers(book)
    for index, (heading, width) in enumerate(zip(texts.headings, _EXPLANATION_WIDTHS, strict=True)):
        sheet.set_column(index, index, width)
        sheet.write_string(0, index, heading, header)
    row = 0
    for row, column in enumerate(COLUMNS[kind], start=1):
        text = texts.columns[column.name]
        cells = (
            column.name,
            text.meaning,
            text.allowed,
            text.needed,
            _written(column.examples[0] or column.examples[1]),
        )
        for index, cell in enumerate(cells):
            sheet.write_string(row, index, cell, wrapped)
    for number, note in enumerate(texts.notes, start=row + 2):
        sheet.merge_range(number, 0, number, len(texts.headings) - 1, note, wrapped)
        sheet.set_row(number, 32)
    sheet.freeze_panes(1, 1)


def _headers(book: "Workbook") -> tuple["Format", "Format"]:
    """Return the look of a header, and of one whose column must be filled."""
    plain = {"bold": True, "bg_color": "#D9E8F2", "bottom": 1, "num_format": "@"}
    return book.add_format(plain), book.add_format(plain | {"bg_color": "#0072B2", "font_color": "#FFFFFF"})


def _shorten(text: str) -> str:
    return text if len(text) <= _MAX_MESSAGE else f"{text[: _MAX_MESSAGE - 1]}…"


def _written(value: str | float) -> str:
    """Return an example as people write it here: with a decimal comma."""
    return value if isinstance(value, str) else str(value).replace(".", ",")
