"""Compiled book-keeping of one plan: what every single change at a site would cost, and what pairs save together.

The fast interchange of Resende & Werneck (2004), for sites with several options. Per row the nearest open facility is
known, and the nearest at another site. From these follow `change[c]`, what the sum becomes more when the site of column
c takes that option, and `shut[s]`, when site s closes; and for a site that gives up an option, `together`, what that
costs less because another site takes a column at the same time. A move touches only the rows around it.
"""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from spreiding.demand import FloatArray, IntArray
from spreiding.optimise.distances.arcs import Arcs
from spreiding.optimise.program import BoolArray

LongArray = NDArray[np.int64]


class Sites(NamedTuple):
    """Which columns belong to what, in CSR form: to a facility, to a site; facilities of a column; and the inverse.

    `stronger[c, k]`: in some row column c is nearer than the k-th column of its site; `place` is that k of a column.
    """

    facility_start: IntArray
    facility_column: IntArray
    column_start: IntArray
    column_facility: IntArray
    site_start: IntArray
    site_column: IntArray
    site: IntArray
    site_of_facility: IntArray
    place: IntArray
    stronger: BoolArray


class Near(NamedTuple):
    """The rows near each facility in CSR form, with their cost."""

    start: LongArray
    row: IntArray
    cost: FloatArray


class State(NamedTuple):
    """A plan and what changes to it would cost; `now`: the column of every site, -1 for a closed one.

    Per row: cost of the nearest open facility, its site (-1: none), and cost of the nearest at another site.
    `together[c, d]`: column c taken while another site takes column d instead of its own (d = number of columns + site:
    while it closes).
    """

    now: IntArray
    n_open: IntArray
    first: FloatArray
    server: IntArray
    second: FloatArray
    change: FloatArray
    shut: FloatArray
    together: FloatArray
    own: FloatArray
    seen: LongArray
    mark: LongArray


@njit(cache=True, nogil=True)
def find_stronger(arcs: Arcs, sites: Sites) -> None:
    """Fill `stronger`: a column met earlier in a row is nearer there than those of its site that are not met yet."""
    seen, fresh = np.full(sites.site.size, -1), np.empty(sites.site.size, dtype=np.int32)
    for row in range(arcs.begin.size):
        for arc in range(arcs.begin[row], arcs.end[row]):
            facility = arcs.facility[arc]
            site, n_fresh = sites.site_of_facility[facility], 0
            for k in range(sites.facility_start[facility], sites.facility_start[facility + 1]):
                column = sites.facility_column[k]
                if seen[column] != row:
                    seen[column] = row
                    fresh[n_fresh] = column
                    n_fresh += 1
            for k in range(n_fresh):
                for m in range(sites.site_start[site], sites.site_start[site + 1]):
                    if seen[sites.site_column[m]] != row:
                        sites.stronger[fresh[k], m - sites.site_start[site]] = True


@njit(cache=True, nogil=True)
def list_near(arcs: Arcs, n_facilities: int) -> Near:
    """Turn the arcs around: rows per facility."""
    start = np.zeros(n_facilities + 1, dtype=np.int64)
    for row in range(arcs.begin.size):
        for arc in range(arcs.begin[row], arcs.end[row]):
            start[arcs.facility[arc] + 1] += 1
    for facility in range(n_facilities):
        start[facility + 1] += start[facility]
    filled = start[:-1].copy()
    rows, cost = np.empty(start[-1], dtype=np.int32), np.empty(start[-1], dtype=arcs.cost.dtype)
    for row in range(arcs.begin.size):
        for arc in range(arcs.begin[row], arcs.end[row]):
            facility = arcs.facility[arc]
            rows[filled[facility]], cost[filled[facility]] = row, arcs.cost[arc]
            filled[facility] += 1
    return Near(start, rows, cost)


@njit(cache=True, nogil=True)
def look_around(arcs: Arcs, sites: Sites, state: State, row: int) -> None:
    """Find the nearest open facility of a row, and the nearest at another site."""
    state.first[row] = state.second[row] = arcs.beyond[row]
    state.server[row] = -1
    for arc in range(arcs.begin[row], arcs.end[row]):
        facility = arcs.facility[arc]
        if state.n_open[facility] == 0:
            continue
        site = sites.site_of_facility[facility]
        if state.server[row] < 0:
            state.first[row], state.server[row] = arcs.cost[arc], site
        elif site != state.server[row]:
            state.second[row] = arcs.cost[arc]
            return


@njit(cache=True, nogil=True)
def _is_new(state: State, column: int) -> bool:
    """Whether a column is met for the first time since the mark was set."""
    is_new = state.seen[column] != state.mark[0]
    state.seen[column] = state.mark[0]
    return bool(is_new)


@njit(cache=True, nogil=True)
def _account_arc(sites: Sites, state: State, row: int, facility: int, cost: float, weight: float) -> None:
    """Add what a facility nearer than the second one means for its columns, as far as they are new in this row."""
    first = state.first[row]
    is_own = sites.site_of_facility[facility] == state.server[row]
    for k in range(sites.facility_start[facility], sites.facility_start[facility + 1]):
        column = sites.facility_column[k]
        if not _is_new(state, column):
            continue
        if is_own:
            state.own[column] = cost
        elif cost < first:
            state.change[column] += weight * (cost - first)


@njit(cache=True, nogil=True)
def account(arcs: Arcs, sites: Sites, state: State, row: int, sign: float) -> None:
    """Add what a row says of every change, or take it back (`sign` -1)."""
    server, second = state.server[row], state.second[row]
    weight = sign * arcs.weight[row]
    state.mark[0] += 1
    if server >= 0:
        for k in range(sites.site_start[server], sites.site_start[server + 1]):
            state.own[sites.site_column[k]] = second
    for arc in range(arcs.begin[row], arcs.end[row]):
        cost = arcs.cost[arc]
        if cost >= second:
            break
        _account_arc(sites, state, row, arcs.facility[arc], cost, weight)
    if server >= 0:
        _account_server(sites, state, row, weight)
        if state.together.size:
            _account_pairs(arcs, sites, state, row, weight)


@njit(cache=True, nogil=True)
def _account_server(sites: Sites, state: State, row: int, weight: float) -> None:
    """Add what a row says of its server closing, and of the options there."""
    first, server = state.first[row], state.server[row]
    state.shut[server] += weight * (state.second[row] - first)
    for k in range(sites.site_start[server], sites.site_start[server + 1]):
        column = sites.site_column[k]
        state.change[column] += weight * (state.own[column] - first)


@njit(cache=True, nogil=True)
def _account_pairs(arcs: Arcs, sites: Sites, state: State, row: int, weight: float) -> None:
    """Add what a row says of its server giving up while another site takes a column."""
    first, server, second = state.first[row], state.server[row], state.second[row]
    n_columns = sites.site.size
    state.mark[0] += 1
    for arc in range(arcs.begin[row], arcs.end[row]):
        cost = arcs.cost[arc]
        if cost >= second:
            break
        facility = arcs.facility[arc]
        if sites.site_of_facility[facility] == server:
            continue
        from_cost = max(cost, first)
        for k in range(sites.facility_start[facility], sites.facility_start[facility + 1]):
            column = sites.facility_column[k]
            if not _is_new(state, column):
                continue
            state.together[column, n_columns + server] += weight * (second - from_cost)
            for m in range(sites.site_start[server], sites.site_start[server + 1]):
                other = sites.site_column[m]
                if state.own[other] > from_cost:
                    state.together[column, other] += weight * (state.own[other] - from_cost)


@njit(cache=True, nogil=True)
def set_up(arcs: Arcs, sites: Sites, state: State) -> None:
    """Count everything anew for the plan in `now`."""
    state.n_open[:] = 0
    state.change[:] = 0.0
    state.shut[:] = 0.0
    state.together[:] = 0.0
    for site in range(state.now.size):
        column = state.now[site]
        if column >= 0:
            for k in range(sites.column_start[column], sites.column_start[column + 1]):
                state.n_open[sites.column_facility[k]] = 1
    for row in range(arcs.begin.size):
        look_around(arcs, sites, state, row)
        account(arcs, sites, state, row, 1.0)


@njit(cache=True, nogil=True)
def _opens(sites: Sites, column: int, facility: int) -> bool:
    """Whether a column (-1: none) opens a facility."""
    if column >= 0:
        for k in range(sites.column_start[column], sites.column_start[column + 1]):
            if sites.column_facility[k] == facility:
                return True
    return False


@njit(cache=True, nogil=True)
def shift(arcs: Arcs, sites: Sites, near: Near, state: State, site: int, column: int) -> float:
    """Let a site take a column (-1: close) and count the rows around it anew; return what the sum becomes more."""
    old, more = state.now[site], 0.0
    if old >= 0:
        for k in range(sites.column_start[old], sites.column_start[old + 1]):
            if not _opens(sites, column, sites.column_facility[k]):
                state.n_open[sites.column_facility[k]] = 0
                more += _recount(arcs, sites, near, state, sites.column_facility[k])
    if column >= 0:
        for k in range(sites.column_start[column], sites.column_start[column + 1]):
            if not _opens(sites, old, sites.column_facility[k]):
                state.n_open[sites.column_facility[k]] = 1
                more += _recount(arcs, sites, near, state, sites.column_facility[k])
    state.now[site] = column
    return more


@njit(cache=True, nogil=True)
def _recount(arcs: Arcs, sites: Sites, near: Near, state: State, facility: int) -> float:
    """Count the rows near a facility anew, as far as they can notice it; return what the sum becomes more."""
    more = 0.0
    for k in range(near.start[facility], near.start[facility + 1]):
        row = near.row[k]
        if near.cost[k] > state.second[row]:
            continue
        account(arcs, sites, state, row, -1.0)
        before = state.first[row]
        look_around(arcs, sites, state, row)
        account(arcs, sites, state, row, 1.0)
        more += arcs.weight[row] * (state.first[row] - before)
    return more
