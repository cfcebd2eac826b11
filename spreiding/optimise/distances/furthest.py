"""The least largest distance within limits on sums over distances: the bisection of `linear.center`, with cuts."""

import math

from spreiding.optimise.distances import benders
from spreiding.optimise.linear.center import Bisection
from spreiding.optimise.program import SUM_AIMS, Aim, BoolArray, Ending, Limit, Program, Run
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
    """Minimise the largest distance [m] of a row with people as `center.run` does, within limits of any kind.

    Raises
    ------
    ValueError
        When the aim is another, or the program has no distances.

    """
    if aim is not Aim.FURTHEST or program.distances is None:
        message = f"{aim} is not the largest distance of a program with distances"
        raise ValueError(message)
    return _Bisection(program, limits, clock, watch).run(start, gap=gap, seed=seed)


class _Bisection(Bisection):
    """A bisection of which every step may hold limits on sums; its linear relaxations leave those out."""

    def any_plan(self, limits: tuple[Limit, ...], *, start: BoolArray | None, seed: int) -> Ending:
        """Look for any plan within `limits`: with an infinite gap the first one ends the search."""
        if not any(limit.aim in SUM_AIMS for limit in limits):
            return super().any_plan(limits, start=start, seed=seed)
        return benders.run(
            self.program,
            Aim.CENTS,
            limits=limits,
            clock=self.clock,
            gap=math.inf,
            seed=seed,
            start=start,
            watch=self.inner_watch(),
        ).ending
