"""What a gemeente buys, in what quantities and for what subsidy: tables to change on the screen."""

from functools import partial
from typing import Any, Final

import pandas as pd
import streamlit as st

from spreiding.accounts import is_on_every_bill
from spreiding.catalogue import Catalogue, CatalogueService, CatalogueTariff, Payer
from spreiding.ui import bill_words, cached, catalogus, cost_actions, panels, state
from spreiding.ui.bill_panel import Shown
from spreiding.ui.cost_actions import AMOUNT, BRON, QUANTITY, UNIT, VALUE, WHAT, Offered
from spreiding.ui.drafts import AccountDraft, code_of

ABOUT: Final = (
    "Voeg onderaan een rij toe en kies een dienst; de rekening rekent meteen mee. Zonder aantal telt wat de eenheid "
    "van het tarief zegt: één per gemeente, de inwoners, of het aantal hieronder. Een eigen bedrag (per eenheid) gaat "
    "voor op de catalogus en heeft een bron."
)
COUNTS: Final = "Hoeveel heeft deze gemeente?"
SUBSIDY: Final = "Subsidie van nu, per jaar in euro"
SUBSIDY_HELP: Final = "Wat de gemeente nu betaalt; leeg als u dat niet weet. Bijvoorbeeld 900.000."
KEEP: Final = "Wat u hier invult blijft staan tot u dit venster sluit; met een bestand: spreiding kosten --afname."


def show(shown: Shown) -> None:
    """Show what the chosen gemeente buys, to be changed."""
    account, gemeente = shown.account, shown.context.gemeente
    if account is None or gemeente is None:
        st.caption(bill_words.PICK_GEMEENTE_FIRST)
        return
    catalogue = cached.catalogue()
    has_tariffs = gemeente.code in shown.context.uitgangspunten.tariffs.gemeenten
    offered = Offered(catalogue, offered_names(catalogue, has_tariffs=has_tariffs))
    draft = cost_actions.draft_of(shown.context.state, account, catalogue)
    if draft.fault:
        panels.fault(draft.fault)
        st.caption(bill_words.STALE)
    st.caption(ABOUT)
    stem = f"{gemeente.code}-{draft.version}"
    _purchases(draft, offered, f"afname-{stem}")
    st.subheader(COUNTS)
    _quantities(draft, offered, f"aantallen-{stem}")
    key = f"subsidie-{stem}"
    st.text_input(
        SUBSIDY,
        value=draft.subsidy,
        key=key,
        help=SUBSIDY_HELP,
        on_change=state.apply_value,
        args=(key, partial(_enter, draft=draft, offered=offered)),
    )
    st.caption(KEEP)


def offered_names(catalogue: Catalogue, *, has_tariffs: bool) -> dict[str, str]:
    """Return what can be bought, name by code; where tariffs hold, not what stands on every bill already."""
    return {
        code_of(service.code, tariff.code): _name(service, tariff)
        for service in catalogue.services
        for tariff in service.tariffs
        if tariff.payer in {Payer.GEMEENTE, None} and not (has_tariffs and is_on_every_bill(service.code, tariff))
    }


def _name(service: CatalogueService, tariff: CatalogueTariff) -> str:
    """Name a tariff with its amount: 'Taalhuis: taalnetwerk (€ 3.170 per gemeente)'."""
    unit = "" if tariff.unit is None else f" per {tariff.unit.value}"
    return f"{bill_words.part_of(service.name, tariff.name)} ({catalogus.amount(tariff)}{unit})"


def _purchases(draft: AccountDraft, offered: Offered, key: str) -> None:
    rows = [(offered.names.get(row.what or "", row.what), row.quantity, row.eur, row.bron) for row in draft.rows]
    st.data_editor(
        _frame(rows, {WHAT: "object", QUANTITY: "float64", AMOUNT: "float64", BRON: "object"}),
        key=key,
        hide_index=True,
        placeholder="",
        num_rows="dynamic",
        column_config={
            WHAT: st.column_config.SelectboxColumn(options=list(offered.names.values()), width="large"),
            QUANTITY: st.column_config.NumberColumn(format="plain", width="small"),
            AMOUNT: st.column_config.NumberColumn(format="plain", width="small"),
            BRON: st.column_config.TextColumn(),
        },
        on_change=state.apply_value,
        args=(key, partial(_buy, draft=draft, offered=offered)),
    )


def _quantities(draft: AccountDraft, offered: Offered, key: str) -> None:
    rows = [(row.unit.value, row.value, row.bron) for row in draft.quantities]
    st.data_editor(
        _frame(rows, {UNIT: "object", VALUE: "float64", BRON: "object"}),
        key=key,
        hide_index=True,
        placeholder="",
        disabled=[UNIT],
        column_config={
            VALUE: st.column_config.NumberColumn(format="plain"),
            BRON: st.column_config.TextColumn(width="large"),
        },
        on_change=state.apply_value,
        args=(key, partial(_count, draft=draft, offered=offered)),
    )


def _frame(rows: list[tuple[Any, ...]], columns: dict[str, str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=list(columns)).astype(columns)


def _buy(current: state.UiState, change: dict[str, Any], *, draft: AccountDraft, offered: Offered) -> state.UiState:
    return cost_actions.edit_purchases(current, draft, offered, change)


def _count(current: state.UiState, change: dict[str, Any], *, draft: AccountDraft, offered: Offered) -> state.UiState:
    return cost_actions.edit_quantities(current, draft, offered, change)


def _enter(current: state.UiState, typed: str, *, draft: AccountDraft, offered: Offered) -> state.UiState:
    return cost_actions.enter_subsidy(current, draft, offered, typed)
