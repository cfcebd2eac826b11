"""Beste plan zoeken: ask what the best plan is, follow the search, and read what was found or what must give."""

import streamlit as st

from spreiding.ui import context, labels, map_panel, panels, search, search_form, search_tables, winner_panel
from spreiding.ui import search_words as words
from spreiding.workflow import TODAY, Outcome

now = context.load()
panels.heading(labels.SEARCH, now, has_place=False)
# Containers keep the map at the same place on the page: moved, it would load anew.
with st.container():
    asked = search_form.show(now)
with st.container():
    if asked is not None:
        search.start(now, *asked)
        now = context.load()
    if now.state.running is not None:
        search.follow(now.state.running, now.state.search)
        now = context.load()

found = now.state.search
if found is None:
    st.stop()
if (found.region_fingerprint, found.uitgangspunten) != (now.region.fingerprint, now.uitgangspunten):
    st.info(words.OTHER_QUESTION)
    st.stop()
there = search.about(now, found)
with st.container():
    search.answer(there, found)
if found.evaluation is None:
    search.obstacles(now, found)
    search.save(now, found)
    st.stop()
with st.container():
    search.save(now, found)

outcome = Outcome(now.region, TODAY, found.evaluation)
comparison = there.compare(found.evaluation)
panels.changed_figures(there, found.evaluation, comparison)
map_side, legend_side = st.columns([3, 2])
with map_side:
    map_panel.show_map(there, outcome, key="kaart-plan")
with legend_side:
    map_panel.show_legend(there, outcome)

plan, differences, functions = st.tabs([labels.THE_PLAN, labels.DIFFERENCES, labels.FUNCTIONS])
with plan:
    panels.catchments(there, now.region, found.evaluation)
    # Not a data frame: what a branch is for is a sentence, which only a table shows in full.
    st.table(search_tables.plan_rows(now.region, found.answered, there.state.gemeente))
with differences:
    winner_panel.per_gemeente(there, found.evaluation, comparison)
with functions:
    panels.functions(there, now.region, comparison)
