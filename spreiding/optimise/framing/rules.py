"""The rules of a question that are no norms: budgets, changes, what stays open, the largest class, no harm."""

import math
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from spreiding.demand import IntArray
from spreiding.domain import Option
from spreiding.judging.reach import MINUTES_ROUNDING
from spreiding.optimise.framing.about import About
from spreiding.optimise.framing.amounts import in_cents
from spreiding.optimise.framing.draft import Draft, Rule
from spreiding.optimise.framing.merits import Wanted, keeps_class
from spreiding.optimise.framing.offers import is_free
from spreiding.optimise.framing.slate import Pairs, Slate
from spreiding.optimise.program import BoolArray, Family
from spreiding.optimise.question import Budget, Harm
from spreiding.optimise.result import RuleName
from spreiding.placing import Kind


def add_rules(draft: Draft, slate: Slate, wanted: Wanted, *, price_unit: float) -> None:
    """Add all rules; a unit of the first goal is `price_unit` of the program's."""
    question = slate.question
    for number, budget in enumerate(question.budgets):
        _add_budget(draft, slate, budget, number)
    _add_open(draft, slate)
    price = math.inf if question.largest_price is None else question.largest_price * price_unit
    _add_largest(draft, slate, wanted, price)
    if question.max_changes is not None:
        changes = changes_of(slate).astype(np.float64)
        upper = float(question.max_changes - constant_changes(slate))
        draft.at_most(Family.CHANGES, About(RuleName.MAX_CHANGES), changes, upper=upper)
    if question.harm is not None:
        for rule in _harm_rules(slate, question.harm):
            draft.add(Family.HARM, rule)


def changes_of(slate: Slate) -> IntArray:
    """Return what every column adds to the number of sites that differ from today, all others being closed.

    Today's option undoes a closing, another one at a branch is as much a change as closing it, and a new branch is one.
    """
    today = [slate.region.sites[place].today for place in slate.place.tolist()]
    return np.array(
        [_change(choice.option, option) for choice, option in zip(slate.choices, today, strict=True)], dtype=np.int64
    )


def _change(option: Option, today: Option | None) -> int:
    if today is None:
        return 1
    return -1 if option == today else 0


def constant_changes(slate: Slate) -> int:
    """Return how many sites differ from today when everything that may close does."""
    return sum(offer.today is not None and not offer.stands for offer in slate.offers)


def _add_budget(draft: Draft, slate: Slate, budget: Budget, number: int) -> None:
    """Add what may be spent per year and once; closing costs that every plan has are taken off beforehand."""
    codes, sites = budget.gemeenten, slate.region.sites
    about = About(RuleName.BUDGET, number)
    is_in = np.array([codes is None or code in codes for code in slate.gemeente], dtype=np.bool_)
    closing = [
        offer.closing
        for offer in slate.offers
        if is_free(sites[offer.site], slate.question) and (codes is None or sites[offer.site].gemeente in codes)
    ]
    if budget.eur_per_year is not None:
        upper = in_cents(budget.eur_per_year) - sum(amount.yearly for amount in closing)
        value = np.array([choice.cents for choice in slate.choices], dtype=np.float64)
        draft.at_most(Family.BUDGET, about, np.where(is_in, value, 0.0), upper=float(upper))
    if budget.eur_once is not None:
        upper = in_cents(budget.eur_once) - sum(amount.once for amount in closing)
        value = np.array([choice.once for choice in slate.choices], dtype=np.float64)
        about = replace(about, rule=RuleName.ONCE)
        draft.at_most(Family.ONCE, about, np.where(is_in, value, 0.0), upper=float(upper))


def _add_open(draft: Draft, slate: Slate) -> None:
    """Ask one option of every site that must stay open; of one without options that cannot be had."""
    for offer in slate.offers:
        if offer.must_open and not offer.stands:
            site = slate.region.sites[offer.site]
            about = About(RuleName.FIXED, gemeente=site.gemeente or "", site=site.id)
            draft.at_least(Family.NUMBER, about, slate.place == offer.site, lower=1.0)


def _add_largest(draft: Draft, slate: Slate, wanted: Wanted, price: float) -> None:
    """Ask a branch of the largest class of every gemeente; one that stands may do it."""
    sites = slate.region.sites
    for code, klasse in sorted(wanted.largest.items()):
        stands = any(
            sites[offer.site].gemeente == code and offer.today is not None and keeps_class(offer.today, klasse)
            for offer in slate.offers
            if offer.stands
        )
        if not stands:
            keeping = slate.in_gemeente(code) & slate.mark(keeps_class(each.option, klasse) for each in slate.choices)
            draft.at_least(Family.LARGEST, About(RuleName.LARGEST, gemeente=code), keeping, lower=1.0, price=price)


def _harm_rules(slate: Slate, harm: Harm) -> Iterator[Rule]:
    """Yield for every point with people a rule that something is open no further than allowed, but for weaker ones.

    Everybody in the region counts, and any branch. Who has no route to a branch today cannot be worse off.
    """
    region = slate.region
    kind, more = Kind.METRES, harm.max_m
    if more is None:
        kind, more = Kind.MINUTES, (harm.max_minutes or 0.0) + MINUTES_ROUNDING
    today = frozenset(index for index, site in enumerate(region.sites) if site.today is not None)
    limit = slate.fields.nearest(harm.modality, kind, today).cost + more
    stands = slate.fields.nearest(harm.modality, kind, slate.standing).cost <= limit
    asked = np.isfinite(limit) & ~stands & (region.demand.inwoners > 0)
    if not asked.any():
        return
    pairs = slate.pairs(harm.modality, kind, float(limit[asked].max()))
    pairs = pairs.where(asked[pairs.point] & (pairs.cost <= limit[pairs.point]))
    sets, points = _smallest_sets(slate, pairs, np.flatnonzero(asked).astype(np.int32))
    square = region.demand.square
    for is_near, point in zip(sets, points.tolist(), strict=True):
        columns = np.flatnonzero(is_near[slate.site]).astype(np.int32)
        kern, gemeente = region.squares.kern[square[point]], region.squares.gemeente[square[point]]
        about = About(
            RuleName.HARM,
            gemeente=region.gemeenten[gemeente].code if gemeente >= 0 else "",
            kern=region.kernen[kern].id if kern >= 0 else "",
        )
        yield Rule(about, columns, np.ones(columns.size), 1.0, np.inf, np.inf)


def _smallest_sets(slate: Slate, pairs: Pairs, points: IntArray) -> tuple[BoolArray, IntArray]:
    """Return the sets of sites near some of the `points` that hold no other such set, and a point of each."""
    near = np.zeros((points.size, slate.places.size), dtype=np.bool_)
    near[np.searchsorted(points, pairs.point), np.searchsorted(slate.places, pairs.place)] = True
    sets, first = np.unique(near, axis=0, return_index=True)
    order = np.argsort(sets.sum(axis=1), kind="stable")
    sets, first = sets[order], first[order]
    packed = np.packbits(sets, axis=1)
    is_left = np.ones(len(sets), dtype=np.bool_)
    for k in range(len(sets)):
        if is_left[k]:
            holds = ((packed[k + 1 :] & packed[k]) == packed[k]).all(axis=1)
            is_left[k + 1 :] &= ~holds
    return sets[is_left], points[first[is_left]]
