"""Covers without their repetition: rows of demand that are within for the same reason become one, and nothing is lost.

What counts is only which of the model's columns bring a row in, and by how much: a *set*. All rows of all covers with
the same set share one column z, wherever they live. A set whose people an area cannot miss must be reached by any plan:
it needs no z but a row of its own, and every set that holds all its members comes with it.
"""

from dataclasses import dataclass, field
from typing import Final

import numpy as np
import scipy.sparse as sp

from spreiding.demand import FloatArray, IntArray
from spreiding.optimise.linear.places import Places, stacked
from spreiding.optimise.objective import ROW_TOLERANCE
from spreiding.optimise.program import BoolArray, Cover, Csr, Distances

_WORD: Final = 64

Sparse = sp.csr_array[np.float64, tuple[int, int]]


@dataclass(frozen=True)
class Asked:
    """A cover and the areas of it that matter to a model."""

    cover: Cover
    areas: BoolArray

    @property
    def rows(self) -> BoolArray:
        """Mark the rows that matter: with people, in an area that does."""
        return np.asarray((self.cover.weights > 0) & self.areas[self.cover.area])

    @property
    def facilities(self) -> IntArray:
        """The facilities that such rows ask about, as often as they do."""
        facilities = self.cover.facilities
        return facilities.index[self.rows[facilities.row]]


@dataclass(frozen=True)
class Sets:
    """Merged rows of demand: a set is reached when Σ `members` over the open columns is at least its `need`.

    `members`: sets × columns of the model, 1 each with a need of 1 where `is_plain`, else amounts up to the need.
    `weights` [persons]: areas × sets; the areas of all covers, one cover after the other.
    """

    members: Sparse
    need: FloatArray
    is_plain: BoolArray
    weights: Sparse


def merge(parts: tuple[Asked, ...], places: Places) -> Sets:
    """Merge the rows of `parts` by what brings them in; rows that nothing can bring in are left out."""
    found = _Found()
    entries = []
    n_areas = 0
    for part in parts:
        wanted = np.flatnonzero(part.rows).astype(np.int32)
        of_row = found.number(_members(part.cover, wanted, places), part.cover.need)
        rows = wanted[of_row >= 0]
        entries.append((n_areas + part.cover.area[rows], of_row[of_row >= 0], part.cover.weights[rows]))
        n_areas += part.cover.always.size
    nothing = (np.zeros(0, dtype=np.int32), np.zeros(0, dtype=np.int32), np.zeros(0))
    areas, sets, persons = (np.concatenate(column) for column in zip(nothing, *entries, strict=True))
    weights = sp.csr_array((persons, (areas, sets)), shape=(n_areas, len(found.sets)))
    return found.as_sets(weights, places.width)


@dataclass
class _Found:
    """The sets found so far, in order, with the numbers by which they are known."""

    sets: list[IntArray] = field(default_factory=list)
    amounts: list[FloatArray] = field(default_factory=list)
    needs: list[float] = field(default_factory=list)
    numbers: dict[tuple[bytes, bytes], int] = field(default_factory=dict)

    def number(self, members: Sparse, need: float) -> IntArray:
        """Return the number of the set of every row of `members`, -1 for one that cannot reach its `need`."""
        totals: FloatArray = np.asarray(members.sum(axis=1), dtype=np.float64)
        least = np.full(totals.size, np.inf)
        np.minimum.at(least, np.repeat(np.arange(totals.size), np.diff(members.indptr)), members.data)
        numbers = np.full(totals.size, -1, dtype=np.int32)
        edges = members.indptr.tolist()
        # The margin is that of `objective.covered_rows`: sums of hours are not exact.
        for row in np.flatnonzero((totals >= need * (1 - ROW_TOLERANCE)) & (totals > 0)).tolist():
            part = slice(edges[row], edges[row + 1])
            is_plain = least[row] >= need
            numbers[row] = self._add(members.indices[part], members.data[part], None if is_plain else need)
        return numbers

    def _add(self, columns: IntArray, amounts: FloatArray, need: float | None) -> int:
        # The bytes are the set itself, so that merging can never join what differs.
        key = (columns.tobytes(), b"" if need is None else amounts.tobytes() + np.float64(need).tobytes())
        if key not in self.numbers:
            self.numbers[key] = len(self.sets)
            self.sets.append(columns)
            self.amounts.append(np.ones(columns.size) if need is None else amounts)
            self.needs.append(1.0 if need is None else need)
        return self.numbers[key]

    def as_sets(self, weights: Sparse, width: int) -> Sets:
        """Return the sets as matrices."""
        csr = stacked(self.sets)
        amounts = np.concatenate([np.zeros(0), *self.amounts])
        members = sp.csr_array((amounts, csr.index, csr.indptr), shape=(len(self.sets), width))
        is_plain = np.array([not amounts for _, amounts in self.numbers], dtype=np.bool_)
        return Sets(members, np.array(self.needs, dtype=np.float64), is_plain, weights)


def _members(cover: Cover, rows: IntArray, places: Places) -> Sparse:
    """Return what each column of the model adds to each of `rows`, at most the need."""
    n_rows = cover.facilities.n_rows
    amount = np.full(cover.facilities.index.size, cover.need) if cover.amount is None else cover.amount
    columns = places.of_facility[cover.facilities.index]
    wanted = np.zeros(n_rows, dtype=np.bool_)
    wanted[rows] = True
    is_used = (amount > 0) & wanted[cover.facilities.row]
    renumbered = np.cumsum(wanted) - 1
    where = (renumbered[cover.facilities.row[is_used]], columns[is_used])
    matrix = sp.csr_array((amount[is_used].astype(np.float64), where), shape=(rows.size, places.width))
    matrix.sum_duplicates()
    matrix.data = np.minimum(matrix.data, cover.need)
    return matrix


def reached(distances: Distances, max_m: float) -> Cover:
    """Return the cover that asks of every row with people to cost at most `max_m` [m]; its weights count rows."""
    rows = np.flatnonzero((distances.weights > 0) & (distances.beyond > max_m))
    n_rows = distances.facilities.n_rows
    is_within = distances.cost <= max_m
    weights = np.zeros(n_rows)
    weights[rows] = 1.0
    lengths = np.bincount(distances.facilities.row[is_within], minlength=n_rows)
    indptr = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int32)
    return Cover(
        labels=("furthest",),
        weights=weights,
        area=np.zeros(n_rows, dtype=np.int32),
        facilities=Csr(indptr, distances.facilities.index[is_within]),
        always=np.zeros(1),
        required=np.array([float(rows.size)]),
        price=np.full(1, np.inf),
    )


def holding(sets: Sparse, small: Sparse) -> BoolArray:
    """Mark the rows of `sets` that hold all columns of a row of `small`."""
    index = _Index(sets)
    result = np.zeros(sets.shape[0], dtype=np.bool_)
    for row in range(small.shape[0]):
        result[index.holders(small.indices[small.indptr[row] : small.indptr[row + 1]])] = True
    return result


def smallest(sets: Sparse) -> IntArray:
    """Return the rows of `sets`, all different, that hold no other: whoever reaches these reaches all."""
    index = _Index(sets)
    is_left = np.ones(sets.shape[0], dtype=np.bool_)
    kept = []
    for row in np.argsort(np.diff(sets.indptr), kind="stable").tolist():
        if is_left[row]:
            kept.append(row)
            is_left[index.holders(sets.indices[sets.indptr[row] : sets.indptr[row + 1]])] = False
    return np.sort(np.array(kept, dtype=np.int32))


def widened(matrix: Sparse, width: int) -> Sparse:
    """Return `matrix` with empty columns behind its own, `width` in all."""
    return sp.csr_array((matrix.data, matrix.indices, matrix.indptr), shape=(matrix.shape[0], width))


class _Index:
    """Sets as bits, and by column, to find those that hold given columns."""

    def __init__(self, sets: Sparse) -> None:
        flags = np.zeros((sets.shape[0], _WORD * (1 + sets.shape[1] // _WORD)), dtype=np.bool_)
        flags[np.repeat(np.arange(sets.shape[0]), np.diff(sets.indptr)), sets.indices] = True
        self.bits = np.packbits(flags, axis=1).view(np.uint64)
        self.by_column = sets.tocsc()

    def holders(self, columns: IntArray) -> IntArray:
        """Return the sets that hold all of `columns`."""
        wanted = np.zeros(self.bits.shape[1] * _WORD, dtype=np.bool_)
        wanted[columns] = True
        wanted_bits = np.packbits(wanted).view(np.uint64)
        # Whoever holds all columns holds the rarest.
        edges = self.by_column.indptr
        rarest = columns[np.argmin(edges[columns + 1] - edges[columns])]
        candidates = self.by_column.indices[edges[rarest] : edges[rarest + 1]]
        return np.asarray(candidates[((self.bits[candidates] & wanted_bits) == wanted_bits).all(axis=1)])
