"""Random small programs, with whatever a program may hold."""

import math
from collections.abc import Sequence

import numpy as np

from spreiding.optimise.program import Aim, Cover, Distances, Family, Limit, Program, Rows
from tests.optimise.programs import Forbidden, cover, csr, rules
from tests.optimise.slow_programs import all_plans, slow_value

LINEAR = (Aim.PERSONS, Aim.CENTS, Aim.CHANGES)


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
    """Limits that one random plan just keeps: they bind, and with the rules they are sometimes impossible."""
    random = np.random.default_rng(seed)
    plans = list(all_plans(program))
    plan = plans[int(random.integers(len(plans)))]
    aims = [aim for aim in (*LINEAR, Aim.FURTHEST) if random.random() < 0.4]
    return tuple(Limit(aim, slow_value(program, aim, plan)) for aim in aims)
