"""One search after another, each keeping what was reached: the aims of a question in their order, then its ties."""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final, Protocol

import numpy as np

from spreiding.demand import FloatArray
from spreiding.optimise.objective import broken, value_of
from spreiding.optimise.program import SUM_AIMS, Aim, BoolArray, Distances, Ending, Limit, Program, Run
from spreiding.optimise.stop import Clock, Stop, Watch
from spreiding.optimise.ties import tie_aims, without_sums

# Each question about ties may take this long [s]: at the size of a province it takes 0.1-16 s, and when it is finished
# the plan itself is repeatable, not only its value.
SIDE_QUESTION_S: Final = 20.0


class Engine(Protocol):
    """A search for the best plan by one aim, within limits."""

    def __call__(  # noqa: PLR0913 - the contract of all engines
        self,
        program: Program,
        aim: Aim,
        *,
        limits: tuple[Limit, ...],
        clock: Clock,
        gap: float,
        seed: int,
        start: BoolArray | None,
        watch: Watch,
    ) -> Run:
        """Search until the relative gap is at most `gap`, from the plan `start`."""


@dataclass(frozen=True)
class Reached:
    """What was reached for an aim by the last plan (NaN: no plan), and a proven bound on it (NaN: none)."""

    aim: Aim
    value: float
    bound: float


@dataclass(frozen=True)
class Outcome:
    """How a sequence of searches ended: its plan, what that reached per aim, and the limits that it kept.

    `ending` is about the first aim. `is_settled`: every later aim and every tie was settled too.
    """

    ending: Ending
    chosen: BoolArray | None
    reached: tuple[Reached, ...]
    limits: tuple[Limit, ...] = ()
    is_settled: bool = False


def engine_for(aim: Aim, limits: tuple[Limit, ...]) -> Engine:
    """Return what searches for `aim` within `limits`; only that is loaded, as the process that searches starts anew."""
    # ruff: noqa: PLC0415
    if aim is Aim.TAIL:
        from spreiding.optimise.distances import tail

        return tail.run
    if aim is Aim.EQUIVALENT:
        from spreiding.optimise.distances import equivalent

        return equivalent.run
    if SUM_AIMS & {aim, *(limit.aim for limit in limits)}:
        if aim is Aim.FURTHEST:
            from spreiding.optimise.distances import furthest

            return furthest.run
        from spreiding.optimise.distances import benders

        return benders.run
    if aim is Aim.FURTHEST:
        from spreiding.optimise.linear import center

        return center.run
    from spreiding.optimise.linear import exact

    return exact.run


def search(
    program: Program,
    aims: tuple[Aim, ...],
    *,
    stop: Stop,
    seed: int = 0,
    start: BoolArray | None = None,
    watch: Watch | None = None,
) -> Outcome:
    """Search for the plan that is best by the first of `aims`, among those by the second, and so on.

    What is reached for an aim is kept by all that follow, as a limit that holds within the tolerance of
    `objective.keeps`; a later aim starts from the plan before, so it makes nothing worse. Of plans that are equally
    good the cheapest is taken (when cost is an aim: the one that reaches most people), and of those one with the fewest
    changes, within `SIDE_QUESTION_S` each. Where an aim is a sum over distances, equally good are the plans in which
    everybody's nearest facility stays open: almost every other plan differs in the sum, and this asks no decomposition.

    `watch` hears the progress of the first aim, and every plan that is better than the plan before. A `start` that
    breaks a rule is left out.
    """
    course = _Course(program, Clock.of(stop.time_limit_s), seed, watch or Watch())
    best = start if start is not None and not broken(program, (), start) else None
    limits: tuple[Limit, ...] = ()
    runs: list[Run] = []
    for aim in aims:
        runs.append(course.run(aim, limits, best, gap=_gap_in_unit(program, aim, stop.gap)))
        best = runs[-1].chosen
        if runs[-1].ending is not Ending.PROVEN or best is None:
            break
        limits = (*limits, Limit(aim, value_of(program, aim, best)))
    is_settled = False
    if best is not None and len(limits) == len(aims):
        best, is_settled = course.settle_ties(aims, limits, best)
    bounds = [run.bound for run in runs] + [math.nan] * (len(aims) - len(runs))
    reached = tuple(
        Reached(aim, math.nan if best is None else value_of(program, aim, best), bound)
        for aim, bound in zip(aims, bounds, strict=True)
    )
    return Outcome(runs[0].ending, best, reached, limits, is_settled)


@dataclass(frozen=True)
class _Course:
    """A sequence of searches, with the clock and who follows it."""

    program: Program
    clock: Clock
    seed: int
    watch: Watch

    def run(self, aim: Aim, limits: tuple[Limit, ...], start: BoolArray | None, *, gap: float) -> Run:
        """Search for one aim of the question; the best plan that was heard of is the plan of the run."""
        best = _Best(self.program, aim, start, self.watch.on_plan)
        is_first = not limits
        on_progress = self.watch.on_progress if is_first else _ignore
        run = engine_for(aim, limits)(
            self.program,
            aim,
            limits=limits,
            clock=self.clock,
            gap=gap,
            seed=self.seed,
            start=start,
            watch=Watch(on_progress, best.hear, self.watch.should_stop),
        )
        if run.ending is Ending.INFEASIBLE:
            _refuse_contradiction(aim, start)
            return run
        if run.chosen is not None:
            best.hear(run.chosen)
        on_progress(best.value, run.bound)
        return replace(run, chosen=best.chosen, value=best.value)

    def settle_ties(self, aims: tuple[Aim, ...], limits: tuple[Limit, ...], best: BoolArray) -> tuple[BoolArray, bool]:
        """Choose among plans as good as `best`; also return whether that was finished."""
        program, limits = without_sums(self.program, limits, best)
        clock = self.clock
        for aim in tie_aims(self.program, aims):
            course = replace(self, program=program, clock=clock.within(SIDE_QUESTION_S))
            run = course.run(aim, limits, best, gap=0.0)
            best = best if run.chosen is None else run.chosen
            if run.ending is not Ending.PROVEN:
                return best, False
            limits = (*limits, Limit(aim, value_of(program, aim, best)))
        return best, True


class _Best:
    """The best plan for one aim so far; tells of each that is better."""

    def __init__(self, program: Program, aim: Aim, chosen: BoolArray | None, tell: Callable[[BoolArray], None]) -> None:
        self.program, self.aim, self.tell = program, aim, tell
        self.chosen: BoolArray | None = None
        self.value = math.nan
        if chosen is not None:
            self.hear(chosen)

    def hear(self, chosen: BoolArray) -> None:
        """Keep a plan that is better."""
        value = value_of(self.program, self.aim, chosen)
        is_better = value > self.value if self.aim is Aim.PERSONS else value < self.value
        if self.chosen is None or is_better:
            self.chosen, self.value = chosen.copy(), value
            self.tell(chosen)


def _gap_in_unit(program: Program, aim: Aim, gap: float) -> float:
    """Return the relative gap in the unit of the aim that is at most `gap` where people read it.

    The equivalent is read in metres, ln(Σ w exp(κ d) / Σ w) / κ: it is at least the one with all facilities open, E₀,
    and a bound that is (1 - g) times a sum is -ln(1 - g) / κ metres less, so g = 1 - exp(-κ gap E₀) is enough.
    """
    if aim is not Aim.EQUIVALENT or program.distances is None or not program.distances.weights.any():
        return gap
    weights, kappa_per_m = program.distances.weights, program.kappa_per_m
    least = weights @ np.exp(kappa_per_m * _least_costs(program.distances)) / weights.sum()
    return -math.expm1(-gap * max(math.log(least), kappa_per_m))


def _least_costs(distances: Distances) -> FloatArray:
    """Return what every row costs [m] with all facilities open."""
    arcs = distances.facilities
    has_arcs = np.diff(arcs.indptr) > 0
    costs = distances.beyond.copy()
    costs[has_arcs] = distances.cost[arcs.indptr[:-1][has_arcs]]
    return costs


def _refuse_contradiction(aim: Aim, start: BoolArray | None) -> None:
    """Stop when nothing fits, though a plan is known that does: that is a fault of our own."""
    if start is not None:
        message = f"no plan was found for {aim}, but one that respects all rules was given"
        raise RuntimeError(message)


def _ignore(incumbent: float, bound: float) -> None:
    """Tell nobody: a later aim counts in another unit."""
