"""p-center to a proof: the smallest radius within which p sites cover all, by bisection over the costs that occur."""

import numpy as np

from spreiding.demand import FloatArray
from spreiding.optimise.bare.checks import Allowed
from spreiding.optimise.bare.cover import Cover, build_covering, cover_all
from spreiding.optimise.bare.lagrangian import Arcs, BoolArray, StateArray
from spreiding.optimise.bare.swaps import row_costs
from spreiding.optimise.stop import Clock


class Radius:
    """The search for the smallest radius within which at most `p` sites cover every row.

    Few rows decide whether a radius is too small: only rows that some plan left too far away are looked at, and they
    stay for the next radius (Chen & Handler 1987).
    """

    def __init__(self, allowed: Allowed, arcs: Arcs, state: StateArray, p: int) -> None:
        self._allowed, self._arcs, self._state, self._p = allowed, arcs, state, p
        self._is_asked = np.zeros(allowed.n_rows, dtype=np.bool_)
        self._is_asked[row_costs(arcs, state >= 0).argmax()] = True

    def search(self, clock: Clock, seed: int) -> Cover:
        """Return the best plan, and the smallest radius that is not excluded as bound (Minieka 1970)."""
        radii = self._possible()
        low, high = 0, radii.size
        best: BoolArray | None = None
        while low < high:
            # The largest radius first: without a plan there, there is none at all.
            middle = radii.size - 1 if best is None else (low + high) // 2
            if best is not None and clock.left() <= 0:
                return Cover(best, float(radii[low]), is_proven=False)
            found = self._within(float(radii[middle]), clock, seed)
            if found.is_open is not None:
                best = found.is_open
                high = int(np.searchsorted(radii, row_costs(self._arcs, best).max()))
            elif found.is_proven:
                low = middle + 1
            else:
                return Cover(best, float(radii[low]), is_proven=False)
        return Cover(best, np.inf if best is None else float(radii[low]), is_proven=True)

    def _possible(self) -> FloatArray:
        """Return what the radius can be: costs that occur, from what the worst row pays when all may be open."""
        least = row_costs(self._arcs, self._state >= 0).max()
        costs = self._allowed.cost
        return np.unique(costs[costs >= least]) if np.isfinite(least) else np.zeros(0)

    def _within(self, radius: float, clock: Clock, seed: int) -> Cover:
        """Return a plan that keeps to `radius`, or that there is none."""
        near = self._allowed.keep(self._allowed.cost <= radius)
        opening = np.ones(near.n_sites)
        while True:
            case = build_covering(near.of_rows(self._is_asked), opening, self._state)
            found = cover_all(case, clock, seed=seed, most=self._p, is_enough=True)
            if found.is_open is None:
                return found
            paid = row_costs(self._arcs, found.is_open)
            if paid.max() <= radius:
                return found
            # The furthest ones, about as many as a plan has sites: one at a time takes more rounds.
            far = np.flatnonzero(paid > radius)
            worst_first = far[np.argsort(-paid[far], kind="stable")]
            self._is_asked[worst_first[: self._p]] = True
            if clock.left() <= 0:
                return Cover(None, -np.inf, is_proven=False)
