"""Small programs, random or by hand, and the slow and simple way to know what each plan of one is worth."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product

import numpy as np

from spreiding.optimise.program import (
    Aim,
    BoolArray,
    Cover,
    Csr,
    Distances,
    Family,
    Limit,
    Program,
    Rows,
)

LINEAR = (Aim.PERSONS, Aim.CENTS, Aim.CHANGES)
# Half of what the solvers may take: figures of these programs lie further apart.
MARGIN = 0.005


def csr(parts: Sequence[Sequence[int]]) -> Csr:
    """Sparse rows, one per entry."""
    lengths = [len(part) for part in parts]
    index = np.array([entry for part in parts for entry in part], dtype=np.int32)
    return Csr(np.concatenate([[0], np.cumsum(lengths)]).astype(np.int32), index)


def rules(
    family: Family,
    parts: Sequence[dict[int, float]],
    *,
    lower: Sequence[float] | None = None,
    upper: Sequence[float] | None = None,
    price: Sequence[float] | None = None,
) -> Rows:
    """Rules of one family, one per entry: a value per column."""

    def array(values: Sequence[float] | None, usual: float) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        return np.array([usual] * len(parts) if values is None else values, dtype=np.float64)

    return Rows(
        family,
        tuple(f"{family} {k}" for k in range(len(parts))),
        csr([list(part) for part in parts]),
        np.array([value for part in parts for value in part.values()], dtype=np.float64),
        array(lower, -math.inf),
        array(upper, math.inf),
        array(price, math.inf),
    )


def cover(
    weights: Sequence[float],
    reach: Sequence[Sequence[int]],
    *,
    area: Sequence[int] | None = None,
    required: Sequence[float] = (0.0,),
    always: Sequence[float] | None = None,
    price: Sequence[float] | None = None,
    amount: Sequence[float] | None = None,
    need: float = 1.0,
) -> Cover:
    """One row of people per entry of `weights`, brought in by the facilities in the same entry of `reach`."""
    n_areas = len(required)
    return Cover(
        labels=tuple(f"area {k}" for k in range(n_areas)),
        weights=np.array(weights, dtype=np.float64),
        area=np.array([0] * len(weights) if area is None else area, dtype=np.int32),
        facilities=csr(reach),
        always=np.array([0.0] * n_areas if always is None else always, dtype=np.float64),
        required=np.array(required, dtype=np.float64),
        price=np.array([math.inf] * n_areas if price is None else price, dtype=np.float64),
        amount=None if amount is None else np.array(amount, dtype=np.float64),
        need=need,
    )


@dataclass(frozen=True)
class Forbidden:
    """A toy of a lazy rule: where all of `together` are chosen, one of `instead` must be (none: they never may be)."""

    together: tuple[int, ...]
    instead: tuple[int, ...] = ()

    def breaks(self, chosen: frozenset[int]) -> bool:
        """Whether a plan breaks it."""
        return set(self.together) <= chosen and not set(self.instead) & chosen

    def broken(self, chosen: BoolArray) -> Rows:
        """Σ together - Σ instead ≤ size of together - 1, once that is broken."""
        if not self.breaks(frozenset(np.flatnonzero(chosen).tolist())):
            return rules(Family.CATCHMENT, [])
        row = dict.fromkeys(self.together, 1.0) | dict.fromkeys(self.instead, -1.0)
        return rules(Family.CATCHMENT, [row], upper=[len(self.together) - 1])


# --- the slow way: sets and loops; nothing is shared with the program's own code ---


def all_plans(program: Program) -> Iterator[frozenset[int]]:
    """Every combination of at most one column per site."""
    sites: dict[int, list[int | None]] = {}
    for column, site in enumerate(program.site.tolist()):
        sites.setdefault(site, [None]).append(column)
    for combination in product(*sites.values()):
        yield frozenset(column for column in combination if column is not None)


def slow_rows(rows: Csr) -> list[list[int]]:
    """The entries of sparse rows as lists."""
    edges, index = rows.indptr.tolist(), rows.index.tolist()
    return [index[edges[k] : edges[k + 1]] for k in range(len(edges) - 1)]


def slow_open(program: Program, plan: frozenset[int]) -> set[int]:
    """The facilities that a plan opens."""
    return {facility for facility, columns in enumerate(slow_rows(program.facilities)) if plan & set(columns)}


def slow_within(program: Program, asked: Cover, plan: frozenset[int]) -> list[float]:
    """The people within, per area."""
    is_open = slow_open(program, plan)
    within = asked.always.tolist()
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
    costs = slow_costs(program, plan)
    assert program.distances is not None
    pairs = sorted(zip(costs, program.distances.weights.tolist(), strict=True), reverse=True)
    if aim is Aim.FURTHEST:
        return max((cost for cost, weight in pairs if weight > 0), default=0.0)
    if aim is Aim.EQUIVALENT:
        return sum(weight * math.exp(program.kappa_per_m * cost) for cost, weight in pairs)
    if aim is Aim.DISTANCE:
        return sum(weight * cost for cost, weight in pairs) + paid
    left = tenth = sum(weight for _, weight in pairs) / 10
    total = 0.0
    for cost, weight in pairs:
        part = min(left, weight)
        total, left = total + part * cost, left - part
    return total / tenth if tenth else 0.0


def slow_fits(program: Program, limits: Sequence[Limit], plan: frozenset[int]) -> bool:
    """Whether a plan respects all hard rules and limits."""
    for rows in program.rows:
        for total, lower, upper, price in zip(slow_sums(rows, plan), rows.lower, rows.upper, rows.price, strict=True):
            if total > upper or (price == math.inf and total < lower):
                return False
    for asked in program.covers:
        for within, required, price in zip(slow_within(program, asked, plan), asked.required, asked.price, strict=True):
            if price == math.inf and within < required - MARGIN:
                return False
    if any(isinstance(rule, Forbidden) and rule.breaks(plan) for rule in program.lazy):
        return False
    for limit in limits:
        value = slow_value(program, limit.aim, plan)
        if value < limit.value - MARGIN if limit.aim is Aim.PERSONS else value > limit.value + MARGIN:
            return False
    return True


def slow_best(program: Program, aim: Aim, limits: Sequence[Limit] = ()) -> float | None:
    """The best value of all plans; None when no plan fits."""
    values = [slow_value(program, aim, plan) for plan in all_plans(program) if slow_fits(program, limits, plan)]
    return (max if aim is Aim.PERSONS else min)(values, default=None)


def as_array(program: Program, plan: frozenset[int]) -> BoolArray:
    """A plan as the program speaks of it."""
    chosen = np.zeros(program.n_columns, dtype=np.bool_)
    chosen[sorted(plan)] = True
    return chosen


# --- random programs ---


class _Maker:
    """Makes one random program; whole and half people, so that no figure comes close to a tolerance."""

    def __init__(self, seed: int) -> None:
        self.random = np.random.default_rng(seed)
        per_site = self.random.integers(1, 4, int(self.random.integers(1, 6)))
        self.site = np.repeat(np.arange(per_site.size), per_site)[:9].astype(np.int32)
        self.n_columns = self.site.size
        self.cents = self.prices()
        n_facilities = int(self.random.integers(1, 8))
        self.facilities = [self.some_of_a_site() for _ in range(n_facilities)]

    def likely(self, chance: float) -> bool:
        return bool(self.random.random() < chance)

    def prices(self) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
        """Mostly multiples of one amount, as tariffs are; sometimes odd, sometimes one that saves money."""
        amounts = 500 * self.random.integers(0 if self.likely(0.2) else 2, 6, self.n_columns)
        if self.likely(0.3):
            amounts += self.random.integers(0, 100, self.n_columns)
        if self.likely(0.1):
            amounts[0] *= -1
        return amounts.astype(np.int64)

    def some_of_a_site(self) -> list[int]:
        here = np.flatnonzero(self.site == self.random.choice(self.site))
        return self.some(here, 0.6) or [int(here[0])]

    def some(self, columns: np.ndarray[tuple[int], np.dtype[np.integer]], chance: float) -> list[int]:
        return [int(column) for column in columns if self.likely(chance)]

    def price(self, chance: float) -> float:
        return float(self.random.choice([0.25, 1.0, 40.0, 700.0])) if self.likely(chance) else math.inf

    def largest(self) -> list[Rows]:
        """Rules of one keeper of a few, sometimes sharing keepers, sometimes with a price or an upper bound."""
        columns = np.arange(self.n_columns)
        parts = [self.some(columns, 0.35) for _ in range(int(self.random.integers(0, 3)))]
        parts = [part for part in parts if part]
        lower = [1.0 if self.likely(0.9) else 2.0 for _ in parts]
        prices = [self.price(0.15) for _ in parts]
        rows = rules(Family.LARGEST, [dict.fromkeys(part, 1.0) for part in parts], lower=lower, price=prices)
        return [rows] if parts else []

    def money(self) -> list[Rows]:
        found = []
        for family, values in ((Family.BUDGET, self.cents), (Family.ONCE, self.random.random(self.n_columns) * 900)):
            if self.likely(0.5):
                columns = self.some(np.arange(self.n_columns), 0.8)
                upper = float(np.rint(np.abs(values[columns]).sum() * self.random.random())) + 0.5 * self.likely(0.3)
                found.append(rules(family, [{c: float(values[c]) for c in columns}], upper=[upper]))
        return found

    def others(self, changes: Sequence[int]) -> list[Rows]:
        found = []
        columns = np.arange(self.n_columns)
        if self.likely(0.3):
            most = float(self.random.integers(-1, 3))
            found.append(rules(Family.CHANGES, [{k: float(v) for k, v in enumerate(changes) if v}], upper=[most]))
        if self.likely(0.3):
            parts = [dict.fromkeys(self.some(columns, 0.5), 1.0) for _ in range(2)]
            prices = [self.price(0.5) for _ in parts]
            found.append(rules(Family.NUMBER, parts, lower=[1.0, 2.0], upper=[math.inf, 2.0], price=prices))
        if self.likely(0.3):
            parts = [dict.fromkeys(self.some(columns, 0.4) or [0], 1.0) for _ in range(4)]
            found.append(rules(Family.HARM, parts, lower=[1.0] * 4))
        if self.likely(0.2) and self.n_columns > 1:
            pair = {0: 1.0, self.n_columns - 1: -1.0}
            found.append(rules(Family.TOGETHER, [pair], lower=[0.0], price=[self.price(0.3)]))
        return found

    def cover(self) -> Cover:
        n_rows, n_areas = int(self.random.integers(0, 9)), int(self.random.integers(1, 3))
        reach = [self.some(np.arange(len(self.facilities)), 0.4) for _ in range(n_rows)]
        weights = self.random.integers(0, 30, n_rows) / 2
        area = self.random.integers(0, n_areas, n_rows)
        always = self.random.integers(0, 6, n_areas) * self.likely(0.5) / 2
        most = always + np.bincount(area, weights=weights, minlength=n_areas)
        shares = self.random.choice([0.0, 0.3, 0.6, 0.9, 1.0], n_areas)
        amount = None
        if self.likely(0.35):
            amount = self.random.choice([0.0, 0.5, 1.0, 2.0, 5.0], sum(map(len, reach))).tolist()
        return cover(
            weights.tolist(),
            reach,
            area=area.tolist(),
            required=(np.floor(2 * shares * most) / 2).tolist(),
            always=always.tolist(),
            price=[self.price(0.5) for _ in range(n_areas)],
            amount=amount,
            need=1.0 if amount is None else float(self.random.choice([1.0, 2.0, 3.5])),
        )

    def distances(self) -> Distances:
        n_rows = int(self.random.integers(1, 7))
        reach = [
            self.random.permutation(self.some(np.arange(len(self.facilities)), 0.5)).tolist() for _ in range(n_rows)
        ]
        costs = [np.sort(self.random.choice(40, len(part), replace=False)) for part in reach]
        beyond = [float(self.random.integers(int(part.max(initial=0)) + 1, 60)) for part in costs]
        weights = self.random.integers(0, 5, n_rows).astype(np.float64)
        cost = np.concatenate([np.zeros(0), *costs])
        return Distances(weights, csr([[int(f) for f in part] for part in reach]), cost, np.array(beyond))

    def lazy(self) -> tuple[Forbidden, ...]:
        if not self.likely(0.25):
            return ()
        columns = np.arange(self.n_columns)
        parts = [(self.some(columns, 0.3) or [0], self.some(columns, 0.2)) for _ in range(2)]
        return tuple(Forbidden(tuple(a), tuple(set(b) - set(a))) for a, b in parts)


def random_program(seed: int) -> Program:
    """A program of at most nine columns with whatever a program may hold; it always counts people and has distances."""
    maker = _Maker(seed)
    random = maker.random
    changes = random.integers(-1, 2, maker.n_columns)
    return Program(
        site=maker.site,
        cents=maker.cents,
        changes=changes.astype(np.int64),
        facilities=csr(maker.facilities),
        rows=(*maker.largest(), *maker.money(), *maker.others(changes.tolist())),
        covers=tuple(maker.cover() for _ in range(int(random.integers(1, 4)))),
        counted=0,
        distances=maker.distances(),
        kappa_per_m=0.05,
        lazy=maker.lazy(),
        constant_cents=int(random.integers(0, 1000)),
        constant_changes=int(random.integers(0, 3)),
        priced=random.choice(np.array([None, Aim.PERSONS, Aim.CENTS, Aim.DISTANCE])),
    )


def random_limits(program: Program, seed: int) -> tuple[Limit, ...]:
    """Limits that one random plan just keeps, so that they bind and are sometimes impossible together with the rules."""
    random = np.random.default_rng(seed)
    plans = list(all_plans(program))
    plan = plans[int(random.integers(len(plans)))]
    aims = [aim for aim in (*LINEAR, Aim.FURTHEST) if random.random() < 0.4]
    return tuple(Limit(aim, slow_value(program, aim, plan)) for aim in aims)


def without_lazy(program: Program) -> Program:
    """The same program without its lazy rules."""
    return replace(program, lazy=())
