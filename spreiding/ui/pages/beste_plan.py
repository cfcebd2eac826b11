"""Beste plan zoeken: ask for the most inwoners for a budget, or the lowest cost for a share."""

import streamlit as st

from spreiding.ui import context, labels, map_panel, panels, rows, search, winner_panel
from spreiding.workflow import TODAY, Outcome

now = context.load()
panels.heading(labels.SEARCH, now)
# Containers keep the map at the same place on the page: moved, it would load anew.
with st.container():
    asked = search.ask(now)
with st.container():
    if asked is not None:
        search.run(now, *asked)
        now = context.load()

found = now.state.search
if found is None:
    st.stop()
if (found.region_fingerprint, found.uitgangspunten) != (now.region.fingerprint, now.uitgangspunten):
    st.info(labels.OTHER_QUESTION)
    st.stop()
with st.container():
    search.answer(now, found)
if found.evaluation is None:
    st.stop()

with st.container():
    search.save(now, found)
outcome = Outcome(now.region, TODAY, found.evaluation)
comparison = now.compare(found.evaluation)
panels.changed_figures(now, found.evaluation, comparison)
map_side, legend_side = st.columns([3, 2])
with map_side:
    map_panel.show_map(now, outcome, key="kaart-plan")
with legend_side:
    map_panel.show_legend(now, outcome)

plan, differences, functions = st.tabs([labels.THE_PLAN, labels.DIFFERENCES, labels.FUNCTIONS])
with plan:
    panels.catchments(now, now.region, found.evaluation)
    listed = rows.listed_sites(now.region, found.evaluation.plan, now.state.gemeente)
    st.dataframe(rows.branch_rows(now.region, found.evaluation, listed), hide_index=True)
with differences:
    winner_panel.per_gemeente(now, found.evaluation, comparison)
with functions:
    panels.functions(now, now.region, comparison)
