"""Regions on one straight road, whose best plans follow by hand from the tariffs of 003 §2.2."""

from decimal import Decimal

import numpy as np
import pytest

from spreiding.domain import Kernfunctie, Option, Package, Plan, Vestigingstype
from spreiding.evaluation import Evaluation, evaluate
from spreiding.norms import Predicate
from spreiding.optimise.objective import evaluate as score_of
from spreiding.optimise.problem import build_problem
from spreiding.optimise.question import Goal, Question
from spreiding.optimise.result import RemarkKind, Result, Status
from spreiding.optimise.solve import solve
from spreiding.region import Region
from spreiding.scenario import today_plan
from spreiding.supply import Site
from spreiding.ui.teksten import remark_sentence
from spreiding.uitgangspunten import Uitgangspunten
from tests.optimise.worlds import cost, coverage
from tests.worlds import HERE, THERE, line_roads, make_region, make_site, make_uitgangspunten

GROOT, MIDDELGROOT, KLEIN, SERVICEPUNT = Vestigingstype


def best(region: Region, question: Question, uitgangspunten: Uitgangspunten) -> tuple[Result, Evaluation]:
    """Return the proven answer, after laying it beside the evaluation that every plan gets."""
    result = solve(build_problem(region, uitgangspunten, question), time_limit_s=30)
    assert result.status is Status.OPTIMAL, result
    assert result.plan is not None
    evaluation = evaluate(region, result.plan, uitgangspunten)
    if question.free_gemeenten is None:
        assert result.inwoners_within == evaluation.total.inwoners_within
        assert result.eur_per_year == (evaluation.kostenraming.branches_eur or 0)
    return result, evaluation


def types(result: Result) -> dict[str, str | None]:
    assert result.plan is not None
    return {site_id: option.type and option.type.value for site_id, option in result.plan.options}


def amount(result: Result) -> float:
    """Return the cost of the plan in euros."""
    assert result.eur_per_year is not None
    return float(result.eur_per_year)


# Four places at 0, 4, 8 and 12 km with 100, 30, 20 and 50 inwoners; a norm of 4 km, which itself is within.
PEOPLE = [(0, 0, 100), (4000, 0, 30), (8000, 0, 20), (12_000, 0, 50)]


def four_places(*branches: Site) -> Region:
    candidates = [make_site(f"k{x // 4000}", x) for x in (0, 4000, 8000, 12_000)]
    return make_region(line_roads(12), people=PEOPLE, sites=[*branches, *candidates])


def test_one_servicepunt_stands_where_it_reaches_most() -> None:
    # Reach: k0 {0, 4} 130 · k1 {0, 4, 8} 150 · k2 {4, 8, 12} 100 · k3 {8, 12} 70. A servicepunt costs 11,890.
    result, _ = best(four_places(), coverage(11_890), make_uitgangspunten(max_m=4000))
    assert types(result) == {"k1": "servicepunt"}
    assert (result.objective, amount(result)) == (150, 11_890)


def test_one_cent_less_than_a_servicepunt_buys_nothing() -> None:
    result, _ = best(four_places(), coverage("11889.99"), make_uitgangspunten(max_m=4000))
    assert (types(result), result.objective) == ({}, 0)


def test_two_servicepunten_reach_all_and_money_left_over_stays_unspent() -> None:
    # k0 + k2 {0, 4, 8, 12}, k0 + k3, k1 + k2 and k1 + k3 all reach 200 for 23,780; a third wins nothing.
    result, _ = best(four_places(), coverage(1_000_000), make_uitgangspunten(max_m=4000))
    assert (result.objective, amount(result), len(types(result))) == (200, 23_780, 2)


def test_the_cheapest_plan_for_a_share_counts_the_border_as_reached() -> None:
    # 75 % of 200 is exactly the 150 of k1 alone; for 76 % a second one is needed.
    uitgangspunten = make_uitgangspunten(max_m=4000)
    one, _ = best(four_places(), cost(0.75), uitgangspunten)
    two, _ = best(four_places(), cost(0.76), uitgangspunten)
    assert (types(one), one.objective) == ({"k1": "servicepunt"}, 11_890)
    assert two.objective == 23_780


def test_of_equally_cheap_plans_the_one_that_reaches_most_is_taken() -> None:
    # 60 % of 200 is 120: k0 (130) and k1 (150) both do it for one servicepunt.
    result, _ = best(four_places(), cost(0.6), make_uitgangspunten(max_m=4000))
    assert (types(result), result.inwoners_within) == ({"k1": "servicepunt"}, 150)


def test_of_equally_good_and_cheap_plans_the_one_closest_to_today_is_taken() -> None:
    # Today servicepunten at 0 and 12 km: together they reach all, as three other pairs do, without any change.
    today = [make_site("b0", 0, klasse=SERVICEPUNT), make_site("b3", 12_000, klasse=SERVICEPUNT)]
    result, _ = best(four_places(*today), coverage(1_000_000), make_uitgangspunten(max_m=4000))
    assert result.plan == today_plan(today)


def test_without_the_rule_of_the_largest_class_all_branches_become_servicepunten() -> None:
    # Any branch counts for the norm, so whoever pays more than 11,890 for one gets nothing for it.
    branches = [
        make_site("b0", 0, klasse=GROOT),
        make_site("b1", 4000, klasse=KLEIN),
        make_site("b3", 12_000, klasse=MIDDELGROOT, gemeente=THERE.code),
    ]
    region = make_region(line_roads(12), people=PEOPLE, sites=branches, gemeenten=(HERE, THERE))
    uitgangspunten = make_uitgangspunten(max_m=4000)
    for question in (coverage(1_000_000, keep_largest=False), cost(1, keep_largest=False)):
        result, _ = best(region, question, uitgangspunten)
        assert set(types(result).values()) == {"servicepunt"}
    # With the rule each gemeente keeps one branch of its largest class. In Hier that is b0 or b1, whichever; b0 is
    # already groot, so that is the smaller change: 95,116 + 71,337 = 166,453. From b0 one reaches 0 and 4 km, from b3
    # 8 and 12 km.
    kept, _ = best(region, coverage(1_000_000), uitgangspunten)
    assert types(kept) == {"b0": "groot", "b3": "middelgroot"}
    assert (kept.objective, amount(kept)) == (200, 166_453)


def test_the_largest_class_may_move_within_the_gemeente_but_not_to_another() -> None:
    # Hier must keep a groot. At 0 km (today) it reaches 130; moved to k1 it reaches 150 for the same 95,116.
    # THERE's candidate at 8 km cannot take it over.
    sites = [
        make_site("b0", 0, klasse=GROOT),
        make_site("k1", 4000),
        make_site("k2", 8000, gemeente=THERE.code),
    ]
    region = make_region(line_roads(12), people=PEOPLE, sites=sites, gemeenten=(HERE, THERE))
    result, _ = best(region, coverage(95_116), make_uitgangspunten(max_m=4000))
    assert (types(result), result.objective) == ({"k1": "groot"}, 150)


def test_a_norm_for_all_five_kernfuncties_is_served_by_middelgroot_with_its_package() -> None:
    # 71,337 + 17,553 = 88,890, by the default table the cheapest option with all five; today's klein does not count.
    predicate = Predicate(kernfuncties=frozenset(Kernfunctie))
    region = four_places(make_site("b0", 0, klasse=KLEIN))
    result, evaluation = best(region, cost(0.75), make_uitgangspunten(max_m=4000, predicate=predicate))
    assert result.plan == Plan.of({"k1": Option(type=MIDDELGROOT, package=Package.LLO1)})
    assert result.objective == 88_890
    # The norm counts 150 of 200 persons within 4 km.
    assert evaluation.total.inwoners_within == 150


def test_a_branch_without_tariff_stays_covers_and_is_left_out_of_the_budget() -> None:
    # A groot without tariff at 0 km reaches 130 for nothing; for one servicepunt k2 adds the 70 at 8 and 12 km.
    free = make_site("bf", 0, klasse=GROOT, gemeente="GM0106")
    other = make_site("kf", 8000, gemeente="GM0106")
    region = four_places(free, other)
    uitgangspunten = make_uitgangspunten(max_m=4000)
    result, _ = best(region, coverage(11_890), uitgangspunten)
    assert types(result) in ({"bf": "groot", "k2": "servicepunt"}, {"bf": "groot", "k3": "servicepunt"})
    assert (result.objective, amount(result)) == (200, 11_890)
    (remark,) = (remark for remark in result.remarks if remark.kind is RemarkKind.WITHOUT_TARIFF)
    assert (remark.data["n_stay"], remark.data["n_closed"]) == (1, 1)
    assert remark_sentence(remark)


def test_where_nothing_is_known_today_is_the_answer() -> None:
    sites = [make_site("b0", 0, is_open=True), make_site("k1", 4000)]
    region = make_region(line_roads(12), people=PEOPLE, sites=sites)
    uitgangspunten = make_uitgangspunten(max_m=4000, gemeenten=[])
    result, _ = best(region, coverage(1_000_000), uitgangspunten)
    assert result.plan == today_plan(sites)
    # 130 of 200 can never become 66 %.
    impossible = solve(build_problem(region, uitgangspunten, cost(0.66)), time_limit_s=30)
    assert impossible.status is Status.INFEASIBLE
    assert impossible.reasons[0].data == {"share": 0.65, "inwoners": 130}


def test_only_the_free_gemeente_changes_pays_and_counts() -> None:
    # Hier holds 0 and 4 km (130 inwoners), Daar 8 and 12 km (70). Only Hier is free: a servicepunt there costs 11,890,
    # Daar's groot is not in the budget, and the 70 of Daar do not count. Both k0 and k1 reach all 130.
    sites = [
        make_site("k0", 0),
        make_site("k1", 4000),
        make_site("b2", 8000, klasse=GROOT, gemeente=THERE.code),
        make_site("k3", 12_000, gemeente=THERE.code),
    ]
    region = make_region(
        line_roads(12), people=PEOPLE, sites=sites, gemeenten=(HERE, THERE), square_gemeente=[0, 0, 1, 1]
    )
    uitgangspunten = make_uitgangspunten(max_m=4000)
    result, evaluation = best(region, coverage(11_890, free=[HERE.code]), uitgangspunten)
    assert types(result) in ({"k0": "servicepunt", "b2": "groot"}, {"b2": "groot", "k1": "servicepunt"})
    assert (result.objective, amount(result)) == (130, 11_890)
    assert evaluation.gemeenten[0].inwoners_within == 130
    # The groot at 8 km reaches the 30 at 4 km already: 30 / 130 = 23 % for nothing, more needs a servicepunt.
    nothing, _ = best(region, cost(0.23, free=[HERE.code]), uitgangspunten)
    some, _ = best(region, cost(0.24, free=[HERE.code]), uitgangspunten)
    assert (nothing.objective, some.objective) == (0, 11_890)


def test_an_impossible_budget_is_answered_with_the_least_that_will_do() -> None:
    # The gemeente must keep a groot: 95,116.
    region = four_places(make_site("b0", 0, klasse=GROOT))
    uitgangspunten = make_uitgangspunten(max_m=4000)
    result = solve(build_problem(region, uitgangspunten, coverage(95_115)), time_limit_s=30)
    assert (result.status, result.plan) == (Status.INFEASIBLE, None)
    (reason,) = result.reasons
    assert reason.data == {"eur_per_year": Decimal(95_116)}
    assert "95.116" in remark_sentence(reason)
    best(region, coverage(95_116), uitgangspunten)


def test_an_impossible_share_is_answered_with_the_largest_that_is_reachable() -> None:
    # Somebody lives 9 km beyond the last place: 200 of 300 persons can be reached.
    sites = [make_site(f"k{k}", 4000.0 * k) for k in range(4)]
    region = make_region(line_roads(22), people=[*PEOPLE, (21_000, 0, 100)], sites=sites)
    uitgangspunten = make_uitgangspunten(max_m=4000)
    result = solve(build_problem(region, uitgangspunten, cost(0.7)), time_limit_s=30)
    assert (result.status, result.plan) == (Status.INFEASIBLE, None)
    (reason,) = result.reasons
    # 200 / 300 = 66.67 %, rounded down so that it can be asked.
    assert reason.data == {"share": 0.666, "inwoners": 200}
    assert remark_sentence(reason)
    (beyond,) = (remark for remark in result.remarks if remark.kind is RemarkKind.BEYOND_REACH)
    assert beyond.data == {"inwoners": 100}
    best(region, cost(0.666), uitgangspunten)


def test_points_with_the_same_reach_become_one_row_and_what_is_out_of_reach_none() -> None:
    # 0.5 km and 1 km reach the same two of three sites as each other; 9.9 km reaches nothing within 4 km but k2.
    sites = [make_site("k0", 0), make_site("k1", 2000), make_site("k2", 12_000)]
    people = [(500, 0, 1), (1000, 0, 2), (9900, 0, 4), (7000, 0, 8)]
    region = make_region(line_roads(12), people=people, sites=sites)
    problem = build_problem(region, make_uitgangspunten(max_m=4000), coverage(1_000_000))
    assert sorted(problem.rows.inwoners.tolist()) == [3, 4]
    assert (problem.inwoners_never, problem.inwoners_always, problem.inwoners) == (8, 0, 15)


@pytest.mark.parametrize("seed", range(6))
def test_no_option_that_was_left_out_would_have_made_a_better_plan(seed: int) -> None:
    # All classes, packages and closing at three sites, each plan through the evaluation that screens use.
    random = np.random.default_rng(seed)
    classes = random.choice(np.array([GROOT, MIDDELGROOT, KLEIN, SERVICEPUNT]), 2)
    sites = [
        make_site("a", 1000, klasse=Vestigingstype(classes[0])),
        make_site("b", 6000, klasse=Vestigingstype(classes[1])),
        make_site("c", 9000),
    ]
    people = [(1000.0 * k, 0, float(random.integers(1, 50))) for k in range(13)]
    region = make_region(line_roads(12), people=people, sites=sites)
    predicate = [Predicate(), Predicate(minimum_type=KLEIN), Predicate(kernfuncties=frozenset({Kernfunctie(2)}))][
        seed % 3
    ]
    uitgangspunten = make_uitgangspunten(max_m=2000, predicate=predicate)
    budget = Decimal(int(random.integers(60_000, 250_000)))
    largest = max(Vestigingstype(klasse).rank for klasse in classes)
    options = [None, *(Option(type=klasse, package=package) for klasse in Vestigingstype for package in Package)]
    reached = []
    for a in options:
        for b in options:
            for c in options:
                chosen = [option for option in (a, b, c) if option is not None]
                if not any(option.type is not None and option.type.rank >= largest for option in chosen):
                    continue
                plan = Plan.of((site.id, option) for site, option in zip(sites, (a, b, c), strict=True) if option)
                evaluation = evaluate(region, plan, uitgangspunten)
                spent = evaluation.kostenraming.branches_eur
                if not any(line.site_id for line in evaluation.kostenraming.unknown) and spent is not None:
                    reached.append((spent, evaluation.total.inwoners_within))
    within_budget = [persons for spent, persons in reached if spent <= budget]
    result = solve(build_problem(region, uitgangspunten, coverage(budget)), time_limit_s=30)
    assert result.objective == (
        pytest.approx(max(within_budget)) if within_budget else pytest.approx(np.nan, nan_ok=True)
    )


def test_the_objective_of_the_arrays_is_that_of_the_evaluation_for_any_plan() -> None:
    region = four_places(make_site("b1", 4000, klasse=MIDDELGROOT))
    uitgangspunten = make_uitgangspunten(max_m=4000)
    problem = build_problem(region, uitgangspunten, Question(goal=Goal.COST, min_share=0.5))
    for number in range(2**problem.cents.size):
        chosen = np.array([bool(number >> k & 1) for k in range(problem.cents.size)])
        score = score_of(problem, chosen)
        if any(site.id in score.broken for site in region.sites):
            continue
        evaluation = evaluate(region, problem.plan(chosen), uitgangspunten)
        assert score.inwoners == evaluation.total.inwoners_within
        assert Decimal(score.cents) / 100 == (evaluation.kostenraming.branches_eur or 0)
