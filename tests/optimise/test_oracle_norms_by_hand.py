"""Norms of the optimiser, hard and priced, against answers that are derived by hand."""

import math

import pytest

from spreiding.domain import Kernfunctie, Modality, Voorzieningsvorm
from spreiding.norms import Confirmations, Predicate
from spreiding.optimise.question import AskedNorm, Goal, Weighing
from tests.judging.worlds import (
    aantal,
    bereik,
    iedere,
    kern,
    kernfuncties,
    make_kern,
    make_voorziening,
    uren,
    with_voorzieningen,
)
from tests.optimise.road_by_hand import (
    ANY,
    BOTH,
    COST_OF_KLEIN,
    COST_OF_SERVICEPUNT,
    KLEIN,
    ROAD,
    SITES,
    best,
    budget,
    cheapest,
    hard,
    most_within,
)
from tests.worlds import HERE, line_roads, make_region


def test_a_share_within_metres_or_minutes() -> None:
    # Four fifths are 160 people: west and mid.
    assert cheapest(norms=hard(bereik(1000, share=0.8))) == BOTH
    assert cheapest(norms=hard(bereik(None, max_minutes=1, share=0.8))) == BOTH
    assert cheapest(norms=hard(bereik(999, share=0.8, modality=Modality.FIETS))) == pytest.approx(math.nan, nan_ok=True)


def test_a_share_that_is_missed_by_a_part_of_a_person_is_missed() -> None:
    # 100.004 of 200 are asked: by the normtoets 100 do not meet that.
    assert cheapest(norms=hard(bereik(2000, share=0.50002))) == BOTH
    assert cheapest(min_share=0.50002) == BOTH


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
    found = best(Goal.DISTANCE, max_changes=0, weighing=ANY, norms=asked)
    assert found == pytest.approx((3200.15,))
    # Who goes 10 m further does so to every function, here with weight 2 and 3: (5 · 640,000 + 5 · 30) / 1,000.
    functions = Weighing(functions={Kernfunctie(1): 2.0, Kernfunctie(3): 3.0})
    found = best(Goal.DISTANCE, max_changes=0, weighing=functions, norms=asked)
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
    assert best(Goal.FURTHEST, region=region, max_changes=0, weighing=ANY) == pytest.approx((10_000,))
