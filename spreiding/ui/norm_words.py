"""Verdicts in words: how much there is, what was asked, what is missing, and why it cannot be said."""

import math
from collections.abc import Collection, Mapping, Sequence
from typing import Final

from spreiding.domain import SiteFact
from spreiding.fields import place_of
from spreiding.judging.verdict import Lack, Normoordeel, Outcome, Reason, ReasonKind, Shortfall, overall
from spreiding.norms import AnyNorm, CountNorm, HoursNorm, KernNorm, ReachingNorm, ReachNorm, SchoolNorm
from spreiding.region import Region
from spreiding.review import Review
from spreiding.supply import in_order
from spreiding.ui import labels, normen
from spreiding.ui.norm_asked import listed
from spreiding.ui.numbers import decimals, hours, kilometres, minutes, percentage, short_percentage, signed, whole

# More names than this in one sentence help nobody.
_MAX_NAMES: Final = 6
_PERCENT: Final = 100.0
NO_ROUTE: Final = "geen route"
KERN_AREA: Final = "{kern} ({gemeente})"
NOTHING_ASKED: Final = "niets gevraagd"
NONE_COUNTS: Final = "geen"
WITHIN_MARGIN: Final = "binnen de onzekerheidsmarge"
FACTS: Final[Mapping[SiteFact, str]] = {
    SiteFact.KLASSE: "klasse",
    SiteFact.KERNFUNCTIES: "kernfuncties",
    SiteFact.UREN: "openingsuren",
    SiteFact.DIENSTEN: "diensten (IDO, Taalhuis)",
    SiteFact.HUISVESTING: "huisvesting",
}
_SINGULAR: Final = frozenset({SiteFact.KLASSE, SiteFact.HUISVESTING})
_REASONS: Final[Mapping[ReasonKind, str]] = {
    ReasonKind.KERNEN_UNCONFIRMED: (
        "de kernen en hun inwoners zijn nog niet bevestigd{names}; bevestig ze of lees eigen kernen in"
    ),
    ReasonKind.NO_KERNEN: "deze regio kent geen kernen; lees kernen in",
    ReasonKind.NO_AGES: "van niemand hier is de leeftijd bekend; lees inwoners met leeftijden in",
    ReasonKind.NO_SHARE: "van deze gemeente is het aandeel {names} onbekend; geef het op bij de groep",
    ReasonKind.NOBODY: "hier woont niemand over wie deze norm gaat",
    ReasonKind.NO_SCHOOLS: "deze regio heeft geen scholen; lees scholen in",
    ReasonKind.SCHOOLS_UNKNOWN: "het is onbekend of {names} een IKC is en een eigen dBos heeft; vul dat in",
    ReasonKind.PARTIAL: (
        "{names} ligt maar voor een deel in deze regio, en wat daarbuiten ligt is onbekend; neem de hele gemeente in de"
        " regio op"
    ),
    ReasonKind.NOTHING_TO_TEST: "hier is niets waar deze norm iets van vraagt",
}


def is_about_people(norm: AnyNorm) -> bool:
    """Whether a norm asks a share of people; the others count places."""
    return isinstance(norm, ReachingNorm)


def area_name(region: Region, oordeel: Normoordeel) -> str:
    """Return the name of the area of a verdict; of a kern with its gemeente."""
    names = {gemeente.code: gemeente.name for gemeente in region.gemeenten}
    if oordeel.kern is not None:
        # Two gemeenten may have a kern of one name.
        return KERN_AREA.format(kern=kern_name(region, oordeel.kern), gemeente=names[oordeel.gemeente or ""])
    return labels.WHOLE_REGION if oordeel.gemeente is None else names[oordeel.gemeente]


def kern_name(region: Region, kern_id: str) -> str:
    """Return the name of a kern."""
    return next(kern.name for kern in region.kernen if kern.id == kern_id)


def partial(region: Region, codes: Collection[str | None]) -> str:
    """Return which of the gemeenten with `codes` lie in the region for a part only; nothing when all are whole."""
    names = [area.name for area in region.partial_gemeenten if area.code in codes]
    return normen.PARTIAL.format(gemeenten=listed(sorted(names))) if names else ""


def part_name(oordeel: Normoordeel) -> str:
    """Return the kernfunctie that a verdict is about; nothing for a norm that is one whole."""
    return "" if oordeel.kernfunctie is None else labels.KERNFUNCTIES[oordeel.kernfunctie]


def is_nothing_asked(oordelen: Collection[Normoordeel]) -> bool:
    """Whether a norm is met because it asks nothing here, as of schools where there are none."""
    return overall(oordelen) is Outcome.MET and all(oordeel.tested <= 0 for oordeel in oordelen)


def figure(oordeel: Normoordeel) -> str:
    """Return how much there is: a share of people, or a number of places.

    A share that falls short by less than a tenth of a percent is cut off behind two decimals, so that it never reads
    as what was asked.
    """
    # What is counted of facts that nobody knows is no figure: a nought would read as a fact.
    if oordeel.tested <= 0 or oordeel.outcome is Outcome.UNDECIDED:
        return labels.NOTHING
    if not is_about_people(oordeel.norm):
        return _count(oordeel)
    if oordeel.shortage > 0 and round(oordeel.share, 3) >= oordeel.required / oordeel.tested:
        return _precise(math.floor(oordeel.share * _PERCENT**2) / _PERCENT**2)
    return percentage(oordeel.share)


def required(oordeel: Normoordeel) -> str:
    """Return how much was asked."""
    if isinstance(oordeel.norm, ReachingNorm):
        return short_percentage(oordeel.norm.share)
    if isinstance(oordeel.norm, CountNorm) and not oordeel.norm.is_together:
        return f"minstens {whole(oordeel.required)}"
    return f"{'alle ' if oordeel.required > 1 else ''}{whole(oordeel.required)}" if oordeel.required else labels.NOTHING


def shortage(oordeel: Normoordeel) -> str:
    """Return what is missing, persons rounded up; a dash when nothing is, or when nobody can say."""
    count = missing(oordeel)
    return f"{whole(count)} {_noun(oordeel.norm, count)}" if count else labels.NOTHING


def missing(oordeel: Normoordeel) -> int:
    """Return how many persons (rounded up) or places are missing; 0 unless the norm is not met."""
    if oordeel.outcome is not Outcome.NOT_MET:
        return 0
    # A rounding error in the sum of persons makes nobody a person more.
    return math.ceil(oordeel.shortage - 1e-6)


def points(oordeel: Normoordeel) -> str:
    """Return how far a share lies from what was asked, in percentage points: '−2,9', '+0,4'; nothing when undecided."""
    value = oordeel.margin * _PERCENT
    is_told = is_about_people(oordeel.norm) and oordeel.outcome is not Outcome.UNDECIDED
    if not is_told or not math.isfinite(value):
        return labels.NOTHING
    return signed(decimals(value, n_decimals=1), round(value, 1)).replace("-", "−")


def bounds(oordeel: Normoordeel) -> str:
    """Return between what the figure lies when a verdict may turn; nothing when it stands."""
    if not oordeel.is_uncertain:
        return ""
    if not (math.isfinite(oordeel.low) and math.isfinite(oordeel.high)):
        return f"{WITHIN_MARGIN}: hoeveel inwoners de bron weglaat, is niet bekend"
    low, high = max(0.0, oordeel.low), min(oordeel.high, oordeel.tested)
    if oordeel.tested <= 0:
        return WITHIN_MARGIN
    if is_about_people(oordeel.norm):
        return f"{WITHIN_MARGIN}: tussen {_precise(low / oordeel.tested)} en {_precise(high / oordeel.tested)}"
    return f"{WITHIN_MARGIN}: tussen {whole(low)} en {whole(high)} van {whole(oordeel.tested)}"


def why(review: Review, oordeel: Normoordeel) -> str:
    """Return all that a verdict rests on or fails by, as one line; nothing when there is nothing to say."""
    parts = [bounds(oordeel), *(reason_sentence(review, reason) for reason in oordeel.reasons)]
    if oordeel.missing:
        parts.append(f"geen vestiging biedt: {labels.kernfuncties(frozenset(oordeel.missing))}")
    return "; ".join(part for part in parts if part)


def undecided(review: Review, oordeel: Normoordeel) -> str:
    """Return the sentence why a verdict cannot be given."""
    reasons = "; ".join(reason_sentence(review, reason) for reason in oordeel.reasons)
    return f"{Outcome.UNDECIDED.value}: {reasons}" if reasons else Outcome.UNDECIDED.value


def reason_sentence(review: Review, reason: Reason) -> str:
    """Return why a verdict cannot be given, or on what it rests."""
    if reason.kind is ReasonKind.DOUBTFUL_SITES:
        return _doubt(review, reason)
    names = shortened(reason.names)
    if reason.kind is ReasonKind.KERNEN_UNCONFIRMED:
        names = f" ({names})" if names else ""
    return _REASONS[reason.kind].format(names=names)


def shortened(names: Sequence[str]) -> str:
    """Join names, the many cut short: 'a, b en nog 7'."""
    if len(names) <= _MAX_NAMES:
        return listed(names)
    return f"{', '.join(names[:_MAX_NAMES])} en nog {len(names) - _MAX_NAMES}"


def facts(found: frozenset[SiteFact]) -> str:
    """Return facts of a branch by name."""
    return listed([FACTS[fact] for fact in in_order(found)])


def lacking(lack: Lack) -> str:
    """Return what keeps a branch from counting for a norm."""
    return f"{facts(lack.facts)} {'past' if is_one(lack.facts) else 'passen'} niet{_missing(lack)}"


def lacked(lack: Lack) -> str:
    """Return the facts that keep a branch from counting, with the kernfuncties that it misses."""
    return f"{facts(lack.facts)}{_missing(lack)}"


def _missing(lack: Lack) -> str:
    return f" (zonder {labels.kernfuncties(lack.missing)})" if lack.missing else ""


def is_one(found: frozenset[SiteFact]) -> bool:
    """Whether facts are spoken of as one thing."""
    return len(found) == 1 and found <= _SINGULAR


def distance(norm: AnyNorm, shortfall: Shortfall) -> str:
    """Return the average distance, time or hours of the people of a place, in the unit of the norm."""
    if isinstance(norm, HoursNorm):
        return hours(shortfall.mean)
    if not math.isfinite(shortfall.mean):
        return NO_ROUTE if shortfall.site >= 0 else labels.NOTHING
    return minutes(shortfall.mean) if isinstance(norm, ReachNorm) and norm.max_m is None else kilometres(shortfall.mean)


def place_name(region: Region, shortfall: Shortfall) -> str:
    """Return the kern where people fall outside a norm."""
    return labels.BUITENGEBIED if shortfall.kern < 0 else region.kernen[shortfall.kern].name


def nearest_name(region: Region, shortfall: Shortfall) -> str:
    """Return the nearest place that counts."""
    return NONE_COUNTS if shortfall.site < 0 else place_of(region, shortfall.site).name


def cell(oordelen: Sequence[Normoordeel]) -> tuple[Outcome, str, str, str]:
    """Return the verdict of all parts of a norm in an area: outcome, figure, what was asked and what is missing."""
    if len(oordelen) == 1:
        only = oordelen[0]
        return only.outcome, figure(only), required(only), shortage(only)
    n_met = sum(oordeel.outcome is Outcome.MET for oordeel in oordelen)
    parts = "kernfuncties" if oordelen[0].kernfunctie is not None else "kernen"
    n_failing = sum(oordeel.outcome is Outcome.NOT_MET for oordeel in oordelen)
    failing = f"{n_failing} {parts}" if n_failing else labels.NOTHING
    outcome, told = overall(oordelen), f"{n_met} van {len(oordelen)} {parts}"
    if outcome is Outcome.UNDECIDED:
        told = f"minstens {told}" if n_met else labels.NOTHING
    return outcome, told, f"alle {len(oordelen)}", failing


def _doubt(review: Review, reason: Reason) -> str:
    """Say of which branches which facts are assumed, unknown, or some of each."""
    confirmed = review.confirmations
    here = [each for each in review.assumptions if each.site.name in reason.names]
    is_assumed = any(each.assumed & reason.facts for each in here if not confirmed.has_site(each.site.id))
    is_unknown = not here or any(each.unknown & reason.facts for each in here)
    # The verb follows the facts, not the branches: 'de klasse van A en B is', 'de uren van A zijn'.
    verb, them = ("is", "haar") if is_one(reason.facts) else ("zijn", "ze")
    about = f"de {facts(reason.facts)} van {shortened(reason.names)}"
    if not is_assumed:
        return f"{about} {verb} onbekend; vul {them} in"
    state = "een aanname of onbekend" if is_unknown else "een aanname"
    return f"{about} {verb} {state}; bevestig {them} of vul {them} in"


def _count(oordeel: Normoordeel) -> str:
    if isinstance(oordeel.norm, CountNorm) and not oordeel.norm.is_together:
        return f"{whole(oordeel.value)} {_noun(oordeel.norm, round(oordeel.value))}"
    return f"{whole(oordeel.value)} van {whole(oordeel.tested)} {_noun(oordeel.norm, round(oordeel.tested))}"


def _noun(norm: AnyNorm, count: int) -> str:
    one, more = "vestiging", "vestigingen"
    if isinstance(norm, ReachingNorm):
        one, more = ("persoon", "personen") if norm.groups else ("inwoner", "inwoners")
    elif isinstance(norm, CountNorm) and norm.is_together:
        one, more = "kernfunctie", "kernfuncties"
    elif isinstance(norm, KernNorm):
        one, more = "kern", "kernen"
    elif isinstance(norm, CountNorm) and norm.predicate.forms:
        one, more = "voorziening", "voorzieningen"
    elif isinstance(norm, SchoolNorm):
        one, more = "school", "scholen"
    return one if count == 1 else more


def _precise(share: float) -> str:
    """Write a bound with two decimals: bounds often lie within a tenth of a percent."""
    return f"{decimals(share * _PERCENT, n_decimals=2)}%"
