"""What may happen at each site: the options a plan can choose from, without those that nobody needs."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import product

from spreiding.domain import Huisvesting, Option, Package
from spreiding.errors import QuestionError
from spreiding.optimise.framing.amounts import NOTHING, Amount, Amounts
from spreiding.optimise.framing.merits import Merits, Wanted
from spreiding.optimise.question import Question
from spreiding.profile import Profile, profile_of
from spreiding.supply import SAME_PLACE_M, Site
from spreiding.uitgangspunten import Uitgangspunten


@dataclass(frozen=True)
class Choice:
    """One option at one site, with all that a question needs to know of it.

    `cents` [€ 0.01 per year] and `once` [€ 0.01] are what it costs more than closing the site.
    """

    option: Option
    cents: int
    once: int
    merits: Merits
    profile: Profile = field(repr=False, compare=False)


@dataclass(frozen=True)
class Offer:
    """The choices at one site; none chosen means closed.

    A branch that `stands` has no choices: it stays as it is today, and its cost is in no budget. A site that
    `must_open` gets one of its choices. `closing` is what closing today's branch costs. `has_once_unknown`: something
    was left out because what it costs once is not known.
    """

    site: int
    today: Option | None
    choices: tuple[Choice, ...] = ()
    stands: bool = False
    must_open: bool = False
    closing: Amount = NOTHING
    has_once_unknown: bool = False


def build_offers(
    amounts: Amounts, *, uitgangspunten: Uitgangspunten, question: Question, wanted: Wanted
) -> tuple[Offer, ...]:
    """Return the offer of every site of the region, in its order.

    A site may change when its gemeente is free and its cost is known. A branch that may not change stays as it is, a
    candidate stays closed, and so does one on the spot of a branch that offers the same: it would be the same place
    under another name. What is closed by the question is closed, also when nobody knows what that saves.

    Raises
    ------
    QuestionError
        `mfa_not_offered`.

    """
    sites = amounts.region.sites
    maker = _Maker(amounts, uitgangspunten, question, wanted)
    offers = [maker.offer(index, site) for index, site in enumerate(sites)]
    changing = [site for site, offer in zip(sites, offers, strict=True) if site.today is not None and offer.choices]
    named = question.open_sites | question.allowed.keys()
    return tuple(
        Offer(offer.site, None)
        if site.today is None and site.id not in named and any(_offers_the_same(branch, site) for branch in changing)
        else offer
        for site, offer in zip(sites, offers, strict=True)
    )


def is_free(site: Site, question: Question) -> bool:
    """Whether the question lets `site` change, its cost left aside."""
    return question.free_gemeenten is None or site.gemeente in question.free_gemeenten


def undominated(
    choices: Iterable[Choice], today: Option | None, *, can_close: bool, counts_once: bool
) -> tuple[Choice, ...]:
    """Return today's option, and the choices that no other beats in what matters and in cost, nor closing.

    Between equals today's option wins, then the one that differs least from it, then the first. What is paid once is
    compared by itself only when it `counts_once`: the part written off is in the yearly cost already.
    """
    ranked = sorted(
        choices, key=lambda choice: (choice.option != today, choice.cents, choice.once, _difference(choice, today))
    )
    kept: list[Choice] = []
    for choice in ranked:
        closed = Choice(choice.option, 0, 0, tuple(0.0 for _ in choice.merits), choice.profile)
        rivals = [*kept, closed] if can_close else kept
        if choice.option == today or not any(_beats(rival, choice, counts_once=counts_once) for rival in rivals):
            kept.append(choice)
    return tuple(kept)


def _beats(rival: Choice, choice: Choice, *, counts_once: bool) -> bool:
    is_cheaper = rival.cents <= choice.cents and (not counts_once or rival.once <= choice.once)
    return is_cheaper and all(mine >= theirs for mine, theirs in zip(rival.merits, choice.merits, strict=True))


@dataclass(frozen=True)
class _Maker:
    """Makes the offers of a question."""

    amounts: Amounts
    uitgangspunten: Uitgangspunten
    question: Question
    wanted: Wanted

    @property
    def counts_once(self) -> bool:
        return any(budget.eur_once is not None for budget in self.question.budgets)

    def offer(self, index: int, site: Site) -> Offer:
        if site.id in self.question.closed_sites:
            # What is not known of closing cannot be counted; what lies outside the free gemeenten is not.
            free = is_free(site, self.question)
            return Offer(
                index,
                site.today,
                closing=self.amounts.known_of_step(site, None) if free else NOTHING,
                has_once_unknown=free and self.amounts.of_step(site, None) is None,
            )
        if not is_free(site, self.question):
            return Offer(index, site.today, stands=site.today is not None)
        if site.today is not None and self.amounts.running_cents(site, site.today) is None:
            return Offer(index, site.today, stands=True)
        closing = self.amounts.of_step(site, None)
        base = NOTHING if closing is None else closing
        found = list(self._choices(site, base))
        can_close = closing is not None and not self._must_open(site)
        return Offer(
            index,
            site.today,
            undominated(
                [choice for choice in found if choice is not None],
                site.today,
                can_close=can_close,
                counts_once=self.counts_once,
            ),
            must_open=self._must_open(site) or closing is None,
            closing=base,
            has_once_unknown=closing is None or None in found,
        )

    def _must_open(self, site: Site) -> bool:
        return site.id in self.question.open_sites

    def _choices(self, site: Site, closing: Amount) -> Iterator[Choice | None]:
        """Yield the choices whose yearly cost is known; None in place of one whose one-off cost is not."""
        for option in options_of(site, self.question):
            running = self.amounts.running_cents(site, option)
            if running is None:
                continue
            amount = self.amounts.of_step(site, option)
            if amount is None:
                yield None
                continue
            profile = profile_of(site, option, self.uitgangspunten)
            yield Choice(
                option,
                running + amount.yearly - closing.yearly,
                amount.once - closing.once,
                self.wanted.merits(site, option, profile),
                profile,
            )


def options_of(site: Site, question: Question) -> tuple[Option, ...]:
    """Return the options of a site, its cost left aside: today's, and those that the question or the site allows.

    Raises
    ------
    QuestionError
        `mfa_not_offered`.

    """
    today = () if site.today is None else (site.today,)
    allowed = question.allowed.get(site.id)
    if allowed is None:
        return tuple(dict.fromkeys((*today, *_possible(site))))
    forms = {*site.allowed_huisvesting, *(option.huisvesting for option in today)}
    if any(option.huisvesting is Huisvesting.MFA for option in allowed) and Huisvesting.MFA not in forms:
        raise QuestionError("mfa_not_offered", site=site.name)
    return tuple(dict.fromkeys((*today, *allowed)))


def _possible(site: Site) -> Iterator[Option]:
    """Yield class × huisvesting × package with Open+ as today; in another building only where the site offers it."""
    usual = (site.today.huisvesting,) if site.today is not None else site.allowed_huisvesting or (None,)
    housings = dict.fromkeys((*usual, *site.allowed_huisvesting))
    open_plus = site.today is not None and site.today.open_plus
    for klasse, housing, package in product(site.allowed_types, housings, Package):
        yield Option(type=klasse, huisvesting=housing, package=package, open_plus=open_plus)


def _difference(choice: Choice, today: Option | None) -> int:
    """Count in how many respects a choice differs from today's option."""
    if today is None:
        return 0
    pairs = zip(choice.option.model_dump().values(), today.model_dump().values(), strict=True)
    return sum(mine != theirs for mine, theirs in pairs)


def _offers_the_same(branch: Site, candidate: Site) -> bool:
    """Whether a candidate stands where a branch does, and can be no more than that."""
    if branch.today is None or branch.gemeente != candidate.gemeente:
        return False
    if math.hypot(branch.x_m - candidate.x_m, branch.y_m - candidate.y_m) > SAME_PLACE_M:
        return False
    housings = {branch.today.huisvesting, *branch.allowed_huisvesting}
    return set(candidate.allowed_types) <= set(branch.allowed_types) and set(candidate.allowed_huisvesting) <= housings
