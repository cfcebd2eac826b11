"""Groups travel in their own way, and every branch knows whom it serves."""

from dataclasses import replace

import numpy as np
import pytest
from pydantic import ValidationError

from spreiding.domain import Modality
from spreiding.groups import catchments, nearest_by_group, persons_of
from spreiding.network import Access
from spreiding.region import Region
from spreiding.tables import AGE_GROUPS
from spreiding.travel_groups import DEFAULT_GROUPS, TravelGroup
from tests.worlds import BOTH_WAYS, HERE, THERE, make_region, make_roads, make_site

BOTH = np.array([0, 1], dtype=np.int32)
CARS_ONLY = int(Access.AUTO_FORWARD | Access.AUTO_BACKWARD)


def world() -> Region:
    """A branch 1 km to the west, by bicycle 5 km round; one 3 km to the east; 100 people between them, 40 east."""
    roads = make_roads(
        [(0, 0), (1000, 0), (4000, 0)],
        [(0, 1), (0, 1), (1, 2)],
        access=[CARS_ONLY, BOTH_WAYS, BOTH_WAYS],
        lengths=[1000, 5000, 3000],
    )
    region = make_region(
        roads, people=[(1000, 0, 100), (4000, 0, 40)], sites=[make_site("west", 0.0), make_site("oost", 4000.0)]
    )
    ages = np.array([[20.0, 10.0, 30.0, 20.0, 20.0], [np.nan] * 5])
    return replace(region, squares=replace(region.squares, groups=ages))


def test_children_cycle_round_where_others_drive() -> None:
    # By car the west is nearest to the first square, 1 km; for a bicycle that is 5 km, and the east 3 km.
    found = {answer.group.name: answer for answer in nearest_by_group(world(), BOTH)}
    assert found["kinderen"].nearest.site_m.tolist() == [1, 1]
    assert found["kinderen"].nearest.metres.tolist() == [3000.0, 0.0]
    assert found["25 tot 45 jaar"].nearest.metres.tolist() == [1000.0, 0.0]
    assert found["25 tot 45 jaar"].persons[0] == 30.0
    # 15 km/h: 12 minutes; 5 km/h: 36.
    assert found["kinderen"].nearest.minutes[0] == pytest.approx(12.0)
    assert found["75 jaar en ouder"].nearest.minutes[0] == pytest.approx(36.0)


def test_the_standard_groups_hold_everybody_once() -> None:
    shares = {age: sum(group.share or 1.0 for group in DEFAULT_GROUPS if group.age_group == age) for age in AGE_GROUPS}
    assert shares == pytest.approx(dict.fromkeys(AGE_GROUPS, 1.0))


def test_groups_can_be_chosen_freely() -> None:
    walkers = TravelGroup(name="lopers", age_group="65_plus", modality=Modality.LOPEN, share=0.25)
    (answer,) = nearest_by_group(world(), BOTH, (walkers,))
    # A quarter of 20; the ages of the second square are unknown.
    assert answer.persons[0] == 5.0
    assert np.isnan(answer.persons[1])


def test_who_belongs_to_a_group_is_unknown_where_no_share_was_told() -> None:
    region = replace(world(), gemeenten=(HERE, THERE))
    square_gemeente = np.array([0, 1], dtype=np.int32)
    region = replace(region, squares=replace(region.squares, gemeente=square_gemeente))
    told = TravelGroup(name="laaggeletterd", modality=Modality.FIETS, shares={HERE.code: 0.2}, bron="GGD")
    # A fifth of the 100 in Hier; of the 40 in Daar nobody knows.
    assert persons_of(region, told)[0] == pytest.approx(20.0)
    assert np.isnan(persons_of(region, told)[1])
    # With a share for the others: a tenth of 40. Without any, everybody.
    assert persons_of(region, told.model_copy(update={"share": 0.1}))[1] == pytest.approx(4.0)
    assert persons_of(region, TravelGroup(name="allen", modality=Modality.AUTO)).tolist() == [100.0, 40.0]
    assert np.isnan(told.share_in(None))


def test_people_of_unknown_age_count_in_a_catchment_but_in_no_age_group() -> None:
    region = world()
    found = catchments(region, np.array([1, 1], dtype=np.int32))
    assert found.inwoners.tolist() == [0.0, 140.0]
    assert found.groups[1].tolist() == [20.0, 10.0, 30.0, 20.0, 20.0]
    assert found.inwoners_without_age.tolist() == [0.0, 40.0]


def test_who_has_no_route_is_in_no_catchment() -> None:
    found = catchments(world(), np.array([0, -1], dtype=np.int32))
    assert found.inwoners.tolist() == [100.0, 0.0]


def test_the_people_of_a_square_are_spread_over_its_points_with_their_ages() -> None:
    region = world()
    demand = replace(
        region.demand,
        square=np.array([0, 0], dtype=np.int32),
        inwoners=np.array([75.0, 25.0]),
    )
    found = catchments(replace(region, demand=demand), np.array([0, 1], dtype=np.int32))
    # Three quarters of 20, 10, 30, 20 and 20.
    assert found.groups[0].tolist() == [15.0, 7.5, 22.5, 15.0, 15.0]
    assert found.groups[1].tolist() == [5.0, 2.5, 7.5, 5.0, 5.0]


def test_an_indicator_of_a_gemeente_weighs_everybody_there_by_its_share() -> None:
    # One square in GM0001 with 100 people, of whom 12 % cannot read well; one outside every gemeente, where the share
    # for all, 10 %, holds for its 40.
    region = replace(world(), squares=replace(world().squares, gemeente=np.array([0, -1], dtype=np.int32)))
    group = TravelGroup(
        name="laaggeletterden",
        age_group=None,
        modality=Modality.LOPEN,
        share=0.1,
        shares={"GM0001": 0.12},
        bron="geletterdheidinzicht.nl",
    )
    assert persons_of(region, group).tolist() == pytest.approx([12.0, 4.0])


def test_a_share_within_an_age_group_is_of_that_group_only() -> None:
    # A fifth of the 100 people is 65 or older, and 44 % of them 75 or older; the other square tells no ages.
    persons = persons_of(world(), DEFAULT_GROUPS[-1])
    assert persons[0] == pytest.approx(20 * 0.44)
    assert np.isnan(persons[1])


def test_shares_per_gemeente_have_a_source() -> None:
    with pytest.raises(ValidationError, match="source"):
        TravelGroup(name="zonder auto", age_group=None, modality=Modality.FIETS, shares={"GM0001": 0.2})
