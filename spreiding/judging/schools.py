"""Schools: whether each has a dBos of its own, and which are far from every branch."""

from dataclasses import dataclass

import numpy as np

from spreiding.domain import Modality
from spreiding.judging.case import Case
from spreiding.judging.verdict import Normoordeel, Outcome, Reason, ReasonKind, decide
from spreiding.norms import SchoolNorm
from spreiding.placing import Kind
from spreiding.trips import trips_over
from spreiding.voorzieningen import School


@dataclass(frozen=True)
class FarSchool:
    """A school far from every open branch: `metres` [m] to the nearest (index `site`, -1 when there is no route)."""

    school: School
    metres: float
    site: int


def judge_schools(case: Case, norm: SchoolNorm) -> list[Normoordeel]:
    """Judge whether every school, or every IKC, has a dBos of its own, per gemeente."""
    return [_verdict(case, norm, gemeente.code) for gemeente in case.region.gemeenten]


def far_schools(case: Case, max_m: float, *, modality: Modality = Modality.FIETS) -> tuple[FarSchool, ...]:
    """Return the schools further than `max_m` [m] from every open branch, the furthest first."""
    region = case.region
    if not region.schools:
        return ()
    trips = trips_over(
        region.networks[modality],
        Kind.METRES,
        demand=region.school_footing[modality],
        sites=region.site_footing[modality],
    )
    nearest = trips.nearest(np.array(sorted(case.profiles), dtype=np.int32))
    far = [
        FarSchool(school, float(metres), int(site))
        for school, metres, site in zip(region.schools, nearest.cost, nearest.label, strict=True)
        if metres > max_m
    ]
    return tuple(sorted(far, key=lambda each: (-each.metres, each.school.name)))


def _verdict(case: Case, norm: SchoolNorm, gemeente: str) -> Normoordeel:
    asked = [
        school
        for school in case.region.schools
        if school.gemeente == gemeente and not (norm.is_only_ikc and school.is_ikc is False)
    ]
    # A school that may be no IKC need not have one; what nobody told may be so or not.
    is_asked = [not norm.is_only_ikc or school.is_ikc is True for school in asked]
    n_asked = sum(is_asked)
    n_failing = sum(must and school.has_dbos is not True for school, must in zip(asked, is_asked, strict=True))
    n_worst = sum(school.has_dbos is not True for school in asked)
    n_best = sum(must and school.has_dbos is False for school, must in zip(asked, is_asked, strict=True))
    outcome = decide(-n_failing, 0, sure=-n_worst, possible=-n_best)
    reasons: tuple[Reason, ...] = () if n_asked else (Reason(ReasonKind.NOTHING_TO_TEST),)
    if not case.region.schools:
        outcome, reasons = Outcome.UNDECIDED, (Reason(ReasonKind.NO_SCHOOLS),)
    elif outcome is Outcome.UNDECIDED:
        unknown = sorted(
            school.name for school in asked if school.has_dbos is None or (norm.is_only_ikc and school.is_ikc is None)
        )
        reasons = (Reason(ReasonKind.SCHOOLS_UNKNOWN, tuple(unknown)),)
    return Normoordeel(
        norm=norm,
        gemeente=gemeente,
        outcome=outcome,
        value=n_asked - n_failing,
        required=n_asked,
        tested=n_asked,
        low=max(0, n_asked - n_worst),
        high=n_asked - n_best,
        reasons=reasons,
    )
