"""Who lives where according to a file: squares, areas or points with inhabitants."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, Final, Self

import numpy as np
from numpy.typing import NDArray

from spreiding.demand import FloatArray
from spreiding.errors import InputError
from spreiding.io.files.delimited import parse_number

# Codes from here down mean that CBS does not give the number: −99997 is 0–4 or secret, −99995 not available.
HIGHEST_MISSING: Final = -99990.0
# More than live in the Netherlands; a larger number is a slip of the keyboard, and could not be added up.
_MOST: Final = 20e6
_YEAR: Final = re.compile(r"(?<!\d)20[0-4]\d(?!\d)")
_THOUSANDS: Final = re.compile(r"[1-9]\d{0,2}([.,]\d{3})+")

# The five age groups as CBS has written them: GeoPackage and WFS, older shapefiles.
GROUP_COLUMNS: Final = (
    (
        "aantalinwoners0tot15jaar",
        "aantalinwoners15tot25jaar",
        "aantalinwoners25tot45jaar",
        "aantalinwoners45tot65jaar",
        "aantalinwoners65jaarenouder",
    ),
    ("inw014", "inw1524", "inw2544", "inw4564", "inw65pl"),
)


@dataclass(frozen=True)
class Population:
    """Places with inhabitants, one row each: squares, areas or points.

    `x_m`, `y_m` are their centres (of an area: a point inside it) and `size_m` the side of a square, the root of an
    area, 0 of a point [EPSG:28992, m]. `inwoners` [persons] is NaN where the source gives no number, and `estimated` of
    them are in no row of the source. `groups` [persons, n × 5] is NaN where unknown; `is_groups_estimated` marks rows
    whose groups are not the source's own figures. `shapes` holds the polygons [EPSG:28992] of rows whose people are
    spread over the roads inside, or is None. `n_rows` counts the rows of the source, `n_missing` those in the region
    without a number, `n_dropped` those outside it; `year` is that of the figures, empty when the file does not say.
    """

    source: str
    ids: NDArray[np.str_]
    x_m: FloatArray
    y_m: FloatArray
    size_m: FloatArray
    inwoners: FloatArray
    estimated: FloatArray
    groups: FloatArray
    is_groups_estimated: NDArray[np.bool_]
    shapes: NDArray[np.object_] | None
    n_rows: int
    n_missing: int
    n_dropped: int = 0
    year: str = ""

    def take(self, rows: NDArray[np.bool_]) -> Self:
        """Return some rows; the counts stay as they are."""
        kept = {each.name: getattr(self, each.name)[rows] for each in fields(self) if self._is_per_row(each.name)}
        return replace(self, **kept)

    def keep(self, rows: NDArray[np.bool_]) -> Self:
        """Return the rows inside the region, and count the others of the source as dropped."""
        is_added = (self.estimated > 0) & (self.estimated >= self.inwoners)
        n_dropped = self.n_dropped + int((~rows & ~is_added).sum())
        return replace(self.take(rows), n_missing=int(np.isnan(self.inwoners[rows]).sum()), n_dropped=n_dropped)

    def inhabited(self) -> Self:
        """Return the rows where somebody is known to live."""
        return self.take(self.inwoners > 0)

    def _is_per_row(self, name: str) -> bool:
        return isinstance(getattr(self, name), np.ndarray)


def plain(name: str) -> str:
    """Return a column name without what the generations write differently: capitals and signs."""
    return re.sub(r"[^0-9a-z]", "", name.lower())


def find_column(columns: Iterable[str], names: Sequence[str]) -> str | None:
    """Return the first column that is called one of `names`, plainly, the first name first; None when none is."""
    by_name = {plain(column): column for column in reversed(list(columns))}
    return next((by_name[plain(name)] for name in names if plain(name) in by_name), None)


def find_groups(columns: tuple[str, ...]) -> tuple[str | None, ...]:
    """Return the columns of the five age groups, None for each that is absent."""
    return tuple(find_column(columns, names) for names in zip(*GROUP_COLUMNS, strict=True))


def find_year(*names: str) -> str:
    """Return the year in the first of `names` that has one, '' in none; its last: CBS puts that of publishing first."""
    years = (_YEAR.findall(name) for name in names)
    return next((found[-1] for found in years if found), "")


def known_counts(
    values: NDArray[Any], *, highest_missing: float, file: str, column: str, most: float = _MOST
) -> FloatArray:
    """Return counts [persons], NaN where the source gives none; `most` can live in one place.

    Raises
    ------
    InputError
        `not_numeric` for text or infinity, `negative_inwoners` for a negative number that is no code for missing,
        `too_many_inwoners` for more than there are, or as `check_thousands`.

    """
    check_thousands(values, file=file, column=column)
    counts = _numbers(values)
    if counts is None or np.isinf(counts).any():
        raise InputError("not_numeric", file=file, column=column)
    counts[counts <= highest_missing] = np.nan
    if (counts < 0).any():
        raise InputError("negative_inwoners", file=file, column=column, n_rows=int((counts < 0).sum()))
    if (counts > most).any():
        raise InputError("too_many_inwoners", file=file, column=column, value=round(np.nanmax(counts)))
    return counts


def check_thousands(values: NDArray[Any], *, file: str, column: str) -> None:
    """Check that no count is text like 1.234 or 1,234, which may be a thousand or a decimal.

    Raises
    ------
    InputError
        `thousands_point`.

    """
    if any(isinstance(value, str) and _THOUSANDS.fullmatch(value.strip()) for value in values.tolist()):
        raise InputError("thousands_point", file=file, column=column)


def _numbers(values: NDArray[Any]) -> FloatArray | None:
    """Return numbers, NaN for an empty cell; None when a cell holds something else."""
    if values.dtype != object:
        return None if values.dtype.kind not in "iuf" else values.astype(np.float64)
    numbers = [_number(value) for value in values.tolist()]
    return None if None in numbers else np.array(numbers, dtype=np.float64)


def _number(value: object) -> float | None:
    if value is None or value != value or (isinstance(value, str) and not value.strip()):  # noqa: PLR0124 - NaN only
        return float("nan")
    return parse_number(value)
