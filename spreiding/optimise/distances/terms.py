"""A sum over distances as part of a linear model: columns θ per group of rows, and cuts that hold them up.

In the unit of the solver, `scale` times that of the aim, three aims are the same thing with other arcs:

* DISTANCE: Σ θ, over costs in metres;
* EQUIVALENT: Σ θ, over costs exp(κ d), divided by the largest of them so that none overflows;
* TAIL: t + Σ θ with θ ≥ Σ w (d - t)+ / (a tenth of the weight), least over t: the mean of the furthest tenth
  (Rockafellar & Uryasev 2000). Its cuts are tangents at a point (x, t).
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from spreiding.demand import FloatArray, IntArray
from spreiding.optimise.distances.arcs import Arcs, Cuts, group_arcs, row_costs, separate, value_at
from spreiding.optimise.objective import TENTH
from spreiding.optimise.program import Aim, BoolArray, Distances, Program

# A sum over distances is about this large for the solver, whose tolerances are absolute, when nothing is open.
_LARGE: Final = 5e4


@dataclass(frozen=True)
class Term:
    """One sum over distances. A value of the solver is `scale` times the aim's; `first` is its first column there.

    The columns are θ per group and behind them, of a tail, t, which lies between 0 and `top`.
    """

    aim: Aim
    arcs: Arcs
    scale: float
    first: int
    top: float

    @property
    def has_tail(self) -> bool:
        """Whether there is a column t."""
        return self.aim is Aim.TAIL

    @property
    def n_columns(self) -> int:
        """Number of columns."""
        return self.arcs.n_groups + int(self.has_tail)

    @property
    def large(self) -> float:
        """Return about the largest value there is, in the unit of the solver."""
        return self.top if self.has_tail else _LARGE

    @property
    def upper(self) -> FloatArray:
        """Upper bounds of the columns; the lower are 0."""
        upper = np.full(self.n_columns, np.inf)
        upper[self.arcs.n_groups :] = self.top
        return upper

    @property
    def columns(self) -> IntArray:
        """Numbers of the columns: all of them add up to the value."""
        return self.first + np.arange(self.n_columns, dtype=np.int32)

    def value(self, is_open: BoolArray) -> float:
        """Return what a plan costs, in the unit of the solver."""
        if not self.arcs.begin.size:
            return 0.0
        costs = row_costs(self.arcs, is_open)
        if not self.has_tail:
            return float(self.arcs.weight @ costs)
        t = self.best_t(costs)
        return t + float(self.arcs.weight @ np.maximum(costs - t, 0.0))

    def best_t(self, costs: FloatArray) -> float:
        """Return the t at which a tail is least: where the weight beyond it is no more than a tenth (1, scaled)."""
        order = np.argsort(-costs, kind="stable")
        last = np.searchsorted(np.cumsum(self.arcs.weight[order]), 1.0)
        return float(costs[order[min(int(last), order.size - 1)]])

    def bound_at(self, x: FloatArray, t: float) -> float:
        """Return the most that any cuts can say at a fractional x, in the unit of the solver; `t` of a tail."""
        if self.has_tail:
            everything = separate(self.arcs, x, t, x, t, np.full(self.arcs.n_groups, -np.inf))
            return t + float(everything.at.sum())
        return value_at(self.arcs, x)

    def cuts(self, best_at: tuple[FloatArray, float], violated_at: tuple[FloatArray, float], theta: FloatArray) -> Cuts:
        """Return the cuts that are best at one point (x, t), as far as another point with its `theta` violates them."""
        (x, t), (at, at_t) = best_at, violated_at
        return separate(self.arcs, x, t if self.has_tail else -np.inf, at, at_t, theta)


def build_term(program: Program, aim: Aim, first: int, *, over_m: float = 0.0) -> Term:
    """Write a sum over the distances of a program as columns from `first` on.

    Of distances as such only what is over `over_m` [m] counts: at its own t, a tail is such a sum.
    """
    distances = program.distances
    if distances is None:
        message = f"{aim} is asked of a program without distances"
        raise ValueError(message)
    members, site = program.facilities, program.site
    group_of = site[members.index[members.indptr[:-1]]]
    unit = 1.0
    if aim is Aim.EQUIVALENT:
        distances, unit = _equivalent(distances, program.kappa_per_m)
    elif over_m > 0:
        distances = distances.mapped(lambda cost: np.maximum(cost - over_m, 0.0))
    arcs = group_arcs(distances, group_of)
    top = float(arcs.beyond.max(initial=0.0))
    total = float(arcs.weight.sum())
    if aim is Aim.TAIL:
        # Its θ are metres, as the aim is.
        return Term(aim, arcs._replace(weight=arcs.weight / max(TENTH * total, 1e-300)), 1.0, first, top)
    worst = float(arcs.weight @ arcs.beyond)
    scale = _LARGE / worst if worst > 0 else 1.0
    return Term(aim, arcs._replace(weight=arcs.weight * scale), scale * unit, first, top)


def _equivalent(distances: Distances, kappa_per_m: float) -> tuple[Distances, float]:
    """Return the distances as exp(κ d) with the largest as unit, and what that unit is of one [1]."""
    furthest = float(distances.beyond.max(initial=0.0))

    def mapped(cost: FloatArray) -> FloatArray:
        return np.asarray(np.exp(kappa_per_m * (cost.astype(np.float64) - furthest)))

    return distances.mapped(mapped), float(np.exp(-kappa_per_m * furthest))
