"""Kosten: what does a scenario cost a gemeente, and what of that hangs on its branches?"""

import streamlit as st

from spreiding.ui import account_panel, bill_panel, bill_words, context, housing_panel, panels

now = context.load()
panels.heading(bill_words.TITLE, now)
bill_panel.pick_scenario(now)
shown = bill_panel.Shown(now)
bill_panel.figures(shown)
bill_panel.unknown(shown)
lines, bought, housing = st.tabs([bill_words.LINES, bill_words.BOUGHT, bill_words.HOUSING])
with lines:
    bill_panel.lines(shown)
    bill_panel.download(shown)
with bought:
    account_panel.show(shown)
with housing:
    housing_panel.show(now)
