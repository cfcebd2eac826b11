"""What a search found, in Dutch: every remark, obstacle and way out has its sentence, filled in and whole."""

import ast
import math
import string
from dataclasses import replace

import pytest

from spreiding import workflow
from spreiding.domain import Kernfunctie
from spreiding.optimise.purposes import Purpose
from spreiding.optimise.question import Budget, Goal, Question
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
from spreiding.plan_distances import PlanDistances
from spreiding.ui import plan_words
from spreiding.ui.plan_remarks import OPMERKINGEN, remark_sentence
from spreiding.ui.purpose_words import NOTHING, RULES, purposes
from tests.worlds import make_uitgangspunten

NAMES = {"GM0001": "De Wolden", "GM0002": "Daar"}
QUESTION = Question(goals=(Goal.COVERAGE,), budgets=(Budget(eur_per_year=None),))


def fields(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


def made_remarks() -> list[tuple[str, set[str]]]:
    """Kind and names of the data of every remark that the program makes, data written out as a dictionary."""
    found = []
    for module in sorted((workflow.ROOT / "spreiding").rglob("*.py")):
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Remark":
                kind, data = node.args
                if isinstance(kind, ast.Attribute) and isinstance(data, ast.Dict) and None not in data.keys:
                    keys = {key.value for key in data.keys if isinstance(key, ast.Constant)}
                    found.append((kind.attr, {str(key) for key in keys}))
    return found


def test_every_remark_of_a_search_has_its_sentence() -> None:
    assert set(OPMERKINGEN) == set(RemarkKind)


def test_a_remark_carries_what_its_sentence_asks_for() -> None:
    made = made_remarks()
    assert len(made) >= 5
    lacking = {kind: fields(OPMERKINGEN[RemarkKind[kind]]) - keys for kind, keys in made}
    assert not {kind: names for kind, names in lacking.items() if names}


def test_a_remark_writes_numbers_and_lists_as_dutch_people_do() -> None:
    names = "Assen, Emmen, Hoogeveen"
    text = remark_sentence(Remark(RemarkKind.WITHOUT_TARIFF, {"gemeenten": names, "n_stay": 8, "n_closed": 1055}))
    assert "Assen, Emmen en Hoogeveen" in text
    assert "1.055" in text
    assert "verder dan 12,5\u00a0km" in remark_sentence(
        Remark(RemarkKind.BEYOND_CUTOFF, {"inwoners": 1234.0, "cutoff_m": 12_500.0})
    )


def test_every_goal_has_its_words_and_its_unit() -> None:
    assert set(plan_words.GOALS) == set(Goal)
    assert [plan_words.written(goal, 1234.6) for goal in (Goal.COVERAGE, Goal.COST, Goal.DISTANCE)] == [
        "1.235 inwoners",
        "€\u00a01.235",
        "1,23\u00a0km",
    ]
    assert plan_words.written(Goal.FURTHEST, math.nan) == "onbekend"


def test_every_rule_that_can_stand_in_the_way_has_its_sentence() -> None:
    assert set(plan_words.BLOCKERS) == set(RuleName)
    for rule in (*RuleName, "Een eigen norm"):
        told = plan_words.blocker_sentence(Blocker(rule, "GM0001", ()), NAMES)
        assert " in De Wolden" in told
        assert "{" not in told


def test_kernen_in_which_people_are_short_are_named_the_first_five() -> None:
    told = plan_words.blocker_sentence(Blocker("N", None, tuple("abcdefg")), NAMES)
    assert told == "De norm 'N' is niet te halen. Tekort in a, b, c, d, e en nog 2 andere."
    assert plan_words.blocker_sentence(Blocker("N", None, ("a", "b")), NAMES).endswith("Tekort in a en b.")


def relaxed(kind: RelaxationKind, rule: str, unit: str, asked: float, needed: float, **more: object) -> Relaxation:
    known = Relaxation(kind, rule, None, unit, asked, needed, 1.0, QUESTION, make_uitgangspunten(), is_proven=True)
    return replace(known, **more)  # type: ignore[arg-type]  # fields by name


@pytest.mark.parametrize(
    ("relaxation", "said", "typed"),
    [
        (
            relaxed(RelaxationKind.MONEY, RuleName.BUDGET, "eur", 10_000, 71_337, gemeente="GM0001"),
            "€\u00a071.337 per jaar voor De Wolden in plaats van €\u00a010.000",
            "--budget 'De Wolden=71337'",
        ),
        (
            relaxed(RelaxationKind.MONEY, RuleName.BUDGET, "eur", 1, 71_337.05, step=0.01),
            "€\u00a071.337,05 per jaar in plaats van €\u00a01,00",
            "--budget 71337,05",
        ),
        (
            relaxed(RelaxationKind.MONEY, RuleName.ONCE, "eur", 1, 9),
            "€\u00a09 eenmalig in plaats van €\u00a01",
            None,
        ),
        (
            relaxed(RelaxationKind.SHARE, RuleName.MIN_SHARE, "share", 0.9, 0.873),
            "87,3% van de inwoners binnen de norm in plaats van 90%",
            "--aandeel 87,3",
        ),
        (
            relaxed(RelaxationKind.SHARE, "Een kwartier", "share", 0.9, 0.8),
            "80% in plaats van 90% bij de norm 'Een kwartier'",
            None,
        ),
        (
            relaxed(RelaxationKind.DISTANCE, RuleName.MIN_SHARE, "m", 5000, 6200),
            "een norm van 6,2\u00a0km in plaats van 5\u00a0km",
            "--norm-m 6200",
        ),
        (
            relaxed(RelaxationKind.DISTANCE, RuleName.HARM, "m", 500, 1200),
            "niemand meer dan 1,2\u00a0km verder dan nu in plaats van 0,5\u00a0km",
            "--verslechtering 1200",
        ),
        (
            relaxed(RelaxationKind.DISTANCE, RuleName.HARM, "min", 5, 12),
            "niemand meer dan 12\u00a0min verder dan nu in plaats van 5\u00a0min",
            None,
        ),
        (
            relaxed(RelaxationKind.DISTANCE, "Een kwartier", "min", 15, 17),
            "17\u00a0min in plaats van 15\u00a0min bij de norm 'Een kwartier'",
            None,
        ),
    ],
)
def test_what_must_give_is_said_exactly_with_what_to_type(relaxation: Relaxation, said: str, typed: str | None) -> None:
    assert plan_words.relaxation_sentence((relaxation,), NAMES) == f"Wel mogelijk: {said}. {plan_words.LEAST}"
    assert plan_words.relaxation_options((relaxation,), NAMES) == typed


def test_what_must_give_together_is_said_together() -> None:
    more = [
        relaxed(RelaxationKind.MONEY, RuleName.BUDGET, "eur", 1, amount, gemeente=code)
        for code, amount in (("GM0001", 5.0), ("GM0002", 7.0))
    ]
    together = [replace(each, uitgangspunten=more[0].uitgangspunten, is_proven=False) for each in more]
    share = relaxed(RelaxationKind.SHARE, RuleName.MIN_SHARE, "share", 0.9, 0.8)
    money, other = plan_words.grouped([*together, share])
    assert other == (share,)
    told = plan_words.relaxation_sentence(money, NAMES)
    assert "€\u00a05 per jaar voor De Wolden in plaats van €\u00a01 en €\u00a07 per jaar voor Daar" in told
    assert told.endswith(plan_words.NOT_LEAST)
    assert plan_words.relaxation_options(money, NAMES) == "--budget 'De Wolden=5' --budget Daar=7"


def result(status: Status, *, value: float = 100.0, bound: float = 110.0, remarks: tuple[Remark, ...] = ()) -> Result:
    stages = (Stage(Goal.COVERAGE, value, bound),)
    return Result(status, stages, 1.0, 0, "x", None, math.nan, None, remarks=remarks)


def test_how_sure_an_answer_is_is_one_sentence_for_each_way_to_end() -> None:
    told = {status: plan_words.certainty(QUESTION, result(status)) for status in Status}
    assert plan_words.certainty(QUESTION, result(Status.OPTIMAL, bound=100.0)) == plan_words.PROVEN
    # A gap of 0.009% counts as proven, and is not hidden.
    nearly = plan_words.certainty(QUESTION, result(Status.OPTIMAL, value=100_000.0, bound=100_009.0))
    assert nearly == "Nagerekend: beter kan niet, op hooguit 0,01% na."
    assert told[Status.INFEASIBLE] == plan_words.IMPOSSIBLE
    assert told[Status.NO_PLAN] == plan_words.NOTHING_FOUND
    # |100 - 110| / 100.
    assert "hooguit 10,00%" in told[Status.TIME_LIMIT]
    assert plan_words.certainty(QUESTION, result(Status.TIME_LIMIT, bound=math.nan)) == plan_words.NO_BOUND
    stopped = (Remark(RemarkKind.STOPPED, {}),)
    assert plan_words.certainty(QUESTION, result(Status.TIME_LIMIT, remarks=stopped)).startswith("U stopte")


def test_a_goal_in_which_all_plans_are_as_good_is_not_called_proven() -> None:
    question = QUESTION.model_copy(update={"goals": (Goal.FURTHEST, Goal.COST)})
    same = (Remark(RemarkKind.AT_CUTOFF, {"cutoff_m": 15_000.0}),)
    found = result(Status.OPTIMAL, value=15_000.0, bound=15_000.0, remarks=same)
    assert plan_words.certainty(question, found) == plan_words.NO_DIFFERENCE
    # Only the second goal cannot choose: what is proven of the first, stands.
    second = question.model_copy(update={"goals": (Goal.COST, Goal.FURTHEST)})
    assert plan_words.certainty(second, found) == plan_words.PROVEN


def test_progress_tells_what_is_known_so_far() -> None:
    assert plan_words.searching(Goal.COST, math.nan, math.nan) == plan_words.SEARCHING
    assert plan_words.searching(Goal.COVERAGE, math.nan, 50.0) == "Beter dan 50 inwoners kan zeker niet."
    both = plan_words.searching(Goal.DISTANCE, 4000.0, 3900.0)
    assert (
        both
        == "Beste plan tot nu toe: 4,00\u00a0km. Beter dan 3,90\u00a0km kan zeker niet. Nog hooguit 2,50% te winnen."
    )


def test_the_cut_off_is_told_where_it_counts() -> None:
    near = PlanDistances(4550.0, 4550.0, 2680.0, 15_000.0, 0.0)
    assert plan_words.distances_sentence(near) == (
        "Gemiddeld 4,55\u00a0km per kernfunctie, en 2,68\u00a0km tot de dichtstbijzijnde vestiging van welke soort ook."
    )
    far = plan_words.distances_sentence(replace(near, capped_m=4500.0, inwoners_beyond=12.0))
    assert "4,55\u00a0km (4,50\u00a0km als verder dan 15 km telt als 15 km) per kernfunctie" in far
    never = plan_words.distances_sentence(replace(near, functions_m=math.inf, inwoners_beyond=12.0))
    assert "4,55\u00a0km (verder dan 15 km, of nergens te krijgen, telt als 15 km)" in never


def test_what_a_branch_is_for_is_its_functions_its_rules_and_its_hours() -> None:
    found = purposes(
        [
            Purpose("a", frozenset({Kernfunctie(4), Kernfunctie(2)}), 12.0, (RuleName.LARGEST, "Een norm")),
            Purpose("b", frozenset(), None, ()),
        ]
    )
    assert found["a"] == (
        "ontwikkeling en educatie; ontmoeting en debat; de grootste klasse van de gemeente; de norm 'Een norm'; "
        "12\u00a0uur per week meer bemand dan een kleine"
    )
    assert found["b"] == NOTHING
    # The rules of which `purposes` tells that a klein branch would break them.
    assert set(RULES) == {RuleName.MIN_SHARE, RuleName.LARGEST, RuleName.FIXED}
