"""Compiled moves from plan to plan: fill what the rules leave, repair what breaks them, exchange while that helps."""

from typing import NamedTuple

import numpy as np
from numba import njit

from spreiding.demand import FloatArray, IntArray
from spreiding.optimise.distances.arcs import Arcs
from spreiding.optimise.distances.exchange import LongArray, Near, Sites, State, shift

# A sum may miss its bound by a rounding.
SLACK = 1e-7


class Rules(NamedTuple):
    """Linear rules by column, in CSR form, and where they stand: `activity`, and `change` that is 0 between uses.

    `short` and `over`: what a unit short of `lower` or over `upper` costs; for a hard rule more than any plan.
    """

    start: IntArray
    rule: IntArray
    value: FloatArray
    lower: FloatArray
    upper: FloatArray
    short: FloatArray
    over: FloatArray
    activity: FloatArray
    change: FloatArray


class Place(NamedTuple):
    """Everything a move needs to know."""

    arcs: Arcs
    sites: Sites
    near: Near
    state: State
    rules: Rules


class Move(NamedTuple):
    """A site takes a column (-1: closes), and perhaps another site too (-1: no other)."""

    gain: float
    site: int
    column: int
    other: int
    instead: int


@njit(cache=True, nogil=True)
def _charge(rules: Rules, rule: int, activity: float) -> float:
    """Return what a rule costs at an activity."""
    if activity > rules.upper[rule] + SLACK:
        return float((activity - rules.upper[rule]) * rules.over[rule])
    if activity < rules.lower[rule] - SLACK:
        return float((rules.lower[rule] - activity) * rules.short[rule])
    return 0.0


@njit(cache=True, nogil=True)
def _weigh(rules: Rules, column: int, sign: float) -> None:
    """Note in `change` what a column adds to its rules."""
    if column >= 0:
        for k in range(rules.start[column], rules.start[column + 1]):
            rules.change[rules.rule[k]] += sign * rules.value[k]


@njit(cache=True, nogil=True)
def _collect(rules: Rules, column: int) -> float:
    """Return what the noted change costs in the rules of a column, and forget it."""
    more = 0.0
    if column >= 0:
        for k in range(rules.start[column], rules.start[column + 1]):
            rule = rules.rule[k]
            if rules.change[rule] != 0.0:
                before = rules.activity[rule]
                more += _charge(rules, rule, before + rules.change[rule]) - _charge(rules, rule, before)
                rules.change[rule] = 0.0
    return more


@njit(cache=True, nogil=True)
def charge_of(rules: Rules, taken: int, given: int, taken_too: int, given_too: int) -> float:
    """Return what the rules cost more when columns are taken and given up (-1: none)."""
    _weigh(rules, taken, 1.0)
    _weigh(rules, given, -1.0)
    _weigh(rules, taken_too, 1.0)
    _weigh(rules, given_too, -1.0)
    more = _collect(rules, taken) + _collect(rules, given)
    return more + _collect(rules, taken_too) + _collect(rules, given_too)


@njit(cache=True, nogil=True)
def make(place: Place, site: int, column: int) -> float:
    """Let a site take a column; return what the sum becomes more, rules left out."""
    rules, given = place.rules, place.state.now[site]
    for k in range(2):
        of = column if k == 0 else given
        if of >= 0:
            for m in range(rules.start[of], rules.start[of + 1]):
                rules.activity[rules.rule[m]] += rules.value[m] if k == 0 else -rules.value[m]
    return shift(place.arcs, place.sites, place.near, place.state, site, column)


@njit(cache=True, nogil=True)
def _single(place: Place, site: int, column: int) -> float:
    """Return what a move at one site gains, rules included."""
    state = place.state
    more = state.change[column] if column >= 0 else state.shut[site]
    return float(-more - charge_of(place.rules, column, state.now[site], -1, -1))


@njit(cache=True, nogil=True)
def _best_pair(place: Place, site: int, column: int, least: float) -> Move:
    """Find the best site that gives up something while this one takes a stronger column."""
    state, sites = place.state, place.sites
    n_columns = sites.site.size
    best = Move(least, site, column, -1, -1)
    gain_alone = -state.change[column]
    for other in range(state.now.size):
        given = state.now[other]
        if given < 0 or other == site:
            continue
        for m in range(sites.site_start[other] - 1, sites.site_start[other + 1]):
            if m < sites.site_start[other]:
                instead, cost, at = -1, state.shut[other], n_columns + other
            else:
                instead = sites.site_column[m]
                cost, at = state.change[instead], instead
                if instead == given or sites.stronger[instead, sites.place[given]]:
                    continue
            gain = gain_alone - cost + state.together[column, at]
            if gain > best.gain:
                gain -= charge_of(place.rules, column, state.now[site], instead, given)
                if gain > best.gain:
                    best = Move(gain, site, column, other, instead)
    return best


@njit(cache=True, nogil=True)
def best_move(place: Place, candidate: int, least: float) -> Move:
    """Find the best move that begins with a candidate: a column, or behind the columns a site that closes."""
    state, sites = place.state, place.sites
    n_columns = sites.site.size
    site = sites.site[candidate] if candidate < n_columns else candidate - n_columns
    column = candidate if candidate < n_columns else -1
    given = state.now[site]
    best = Move(least, -1, -1, -1, -1)
    if given == column:
        return best
    gain = _single(place, site, column)
    if gain > least:
        best = Move(gain, site, column, -1, -1)
    is_stronger = column >= 0 and (given < 0 or not sites.stronger[given, sites.place[column]])
    if is_stronger and state.together.size:
        pair = _best_pair(place, site, column, best.gain)
        if pair.other >= 0:
            best = pair
    return best


@njit(cache=True, nogil=True)
def descend(place: Place, order: IntArray, pointer: LongArray, least: float, n_moves: int) -> int:
    """Make moves that gain more than `least` until none is left, or `n_moves` were made; return how many were.

    `order` of candidates is gone around from `pointer` on; the first that helps is taken, with its best partner.
    """
    made, idle = 0, 0
    while idle < order.size and made < n_moves:
        move = best_move(place, order[pointer[0]], least)
        pointer[0] = (pointer[0] + 1) % order.size
        if move.site < 0:
            idle += 1
            continue
        make(place, move.site, move.column)
        if move.other >= 0:
            make(place, move.other, move.instead)
        made, idle = made + 1, 0
    return made


@njit(cache=True, nogil=True)
def _use(rules: Rules, taken: int, given: int) -> float:
    """Return how much of what the rules leave a move takes: the sum of the parts, of those with a most."""
    _weigh(rules, taken, 1.0)
    _weigh(rules, given, -1.0)
    total = 0.0
    for k in range(2):
        of = taken if k == 0 else given
        if of >= 0:
            for m in range(rules.start[of], rules.start[of + 1]):
                rule = rules.rule[m]
                if rules.change[rule] > 0 and np.isfinite(rules.upper[rule]):
                    total += rules.change[rule] / max(abs(rules.upper[rule]), 1.0)
                rules.change[rule] = 0.0
    return total


@njit(cache=True, nogil=True)
def fill(place: Place, least: float, n_moves: int) -> int:
    """Take columns one by one, the best first per part of the rules that it uses; return how many."""
    state, sites = place.state, place.sites
    for made in range(n_moves):
        best, chosen = 0.0, -1
        for column in range(sites.site.size):
            given = state.now[sites.site[column]]
            if given == column or -state.change[column] <= least:
                continue
            gain = _single(place, sites.site[column], column)
            if gain > least:
                gain /= 1e-6 + _use(place.rules, column, given)
                if gain > best:
                    best, chosen = gain, column
        if chosen < 0:
            return made
        make(place, sites.site[chosen], chosen)
    return n_moves


@njit(cache=True, nogil=True)
def repair(place: Place, n_moves: int) -> bool:
    """Make moves that break the rules less, those first that cost least for what they mend; return whether all hold."""
    state, sites, rules = place.state, place.sites, place.rules
    n_columns = sites.site.size
    for _ in range(n_moves):
        best, chosen = np.inf, -1
        for candidate in range(n_columns + state.now.size):
            site = sites.site[candidate] if candidate < n_columns else candidate - n_columns
            column = candidate if candidate < n_columns else -1
            given = state.now[site]
            if given == column:
                continue
            mended = -charge_of(rules, column, given, -1, -1)
            if mended > 0:
                cost = state.change[column] if column >= 0 else state.shut[site]
                score = max(cost, 1e-9) / mended if cost > 0 else cost
                if score < best:
                    best, chosen = score, candidate
        if chosen < 0:
            break
        make(
            place,
            sites.site[chosen] if chosen < n_columns else chosen - n_columns,
            chosen if chosen < n_columns else -1,
        )
    return total_charge(rules) == 0.0


@njit(cache=True, nogil=True)
def total_charge(rules: Rules) -> float:
    """Return what all rules cost where they stand."""
    total = 0.0
    for rule in range(rules.lower.size):
        total += _charge(rules, rule, rules.activity[rule])
    return total
