"""From problem to answer: optimise, choose among equals, check, and say what must give when it is impossible."""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import ROUND_FLOOR, Decimal
from time import perf_counter
from typing import Final

from spreiding.domain import fingerprint
from spreiding.errors import QuestionError
from spreiding.optimise import exact
from spreiding.optimise.check import recount
from spreiding.optimise.exact import Ending, Run, Watch
from spreiding.optimise.heuristics import greedy
from spreiding.optimise.model import INWONERS_TOLERANCE, Limits, Target, build_model
from spreiding.optimise.objective import Score, evaluate
from spreiding.optimise.problem import BoolArray, Problem
from spreiding.optimise.question import Goal
from spreiding.optimise.result import Remark, RemarkKind, Result, Status, relative_gap

PROVEN_GAP: Final = 1e-4
# The side questions (which of equal plans, what must give) may each take this long [s]: measured at the size of a
# province they take 0.1-16 s, and one that is finished makes the plan itself, not only its value, repeatable.
SIDE_QUESTION_S: Final = 20.0

Progress = Callable[[float, float, float], None]


def solve(
    problem: Problem,
    *,
    time_limit_s: float,
    seed: int = 0,
    on_progress: Progress | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> Result:
    """Answer the question of `problem` within about `time_limit_s` seconds.

    `on_progress(incumbent, bound, seconds)` hears how far the search is, in persons or € per year (NaN: none yet); what
    it raises ends the search. Once `should_stop()` is true the best plan so far is the answer. Of plans that are
    equally good the cheapest is taken (`Goal.COST`: the one that reaches most people), and of those one with the fewest
    changes against today; a remark says when there was no time to finish that.

    Raises
    ------
    QuestionError
        `bad_time_limit`.

    """
    if not (math.isfinite(time_limit_s) and time_limit_s > 0):
        raise QuestionError("bad_time_limit", value=time_limit_s)
    search = _Search(problem, seed, perf_counter(), time_limit_s, on_progress, should_stop)
    target, limits = search.asked()
    limits = search.with_count(limits)
    first = search.run(target, limits, start=greedy(problem, limits), seconds=search.left())
    if first.ending is Ending.INFEASIBLE:
        return search.impossible()
    if first.chosen is None:
        return search.answer(Status.NO_PLAN, bound=first.bound)
    if first.ending is Ending.PROVEN:
        chosen, is_settled = search.settle_ties(first.chosen)
    else:
        chosen, is_settled = first.chosen, False
    return search.found(chosen, bound=first.bound, limits=limits, is_settled=is_settled)


@dataclass(frozen=True)
class _Search:
    """One search: the problem, with the seed, the clock and who follows it."""

    problem: Problem
    seed: int
    started: float
    time_limit_s: float
    on_progress: Progress | None
    should_stop: Callable[[], bool] | None

    @property
    def is_coverage(self) -> bool:
        """Whether the goal is to reach people; else it is to save money."""
        return self.problem.question.goal is Goal.COVERAGE

    def asked(self) -> tuple[Target, Limits]:
        """Return what the question optimises, and within which limits."""
        question = self.problem.question
        if question.budget_eur is not None:
            cents = int((question.budget_eur * 100).to_integral_value(ROUND_FLOOR))
            return Target.INWONERS, Limits(max_cents=cents)
        return Target.CENTS, Limits(min_inwoners=(question.min_share or 0.0) * self.problem.inwoners)

    def run(self, target: Target, limits: Limits, *, start: BoolArray | None, seconds: float) -> Run:
        """Run the solver once; stopped before it has looked at the plan it was given, it has found that plan."""
        found = exact.run(
            self.problem,
            build_model(self.problem, target, limits),
            seconds=max(seconds, 0.0),
            seed=self.seed,
            start=start,
            watch=Watch(self._report if target is self.asked()[0] else _ignore, self._is_stopped),
        )
        return replace(found, chosen=start) if found.ending is Ending.LIMIT and found.chosen is None else found

    def with_count(self, limits: Limits) -> Limits:
        """Add how many branches a plan within `limits` has at least: a fraction of a branch does not exist."""
        if limits.min_inwoners is None:
            return limits
        least = exact.relaxed_bound(build_model(self.problem, Target.COUNT, limits), seconds=SIDE_QUESTION_S)
        return limits if math.isnan(least) else replace(limits, min_count=math.ceil(least - 1e-6))

    def settle_ties(self, best: BoolArray) -> tuple[BoolArray, bool]:
        """Choose among plans as good as `best`: by the other of cost and persons, then by fewest changes.

        Each stage starts from the plan so far and keeps all that was reached, so it makes nothing worse. Also return
        whether both stages were finished.
        """
        for target in (Target.CENTS if self.is_coverage else Target.INWONERS, Target.CHANGES):
            score = evaluate(self.problem, best)
            reached = self.with_count(Limits(score.cents, score.inwoners))
            side = self.run(target, reached, start=best, seconds=min(self.left(), SIDE_QUESTION_S))
            if side.chosen is not None and self._rank(side.chosen) < self._rank(best):
                best = side.chosen
            if side.ending is not Ending.PROVEN:
                return best, False
        return best, True

    def impossible(self) -> Result:
        """Answer a question without a plan: the least budget, or the largest share, for which there is one."""
        target = Target.CENTS if self.is_coverage else Target.INWONERS
        relaxed = self.run(target, Limits(), start=None, seconds=SIDE_QUESTION_S)
        if relaxed.ending is not Ending.PROVEN or relaxed.chosen is None:
            return self.answer(Status.INFEASIBLE)
        score = evaluate(self.problem, relaxed.chosen)
        if self.is_coverage:
            reason = Remark(RemarkKind.LEAST_BUDGET, {"eur_per_year": Decimal(math.ceil(_euros(score.cents)))})
        else:
            share = math.floor(score.inwoners / self.problem.inwoners * 1000) / 1000
            reason = Remark(RemarkKind.LARGEST_SHARE, {"share": share, "inwoners": score.inwoners})
        return self.answer(Status.INFEASIBLE, remarks=(reason,))

    def found(self, chosen: BoolArray, *, bound: float, limits: Limits, is_settled: bool) -> Result:
        """Answer with a plan, after counting it again along another road."""
        score = evaluate(self.problem, chosen)
        _check(score, recount(self.problem, self.problem.plan(chosen)), limits)
        is_proven = relative_gap(*self._in_unit(self._value(score), bound)) <= PROVEN_GAP
        remarks = [Remark(RemarkKind.STOPPED, {})] if self._is_stopped() else []
        if is_proven and not is_settled:
            remarks.append(Remark(RemarkKind.TIES_OPEN, {}))
        status = Status.OPTIMAL if is_proven else Status.TIME_LIMIT
        return self.answer(status, bound=bound, chosen=chosen, remarks=tuple(remarks))

    def answer(
        self,
        status: Status,
        *,
        bound: float = math.nan,
        chosen: BoolArray | None = None,
        remarks: tuple[Remark, ...] = (),
    ) -> Result:
        """Write the result."""
        problem = self.problem
        score = None if chosen is None else evaluate(problem, chosen)
        objective, bound = self._in_unit(math.nan if score is None else self._value(score), bound)
        return Result(
            status=status,
            goal=problem.question.goal,
            objective=objective,
            bound=bound,
            gap=relative_gap(objective, bound),
            seconds=self.seconds(),
            seed=self.seed,
            fingerprint=fingerprint(problem.inputs, str(self.seed)),
            plan=None if chosen is None else problem.plan(chosen),
            inwoners_within=math.nan if score is None else score.inwoners,
            eur_per_year=None if score is None else _euros(score.cents),
            remarks=(*remarks, *problem.remarks),
        )

    def seconds(self) -> float:
        """Return the seconds since the start."""
        return perf_counter() - self.started

    def left(self) -> float:
        """Return the seconds that are left."""
        return self.time_limit_s - self.seconds()

    def _value(self, score: Score) -> float:
        return score.inwoners if self.is_coverage else float(score.cents)

    def _rank(self, chosen: BoolArray) -> tuple[float, float, int]:
        """Order plans, the best first; a millionth of a person is a rounding error."""
        score = evaluate(self.problem, chosen)
        persons, cents = -round(score.inwoners, 6), float(score.cents)
        return (persons, cents, score.n_changes) if self.is_coverage else (cents, persons, score.n_changes)

    def _in_unit(self, value: float, bound: float) -> tuple[float, float]:
        """Return persons as they are, and cents as euros."""
        return (value, bound) if self.is_coverage else (value / 100, bound / 100)

    def _report(self, incumbent: float, bound: float) -> None:
        if self.on_progress is not None:
            self.on_progress(*self._in_unit(incumbent, bound), self.seconds())

    def _is_stopped(self) -> bool:
        return self.should_stop is not None and self.should_stop()


def _ignore(incumbent: float, bound: float) -> None:
    """Tell nobody: a side question counts in another unit."""


def _check(score: Score, recounted: Score, limits: Limits) -> None:
    """Stop when the solver's arrays and the recount disagree, or the plan breaks a rule: that is a fault of our own."""
    is_same = (
        math.isclose(score.inwoners, recounted.inwoners, rel_tol=1e-9, abs_tol=1e-6)
        and score.cents == recounted.cents
        and score.n_changes == recounted.n_changes
    )
    is_within = (limits.max_cents is None or recounted.cents <= limits.max_cents) and (
        limits.min_inwoners is None or recounted.inwoners >= limits.min_inwoners - INWONERS_TOLERANCE
    )
    if recounted.broken or not (is_same and is_within):
        message = f"the plan does not stand up to a recount: {score} and {recounted} within {limits}"
        raise RuntimeError(message)


def _euros(cents: int) -> Decimal:
    return Decimal(cents) / 100
