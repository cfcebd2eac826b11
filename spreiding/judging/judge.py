"""All norms of a normenkader judged for one plan."""

from collections.abc import Iterable
from dataclasses import replace

from spreiding.judging.case import Case
from spreiding.judging.kernen import judge_kernen
from spreiding.judging.places import judge_branches, judge_count
from spreiding.judging.reach import judge_functions, judge_hours, judge_reach
from spreiding.judging.schools import judge_schools
from spreiding.judging.verdict import Normoordeel, Outcome, Reason, ReasonKind
from spreiding.norms import (
    AnyNorm,
    BranchNorm,
    CountNorm,
    FunctionNorm,
    HoursNorm,
    KernNorm,
    ReachNorm,
    SchoolNorm,
)


def judge(case: Case, norms: Iterable[AnyNorm]) -> tuple[Normoordeel, ...]:
    """Judge every norm for every area that it is about; norms that cannot be tested at all are refused beforehand."""
    return tuple(oordeel for norm in norms for oordeel in judge_norm(case, norm))


def judge_norm(case: Case, norm: AnyNorm) -> list[Normoordeel]:
    """Judge one norm for every area that it is about.

    What falls short in a gemeente that the region holds only a part of is undecided: the rest may make it good.
    """
    partial = {gemeente.code: gemeente.name for gemeente in case.region.partial_gemeenten}
    return [_spared(oordeel, partial.get(oordeel.gemeente or "")) for oordeel in _judge(case, norm)]


def _spared(oordeel: Normoordeel, partial: str | None) -> Normoordeel:
    """Return a verdict that blames no gemeente (its name) of which only a `partial` view is known."""
    if partial is None or oordeel.outcome is not Outcome.NOT_MET:
        return oordeel
    reasons = (*oordeel.reasons, Reason(ReasonKind.PARTIAL, (partial,)))
    return replace(oordeel, outcome=Outcome.UNDECIDED, is_uncertain=False, reasons=reasons)


def _judge(case: Case, norm: AnyNorm) -> list[Normoordeel]:  # noqa: PLR0911 - one return per kind of norm
    match norm:
        case ReachNorm():
            return judge_reach(case, norm)
        case FunctionNorm():
            return judge_functions(case, norm)
        case HoursNorm():
            return judge_hours(case, norm)
        case CountNorm():
            return judge_count(case, norm)
        case KernNorm():
            return judge_kernen(case, norm)
        case BranchNorm():
            return judge_branches(case, norm)
        case SchoolNorm():
            return judge_schools(case, norm)
