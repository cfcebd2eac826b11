"""Goals and rules of the optimiser against answers that are derived by hand."""

import math
from dataclasses import replace

import pytest

from spreiding.domain import Option, Package
from spreiding.optimise.question import Goal, Harm, Weighing
from tests.judging.worlds import (
    with_ages,
)
from tests.optimise.road_by_hand import (
    ANY,
    BOTH,
    COST_OF_KLEIN,
    COST_OF_SERVICEPUNT,
    EAST,
    KLEIN,
    MID,
    ROAD,
    SERVICEPUNT,
    TRANSITIONS,
    WEST,
    ask,
    best,
    budget,
    cheapest,
    make_world,
    most_within,
)
from tests.worlds import HERE, THERE, make_site


def test_most_people_within_the_norm_for_fifty_thousand() -> None:
    # West and mid: 47,559, and 100 + 60 within 2 km. West and east: 71,338, too dear. Mid and east: 60 + 40.
    assert most_within(budgets=budget(50_000)) == 160


def test_least_cost_for_half_of_the_people_and_then_most_of_them() -> None:
    # West alone has exactly half of 200; mid and east have as many, for more.
    assert best(Goal.COST, Goal.COVERAGE, min_share=0.5) == (COST_OF_KLEIN, 100)


def test_least_distance_per_kernfunctie_by_one_change() -> None:
    # In person·km, 15 km where a function is nowhere: 200 · 15 = 3,000. West alone: 60 · 4 + 40 · 10 = 640.
    #   west with LLO 1: 4 · 640 + 3,000 = 5,560;  mid beside it: 2 · (60 + 40 · 5) + 640 + 2 · 3,000 = 7,160
    #   east with LLO 1 beside west: functions 1, 3, 5: 60 · 4 + 40 · 1 = 280; function 2 from east only:
    #   900 + 300 + 40 = 1,240; function 4 nowhere: 3 · 280 + 1,240 + 3,000 = 5,080, the least. Over 5 · 200 persons.
    assert best(Goal.DISTANCE, max_changes=1) == pytest.approx((5080,))


def test_the_smallest_maximum_by_one_change() -> None:
    # Mid leaves 40 people at 5 km; east leaves 60 at 4 km, and 40 at 1 km.
    assert best(Goal.FURTHEST, max_changes=1, weighing=ANY) == pytest.approx((4000,))


def test_nobody_is_further_than_the_cut_off() -> None:
    # Function 4 is nowhere, so the furthest is the cut-off.
    assert best(Goal.FURTHEST, max_changes=1, weighing=Weighing(cutoff_m=7000)) == pytest.approx((7000,))
    # Without any change, by the nearest of any kind: 10 km counts as 7 km: (60 · 4 + 40 · 7) / 200 = 2.6 km.
    capped = Weighing(functions={}, cutoff_m=7000)
    assert best(Goal.DISTANCE, max_changes=0, weighing=capped) == pytest.approx((2600,))


def test_the_kolm_pollak_equivalent_by_one_change() -> None:
    # κ = 1/km. East: 100 + 60 e⁴ + 40 e = 3,485; mid: 100 + 60 e + 40 e⁵ = 6,200.
    expected = 1000 * math.log((100 + 60 * math.e**4 + 40 * math.e) / 200)
    assert best(Goal.EQUIVALENT, max_changes=1, weighing=ANY) == pytest.approx((expected,))
    # κ = 0 is the mean: east 280 person·km, mid 60 + 200 = 260.
    assert ask(Goal.EQUIVALENT, max_changes=1, weighing=ANY, kappa_per_m=0.0).optimum() == pytest.approx((1300,))


def test_the_worst_off_tenth_by_one_change() -> None:
    # 20 of 200 people. East: 8 people at 4 km and 12 of the 92 at 1 km: (32 + 12) / 20 = 2.2 km; mid: 92 at 5 km.
    region = make_world(people=[(0, 0, 100), (4000, 0, 8), (10_000, 0, 92)])
    assert best(Goal.WORST_TENTH, region=region, max_changes=1, weighing=ANY) == pytest.approx((2200,))


def test_groups_weigh_and_travel_in_their_own_way() -> None:
    # Per square ages: all of the 60 are children, who count double; the other 140 are 25 to 45 and count once.
    region = with_ages(ROAD, [[0, 0, 100, 0, 0], [60, 0, 0, 0, 0], [0, 0, 40, 0, 0]])
    groups = Weighing(functions={}, groups={"kinderen": 2.0, "25 tot 45 jaar": 1.0})
    # Today: (120 · 4 + 40 · 10) / 260 = 880 / 260 km.
    found = best(Goal.DISTANCE, region=region, max_changes=0, weighing=groups)
    assert found == pytest.approx((880_000 / 260,))


def test_a_later_goal_gives_nothing_of_an_earlier_one() -> None:
    # For 80,000 west and east, or west and mid; 160 people are within by west and mid only (west and east: 140), though
    # these leave 40 people at 5 km where east would leave nobody beyond 4 km.
    goals = (Goal.COVERAGE, Goal.FURTHEST)
    assert best(*goals, budgets=budget(80_000), weighing=ANY) == pytest.approx((160, 5000))
    assert best(*goals[::-1], budgets=budget(80_000), weighing=ANY) == pytest.approx((4000, 140))


def test_what_is_closed_is_closed_and_what_is_open_stays_open() -> None:
    # Without west: mid and east. With east at 35,669 only mid fits beside it.
    assert most_within(budgets=budget(50_000), closed_sites=frozenset({"west"})) == 100
    assert most_within(budgets=budget(50_000), open_sites=frozenset({"east"})) == 100


def test_an_option_that_is_allowed_by_name() -> None:
    # West may become a servicepunt here: two of these cost 23,780.
    allowed = {"west": (Option(type=SERVICEPUNT),)}
    assert most_within(budgets=budget(24_000), allowed=allowed) == 160
    assert most_within(budgets=budget(24_000)) == 60


def test_at_most_so_many_changes() -> None:
    assert [most_within(max_changes=n) for n in range(3)] == [100, 160, 200]


def test_a_budget_of_one_gemeente_leaves_the_other_alone() -> None:
    region = make_world([WEST, MID, EAST.model_copy(update={"gemeente": THERE.code})])
    # In Hier only mid fits; Daar has no limit.
    assert most_within(region, budgets=budget(12_000, None, HERE.code)) == 100
    assert most_within(region, budgets=budget(12_000)) == 60


def test_one_off_cost_has_a_budget_and_is_written_off_in_the_yearly_one() -> None:
    # € 1,000 opens mid and nothing else; written off in ten years it is € 100 a year.
    assert most_within(budgets=budget(None, 1000), transitions=TRANSITIONS) == 160
    assert most_within(budgets=budget(None, 999), transitions=TRANSITIONS) == 100
    assert most_within(budgets=budget(BOTH + 100), transitions=TRANSITIONS) == 160
    assert most_within(budgets=budget(BOTH + 99.99), transitions=TRANSITIONS) == 100


def test_closing_costs_something_too() -> None:
    # West closes for € 3,000, € 300 a year; mid opens for € 100 a year: 11,890 + 400.
    assert cheapest(min_share=0.3, transitions=TRANSITIONS) == COST_OF_SERVICEPUNT + 400


def test_every_gemeente_keeps_its_largest_class_or_pays() -> None:
    # 60 of 200 people: mid does it. The largest class of Hier is klein: west (100 people), or east (40) beside mid.
    assert cheapest(min_share=0.3) == COST_OF_SERVICEPUNT
    assert cheapest(min_share=0.3, keep_largest=True) == COST_OF_KLEIN
    assert cheapest(min_share=0.3, keep_largest=True, largest={HERE.code: SERVICEPUNT}) == COST_OF_SERVICEPUNT
    assert cheapest(min_share=0.3, keep_largest=True, largest_price=1000) == COST_OF_SERVICEPUNT + 1000
    assert cheapest(min_share=0.3, keep_largest=True, largest_price=30_000) == COST_OF_KLEIN


def test_a_branch_needs_so_many_people_to_whom_it_is_the_nearest() -> None:
    # East is the nearest of 40 people beside any other, of all 200 alone; west and mid have 100 each.
    assert most_within(budgets=budget(1_000_000)) == 200
    assert most_within(budgets=budget(1_000_000), minimum_catchment={KLEIN: 50}) == 160
    assert most_within(budgets=budget(1_000_000), minimum_catchment={KLEIN: 50, SERVICEPUNT: 101}) == 100


def test_nobody_goes_so_much_further_than_today() -> None:
    # For 12,000 only mid fits: 5 km, 5 minutes, for those who live beside west.
    assert most_within(budgets=budget(12_000), harm=Harm(max_m=5000)) == 60
    assert math.isnan(most_within(budgets=budget(12_000), harm=Harm(max_m=4999)))
    assert most_within(budgets=budget(12_000), harm=Harm(max_minutes=5)) == 60
    assert math.isnan(most_within(budgets=budget(12_000), harm=Harm(max_minutes=4.99)))


def test_a_question_about_one_gemeente_leaves_its_neighbours_as_they_are() -> None:
    # Everybody lives in Hier. East stands in Daar and stays, outside the budget: 40 people have it.
    east = EAST.model_copy(update={"gemeente": THERE.code, "today": Option(type=KLEIN)})
    region = make_world([WEST, MID, east])
    here = frozenset({HERE.code})
    assert most_within(region, budgets=budget(0), free_gemeenten=here) == 40
    assert most_within(region, budgets=budget(12_000), free_gemeenten=here) == 100
    # Were everybody an inhabitant of Daar, nobody would be counted.
    moved = replace(region, squares=replace(region.squares, gemeente=region.squares.gemeente + 1))
    assert most_within(moved, budgets=budget(12_000), free_gemeenten=here) == 0


def test_a_branch_of_unknown_class_stays_outside_the_budget_and_offers_no_function() -> None:
    region = make_world([WEST, MID, make_site("east", 9000, is_open=True)])
    assert most_within(region, budgets=budget(0)) == 40
    # By function: 3 · 640 + 2 · 3,000 over 1,000, as if it were not there; of any kind 60 · 4 + 40 · 1 over 200.
    assert best(Goal.DISTANCE, region=region, max_changes=0) == pytest.approx((7920,))
    assert best(Goal.DISTANCE, region=region, max_changes=0, weighing=ANY) == pytest.approx((1400,))


def test_a_change_that_costs_what_nobody_knows_is_no_option() -> None:
    # Nobody told what it costs to leave west, so it stays, unless the question closes it.
    untold = TRANSITIONS.model_copy(update={"closing": {}})
    assert cheapest(min_share=0.3, transitions=untold) == COST_OF_KLEIN
    closed = cheapest(min_share=0.3, transitions=untold, closed_sites=frozenset({"west"}))
    assert closed == COST_OF_SERVICEPUNT + 100


def test_every_option_of_a_site_is_tried() -> None:
    # Today's, the same with LLO 1, and closed; a candidate for a servicepunt has no package; LLO 1 for klein.
    world = ask(Goal.COST, min_share=0.5).world
    assert [len(world.ways(site)) for site in range(3)] == [3, 2, 3]
    assert world.ways(0) == [None, Option(type=KLEIN), Option(type=KLEIN, package=Package.LLO1)]
