"""Rules per kern: something in every kern of some size, or in those that are far from everything."""

from dataclasses import dataclass

import numpy as np

from spreiding.accessibility import main_label
from spreiding.demand import FloatArray, IntArray
from spreiding.domain import Voorzieningsvorm
from spreiding.fields import Places
from spreiding.judging.case import Case, join_doubts
from spreiding.judging.people import BoolArray
from spreiding.judging.verdict import Normoordeel, Outcome, Reason, ReasonKind, Shortfall, decide, is_close
from spreiding.norms import KernNorm
from spreiding.placing import Kind
from spreiding.uncertainty import position_tolerance


@dataclass(frozen=True)
class _Kernen:
    """Per kern of the region: whether the norm is about its size, whether it fails in each reading, and how far it is.

    `needs` what the norm asks, `fails` when it has nothing of it; `fails_sure` and `fails_possible` when only what is
    sure counts and when all that may count does, `fails_far` and `fails_near` with distances as long and as short as
    they may be, and a size by its squares that brings it under the norm or keeps it out. `persons` [persons] are those
    that the kern itself is said to have, by which it is sized; `mean_m` [m] is the average distance of those in its
    squares (NaN where nobody lives) and `site` their nearest.
    """

    is_sized: BoolArray
    is_confirmed: BoolArray
    needs: BoolArray
    fails: BoolArray
    fails_sure: BoolArray
    fails_possible: BoolArray
    fails_far: BoolArray
    fails_near: BoolArray
    persons: FloatArray
    mean_m: FloatArray
    site: IntArray


def judge_kernen(case: Case, norm: KernNorm) -> list[Normoordeel]:
    """Judge a rule per kern, one verdict per gemeente; only kernen that the user confirmed are tested."""
    kernen = _measure(case, norm)
    owner = np.array([kern.gemeente for kern in case.region.kernen], dtype=np.str_)
    return [_verdict(case, norm, kernen, gemeente.code, owner == gemeente.code) for gemeente in case.region.gemeenten]


def _measure(case: Case, norm: KernNorm) -> _Kernen:
    region = case.region
    sizes = np.array([kern.inwoners for kern in region.kernen], dtype=np.float64)
    sized, by_squares = is_sized(norm, sizes), is_sized(norm, _persons_in_squares(case))
    offered, beyond = case.counting(norm.predicate), case.counting(norm.beyond)
    has = {name: holding(case, getattr(offered, name)) for name in ("taken", "sure", "possible")}
    mean_m = {name: _mean_m(case, norm, getattr(beyond, name)) for name in ("taken", "sure", "possible")}
    tolerance_m = position_tolerance(region, norm.modality).metres
    slack_m = mean_by_kern(case, np.where(np.isfinite(tolerance_m), tolerance_m, 0.0))
    # Where nobody lives nothing can be off.
    slack_m = np.where(np.isfinite(slack_m), slack_m, 0.0)
    limit_m = -np.inf if norm.beyond_m is None else norm.beyond_m

    def fails(reading: str, by_size: BoolArray, slack: FloatArray | float = 0.0) -> BoolArray:
        return np.asarray(by_size & (mean_m[reading] + slack > limit_m) & ~has[reading], dtype=np.bool_)

    square = region.demand.square
    kern, persons = region.squares.kern[square], region.demand.inwoners
    near = case.fields.nearest(norm.modality, Kind.METRES, beyond.taken if norm.beyond_m else offered.taken)
    return _Kernen(
        is_sized=sized,
        is_confirmed=np.array([case.confirmations.has_kern(each.id) for each in region.kernen], dtype=np.bool_),
        needs=sized & (mean_m["taken"] > limit_m),
        fails=fails("taken", sized),
        fails_sure=fails("sure", sized),
        fails_possible=fails("possible", sized),
        fails_far=fails("taken", sized | by_squares, slack_m),
        fails_near=fails("taken", sized & by_squares, -slack_m),
        persons=sizes,
        mean_m=_known(mean_by_kern(case, near.cost)),
        site=main_label(kern, near.label, persons, len(region.kernen))[0],
    )


def _mean_m(case: Case, norm: KernNorm, places: Places) -> FloatArray:
    """Average distance [m] of the inhabitants of every kern to the nearest of `places`; infinite without a limit."""
    if norm.beyond_m is None:
        return np.full(len(case.region.kernen), np.inf)
    return mean_by_kern(case, case.fields.nearest(norm.modality, Kind.METRES, places).cost)


def is_sized(norm: KernNorm, inwoners: FloatArray) -> BoolArray:
    """Whether a norm is about kernen with so many `inwoners` [persons]."""
    most = np.inf if norm.max_inwoners is None else norm.max_inwoners
    return np.asarray((inwoners >= norm.min_inwoners) & (inwoners < most), dtype=np.bool_)


def _persons_in_squares(case: Case) -> FloatArray:
    """Persons who live in every kern by the squares that lie in it."""
    region = case.region
    is_in = region.squares.kern >= 0
    persons = region.squares.inwoners[is_in]
    return np.bincount(region.squares.kern[is_in], weights=persons, minlength=len(region.kernen)).astype(np.float64)


def mean_by_kern(case: Case, values: FloatArray) -> FloatArray:
    """Average over the inhabitants of every kern; inf where somebody has no route, −inf where nobody lives."""
    region = case.region
    kern, persons = region.squares.kern[region.demand.square], region.demand.inwoners
    used = (kern >= 0) & (persons > 0)
    total = np.bincount(kern[used], weights=persons[used], minlength=len(region.kernen))
    spent = np.bincount(kern[used], weights=persons[used] * values[used], minlength=len(region.kernen))
    mean = np.full(total.size, -np.inf)
    np.divide(spent, total, out=mean, where=total > 0)
    return mean


def _known(mean_m: FloatArray) -> FloatArray:
    """Return NaN where nobody lives in place of −inf."""
    return np.where(np.isneginf(mean_m), np.nan, mean_m)


def holding(case: Case, places: Places) -> BoolArray:
    """Whether each kern holds one of `places`, or is served at home by one."""
    region = case.region
    n_sites, n_kernen = len(region.sites), len(region.kernen)
    held = np.zeros(n_kernen + 1, dtype=np.bool_)
    held[region.site_kern[[place for place in sorted(places) if place < n_sites]]] = True
    for place in sorted(places):
        if place >= n_sites:
            held |= _served(case, place - n_sites)
    # Index -1 (buitengebied) is the last entry.
    return held[:-1]


def _served(case: Case, voorziening: int) -> BoolArray:
    """Whether a voorziening stands in each kern, or comes to the homes of its whole gemeente; a last entry for none."""
    region = case.region
    each = region.voorzieningen[voorziening]
    served = np.zeros(len(region.kernen) + 1, dtype=np.bool_)
    if each.form is Voorzieningsvorm.AAN_HUIS and each.reach_m is None:
        served[:-1] = [kern.gemeente == each.gemeente for kern in region.kernen]
    else:
        served[region.voorziening_kern[voorziening]] = True
    return served


def _verdict(case: Case, norm: KernNorm, kernen: _Kernen, gemeente: str, here: BoolArray) -> Normoordeel:
    tested = here & kernen.is_confirmed
    needs, fails = tested & kernen.needs, tested & kernen.fails
    n_sure, n_possible = int((tested & kernen.fails_sure).sum()), int((tested & kernen.fails_possible).sum())
    n_far, n_near = int((tested & kernen.fails_far).sum()), int((tested & kernen.fails_near).sum())
    n_needs, n_fails = int(needs.sum()), int(fails.sum())
    outcome = decide(-n_fails, 0, sure=-n_sure, possible=-n_possible)
    reasons: tuple[Reason, ...] = ()
    if outcome is Outcome.UNDECIDED:
        beyond = case.counting(norm.beyond).doubts if norm.beyond_m is not None else {}
        reasons = case.doubtful(join_doubts(case.counting(norm.predicate, gemeente=gemeente).doubts, beyond))
    elif outcome is Outcome.MET and (unfit := _unfit(case, kernen, here)):
        outcome, reasons = Outcome.UNDECIDED, (unfit,)
    elif n_needs == 0:
        reasons = (Reason(ReasonKind.NOTHING_TO_TEST),)
    return Normoordeel(
        norm=norm,
        gemeente=gemeente,
        outcome=outcome,
        value=n_needs - n_fails,
        required=n_needs,
        tested=n_needs,
        low=max(0, n_needs - n_far),
        high=n_needs - min(n_near, n_needs),
        is_uncertain=outcome is not Outcome.UNDECIDED and is_close(0, low=-n_far, high=-n_near),
        reasons=reasons,
        shortfalls=_shortfalls(kernen, np.flatnonzero(fails).astype(np.int32)),
    )


def _unfit(case: Case, kernen: _Kernen, here: BoolArray) -> Reason | None:
    """Return why the rule cannot be said to be met: no kernen are known, or some that count are not confirmed."""
    if not case.region.kernen:
        return Reason(ReasonKind.NO_KERNEN)
    open_ = np.flatnonzero(here & kernen.is_sized & ~kernen.is_confirmed)
    names = tuple(sorted(case.region.kernen[k].name for k in open_))
    return Reason(ReasonKind.KERNEN_UNCONFIRMED, names) if names else None


def _shortfalls(kernen: _Kernen, failing: IntArray) -> tuple[Shortfall, ...]:
    """Return the kernen that fail, the furthest first."""
    order = failing[np.lexsort((-kernen.persons[failing], -kernen.mean_m[failing]))]
    return tuple(
        Shortfall(
            kern=int(k),
            outside=float(kernen.persons[k]),
            persons=float(kernen.persons[k]),
            mean=float(kernen.mean_m[k]),
            site=int(kernen.site[k]),
        )
        for k in order
    )
