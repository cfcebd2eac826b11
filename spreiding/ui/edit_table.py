"""The scenario as a table: everything a click on the map does, also with the keyboard."""

from functools import partial
from typing import Any, Final

import streamlit as st

from spreiding.domain import Huisvesting, Option, Vestigingstype
from spreiding.supply import Site
from spreiding.ui import actions, labels, rows, state
from spreiding.ui.context import Context
from spreiding.ui.markdown import plain
from spreiding.uitgangspunten import Uitgangspunten
from spreiding.workflow import Outcome

_TYPE_OF: Final = {word: klasse for klasse, word in labels.TYPES.items()}
_HOUSING_OF: Final = {word: housing for housing, word in labels.HUISVESTING.items()}


def show(context: Context, outcome: Outcome) -> None:
    """Show the sites with a class and a housing to choose on every row."""
    st.caption(labels.LOCKED if context.scenario.is_locked else labels.EDIT_NOTE)
    sites = rows.listed_sites(
        outcome.region,
        outcome.evaluation.plan,
        context.state.gemeente,
        has_candidates=context.state.shows_candidates,
    )
    frame = rows.branch_rows(outcome.region, outcome.evaluation, sites)
    # A new key after every command: the table starts from the scenario, not from edits already made.
    key = f"tabel-{context.scenario.id}-{len(context.state.past)}-{len(context.state.future)}"
    fixed = [labels.BRANCH, labels.GEMEENTE, labels.NOW, labels.SERVED]
    st.data_editor(
        frame,
        hide_index=True,
        key=key,
        disabled=True if context.scenario.is_locked else fixed,
        column_config={
            labels.PLANNED: st.column_config.SelectboxColumn(options=[*_TYPE_OF, labels.CLOSED], required=True),
            labels.HOUSING: st.column_config.SelectboxColumn(options=list(_HOUSING_OF)),
        },
        on_change=state.apply_value,
        args=(key, partial(_edit, sites=sites, context=context)),
    )


def _edit(current: state.UiState, value: dict[str, Any], *, sites: list[Site], context: Context) -> state.UiState:
    """Turn the edited cells into commands."""
    plan = context.outcome.evaluation.plan
    for row, cells in value["edited_rows"].items():
        site = sites[int(row)]
        option = edited_option(plan.by_id.get(site.id), cells, site=site, uitgangspunten=context.uitgangspunten)
        current = actions.change_site(current, site, option)
    return current


def edited_option(
    option: Option | None, cells: dict[str, str], *, site: Site, uitgangspunten: Uitgangspunten
) -> Option | None:
    """Return the option of a row after its cells were edited; None closes the site."""
    word = cells.get(labels.PLANNED, labels.type_of(option))
    if word == labels.CLOSED:
        return None
    base = option or site.today or Option(type=Vestigingstype.SERVICEPUNT)
    housing: Huisvesting | None = _HOUSING_OF.get(cells.get(labels.HOUSING, ""), base.huisvesting)
    return actions.with_type(base, _TYPE_OF[word], uitgangspunten).model_copy(update={"huisvesting": housing})


def show_changes(context: Context, outcome: Outcome) -> None:
    """Show the changes of the scenario, each with a switch."""
    region, scenario = outcome.region, context.scenario
    if not scenario.changes:
        st.caption(labels.NO_CHANGES)
    names = {gemeente.code: gemeente.name for gemeente in region.gemeenten}
    for change in scenario.changes:
        site = region.sites[region.site_index[change.site_id]]
        line = labels.CHANGE_LINE.format(
            site=site.name,
            gemeente=names.get(site.gemeente or "", "–"),
            before=labels.NOT_YET if site.today is None else labels.option(site.today),
            after=labels.option(change.option),
        )
        key = f"telt-{scenario.id}-{change.site_id}-{len(context.state.past)}-{len(context.state.future)}"
        st.checkbox(
            plain(line),
            value=change.is_on,
            key=key,
            disabled=scenario.is_locked,
            on_change=state.apply_value,
            args=(key, actions.switch_change, change.site_id),
        )
