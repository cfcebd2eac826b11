"""Who gains and who loses by a scenario, on the screen."""

import streamlit as st

from spreiding.compare import Comparison
from spreiding.evaluation import Evaluation
from spreiding.region import Region
from spreiding.ui import labels, norm_asked, winner_tables
from spreiding.ui.context import Context
from spreiding.ui.markdown import plain
from spreiding.ui.numbers import whole
from spreiding.winners import Balance, Balances, hardest_hit
from spreiding.workflow import Outcome


def per_gemeente(context: Context, evaluation: Evaluation, comparison: Comparison) -> None:
    """Show the changes of a plan against today per gemeente, and who gains and who loses by it."""
    found = context.winners(evaluation)
    st.table(winner_tables.gemeente_rows(context.today.region, comparison, found))
    st.caption(winner_tables.ABOUT_SUMS)
    _routes(found.total)


def show(context: Context, outcome: Outcome, comparison: Comparison) -> None:
    """Show who gains and who loses against today: per gemeente, kern and group, and the kernen that are hit hardest."""
    region, gemeente = context.today.region, context.state.gemeente
    found = context.winners(outcome.evaluation)
    st.caption(winner_tables.ABOUT)
    titles = [labels.PER_GEMEENTE, labels.PER_KERN, winner_tables.PER_GROUP, winner_tables.HARDEST]
    everywhere, per_kern, per_group, hardest = st.tabs(titles)
    with everywhere:
        per_gemeente(context, outcome.evaluation, comparison)
    with per_kern:
        _kernen(region, found, gemeente)
    with per_group:
        _groups(region, found, gemeente)
    with hardest:
        _hardest(region, found, gemeente)


def _routes(*balances: Balance) -> None:
    """Explain the columns about routes where there are any."""
    if any(balance.inwoners_gaining_route + balance.inwoners_losing_route > 0 for balance in balances):
        st.caption(winner_tables.ABOUT_ROUTES)


def _kernen(region: Region, found: Balances, gemeente: str | None) -> None:
    if not region.kernen:
        st.caption(winner_tables.NO_KERNEN)
        return
    table = winner_tables.kern_rows(region, found, gemeente)
    if table is None:
        st.caption(winner_tables.NO_KERN_CHANGES)
        return
    st.dataframe(table, placeholder=labels.NOTHING)
    st.caption(winner_tables.ABOUT_KERNEN)
    shown = [one.balance for one in found.kernen if gemeente in {None, one.kern.gemeente}]
    _routes(*shown, *([found.buitengebied] if gemeente is None else []))


def _groups(region: Region, found: Balances, gemeente: str | None) -> None:
    groups = winner_tables.groups_of(region, found, gemeente)
    if not groups:
        st.caption(winner_tables.NO_GROUPS)
        return
    if all(winner_tables.is_unknown(balance) for _, balance in groups):
        st.caption(winner_tables.AGES_UNKNOWN)
        return
    st.table(winner_tables.group_rows(groups))
    st.caption(winner_tables.ABOUT_GROUPS)
    for text in norm_asked.sources(group for group, _ in groups):
        st.caption(plain(winner_tables.GROUP_SIZE.format(source=text)))
    unknown = max(balance.inwoners_without_age for _, balance in groups)
    if unknown > 0:
        st.caption(winner_tables.AGES_PARTLY_UNKNOWN.format(persons=whole(unknown)))
    _routes(*(balance for _, balance in groups))


def _hardest(region: Region, found: Balances, gemeente: str | None) -> None:
    if not region.kernen:
        st.caption(winner_tables.NO_KERNEN)
        return
    hit = hardest_hit(found, gemeente=gemeente)
    if not hit:
        st.caption(winner_tables.NOT_HIT)
        return
    st.table(winner_tables.hardest_rows(region, hit))
    st.caption(winner_tables.ABOUT_HARDEST)
