"""One question of location and allocation as bare arrays: columns to choose, rules, people to cover or bring near.

Nothing here knows of regions, norms or euros of a catalogue: what builds a program does (`problem`), and what solves it
(`linear`, `distances`) needs no more than this. A *column* is one option at one site; of the columns of a site at most
one is chosen, and a site without one is closed. A *facility* is what serves people: a set of columns of one site, open
when one of them is chosen. Branches that stand whatever is chosen are no columns: whom they serve is counted
beforehand.
"""

from dataclasses import dataclass
from enum import Enum, StrEnum
from functools import cached_property
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from spreiding.demand import FloatArray, IntArray

BoolArray = NDArray[np.bool_]


class Family(StrEnum):
    """The families of constraints; each has a golden LP file in `tests/optimise/golden`."""

    ONE_OPTION = "one_option"
    LINK = "link"
    COUNT = "count"
    BUDGET = "budget"
    ONCE = "once"
    CHANGES = "changes"
    LARGEST = "largest"
    NUMBER = "number"
    TOGETHER = "together"
    KERN = "kern"
    HARM = "harm"
    CATCHMENT = "catchment"
    COVER = "cover"
    SHARE = "share"
    REACHED = "reached"
    DISTANCE = "distance"
    TAIL = "tail"


@dataclass(frozen=True)
class Csr:
    """Sparse rows without order: row i holds `index[indptr[i]:indptr[i + 1]]`."""

    indptr: IntArray
    index: IntArray

    @property
    def n_rows(self) -> int:
        """Number of rows."""
        return self.indptr.size - 1

    @cached_property
    def row(self) -> IntArray:
        """Row number of every entry of `index`."""
        return np.repeat(np.arange(self.n_rows, dtype=np.int32), np.diff(self.indptr))


@dataclass(frozen=True)
class Rows:
    """Linear rules of one family: `lower` ≤ Σ `value` over the chosen columns ≤ `upper` (±inf: no bound).

    `labels`, one per row, say what the rule is about (a norm, a gemeente, a kern) for who asks why a question has no
    answer. `price`: what a unit short of `lower` costs in the unit of the aim; inf where the rule is hard.
    """

    family: Family
    labels: tuple[str, ...]
    columns: Csr
    value: FloatArray
    lower: FloatArray
    upper: FloatArray
    price: FloatArray


@dataclass(frozen=True)
class Cover:
    """People who count when enough facilities near them are open, and how many of them must.

    Row r has `weights[r]` [persons] in area `area[r]`, and counts when Σ `amount` over the open facilities of its row
    reaches `need`; an `amount` of None is 1 each, with a need of 1. Amounts above the need may be there.
    Per area: `always` [persons] are within whatever is chosen, and at least `required` [persons] must be, or `price`
    per person short is paid (inf: hard). `labels`, one per area, as in `Rows`. Nobody can bring in who is in no row.
    """

    labels: tuple[str, ...]
    weights: FloatArray
    area: IntArray
    facilities: Csr
    always: FloatArray
    required: FloatArray
    price: FloatArray
    amount: FloatArray | None = None
    need: float = 1.0


@dataclass(frozen=True)
class Distances:
    """How far each row of demand is from the facilities that may serve it, nearest first.

    `weights` [persons] per row; `cost` [m] parallel to `facilities.index`, increasing within a row and below the row's
    `beyond` [m], which is what a row costs when none of its facilities is open: the cut-off, or the distance to a
    branch that stands whatever is chosen.
    """

    weights: FloatArray
    facilities: Csr
    cost: FloatArray
    beyond: FloatArray

    def mapped(self, to_cost: "Mapping") -> "Distances":
        """Return the same rows with every cost replaced by a non-decreasing function of it."""
        return Distances(self.weights, self.facilities, to_cost(self.cost), to_cost(self.beyond))


class Mapping(Protocol):
    """A non-decreasing function of costs."""

    def __call__(self, cost: FloatArray, /) -> FloatArray:
        """Return the function's value for each cost."""


class Lazy(Protocol):
    """A rule of which only the rows that a plan breaks are known; a plan without such rows respects it."""

    def broken(self, chosen: BoolArray) -> Rows:
        """Return valid rows over the columns that the `chosen` columns (whole) break; no rows when they break none."""


@dataclass(frozen=True)
class Program:
    """A question, ready to be solved. Arrays are per column unless said otherwise.

    `site` numbers the site of each column; `cents` [€ 0.01 per year] is what choosing it adds to `constant_cents`, and
    `changes` to `constant_changes` (sites that differ from today). `facilities`: the columns of each facility, never
    empty. `counted`: the cover whose people `Aim.PERSONS` is about. `kappa_per_m` [1/m] belongs to `Aim.EQUIVALENT`.
    `priced`: the aim in whose unit the prices of rows and covers are, in all others what is short costs nothing; None:
    in the unit of whichever of `PERSONS`, `CENTS` and `DISTANCE` is asked.
    """

    site: IntArray
    cents: NDArray[np.int64]
    changes: NDArray[np.int64]
    facilities: Csr
    rows: tuple[Rows, ...] = ()
    covers: tuple[Cover, ...] = ()
    counted: int | None = None
    distances: Distances | None = None
    kappa_per_m: float = 0.0
    lazy: tuple[Lazy, ...] = ()
    constant_cents: int = 0
    constant_changes: int = 0
    priced: "Aim | None" = None

    @property
    def n_columns(self) -> int:
        """Number of columns."""
        return self.site.size

    @property
    def n_facilities(self) -> int:
        """Number of facilities."""
        return self.facilities.n_rows

    def is_open(self, chosen: BoolArray) -> BoolArray:
        """Mark the facilities that the `chosen` columns open."""
        hits = np.bincount(self.facilities.row[chosen[self.facilities.index]], minlength=self.n_facilities)
        return np.asarray(hits > 0)


class Aim(Enum):
    """What is optimised. `PERSONS` upwards, all others downwards.

    `PERSONS`: everybody of the counted cover who is within it. `CENTS`, `CHANGES`: as in `Program`. Over the rows of
    `distances`, each at its nearest open facility or at its `beyond`: `DISTANCE` Σ w d [person·m]; `FURTHEST` the
    largest d of a row with people [m]; `EQUIVALENT` Σ w exp(κ d); `TAIL` the mean d of the tenth of the weight that is
    furthest [m].
    """

    PERSONS = "persons"
    CENTS = "cents"
    CHANGES = "changes"
    DISTANCE = "distance"
    FURTHEST = "furthest"
    EQUIVALENT = "equivalent"
    TAIL = "tail"


# Aims that add up over distances, which decomposition searches; and all aims that are about distances.
SUM_AIMS: Final = frozenset({Aim.DISTANCE, Aim.EQUIVALENT, Aim.TAIL})
DISTANCE_AIMS: Final = SUM_AIMS | {Aim.FURTHEST}


@dataclass(frozen=True)
class Limit:
    """What an earlier stage reached and a later one keeps: the aim is no worse than `value` (in the aim's unit)."""

    aim: Aim
    value: float


class Ending(Enum):
    """How a search ended."""

    PROVEN = "proven"
    LIMIT = "limit"
    INFEASIBLE = "infeasible"


@dataclass(frozen=True)
class Run:
    """What a search found: `chosen` columns if any, and a proven bound on the aim in its unit (NaN: none).

    `value` is the aim at `chosen`, prices of what is short included, as counted by `objective.value_of`.
    """

    ending: Ending
    chosen: BoolArray | None
    value: float
    bound: float
