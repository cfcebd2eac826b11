"""Branch and bound over a live relaxation: nodes with the least bound first, cuts added wherever they are found."""

import heapq
import math
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np

from spreiding.optimise.distances.branching import WHOLE as WHOLE_ENOUGH
from spreiding.optimise.distances.branching import Scores, Split, find_counts, fraction, is_whole, product
from spreiding.optimise.distances.master import Master, Outcome, Point

# A column is tried this often before its score is believed, and so many columns are tried at most in one node.
_RELIABLE: Final = 2
_MAX_TRIED: Final = 8


class Guide(Protocol):
    """What the tree needs of the search it is part of."""

    def cutoff(self) -> float:
        """Bound from which on a node is of no use."""

    def is_over(self) -> bool:
        """Whether time is over or somebody asked to stop."""

    def tighten(self, point: Point, *, is_whole: bool) -> bool:
        """Add what a point violates, offer the plan of a whole one; return whether anything was added."""

    def report(self, bound: float) -> None:
        """Hear the bound so far."""

    def improve(self, point: Point, *, has_whole_counts: bool) -> None:
        """Look for a better plan near a point."""


@dataclass(order=True)
class Node:
    """Part of all plans: those within some splits; nothing in it is better than `bound`."""

    bound: float
    number: int
    splits: tuple[Split, ...]


class Tree:
    """The tree; `bound` is the least of all nodes that are open, or that were closed for lack of use."""

    def __init__(self, master: Master, guide: Guide) -> None:
        """Prepare to branch, on counts first."""
        self.master, self.guide = master, guide
        self.counts = find_counts(master.program)
        self.first_row = master.add_counts(self.counts.members)
        self.scores = Scores.empty(master.model.cost.size)
        self.closed = math.inf
        self.open: list[Node] = []
        self.current: Node | None = None
        self.n_nodes = 0
        self.n_made = 0
        self.n_unsettled = 0

    @property
    def bound(self) -> float:
        """The proven bound."""
        first = self.open[0].bound if self.open else math.inf
        here = math.inf if self.current is None else self.current.bound
        return min(first, here, self.closed)

    def search(self, root: float) -> bool:
        """Search from a root whose bound is known; return whether it was settled."""
        self.open = [Node(root, 0, ())]
        while self.open:
            if self.guide.is_over():
                return False
            self.current = self._next()
            if self.current.bound >= self.guide.cutoff():
                self._close(self.current.bound)
            else:
                self._visit(self.current)
            if self.guide.is_over():
                return False
            self.current = None
            self.guide.report(self.bound)
        return True

    def _next(self) -> Node:
        """Take the node with the least bound out; while there is no plan yet, of the deepest ones."""
        if math.isfinite(self.guide.cutoff()):
            return heapq.heappop(self.open)
        node = min(self.open, key=lambda open_node: (-len(open_node.splits), open_node))
        self.open.remove(node)
        heapq.heapify(self.open)
        return node

    def _close(self, bound: float) -> None:
        self.closed = min(self.closed, bound)

    def _visit(self, node: Node) -> None:
        """Solve a node, with cuts, and split it if it is still of use."""
        self.n_nodes += 1
        self.master.within(node.splits)
        point = self._settle(node)
        if point is None:
            return
        counts = self.counts.at(point.value)
        self.guide.improve(point, has_whole_counts=bool((fraction(counts) <= WHOLE_ENOUGH).all()))
        if point.bound >= self.guide.cutoff():
            self._close(point.bound)
            return
        self._split(Node(max(point.bound, node.bound), node.number, node.splits), point)

    def _settle(self, node: Node) -> Point | None:
        """Solve the relaxation until no cut is worth adding; None when the node is closed or time is over."""
        while True:
            outcome, point = self.master.solve()
            if point is None:
                if outcome is Outcome.STOPPED:
                    # Stopped, or beyond what the solver can do: all that is known is what was known before.
                    self.n_unsettled += 1
                    self._close(node.bound)
                return None
            if point.bound >= self.guide.cutoff():
                self._close(point.bound)
                return None
            whole = bool(is_whole(point.value, self.master.whole).all())
            if not self.guide.tighten(point, is_whole=whole):
                if whole:
                    self._close(point.bound)
                    return None
                return point

    def _split(self, node: Node, point: Point) -> None:
        """Put the two halves of a node among the open ones."""
        best = self._best_count(node, point) or self._best_column(node, point)
        if best is None:
            return
        for split, bound in best:
            if bound >= self.guide.cutoff():
                self._close(bound)
            else:
                self.n_made += 1
                heapq.heappush(self.open, Node(max(bound, node.bound), self.n_made, (*node.splits, split)))

    def _best_count(self, node: Node, point: Point) -> list[tuple[Split, float]] | None:
        """Return the two halves by the count that gains most, tried one by one; None when all are whole."""
        values = self.counts.at(point.value)
        best, best_score = None, -math.inf
        for k in np.flatnonzero(fraction(values) > WHOLE_ENOUGH).tolist():
            down = self._row_split(node, k, upper=math.floor(values[k]))
            up = self._row_split(node, k, lower=math.ceil(values[k]))
            halves = [(split, self._try(node, split)) for split in (down, up)]
            score = float(product(*(bound - point.bound for _, bound in halves)))
            if score > best_score:
                best, best_score = halves, score
            if self.guide.is_over():
                break
        return best

    def _row_split(self, node: Node, count: int, *, lower: float = -math.inf, upper: float = math.inf) -> Split:
        """Return bounds on a count, within those that the node has already."""
        row = self.first_row + count
        for split in node.splits:
            if split.is_row and split.number == row:
                lower, upper = max(lower, split.lower), min(upper, split.upper)
        return Split(is_row=True, number=row, lower=max(lower, 0.0), upper=upper)

    def _best_column(self, node: Node, point: Point) -> list[tuple[Split, float]] | None:
        """Return the two halves by a column: the best of those tried, or one whose score is believed."""
        whole = self.master.whole
        columns = whole[~is_whole(point.value, whole)]
        if not columns.size:
            return None
        expected = self.scores.expect(columns, point.value[columns])
        order = columns[np.argsort(-expected, kind="stable")]
        best, best_score = None, -math.inf
        for column in order[:_MAX_TRIED].tolist():
            value = float(point.value[column])
            halves, score = self._score(node, point, column, value)
            if score > best_score:
                best, best_score = halves, score
            if self.guide.is_over():
                break
        return best

    def _score(self, node: Node, point: Point, column: int, value: float) -> tuple[list[tuple[Split, float]], float]:
        """Return the halves of a node by a column, and what they promise; tried when it is not known well."""
        lower, upper = self.master.bounds_of(column)
        splits = (
            Split(is_row=False, number=column, lower=lower, upper=math.floor(value)),
            Split(is_row=False, number=column, lower=math.ceil(value), upper=upper),
        )
        if self.scores.is_known(column, _RELIABLE):
            columns = np.array([column], dtype=np.int32)
            return [(split, node.bound) for split in splits], float(self.scores.expect(columns, np.array([value]))[0])
        halves = [(split, self._try(node, split)) for split in splits]
        gains = tuple(bound - point.bound for _, bound in halves)
        self.scores.learn(column, value, (gains[0], gains[1]))
        return halves, float(product(*gains))

    def _try(self, node: Node, split: Split) -> float:
        """Return the bound of a half: inf when it is empty, that of the node when it could not be told."""
        self.master.within((*node.splits, split))
        outcome, point = self.master.solve()
        self.master.within(node.splits)
        if outcome is Outcome.INFEASIBLE:
            return math.inf
        return node.bound if point is None else max(point.bound, node.bound)
