"""Commands of the page Kosten: each takes the state and returns the next one. No Streamlit, no files."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, TypeVar

from spreiding.accounts import Account
from spreiding.catalogue import Catalogue
from spreiding.errors import SpreidingError
from spreiding.ui.draft_reading import read_account, read_housing_draft
from spreiding.ui.drafts import AccountDraft, HousingDraft, PurchaseRow, added, edited
from spreiding.ui.state import UiState
from spreiding.ui.teksten import sentence

Read = TypeVar("Read")

# Columns of the tables on the screen → fields of their rows.
WHAT, QUANTITY, AMOUNT, BRON = "Dienst", "Aantal", "Eigen bedrag", "Bron"
UNIT, VALUE = "Wat", "Hoeveel"
FORM, PRICE, PERCENT = "Gebouw", "€ per m² per jaar", "Deel dat de bibliotheek betaalt (%)"
CLASS, SIZE = "Klasse", "m² (aanname)"
_PURCHASES: Final = {WHAT: "what", QUANTITY: "quantity", AMOUNT: "eur", BRON: "bron"}
_QUANTITIES: Final = {VALUE: "value", BRON: "bron"}
_PRICES: Final = {PRICE: "eur_per_m2", PERCENT: "percent"}
_SIZES: Final = {SIZE: "m2"}


@dataclass(frozen=True)
class Offered:
    """What can be bought: the catalogue, and its tariffs by code as they are called on the screen."""

    catalogue: Catalogue
    names: Mapping[str, str]


def draft_of(state: UiState, account: Account, catalogue: Catalogue) -> AccountDraft:
    """Return what was typed of the gemeente of `account`, or a draft of what is known of it."""
    typed = next((draft for draft in state.drafts if draft.account.gemeente == account.gemeente), None)
    return AccountDraft.of(account, catalogue) if typed is None else typed


def edit_purchases(state: UiState, draft: AccountDraft, offered: Offered, change: Mapping[str, Any]) -> UiState:
    """Take over what was changed in the table of services."""
    codes = {name: code for code, name in offered.names.items()}

    def coded(cells: Mapping[str, Any]) -> dict[str, Any]:
        return {name: codes.get(value, value) if name == WHAT else value for name, value in cells.items()}

    known = {
        **change,
        "edited_rows": {row: coded(cells) for row, cells in change.get("edited_rows", {}).items()},
        "added_rows": [coded(cells) for cells in change.get("added_rows", ())],
    }
    rows = added(edited(draft.rows, known, _PURCHASES), PurchaseRow(), known, _PURCHASES)
    return _keep(state, replace(draft, rows=rows), offered)


def edit_quantities(state: UiState, draft: AccountDraft, offered: Offered, change: Mapping[str, Any]) -> UiState:
    """Take over what was changed in the table of quantities."""
    return _keep(state, replace(draft, quantities=edited(draft.quantities, change, _QUANTITIES)), offered)


def enter_subsidy(state: UiState, draft: AccountDraft, offered: Offered, typed: str) -> UiState:
    """Take over the subsidy of today as it was typed."""
    return _keep(state, replace(draft, subsidy=typed), offered)


def edit_prices(state: UiState, draft: HousingDraft, change: Mapping[str, Any]) -> UiState:
    """Take over what was changed in the table of prices per m²."""
    return _keep_housing(state, replace(draft, prices=edited(draft.prices, change, _PRICES)))


def edit_sizes(state: UiState, draft: HousingDraft, change: Mapping[str, Any]) -> UiState:
    """Take over what was changed in the table of floor areas."""
    return _keep_housing(state, replace(draft, sizes=edited(draft.sizes, change, _SIZES)))


def enter_housing_bron(state: UiState, draft: HousingDraft, typed: str) -> UiState:
    """Take over the source of what housing costs."""
    return _keep_housing(state, replace(draft, bron=typed))


def _keep(state: UiState, draft: AccountDraft, offered: Offered) -> UiState:
    """Keep a draft as it was typed; what cannot be used leaves the account as it was, with what is wrong."""
    account, fault = _read(lambda: read_account(draft, offered.names, offered.catalogue), draft.account)
    kept = replace(draft, account=account, fault=fault, version=draft.version + 1)
    others = tuple(known for known in state.drafts if known.account.gemeente != account.gemeente)
    return replace(state, drafts=(*others, kept))


def _keep_housing(state: UiState, draft: HousingDraft) -> UiState:
    housing, fault = _read(lambda: read_housing_draft(draft), draft.housing)
    return replace(state, housing=replace(draft, housing=housing, fault=fault, version=draft.version + 1))


def _read(read: Callable[[], Read], before: Read) -> tuple[Read, str]:
    """Return what `read` gives; what there was `before`, with the sentence of its fault, when it cannot be used."""
    try:
        return read(), ""
    except SpreidingError as error:
        return before, sentence(error)
