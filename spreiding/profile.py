"""What a branch is and offers under an option, what of that is assumed or unknown, and whether it counts for a norm."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

from spreiding.domain import Huisvesting, KbType, Kernfunctie, Option, Service, SiteFact, Vestigingstype
from spreiding.norms import Predicate
from spreiding.supply import Site
from spreiding.uitgangspunten import KbDefinition, Uitgangspunten
from spreiding.voorzieningen import Voorziening

_NONE: Final[frozenset[SiteFact]] = frozenset()


@dataclass(frozen=True)
class Profile:
    """The facts of a branch; None is unknown, and `assumed` names those that nobody confirmed.

    Hours are per week: staffed by professionals and volunteers together, and those of Open+. `is_open_plus_assumed`:
    whether there is Open+ is assumed; `is_unstaffed_assumed`: its hours are. The class tells of staffed hours only.
    """

    type: Vestigingstype | None
    huisvesting: Huisvesting | None
    open_plus: bool
    kernfuncties: frozenset[Kernfunctie] | None
    staffed_hours: float | None
    professional_hours: float | None
    volunteer_hours: float | None
    unstaffed_hours: float | None
    has_collection: bool | None
    services: Mapping[Service, bool | None]
    assumed: frozenset[SiteFact]
    is_open_plus_assumed: bool
    is_unstaffed_assumed: bool


class Condition(NamedTuple):
    """One condition of a norm: the fact that it is about, whether it holds (None: unknown), and if that is assumed."""

    fact: SiteFact
    holds: bool | None
    is_assumed: bool


@dataclass(frozen=True)
class Standing:
    """Whether a branch counts for a norm when assumptions hold and the unknown is not so, and whether that is sure.

    `doubts` are the assumed or unknown facts on which it depends; none when it is sure.
    """

    counts: bool
    doubts: frozenset[SiteFact]


def profile_of(site: Site, option: Option, uitgangspunten: Uitgangspunten) -> Profile:
    """Return what `site` is under `option`.

    What was told of the branch holds as long as its class (and for kernfuncties its package) is that of today; else,
    and where nothing was told, the class decides. That is an assumption for a branch as it stands, and a choice for one
    that a plan changes.
    """
    today = site.today
    stays = today is not None and option.type == today.type
    same_offer = today is not None and stays and option.package == today.package
    same_door = today is not None and option.open_plus == today.open_plus
    assumed = _still_assumed(site, option)
    kernfuncties = site.kernfuncties if same_offer else None
    if kernfuncties is None and option.type is not None:
        kernfuncties = uitgangspunten.offered(option)
        assumed |= {SiteFact.KERNFUNCTIES} if same_offer else _NONE
    staffed_hours = site.staffed_hours if stays else None
    if staffed_hours is None and option.type is not None:
        staffed_hours = uitgangspunten.staffed_hours.get(option.type)
        assumed |= {SiteFact.UREN} if stays and staffed_hours is not None else _NONE
    return Profile(
        type=option.type,
        huisvesting=option.huisvesting,
        open_plus=option.open_plus,
        kernfuncties=kernfuncties,
        staffed_hours=staffed_hours,
        professional_hours=site.professional_hours if stays else None,
        volunteer_hours=site.volunteer_hours if stays else None,
        unstaffed_hours=site.unstaffed_hours if option.open_plus else 0.0,
        has_collection=site.has_collection,
        services={Service.IDO: site.has_ido, Service.TAALHUIS: site.has_taalhuis},
        assumed=frozenset(assumed),
        is_open_plus_assumed=same_door and SiteFact.DIENSTEN in site.assumed,
        is_unstaffed_assumed=same_door and SiteFact.UREN in site.assumed,
    )


def _still_assumed(site: Site, option: Option) -> set[SiteFact]:
    """Return the assumptions that still stand under `option`: what a plan chooses itself is none."""
    today = site.today
    stays = today is not None and option.type == today.type
    holds = {
        SiteFact.KLASSE: stays,
        SiteFact.KERNFUNCTIES: today is not None and stays and option.package == today.package,
        SiteFact.UREN: stays,
        SiteFact.DIENSTEN: True,
        SiteFact.HUISVESTING: today is not None and option.huisvesting == today.huisvesting,
    }
    return {fact for fact in site.assumed if holds[fact]}


def stand(
    profile: Profile, predicate: Predicate, definitions: tuple[KbDefinition, ...], *, is_confirmed: bool = True
) -> Standing:
    """Judge whether a branch counts for `predicate`; when `is_confirmed` its assumptions are facts.

    One condition that surely fails settles the matter, whatever is unknown beside it.
    """
    found = list(_conditions(profile, predicate, definitions))
    doubtful = [each.holds is None or (each.is_assumed and not is_confirmed) for each in found]
    doubts = {each.fact for each, is_doubt in zip(found, doubtful, strict=True) if is_doubt}
    surely_fails = any(each.holds is False and not is_doubt for each, is_doubt in zip(found, doubtful, strict=True))
    counts = predicate.counts_branches and all(each.holds is True for each in found)
    return Standing(counts, _NONE if surely_fails or not predicate.counts_branches else frozenset(doubts))


def stand_voorziening(voorziening: Voorziening, predicate: Predicate) -> Standing:
    """Judge whether library provision that is no branch counts for `predicate`, as an alternative to a branch.

    What only a branch can be is not asked of it: class, KB type, huisvesting and Open+.
    """
    if voorziening.form not in predicate.forms:
        return Standing(counts=False, doubts=_NONE)
    hours, offered = voorziening.staffed_hours, voorziening.kernfuncties
    minimum = predicate.minimum_staffed_hours
    told = {Service.IDO: voorziening.has_ido, Service.TAALHUIS: voorziening.has_taalhuis}
    found = [
        (SiteFact.KERNFUNCTIES, offered >= predicate.kernfuncties and len(offered) >= predicate.minimum_n_kernfuncties),
        (SiteFact.UREN, minimum is None or (None if hours is None else hours >= minimum)),
        *((SiteFact.DIENSTEN, told[service]) for service in sorted(predicate.services)),
    ]
    doubts = frozenset(fact for fact, holds in found if holds is None)
    fails = any(holds is False for _, holds in found)
    return Standing(counts=not fails and not doubts, doubts=_NONE if fails else doubts)


def unknown_facts(profile: Profile) -> frozenset[SiteFact]:
    """Return the facts of a branch that nobody told and no class decides."""
    told = {
        SiteFact.KLASSE: profile.type,
        SiteFact.KERNFUNCTIES: profile.kernfuncties,
        SiteFact.UREN: profile.staffed_hours,
        SiteFact.HUISVESTING: profile.huisvesting,
    }
    found = {fact for fact, value in told.items() if value is None}
    return frozenset(found | ({SiteFact.DIENSTEN} if None in profile.services.values() else _NONE))


def failing_facts(profile: Profile, predicate: Predicate, definitions: tuple[KbDefinition, ...]) -> frozenset[SiteFact]:
    """Return the facts that keep a branch from counting for `predicate`, the unknown ones included."""
    return frozenset(each.fact for each in _conditions(profile, predicate, definitions) if each.holds is not True)


def counts(site: Site, option: Option, predicate: Predicate, uitgangspunten: Uitgangspunten) -> bool:
    """Whether `site` under `option` counts for `predicate`, assumptions taken as facts; the unknown never counts."""
    return stand(profile_of(site, option, uitgangspunten), predicate, uitgangspunten.kb_definitions).counts


def _conditions(profile: Profile, predicate: Predicate, definitions: tuple[KbDefinition, ...]) -> Iterator[Condition]:
    """Yield every condition that `predicate` sets."""
    yield from _of_class(profile, predicate)
    yield from _of_hours(profile, predicate, definitions)
    if predicate.huisvesting:
        form = profile.huisvesting
        holds = None if form is None else form in predicate.huisvesting
        yield Condition(SiteFact.HUISVESTING, holds, SiteFact.HUISVESTING in profile.assumed)
    for service in sorted(predicate.services):
        yield Condition(SiteFact.DIENSTEN, profile.services[service], SiteFact.DIENSTEN in profile.assumed)


def _of_class(profile: Profile, predicate: Predicate) -> Iterator[Condition]:
    """Yield the conditions on the class and on the kernfuncties."""
    rank = None if profile.type is None else profile.type.rank
    is_assumed = SiteFact.KLASSE in profile.assumed
    if predicate.minimum_type is not None:
        yield Condition(SiteFact.KLASSE, None if rank is None else rank >= predicate.minimum_type.rank, is_assumed)
    if predicate.maximum_type is not None:
        yield Condition(SiteFact.KLASSE, None if rank is None else rank <= predicate.maximum_type.rank, is_assumed)
    if predicate.kernfuncties or predicate.minimum_n_kernfuncties:
        offered = profile.kernfuncties
        holds = None
        if offered is not None:
            holds = offered >= predicate.kernfuncties and len(offered) >= predicate.minimum_n_kernfuncties
        yield Condition(SiteFact.KERNFUNCTIES, holds, SiteFact.KERNFUNCTIES in profile.assumed)


def _of_hours(profile: Profile, predicate: Predicate, definitions: tuple[KbDefinition, ...]) -> Iterator[Condition]:
    """Yield the conditions on staffed hours, on the name that a source gives to them, and on Open+."""
    is_assumed = SiteFact.UREN in profile.assumed
    if predicate.minimum_staffed_hours is not None:
        hours = profile.staffed_hours
        holds = None if hours is None else hours >= predicate.minimum_staffed_hours
        yield Condition(SiteFact.UREN, holds, is_assumed)
    if predicate.kb_types:
        # Without a collection it is an afhaalpunt at any hour.
        rests_on_hours = is_assumed and profile.has_collection is not False
        yield Condition(SiteFact.UREN, _is_kb_type(profile, predicate, definitions), rests_on_hours)
    if predicate.open_plus is not None:
        yield Condition(SiteFact.DIENSTEN, profile.open_plus == predicate.open_plus, profile.is_open_plus_assumed)


def _is_kb_type(profile: Profile, predicate: Predicate, definitions: tuple[KbDefinition, ...]) -> bool | None:
    """Whether the source calls the branch one of the wanted types; None when it leaves that open."""
    definition = find_definition(definitions, predicate.kb_definition)
    if definition is None:
        return None
    if profile.has_collection is False:
        return KbType.AFHAALPUNT in predicate.kb_types
    if profile.staffed_hours is None:
        return None
    possible = definition.possible_types(profile.staffed_hours)
    if possible <= predicate.kb_types and possible:
        return True
    return None if possible & predicate.kb_types else False


def find_definition(definitions: tuple[KbDefinition, ...], name: str) -> KbDefinition | None:
    """Return the definition with this name, the first one without a name; None when there is no such source."""
    return next((each for each in definitions if name in {"", each.name}), None)
