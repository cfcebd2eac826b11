"""A share of people within metres or minutes, judged on one straight road: every distance is read off."""

import math
from typing import Any

import numpy as np
import pytest

from spreiding.demand import Gemeente
from spreiding.domain import Kernfunctie, Modality, Plan, SiteFact, Voorzieningsvorm
from spreiding.judging.verdict import Outcome, ReasonKind
from spreiding.norms import Area, Confirmations, OwnWay, Predicate
from spreiding.region import Region
from spreiding.travel_groups import DEFAULT_GROUPS, TravelGroup
from spreiding.travel_sources import table_source
from tests.judging.worlds import (
    KLEIN,
    NOTHING,
    SERVICEPUNT,
    all_judged,
    bereik,
    judged,
    kernfuncties,
    make_kern,
    make_voorziening,
    why,
    with_ages,
    with_estimated,
    with_missing,
    with_voorzieningen,
)
from tests.worlds import HERE, THERE, line_roads, make_region, make_roads, make_site

MET, NOT_MET, UNDECIDED = Outcome.MET, Outcome.NOT_MET, Outcome.UNDECIDED
BUS, AT_HOME = Voorzieningsvorm.BIBLIOBUS, Voorzieningsvorm.AAN_HUIS


def world() -> Region:
    """A branch at 0; 60 people at 1 km, 40 at 2 km."""
    return make_region(
        line_roads(), people=[(1000, 0, 60), (2000, 0, 40)], sites=[make_site("bieb", 0.0, klasse=KLEIN)]
    )


def neighbours() -> Region:
    """Hier from 0 to 3 km, with a branch at 0; Daar beyond it, with a branch at 4 km: 1 km from 30 of Hier."""
    return make_region(
        line_roads(),
        people=[(0, 0, 70), (3000, 0, 30), (4000, 0, 50)],
        sites=[make_site("west", 0.0, klasse=KLEIN), make_site("oost", 4000.0, klasse=KLEIN, gemeente=THERE.code)],
        gemeenten=[HERE, THERE],
        square_gemeente=[0, 0, 1],
    )


# --- thresholds ---


@pytest.mark.parametrize(("max_m", "within"), [(999.99, 0), (1000, 60), (1999.99, 60), (2000, 100)])
def test_exactly_at_the_distance_is_within(max_m: float, within: float) -> None:
    assert judged(world(), bereik(max_m)).value == within


@pytest.mark.parametrize(
    ("modality", "max_minutes"),
    # 1 km takes 1 minute by car at 60 km/h, 4 at 15 km/h, 3 at 20 km/h and 12 at 5 km/h.
    [(Modality.AUTO, 1), (Modality.FIETS, 4), (Modality.EBIKE, 3), (Modality.LOPEN, 12)],
)
def test_exactly_so_many_minutes_is_within(modality: Modality, max_minutes: float) -> None:
    assert judged(world(), bereik(None, max_minutes=max_minutes, modality=modality)).value == 60
    assert judged(world(), bereik(None, max_minutes=max_minutes - 0.001, modality=modality)).value == 0


@pytest.mark.parametrize(
    ("modality", "minutes_per_100_m"),
    [(Modality.AUTO, 0.1), (Modality.FIETS, 0.4), (Modality.EBIKE, 0.3), (Modality.LOPEN, 1.2)],
)
def test_minutes_that_add_up_to_the_threshold_are_within(modality: Modality, minutes_per_100_m: float) -> None:
    # A road in pieces of 100 m, 6 km of them: to a computer ten times 0.1 minute is not one.
    roads = make_roads([(100.0 * k, 0) for k in range(61)], [(k, k + 1) for k in range(60)])
    for n_pieces in (1, 3, 7, 10, 40, 60):
        people = [(100.0 * n_pieces, 0.0, 10.0)]
        region = make_region(roads, people=people, sites=[make_site("bieb", 0.0, klasse=KLEIN)])
        exactly = round(minutes_per_100_m * n_pieces, 6)
        assert judged(region, bereik(None, max_minutes=exactly, modality=modality)).value == 10
        assert judged(region, bereik(None, max_minutes=exactly - 0.0001, modality=modality)).value == 0


@pytest.mark.parametrize(
    ("share", "outcome", "shortage"),
    # 60 of 100 are within 1 km; of 60.5% one more whole person is needed, of 100% forty.
    [(0.59, MET, 0), (0.6, MET, 0), (0.605, NOT_MET, 1), (0.61, NOT_MET, 1), (1.0, NOT_MET, 40)],
)
def test_exactly_the_share_is_enough_and_the_shortage_is_in_whole_persons(
    share: float, outcome: Outcome, shortage: float
) -> None:
    oordeel = judged(world(), bereik(1000, share))
    assert (oordeel.outcome, oordeel.shortage) == (outcome, shortage)
    assert oordeel.share == 0.6
    assert oordeel.margin == pytest.approx(0.6 - share)


def test_everybody_is_met_when_all_are_within() -> None:
    assert judged(world(), bereik(2000, 1.0)).outcome is MET


def test_a_share_of_odd_persons_does_not_fail_by_rounding() -> None:
    # 0.7 × 10 × 0.1 persons is 0.7 of a person; added up in tenths it is 0.7000000000000001 or 0.6999999999999999.
    people = [(100.0 * k, 0.0, 0.1) for k in range(10)]
    region = make_region(line_roads(), people=people, sites=[make_site("bieb", 0.0, klasse=KLEIN)])
    assert judged(region, bereik(600, 0.7)).outcome is MET


# --- areas ---


def test_the_branch_of_the_neighbours_counts_or_not_as_chosen() -> None:
    with_them, without = (judged(neighbours(), bereik(1000, 0.9, counts_neighbours=counts)) for counts in (True, False))
    assert (with_them.outcome, with_them.value) == (MET, 100)
    # To their own branch the 30 travel 3 km.
    assert (without.outcome, without.value, without.shortage) == (NOT_MET, 70, 20)


def test_a_branch_outside_every_gemeente_is_a_neighbour_of_all() -> None:
    region = make_region(line_roads(), people=[(0, 0, 10)], sites=[make_site("ver", 0.0, klasse=KLEIN, gemeente=None)])
    assert judged(region, bereik(1000)).value == 10
    assert judged(region, bereik(1000, counts_neighbours=False)).value == 0


def test_the_region_is_everybody_and_its_value_that_of_the_gemeenten_together() -> None:
    norm = {"max_m": 1000, "share": 0.9}
    (whole,) = all_judged(neighbours(), bereik(**norm, area=Area.REGIO))
    parts = all_judged(neighbours(), bereik(**norm))
    assert whole.gemeente is None
    assert [part.gemeente for part in parts] == [HERE.code, THERE.code]
    assert whole.value == sum(part.value for part in parts) == 150


def test_who_lives_outside_every_gemeente_counts_for_the_region_only() -> None:
    region = make_region(
        line_roads(),
        people=[(0, 0, 10), (0, 0, 5)],
        sites=[make_site("bieb", 0.0, klasse=KLEIN)],
        square_gemeente=[0, -1],
    )
    assert judged(region, bereik(1000)).tested == 10
    oordeel = judged(region, bereik(1000, area=Area.REGIO))
    assert oordeel.tested == 15
    # There is no place to name where they live.
    assert judged(region, bereik(1, area=Area.REGIO), plan=Plan.of({})).shortfalls[0].persons == 10


def test_every_kern_with_people_has_a_verdict_when_it_is_confirmed() -> None:
    kernen = [make_kern("a", 0.0), make_kern("b", 2000.0), make_kern("leeg", 8000.0)]
    region = make_region(
        line_roads(),
        people=[(0, 0, 60), (2000, 0, 40)],
        sites=[make_site("bieb", 0.0, klasse=KLEIN)],
        kernen=kernen,
    )
    a, b = all_judged(region, bereik(1000, area=Area.KERN), confirmations=Confirmations(kernen=frozenset({"a"})))
    assert (a.kern, a.outcome, a.value) == ("a", MET, 60)
    assert (b.kern, b.outcome, why(b)) == ("b", UNDECIDED, [ReasonKind.KERNEN_UNCONFIRMED])
    assert [o.outcome for o in all_judged(region, bereik(1000, area=Area.KERN))] == [MET, NOT_MET]


def test_a_norm_per_kern_without_kernen_has_no_verdicts() -> None:
    assert all_judged(world(), bereik(1000, area=Area.KERN)) == ()


# --- nothing there ---


def test_without_branches_nobody_is_within_and_nothing_is_uncertain() -> None:
    oordeel = judged(world(), bereik(1000), plan=Plan.of({}))
    assert (oordeel.outcome, oordeel.value, oordeel.low, oordeel.high) == (NOT_MET, 0, 0, 0)
    assert not oordeel.is_uncertain
    (shortfall,) = oordeel.shortfalls
    assert (shortfall.outside, shortfall.mean, shortfall.site) == (100, math.inf, -1)


def test_a_gemeente_where_nobody_lives_cannot_be_judged() -> None:
    region = make_region(
        line_roads(),
        people=[(0, 0, 10), (1000, 0, 0)],
        sites=[make_site("bieb", 0.0, klasse=KLEIN)],
        gemeenten=[HERE, THERE],
        square_gemeente=[0, 1],
    )
    _, empty = all_judged(region, bereik(1000))
    assert (empty.outcome, why(empty)) == (UNDECIDED, [ReasonKind.NOBODY])
    assert math.isnan(empty.share)
    assert math.isnan(empty.margin)


def test_who_has_no_route_is_outside_at_any_distance() -> None:
    # Two roads that do not meet, the second with a place that stands closed: people there have a road of their own.
    roads = make_roads([(0, 0), (1000, 0), (5000, 0), (6000, 0)], [(0, 1), (2, 3)])
    sites = [make_site("bieb", 0.0, klasse=KLEIN), make_site("dicht", 5000.0)]
    region = make_region(roads, people=[(1000, 0, 60), (6000, 0, 40)], sites=sites)
    oordeel = judged(region, bereik(1_000_000, 0.7))
    assert (oordeel.outcome, oordeel.value, oordeel.high, oordeel.shortage) == (NOT_MET, 60, 60, 10)


# --- groups, each in its own way ---


def aged(*ages: tuple[float, ...]) -> Region:
    return with_ages(world(), ages)


def test_only_the_people_of_the_group_count() -> None:
    region = aged((10, 0, 0, 0, 50), (30, 0, 0, 0, 10))
    oordeel = judged(region, bereik(1000, 0.5, groups=("kinderen",)))
    assert (oordeel.value, oordeel.tested, oordeel.outcome) == (10, 40, NOT_MET)


def test_each_group_travels_in_its_own_way() -> None:
    # Within 5 minutes: children cycle 1.25 km, who is 75 walks 417 m, the others drive 5 km.
    region = aged((60, 0, 0, 0, 0), (0, 0, 0, 0, 40))
    norm = bereik(None, 0.8, max_minutes=5, modality=OwnWay.OWN)
    # All 60 children within; of 40 old people 0.56 drive and 0.44 walk.
    oordeel = judged(region, norm)
    assert oordeel.value == pytest.approx(60 + 0.56 * 40)
    assert oordeel.tested == pytest.approx(100)
    assert oordeel.outcome is MET


def test_without_named_groups_everybody_counts_once_whatever_groups_there_are() -> None:
    extra = TravelGroup(name="oude fietsers", age_group="65_plus", modality=Modality.FIETS, share=0.3)
    shared = DEFAULT_GROUPS[0].model_copy(update={"shares": {HERE.code: 1.0}, "bron": "proef"})
    groups = (shared, *DEFAULT_GROUPS[1:], extra)
    region = aged((60, 0, 0, 0, 0), (0, 0, 0, 0, 40))
    assert judged(region, bereik(1000, modality=OwnWay.OWN), groups=groups).tested == pytest.approx(100)


def test_a_group_has_its_share_of_the_people_per_gemeente() -> None:
    group = TravelGroup(name="laaggeletterd", modality=Modality.AUTO, share=0.1, shares={HERE.code: 0.25}, bron="proef")
    here, there = all_judged(neighbours(), bereik(1000, groups=("laaggeletterd",)), groups=(*DEFAULT_GROUPS, group))
    assert (here.tested, there.tested) == pytest.approx((25, 5))


def test_when_nobodys_age_is_known_there_is_nothing_to_say() -> None:
    oordeel = judged(world(), bereik(1000, groups=("kinderen",)))
    assert (oordeel.outcome, why(oordeel)) == (UNDECIDED, [ReasonKind.NO_AGES])


def test_a_gemeente_without_children_is_one_where_nobody_lives_for_their_norm() -> None:
    oordeel = judged(aged((0, 60, 0, 0, 0), (0, 40, 0, 0, 0)), bereik(1000, groups=("kinderen",)))
    assert why(oordeel) == [ReasonKind.NOBODY]


# --- what is assumed or unknown ---

PLUS = Predicate(minimum_staffed_hours=15)


def assumed() -> Region:
    """A branch at 0 of which nobody stated the hours, and one at 2 km that surely counts."""
    sites = [
        make_site("west", 0.0, klasse=KLEIN),
        make_site("oost", 2000.0, klasse=KLEIN, staffed_hours=20.0),
    ]
    return make_region(line_roads(), people=[(0, 0, 60), (2000, 0, 40)], sites=sites)


def test_a_verdict_on_hours_of_the_class_waits_until_they_are_confirmed() -> None:
    # A small branch is assumed to be open for 16 hours: then all are within 500 m, else 40 of 100.
    norm = bereik(500, 0.9, predicate=PLUS)
    oordeel = judged(assumed(), norm, confirmations=NOTHING)
    assert (oordeel.outcome, oordeel.value) == (UNDECIDED, 100)
    (reason,) = oordeel.reasons
    assert (reason.kind, reason.names) == (ReasonKind.DOUBTFUL_SITES, ("west",))
    assert reason.facts == {SiteFact.UREN}
    assert judged(assumed(), norm, confirmations=Confirmations(sites=frozenset({"west"}))).outcome is MET
    assert judged(assumed(), norm, confirmations=Confirmations(sites=frozenset({"oost"}))).outcome is UNDECIDED


@pytest.mark.parametrize(
    ("share", "outcome"),
    # 40 of 100 are sure to be within 500 m, 100 at best.
    [(0.4, MET), (0.41, UNDECIDED), (1.0, UNDECIDED)],
)
def test_a_doubt_that_cannot_change_the_verdict_does_not_make_it_undecided(share: float, outcome: Outcome) -> None:
    oordeel = judged(assumed(), bereik(500, share, predicate=PLUS), confirmations=NOTHING)
    assert oordeel.outcome is outcome
    assert bool(oordeel.reasons) == (outcome is UNDECIDED)


def test_a_doubt_is_settled_when_even_the_best_case_fails() -> None:
    # Within 500 m of either branch live at most 100 of 140.
    sites = [make_site("west", 0.0, klasse=KLEIN), make_site("oost", 2000.0, klasse=KLEIN, staffed_hours=20.0)]
    region = make_region(line_roads(), people=[(0, 0, 60), (2000, 0, 40), (5000, 0, 40)], sites=sites)
    oordeel = judged(region, bereik(500, 0.8, predicate=PLUS), confirmations=NOTHING)
    assert (oordeel.outcome, oordeel.reasons) == (NOT_MET, ())


def test_what_is_unknown_stays_in_doubt_when_everything_is_confirmed() -> None:
    # No class and no hours: it does not count, but it might.
    region = make_region(
        line_roads(), people=[(0, 0, 10)], sites=[make_site("bieb", 0.0, is_open=True), make_site("vrij", 9000.0)]
    )
    oordeel = judged(region, bereik(500, predicate=PLUS))
    assert (oordeel.outcome, oordeel.value) == (UNDECIDED, 0)
    assert oordeel.reasons[0].facts == {SiteFact.UREN}


def test_a_plan_that_chooses_a_class_assumes_nothing() -> None:
    # Today a servicepunt of 8 assumed hours; as a small branch it has 16, by choice.
    region = make_region(line_roads(), people=[(0, 0, 10)], sites=[make_site("bieb", 0.0, klasse=SERVICEPUNT)])
    today = region.sites[0].today
    assert today is not None
    plan = Plan.of({"bieb": today.model_copy(update={"type": KLEIN})})
    assert judged(region, bereik(500, predicate=PLUS), plan=plan, confirmations=NOTHING).outcome is MET
    assert judged(region, bereik(500, predicate=PLUS), confirmations=NOTHING).outcome is UNDECIDED


# --- within the margin of uncertainty ---


@pytest.mark.parametrize(
    ("x_m", "outcome", "is_uncertain"),
    # A door is at most 50·√2 = 70.71 m from the middle of a square of 100 m.
    [(929, MET, False), (930, MET, True), (1000, MET, True), (1070, NOT_MET, True), (1071, NOT_MET, False)],
)
def test_who_lives_near_the_threshold_makes_the_verdict_uncertain(
    x_m: float, *, outcome: Outcome, is_uncertain: bool
) -> None:
    region = make_region(line_roads(), people=[(x_m, 0, 10)], sites=[make_site("bieb", 0.0, klasse=KLEIN)])
    oordeel = judged(region, bereik(1000))
    assert (oordeel.outcome, oordeel.is_uncertain) == (outcome, is_uncertain)


@pytest.mark.parametrize(("walk_m", "is_uncertain"), [(100, False), (129, False), (130, True)])
def test_the_walk_to_the_road_may_be_twice_as_long(walk_m: float, *, is_uncertain: bool) -> None:
    # 800 m by road less the walk, and walk: 800 m in all. With 70.71 m and the walk once more: 1,000 m or not.
    region = make_region(
        line_roads(), people=[(800 - walk_m, walk_m, 10)], sites=[make_site("bieb", 0.0, klasse=KLEIN)]
    )
    oordeel = judged(region, bereik(1000))
    assert (oordeel.outcome, oordeel.is_uncertain) == (MET, is_uncertain)


def test_minutes_have_their_own_tolerance() -> None:
    # 70.71 m along a street of 28 km/h take 0.1515 minute.
    for x_m, is_uncertain in ((848, False), (849, True)):
        region = make_region(line_roads(), people=[(x_m, 0, 10)], sites=[make_site("bieb", 0.0, klasse=KLEIN)])
        assert judged(region, bereik(None, max_minutes=1)).is_uncertain is is_uncertain


@pytest.mark.parametrize(
    ("estimated", "is_uncertain"),
    # 60 of 100 within; with 10 of them not there it is 50 of 100, which is enough; with 11 it is not.
    [(10, False), (11, True)],
)
def test_persons_who_were_estimated_may_not_live_there(estimated: float, *, is_uncertain: bool) -> None:
    region = make_region(line_roads(), people=[(0, 0, 60), (5000, 0, 40)], sites=[make_site("bieb", 0.0, klasse=KLEIN)])
    oordeel = judged(with_estimated(region, [estimated, 0]), bereik(1000, 0.5))
    assert (oordeel.low, oordeel.high) == (60 - estimated, 60)
    assert (oordeel.outcome, oordeel.is_uncertain) == (MET, is_uncertain)


def test_persons_who_were_estimated_outside_may_live_within() -> None:
    region = make_region(line_roads(), people=[(0, 0, 60), (5000, 0, 40)], sites=[make_site("bieb", 0.0, klasse=KLEIN)])
    oordeel = judged(with_estimated(region, [0, 20]), bereik(1000, 0.75))
    assert (oordeel.outcome, oordeel.high, oordeel.is_uncertain) == (NOT_MET, 80, True)


def margin_world() -> Region:
    """60 of 100 within 1 km, nobody near the threshold."""
    return make_region(line_roads(), people=[(0, 0, 60), (5000, 0, 40)], sites=[make_site("bieb", 0.0, klasse=KLEIN)])


@pytest.mark.parametrize(
    ("n_missing", "low", "high", "is_uncertain"),
    # A secret square holds at most 4. Of 55% they ask for 2.2 more, and bring 1.8 more if all are within:
    # 60 − 4 · 0.55 = 57.8 ≥ 55; three squares: 60 − 12 · 0.55 = 53.4 < 55.
    [(0, 60, 60, False), (1, 57.8, 61.8, False), (2, 55.6, 63.6, False), (3, 53.4, 65.4, True)],
)
def test_secret_squares_hold_at_most_four_people_each(
    n_missing: int, *, low: float, high: float, is_uncertain: bool
) -> None:
    oordeel = judged(with_missing(margin_world(), n_missing), bereik(1000, 0.55))
    assert (oordeel.low, oordeel.high) == pytest.approx((low, high))
    assert oordeel.is_uncertain is is_uncertain


def test_secret_squares_count_where_they_are_known_to_lie() -> None:
    elsewhere = with_missing(margin_world(), 3, per_gemeente={THERE.code: 3})
    assert judged(elsewhere, bereik(1000, 0.55)).low == 60
    assert judged(elsewhere, bereik(1000, 0.55, area=Area.REGIO)).low == pytest.approx(53.4)
    here = with_missing(margin_world(), 3, per_gemeente={HERE.code: 3})
    assert judged(here, bereik(1000, 0.55)).is_uncertain


@pytest.mark.parametrize(("role", "low"), [("aanvulling", 60), ("totalen", 60), ("vierkanten", 53.4)])
def test_secret_squares_are_none_when_larger_areas_told_of_them(role: str, low: float) -> None:
    assert judged(with_missing(margin_world(), 3, role=role), bereik(1000, 0.55)).low == pytest.approx(low)


def test_rows_of_another_source_without_a_number_may_hold_anybody() -> None:
    region = with_missing(margin_world(), 1)
    region.squares.size_m[:] = 1000.0
    oordeel = judged(region, bereik(1000, 0.1))
    assert (oordeel.low, oordeel.high, oordeel.is_uncertain) == (-math.inf, math.inf, True)
    # Of everybody, more people never bring the missing within.
    assert judged(region, bereik(1000, 1.0)).high == 60 + 0


def test_people_without_ages_may_all_be_in_the_group() -> None:
    # 10 children within, none outside; 40 people of whom nothing is known: at worst 40 children who are outside.
    region = with_ages(margin_world(), [(10, 50, 0, 0, 0), (math.nan,) * 5])
    oordeel = judged(region, bereik(1000, 0.2, groups=("kinderen",)))
    assert (oordeel.value, oordeel.tested) == (10, 10)
    # 10 − 0.2 · 40 = 2 is still 0.2 of 10; of 21% 10 − 8.4 = 1.6 is less than 2.1.
    assert (oordeel.low, oordeel.is_uncertain) == (2, False)
    assert judged(region, bereik(1000, 0.21, groups=("kinderen",))).is_uncertain


# --- voorzieningen ---


def served(
    forms: frozenset[Voorzieningsvorm],
    predicate: Predicate | None = None,
    *,
    form: Voorzieningsvorm = BUS,
    **fields: Any,  # noqa: ANN401 - whatever a Voorziening has
) -> float:
    """People within 1 km of a bus at 3 km: 60 of Hier at 3 km, 40 at 2.5 km and 50 of Daar at 3.5 km."""
    region = make_region(
        line_roads(),
        people=[(3000, 0, 60), (2500, 0, 40), (3500, 0, 50)],
        sites=[make_site("ver", 10_000.0, klasse=KLEIN)],
        gemeenten=[HERE, THERE],
        square_gemeente=[0, 0, 1],
    )
    region = with_voorzieningen(region, make_voorziening(form, 3000.0, **fields))
    asked = (predicate or Predicate()).model_copy(update={"forms": forms})
    return judged(region, bereik(1000, area=Area.REGIO, predicate=asked)).value


def test_a_bibliobus_counts_only_when_the_norm_names_it() -> None:
    assert served(frozenset()) == 0
    assert served(frozenset({AT_HOME})) == 0
    assert served(frozenset({BUS})) == 150


def test_a_bibliobus_serves_whom_it_reaches() -> None:
    assert served(frozenset({BUS}), reach_m=499.0) == 60
    assert served(frozenset({BUS}), reach_m=500.0) == 150


def test_a_bibliotheek_aan_huis_comes_to_everybody_of_its_gemeente() -> None:
    home = frozenset({AT_HOME})
    assert served(home, form=AT_HOME) == 100
    assert served(home, form=AT_HOME, gemeente=THERE.code) == 50
    assert served(home, form=AT_HOME, gemeente=None) == 0
    # With a reach of its own it goes as far as that, whosever gemeente it is.
    assert served(home, form=AT_HOME, reach_m=500.0) == 150


def test_a_bibliotheek_aan_huis_is_no_travel_at_all() -> None:
    region = with_voorzieningen(world(), make_voorziening(AT_HOME, 9000.0))
    norm = bereik(1, predicate=Predicate(forms=frozenset({AT_HOME}), counts_branches=False))
    assert judged(region, norm).value == 100


def test_a_voorziening_must_offer_what_the_norm_asks() -> None:
    forms, asked = frozenset({BUS}), Predicate(kernfuncties=frozenset({Kernfunctie(3)}), minimum_staffed_hours=4)
    reads: dict[str, Any] = {"kernfuncties": frozenset({Kernfunctie(3)})}
    assert served(forms, asked) == 0
    assert served(forms, asked, **reads) == 0
    assert served(forms, asked, **reads, staffed_hours=3.9) == 0
    assert served(forms, asked, **reads, staffed_hours=4.0) == 150


def test_hours_of_a_voorziening_that_nobody_told_leave_the_verdict_open() -> None:
    region = with_voorzieningen(world(), make_voorziening(BUS, 2000.0))
    asked = Predicate(minimum_staffed_hours=4, forms=frozenset({BUS}))
    oordeel = judged(region, bereik(1000, 1.0, predicate=asked))
    assert (oordeel.outcome, oordeel.reasons[0].names) == (UNDECIDED, ("bus",))


# --- minutes from elsewhere ---


def test_minutes_of_a_table_take_the_place_of_those_over_the_road() -> None:
    # By the table the 60 need 20 minutes and the 40 cannot travel, though by car they need 1 and 2.
    first = np.array([0], dtype=np.int32)
    table = table_source(first, first, np.array([20.0]), n_points=2)
    norm = bereik(None, 0.5, max_minutes=20)
    oordeel = judged(world(), norm, sources={Modality.AUTO: table})
    assert (oordeel.value, oordeel.outcome) == (60, MET)
    # Metres stay those of the road, and so do minutes of others.
    assert judged(world(), bereik(2000), sources={Modality.AUTO: table}).value == 100
    assert judged(world(), bereik(None, max_minutes=4), sources={Modality.FIETS: table}).value == 100


# --- where people fall outside ---


def test_the_furthest_places_come_first_with_their_nearest_branch() -> None:
    kernen = [make_kern("a", 1000.0), make_kern("b", 4000.0)]
    sites = [make_site("west", 0.0, klasse=KLEIN), make_site("oost", 10_000.0, klasse=KLEIN)]
    people = [(1000, 0, 30), (1200, 0, 10), (4000, 0, 50), (4200, 0, 50), (8000, 0, 20)]
    region = make_region(line_roads(), people=people, sites=sites, kernen=kernen)
    # Outside 1,100 m: all of b, on average 4.1 km from west; the 20 of the buitengebied, 2 km from east; 10 of a, whose
    # 40 people live on average (30 · 1,000 + 10 · 1,200) / 40 = 1,050 m from west.
    found = judged(region, bereik(1100)).shortfalls
    assert [(each.kern, each.outside, each.persons, each.mean, each.site) for each in found] == [
        (1, 100, 100, 4100, 0),
        (-1, 20, 20, 2000, 1),
        (0, 10, 40, 1050, 0),
    ]


def test_the_nearest_place_is_that_of_most_people_whatever_their_groups() -> None:
    # West: 10 children. East: 6 children and 6 young people. One group at a time the west would win by 10 to 6.
    sites = [make_site("west", 0.0, klasse=KLEIN), make_site("oost", 10_000.0, klasse=KLEIN)]
    region = make_region(line_roads(), people=[(4000, 0, 10), (6000, 0, 12)], sites=sites)
    region = with_ages(region, [(10, 0, 0, 0, 0), (6, 6, 0, 0, 0)])
    (shortfall,) = judged(region, bereik(1000, groups=("kinderen", "15 tot 25 jaar"))).shortfalls
    assert (shortfall.persons, shortfall.site) == (22, 1)


# --- each kernfunctie by itself ---


def test_each_kernfunctie_has_its_own_distance_and_verdict() -> None:
    # The satellite at 2 km offers reading only; the other branch all that its class does: 1, 3 and 5.
    sites = [
        make_site("bieb", 0.0, klasse=KLEIN, kernfuncties=frozenset({Kernfunctie(1), Kernfunctie(2)})),
        make_site("satelliet", 2000.0, klasse=SERVICEPUNT, kernfuncties=frozenset({Kernfunctie(3)})),
    ]
    region = make_region(line_roads(), people=[(0, 0, 60), (2000, 0, 40)], sites=sites)
    found = all_judged(region, kernfuncties({1: 2000, 3: 1000, 5: 5000}, 0.5))
    assert [(each.kernfunctie, each.value, each.outcome) for each in found] == [
        (1, 100, MET),
        (3, 40, NOT_MET),
        (5, 0, NOT_MET),
    ]


def test_kernfuncties_of_the_class_are_an_assumption() -> None:
    oordeel = judged(world(), kernfuncties({1: 5000}), confirmations=NOTHING)
    assert oordeel.outcome is UNDECIDED
    assert oordeel.reasons[0].facts == {SiteFact.KERNFUNCTIES}
    # Function 2 is not one of a small branch, but nobody says so.
    assert judged(world(), kernfuncties({2: 5000}), confirmations=NOTHING).outcome is UNDECIDED
    assert judged(world(), kernfuncties({2: 5000})).outcome is NOT_MET


def test_a_kernfunctie_at_home_is_one_of_ones_own_gemeente() -> None:
    norm = kernfuncties({1: 1000}, 0.9, counts_neighbours=False)
    assert judged(neighbours(), norm).value == 70
    assert [each.gemeente for each in all_judged(neighbours(), norm)] == [HERE.code, THERE.code]


def test_gemeenten_without_a_single_square_are_judged_too() -> None:
    empty = Gemeente(code="GM0009", name="Leeg")
    region = make_region(
        line_roads(),
        people=[(0, 0, 5)],
        sites=[make_site("bieb", 0.0, klasse=KLEIN)],
        gemeenten=[HERE, empty],
    )
    assert [each.outcome for each in all_judged(region, bereik(1000))] == [MET, UNDECIDED]


def test_only_the_places_that_decide_in_an_area_are_named_as_its_doubts() -> None:
    # Nobody knows the class of either branch. Within 2 km of the west live only people of HERE, of the east of THERE.
    region = make_region(
        line_roads(),
        people=[(0, 0, 10), (10_000, 0, 10)],
        sites=[
            make_site("west", 1000.0, is_open=True),
            make_site("oost", 9000.0, is_open=True, gemeente=THERE.code),
        ],
        gemeenten=[HERE, THERE],
        square_gemeente=[0, 1],
    )
    here, there = all_judged(region, bereik(2000, predicate=Predicate(minimum_type=KLEIN)))
    assert [each.reasons[0].names for each in (here, there)] == [("west",), ("oost",)]


def test_a_gemeente_whose_share_of_a_group_nobody_told_is_undecided() -> None:
    region = make_region(
        line_roads(),
        people=[(0, 0, 50), (1000, 0, 50)],
        sites=[make_site("bieb", 0.0, klasse=KLEIN)],
        gemeenten=[HERE, THERE],
        square_gemeente=[0, 1],
    )
    group = TravelGroup(name="laaggeletterd", modality=Modality.AUTO, shares={HERE.code: 0.2}, bron="GGD")
    here, there = all_judged(region, bereik(1000.0, groups=("laaggeletterd",)), groups=(*DEFAULT_GROUPS, group))
    # A fifth of 50.
    assert here.outcome is MET
    assert (here.value, here.tested) == pytest.approx((10, 10))
    assert (there.outcome, there.tested, why(there)) == (UNDECIDED, 0, [ReasonKind.NO_SHARE])
    assert there.reasons[0].names == ("laaggeletterd",)


def test_a_bibliobus_offers_its_kernfuncties_when_its_form_counts() -> None:
    bus = make_voorziening(BUS, 2000.0, reach_m=500.0, kernfuncties=frozenset(Kernfunctie))
    region = with_voorzieningen(world(), bus)
    # The bus serves the 40 at 2 km, 2 km from the branch; the 60 at 1 km have the branch.
    assert judged(region, kernfuncties({1: 1000.0})).value == 60
    assert judged(region, kernfuncties({1: 1000.0}, forms=frozenset({BUS}))).value == 100
    assert judged(region, kernfuncties({1: 1000.0}, forms=frozenset({AT_HOME}))).value == 60
