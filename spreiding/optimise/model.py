"""The mixed-integer model of a problem: typed covering, built as one sparse matrix.

Columns, between 0 and 1 but for n: y per choice, x per site that can count for the norm, n for the number of choices
with a price (these three whole), z per merged row of demand (free to be fractional: it follows x). With S(r) the sites
that cover row r and T(j) the counting choices of site j, the families of rows are

* count       Σ y over the priced choices = n
* link        Σ y over T(j) = x_j
* one_option  Σ y over all choices of a site ≤ 1, where one of them does not count (elsewhere x ≤ 1 says it)
* cover       z_r ≤ Σ x over S(r)
* largest     Σ y over the choices that keep the largest class of a gemeente ≥ 1 (= 1: see `prices`)
* budget      cost ≤ budget, cost being the usual price · n + Σ (price - usual price) · y
* share       Σ inwoners · z ≥ wanted

All of it is lossless, and each part was needed. On 25,000 points, 340 sites, 5 km and a price that differs at one site:
without x a budget took 59 s instead of 0.5 s; without the constant in `prices` the least cost of 90 % was not proven
in 120 s; without n and the bound on it not in 60 s; now 1 s.
"""

from dataclasses import dataclass
from enum import Enum, StrEnum
from itertools import chain

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from spreiding.demand import FloatArray, IntArray
from spreiding.optimise.objective import change_weights
from spreiding.optimise.prices import Prices, build_prices
from spreiding.optimise.problem import BoolArray, Problem

# A share counts as reached when no more than this is missing: people spread over road sides are fractions [persons].
INWONERS_TOLERANCE = 0.01


class Target(Enum):
    """What a model optimises: persons up; cost, changes or the number of priced choices down."""

    INWONERS = "inwoners"
    CENTS = "cents"
    CHANGES = "changes"
    COUNT = "count"


class Family(StrEnum):
    """The families of constraints."""

    COUNT = "count"
    LINK = "link"
    ONE_OPTION = "one_option"
    COVER = "cover"
    LARGEST = "largest"
    BUDGET = "budget"
    SHARE = "share"


@dataclass(frozen=True)
class Limits:
    """What a plan has to respect: at most `max_cents` [€ 0.01 per year], at least `min_inwoners` [persons].

    `min_count` is no wish but knowledge: no plan within the other two has fewer choices that cost anything.
    """

    max_cents: int | None = None
    min_inwoners: float | None = None
    min_count: int = 0


@dataclass(frozen=True)
class Block:
    """Rows of one family: lower ≤ matrix · columns ≤ upper."""

    family: Family
    matrix: sp.csr_array[np.float64, tuple[int, int]]
    lower: FloatArray
    upper: FloatArray


@dataclass(frozen=True)
class Model:
    """A model for the solver; its objective in the problem's unit is `unit` · value + `constant`."""

    blocks: tuple[Block, ...]
    weights: FloatArray
    is_maximised: bool
    unit: float
    constant: float
    n_choices: int
    open_sites: IntArray
    min_count: int
    is_priced: BoolArray

    @property
    def n_integer(self) -> int:
        """Number of columns that are whole: y, x and n, which come first."""
        return self.n_choices + self.open_sites.size + 1

    @property
    def bounds(self) -> tuple[FloatArray, FloatArray]:
        """Lower and upper bounds of the columns."""
        lower, upper = np.zeros(self.weights.size), np.ones(self.weights.size)
        lower[self.n_integer - 1], upper[self.n_integer - 1] = self.min_count, self.n_choices
        return lower, upper

    def names(self) -> list[str]:
        """Return the names of the columns."""
        n_rows = self.weights.size - self.n_integer
        parts = (("y", self.n_choices), ("x", self.open_sites.size), ("n", 1), ("z", n_rows))
        return list(chain.from_iterable([f"{letter}{k}" for k in range(size)] for letter, size in parts))


def build_model(problem: Problem, target: Target, limits: Limits) -> Model:
    """Build the model that optimises `target` within `limits`."""
    shape = _Shape.of(problem)
    prices = build_prices(problem)
    blocks = [_count(shape, prices), _link(shape), _one_option(shape), _cover(shape), _largest(shape, prices)]
    if limits.max_cents is not None:
        blocks.append(_budget(shape, prices, limits.max_cents))
    if limits.min_inwoners is not None:
        blocks.append(_share(shape, limits.min_inwoners))
    weights = np.zeros(shape.n_columns)
    unit, constant = 1.0, 0.0
    if target is Target.INWONERS:
        weights[shape.first_row :] = problem.rows.inwoners
        constant = problem.inwoners_always
    elif target is Target.CENTS:
        weights[: shape.first_row] = _cost(shape, prices)
        unit, constant = prices.unit, prices.constant
    elif target is Target.COUNT:
        weights[shape.first_row - 1] = 1.0
    else:
        weights[: shape.n_choices] = change_weights(problem)
        constant = problem.n_open_today
    return Model(
        blocks=tuple(block for block in blocks if block.lower.size),
        weights=weights,
        is_maximised=target is Target.INWONERS,
        unit=unit,
        constant=constant,
        n_choices=shape.n_choices,
        open_sites=shape.open_sites,
        min_count=limits.min_count,
        is_priced=prices.is_priced,
    )


@dataclass(frozen=True)
class _Shape:
    """Where the columns stand: y, then x (sites in `open_sites`), then z; `x_of_site` is -1 without x."""

    problem: Problem
    n_choices: int
    open_sites: IntArray
    x_of_site: IntArray

    @classmethod
    def of(cls, problem: Problem) -> "_Shape":
        open_sites = np.unique(problem.choice_site[problem.counts]).astype(np.int32)
        x_of_site = np.full(len(problem.offers), -1, dtype=np.int32)
        x_of_site[open_sites] = np.arange(open_sites.size, dtype=np.int32)
        return cls(problem, problem.cents.size, open_sites, x_of_site)

    @property
    def first_row(self) -> int:
        return self.n_choices + self.open_sites.size + 1

    @property
    def n_columns(self) -> int:
        return self.first_row + self.problem.rows.inwoners.size

    def block(self, family: Family, entries: "_Entries", lower: FloatArray, upper: FloatArray) -> Block:
        matrix = sp.csr_array((entries.values, (entries.rows, entries.columns)), shape=(lower.size, self.n_columns))
        return Block(family, matrix, lower, upper)


@dataclass(frozen=True)
class _Entries:
    """Entries of a sparse matrix."""

    rows: NDArray[np.integer]
    columns: NDArray[np.integer]
    values: FloatArray


def _cost(shape: _Shape, prices: Prices) -> FloatArray:
    """Return the cost [units] of y, x and n: the commonest price times n, and what a choice differs from it."""
    cost = np.zeros(shape.first_row)
    cost[: shape.n_choices][prices.is_priced] = prices.per_choice[prices.is_priced] - prices.usual
    cost[-1] = prices.usual
    return cost


def _count(shape: _Shape, prices: Prices) -> Block:
    priced = np.flatnonzero(prices.is_priced)
    entries = _Entries(
        np.zeros(priced.size + 1, dtype=np.int32),
        np.append(priced, shape.first_row - 1),
        np.append(np.ones(priced.size), -1.0),
    )
    return shape.block(Family.COUNT, entries, np.zeros(1), np.zeros(1))


def _link(shape: _Shape) -> Block:
    problem, n_sites = shape.problem, shape.open_sites.size
    counting = np.flatnonzero(problem.counts)
    entries = _Entries(
        np.concatenate([shape.x_of_site[problem.choice_site[counting]], np.arange(n_sites)]),
        np.concatenate([counting, shape.n_choices + np.arange(n_sites)]),
        np.concatenate([np.ones(counting.size), -np.ones(n_sites)]),
    )
    return shape.block(Family.LINK, entries, np.zeros(n_sites), np.zeros(n_sites))


def _one_option(shape: _Shape) -> Block:
    problem = shape.problem
    mixed = np.unique(problem.choice_site[~problem.counts])
    choices = np.flatnonzero(np.isin(problem.choice_site, mixed))
    entries = _Entries(np.searchsorted(mixed, problem.choice_site[choices]), choices, np.ones(choices.size))
    return shape.block(Family.ONE_OPTION, entries, np.full(mixed.size, -np.inf), np.ones(mixed.size))


def _cover(shape: _Shape) -> Block:
    rows = shape.problem.rows
    n_rows = rows.inwoners.size
    entries = _Entries(
        np.concatenate([np.arange(n_rows), rows.row]),
        np.concatenate([shape.first_row + np.arange(n_rows), shape.n_choices + shape.x_of_site[rows.site]]),
        np.concatenate([np.ones(n_rows), -np.ones(rows.site.size)]),
    )
    return shape.block(Family.COVER, entries, np.full(n_rows, -np.inf), np.zeros(n_rows))


def _largest(shape: _Shape, prices: Prices) -> Block:
    parts = [choices for _, choices in shape.problem.rules]
    columns = np.concatenate([np.zeros(0, dtype=np.int32), *parts])
    entries = _Entries(np.repeat(np.arange(len(parts)), [p.size for p in parts]), columns, np.ones(columns.size))
    upper = np.where(np.array(prices.is_exact, dtype=np.bool_), 1.0, np.inf)
    return shape.block(Family.LARGEST, entries, np.ones(len(parts)), upper)


def _budget(shape: _Shape, prices: Prices, max_cents: int) -> Block:
    cost = _cost(shape, prices)
    columns = np.flatnonzero(cost)
    entries = _Entries(np.zeros(columns.size, dtype=np.int32), columns, cost[columns])
    # Rounded down to whole units, which no plan notices.
    upper = np.array([float((max_cents - prices.constant) // prices.unit)])
    return shape.block(Family.BUDGET, entries, np.full(1, -np.inf), upper)


def _share(shape: _Shape, min_inwoners: float) -> Block:
    problem = shape.problem
    n_rows = problem.rows.inwoners.size
    entries = _Entries(
        np.zeros(n_rows, dtype=np.int32), shape.first_row + np.arange(n_rows), problem.rows.inwoners.astype(np.float64)
    )
    lower = np.array([min_inwoners - problem.inwoners_always - INWONERS_TOLERANCE / 2])
    return shape.block(Family.SHARE, entries, lower, np.full(1, np.inf))
