"""From what was typed of several years to what is reckoned with: every fault of it together."""

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from spreiding.costs import CostKind
from spreiding.errors import InputError, raise_together
from spreiding.funding import Cover
from spreiding.horizon import Horizon
from spreiding.io.years import YearAssumptions
from spreiding.outlook import choose_horizon, source_of
from spreiding.transitions import Closing, Transitions
from spreiding.ui import labels
from spreiding.ui.draft_reading import in_cents, noting, number
from spreiding.ui.drafts import OWN
from spreiding.ui.numbers import parse_number
from spreiding.ui.year_drafts import CoverRow, OneOffRow, YearChoices, YearsDraft

if TYPE_CHECKING:
    from spreiding.domain import Vestigingstype

FIRST, COUNT, INDEX, INTEREST = "Eerste jaar", "Aantal jaren", "Indexering per jaar, in %", "Rekenrente, in %"
AFBOUW, FRICTION, MOVING = "Afbouwtermijn, in maanden", "Frictiekosten, in maanden tarief", "Een verhuizing, in euro"
OPENING, CONVERTING = "Openen", "Ombouwen tot deze klasse"
RENT, WRITE_OFF = "Huur die bij sluiten doorloopt", "Afboeking bij sluiten"
_MAX_YEAR, _MAX_YEARS, _MAX_PERCENT, _MAX_MONTHS, _MAX_EUR = 2100, 40, 50, 120, 10_000_000
_MIN_YEAR: Final = Decimal(2000)
_HUNDRED: Final = Decimal(100)
_OF_CLASS: Final = "{what} ({klasse})"
_COVER: Final = "Het bedrag van de dekking '{name}'"
_COVER_YEAR: Final = "Het jaar van de dekking '{name}'"
_START: Final = "Het beginjaar van '{site}'"
_UNNAMED: Final = "zonder naam"


def read_years_draft(draft: YearsDraft, assumptions: YearAssumptions) -> YearChoices:
    """Return what a draft says; what it leaves open is as in `assumptions`.

    Raises
    ------
    InputError, InputErrors
        Every number that cannot be, and money without an amount or from a source that does not exist.

    """
    faults: list[InputError] = []
    horizon, transitions = draft.choices.horizon, draft.choices.transitions
    with noting(faults):
        horizon = _horizon(draft, assumptions)
    with noting(faults):
        transitions = _transitions(draft, assumptions.transitions, faults)
    covers: list[Cover] = []
    for gemeente, rows in draft.covers:
        for row in rows:
            # A row without a source and an amount is not finished yet.
            if row.source is None and row.eur is None:
                continue
            with noting(faults):
                covers.append(_cover(row, gemeente))
    raise_together(faults)
    return YearChoices(horizon, transitions, tuple(covers))


def _horizon(draft: YearsDraft, assumptions: YearAssumptions) -> Horizon:
    faults: list[InputError] = []
    chosen: dict[str, object] = {"population": draft.population}
    with noting(faults):
        chosen["first_year"] = int(
            parse_number(draft.first_year, option=FIRST, minimum=_MIN_YEAR, maximum=_MAX_YEAR, is_whole=True)
        )
    with noting(faults):
        count = parse_number(draft.n_years, option=COUNT, maximum=_MAX_YEARS, is_positive=True, is_whole=True)
        chosen["n_years"] = int(count)
    with noting(faults):
        rate = _percent(draft.index, INDEX)
        chosen |= {"indexation": dict.fromkeys(CostKind, rate) if rate else {}, "once_rate": rate}
    with noting(faults):
        chosen["discount_rate"] = _percent(draft.interest, INTEREST)
    starts: dict[str, int] = {}
    for row in draft.starts:
        with noting(faults):
            year = number(row.year, _START.format(site=row.site_id), _MAX_YEAR)
            if year is not None:
                starts[row.site_id] = int(year)
    raise_together(faults)
    return choose_horizon(assumptions, chosen | {"start_years": starts}, name=FIRST)


def _percent(typed: str, option: str) -> Decimal:
    return parse_number(typed or "0", option=option, maximum=_MAX_PERCENT) / _HUNDRED


def _transitions(draft: YearsDraft, standard: Transitions, faults: list[InputError]) -> Transitions:
    """Return one-off amounts; what is left empty stays unknown."""
    opening: dict[Vestigingstype, Decimal] = {}
    converting: dict[Vestigingstype, Decimal] = {}
    closing: dict[Vestigingstype, Closing] = {}
    months: int | None = None
    with noting(faults):
        months = _months(draft.friction, FRICTION)
    for row in draft.one_offs:
        with noting(faults):
            amounts = {name: _amount(row, name, title) for name, title in _AMOUNTS.items()}
            if amounts["opening"] is not None:
                opening[row.klasse] = amounts["opening"]
            if amounts["converting"] is not None:
                converting[row.klasse] = amounts["converting"]
            closing[row.klasse] = Closing(
                lease_years=None if amounts["rent"] is None else Decimal(1),
                rent_eur_per_year=amounts["rent"],
                write_off_eur=amounts["write_off"],
                friction_months=months,
            )
    moving = afbouw = None
    with noting(faults):
        if draft.moving.strip():
            moving = in_cents(parse_number(draft.moving, option=MOVING, maximum=_MAX_EUR), MOVING)
    with noting(faults):
        afbouw = _months(draft.afbouw, AFBOUW)
    chosen = {"opening_eur": opening, "converting_eur": converting, "closing": closing, "moving_eur": moving}
    return standard.model_copy(update=chosen | ({} if afbouw is None else {"afbouw_months": afbouw}))


_AMOUNTS: Final = {"opening": OPENING, "converting": CONVERTING, "rent": RENT, "write_off": WRITE_OFF}


def _amount(row: OneOffRow, name: str, title: str) -> Decimal | None:
    option = _OF_CLASS.format(what=title, klasse=labels.TYPES[row.klasse])
    eur = number(getattr(row, name), option, _MAX_EUR)
    return None if eur is None else in_cents(eur, option)


def _months(typed: str, option: str) -> int | None:
    if not typed.strip():
        return None
    return int(parse_number(typed, option=option, maximum=_MAX_MONTHS, is_whole=True))


def _cover(row: CoverRow, gemeente: str) -> Cover:
    name = (row.name or row.source or "").strip() or _UNNAMED
    eur = number(row.eur, _COVER.format(name=name), _MAX_EUR)
    if eur is None or row.source is None:
        raise InputError("cover_incomplete", name=name)
    first, last = (number(year, _COVER_YEAR.format(name=name), _MAX_YEAR) for year in (row.first, row.last))
    if any(year is not None and year < _MIN_YEAR for year in (first, last)):
        raise InputError("cover_year", name=name)
    if first is not None and last is not None and last < first:
        raise InputError("cover_backwards", name=name, first=first, last=last)
    return Cover(
        gemeente=gemeente,
        source=source_of(row.source),
        name=name,
        eur_per_year=in_cents(eur, _COVER.format(name=name)),
        from_year=None if first is None else int(first),
        until_year=None if last is None else int(last),
        bron=(row.bron or "").strip() or OWN,
    )
