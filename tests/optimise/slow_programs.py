"""The slow and simple way to know what a plan of a small program is worth: sets and loops, nothing of its own code."""

import math
from collections.abc import Iterator, Sequence
from itertools import product

import numpy as np

from spreiding.optimise.program import Aim, BoolArray, Cover, Csr, Limit, Program, Rows
from tests.optimise.programs import Forbidden

# Half of what the solvers may take: figures of these programs lie further apart.
MARGIN = 0.005


def all_plans(program: Program) -> Iterator[frozenset[int]]:
    """Every combination of at most one column per site."""
    sites: dict[int, list[int | None]] = {}
    for column, site in enumerate(program.site.tolist()):
        sites.setdefault(site, [None]).append(column)
    for combination in product(*sites.values()):
        yield frozenset(column for column in combination if column is not None)


def slow_rows(rows: Csr) -> list[list[int]]:
    """The entries of sparse rows as lists."""
    edges: list[int] = rows.indptr.tolist()
    index: list[int] = rows.index.tolist()
    return [index[edges[k] : edges[k + 1]] for k in range(len(edges) - 1)]


def slow_open(program: Program, plan: frozenset[int]) -> set[int]:
    """The facilities that a plan opens."""
    return {facility for facility, columns in enumerate(slow_rows(program.facilities)) if plan & set(columns)}


def slow_within(program: Program, asked: Cover, plan: frozenset[int]) -> list[float]:
    """The people within, per area."""
    is_open = slow_open(program, plan)
    within: list[float] = asked.always.tolist()
    position = 0
    for row, facilities in enumerate(slow_rows(asked.facilities)):
        total = 0.0
        for facility in facilities:
            if facility in is_open:
                total += 1.0 if asked.amount is None else float(asked.amount[position])
            position += 1
        if total >= asked.need:
            within[int(asked.area[row])] += float(asked.weights[row])
    return within


def slow_sums(rows: Rows, plan: frozenset[int]) -> list[float]:
    """The sum of every rule."""
    position, sums = 0, []
    for columns in slow_rows(rows.columns):
        total = 0.0
        for column in columns:
            total += float(rows.value[position]) * (column in plan)
            position += 1
        sums.append(total)
    return sums


def slow_price(program: Program, aim: Aim, plan: frozenset[int]) -> float:
    """What a plan pays for what it is short of."""
    if aim not in {Aim.PERSONS, Aim.CENTS, Aim.DISTANCE} or program.priced not in {None, aim}:
        return 0.0
    paid = 0.0
    for rows in program.rows:
        for total, lower, price in zip(slow_sums(rows, plan), rows.lower, rows.price, strict=True):
            if price < math.inf and total < lower:
                paid += float(price * (lower - total))
    for asked in program.covers:
        for within, required, price in zip(slow_within(program, asked, plan), asked.required, asked.price, strict=True):
            if price < math.inf and within < required:
                paid += float(price * (required - within))
    return paid


def slow_costs(program: Program, plan: frozenset[int]) -> list[float]:
    """The distance of every row."""
    distances = program.distances
    assert distances is not None
    is_open, position, costs = slow_open(program, plan), 0, []
    for row, facilities in enumerate(slow_rows(distances.facilities)):
        near = [float(distances.beyond[row])]
        for facility in facilities:
            if facility in is_open:
                near.append(float(distances.cost[position]))
            position += 1
        costs.append(min(near))
    return costs


def slow_value(program: Program, aim: Aim, plan: frozenset[int]) -> float:
    """The aim at a plan."""
    paid = slow_price(program, aim, plan)
    if aim is Aim.PERSONS:
        assert program.counted is not None
        return sum(slow_within(program, program.covers[program.counted], plan)) - paid
    if aim is Aim.CENTS:
        return program.constant_cents + sum(int(program.cents[column]) for column in plan) + paid
    if aim is Aim.CHANGES:
        return program.constant_changes + sum(int(program.changes[column]) for column in plan)
    assert program.distances is not None
    weights: list[float] = program.distances.weights.tolist()
    pairs = sorted(zip(slow_costs(program, plan), weights, strict=True), reverse=True)
    if aim is Aim.TAIL:
        return slow_tail(pairs)
    return {
        Aim.FURTHEST: max((cost for cost, weight in pairs if weight > 0), default=0.0),
        Aim.EQUIVALENT: sum(weight * math.exp(program.kappa_per_m * cost) for cost, weight in pairs),
        Aim.DISTANCE: sum(weight * cost for cost, weight in pairs) + paid,
    }[aim]


def slow_tail(pairs: Sequence[tuple[float, float]]) -> float:
    """The mean of the tenth of the weight that comes first."""
    left = tenth = sum(weight for _, weight in pairs) / 10
    total = 0.0
    for cost, weight in pairs:
        part = min(left, weight)
        total, left = total + part * cost, left - part
    return total / tenth if tenth else 0.0


def slow_fits(program: Program, limits: Sequence[Limit], plan: frozenset[int]) -> bool:
    """Whether a plan respects all hard rules and limits."""
    return (
        all(slow_keeps(rows, plan) for rows in program.rows)
        and all(slow_serves(program, asked, plan) for asked in program.covers)
        and not any(isinstance(rule, Forbidden) and rule.breaks(plan) for rule in program.lazy)
        and all(slow_holds(program, limit, plan) for limit in limits)
    )


def slow_keeps(rows: Rows, plan: frozenset[int]) -> bool:
    """Whether a plan keeps all rules of a family."""
    rules = zip(slow_sums(rows, plan), rows.lower, rows.upper, rows.price, strict=True)
    return all(total <= upper and (price < math.inf or total >= lower) for total, lower, upper, price in rules)


def slow_serves(program: Program, asked: Cover, plan: frozenset[int]) -> bool:
    """Whether enough people of every area are within."""
    areas = zip(slow_within(program, asked, plan), asked.required, asked.price, strict=True)
    return all(price < math.inf or within >= required - MARGIN for within, required, price in areas)


def slow_holds(program: Program, limit: Limit, plan: frozenset[int]) -> bool:
    """Whether a plan keeps a limit."""
    value = slow_value(program, limit.aim, plan)
    return value >= limit.value - MARGIN if limit.aim is Aim.PERSONS else value <= limit.value + MARGIN


def slow_best(program: Program, aim: Aim, limits: Sequence[Limit] = ()) -> float | None:
    """The best value of all plans; None when no plan fits."""
    values = [slow_value(program, aim, plan) for plan in all_plans(program) if slow_fits(program, limits, plan)]
    return (max if aim is Aim.PERSONS else min)(values, default=None)


def as_array(program: Program, plan: frozenset[int]) -> BoolArray:
    """A plan as the program speaks of it."""
    chosen = np.zeros(program.n_columns, dtype=np.bool_)
    chosen[sorted(plan)] = True
    return chosen
