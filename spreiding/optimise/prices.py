"""Costs as the solver sees them: what every plan pays set apart, the rest as multiples of one unit.

Where every choice that keeps the largest class of a gemeente has a cheaper fallback at its own site, no best plan takes
two of them. So exactly one is taken, and what they all cost extra is a constant. What remains is mostly one price for
every open branch, so that a cost becomes a number of branches; that number is a variable of the model.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from spreiding.demand import IntArray
from spreiding.optimise.problem import BoolArray, Problem


@dataclass(frozen=True)
class Prices:
    """Cost of the choices: a plan costs `unit` · Σ `per_choice` + `constant` [€ 0.01 per year].

    `is_exact` per rule of the problem: exactly one choice that keeps the largest class is taken, and `constant` holds
    what that costs extra at least.
    """

    per_choice: NDArray[np.int64]
    unit: int
    constant: int
    is_exact: tuple[bool, ...]

    @property
    def is_priced(self) -> BoolArray:
        """Mark the choices that cost anything beside the constant."""
        return np.asarray(self.per_choice > 0)

    @property
    def usual(self) -> int:
        """The commonest price [units] of the choices that have one."""
        amounts, times = np.unique(self.per_choice[self.is_priced], return_counts=True)
        return int(amounts[np.argmax(times)]) if amounts.size else 0


def build_prices(problem: Problem) -> Prices:
    """Return the prices of the choices of `problem`."""
    cents = problem.cents.copy()
    constant = 0
    is_exact = []
    for _, choices in problem.rules:
        extra = _extra_cents(problem, choices)
        is_exact.append(extra.size > 0 and bool((extra > 0).all()))
        if is_exact[-1]:
            cents[choices] -= extra.min()
            constant += int(extra.min())
    unit = max(int(np.gcd.reduce(cents)), 1)
    return Prices(cents // unit, unit, constant, tuple(is_exact))


def _extra_cents(problem: Problem, choices: IntArray) -> NDArray[np.int64]:
    """Return what each of `choices` costs above its fallback, the cheapest other at its site that covers as much.

    For a choice that does not count for the norm the fallback is closing. Without a fallback the extra is 0.
    """
    is_fallback = problem.counts.copy()
    is_fallback[choices] = False
    extra = []
    for choice in choices.tolist():
        here = is_fallback & (problem.choice_site == problem.choice_site[choice])
        cheapest = problem.cents[here].min(initial=problem.cents[choice])
        extra.append(problem.cents[choice] - (cheapest if problem.counts[choice] else 0))
    return np.array(extra, dtype=np.int64)
