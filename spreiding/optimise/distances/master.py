"""The linear relaxation of a question over distances, live in HiGHS: rules, columns θ, and the cuts found so far.

All values here are in the unit of the solver and downwards: an aim that goes up has its sign turned.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import Final

import highspy
import numpy as np
import scipy.sparse as sp
from highspy.highs import HighsCallbackEvent
from numpy.typing import NDArray

from spreiding.demand import FloatArray, IntArray
from spreiding.optimise.distances.arcs import Cuts
from spreiding.optimise.distances.branching import Split
from spreiding.optimise.distances.terms import Term, build_term
from spreiding.optimise.linear.highs import add_rows, to_highs
from spreiding.optimise.linear.model import Model, build_model
from spreiding.optimise.objective import ROW_TOLERANCE, holds_prices
from spreiding.optimise.program import SUM_AIMS, Aim, Limit, Program, Rows

# Primal and dual: the bound is a sum over some thousand columns, and may not be off by what a proof is about.
_TOLERANCE: Final = 1e-9
# HiGHS forgets what is smaller; it goes from the right side instead, so that the cut stays valid.
_SMALL: Final = 1e-7
# What an objective of the solver may be off, relative.
SAFETY: Final = 1e-8


class Outcome(Enum):
    """How a relaxation ended."""

    SOLVED = auto()
    INFEASIBLE = auto()
    STOPPED = auto()


@dataclass(frozen=True)
class Point:
    """The solution of a relaxation: a safe bound, the value of every column and what each unit of it would cost."""

    bound: float
    value: FloatArray
    reduced: FloatArray


class Master:
    """A live relaxation; `terms`: what is optimised first, if it is a sum over distances, then the limits on such."""

    def __init__(self, program: Program, aim: Aim, limits: tuple[Limit, ...], *, seed: int) -> None:
        """Build the relaxation without any cut."""
        self.program, self.aim, self.limits = program, aim, limits
        model = build_model(program, aim, limits)
        self.whole = np.flatnonzero(model.is_whole)
        self.n_columns = model.n_columns
        self.terms: list[Term] = []
        self.is_distance = aim in SUM_AIMS
        bounds = [(aim, np.inf)] if self.is_distance else []
        bounds += [(limit.aim, limit.value) for limit in limits if limit.aim in SUM_AIMS]
        first = model.cost.size
        for sum_of, _ in bounds:
            self.terms.append(build_term(program, sum_of, first))
            first += self.terms[-1].n_columns
        self.sign = -1.0 if model.is_maximised else 1.0
        self.scale = self.terms[0].scale if self.is_distance else self.sign / model.unit
        self.constant = 0.0 if self.is_distance else model.constant
        self.model = self._widened(model)
        facilities = program.facilities
        shape = (program.n_facilities, self.model.cost.size)
        # Cuts are written in the columns of the program: with the model's own x of a facility the relaxation of a
        # province took more than twice as long.
        self.members = sp.csr_array((np.ones(facilities.index.size), facilities.index, facilities.indptr), shape=shape)
        self.highs = to_highs(self.model, seed=seed)
        for name in ("primal_feasibility_tolerance", "dual_feasibility_tolerance"):
            self.highs.setOptionValue(name, _TOLERANCE)
        for term, (_, most) in zip(self.terms, bounds, strict=True):
            if np.isfinite(most):
                self._limit(term, most, model)
        self.lower, self.upper = self.model.lower.copy(), self.model.upper.copy()
        self.held: dict[tuple[bool, int], tuple[float, float]] = {}
        self.is_empty = False
        # Per row of the solver whether it is a cut, which may go when it is of no use.
        self.is_cut = np.zeros(self.highs.getNumRow(), dtype=np.bool_)

    def _widened(self, model: Model) -> Model:
        """Add the columns θ, and make everything continuous and downwards."""
        factor = self.scale if self.is_distance else self.sign
        model = replace(model, cost=model.cost * factor, is_maximised=False)
        for k, term in enumerate(self.terms):
            cost = np.full(term.n_columns, 1.0 if k == 0 and self.is_distance else 0.0)
            model = model.with_columns(f"t{k}_", cost, np.zeros(term.n_columns), term.upper)
        return replace(model, is_whole=np.zeros(model.cost.size, dtype=np.bool_))

    def _limit(self, term: Term, most: float, model: Model) -> None:
        """Add the row: what an earlier stage reached is kept, within half of what `objective.broken` allows."""
        slack = 0.5 * ROW_TOLERANCE * max(1.0, abs(most))
        columns, value = term.columns, np.ones(term.n_columns)
        if holds_prices(self.program, term.aim):
            columns = np.concatenate([model.slack, columns])
            value = np.concatenate([model.slack_price * term.scale, value])
        self.highs.addRow(
            -highspy.kHighsInf, (most + slack) * term.scale, columns.size, columns.astype(np.int32), value
        )

    def in_unit(self, value: float) -> float:
        """Return a value of the solver in the unit of the aim."""
        return value / self.scale + self.constant

    def of_unit(self, value: float) -> float:
        """Return a value in the unit of the aim in that of the solver."""
        return (value - self.constant) * self.scale

    @property
    def has_whole_aim(self) -> bool:
        """Whether the aim is a whole number in its unit, so that a bound may be rounded."""
        return self.aim is Aim.CHANGES or (self.aim is Aim.CENTS and not holds_prices(self.program, Aim.CENTS))

    def add_counts(self, members: tuple[IntArray, ...]) -> int:
        """Add a row without bounds for each sum over columns; return the number of the first."""
        first = self.highs.getNumRow()
        for columns in members:
            self.highs.addRow(
                -highspy.kHighsInf, highspy.kHighsInf, columns.size, columns.astype(np.int32), np.ones(columns.size)
            )
        self._count_rows(are_cuts=False)
        return int(first)

    def within(self, splits: tuple[Split, ...]) -> None:
        """Let the bounds of some columns and counts hold, and of all others those that hold everywhere."""
        wanted: dict[tuple[bool, int], tuple[float, float]] = {}
        for split in splits:
            key = (split.is_row, split.number)
            lower, upper = wanted.get(key, self._everywhere(*key))
            wanted[key] = (max(lower, split.lower), min(upper, split.upper))
        self.is_empty = any(lower > upper for lower, upper in wanted.values())
        if self.is_empty:
            return
        for key in self.held.keys() - wanted.keys():
            self._bound(key, self._everywhere(*key))
        for key, bounds in wanted.items():
            if self.held.get(key) != bounds:
                self._bound(key, bounds)
        self.held = wanted

    def _everywhere(self, is_row: bool, number: int) -> tuple[float, float]:  # noqa: FBT001 - a key, taken apart
        return (-math.inf, math.inf) if is_row else (float(self.lower[number]), float(self.upper[number]))

    def _bound(self, key: tuple[bool, int], bounds: tuple[float, float]) -> None:
        change = self.highs.changeRowBounds if key[0] else self.highs.changeColBounds
        change(key[1], *bounds)

    def bounds_of(self, column: int) -> tuple[float, float]:
        """Return the bounds of a column that hold now."""
        return self.held.get((False, column), self._everywhere(False, column))  # noqa: FBT003 - a key

    def fix(self, columns: NDArray[np.integer], to: FloatArray) -> None:
        """Fix columns everywhere."""
        for column, value in zip(columns.tolist(), to.tolist(), strict=True):
            self.lower[column] = self.upper[column] = value
            if (False, column) not in self.held:
                self.highs.changeColBounds(column, value, value)

    def listen(self, is_over: Callable[[], bool]) -> None:
        """Ask now and then whether to interrupt a run."""

        def interrupt(event: HighsCallbackEvent) -> None:
            if is_over():
                event.interrupt()

        self.highs.cbSimplexInterrupt += interrupt
        self.highs.cbIpmInterrupt += interrupt

    def solve(self) -> tuple[Outcome, Point | None]:
        """Solve the relaxation within the bounds that hold now."""
        if self.is_empty:
            return Outcome.INFEASIBLE, None
        self.highs.run()
        status = self.highs.getModelStatus()
        if status == highspy.HighsModelStatus.kOptimal:
            solution = self.highs.getSolution()
            bound = self.highs.getInfo().objective_function_value
            value = np.asarray(solution.col_value)
            bound -= SAFETY * max(abs(bound), 1.0)
            return Outcome.SOLVED, Point(bound, value, np.asarray(solution.col_dual))
        if status in {highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible}:
            return Outcome.INFEASIBLE, None
        return Outcome.STOPPED, None

    def place(self, value: FloatArray, term: Term) -> tuple[FloatArray, float, FloatArray]:
        """Return how far each facility is open at a point, t, and the θ of a term."""
        x = np.clip(np.asarray(self.members @ value), 0.0, 1.0)
        own = value[term.first : term.first + term.n_columns]
        return x, float(own[-1]) if term.has_tail else 0.0, own[: term.arcs.n_groups]

    def add_cuts(self, term: Term, cuts: Cuts) -> int:
        """Add cuts to the relaxation; return how many."""
        n = cuts.group.size
        if not n:
            return 0
        row = np.repeat(np.arange(n), np.diff(cuts.indptr))
        is_small = cuts.value < _SMALL
        rhs = cuts.rhs - np.bincount(row[is_small], cuts.value[is_small], minlength=n)
        value = np.where(is_small, 0.0, cuts.value)
        shape = (n, self.members.shape[0])
        own = [(np.arange(n), term.first + cuts.group, np.ones(n))]
        if term.has_tail:
            own.append((np.arange(n), np.full(n, term.first + term.arcs.n_groups), cuts.mass))
        rows, columns, values = (np.concatenate(part) for part in zip(*own, strict=True))
        width = self.model.cost.size
        matrix = sp.csr_array((value, cuts.facility, cuts.indptr), shape=shape) @ self.members
        matrix = sp.csr_array(matrix + sp.csr_array((values, (rows, columns)), shape=(n, width)))
        matrix.eliminate_zeros()
        self.highs.addRows(
            n, rhs, np.full(n, highspy.kHighsInf), matrix.nnz, matrix.indptr[:-1], matrix.indices, matrix.data
        )
        self._count_rows(are_cuts=True)
        return n

    def add_rules(self, rows: Rows) -> None:
        """Add rules that stay."""
        add_rows(self.highs, rows)
        self._count_rows(are_cuts=False)

    def drop_slack(self, room: float) -> None:
        """Forget the cuts that the last solution holds with more than `room` to spare."""
        # Cuts that were added since have no value yet, and stay.
        value = np.asarray(self.highs.getSolution().row_value)
        spare = value - np.asarray(self.highs.getLp().row_lower_)[: value.size]
        gone = np.flatnonzero(self.is_cut[: value.size] & (spare > room)).astype(np.int32)
        self.highs.deleteRows(gone.size, gone)
        self.is_cut = np.delete(self.is_cut, gone)

    def _count_rows(self, *, are_cuts: bool) -> None:
        n_new = self.highs.getNumRow() - self.is_cut.size
        self.is_cut = np.append(self.is_cut, np.full(n_new, are_cuts))
