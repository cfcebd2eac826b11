"""Good plans fast: built greedily or rounded from a relaxation, then improved by exchange; the linear rules are kept.

What is not linear in the columns (people within a norm, lazy rules, limits on distances) is not known here: whoever
asks for a plan looks whether it breaks them.
"""

from typing import Final

import numpy as np
import scipy.sparse as sp

from spreiding.demand import FloatArray, IntArray
from spreiding.optimise.distances.exchange import Sites, State, find_stronger, list_near, set_up
from spreiding.optimise.distances.listening import Listener
from spreiding.optimise.distances.master import Master
from spreiding.optimise.distances.moves import Place, Rules, descend, fill, make, repair
from spreiding.optimise.distances.terms import Term
from spreiding.optimise.objective import holds_prices
from spreiding.optimise.program import Aim, BoolArray, Csr, Family, Limit, Program, Rows

# Aims that a plan with little distance can be held to as if they were a rule.
SUMS: Final = frozenset({Aim.CENTS, Aim.CHANGES})
# A table of pairs may hold this many numbers; without one, sites are not exchanged but only changed one by one.
_MAX_PAIRS: Final = 25_000_000
# A hard rule costs, per unit of its largest value, this many times what everybody costs when nothing is open.
_HARD: Final = 100.0
# What a move must gain, relative to the largest value there is: less is a rounding.
_LEAST: Final = 1e-10
# The clock is looked at between so many moves.
_AT_A_TIME: Final = 20
_KICK: Final = 0.1
_TAKEN: Final = 0.02


class LocalSearch:
    """Plans of a program for one sum over its distances."""

    def __init__(self, master: Master, term: Term, listener: Listener, *, seed: int) -> None:
        """Make the tables, and a first plan by greedy choices."""
        program = master.program
        self.program, self.term, self.listener = program, term, listener
        sites = _sites_of(program)
        find_stronger(term.arcs, sites)
        n_sites = sites.site_start.size - 1
        near = list_near(term.arcs, program.n_facilities)
        state = _empty_state(program, n_sites, term.arcs.begin.size)
        self.place = Place(term.arcs, sites, near, state, _rules_of(master, term))
        rules = self.place.rules
        shape = (rules.lower.size, program.n_columns)
        self.rule_matrix = sp.csc_array((rules.value, rules.rule, rules.start), shape=shape)
        self.rng = np.random.default_rng(seed)
        self.least = _LEAST * term.large
        order = self.rng.permutation(program.n_columns + n_sites).astype(np.int32)
        self.order, self.pointer = order, np.zeros(1, dtype=np.int64)
        self.fill(np.zeros(program.n_columns, dtype=np.bool_))

    @property
    def chosen(self) -> BoolArray:
        """The columns of the plan."""
        chosen = np.zeros(self.program.n_columns, dtype=np.bool_)
        chosen[self.place.state.now[self.place.state.now >= 0]] = True
        return chosen

    def fill(self, chosen: BoolArray) -> BoolArray:
        """Let the plan be what greedy choices add to some columns, at most one a site; it keeps the rules if it can."""
        now = self.place.state.now
        now[:] = -1
        now[self.program.site[chosen]] = np.flatnonzero(chosen)
        activity = self.place.rules.activity
        activity[:] = self.rule_matrix @ chosen
        # The table of pairs is dear to keep while most of everything changes.
        light = self.place._replace(state=self.place.state._replace(together=np.zeros((0, 0))))
        set_up(light.arcs, light.sites, light.state)
        repair(light, 2 * now.size)
        fill(light, self.least, now.size)
        return self.chosen

    def allow(self, most: float) -> None:
        """Let an aim that is a sum over columns be at most `most` [cents or changes, without what is constant]."""
        self.place.rules.upper[-1] = most

    def improve(self) -> BoolArray:
        """Exchange until nothing helps, and return the plan."""
        set_up(self.place.arcs, self.place.sites, self.place.state)
        return self._settle()

    def round(self, value: FloatArray, whole: float = 1.0 - _TAKEN) -> BoolArray:
        """Return a plan near a fractional one, which has all columns of `whole` or more."""
        order = np.argsort(-value, kind="stable")
        order = order[value[order] >= whole]
        # The first of a site is its largest part.
        _, first = np.unique(self.program.site[order], return_index=True)
        chosen = np.zeros(value.size, dtype=np.bool_)
        chosen[order[first]] = True
        self.fill(chosen)
        return self.improve()

    def _settle(self) -> BoolArray:
        """Repair, fill and exchange, twice: an exchange may leave room."""
        n_sites = self.place.state.now.size
        for _ in range(2):
            repair(self.place, 2 * n_sites)
            fill(self.place, self.least, n_sites)
            while descend(self.place, self.order, self.pointer, self.least, _AT_A_TIME) and not self.listener.is_over():
                pass
        return self.chosen

    def _start_at(self, chosen: BoolArray) -> None:
        """Let the plan be that of the `chosen` columns; quick when it is near the one that was."""
        wanted = np.full(self.place.state.now.size, -1, dtype=np.int32)
        wanted[self.program.site[chosen]] = np.flatnonzero(chosen)
        for site in np.flatnonzero(wanted != self.place.state.now).tolist():
            make(self.place, site, int(wanted[site]))

    def kick(self, chosen: BoolArray) -> BoolArray:
        """Return what becomes of a plan when some sites change at random; after `improve`, which knows of pairs."""
        self._start_at(chosen)
        now = self.place.state.now
        n_kicks = max(2, int(_KICK * np.count_nonzero(chosen) * self.rng.random()))
        for column in self.rng.integers(0, self.program.n_columns, n_kicks).tolist():
            site = int(self.program.site[column])
            make(self.place, site, -1 if now[site] >= 0 and self.rng.random() < _TAKEN else column)
        return self._settle()


def _sites_of(program: Program) -> Sites:
    site = program.site.astype(np.int32)
    n_sites = int(site.max()) + 1
    by_site = np.argsort(site, kind="stable").astype(np.int32)
    site_start = _starts(site, n_sites)
    place = np.empty(site.size, dtype=np.int32)
    place[by_site] = np.arange(site.size, dtype=np.int32) - site_start[site[by_site]]
    members = program.facilities
    by_column = np.argsort(members.index, kind="stable")
    return Sites(
        facility_start=members.indptr.astype(np.int32),
        facility_column=members.index.astype(np.int32),
        column_start=_starts(members.index, site.size),
        column_facility=members.row[by_column].astype(np.int32),
        site_start=site_start,
        site_column=by_site,
        site=site,
        site_of_facility=site[members.index[members.indptr[:-1]]],
        place=place,
        stronger=np.zeros((site.size, int(place.max()) + 1), dtype=np.bool_),
    )


def _starts(label: IntArray, n: int) -> IntArray:
    return np.concatenate([[0], np.cumsum(np.bincount(label, minlength=n))]).astype(np.int32)


def _empty_state(program: Program, n_sites: int, n_rows: int) -> State:
    n = program.n_columns
    has_pairs = n * (n + n_sites) <= _MAX_PAIRS
    return State(
        now=np.full(n_sites, -1, dtype=np.int32),
        n_open=np.zeros(program.n_facilities, dtype=np.int32),
        first=np.empty(n_rows),
        server=np.empty(n_rows, dtype=np.int32),
        second=np.empty(n_rows),
        change=np.zeros(n),
        shut=np.zeros(n_sites),
        together=np.zeros((n, n + n_sites) if has_pairs else (0, 0)),
        own=np.zeros(n),
        seen=np.zeros(n, dtype=np.int64),
        mark=np.zeros(1, dtype=np.int64),
    )


def _rules_of(master: Master, term: Term) -> Rules:
    """Write the linear rules of a program by column, limits on money and changes, and last such an aim."""
    program = master.program
    has_prices = master.is_distance and holds_prices(program, master.aim)
    limits = [limit for limit in master.limits if limit.aim in SUMS]
    if master.aim in SUMS:
        limits.append(Limit(master.aim, np.inf))
    parts = [*program.rows, *(_limit(program, limit) for limit in limits)]
    starts = np.cumsum([0, *(part.lower.size for part in parts)])
    nothing = np.zeros(0)
    rule = np.concatenate([nothing, *(s + p.columns.row for s, p in zip(starts[:-1], parts, strict=True))])
    column = np.concatenate([nothing, *(part.columns.index for part in parts)]).astype(np.int32)
    value = np.concatenate([nothing, *(part.value for part in parts)])
    lower, upper, price = (
        np.concatenate([nothing, *(getattr(part, name) for part in parts)]) for name in ("lower", "upper", "price")
    )
    largest = np.ones(lower.size)
    np.maximum.at(largest, rule.astype(np.int64), np.abs(value))
    hard = _HARD * term.large / largest
    price = np.where(np.isfinite(price), price * term.scale if has_prices else 0.0, hard)
    order = np.argsort(column, kind="stable")
    zeros = np.zeros(lower.size)
    return Rules(
        _starts(column, program.n_columns),
        rule[order].astype(np.int32),
        value[order].astype(np.float64),
        lower.astype(np.float64),
        upper.astype(np.float64),
        price,
        hard,
        zeros,
        zeros.copy(),
    )


def _limit(program: Program, limit: Limit) -> Rows:
    """Return what an earlier stage reached as a rule."""
    is_money = limit.aim is Aim.CENTS
    value = (program.cents if is_money else program.changes).astype(np.float64)
    most = limit.value - (program.constant_cents if is_money else program.constant_changes)
    columns = Csr(np.array([0, value.size], dtype=np.int32), np.arange(value.size, dtype=np.int32))
    unbounded, hard = np.array([-np.inf]), np.array([np.inf])
    return Rows(Family.BUDGET if is_money else Family.CHANGES, ("",), columns, value, unbounded, np.array([most]), hard)
