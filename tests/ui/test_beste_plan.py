"""The page Beste plan zoeken: the form, the search beside it, the answer, and what must give."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from spreiding import planning, workflow
from spreiding.domain import Plan, Vestigingstype
from spreiding.errors import QuestionError, SolverError
from spreiding.evaluation import evaluate
from spreiding.optimise.question import Budget, Goal, Question, Weighing
from spreiding.optimise.result import (
    Blocker,
    Relaxation,
    RelaxationKind,
    Remark,
    RemarkKind,
    Result,
    RuleName,
    Stage,
    Status,
)
from spreiding.planning import Answered
from spreiding.region import Region
from spreiding.scenario import today_plan
from spreiding.ui import labels, plan_words
from spreiding.ui import search_words as words
from spreiding.ui.markdown import plain
from spreiding.uitgangspunten import Uitgangspunten
from tests.ui.conftest import FakeMap
from tests.ui.test_pages import HOSTILE, by_label, open_page
from tests.ui.test_pages import words as all_words
from tests.worlds import HERE, THERE, make_uitgangspunten


@dataclass
class FakeSearch:
    """Stands in for the search: keeps what was asked, and gives one answer; the page cannot tell the difference."""

    make: Callable[[Region, Uitgangspunten, Question], Answered]
    asked: list[Question] = field(default_factory=list)
    under: list[Uitgangspunten] = field(default_factory=list)

    def ask(self, region: Region, uitgangspunten: Uitgangspunten, question: Question, **_: Any) -> Answered:  # noqa: ANN401
        self.asked.append(question)
        self.under.append(uitgangspunten)
        return self.make(region, uitgangspunten, question)


def with_today(region: Region, uitgangspunten: Uitgangspunten, question: Question, **changes: Any) -> Answered:  # noqa: ANN401
    """An answer that leaves everything as it is: 1200 of 1750 within 5 km, of which 1000 and 200 in each gemeente."""
    plan = today_plan(region.sites)
    stages = tuple(Stage(goal, 1000.0, 1000.0) for goal in question.goals)
    known: dict[str, Any] = {
        "status": Status.OPTIMAL,
        "stages": stages,
        "seconds": 0.5,
        "seed": 0,
        "fingerprint": "x",
        "plan": plan,
        "inwoners_within": 1000.0,
        "eur_per_year": Decimal(95_116),
    }
    return Answered(question, Result(**(known | changes)), evaluate(region, plan, uitgangspunten))


def impossible(_region: Region, uitgangspunten: Uitgangspunten, question: Question) -> Answered:
    """No plan: € 1 is too little, € 95,116 is enough, and so is a norm of 7 km."""
    more = question.model_copy(
        update={"budgets": (Budget(gemeenten=frozenset({HERE.code}), eur_per_year=Decimal(95_116)),)}
    )
    further = uitgangspunten.model_copy(update={"norm": uitgangspunten.norm.model_copy(update={"max_m": 7000.0})})
    money = Relaxation(
        kind=RelaxationKind.MONEY, rule=RuleName.BUDGET, gemeente=HERE.code, unit="eur", asked=1.0, needed=95_116.0,
        step=1.0, question=more, uitgangspunten=uitgangspunten, is_proven=True,
    )  # fmt: skip
    distance = replace(
        money, kind=RelaxationKind.DISTANCE, rule=RuleName.MIN_SHARE, gemeente=None, unit="m", asked=5000.0,
        needed=7000.0, step=100.0, question=question.model_copy(), uitgangspunten=further, is_proven=False,
    )  # fmt: skip
    nan = float("nan")
    result = Result(
        status=Status.INFEASIBLE, stages=tuple(Stage(goal, nan, nan) for goal in question.goals), seconds=0.1, seed=0,
        fingerprint="x", plan=None, inwoners_within=nan, eur_per_year=None,
        blockers=(Blocker(RuleName.BUDGET, HERE.code, ()), Blocker("Een norm", THERE.code, ("Westdorp",))),
        relaxations=(money, distance),
    )  # fmt: skip
    return Answered(question, result)


@pytest.fixture
def priced(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """The app on the small world, in which tariffs hold: west costs € 95,116 and oost € 35,669 a year."""
    known = make_uitgangspunten()
    monkeypatch.setattr(workflow, "default_uitgangspunten", lambda **chosen: changed(known, **chosen))
    return app


def changed(known: Uitgangspunten, *, norm_m: float | None = None, modality: object = None) -> Uitgangspunten:
    assert modality is None
    norm = known.norm if norm_m is None else known.norm.model_copy(update={"max_m": norm_m})
    return known.model_copy(update={"norm": norm})


@pytest.fixture
def today(monkeypatch: pytest.MonkeyPatch) -> FakeSearch:
    """A search that finds today's situation."""
    fake = FakeSearch(with_today)
    monkeypatch.setattr(planning, "ask", fake.ask)
    return fake


def search(app: AppTest) -> AppTest:
    by_label(app.button, words.SEARCH_NOW).click().run()
    assert not app.exception
    return app


# --- the question ---


def test_a_hurried_user_asks_for_one_gemeente_with_the_money_of_today(priced: AppTest, today: FakeSearch) -> None:
    # Nobody decides on a provincial budget: the first gemeente by name in which tariffs hold, Daar with 'oost' (klein).
    search(open_page(priced, "beste_plan"))
    (question,) = today.asked
    assert question == Question(
        goals=(Goal.COVERAGE,),
        free_gemeenten=frozenset({THERE.code}),
        budgets=(Budget(gemeenten=frozenset({THERE.code}), eur_per_year=Decimal(35_669)),),
    )


def test_the_gemeente_of_all_pages_comes_first(priced: AppTest, today: FakeSearch) -> None:
    open_page(priced, "beste_plan")
    by_label(priced.sidebar.selectbox, labels.GEMEENTE).set_value(HERE.code).run()
    assert by_label(priced.text_input, words.BUDGET).value == "95.116"
    search(priced)
    assert today.asked[0].free_gemeenten == frozenset({HERE.code})


def test_in_the_whole_region_each_gemeente_keeps_its_own_budget_and_that_is_said(
    priced: AppTest, today: FakeSearch
) -> None:
    open_page(priced, "beste_plan")
    by_label(priced.selectbox, words.WHERE).set_value("").run()
    assert plain("Elke gemeente houdt het budget van nu: Hier €\u00a095.116 en Daar €\u00a035.669.") in all_words(
        priced
    )
    search(priced)
    (question,) = today.asked
    assert question.free_gemeenten is None
    assert {(*(budget.gemeenten or ()), budget.eur_per_year) for budget in question.budgets} == {
        (HERE.code, Decimal(95_116)),
        (THERE.code, Decimal(35_669)),
    }


def test_every_goal_is_offered_with_a_line_in_plain_words(priced: AppTest) -> None:
    open_page(priced, "beste_plan")
    assert list(by_label(priced.radio, words.GOAL).options) == [plan_words.GOALS[goal] for goal in Goal]
    assert set(words.ABOUT_GOALS) == set(Goal)


def test_everything_that_is_filled_in_is_asked(priced: AppTest, today: FakeSearch) -> None:
    open_page(priced, "beste_plan")
    by_label(priced.sidebar.selectbox, labels.GEMEENTE).set_value(HERE.code).run()
    by_label(priced.radio, words.GOAL).set_value(Goal.DISTANCE).run()
    by_label(priced.text_input, words.BUDGET).set_value("120.000")
    by_label(priced.selectbox, words.SECOND).set_value(Goal.COST)
    by_label(priced.multiselect, words.NORMS).set_value(["Taalhuis per gemeente"])
    by_label(priced.text_input, words.LEAST_SHARE).set_value("62,5")
    by_label(priced.selectbox, words.LARGEST).set_value(Vestigingstype.KLEIN)
    by_label(priced.multiselect, words.STAYS_OPEN).set_value(["west"])
    by_label(priced.multiselect, words.STAYS_CLOSED).set_value(["midden"])
    by_label(priced.text_input, words.MAX_CHANGES).set_value("2")
    by_label(priced.text_input, words.HARM).set_value("1.500")
    by_label(priced.radio, words.MEASURED).set_value(True)
    by_label(priced.text_input, words.CUTOFF).set_value("9.000")
    search(priced)
    (question,) = today.asked
    assert question.goals == (Goal.DISTANCE, Goal.COST)
    assert [budget.eur_per_year for budget in question.budgets] == [120_000]
    assert [asked.norm.name for asked in question.norms] == ["Taalhuis per gemeente"]
    assert question.min_share == 0.625
    assert question.largest == {HERE.code: Vestigingstype.KLEIN}
    assert (question.open_sites, question.closed_sites) == (frozenset({"west"}), frozenset({"midden"}))
    assert question.max_changes == 2
    assert question.harm is not None
    assert question.harm.max_m == 1500
    assert question.weighing == Weighing(functions={}, cutoff_m=9000)


def test_least_cost_asks_for_a_share_and_no_budget(priced: AppTest, today: FakeSearch) -> None:
    open_page(priced, "beste_plan")
    by_label(priced.radio, words.GOAL).set_value(Goal.COST).run()
    assert words.BUDGET not in [box.label for box in priced.text_input]
    assert words.LEAST_SHARE not in [box.label for box in priced.text_input]
    search(priced)
    (question,) = today.asked
    assert (question.goals, question.min_share, question.budgets) == ((Goal.COST,), 0.9, ())


@pytest.mark.parametrize(
    ("label", "typed", "said"),
    [
        (words.BUDGET, "-5", "negatief"),
        (words.BUDGET, "veel", "geen getal"),
        (words.BUDGET, "12,50", "geen heel getal"),
        (words.BUDGET, "", "geen getal"),
        (words.BUDGET, "9" * 20, "te groot"),
        (words.LEAST_SHARE, "101", "te groot"),
        (words.MAX_CHANGES, "1,5", "geen heel getal"),
        (words.HARM, "ver", "geen getal"),
        (words.CUTOFF, "0", "te klein"),
        (words.CUTOFF, "200.000", "te groot"),
    ],
)
def test_a_field_that_cannot_be_read_is_one_dutch_sentence_and_nothing_is_searched(
    priced: AppTest, today: FakeSearch, label: str, typed: str, said: str
) -> None:
    open_page(priced, "beste_plan")
    by_label(priced.text_input, label).set_value(typed)
    search(priced)
    assert len(priced.warning) == 1
    assert said in priced.warning[0].value
    assert today.asked == []


def test_a_place_that_is_open_and_closed_at_once_is_refused(priced: AppTest, today: FakeSearch) -> None:
    open_page(priced, "beste_plan")
    for label in (words.STAYS_OPEN, words.STAYS_CLOSED):
        by_label(priced.multiselect, label).set_value(["oost"])
    search(priced)
    assert plain("moeten open en dicht tegelijk: oost") in priced.warning[0].value
    assert today.asked == []


@pytest.mark.usefixtures("today")
def test_what_was_asked_is_still_there_when_one_comes_back_to_the_page(priced: AppTest) -> None:
    open_page(priced, "beste_plan")
    by_label(priced.radio, words.GOAL).set_value(Goal.FURTHEST).run()
    by_label(priced.text_input, words.BUDGET).set_value("50000")
    by_label(priced.text_input, words.MAX_CHANGES).set_value("3")
    search(priced)
    priced.switch_page("spreiding/ui/pages/overzicht.py").run()
    open_page(priced, "beste_plan")
    assert by_label(priced.radio, words.GOAL).value is Goal.FURTHEST
    assert by_label(priced.text_input, words.BUDGET).value == "50.000"
    assert by_label(priced.text_input, words.MAX_CHANGES).value == "3"
    by_label(priced.button, words.START_ANEW).click().run()
    assert by_label(priced.text_input, words.MAX_CHANGES).value == ""
    assert by_label(priced.text_input, words.BUDGET).value == "35.669"


def test_the_goals_stand_below_each_other(priced: AppTest) -> None:
    # Beside each other, as many as fit, a column comes and goes with the length of a sentence.
    open_page(priced, "beste_plan")
    assert not by_label(priced.radio, words.GOAL).proto.horizontal


# --- the answer ---


def test_the_answer_is_one_sentence_with_how_sure_it_is_and_a_table_per_goal(
    priced: AppTest, monkeypatch: pytest.MonkeyPatch, fake_map: FakeMap
) -> None:
    fake = FakeSearch(
        lambda region, assumed, question: with_today(
            region, assumed, question, status=Status.TIME_LIMIT, stages=(Stage(Goal.COVERAGE, 200.0, 203.0),),
            inwoners_within=200.0, eur_per_year=Decimal(35_669), remarks=(Remark(RemarkKind.TIES_OPEN, {}),),
        )
    )  # fmt: skip
    monkeypatch.setattr(planning, "ask", fake.ask)
    search(open_page(priced, "beste_plan"))
    (told,) = [box.value for box in priced.info if "Daar" in box.value]
    # 200 of the 250 people of Daar; (203 - 200) / 200 = 1.5%.
    assert (
        plain("In Daar wonen 200 van 250 inwoners (80,0%) binnen 5 km, met 1 vestiging voor €\u00a035.669 per jaar.")
        in told
    )
    assert plain("het scheelt hooguit 1,50%") in told
    # Two amounts stand on this page, and a third is in neither.
    assert {plain(f"{words.WHOLE_BILL} {words.NO_ONCE}")} <= {caption.value for caption in priced.caption}
    table = priced.table[0].value
    assert list(table[words.REACHED]) == ["200 inwoners"]
    assert list(table[words.BOUND]) == ["203 inwoners"]
    assert fake_map.markers == {"west", "oost"}
    listed = next(table.value for table in priced.table if words.PURPOSE in table.value)
    assert list(listed.index) == ["oost"]


def test_a_proof_about_capped_distances_is_called_so(priced: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    beyond = Remark(RemarkKind.BEYOND_CUTOFF, {"inwoners": 50.0, "cutoff_m": 15_000.0})
    fake = FakeSearch(lambda region, assumed, question: with_today(region, assumed, question, remarks=(beyond,)))
    monkeypatch.setattr(planning, "ask", fake.ask)
    open_page(priced, "beste_plan")
    by_label(priced.radio, words.GOAL).set_value(Goal.DISTANCE).run()
    search(priced)
    assert "bewezen optimaal voor de afgekapte afstand" in all_words(priced)
    assert plain(
        "50 inwoners moeten ergens voor verder dan 15\u00a0km, of kunnen daarvoor nergens terecht"
    ) in all_words(priced)


def test_a_goal_that_cannot_choose_is_a_warning_and_no_proof(priced: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    same = Remark(RemarkKind.AT_CUTOFF, {"cutoff_m": 15_000.0})
    fake = FakeSearch(lambda region, assumed, question: with_today(region, assumed, question, remarks=(same,)))
    monkeypatch.setattr(planning, "ask", fake.ask)
    open_page(priced, "beste_plan")
    by_label(priced.radio, words.GOAL).set_value(Goal.FURTHEST).run()
    search(priced)
    assert any(plain(plan_words.NO_DIFFERENCE) in box.value for box in priced.warning)
    assert "Nagerekend" not in all_words(priced)


def test_a_plan_is_kept_as_a_scenario(priced: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    def without_oost(region: Region, assumed: Uitgangspunten, question: Question) -> Answered:
        plan = Plan.of((key, option) for key, option in today_plan(region.sites).options if key != "oost")
        found = with_today(region, assumed, question, plan=plan)
        return replace(found, evaluation=evaluate(region, plan, assumed))

    monkeypatch.setattr(planning, "ask", FakeSearch(without_oost).ask)
    search(open_page(priced, "beste_plan"))
    by_label(priced.button, words.SAVE_PLAN).click().run()
    kept = priced.session_state["spreiding"].scenario
    assert [(change.site_id, change.option) for change in kept.changes] == [("oost", None)]


# --- no plan ---


def test_without_a_plan_it_says_what_blocks_and_what_must_give(
    priced: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(planning, "ask", FakeSearch(impossible).ask)
    search(open_page(priced, "beste_plan"))
    told = all_words(priced)
    assert plain(plan_words.IMPOSSIBLE) in told
    assert plain("Het budget in Hier is te klein.") in told
    assert plain("De norm 'Een norm' is niet te halen in Daar. Tekort in Westdorp.") in told
    assert (
        plain("Wel mogelijk: €\u00a095.116 per jaar voor Hier in plaats van €\u00a01. Minder toegeven kan niet.")
        in told
    )
    assert plain("Wel mogelijk: een norm van 7\u00a0km in plaats van 5\u00a0km.") in told


def test_a_relaxed_question_is_filled_in_and_searched_at_once(priced: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    fake = FakeSearch(impossible)
    monkeypatch.setattr(planning, "ask", fake.ask)
    open_page(priced, "beste_plan")
    by_label(priced.selectbox, words.WHERE).set_value(HERE.code).run()
    by_label(priced.text_input, words.BUDGET).set_value("1")
    search(priced)
    fake.make = with_today
    by_label(priced.button, words.TAKE_OVER).click().run()
    assert not priced.exception
    assert [question.budgets[0].eur_per_year for question in fake.asked] == [1, 95_116]
    assert by_label(priced.text_input, words.BUDGET).value == "95.116"
    assert by_label(priced.selectbox, words.WHERE).value == HERE.code
    assert plan_words.PROVEN in all_words(priced).replace("\\", "")


def test_a_relaxed_norm_becomes_the_norm_of_all_pages(priced: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    fake = FakeSearch(impossible)
    monkeypatch.setattr(planning, "ask", fake.ask)
    search(open_page(priced, "beste_plan"))
    fake.make = with_today
    [*_, last] = [button for button in priced.button if button.label == words.TAKE_OVER]
    last.click().run()
    assert not priced.exception
    assert [assumed.norm.max_m for assumed in fake.under] == [5000, 7000]
    assert by_label(priced.sidebar.number_input, labels.NORM_DISTANCE).value == 7000
    # The answer is about the norm that now holds, and is shown.
    assert plan_words.PROVEN in all_words(priced).replace("\\", "")


# --- what goes wrong, and stopping ---


def test_a_search_that_is_refused_is_told_in_one_sentence(priced: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> Answered:
        raise QuestionError("no_sites")

    monkeypatch.setattr(planning, "ask", refuse)
    search(open_page(priced, "beste_plan"))
    assert "geen enkele vestiging of mogelijke plek" in priced.warning[0].value
    # Nothing goes on behind the page.
    assert priced.session_state["spreiding"].running is None


def test_a_fault_of_our_own_is_told_as_such_and_logged(
    priced: AppTest, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def break_down(*_: object, **__: object) -> Answered:
        raise ZeroDivisionError

    monkeypatch.setattr(planning, "ask", break_down)
    search(open_page(priced, "beste_plan"))
    assert words.OWN_FAULT in [box.value for box in priced.error]
    assert "ZeroDivisionError" in caplog.text


def test_a_solver_that_ended_is_told_with_what_to_do(priced: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    def end(*_: object, **__: object) -> Answered:
        raise SolverError("solver_ended", reason="signal 9")

    monkeypatch.setattr(planning, "ask", end)
    search(open_page(priced, "beste_plan"))
    assert "stopte onverwacht" in priced.warning[0].value


def test_a_search_goes_on_beside_the_pages_until_it_is_stopped(
    priced: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    def patient(region: Region, assumed: Uitgangspunten, question: Question, **asked: Any) -> Answered:  # noqa: ANN401
        on_progress, should_stop = asked["watch"]
        on_progress(100.0, 200.0, 1.0)
        # The user presses the button for it while the page waits.
        priced.session_state["spreiding"].running.stop()
        assert should_stop()
        return with_today(
            region, assumed, question, status=Status.TIME_LIMIT, remarks=(Remark(RemarkKind.STOPPED, {}),)
        )

    monkeypatch.setattr(planning, "ask", patient)
    search(open_page(priced, "beste_plan"))
    assert plan_words.STOPPED.split(":")[0] in all_words(priced)
    assert priced.session_state["spreiding"].running is None


def test_names_of_others_never_become_markup(priced: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    def hostile(region: Region, assumed: Uitgangspunten, question: Question) -> Answered:
        found = impossible(region, assumed, question)
        blockers = (Blocker(HOSTILE, HERE.code, (HOSTILE,)),)
        rules = tuple(replace(each, rule=HOSTILE) for each in found.result.relaxations)
        remarks = (Remark(RemarkKind.COST_UNKNOWN, {"sites": HOSTILE}),)
        return replace(found, result=replace(found.result, blockers=blockers, relaxations=rules, remarks=remarks))

    monkeypatch.setattr(planning, "ask", FakeSearch(hostile).ask)
    search(open_page(priced, "beste_plan"))
    assert plain(HOSTILE) in all_words(priced)
    assert HOSTILE not in all_words(priced)
