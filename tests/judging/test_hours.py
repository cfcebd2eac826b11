"""Hours per week that somebody can reach, added up over the branches there."""

import math

import pytest

from spreiding.domain import Modality, Option, Plan, SiteFact, Voorzieningsvorm
from spreiding.judging.hours import reachable_hours, summarise_hours
from spreiding.judging.verdict import Outcome
from spreiding.norms import OwnWay
from spreiding.region import Region
from spreiding.supply import Site
from tests.judging.worlds import (
    KLEIN,
    NOTHING,
    judged,
    make_case,
    make_kern,
    make_voorziening,
    uren,
    with_ages,
    with_voorzieningen,
)
from tests.worlds import HERE, THERE, line_roads, make_region, make_site

MET, NOT_MET, UNDECIDED = Outcome.MET, Outcome.NOT_MET, Outcome.UNDECIDED
OPEN_PLUS = Option(type=KLEIN, open_plus=True)
# Everybody of the world between 25 and 45.
ADULTS = [(0.0, 0.0, 60.0, 0.0, 0.0), (0.0, 0.0, 40.0, 0.0, 0.0)]


def world(*sites: Site) -> Region:
    """60 people at 0 and 40 at 3 km."""
    return make_region(
        line_roads(),
        people=[(0, 0, 60), (3000, 0, 40)],
        sites=sites,
        gemeenten=[HERE, THERE],
        square_gemeente=[0, 0],
    )


def bieb(site_id: str, x_m: float, staffed: float | None = None, unstaffed: float | None = None) -> Site:
    """A small branch; with Open+ when unstaffed hours are given."""
    site = make_site(site_id, x_m, klasse=KLEIN, staffed_hours=staffed, unstaffed_hours=unstaffed)
    return site if unstaffed is None else site.model_copy(update={"today": OPEN_PLUS})


@pytest.mark.parametrize(("minimum", "value"), [(8, 100), (8.01, 60), (20, 60), (20.01, 0)])
def test_hours_of_the_branches_in_reach_are_added_up(minimum: float, value: float) -> None:
    # At 0 both are within 2 km, 8 + 12 hours; at 3 km only the one of 8 hours at 1 km from there.
    region = world(bieb("een", 0.0, 12.0), bieb("twee", 2000.0, 8.0))
    assert judged(region, uren(minimum, 2000.0, 1.0)).value == value


def test_hours_that_add_up_to_what_is_asked_are_enough() -> None:
    # 0.1 + 13.2 + 1.7 is 14.999999999999998 in doubles.
    hours = (0.1, 13.2, 1.7)
    assert sum(hours) < 15
    region = world(*(bieb(f"b{k}", 0.0, each) for k, each in enumerate(hours)))
    assert judged(region, uren(15, share=0.6)).outcome is MET


def test_the_neighbours_hours_count_or_not_as_chosen() -> None:
    away = bieb("daar", 0.0, 12.0).model_copy(update={"gemeente": THERE.code})
    region = world(bieb("hier", 0.0, 8.0), away)
    assert judged(region, uren(20, share=0.6)).outcome is MET
    assert judged(region, uren(20, share=0.6, counts_neighbours=False)).outcome is NOT_MET
    assert judged(region, uren(8, share=0.6, counts_neighbours=False)).outcome is MET


def test_open_plus_counts_for_adults_and_not_for_youth() -> None:
    region = with_ages(world(bieb("bieb", 0.0, 10.0, 30.0)), [(20, 0, 40, 0, 0), (0, 40, 0, 0, 0)])
    # 10 staffed and 30 unstaffed hours: 40 for an adult, 10 for a child.
    forty = {"minimum_hours": 40, "share": 0.5, "counts_unstaffed": True}
    assert judged(region, uren(**forty, groups=("25 tot 45 jaar",))).value == 40
    assert judged(region, uren(**forty, groups=("kinderen",))).value == 0
    assert judged(region, uren(**(forty | {"minimum_hours": 10}), groups=("kinderen",))).value == 20
    assert judged(region, uren(**(forty | {"counts_unstaffed": False}), groups=("25 tot 45 jaar",))).value == 0
    # Each in its own way of travelling: all but the 20 children.
    assert judged(region, uren(**forty, modality=OwnWay.OWN)).value == pytest.approx(40)


def test_open_plus_does_not_count_for_the_children_of_everybody() -> None:
    region = with_ages(world(bieb("bieb", 0.0, 10.0, 30.0)), [(20, 0, 40, 0, 0), (0, 40, 0, 0, 0)])
    assert judged(region, uren(40, counts_unstaffed=True)).value == 40


def test_without_open_plus_unstaffed_hours_do_not_exist() -> None:
    closed = bieb("bieb", 0.0, 10.0).model_copy(update={"unstaffed_hours": 30.0})
    assert judged(world(closed), uren(11, counts_unstaffed=True)).value == 0


def test_assumed_hours_may_be_any_until_they_are_confirmed() -> None:
    region = world(bieb("bieb", 0.0))
    # A small branch is assumed to be open for 16 hours.
    oordeel = judged(region, uren(16, share=0.6), confirmations=NOTHING)
    assert (oordeel.outcome, oordeel.value) == (UNDECIDED, 60)
    assert oordeel.reasons[0].names == ("bieb",)
    assert oordeel.reasons[0].facts == {SiteFact.UREN}
    assert judged(region, uren(16, share=0.6)).outcome is MET
    assert judged(region, uren(16.1, share=0.6)).outcome is NOT_MET
    # Nobody is open for more than 168 hours a week.
    assert judged(region, uren(168.1, share=0.6), confirmations=NOTHING).outcome is NOT_MET


def test_a_branch_without_open_plus_has_no_unstaffed_hours_to_doubt() -> None:
    # At most 168 staffed hours, if any, and no Open+.
    region = with_ages(world(bieb("bieb", 0.0)), ADULTS)
    norm = uren(200, share=0.6, counts_unstaffed=True)
    assert judged(region, norm, confirmations=NOTHING).outcome is NOT_MET


def test_open_plus_hours_that_nobody_told_are_named_as_what_is_unknown() -> None:
    site = bieb("bieb", 0.0, 10.0).model_copy(update={"today": OPEN_PLUS})
    oordeel = judged(with_ages(world(site), ADULTS), uren(20, share=0.6, counts_unstaffed=True))
    assert (oordeel.outcome, oordeel.value) == (UNDECIDED, 0)
    assert oordeel.reasons[0].names == ("bieb",)
    assert oordeel.reasons[0].facts == {SiteFact.UREN}
    # Staffed hours are known: a norm on those is decided.
    assert judged(world(site), uren(20, share=0.6)).outcome is NOT_MET


def test_the_hours_of_a_bibliobus_count_as_chosen_for_those_within_its_own_reach() -> None:
    bus = make_voorziening(Voorzieningsvorm.BIBLIOBUS, 3000.0, reach_m=500.0, staffed_hours=20.0)
    region = with_voorzieningen(world(bieb("bieb", 0.0, 12.0)), bus)
    bus_only, forms = uren(20, 5000.0), frozenset({Voorzieningsvorm.BIBLIOBUS})
    assert judged(region, bus_only).value == 0
    # Within 5 km everybody has the 12 hours of the branch; the bus serves the 40 at 3 km, and not those at 0.
    assert judged(region, bus_only.model_copy(update={"forms": forms})).value == 40
    assert judged(region, uren(32, 5000.0, forms=forms)).value == 40
    assert judged(region, uren(32.1, 5000.0, forms=forms)).value == 0
    assert judged(region, uren(12, 5000.0, forms=forms)).value == 100
    # A service at home comes to everybody in its gemeente.
    at_home = make_voorziening(Voorzieningsvorm.AAN_HUIS, 9000.0, staffed_hours=8.0)
    served = with_voorzieningen(world(bieb("bieb", 0.0, 12.0)), at_home)
    assert judged(served, uren(8, forms=frozenset({Voorzieningsvorm.AAN_HUIS}))).value == 100


def test_a_bibliobus_whose_hours_nobody_told_leaves_the_verdict_open() -> None:
    bus = make_voorziening(Voorzieningsvorm.BIBLIOBUS, 3000.0, reach_m=500.0)
    region = with_voorzieningen(world(bieb("bieb", 0.0, 12.0)), bus)
    oordeel = judged(region, uren(8, share=1.0, forms=frozenset({Voorzieningsvorm.BIBLIOBUS})))
    assert (oordeel.outcome, oordeel.value) == (UNDECIDED, 60)
    assert oordeel.reasons[0].names == ("bus",)
    assert oordeel.reasons[0].facts == {SiteFact.UREN}


def test_distances_within_the_margin_make_hours_uncertain() -> None:
    region = world(bieb("bieb", 1000.0, 20.0))
    found = {max_m: judged(region, uren(20, max_m, 0.6)) for max_m in (929, 930, 1070, 1071)}
    assert {max_m: (oordeel.outcome, oordeel.is_uncertain) for max_m, oordeel in found.items()} == {
        929: (NOT_MET, False),
        930: (NOT_MET, True),
        1070: (MET, True),
        1071: (MET, False),
    }


def test_those_with_the_fewest_hours_are_named_first() -> None:
    region = make_region(
        line_roads(),
        people=[(0, 0, 60), (5000, 0, 40)],
        sites=[bieb("veel", 0.0, 12.0), bieb("weinig", 5000.0, 4.0)],
        kernen=[make_kern("a", 0.0), make_kern("b", 5000.0)],
    )
    found = judged(region, uren(20)).shortfalls
    assert [(fall.kern, fall.outside, fall.mean, fall.site) for fall in found] == [(1, 40, 4, 1), (0, 60, 12, 0)]


def test_the_average_inwoner_reaches_so_many_hours() -> None:
    told = bieb("bieb", 0.0, 12.0, 30.0).model_copy(update={"professional_hours": 8.0, "volunteer_hours": 4.0})
    here, there, everywhere = summarise_hours(make_case(world(told)), Modality.AUTO, 1000.0)
    # 60 of 100 reach 12 staffed hours (8 by professionals, 4 by volunteers) and 30 unstaffed; 40 reach none.
    figures = (here.inwoners, here.staffed, here.professional, here.volunteer, here.unstaffed, here.inwoners_without)
    assert figures == pytest.approx((100, 7.2, 4.8, 2.4, 18, 40))
    assert everywhere == here
    assert (there.inwoners, there.inwoners_without) == (0, 0)
    assert math.isnan(there.staffed)


def untold(site_id: str, x_m: float) -> Site:
    """A branch of which nobody told the hours, nor the class that would tell them."""
    return bieb(site_id, x_m).model_copy(update={"today": Option(type=None)})


def test_hours_that_nobody_told_are_unknown_and_no_zero() -> None:
    here, _, everywhere = summarise_hours(make_case(world(untold("bieb", 0.0))), Modality.AUTO, 1000.0)
    # 60 are near a branch of unknown hours, so that nobody knows whether they have any; 40 surely have none.
    assert [math.isnan(each) for each in (here.staffed, here.professional, here.volunteer, here.untold)] == [True] * 4
    assert (here.inwoners_without, here.unstaffed) == (40, 0)
    assert everywhere.inwoners_without == 40


def test_a_branch_of_unknown_hours_makes_only_those_within_its_reach_unknown() -> None:
    region = make_region(
        line_roads(),
        people=[(0, 0, 60), (3000, 0, 40), (3000, 0, 0)],
        sites=[bieb("bieb", 0.0, 12.0), untold("ver", 4000.0)],
        gemeenten=[HERE, THERE],
        square_gemeente=[0, 1, 0],
    )
    here, there, everywhere = summarise_hours(make_case(region), Modality.AUTO, 1000.0)
    # The third square is Hier's, next to the unknown branch, and empty.
    assert (here.staffed, here.inwoners_without) == (12, 0)
    assert math.isnan(there.staffed)
    assert math.isnan(everywhere.staffed)
    assert (there.inwoners_without, everywhere.inwoners_without) == (0, 0)


def test_open_plus_hours_that_nobody_told_are_unknown_and_no_zero() -> None:
    site = bieb("bieb", 0.0, 10.0).model_copy(update={"today": OPEN_PLUS})
    here, *_ = summarise_hours(make_case(world(site)), Modality.AUTO, 1000.0)
    # 60 of 100 reach 10 staffed hours.
    assert here.staffed == pytest.approx(6)
    assert math.isnan(here.unstaffed)


def test_hours_are_bounded_by_what_is_assumed() -> None:
    case = make_case(world(bieb("bieb", 0.0)), confirmations=NOTHING)
    hours = reachable_hours(case, Modality.AUTO, 1000.0)
    assert hours.taken(with_unstaffed=True).tolist() == [16, 0]
    least, most = hours.bounds(with_unstaffed=True)
    assert (least.tolist(), most.tolist()) == ([0, 0], [168, 0])
    assert hours.n_branches.tolist() == [1, 0]
    nothing = reachable_hours(make_case(world(bieb("bieb", 0.0)), plan=Plan.of({})), Modality.AUTO, 1000.0)
    assert nothing.n_branches.tolist() == [0, 0]
