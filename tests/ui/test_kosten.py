"""The page Kosten, driven as a user would; what a table reports of its cells is given to its command."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from spreiding import billing
from spreiding.accounts import Account
from spreiding.catalogue import Unit
from spreiding.domain import Huisvesting, Vestigingstype
from spreiding.ui import account_panel, actions, bill_tables, bill_words, cost_actions, housing_panel, labels
from spreiding.ui.cost_actions import AMOUNT, BRON, PERCENT, PRICE, QUANTITY, SIZE, VALUE, WHAT, Offered
from spreiding.ui.drafts import AccountDraft, HousingDraft
from spreiding.ui.state import UiState
from tests.ui.test_pages import by_label, metric, open_page, words
from tests.worlds import HERE, THERE, make_uitgangspunten

NBSP = "\u00a0"
CATALOGUE = billing.default_catalogue()
OFFERED = Offered(CATALOGUE, account_panel.offered_names(CATALOGUE, has_tariffs=True))
EMPTY = AccountDraft.of(Account(gemeente=HERE.code), CATALOGUE)
STATE = UiState(region="proef")
ASSUMED = HousingDraft.of(billing.find_housing(None))
MFA_ROW, SERVICEPUNT_ROW = (
    list(Huisvesting).index(Huisvesting.MFA), list(Vestigingstype).index(Vestigingstype.SERVICEPUNT)
)  # fmt: skip


@pytest.fixture(autouse=True)
def _tariffs(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tariffs hold in both gemeenten of the small world."""
    monkeypatch.setattr("spreiding.workflow.default_uitgangspunten", lambda **_norm: make_uitgangspunten())


def state_of(app: AppTest) -> UiState:
    found: UiState = app.session_state["spreiding"]
    return found


def opened(app: AppTest, gemeente: str | None = HERE.code, scenario: str | None = None) -> AppTest:
    """Return the page for a gemeente and a scenario."""
    open_page(app, "kosten")
    current = replace(state_of(app), gemeente=gemeente)
    app.session_state["spreiding"] = current if scenario is None else replace(current, chosen=scenario)
    return rerun(app)


def rerun(app: AppTest) -> AppTest:
    app.run()
    assert not app.exception
    return app


def bought(state: UiState, *rows: dict[str, Any], draft: AccountDraft = EMPTY) -> UiState:
    """Add rows to the table of services."""
    return cost_actions.edit_purchases(state, draft, OFFERED, {"added_rows": list(rows)})


def name(code: str) -> str:
    return OFFERED.names[code]


def table(app: AppTest, column: str) -> Any:  # noqa: ANN401 - a frame
    return next(found.value for found in app.table if column in found.value.columns)


# --- the figures ---


def test_the_three_figures_and_what_hangs_on_the_branches_are_told(app: AppTest) -> None:
    # Hier has 1,500 inwoners and one groot: 95,116 + 1,500 · (11.19 + 3.85 = 15.04) = 117,676; per inwoner 78.45;
    # 95,116 of 117,676 is 80.83 of every hundred.
    opened(app)
    assert metric(app, bill_words.PER_YEAR) == f"€{NBSP}117.676"
    assert metric(app, bill_words.PER_INWONER) == f"€{NBSP}78,45"
    assert metric(app, bill_words.CHANGE) == f"€{NBSP}0"
    text = words(app)
    assert f"Van elke € 100 hangt €{NBSP}80,83 af van aantal en soort vestigingen" in text.replace("\\", "")
    assert "Prijspeil 2025" in text.replace("\\", "")
    assert bill_words.EXCLUDING in text
    assert bill_words.IS_TODAY in text


def test_every_line_stands_beside_that_of_today(app: AppTest) -> None:
    opened(app, THERE.code)
    # Nothing changes: one amount per line.
    assert bill_tables.NOW not in table(app, bill_tables.TARIFF).columns
    opened(app, THERE.code, "huis")
    lines = table(app, bill_tables.TARIFF)
    assert list(lines[bill_tables.AMOUNT]) == list(lines[bill_tables.NOW])
    assert len(lines) == 3


def test_the_whole_region_has_a_row_per_gemeente_and_asks_for_one(app: AppTest) -> None:
    opened(app, None)
    rows = table(app, bill_words.OF_HUNDRED)
    assert list(rows.index) == ["Daar", "Hier", bill_tables.TOGETHER]
    # Daar: 35,669 + 250 · 15.04 = 39,429; together 157,105.
    assert list(rows[bill_tables.AMOUNT]) == [39_429, 117_676, 157_105]
    assert bill_words.PICK_GEMEENTE_FIRST in words(app)


def test_a_scenario_is_chosen_on_the_page_itself(app: AppTest) -> None:
    opened(app)
    by_label(app.selectbox, labels.SCENARIO).set_value("huis").run()
    assert not app.exception
    assert state_of(app).chosen == "huis"


def test_the_bill_can_be_downloaded(app: AppTest) -> None:
    opened(app)
    assert app.get("download_button")


# --- what a gemeente buys ---


def test_a_bought_service_counts_at_once(app: AppTest) -> None:
    opened(app)
    app.session_state["spreiding"] = bought(state_of(app), {WHAT: name("ido/inwoner")})
    rerun(app)
    # 117,676 + 1,500 · 0.83 = 118,921.
    assert metric(app, bill_words.PER_YEAR) == f"€{NBSP}118.921"
    # Another gemeente buys nothing by that.
    opened(app, THERE.code)
    assert metric(app, bill_words.PER_YEAR) == f"€{NBSP}39.429"


def test_what_is_on_quote_is_named_until_an_amount_with_a_source_is_there(app: AppTest) -> None:
    opened(app)
    app.session_state["spreiding"] = bought(state_of(app), {WHAT: name("dbos-vo/dbos-vo"), QUANTITY: 2})
    rerun(app)
    assert "voortgezet onderwijs in Hier: de catalogus noemt geen bedrag" in words(app).replace("\\", "")
    assert metric(app, bill_words.PER_INWONER) == "onbekend"
    (draft,) = state_of(app).drafts
    change = {"edited_rows": {0: {AMOUNT: 4500.5, BRON: "offerte"}}}
    app.session_state["spreiding"] = cost_actions.edit_purchases(state_of(app), draft, OFFERED, change)
    rerun(app)
    # 117,676 + 2 · 4,500.50.
    assert metric(app, bill_words.PER_YEAR) == f"€{NBSP}126.677"


def test_the_subsidy_of_today_lies_beside_the_bill(app: AppTest) -> None:
    opened(app)
    by_label(app.text_input, account_panel.SUBSIDY).set_value("100.000").run()
    assert not app.exception
    assert f"€{NBSP}17.676 meer dan de subsidie van nu (€{NBSP}100.000 per jaar)" in words(app).replace("\\", "")


@pytest.mark.parametrize(("typed", "said"), [("-5", "negatief"), ("veel", "geen getal"), ("1,234", "op centen")])
def test_a_refused_subsidy_is_one_sentence_and_stays_as_it_was_typed(app: AppTest, typed: str, said: str) -> None:
    opened(app)
    by_label(app.text_input, account_panel.SUBSIDY).set_value(typed).run()
    assert not app.exception
    assert [said in warning.value for warning in app.warning] == [True]
    assert by_label(app.text_input, account_panel.SUBSIDY).value == typed
    assert metric(app, bill_words.PER_YEAR) == f"€{NBSP}117.676"


def test_all_refused_cells_are_told_together_and_nothing_is_computed_with_half_of_them() -> None:
    good = bought(STATE, {WHAT: name("ido/inwoner")})
    rows = (
        {WHAT: name("taalhuis/taalnetwerk"), QUANTITY: -1},
        {WHAT: name("ido/inwoner")},
        {WHAT: name("dbos-vo/dbos-vo"), AMOUNT: 10},
        {WHAT: name("dbos-po/leerling"), AMOUNT: 10.005, BRON: "x"},
        {QUANTITY: 3},
        {WHAT: "boekenboot/vaart"},
    )
    (draft,) = bought(good, *rows, draft=good.drafts[0]).drafts
    for said in ("negatief", "twee keer", "geen bron", "op centen", "boekenboot"):
        assert said in draft.fault
    # One line per fault; the row without a service is not judged yet, and all rows are still there.
    assert len(draft.fault.splitlines()) == 5
    assert len(draft.rows) == 7
    assert [purchase.service for purchase in draft.account.purchases] == ["ido"]


def test_quantities_are_kept_with_their_source() -> None:
    rows = {row.unit: index for index, row in enumerate(EMPTY.quantities)}
    change = {"edited_rows": {rows[Unit.LEERLING]: {VALUE: 1800}, rows[Unit.SCHOOL]: {VALUE: 4, BRON: "telling"}}}
    (draft,) = cost_actions.edit_quantities(STATE, EMPTY, OFFERED, change).drafts
    told = {unit: (quantity.value, quantity.bron) for unit, quantity in draft.account.quantities.items()}
    assert told == {Unit.LEERLING: (Decimal(1800), "eigen opgave"), Unit.SCHOOL: (Decimal(4), "telling")}
    worse = cost_actions.edit_quantities(STATE, draft, OFFERED, {"edited_rows": {rows[Unit.SCHOOL]: {VALUE: -4}}})
    assert "Het aantal van 'school' is negatief" in worse.drafts[0].fault
    assert worse.drafts[0].account == draft.account


def test_a_deleted_row_is_no_longer_bought() -> None:
    (draft,) = bought(STATE, {WHAT: name("ido/inwoner")}, {WHAT: name("taalhuis/taalnetwerk")}).drafts
    (left,) = cost_actions.edit_purchases(STATE, draft, OFFERED, {"deleted_rows": [0]}).drafts
    assert [purchase.service for purchase in left.account.purchases] == ["taalhuis"]


def test_what_stands_on_every_bill_is_not_offered_twice_and_no_two_offers_are_called_alike() -> None:
    assert not [code for code in OFFERED.names if code.startswith(("robuuste-bibliotheek/", "open-plus/"))]
    assert {"llo-2/groot", "llo-2/middelgroot", "llo-2/klein"} <= set(OFFERED.names)
    everything = account_panel.offered_names(CATALOGUE, has_tariffs=False)
    assert "robuuste-bibliotheek/groot" in everything
    assert len(set(everything.values())) == len(everything)


# --- housing ---


def priced(state: UiState, draft: HousingDraft = ASSUMED, **cells: float | None) -> UiState:
    """Fill in the row of shared buildings."""
    columns = {"price": PRICE, "percent": PERCENT}
    change = {"edited_rows": {MFA_ROW: {columns[key]: value for key, value in cells.items()}}}
    return cost_actions.edit_prices(state, draft, change)


def test_without_a_price_there_is_no_housing_and_with_one_every_page_counts_it(app: AppTest) -> None:
    opened(app, THERE.code, "huis")
    assert metric(app, bill_words.PER_YEAR) == f"€{NBSP}39.429"
    app.session_state["spreiding"] = priced(state_of(app), price=100.0, percent=75)
    rerun(app)
    # oost moves to a shared building: 350 m² of which three quarters is paid, 262.5 · 100 = 26,250.
    assert metric(app, bill_words.PER_YEAR) == f"€{NBSP}65.679"
    # What oost pays for its building today nobody told, so neither can the difference be told.
    assert metric(app, bill_words.CHANGE) == "onbekend"
    assert bill_words.INCLUDING in words(app)
    open_page(app, "scenarios")
    # 35,669 + 250 · 15.04 + 26,250.
    assert metric(app, labels.COST) == f"€{NBSP}65.679"


def test_a_refused_price_keeps_what_was_there_and_what_was_typed(app: AppTest) -> None:
    good = priced(STATE, price=100.0)
    assert good.housing is not None
    bad = priced(good, good.housing, price=-1.0, percent=120.0)
    assert bad.housing is not None
    assert bad.housing.housing == good.housing.housing
    assert bad.housing.prices[MFA_ROW].eur_per_m2 == -1
    assert len(bad.housing.fault.splitlines()) == 2
    opened(app)
    app.session_state["spreiding"] = replace(state_of(app), housing=bad.housing)
    rerun(app)
    assert "negatief" in app.warning[0].value
    assert "te groot" in app.warning[0].value


def test_the_sizes_are_marked_as_an_assumption_and_can_be_changed(app: AppTest) -> None:
    opened(app)
    assert housing_panel.ABOUT_SIZES in words(app)
    assert "aanname" in SIZE
    state = cost_actions.edit_sizes(STATE, ASSUMED, {"edited_rows": {SERVICEPUNT_ROW: {SIZE: 120}}})
    assert state.housing is not None
    assert state.housing.housing is None
    found = priced(state, state.housing, price=10.0).housing
    assert found is not None
    assert found.housing is not None
    assert found.housing.m2[Vestigingstype.SERVICEPUNT] == Decimal(120)
    assert found.housing.bron == "eigen opgave"


def test_the_source_of_housing_is_told_on_the_bill(app: AppTest) -> None:
    opened(app)
    by_label(app.text_input, housing_panel.BRON).set_value("begroting 2026").run()
    found = priced(state_of(app), state_of(app).housing or ASSUMED, price=1.0).housing
    assert found is not None
    assert found.housing is not None
    assert found.housing.bron == "begroting 2026"


def test_what_was_typed_stays_when_another_region_is_opened() -> None:
    typed = priced(bought(STATE, {WHAT: name("ido/inwoner")}), price=1.0)
    elsewhere = actions.choose_region(typed, "drenthe")
    assert (elsewhere.drafts, elsewhere.housing) == (typed.drafts, typed.housing)
