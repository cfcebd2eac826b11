"""p-median and facility location to a proof: Lagrangian bounds, good plans, and branching on what they leave open.

At the root the relaxation is climbed; every few steps its choice of sites starts an exchange search, and its reduced
costs against the best plan close and open sites for good, so that steps become cheaper. What is left is branched on,
with the same at every node. Every bound is a value of L less its rounding: a proof does not rest on a tolerance.
"""

import math
from dataclasses import dataclass, replace
from time import perf_counter
from typing import Final

import numpy as np
from numpy.typing import NDArray

from spreiding.demand import FloatArray
from spreiding.optimise.lagrangian import (
    Arcs,
    BoolArray,
    Pace,
    Prices,
    Relaxed,
    Sites,
    StateArray,
    ascend,
    build_prices,
    choose,
    cut_down,
    fix,
)
from spreiding.optimise.stop import Clock
from spreiding.optimise.textbook_swaps import improve, open_greedily, row_costs

# Half of what is promised, as relative gap.
_SLACK: Final = 0.5e-9
# Floats hold whole numbers exactly to here.
_EXACT: Final = 2.0**53
_ROOT: Final = Pace(np.inf, 40, 20, 0.6)
_NODE: Final = Pace(np.inf, 60, 10, 0.6)
_ROOT_STRIDE: Final = 1.0
_NODE_STRIDE: Final = 0.4
_LEAST_STRIDE: Final = 1e-3
_PATIENCE: Final = 15
# The clock is looked at this often [s].
_TICK: Final = 0.1


@dataclass(frozen=True)
class Case:
    """Rows that each pay their cheapest open site, and what opening costs; sites are numbered `number` outside.

    `miss` is more than any row can lose by not being served at all, or its dearest site where it may use all.
    """

    arcs: Arcs
    sites: Sites
    number: NDArray[np.intp]
    miss: FloatArray

    def cut(self) -> "Case":
        """Return the same without closed sites and without arcs that are never used."""
        stays = self.sites.state >= 0
        sites = self.sites._replace(opening=self.sites.opening[stays], state=self.sites.state[stays])
        return Case(cut_down(self.arcs, self.sites), sites, self.number[stays], self.miss)

    def having(self, state: StateArray) -> "Case":
        """Return the same with other sites fixed."""
        return replace(self, sites=self.sites._replace(state=state))

    def is_whole(self) -> bool:
        """Return whether every plan has a whole value, so that bounds may be rounded up."""
        values = (self.arcs.cost, self.sites.opening)
        total = sum(float(np.abs(v).sum()) for v in values)
        return total < _EXACT and all(bool((v == np.rint(v)).all()) for v in values)

    def value(self, is_open: BoolArray) -> float:
        """Return what a plan costs; inf where a row has no site."""
        return math.fsum(row_costs(self.arcs, is_open)) + math.fsum(self.sites.opening[is_open])


@dataclass(frozen=True)
class Found:
    """The best plan, if any, with its value, and a proven bound on all plans; `is_proven` when they agree."""

    is_open: BoolArray | None
    value: float
    bound: float
    is_proven: bool


@dataclass(frozen=True)
class _Node:
    """A part of all plans: those with `state`, worth at least `bound`; u to start from and what to branch on."""

    state: StateArray
    bound: float
    u: FloatArray
    often: FloatArray


class Search:
    """One search, from a first plan to a proof or the end of the time."""

    def __init__(self, case: Case, clock: Clock, seed: int) -> None:
        self.whole_case = case
        self.clock = clock
        self.random = np.random.default_rng(seed)
        self.is_whole = case.is_whole()
        self.plan: BoolArray | None = None
        self.value = math.inf
        # The least bound on the plans that were left out so far.
        self.dropped = math.inf
        self.seconds_per_step = 0.0
        self.t0 = perf_counter()

    def run(self, start: BoolArray | None) -> Found:
        """Search from a plan, which may leave rows without a site; without one, greedily."""
        case = self.whole_case
        if start is None:
            start = np.zeros(case.number.size, dtype=np.bool_)
            open_greedily(case.arcs, case.sites, case.miss, start)
        self._offer(case, start)
        bound = -math.inf
        if not math.isinf(self.value):
            bound = self._search(case)
        bound = min(bound, self.dropped, self.value)
        if bound >= self._cutoff(self.value) and self.is_whole:
            bound = self.value
        return Found(self.plan, self.value, bound, bound >= self._cutoff(self.value))

    def _search(self, case: Case) -> float:
        case, node = self._climb(case)
        if node is None:
            return math.inf
        self._shake(case)
        return self._branch(case, node)

    def _cutoff(self, value: float) -> float:
        """Return from which bound on plans are no better than `value`."""
        return math.nextafter(value - 1, math.inf) if self.is_whole else value - _SLACK * abs(value)

    def _offer(self, case: Case, is_open: BoolArray) -> None:
        """Improve a plan of `case` and keep it if it is the best."""
        while improve(case.arcs, case.sites, case.miss, is_open, 10) and self.clock.left() > 0:
            pass
        value = case.value(is_open)
        if value < self.value:
            self.value, self.plan = value, np.zeros(self.whole_case.number.size, dtype=np.bool_)
            self.plan[case.number[is_open]] = True

    def _offer_choice(self, case: Case, relaxed: Relaxed) -> None:
        is_open = np.zeros(case.number.size, dtype=np.bool_)
        choose(relaxed.rho, case.sites, is_open)
        self._offer(case, is_open)

    def _ascend(self, case: Case, prices: Prices, pace: Pace) -> Relaxed:
        """Climb, with an eye on the clock: no call takes much longer than a tick."""
        steps = pace.steps if self.seconds_per_step * pace.steps <= _TICK else int(_TICK / self.seconds_per_step) + 1
        if self.seconds_per_step == 0:
            steps = 1
        start = perf_counter()
        relaxed = ascend(case.arcs, case.sites, prices, pace._replace(target=self._cutoff(self.value), steps=steps))
        self.seconds_per_step = (perf_counter() - start) / steps
        return relaxed

    def _climb(self, case: Case) -> tuple[Case, _Node | None]:
        """Return what the relaxation at the root leaves open; None when that is nothing."""
        u = row_costs(case.arcs, self.plan[case.number])  # type: ignore[index]
        prices, bound = build_prices(u, _ROOT_STRIDE), -math.inf
        often = np.zeros(0)
        while self.clock.left() > 0 and prices.memory[0] > _LEAST_STRIDE:
            relaxed = self._ascend(case, prices, _ROOT)
            bound = max(bound, relaxed.bound)
            self._offer_choice(case, relaxed)
            if bound >= self._cutoff(self.value):
                self.dropped = min(self.dropped, bound)
                return case, None
            case, often, is_open = self._settle(case, relaxed)
            if not is_open:
                return case, None
        return case, _Node(case.sites.state, bound, prices.u, often)

    def _settle(self, case: Case, relaxed: Relaxed) -> tuple[Case, FloatArray, bool]:
        """Fix what the bound allows and cut the case down; tell whether anything is open still."""
        state = case.sites.state.copy()
        case = case.having(state)
        self.dropped = min(self.dropped, fix(relaxed, case.sites, self._cutoff(self.value)))
        if self._end(case):
            return case, relaxed.often, False
        stays = state >= 0
        return (case.cut(), relaxed.often[stays], True) if (~stays).any() else (case, relaxed.often, True)

    def _end(self, case: Case) -> bool:
        """Return whether no choice is left; if so, take the only plan into account."""
        state = case.sites.state
        n_in, n_free = np.count_nonzero(state > 0), np.count_nonzero(state == 0)
        if n_in > case.sites.most or n_in + n_free < case.sites.least:
            return True
        if n_in == case.sites.most or n_free == 0:
            self._leaf(case, state > 0)
            return True
        if n_in + n_free == case.sites.least:
            self._leaf(case, state >= 0)
            return True
        return False

    def _leaf(self, case: Case, is_open: BoolArray) -> None:
        value = case.value(is_open)
        self.dropped = min(self.dropped, value)
        if value < self.value:
            self.value, self.plan = value, np.zeros(self.whole_case.number.size, dtype=np.bool_)
            self.plan[case.number[is_open]] = True

    def _shake(self, case: Case) -> None:
        """Look for better plans: exchange a few sites at random, and improve again."""
        free = np.flatnonzero(case.sites.state == 0)
        failed, ends = 0, self.clock.within(max(0.05, 0.3*(perf_counter() - self.t0)))
        while failed < _PATIENCE and ends.left() > 0:
            is_open = self.plan[case.number]
            leaving = free[is_open[free]]
            entering = free[~is_open[free]]
            k = min(leaving.size, entering.size, self.random.integers(2, 5 + leaving.size // 10))
            if k == 0: return
            is_open[self.random.choice(leaving, k, replace=False)] = False
            is_open[self.random.choice(entering, k, replace=False)] = True
            before = self.value
            self._offer(case, is_open)
            failed = 0 if self.value < before else failed + 1

    def _branch(self, case: Case, root: _Node) -> float:
        """Search all plans of `root`, deepest first; return the least bound of what there was no time for."""
        stack = [root]
        while stack and self.clock.left() > 0:
            node = stack.pop()
            if node.bound >= self._cutoff(self.value):
                self.dropped = min(self.dropped, node.bound)
                continue
            free = np.flatnonzero(node.state == 0)
            j = free[np.argmin(np.abs(node.often[free] - 0.5))]
            for fixed in (1, -1):
                child = self._child(case, node, int(j), fixed)
                if child is not None:
                    stack.append(child)
        return min((node.bound for node in stack), default=math.inf)

    def _child(self, case: Case, node: _Node, j: int, fixed: int) -> _Node | None:
        state = node.state.copy()
        state[j] = fixed
        case = case.having(state)
        if self._end(case):
            return None
        smaller = case.cut()
        if (np.diff(smaller.arcs.indptr) == 0).any():
            return None
        prices = build_prices(node.u, _NODE_STRIDE)
        relaxed = self._ascend(smaller, prices, _NODE)
        bound = max(node.bound, relaxed.bound)
        self._offer_choice(smaller, relaxed)
        if bound >= self._cutoff(self.value):
            self.dropped = min(self.dropped, bound)
            return None
        stays = state >= 0
        self.dropped = min(self.dropped, fix(relaxed, smaller.sites, self._cutoff(self.value)))
        state[stays] = smaller.sites.state
        if self._end(case):
            return None
        often = np.zeros(state.size)
        often[stays] = relaxed.often
        return _Node(state, bound, relaxed.u, often)
