"""Commands of several years on the page Kosten: each takes the state and returns the next one. No Streamlit."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any, Final

from spreiding.demand import Variant
from spreiding.errors import SpreidingError
from spreiding.funding import CoverSource
from spreiding.io.years import YearAssumptions
from spreiding.outlook import choose_horizon
from spreiding.ui import year_reading
from spreiding.ui.drafts import added, edited
from spreiding.ui.state import UiState
from spreiding.ui.teksten import sentence
from spreiding.ui.year_drafts import CoverRow, StartRow, YearChoices, YearsDraft
from spreiding.ui.year_reading import read_years_draft

# Columns of the tables on the screen → fields of their rows.
CLASS, CHANGE, START = "Klasse", "Verandering", "Beginjaar"
SOURCE, NAME, EUR, FROM, UNTIL, BRON = "Wie betaalt", "Waarvoor", "€ per jaar", "Vanaf", "Tot en met", "Bron"
ONE_OFFS: Final = {
    year_reading.OPENING: "opening",
    year_reading.CONVERTING: "converting",
    year_reading.RENT: "rent",
    year_reading.WRITE_OFF: "write_off",
}
COVERS: Final = {SOURCE: "source", NAME: "name", EUR: "eur", FROM: "first", UNTIL: "last", BRON: "bron"}


def draft_of(state: UiState, assumptions: YearAssumptions, price_year: int) -> YearsDraft:
    """Return what was typed, or a draft of the assumptions from the year after the price year on."""
    if state.years is not None:
        return state.years
    horizon = choose_horizon(assumptions, {"first_year": price_year + 1}, name=year_reading.FIRST)
    transitions = assumptions.transitions
    return YearsDraft(
        first_year=str(horizon.first_year),
        n_years=str(horizon.n_years),
        index="0",
        interest=f"{(horizon.discount_rate * Decimal(100)).normalize():f}".replace(".", ","),
        afbouw=str(transitions.afbouw_months),
        friction="",
        moving="",
        choices=YearChoices(horizon, transitions, assumptions.covers),
    )


def enter(state: UiState, draft: YearsDraft, assumptions: YearAssumptions, field: str, typed: str) -> UiState:
    """Take over one field as it was typed."""
    changed: dict[str, Any] = {field: typed}
    return _keep(state, replace(draft, **changed), assumptions)


def choose_population(
    state: UiState, draft: YearsDraft, assumptions: YearAssumptions, variant: Variant | None
) -> UiState:
    """Let inwoners follow a variant of the forecasts, or stay as today (None)."""
    return _keep(state, replace(draft, population=variant), assumptions)


def edit_one_offs(
    state: UiState, draft: YearsDraft, assumptions: YearAssumptions, change: Mapping[str, Any]
) -> UiState:
    """Take over what was changed in the table of one-off amounts."""
    return _keep(state, replace(draft, one_offs=edited(draft.one_offs, change, ONE_OFFS)), assumptions)


def edit_starts(
    state: UiState,
    draft: YearsDraft,
    assumptions: YearAssumptions,
    rows: tuple[StartRow, ...],
    change: Mapping[str, Any],
) -> UiState:
    """Take over what was changed in the table of changes, of which `rows` were shown."""
    return _keep(state, draft.with_starts(edited(rows, change, {START: "year"})), assumptions)


def edit_covers(
    state: UiState, draft: YearsDraft, assumptions: YearAssumptions, gemeente: str, change: Mapping[str, Any]
) -> UiState:
    """Take over what was changed in the table of who pays."""
    rows = edited(draft.covers_of(gemeente), change, COVERS)
    return _keep(state, draft.with_covers(gemeente, added(rows, CoverRow(), change, COVERS)), assumptions)


def ask_ending(state: UiState, draft: YearsDraft, source: CoverSource | None) -> UiState:
    """Ask what happens when a source ends."""
    return replace(state, years=replace(draft, ending=source))


def ask_ending_year(state: UiState, draft: YearsDraft, year: int) -> UiState:
    """Ask so from another year on."""
    return replace(state, years=replace(draft, ending_year=year))


def _keep(state: UiState, draft: YearsDraft, assumptions: YearAssumptions) -> UiState:
    """Keep a draft as it was typed; what cannot be used leaves the choices as they were, with what is wrong."""
    try:
        read, fault = read_years_draft(draft, assumptions), ""
    except SpreidingError as error:
        read, fault = draft.choices, sentence(error)
    return replace(state, years=replace(draft, choices=read, fault=fault, version=draft.version + 1))
