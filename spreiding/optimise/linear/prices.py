"""Sums of money as the solver sees them: what every plan pays set apart, the rest as multiples of one unit.

A rule that asks for one column of a few (the largest class of a gemeente) makes every plan pay what such a column costs
above the cheapest other that serves as much at its site. That is a constant; what remains is mostly one price for every
open branch, so that a sum becomes a number of branches, and that number a variable of the model. Each further column of
the rule costs the difference once more, unless it is sure that some best plan has exactly one.
"""

from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from spreiding.demand import FloatArray, IntArray
from spreiding.optimise.linear.places import Places
from spreiding.optimise.program import Aim, BoolArray, Family, Program, Rows

CLOSED = -1


@dataclass(frozen=True)
class Rule:
    """A hard rule that asks for at least one of `keepers`; `fallbacks` per keeper: see `find_rules`.

    `is_exact`: some best plan takes exactly one of them.
    """

    keepers: IntArray
    fallbacks: tuple[IntArray, ...]
    is_exact: bool

    def least_extra(self, value: FloatArray) -> float:
        """Return the least that a keeper has of `value` above the fallback that has least; at least 0."""
        known = np.append(value, 0.0)  # closed
        extra = [value[k] - known[f].min(initial=value[k]) for k, f in zip(self.keepers, self.fallbacks, strict=True)]
        return max(min(extra, default=0.0), 0.0)


@dataclass(frozen=True)
class Sum:
    """Σ of values of the chosen columns = `unit` · (Σ `price` + Σ `surplus` · further columns per rule) + `constant`.

    `price` per column and `surplus` per rule are in units, whole if `is_whole`; `usual` is the commonest price that is
    not 0, or 0 when there is none.
    """

    price: FloatArray
    surplus: FloatArray
    unit: float
    constant: float
    usual: float
    is_whole: bool

    @property
    def is_priced(self) -> BoolArray:
        """Mark the columns that have a price."""
        return np.asarray(self.price != 0)


def build_sum(value: FloatArray, rules: tuple[Rule, ...]) -> Sum:
    """Split Σ `value` over the chosen columns into what every plan pays and what remains."""
    extra = np.array([rule.least_extra(value) for rule in rules])
    price = value.astype(np.float64)
    for rule, amount in zip(rules, extra, strict=True):
        price[rule.keepers] -= amount
    surplus = np.where([rule.is_exact for rule in rules], 0.0, extra)
    together = np.concatenate([price, surplus])
    is_whole = bool((together == np.rint(together)).all())
    unit = max(int(np.gcd.reduce(together.astype(np.int64))), 1) if is_whole else 1
    amounts, times = np.unique(price[price != 0], return_counts=True)
    usual = float(amounts[np.argmax(times)]) / unit if amounts.size else 0.0
    return Sum(price / unit, surplus / unit, float(unit), float(extra.sum()), usual, is_whole)


def find_rules(program: Program, places: Places, aims: frozenset[Aim]) -> tuple[Rule, ...]:
    """Return the rules of `program` whose cost can be set apart, for a model of `aims` (what it optimises and limits).

    The fallbacks of a keeper are the columns at its site that are no keepers and open all facilities that it opens, as
    far as the model asks about them; `CLOSED` for one that opens none.
    """
    serves = _serves(program, places)
    order = _Order(program, aims)
    found = []
    for number, (rows, row) in enumerate(_largest_rows(program)):
        keepers = rows.columns.index[rows.columns.indptr[row] : rows.columns.indptr[row + 1]]
        fallbacks = tuple(_fallbacks(program, int(keeper), keepers, serves) for keeper in keepers)
        is_exact = not program.lazy and all(
            any(order.is_no_worse(f, k, number) for f in options) for k, options in zip(keepers, fallbacks, strict=True)
        )
        found.append(Rule(keepers, fallbacks, is_exact))
    return tuple(found)


def is_rule(rows: Rows, row: int) -> bool:
    """Whether a row is a rule of the kind that `find_rules` returns."""
    values = rows.value[rows.columns.indptr[row] : rows.columns.indptr[row + 1]]
    is_hard = rows.lower[row] == 1 and np.isinf(rows.upper[row]) and np.isinf(rows.price[row])
    return rows.family is Family.LARGEST and bool(is_hard and values.size and (values == 1).all())


def _largest_rows(program: Program) -> list[tuple[Rows, int]]:
    return [(rows, row) for rows in program.rows for row in range(rows.lower.size) if is_rule(rows, row)]


def _serves(program: Program, places: Places) -> list[set[int]]:
    """Return per column the facilities that it opens, by the column of the model that says so."""
    serves: list[set[int]] = [set() for _ in range(program.n_columns)]
    facilities = program.facilities
    for column, place in zip(facilities.index.tolist(), places.of_facility[facilities.row].tolist(), strict=True):
        if place >= 0:
            serves[column].add(place)
    return serves


def _fallbacks(program: Program, keeper: int, keepers: IntArray, serves: list[set[int]]) -> IntArray:
    here = np.setdiff1d(np.flatnonzero(program.site == program.site[keeper]), keepers)
    options = [column for column in here.tolist() if serves[column] >= serves[keeper]]
    return np.array(options if serves[keeper] else [*options, CLOSED], dtype=np.int32)


class _Order:
    """Tells whether one column does no worse than another in all rules of a program but one."""

    def __init__(self, program: Program, aims: frozenset[Aim]) -> None:
        sums = [a for aim, a in ((Aim.CENTS, program.cents), (Aim.CHANGES, program.changes)) if aim in aims]
        parts = [
            sp.csr_array(
                (rows.value, rows.columns.index, rows.columns.indptr), shape=(rows.lower.size, program.n_columns)
            )
            for rows in program.rows
        ]
        stack = sp.vstack([*parts, sp.csr_array(np.array(sums).reshape(-1, program.n_columns))])
        self.columns = stack.tocsc()
        is_rule_row = [is_rule(rows, row) for rows in program.rows for row in range(rows.lower.size)]
        is_rule_row += [False] * len(sums)
        self.rule_rows = np.flatnonzero(is_rule_row)
        # A rule of which exactly one is taken bounds both ways.
        lower = np.concatenate([*(rows.lower for rows in program.rows), np.full(len(sums), -np.inf)])
        upper = np.concatenate([*(rows.upper for rows in program.rows), np.zeros(len(sums))])
        self.is_lower = np.isfinite(lower)
        self.is_upper = np.isfinite(upper) | np.array(is_rule_row, dtype=np.bool_)

    def is_no_worse(self, one: int, other: int, rule: int) -> bool:
        """Whether `one` (or `CLOSED`) can stand in for `other`, but for rule number `rule`."""
        more = np.zeros(self.is_lower.size)
        for column, sign in ((one, 1.0), (other, -1.0)):
            if column != CLOSED:
                part = slice(self.columns.indptr[column], self.columns.indptr[column + 1])
                more[self.columns.indices[part]] += sign * self.columns.data[part]
        more[self.rule_rows[rule]] = 0.0
        return not ((more > 0) & self.is_upper).any() and not ((more < 0) & self.is_lower).any()
