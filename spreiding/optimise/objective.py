"""What a plan is worth on the bare arrays of a program, and what it breaks: the solvers' one measure, in plain numpy.

Units: persons; cents [€ 0.01 per year]; changes [sites]; `Aim.DISTANCE` [person·m]; `Aim.FURTHEST` and `Aim.TAIL` [m];
`Aim.EQUIVALENT` Σ w exp(κ d) [persons].
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from spreiding.demand import FloatArray
from spreiding.optimise.program import Aim, BoolArray, Cover, Distances, Limit, Program, Rows

# What an earlier stage reached is kept when no more than this is missing [persons, cents, changes]; a model, in which a
# sum of fractions is not exact, may use half of it, also of required people: what it then finds is counted exactly.
TOLERANCE: Final = 0.01
# So much, relative, a sum of persons may be off when it is added up in another order: as the normtoets takes it.
_ROUNDING: Final = 1e-9
# The same for linear rules, in their own unit, and for what is compared in metres or relative to a sum.
ROW_TOLERANCE: Final = 1e-6
TENTH: Final = 0.1

_SUMS: Final = frozenset({Aim.PERSONS, Aim.CENTS, Aim.DISTANCE})


@dataclass(frozen=True)
class Shortfalls:
    """How much is short: per entry of `program.rows` an array per row, per entry of `program.covers` one per area.

    In the unit of the row, and persons; 0 where enough is there.
    """

    rows: tuple[FloatArray, ...]
    covers: tuple[FloatArray, ...]


def value_of(program: Program, aim: Aim, chosen: BoolArray) -> float:
    """Return `aim` at the plan of the `chosen` columns, in the unit of the aim; without people 0 for those about them.

    What is short of a rule with a price is subtracted from persons, and added to cents or person·m, at that price;
    no other aim holds prices.
    """
    if aim is Aim.PERSONS:
        return float(persons_within(program, counted_cover(program), chosen).sum()) - price_of(program, aim, chosen)
    if aim is Aim.CENTS:
        return program.constant_cents + int(program.cents[chosen].sum()) + price_of(program, aim, chosen)
    if aim is Aim.CHANGES:
        return float(program.constant_changes + int(program.changes[chosen].sum()))
    return _value_of_distances(program, aim, chosen)


def broken(program: Program, limits: tuple[Limit, ...], chosen: BoolArray) -> tuple[str, ...]:
    """Name what the `chosen` columns break: sites with two options, hard rules, required people, lazy rules, limits.

    Of required people only a rounding may be missing. Of a limit on persons, cents and changes `TOLERANCE` may be; of a
    linear rule and of metres `ROW_TOLERANCE`, absolute; of a limit on a sum over distances that, relative.
    """
    per_site = np.bincount(program.site[chosen], minlength=0)
    names = [f"site {site}" for site in np.flatnonzero(per_site > 1)]
    for rows in program.rows:
        names += _broken_rows(rows, chosen)
    for cover in program.covers:
        short = is_short(persons_within(program, cover, chosen), cover.required)
        names += [cover.labels[area] for area in np.flatnonzero(short & np.isinf(cover.price))]
    for rule in program.lazy:
        names += rule.broken(chosen).labels
    names += [f"limit {limit.aim.value}" for limit in limits if not keeps(program, limit, chosen)]
    return tuple(names)


def is_short(within: FloatArray, required: FloatArray) -> BoolArray:
    """Mark where fewer persons are `within` than are `required` [persons], as the normtoets judges it."""
    return np.asarray(within < required - _ROUNDING * np.maximum(1.0, np.abs(required)))


def keeps(program: Program, limit: Limit, chosen: BoolArray) -> bool:
    """Whether the plan of the `chosen` columns respects `limit`, within the tolerance that `broken` speaks of."""
    value = value_of(program, limit.aim, chosen)
    if limit.aim is Aim.PERSONS:
        return value >= limit.value - TOLERANCE
    if limit.aim in {Aim.CENTS, Aim.CHANGES}:
        return value <= limit.value + TOLERANCE
    scale = 1.0 if limit.aim is Aim.FURTHEST else max(1.0, abs(limit.value))
    return value <= limit.value + ROW_TOLERANCE * scale


def holds_prices(program: Program, aim: Aim) -> bool:
    """Whether what is short has its price in `aim`: a sum, in whose unit the prices of `program` are."""
    return aim in _SUMS and program.priced in {None, aim}


def has_prices(program: Program) -> bool:
    """Whether being short of anything has a price at all."""
    prices = [rows.price for rows in program.rows] + [cover.price for cover in program.covers]
    return any(bool(np.isfinite(price).any()) for price in prices)


def price_of(program: Program, aim: Aim, chosen: BoolArray) -> float:
    """Return what the shortfalls of the `chosen` columns cost, in the unit of `aim`; 0 when it holds no prices."""
    if not holds_prices(program, aim):
        return 0.0
    short = shortfalls(program, chosen)
    prices = [rows.price for rows in program.rows] + [cover.price for cover in program.covers]
    pairs = zip(prices, short.rows + short.covers, strict=True)
    return sum(float(price[np.isfinite(price)] @ amount[np.isfinite(price)]) for price, amount in pairs)


def shortfalls(program: Program, chosen: BoolArray) -> Shortfalls:
    """Return what the `chosen` columns are short of every lower bound on a rule and of all required people."""
    return Shortfalls(
        tuple(np.maximum(rows.lower - activity(rows, chosen), 0.0) for rows in program.rows),
        tuple(np.maximum(c.required - persons_within(program, c, chosen), 0.0) for c in program.covers),
    )


def activity(rows: Rows, chosen: BoolArray) -> FloatArray:
    """Return Σ value over the `chosen` columns per row, in the unit of the row."""
    value = np.where(chosen[rows.columns.index], rows.value, 0.0)
    return np.bincount(rows.columns.row, weights=value, minlength=rows.columns.n_rows).astype(np.float64)


def counted_cover(program: Program) -> Cover:
    """Return the cover whose people `Aim.PERSONS` counts.

    Raises
    ------
    ValueError
        When the program has none: a fault of our own.

    """
    if program.counted is None:
        message = "persons are asked of a program that counts nobody"
        raise ValueError(message)
    return program.covers[program.counted]


def persons_within(program: Program, cover: Cover, chosen: BoolArray) -> FloatArray:
    """Return per area of `cover` the persons [persons] who are within it, those who always are included."""
    weights = np.where(covered_rows(program, cover, chosen), cover.weights, 0.0)
    return np.asarray(cover.always + np.bincount(cover.area, weights=weights, minlength=cover.always.size))


def covered_rows(program: Program, cover: Cover, chosen: BoolArray) -> BoolArray:
    """Mark the rows of `cover` for which enough is open."""
    is_open = program.is_open(chosen)[cover.facilities.index]
    amount = is_open * (1.0 if cover.amount is None else cover.amount)
    total = np.bincount(cover.facilities.row, weights=amount, minlength=cover.facilities.n_rows)
    return np.asarray(total >= cover.need * (1 - ROW_TOLERANCE))


def row_costs(program: Program, chosen: BoolArray) -> FloatArray:
    """Return per row of the distances its cost [m]: at its nearest open facility, or what it is `beyond` all."""
    distances = _distances(program)
    costs = distances.beyond.astype(np.float64)
    is_open = program.is_open(chosen)[distances.facilities.index]
    # Costs increase within a row, so that the first open arc is the nearest.
    row, first = np.unique(distances.facilities.row[is_open], return_index=True)
    costs[row] = distances.cost[is_open][first]
    return costs


def mean_of_furthest(costs: FloatArray, weights: FloatArray) -> float:
    """Return the mean of `costs` [m] over the tenth of the weight where they are largest; 0 without weight.

    Of the row at the boundary only the part of the weight counts that still fits.
    """
    order = np.argsort(-costs, kind="stable")
    total = TENTH * weights.sum()
    before = np.cumsum(weights[order]) - weights[order]
    part = np.clip(total - before, 0.0, weights[order])
    return float(part @ costs[order] / total) if total > 0 else 0.0


def _distances(program: Program) -> Distances:
    if program.distances is None:
        message = "distances are asked of a program without them"
        raise ValueError(message)
    return program.distances


def _value_of_distances(program: Program, aim: Aim, chosen: BoolArray) -> float:
    weights, costs = _distances(program).weights, row_costs(program, chosen)
    if aim is Aim.FURTHEST:
        return float(costs[weights > 0].max(initial=0.0))
    if aim is Aim.TAIL:
        return mean_of_furthest(costs, weights)
    if aim is Aim.EQUIVALENT:
        return float(weights @ np.exp(program.kappa_per_m * costs))
    return float(weights @ costs) + price_of(program, aim, chosen)


def _broken_rows(rows: Rows, chosen: BoolArray) -> list[str]:
    total = activity(rows, chosen)
    is_short = np.isinf(rows.price) & (total < rows.lower - ROW_TOLERANCE)
    return [rows.labels[row] for row in np.flatnonzero(is_short | (total > rows.upper + ROW_TOLERANCE))]
