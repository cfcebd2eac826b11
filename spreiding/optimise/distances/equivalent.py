"""The Kolm-Pollak equivalent where it is steep: distances that no good plan can have are cut off first.

With κ = 0.003 per metre somebody at 15 km weighs e⁴⁵ times as much as somebody at the door, and in one relaxation with
him everything else is lost in rounding. But once a plan of value U = Σ w exp(κ d) is known, nobody's w exp(κ d) can be
more than U in a better one. So every distance is capped where that would be a little over U: plans better than U keep
their value, all others stay worse than U, and what is left spans as many powers of ten as there are people.
"""

from dataclasses import replace
from typing import Final

import numpy as np

from spreiding.optimise.distances import benders
from spreiding.optimise.objective import broken, value_of
from spreiding.optimise.program import DISTANCE_AIMS, Aim, BoolArray, Csr, Distances, Limit, Program, Run
from spreiding.optimise.stop import Clock, Watch

# Up to this κ times distance the usual search has digits enough.
_STEEP: Final = 10.0
# A first plan is looked for by distance, this near to the best one and for this part of the time.
_FIRST_GAP, _FIRST_PART = 0.01, 0.2
_OVER: Final = 1.01


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
    """Minimise `Aim.EQUIVALENT` until `clock` or a relative `gap`; with limits on distances as `benders` does it."""
    distances = program.distances
    is_steep = distances is not None and program.kappa_per_m * distances.beyond.max(initial=0.0) > _STEEP
    if distances is None or not is_steep or any(limit.aim in DISTANCE_AIMS for limit in limits):
        return benders.run(program, aim, limits=limits, clock=clock, gap=gap, seed=seed, start=start, watch=watch)
    # The cap is valid at what a plan is worth that may be the answer.
    start = None if start is not None and broken(program, limits, start) else start
    if start is None:
        first = clock.within(_FIRST_PART * clock.left())
        quiet = Watch(should_stop=watch.should_stop)
        start = benders.run(
            program, Aim.DISTANCE, limits=limits, clock=first, gap=_FIRST_GAP, seed=seed, watch=quiet
        ).chosen
    if start is not None:
        most = _OVER * value_of(program, aim, start)
        program = replace(program, distances=_capped(distances, most, program.kappa_per_m))
    return benders.run(program, aim, limits=limits, clock=clock, gap=gap, seed=seed, start=start, watch=watch)


def _capped(distances: Distances, most: float, kappa_per_m: float) -> Distances:
    """Return the distances of which none makes w exp(κ d) larger than `most`."""
    weights = np.maximum(distances.weights, np.finfo(np.float64).tiny)
    beyond = np.minimum(distances.beyond, (np.log(most) - np.log(weights)) / kappa_per_m)
    row = distances.facilities.row
    is_kept = distances.cost < beyond[row]
    counts = np.bincount(row[is_kept], minlength=beyond.size)
    indptr = np.concatenate([[0], np.cumsum(counts)]).astype(np.int32)
    return Distances(
        distances.weights, Csr(indptr, distances.facilities.index[is_kept]), distances.cost[is_kept], beyond
    )
