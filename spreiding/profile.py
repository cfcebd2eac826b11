"""What a branch is and offers under an option, what of that is assumed or unknown, and whether it counts for a norm."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from spreiding.domain import Huisvesting, Kernfunctie, Option, Service, SiteFact, Vestigingstype
from spreiding.norms import Predicate
from spreiding.supply import Site
from spreiding.uitgangspunten import KbDefinition, Uitgangspunten
from spreiding.voorzieningen import Voorziening

_NONE: Final[frozenset[SiteFact]] = frozenset()


@dataclass(frozen=True)
class Profile:
    """The facts of a branch; None is unknown, and `assumed` names those that nobody confirmed.

    Hours are per week: staffed by professionals and volunteers together, and those of Open+.
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
    assumed = set(site.assumed if stays else _NONE)
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
    )


def stand(
    profile: Profile, predicate: Predicate, definitions: tuple[KbDefinition, ...], *, is_confirmed: bool = True
) -> Standing:
    """Judge whether a branch counts for `predicate`; when `is_confirmed` its assumptions are facts.

    One condition that surely fails settles the matter, whatever is unknown beside it.
    """
    found = list(_conditions(profile, predicate, definitions))
    doubts = {fact for fact, holds in found if holds is None or (fact in profile.assumed and not is_confirmed)}
    surely_fails = any(holds is False and fact not in doubts for fact, holds in found)
    counts = predicate.counts_branches and all(holds is True for _, holds in found)
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
    return frozenset(fact for fact, holds in _conditions(profile, predicate, definitions) if holds is not True)


def counts(site: Site, option: Option, predicate: Predicate, uitgangspunten: Uitgangspunten) -> bool:
    """Whether `site` under `option` counts for `predicate`, assumptions taken as facts; the unknown never counts."""
    return stand(profile_of(site, option, uitgangspunten), predicate, uitgangspunten.kb_definitions).counts


def _conditions(
    profile: Profile, predicate: Predicate, definitions: tuple[KbDefinition, ...]
) -> Iterator[tuple[SiteFact, bool | None]]:
    """Yield every condition that `predicate` sets: the fact it is about, and whether it holds (None: unknown)."""
    yield from _of_class(profile, predicate)
    if predicate.minimum_staffed_hours is not None:
        hours = profile.staffed_hours
        yield SiteFact.UREN, None if hours is None else hours >= predicate.minimum_staffed_hours
    if predicate.kb_types:
        yield SiteFact.UREN, _is_kb_type(profile, predicate, definitions)
    if predicate.huisvesting:
        form = profile.huisvesting
        yield SiteFact.HUISVESTING, None if form is None else form in predicate.huisvesting
    if predicate.open_plus is not None:
        yield SiteFact.UREN, profile.open_plus == predicate.open_plus
    for service in sorted(predicate.services):
        yield SiteFact.DIENSTEN, profile.services[service]


def _of_class(profile: Profile, predicate: Predicate) -> Iterator[tuple[SiteFact, bool | None]]:
    """Yield the conditions on the class and on the kernfuncties."""
    rank = None if profile.type is None else profile.type.rank
    if predicate.minimum_type is not None:
        yield SiteFact.KLASSE, None if rank is None else rank >= predicate.minimum_type.rank
    if predicate.maximum_type is not None:
        yield SiteFact.KLASSE, None if rank is None else rank <= predicate.maximum_type.rank
    if predicate.kernfuncties or predicate.minimum_n_kernfuncties:
        offered = profile.kernfuncties
        holds = offered is not None and offered >= predicate.kernfuncties
        yield (
            SiteFact.KERNFUNCTIES,
            (None if offered is None else holds and len(offered) >= predicate.minimum_n_kernfuncties),
        )


def _is_kb_type(profile: Profile, predicate: Predicate, definitions: tuple[KbDefinition, ...]) -> bool | None:
    """Whether the source calls the branch one of the wanted types; None when it names no type for such hours."""
    definition = find_definition(definitions, predicate.kb_definition)
    found = definition.type_of(profile.staffed_hours, has_collection=profile.has_collection) if definition else None
    return None if found is None else found in predicate.kb_types


def find_definition(definitions: tuple[KbDefinition, ...], name: str) -> KbDefinition | None:
    """Return the definition with this name, the first one without a name; None when there is no such source."""
    return next((each for each in definitions if name in {"", each.name}), None)
