"""How far it is to each kernfunctie, read off a straight road."""

import numpy as np
import pytest

from spreiding.domain import Kernfunctie, Modality, Option, Package, Plan, Vestigingstype
from spreiding.evaluation import evaluate
from spreiding.fields import Fields
from spreiding.function_distances import function_metres, measure_functions, offering_places
from tests.worlds import line_roads, make_region, make_site, make_uitgangspunten

GROOT, MIDDELGROOT, KLEIN, SERVICEPUNT = Vestigingstype
# 100 people at 0 km and 50 at 10 km; a servicepunt {1, 3} at 1 km, middelgroot with LLO 1 (all five) at 8 km.
REGION = make_region(
    line_roads(),
    people=[(0, 0, 100), (10_000, 0, 50)],
    sites=[make_site("small", 1000, klasse=SERVICEPUNT), make_site("big", 8000)],
)
PLAN = Plan.of(
    {"small": Option(type=SERVICEPUNT), "big": Option(type=MIDDELGROOT, package=Package.LLO1)},
)
USING = make_uitgangspunten()


def test_each_kernfunctie_is_served_by_what_offers_it() -> None:
    metres = function_metres(Fields(REGION), PLAN, USING, Modality.AUTO)
    assert {int(each): cost.tolist() for each, cost in metres.items()} == {
        1: [1000, 2000],
        2: [8000, 2000],
        3: [1000, 2000],
        4: [8000, 2000],
        5: [8000, 2000],
    }


def test_the_mean_is_over_the_functions_and_capped_where_it_is_told() -> None:
    # To 1 and 3: (100 · 1 km + 50 · 2 km) / 150 = 4/3 km. To 2, 4 and 5: (100 · 8 + 50 · 2) / 150 = 6 km, and with a
    # cut-off at 5 km (100 · 5 + 50 · 2) / 150 = 4 km for the 100 beyond it.
    free = measure_functions(Fields(REGION), PLAN, USING)
    assert free.mean_m == pytest.approx((2 * 4000 / 3 + 3 * 6000) / 5)
    assert set(free.inwoners_beyond.values()) == {0.0}
    capped = measure_functions(Fields(REGION), PLAN, USING, cutoff_m=5000.0)
    assert capped.means_m == pytest.approx({1: 4000 / 3, 2: 4000, 3: 4000 / 3, 4: 4000, 5: 4000})
    assert capped.mean_m == pytest.approx((2 * 4000 / 3 + 3 * 4000) / 5)
    assert capped.inwoners_beyond == {1: 0, 2: 100, 3: 0, 4: 100, 5: 100}


def test_functions_weigh_as_they_are_told() -> None:
    weights = {Kernfunctie(3): 1.0, Kernfunctie(4): 3.0}
    found = measure_functions(Fields(REGION), PLAN, USING, weights=weights)
    assert found.mean_m == pytest.approx((4000 / 3 + 3 * 6000) / 4)


def test_a_function_that_nobody_offers_is_as_far_as_the_cut_off() -> None:
    found = measure_functions(Fields(REGION), Plan.of({"small": Option(type=SERVICEPUNT)}), USING, cutoff_m=9500.0)
    assert found.means_m[Kernfunctie(5)] == 9500
    assert found.inwoners_beyond[Kernfunctie(5)] == 150


def test_what_was_told_of_a_branch_goes_before_its_class_and_the_unknown_is_not_offered() -> None:
    sites = [
        make_site("told", 0, klasse=SERVICEPUNT, kernfuncties=frozenset({Kernfunctie(4)})),
        make_site("unknown", 0, is_open=True),
    ]
    region = make_region(line_roads(), people=[(0, 0, 1)], sites=sites)
    plan = Plan.of({"told": Option(type=SERVICEPUNT), "unknown": Option(type=None)})
    offering = offering_places(Fields(region), plan, USING)
    assert {int(each): sorted(places) for each, places in offering.items()} == {1: [], 2: [], 3: [], 4: [0], 5: []}


def test_the_evaluation_shows_it_beside_the_nearest_of_any_kind() -> None:
    evaluation = evaluate(REGION, PLAN, USING)
    assert evaluation.functions == measure_functions(Fields(REGION), PLAN, USING)
    # Any branch: 1 km and 2 km.
    assert evaluation.total.mean_m == pytest.approx(4000 / 3)
    nobody = make_region(line_roads(), people=[(0, 0, 0)], sites=[make_site("small", 1000, klasse=SERVICEPUNT)])
    assert np.isnan(evaluate(nobody, Plan.of({"small": Option(type=SERVICEPUNT)}), USING).functions.mean_m)
