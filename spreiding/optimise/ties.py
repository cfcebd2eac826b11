"""Plans that are equally good: what chooses among them, and what keeps them equal without a sum over distances."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from spreiding.optimise.objective import has_prices, holds_prices
from spreiding.optimise.program import SUM_AIMS, Aim, BoolArray, Csr, Distances, Family, Limit, Program, Rows


def tie_aims(program: Program, aims: tuple[Aim, ...]) -> tuple[Aim, ...]:
    """Return what chooses among plans that are equally good by `aims`."""
    other = Aim.PERSONS if Aim.CENTS in aims else Aim.CENTS
    known = {*aims} if program.counted is not None else {*aims, Aim.PERSONS}
    return tuple(aim for aim in (other, Aim.CHANGES) if aim not in known)


def without_sums(program: Program, limits: tuple[Limit, ...], chosen: BoolArray) -> tuple[Program, tuple[Limit, ...]]:
    """Replace limits on sums over distances by linear rules that are enough: the nearest facilities stay open.

    A price of what is short in such a sum asks for the limit itself.
    """
    others = tuple(limit for limit in limits if limit.aim not in SUM_AIMS)
    if len(others) == len(limits) or program.distances is None or _has_priced_sum(program, limits):
        return program, limits
    nearest = _nearest_open(program.distances, program.is_open(chosen))
    return replace(program, rows=(*program.rows, _stay_open(program.facilities, nearest))), others


def _has_priced_sum(program: Program, limits: tuple[Limit, ...]) -> bool:
    """Whether a limit holds prices beside a sum over distances."""
    return has_prices(program) and any(limit.aim in SUM_AIMS and holds_prices(program, limit.aim) for limit in limits)


def _nearest_open(distances: Distances, is_open: BoolArray) -> NDArray[np.intp]:
    """Return the facilities that are the nearest open one of a row with people, in order."""
    arcs = distances.facilities
    opened = np.flatnonzero(is_open[arcs.index])
    # Nearest first within a row, so that the first open one is the nearest.
    first = np.searchsorted(opened, arcs.indptr[:-1])
    is_met = distances.weights > 0
    is_met[first == opened.size] = False
    rows = np.flatnonzero(is_met)
    rows = rows[opened[first[rows]] < arcs.indptr[rows + 1]]
    return np.unique(arcs.index[opened[first[rows]]]).astype(np.intp)


def _stay_open(facilities: Csr, numbers: NDArray[np.intp]) -> Rows:
    """Return the rules that each of the facilities `numbers` is open."""
    parts = [facilities.index[facilities.indptr[k] : facilities.indptr[k + 1]] for k in numbers.tolist()]
    index = np.concatenate([facilities.index[:0], *parts])
    indptr = np.cumsum([0, *(part.size for part in parts)]).astype(facilities.indptr.dtype)
    ones = np.ones(numbers.size)
    return Rows(
        Family.NUMBER,
        labels=tuple(f"facility {k}" for k in numbers.tolist()),
        columns=Csr(indptr, index),
        value=np.ones(index.size),
        lower=ones,
        upper=ones * np.inf,
        price=ones * np.inf,
    )
