"""The oracle of the optimiser against answers that are derived by hand, on one straight road.

100 people live at 0 km, 60 at 4 km and 40 at 10 km. A branch of class klein stands at 0 km ("west"); a servicepunt
could stand at 5 km ("mid") and a klein one at 9 km ("east"). The norm is 2 km. A servicepunt costs € 11,890, klein
€ 35,669, and € 8,768 more with LLO 1; klein offers functions 1, 3 and 5 (and 2 with LLO 1), a servicepunt 1 and 3.
"""

import math
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from spreiding.domain import Kernfunctie, Modality, Option, Package, Vestigingstype, Voorzieningsvorm
from spreiding.norms import AnyNorm, Confirmations, Predicate
from spreiding.optimise.question import AskedNorm, Budget, Goal, Harm, Question, Weighing
from spreiding.region import Region
from spreiding.supply import Site
from spreiding.transitions import Closing, Transitions
from spreiding.uitgangspunten import Aversion
from tests.judging.worlds import (
    HOURS,
    aantal,
    bereik,
    iedere,
    kern,
    kernfuncties,
    make_kern,
    make_voorziening,
    uren,
    with_ages,
    with_voorzieningen,
)
from tests.optimise.oracle import Oracle
from tests.optimise.oracle_world import World
from tests.worlds import HERE, THERE, line_roads, make_region, make_site, make_uitgangspunten

KLEIN, SERVICEPUNT = Vestigingstype.KLEIN, Vestigingstype.SERVICEPUNT
PEOPLE = ((0.0, 0.0, 100.0), (4000.0, 0.0, 60.0), (10_000.0, 0.0, 40.0))
WEST = make_site("west", 0, klasse=KLEIN, allowed_types=(KLEIN,))
MID = make_site("mid", 5000, allowed_types=(SERVICEPUNT,))
EAST = make_site("east", 9000, allowed_types=(KLEIN,))
SITES = (WEST, MID, EAST)
ANY = Weighing(functions={})
COST_OF_KLEIN, COST_OF_SERVICEPUNT = 35_669, 11_890
BOTH = COST_OF_KLEIN + COST_OF_SERVICEPUNT
TRANSITIONS = Transitions(
    price_year=2025,
    afbouw_months=0,
    write_off_years=10,
    write_off_rate=Decimal(0),
    opening_eur={SERVICEPUNT: Decimal(1000), KLEIN: Decimal(5000)},
    closing={KLEIN: Closing(lease_years=Decimal(0), write_off_eur=Decimal(3000), friction_months=0)},
)


def make_world(sites: Sequence[Site] = SITES, people: Sequence[tuple[float, float, float]] = PEOPLE) -> Region:
    return make_region(line_roads(), people=people, sites=sites, gemeenten=(HERE, THERE))


ROAD = make_world()


def ask(*goals: Goal, region: Region = ROAD, kappa_per_m: float = 0.001, **fields: Any) -> Oracle:  # noqa: ANN401
    """A question without the rule on the largest class, unless that is asked for."""
    uitgangspunten = make_uitgangspunten(max_m=2000).model_copy(
        update={"aversion": Aversion(kappa_per_m=kappa_per_m), "staffed_hours": HOURS}
    )
    asked: dict[str, Any] = {"keep_largest": False, "confirmations": Confirmations(is_all=True)} | fields
    question = Question(goals=goals, **asked)
    return Oracle(World(region, uitgangspunten, question))


def budget(eur: float | None = None, once: float | None = None, *codes: str) -> tuple[Budget, ...]:
    amounts = [None if each is None else Decimal(str(each)) for each in (eur, once)]
    return (Budget(gemeenten=frozenset(codes) or None, eur_per_year=amounts[0], eur_once=amounts[1]),)


def hard(*norms: AnyNorm) -> tuple[AskedNorm, ...]:
    return tuple(AskedNorm(norm=norm) for norm in norms)


def cheapest(region: Region = ROAD, **fields: Any) -> float:  # noqa: ANN401
    """Least cost of what is asked; without a share of its own the norms are what keeps a branch open."""
    return ask(Goal.COST, region=region, **fields).optimum()[0]


def most_within(region: Region = ROAD, **fields: Any) -> float:  # noqa: ANN401
    return ask(Goal.COVERAGE, region=region, **fields).optimum()[0]


# --- goals ---


def test_most_people_within_the_norm_for_fifty_thousand() -> None:
    # West and mid: 47,559, and 100 + 60 within 2 km. West and east: 71,338, too dear. Mid and east: 60 + 40.
    assert most_within(budgets=budget(50_000)) == 160


def test_least_cost_for_half_of_the_people_and_then_most_of_them() -> None:
    # West alone has exactly half of 200; mid and east have as many, for more.
    assert ask(Goal.COST, Goal.COVERAGE, min_share=0.5).optimum() == (COST_OF_KLEIN, 100)


def test_least_distance_per_kernfunctie_by_one_change() -> None:
    # In person·km, 15 km where a function is nowhere: 200 · 15 = 3,000. West alone: 60 · 4 + 40 · 10 = 640.
    #   west with LLO 1: 4 · 640 + 3,000 = 5,560;  mid beside it: 2 · (60 + 40 · 5) + 640 + 2 · 3,000 = 7,160
    #   east with LLO 1 beside west: functions 1, 3, 5: 60 · 4 + 40 · 1 = 280; function 2 from east only:
    #   900 + 300 + 40 = 1,240; function 4 nowhere: 3 · 280 + 1,240 + 3,000 = 5,080, the least. Over 5 · 200 persons.
    assert ask(Goal.DISTANCE, max_changes=1).optimum() == pytest.approx((5080,))


def test_the_smallest_maximum_by_one_change() -> None:
    # Mid leaves 40 people at 5 km; east leaves 60 at 4 km, and 40 at 1 km.
    assert ask(Goal.FURTHEST, max_changes=1, weighing=ANY).optimum() == pytest.approx((4000,))


def test_nobody_is_further_than_the_cut_off() -> None:
    # Function 4 is nowhere, so the furthest is the cut-off.
    assert ask(Goal.FURTHEST, max_changes=1, weighing=Weighing(cutoff_m=7000)).optimum() == pytest.approx((7000,))
    # Without any change, by the nearest of any kind: 10 km counts as 7 km: (60 · 4 + 40 · 7) / 200 = 2.6 km.
    capped = Weighing(functions={}, cutoff_m=7000)
    assert ask(Goal.DISTANCE, max_changes=0, weighing=capped).optimum() == pytest.approx((2600,))


def test_the_kolm_pollak_equivalent_by_one_change() -> None:
    # κ = 1/km. East: 100 + 60 e⁴ + 40 e = 3,485; mid: 100 + 60 e + 40 e⁵ = 6,200.
    expected = 1000 * math.log((100 + 60 * math.e**4 + 40 * math.e) / 200)
    assert ask(Goal.EQUIVALENT, max_changes=1, weighing=ANY).optimum() == pytest.approx((expected,))
    # κ = 0 is the mean: east 280 person·km, mid 60 + 200 = 260.
    assert ask(Goal.EQUIVALENT, max_changes=1, weighing=ANY, kappa_per_m=0.0).optimum() == pytest.approx((1300,))


def test_the_worst_off_tenth_by_one_change() -> None:
    # 20 of 200 people. East: 8 people at 4 km and 12 of the 92 at 1 km: (32 + 12) / 20 = 2.2 km; mid: 92 at 5 km.
    region = make_world(people=[(0, 0, 100), (4000, 0, 8), (10_000, 0, 92)])
    assert ask(Goal.WORST_TENTH, region=region, max_changes=1, weighing=ANY).optimum() == pytest.approx((2200,))


def test_groups_weigh_and_travel_in_their_own_way() -> None:
    # Per square ages: all of the 60 are children, who count double; the other 140 are 25 to 45 and count once.
    region = with_ages(ROAD, [[0, 0, 100, 0, 0], [60, 0, 0, 0, 0], [0, 0, 40, 0, 0]])
    groups = Weighing(functions={}, groups={"kinderen": 2.0, "25 tot 45 jaar": 1.0})
    # Today: (120 · 4 + 40 · 10) / 260 = 880 / 260 km.
    found = ask(Goal.DISTANCE, region=region, max_changes=0, weighing=groups).optimum()
    assert found == pytest.approx((880_000 / 260,))


def test_a_later_goal_gives_nothing_of_an_earlier_one() -> None:
    # For 80,000 west and east, or west and mid; 160 people are within by west and mid only (west and east: 140), though
    # these leave 40 people at 5 km where east would leave nobody beyond 4 km.
    goals = (Goal.COVERAGE, Goal.FURTHEST)
    assert ask(*goals, budgets=budget(80_000), weighing=ANY).optimum() == pytest.approx((160, 5000))
    assert ask(*goals[::-1], budgets=budget(80_000), weighing=ANY).optimum() == pytest.approx((4000, 140))


# --- rules ---


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
    assert ask(Goal.DISTANCE, region=region, max_changes=0).optimum() == pytest.approx((7920,))
    assert ask(Goal.DISTANCE, region=region, max_changes=0, weighing=ANY).optimum() == pytest.approx((1400,))


def test_a_change_that_costs_what_nobody_knows_is_no_option() -> None:
    # Nobody told what it costs to leave west, so it stays, unless the question closes it.
    untold = TRANSITIONS.model_copy(update={"closing": {}})
    assert cheapest(min_share=0.3, transitions=untold) == COST_OF_KLEIN
    closed = cheapest(min_share=0.3, transitions=untold, closed_sites=frozenset({"west"}))
    assert closed == COST_OF_SERVICEPUNT + 100


# --- norms ---


def test_a_share_within_metres_or_minutes() -> None:
    # Four fifths are 160 people: west and mid.
    assert cheapest(norms=hard(bereik(1000, share=0.8))) == BOTH
    assert cheapest(norms=hard(bereik(None, max_minutes=1, share=0.8))) == BOTH
    assert cheapest(norms=hard(bereik(999, share=0.8, modality=Modality.FIETS))) == pytest.approx(math.nan, nan_ok=True)


def test_a_price_per_person_short() -> None:
    # Of 160. Nothing: 160 · 100; mid: 100 · 100 + 11,890; west: 60 · 100 + 35,669.
    assert cheapest(norms=(AskedNorm(norm=bereik(1000, share=0.8), price=100),)) == 16_000
    # At € 400: 64,000, 51,890 and 59,669; west and mid are nobody short for 47,559.
    assert cheapest(norms=(AskedNorm(norm=bereik(1000, share=0.8), price=400),)) == BOTH


def test_a_price_in_persons_and_in_metres() -> None:
    # Two branches are asked of Hier and of Daar, which can have none. Budget for west only: 100 persons, three short.
    asked = (AskedNorm(norm=aantal(2), price=10),)
    assert most_within(budgets=budget(40_000), norms=asked) == 70
    # In metres: today 640 person·km, three branches short at 10 m: (640,000 + 30) / 200.
    found = ask(Goal.DISTANCE, max_changes=0, weighing=ANY, norms=asked).optimum()
    assert found == pytest.approx((3200.15,))
    # Who goes 10 m further does so to every function, here with weight 2 and 3: (5 · 640,000 + 5 · 30) / 1,000.
    functions = Weighing(functions={Kernfunctie(1): 2.0, Kernfunctie(3): 3.0})
    found = ask(Goal.DISTANCE, max_changes=0, weighing=functions, norms=asked).optimum()
    assert found == pytest.approx((3200.15,))


def test_a_share_near_every_function() -> None:
    # Function 2 takes LLO 1: west has half of the people.
    norm = kernfuncties({Kernfunctie(3): 1000, Kernfunctie(2): 1000}, share=0.5)
    assert cheapest(norms=hard(norm)) == COST_OF_KLEIN + 8_768


def test_hours_add_up() -> None:
    # 24 hours within 5 km: 16 of west and 8 of mid, for 160 people; mid and east have them for 60 only.
    assert cheapest(norms=hard(uren(24, 5000, share=0.8))) == BOTH


def test_a_number_of_branches_and_functions_together() -> None:
    # Daar has no place for a branch, so it is asked of Hier alone.
    here = frozenset({HERE.code})
    assert cheapest(norms=hard(aantal(2)), free_gemeenten=here) == BOTH
    together = aantal(predicate=Predicate(kernfuncties=frozenset(map(Kernfunctie, (1, 2, 3)))), is_together=True)
    assert cheapest(norms=hard(together), free_gemeenten=here) == COST_OF_KLEIN + 8_768


def test_a_rule_per_kern() -> None:
    # The kern at 9 km holds east, and with 1,000 inwoners nothing beyond 564 m.
    people = [(0.0, 0.0, 100.0), (4000.0, 0.0, 60.0), (9000.0, 0.0, 40.0)]
    region = make_region(line_roads(), people=people, sites=SITES, gemeenten=(HERE,), kernen=[make_kern("k", 9000)])
    assert cheapest(region, norms=hard(kern())) == COST_OF_KLEIN
    # With mid its people live 4 km from a branch: a rule beyond that does not ask for anything.
    assert cheapest(region, norms=hard(kern(beyond_m=4000))) == COST_OF_SERVICEPUNT
    assert cheapest(region, norms=hard(kern(beyond_m=3999))) == COST_OF_KLEIN
    # A kern that nobody confirmed is not tested.
    assert cheapest(region, norms=hard(kern()), confirmations=Confirmations()) == 0


def test_every_branch_is_as_asked() -> None:
    # No servicepunten: 140 people take west and east; with them 160 take west and mid.
    norm = iedere(predicate=Predicate(minimum_type=KLEIN))
    assert cheapest(min_share=0.7) == BOTH
    assert cheapest(min_share=0.7, norms=hard(norm)) == 2 * COST_OF_KLEIN


def test_what_is_no_branch_counts_for_norms_that_say_so() -> None:
    region = with_voorzieningen(ROAD, make_voorziening(Voorzieningsvorm.BIBLIOBUS, 10_000))
    counts = Predicate(forms=frozenset({Voorzieningsvorm.BIBLIOBUS}))
    assert cheapest(region, norms=hard(bereik(1000, share=0.2, predicate=counts))) == 0
    # Without, mid is the cheapest that has a fifth.
    assert cheapest(region, norms=hard(bereik(1000, share=0.2))) == COST_OF_SERVICEPUNT
    # It is no branch: distances do not change by it.
    assert ask(Goal.FURTHEST, region=region, max_changes=0, weighing=ANY).optimum() == pytest.approx((10_000,))


def test_every_option_of_a_site_is_tried() -> None:
    # Today's, the same with LLO 1, and closed; a candidate for a servicepunt has no package; LLO 1 for klein.
    world = ask(Goal.COST, min_share=0.5).world
    assert [len(world.ways(site)) for site in range(3)] == [3, 2, 3]
    assert world.ways(0) == [None, Option(type=KLEIN), Option(type=KLEIN, package=Package.LLO1)]
