"""The exact solver: HiGHS through highspy, one model per run.

HiGHS looks at its clock between steps and may overrun its limit by the length of one step (a factorisation of a large
model); within one process nothing can stop it sooner.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Final

import highspy
import numpy as np
import scipy.sparse as sp
from highspy.highs import HighsCallbackEvent

from spreiding.demand import FloatArray
from spreiding.optimise.model import Model
from spreiding.optimise.objective import covered_rows
from spreiding.optimise.problem import BoolArray, Problem

# A choice may be this far from whole: small, because the error is multiplied by all persons that it covers.
_INTEGRALITY: Final = 1e-9
_HALF: Final = 0.5
_MAX_SEED: Final = 2**31 - 1
_ENDED: Final = {
    highspy.HighsModelStatus.kOptimal,
    highspy.HighsModelStatus.kTimeLimit,
    highspy.HighsModelStatus.kInterrupt,
}


class Ending(Enum):
    """How a run of the solver ended."""

    PROVEN = "proven"
    LIMIT = "limit"
    INFEASIBLE = "infeasible"


@dataclass(frozen=True)
class Run:
    """What a run found: `chosen` choices if any, and the bound on the target in the problem's unit."""

    ending: Ending
    chosen: BoolArray | None
    bound: float


@dataclass(frozen=True)
class Watch:
    """Someone who follows a run: hears (incumbent, bound) in the problem's unit, and may ask to stop.

    The incumbent is NaN until there is a plan. What `on_progress` raises ends the run and is raised again.
    """

    on_progress: Callable[[float, float], None]
    should_stop: Callable[[], bool]


def run(
    problem: Problem,
    model: Model,
    *,
    seconds: float,
    seed: int,
    start: BoolArray | None = None,
    watch: Watch | None = None,
) -> Run:
    """Optimise `model` for at most `seconds`, from the plan `start` if given; equal seeds give equal plans.

    One thread: more did not help at the size of a province, and one makes every run repeatable.
    """
    if model.n_choices == 0:
        return _nothing_to_choose(model)
    highs = to_highs(model)
    highs.setOptionValue("threads", 1)
    highs.setOptionValue("random_seed", seed % _MAX_SEED)
    highs.setOptionValue("mip_rel_gap", 0.0)
    # A restart costs more than it wins here: without it the slowest questions take half as long.
    highs.setOptionValue("mip_allow_restart", False)  # noqa: FBT003
    highs.setOptionValue("mip_feasibility_tolerance", _INTEGRALITY)
    highs.setOptionValue("time_limit", seconds)
    if start is not None:
        solution = highspy.HighsSolution()
        solution.col_value = _columns(problem, model, start).tolist()
        highs.setSolution(solution)
    listener = None if watch is None else _Listener(model, watch)
    if listener is not None:
        highs.cbMipLogging += listener.report
        highs.cbMipImprovingSolution += listener.report
        highs.cbMipInterrupt += listener.interrupt
        highs.cbSimplexInterrupt += listener.interrupt
    highs.run()
    if listener is not None and listener.error is not None:
        raise listener.error
    return _outcome(highs, model)


def relaxed_bound(model: Model, *, seconds: float) -> float:
    """Return the value of `model` without whole numbers, as a bound on its target; NaN when it has none in time."""
    if model.n_choices == 0:
        return np.nan
    highs = to_highs(model)
    highs.setOptionValue("solve_relaxation", True)  # noqa: FBT003
    highs.setOptionValue("threads", 1)
    highs.setOptionValue("time_limit", seconds)
    highs.run()
    is_solved = highs.getModelStatus() == highspy.HighsModelStatus.kOptimal
    return _in_unit(model, highs.getInfo().objective_function_value) if is_solved else np.nan


def to_highs(model: Model) -> highspy.Highs:
    """Hand `model` to a silent HiGHS."""
    matrix = sp.vstack([block.matrix for block in model.blocks], format="csr")
    program = highspy.HighsLp()
    program.num_col_ = model.weights.size
    program.num_row_ = matrix.shape[0]
    program.sense_ = highspy.ObjSense.kMaximize if model.is_maximised else highspy.ObjSense.kMinimize
    program.col_cost_ = model.weights
    program.col_lower_, program.col_upper_ = model.bounds
    program.col_names_ = model.names()
    program.row_lower_ = np.concatenate([block.lower for block in model.blocks])
    program.row_upper_ = np.concatenate([block.upper for block in model.blocks])
    program.row_names_ = [f"{block.family}{k}" for block in model.blocks for k in range(block.lower.size)]
    program.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    program.a_matrix_.start_ = matrix.indptr
    program.a_matrix_.index_ = matrix.indices
    program.a_matrix_.value_ = matrix.data
    kinds = np.where(np.arange(model.weights.size) < model.n_integer, 1, 0)
    program.integrality_ = [highspy.HighsVarType(kind) for kind in kinds.tolist()]
    highs = highspy.Highs()  # type: ignore[no-untyped-call]
    highs.setOptionValue("output_flag", False)  # noqa: FBT003
    highs.passModel(program)
    return highs


def _columns(problem: Problem, model: Model, chosen: BoolArray) -> FloatArray:
    """Return the values of all columns that belong to a plan."""
    is_open = np.zeros(len(problem.offers), dtype=np.bool_)
    is_open[problem.choice_site[chosen & problem.counts]] = True
    count = np.count_nonzero(chosen & model.is_priced)
    parts = (chosen, is_open[model.open_sites], [count], covered_rows(problem, chosen))
    return np.concatenate(parts).astype(np.float64)


def _nothing_to_choose(model: Model) -> Run:
    """Return the only plan of a problem without choices, if it fits; HiGHS has no answer to an empty model."""
    fits = all((block.lower <= 0).all() and (block.upper >= 0).all() for block in model.blocks)
    return (
        Run(Ending.PROVEN, np.zeros(0, dtype=np.bool_), model.constant)
        if fits
        else Run(Ending.INFEASIBLE, None, np.nan)
    )


def _outcome(highs: highspy.Highs, model: Model) -> Run:
    status, info = highs.getModelStatus(), highs.getInfo()
    if status in {highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible}:
        return Run(Ending.INFEASIBLE, None, np.nan)
    if status not in _ENDED:
        message = f"HiGHS ended with {status}"
        raise RuntimeError(message)
    chosen = None
    if info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible:
        chosen = np.asarray(highs.getSolution().col_value)[: model.n_choices] > _HALF
    ending = Ending.PROVEN if status == highspy.HighsModelStatus.kOptimal else Ending.LIMIT
    return Run(ending, chosen, _in_unit(model, info.mip_dual_bound))


def _in_unit(model: Model, value: float) -> float:
    """Return a value of the model in the unit of the problem; NaN when there is none yet."""
    return model.unit * value + model.constant if np.isfinite(value) else np.nan


class _Listener:
    """Hears the solver's callbacks. An exception may not pass through the solver, so it is kept until the end."""

    def __init__(self, model: Model, watch: Watch) -> None:
        self.model = model
        self.watch = watch
        self.error: BaseException | None = None

    def report(self, event: HighsCallbackEvent) -> None:
        if self.error is None:
            data = event.data_out
            try:
                self.watch.on_progress(
                    _in_unit(self.model, data.mip_primal_bound), _in_unit(self.model, data.mip_dual_bound)
                )
            except BaseException as error:  # noqa: BLE001
                self.error = error

    def interrupt(self, event: HighsCallbackEvent) -> None:
        try:
            if self.error is not None or self.watch.should_stop():
                event.interrupt()
        except BaseException as error:  # noqa: BLE001
            self.error = error
            event.interrupt()
