"""What CBS says of each gemeente: inhabitants, ages, and its own mean distance to a library."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from spreiding.demand import FloatArray, GemeenteFacts
from spreiding.errors import InputError
from spreiding.io.files.delimited import parse_number
from spreiding.io.files.vector import Layer, Table, VectorFile, open_vector
from spreiding.io.people.population import check_thousands, find_column, find_year, plain
from spreiding.tables import AGE_GROUPS

# Columns by their plain names (`population.plain`): wijken en buurten, the same from StatLine, and our own table.
_CODE: Final = re.compile(r"gemeentecode|gmcode|wijkenenbuurten|codering\d*|regios|gwbcode\d*")
_INWONERS: Final = re.compile(r"aantalinwoners\d*|inwoners(20\d\d)?|aantinw")
_LIBRARY_KM: Final = re.compile(
    r"bibliotheekgemiddeldeafstandinkm|afstandtotbibliotheek\d*|cbsafstandbibliotheekkm|afbiblio"
)
_AGES: Final = tuple(
    re.compile(pattern)
    for pattern in (
        r"percentagepersonen0tot15jaar|k0tot15jaar\d*|pct015|p0014jr",
        r"percentagepersonen15tot25jaar|k15tot25jaar\d*|pct1525|p1524jr",
        r"percentagepersonen25tot45jaar|k25tot45jaar\d*|pct2545|p2544jr",
        r"percentagepersonen45tot65jaar|k45tot65jaar\d*|pct4565|p4564jr",
        r"percentagepersonen65jaarenouder|k65jaarofouder\d*|pct65plus|p65eojr",
    )
)
# Layers of smaller areas carry the code of their gemeente too; the column that tells, the finest first.
_SMALLER: Final = (("buurtcode", "bucode"), ("wijkcode", "wkcode"))
_GEMEENTE: Final = re.compile(r"(?:GM)?(\d{4})")
# CBS tells land from water by 'NEE', 'JA' and 'B' (abroad).
_NOT_LAND: Final = ("JA", "B")
# A table of StatLine tells its year by its number only.
_TABLE_YEARS: Final = {"86270NED": 2025, "86134NED": 2024, "85830NED": 2023, "85560NED": 2022, "85231NED": 2021}


@dataclass(frozen=True)
class _Columns:
    """The columns of a layer with facts; None where it has none. `smaller` are the codes of areas inside a gemeente."""

    code: str
    inwoners: str | None
    ages: tuple[str | None, ...]
    library_km: str | None
    smaller: str | None
    water: str | None

    @property
    def names(self) -> list[str]:
        given = (self.code, self.inwoners, *self.ages, self.library_km, self.smaller, self.water)
        return [name for name in given if name is not None]


@dataclass(frozen=True)
class _Rows:
    """The rows of gemeenten, or of the areas inside them: code of the gemeente, and what is said [persons, %, km]."""

    codes: list[str]
    inwoners: FloatArray
    ages: FloatArray
    library_km: FloatArray


def has_facts(layers: Iterable[Layer]) -> bool:
    """Whether a layer tells something of gemeenten."""
    return any(_find_columns(layer) is not None for layer in layers)


def read_facts(path: Path) -> tuple[GemeenteFacts, ...]:
    """Read facts per gemeente from wijken en buurten, a StatLine table or our own table, sorted by code.

    A layer of gemeenten goes before those of wijken and buurten, which are added up: inhabitants summed, shares and
    distances weighted by inhabitants. `bron` is the name of the file. What a source codes as missing is None.

    Raises
    ------
    InputError
        A file that cannot be read, `no_facts`, or as `population.check_thousands`.

    """
    with open_vector(path) as file:
        return read_layer_facts(file)


def read_layer_facts(file: VectorFile) -> tuple[GemeenteFacts, ...]:
    """Read facts from an open file, as `read_facts` does."""
    found = [(layer, columns) for layer in file.layers if (columns := _find_columns(layer)) is not None]
    if not found:
        raise InputError("no_facts", file=file.name)
    layer, columns = min(found, key=lambda pair: (pair[1].smaller is not None, pair[0].n_rows))
    table = file.read(layer.name, columns=columns.names)
    if columns.inwoners is not None:
        check_thousands(table.columns[columns.inwoners], file=file.name, column=columns.inwoners)
    rows = _rows(table, columns)
    if not rows.codes:
        raise InputError("no_facts", file=file.name)
    return _add_up(rows, bron=file.name, year=_year(columns.inwoners or "", layer.name, file.name))


def _year(*names: str) -> int | None:
    table = next((year for number, year in _TABLE_YEARS.items() if number in " ".join(names)), None)
    found = find_year(*names)
    return table or (int(found) if found else None)


def _find_columns(layer: Layer) -> _Columns | None:
    def find(pattern: re.Pattern[str]) -> str | None:
        return next((name for name in layer.columns if pattern.fullmatch(plain(name))), None)

    code, inwoners, library_km = find(_CODE), find(_INWONERS), find(_LIBRARY_KM)
    ages = tuple(find(pattern) for pattern in _AGES)
    if code is None or (inwoners is None and library_km is None and None in ages):
        return None
    smaller = next((name for names in _SMALLER if (name := find_column(layer.columns, names)) is not None), None)
    return _Columns(code, inwoners, ages, library_km, smaller, find_column(layer.columns, ("water",)))


def _rows(table: Table, columns: _Columns) -> _Rows:
    codes = [_gemeente(value) for value in table.columns[columns.code].tolist()]
    water = [""] * len(codes) if columns.water is None else table.columns[columns.water].tolist()
    kept = [row for row, code in enumerate(codes) if code and str(water[row]).strip().upper() not in _NOT_LAND]
    ages = np.column_stack([_numbers(table, name, kept) for name in columns.ages]).reshape(-1, len(AGE_GROUPS))
    return _Rows(
        codes=[codes[row] for row in kept],
        inwoners=_numbers(table, columns.inwoners, kept),
        ages=ages,
        library_km=_numbers(table, columns.library_km, kept),
    )


def _numbers(table: Table, column: str | None, rows: list[int]) -> FloatArray:
    """Numbers of some rows; NaN for whatever is none, and for a code of what is missing."""
    if column is None:
        return np.full(len(rows), np.nan)
    values = table.columns[column].tolist()
    numbers = np.array([np.nan if (found := parse_number(values[row])) is None else found for row in rows])
    return np.where(numbers < 0, np.nan, numbers)


def _gemeente(value: object) -> str:
    """Return a code as GM1731, '' for that of another area."""
    text = str(int(value)).zfill(4) if isinstance(value, int | float) and value == value else str(value).strip()  # noqa: PLR0124 - NaN only
    match = _GEMEENTE.fullmatch(text)
    return f"GM{match[1]}" if match else ""


def _add_up(rows: _Rows, *, bron: str, year: int | None) -> tuple[GemeenteFacts, ...]:
    unique, holder = np.unique(np.array(rows.codes, dtype=np.str_), return_inverse=True)
    # One row per gemeente needs no weights, and may lack the inhabitants that would be them.
    weights = np.ones(len(rows.codes)) if unique.size == len(rows.codes) else np.nan_to_num(rows.inwoners)
    ages = np.column_stack([_mean(rows.ages[:, k], weights, holder, unique.size) for k in range(len(AGE_GROUPS))])
    total = ages.sum(axis=1)
    known = ~np.isnan(rows.inwoners)
    inwoners = np.bincount(holder[known], weights=rows.inwoners[known], minlength=unique.size).astype(np.float64)
    inwoners[np.bincount(holder[known], minlength=unique.size) == 0] = np.nan
    library_km = _mean(rows.library_km, weights, holder, unique.size)
    return tuple(
        GemeenteFacts(
            gemeente=str(code),
            bron=bron,
            year=year,
            inwoners=_known(inwoners[row]),
            age_shares=_shares(ages[row] / total[row]) if total[row] > 0 else None,
            library_km=_known(library_km[row]),
        )
        for row, code in enumerate(unique)
    )


def _mean(values: FloatArray, weights: FloatArray, holder: NDArray[np.integer[Any]], n_gemeenten: int) -> FloatArray:
    """Weighted mean of the known values per gemeente; NaN without any."""
    known = ~np.isnan(values) & (weights > 0)
    sums = np.bincount(holder[known], weights=values[known] * weights[known], minlength=n_gemeenten)
    total = np.bincount(holder[known], weights=weights[known], minlength=n_gemeenten)
    means = np.divide(sums, total, out=np.full(n_gemeenten, np.nan), where=total > 0)
    return np.asarray(means, dtype=np.float64)


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def _shares(values: FloatArray) -> tuple[float, float, float, float, float]:
    first, second, third, fourth, fifth = (float(value) for value in values)
    return first, second, third, fourth, fifth
