"""The mean distance of the tenth that goes furthest, made least: a search over the distance where that tenth begins.

For a plan with distances d of people w the mean is the least over t of t + Σ w (d − t)⁺ / (a W), with a = 0.1 and W all
people (Rockafellar & Uryasev 2000), and the best t is where the tenth begins. With t free the relaxation of that is
weak: a fraction of a branch makes everybody's distance a mean that lies below t. So t is enclosed in intervals instead.
For a plan whose tenth begins in [l, u] the mean is at least l + Σ w φ(d) / (a W), where φ(d) is d − l beyond u and 0
elsewhere, and that is a sum over distances, for which the relaxation is strong. What it leaves out are the people
between l and u times their distance from l: it falls with the square of the width. The interval with the lowest bound
is halved until no bound lies below the best plan. A tenth begins at one of the distances, so halving ends.
"""

import heapq
import math
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Final

import numpy as np

from spreiding.demand import FloatArray
from spreiding.optimise.distances import benders
from spreiding.optimise.objective import TENTH, broken, has_prices, holds_prices, value_of
from spreiding.optimise.program import DISTANCE_AIMS, Aim, BoolArray, Csr, Distances, Ending, Limit, Program, Run
from spreiding.optimise.stop import Clock, Watch

# A part of the gap that a single search may leave.
_SHARE_OF_GAP: Final = 0.25


def run(  # noqa: PLR0913 - the one signature of all searches
    program: Program,
    aim: Aim,
    *,
    limits: tuple[Limit, ...] = (),
    clock: Clock,
    gap: float = 1e-4,
    seed: int = 0,
    start: BoolArray | None = None,
    watch: Watch = Watch(),  # noqa: B008 - frozen
) -> Run:
    """Minimise `Aim.TAIL` until `clock` or a relative `gap`; with limits on distances as `benders.run` does it."""
    distances = program.distances
    # The sums that are searched are no distances: what else is about those would mean something else there.
    is_priced = has_prices(program) and holds_prices(program, Aim.DISTANCE)
    is_mixed = is_priced or any(limit.aim in DISTANCE_AIMS for limit in limits)
    if program.n_columns == 0 or distances is None or is_mixed or not distances.weights.sum() > 0:
        return benders.run(program, aim, limits=limits, clock=clock, gap=gap, seed=seed, start=start, watch=watch)
    return _Search(program, distances, limits, clock, gap, seed, watch).run(start)


@dataclass(order=True)
class _Interval:
    """Where the tenth may begin, from the `low`-th to the `high`-th distance, and a bound on the mean then [m]."""

    bound: float
    low: int
    high: int = field(compare=False)


@dataclass
class _Search:
    """One search: the best plan so far, and the intervals that may still hold a better one."""

    program: Program
    distances: Distances
    limits: tuple[Limit, ...]
    clock: Clock
    gap: float
    seed: int
    watch: Watch
    chosen: BoolArray | None = None
    value: float = math.inf

    def run(self, start: BoolArray | None) -> Run:
        if start is not None and not broken(self.program, self.limits, start):
            self.offer(start)
        open_ = [_Interval(0.0, 0, self.levels.size - 1)]
        settled = math.inf
        while open_:
            interval = heapq.heappop(open_)
            bound = min(interval.bound, settled)
            self.watch.on_progress(self.value if self.chosen is not None else math.nan, bound)
            if interval.bound >= self.enough():
                return self.answer(Ending.PROVEN, bound)
            for low, high in self.parts(interval):
                found = self.bounded(float(self.levels[low]), float(self.levels[high]))
                if found.ending is Ending.INFEASIBLE:
                    return self.answer(Ending.INFEASIBLE, math.nan)
                if self.is_over():
                    return self.answer(Ending.LIMIT, bound)
                half = _Interval(max(interval.bound, self.levels[low] + found.bound / self.tenth), low, high)
                # Of a single level nothing is left out of the sum.
                if low == high or half.bound >= self.enough():
                    settled = min(settled, half.bound)
                else:
                    heapq.heappush(open_, half)
        return self.answer(Ending.PROVEN, settled)

    def parts(self, interval: _Interval) -> list[tuple[int, int]]:
        """Halve an interval by distance, the far half first: plans found there serve the other."""
        low, high = interval.low, interval.high
        if low == high:
            return [(low, high)]
        middle = int(np.searchsorted(self.levels, (self.levels[low] + self.levels[high]) / 2, side="right"))
        middle = min(max(middle, low + 1), high)
        return [(middle, high), (low, middle - 1)]

    def bounded(self, low: float, high: float) -> Run:
        """Search the least sum over distances that bounds the mean of plans whose tenth begins in an interval."""
        allowed = _SHARE_OF_GAP * self.gap * min(self.value, float(self.distances.beyond.max())) * self.tenth
        last = [math.nan, -math.inf]

        def hear(incumbent: float, bound: float) -> None:
            last[:] = [incumbent, bound]

        def is_enough() -> bool:
            incumbent, bound = last
            is_pruned = low + bound / self.tenth >= self.enough()
            return self.is_over() or is_pruned or incumbent - bound <= allowed

        found = benders.run(
            replace(self.program, distances=_beyond(self.distances, low, high)),
            Aim.DISTANCE,
            limits=self.limits,
            clock=self.clock,
            gap=0.0,
            seed=self.seed,
            start=self.chosen,
            watch=Watch(on_progress=hear, should_stop=is_enough),
        )
        if found.chosen is not None:
            self.offer(found.chosen)
        return found

    @cached_property
    def levels(self) -> FloatArray:
        """All distances that there are [m], increasing."""
        peopled = self.distances.weights > 0
        cost = self.distances.cost[peopled[self.distances.facilities.row]]
        return np.unique(np.concatenate([cost, self.distances.beyond[peopled]]))

    @cached_property
    def tenth(self) -> float:
        """A tenth of all people [persons]."""
        return TENTH * float(self.distances.weights.sum())

    def enough(self) -> float:
        """Bound from which on nothing better than the gap is left [m]."""
        return self.value - self.gap * max(1.0, abs(self.value))

    def offer(self, chosen: BoolArray) -> None:
        """Keep a plan when it is better than the best one."""
        value = value_of(self.program, Aim.TAIL, chosen)
        if value < self.value:
            self.chosen, self.value = chosen, value
            self.watch.on_plan(chosen)

    def is_over(self) -> bool:
        return self.clock.left() <= 0 or self.watch.should_stop()

    def answer(self, ending: Ending, bound: float) -> Run:
        if self.chosen is None:
            return Run(ending, None, math.nan, bound)
        return Run(ending, self.chosen, self.value, min(bound, self.value))


def _beyond(distances: Distances, low: float, high: float) -> Distances:
    """Return φ of every distance, without rows and arcs to which it makes no difference."""

    def mapped(cost: FloatArray) -> FloatArray:
        return np.where(cost > high, cost - low, 0.0)

    beyond = mapped(distances.beyond)
    row = distances.facilities.row
    cost = mapped(distances.cost)
    is_kept = (cost < beyond[row]) & (distances.weights[row] > 0)
    rows = np.flatnonzero(beyond * distances.weights > 0)
    number = np.full(beyond.size, -1, dtype=np.int32)
    number[rows] = np.arange(rows.size, dtype=np.int32)
    counts = np.bincount(number[row[is_kept]], minlength=rows.size)
    indptr = np.concatenate([[0], np.cumsum(counts)]).astype(np.int32)
    return Distances(
        weights=distances.weights[rows],
        facilities=Csr(indptr, distances.facilities.index[is_kept]),
        cost=cost[is_kept],
        beyond=beyond[rows],
    )
