"""Small random programs over distances, and their answers by trying every plan: slowly, without what is tested."""

import itertools
import math
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from spreiding.optimise.program import Aim, BoolArray, Cover, Csr, Distances, Family, Limit, Program, Rows


def csr(parts: list[list[int]]) -> Csr:
    indptr = np.concatenate([[0], np.cumsum([len(part) for part in parts])]).astype(np.int32)
    return Csr(indptr, np.array([k for part in parts for k in part], dtype=np.int32))


def random_program(seed: int) -> Program:
    """Four to six sites with one to three options; with ties, rows that nobody serves, and rows without people."""
    rng = np.random.default_rng(seed)
    n_sites = int(rng.integers(3, 6))
    site = np.repeat(np.arange(n_sites, dtype=np.int32), rng.integers(1, 4, n_sites))
    cents = rng.integers(1, 5, site.size) * 100
    facilities = _random_facilities(rng, site)
    return Program(
        site=site,
        cents=cents.astype(np.int64),
        changes=rng.integers(-1, 2, site.size).astype(np.int64),
        facilities=csr(facilities),
        rows=_random_rules(rng, site, cents),
        covers=_random_covers(rng, len(facilities)),
        counted=0,
        distances=_random_distances(rng, len(facilities)),
        kappa_per_m=float(rng.choice([1e-4, 1e-3])),
        constant_cents=int(rng.integers(0, 50)),
        constant_changes=int(rng.integers(0, 3)),
        priced=Aim.DISTANCE,
    )


def _random_facilities(rng: Generator, site: np.ndarray) -> list[list[int]]:
    """Of every site one set of its columns or two, perhaps the same."""
    found = []
    for number in np.unique(site):
        columns = np.flatnonzero(site == number)
        for _ in range(int(rng.integers(1, 3))):
            chosen = columns[rng.random(columns.size) < 0.7]
            found.append((chosen if chosen.size else columns[:1]).tolist())
    return found


def _random_distances(rng: Generator, n_facilities: int) -> Distances:
    rows, costs, beyond = [], [], []
    for _ in range(int(rng.integers(3, 12))):
        near = rng.permutation(n_facilities)[: int(rng.integers(0, n_facilities + 1))]
        # Whole hundreds: many ties. Half of the rows have a branch at hand that stands whatever is chosen.
        cost = np.sort(rng.integers(0, 40, near.size) * 100.0)
        most = 5000.0 if rng.random() < 0.5 else float(rng.integers(1, 40) * 100)
        rows.append(near[cost < most].tolist())
        costs += cost[cost < most].tolist()
        beyond.append(most)
    weights = rng.integers(0, 6, len(rows)).astype(np.float64)
    dtype = np.float32 if rng.random() < 0.5 else np.float64
    return Distances(weights, csr(rows), np.array(costs, dtype=dtype), np.array(beyond))


def _random_rules(rng: Generator, site: np.ndarray, cents: np.ndarray) -> tuple[Rows, ...]:
    """A budget, and perhaps: something must be there, at a price or at any; so many at most."""
    everything = csr([list(range(site.size))])
    hard = np.array([np.inf])
    n_sites = int(site.max()) + 1
    most = float(rng.integers(1, 3 * n_sites) * 100)
    rules = [
        Rows(Family.BUDGET, ("budget",), everything, cents.astype(float), np.array([-np.inf]), np.array([most]), hard)
    ]
    if rng.random() < 0.5:
        some = np.flatnonzero(rng.random(site.size) < 0.4)
        price = np.array([float(rng.integers(0, 3000))]) if rng.random() < 0.6 else hard
        least = np.array([float(rng.integers(1, 3))])
        rules.append(Rows(Family.NUMBER, ("number",), csr([some.tolist()]), np.ones(some.size), least, hard, price))
    if rng.random() < 0.3:
        most_open = np.array([float(rng.integers(1, n_sites + 1))])
        rules.append(Rows(Family.TOGETHER, ("most",), everything, np.ones(site.size), -hard, most_open, hard))
    return tuple(rules)


def _random_covers(rng: Generator, n_facilities: int) -> tuple[Cover, ...]:
    rows = [rng.permutation(n_facilities)[: int(rng.integers(1, n_facilities + 1))].tolist() for _ in range(5)]
    weights = rng.integers(1, 9, len(rows)).astype(np.float64)
    required = np.array([0.0 if rng.random() < 0.5 else float(rng.integers(1, int(weights.sum()) + 1))])
    price = np.array([np.inf if rng.random() < 0.5 else float(rng.integers(0, 2000))])
    area = np.zeros(len(rows), dtype=np.int32)
    return (Cover(("area",), weights, area, csr(rows), np.array([2.0]), required, price),)


@dataclass(frozen=True)
class Slow:
    """One plan, measured slowly: what it breaks and what each aim is worth."""

    program: Program
    chosen: BoolArray

    def facility_is_open(self, facility: int) -> bool:
        members = self.program.facilities
        return any(self.chosen[c] for c in members.index[members.indptr[facility] : members.indptr[facility + 1]])

    def distance(self, row: int) -> float:
        distances = self.program.distances
        assert distances is not None
        near = distances.facilities
        arcs = range(int(near.indptr[row]), int(near.indptr[row + 1]))
        reached = [float(distances.cost[arc]) for arc in arcs if self.facility_is_open(int(near.index[arc]))]
        return min([float(distances.beyond[row]), *reached])

    def people(self, cover: Cover) -> float:
        total = float(cover.always[0])
        for row in range(cover.weights.size):
            near = cover.facilities.index[cover.facilities.indptr[row] : cover.facilities.indptr[row + 1]]
            if any(self.facility_is_open(int(facility)) for facility in near):
                total += float(cover.weights[row])
        return total

    def shorts(self) -> list[tuple[float, float]]:
        """What is short of every rule and cover, with its price."""
        found = []
        for rows in self.program.rows:
            total = sum(v for c, v in zip(rows.columns.index, rows.value, strict=True) if self.chosen[c])
            found.append((max(0.0, float(rows.lower[0]) - total), float(rows.price[0])))
        covers = self.program.covers
        return found + [(max(0.0, float(c.required[0]) - self.people(c)), float(c.price[0])) for c in covers]

    def is_allowed(self) -> bool:
        per_site = np.bincount(self.program.site[self.chosen], minlength=1)
        if per_site.max() > 1 or any(short > 1e-9 and math.isinf(price) for short, price in self.shorts()):
            return False
        for rows in self.program.rows:
            total = sum(v for c, v in zip(rows.columns.index, rows.value, strict=True) if self.chosen[c])
            if total > rows.upper[0] + 1e-9:
                return False
        return True

    def value(self, aim: Aim) -> float:
        if aim is Aim.PERSONS:
            return self.people(self.program.covers[0])
        if aim is Aim.CENTS:
            return float(self.program.constant_cents + self.program.cents[self.chosen].sum())
        if aim is Aim.CHANGES:
            return float(self.program.constant_changes + self.program.changes[self.chosen].sum())
        return self.value_of_distances(aim)

    def value_of_distances(self, aim: Aim) -> float:
        assert self.program.distances is not None
        weights: list[float] = self.program.distances.weights.tolist()
        distance = [self.distance(row) for row in range(len(weights))]
        pairs = list(zip(weights, distance, strict=True))
        if aim is Aim.DISTANCE:
            return sum(w * d for w, d in pairs) + sum(s * p for s, p in self.shorts() if math.isfinite(p))
        if aim is Aim.FURTHEST:
            return max((d for w, d in pairs if w > 0), default=0.0)
        if aim is Aim.EQUIVALENT:
            return sum(w * math.exp(self.program.kappa_per_m * d) for w, d in pairs)
        return furthest_tenth(weights, distance)


def furthest_tenth(weights: list[float], distance: list[float]) -> float:
    """Walk from the furthest on until a tenth of the weight is there."""
    left = total = 0.1 * sum(weights)
    spent = 0.0
    for d, w in sorted(zip(distance, weights, strict=True), reverse=True):
        part = min(w, left)
        spent += part * d
        left -= part
    return spent / total if total > 0 else 0.0


def all_plans(program: Program) -> list[Slow]:
    """Return every plan that is allowed."""
    options = [[-1, *np.flatnonzero(program.site == s).tolist()] for s in np.unique(program.site)]
    found = []
    for choice in itertools.product(*options):
        chosen = np.zeros(program.n_columns, dtype=np.bool_)
        chosen[[column for column in choice if column >= 0]] = True
        plan = Slow(program, chosen)
        if plan.is_allowed():
            found.append(plan)
    return found


def is_kept(plan: Slow, limit: Limit) -> bool:
    value = plan.value(limit.aim)
    if limit.aim is Aim.PERSONS:
        return value >= limit.value - 1e-6
    return value <= limit.value * (1 + 1e-9) + 1e-9


def best_of(plans: list[Slow], aim: Aim, limits: tuple[Limit, ...] = ()) -> float:
    """Return the best value of an aim within limits; NaN when no plan is left."""
    values = [plan.value(aim) for plan in plans if all(is_kept(plan, limit) for limit in limits)]
    if not values:
        return math.nan
    return max(values) if aim is Aim.PERSONS else min(values)
