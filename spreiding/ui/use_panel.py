"""Expected members and visits on the screen, with what each costs: a model."""

import streamlit as st

from spreiding import outlook
from spreiding.errors import SpreidingError
from spreiding.ui import cached_bills, gebruik, outlook_words
from spreiding.ui.bill_panel import Shown
from spreiding.ui.markdown import plain
from spreiding.ui.teksten import sentence


def show(shown: Shown) -> None:
    """Show members and visits of the branches of the chosen gemeente, or of all."""
    now = shown.context
    region = now.outcome.region
    try:
        attendance = cached_bills.attendance(now.today, now.outcome)
    except SpreidingError as error:
        # Nothing that the user did wrong: of this region nobody's figures are known.
        st.info(plain(sentence(error)))
        return
    costs = outlook.branch_costs(region, now.outcome.evaluation.kostenraming, now.state.gemeente)
    st.table(gebruik.attendance_rows(region, attendance, costs))
    sites = [region.site_index[site] for site in costs]
    for line in (*gebruik.about(attendance, sites), outlook_words.ABOUT_UNIT_COSTS):
        st.caption(plain(line))
