"""Scenario's: change today's branches and see what follows."""

import streamlit as st

from spreiding.ui import (
    actions,
    context,
    edit_table,
    editing,
    labels,
    map_panel,
    panels,
    reach_panel,
    state,
    winner_panel,
    winner_tables,
)

now = context.load()
panels.heading(labels.SCENARIOS, now)
# Containers keep the map at the same place on the page: moved, it would load anew.
with st.container():
    editing.toolbar(now)
    editing.read_back(now)
with st.container():
    editing.about(now)
outcome = now.outcome
comparison = now.compare(outcome.evaluation)
with st.container():
    panels.changed_figures(now, outcome.evaluation, comparison)

map_side, choice_side = st.columns([3, 2])
with map_side:
    difference, candidates = st.columns(2)
    difference.toggle(
        labels.SHOW_CHANGE,
        value=now.state.shows_change,
        key="verschil",
        on_change=state.apply_value,
        args=("verschil", actions.show_change),
    )
    candidates.toggle(
        labels.SHOW_CANDIDATES,
        value=now.state.shows_candidates,
        key="kandidaten",
        on_change=state.apply_value,
        args=("kandidaten", actions.show_candidates),
    )
    map_place = st.container()
shown = comparison if now.state.shows_change else None
with choice_side:
    editing.site_panel(now, outcome)
    map_panel.show_legend(now, outcome, comparison=shown)
    reach = reach_panel.pick(now, outcome, key="bereik-scenario")
    reach_panel.show_legend(reach)
with map_place:
    map_panel.show_map(now, outcome, key="kaart-scenario", comparison=shown, reach=reach)

branches, changes, differences, functions = st.tabs(
    [labels.EDIT, labels.CHANGES, winner_tables.TITLE, labels.FUNCTIONS]
)
with branches:
    panels.catchments(now, outcome.region, outcome.evaluation)
    edit_table.show(now, outcome)
with changes:
    edit_table.show_changes(now, outcome)
with differences:
    winner_panel.show(now, outcome, comparison)
with functions:
    panels.functions(now, outcome.region, comparison)
