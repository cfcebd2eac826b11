"""Bad questions are refused before anything is computed."""

import json
import math
import os
import subprocess
import sys
from decimal import Decimal
from typing import Any

import pytest

from spreiding.errors import InputError, QuestionError
from spreiding.norms import Area
from spreiding.optimise.problem import build_problem
from spreiding.optimise.question import AskedNorm, Budget, Goal, Question
from spreiding.supply import Site
from spreiding.ui.teksten import sentence
from spreiding.uitgangspunten import Aversion
from tests.judging.worlds import bereik, kern
from tests.optimise.worlds import cost, coverage, distance, make_transitions
from tests.worlds import HERE, THERE, line_roads, make_region, make_site, make_uitgangspunten

ENOUGH = {"budgets": (Budget(eur_per_year=Decimal(1)),)}
MOST = {"goals": (Goal.COVERAGE,), **ENOUGH}
FURTHEST = {"goals": (Goal.FURTHEST,), **ENOUGH}


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"goals": ()}, "no_goals"),
        ({**ENOUGH, "goals": (Goal.COVERAGE, Goal.COST, Goal.COVERAGE)}, "double_goal"),
        ({**MOST, "budgets": (Budget(eur_per_year=Decimal(-1)),)}, "bad_budget"),
        ({**MOST, "budgets": (Budget(eur_per_year=Decimal("NaN")),)}, "bad_budget"),
        ({**MOST, "budgets": (Budget(eur_once=Decimal("Infinity")),)}, "bad_budget"),
        ({**MOST, "budgets": (Budget(eur_once=Decimal(1)),)}, "once_needs_transitions"),
        (
            {
                **MOST,
                "free_gemeenten": {HERE.code},
                "budgets": (Budget(gemeenten=frozenset({THERE.code}), eur_per_year=Decimal(1)),),
            },
            "budget_outside",
        ),
        ({"goals": (Goal.COVERAGE,)}, "question_needs_budget"),
        ({"goals": (Goal.DISTANCE,), "min_share": 0.5}, "question_needs_budget"),
        ({"goals": (Goal.COST,)}, "question_needs_share"),
        ({"goals": (Goal.COST,), **ENOUGH}, "question_needs_share"),
        ({"goals": (Goal.COST,), "min_share": -0.1}, "bad_share"),
        ({"goals": (Goal.COST,), "min_share": 1.1}, "bad_share"),
        ({"goals": (Goal.COST,), "min_share": math.nan}, "bad_share"),
        ({**MOST, "free_gemeenten": frozenset()}, "no_free_gemeenten"),
        ({**MOST, "open_sites": {"a", "b"}, "closed_sites": {"b"}}, "open_and_closed"),
        ({**MOST, "max_changes": -1}, "bad_max_changes"),
        ({**MOST, "harm": {}}, "harm_metres_or_minutes"),
        ({**MOST, "harm": {"max_m": 1.0, "max_minutes": 1.0}}, "harm_metres_or_minutes"),
        ({**FURTHEST, "largest_price": 1.0}, "price_needs_sum"),
        ({**FURTHEST, "norms": (AskedNorm(norm=bereik(), price=1.0),)}, "price_needs_sum"),
    ],
)
def test_a_question_that_makes_no_sense_is_refused_in_a_dutch_sentence(fields: dict[str, Any], kind: str) -> None:
    with pytest.raises(QuestionError) as caught:
        Question(**fields)
    assert caught.value.kind == kind
    assert sentence(caught.value).endswith(".")


def test_the_borders_of_budget_and_share_are_fine() -> None:
    assert coverage(0).budgets[0].eur_per_year == 0
    assert (cost(0).min_share, cost(1).min_share) == (0, 1)
    assert Question(goals=(Goal.COVERAGE,), max_changes=0).max_changes == 0
    assert Question(goals=(Goal.COST,), norms=(AskedNorm(norm=bereik()),)).min_share is None


def test_equal_questions_give_equal_text_whatever_the_order_of_gemeenten() -> None:
    codes = [f"GM{number:04d}" for number in range(20)]
    there, back = coverage(1, free=codes), coverage(1, free=codes[::-1])
    assert there.model_dump_json() == back.model_dump_json()
    assert json.loads(there.model_dump_json())["free_gemeenten"] == codes


def test_a_question_can_be_written_down_and_read_back() -> None:
    question = coverage(
        1, norms=(AskedNorm(norm=bereik(), price=2.0),), transitions=make_transitions(), open_sites={"a"}
    )
    assert Question.model_validate_json(question.model_dump_json()) == question


# --- questions that do not fit the region ---


def refused(question: Question, *, sites: list[Site] | None = None, kappa_per_m: float | None = None) -> QuestionError:
    region = make_region(line_roads(), people=[(0, 0, 10)], sites=[make_site("a", 0)] if sites is None else sites)
    uitgangspunten = make_uitgangspunten().model_copy(update={"aversion": Aversion(kappa_per_m=kappa_per_m)})
    with pytest.raises(QuestionError) as caught:
        build_problem(region, uitgangspunten, question)
    assert sentence(caught.value).endswith(".")
    return caught.value


@pytest.mark.parametrize(
    "question",
    [
        coverage(1, free=[HERE.code, "GM9999"]),
        coverage(1, budgets=(Budget(gemeenten=frozenset({"GM9999"}), eur_per_year=Decimal(1)),)),
        coverage(1, largest={"GM9999": "klein"}),
    ],
)
def test_a_gemeente_that_the_region_does_not_have_is_refused(question: Question) -> None:
    error = refused(question)
    assert error.kind == "unknown_free_gemeente"
    assert error.data == {"codes": "GM9999", "known": "GM0001"}


@pytest.mark.parametrize(
    "fields",
    [
        {"open_sites": {"x"}},
        {"closed_sites": {"x"}},
        {"allowed": {"x": ()}},
        {"transitions": make_transitions(closing_at={"x": {"friction_months": 1}})},
    ],
)
def test_a_site_that_the_region_does_not_have_is_refused(fields: dict[str, Any]) -> None:
    error = refused(coverage(1, **fields))
    assert (error.kind, error.data["sites"]) == ("unknown_question_sites", "x")


@pytest.mark.parametrize("sites", [[], [make_site("far", 0, gemeente=None)]])
def test_without_a_single_place_to_choose_from_there_is_no_question(sites: list[Site]) -> None:
    assert refused(coverage(1, free=[HERE.code]), sites=sites).kind == "no_sites"


def test_the_kolm_pollak_equivalent_asks_for_an_aversion() -> None:
    assert refused(coverage(1, goals=(Goal.COVERAGE, Goal.EQUIVALENT))).kind == "question_needs_aversion"
    assert refused(coverage(1, goals=(Goal.EQUIVALENT,)), kappa_per_m=0.0).kind == "question_needs_aversion"


def test_a_distance_needs_somebody_who_counts() -> None:
    nothing = {"functions": {1: 0.0}}
    assert refused(distance(1, weighing=nothing)).kind == "no_weight"
    # Of the people in this world nobody knows the age.
    assert refused(distance(1, weighing={"groups": {"kinderen": 1.0}})).kind == "no_weight"
    assert refused(distance(1, weighing={"groups": {"dwergen": 1.0}})).kind == "unknown_weighing_group"


def test_a_norm_on_kernen_that_are_far_away_has_no_price() -> None:
    far = AskedNorm(norm=kern(beyond_m=1000.0), price=1.0)
    assert refused(coverage(1, norms=(far,))).kind == "price_needs_kern"


def test_a_norm_that_cannot_be_tested_here_is_refused_like_by_the_normtoets() -> None:
    region = make_region(line_roads(), people=[(0, 0, 10)], sites=[make_site("a", 0)])
    norm = bereik(groups=("dwergen",), area=Area.REGIO)
    with pytest.raises(InputError, match="norm_unknown_group"):
        build_problem(region, make_uitgangspunten(), coverage(1, norms=(AskedNorm(norm=norm),)))


def test_equal_questions_have_one_fingerprint_in_every_process() -> None:
    # Sets of text have another order in every process.
    script = (
        "from tests.judging.worlds import bereik\n"
        "from spreiding.norms import Confirmations, Predicate\n"
        "from spreiding.optimise.problem import build_problem\n"
        "from spreiding.optimise.question import AskedNorm\n"
        "from tests.optimise.worlds import coverage\n"
        "from tests.worlds import line_roads, make_region, make_site, make_uitgangspunten\n"
        "norm = bereik(predicate=Predicate(huisvesting={'mfa', 'school', 'dorpshuis'}, services={'ido', 'taalhuis'}))\n"
        "region = make_region(line_roads(), people=[(0.0, 0.0, 100)], sites=[make_site('a', 0.0)])\n"
        "known = Confirmations(sites=set('abcdef'), kernen=set('pqrst'))\n"
        "question = coverage(1, norms=(AskedNorm(norm=norm),), confirmations=known)\n"
        "print(build_problem(region, make_uitgangspunten(), question).inputs)"
    )
    prints = {
        subprocess.run(  # noqa: S603 - our own script
            [sys.executable, "-c", script],
            env=os.environ | {"PYTHONHASHSEED": str(seed)},
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for seed in range(3)
    }
    assert len(prints) == 1
