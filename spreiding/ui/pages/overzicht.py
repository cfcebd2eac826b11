"""Overzicht: how do things stand today, against your norm?"""

import streamlit as st

from spreiding.ui import context, labels, map_panel, panels, reach_panel, rows, usage_panel, usage_tables

now = context.load()
today = now.today
panels.heading(labels.OVERVIEW, now)
panels.figures(now, today.evaluation)

map_side, table_side = st.columns([3, 2])
with table_side:
    map_panel.show_legend(now, today)
    reach = reach_panel.pick(now, today, key="bereik-overzicht")
    reach_panel.show_legend(reach)
with map_side:
    map_panel.show_map(now, today, key="kaart-overzicht", reach=reach)

tabs = [labels.PER_GEMEENTE, labels.PER_KERN, labels.BRANCHES, usage_tables.TITLE]
per_gemeente, per_kern, branches, usage = st.tabs(tabs)
with per_gemeente:
    st.table(rows.gemeente_rows(today.region, today.evaluation))
    if today.evaluation.kostenraming.unknown:
        st.caption(labels.COST_KNOWN_ONLY)
with per_kern:
    st.dataframe(rows.kern_rows(today.region, today.evaluation, now.state.gemeente))
with branches:
    panels.catchments(now, today.region, today.evaluation)
    listed = rows.listed_sites(today.region, today.evaluation.plan, now.state.gemeente)
    st.dataframe(rows.today_rows(today.region, today.evaluation, listed), hide_index=True)
    panels.pick_site(now, listed)
with usage:
    usage_panel.show(now, today)

st.subheader(labels.WHAT_NEXT)
for column, (page, label, text, icon) in zip(st.columns(3), labels.NEXT_STEPS, strict=True):
    with column.container(border=True, height="stretch"):
        st.page_link(f"spreiding/ui/pages/{page}.py", label=label, icon=icon)
        st.caption(text)
