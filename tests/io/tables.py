"""Small tables as people keep them: CSV and Excel."""

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

from xlsxwriter import Workbook

Rows = Sequence[Sequence[object]]


def write_table(path: Path, rows: Rows) -> Path:
    """Write rows as CSV (semicolons, decimal commas) or, by the name of the file, as a workbook of one sheet."""
    if path.suffix == ".xlsx":
        return write_workbook(path, {"Blad1": rows})
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows([_written(cell) for cell in row] for row in rows)
    return path


def write_workbook(
    path: Path,
    sheets: Mapping[str, Rows],
    *,
    merged: Sequence[tuple[int, int, int, int, str]] = (),
    formulas: Sequence[tuple[int, int, str, float | str]] = (),
) -> Path:
    """Write sheets of cells; text stays text, also '=1+1'. `merged` and `formulas` stand on the last sheet."""
    with Workbook(path, {"strings_to_formulas": False, "strings_to_numbers": False}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                for column, cell in enumerate(row):
                    if cell is not None:
                        sheet.write(number, column, cell)
        for area in merged:
            sheet.merge_range(*area)
        for formula in formulas:
            sheet.write_formula(formula[0], formula[1], formula[2], None, formula[3])
    return path


def _written(cell: object) -> str:
    if cell is None:
        return ""
    return str(cell).replace(".", ",") if isinstance(cell, float) else str(cell)
