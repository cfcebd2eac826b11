"""p-median and facility location to a proof: Lagrangian bounds, good plans, and branching on what they leave open.

At the root the relaxation is climbed; every few steps its choice of sites starts an exchange search, and its reduced
costs against the best plan close and open sites for good, so that steps become cheaper. What is left is branched on,
with the same at every node. Every bound is a value of L less its rounding: a proof does not rest on a tolerance.
"""

import math
from dataclasses import dataclass
from itertools import count
from time import perf_counter
from typing import Final

import numpy as np

from spreiding.demand import FloatArray
from spreiding.optimise.bare.case import Case
from spreiding.optimise.bare.lagrangian import (
    BoolArray,
    Pace,
    Prices,
    Relaxed,
    StateArray,
    ascend,
    bound_at,
    build_prices,
    choose,
    fix,
)
from spreiding.optimise.bare.swaps import improve, row_costs
from spreiding.optimise.stop import Clock

# Half of what is promised, as relative gap.
_SLACK: Final = 0.5e-9
# Steps and strides were measured on points in a square and on graphs of the OR-Library kind. Strides count: nodes that
# started with 0.4 instead of 1.3 were two to seventy times as many.
_ROOT: Final = Pace(math.inf, 40, 15, 0.6)
_NODE: Final = Pace(math.inf, 60, 10, 0.6)
_ROOT_STRIDE: Final = 1.3
_AGAIN_STRIDE: Final = 0.3
_NODE_STRIDE: Final = 1.3
_LEAST_STRIDE: Final = 1e-2
# So many shaken plans in a row that are no better end the shaking.
_PATIENCE: Final = 25
# An exchange search at every node costs more than it finds.
_NODES_PER_SEARCH: Final = 8
_HALF: Final = 0.5


@dataclass(frozen=True)
class Found:
    """The best plan with its value, and a proven bound on all plans; `is_proven` when they agree."""

    is_open: BoolArray
    value: float
    bound: float
    is_proven: bool


@dataclass(frozen=True)
class _Node:
    """A part of all plans: those of `case`, worth at least `bound`; u to start from; how often a site was chosen."""

    case: Case
    bound: float
    u: FloatArray
    often: FloatArray


class Search:
    """One search, from a first plan to a proof or the end of the time."""

    def __init__(self, case: Case, clock: Clock, seed: int) -> None:
        self._case = case
        self._clock = clock
        self._random = np.random.default_rng(seed)
        self._is_whole = case.is_whole()
        self._plan = np.zeros(case.number.size, dtype=np.bool_)
        self._value = math.inf
        # The least bound on the plans that were left out so far.
        self._dropped = math.inf
        self._seconds_per_step = 0.0
        self.n_nodes = 0

    def run(self, start: BoolArray) -> Found:
        """Search from a plan in which every row has a site."""
        self._offer(self._case, start)
        node = self._climb(self._case)
        bound = math.inf if node is None else self._branch(node)
        bound = min(bound, self._dropped, self._value)
        is_proven = bound >= self._cutoff()
        return Found(self._plan, self._value, self._value if is_proven and self._is_whole else bound, is_proven)

    def _cutoff(self) -> float:
        """Return from which bound on plans are no better than the best one."""
        return math.nextafter(self._value - 1, math.inf) if self._is_whole else self._value - _SLACK * abs(self._value)

    def _offer(self, case: Case, is_open: BoolArray, *, is_improved: bool = True) -> None:
        """Improve a plan of `case` and keep it if it is the best."""
        while is_improved and improve(case.arcs, case.sites, case.miss, is_open, 10) and self._clock.left() > 0:
            pass
        value = case.value(is_open)
        if value < self._value:
            self._value = value
            self._plan[:] = False
            self._plan[case.number[is_open]] = True

    def _offer_choice(self, case: Case, relaxed: Relaxed, *, is_improved: bool = True) -> None:
        is_open = np.zeros(case.number.size, dtype=np.bool_)
        choose(relaxed.rho, case.sites, is_open)
        self._offer(case, is_open, is_improved=is_improved)

    def _ascend(self, case: Case, prices: Prices, pace: Pace) -> Relaxed:
        """Climb for no longer than there is time: one step at first, to know how long it takes."""
        fitting = self._clock.left() / self._seconds_per_step if self._seconds_per_step else 1.0
        steps = int(min(pace.steps, max(fitting, 1.0)))
        start = perf_counter()
        relaxed = ascend(case.arcs, case.sites, prices, pace._replace(target=self._cutoff(), steps=steps))
        self._seconds_per_step = (perf_counter() - start) / steps
        return relaxed

    def _climb(self, case: Case) -> _Node | None:
        """Return what the relaxation leaves open at the root; None when that is nothing."""
        starts = (row_costs(case.arcs, self._plan[case.number]), case.next_costs())
        prices = max(
            (build_prices(u, _ROOT_STRIDE) for u in starts), key=lambda p: bound_at(case.arcs, case.sites, p.u)
        )
        node: _Node | None = _Node(case, -math.inf, prices.u, np.full(case.number.size, _HALF))
        # One step at least, so that there is a bound.
        while node is not None and (self._clock.left() > 0 or math.isinf(node.bound)):
            if prices.memory[0] <= _LEAST_STRIDE:
                before = self._value
                self._shake(node.case)
                if self._value == before:
                    break
                prices.memory[0] = _AGAIN_STRIDE
            relaxed = self._ascend(node.case, prices, _ROOT)
            self._offer_choice(node.case, relaxed)
            node = self._settle(node.case, max(node.bound, relaxed.bound), relaxed)
            if node is not None:
                node = _Node(node.case, node.bound, prices.u, node.often)
        return node

    def _settle(self, case: Case, bound: float, relaxed: Relaxed) -> _Node | None:
        """Return what is left of a case that is worth `bound`, less all that `relaxed` rules out."""
        if bound >= self._cutoff():
            self._dropped = min(self._dropped, bound)
            return None
        state = case.sites.state.copy()
        case = case.having(state)
        self._dropped = min(self._dropped, fix(relaxed, case.sites, self._cutoff()))
        if self._is_end(case):
            return None
        smaller = case.cut()
        often = relaxed.often if smaller is case else relaxed.often[state >= 0]
        return _Node(smaller, bound, relaxed.u, often)

    def _is_end(self, case: Case) -> bool:
        """Return whether no choice is left; if so, take the only plan into account."""
        only = case.only_plan()
        if only is not None and only.any():
            self._dropped = min(self._dropped, case.value(only))
            self._offer(case, only, is_improved=False)
        return only is not None

    def _shake(self, case: Case) -> None:
        """Look for better plans: exchange a few sites at random, and improve again."""
        free = case.sites.state == 0
        failed = 0
        while failed < _PATIENCE and self._clock.left() > 0:
            is_open = self._plan[case.number]
            leaving, entering = np.flatnonzero(free & is_open), np.flatnonzero(free & ~is_open)
            n = min(leaving.size, entering.size, int(self._random.integers(1, 4 + leaving.size // 8)))
            is_open[self._random.choice(leaving, n, replace=False)] = False
            is_open[self._random.choice(entering, n, replace=False)] = True
            before = self._value
            self._offer(case, is_open)
            failed = 0 if self._value < before else failed + 1

    def _branch(self, root: _Node) -> float:
        """Search all plans of `root`, deepest first; return the least bound of what there was no time for."""
        stack = [root]
        for self.n_nodes in count():
            if not stack or self._clock.left() <= 0:
                break
            node = stack.pop()
            if node.bound >= self._cutoff():
                self._dropped = min(self._dropped, node.bound)
                continue
            state = node.case.sites.state
            free = np.flatnonzero(state == 0)
            j = free[np.argmin(np.abs(node.often[free] - _HALF))]
            children = (self._child(node, int(j), fixed) for fixed in (1, -1))
            stack += sorted((child for child in children if child is not None), key=lambda child: -child.bound)
        return min((node.bound for node in stack), default=math.inf)

    def _child(self, node: _Node, j: int, fixed: int) -> _Node | None:
        """Return what is left of a node when site j is open (1) or closed (-1)."""
        state: StateArray = node.case.sites.state.copy()
        state[j] = fixed
        case = node.case.having(state)
        if self._is_end(case) or case.has_lost_row():
            return None
        relaxed = self._ascend(case, build_prices(node.u, _NODE_STRIDE), _NODE)
        self._offer_choice(case, relaxed, is_improved=self.n_nodes % _NODES_PER_SEARCH == 0)
        return self._settle(case, max(node.bound, relaxed.bound), relaxed)
