"""Bills as sheets of a workbook: a summary, and one sheet per gemeente with every line."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from spreiding.answers import cost_sentences
from spreiding.billing import GemeenteBill, add_gemeenten
from spreiding.bills import Bill, lines_beside
from spreiding.catalogue import Catalogue, Colour
from spreiding.costs import CostLine
from spreiding.io.workbook import Cell, Column, Form, Sheet, Table
from spreiding.outlook import Outlook
from spreiding.ui import bill_words, labels
from spreiding.ui.bill_words import Names
from spreiding.ui.peiljaar import projection_line
from spreiding.ui.teksten import VOORBEELD
from spreiding.ui.year_workbook import year_sheet
from spreiding.uitgangspunten import Tariffs
from spreiding.workflow import Outcome

SUMMARY: Final = "Samenvatting"
TOTAL: Final = "Totaal per jaar"
_SCENARIO: Final = "Scenario: {name}"
_DATA: Final = "Gegevens: {region}, klaargezet op {created}"
# The day of a moment as '2026-11-29T13:59:44+00:00'.
_DAY: Final = 10
_UNKNOWN: Final = "onbekend"
_LINE_COLUMNS: Final = (
    Column("Regel", 58),
    Column("Soort", 14),
    Column("Kleur", 15),
    Column("Aantal", 12, Form.NUMBER),
    Column("Tarief", 14, Form.MONEY),
    Column("Bedrag", 16, Form.MONEY),
    Column("Hoe vaak", 12),
    Column("Nu", 16, Form.MONEY),
    Column("Verschil met nu", 16, Form.MONEY),
)
_SUMMARY_COLUMNS: Final = (
    Column("Gemeente", 32),
    Column("Inwoners", 12, Form.NUMBER),
    Column("Nu", 16, Form.MONEY),
    Column("Scenario", 16, Form.MONEY),
    Column("Verschil", 16, Form.MONEY),
    Column("Per inwoner", 13, Form.MONEY),
    Column("Eenmalig", 15, Form.MONEY),
    Column("Van elke € 100 door vestigingen", 18, Form.MONEY),
    Column("Subsidie van nu", 16, Form.MONEY),
    Column("Volledig", 12),
)


def sheets(
    outcome: Outcome,
    bills: Sequence[GemeenteBill],
    *,
    tariffs: Tariffs,
    catalogue: Catalogue,
    outlook: Outlook | None = None,
) -> tuple[Sheet, ...]:
    """Return a summary, a sheet per gemeente, and one of its years; each with what it rests on and what is unknown."""
    names = Names.of(outcome.region, catalogue)
    sentence = cost_sentences(outcome.region, catalogue)
    head = header(outcome, tariffs)
    unknown = [sentence(each) for bill in bills for each in bill.scenario.kostenraming.unknown]
    summary = Sheet(SUMMARY, bill_words.TITLE, head, (_summary(bills, names),), _remarks(unknown))
    details = (
        Sheet(
            names.gemeenten[bill.gemeente],
            f"{bill_words.TITLE}: {names.gemeenten[bill.gemeente]}",
            (*head, bill_words.housing_sentence(tariffs, has_housing=bill.scenario.has_housing)),
            (_lines(bill, names),),
            _remarks([sentence(each) for each in bill.scenario.kostenraming.unknown]),
        )
        for bill in bills
    )
    if outlook is None:
        return (summary, *details)
    years = (
        year_sheet(outlook, bill.gemeente, name=names.gemeenten[bill.gemeente], sites=names.sites, lines=head)
        for bill in bills
    )
    return (summary, *details, *years)


def header(outcome: Outcome, tariffs: Tariffs) -> tuple[str, ...]:
    """Return what the amounts rest on: scenario, data and their date, tariffs and their year."""
    manifest = outcome.region.manifest
    projection = projection_line(outcome.region)
    return (
        _SCENARIO.format(name=outcome.scenario.name),
        _DATA.format(region=manifest.name, created=manifest.created[:_DAY]),
        *([VOORBEELD] if manifest.is_example else []),
        *([projection] if projection else []),
        bill_words.price_level(tariffs),
    )


def _summary(bills: Sequence[GemeenteBill], names: Names) -> Table:
    rows = tuple(_summary_row(bill, names.gemeenten[bill.gemeente]) for bill in bills)
    return Table(_SUMMARY_COLUMNS, rows, (_summary_row(add_gemeenten(bills), "Samen"),))


def _summary_row(bill: GemeenteBill, name: str) -> tuple[Cell, ...]:
    after = bill.scenario
    return (
        name,
        after.inwoners,
        _known(bill.today.total_eur),
        _known(after.total_eur),
        _known(bill.change_eur),
        after.eur_per_inwoner,
        after.kostenraming.once_eur,
        after.of_every_hundred_eur,
        after.subsidy_eur,
        labels.NO if after.kostenraming.unknown else labels.YES,
    )


def _known(eur: Decimal | None) -> Cell:
    return _UNKNOWN if eur is None else eur


def _lines(bill: GemeenteBill, names: Names) -> Table:
    rows = tuple(_line(before, after, names) for before, after in lines_beside(bill.today, bill.scenario))
    return Table(_LINE_COLUMNS, rows, tuple(_sums(bill)))


def _line(before: CostLine | None, after: CostLine | None, names: Names) -> tuple[Cell, ...]:
    line = after or before
    if line is None:
        return ("",) * len(_LINE_COLUMNS)
    now, then = (None if each is None else each.eur for each in (before, after))
    return (
        names.line(line),
        bill_words.KINDS[line.kind],
        bill_words.colour_of(line),
        None if after is None else after.quantity,
        None if after is None else after.tariff_eur,
        then,
        bill_words.frequency_of(line),
        now,
        (then or Decimal(0)) - (now or Decimal(0)),
    )


def _sums(bill: GemeenteBill) -> list[tuple[Cell, ...]]:
    found = [
        *(
            _sum(f"Waarvan {word}", bill.today.of_colour(colour), bill.scenario.of_colour(colour))
            for colour, word in (*((each, bill_words.COLOURS[each]) for each in Colour), (None, "kleur onbekend"))
        ),
        _sum(f"Waarvan {bill_words.HOUSING.lower()}", _housing(bill.today), _housing(bill.scenario)),
        _sum(TOTAL, bill.today.total_eur, bill.scenario.total_eur),
        _sum(bill_words.PER_INWONER, bill.today.eur_per_inwoner, bill.scenario.eur_per_inwoner),
        _sum(bill_words.ONCE, bill.today.kostenraming.once_eur, bill.scenario.kostenraming.once_eur),
        _sum(bill_words.SUBSIDY, bill.today.subsidy_eur, bill.scenario.subsidy_eur),
        _sum(bill_words.ABOVE_SUBSIDY, bill.today.above_subsidy_eur, bill.scenario.above_subsidy_eur),
    ]
    # What nobody told has no row; an unknown total keeps its place.
    return [row for row in found if row[0] == TOTAL or any(cell is not None for cell in row[1:])]


def _housing(bill: Bill) -> Decimal | None:
    return bill.housing_eur if bill.has_housing else None


def _sum(name: str, before: Decimal | None, after: Decimal | None) -> tuple[Cell, ...]:
    change = None if before is None or after is None else after - before
    return (name, None, None, None, None, after, None, before, change)


def _remarks(unknown: Sequence[str]) -> tuple[str, ...]:
    return (bill_words.INCOMPLETE, *(f"• {sentence}" for sentence in unknown)) if unknown else ()
