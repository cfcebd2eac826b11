"""Good plans quickly, for problems in which every row takes its cheapest open site. Compiled.

Greedy opens one site after another; then sites are opened, closed or exchanged as long as that helps, and all pairs are
priced in one pass over the rows (Resende & Werneck 2004): an exchange saves what opening j saves, less what closing k
costs, plus what was counted twice because some row would go from k to j.
"""

from typing import NamedTuple

import numpy as np
from numba import njit

from spreiding.demand import FloatArray, IntArray
from spreiding.optimise.bare.lagrangian import Arcs, BoolArray, Sites


class Savings(NamedTuple):
    """What opening a site saves, what closing the k-th open site costs, and what both together save besides."""

    gain: FloatArray
    loss: FloatArray
    both: FloatArray


@njit(cache=True, nogil=True)
def _save(arcs: Arcs, miss: FloatArray, now: FloatArray, gain: FloatArray) -> None:
    """Write what every site saves the rows, which cost `now`."""
    indptr, site, cost = arcs
    gain[:] = 0.0
    for i in range(miss.size):
        for arc in range(indptr[i], indptr[i + 1]):
            if cost[arc] >= now[i]:
                break
            gain[site[arc]] += now[i] - cost[arc]


@njit(cache=True, nogil=True)
def _serve(arcs: Arcs, opened: int, now: FloatArray) -> None:
    """Let every row use a new site."""
    indptr, site, cost = arcs
    for i in range(now.size):
        for arc in range(indptr[i], indptr[i + 1]):
            if cost[arc] >= now[i]:
                break
            if site[arc] == opened:
                now[i] = cost[arc]
                break


@njit(cache=True, nogil=True)
def open_greedily(arcs: Arcs, sites: Sites, miss: FloatArray, is_open: BoolArray) -> None:
    """Open more sites, each time what saves most; a row without an open site costs `miss`."""
    now, gain = miss.copy(), np.zeros(is_open.size)
    n_open = 0
    for j in range(is_open.size):
        if is_open[j] or sites.state[j] > 0:
            is_open[j] = True
            n_open += 1
            _serve(arcs, j, now)
    while n_open < sites.most:
        _save(arcs, miss, now, gain)
        best = -1
        for j in range(is_open.size):
            if (
                not is_open[j]
                and sites.state[j] == 0
                and (best < 0 or gain[j] - sites.opening[j] > gain[best] - sites.opening[best])
            ):
                best = j
        if best < 0 or (n_open >= sites.least and gain[best] <= sites.opening[best]):
            return
        is_open[best] = True
        n_open += 1
        _serve(arcs, best, now)


@njit(cache=True, nogil=True)
def _nearest(arcs: Arcs, i: int, order: IntArray) -> tuple[int, int]:
    """Return the first two arcs of row i to an open site; the end of the row where there is none."""
    indptr, site, _ = arcs
    first = indptr[i + 1]
    for arc in range(indptr[i], indptr[i + 1]):
        if order[site[arc]] >= 0:
            if first < indptr[i + 1]:
                return first, arc
            first = arc
    return first, indptr[i + 1]


@njit(cache=True, nogil=True)
def _price(arcs: Arcs, miss: FloatArray, order: IntArray, savings: Savings) -> None:
    """Write the savings of all moves; `order` numbers the open sites and is -1 elsewhere."""
    _, site, cost = arcs
    gain, loss, both = savings
    gain[:], loss[:], both[:, :] = 0.0, 0.0, 0.0
    for i in range(miss.size):
        end = arcs.indptr[i + 1]
        first, second = _nearest(arcs, i, order)
        now = cost[first] if first < end else miss[i]
        then = cost[second] if second < end else miss[i]
        mine = order[site[first]] if first < end else -1
        if mine >= 0:
            loss[mine] += then - now
        for arc in range(arcs.indptr[i], second):
            j, price = site[arc], cost[arc]
            if order[j] >= 0:
                continue
            gain[j] += max(now - price, 0.0)
            if mine >= 0:
                both[j, mine] += then - max(price, now)


@njit(cache=True, nogil=True)
def _best_move(sites: Sites, listed: IntArray, order: IntArray, savings: Savings) -> tuple[float, int, int]:
    """Return what the best move saves, the site that it opens and the one that it closes; -1 is none."""
    gain, loss, both = savings
    state, opening = sites.state, sites.opening
    best, opened, closed = 0.0, -1, -1
    for k in range(listed.size):
        saves = opening[listed[k]] - loss[k]
        if listed.size > sites.least and state[listed[k]] == 0 and saves > best:
            best, opened, closed = saves, -1, listed[k]
    for j in range(order.size):
        if order[j] >= 0 or state[j] != 0:
            continue
        alone = gain[j] - opening[j]
        if listed.size < sites.most and alone > best:
            best, opened, closed = alone, j, -1
        for k in range(listed.size):
            saves = alone + opening[listed[k]] - loss[k] + both[j, k]
            if saves > best and state[listed[k]] == 0:
                best, opened, closed = saves, j, listed[k]
    return best, opened, closed


@njit(cache=True, nogil=True)
def improve(arcs: Arcs, sites: Sites, miss: FloatArray, is_open: BoolArray, n_moves: int) -> bool:
    """Make the best move at most `n_moves` times; return whether there may be more."""
    order = np.empty(is_open.size, dtype=np.int32)
    scale = np.abs(miss).sum() + np.abs(sites.opening).sum()
    for _ in range(n_moves):
        listed = np.flatnonzero(is_open).astype(np.int32)
        order[:] = -1
        for k in range(listed.size):
            order[listed[k]] = k
        savings = Savings(np.empty(order.size), np.empty(listed.size), np.empty((order.size, listed.size)))
        _price(arcs, miss, order, savings)
        saved, opened, closed = _best_move(sites, listed, order, savings)
        # What is less than rounding is no gain, and could go round in circles.
        if saved <= 1e-13 * scale:
            return False
        if opened >= 0:
            is_open[opened] = True
        if closed >= 0:
            is_open[closed] = False
    return True


@njit(cache=True, nogil=True)
def row_costs(arcs: Arcs, is_open: BoolArray) -> FloatArray:
    """Return what every row pays at its cheapest open site; inf without one."""
    indptr, site, cost = arcs
    found = np.full(indptr.size - 1, np.inf)
    for i in range(found.size):
        for arc in range(indptr[i], indptr[i + 1]):
            if is_open[site[arc]]:
                found[i] = cost[arc]
                break
    return found
