"""Bad questions are refused before anything is computed."""

import json
import math
from decimal import Decimal
from typing import Any

import pytest

from spreiding.errors import QuestionError
from spreiding.optimise.problem import build_problem
from spreiding.optimise.question import Goal, Question
from spreiding.optimise.solve import solve
from spreiding.supply import Site
from spreiding.ui.teksten import sentence
from tests.optimise.worlds import cost, coverage, servicepunten
from tests.worlds import HERE, line_roads, make_region, make_site, make_uitgangspunten


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"goal": Goal.COVERAGE, "budget_eur": Decimal(-1)}, "bad_budget"),
        ({"goal": Goal.COVERAGE, "budget_eur": Decimal("NaN")}, "bad_budget"),
        ({"goal": Goal.COVERAGE, "budget_eur": Decimal("Infinity")}, "bad_budget"),
        ({"goal": Goal.COVERAGE}, "question_needs_budget"),
        ({"goal": Goal.COVERAGE, "budget_eur": Decimal(1), "min_share": 0.5}, "question_needs_budget"),
        ({"goal": Goal.COVERAGE, "min_share": 0.5}, "question_needs_budget"),
        ({"goal": Goal.COST}, "question_needs_share"),
        ({"goal": Goal.COST, "budget_eur": Decimal(1), "min_share": 0.5}, "question_needs_share"),
        ({"goal": Goal.COST, "min_share": -0.1}, "bad_share"),
        ({"goal": Goal.COST, "min_share": 1.1}, "bad_share"),
        ({"goal": Goal.COST, "min_share": math.nan}, "bad_share"),
        ({"goal": Goal.COST, "min_share": 0.5, "free_gemeenten": frozenset()}, "no_free_gemeenten"),
    ],
)
def test_a_question_that_makes_no_sense_is_refused_in_a_dutch_sentence(fields: dict[str, Any], kind: str) -> None:
    with pytest.raises(QuestionError) as caught:
        Question(**fields)
    assert caught.value.kind == kind
    assert sentence(caught.value).endswith(".")


def test_the_borders_of_budget_and_share_are_fine() -> None:
    assert coverage(0).budget_eur == 0
    assert (cost(0).min_share, cost(1).min_share) == (0, 1)


def test_equal_questions_give_equal_text_whatever_the_order_of_gemeenten() -> None:
    codes = [f"GM{number:04d}" for number in range(20)]
    there, back = coverage(1, free=codes), coverage(1, free=codes[::-1])
    assert there.model_dump_json() == back.model_dump_json()
    assert json.loads(there.model_dump_json())["free_gemeenten"] == codes


def test_a_gemeente_that_the_region_does_not_have_is_refused() -> None:
    region = make_region(line_roads(), people=[(0, 0, 10)], sites=[make_site("a", 0)])
    with pytest.raises(QuestionError, match="unknown_free_gemeente") as caught:
        build_problem(region, make_uitgangspunten(), coverage(1, free=[HERE.code, "GM9999"]))
    assert caught.value.data == {"codes": "GM9999", "known": "GM0001"}
    assert "GM9999" in sentence(caught.value)


@pytest.mark.parametrize("sites", [[], [make_site("far", 0, gemeente=None)]])
def test_without_a_single_place_to_choose_from_there_is_no_question(sites: list[Site]) -> None:
    region = make_region(line_roads(), people=[(0, 0, 10)], sites=sites)
    with pytest.raises(QuestionError, match="no_sites") as caught:
        build_problem(region, make_uitgangspunten(), coverage(1, free=[HERE.code]))
    assert sentence(caught.value)


@pytest.mark.parametrize("seconds", [0, -1, math.nan, math.inf])
def test_a_time_limit_is_a_number_of_seconds_above_zero(seconds: float) -> None:
    with pytest.raises(QuestionError, match="bad_time_limit") as caught:
        solve(servicepunten([[0]], [1], coverage(10)), time_limit_s=seconds)
    assert sentence(caught.value)
