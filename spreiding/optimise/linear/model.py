"""The mixed-integer model of a program: typed covering within rules, built as one sparse matrix.

It optimises a linear aim (persons, cents, changes); for an aim over distances it holds all that is asked of a plan, and
whoever solves it adds columns and cuts of his own.

All of it is lossless, and each part was needed. On 25,000 points, 340 sites, 5 km and a price that differs at one site:
without x a budget took 59 s instead of 0.5 s; without the constant in `prices` the least cost of 90 % was not proven
in 120 s; without n and the bound on it not in 60 s; now 1 s.
"""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import scipy.sparse as sp

from spreiding.demand import FloatArray, IntArray
from spreiding.optimise.linear.covering import widened
from spreiding.optimise.linear.families import NONE, Block, build_blocks, objective_of
from spreiding.optimise.linear.formulation import Formulation
from spreiding.optimise.linear.layout import Layout
from spreiding.optimise.program import Aim, BoolArray, Family, Limit, Program, Rows

# A sum of hours that should reach a need may miss it by a rounding.
_MARGIN: Final = 1e-6


@dataclass(frozen=True)
class Model:
    """A model for the solver: the aim is `unit` · Σ `cost` · columns + `constant`, in the unit of the aim.

    The first `n_columns` columns are those of the program, as chosen. `of_facility`: the column that is 1 when a
    facility is open, -1 where nothing asks. `counts`: columns n of the sums that are optimised or limited by an earlier
    stage. `slack`: columns s, of which each costs `slack_price` per unit short.
    """

    blocks: tuple[Block, ...]
    names: list[str]
    cost: FloatArray
    lower: FloatArray
    upper: FloatArray
    is_whole: BoolArray
    is_maximised: bool
    unit: float
    constant: float
    n_columns: int
    of_facility: IntArray
    counts: IntArray
    slack: IntArray
    slack_price: FloatArray

    def in_unit(self, value: float) -> float:
        """Return a value of the solver in the unit of the aim; NaN when there is none yet."""
        return self.unit * value + self.constant if np.isfinite(value) else np.nan

    def with_columns(self, letter: str, cost: FloatArray, lower: FloatArray, upper: FloatArray) -> "Model":
        """Return the model with continuous columns behind the others, called `letter` and a number, in no row yet."""
        width = self.cost.size + cost.size
        return replace(
            self,
            blocks=tuple(replace(block, matrix=widened(block.matrix, width)) for block in self.blocks),
            names=[*self.names, *(f"{letter}{k}" for k in range(cost.size))],
            cost=np.concatenate([self.cost, cost]),
            lower=np.concatenate([self.lower, lower]),
            upper=np.concatenate([self.upper, upper]),
            is_whole=np.concatenate([self.is_whole, np.zeros(cost.size, dtype=np.bool_)]),
        )

    def with_rules(self, rules: tuple[Rows, ...]) -> "Model":
        """Return the model with more hard rules over the columns of the program."""
        blocks = []
        for rows in rules:
            entries = (rows.value, rows.columns.index, rows.columns.indptr)
            matrix = widened(sp.csr_array(entries, shape=(rows.lower.size, self.n_columns)), self.cost.size)
            none = np.full(rows.lower.size, NONE, dtype=np.int32)
            blocks.append(Block(rows.family, matrix, rows.lower, rows.upper, none))
        return replace(self, blocks=(*self.blocks, *blocks))

    def values(self, chosen: BoolArray) -> FloatArray:
        """Return the columns that belong to a plan; those of `with_columns` are 0."""
        values = np.zeros(self.cost.size)
        values[: self.n_columns] = chosen
        for block in self.blocks:
            rows = np.flatnonzero(block.defines != NONE).astype(np.int32)
            if rows.size:
                values[block.defines[rows]] = _defined(block, rows, values)
        return values


def build_model(program: Program, aim: Aim, limits: tuple[Limit, ...] = ()) -> Model:
    """Build the model that optimises `aim` within the rules of `program` and `limits`.

    For an aim over distances, and for limits on one but the furthest, nothing of the distances is in it.
    """
    draft = Formulation.of(program, aim, limits)
    layout = Layout(draft)
    cost, unit, constant = objective_of(layout)
    own = {money.count for money in draft.money if money.is_staged} - {NONE}
    return Model(
        blocks=build_blocks(layout),
        names=layout.names,
        cost=cost,
        lower=np.zeros(layout.width),
        upper=layout.upper,
        is_whole=layout.is_whole,
        is_maximised=aim is Aim.PERSONS,
        unit=unit,
        constant=constant,
        n_columns=program.n_columns,
        of_facility=draft.places.of_facility,
        counts=np.array(sorted(layout.first_n + count for count in own), dtype=np.int32),
        slack=np.arange(layout.first_s, layout.width, dtype=np.int32),
        slack_price=layout.slack_price,
    )


def _defined(block: Block, rows: IntArray, values: FloatArray) -> FloatArray:
    """Return the least (of z: the most) that each defined column can be, all others being as in `values`."""
    entries = block.matrix.tocoo()
    is_own = entries.col == block.defines[entries.row]
    factor = np.zeros(block.lower.size)
    factor[entries.row[is_own]] = entries.data[is_own]
    activity: FloatArray = np.asarray(block.matrix @ values, dtype=np.float64)[rows]
    factor = factor[rows]
    if block.family is Family.COVER:
        return np.asarray(np.floor(np.minimum(-activity / factor, 1.0) + _MARGIN))
    return np.asarray(np.maximum((block.lower[rows] - activity) * factor, 0.0))
