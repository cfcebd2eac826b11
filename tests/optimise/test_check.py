"""No plan is shown on the solver's word alone: every figure and every rule is counted again, by other means."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from spreiding.domain import Option, Plan, Vestigingstype
from spreiding.evaluation import evaluate
from spreiding.norms import Predicate
from spreiding.optimise.check import confirm
from spreiding.optimise.problem import build_problem
from spreiding.optimise.question import AskedNorm, Budget, Goal, Harm, Question
from spreiding.optimise.result import Result, Stage, Status
from tests.judging.worlds import aantal, bereik
from tests.optimise.worlds import cost, coverage, distance, make_transitions
from tests.worlds import HERE, THERE, line_roads, make_region, make_site, make_uitgangspunten

GROOT, MIDDELGROOT, KLEIN, SERVICEPUNT = Vestigingstype
# A klein at 0 km with 100 people, places at 4 and 9 km with 30 and 60; in Daar at 9 km a groot stands.
REGION = make_region(
    line_roads(),
    people=[(0, 0, 100), (4000, 0, 30), (9000, 0, 60)],
    sites=[
        make_site("west", 0, klasse=KLEIN),
        make_site("midden", 4000),
        make_site("oost", 9000),
        make_site("daar", 9000, klasse=GROOT, gemeente=THERE.code),
    ],
    gemeenten=(HERE, THERE),
)
USING = make_uitgangspunten(max_m=3000)
TODAY = {"west": KLEIN, "daar": GROOT}
FREE = [HERE.code]


def told(question: Question, plan: dict[str, Vestigingstype], **figures: Any) -> None:  # noqa: ANN401 - of a result
    """Confirm a plan of which the solver tells these figures; by hand: 160 within 3 km for the klein's € 35,669."""
    problem = build_problem(REGION, USING, question)
    options = Plan.of([(site, Option(type=klasse)) for site, klasse in plan.items()])
    result = Result(
        status=Status.OPTIMAL,
        stages=(),
        seconds=0.0,
        seed=0,
        fingerprint="",
        plan=options,
        inwoners_within=160.0,
        eur_per_year=Decimal(35_669),
    )
    evaluation = evaluate(REGION, options, USING)
    confirm(problem, replace(result, **figures), evaluation, region=REGION, uitgangspunten=USING)


def test_a_plan_that_is_what_it_is_said_to_be_is_confirmed() -> None:
    told(coverage(40_000, free=FREE), TODAY, stages=(Stage(Goal.COVERAGE, 160.0, 160.0),))
    told(cost(0.5, free=FREE), TODAY, stages=(Stage(Goal.COST, 35_669.0, 35_669.0),))
    # A servicepunt more at 4 km: 30 persons and € 11,890 more.
    figures: dict[str, Any] = {"inwoners_within": 190.0, "eur_per_year": Decimal(47_559)}
    told(coverage(50_000, free=FREE), {**TODAY, "midden": SERVICEPUNT}, **figures)


@pytest.mark.parametrize(
    ("figures", "words"),
    [
        ({"inwoners_within": 160.1}, "160.0 persons, not 160.1"),
        ({"eur_per_year": Decimal("35669.01")}, "35669.00 euros per year, not 35669.01"),
        ({"eur_once": Decimal(0)}, "None euros once, not 0"),
        ({"stages": (Stage(Goal.COVERAGE, 161.0, 161.0),)}, "bereik 160.0, not 161.0"),
    ],
)
def test_a_figure_that_is_otherwise_is_a_fault_of_our_own(figures: dict[str, Any], words: str) -> None:
    with pytest.raises(RuntimeError, match=words):
        told(coverage(40_000, free=FREE), TODAY, **figures)


def test_the_value_of_a_goal_on_distances_comes_from_the_evaluation() -> None:
    # Nearest of any kind: 100 at 0 m, 30 at 4 km, 60 at 0 m.
    question = distance(40_000, free=FREE, weighing={"functions": {}})
    told(question, TODAY, stages=(Stage(Goal.DISTANCE, 120_000 / 190, 0.0), Stage(Goal.FURTHEST, 4000.0, 0.0)))
    # The furthest tenth are 19 of the 30.
    told(question, TODAY, stages=(Stage(Goal.WORST_TENTH, 4000.0, 0.0),))
    with pytest.raises(RuntimeError, match="afstand"):
        told(question, TODAY, stages=(Stage(Goal.DISTANCE, 600.0, 0.0),))
    # Per kernfunctie: 2 and 4 are offered by nobody and cost 15 km, the others as above.
    whole = (3 * 120_000 / 190 + 2 * 15_000) / 5
    told(distance(40_000, free=FREE), TODAY, stages=(Stage(Goal.DISTANCE, whole, 0.0),))


def test_what_is_short_of_a_norm_with_a_price_is_in_the_first_goal() -> None:
    # Three quarters of 190 within 1 km: 142.5, and there are 160. All within 1 km: 30 short, at 2 persons each.
    enough, all_ = (AskedNorm(norm=bereik(1000, share=share), price=2.0) for share in (0.75, 1.0))
    told(coverage(40_000, free=FREE, norms=(enough,)), TODAY, stages=(Stage(Goal.COVERAGE, 160.0, 0.0),))
    told(coverage(40_000, free=FREE, norms=(all_,)), TODAY, stages=(Stage(Goal.COVERAGE, 100.0, 0.0),))
    # In metres per person: (120,000 + 2 · 30) / 190.
    by_distance = distance(40_000, free=FREE, norms=(all_,), weighing={"functions": {}})
    told(by_distance, TODAY, stages=(Stage(Goal.DISTANCE, 120_060 / 190, 0.0),))


def test_what_is_paid_once_is_counted_by_the_transitions() -> None:
    # To open a servicepunt costs 10,000, a thousand a year for ten years.
    transitions = make_transitions(opening_eur={SERVICEPUNT: Decimal(10_000)})
    question = coverage(50_000, free=FREE, transitions=transitions)
    plan = {**TODAY, "midden": SERVICEPUNT}
    told(question, plan, inwoners_within=190.0, eur_per_year=Decimal(48_559), eur_once=Decimal(10_000))
    with pytest.raises(RuntimeError, match=r"47559|48559"):
        told(question, plan, inwoners_within=190.0, eur_per_year=Decimal(47_559), eur_once=Decimal(10_000))


@pytest.mark.parametrize(
    ("question", "plan", "words"),
    [
        (coverage(35_668, free=FREE), TODAY, "budget 0: 35669.00 of 35668"),
        (
            coverage(1, free=FREE, budgets=(Budget(gemeenten=frozenset(FREE), eur_per_year=Decimal(1)),)),
            TODAY,
            "budget",
        ),
        (cost(0.9, free=FREE), TODAY, "share: 160.0 of 171"),
        (coverage(40_000, free=FREE, norms=(AskedNorm(norm=aantal(2)),)), TODAY, "norm proef in GM0001: 1 of 2"),
        (coverage(40_000, free=FREE, norms=(AskedNorm(norm=bereik(1000, share=0.9)),)), TODAY, "norm proef"),
        (coverage(40_000, free=FREE, open_sites={"oost"}), TODAY, "oost is closed"),
        (coverage(40_000, free=FREE, closed_sites={"west"}), TODAY, "west is not closed"),
        (coverage(40_000, free=FREE, largest={HERE.code: GROOT}), TODAY, "GM0001 loses its largest class"),
        (coverage(40_000, free=FREE, minimum_catchment={KLEIN: 131}), TODAY, "west serves 130.0 of 131"),
        (coverage(40_000, free=FREE), {**TODAY, "daar": KLEIN}, "daar may not change"),
        (coverage(40_000, free=FREE), {"west": KLEIN}, "daar may not close"),
        (
            coverage(40_000, free=FREE, allowed={"midden": (Option(type=KLEIN),)}),
            {**TODAY, "midden": SERVICEPUNT},
            "midden is not allowed",
        ),
        (
            coverage(90_000, free=FREE, transitions=make_transitions(closing={})),
            {"midden": KLEIN, "daar": GROOT},
            "west changes at an unknown price",
        ),
        (coverage(90_000, free=FREE, max_changes=0), {**TODAY, "midden": SERVICEPUNT}, "1 of 0 changes"),
        (coverage(90_000, free=FREE, harm=Harm(max_m=3999.0)), {"midden": KLEIN, "daar": GROOT}, "1 points"),
        (coverage(90_000, free=FREE, harm=Harm(max_minutes=3.9)), {"midden": KLEIN, "daar": GROOT}, "1 points"),
    ],
)
def test_a_plan_that_breaks_a_rule_is_never_confirmed(
    question: Question, plan: dict[str, Vestigingstype], words: str
) -> None:
    with pytest.raises(RuntimeError, match=words):
        told(question, plan)


@pytest.mark.parametrize(
    "question",
    [
        coverage(35_669, free=FREE),
        cost(0.84, free=FREE),
        coverage(40_000, free=FREE, norms=(AskedNorm(norm=aantal(1, predicate=Predicate(minimum_type=KLEIN))),)),
        coverage(40_000, free=FREE, open_sites={"west"}, closed_sites={"oost"}),
        coverage(40_000, free=FREE, minimum_catchment={KLEIN: 130, GROOT: 10_000}),
        coverage(40_000, free=FREE, max_changes=0, harm=Harm(max_m=0.0), largest={HERE.code: SERVICEPUNT}),
    ],
)
def test_a_plan_that_is_just_within_every_rule_is_confirmed(question: Question) -> None:
    # 84 % of 190 is 159.6. From 4 km it is 4 km to the west and 5 km to Daar, whose groot may not change.
    told(question, TODAY)
