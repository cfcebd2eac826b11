"""How far people must go under a plan: per kernfunctie and to any branch, with and without the cut-off."""

import math
from typing import Any

import pytest

from spreiding.domain import Kernfunctie, Modality, Vestigingstype
from spreiding.optimise.question import Goal, Question, Weighing
from spreiding.plan_distances import PlanDistances, measure_plan
from spreiding.region import Region
from spreiding.scenario import today_plan
from spreiding.travel_groups import TravelGroup
from tests.worlds import HERE, THERE, line_roads, make_region, make_site, make_uitgangspunten

EVERYWHERE = frozenset({HERE.code, THERE.code})


def line() -> Region:
    """People on a road at 0, 9 and 25 km; a klein (functions 1, 3 and 5) at 0 and a servicepunt (1 and 3) at 9 km."""
    return make_region(
        line_roads(30),
        people=[(0, 0, 100), (9000, 0, 60), (25_000, 0, 10)],
        sites=[
            make_site("west", 0, klasse=Vestigingstype.KLEIN),
            make_site("oost", 9000, klasse=Vestigingstype.SERVICEPUNT),
        ],
        gemeenten=(HERE, THERE),
        square_gemeente=[0, 0, 1],
    )


def measured(weighing: Weighing, *, free: frozenset[str] | None = None, **more: Any) -> PlanDistances:  # noqa: ANN401
    region = line()
    question = Question(goals=(Goal.DISTANCE,), max_changes=0, free_gemeenten=free, weighing=weighing, **more)
    return measure_plan(region, make_uitgangspunten(), question, today_plan(region.sites))


def test_who_lacks_a_function_counts_at_the_cut_off_and_has_no_mean_without_it() -> None:
    found = measured(Weighing(), free=frozenset({HERE.code}))
    # Functions 1 and 3: nobody goes anywhere. 5: 60 of 160 people go 9 km, 3,375 m on average. 2 and 4: nowhere.
    assert found.capped_m == pytest.approx((0 + 0 + 3375 + 15_000 + 15_000) / 5)
    assert found.functions_m == math.inf
    assert found.nearest_m == 0
    assert found.inwoners_beyond == 160


def test_only_functions_with_a_weight_count() -> None:
    weights = {Kernfunctie(1): 1.0, Kernfunctie(5): 3.0, Kernfunctie(4): 0.0}
    near = measured(Weighing(functions=weights, cutoff_m=9000), free=frozenset({HERE.code}))
    assert near.functions_m == near.capped_m == pytest.approx(3375 * 3 / 4)
    # Exactly at the cut-off is within it.
    assert near.inwoners_beyond == 0
    cut = measured(Weighing(functions=weights, cutoff_m=5000), free=frozenset({HERE.code}))
    assert cut.functions_m == pytest.approx(3375 * 3 / 4)
    assert cut.capped_m == pytest.approx(60 * 5000 / 160 * 3 / 4)
    assert cut.inwoners_beyond == 60


def test_the_nearest_of_any_kind_decides_who_is_beyond_when_no_function_is_weighed() -> None:
    found = measured(Weighing(functions={}))
    # The 10 at 25 km have 16 km to go; the others live at a branch.
    assert found.nearest_m == pytest.approx(10 * 16_000 / 170)
    assert found.inwoners_beyond == 10


def test_groups_travel_in_their_own_way_and_weigh_as_the_question_says() -> None:
    groups = (
        TravelGroup(name="rijdt", modality=Modality.AUTO, share=0.5),
        TravelGroup(name="fietst", modality=Modality.FIETS, shares={HERE.code: 1.0, THERE.code: 0.0}, bron="proef"),
    )
    weighing = Weighing(functions={Kernfunctie(5): 1.0}, groups={"rijdt": 3.0, "fietst": 1.0})
    found = measured(weighing, free=EVERYWHERE, groups=groups)
    # Half of all count threefold: 60 of them go 9 km and 10 go 25 km; all 160 of the first gemeente count once.
    metres = 3 * 0.5 * (60 * 9000 + 10 * 25_000) + 60 * 9000
    assert found.functions_m == pytest.approx(metres / (3 * 0.5 * 170 + 160))
    # Persons are persons, whatever they weigh: half of the 10 at 25 km.
    assert found.inwoners_beyond == pytest.approx(5)
