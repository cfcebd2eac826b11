"""What a change of plan costs once: opening, closing, converting and moving branches, and what others contribute."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Final, NamedTuple, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from spreiding.catalogue import Eur
from spreiding.domain import Frozen, Plan, Vestigingstype
from spreiding.errors import InputError, raise_together
from spreiding.finance import MONTHS_PER_YEAR, RATE_DECIMALS, to_cents
from spreiding.region import Region
from spreiding.steps import Step, steps_between
from spreiding.supply import Site
from spreiding.uitgangspunten import Tariffs

Months = Annotated[int, Field(ge=0, le=120)]
InterestRate = Annotated[Decimal, Field(ge=0, le=Decimal("0.5"), decimal_places=RATE_DECIMALS)]
_NOTHING: Final = Decimal(0)


class OneOffKind(StrEnum):
    """What a one-off amount is for; a contribution of others is negative."""

    OPENING = "opening"
    CONVERSION = "ombouw"
    MOVING = "verhuizing"
    OPEN_PLUS = "open+"
    LEASE = "resterende huur"
    WRITE_OFF = "afboeking"
    FRICTION = "frictiekosten"
    CONTRIBUTION = "bijdrage van elders"


class OneOffReason(StrEnum):
    """Why a one-off amount is unknown."""

    NOT_GIVEN = "not_given"
    TYPE_UNKNOWN = "type_unknown"
    NO_TARIFF = "no_tariff"


class Closing(Frozen):
    """What leaving a building or a class costs; None is not told, and then unknown.

    The lease is `lease_years` [years] of rent that is still owed after the afbouwtermijn, for until then the rent is in
    the yearly lines. `write_off_eur` [€] is the book value that is lost. Frictiekosten of staff are `friction_eur` [€],
    or `friction_months` [months] of the yearly tariff that falls away, also beyond the afbouwtermijn.
    """

    lease_years: Annotated[Decimal, Field(ge=0, le=50)] | None = None
    rent_eur_per_year: Eur | None = None
    write_off_eur: Eur | None = None
    friction_months: Months | None = None
    friction_eur: Eur | None = None

    @model_validator(mode="after")
    def _check_friction(self) -> Self:
        if self.friction_months is not None and self.friction_eur is not None:
            raise PydanticCustomError("friction_twice", "either months or an amount")
        return self

    @property
    def lease_eur(self) -> Decimal | None:
        """Rent [€, unrounded] still owed; None when it is not known, nothing when there are no years left."""
        if self.lease_years == 0:
            return _NOTHING
        if self.lease_years is None or self.rent_eur_per_year is None:
            return None
        return self.lease_years * self.rent_eur_per_year

    def over(self, other: "Closing") -> "Closing":
        """Return what is told here, and for the rest what `other` tells; the two ways of friction are one."""
        own = self.model_dump(exclude_none=True)
        rest = other.model_dump(exclude_none=True)
        if {"friction_months", "friction_eur"} & own.keys():
            rest = {key: value for key, value in rest.items() if not key.startswith("friction")}
        return Closing.model_validate(rest | own)


class Transitions(Frozen):
    """One-off amounts [€, prijspeil `price_year`] per transition; what is not given is unknown, never nothing.

    What follows from the tariffs, Open+ and months of frictiekosten, has the prijspeil of those.

    `afbouw_months` [months] pass after a change before a saving starts (Awb 4:51: a reasonable term). One-off amounts
    can be written off in `write_off_years` [years] at `write_off_rate` [1/year]. `opening_eur` and `converting_eur`
    are by the new class, `closing` by the old one; `closing_at` (site id) goes before it, field by field.
    Contributions from elsewhere are nothing until somebody promises one. `moves` tells which branch that closes
    (site id) goes on in which one that opens.
    """

    price_year: Annotated[int, Field(ge=2000, le=2100)]
    afbouw_months: Months
    write_off_years: Annotated[int, Field(ge=1, le=60)]
    write_off_rate: InterestRate
    opening_eur: Mapping[Vestigingstype, Eur] = Field(default_factory=dict)
    converting_eur: Mapping[Vestigingstype, Eur] = Field(default_factory=dict)
    moving_eur: Eur | None = None
    closing: Mapping[Vestigingstype, Closing] = Field(default_factory=dict)
    closing_at: Mapping[str, Closing] = Field(default_factory=dict)
    contribution_opening_eur: Eur = _NOTHING
    contribution_improving_eur: Eur = _NOTHING
    moves: Mapping[str, str] = Field(default_factory=dict)


@dataclass(frozen=True)
class OneOff:
    """An amount [€, prijspeil `price_year`] that a change costs once; None when it is unknown, with the reason.

    It is `months` twelfths of `whole_eur` [€, unrounded], kept apart so that it is rounded once, after indexation.
    """

    kind: OneOffKind
    gemeente: str | None
    site_id: str
    whole_eur: Decimal | None
    price_year: int
    reason: OneOffReason | None = None
    months: int = MONTHS_PER_YEAR

    @property
    def eur(self) -> Decimal | None:
        """Amount [€] at its prijspeil."""
        return self.times(Decimal(1))

    def times(self, factor: Decimal) -> Decimal | None:
        """Amount [€] that is `factor` times as dear, rounded once."""
        return None if self.whole_eur is None else to_cents(self.whole_eur * self.months * factor / MONTHS_PER_YEAR)


def transition_lines(
    region: Region, before: Plan, after: Plan, *, transitions: Transitions, tariffs: Tariffs
) -> tuple[OneOff, ...]:
    """One-off amounts [€] of every change between two plans, known or not.

    Raises
    ------
    InputError, InputErrors
        As `steps_between`; before that, for sites that the region does not have, `transition_unknown_site` for a
        closing and `transition_unknown_move` for a move, also of a branch that does not change.

    """
    name = region.manifest.name
    faults = [
        InputError("transition_unknown_site", site=site_id, region=name)
        for site_id in transitions.closing_at
        if site_id not in region.site_index
    ]
    faults += [
        InputError("transition_unknown_move", site=left, to=to, unknown=site_id, region=name)
        for left, to in transitions.moves.items()
        for site_id in dict.fromkeys((left, to))
        if site_id not in region.site_index
    ]
    raise_together(faults)
    steps = steps_between(before, after, moves=transitions.moves)
    return tuple(line for step in steps for line in step_lines(region, step, transitions=transitions, tariffs=tariffs))


def step_lines(region: Region, step: Step, *, transitions: Transitions, tariffs: Tariffs) -> Iterator[OneOff]:
    """One-off amounts [€] of one step: what the new branch asks first, then what is left behind."""
    here, there = (region.sites[region.site_index[site]] for site in (step.new_site, step.old_site))
    for each in _of_new(step, transitions):
        yield each.one_off(here, transitions.price_year)
    if step.new is not None and step.new.open_plus and (step.old is None or step.is_move or not step.old.open_plus):
        has_tariff = here.gemeente in tariffs.gemeenten
        once = tariffs.open_plus_eur_once if has_tariff else None
        missing = None if has_tariff else OneOffReason.NO_TARIFF
        yield OneOff(OneOffKind.OPEN_PLUS, here.gemeente, here.id, once, tariffs.price_year, missing)
    for each in _left_behind(step, transitions, tariffs if there.gemeente in tariffs.gemeenten else None):
        yield each.one_off(there, transitions.price_year)


class _Amount(NamedTuple):
    """An amount [€, unrounded] of `months` twelfths, and the reason to give where it is not known.

    What comes from the tariffs has their `price_year`; None is that of the transitions.
    """

    kind: OneOffKind
    whole_eur: Decimal | None
    reason: OneOffReason
    months: int = MONTHS_PER_YEAR
    price_year: int | None = None

    def one_off(self, site: Site, price_year: int) -> OneOff:
        """Return the line of a site; `price_year` is that of the transitions."""
        reason = self.reason if self.whole_eur is None else None
        year = price_year if self.price_year is None else self.price_year
        return OneOff(self.kind, site.gemeente, site.id, self.whole_eur, year, reason, self.months)


def _of_new(step: Step, transitions: Transitions) -> Iterable[_Amount]:
    """Amounts of the branch as it will be."""
    if step.new is None:
        return
    klasse = step.new.type
    reason = OneOffReason.TYPE_UNKNOWN if klasse is None else OneOffReason.NOT_GIVEN
    contribution = _NOTHING
    if step.old is None:
        yield _Amount(OneOffKind.OPENING, transitions.opening_eur.get(klasse) if klasse else None, reason)
        contribution = transitions.contribution_opening_eur
    elif klasse != step.old.type:
        yield _Amount(OneOffKind.CONVERSION, transitions.converting_eur.get(klasse) if klasse else None, reason)
        if klasse is not None and step.old.type is not None and klasse.rank > step.old.type.rank:
            contribution = transitions.contribution_improving_eur
    if step.is_move:
        yield _Amount(OneOffKind.MOVING, transitions.moving_eur, OneOffReason.NOT_GIVEN)
    if contribution:
        yield _Amount(OneOffKind.CONTRIBUTION, -contribution, OneOffReason.NOT_GIVEN)


def _left_behind(step: Step, transitions: Transitions, tariffs: Tariffs | None) -> Iterable[_Amount]:
    """Amounts of the branch as it was: its building when that is left, its staff when it shrinks."""
    if step.old is None:
        return
    klasse = step.old.type
    reason = OneOffReason.TYPE_UNKNOWN if klasse is None else OneOffReason.NOT_GIVEN
    own = transitions.closing_at.get(step.old_site, Closing())
    closing = own.over(transitions.closing.get(klasse, Closing()) if klasse else Closing())
    if step.new is None or step.is_move:
        yield _Amount(OneOffKind.LEASE, closing.lease_eur, reason)
        yield _Amount(OneOffKind.WRITE_OFF, closing.write_off_eur, reason)
    if step.new is None:
        yield _friction(closing, step, tariffs)
    elif step.new.type != klasse and not _grows(klasse, step.new.type):
        # An amount per class is that of closing; only one for this very branch holds for shrinking too.
        shrinking = closing.model_copy(update={"friction_eur": own.friction_eur})
        yield _friction(shrinking, step, tariffs)


def _grows(old: Vestigingstype | None, new: Vestigingstype | None) -> bool:
    return old is not None and new is not None and new.rank > old.rank


def _friction(closing: Closing, step: Step, tariffs: Tariffs | None) -> _Amount:
    """Frictiekosten [€]: the amount that was told, or months of the yearly tariff [€/year] that falls away."""
    kind, months = OneOffKind.FRICTION, closing.friction_months
    old, new = (None if option is None else option.type for option in (step.old, step.new))
    if closing.friction_eur is not None:
        return _Amount(kind, closing.friction_eur, OneOffReason.NOT_GIVEN)
    if months == 0:
        return _Amount(kind, _NOTHING, OneOffReason.NOT_GIVEN)
    if old is None or (new is None and step.new is not None):
        return _Amount(kind, None, OneOffReason.TYPE_UNKNOWN)
    if months is None:
        return _Amount(kind, None, OneOffReason.NOT_GIVEN)
    if tariffs is None:
        return _Amount(kind, None, OneOffReason.NO_TARIFF)
    falling = tariffs.eur_per_type[old] - (tariffs.eur_per_type[new] if new else _NOTHING)
    return _Amount(kind, falling, OneOffReason.NOT_GIVEN, months=months, price_year=tariffs.price_year)
