"""What changes between two plans, derived by hand on a straight road."""

from collections.abc import Sequence
from decimal import Decimal

import numpy as np
import pytest

from spreiding.compare import Comparison, compare
from spreiding.demand import Kern
from spreiding.domain import Kernfunctie, Option, Package, Plan, Vestigingstype
from spreiding.evaluation import evaluate
from spreiding.region import Region
from spreiding.scenario import today_plan
from tests.worlds import HERE, THERE, line_roads, make_region, make_roads, make_site, make_uitgangspunten

KLEIN, SERVICEPUNT = Vestigingstype.KLEIN, Vestigingstype.SERVICEPUNT
UITGANGSPUNTEN = make_uitgangspunten(max_m=2000)


def line_region(*, kernen: Sequence[Kern] = ()) -> Region:
    """10, 20 and 40 people at 0, 4 and 9 km; branches at 0 and 10 km, a candidate at 5 km."""
    sites = [
        make_site("west", 0.0, klasse=KLEIN),
        make_site("oost", 10_000.0, klasse=KLEIN, gemeente=THERE.code),
        make_site("midden", 5000.0),
    ]
    return make_region(
        line_roads(),
        people=[(0, 0, 10), (4000, 0, 20), (9000, 0, 40)],
        sites=sites,
        gemeenten=(HERE, THERE),
        square_gemeente=[0, 0, 1],
        kernen=kernen,
    )


def compare_plans(region: Region, after: Plan) -> Comparison:
    before = evaluate(region, today_plan(region.sites), UITGANGSPUNTEN)
    return compare(region, before, evaluate(region, after, UITGANGSPUNTEN), uitgangspunten=UITGANGSPUNTEN)


def test_moving_a_branch_helps_some_and_harms_others() -> None:
    # oost closes, midden opens: the 20 at 4 km go from 4 to 1 km, the 40 at 9 km from 1 to 4 km.
    # Within 2 km: before 10 + 40, after 10 + 20. Mean: before (0·10 + 4·20 + 1·40)/70 km, after (0 + 1·20 + 4·40)/70.
    after = Plan.of({"west": Option(type=KLEIN), "midden": Option(type=KLEIN)})
    found = compare_plans(line_region(), after)
    assert found.total.inwoners_within == -20
    assert found.total.mean_m == pytest.approx(60_000 / 70)
    here, there = found.gemeenten
    assert (here.inwoners_within, there.inwoners_within) == (20, -40)
    assert found.square_m.tolist() == found.point_m.tolist() == [0, -3000, 3000]


def test_the_cost_changes_by_the_difference_of_the_tariffs() -> None:
    # klein € 35,669 becomes servicepunt € 11,890; what depends on inwoners stays.
    found = compare_plans(line_region(), Plan.of({"west": Option(type=SERVICEPUNT), "oost": Option(type=KLEIN)}))
    assert found.cost.eur_per_year == Decimal(11_890 - 35_669)
    assert found.cost.is_complete


def test_a_change_of_a_branch_without_a_tariff_makes_the_difference_incomplete() -> None:
    # A branch of unknown class has no tariff; closing it saves an unknown amount.
    region = make_region(
        line_roads(),
        people=[(0, 0, 10)],
        sites=[make_site("a", 0.0, klasse=KLEIN), make_site("b", 1000.0, is_open=True)],
    )
    found = compare_plans(region, Plan.of({"a": Option(type=KLEIN)}))
    assert found.cost.eur_per_year == 0
    assert not found.cost.is_complete


def test_the_same_plan_changes_nothing() -> None:
    region = line_region()
    found = compare_plans(region, today_plan(region.sites))
    assert (found.total.inwoners_within, found.total.mean_m) == (0, 0)
    assert found.cost.eur_per_year == 0
    assert found.functions == ()


def test_a_smaller_class_loses_the_kernfunctie_that_it_lacks() -> None:
    # klein at the bare tariff: 1, 3, 5; servicepunt: 1, 3.
    found = compare_plans(line_region(), Plan.of({"west": Option(type=SERVICEPUNT), "oost": Option(type=KLEIN)}))
    (change,) = found.functions
    assert (change.site_id, change.kern) == ("west", -1)
    assert change.lost == {Kernfunctie.KUNST_EN_CULTUUR}
    assert change.gained == frozenset()


def test_a_kern_loses_nothing_when_another_branch_in_it_takes_over() -> None:
    # Both sites lie in the one kern: west closes, midden (5 km) opens with the same functions and package 1 adds 2.
    kern = Kern(id="lang", name="Lang", gemeente=HERE.code, x_m=2500, y_m=0, inwoners=1e6)
    region = line_region(kernen=(kern,))
    after = Plan.of({"midden": Option(type=KLEIN, package=Package.LLO1), "oost": Option(type=KLEIN)})
    (change,) = compare_plans(region, after).functions
    assert change.kern == 0
    assert change.lost == frozenset()
    assert change.gained == {Kernfunctie.ONTWIKKELING_EN_EDUCATIE}


def test_losing_the_only_route_is_further_away_and_having_none_is_no_change() -> None:
    # Two islands of one road each; the branch of the second closes. A third has a place, and no branch before or after.
    roads = make_roads(
        [(0, 0), (1000, 0), (0, 50_000), (1000, 50_000), (0, 90_000), (1000, 90_000)], [(0, 1), (2, 3), (4, 5)]
    )
    region = make_region(
        roads,
        people=[(0, 0, 1), (0, 50_000, 2), (0, 90_000, 4)],
        sites=[
            make_site("a", 1000.0, klasse=KLEIN),
            make_site("b", 1000.0, 50_000.0, klasse=KLEIN),
            make_site("plek", 1000.0, 90_000.0),
        ],
    )
    found = compare_plans(region, Plan.of({"a": Option(type=KLEIN)}))
    assert found.point_m.tolist() == [0, np.inf, 0]
