"""Kosten: what does a scenario cost a gemeente, now and over the years, and what of that hangs on its branches?"""

import streamlit as st

from spreiding.ui import (
    account_panel,
    bill_panel,
    bill_words,
    context,
    gebruik,
    housing_panel,
    outlook_words,
    panels,
    use_panel,
    year_panel,
)

now = context.load()
panels.heading(bill_words.TITLE, now)
bill_panel.pick_scenario(now)
shown = bill_panel.Shown(now)
# A container keeps the chosen tab when a sentence above it comes or goes.
with st.container():
    bill_panel.figures(shown)
    bill_panel.unknown(shown)
titles = [bill_words.LINES, outlook_words.TITLE, gebruik.TITLE, bill_words.BOUGHT, bill_words.HOUSING]
lines, years, use, bought, housing = st.tabs(titles)
with lines:
    bill_panel.lines(shown)
    bill_panel.download(shown)
with years:
    year_panel.show(shown)
with use:
    use_panel.show(shown)
with bought:
    account_panel.show(shown)
with housing:
    housing_panel.show(now)
