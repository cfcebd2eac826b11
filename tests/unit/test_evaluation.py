"""Evaluation of a plan: one straight road, everything derived by hand."""

from decimal import Decimal

import numpy as np
import pytest

from spreiding.demand import Kern
from spreiding.domain import Modality, Option, Plan, Vestigingstype
from spreiding.errors import InputError
from spreiding.evaluation import evaluate, unusual_catchments
from spreiding.norms import Predicate
from spreiding.region import KERN_REACH_M, Region
from spreiding.scenario import today_plan
from spreiding.uitgangspunten import Catchment
from tests.worlds import HERE, THERE, line_roads, make_region, make_roads, make_site, make_uitgangspunten

KLEIN, SERVICEPUNT = Vestigingstype.KLEIN, Vestigingstype.SERVICEPUNT


def line_world() -> Region:
    """100 persons at km 0, 200 at km 3 and 50 at km 10; a klein at km 1, a servicepunt at km 9."""
    return make_region(
        line_roads(),
        people=[(0, 50, 100), (3000, 50, 200), (10000, 50, 50)],
        sites=[make_site("west", 1000, klasse=KLEIN), make_site("oost", 9000, klasse=SERVICEPUNT, gemeente=THERE.code)],
        gemeenten=[HERE, THERE],
        square_gemeente=[0, 0, 1],
        kernen=[
            Kern(id="kern-west", name="West", gemeente=HERE.code, x_m=0, y_m=0, inwoners=100),
            Kern(id="kern-oost", name="Oost", gemeente=THERE.code, x_m=9500, y_m=0, inwoners=10_000),
        ],
    )


def test_every_figure_of_the_line_world_is_as_derived() -> None:
    # By road with a walk of 50 m: 1,050, 2,050 and 1,050 m; 1.6, 2.6 and 1.6 min.
    region = line_world()
    answer = evaluate(region, today_plan(region.sites), make_uitgangspunten(max_m=2000))
    assert answer.square_m == pytest.approx([1050, 2050, 1050])
    assert answer.square_min == pytest.approx([1.6, 2.6, 1.6])
    assert answer.square_site.tolist() == [0, 0, 1]
    # (100 · 1,050 + 200 · 2,050 + 50 · 1,050) / 350 = 567,500 / 350.
    assert answer.total.mean_m == pytest.approx(567_500 / 350)
    assert (answer.total.median_m, answer.total.p90_m) == pytest.approx((2050, 2050))
    assert answer.total.inwoners_within == 150
    assert [reach.inwoners for reach in answer.gemeenten] == [300, 50]
    assert answer.gemeenten[0].mean_m == pytest.approx((105_000 + 410_000) / 300)
    assert answer.site_inwoners.tolist() == [300, 50]
    assert (answer.n_open, answer.n_open_per_gemeente) == (2, (1, 1))
    assert answer.kostenraming.branches_eur == Decimal(35_669 + 11_890)


def test_the_distance_of_the_tail_counts_when_its_branch_closes() -> None:
    # East now drives 9,000 + 50 m: p90 of 100, 200, 50 persons is at 315 of 350, so the farthest.
    region = line_world()
    answer = evaluate(region, Plan.of({"west": Option(type=KLEIN)}), make_uitgangspunten())
    assert answer.total.p90_m == pytest.approx(9050)
    assert answer.total.inwoners_within == 300


def test_a_catchment_warns_about_a_branch_that_serves_too_few_or_too_many() -> None:
    # West serves 300, east 50. A klein sensibly serves 100-200, a servicepunt 50 or more.
    region = line_world()
    catchments = {KLEIN: Catchment(minimum=100, maximum=200), SERVICEPUNT: Catchment(minimum=50)}
    uitgangspunten = make_uitgangspunten().model_copy(update={"catchments": catchments})
    answer = evaluate(region, today_plan(region.sites), uitgangspunten)
    assert unusual_catchments(region, answer, uitgangspunten) == ("west",)
    assert unusual_catchments(region, answer, make_uitgangspunten()) == ()


def test_a_norm_counts_only_branches_that_satisfy_it_but_the_nearest_stays_the_nearest() -> None:
    region = line_world()
    norm = make_uitgangspunten(max_m=5000, predicate=Predicate(minimum_type=KLEIN))
    answer = evaluate(region, today_plan(region.sites), norm)
    assert answer.square_m[2] == pytest.approx(1050)
    assert answer.norm_metres[2] == pytest.approx(9050)
    assert answer.total.inwoners_within == 300


def test_people_of_a_kern_with_a_branch_have_one_of_their_own() -> None:
    # Kern Oost reaches 17.8 · √10,000 = 1,784 m: the square at km 10 (500 m off) and the branch at km 9 are in it.
    # Kern West reaches 178 m: its square is in, the branch at km 1 is not. The middle is buitengebied.
    assert pytest.approx(17.841, abs=1e-3) == KERN_REACH_M
    region = line_world()
    answer = evaluate(region, today_plan(region.sites), make_uitgangspunten())
    assert region.squares.kern.tolist() == [0, -1, 1]
    assert region.site_kern.tolist() == [-1, 1]
    assert answer.inwoners_with_own_branch == 50
    assert [reach.inwoners for reach in answer.kernen] == [100, 50]
    assert answer.buitengebied.inwoners == 200


def test_without_kernen_nobody_can_say_who_has_a_branch_of_their_own() -> None:
    region = make_region(line_roads(), people=[(0, 0, 1)], sites=[make_site("a", 0, klasse=KLEIN)])
    answer = evaluate(region, today_plan(region.sites), make_uitgangspunten())
    assert answer.inwoners_with_own_branch is None


def test_who_has_no_route_is_counted_and_never_within_a_norm() -> None:
    roads = make_roads([(0, 0), (1000, 0), (0, 90_000), (1000, 90_000)], [(0, 1), (2, 3)])
    # The place up north, where nothing is open, keeps its people on their own road.
    sites = [make_site("a", 1000, klasse=KLEIN), make_site("noord", 0, 90_000)]
    region = make_region(roads, people=[(0, 0, 10), (0, 90_000, 30)], sites=sites)
    answer = evaluate(region, today_plan(region.sites), make_uitgangspunten(max_m=1e6))
    assert answer.total.inwoners_unreachable == 30
    assert answer.total.mean_m == pytest.approx(1000)
    assert answer.total.share_within == 0.25
    assert answer.square_m.tolist() == [1000, np.inf]
    assert answer.square_site.tolist() == [0, -1]


def test_a_plan_without_branches_leaves_everyone_outside() -> None:
    region = line_world()
    answer = evaluate(region, Plan(options=()), make_uitgangspunten())
    assert answer.total.inwoners_unreachable == 350
    assert answer.kostenraming.branches_eur == 0


def test_the_modality_of_the_norm_decides_how_people_travel() -> None:
    region = line_world()
    answer = evaluate(region, today_plan(region.sites), make_uitgangspunten(modality=Modality.FIETS))
    # 1 km at 15 km/h is 4 min, and 50 m on foot 0.6 min.
    assert answer.square_min[0] == pytest.approx(4.6)


def test_a_plan_for_another_region_is_refused_by_name() -> None:
    with pytest.raises(InputError) as caught:
        evaluate(line_world(), Plan.of({"elders": Option(type=KLEIN)}), make_uitgangspunten())
    assert (caught.value.kind, caught.value.data) == ("unknown_plan_site", {"site": "elders"})


def test_equal_questions_have_equal_fingerprints_and_others_do_not() -> None:
    region = line_world()
    plan = today_plan(region.sites)
    first = evaluate(region, plan, make_uitgangspunten()).fingerprint
    assert evaluate(line_world(), plan, make_uitgangspunten()).fingerprint == first
    assert evaluate(region, plan, make_uitgangspunten(max_m=4999)).fingerprint != first
    assert evaluate(region, Plan(options=()), make_uitgangspunten()).fingerprint != first
    more = region.with_sites([make_site("eigen-1", 5000)])
    assert evaluate(more, plan, make_uitgangspunten()).fingerprint != first


def test_adding_a_site_to_a_region_does_not_move_the_others() -> None:
    region = line_world()
    more = region.with_sites([make_site("eigen-1", 5000), make_site("west", 0)])
    assert [site.id for site in more.sites] == ["west", "oost", "eigen-1"]
    assert region.with_sites([make_site("west", 0)]) is region
    plan = Plan.of(today_plan(more.sites).by_id | {"eigen-1": Option(type=KLEIN)})
    # From km 3 it is 2,050 m to km 1 and to km 5 alike.
    assert evaluate(more, plan, make_uitgangspunten()).square_m == pytest.approx([1050, 2050, 1050])
