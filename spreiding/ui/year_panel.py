"""Several years on the screen: the meerjarenplan, who pays, what if a source ends, and what it is made with."""

from functools import partial
from typing import Any, Final

import pandas as pd
import streamlit as st

from spreiding.demand import Variant
from spreiding.errors import SpreidingError
from spreiding.forecast import forecast_years
from spreiding.funding import CoverSource
from spreiding.ui import (
    bill_words,
    cached_bills,
    labels,
    meerjaren,
    outlook_words,
    panels,
    peiljaar,
    state,
    year_actions,
    year_reading,
)
from spreiding.ui.bill_panel import Shown
from spreiding.ui.markdown import plain
from spreiding.ui.teksten import sentence
from spreiding.ui.year_actions import BRON, CHANGE, CLASS, EUR, FROM, NAME, SOURCE, START, UNTIL
from spreiding.ui.year_drafts import StartRow, YearsDraft

PAYERS: Final = "Wie betaalt?"
ABOUT_PAYERS: Final = (
    "De subsidie van nu (bij Afname en aantallen) en de uitkering van het rijk voor IDO staan al in de tabel; voeg "
    "hier toe wat anderen betalen. Een toezegging stijgt niet mee met de indexering."
)
WHAT_IF: Final = "Wat als een bron stopt?"
NOTHING_ENDS, FROM_YEAR = "geen enkele bron stopt", "Vanaf welk jaar?"
MADE_WITH: Final = "Jaren, indexering en eenmalige bedragen"
POPULATION, AS_TODAY = "Inwoners", "als vandaag"
STARTS: Final = "Wanneer begint elke verandering?"
ABOUT_STARTS: Final = "Op 1 januari van dat jaar; leeg is het eerste jaar."
ONE_OFFS: Final = "Eenmalige bedragen, in euro per vestiging"
ABOUT_ONE_OFFS: Final = (
    "Geen bron noemt deze bedragen. Wat leeg is, is onbekend en telt niet mee; vul 0 in als het niets kost."
)
ABOUT_AFBOUW: Final = (
    "Een besparing begint pas na de afbouwtermijn: de Awb (4:51) vraagt een redelijke termijn en noemt geen aantal "
    "maanden. Dat getal en de rekenrente zijn aannames."
)


def show(shown: Shown) -> None:
    """Show the years of the chosen gemeente, who pays, and what they are made with."""
    gemeente = shown.context.gemeente
    if gemeente is None:
        st.caption(bill_words.PICK_GEMEENTE_FIRST)
        return
    draft = shown.years
    # A container keeps what stands below it in its place, and open, when a sentence comes or goes.
    with st.container():
        if draft.fault:
            panels.fault(draft.fault)
            st.caption(bill_words.STALE)
        try:
            _plan(shown, gemeente.code)
            _ending(shown, gemeente.code)
        except SpreidingError as error:
            panels.fault(sentence(error))
    st.subheader(PAYERS)
    st.caption(ABOUT_PAYERS)
    _covers(draft, gemeente.code)
    with st.expander(MADE_WITH, icon=":material/tune:"):
        _choices(shown, draft)


def _plan(shown: Shown, gemeente: str) -> None:
    """Show a row per year, what all years together come to, and what the amounts are."""
    rows = shown.ahead.rows(gemeente)
    if not shown.is_today:
        st.markdown(f"**{plain(outlook_words.present_value(shown.ahead, gemeente))}**")
    st.table(meerjaren.plan_table(rows))
    st.caption(plain(" ".join(meerjaren.notes(shown.ahead.raming, rows, gemeente))))
    unknown = meerjaren.unknown_one_offs((each for row in rows for each in row.unknown_one_offs), shown.names.sites)
    if unknown:
        st.markdown("\n".join([plain(outlook_words.ONE_OFFS_UNKNOWN), "", *(f"* {plain(line)}" for line in unknown)]))


def _ending(shown: Shown, gemeente: str) -> None:
    """Let the user ask what is left open when a source ends."""
    draft = shown.years
    paying = {cover.source for cover in shown.ahead.covers if cover.gemeente == gemeente}
    offered = [None, *(source for source in CoverSource if source in paying)]
    years = list(shown.ahead.raming.horizon.years)
    ending = draft.ending if draft.ending in offered else None
    from_year = draft.ending_year if draft.ending_year in years else years[min(1, len(years) - 1)]
    source, year = st.columns(2)
    key = f"stopt-{gemeente}-{draft.version}"
    source.selectbox(
        WHAT_IF,
        offered,
        index=offered.index(ending),
        format_func=lambda each: NOTHING_ENDS if each is None else outlook_words.SOURCES[each],
        key=key,
        on_change=state.apply_value,
        args=(key, partial(_ask, draft=draft)),
    )
    if ending is None:
        return
    key = f"stopt-vanaf-{draft.version}"
    year.selectbox(
        FROM_YEAR,
        years,
        index=years.index(from_year),
        key=key,
        on_change=state.apply_value,
        args=(key, partial(_ask_year, draft=draft)),
    )
    title = outlook_words.ENDING.format(source=outlook_words.SOURCES[ending], year=from_year)
    rows = shown.ahead.ending(ending, from_year).rows(gemeente)
    opens = [f"**{row.year}** {plain(meerjaren.open_end(row))}" for row in rows]
    st.markdown(f"{title}, is nog te dekken: {', '.join(opens)}.")


def _covers(draft: YearsDraft, gemeente: str) -> None:
    rows = [(row.source, row.name, row.eur, row.first, row.last, row.bron) for row in draft.covers_of(gemeente)]
    kinds = {SOURCE: "object", NAME: "object", EUR: "float64", FROM: "float64", UNTIL: "float64", BRON: "object"}
    key = f"dekking-{gemeente}-{draft.version}"
    st.data_editor(
        pd.DataFrame(rows, columns=list(kinds)).astype(kinds),
        key=key,
        hide_index=True,
        placeholder="",
        num_rows="dynamic",
        column_config={
            SOURCE: st.column_config.SelectboxColumn(options=[source.value for source in CoverSource]),
            **{name: st.column_config.NumberColumn(format="plain") for name in (EUR, FROM, UNTIL)},
            **{name: st.column_config.TextColumn() for name in (NAME, BRON)},
        },
        on_change=state.apply_value,
        args=(key, partial(_cover, draft=draft, gemeente=gemeente)),
    )


def _choices(shown: Shown, draft: YearsDraft) -> None:
    """Show what the years are made with, to be changed."""
    fields = (
        (("first_year", year_reading.FIRST), ("n_years", year_reading.COUNT), ("index", year_reading.INDEX)),
        (("interest", year_reading.INTEREST), ("afbouw", year_reading.AFBOUW), ("friction", year_reading.FRICTION)),
    )
    for line in fields:
        for column, (field, label) in zip(st.columns(len(line)), line, strict=True):
            with column:
                _field(draft, field, label)
    st.caption(ABOUT_AFBOUW)
    _population(shown, draft)
    _starts(shown, draft)
    st.markdown(f"**{ONE_OFFS}**")
    st.caption(ABOUT_ONE_OFFS)
    columns = list(year_actions.ONE_OFFS)
    rows = [(labels.TYPES[row.klasse], row.opening, row.converting, row.rent, row.write_off) for row in draft.one_offs]
    _numbers(rows, [CLASS, *columns], f"eenmalig-{draft.version}", partial(_one_off, draft=draft))
    _field(draft, "moving", year_reading.MOVING)


def _population(shown: Shown, draft: YearsDraft) -> None:
    """Offer the variants of the forecasts; nothing without any, or when the page shows a future year already."""
    region = shown.context.region
    if region.projection is not None or not forecast_years(region.forecasts):
        return
    key = f"jaren-inwoners-{draft.version}"
    variants = [None, *Variant]
    st.selectbox(
        POPULATION,
        variants,
        index=variants.index(draft.population),
        format_func=lambda each: AS_TODAY if each is None else peiljaar.VARIANTS[each],
        key=key,
        on_change=state.apply_value,
        args=(key, partial(_follow, draft=draft)),
    )


def _field(draft: YearsDraft, field: str, label: str) -> None:
    key = f"jaren-{field}-{draft.version}"
    command = partial(_enter, draft=draft, field=field)
    st.text_input(label, value=getattr(draft, field), key=key, on_change=state.apply_value, args=(key, command))


def _starts(shown: Shown, draft: YearsDraft) -> None:
    """Show the changes of the scenario in the chosen gemeente with the year that each starts."""
    region, gemeente = shown.context.outcome.region, shown.context.state.gemeente
    changed = [change for change in shown.context.scenario.changes if change.is_on]
    here = [change for change in changed if region.sites[region.site_index[change.site_id]].gemeente == gemeente]
    if not here:
        return
    st.markdown(f"**{STARTS}**")
    st.caption(ABOUT_STARTS)
    starts = tuple(draft.start_of(change.site_id) for change in here)
    rows = [
        (f"{shown.names.sites[change.site_id]}: {labels.type_of(change.option)}", start.year)
        for change, start in zip(here, starts, strict=True)
    ]
    _numbers(rows, [CHANGE, START], f"begin-{gemeente}-{draft.version}", partial(_start, draft=draft, rows=starts))


def _numbers(rows: list[tuple[Any, ...]], columns: list[str], key: str, command: Any) -> None:  # noqa: ANN401 - a partial
    """Show a table whose first column names the row, and whose other columns are numbers to fill in."""
    first, *numbers = columns
    st.data_editor(
        pd.DataFrame(rows, columns=columns).astype(dict.fromkeys(numbers, "float64")),
        key=key,
        hide_index=True,
        placeholder="",
        disabled=[first],
        column_config={name: st.column_config.NumberColumn(format="plain") for name in numbers},
        on_change=state.apply_value,
        args=(key, command),
    )


def _ask(current: state.UiState, source: CoverSource | None, *, draft: YearsDraft) -> state.UiState:
    return year_actions.ask_ending(current, draft, source)


def _ask_year(current: state.UiState, year: int, *, draft: YearsDraft) -> state.UiState:
    return year_actions.ask_ending_year(current, draft, year)


def _enter(current: state.UiState, typed: str, *, draft: YearsDraft, field: str) -> state.UiState:
    return year_actions.enter(current, draft, cached_bills.year_assumptions(), field, typed)


def _follow(current: state.UiState, variant: Variant | None, *, draft: YearsDraft) -> state.UiState:
    return year_actions.choose_population(current, draft, cached_bills.year_assumptions(), variant)


def _one_off(current: state.UiState, change: dict[str, Any], *, draft: YearsDraft) -> state.UiState:
    return year_actions.edit_one_offs(current, draft, cached_bills.year_assumptions(), change)


def _start(
    current: state.UiState, change: dict[str, Any], *, draft: YearsDraft, rows: tuple[StartRow, ...]
) -> state.UiState:
    return year_actions.edit_starts(current, draft, cached_bills.year_assumptions(), rows, change)


def _cover(current: state.UiState, change: dict[str, Any], *, draft: YearsDraft, gemeente: str) -> state.UiState:
    return year_actions.edit_covers(current, draft, cached_bills.year_assumptions(), gemeente, change)
