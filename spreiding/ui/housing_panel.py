"""What buildings cost: tables to change on the screen; without a price every amount is without housing."""

from functools import partial
from typing import Any, Final

import pandas as pd
import streamlit as st

from spreiding.ui import bill_words, cached_bills, cost_actions, labels, panels, state
from spreiding.ui.context import Context
from spreiding.ui.cost_actions import CLASS, FORM, PERCENT, PRICE, SIZE
from spreiding.ui.drafts import HousingDraft

ABOUT: Final = (
    "De catalogus kent geen huisvesting. Vul een prijs per m² in bij elk soort gebouw waarvan u haar weet; zonder "
    "prijs zijn alle bedragen exclusief huisvesting. Wat u invult, telt op elke pagina mee, ook bij het zoeken van een "
    "plan."
)
ABOUT_SHARES: Final = (
    "Zonder percentage betaalt de bibliotheek de hele vloer; vul bij een gedeeld gebouw haar deel in. Van een "
    "vestiging waarvan niemand het soort gebouw kent, blijft de huisvesting onbekend: geef het op in uw bestand met "
    "vestigingen, of kies het in een scenario."
)
SIZES: Final = "Vloeroppervlak per klasse"
ABOUT_SIZES: Final = (
    "Een aanname, geen bron: deze m² gelden alleen voor een vestiging waarvan niemand het vloeroppervlak opgaf, of die "
    "een andere klasse krijgt."
)
BRON: Final = "Bron van deze prijzen"


def show(context: Context) -> None:
    """Show prices per m² and floor areas, to be changed."""
    draft = context.state.housing or HousingDraft.of(cached_bills.assumed_housing())
    if draft.fault:
        panels.fault(draft.fault)
        st.caption(bill_words.STALE)
    st.caption(ABOUT)
    prices, sizes = st.columns([3, 2])
    with prices:
        _table(
            [(labels.HUISVESTING[row.form], row.eur_per_m2, row.percent) for row in draft.prices],
            [FORM, PRICE, PERCENT],
            f"prijzen-{draft.version}",
            partial(_price, draft=draft),
        )
        st.caption(ABOUT_SHARES)
        key = f"huisvesting-bron-{draft.version}"
        st.text_input(
            BRON, value=draft.bron, key=key, on_change=state.apply_value, args=(key, partial(_name, draft=draft))
        )
    with sizes:
        _table(
            [(labels.TYPES[row.klasse], row.m2) for row in draft.sizes],
            [CLASS, SIZE],
            f"oppervlak-{draft.version}",
            partial(_size, draft=draft),
        )
        st.caption(ABOUT_SIZES)


def _table(rows: list[tuple[Any, ...]], columns: list[str], key: str, command: Any) -> None:  # noqa: ANN401 - a partial
    """Show a table whose first column names the row, and whose other columns are numbers to fill in."""
    first, *numbers = columns
    frame = pd.DataFrame(rows, columns=columns).astype(dict.fromkeys(numbers, "float64"))
    st.data_editor(
        frame,
        key=key,
        hide_index=True,
        placeholder="",
        disabled=[first],
        column_config={name: st.column_config.NumberColumn(format="plain") for name in numbers},
        on_change=state.apply_value,
        args=(key, command),
    )


def _price(current: state.UiState, change: dict[str, Any], *, draft: HousingDraft) -> state.UiState:
    return cost_actions.edit_prices(current, draft, change)


def _size(current: state.UiState, change: dict[str, Any], *, draft: HousingDraft) -> state.UiState:
    return cost_actions.edit_sizes(current, draft, change)


def _name(current: state.UiState, typed: str, *, draft: HousingDraft) -> state.UiState:
    return cost_actions.enter_housing_bron(current, draft, typed)
