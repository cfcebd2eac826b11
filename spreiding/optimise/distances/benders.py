"""The exact search for aims and limits over distances: grouped Benders cuts, counts settled first, then columns.

Magnanti & Wong (1981) and Durán-Mateluna, Ales & Elloumi (2023) show the way: the relaxation holds one column θ per
group of rows instead of one per row and facility, and cuts at its own solution and at a point between that and the
last ones (in-out: Ben-Ameur & Neto 2007), which needs far fewer of them. A good plan fixes what cannot be in a better
one, and branch and bound closes the rest.
"""

import math
from typing import Final

import numpy as np

from spreiding.demand import FloatArray
from spreiding.optimise.distances.incumbent import Incumbent
from spreiding.optimise.distances.listening import Listener
from spreiding.optimise.distances.local_search import SUMS, LocalSearch
from spreiding.optimise.distances.master import Master, Outcome, Point
from spreiding.optimise.distances.terms import Term, build_term
from spreiding.optimise.distances.tree import Tree
from spreiding.optimise.objective import broken, value_of
from spreiding.optimise.program import Aim, BoolArray, Csr, Ending, Family, Limit, Program, Rows, Run
from spreiding.optimise.stop import Clock, Watch

# How far the point between moves to the solution of the relaxation.
_STEP: Final = 0.4
# A relaxation whose cuts lack less than this, relative, is solved; and what a group may lack of its largest value.
_CLOSE: Final = 1e-6
_PER_GROUP: Final = 1e-9
# Cuts in the tree are worth another round when they close this part of what is left.
_WORTH: Final = 0.1
_HALF: Final = 0.5
# Which columns of the relaxation a rounded plan begins with, and how often the best plan is shaken.
_ROUNDED: Final = (0.98, 0.6)
_KICKS: Final = 6
# How much more than the bound, relative, a plan may sum to when one near enough is looked for.
_ROOMS: Final = (0.0, 0.003, 0.01, 0.03, 0.1, 0.3)
# A cut that has this part of the bound to spare when the tree begins is forgotten.
_SPARE: Final = 1e-6


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
    """Optimise a sum over distances, or what is linear within limits on such, until `clock` or a relative `gap`.

    It begins at `start` when that plan breaks nothing; equal seeds give equal plans as long as time does not run out.
    The bound is proven, and NaN when there is none.

    Raises
    ------
    ValueError
        When the aim is the largest distance: that is for `furthest`.

    """
    if aim is Aim.FURTHEST:
        message = f"{aim} is no sum"
        raise ValueError(message)
    if program.n_columns == 0:
        return _nothing_to_choose(program, aim, limits)
    master = Master(program, aim, limits, seed=seed)
    return Search(master, Incumbent(master, gap, watch), Listener(clock, watch), seed=seed).run(start)


def _nothing_to_choose(program: Program, aim: Aim, limits: tuple[Limit, ...]) -> Run:
    """Return the only plan there is, if it fits; HiGHS has no answer to an empty model."""
    chosen = np.zeros(0, dtype=np.bool_)
    if broken(program, limits, chosen):
        return Run(Ending.INFEASIBLE, None, math.nan, math.nan)
    value = value_of(program, aim, chosen)
    return Run(Ending.PROVEN, chosen, value, value)


class Search:
    """One search: the relaxation, the best plan, and who follows it."""

    def __init__(self, master: Master, best: Incumbent, listener: Listener, *, seed: int) -> None:
        """Prepare to search."""
        self.master, self.best, self.listener = master, best, listener
        master.listen(listener.is_over)
        self.root: Point | None = None
        self.fixed_at = self.given_up = math.inf
        self.n_seen, self.seed = 0, seed
        self.local: LocalSearch | None = None
        if master.is_distance or master.aim in SUMS:
            self.local = LocalSearch(master, self._sum_near(0.0), listener, seed=seed)

    def _sum_near(self, t: float) -> Term:
        """Return the sum that good plans make small: that of the first term, of a tail that of what is over t."""
        first = self.master.terms[0]
        return build_term(self.master.program, Aim.DISTANCE, 0, over_m=t) if first.has_tail else first

    def run(self, start: BoolArray | None) -> Run:
        """Search until the best plan is proven, nothing is possible, or time is over."""
        if start is not None:
            self.best.offer(start)
        if self.local is not None:
            self.best.offer(self.local.chosen)
        outcome = self._solve_root()
        if outcome is Outcome.INFEASIBLE:
            ending = Ending.INFEASIBLE if self.best.chosen is None else Ending.LIMIT
            return self._answer(ending, math.nan)
        if outcome is Outcome.STOPPED or self.root is None:
            return self._answer(Ending.LIMIT, self._trivial_bound() if self.root is None else self.root.bound)
        self._improve_root(self.root)
        self.master.drop_slack(_SPARE * abs(self.root.bound))
        tree = Tree(self.master, self)
        is_settled = tree.search(self.root.bound) and tree.n_unsettled == 0
        bound = min(tree.bound, self.given_up)
        if not is_settled:
            return self._answer(Ending.LIMIT, bound)
        return self._answer(Ending.INFEASIBLE if self.best.chosen is None else Ending.PROVEN, bound)

    def _answer(self, ending: Ending, bound: float) -> Run:
        """Return what was found; the plan is worth what the one measure says."""
        self.listener.raise_error()
        if self.best.chosen is None:
            known = math.nan if ending is Ending.INFEASIBLE else self.best.bound_in_unit(bound)
            return Run(ending, None, math.nan, known)
        bound = bound if math.isfinite(bound) or ending is not Ending.PROVEN else self.best.cost
        value = value_of(self.master.program, self.master.aim, self.best.chosen)
        return Run(ending, self.best.chosen, value, self.best.bound_in_unit(bound))

    def _solve_root(self) -> Outcome:
        """Solve the relaxation with cuts at its solution and at a point between; the bound only grows."""
        between = self._first_points()
        while True:
            outcome, point = self.master.solve()
            if point is None:
                return outcome
            self.root = point
            self.report(point.bound)
            n_cuts, lacking = 0, 0.0
            for k, term in enumerate(self.master.terms):
                x, t, theta = self.master.place(point.value, term)
                lacks = term.bound_at(x, t) - float(theta.sum()) - t
                lacking = max(lacking, lacks / (abs(term.bound_at(x, t)) + 1.0))
                n_cuts += self._cut(term, (x, t), point)
                old_x, old_t = between[k]
                between[k] = ((1 - _STEP) * old_x + _STEP * x, (1 - _STEP) * old_t + _STEP * t)
                n_cuts += self._cut(term, between[k], point)
            if not n_cuts or lacking < _CLOSE or point.bound >= self.best.cutoff():
                return outcome
            if self.listener.is_over():
                return Outcome.STOPPED

    def _trivial_bound(self) -> float:
        """Return what everybody costs when everything is open; of another aim nothing is known."""
        if not self.master.is_distance:
            return -math.inf
        everything = np.ones(self.master.program.n_facilities, dtype=np.bool_)
        return self.master.terms[0].value(everything)

    def _first_points(self) -> list[tuple[FloatArray, float]]:
        """Return where to cut first: at an even spread of what is open, and at the best plan if there is one."""
        points = []
        n = self.master.program.n_facilities
        for term in self.master.terms:
            theta = np.full(term.arcs.n_groups, -math.inf)
            x = np.full(n, 0.1)
            if self.best.chosen is not None:
                x = 0.9 * self.master.program.is_open(self.best.chosen) + 0.1 * x
            self.master.add_cuts(term, term.cuts((x, 0.0), (x, 0.0), theta))
            points.append((x, 0.0))
        return points

    def _cut(self, term: Term, best_at: tuple[FloatArray, float], point: Point, lack: float = _PER_GROUP) -> int:
        """Add the cuts of one term that are best somewhere and that a point violates."""
        x, t, theta = self.master.place(point.value, term)
        return self.master.add_cuts(term, term.cuts(best_at, (x, t), theta + lack * term.large))

    def tighten(self, point: Point, *, is_whole: bool) -> bool:
        """Add what a point violates, offer the plan of a whole one; return whether anything was added."""
        if is_whole:
            return self._tighten_whole(point)
        added = 0
        left = min(self.best.cutoff() - point.bound, 0.1 * abs(point.bound) + 1.0)
        for term in self.master.terms:
            x, t, theta = self.master.place(point.value, term)
            lacks = term.bound_at(x, t) - float(theta.sum()) - t
            if lacks > max(_WORTH * left, _CLOSE * (abs(point.bound) + 1.0)):
                added += self._cut(term, (x, t), point)
        return added > 0

    def _tighten_whole(self, point: Point) -> bool:
        """Offer the plan of a whole point and forbid the point as far as it says too little of that plan."""
        chosen = point.value[: self.master.n_columns] > _HALF
        program = self.master.program
        cost = self.best.cost_of(chosen)
        broken_rows = [rule.broken(chosen) for rule in program.lazy]
        self.best.offer(chosen)
        added = 0
        for rows in broken_rows:
            if rows.lower.size:
                self.master.add_rules(rows)
                added += rows.lower.size
        for term in self.master.terms:
            x = program.is_open(chosen).astype(np.float64)
            t = self.master.place(point.value, term)[1]
            added += self._cut(term, (x, t), point, lack=1e-11)
        if added:
            return True
        if cost < self.best.cost and broken(program, self.master.limits, chosen):
            self.master.add_rules(_without(chosen))
            return True
        return False

    def _improve_root(self, root: Point) -> None:
        """Look for good plans around the solution of the relaxation, and fix what they settle."""
        if self.local is not None:
            first = self.master.terms[0]
            if first.has_tail:
                t = self.master.place(root.value, first)[1]
                self.local = LocalSearch(self.master, self._sum_near(t), self.listener, seed=self.seed)
            for whole in _ROUNDED:
                self._round(self.local, root, whole)
            for _ in range(_KICKS if self.master.is_distance else 0):
                if self.best.chosen is None or self.is_over() or root.bound >= self.cutoff():
                    break
                self.best.offer(self.local.kick(self.best.chosen))
        self._fix()

    def improve(self, point: Point, *, has_whole_counts: bool) -> None:
        """Look for a better plan near a point: where its counts are whole, and in ever fewer other nodes."""
        self.n_seen += 1
        if self.local is not None and (has_whole_counts or self.n_seen & (self.n_seen - 1) == 0):
            self._round(self.local, point, _ROUNDED[0])
        self._fix()

    def _round(self, local: LocalSearch, point: Point, whole: float) -> None:
        """Offer a plan near a point; of a sum of money or changes, one of little distance that sums to little more."""
        value = point.value[: self.master.n_columns]
        if self.master.is_distance:
            self.best.offer(local.round(value, whole))
            return
        least = self.master.in_unit(point.bound) - self.constant
        for room in _ROOMS:
            local.allow(least + room * abs(least))
            if self.is_over() or self.best.offer(local.round(value, whole)):
                return
            if self.best.chosen is not None and self.best.value - self.constant <= least + room * abs(least):
                return

    @property
    def constant(self) -> float:
        """Part of an aim over columns that no plan changes."""
        program = self.master.program
        return float(program.constant_cents if self.master.aim is Aim.CENTS else program.constant_changes)

    def _fix(self) -> None:
        """Fix the columns that the bound and the best plan settle: with them otherwise nothing better is left."""
        root = self.root
        if root is None or self.best.cost >= self.fixed_at:
            return
        self.fixed_at = self.best.cost
        whole = self.master.whole
        value, reduced = root.value[whole], root.reduced[whole]
        lower, upper = self.master.lower[whole], self.master.upper[whole]
        at_end = np.where(reduced > 0, value <= lower + _PER_GROUP, value >= upper - _PER_GROUP) & (lower < upper)
        otherwise = root.bound + np.abs(reduced)
        settled = at_end & (otherwise >= self.best.cutoff())
        self.given_up = min(self.given_up, float(otherwise[settled].min(initial=math.inf)))
        self.master.fix(whole[settled], np.where(reduced > 0, lower, upper)[settled])

    def cutoff(self) -> float:
        """Bound from which on a node is of no use."""
        return self.best.cutoff()

    def is_over(self) -> bool:
        """Whether time is over or somebody asked to stop."""
        return self.listener.is_over()

    def report(self, bound: float) -> None:
        """Tell who follows the search how far it is."""
        self.listener.tell(self.best.value, self.best.bound_in_unit(bound))


def _without(chosen: BoolArray) -> Rows:
    """Return the row that forbids one plan: something in it is not chosen, or something else is."""
    index = np.arange(chosen.size, dtype=np.int32)
    value = np.where(chosen, -1.0, 1.0)
    lower = np.array([1.0 - np.count_nonzero(chosen)])
    columns = Csr(np.array([0, chosen.size], dtype=np.int32), index)
    hard = np.array([np.inf])
    return Rows(Family.CATCHMENT, ("",), columns, value, lower, hard, hard)
