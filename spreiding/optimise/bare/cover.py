"""Covering to a proof: rows and sites that make no difference are taken out, and HiGHS chooses among the rest.

Rows that the same sites cover are one row; a row that is covered whenever another is asks nothing; a site that covers
nothing beyond another, no dearer one, is never needed (Toregas & ReVelle 1973; Church & ReVelle 1974).
"""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from spreiding.demand import FloatArray
from spreiding.optimise.bare.checks import Allowed
from spreiding.optimise.bare.highs import Choice, choose_least
from spreiding.optimise.bare.lagrangian import BoolArray, StateArray
from spreiding.optimise.stop import Clock

# Rows, and sites, are compared all with all up to this many of them.
_COMPARED: Final = 4000
_ROUNDING: Final = 1e-6
# What free sites are taken to cost beside the cheapest of the others, so that they come first.
_FREE: Final = 1e-9


@dataclass(frozen=True)
class Covering:
    """Which sites cover which rows (1 where they do), what opening costs, and which sites are fixed."""

    covers: sp.csr_array
    opening: FloatArray
    state: StateArray


@dataclass(frozen=True)
class Cover:
    """The best plan found, if any, and a proven bound on all; `is_proven` when they agree or there is no plan."""

    is_open: BoolArray | None
    bound: float
    is_proven: bool


def build_covering(allowed: Allowed, opening: FloatArray, state: StateArray) -> Covering:
    """Let every allowed pair cover."""
    shape = (allowed.n_rows, allowed.n_sites)
    covers = sp.csr_array((np.ones(allowed.site.size), allowed.site, allowed.indptr), shape=shape)
    covers.sort_indices()
    return Covering(covers, opening, state)


def cover_all(case: Covering, clock: Clock, *, seed: int, most: int | None = None, is_enough: bool = False) -> Cover:
    """Cover every row at the least opening cost, with at most `most` sites; any such plan will do if `is_enough`."""
    # What pays for itself is open whatever else is; with a number to keep to it is not.
    is_in = (case.state > 0) | ((case.state == 0) & (case.opening < 0) & (most is None))
    free = np.flatnonzero((case.state == 0) & ~is_in)
    left = sp.csr_array(case.covers[case.covers @ is_in.astype(np.float64) == 0][:, free])
    room = free.size if most is None else most - int(np.count_nonzero(is_in))
    if (np.diff(left.indptr) == 0).any() or room < 0:
        return Cover(None, np.inf, is_proven=True)
    left, _ = merge_rows(left, np.ones(left.shape[0]))
    left, kept = _without_dominated(left, case.opening[free])
    free, base = free[kept], float(case.opening[is_in].sum())
    start = _greedy(left, case.opening[free], np.ones(left.shape[0]), room)
    is_start = bool((left @ start.astype(np.float64) > 0).all())
    if is_start and (is_enough or not case.opening[free[start]].any()):
        return Cover(_all_open(is_in, free[start]), base, is_proven=True)
    worth = math.fsum(case.opening[free[start]])
    if is_start:
        # What costs more than a whole plan is in no better one.
        cheap = case.opening[free] <= worth
        left, free, start = sp.csr_array(left[:, cheap]), free[cheap], start[cheap]
    matrix = sp.vstack([left, sp.csr_array(np.ones((1, free.size)))], format="csr")
    lower = np.append(np.ones(left.shape[0]), -np.inf)
    upper = np.append(np.full(left.shape[0], np.inf), room)
    target = float(room) if is_enough else -np.inf
    choice = Choice(case.opening[free], matrix, lower, upper, free.size, worth, target)
    found = choose_least(choice, start if is_start else None, clock, seed)
    if found.is_infeasible:
        return Cover(None, np.inf, is_proven=True)
    chosen = start if found.chosen is None and is_start else found.chosen
    bound = base + max(_whole_up(found.bound, case.opening[free]), 0.0 if most is None else -np.inf)
    return Cover(None if chosen is None else _all_open(is_in, free[chosen]), bound, found.is_proven)


def cover_most(case: Covering, weights: FloatArray, p: int, clock: Clock, *, seed: int) -> tuple[BoolArray, float]:
    """Return at most `p` sites that cover the most weight, and a proven bound on what can be covered."""
    is_in = case.state > 0
    free = np.flatnonzero(case.state == 0)
    is_covered = case.covers @ is_in.astype(np.float64) > 0
    left = sp.csr_array(case.covers[~is_covered][:, free])
    asks = (np.diff(left.indptr) > 0) & (weights[~is_covered] > 0)
    base, room = float(weights[is_covered].sum()), p - int(np.count_nonzero(is_in))
    left, merged = merge_rows(sp.csr_array(left[asks]), weights[~is_covered][asks])
    kept = _needed_sites(left, np.zeros(free.size))
    left, free = sp.csr_array(left[:, kept]), free[kept]
    if left.shape[0] == 0 or room == 0:
        return is_in.copy(), base
    start = _greedy(left, np.zeros(free.size), merged, room)
    matrix = sp.vstack(
        [
            sp.hstack([left, -sp.identity(merged.size)]),
            sp.hstack([sp.csr_array(np.ones((1, free.size))), sp.csr_array((1, merged.size))]),
        ],
        format="csr",
    )
    lower, upper = np.append(np.zeros(merged.size), -np.inf), np.append(np.full(merged.size, np.inf), room)
    worth = math.fsum(merged[left @ start.astype(np.float64) > 0])
    choice = Choice(np.concatenate([np.zeros(free.size), -merged]), matrix, lower, upper, free.size, worth)
    found = choose_least(choice, start, clock, seed)
    chosen = start if found.chosen is None else found.chosen
    bound = base + min(-_whole_up(found.bound, merged), float(merged.sum()))
    return _all_open(is_in, free[chosen]), bound


def merge_rows(covers: sp.csr_array, weights: FloatArray) -> tuple[sp.csr_array, FloatArray]:
    """Return the rows with different sets of sites, with their weights added up."""
    first: dict[bytes, int] = {}
    indptr, site = covers.indptr, covers.indices
    group = np.array(
        [first.setdefault(site[indptr[i] : indptr[i + 1]].tobytes(), len(first)) for i in range(covers.shape[0])],
        dtype=np.intp,
    )
    _, example = np.unique(group, return_index=True)
    merged = np.bincount(group, weights=weights, minlength=len(first)).astype(np.float64)
    return sp.csr_array(covers[example]), merged


def _without_dominated(covers: sp.csr_array, opening: FloatArray) -> tuple[sp.csr_array, NDArray[np.intp]]:
    """Return the rows that ask something, on the sites that are needed; and those sites."""
    sites: NDArray[np.intp] = np.arange(covers.shape[1])
    while True:
        shape = covers.shape
        kept = _needed_sites(covers, opening[sites])
        covers, sites = sp.csr_array(covers[:, kept]), sites[kept]
        # Rows may be alike now.
        covers, _ = merge_rows(covers, np.ones(covers.shape[0]))
        covers = sp.csr_array(covers[_asking_rows(covers)])
        if covers.shape == shape:
            return covers, sites


def _needed_sites(covers: sp.csr_array, opening: FloatArray) -> NDArray[np.intp]:
    """Return the sites that no other makes superfluous; of sites that are alike the first."""
    n_sites = covers.shape[1]
    if max(covers.shape) > _COMPARED:
        return np.arange(n_sites)
    dense = covers.toarray().astype(np.float32)
    together, size = dense.T @ dense, dense.sum(axis=0)
    number = np.arange(n_sites)
    within = (together == size[:, np.newaxis]) & (opening[np.newaxis, :] <= opening[:, np.newaxis])
    is_more = (size[np.newaxis, :] > size[:, np.newaxis]) | (opening[np.newaxis, :] < opening[:, np.newaxis])
    is_first = number[np.newaxis, :] < number[:, np.newaxis]
    return np.flatnonzero(~(within & (is_more | is_first)).any(axis=1))


def _asking_rows(covers: sp.csr_array) -> NDArray[np.intp]:
    """Return the rows, all different, that are not covered whenever another one is."""
    if max(covers.shape) > _COMPARED:
        return np.arange(covers.shape[0])
    dense = covers.toarray().astype(np.float32)
    together, size = dense @ dense.T, dense.sum(axis=1)
    holds = (together == size[np.newaxis, :]) & (size[np.newaxis, :] < size[:, np.newaxis])
    return np.flatnonzero(~holds.any(axis=1))


def _greedy(covers: sp.csr_array, opening: FloatArray, weights: FloatArray, room: int) -> BoolArray:
    """Return sites that cover, each new one most weight per cost, as long as there is room and need."""
    chosen, left = np.zeros(covers.shape[1], dtype=np.bool_), weights.copy()
    columns = sp.csc_array(covers)
    cheapest = float(opening[opening > 0].min(initial=np.inf))
    price = np.maximum(opening / cheapest, _FREE) if cheapest < np.inf else np.ones(opening.size)
    for _ in range(room):
        gain = (left @ covers) / price
        if gain.max(initial=0.0) <= 0:
            break
        best = int(gain.argmax())
        chosen[best] = True
        left[columns.indices[columns.indptr[best] : columns.indptr[best + 1]]] = 0.0
    return chosen


def _all_open(is_in: BoolArray, chosen: NDArray[np.intp]) -> BoolArray:
    is_open = is_in.copy()
    is_open[chosen] = True
    return is_open


def _whole_up(bound: float, parts: FloatArray) -> float:
    """Round a bound up where every value is whole; HiGHS is trusted to a small part of 1."""
    is_whole = bool((parts == np.rint(parts)).all()) and np.isfinite(bound)
    return float(np.ceil(bound - _ROUNDING)) if is_whole else bound
