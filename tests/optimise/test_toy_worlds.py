"""Best plans of tiny worlds that follow by hand from the tariffs of 003 §2.2, and nothing better left out."""

from decimal import Decimal
from itertools import product
from typing import Any

import numpy as np
import pytest

from spreiding import planning
from spreiding.domain import Kernfunctie, Option, Package, Plan, Vestigingstype
from spreiding.evaluation import evaluate
from spreiding.norms import Area, Confirmations, Predicate
from spreiding.optimise.check import Recount, confirm
from spreiding.optimise.problem import build_problem
from spreiding.optimise.question import AskedNorm, Budget, Goal, Harm, Question
from spreiding.optimise.result import Status
from spreiding.optimise.solve import solve
from spreiding.optimise.stop import Stop
from spreiding.region import Region
from spreiding.supply import Site
from spreiding.uitgangspunten import Uitgangspunten
from tests.judging.worlds import ASSUMPTIONS, aantal, bereik, iedere, kern, make_kern, uren
from tests.optimise.worlds import Best, best_of, cost, coverage, distance, make_transitions
from tests.worlds import HERE, THERE, line_roads, make_region, make_site, make_uitgangspunten

GROOT, MIDDELGROOT, KLEIN, SERVICEPUNT = Vestigingstype
USING = make_uitgangspunten(max_m=4000)
# Four places at 0, 4, 8 and 12 km with 100, 30, 20 and 50 inwoners; a norm of 4 km, which itself is within.
PEOPLE = [(0, 0, 100), (4000, 0, 30), (8000, 0, 20), (12_000, 0, 50)]


def four_places(*branches: Site, **fields: Any) -> Region:  # noqa: ANN401 - whatever a region has
    candidates = [make_site(f"k{x // 4000}", x) for x in (0, 4000, 8000, 12_000)]
    return make_region(line_roads(12), people=PEOPLE, sites=[*branches, *candidates], **fields)


def best(region: Region, question: Question, *, using: Uitgangspunten = USING) -> Best:
    found = best_of(build_problem(region, using, question))
    assert found is not None
    return found


def eur(best_: Best) -> float:
    return best_.cents / 100


# --- coverage and cost ---


def test_one_servicepunt_stands_where_it_reaches_most() -> None:
    # Reach: k0 {0, 4} 130 · k1 {0, 4, 8} 150 · k2 {4, 8, 12} 100 · k3 {8, 12} 70. A servicepunt costs 11,890.
    found = best(four_places(), coverage(11_890))
    assert (found.plan, found.value, eur(found)) == ({"k1": "servicepunt"}, 150, 11_890)
    assert best(four_places(), coverage("11889.99")).plan == {}


def test_two_servicepunten_reach_all_and_money_left_over_stays_unspent() -> None:
    # k0 + k2 {0, 4, 8, 12}, k0 + k3, k1 + k2 and k1 + k3 all reach 200 for 23,780; a third wins nothing.
    found = best(four_places(), coverage(1_000_000))
    assert (found.value, eur(found), len(found.plan)) == (200, 23_780, 2)


def test_the_cheapest_plan_for_a_share_counts_the_border_as_reached() -> None:
    # 75 % of 200 is exactly the 150 of k1 alone; for 76 % a second one is needed.
    assert best(four_places(), cost(0.75)).plan == {"k1": "servicepunt"}
    assert eur(best(four_places(), cost(0.76))) == 23_780


def test_of_equally_good_and_cheap_plans_the_one_closest_to_today_is_taken() -> None:
    # Today servicepunten at 0 and 12 km: together they reach all, as three other pairs do, without any change.
    today = [make_site("b0", 0, klasse=SERVICEPUNT), make_site("b3", 12_000, klasse=SERVICEPUNT)]
    found = best(four_places(*today), coverage(1_000_000))
    assert (found.plan, found.changes) == ({"b0": "servicepunt", "b3": "servicepunt"}, 0)


def test_the_largest_class_may_move_within_the_gemeente_but_not_to_another() -> None:
    # Hier must keep a groot. At 0 km (today) it reaches 130; moved to k1 it reaches 150 for the same 95,116. Daar's
    # candidate at 8 km cannot take it over.
    sites = [make_site("b0", 0, klasse=GROOT), make_site("k1", 4000), make_site("k2", 8000, gemeente=THERE.code)]
    region = make_region(line_roads(12), people=PEOPLE, sites=sites, gemeenten=(HERE, THERE))
    assert best(region, coverage(95_116)).plan == {"k1": "groot"}
    # Without the rule any branch counts: servicepunten at 0 or 4 km and at 8 km reach all, and b0 is there already.
    assert best(region, coverage(95_116, keep_largest=False)).plan == {"b0": "servicepunt", "k2": "servicepunt"}


def test_each_gemeente_keeps_its_own_largest_class_or_pays() -> None:
    sites = [
        make_site("b0", 0, klasse=GROOT),
        make_site("k1", 4000),
        make_site("b3", 12_000, klasse=MIDDELGROOT, gemeente=THERE.code),
    ]
    region = make_region(line_roads(12), people=PEOPLE, sites=sites, gemeenten=(HERE, THERE))
    # From b0 one reaches 0 and 4 km, from b3 8 and 12 km: 95,116 + 71,337 = 166,453.
    found = best(region, coverage(1_000_000))
    assert (found.plan, eur(found)) == ({"b0": "groot", "b3": "middelgroot"}, 166_453)
    # Half of all live within the norm of a servicepunt at 0 or 4 km. To keep the groot costs € 83,226 more a year.
    for price, klasse in ((83_225.0, "servicepunt"), (83_227.0, "groot")):
        plan = best(region, cost(0.5, free=[HERE.code], largest_price=price)).plan
        assert set(plan.values()) == {klasse, "middelgroot"}


def test_every_gemeente_spends_its_own_budget() -> None:
    # Hier has 0 and 4 km, Daar 8 and 12 km. With a servicepunt each they reach all; the money of one is no help to the
    # other, however much it is.
    sites = [
        make_site("k0", 0),
        make_site("k1", 4000),
        make_site("k2", 8000, gemeente=THERE.code),
        make_site("k3", 12_000, gemeente=THERE.code),
    ]
    region = make_region(
        line_roads(12), people=PEOPLE, sites=sites, gemeenten=(HERE, THERE), square_gemeente=[0, 0, 1, 1]
    )

    def budgets(here: int, there: int) -> tuple[Budget, ...]:
        return tuple(
            Budget(gemeenten=frozenset({code}), eur_per_year=Decimal(amount))
            for code, amount in ((HERE.code, here), (THERE.code, there))
        )

    assert best(region, coverage(1, budgets=budgets(11_890, 11_890))).value == 200
    # All for Hier: k1 alone reaches 0, 4 and 8 km; k0 adds nobody.
    assert best(region, coverage(1, budgets=budgets(1_000_000, 11_889))).value == 150


# --- norms ---


def asking(*norms: Any, **fields: Any) -> Question:  # noqa: ANN401 - norms, any field
    given = {"keep_largest": False, "confirmations": Confirmations(is_all=True), **fields}
    return cost(None, norms=tuple(AskedNorm(norm=norm) for norm in norms), **given)


def test_a_norm_for_all_five_kernfuncties_is_served_by_middelgroot_with_its_package() -> None:
    # 71,337 + 17,553 = 88,890, the cheapest option with all five; at k1 it reaches 150 of 200.
    norm = bereik(4000, share=0.75, area=Area.REGIO, predicate=Predicate(kernfuncties=frozenset(Kernfunctie)))
    found = best(four_places(), asking(norm))
    assert (found.plan, eur(found)) == ({"k1": "middelgroot+"}, 88_890)


def test_functions_together_come_from_the_cheapest_that_offer_them() -> None:
    # 1 to 5 together: middelgroot with LLO 1 for 88,890; no two cheaper ones offer the fourth.
    norm = aantal(predicate=Predicate(kernfuncties=frozenset(Kernfunctie)), is_together=True)
    assert eur(best(four_places(), asking(norm))) == 88_890
    # 2 and 3: klein with its package has both, 35,669 + 8,768.
    two = aantal(predicate=Predicate(kernfuncties=frozenset({Kernfunctie(2), Kernfunctie(3)})), is_together=True)
    assert eur(best(four_places(), asking(two))) == 44_437


def test_hours_are_bought_where_they_add_up_most_cheaply() -> None:
    # 16 hours within 4 km for 65 % of 200, 130: klein has 16 hours for 35,669; two servicepunten have 8 each, together
    # 16 for 23,780, for who is near both: k0 and k1 for the 130 at 0 and 4 km.
    found = best(four_places(), asking(uren(16, 4000, share=0.65, area=Area.REGIO)), using=ASSUMPTIONS)
    assert (found.plan, eur(found)) == ({"k0": "servicepunt", "k1": "servicepunt"}, 23_780)


def test_every_branch_as_the_norm_asks_makes_small_ones_impossible() -> None:
    every = iedere(predicate=Predicate(minimum_type=KLEIN))
    found = best(four_places(), asking(every, bereik(4000, share=0.75, area=Area.REGIO)))
    assert (found.plan, eur(found)) == ({"k1": "klein"}, 35_669)


def test_a_kern_that_is_far_from_everything_gets_something_of_its_own_or_something_near() -> None:
    # West (0 km) and oost (12 km), both of 1,000. Within 4 km of a branch on average they need none of their own: k1 is
    # 4 km from west, k2 from oost. Two servicepunten do in any case; nearer than 13 km one does, k1 or k2 or any.
    kernen = [make_kern("west", 0), make_kern("oost", 12_000)]
    region = four_places(kernen=kernen)
    assert eur(best(region, asking(kern(beyond_m=4000.0)))) == 23_780
    assert eur(best(region, asking(kern(beyond_m=8000.0)))) == 11_890
    assert best(region, asking(kern(beyond_m=3999.0))).plan.keys() == {"k0", "k3"}


def test_a_price_buys_off_what_costs_more_than_it_is_worth() -> None:
    # All 200 within 4 km: k1 reaches 150 for 11,890, another one the last 50 for as much, € 237.80 a person.
    def asked(price: float) -> Question:
        norm = bereik(4000, share=1.0, area=Area.REGIO)
        return cost(None, keep_largest=False, norms=(AskedNorm(norm=norm, price=price),))

    dear, cheap = best(four_places(), asked(238.0)), best(four_places(), asked(237.0))
    assert (len(dear.plan), dear.value) == (2, 2_378_000)
    assert (cheap.plan, cheap.value) == ({"k1": "servicepunt"}, 1_189_000 + 50 * 23_700)


# --- rules ---


def test_changes_catchments_and_harm_bind_the_plan() -> None:
    today = [make_site("b0", 0, klasse=SERVICEPUNT)]
    region = four_places(*today)
    # At most one change: today's stays and one more reaches 200 (k2 or k3).
    assert best(region, coverage(1_000_000, max_changes=1)).plan.keys() in ({"b0", "k2"}, {"b0", "k3"})
    # Every branch must serve 71. Beside b0, which takes who is as far from both, k2 and k3 serve 70; k1 serves 100.
    least = dict.fromkeys(Vestigingstype, 71)
    found = best(region, coverage(1_000_000, max_changes=1, minimum_catchment=least))
    assert (set(found.plan), found.value) == ({"b0", "k1"}, 150)
    # For € 11,890 k1 reaches 150, 4 km from who lives beside b0 today.
    assert best(region, coverage(11_890)).plan == {"k1": "servicepunt"}
    assert best(region, coverage(11_890, harm=Harm(max_m=3999.0))).plan == {"b0": "servicepunt"}
    assert best(region, coverage(11_890, harm=Harm(max_m=4000.0))).plan == {"k1": "servicepunt"}


def test_fixed_choices_bind_the_plan() -> None:
    region = four_places()
    assert best(region, coverage(11_890, open_sites={"k3"})).plan == {"k3": "servicepunt"}
    assert best(region, coverage(11_890, closed_sites={"k1"})).plan == {"k0": "servicepunt"}
    klein = Option(type=KLEIN)
    assert best(region, coverage(11_890, allowed={"k1": (klein,)})).plan == {"k0": "servicepunt"}
    assert best(region, coverage(35_669, allowed={"k1": (klein,)})).value == 200


def test_an_investment_budget_forbids_what_cannot_be_paid_once() -> None:
    # To open costs 5,000 here, and 500 a year for ten years: two for 2 · 12,390.
    transitions = make_transitions(opening_eur=dict.fromkeys(Vestigingstype, Decimal(5000)))
    yearly, once = Budget(eur_per_year=Decimal(24_780)), Budget(eur_once=Decimal(9_999))
    both = best(four_places(), coverage(1, budgets=(yearly,), transitions=transitions))
    assert (both.value, eur(both)) == (200, 24_780)
    assert best(four_places(), coverage(1, budgets=(yearly, once), transitions=transitions)).value == 150


# --- distances ---


def test_distance_per_kernfunctie_buys_functions_and_not_only_places() -> None:
    # One place at 0 km with 100 people and one at 4 km with 30, a cut-off of 10 km. For 35,669 a year: klein at 0 km
    # gives three functions (0 m, 4 km), 2 and 4 are 10 km away: 2/5 of 130 · 10 km and 3/5 of 30 · 4 km. Two
    # servicepunten give two functions to all at once: 3/5 of 130 · 10 km. Klein: 520 + 72 = 592; servicepunten 780.
    region = make_region(
        line_roads(), people=[(0, 0, 100), (4000, 0, 30)], sites=[make_site("a", 0), make_site("b", 4000)]
    )
    weighing: dict[str, Any] = {"cutoff_m": 10_000.0}
    found = best(region, distance(35_669, weighing=weighing))
    assert (found.plan, round(found.value, 6)) == ({"a": "klein"}, 592_000)
    # The nearest of any kind is the case of one function: two servicepunten, nobody travels.
    any_ = best(region, distance(35_669, weighing={"functions": {}}))
    assert (any_.plan, any_.value) == ({"a": "servicepunt", "b": "servicepunt"}, 0)


# --- with the solver, and with everything that was left out ---


@pytest.mark.parametrize(
    ("question", "value"),
    [
        (coverage(11_890), 150.0),
        (cost(0.76), 23_780.0),
        # 100 · 4 + 20 · 4 + 50 · 8 km over 200 people from k1; from k0 0 + 30 · 4 + 20 · 8 + 50 · 12 km is the same.
        (distance(11_890, weighing={"functions": {}}), 4400.0),
    ],
)
def test_the_search_finds_and_confirms_what_follows_by_hand(question: Question, value: float) -> None:
    region = four_places()
    problem = build_problem(region, USING, question)
    result = solve(problem, stop=Stop(120.0))
    assert result.status is Status.OPTIMAL
    assert result.plan is not None
    assert result.objective == pytest.approx(value)
    confirm(problem, result, evaluate(region, result.plan, USING), region=region, uitgangspunten=USING)


def questions(budget: int) -> list[Question]:
    all_five = Predicate(kernfuncties=frozenset(Kernfunctie))
    norms = [
        AskedNorm(norm=bereik(3000, share=0.4, area=Area.REGIO, predicate=Predicate(minimum_type=KLEIN)), price=3.0),
        AskedNorm(norm=uren(24, 4000, share=0.3, area=Area.REGIO), price=5.0),
        AskedNorm(norm=aantal(predicate=all_five, is_together=True), price=40.0),
        AskedNorm(norm=iedere(predicate=Predicate(kernfuncties=frozenset({Kernfunctie(2)}))), price=25.0),
    ]
    costs = make_transitions(
        opening_eur=dict(zip(Vestigingstype, map(Decimal, (90_000, 60_000, 30_000, 5_000)), strict=True)),
        converting_eur=dict(zip(Vestigingstype, map(Decimal, (70_000, 20_000, 40_000, 1_000)), strict=True)),
    )
    limits = (Budget(eur_per_year=Decimal(budget)), Budget(eur_once=Decimal(50_000)))
    return [
        coverage(budget, norms=tuple(norms)),
        coverage(budget, keep_largest=False, minimum_catchment={SERVICEPUNT: 60, KLEIN: 30}),
        coverage(1, budgets=limits, transitions=costs, norms=tuple(norms[:2])),
        distance(budget, max_changes=1),
        distance(budget, harm=Harm(max_m=2000.0), weighing={"functions": {}}),
        distance(1, budgets=limits, transitions=costs, open_sites={"b"}, norms=(norms[1],)),
    ]


@pytest.mark.parametrize("seed", range(4))
def test_no_option_that_was_left_out_would_have_made_a_better_plan(seed: int) -> None:
    # All classes, packages and closing at two places beside a branch that stands, each plan through the evaluation, the
    # normtoets and the bills that screens use.
    random = np.random.default_rng(seed)
    today = random.choice(np.array(list(Vestigingstype)), 2)
    sites = [
        make_site("a", 1000, klasse=Vestigingstype(today[0])),
        make_site("b", 6000),
        make_site("c", 9000, klasse=Vestigingstype(today[1]), gemeente="GM0009"),
    ]
    people = [(1000.0 * k, 0, float(random.integers(1, 30))) for k in range(13)]
    region = make_region(line_roads(12), people=people, sites=sites)
    using = ASSUMPTIONS.model_copy(update={"norm": make_uitgangspunten(max_m=2000).norm})
    options = [None, *(Option(type=klasse, package=package) for klasse in Vestigingstype for package in Package)]
    stands = ("c", Option(type=Vestigingstype(today[1])))
    for question in questions(int(random.integers(20_000, 200_000))):
        values = []
        for a, b in product(options, options):
            chosen = [(site, option) for site, option in (("a", a), ("b", b)) if option is not None]
            plan = Plan.of([*chosen, stands])
            counted = Recount(region, using, question, evaluate(region, plan, using))
            if not list(counted.broken()):
                values.append(counted.value(question.goal))
        found = best_of(build_problem(region, using, question))
        if not values:
            assert found is None
            continue
        assert found is not None
        if question.goal is Goal.COVERAGE:
            assert found.value == pytest.approx(max(values))
        else:
            # Every kernfunctie weighs a fifth, or the nearest branch 1: in metres per person.
            assert found.value / sum(persons for _, _, persons in people) == pytest.approx(min(values))


def test_kernen_that_stay_too_far_within_a_budget_are_named_with_the_least_that_would_do() -> None:
    # West and oost both need a servicepunt within 4 km, as above: 23,780 where 10,000 is asked.
    region = four_places(kernen=[make_kern("west", 0), make_kern("oost", 12_000)])
    asked = asking(kern(beyond_m=4000.0))
    question = asked.model_copy(update={"goals": (Goal.COVERAGE,), "budgets": coverage(10_000).budgets})
    result = planning.ask(region, USING, question).result
    assert result.status is Status.INFEASIBLE
    assert ("proef", HERE.code, ("West", "Oost")) in [(b.rule, b.gemeente, b.kernen) for b in result.blockers]
    assert [(each.asked, each.needed) for each in result.relaxations] == [(10_000, 23_780)]
