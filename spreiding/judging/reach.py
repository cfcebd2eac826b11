"""Norms on who can reach what: a share of people within metres or minutes, of each kernfunctie, or of enough hours."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

import numpy as np

from spreiding.demand import Kern
from spreiding.domain import Kernfunctie, Modality
from spreiding.fields import Places
from spreiding.judging.case import Case, Counting, Doubts
from spreiding.judging.hours import doubtful_hours, reachable_hours
from spreiding.judging.people import (
    Headcount,
    Reached,
    Reacher,
    Tally,
    areas_of,
    asks_ages,
    chosen_groups,
    count_heads,
    unknown_persons,
)
from spreiding.judging.verdict import Normoordeel, Outcome, Reason, ReasonKind, decide, is_close
from spreiding.kernels import Field
from spreiding.norms import Area, FunctionNorm, HoursNorm, Predicate, ReachingNorm, ReachNorm
from spreiding.placing import Kind
from spreiding.uncertainty import position_tolerance

# No opening hours are so short [h/week], and nobody notices so little time [min]: what is exactly at a threshold may
# lie so much on the wrong side of it, added up.
HOURS_ROUNDING: Final = 1e-9
MINUTES_ROUNDING: Final = 1e-6


def judge_reach(case: Case, norm: ReachNorm) -> list[Normoordeel]:
    """Judge a share of people within metres or minutes of what counts, per area."""
    if norm.max_m is not None:
        kind, limit = Kind.METRES, norm.max_m
    else:
        # The norm checks that it has one of both.
        kind, limit = Kind.MINUTES, (norm.max_minutes or 0.0) + MINUTES_ROUNDING
    counting = case.counting(norm.predicate)
    return _judge(case, norm, _within(case, norm, counting, kind=kind, limit=limit), counting.doubts)


def judge_functions(case: Case, norm: FunctionNorm) -> list[Normoordeel]:
    """Judge a share of people within a distance of each kernfunctie by itself: a verdict per function and area."""
    oordelen = []
    for kernfunctie, max_m in sorted(norm.max_m.items()):
        counting = case.counting(Predicate(kernfuncties=frozenset({kernfunctie}), forms=norm.forms))
        reach = _within(case, norm, counting, kind=Kind.METRES, limit=max_m)
        found = _judge(case, norm, reach, counting.doubts)
        oordelen += [replace(each, kernfunctie=Kernfunctie(kernfunctie)) for each in found]
    return oordelen


def judge_hours(case: Case, norm: HoursNorm) -> list[Normoordeel]:
    """Judge a share of people with enough hours per week within metres, per area."""
    others = case.others(norm.forms)

    def reach(modality: Modality, *, is_youth: bool) -> Reached:
        is_at_home, with_unstaffed = not norm.counts_neighbours, norm.counts_unstaffed and not is_youth
        exact, near, far = (
            reachable_hours(case, modality, norm.max_m, slack=slack, is_at_home=is_at_home, others=others)
            for slack in (0, -1, 1)
        )
        least, most = exact.bounds(with_unstaffed=with_unstaffed)
        taken = exact.taken(with_unstaffed=with_unstaffed)
        label = _field(case, modality, Kind.METRES, frozenset(case.profiles) | others, is_at_home=is_at_home).label
        # In doubles 0.1 + 13.2 + 1.7 < 15.
        enough = norm.minimum_hours - HOURS_ROUNDING
        return Reached(
            taken=taken >= enough,
            sure=least >= enough,
            possible=most >= enough,
            near=near.taken(with_unstaffed=with_unstaffed) >= enough,
            far=far.taken(with_unstaffed=with_unstaffed) >= enough,
            cost=Field(taken, label),
        )

    return _judge(case, norm, reach, doubtful_hours(case, others, with_unstaffed=norm.counts_unstaffed))


def _within(case: Case, norm: ReachingNorm, counting: Counting, *, kind: Kind, limit: float) -> Reacher:
    """Return who is within `limit` [m or min] of a counting branch, as a function of how people travel."""

    def reach(modality: Modality, *, is_youth: bool) -> Reached:  # noqa: ARG001 - distances are the same at any age
        def cost(places: Places) -> Field:
            return _field(case, modality, kind, places, is_at_home=not norm.counts_neighbours)

        taken, possible = cost(counting.taken), cost(counting.possible)
        slack = position_tolerance(case.region, modality).of(kind)
        return Reached(
            taken=taken.cost <= limit,
            sure=cost(counting.sure).cost <= limit,
            possible=possible.cost <= limit,
            # Who has no route has none at any distance; his slack is infinite too.
            near=np.isfinite(taken.cost) & (taken.cost <= limit + slack),
            far=taken.cost <= limit - slack,
            cost=taken,
            hoped=possible.label,
        )

    return reach


def _field(case: Case, modality: Modality, kind: Kind, places: Places, *, is_at_home: bool) -> Field:
    search = case.fields.nearest_at_home if is_at_home else case.fields.nearest
    return search(modality, kind, places)


def _judge(case: Case, norm: ReachingNorm, reach: Reacher, doubts: Doubts) -> list[Normoordeel]:
    """Give a verdict per area on who is within a norm."""
    heads = count_heads(case, norm, reach)
    area, n_areas = areas_of(case.region, norm.area)
    tally = heads.by_area(area, n_areas)
    return [
        _verdict(case, norm, heads, tally, heads.concerned(area == index, doubts), index)
        for index in _judged(norm.area, tally)
    ]


def _judged(area: Area, tally: Tally) -> Iterator[int]:
    """Yield the areas to judge: all gemeenten, and the kernen where somebody lives."""
    for index in range(tally.persons.size):
        if area is not Area.KERN or tally.persons[index] + tally.unknown[index] > 0:
            yield index


def _verdict(case: Case, norm: ReachingNorm, heads: Headcount, tally: Tally, doubts: Doubts, index: int) -> Normoordeel:
    region = case.region
    kern = region.kernen[index] if norm.area is Area.KERN else None
    gemeente = kern.gemeente if kern else (region.gemeenten[index].code if norm.area is Area.GEMEENTE else None)
    persons, unknown = float(tally.persons[index]), unknown_persons(case, tally, index, gemeente=gemeente)
    required = norm.share * persons
    # The unknown raise what is asked; at worst they are all outside, at best all within.
    low = float(tally.low[index]) - norm.share * unknown
    high = float(tally.high[index]) + ((1 - norm.share) * unknown if norm.share < 1 else 0.0)
    outcome = decide(
        float(tally.taken[index]), required, sure=float(tally.sure[index]), possible=float(tally.possible[index])
    )
    reasons = case.doubtful(doubts) if outcome is Outcome.UNDECIDED else ()
    settled = _unfit(case, norm, tally, index, kern=kern)
    if settled is not None:
        outcome, reasons = Outcome.UNDECIDED, (settled,)
    codes = {each.code: number for number, each in enumerate(region.gemeenten)}
    where = None if gemeente is None else codes[gemeente]
    shortfalls = () if kern else heads.shortfalls(where, is_more_better=isinstance(norm, HoursNorm))
    return Normoordeel(
        norm=norm,
        gemeente=gemeente,
        kern=None if kern is None else kern.id,
        outcome=outcome,
        value=float(tally.taken[index]),
        required=required,
        tested=persons,
        low=low,
        high=high,
        is_uncertain=outcome is not Outcome.UNDECIDED and is_close(required, low=low, high=high),
        reasons=reasons,
        shortfalls=shortfalls,
    )


def _unfit(case: Case, norm: ReachingNorm, tally: Tally, index: int, *, kern: Kern | None) -> Reason | None:
    """Return why there is nothing to judge in an area; None when there is."""
    if tally.persons[index] <= 0:
        return _nobody(case, norm, kern, index) if tally.unknown[index] > 0 else Reason(ReasonKind.NOBODY)
    if kern is not None and not case.confirmations.has_kern(kern.id):
        return Reason(ReasonKind.KERNEN_UNCONFIRMED)
    return None


def _nobody(case: Case, norm: ReachingNorm, kern: Kern | None, index: int) -> Reason:
    """Return what keeps from knowing whom a norm is about: the shares of groups in this gemeente, else ages."""
    gemeente = (
        case.region.gemeenten[index].code if norm.area is Area.GEMEENTE else None if kern is None else kern.gemeente
    )
    groups = chosen_groups(case.groups, norm.groups) if gemeente is not None and asks_ages(norm) else ()
    names = tuple(group.name for group in groups if np.isnan(group.share_in(gemeente)))
    return Reason(ReasonKind.NO_SHARE, names) if names else Reason(ReasonKind.NO_AGES)
