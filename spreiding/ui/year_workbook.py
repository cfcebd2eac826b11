"""The meerjarenplan of a gemeente as a sheet of a workbook."""

from collections.abc import Mapping
from typing import Final

from spreiding.io.workbook import Cell, Column, Form, Sheet, Table
from spreiding.outlook import Outlook
from spreiding.ui import meerjaren, outlook_words
from spreiding.year_plan import PlanRow

_WIDTH: Final = 16
# A name of a sheet holds 31 signs: what it is stands first.
_NAME: Final = "Jaren {gemeente}"
_TITLE: Final = "Meerjarenplan: {gemeente}"


def year_sheet(
    outlook: Outlook, gemeente: str, *, name: str, sites: Mapping[str, str], lines: tuple[str, ...]
) -> Sheet:
    """Return a row per year: costs by colour, housing, once, who pays, and what is still open."""
    rows = outlook.rows(gemeente)
    unknown = meerjaren.unknown_one_offs((each for row in rows for each in row.unknown_one_offs), sites)
    remarks = (
        outlook_words.present_value(outlook, gemeente),
        *meerjaren.notes(outlook.raming, rows, gemeente),
        *((outlook_words.ONE_OFFS_UNKNOWN, *(f"• {each}" for each in unknown)) if unknown else ()),
    )
    title = _TITLE.format(gemeente=name)
    return Sheet(_NAME.format(gemeente=name), title, lines, (_table(rows),), remarks)


def _table(rows: tuple[PlanRow, ...]) -> Table:
    covers = [meerjaren.COVER.format(source=source.value) for source, _ in rows[0].covers] if rows else []
    amounts = [
        meerjaren.BASIS,
        meerjaren.BASIS_PLUS,
        meerjaren.NO_COLOUR,
        meerjaren.HOUSING,
        meerjaren.ONCE,
        meerjaren.ON_TOP,
        meerjaren.TOTAL,
        *covers,
        meerjaren.OPEN,
    ]
    columns = (Column(meerjaren.YEAR, 12), *(Column(each, _WIDTH, Form.MONEY) for each in amounts), Column("", 24))
    return Table(columns, tuple(_row(row) for row in rows))


def _row(row: PlanRow) -> tuple[Cell, ...]:
    return (
        str(row.year),
        row.basis_eur,
        row.basis_plus_eur,
        row.unknown_colour_eur,
        meerjaren.EXCLUSIVE if row.housing_eur is None else row.housing_eur,
        row.once_eur,
        row.on_top_eur,
        row.costs_eur,
        *(eur for _, eur in row.covers),
        row.open_eur,
        "" if row.open_eur is not None else meerjaren.open_end(row),
    )
