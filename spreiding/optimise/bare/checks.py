"""What the textbook functions are given, checked and put in one shape before any solver starts."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from operator import index
from typing import Any, Final, SupportsIndex

import numpy as np
import scipy.sparse as sp
from numpy.typing import ArrayLike, NDArray

from spreiding.demand import FloatArray, IntArray
from spreiding.errors import QuestionError
from spreiding.optimise.bare.lagrangian import StateArray
from spreiding.optimise.stop import Clock, Stop

# So far from the end of what a float can hold that no sum of costs comes near it.
LARGEST: Final = 1e150

Costs = ArrayLike | sp.sparray | sp.spmatrix
Columns = Iterable[SupportsIndex]


@dataclass(frozen=True)
class Allowed:
    """The pairs of row and column that are allowed, row by row, with their cost in the unit of the caller."""

    indptr: NDArray[np.int64]
    site: IntArray
    cost: FloatArray
    n_sites: int

    @property
    def n_rows(self) -> int:
        """Number of rows."""
        return self.indptr.size - 1

    @property
    def row(self) -> NDArray[np.intp]:
        """Row of every pair."""
        return np.repeat(np.arange(self.n_rows), np.diff(self.indptr))

    def keep(self, kept: NDArray[np.bool_]) -> "Allowed":
        """Return the same with fewer pairs."""
        indptr = np.concatenate([[0], np.cumsum(kept)])[self.indptr]
        return Allowed(indptr, self.site[kept], self.cost[kept], self.n_sites)

    def of_rows(self, rows: NDArray[np.bool_]) -> "Allowed":
        """Return the same with fewer rows."""
        kept = np.repeat(rows, np.diff(self.indptr))
        indptr = np.concatenate([[0], np.cumsum(np.diff(self.indptr)[rows])])
        return Allowed(indptr, self.site[kept], self.cost[kept], self.n_sites)


def read_costs(costs: Costs) -> Allowed:
    """Return the allowed pairs of a matrix, dense or sparse.

    In a sparse matrix what is not stored is not allowed; entries of a COO matrix in the same place are added up, as
    scipy does everywhere.

    Raises
    ------
    QuestionError
        `costs_not_numbers`, `costs_not_a_matrix`, `no_columns`, `costs_unknown`.

    """
    allowed = _of_sparse(costs) if isinstance(costs, sp.sparray | sp.spmatrix) else _of_dense(costs)
    if allowed.n_sites == 0:
        raise QuestionError("no_columns")
    # Not a number and less than everything have no place in a sum; inf is what is not allowed.
    wrong = np.isnan(allowed.cost) | np.isneginf(allowed.cost)
    if wrong.any():
        raise QuestionError("costs_unknown", number=int(np.count_nonzero(wrong)))
    return allowed.keep(allowed.cost < np.inf)


def _of_dense(costs: Any) -> Allowed:  # noqa: ANN401
    matrix = _numbers(costs)
    if matrix.ndim != 2:  # noqa: PLR2004
        raise QuestionError("costs_not_a_matrix", shape=matrix.shape)
    n_rows, n_sites = matrix.shape
    indptr = np.arange(n_rows + 1, dtype=np.int64) * n_sites
    return Allowed(indptr, np.tile(np.arange(n_sites, dtype=np.int32), n_rows), matrix.ravel(), n_sites)


def _of_sparse(costs: Any) -> Allowed:  # noqa: ANN401
    if len(costs.shape) != 2:  # noqa: PLR2004
        raise QuestionError("costs_not_a_matrix", shape=costs.shape)
    if costs.dtype.kind not in "biuf":
        raise QuestionError("costs_not_numbers", dtype=costs.dtype)
    # Before entries in the same place are added up: small kinds of whole numbers would overflow.
    costs = costs.astype(np.float64)
    if costs.format == "dia":
        costs = _stored_diagonals(costs)
    matrix = sp.csr_array(costs, copy=True)
    matrix.sum_duplicates()
    return Allowed(matrix.indptr.astype(np.int64), matrix.indices.astype(np.int32), matrix.data, matrix.shape[1])


def _stored_diagonals(costs: Any) -> sp.coo_array:  # noqa: ANN401
    """Return a matrix of diagonals with its zeros: scipy drops those when it changes the format."""
    column = np.broadcast_to(np.arange(costs.data.shape[1]), costs.data.shape)
    row = column - costs.offsets[:, np.newaxis]
    inside = (row >= 0) & (row < costs.shape[0]) & (column < costs.shape[1])
    return sp.coo_array((costs.data[inside], (row[inside], column[inside])), shape=costs.shape)


def _numbers(values: Any) -> FloatArray:  # noqa: ANN401
    try:
        # What is masked is not known, whatever lies below the mask.
        is_masked = np.ma.isMaskedArray(values) and values.dtype.kind in "biuf"
        array = np.asarray(values.astype(np.float64).filled(np.nan) if is_masked else values)
        if array.dtype.kind not in "biufO":
            raise QuestionError("costs_not_numbers", dtype=array.dtype)
        return array.astype(np.float64)
    except (TypeError, ValueError, OverflowError) as error:
        raise QuestionError("costs_not_numbers", dtype=type(values).__name__) from error


def _summable(values: FloatArray) -> FloatArray:
    """Return values that no sum of which comes near the end of what a float can hold."""
    with np.errstate(over="ignore"):
        if not np.abs(values).sum() < LARGEST:
            raise QuestionError("costs_too_large")
    return values


def read_weights(weights: ArrayLike | None, n_rows: int) -> FloatArray:
    """Return a weight per row, 1 by default.

    Raises
    ------
    QuestionError
        `costs_not_numbers`, `weights_not_per_row`, `bad_weights`, `costs_too_large`.

    """
    if weights is None:
        return np.ones(n_rows)
    found = _numbers(weights)
    if found.shape != (n_rows,):
        raise QuestionError("weights_not_per_row", shape=found.shape, rows=n_rows)
    wrong = ~np.isfinite(found) | (found < 0)
    if wrong.any():
        raise QuestionError("bad_weights", value=found[wrong][0])
    return _summable(found)


def read_opening(opening: ArrayLike | None, n_sites: int) -> FloatArray:
    """Return what opening costs per column, 1 by default; a subsidy is negative.

    Raises
    ------
    QuestionError
        `costs_not_numbers`, `opening_not_per_column`, `bad_opening`, `costs_too_large`.

    """
    if opening is None:
        return np.ones(n_sites)
    found = _numbers(opening)
    if found.shape != (n_sites,):
        raise QuestionError("opening_not_per_column", shape=found.shape, columns=n_sites)
    if not np.isfinite(found).all():
        raise QuestionError("bad_opening", value=found[~np.isfinite(found)][0])
    return _summable(found)


def read_number(p: SupportsIndex | float, n_sites: int) -> int:
    """Return a number of sites; 5.0 is as whole as 5.

    Raises
    ------
    QuestionError
        `bad_number_of_sites`, `too_many_sites`.

    """
    try:
        number = index(p) if isinstance(p, SupportsIndex) else int(p) if p == int(p) else -1
    except (TypeError, ValueError, OverflowError) as error:
        raise QuestionError("bad_number_of_sites", value=p) from error
    if number < 0:
        raise QuestionError("bad_number_of_sites", value=p)
    if number > n_sites:
        raise QuestionError("too_many_sites", value=number, columns=n_sites)
    return number


def read_limit(limit: float) -> float:
    """Return the largest cost that covers.

    Raises
    ------
    QuestionError
        `bad_limit`.

    """
    try:
        number = float(limit)
    except (TypeError, ValueError) as error:
        raise QuestionError("bad_limit", value=limit) from error
    if math.isnan(number):
        raise QuestionError("bad_limit", value=limit)
    return number


def read_fixed(fixed_in: Columns, fixed_out: Columns, n_sites: int, p: int | None = None) -> StateArray:
    """Return per column 1 (must be open), -1 (must be closed) or 0.

    Raises
    ------
    QuestionError
        `unknown_column`, `fixed_in_and_out`, `more_fixed_than_sites`.

    """
    must, may_not = (_columns(columns, n_sites) for columns in (fixed_in, fixed_out))
    if both := must & may_not:
        raise QuestionError("fixed_in_and_out", columns=", ".join(map(str, sorted(both))))
    if p is not None and len(must) > p:
        raise QuestionError("more_fixed_than_sites", number=len(must), value=p)
    state = np.zeros(n_sites, dtype=np.int8)
    state[sorted(must)], state[sorted(may_not)] = 1, -1
    return state


def _columns(columns: Columns, n_sites: int) -> set[int]:
    try:
        listed = list(columns)
    except TypeError as error:
        raise QuestionError("unknown_column", value=columns, last=n_sites - 1) from error
    found = set()
    for column in listed:
        try:
            number = -1 if isinstance(column, bool | np.bool_) else index(column)
        except TypeError:
            number = -1
        if not 0 <= number < n_sites:
            raise QuestionError("unknown_column", value=column, last=n_sites - 1)
        found.add(number)
    return found


def read_seed(seed: SupportsIndex) -> int:
    """Return a seed.

    Raises
    ------
    QuestionError
        `bad_seed`.

    """
    try:
        number = index(seed)
    except TypeError as error:
        raise QuestionError("bad_seed", value=seed) from error
    if number < 0:
        raise QuestionError("bad_seed", value=seed)
    return number


def read_clock(time_limit_s: float) -> Clock:
    """Start the clock.

    Raises
    ------
    QuestionError
        `bad_time_limit`.

    """
    try:
        return Clock.of(Stop(time_limit_s=time_limit_s).time_limit_s)
    except TypeError as error:
        raise QuestionError("bad_time_limit", value=time_limit_s) from error
