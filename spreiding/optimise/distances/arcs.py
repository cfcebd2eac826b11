"""Compiled loops over rows of demand and the facilities near them: what a plan costs, and the cuts that bound it.

A row with weight w and facilities at costs c, nearest first, costs w min(c over the open ones, its `beyond`). For any
D up to `beyond` that is at least w (D - Σ over c < D of (D - c) x), x being 1 for an open facility and 0 for another:
a valid linear bound, and with D the cost where Σ x reaches 1 on the way outward the best one at a (fractional) x
(Cornuéjols, Nemhauser & Wolsey 1980; Fischetti, Ljubić & Sinnl 2017 use it as a Benders cut). Rows are added up per
group, so that the solver has one column and a few dense cuts per group.
"""

from typing import Final, NamedTuple, TypeVar

import numpy as np
from numba import njit
from numpy.typing import NDArray

from spreiding.demand import FloatArray, IntArray
from spreiding.optimise.program import Distances

# Σ x counts as 1 from here on: what is missing is no more than the tolerance of the solver.
WHOLE: Final = 1.0 - 1e-9


Number = TypeVar("Number", bound=np.generic)


class Arcs(NamedTuple):
    """Rows with people and a facility, in order of their group: arcs `begin` to `end` of each, its weight and beyond.

    `group_start` delimits the rows of every group. `cost` is in any unit; `facility` and `cost` are those of
    `Distances`, not copied.
    """

    begin: NDArray[np.int64]
    end: NDArray[np.int64]
    weight: FloatArray
    beyond: FloatArray
    group_start: NDArray[np.int64]
    facility: IntArray
    cost: FloatArray

    @property
    def n_groups(self) -> int:
        """Number of groups."""
        return self.group_start.size - 1


class Cuts(NamedTuple):
    """Cuts θ_group + Σ value · x + mass · t ≥ rhs, in CSR form over facilities; `at`: what each asks of its θ there."""

    group: IntArray
    rhs: FloatArray
    mass: FloatArray
    indptr: NDArray[np.int64]
    facility: IntArray
    value: FloatArray
    at: FloatArray


def group_arcs(distances: Distances, group_of: IntArray) -> Arcs:
    """Order rows by the group of their nearest facility; those without a facility form a last group.

    `group_of` numbers the group per facility. Rows without weight cost nothing and are left out.
    """
    indptr = distances.facilities.indptr.astype(np.int64)
    begin, end = indptr[:-1], indptr[1:]
    is_near = begin < end
    group = np.full(begin.size, np.iinfo(np.int32).max, dtype=np.int32)
    group[is_near] = group_of[distances.facilities.index[begin[is_near]]]
    rows = np.flatnonzero(distances.weights > 0)
    rows = rows[np.argsort(group[rows], kind="stable")]
    _, sizes = np.unique(group[rows], return_counts=True)
    return Arcs(
        begin[rows],
        end[rows],
        distances.weights[rows].astype(np.float64),
        distances.beyond[rows].astype(np.float64),
        np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64),
        _read_only(distances.facilities.index),
        _read_only(distances.cost),
    )


def _read_only(values: NDArray[Number]) -> NDArray[Number]:
    """Return a view that may not be written to, of a plain array: kernels are compiled once, for mapped files too."""
    view = np.ascontiguousarray(values).view(np.ndarray)
    view.flags.writeable = False
    return view


@njit(cache=True, nogil=True)
def row_costs(arcs: Arcs, is_open: NDArray[np.bool_]) -> FloatArray:
    """Return the cost of every row, without its weight, when the marked facilities are open."""
    found = arcs.beyond.copy()
    for row in range(arcs.begin.size):
        for arc in range(arcs.begin[row], arcs.end[row]):
            if is_open[arcs.facility[arc]]:
                found[row] = min(found[row], arcs.cost[arc])
                break
    return found


@njit(cache=True, nogil=True)
def _reach(arcs: Arcs, row: int, x: FloatArray) -> tuple[int, float, float]:
    """Walk outward until Σ x is whole; return the arc where that is, its cost D and what the row costs at x."""
    total, spent = 0.0, 0.0
    for arc in range(arcs.begin[row], arcs.end[row]):
        part = x[arcs.facility[arc]]
        if part <= 0.0:
            continue
        if total + part >= WHOLE:
            cost = float(arcs.cost[arc])
            return arc, cost, spent + (1.0 - total) * cost
        total += part
        spent += part * arcs.cost[arc]
    return arcs.end[row], arcs.beyond[row], spent + (1.0 - total) * arcs.beyond[row]


@njit(cache=True, nogil=True)
def value_at(arcs: Arcs, x: FloatArray) -> float:
    """Return Σ w · cost over all rows at a fractional x: the largest that any cuts can say there."""
    total = 0.0
    for row in range(arcs.begin.size):
        total += arcs.weight[row] * _reach(arcs, row, x)[2]
    return total


@njit(cache=True, nogil=True)
def _sum_group(
    arcs: Arcs, group: int, x: FloatArray, threshold: float, dense: FloatArray, touched: IntArray
) -> tuple[int, float, float]:
    """Add the cuts of a group's rows that cost more than `threshold` at x into `dense`; list where that is not zero."""
    n_touched, rhs, mass = 0, 0.0, 0.0
    for row in range(arcs.group_start[group], arcs.group_start[group + 1]):
        last, reach, cost = _reach(arcs, row, x)
        if cost <= threshold:
            continue
        weight = arcs.weight[row]
        rhs += weight * reach
        mass += weight
        for arc in range(arcs.begin[row], last):
            gain = weight * (reach - arcs.cost[arc])
            if gain <= 0.0:
                break
            facility = arcs.facility[arc]
            if dense[facility] == 0.0:
                touched[n_touched] = facility
                n_touched += 1
            dense[facility] += gain
    return n_touched, rhs, mass


@njit(cache=True, nogil=True)
def separate(arcs: Arcs, x: FloatArray, threshold: float, at: FloatArray, t: float, known: FloatArray) -> Cuts:
    """Return the cuts that are best at x, of those groups where they ask more than `known` of θ at the point (at, t).

    `threshold`: rows that cost no more at x are left out, for a tail beyond t (-inf and a t of 0: all rows count).
    """
    n_groups = arcs.group_start.size - 1
    dense, touched = np.zeros(x.size), np.empty(x.size, dtype=np.int32)
    group_of, rhs_of, mass_of, asked_of = (
        np.empty(n_groups, dtype=np.int32),
        np.empty(n_groups),
        np.empty(n_groups),
        np.empty(n_groups),
    )
    indptr = np.zeros(n_groups + 1, dtype=np.int64)
    index, value = np.empty(1024, dtype=np.int32), np.empty(1024)
    n = 0
    for group in range(n_groups):
        n_touched, rhs, mass = _sum_group(arcs, group, x, threshold, dense, touched)
        asked = rhs - mass * t
        for k in range(n_touched):
            asked -= dense[touched[k]] * at[touched[k]]
        filled = indptr[n]
        if asked > known[group]:
            if filled + n_touched > index.size:
                size = max(2 * index.size, filled + n_touched)
                index, value = _longer_index(index, size), _longer(value, size)
            for k in range(n_touched):
                index[filled + k], value[filled + k] = touched[k], dense[touched[k]]
            group_of[n], rhs_of[n], mass_of[n], asked_of[n] = group, rhs, mass, asked
            n += 1
            indptr[n] = filled + n_touched
        for k in range(n_touched):
            dense[touched[k]] = 0.0
    size = indptr[n]
    return Cuts(group_of[:n], rhs_of[:n], mass_of[:n], indptr[: n + 1], index[:size], value[:size], asked_of[:n])


@njit(cache=True, nogil=True)
def _longer(values: FloatArray, size: int) -> FloatArray:
    """Return a longer array with the same beginning."""
    longer = np.empty(size)
    longer[: values.size] = values
    return longer


@njit(cache=True, nogil=True)
def _longer_index(values: IntArray, size: int) -> IntArray:
    """Return a longer array with the same beginning."""
    longer = np.empty(size, dtype=np.int32)
    longer[: values.size] = values
    return longer
