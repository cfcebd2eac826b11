"""The bill on the screen: its figures, its lines and what is unknown."""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import streamlit as st

from spreiding.accounts import Account
from spreiding.answers import cost_sentences
from spreiding.billing import GemeenteBill, add_gemeenten
from spreiding.bills import Bill
from spreiding.errors import SpreidingError
from spreiding.outlook import Outlook
from spreiding.ui import actions, bill_tables, bill_words, cached, cached_bills, labels, state, year_actions
from spreiding.ui.bill_words import Names
from spreiding.ui.context import Context
from spreiding.ui.markdown import plain
from spreiding.ui.numbers import cents, euros, signed
from spreiding.ui.year_drafts import YearsDraft

# So many unknowns are told at once; a longer list opens on a click.
_FEW: Final = 3


@dataclass(frozen=True)
class Shown:
    """What the page is about: the bills of all gemeenten, and the one that is looked at."""

    context: Context

    @cached_property
    def accounts(self) -> tuple[Account, ...]:
        """What gemeenten buy: as the user typed it, else as the project knows it."""
        typed = {draft.account.gemeente: draft.account for draft in self.context.state.drafts}
        known = {account.gemeente: account for account in cached_bills.known_accounts()}
        return tuple((known | typed).values())

    @cached_property
    def bills(self) -> tuple[GemeenteBill, ...]:
        """Bills of all gemeenten."""
        now = self.context
        return cached_bills.bills(now.today, now.outcome, now.uitgangspunten, self.accounts)

    @cached_property
    def bill(self) -> GemeenteBill:
        """Bill of the chosen gemeente, or of all together."""
        chosen = self.context.state.gemeente
        if self.context.gemeente is None:
            return add_gemeenten(self.bills)
        return next(bill for bill in self.bills if bill.gemeente == chosen)

    @property
    def account(self) -> Account | None:
        """What the chosen gemeente buys; None for the whole region."""
        gemeente = self.context.gemeente
        if gemeente is None:
            return None
        return next((each for each in self.accounts if each.gemeente == gemeente.code), Account(gemeente=gemeente.code))

    @cached_property
    def years(self) -> YearsDraft:
        """What is typed of several years, or what they begin with."""
        now = self.context
        return year_actions.draft_of(now.state, cached_bills.year_assumptions(), now.uitgangspunten.tariffs.price_year)

    @cached_property
    def ahead(self) -> Outlook:
        """Several years of the scenario with who pays; a fault of its choices is raised."""
        now = self.context
        return cached_bills.ahead(now.today, now.outcome, now.uitgangspunten, self.accounts, self.years.choices)

    @cached_property
    def names(self) -> Names:
        """Names of what stands on a bill."""
        return Names.of(self.context.outcome.region, cached.catalogue())

    @property
    def is_today(self) -> bool:
        """Whether nothing changes, so that there is nothing to compare."""
        return not self.context.scenario.changes


def pick_scenario(context: Context) -> None:
    """Choose whose bill it is."""
    scenarios = {scenario.id: scenario.name for scenario in context.state.scenarios}
    key = f"kosten-scenario-{context.scenario.id}-{len(context.state.past)}-{len(context.state.future)}"
    st.selectbox(
        labels.SCENARIO,
        list(scenarios),
        index=list(scenarios).index(context.scenario.id),
        format_func=scenarios.__getitem__,
        key=key,
        on_change=state.apply_value,
        args=(key, actions.choose_scenario),
    )


def figures(shown: Shown) -> None:
    """Show the three figures of a bill, what hangs on the branches, and what the amounts rest on."""
    bill, tariffs = shown.bill, shown.context.uitgangspunten.tariffs
    per_year, per_inwoner, change = st.columns(3)
    after = bill.scenario
    with per_year.container(border=True, height="stretch"):
        st.metric(bill_words.PER_YEAR, euros(after.total_eur))
        st.caption(_about(after))
    with per_inwoner.container(border=True, height="stretch"):
        st.metric(bill_words.PER_INWONER, cents(after.eur_per_inwoner))
        if after.kostenraming.unknown:
            st.caption(bill_words.NOT_PER_INWONER)
    with change.container(border=True, height="stretch"):
        written = euros(bill.change_eur)
        known = bill.change_eur is not None
        st.metric(bill_words.CHANGE, signed(written, float(bill.change_eur or 0)) if known else written)
        if shown.is_today:
            st.caption(bill_words.IS_TODAY)
        elif bill.change_eur:
            st.caption(bill_words.DEARER if bill.change_eur > 0 else bill_words.CHEAPER)
    sentence = bill_words.of_branches(after)
    if sentence is not None:
        st.markdown(f"**{plain(sentence)}**")
    if after.subsidy_eur is not None:
        st.markdown(plain(bill_words.against_subsidy(after)))
    st.caption(plain(bill_words.price_level(tariffs)))


def unknown(shown: Shown) -> None:
    """List what is unknown, one sentence each; nothing when the bill is whole."""
    found = shown.bill.scenario.kostenraming.unknown
    if not found:
        return
    sentence = cost_sentences(shown.context.outcome.region, cached.catalogue())
    lines = [plain(sentence(each)) for each in found]
    with st.expander(bill_words.NOT_KNOWN.format(n=len(lines)), icon=":material/help:", expanded=len(lines) <= _FEW):
        st.markdown("\n".join(f"* {line}" for line in lines))


def lines(shown: Shown) -> None:
    """Show every line of the bill of a gemeente with its subtotals; of the whole region the bill per gemeente."""
    if shown.context.gemeente is None:
        st.table(bill_tables.gemeente_rows(shown.bills, shown.names, is_today=shown.is_today))
        st.caption(bill_words.PICK_GEMEENTE)
        return
    st.table(bill_tables.line_rows(shown.bill, shown.names, is_today=shown.is_today))
    st.subheader(bill_words.SUBTOTALS)
    st.table(bill_tables.sum_rows(shown.bill, is_today=shown.is_today))
    st.caption(bill_words.ABOUT_COLOURS)


def download(shown: Shown) -> None:
    """Offer the bill as an Excel file, with its years as far as these can be computed."""
    now = shown.context
    bills = shown.bills if now.gemeente is None else (shown.bill,)
    try:
        ahead = shown.ahead
    except SpreidingError:
        # What is wrong with the years is told where they are chosen.
        ahead = None
    st.download_button(
        bill_words.DOWNLOAD,
        cached_bills.workbook(now.outcome, bills, now.uitgangspunten, ahead),
        file_name=f"kosten-{now.scenario.id}.xlsx",
        mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        icon=":material/download:",
    )


def _about(bill: Bill) -> str:
    """Say whether housing is in an amount, and whether all of it is known."""
    if bill.total_eur is None:
        return bill_words.NO_BILL
    housing = bill_words.INCLUDING if bill.has_housing else bill_words.EXCLUDING
    return housing + (bill_words.KNOWN_ONLY if bill.kostenraming.unknown else "")
