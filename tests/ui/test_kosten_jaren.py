"""Several years and use on the page Kosten."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from spreiding import workflow
from spreiding.costs import CostKind
from spreiding.domain import Vestigingstype
from spreiding.funding import CoverSource
from spreiding.outlook import find_years
from spreiding.scenario import Change, Scenario
from spreiding.ui import bill_words, gebruik, meerjaren, year_actions, year_panel, year_reading
from spreiding.ui.state import UiState
from spreiding.ui.year_actions import EUR, FROM, NAME, SOURCE, START, UNTIL
from spreiding.ui.year_drafts import YearsDraft
from tests.ui.test_kosten import opened, rerun, state_of
from tests.ui.test_pages import by_label, open_page, words
from tests.worlds import HERE, THERE, make_uitgangspunten

ASSUMPTIONS = find_years(None)
STATE = UiState(region="proef")
DRAFT = year_actions.draft_of(STATE, ASSUMPTIONS, 2025)
CLOSING = Scenario(id="sluiten", name="Oost sluit", changes=(Change(site_id="oost", option=None),))
KLEIN_ROW = list(Vestigingstype).index(Vestigingstype.KLEIN)


@pytest.fixture(autouse=True)
def _tariffs(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tariffs hold in both gemeenten of the small world, and there is a scenario in which oost closes."""
    monkeypatch.setattr("spreiding.workflow.default_uitgangspunten", lambda **_norm: make_uitgangspunten())


@pytest.fixture
def closing(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """Return the page for the gemeente whose branch closes."""
    monkeypatch.setattr(workflow, "scenarios_for", lambda _region: (workflow.TODAY, CLOSING))
    return opened(app, THERE.code, "sluiten")


def plan(app: AppTest) -> Any:  # noqa: ANN401 - a frame
    return next(found.value for found in app.table if meerjaren.TOTAL in found.value.columns)


def amounts(app: AppTest, column: str) -> list[str]:
    return [cell.replace("\\", "").replace("\u00a0", " ") for cell in plan(app)[column]]


def years_of(state: UiState) -> YearsDraft:
    assert state.years is not None
    return state.years


def entered(state: UiState, **fields: str) -> UiState:
    for field, typed in fields.items():
        draft = state.years or DRAFT
        state = year_actions.enter(state, draft, ASSUMPTIONS, field, typed)
    return state


def test_it_begins_in_the_year_after_the_price_year_for_four_years() -> None:
    assert list(DRAFT.choices.horizon.years) == [2026, 2027, 2028, 2029]
    assert (DRAFT.first_year, DRAFT.n_years, DRAFT.interest, DRAFT.afbouw) == ("2026", "4", "2", "12")


def test_a_closed_branch_is_paid_until_the_afbouwtermijn_has_passed(closing: AppTest) -> None:
    # Daar: 250 · 15.04 = 3,760 per inwoner, and 35,669 for oost in the first twelve months.
    assert amounts(closing, meerjaren.TOTAL) == ["€ 39.429", "€ 3.760", "€ 3.760", "€ 3.760"]
    text = words(closing).replace("\\", "")
    assert "zonder de eenmalige bedragen, want die zijn niet allemaal bekend" in text
    assert "oost, frictiekosten: het bedrag is niet ingevuld" in text


def test_with_every_one_off_amount_the_present_value_is_of_all_of_it(closing: AppTest) -> None:
    cells = {year_reading.RENT: 5000.0, year_reading.WRITE_OFF: 1000.0}
    draft = year_actions.draft_of(state_of(closing), ASSUMPTIONS, 2025)
    state = year_actions.edit_one_offs(state_of(closing), draft, ASSUMPTIONS, {"edited_rows": {KLEIN_ROW: cells}})
    state = entered(state, friction="0", interest="0")
    closing.session_state["spreiding"] = state
    rerun(closing)
    assert amounts(closing, meerjaren.ONCE) == ["€ 6.000", "€ 0", "€ 0", "€ 0"]
    # 6,000 − 3 · 35,669.
    assert "samen €\u00a0101.007 goedkoper dan doorgaan zoals nu" in words(closing).replace("\\", "")


def test_a_change_that_starts_later_is_paid_longer(closing: AppTest) -> None:
    draft = year_actions.draft_of(state_of(closing), ASSUMPTIONS, 2025)
    rows = (draft.start_of("oost"),)
    change = {"edited_rows": {0: {START: 2028}}}
    closing.session_state["spreiding"] = year_actions.edit_starts(state_of(closing), draft, ASSUMPTIONS, rows, change)
    rerun(closing)
    assert amounts(closing, meerjaren.TOTAL) == ["€ 39.429", "€ 39.429", "€ 39.429", "€ 3.760"]


def test_a_start_outside_the_term_is_one_sentence_and_nothing_is_computed(closing: AppTest) -> None:
    draft = year_actions.draft_of(state_of(closing), ASSUMPTIONS, 2025)
    change = {"edited_rows": {0: {START: 2035}}}
    rows = (draft.start_of("oost"),)
    closing.session_state["spreiding"] = year_actions.edit_starts(state_of(closing), draft, ASSUMPTIONS, rows, change)
    rerun(closing)
    assert ["buiten de jaren van de raming" in warning.value for warning in closing.warning] == [True]
    assert not [found for found in closing.table if meerjaren.TOTAL in found.value.columns]
    # What was typed is still there, and another term takes it.
    assert years_of(state_of(closing)).start_of("oost").year == 2035
    closing.session_state["spreiding"] = entered(state_of(closing), n_years="10")
    assert not rerun(closing).warning


@pytest.mark.parametrize(
    ("label", "typed", "said"),
    [
        (year_reading.INDEX, "300", "te groot"),
        (year_reading.INDEX, "-1", "negatief"),
        (year_reading.COUNT, "0", "te klein"),
        (year_reading.COUNT, "veel", "geen getal"),
        (year_reading.FIRST, "26", "te klein"),
        (year_reading.AFBOUW, "1,5", "geen heel getal"),
    ],
)
def test_a_number_that_cannot_be_is_one_sentence_and_stays_typed(
    closing: AppTest, label: str, typed: str, said: str
) -> None:
    before = amounts(closing, meerjaren.TOTAL)
    by_label(closing.text_input, label).set_value(typed).run()
    assert not closing.exception
    assert [said in warning.value for warning in closing.warning] == [True]
    assert bill_words.STALE in words(closing)
    assert by_label(closing.text_input, label).value == typed
    assert amounts(closing, meerjaren.TOTAL) == before


def test_one_index_holds_for_every_line_and_is_told(closing: AppTest) -> None:
    by_label(closing.text_input, year_reading.INDEX).set_value("10").run()
    # 3,760 · 1.1² in 2027, two years after the price year; both lines are rounded.
    assert amounts(closing, meerjaren.TOTAL)[1] == "€ 4.550"
    assert "elk jaar met 10,0% geïndexeerd" in words(closing).replace("\\", "")
    assert years_of(state_of(closing)).choices.horizon.indexation == dict.fromkeys(CostKind, Decimal("0.1"))


def paid(state: UiState, *rows: dict[str, Any]) -> UiState:
    """Add rows to who pays in Daar."""
    return year_actions.edit_covers(state, state.years or DRAFT, ASSUMPTIONS, THERE.code, {"added_rows": list(rows)})


def test_who_pays_stands_beside_the_costs_and_the_end_of_a_source_opens_a_gap(closing: AppTest) -> None:
    row = {SOURCE: "provincie", NAME: "spreidingsbudget", EUR: 1000.0, UNTIL: 2028}
    closing.session_state["spreiding"] = paid(state_of(closing), row)
    rerun(closing)
    assert amounts(closing, "Dekking: provincie") == ["€ 1.000", "€ 1.000", "€ 1.000", "€ 0"]
    by_label(closing.selectbox, year_panel.WHAT_IF).set_value(CoverSource.PROVINCIE).run()
    assert not closing.exception
    # From 2027 on the 1,000 fall away.
    assert "door de provincie stopt vanaf 2027, is nog te dekken" in words(closing)
    by_label(closing.selectbox, year_panel.FROM_YEAR).set_value(2028).run()
    assert "stopt vanaf 2028" in words(closing)
    assert "**2027** €\u00a02.760, **2028** €\u00a03.760" in words(closing).replace("\\", "")


def test_money_that_is_not_finished_or_cannot_be_is_told_together() -> None:
    rows = (
        {SOURCE: "rijk", NAME: "half"},
        {SOURCE: "rijk", NAME: "min", EUR: -1.0},
        {SOURCE: "rijk", NAME: "kort", EUR: 1.0, FROM: 27},
        {SOURCE: "rijk", NAME: "terug", EUR: 1.0, FROM: 2029, UNTIL: 2027},
        {NAME: "leeg"},
    )
    draft = years_of(paid(STATE, *rows))
    for said in ("'half' is niet af", "'min' is negatief", "'kort' heeft een jaar", "'terug' eindigt in 2027"):
        assert said in draft.fault
    assert len(draft.fault.splitlines()) == 4
    assert draft.choices.covers == ()
    assert len(draft.covers_of(THERE.code)) == 5


def test_the_whole_region_asks_for_a_gemeente(app: AppTest) -> None:
    opened(app, None)
    assert not [found for found in app.table if meerjaren.TOTAL in found.value.columns]


def test_a_region_without_known_members_says_why_there_is_no_model(app: AppTest) -> None:
    opened(app, HERE.code)
    assert any("Midden-Drenthe" in info.value.replace("\\", "") for info in app.info)


def test_the_example_tells_members_and_visits_of_midden_drenthe_as_a_model(
    app: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The example itself in the place of the small world.
    monkeypatch.undo()
    open_page(app, "kosten")
    app.session_state["spreiding"] = replace(state_of(app), gemeente="GM1731")
    rerun(app)
    table: Any = next(found.value for found in app.table if gebruik.VISITS in found.value.columns)
    # Jaarbericht 2024: 69,942 visits and 4,563 youth members.
    assert table.loc[gebruik.TOGETHER, gebruik.VISITS].replace("\\", "") == "69.942"
    assert table.loc[gebruik.TOGETHER, gebruik.YOUTH].replace("\\", "") == "4.563"
    assert set(table[gebruik.KIND]) == {gebruik.MODEL}
    assert "Dit is een model" in words(app)


def test_a_name_of_a_branch_is_shown_as_it_is_and_never_as_markup(
    app: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    region = workflow.open_region(None)
    named = tuple(
        site.model_copy(update={"name": "![x](http://kwaad)"}) if site.id == "oost" else site for site in region.sites
    )
    hostile = replace(region, sites=named)
    monkeypatch.setattr(workflow, "open_region", lambda _name: hostile)
    monkeypatch.setattr(workflow, "scenarios_for", lambda _region: (workflow.TODAY, CLOSING))
    opened(app, THERE.code, "sluiten")
    shown = [element.value for kind in (app.markdown, app.caption, app.warning, app.info) for element in kind]
    cells = [str(cell) for table in app.table for cell in (*table.value.to_numpy().ravel(), *table.value.index)]
    assert any("kwaad" in text for text in (*shown, *cells))
    assert not [text for text in (*shown, *cells) if "![x](" in text]
