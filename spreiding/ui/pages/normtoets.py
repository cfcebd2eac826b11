"""Normtoets: which gemeente complies with which norm, for whom not, and how sure is that."""

import streamlit as st

from spreiding.ui import context, editing, norm_confirm, norm_form, norm_panel, normen, panels

now = context.load()
panels.heading(normen.TITLE, now)
st.caption(normen.INTRO)
editing.pick_scenario(now)
tested = norm_panel.load(now)
norm_panel.overview(now, tested)
norm_panel.flipped(now, tested)
norm_panel.downloads(now, tested)
norm_panel.one_norm(now, tested)

hours, schools, fairness, norms, confirming = st.tabs(list(normen.TABS))
if tested.review is not None:
    with hours:
        norm_panel.hours(now, tested.review)
    with schools:
        norm_panel.schools(now, tested.review)
    with confirming:
        norm_confirm.show(now, tested.review)
with fairness:
    norm_panel.fairness(now)
with norms:
    norm_form.show(now, tested.kader)
