"""p-center to a proof: the smallest radius within which p sites cover all, by bisection over the costs that occur."""

import numpy as np

from spreiding.demand import FloatArray
from spreiding.optimise.lagrangian import Arcs, BoolArray, StateArray
from spreiding.optimise.stop import Clock
from spreiding.optimise.textbook_cover import Cover, build_covering, cover_all
from spreiding.optimise.textbook_input import Allowed
from spreiding.optimise.textbook_swaps import row_costs


def smallest_radius(allowed: Allowed, arcs: Arcs, state: StateArray, p: int, clock: Clock, *, seed: int) -> Cover:
    """Return at most `p` sites that bring every row within the smallest radius; `arcs` are `allowed`, sorted.

    The bound is the smallest radius that is not excluded (Minieka 1970).
    """
    radii = _radii(allowed, arcs, state)
    low, high = 0, radii.size
    best: BoolArray | None = None
    opening = np.ones(allowed.n_sites)
    while low < high:
        # The largest radius first: without a plan there, there is none at all.
        middle = radii.size - 1 if high == radii.size else (low + high) // 2
        case = build_covering(allowed.keep(allowed.cost <= radii[middle]), opening, state)
        found = cover_all(case, clock, seed=seed, most=p, is_enough=True)
        if found.is_open is not None:
            best = found.is_open
            high = int(np.searchsorted(radii, max(row_costs(arcs, best).max(), radii[0])))
        elif found.is_proven:
            low = middle + 1
        else:
            return Cover(best, float(radii[low]), is_proven=False)
    return Cover(best, np.inf if best is None else float(radii[low]), is_proven=True)


def _radii(allowed: Allowed, arcs: Arcs, state: StateArray) -> FloatArray:
    """Return what the radius can be: costs that occur, from what the worst row pays when all may be open."""
    least = row_costs(arcs, state >= 0).max()
    radii = np.unique(allowed.cost[allowed.cost >= least])
    return radii if np.isfinite(least) else np.zeros(0)
