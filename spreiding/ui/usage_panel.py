"""Who uses whom, on the screen."""

import streamlit as st

from spreiding.ui import cached, usage_tables
from spreiding.ui.context import Context
from spreiding.workflow import Outcome


def show(context: Context, outcome: Outcome) -> None:
    """Show which share of a gemeente has its nearest branch in it, and who goes where across its border."""
    usage = cached.usage(outcome.region, outcome.evaluation)
    st.caption(usage_tables.ABOUT)
    st.table(usage_tables.own_rows(outcome.region, usage))
    st.caption(usage_tables.ABOUT_OWN)
    pairs = usage_tables.pair_rows(outcome.region, usage, context.state.gemeente)
    if pairs is None:
        st.caption(usage_tables.NO_PAIRS)
        return
    st.dataframe(pairs, hide_index=True)
    st.caption(usage_tables.ABOUT_PAIRS)
