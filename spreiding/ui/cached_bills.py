"""Bills that are made once and kept, as in `cached`: every key is a fingerprint or a record's own text."""

from collections.abc import Sequence
from typing import Final

import streamlit as st

from spreiding import billing
from spreiding.accounts import Account
from spreiding.billing import GemeenteBill
from spreiding.housing import Housing
from spreiding.ui import bill_workbook, cached
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
    today: Outcome, outcome: Outcome, uitgangspunten: Uitgangspunten, accounts: Sequence[Account], gemeente: str | None
) -> bytes:
    """Return the bills of one gemeente, or of all, as an Excel file."""
    key = (*_key(today, outcome, accounts), outcome.scenario.name, gemeente or "")
    return _workbook(key, today, outcome, uitgangspunten, tuple(accounts), gemeente)


@st.cache_data(max_entries=_MAX_BILLS, show_spinner=False)
def _workbook(
    key: tuple[str, ...],  # noqa: ARG001 - the key holds the fingerprints of the others
    _today: Outcome,
    _outcome: Outcome,
    _uitgangspunten: Uitgangspunten,
    _accounts: Sequence[Account],
    _gemeente: str | None,
) -> bytes:
    shown = bills(_today, _outcome, _uitgangspunten, _accounts)
    chosen = [bill for bill in shown if _gemeente in {None, bill.gemeente}]
    tariffs, catalogue = _uitgangspunten.tariffs, cached.catalogue()
    return billing.workbook(bill_workbook.sheets(_outcome, chosen, tariffs=tariffs, catalogue=catalogue))


def _key(today: Outcome, outcome: Outcome, accounts: Sequence[Account]) -> tuple[str, ...]:
    evaluated = (today.evaluation.fingerprint, outcome.evaluation.fingerprint)
    return (*evaluated, *(account.canonical_json() for account in accounts))
