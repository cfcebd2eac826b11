"""The use case of the optimiser: budgets of today, and that no plan is shown on the solver's word alone."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from spreiding import planning
from spreiding.domain import Kernfunctie, Vestigingstype
from spreiding.errors import QuestionError
from spreiding.optimise.question import Budget, Goal, Question, Weighing
from spreiding.optimise.result import RemarkKind, Result, Status
from spreiding.optimise.stop import Stop
from spreiding.region import Region
from tests.worlds import HERE, THERE, line_roads, make_region, make_site, make_uitgangspunten

KLEIN_EUR, SERVICEPUNT_EUR = Decimal(35_669), Decimal(11_890)


def line() -> Region:
    """A line with people at km 0 and km 9, a klein in the west, and another gemeente with a klein beyond."""
    return make_region(
        line_roads(30),
        people=[(0, 0, 100), (9000, 0, 60), (25_000, 0, 10)],
        sites=[
            make_site("west", 0, klasse=Vestigingstype.KLEIN),
            make_site("oost", 9000),
            make_site("ver", 25_000, klasse=Vestigingstype.KLEIN, gemeente=THERE.code),
        ],
        gemeenten=(HERE, THERE),
        square_gemeente=[0, 0, 1],
    )


def here(eur: int | Decimal) -> Budget:
    return Budget(gemeenten=frozenset({HERE.code}), eur_per_year=Decimal(eur))


QUESTION = Question(goals=(Goal.COVERAGE,), budgets=(here(50_000),), free_gemeenten=frozenset({HERE.code}))


def best_plan() -> Result:
    answered = planning.ask(line(), make_uitgangspunten(), QUESTION, stop=Stop(30.0))
    assert answered.evaluation is not None
    return answered.result


def test_the_evaluation_confirms_the_persons_and_the_euros_of_a_plan() -> None:
    # The klein stays (35,669) and a servicepunt in the east fits beside it (11,890): all 160 within 5 km.
    result = best_plan()
    assert (result.inwoners_within, result.eur_per_year) == (160.0, KLEIN_EUR + SERVICEPUNT_EUR)
    assert result.status is Status.OPTIMAL


@pytest.mark.parametrize(
    ("wrong", "words"), [({"inwoners_within": 161.0}, "persons"), ({"eur_per_year": Decimal(47_560)}, "euros")]
)
def test_a_solver_that_counts_otherwise_is_a_fault_of_our_own(
    monkeypatch: pytest.MonkeyPatch, wrong: dict[str, Any], words: str
) -> None:
    solve = planning.solve
    monkeypatch.setattr(planning, "solve", lambda *args, **options: replace(solve(*args, **options), **wrong))
    with pytest.raises(RuntimeError, match=words):
        best_plan()


def test_every_gemeente_keeps_the_budget_of_today() -> None:
    budgets = planning.todays_budgets(line(), make_uitgangspunten(), None)
    assert budgets == (here(KLEIN_EUR), Budget(gemeenten=frozenset({THERE.code}), eur_per_year=KLEIN_EUR))
    assert planning.total_eur(budgets) == 2 * KLEIN_EUR


def test_where_no_tariff_holds_there_is_no_budget_of_today() -> None:
    assert planning.todays_budgets(line(), make_uitgangspunten(gemeenten=[HERE.code]), None) == (here(KLEIN_EUR),)
    assert planning.todays_budgets(line(), make_uitgangspunten(gemeenten=[]), None) == ()


def test_who_is_given_no_budget_keeps_that_of_today_beside_those_that_are() -> None:
    told = (here(1),)
    both = planning.completed_budgets(line(), make_uitgangspunten(), None, told)
    assert both == (here(1), Budget(gemeenten=frozenset({THERE.code}), eur_per_year=KLEIN_EUR))
    # Of one gemeente, or with one amount for all, nothing is left to fill in.
    assert planning.completed_budgets(line(), make_uitgangspunten(), frozenset({HERE.code}), told) == told
    together = (Budget(eur_per_year=Decimal(5)),)
    assert planning.completed_budgets(line(), make_uitgangspunten(), None, together) == together


def test_a_furthest_way_that_is_cut_off_in_every_plan_is_said_to_decide_nothing() -> None:
    # Whatever opens, the two groups are 9 km apart and one klein is all there is money for.
    question = Question(
        goals=(Goal.FURTHEST,),
        budgets=(here(KLEIN_EUR),),
        free_gemeenten=frozenset({HERE.code}),
        weighing=Weighing(functions={Kernfunctie(5): 1.0}, cutoff_m=5000),
    )
    kinds = {remark.kind for remark in planning.ask(line(), make_uitgangspunten(), question).result.remarks}
    assert {RemarkKind.AT_CUTOFF, RemarkKind.BEYOND_CUTOFF} <= kinds
    further = question.model_copy(update={"weighing": question.weighing.model_copy(update={"cutoff_m": 20_000.0})})
    kinds = {remark.kind for remark in planning.ask(line(), make_uitgangspunten(), further).result.remarks}
    assert not {RemarkKind.AT_CUTOFF, RemarkKind.BEYOND_CUTOFF} & kinds


def test_an_impossible_question_is_answered_with_what_must_give() -> None:
    # Nobody may close or change the klein: € 35,669 it must be.
    question = QUESTION.model_copy(update={"budgets": (here(10_000),)})
    answered = planning.ask(line(), make_uitgangspunten(), question, stop=Stop(30.0))
    assert answered.result.status is Status.INFEASIBLE
    (money,) = (each for each in answered.result.relaxations if each.unit == "eur")
    assert (money.asked, money.needed, money.gemeente) == (10_000, float(KLEIN_EUR), HERE.code)
    relaxed = planning.ask(line(), money.uitgangspunten, money.question, stop=Stop(30.0))
    assert relaxed.result.plan is not None
    assert relaxed.result.eur_per_year == KLEIN_EUR


def test_where_no_cost_is_known_nothing_is_searched_instead_of_called_free() -> None:
    nowhere = make_uitgangspunten()
    tariffs = nowhere.tariffs.model_copy(update={"gemeenten": frozenset({THERE.code})})
    uitgangspunten = nowhere.model_copy(update={"tariffs": tariffs})
    question = Question(goals=(Goal.COVERAGE,), budgets=(here(1),), free_gemeenten=frozenset({HERE.code}))
    with pytest.raises(QuestionError) as caught:
        planning.ask(line(), uitgangspunten, question)
    assert (caught.value.kind, caught.value.data["gemeenten"]) == ("no_tariffs", HERE.name)
    # Of all gemeenten together one has tariffs.
    planning.check_costs(line(), uitgangspunten, None)
