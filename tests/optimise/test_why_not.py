"""A question without a plan is answered: what blocks it, and the least that must give."""

from decimal import Decimal

import pytest

from spreiding.demand import Kern
from spreiding.domain import Vestigingstype
from spreiding.evaluation import evaluate
from spreiding.fields import Fields
from spreiding.judging.case import Case
from spreiding.judging.judge import judge_norm
from spreiding.norms import Confirmations, Label, ReachNorm
from spreiding.optimise.problem import Problem, build_problem
from spreiding.optimise.question import AskedNorm, Budget, Goal, Harm, Question
from spreiding.optimise.result import Relaxation, RelaxationKind, Result, RuleName, Status
from spreiding.optimise.solve import solve
from spreiding.optimise.stop import Stop
from spreiding.optimise.why_not import why_not
from spreiding.region import Region
from spreiding.scenario import today_plan
from spreiding.uitgangspunten import Uitgangspunten
from tests.optimise.worlds import make_transitions
from tests.worlds import HERE, THERE, line_roads, make_region, make_site, make_uitgangspunten

KLEIN, SERVICEPUNT = Vestigingstype.KLEIN, Vestigingstype.SERVICEPUNT
UITGANGSPUNTEN = make_uitgangspunten(max_m=1000.0)


def three_villages(*open_to: str) -> Region:
    """Aa (100 inwoners), Bee (50) and Cee (10), each 5 km further; only Aa has a branch, a klein one.

    `open_to` are the ids of the sites that there are; all three without any.
    """
    kernen = [
        Kern(id=name.lower(), name=name, x_m=x, y_m=0.0, inwoners=n, gemeente=HERE.code)
        for name, x, n in (("Aa", 0.0, 100), ("Bee", 5000.0, 50), ("Cee", 10_000.0, 10))
    ]
    sites = [
        make_site("a", 0.0, klasse=KLEIN, allowed_types=(KLEIN, SERVICEPUNT)),
        make_site("b", 5000.0, allowed_types=(SERVICEPUNT,)),
        make_site("c", 10_000.0, allowed_types=(SERVICEPUNT,)),
    ]
    return make_region(
        line_roads(),
        people=[(0.0, 0.0, 100), (5000.0, 0.0, 50), (10_000.0, 0.0, 10)],
        sites=[site for site in sites if not open_to or site.id in open_to],
        kernen=kernen,
    )


def reach(share: float, max_m: float, name: str = "dichtbij") -> ReachNorm:
    return ReachNorm(name=name, bron="proef", label=Label.EIGEN_KEUZE, share=share, max_m=max_m)


def most_people(**fields: object) -> Question:
    return Question(**({"goals": (Goal.COVERAGE,)} | fields))  # type: ignore[arg-type]


def answered(region: Region, question: Question) -> Result:
    result = solve(build_problem(region, UITGANGSPUNTEN, question), stop=Stop(30.0))
    assert result.status is Status.INFEASIBLE
    return why_not(region, UITGANGSPUNTEN, question, result)


def only(result: Result, kind: RelaxationKind) -> list[Relaxation]:
    return [each for each in result.relaxations if each.kind is kind]


def plan_of(region: Region, relaxation: Relaxation) -> Result:
    return solve(build_problem(region, relaxation.uitgangspunten, relaxation.question), stop=Stop(30.0))


@pytest.fixture(scope="module")
def too_poor() -> tuple[Region, Result]:
    """95 % of 160 is 152, so all three are needed: 35,669 + 2 × 11,890 = 59,449, for the klein one must stay klein."""
    region = three_villages()
    question = most_people(
        budgets=(Budget(eur_per_year=Decimal(50_000)),), norms=(AskedNorm(norm=reach(0.95, 1000.0)),)
    )
    return region, answered(region, question)


def test_what_blocks_is_what_would_help_alone(too_poor: tuple[Region, Result]) -> None:
    # Without the rule on the largest class three servicepunten fit: 35,670.
    _, result = too_poor
    assert {each.rule for each in result.blockers} == {"dichtbij", RuleName.BUDGET, RuleName.LARGEST}


def test_the_norm_that_blocks_names_its_gemeente_and_the_kern_that_falls_outside(
    too_poor: tuple[Region, Result],
) -> None:
    # € 50,000 pays the klein one and one servicepunt: Bee has more people than Cee.
    _, result = too_poor
    norm = next(each for each in result.blockers if each.rule == "dichtbij")
    assert (norm.gemeente, norm.kernen) == (HERE.code, ("Cee",))


def test_the_least_money_is_what_the_cheapest_plan_costs(too_poor: tuple[Region, Result]) -> None:
    _, result = too_poor
    (money,) = only(result, RelaxationKind.MONEY)
    assert (money.asked, money.needed, money.step, money.is_proven) == (50_000, 59_449, 1.0, True)


def test_the_least_share_is_in_tenths_of_a_percent(too_poor: tuple[Region, Result]) -> None:
    # Aa and Bee are 150 of 160 = 93.75 %; a tenth of a percent more would ask for 150.08.
    _, result = too_poor
    (share,) = only(result, RelaxationKind.SHARE)
    assert share.needed == pytest.approx(0.937)
    assert share.is_proven


def test_the_least_distance_is_that_of_the_last_village(too_poor: tuple[Region, Result]) -> None:
    # With Aa and Bee open, Cee is 5 km away; with Aa and Cee open, Bee is.
    _, result = too_poor
    (distance,) = only(result, RelaxationKind.DISTANCE)
    assert (distance.unit, distance.needed, distance.is_proven) == ("m", 5000.0, True)


@pytest.mark.parametrize("kind", list(RelaxationKind))
def test_every_relaxed_question_has_a_plan_that_the_normtoets_approves(
    too_poor: tuple[Region, Result], kind: RelaxationKind
) -> None:
    region, result = too_poor
    (relaxation,) = only(result, kind)
    found = plan_of(region, relaxation)
    assert found.status is Status.OPTIMAL
    assert found.plan is not None
    case = Case(region, found.plan, UITGANGSPUNTEN, (), Confirmations(is_all=True), Fields(region))
    asked = relaxation.question.norms[0].norm
    assert [each.shortage for each in judge_norm(case, asked)] == [0.0]


def test_a_budget_below_the_cheapest_plan_is_a_question_with_an_answer() -> None:
    region = three_villages()
    result = answered(region, most_people(budgets=(Budget(eur_per_year=Decimal(20_000)),)))
    (money,) = result.relaxations
    assert (money.needed, money.is_proven) == (35_669, True)
    assert {each.rule for each in result.blockers} == {RuleName.BUDGET, RuleName.LARGEST}


def test_a_norm_that_nobody_can_meet_names_the_distance_that_can_be_met() -> None:
    # Every site is closed but Aa's, and Cee is 10 km from there: no money helps.
    region = three_villages()
    question = most_people(
        budgets=(Budget(eur_per_year=Decimal(90_000)),),
        closed_sites=frozenset({"b", "c"}),
        norms=(AskedNorm(norm=reach(1.0, 1000.0)),),
    )
    result = answered(region, question)
    assert only(result, RelaxationKind.MONEY) == []
    (share,) = only(result, RelaxationKind.SHARE)
    (distance,) = only(result, RelaxationKind.DISTANCE)
    # Aa alone is 100 of 160 = 62.5 %.
    assert share.needed == pytest.approx(0.625)
    assert distance.needed == 10_000.0
    assert {each.rule for each in result.blockers} == {"dichtbij", RuleName.FIXED}


def test_what_helps_alone_is_what_blocks() -> None:
    # With another branch allowed both norms can be met at once.
    question = most_people(max_changes=0, norms=(AskedNorm(norm=reach(1.0, 1000.0)),))
    assert {each.rule for each in answered(three_villages(), question).blockers} == {"dichtbij", RuleName.MAX_CHANGES}


def test_two_norms_of_which_neither_blocks_alone_give_together_as_little_as_can_be() -> None:
    # There is no place but Aa, and Cee lives 10 km from it: both norms have to allow that, and no more.
    region = three_villages("a")
    question = most_people(
        max_changes=3,
        norms=(AskedNorm(norm=reach(1.0, 1000.0)), AskedNorm(norm=reach(1.0, 2000.0, "verder"))),
    )
    result = answered(region, question)
    found = {each.rule: each.needed for each in only(result, RelaxationKind.DISTANCE)}
    assert found == {"dichtbij": 10_000.0, "verder": 10_000.0}
    assert all(each.is_proven for each in result.relaxations)
    assert {each.rule for each in result.blockers} == {"dichtbij", "verder"}


def test_two_demands_that_are_each_impossible_are_both_named() -> None:
    # No money reaches Cee without a site near it, and € 20,000 does not pay the klein branch that must stay.
    question = most_people(budgets=(Budget(eur_per_year=Decimal(20_000)),), norms=(AskedNorm(norm=reach(1.0, 1000.0)),))
    result = answered(three_villages("a"), question)
    assert {each.rule for each in result.blockers} == {"dichtbij", RuleName.BUDGET, RuleName.LARGEST}


def test_budgets_of_two_gemeenten_grow_together_as_little_as_can_be() -> None:
    region = make_region(
        line_roads(),
        people=[(0.0, 0.0, 100), (10_000.0, 0.0, 10)],
        sites=[
            make_site("a", 0.0, klasse=KLEIN, allowed_types=(KLEIN, SERVICEPUNT)),
            make_site("d", 10_000.0, klasse=SERVICEPUNT, allowed_types=(SERVICEPUNT,), gemeente=THERE.code),
        ],
        gemeenten=[HERE, THERE],
        square_gemeente=[0, 1],
    )
    budgets = (
        Budget(gemeenten=frozenset({HERE.code}), eur_per_year=Decimal(30_000)),
        Budget(gemeenten=frozenset({THERE.code}), eur_per_year=Decimal(10_000)),
    )
    result = answered(region, most_people(budgets=budgets))
    assert {(each.gemeente, each.needed) for each in result.relaxations} == {(HERE.code, 35_669), (THERE.code, 11_890)}
    assert all(each.is_proven for each in result.relaxations)


def test_the_least_money_once_is_what_the_cheapest_opening_costs() -> None:
    # Everybody within 1 km: Bee and Cee open, at € 1,000.50 each.
    transitions = make_transitions(opening_eur=dict.fromkeys(Vestigingstype, Decimal("1000.50")))
    question = most_people(
        budgets=(Budget(eur_once=Decimal(1500)),),
        norms=(AskedNorm(norm=reach(1.0, 1000.0)),),
        transitions=transitions,
    )
    result = answered(three_villages(), question)
    assert {each.rule for each in result.blockers} == {"dichtbij", RuleName.ONCE}
    (money,) = (each for each in result.relaxations if each.kind is RelaxationKind.MONEY)
    assert (money.rule, money.asked, money.needed, money.step) == (RuleName.ONCE, 1500.0, 2001.0, 1.0)
    assert money.is_proven
    assert money.question.budgets[0].eur_once == 2001


def test_nothing_is_asked_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def build(region: Region, uitgangspunten: Uitgangspunten, question: Question) -> Problem:
        asked.append(f"{uitgangspunten.norm.max_m} {question.canonical_json()}")
        return build_problem(region, uitgangspunten, question)

    monkeypatch.setattr("spreiding.optimise.why_not.build_problem", build)
    # Neither norm can give by itself: so all that is asked here is whether there is a plan.
    norms = (AskedNorm(norm=reach(1.0, 1000.0)), AskedNorm(norm=reach(0.9, 900.0, "nog dichter")))
    result = answered(three_villages("a"), most_people(budgets=(Budget(eur_per_year=Decimal(50_000)),), norms=norms))
    assert {each.kind for each in result.relaxations} == {RelaxationKind.SHARE, RelaxationKind.DISTANCE}
    assert len(asked) == len(set(asked))


def test_a_harm_cap_that_blocks_says_how_much_harm_there_is_at_least() -> None:
    # The branch of Aa must close and nothing is further than 2 km worse: with Bee open Aa goes 5 km.
    region = three_villages()
    question = most_people(
        budgets=(Budget(eur_per_year=Decimal(90_000)),),
        keep_largest=False,
        closed_sites=frozenset({"a"}),
        harm=Harm(max_m=2000.0),
    )
    result = answered(region, question)
    (distance,) = only(result, RelaxationKind.DISTANCE)
    assert (distance.rule, distance.needed, distance.is_proven) == (RuleName.HARM, 5000.0, True)


def test_todays_branches_are_where_they_are() -> None:
    """The toy world is what its comments say: today everybody goes to Aa."""
    region = three_villages()
    evaluation = evaluate(region, today_plan(region.sites), UITGANGSPUNTEN)
    assert evaluation.nearest.metres.tolist() == [0.0, 5000.0, 10_000.0]
