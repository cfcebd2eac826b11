"""Blocks that several pages show: heading and figures."""

from collections.abc import Sequence

import streamlit as st

from spreiding.answers import cost_sentences
from spreiding.compare import Comparison, compare_cost
from spreiding.costs import Kostenraming
from spreiding.evaluation import Evaluation
from spreiding.region import Region
from spreiding.supply import Site
from spreiding.ui import labels, rows
from spreiding.ui.context import Context
from spreiding.ui.markdown import plain
from spreiding.ui.numbers import edge, kilometres, length, percentage, short_euros, whole
from spreiding.ui.peiljaar import projection_line
from spreiding.ui.teksten import VOORBEELD
from spreiding.ui.vestiging import site_details
from spreiding.winners import Balance


def heading(title: str, context: Context, *, has_place: bool = True, has_year: bool = True) -> None:
    """Show the page's title, the place it is about, whether the data are an example, and of which year they are."""
    where = context.gemeente.name if context.gemeente else context.region.manifest.name
    st.title(f"{title}: {plain(where)}" if has_place else title)
    if context.region.manifest.is_example:
        st.info(VOORBEELD, icon=":material/science:")
    year = projection_line(context.region) if has_year else None
    if year is not None:
        st.info(plain(year), icon=":material/event_upcoming:")


def figures(context: Context, evaluation: Evaluation) -> None:
    """Show the three figures, each with its distance to the norm."""
    reach, norm = context.reach(evaluation), context.uitgangspunten.norm
    within, mean, cost = st.columns(3)
    beyond = reach.inwoners - reach.inwoners_within
    with within.container(border=True, height="stretch"):
        st.metric(labels.PERSONS_WITHIN, percentage(reach.share_within))
        st.caption(
            labels.PERSONS_BEYOND.format(persons=whole(beyond), all=whole(reach.inwoners), norm=edge(norm.max_m))
        )
    with mean.container(border=True, height="stretch"):
        st.metric(labels.MEAN, kilometres(reach.mean_m))
        template = labels.MEAN_BELOW if reach.mean_m <= norm.max_m else labels.MEAN_ABOVE
        st.caption(template.format(distance=kilometres(abs(norm.max_m - reach.mean_m)), norm=edge(norm.max_m)))
        if reach.inwoners_unreachable > 0:
            st.caption(labels.WITHOUT_ROUTE.format(persons=whole(reach.inwoners_unreachable)))
    with cost.container(border=True, height="stretch"):
        st.metric(labels.COST, short_euros(context.kostenraming(evaluation).total_eur))
        cost_remark(context, evaluation)


def cost_remark(context: Context, evaluation: Evaluation) -> None:
    """Say which part of the cost depends on branches, and what is not in it."""
    bill = context.kostenraming(evaluation)
    if bill.total_eur is None:
        st.caption(labels.COST_NOTHING)
    else:
        st.caption(labels.COST_SPLIT.format(branches=short_euros(bill.branches_eur)))
    if bill.unknown:
        with st.popover(labels.COST_WHY, icon=":material/info:", type="tertiary"):
            st.markdown(_reasons(context.region, bill))


def _reasons(region: Region, bill: Kostenraming) -> str:
    """List why amounts are unknown, as plain text lines."""
    sentence = cost_sentences(region)
    return "\n".join(f"* {plain(sentence(unknown))}" for unknown in bill.unknown)


def fault(text: str) -> None:
    """Show what is wrong (`teksten.sentence`), one line per fault; names in it are shown as they are."""
    lines = text.splitlines()
    st.warning("\n".join(f"* {plain(line.removeprefix('• '))}" for line in lines) if lines[1:] else plain(lines[0]))


def changed_figures(context: Context, evaluation: Evaluation, comparison: Comparison) -> None:
    """Show the figures of a plan with their difference to today, and who gains or loses."""
    change, winners = comparison.total, context.winners(evaluation)
    balance = winners.total
    if context.gemeente is not None:
        index = context.region.gemeenten.index(context.gemeente)
        change, balance = comparison.gemeenten[index], winners.gemeenten[index]
    reach, bill = context.reach(evaluation), context.kostenraming(evaluation)
    cost = compare_cost(context.kostenraming(context.today.evaluation), bill)
    columns = st.columns(4)
    with columns[0].container(border=True, height="stretch"):
        _metric(labels.PERSONS_WITHIN, percentage(reach.share_within), whole(change.inwoners_within))
    with columns[1].container(border=True, height="stretch"):
        _metric(labels.MEAN, kilometres(reach.mean_m), length(change.mean_m))
    with columns[2].container(border=True, height="stretch"):
        _metric(
            labels.COST, short_euros(bill.total_eur), None if bill.total_eur is None else short_euros(cost.eur_per_year)
        )
        if bill.total_eur is None:
            st.caption(labels.COST_NOTHING)
        elif bill.unknown:
            st.caption(labels.COST_PART if cost.is_complete else labels.COST_CHANGE_PART)
    with columns[3].container(border=True, height="stretch"):
        _winners(balance)


def _winners(balance: Balance) -> None:
    """Show how many gain and how many lose; who gets a first route or loses the only one apart, as in the tables."""
    st.metric(
        labels.WINNERS,
        whole(balance.inwoners_gaining),
        labels.LOSERS.format(persons=whole(balance.inwoners_losing)),
        delta_color="off",
        delta_arrow="off",
        help=labels.WINNERS_HELP,
    )
    if balance.inwoners_gaining_route + balance.inwoners_losing_route > 0:
        gained, lost = whole(balance.inwoners_gaining_route), whole(balance.inwoners_losing_route)
        st.caption(labels.WINNERS_ROUTES.format(gained=gained, lost=lost))


def catchments(context: Context, region: Region, evaluation: Evaluation) -> None:
    """Say which branches serve unusually few or many inwoners for their class; nothing when none do."""
    lines = rows.unusual_lines(region, evaluation, context.uitgangspunten, gemeente=context.state.gemeente)
    if not lines:
        return
    with st.expander(labels.UNUSUAL.format(count=labels.branches(len(lines))), icon=":material/info:"):
        st.markdown("\n".join(f"* {plain(line)}" for line in lines))
        st.caption(labels.UNUSUAL_NOTE)


def pick_site(context: Context, sites: Sequence[Site]) -> None:
    """Let the user pick one of `sites`, and tell what is known of it."""
    names = {site.id: site.name for site in sites}
    chosen = st.selectbox(
        labels.MORE_ABOUT,
        list(names),
        index=None,
        format_func=names.__getitem__,
        placeholder=labels.PICK_BRANCH,
        # Other choices for another region or gemeente.
        key=f"meer-over-{context.base.fingerprint}-{context.state.gemeente}",
    )
    for site in sites:
        if site.id == chosen:
            about_site(context, site)


def about_site(context: Context, site: Site) -> None:
    """Tell what is known of a branch or place."""
    details = site_details(site, context.uitgangspunten.kb_definitions)
    # A line break in a note would end its line of the list.
    st.markdown("\n".join(f"* **{plain(label)}**: {plain(' '.join(text.split()))}" for label, text in details))


def _metric(label: str, value: str, change: str | None) -> None:
    """Show one figure with its written difference; without a judging colour, for good and bad are the reader's."""
    delta = None if change is None else labels.against_today(change)
    st.metric(label, value, delta, delta_color="off", delta_arrow="off")


def functions(context: Context, region: Region, comparison: Comparison) -> None:
    """Show which places lose or gain a kernfunctie; `region` knows the sites of the plan."""
    listed = rows.function_rows(region, comparison, context.state.gemeente)
    if listed.empty:
        st.caption(labels.NO_FUNCTION_CHANGES)
    else:
        st.dataframe(listed, hide_index=True)
    st.caption(labels.FUNCTIONS_NOTE)
