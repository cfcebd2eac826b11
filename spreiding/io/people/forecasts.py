"""Forecasts per gemeente from a StatLine table like 85173NED: CSV with codes or with words, or the OData answer."""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

from pydantic import TypeAdapter

from spreiding.demand import Forecast, Gemeente
from spreiding.errors import InputError, raise_together
from spreiding.io.files.delimited import parse_number, read_csv

# The table counts in thousands: "Totale bevolking (x 1 000)".
PERSONS_PER_UNIT: Final = 1000.0
# Twice the largest gemeente: a file with more gives persons, not thousands.
_MAX_PERSONS: Final = 2_000_000.0

# What a column is, by the beginning of its name in small letters and digits: with a code (RegioIndeling2021, RegioS,
# TotaleBevolking_1) or in the words of a download from StatLine ("Regio-indeling 2021").
_PREFIXES: Final[Mapping[str, tuple[str, ...]]] = {
    "RegioIndeling": ("regio",),
    "Perioden": ("perioden",),
    "TotaleBevolking": ("totalebevolking", "bevolking"),
    "PrognoseInterval": ("prognoseinterval",),
    "Leeftijd": ("leeftijd",),
    "Geslacht": ("geslacht",),
}
_REGION, _PERIOD, _VALUE, _INTERVAL, _AGE, _SEX = _PREFIXES
_MANDATORY: Final = (_REGION, _PERIOD, _VALUE)
# Only rows about everybody count, by the code of the total or its word.
_TOTALS: Final[Mapping[str, tuple[str, ...]]] = {
    _AGE: ("10000", "totaal"),
    _SEX: ("T001038", "totaal mannen en vrouwen", "totaal"),
}
# The field that a row fills; the 95% interval of other tables fills none.
_FIELDS: Final = (
    ("inwoners", re.compile(r"mw\d+|prognose")),
    ("low", re.compile(r"mog0*67|ondergrens 67%.*")),
    ("high", re.compile(r"mbg0*67|bovengrens 67%.*")),
)
_YEAR: Final = re.compile(r"(\d{4})(JJ00)?\*{0,2}")
# A sentence shows no more of a wrong value than this.
_MAX_SHOWN: Final = 60
_MISSING: Final = ("", ".", "-", "x")
_ANSWER: Final[TypeAdapter[Any]] = TypeAdapter(Any)

_Cells = Mapping[str, object]
_Figures = dict[tuple[str, int], dict[str, float]]


def is_forecast_table(columns: Iterable[str]) -> bool:
    """Whether these columns are those of a forecast: a bevolking per region and period, with an interval or not."""
    found = _columns(columns)
    return all(role in found for role in (*_MANDATORY, _INTERVAL))


def count_forecast_rows(path: Path) -> int:
    """Return the number of rows of a forecast in an answer of OData; zero for any other file.

    Raises
    ------
    InputError
        `unreadable_file` for JSON that is cut off.

    """
    if not _is_json(path):
        return 0
    try:
        columns, rows = _read_json(path)
    except InputError as error:
        if error.kind != "wrong_file_type":
            raise
        return 0
    return len(rows) if is_forecast_table(columns) else 0


def read_forecasts(path: Path) -> tuple[Forecast, ...]:
    """Read the forecast of every gemeente and year [persons], with the bounds of its 67% interval if given.

    `gemeente` is the code of CBS, or the name where a table in words gives no code; `match_forecasts` tells them apart.

    Raises
    ------
    InputError, InputErrors
        A wrong file, a missing column, or all faults of all rows together.

    """
    columns, rows = _read_json(path) if _is_json(path) else _read_delimited(path)
    found = _columns(columns)
    absent = [role for role in _MANDATORY if role not in found]
    if absent:
        raise InputError("missing_column", file=path.name, columns=", ".join(absent))
    figures: _Figures = {}
    faults: list[InputError] = []
    for number, row in enumerate(rows, start=1):
        cells = {role: _text(row.get(name)) for role, name in found.items()}
        fault = _add(cells, row.get(found[_VALUE]), figures, number=number, file=path.name)
        faults += [] if fault is None else [fault]
    forecasts = tuple(
        Forecast(gemeente=gemeente, year=year, bron=path.name, **figure)
        for (gemeente, year), figure in sorted(figures.items())
        if "inwoners" in figure
    )
    raise_together([*faults, *_order_faults(forecasts, file=path.name)])
    _check_size(forecasts, file=path.name)
    return forecasts


def match_forecasts(forecasts: Iterable[Forecast], gemeenten: Iterable[Gemeente], *, file: str) -> tuple[Forecast, ...]:
    """Keep the forecasts of `gemeenten`, by code; one in words is found by the name.

    A gemeente that was formed since the table has none: `forecast.at_year` leaves it as it is and names it.

    Raises
    ------
    InputError
        `forecasts_outside_region` when no gemeente has one.

    """
    codes = {gemeente.name.casefold(): gemeente.code for gemeente in gemeenten}
    codes |= {code.casefold(): code for code in codes.values()}
    kept = tuple(
        row.model_copy(update={"gemeente": codes[row.gemeente.casefold()]})
        for row in forecasts
        if row.gemeente.casefold() in codes
    )
    if not kept:
        raise InputError("forecasts_outside_region", file=file)
    return kept


def _is_json(path: Path) -> bool:
    if not path.is_file():
        raise InputError("file_not_found", file=path)
    with path.open("rb") as file:
        return file.read(64).lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"[")


def _read_json(path: Path) -> tuple[list[str], list[_Cells]]:
    """Columns and rows of an answer of OData: {"value": [{…}, …]}."""
    try:
        content = _ANSWER.validate_json(path.read_bytes())
    except ValueError as error:
        raise InputError("unreadable_file", file=path.name) from error
    rows = content.get("value") if isinstance(content, dict) else None
    if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) for row in rows):
        raise InputError("wrong_file_type", file=path.name, expected="OData (85173NED)")
    return list(dict.fromkeys(name for row in rows for name in row)), rows


def _read_delimited(path: Path) -> tuple[tuple[str, ...], tuple[_Cells, ...]]:
    table = read_csv(path)
    return table.columns, table.rows


def _columns(names: Iterable[str]) -> dict[str, str]:
    """Name of the first column of each role that is there."""
    found: dict[str, str] = {}
    for name in names:
        plain = re.sub(r"[^a-z0-9]", "", name.lower())
        for role, prefixes in _PREFIXES.items():
            if plain.startswith(prefixes):
                found.setdefault(role, name)
    return found


def _text(value: object) -> str:
    return "" if value is None else str(value).strip()


def _add(cells: Mapping[str, str], value: object, figures: _Figures, *, number: int, file: str) -> InputError | None:
    """Add the figure of one row to `figures`; return what is wrong with it. Rows about others than gemeenten pass."""
    gemeente, field = _gemeente(cells[_REGION]), _field(cells.get(_INTERVAL))
    is_total = all(cells.get(role, words[0]).casefold() in map(str.casefold, words) for role, words in _TOTALS.items())
    # A download ends with a line about its source: no period, no value.
    if gemeente is None or field is None or not is_total or cells[_VALUE] in _MISSING:
        return None
    year = _YEAR.fullmatch(cells[_PERIOD])
    if year is None:
        return InputError("bad_forecast_year", file=file, row=number, value=cells[_PERIOD][:_MAX_SHOWN])
    amount = parse_number(value)
    if amount is None or amount < 0:
        return InputError("bad_forecast", file=file, row=number, value=cells[_VALUE][:_MAX_SHOWN])
    figure = figures.setdefault((gemeente, int(year[1])), {})
    persons = amount * PERSONS_PER_UNIT
    if figure.setdefault(field, persons) != persons:
        return InputError("forecast_twice", file=file, row=number, gemeente=gemeente, year=year[1])
    return None


def _gemeente(text: str) -> str | None:
    """Code or name of a gemeente; None for a code of anything else, such as PV22 or NL01."""
    if re.fullmatch(r"[A-Z]{2}\d{2,4}", text):
        return text if text.startswith("GM") else None
    return text.removesuffix(" (gemeente)") or None


def _field(interval: str | None) -> str | None:
    """Field of `Forecast` that a key of the interval fills; a table without intervals gives the forecast alone."""
    if interval is None:
        return "inwoners"
    return next((field for field, pattern in _FIELDS if pattern.fullmatch(interval.lower())), None)


def _order_faults(forecasts: Iterable[Forecast], *, file: str) -> list[InputError]:
    return [
        InputError("forecast_order", file=file, gemeente=row.gemeente, year=row.year, value=round(row.inwoners))
        for row in forecasts
        if not (row.low or 0) <= row.inwoners <= (row.inwoners if row.high is None else row.high)
    ]


def _check_size(forecasts: tuple[Forecast, ...], *, file: str) -> None:
    if not forecasts:
        raise InputError("empty_forecast", file=file)
    largest = max(forecasts, key=lambda row: row.inwoners)
    if largest.inwoners > _MAX_PERSONS and largest.gemeente.startswith("GM"):
        raise InputError("forecast_unit", file=file, gemeente=largest.gemeente, value=round(largest.inwoners))
