"""What may happen at each site: the options a plan can choose from, without those that nobody needs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import product

from spreiding import profile
from spreiding.costs import option_eur_per_year
from spreiding.domain import Huisvesting, Option, Package, Vestigingstype
from spreiding.optimise.question import Question
from spreiding.supply import Site
from spreiding.uitgangspunten import Uitgangspunten


@dataclass(frozen=True)
class Choice:
    """One option at one site, with all that the optimiser needs to know of it.

    `cents` [€ 0.01 per year]; `counts`: it satisfies the norm's predicate; `keeps_largest`: its class is no smaller
    than the largest class of its gemeente today, where a rule asks for that.
    """

    option: Option
    cents: int
    counts: bool
    keeps_largest: bool = False


@dataclass(frozen=True)
class Offer:
    """The choices at one site; none chosen means closed.

    A branch that `must_stay` has exactly one choice, today's, outside the budget (`cents` 0). `rule` is the gemeente
    code when the gemeente has to keep its largest class, else None.
    """

    site_id: str
    today: Option | None
    choices: tuple[Choice, ...]
    must_stay: bool = False
    rule: str | None = None


def build_offers(sites: tuple[Site, ...], *, uitgangspunten: Uitgangspunten, question: Question) -> tuple[Offer, ...]:
    """Return the offer of every site, in the order of `sites`.

    A site may change when its gemeente is free and its cost is known. A branch that may not change stays as it is, a
    candidate stays closed. So does a candidate on the spot of a branch that offers the same: it would be the same place
    under another name.
    """
    largest = largest_today(sites) if question.keep_largest else {}
    offers = [_offer(site, uitgangspunten=uitgangspunten, question=question, largest=largest) for site in sites]
    branches = {
        (site.x_m, site.y_m): site
        for site, offer in zip(sites, offers, strict=True)
        if site.today is not None and not offer.must_stay
    }
    return tuple(
        Offer(site.id, None, ())
        if site.today is None and _offers_the_same(branches.get((site.x_m, site.y_m)), site)
        else offer
        for site, offer in zip(sites, offers, strict=True)
    )


def largest_today(sites: Iterable[Site]) -> dict[str, Vestigingstype]:
    """Return the largest class of today's branches per gemeente code; branches of unknown class do not count."""
    largest: dict[str, Vestigingstype] = {}
    for site in sites:
        if site.gemeente is None or site.today is None or site.today.type is None:
            continue
        known = largest.get(site.gemeente)
        if known is None or site.today.type.rank > known.rank:
            largest[site.gemeente] = site.today.type
    return largest


def is_free(site: Site, question: Question) -> bool:
    """Whether the question lets `site` change, its cost left aside."""
    return question.free_gemeenten is None or site.gemeente in question.free_gemeenten


def undominated(choices: Iterable[Choice], today: Option | None) -> tuple[Choice, ...]:
    """Return the choices that no other beats in predicates and cost.

    Between equals today's option wins, then the one that differs least from it, then the first. An option that
    satisfies nothing is beaten by closing, unless it is today's and costs nothing.
    """
    useful = [c for c in choices if c.counts or c.keeps_largest or (c.cents == 0 and c.option == today)]
    ranked = sorted(useful, key=lambda choice: (choice.cents, _difference(choice.option, today)))
    kept: list[Choice] = []
    for choice in ranked:
        if not any(
            earlier.counts >= choice.counts and earlier.keeps_largest >= choice.keeps_largest for earlier in kept
        ):
            kept.append(choice)
    return tuple(kept)


def _offer(
    site: Site, *, uitgangspunten: Uitgangspunten, question: Question, largest: Mapping[str, Vestigingstype]
) -> Offer:
    required = largest.get(site.gemeente or "")
    rule = None if required is None else site.gemeente
    predicate = uitgangspunten.norm.predicate

    def choice(option: Option, cents: int) -> Choice:
        counts = profile.counts(site, option, predicate, uitgangspunten)
        keeps = required is not None and option.type is not None and option.type.rank >= required.rank
        return Choice(option, cents, counts, keeps)

    def cents_of(option: Option) -> int | None:
        eur = option_eur_per_year(site, option, tariffs=uitgangspunten.tariffs)
        return None if eur is None else int(eur * 100)

    if site.today is not None and (not is_free(site, question) or cents_of(site.today) is None):
        return Offer(site.id, site.today, (choice(site.today, 0),), must_stay=True, rule=rule)
    if not is_free(site, question):
        return Offer(site.id, None, ())
    priced = ((option, cents_of(option)) for option in _possible(site, uitgangspunten))
    choices = [choice(option, cents) for option, cents in priced if cents is not None]
    return Offer(site.id, site.today, undominated(choices, site.today), rule=rule)


def _possible(site: Site, uitgangspunten: Uitgangspunten) -> list[Option]:
    """Return the options of a site: today's, and the allowed classes with huisvesting, package and Open+ as today.

    MFA is tried where the site offers it, another package only where the norm asks for kernfuncties: nothing else in
    the question could tell them apart but the price.
    """
    today = site.today
    usual = today.huisvesting if today is not None else next(iter(site.allowed_huisvesting), None)
    housings = [usual, *({Huisvesting.MFA} & set(site.allowed_huisvesting) - {usual})]
    package_today = today.package if today is not None else Package.GEEN
    options = [] if today is None else [today]
    for class_, housing in product(site.allowed_types, housings):
        has_package = package_today is Package.GEEN or class_ in uitgangspunten.tariffs.eur_per_llo1
        packages = [package_today if has_package else Package.GEEN]
        if uitgangspunten.norm.predicate.kernfuncties:
            packages += [package for package in Package if package not in packages]
        options += [
            Option(type=class_, huisvesting=housing, package=package, open_plus=today is not None and today.open_plus)
            for package in packages
        ]
    return options


def _difference(option: Option, today: Option | None) -> int:
    """Count in how many respects `option` differs from today's."""
    if today is None:
        return 0
    pairs = zip(option.model_dump().values(), today.model_dump().values(), strict=True)
    return sum(mine != theirs for mine, theirs in pairs)


def _offers_the_same(branch: Site | None, candidate: Site) -> bool:
    if branch is None or branch.today is None or branch.gemeente != candidate.gemeente:
        return False
    housings = {branch.today.huisvesting, *branch.allowed_huisvesting}
    return set(candidate.allowed_types) <= set(branch.allowed_types) and set(candidate.allowed_huisvesting) <= housings
