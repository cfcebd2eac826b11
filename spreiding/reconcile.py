"""The people whom small squares leave out: added so that larger squares and areas add up.

CBS publishes a square of 100 m only when it holds at least five inhabitants or dwellings, and rounds to fives. What the
square of 500 m holds beyond that belongs to scattered houses, exactly where distances are largest.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from spreiding.demand import FloatArray, IntArray

FINE_M: Final = 100.0
COARSE_M: Final = 500.0
_PER_SIDE: Final = 5
# A count rounded to fives is off by 5/√12 = 1.44 (standard deviation); twice that of a sum is what rounding explains.
ROUNDING: Final = 2 * 1.44
# A square that the file of 100 m lacks has fewer than five inhabitants.
MOST_PER_NEW_SQUARE: Final = 4.0
# Column and row of a square in one number; no grid here has 2²⁰ rows.
_ROWS: Final = 20

Keys = NDArray[np.int64]


@dataclass(frozen=True)
class Counts:
    """Persons (or metres of road) per square of one grid: unique `keys` and values, NaN where not known."""

    keys: Keys
    values: FloatArray


@dataclass(frozen=True)
class Differences:
    """How squares of 100 m compare with those of 500 m that have a value; arrays run over the latter.

    `holder` is the 500 m square of each 100 m square (-1: none with a value), `sums` [persons] and `n_known` those of
    the known 100 m squares in it, `gap` [persons] what it has beyond them. A gap is scaled in where `is_scaled`
    (rounding explains it, or it is an excess) and calls for new squares where `is_short`. `alone` [persons] live in
    100 m squares that no value rules.
    """

    holder: IntArray
    values: FloatArray
    sums: FloatArray
    n_known: IntArray
    gap: FloatArray
    is_scaled: NDArray[np.bool_]
    is_short: NDArray[np.bool_]
    alone: float

    @property
    def inwoners(self) -> float:
        """Persons after reconciliation."""
        return float(self.values.sum() + self.alone)

    @property
    def added(self) -> float:
        """Persons that rounding cannot explain: whoever is placed in new squares."""
        return float(self.gap[self.is_short].sum())

    @property
    def n_excess(self) -> int:
        """Number of 500 m squares with fewer persons than those in them, by more than rounding explains."""
        return int((self.gap < -ROUNDING * np.sqrt(self.n_known + 1)).sum())

    @property
    def unholdable(self) -> float:
        """Persons that the squares which are absent or unknown cannot hold: each has fewer than five."""
        room = MOST_PER_NEW_SQUARE * (_PER_SIDE**2 - self.n_known) + ROUNDING * np.sqrt(self.n_known + 1)
        return float(self.gap[self.gap > room].sum())

    @property
    def rounded(self) -> float:
        """Persons scaled in or out of the known squares: sum of the absolute gaps."""
        return float(np.abs(self.gap[self.is_scaled]).sum())


@dataclass(frozen=True)
class Reconciled:
    """The given 100 m squares with their new `inwoners` [persons], and new squares that the file lacks.

    `estimated` [persons] is what no row of the source holds: everybody in a new square, and the shortage that found no
    road and was scaled into the given ones.
    """

    inwoners: FloatArray
    estimated: FloatArray
    added: Counts


def square_keys(x_m: FloatArray, y_m: FloatArray, size_m: float) -> Keys:
    """Keys of the squares with side `size_m` that hold points [m, in the grid's own system]."""
    columns = np.floor(x_m / size_m).astype(np.int64)
    return np.asarray((columns << _ROWS) + np.floor(y_m / size_m).astype(np.int64), dtype=np.int64)


def square_centres(keys: Keys, size_m: float) -> tuple[FloatArray, FloatArray]:
    """Centres [m] of squares with these keys."""
    columns, rows = (keys >> _ROWS).astype(np.float64), (keys & (2**_ROWS - 1)).astype(np.float64)
    return (columns + 0.5) * size_m, (rows + 0.5) * size_m


def coarse_keys(keys: Keys) -> Keys:
    """Keys of the 500 m squares around 100 m squares."""
    return np.asarray(((keys >> _ROWS) // _PER_SIDE << _ROWS) + (keys & (2**_ROWS - 1)) // _PER_SIDE, dtype=np.int64)


def find_keys(wanted: Keys, keys: Keys) -> IntArray:
    """Index of each of `wanted` in the unique `keys`; -1 where it is not among them."""
    if keys.size == 0:
        return np.full(wanted.size, -1, dtype=np.int32)
    order = np.argsort(keys)
    found = order[np.minimum(np.searchsorted(keys[order], wanted), keys.size - 1)]
    return np.where(keys[found] == wanted, found, -1).astype(np.int32)


def compare(fine: Counts, coarse: Counts) -> Differences:
    """Compare squares of 100 m with those of 500 m: a 500 m square that has a value rules, without one these stand."""
    rules = ~np.isnan(coarse.values)
    values = coarse.values[rules]
    holder = find_keys(coarse_keys(fine.keys), coarse.keys[rules])
    is_known = ~np.isnan(fine.values)
    inside = is_known & (holder >= 0)
    n_known = np.bincount(holder[inside], minlength=values.size).astype(np.int32)
    sums = np.bincount(holder[inside], weights=fine.values[inside], minlength=values.size).astype(np.float64)
    gap = values - sums
    is_scaled = (sums > 0) & ((np.abs(gap) <= ROUNDING * np.sqrt(n_known + 1)) | (gap < 0))
    return Differences(
        holder=holder,
        values=values,
        sums=sums,
        n_known=n_known,
        gap=gap,
        is_scaled=is_scaled,
        is_short=~is_scaled & (gap > 0),
        alone=float(fine.values[is_known & (holder < 0)].sum()),
    )


def reconcile(fine: Counts, coarse: Counts, roads: Counts) -> Reconciled:
    """Make squares of 100 m add up to those of 500 m, which rule where they have a value [persons].

    What rounding explains, and any excess, is scaled in. A larger shortage goes to the squares that `fine` lacks, by
    the length of inhabited road in them: `roads` [m]. Where no such square has a road, the shortage is scaled into the
    known squares; where these are absent too it goes to the middle of the 500 m square: nobody is lost.
    """
    found = compare(fine, coarse)
    keys, metres, holder = _free_roads(fine, coarse, roads)
    per_square = np.bincount(holder, weights=metres, minlength=found.values.size)
    is_placed = found.is_short & (per_square > 0)
    is_stretched = found.is_short & (per_square == 0) & (found.sums > 0)
    is_central = found.is_short & (per_square == 0) & (found.sums == 0)
    factor = np.ones(found.values.size)
    np.divide(found.values, found.sums, out=factor, where=found.is_scaled | is_stretched)
    is_held = found.holder >= 0
    inwoners = fine.values.copy()
    inwoners[is_held] *= factor[found.holder[is_held]]
    estimated = np.zeros(inwoners.size)
    grown = np.append(is_stretched, np.False_)[found.holder]
    estimated[grown] = np.nan_to_num(inwoners[grown] - fine.values[grown])
    chosen = is_placed[holder]
    new = found.gap[holder[chosen]] * metres[chosen] / per_square[holder[chosen]]
    middle = _middles(coarse.keys[~np.isnan(coarse.values)][is_central])
    added = Counts(np.concatenate([keys[chosen], middle]), np.concatenate([new, found.gap[is_central]]))
    return Reconciled(inwoners, estimated, added)


def divide_shortage(shortage: FloatArray, holder: IntArray, metres: FloatArray) -> FloatArray:
    """Divide each area's `shortage` [persons] over its free squares by length of road, at most four in each.

    `holder` is the area of each free square and `metres` its inhabited road. Returns persons per free square; what
    exceeds four in every one of them is nobody's.
    """
    persons = np.zeros(holder.size)
    order = np.argsort(holder, kind="stable")
    starts = np.searchsorted(holder[order], np.arange(shortage.size + 1))
    for area in np.flatnonzero((shortage > 0) & (np.diff(starts) > 0)):
        own = order[starts[area] : starts[area + 1]]
        persons[own] = _fill(float(shortage[area]), metres[own])
    return persons


def _fill(total: float, weights: FloatArray) -> FloatArray:
    """Divide `total` by `weights`, at most `MOST_PER_NEW_SQUARE` each; the full ones leave more to the others."""
    persons = np.zeros(weights.size)
    is_free = weights > 0
    while is_free.any():
        left = total - persons[~is_free].sum()
        persons[is_free] = left * weights[is_free] / weights[is_free].sum()
        is_over = is_free & (persons > MOST_PER_NEW_SQUARE)
        if not is_over.any():
            break
        persons[is_over] = MOST_PER_NEW_SQUARE
        is_free &= ~is_over
    return persons


def _free_roads(fine: Counts, coarse: Counts, roads: Counts) -> tuple[Keys, FloatArray, IntArray]:
    """Squares with a road that `fine` has no row for, their metres and the ruling 500 m square that holds them."""
    holder = find_keys(coarse_keys(roads.keys), coarse.keys[~np.isnan(coarse.values)])
    is_free = (holder >= 0) & (find_keys(roads.keys, fine.keys) < 0) & (roads.values > 0)
    return roads.keys[is_free], roads.values[is_free], holder[is_free]


def _middles(keys: Keys) -> Keys:
    """Keys of the 100 m squares in the middle of 500 m squares."""
    columns, rows = (keys >> _ROWS) * _PER_SIDE, (keys & (2**_ROWS - 1)) * _PER_SIDE
    return np.asarray((columns + _PER_SIDE // 2 << _ROWS) + rows + _PER_SIDE // 2, dtype=np.int64)
