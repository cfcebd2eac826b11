"""The exact search for aims that are linear in the columns: a mixed-integer model, lazy rules once they are broken."""

import math
from dataclasses import dataclass, replace
from typing import Final

import highspy
import numpy as np
from highspy.highs import HighsCallbackEvent

from spreiding.optimise.linear.heuristics import greedy
from spreiding.optimise.linear.highs import chosen_of, give_start, is_infeasible, to_highs
from spreiding.optimise.linear.misses import missed
from spreiding.optimise.linear.model import Model, build_model
from spreiding.optimise.objective import ROW_TOLERANCE, activity, broken, value_of
from spreiding.optimise.program import Aim, BoolArray, Ending, Family, Limit, Program, Rows, Run
from spreiding.optimise.stop import Clock, Watch

LINEAR_AIMS: Final = frozenset({Aim.PERSONS, Aim.CENTS, Aim.CHANGES})
# Rows that ask for something to be open: without one, no number of priced columns is needed.
_ASKING: Final = frozenset({Family.SHARE, Family.REACHED})
# Finding how many there are at least may take this long [s]: it is a help, no more.
_COUNT_S: Final = 20.0
_MARGIN: Final = 1e-6
_HALF: Final = 0.5
# A gap of 0 is one that only rounding keeps open.
_CLOSED: Final = 1e-9
_ENDED: Final = frozenset(
    {
        highspy.HighsModelStatus.kOptimal,
        highspy.HighsModelStatus.kTimeLimit,
        highspy.HighsModelStatus.kInterrupt,
        highspy.HighsModelStatus.kInfeasible,
        highspy.HighsModelStatus.kUnboundedOrInfeasible,
    }
)


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
    """Optimise persons, cents or changes within `limits` (on those or on the furthest) until `clock`, or at `gap`.

    It begins at `start` when that plan breaks nothing, and else at a greedy one; equal seeds give equal plans unless
    time runs out. The bound is proven, and NaN when there is none.

    Raises
    ------
    ValueError
        When the aim or a limit is on a sum over distances: those are for another search.

    """
    if aim not in LINEAR_AIMS:
        message = f"{aim} is not linear in the columns"
        raise ValueError(message)
    search = Search(program, aim, limits, watch, gap)
    return search.run(start, clock=clock, seed=seed)


@dataclass
class Search:
    """A search with the best plan so far; for `Aim.FURTHEST` any plan within the limits is as good as another.

    `value` and `bound` are in the unit of the aim, NaN as long as there is none; `error` is what a listener raised.
    """

    program: Program
    aim: Aim
    limits: tuple[Limit, ...]
    watch: Watch
    gap: float
    best: BoolArray | None = None
    value: float = math.nan
    bound: float = math.nan
    error: BaseException | None = None

    def __post_init__(self) -> None:
        """Refuse limits that the model does not hold."""
        if any(limit.aim not in LINEAR_AIMS | {Aim.FURTHEST} for limit in self.limits):
            message = f"limits on sums over distances are not for this search: {self.limits}"
            raise ValueError(message)

    @property
    def is_closed(self) -> bool:
        """Whether the best plan is proven, within the gap; where any gap will do, a plan is enough."""
        if math.isinf(self.gap):
            return self.best is not None
        return abs(self.value - self.bound) <= max(self.gap, _CLOSED) * max(1.0, abs(self.value))

    def run(self, start: BoolArray | None, *, clock: Clock, seed: int) -> Run:
        """Search until the best plan is proven, nothing is possible, or time is over."""
        self.offer(start)
        if self.program.n_columns == 0:
            # HiGHS has no answer to an empty model.
            self.offer(np.zeros(0, dtype=np.bool_))
            self.bound = self.value
            return self.answer(Ending.INFEASIBLE if self.best is None else Ending.PROVEN)
        if self.best is None:
            self.offer(greedy(self.program, self.aim, self.limits))
        if math.isinf(self.gap) and self.is_closed:
            return self.answer(Ending.PROVEN)
        if self.watch.should_stop():
            return self.answer(Ending.LIMIT)
        model = with_least_counts(build_model(self.program, self.aim, self.limits), clock)
        ending, rules = self.step(model, clock=clock, seed=seed)
        while rules and ending is not Ending.PROVEN and clock.left() > 0 and not self.watch.should_stop():
            model = model.with_rules(rules)
            ending, rules = self.step(model, clock=clock, seed=seed)
        return self.answer(ending)

    def step(self, model: Model, *, clock: Clock, seed: int) -> tuple[Ending, tuple[Rows, ...]]:
        """Solve `model`; also return the rows beyond it that its plan breaks, so that it is not the answer yet."""
        highs = self.solve(model, clock=clock, seed=seed)
        if is_infeasible(highs):
            # A plan within the tolerance, of which a model takes only half, may be known all the same.
            return (Ending.INFEASIBLE if self.best is None else Ending.LIMIT), ()
        chosen = chosen_of(highs, model)
        rules = () if chosen is None else (*self.lazily_broken(chosen), *missed(self.program, chosen))
        if not rules:
            self.offer(chosen, is_certain=True)
        is_done = highs.getModelStatus() == highspy.HighsModelStatus.kOptimal and not rules
        return (Ending.PROVEN if is_done or self.is_closed else Ending.LIMIT), rules

    def solve(self, model: Model, *, clock: Clock, seed: int) -> highspy.Highs:
        """Run the solver once, from the best plan so far, and note the bound that it proves."""
        highs = to_highs(model, seed=seed)
        # The gap is watched here, in the unit of the aim: constants belong to it.
        highs.setOptionValue("mip_rel_gap", 0.0)
        highs.setOptionValue("time_limit", max(clock.left(), 0.0))
        if self.best is not None:
            give_start(highs, model, self.best)
        listener = _Listener(self, model)
        highs.cbMipLogging += listener.report
        highs.cbMipImprovingSolution += listener.improve
        highs.cbMipInterrupt += listener.interrupt
        highs.cbSimplexInterrupt += listener.interrupt
        highs.run()
        if self.error is not None:
            raise self.error
        if highs.getModelStatus() not in _ENDED:
            message = f"HiGHS ended with {highs.getModelStatus()}"
            raise RuntimeError(message)
        if not is_infeasible(highs):
            self.tighten(model.in_unit(highs.getInfo().mip_dual_bound))
        return highs

    def offer(self, chosen: BoolArray | None, *, is_certain: bool = False) -> None:
        """Take a plan as the best if it breaks nothing and is better; of a certain one, it is a fault if it does.

        Raises
        ------
        RuntimeError
            When a plan that the solver vouches for breaks a rule.

        """
        if chosen is None:
            return
        faults = broken(self.program, self.limits, chosen)
        if faults and is_certain:
            message = f"the solver's plan breaks {faults}"
            raise RuntimeError(message)
        value = value_of(self.program, self.aim, chosen)
        is_better = value > self.value if self.aim is Aim.PERSONS else value < self.value
        if not faults and (self.best is None or is_better):
            self.best, self.value = chosen, value
            self.watch.on_plan(chosen)

    def tighten(self, bound: float) -> None:
        """Keep the best of the proven bounds; NaN is none."""
        tighter = np.fmin if self.aim is Aim.PERSONS else np.fmax
        self.bound = float(tighter(self.bound, bound))

    def lazily_broken(self, chosen: BoolArray) -> tuple[Rows, ...]:
        """Return the rows of lazy rules that a plan breaks.

        Raises
        ------
        RuntimeError
            When such a row is not broken by the plan at all, so that the search would never end.

        """
        found = tuple(rows for rows in (rule.broken(chosen) for rule in self.program.lazy) if rows.lower.size)
        for rows in found:
            total = activity(rows, chosen)
            if not ((total < rows.lower - ROW_TOLERANCE) | (total > rows.upper + ROW_TOLERANCE)).any():
                message = f"a lazy rule returned rows that the plan respects: {rows.labels}"
                raise RuntimeError(message)
        return found

    def answer(self, ending: Ending) -> Run:
        """Return the best plan with the bound."""
        return Run(ending, self.best, self.value, math.nan if ending is Ending.INFEASIBLE else self.bound)


def with_least_counts(model: Model, clock: Clock) -> Model:
    """Return `model` with how many priced columns a plan has at least: a fraction of a branch does not exist."""
    if not any(block.family in _ASKING for block in model.blocks):
        return model
    lower = model.lower.copy()
    for column in model.counts:
        cost = np.zeros(model.cost.size)
        cost[column] = 1.0
        highs = to_highs(replace(model, cost=cost, is_maximised=False))
        highs.setOptionValue("solve_relaxation", True)  # noqa: FBT003
        highs.setOptionValue("time_limit", max(clock.within(_COUNT_S).left(), 0.0))
        highs.run()
        if highs.getModelStatus() == highspy.HighsModelStatus.kOptimal:
            lower[column] = math.ceil(highs.getInfo().objective_function_value - _MARGIN)
    return replace(model, lower=lower)


class _Listener:
    """Hears the solver's callbacks. An exception may not pass through the solver, so it is kept until the end."""

    def __init__(self, search: Search, model: Model) -> None:
        self.search = search
        self.model = model

    def report(self, event: HighsCallbackEvent) -> None:
        """Tell how far the search is."""
        if self.search.error is None:
            try:
                self.search.tighten(self.model.in_unit(event.data_out.mip_dual_bound))
                self.search.watch.on_progress(self.search.value, self.search.bound)
            except BaseException as error:  # noqa: BLE001
                self.search.error = error

    def improve(self, event: HighsCallbackEvent) -> None:
        """Take a better plan."""
        if self.search.error is None:
            try:
                self.search.offer(np.asarray(event.data_out.mip_solution)[: self.model.n_columns] > _HALF)
            except BaseException as error:  # noqa: BLE001
                self.search.error = error
        self.report(event)

    def interrupt(self, event: HighsCallbackEvent) -> None:
        """End the run when a listener failed or wants it, or when the gap is small enough."""
        try:
            if self.search.error is not None or self.search.is_closed or self.search.watch.should_stop():
                event.interrupt()
        except BaseException as error:  # noqa: BLE001
            self.search.error = error
            event.interrupt()
