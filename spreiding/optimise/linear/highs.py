"""HiGHS through highspy: models handed over, rows added to a live one, answers read.

HiGHS looks at its clock between steps and may overrun its limit by the length of one step (a factorisation of a large
model); within one process nothing can stop it sooner.
"""

from itertools import count
from typing import Final

import highspy
import numpy as np
import scipy.sparse as sp

from spreiding.optimise.linear.model import Model
from spreiding.optimise.program import BoolArray, Rows

# A column may be this far from whole: small, because the error is multiplied by all persons that it covers.
INTEGRALITY: Final = 1e-9
_HALF: Final = 0.5
_MAX_SEED: Final = 2**31 - 1


def to_highs(model: Model, *, seed: int = 0) -> highspy.Highs:
    """Hand `model` to a silent HiGHS of one thread, with the options that fit our models.

    More threads did not help at the size of a province, and one makes every run repeatable.
    """
    matrix = sp.vstack([block.matrix for block in model.blocks], format="csr") if model.blocks else None
    program = highspy.HighsLp()
    program.num_col_ = model.cost.size
    program.num_row_ = 0 if matrix is None else matrix.shape[0]
    program.sense_ = highspy.ObjSense.kMaximize if model.is_maximised else highspy.ObjSense.kMinimize
    program.col_cost_ = model.cost
    program.col_lower_, program.col_upper_ = model.lower, model.upper
    program.col_names_ = model.names
    if matrix is not None:
        program.row_lower_ = np.concatenate([block.lower for block in model.blocks])
        program.row_upper_ = np.concatenate([block.upper for block in model.blocks])
        program.row_names_ = _row_names(model)
        program.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        program.a_matrix_.start_ = matrix.indptr
        program.a_matrix_.index_ = matrix.indices
        program.a_matrix_.value_ = matrix.data
    program.integrality_ = [highspy.HighsVarType(kind) for kind in model.is_whole.astype(np.int64).tolist()]
    highs = highspy.Highs()  # type: ignore[no-untyped-call]
    highs.setOptionValue("output_flag", False)  # noqa: FBT003
    highs.setOptionValue("threads", 1)
    highs.setOptionValue("random_seed", seed % _MAX_SEED)
    # A restart costs more than it wins here: without it the slowest questions take half as long.
    highs.setOptionValue("mip_allow_restart", False)  # noqa: FBT003
    highs.setOptionValue("mip_feasibility_tolerance", INTEGRALITY)
    highs.passModel(program)
    return highs


def _row_names(model: Model) -> list[str]:
    """Return row names, numbered per family; rules that were added later go on counting."""
    numbers = {block.family: count() for block in model.blocks}
    return [f"{block.family}{next(numbers[block.family])}" for block in model.blocks for _ in block.lower]


def add_rows(highs: highspy.Highs, rows: Rows) -> None:
    """Add rules over the columns of the program to a live model."""
    columns = rows.columns
    n_entries = columns.index.size
    highs.addRows(rows.lower.size, rows.lower, rows.upper, n_entries, columns.indptr[:-1], columns.index, rows.value)


def give_start(highs: highspy.Highs, model: Model, chosen: BoolArray) -> None:
    """Let the next run start from the plan of the `chosen` columns."""
    solution = highspy.HighsSolution()
    solution.col_value = model.values(chosen).tolist()
    highs.setSolution(solution)


def chosen_of(highs: highspy.Highs, model: Model) -> BoolArray | None:
    """Return the columns that the last run chose; None when it found no plan."""
    if highs.getInfo().primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        return None
    return np.asarray(np.asarray(highs.getSolution().col_value)[: model.n_columns] > _HALF)


def is_infeasible(highs: highspy.Highs) -> bool:
    """Whether the last run proved that there is no plan."""
    impossible = {highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible}
    return highs.getModelStatus() in impossible
