"""A program in the making: rules, covers and remarks, added one by one."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from spreiding.demand import FloatArray, IntArray
from spreiding.optimise.framing.about import About
from spreiding.optimise.program import BoolArray, Cover, Csr, Family, Lazy, Rows
from spreiding.optimise.result import Remark


class Rule(NamedTuple):
    """One linear rule: `lower` ≤ Σ `value` over the chosen `columns` ≤ `upper`; see `Rows` for the price."""

    about: About
    columns: IntArray
    value: FloatArray
    lower: float
    upper: float
    price: float


@dataclass
class Draft:
    """What was put together so far; the only thing in the making of a program that changes."""

    rules: dict[Family, list[Rule]] = field(default_factory=dict)
    covers: list[Cover] = field(default_factory=list)
    lazy: list[Lazy] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)

    def at_least(self, family: Family, about: About, marked: BoolArray, *, lower: float, price: float = np.inf) -> None:
        """Ask `lower` of the `marked` columns, if that is anything."""
        if lower > 0:
            columns = np.flatnonzero(marked).astype(np.int32)
            self.add(family, Rule(about, columns, np.ones(columns.size), lower, np.inf, price))

    def at_most(self, family: Family, about: About, value: FloatArray, *, upper: float) -> None:
        """Allow no more than `upper` of the `value` of all columns."""
        columns = np.flatnonzero(value).astype(np.int32)
        self.add(family, Rule(about, columns, value[columns], -np.inf, upper, np.inf))

    def add(self, family: Family, rule: Rule) -> None:
        """Add a rule."""
        self.rules.setdefault(family, []).append(rule)

    @property
    def rows(self) -> tuple[Rows, ...]:
        """The rules, put together by family."""
        return tuple(rows_of(family, rules) for family, rules in self.rules.items())


def rows_of(family: Family, rules: Sequence[Rule]) -> Rows:
    """Put rules of one family together."""
    sizes = np.array([rule.columns.size for rule in rules], dtype=np.int32)
    none = np.zeros(0)
    return Rows(
        family,
        tuple(rule.about.label for rule in rules),
        Csr(
            np.concatenate([[0], np.cumsum(sizes)]).astype(np.int32),
            np.concatenate([none, *(rule.columns for rule in rules)]).astype(np.int32),
        ),
        np.concatenate([none, *(rule.value for rule in rules)]),
        np.array([rule.lower for rule in rules], dtype=np.float64),
        np.array([rule.upper for rule in rules], dtype=np.float64),
        np.array([rule.price for rule in rules], dtype=np.float64),
    )
