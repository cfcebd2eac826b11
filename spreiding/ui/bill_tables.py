"""Bills as tables for the screen: amounts written the Dutch way that stay numbers, so that they stand to the right."""

import math
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any, Final

import pandas as pd
from pandas.io.formats.style import Styler

from spreiding.billing import GemeenteBill, add_gemeenten
from spreiding.bills import Bill, lines_beside
from spreiding.catalogue import Colour
from spreiding.costs import CostLine
from spreiding.ui import bill_words, labels
from spreiding.ui.bill_words import Names
from spreiding.ui.markdown import plain_frame
from spreiding.ui.numbers import cents, decimals, euros, signed, whole

LINE, COLOUR, COUNT, TARIFF, AMOUNT = "Regel", "Kleur", "Aantal", "Tarief", "Bedrag per jaar"
NOW, CHANGE, PART = "Nu", "Verschil", "Onderdeel"
TOTAL: Final = "Totaal per jaar"
TOGETHER: Final = "Samen"
_NONE: Final = float("nan")

Format = Callable[[Any], str]


def line_rows(bill: GemeenteBill, names: Names, *, is_today: bool) -> Styler:
    """Every line of a bill beside that of today, for `st.table`; without a comparison when it is today's own."""
    rows = [_line(before, after, names) for before, after in lines_beside(bill.today, bill.scenario)]
    formats: dict[str, Format] = {COUNT: _count, TARIFF: _cents, AMOUNT: _cents, NOW: _cents, CHANGE: _change}
    return _table(rows, [LINE, COLOUR, *formats], formats, is_today=is_today)


def _line(before: CostLine | None, after: CostLine | None, names: Names) -> dict[str, Any]:
    line = after or before
    if line is None:
        return {}
    then, now = (Decimal(0) if each is None else each.eur for each in (after, before))
    return {
        LINE: names.line(line) + (" (eenmalig)" if line.is_once else ""),
        COLOUR: bill_words.colour_of(line),
        COUNT: _NONE if after is None else float(after.quantity),
        TARIFF: _NONE if after is None else float(after.tariff_eur),
        AMOUNT: _NONE if after is None else float(then),
        NOW: _NONE if before is None else float(now),
        CHANGE: float(then - now),
    }


def sum_rows(bill: GemeenteBill, *, is_today: bool) -> Styler:
    """Return the subtotals of a bill and of today's, for `st.table`."""
    parts = {
        **{word: (_of(bill.today, colour), _of(bill.scenario, colour)) for colour, word in bill_words.COLOURS.items()},
        bill_words.HOUSING: (_housing(bill.today), _housing(bill.scenario)),
        TOTAL: (bill.today.total_eur, bill.scenario.total_eur),
        bill_words.ONCE: (bill.today.kostenraming.once_eur, bill.scenario.kostenraming.once_eur),
    }
    if bill.scenario.subsidy_eur is not None:
        parts[bill_words.SUBSIDY] = (bill.today.subsidy_eur, bill.scenario.subsidy_eur)
        parts[bill_words.ABOVE_SUBSIDY] = (bill.today.above_subsidy_eur, bill.scenario.above_subsidy_eur)
    rows = [
        {
            PART: word[:1].upper() + word[1:],
            AMOUNT: _float(after),
            NOW: _float(before),
            CHANGE: _float(None if before is None or after is None else after - before),
        }
        for word, (before, after) in parts.items()
    ]
    formats: dict[str, Format] = {AMOUNT: _cents, NOW: _cents, CHANGE: _change}
    return _table(rows, [PART, *formats], formats, is_today=is_today)


def gemeente_rows(bills: Sequence[GemeenteBill], names: Names, *, is_today: bool) -> Styler:
    """Return the bill of every gemeente and their sum, for `st.table`."""
    listed = sorted(bills, key=lambda bill: names.gemeenten[bill.gemeente])
    rows = [_gemeente(bill, names.gemeenten[bill.gemeente]) for bill in listed]
    formats: dict[str, Format] = {
        labels.INWONERS: whole,
        AMOUNT: euros,
        NOW: euros,
        CHANGE: lambda eur: signed(euros(eur), eur),
        bill_words.PER_INWONER: _per,
        bill_words.OF_HUNDRED: _per,
    }
    rows.append(_gemeente(add_gemeenten(bills), TOGETHER))
    return _table(rows, [labels.GEMEENTE, *formats], formats, is_today=is_today)


def _gemeente(bill: GemeenteBill, name: str) -> dict[str, Any]:
    after = bill.scenario
    return {
        labels.GEMEENTE: name,
        labels.INWONERS: float(after.inwoners),
        AMOUNT: _float(after.total_eur),
        NOW: _float(bill.today.total_eur),
        CHANGE: _float(bill.change_eur),
        bill_words.PER_INWONER: _float(after.eur_per_inwoner),
        bill_words.OF_HUNDRED: _float(after.of_every_hundred_eur),
    }


def _of(bill: Bill, colour: Colour | None) -> Decimal | None:
    return None if bill.total_eur is None else bill.of_colour(colour)


def _housing(bill: Bill) -> Decimal | None:
    return bill.housing_eur if bill.has_housing else None


def _float(eur: Decimal | None) -> float:
    return _NONE if eur is None else float(eur)


def _table(rows: list[dict[str, Any]], columns: list[str], formats: dict[str, Format], *, is_today: bool) -> Styler:
    frame = pd.DataFrame(rows, columns=columns).set_index(columns[0])
    left_out = [NOW, CHANGE] if is_today else []
    shown = plain_frame(frame.drop(columns=left_out))
    return shown.style.format({name: form for name, form in formats.items() if name not in left_out})


def _cents(eur: float) -> str:
    """Write an amount of a line; a dash where there is no line, or nothing to add up."""
    return labels.NOTHING if math.isnan(eur) else _per(eur)


def _per(eur: float) -> str:
    return cents(None if math.isnan(eur) else Decimal(str(eur)))


def _change(eur: float) -> str:
    return labels.NOTHING if math.isnan(eur) or eur == 0 else signed(_per(eur), eur)


def _count(count: float) -> str:
    if math.isnan(count):
        return labels.NOTHING
    return whole(count) if count.is_integer() else decimals(count, n_decimals=2)
