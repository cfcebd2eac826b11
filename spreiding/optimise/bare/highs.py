"""Choosing columns at least cost with HiGHS: whole choices, and parts that follow from them."""

import math
from dataclasses import dataclass
from typing import Final

import highspy
import numpy as np
import scipy.sparse as sp

from spreiding.demand import FloatArray
from spreiding.optimise.bare.lagrangian import BoolArray
from spreiding.optimise.stop import Clock

_MAX_SEED: Final = 2**31 - 1
_TOLERANCE: Final = 1e-9
_HALF: Final = 0.5
_LEAST_SECONDS: Final = 1e-3
# HiGHS has absolute tolerances: a good choice is made to cost about this power of 2, where they are small beside it.
_SIZE: Final = 14
# Whole costs are left as they are when a good choice costs no more.
_LARGE: Final = 2.0**20
# Its bound is trusted to this part of the best choice.
_TRUSTED: Final = 1e-12
_INFEASIBLE: Final = {highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible}
_STOPPED: Final = {highspy.HighsModelStatus.kTimeLimit, highspy.HighsModelStatus.kObjectiveTarget}


@dataclass(frozen=True)
class Choice:
    """Least `cost` · x with `lower` ≤ `matrix` x ≤ `upper`, x in [0, 1], the first `n_whole` 0 or 1.

    A good choice costs about `worth`, apart from its sign. With `target`, any choice that costs no more is good enough.
    """

    cost: FloatArray
    matrix: sp.csr_array
    lower: FloatArray
    upper: FloatArray
    n_whole: int
    worth: float
    target: float = -np.inf

    @property
    def power(self) -> int:
        """Power of 2 that brings costs in any unit within reach of the tolerances of HiGHS."""
        is_whole = bool((self.cost == np.rint(self.cost)).all())
        return 0 if is_whole and self.worth <= _LARGE else _SIZE - math.frexp(self.worth)[1]


@dataclass(frozen=True)
class Chosen:
    """The best choice found, if any, and a bound on all; `is_infeasible` when it is proven that there is none."""

    chosen: BoolArray | None
    bound: float
    is_proven: bool
    is_infeasible: bool


def choose_least(choice: Choice, start: BoolArray | None, clock: Clock, seed: int) -> Chosen:
    """Solve, from a choice if there is one, until it is proven or the time is over.

    HiGHS looks at its clock between steps, and may overrun it by the length of one.
    """
    highs = _to_highs(choice)
    for name, value in {
        "threads": 1,
        "random_seed": seed % _MAX_SEED,
        "mip_rel_gap": 0.0,
        "mip_abs_gap": 0.0,
        "mip_feasibility_tolerance": _TOLERANCE,
        "primal_feasibility_tolerance": _TOLERANCE,
        "dual_feasibility_tolerance": _TOLERANCE,
        "time_limit": max(clock.left(), _LEAST_SECONDS),
    }.items():
        highs.setOptionValue(name, value)
    if np.isfinite(choice.target):
        highs.setOptionValue("objective_target", math.ldexp(choice.target + _HALF, choice.power))
    if start is not None:
        highs.setSolution(choice.n_whole, np.arange(choice.n_whole, dtype=np.int32), start.astype(np.float64))
    highs.run()
    status, info = highs.getModelStatus(), highs.getInfo()
    if status in _INFEASIBLE:
        return Chosen(None, np.inf, is_proven=True, is_infeasible=True)
    if status != highspy.HighsModelStatus.kOptimal and status not in _STOPPED:
        message = f"HiGHS ended with {status}"
        raise RuntimeError(message)
    found, best = None, choice.worth
    if info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible:
        found = np.asarray(highs.getSolution().col_value)[: choice.n_whole] > _HALF
        best = min(best, math.ldexp(abs(info.objective_function_value), -choice.power))
    bound = math.ldexp(info.mip_dual_bound, -choice.power) - _TRUSTED * best
    return Chosen(found, bound, status == highspy.HighsModelStatus.kOptimal, is_infeasible=False)


def _to_highs(choice: Choice) -> highspy.Highs:
    """Hand the choice to a silent HiGHS."""
    program = highspy.HighsLp()
    program.num_row_, program.num_col_ = choice.matrix.shape
    program.col_cost_ = np.ldexp(choice.cost, choice.power)
    program.col_lower_, program.col_upper_ = np.zeros(choice.cost.size), np.ones(choice.cost.size)
    program.row_lower_, program.row_upper_ = choice.lower, choice.upper
    program.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    program.a_matrix_.start_ = choice.matrix.indptr
    program.a_matrix_.index_ = choice.matrix.indices
    program.a_matrix_.value_ = choice.matrix.data
    whole = [highspy.HighsVarType.kInteger] * choice.n_whole
    program.integrality_ = whole + [highspy.HighsVarType.kContinuous] * (choice.cost.size - choice.n_whole)
    highs = highspy.Highs()  # type: ignore[no-untyped-call]
    highs.setOptionValue("output_flag", False)  # noqa: FBT003
    highs.passModel(program)
    return highs
