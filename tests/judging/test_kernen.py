"""Rules per kern: something in every kern of some size, or in those that are far from everything."""

import math
from typing import Any

import pytest

from spreiding.domain import KbType, Plan, Service, SiteFact, Voorzieningsvorm
from spreiding.judging.verdict import Outcome, ReasonKind
from spreiding.norms import Confirmations, Predicate
from spreiding.region import Region
from spreiding.supply import Site
from tests.judging.worlds import KLEIN, NOTHING, all_judged, judged, kern, make_kern, make_voorziening, why
from tests.judging.worlds import with_voorzieningen as add
from tests.worlds import HERE, THERE, line_roads, make_region, make_site

MET, NOT_MET, UNDECIDED = Outcome.MET, Outcome.NOT_MET, Outcome.UNDECIDED
BUS, AT_HOME = Voorzieningsvorm.BIBLIOBUS, Voorzieningsvorm.AAN_HUIS
FAR = {"max_inwoners": 5000, "beyond_m": 7000}


def world(*sites: Site, far_m: float = 9000.0) -> Region:
    """A town of 5,000 at 0, and a village of 1,000 at 9 km whose 40 people live at 9 km."""
    return make_region(
        line_roads(),
        people=[(0, 0, 60), (far_m, 0, 40)],
        sites=sites or (make_site("bieb", 0.0, klasse=KLEIN, staffed_hours=20.0),),
        gemeenten=[HERE, THERE],
        kernen=[make_kern("stad", 0.0, inwoners=5000.0), make_kern("dorp", 9000.0)],
    )


def test_exactly_so_many_inwoners_are_enough_and_exactly_the_upper_bound_is_outside() -> None:
    village = make_site("dorp", 9000.0, klasse=KLEIN)
    # The town has none; the village has a branch.
    assert judged(world(village), kern(min_inwoners=5000)).outcome is NOT_MET
    assert judged(world(village), kern(min_inwoners=5000.1)).outcome is MET
    assert judged(world(village), kern(max_inwoners=5000)).outcome is MET
    assert judged(world(village), kern(max_inwoners=5000.1)).outcome is NOT_MET


def test_a_kern_that_fails_is_named_with_its_people_and_its_nearest_branch() -> None:
    oordeel = judged(world(), kern())
    assert (oordeel.outcome, oordeel.value, oordeel.tested, oordeel.shortage) == (NOT_MET, 1, 2, 1)
    (fall,) = oordeel.shortfalls
    assert (fall.kern, fall.outside, fall.persons, fall.mean, fall.site) == (1, 1000, 1000, 9000, 0)


def test_exactly_the_distance_is_not_beyond_it() -> None:
    assert judged(world(), kern(beyond_m=9000)).outcome is MET
    assert judged(world(), kern(beyond_m=8999.9)).outcome is NOT_MET


def test_distances_within_the_margin_make_the_verdict_uncertain() -> None:
    # 70.71 m each way.
    outcomes = [
        (beyond_m, judged(world(), kern(beyond_m=beyond_m)).outcome, judged(world(), kern(beyond_m=beyond_m)))
        for beyond_m in (8929, 8930, 9070, 9071)
    ]
    assert [(beyond_m, outcome, oordeel.is_uncertain) for beyond_m, outcome, oordeel in outcomes] == [
        (8929, NOT_MET, False),
        (8930, NOT_MET, True),
        (9070, MET, True),
        (9071, MET, False),
    ]


def test_a_bibliobus_helps_a_far_kern_when_the_norm_names_it() -> None:
    bus = make_voorziening(BUS, 9000.0)
    assert judged(add(world(), bus), kern(**FAR)).outcome is NOT_MET
    named = kern(**FAR, predicate=Predicate(forms=frozenset({BUS})))
    assert judged(add(world(), bus), named).outcome is MET
    assert judged(add(world(), make_voorziening(BUS, 5000.0)), named).outcome is NOT_MET


def test_a_bibliotheek_aan_huis_serves_all_kernen_of_its_gemeente() -> None:
    named = kern(**FAR, predicate=Predicate(forms=frozenset({AT_HOME})))
    assert judged(add(world(), make_voorziening(AT_HOME, 0.0)), named).outcome is MET
    assert judged(add(world(), make_voorziening(AT_HOME, 0.0, gemeente=THERE.code)), named).outcome is NOT_MET
    assert judged(add(world(), make_voorziening(AT_HOME, 0.0, gemeente=None)), named).outcome is NOT_MET


def test_a_bibliotheek_aan_huis_with_a_reach_stands_in_one_kern() -> None:
    named = kern(**FAR, predicate=Predicate(forms=frozenset({AT_HOME})))
    assert judged(add(world(), make_voorziening(AT_HOME, 9000.0, reach_m=500.0)), named).outcome is MET
    assert judged(add(world(), make_voorziening(AT_HOME, 0.0, reach_m=500.0)), named).outcome is NOT_MET


def test_a_branch_of_another_gemeente_is_not_in_the_kern() -> None:
    away = make_site("dorp", 9000.0, klasse=KLEIN, gemeente=THERE.code)
    oordeel = judged(world(away), kern(max_inwoners=5000))
    assert oordeel.outcome is NOT_MET
    # It does count as near: nobody of the village is beyond anything.
    assert judged(world(away), kern(**FAR)).outcome is MET


def test_a_kern_whose_size_differs_between_its_own_figure_and_its_squares_is_uncertain_when_it_fails() -> None:
    # Of the town 60 of 5,000 live in its squares, of the village 40 of 1,000; the town has a branch.
    village = judged(world(), kern(max_inwoners=5000))
    assert (village.outcome, village.is_uncertain) == (NOT_MET, False)
    # From 1,000 up: the village by its own figure, not by its squares.
    oordeel = judged(world(), kern(min_inwoners=1000))
    assert (oordeel.outcome, oordeel.is_uncertain, oordeel.value, oordeel.high) == (NOT_MET, True, 1, 2)
    # Below 50: the village by its squares only, so that it may fail after all.
    few = judged(world(), kern(max_inwoners=50))
    assert (few.outcome, few.is_uncertain, few.tested) == (MET, True, 0)
    # The town would be doubtful too, but it has its branch and fails by no figure.
    assert not judged(world(), kern(min_inwoners=5000)).is_uncertain


# --- confirmed or not ---


def only(*kernen: str, sites: frozenset[str] = frozenset()) -> Confirmations:
    return Confirmations(kernen=frozenset(kernen), sites=sites)


def test_only_confirmed_kernen_are_tested() -> None:
    oordeel = judged(world(), kern(), confirmations=only("stad"))
    assert (oordeel.outcome, oordeel.tested, oordeel.value) == (UNDECIDED, 1, 1)
    assert (why(oordeel), oordeel.reasons[0].names) == ([ReasonKind.KERNEN_UNCONFIRMED], ("Dorp",))


def test_a_confirmed_kern_that_fails_decides_whatever_the_others_are() -> None:
    assert judged(world(), kern(), confirmations=only("dorp")).outcome is NOT_MET


def test_a_kern_of_another_size_need_not_be_confirmed() -> None:
    assert judged(world(), kern(min_inwoners=5000), confirmations=only("stad")).outcome is MET


def test_without_kernen_nothing_can_be_said() -> None:
    region = make_region(line_roads(), people=[(0, 0, 60)], sites=[make_site("bieb", 0.0, klasse=KLEIN)])
    oordeel = judged(region, kern())
    assert (oordeel.outcome, why(oordeel)) == (UNDECIDED, [ReasonKind.NO_KERNEN])


def test_a_gemeente_without_kernen_of_that_size_has_nothing_to_test() -> None:
    _, there = all_judged(world(), kern())
    assert (there.outcome, why(there), there.tested) == (MET, [ReasonKind.NOTHING_TO_TEST], 0)


@pytest.mark.parametrize(
    ("norm", "facts"),
    [
        ({"min_inwoners": 5000, "predicate": Predicate(kb_types=frozenset({KbType.VESTIGING}))}, {SiteFact.UREN}),
        ({**FAR, "beyond": Predicate(minimum_type=KLEIN)}, {SiteFact.KLASSE}),
    ],
)
def test_a_doubt_about_a_branch_leaves_the_rule_open_until_it_is_confirmed(
    norm: dict[str, Any], facts: set[SiteFact]
) -> None:
    # In the first the branch may not be a vestiging; in the second it may not count, and a kern near it be far.
    assumed = make_site("bieb", 3000.0, klasse=KLEIN, assumed=frozenset({SiteFact.KLASSE}))
    if "beyond_m" not in norm:
        assumed = make_site("bieb", 0.0, klasse=KLEIN)
    everywhere = only("stad", "dorp")
    oordeel = judged(world(assumed), kern(**norm), confirmations=everywhere)
    assert (oordeel.outcome, oordeel.reasons[0].names) == (UNDECIDED, ("bieb",))
    assert oordeel.reasons[0].facts == facts
    confirmed = only("stad", "dorp", sites=frozenset({"bieb"}))
    assert judged(world(assumed), kern(**norm), confirmations=confirmed).outcome is MET


def test_doubts_on_both_sides_of_a_rule_are_named_together() -> None:
    assumed = make_site("bieb", 9000.0, klasse=KLEIN, assumed=frozenset({SiteFact.KLASSE}))
    norm = kern(**FAR, beyond=Predicate(minimum_type=KLEIN), predicate=Predicate(services=frozenset({Service.IDO})))
    oordeel = judged(world(assumed), norm, confirmations=only("stad", "dorp"))
    assert oordeel.outcome is UNDECIDED
    assert oordeel.reasons[0].facts == {SiteFact.KLASSE, SiteFact.DIENSTEN}


def test_a_doubt_about_what_is_far_does_not_matter_without_a_distance() -> None:
    assumed = make_site("bieb", 0.0, klasse=KLEIN, assumed=frozenset({SiteFact.KLASSE}))
    norm = kern(min_inwoners=5000, beyond=Predicate(minimum_type=KLEIN))
    assert judged(world(assumed), norm, confirmations=only("stad", "dorp")).outcome is MET


# --- nobody there ---


def empty_village(*sites: Site) -> Region:
    return make_region(
        line_roads(),
        people=[(0, 0, 60)],
        sites=sites or (make_site("bieb", 0.0, klasse=KLEIN),),
        kernen=[make_kern("stad", 0.0), make_kern("leeg", 5000.0)],
    )


def test_a_kern_whose_people_live_nowhere_fails_for_sure_when_it_has_nothing() -> None:
    oordeel = judged(empty_village(), kern())
    assert (oordeel.outcome, oordeel.value, oordeel.low, oordeel.high) == (NOT_MET, 1, 1, 1)
    assert not oordeel.is_uncertain
    (fall,) = oordeel.shortfalls
    # None live in its squares, and so at no distance; the kern itself is said to have 1,000.
    assert (fall.kern, fall.persons, fall.site) == (1, 1000, -1)
    assert math.isnan(fall.mean)


def test_a_kern_whose_people_live_nowhere_is_not_far_from_anything() -> None:
    oordeel = judged(empty_village(), kern(beyond_m=100))
    assert (oordeel.outcome, oordeel.is_uncertain) == (MET, False)


def test_without_branches_every_kern_is_beyond_every_distance() -> None:
    oordeel = judged(world(), kern(beyond_m=500_000), plan=Plan.of({}))
    assert (oordeel.outcome, oordeel.value, oordeel.tested, oordeel.is_uncertain) == (NOT_MET, 0, 2, False)
    assert {(fall.mean, fall.site) for fall in oordeel.shortfalls} == {(math.inf, -1)}
    # Of equals the one with most people comes first.
    assert [fall.kern for fall in oordeel.shortfalls] == [0, 1]


def test_nothing_is_confirmed_unless_somebody_did() -> None:
    assert judged(world(), kern(), confirmations=NOTHING).outcome is UNDECIDED
