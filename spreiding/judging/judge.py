"""All norms of a normenkader judged for one plan."""

from collections.abc import Iterable

from spreiding.judging.case import Case
from spreiding.judging.kernen import judge_kernen
from spreiding.judging.places import judge_branches, judge_count
from spreiding.judging.reach import judge_functions, judge_hours, judge_reach
from spreiding.judging.schools import judge_schools
from spreiding.judging.verdict import Normoordeel
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


def judge_norm(case: Case, norm: AnyNorm) -> list[Normoordeel]:  # noqa: PLR0911 - one return per kind of norm
    """Judge one norm for every area that it is about."""
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
