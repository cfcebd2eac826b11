"""The columns of a model: which there are, how they are called, and between which bounds they lie.

In this order: y per column of the program, x per facility of several columns, n per count of columns with a price, e
per rule for its keepers beyond the first (all whole), z per set of demand (whole only where amounts count: else it
follows y and x), s per rule or area with a price for what is short.
"""

from dataclasses import dataclass
from functools import cached_property
from itertools import chain

import numpy as np

from spreiding.demand import FloatArray, IntArray
from spreiding.optimise.linear.formulation import Formulation
from spreiding.optimise.program import BoolArray, Rows


@dataclass(frozen=True)
class Layout:
    """Where the columns of a draft stand."""

    draft: Formulation

    @property
    def first_x(self) -> int:
        """Number of the first column x."""
        return self.draft.program.n_columns

    @property
    def first_n(self) -> int:
        """Number of the first column n."""
        return self.draft.places.width

    @property
    def first_e(self) -> int:
        """Number of the first column e."""
        return self.first_n + len(self.draft.supports)

    @property
    def first_z(self) -> int:
        """Number of the first column z."""
        return self.first_e + int(np.count_nonzero(self.has_e))

    @property
    def first_s(self) -> int:
        """Number of the first column s."""
        return self.first_z + self.draft.demand.with_z.size

    @property
    def width(self) -> int:
        """Number of columns."""
        return self.first_s + self.slack_price.size

    @cached_property
    def has_e(self) -> BoolArray:
        """Mark the rules that have a column e: where a sum pays for each keeper beyond the first."""
        sums = [money.sum.surplus > 0 for money in self.draft.money]
        return np.asarray(np.logical_or.reduce(sums)) if sums else np.zeros(len(self.draft.rules), dtype=np.bool_)

    @cached_property
    def e_of_rule(self) -> IntArray:
        """Column e per rule, -1 without."""
        return numbered(self.has_e, self.first_e)

    @cached_property
    def slack_of_rows(self) -> tuple[IntArray, ...]:
        """Column s per row of every rule of the program, -1 without."""
        marks = [self._is_priced(rows) for rows in self.draft.program.rows]
        starts = self.first_s + np.cumsum([0, *(np.count_nonzero(mark) for mark in marks)])
        return tuple(numbered(mark, int(start)) for mark, start in zip(marks, starts[:-1], strict=True))

    @cached_property
    def slack_of_area(self) -> IntArray:
        """Column s per area, -1 without."""
        n_before = sum(int(np.count_nonzero(columns >= 0)) for columns in self.slack_of_rows)
        return numbered(self._is_short(), self.first_s + n_before)

    @cached_property
    def slack_price(self) -> FloatArray:
        """Price of every column s, per unit or person short."""
        pairs = zip(self.draft.program.rows, (self._is_priced(rows) for rows in self.draft.program.rows), strict=True)
        areas = self.draft.demand.areas
        return np.concatenate([np.zeros(0), *(rows.price[mark] for rows, mark in pairs), areas.price[self._is_short()]])

    @property
    def names(self) -> list[str]:
        """Names of the columns."""
        edges = (0, self.first_x, self.first_n, self.first_e, self.first_z, self.first_s, self.width)
        parts = zip("yxnezs", edges[:-1], edges[1:], strict=True)
        return list(chain.from_iterable([f"{letter}{k}" for k in range(end - start)] for letter, start, end in parts))

    @property
    def upper(self) -> FloatArray:
        """Upper bounds of the columns; the lower are 0."""
        upper = np.ones(self.width)
        upper[self.first_n : self.first_e] = [support.size for support in self.draft.supports]
        rules = [rule for rule, has_e in zip(self.draft.rules, self.has_e, strict=True) if has_e]
        upper[self.first_e : self.first_z] = [rule.keepers.size - 1 for rule in rules]
        upper[self.first_s :] = np.inf
        return upper

    @property
    def is_whole(self) -> BoolArray:
        """Mark the columns that are whole."""
        demand = self.draft.demand
        is_whole = np.arange(self.width) < self.first_z
        is_whole[self.first_z : self.first_s] = ~demand.sets.is_plain[demand.with_z]
        return is_whole

    def _is_priced(self, rows: Rows) -> BoolArray:
        return np.isfinite(rows.price) & np.isfinite(rows.lower) & self.draft.has_prices

    def _is_short(self) -> BoolArray:
        """Mark the areas with a price where not everybody who must is surely within."""
        demand = self.draft.demand
        return np.isfinite(demand.areas.price) & (demand.areas.required > demand.sure)


def numbered(marks: BoolArray, first: int) -> IntArray:
    """Return numbers for what is marked from `first` up; -1 elsewhere."""
    return np.where(marks, first + np.cumsum(marks) - 1, -1).astype(np.int32)
