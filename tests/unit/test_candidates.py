"""Candidates where people live outside the norm."""

import numpy as np

from spreiding.candidates import suggest_sites
from spreiding.domain import Vestigingstype
from spreiding.evaluation import evaluate
from spreiding.scenario import today_plan
from tests.worlds import HERE, line_roads, make_region, make_site, make_uitgangspunten


def test_suggestions_stand_where_most_people_outside_the_norm_live() -> None:
    # Branch at km 0; within 2 km lives one group, two far groups stand at km 6 and around km 9.
    region = make_region(
        line_roads(),
        people=[(0, 0, 500), (6000, 0, 100), (9000, 0, 100), (9400, 0, 1)],
        sites=[make_site("west", 0, klasse=Vestigingstype.KLEIN)],
    )
    evaluation = evaluate(region, today_plan(region.sites), make_uitgangspunten(max_m=2000))
    found = suggest_sites(region, evaluation, 2)
    # Two clusters: {6,000} and {9,000, 9,400} with its weighted mean at 9,004; the nearest inhabited point is 9,000.
    assert sorted(site.x_m for site in found) == [6000.0, 9000.0]
    assert {site.gemeente for site in found} == {HERE.code}
    assert len({site.id for site in found}) == 2
    assert all(site.today is None and site.herkomst for site in found)
    assert all(site.allowed_types == tuple(Vestigingstype) and site.allowed_huisvesting == () for site in found)
    assert suggest_sites(region, evaluation, 2) == found


def test_nobody_outside_the_norm_asks_for_no_site() -> None:
    region = make_region(line_roads(), people=[(0, 0, 5)], sites=[make_site("west", 0, klasse=Vestigingstype.KLEIN)])
    evaluation = evaluate(region, today_plan(region.sites), make_uitgangspunten())
    assert suggest_sites(region, evaluation, 3) == ()
    assert np.isfinite(evaluation.norm_metres).all()


def test_there_are_never_more_suggestions_than_places() -> None:
    region = make_region(line_roads(), people=[(0, 0, 5), (9000, 0, 5)], sites=[])
    evaluation = evaluate(region, today_plan(region.sites), make_uitgangspunten())
    assert len(suggest_sites(region, evaluation, 10)) == 2
    assert suggest_sites(region, evaluation, 0) == ()


def test_a_suggestion_beside_a_place_that_is_there_is_left_out() -> None:
    # Two clusters outside the norm, at km 6 and km 9; a candidate stands 50 m from the first already.
    people = [(0.0, 0.0, 500.0), (6000.0, 0.0, 100.0), (9000.0, 0.0, 100.0)]
    sites = [make_site("west", 0, klasse=Vestigingstype.KLEIN), make_site("plek", 6050)]
    region = make_region(line_roads(), people=people, sites=sites)
    evaluation = evaluate(region, today_plan(region.sites), make_uitgangspunten(max_m=2000))
    assert [site.x_m for site in suggest_sites(region, evaluation, 2)] == [9000.0]
