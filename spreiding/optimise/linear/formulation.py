"""What a model is made of, worked out before any row of it is written."""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from spreiding.demand import FloatArray, IntArray
from spreiding.optimise.linear.covering import Asked, Sets, holding, merge, reached, smallest
from spreiding.optimise.linear.places import Places, place_facilities
from spreiding.optimise.linear.prices import Rule, Sum, build_sum, find_rules
from spreiding.optimise.objective import TOLERANCE, holds_prices
from spreiding.optimise.program import SUM_AIMS, Aim, BoolArray, Family, Limit, Program, Rows

_MONEY: Final = frozenset({Family.BUDGET, Family.ONCE})
_HALF: Final = 0.5


@dataclass(frozen=True)
class Areas:
    """The areas of all covers of a model, one cover after the other, as far as the model asks about them.

    At least `required` [persons] must be within, or `price` per person short is paid (inf: hard); -inf where nothing is
    asked. `is_counted`: its people are those of `Aim.PERSONS`.
    """

    always: FloatArray
    required: FloatArray
    price: FloatArray
    is_counted: BoolArray


@dataclass(frozen=True)
class Money:
    """A sum over the chosen columns: what is optimised (`upper` None), or what it may be at most.

    `count`: number of the model's count of the columns with a price, -1 without. `is_staged`: it is what is optimised,
    or was by an earlier stage, so that the price of what is short belongs to it if that is in cents.
    """

    family: Family
    sum: Sum
    upper: float | None
    count: int
    is_staged: bool


@dataclass(frozen=True)
class Demand:
    """The sets of a model. `is_sure`: reached by every plan; `reached`: those of the sure that need a row of their own.

    `with_z`: the sets that have a column z.
    """

    sets: Sets
    areas: Areas
    reached: IntArray
    is_sure: BoolArray

    @cached_property
    def with_z(self) -> IntArray:
        """The sets that have a column z."""
        return np.flatnonzero(~self.is_sure).astype(np.int32)

    @cached_property
    def sure(self) -> FloatArray:
        """Persons [persons] per area who are within by every plan."""
        return np.asarray(self.areas.always + self.sets.weights @ self.is_sure.astype(np.float64))

    @cached_property
    def counted(self) -> FloatArray:
        """Persons [persons] of `Aim.PERSONS` per set."""
        return np.asarray(self.areas.is_counted.astype(np.float64) @ self.sets.weights)


@dataclass(frozen=True)
class Formulation:
    """A model of `aim` within `limits`: its facilities, rules, sums of money and people.

    `supports`: the columns with a price per count. `slack_price`: price of every column that says what is short, rules
    first and areas behind them.
    """

    program: Program
    aim: Aim
    limits: tuple[Limit, ...]
    places: Places
    rules: tuple[Rule, ...]
    money: tuple[Money, ...]
    supports: tuple[IntArray, ...]
    demand: Demand

    @classmethod
    def of(cls, program: Program, aim: Aim, limits: tuple[Limit, ...]) -> "Formulation":
        """Work out the parts of a model."""
        aims = frozenset({aim, *(limit.aim for limit in limits)})
        asked, areas = _asked(program, aims, limits)
        is_asked = np.zeros(program.n_facilities, dtype=np.bool_)
        for part in asked:
            is_asked[part.facilities] = True
        if program.distances is not None and aims & SUM_AIMS:
            is_asked[program.distances.facilities.index] = True
        places = place_facilities(program, is_asked)
        rules = find_rules(program, places, aims)
        money, supports = _money(program, aim, limits, rules)
        return cls(program, aim, limits, places, rules, money, supports, _demand(merge(asked, places), areas))

    @property
    def has_prices(self) -> bool:
        """Whether what is short has a price in anything that is optimised or limited."""
        return pays(self.program, frozenset({self.aim, *(limit.aim for limit in self.limits)}))


def pays(program: Program, aims: frozenset[Aim]) -> bool:
    """Whether what is short has a price in any of `aims`."""
    return any(holds_prices(program, aim) for aim in aims)


def is_money(rows: Rows) -> BoolArray:
    """Mark the rows that are a sum of money with a most."""
    return np.isneginf(rows.lower) & np.isfinite(rows.upper) & (rows.family in _MONEY)


def _asked(program: Program, aims: frozenset[Aim], limits: tuple[Limit, ...]) -> tuple[tuple[Asked, ...], Areas]:
    """Return the covers that a model of `aims` needs, with the areas of each that matter."""
    covers = [(cover, k == program.counted and Aim.PERSONS in aims) for k, cover in enumerate(program.covers)]
    if program.distances is not None:
        furthest = [limit.value for limit in limits if limit.aim is Aim.FURTHEST]
        covers += [(reached(program.distances, min(furthest)), False)] if furthest else []
    asked, required = [], []
    for cover, is_counted in covers:
        is_hard = np.isinf(cover.price)
        is_wanted = cover.required - np.where(is_hard, TOLERANCE / 2, 0.0) > cover.always
        is_wanted &= is_hard | pays(program, aims)
        asked.append(Asked(cover, is_wanted | is_counted))
        required.append(np.where(is_wanted, cover.required, -np.inf))
    nothing = np.zeros(0)
    return tuple(asked), Areas(
        np.concatenate([nothing, *(cover.always for cover, _ in covers)]),
        np.concatenate([nothing, *required]),
        np.concatenate([nothing, *(cover.price for cover, _ in covers)]),
        np.repeat([is_counted for _, is_counted in covers], [c.always.size for c, _ in covers]).astype(np.bool_),
    )


def _demand(sets: Sets, areas: Areas) -> Demand:
    """Find the sets that no plan can miss: without one of them an area has fewer people within than it must."""
    within = areas.always + np.asarray(sets.weights.sum(axis=1)).ravel()
    spare = within - (areas.required - TOLERANCE / 2)
    spare[np.isfinite(areas.price) | (spare < 0)] = np.inf
    entries = sets.weights.tocoo()
    is_sure = np.zeros(sets.need.size, dtype=np.bool_)
    is_sure[entries.col[entries.data > spare[entries.row]]] = True
    with_amounts = np.flatnonzero(is_sure & ~sets.is_plain)
    plain = np.flatnonzero(is_sure & sets.is_plain)
    own = plain[smallest(sets.members[plain])]
    is_sure[sets.is_plain & holding(sets.members, sets.members[own])] = True
    return Demand(sets, areas, np.concatenate([own, with_amounts]).astype(np.int32), is_sure)


def _money(
    program: Program, aim: Aim, limits: tuple[Limit, ...], rules: tuple[Rule, ...]
) -> tuple[tuple[Money, ...], tuple[IntArray, ...]]:
    """Return the sums of money of a model, what is optimised first, and the columns that each count is about."""
    cents = program.cents.astype(np.float64)
    asked: list[tuple[Family, FloatArray, float | None, bool]] = []
    if aim is Aim.CENTS:
        asked.append((Family.BUDGET, cents, None, True))
    # Exact within the half of what `objective.broken` allows.
    kept = [limit.value - program.constant_cents + TOLERANCE / 2 for limit in limits if limit.aim is Aim.CENTS]
    asked += [(Family.BUDGET, cents, most, True) for most in kept]
    for rows in program.rows:
        for row in np.flatnonzero(is_money(rows)).tolist():
            part = slice(rows.columns.indptr[row], rows.columns.indptr[row + 1])
            value = np.zeros(program.n_columns)
            np.add.at(value, rows.columns.index[part], rows.value[part])
            asked.append((rows.family, value, float(rows.upper[row]), False))
    money, supports = [], dict[bytes, IntArray]()
    for family, value, upper, is_staged in asked:
        total = build_sum(value, rules)
        support = np.flatnonzero(total.price).astype(np.int32)
        is_usual = support.size > 1 and np.count_nonzero(total.price == total.usual) >= _HALF * support.size
        if is_usual:
            supports.setdefault(support.tobytes(), support)
        count = list(supports).index(support.tobytes()) if is_usual else -1
        money.append(Money(family, total, upper, count, is_staged))
    return tuple(money), tuple(supports.values())
