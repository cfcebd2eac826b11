"""Bills that are made once and kept, as in `cached`: every key is a fingerprint or a record's own text."""

from collections.abc import Callable, Sequence
from typing import Final

import streamlit as st

from spreiding import billing, outlook
from spreiding.accounts import Account
from spreiding.attendance import Attendance
from spreiding.billing import GemeenteBill
from spreiding.housing import Housing
from spreiding.io.years import YearAssumptions
from spreiding.outlook import Outlook
from spreiding.ui import bill_workbook, cached, outlook_words
from spreiding.ui.year_drafts import YearChoices
from spreiding.uitgangspunten import Uitgangspunten
from spreiding.workflow import Outcome

_MAX_BILLS: Final = 24


@st.cache_data
def known_accounts() -> tuple[Account, ...]:
    """Return what the project knows of what gemeenten buy."""
    return billing.find_accounts(None, cached.catalogue())


@st.cache_data
def assumed_housing() -> Housing:
    """Return the floor areas that are assumed, without a price."""
    return billing.find_housing(None)


def bills(
    today: Outcome, outcome: Outcome, uitgangspunten: Uitgangspunten, accounts: Sequence[Account]
) -> tuple[GemeenteBill, ...]:
    """Return the bills of a scenario beside today's, of every gemeente."""
    return _bills(_key(today, outcome, accounts), today, outcome, uitgangspunten, accounts)


@st.cache_resource(max_entries=_MAX_BILLS, show_spinner=False)
def _bills(
    key: tuple[str, ...],  # noqa: ARG001 - the key holds the fingerprints of the others
    _today: Outcome,
    _outcome: Outcome,
    _uitgangspunten: Uitgangspunten,
    _accounts: Sequence[Account],
) -> tuple[GemeenteBill, ...]:
    return billing.build_bills(
        _outcome.region,
        (_today.evaluation, _outcome.evaluation),
        _uitgangspunten,
        accounts=_accounts,
        catalogue=cached.catalogue(),
    )


def workbook(
    outcome: Outcome, shown: Sequence[GemeenteBill], uitgangspunten: Uitgangspunten, ahead_: Outlook | None
) -> bytes:
    """Return bills, and their years if they are known, as an Excel file."""
    tariffs, catalogue = uitgangspunten.tariffs, cached.catalogue()
    return billing.workbook(bill_workbook.sheets(outcome, shown, tariffs=tariffs, catalogue=catalogue, outlook=ahead_))


@st.cache_data
def year_assumptions() -> YearAssumptions:
    """Return what a bill over several years begins with."""
    return outlook.find_years(None)


def ahead(
    today: Outcome,
    outcome: Outcome,
    uitgangspunten: Uitgangspunten,
    accounts: Sequence[Account],
    choices: YearChoices,
) -> Outlook:
    """Return several years of a scenario with who pays."""
    said = (choices.horizon, choices.transitions, *choices.covers)
    key = (*_key(today, outcome, accounts), *(part.canonical_json() for part in said))
    return _ahead(key, lambda: _look_ahead(today, outcome, uitgangspunten, accounts, choices))


@st.cache_resource(max_entries=_MAX_BILLS, show_spinner=False)
def _ahead(key: tuple[str, ...], _compute: Callable[[], Outlook]) -> Outlook:  # noqa: ARG001 - the key holds all
    return _compute()


def _look_ahead(
    today: Outcome,
    outcome: Outcome,
    uitgangspunten: Uitgangspunten,
    accounts: Sequence[Account],
    choices: YearChoices,
) -> Outlook:
    assumptions = year_assumptions().model_copy(update={"transitions": choices.transitions})
    prices = outlook.prices_of(uitgangspunten, accounts, cached.catalogue())
    # In a future year the inwoners of the region follow the forecast already.
    is_ahead = outcome.region.projection is not None
    horizon = choices.horizon.model_copy(update={"population": None}) if is_ahead else choices.horizon
    raming = outlook.look_ahead(
        outcome, today, prices=prices, horizon=outlook.of_changes(horizon, outcome, today), assumptions=assumptions
    )
    codes = {gemeente.code for gemeente in outcome.region.gemeenten}
    return outlook.who_pays(
        raming,
        accounts,
        # What was typed of a gemeente elsewhere waits until its region is open again.
        covers=[cover for cover in choices.covers if cover.gemeente in codes],
        assumptions=assumptions,
        catalogue=cached.catalogue(),
        names=outlook_words.NAMES,
    )


def attendance(today: Outcome, outcome: Outcome) -> Attendance:
    """Return expected members and visits of a scenario."""
    key = (today.evaluation.fingerprint, outcome.evaluation.fingerprint)
    return _attendance(key, today, outcome)


@st.cache_resource(max_entries=_MAX_BILLS, show_spinner=False)
def _attendance(key: tuple[str, str], _today: Outcome, _outcome: Outcome) -> Attendance:  # noqa: ARG001 - the key
    return outlook.expect_use(_outcome, _today, outlook.find_membership())


def _key(today: Outcome, outcome: Outcome, accounts: Sequence[Account]) -> tuple[str, ...]:
    evaluated = (today.evaluation.fingerprint, outcome.evaluation.fingerprint)
    return (*evaluated, *(account.canonical_json() for account in accounts))
