"""The smallest maximum distance: a bisection over the distances that can be one, each step a question of covering.

Whether everybody can be within v metres is a set-covering problem (Minieka, 1970). The linear relaxation rules most
values out; only those it leaves are asked with whole numbers, and every plan that turns up is measured for itself.
"""

import math

import highspy
import numpy as np

from spreiding.demand import FloatArray
from spreiding.optimise.linear import exact
from spreiding.optimise.linear.highs import is_infeasible, to_highs
from spreiding.optimise.linear.model import build_model
from spreiding.optimise.objective import ROW_TOLERANCE, value_of
from spreiding.optimise.program import Aim, BoolArray, Distances, Ending, Limit, Program, Run
from spreiding.optimise.stop import Clock, Watch


def run(  # noqa: PLR0913 - the one signature of all searches
    program: Program,
    aim: Aim,
    *,
    limits: tuple[Limit, ...] = (),
    clock: Clock,
    gap: float = 0.0,
    seed: int = 0,
    start: BoolArray | None = None,
    watch: Watch = Watch(),  # noqa: B008 - frozen
) -> Run:
    """Minimise the largest distance [m] of a row with people, within `limits`, until `clock` or at `gap`.

    The bound is proven: within any distance below it there is no plan. Equal seeds give equal plans unless time runs
    out.

    Raises
    ------
    ValueError
        When the aim is another, or a limit is on a sum over distances.

    """
    if aim is not Aim.FURTHEST or program.distances is None:
        message = f"{aim} is not the largest distance of a program with distances"
        raise ValueError(message)
    return Bisection(program, limits, clock, watch).run(start, gap=gap, seed=seed)


def possible_values(distances: Distances) -> FloatArray:
    """Return the distances [m] that can be the largest of a plan, in order; one 0 when there are no people."""
    has_people = distances.weights > 0
    if not has_people.any():
        return np.zeros(1)
    nearest = distances.beyond.copy()
    filled = np.flatnonzero(np.diff(distances.facilities.indptr))
    nearest[filled] = distances.cost[distances.facilities.indptr[filled]]
    values = np.concatenate([distances.cost[has_people[distances.facilities.row]], distances.beyond[has_people]])
    return np.unique(values[values >= nearest[has_people].max()])


class Bisection:
    """A bisection over the possible `values` [m]: all before number `low` are impossible, number `high` is not."""

    def __init__(self, program: Program, limits: tuple[Limit, ...], clock: Clock, watch: Watch) -> None:
        """Prepare to search."""
        self.program = program
        self.limits = limits
        self.clock = clock
        self.watch = watch
        self.values = np.zeros(1) if program.distances is None else possible_values(program.distances)
        self.low, self.high = 0, self.values.size - 1
        self.best: BoolArray | None = None
        self.value = math.nan

    @property
    def bound(self) -> float:
        """The least value [m] that is not ruled out."""
        return float(self.values[self.low])

    def run(self, start: BoolArray | None, *, gap: float, seed: int) -> Run:
        """Bisect until the bounds meet within `gap`, or time is over."""
        answer = self.ask(self.high, start=start, seed=seed)
        if answer is Ending.INFEASIBLE:
            return Run(answer, None, math.nan, math.nan)
        possible = self.high
        while answer is not Ending.LIMIT and self.low < possible and not self.is_closed(gap):
            middle = (self.low + possible) // 2
            answer = self.relaxation(middle)
            if answer is not Ending.INFEASIBLE:
                possible = middle
        # What the relaxation leaves is often possible: so that is asked first.
        middle = self.low
        while answer is not Ending.LIMIT and not self.is_closed(gap):
            answer = self.ask(middle, seed=seed)
            middle = (self.low + self.high) // 2
        return Run(Ending.PROVEN if self.is_closed(gap) else Ending.LIMIT, self.best, self.value, self.bound)

    def is_closed(self, gap: float) -> bool:
        """Whether the best plan is as good as proven."""
        return self.best is not None and self.value - self.bound <= gap * max(1.0, self.value) + ROW_TOLERANCE

    def ask(self, number: int, *, start: BoolArray | None = None, seed: int) -> Ending:
        """Ask for any plan within value `number`: proven when there is one."""
        answer = self.any_plan(self.within(number), start=start, seed=seed)
        self.note(number, answer)
        return answer

    def any_plan(self, limits: tuple[Limit, ...], *, start: BoolArray | None, seed: int) -> Ending:
        """Look for any plan within `limits`, which `take` hears of."""
        search = exact.Search(self.program, Aim.CENTS, limits, self.inner_watch(), gap=math.inf)
        return search.run(start, clock=self.clock, seed=seed).ending

    def relaxation(self, number: int) -> Ending:
        """Ask whether the linear relaxation has a plan within value `number`: proven when it has."""
        highs = to_highs(build_model(self.program, Aim.CENTS, self.within(number)))
        highs.setOptionValue("solve_relaxation", True)  # noqa: FBT003
        highs.setOptionValue("time_limit", max(self.clock.left(), 0.0))
        highs.run()
        is_solved = highs.getModelStatus() == highspy.HighsModelStatus.kOptimal
        answer = Ending.INFEASIBLE if is_infeasible(highs) else Ending.PROVEN if is_solved else Ending.LIMIT
        answer = Ending.LIMIT if self.watch.should_stop() else answer
        self.note(number, answer)
        return answer

    def note(self, number: int, answer: Ending) -> None:
        """Keep what an answer about value `number` rules out, and tell how far the search is."""
        if answer is Ending.INFEASIBLE:
            self.low = min(number + 1, self.values.size - 1)
        self.watch.on_progress(self.value, self.bound)

    def within(self, number: int) -> tuple[Limit, ...]:
        """Return the limits, with value `number` for the largest distance."""
        return (*self.limits, Limit(Aim.FURTHEST, float(self.values[number])))

    def inner_watch(self) -> Watch:
        """Return who follows a step: it hears of plans, of which the best of all steps is kept and told."""
        return Watch(on_plan=self.take, should_stop=self.watch.should_stop)

    def take(self, chosen: BoolArray) -> None:
        """Keep a plan that is better than the best."""
        value = value_of(self.program, Aim.FURTHEST, chosen)
        if self.best is None or value < self.value:
            self.best, self.value = chosen, value
            self.high = int(np.searchsorted(self.values, value - ROW_TOLERANCE))
            self.watch.on_plan(chosen)
            self.watch.on_progress(self.value, self.bound)
