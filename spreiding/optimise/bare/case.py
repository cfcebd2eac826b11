"""A p-median or facility location problem as bare arrays, with sites fixed open or closed."""

import hashlib
import math
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import scipy.sparse as sp
from numba import njit
from numpy.typing import NDArray

from spreiding.demand import FloatArray
from spreiding.errors import QuestionError
from spreiding.optimise.bare.checks import LARGEST, Allowed
from spreiding.optimise.bare.lagrangian import Arcs, BoolArray, Sites, StateArray, cut_down
from spreiding.optimise.bare.swaps import row_costs

# Floats hold whole numbers exactly to here.
_EXACT: Final = 2.0**53
# Copying arcs pays once this part of the sites is closed.
_CLOSED: Final = 0.1


@dataclass(frozen=True)
class Case:
    """Rows that each pay their cheapest open site, and what opening costs; sites are numbered `number` outside.

    `miss` stands for a row without a site while plans are improved: more than all that such a plan could save.
    """

    arcs: Arcs
    sites: Sites
    number: NDArray[np.intp]
    miss: FloatArray

    def cut(self) -> "Case":
        """Return the same without closed sites and without arcs that are never used, where that pays."""
        stays = self.sites.state >= 0
        if stays.mean() > 1 - _CLOSED:
            return self
        sites = self.sites._replace(opening=self.sites.opening[stays], state=self.sites.state[stays])
        return Case(cut_down(self.arcs, self.sites), sites, self.number[stays], self.miss)

    def having(self, state: StateArray) -> "Case":
        """Return the same with other sites fixed."""
        return replace(self, sites=self.sites._replace(state=state))

    def only_plan(self) -> BoolArray | None:
        """Return the plan when no choice is left, without any site when there is no plan; None when there is choice."""
        state, least, most = self.sites.state, self.sites.least, self.sites.most
        n_in, n_free = np.count_nonzero(state > 0), np.count_nonzero(state == 0)
        if n_in > most or n_in + n_free < least:
            return np.zeros(state.size, dtype=np.bool_)
        if n_in == most or n_free == 0:
            return state > 0
        return state >= 0 if n_in + n_free == least else None

    def has_lost_row(self) -> bool:
        """Return whether a row has only closed sites."""
        return bool(_has_lost_row(self.arcs, self.sites.state))

    def is_whole(self) -> bool:
        """Return whether every plan has a whole value, so that bounds may be rounded up."""
        values = (self.arcs.cost, self.sites.opening)
        total = sum(float(np.abs(v).sum()) for v in values)
        return total < _EXACT and all(bool((v == np.rint(v)).all()) for v in values)

    def value(self, is_open: BoolArray) -> float:
        """Return what a plan costs; inf where a row has no site."""
        return math.fsum(row_costs(self.arcs, is_open)) + math.fsum(self.sites.opening[is_open])

    def next_costs(self) -> FloatArray:
        """Return what every row pays at its second site: about what its first one is worth where many are open."""
        indptr = self.arcs.indptr
        return self.arcs.cost[np.minimum(indptr[:-1] + 1, indptr[1:] - 1)]

    def least_value(self) -> float:
        """Return a bound on all plans at once: every row at its cheapest site, and what must be opened."""
        state, opening = self.sites.state, self.sites.opening
        forced = opening[(state > 0) | ((state == 0) & (opening < 0))]
        return math.fsum(row_costs(self.arcs, state >= 0)) + math.fsum(forced)


def build_arcs(allowed: Allowed, weights: FloatArray) -> Arcs:
    """Return what every row pays per site, cheapest first.

    Raises
    ------
    QuestionError
        `costs_too_large`.

    """
    n_rows, n_sites = allowed.n_rows, allowed.n_sites
    with np.errstate(over="ignore"):
        cost = allowed.cost * np.repeat(weights, np.diff(allowed.indptr))
        if cost.size and not np.abs(cost).sum() < LARGEST:
            raise QuestionError("costs_too_large")
    if cost.size == n_rows * n_sites:
        order = (cost.reshape(n_rows, n_sites).argsort(axis=1) + allowed.indptr[:-1, np.newaxis]).ravel()
    else:
        order = np.lexsort((cost, allowed.row))
    return Arcs(allowed.indptr, allowed.site[order], cost[order])


def build_case(allowed: Allowed, weights: FloatArray, sites: Sites) -> Case:
    """Return the problem of rows with a weight above 0; rows without any arc are allowed here.

    Raises
    ------
    QuestionError
        `costs_too_large`.

    """
    arcs = build_arcs(allowed, weights)
    n_arcs = np.diff(arcs.indptr)
    last = np.zeros(n_arcs.size)
    last[n_arcs > 0] = arcs.cost[arcs.indptr[1:][n_arcs > 0] - 1]
    may_miss = (n_arcs < allowed.n_sites) | (sites.least == 0)
    most_saved = (
        np.abs(last).sum() + np.abs(arcs.cost[arcs.indptr[:-1][n_arcs > 0]]).sum() + np.abs(sites.opening).sum()
    )
    miss = np.where(may_miss, last + 1.0 + 2.0 * most_saved, last)
    return Case(arcs, sites, np.arange(allowed.n_sites), miss)


def without_twins(allowed: Allowed, sites: Sites) -> Sites:
    """Close what costs every row the same as another site and is no cheaper to open, as far as enough sites are left.

    Twins leave a search with as many plans of equal value as there are ways to choose among them.
    """
    shape = (allowed.n_rows, allowed.n_sites)
    columns = sp.csr_array((allowed.cost, allowed.site, allowed.indptr), shape=shape).tocsc()
    state, spare = sites.state.copy(), int(np.count_nonzero(sites.state >= 0)) - sites.least
    seen: set[bytes] = set()
    # What must be open first, then what is cheap to open.
    for j in np.lexsort((sites.opening, -state)):
        part = slice(columns.indptr[j], columns.indptr[j + 1])
        costs = hashlib.blake2b(columns.indices[part].tobytes() + columns.data[part].tobytes()).digest()
        if state[j] == 0 and costs in seen and spare > 0 and sites.opening[j] >= 0:
            state[j] = -1
            spare -= 1
        elif state[j] >= 0:
            seen.add(costs)
    return sites._replace(state=state)


@njit(cache=True, nogil=True)
def _has_lost_row(arcs: Arcs, state: StateArray) -> bool:
    for i in range(arcs.indptr.size - 1):
        is_lost = True
        for arc in range(arcs.indptr[i], arcs.indptr[i + 1]):
            if state[arcs.site[arc]] >= 0:
                is_lost = False
                break
        if is_lost:
            return True
    return False
