"""What tags say: access per modality and direction, and the speed of a car."""

import math

import pytest

from spreiding.io.network.osm_tags import WAY_KEYS, blocks_cars, limit_kmh, road_use
from spreiding.network import Access

CARS = Access.AUTO_FORWARD | Access.AUTO_BACKWARD
BICYCLES = Access.FIETS_FORWARD | Access.FIETS_BACKWARD
EVERYBODY = CARS | BICYCLES | Access.LOPEN


def access(**tags: str) -> Access:
    """Access of a way; a double underscore stands for the colon in a key."""
    use = road_use({key.replace("__", ":"): value for key, value in tags.items()})
    return Access(0) if use is None else use.access


def kmh(**tags: str) -> float:
    """Driven speed [km/h] of a way."""
    use = road_use({key.replace("__", ":"): value for key, value in tags.items()})
    assert use is not None
    return use.car_kmh


@pytest.mark.parametrize("highway", ["construction", "proposed", "busway", "platform", ""])
def test_what_is_no_road_is_left_out(highway: str) -> None:
    assert road_use({"highway": highway}) is None


@pytest.mark.parametrize(
    ("highway", "wanted"),
    [
        ("residential", EVERYBODY),
        ("motorway_link", CARS),
        ("cycleway", BICYCLES | Access.LOPEN),
        ("footway", Access.LOPEN),
        ("track", BICYCLES | Access.LOPEN),
    ],
)
def test_without_tags_the_class_decides(highway: str, wanted: Access) -> None:
    assert access(highway=highway) == wanted


def test_a_private_road_is_closed_to_all() -> None:
    assert access(highway="service", access="private") == Access(0)


def test_the_most_specific_key_decides() -> None:
    assert access(highway="residential", access="no", foot="yes") == Access.LOPEN
    assert access(highway="residential", motor_vehicle="no") == BICYCLES | Access.LOPEN
    assert access(highway="residential", vehicle="no", motorcar="yes") == CARS | Access.LOPEN
    assert access(highway="unclassified", access="agricultural", bicycle="yes") == BICYCLES


def test_a_road_for_destinations_only_is_open() -> None:
    assert access(highway="residential", motor_vehicle="destination") == EVERYBODY


def test_a_path_opens_to_cars_by_their_own_key_only() -> None:
    assert access(highway="cycleway", access="yes") == BICYCLES | Access.LOPEN
    assert access(highway="track", motor_vehicle="permissive") == EVERYBODY
    # No class speed: the 15 km/h of a road that is not meant for cars.
    assert kmh(highway="track", motor_vehicle="permissive") == 15


def test_a_cyclist_stays_off_a_road_beside_a_cycle_path() -> None:
    assert access(highway="secondary", bicycle="use_sidepath", foot="no") == CARS


def test_a_pedestrian_ignores_one_way_traffic() -> None:
    assert access(highway="residential", oneway="yes") == Access.AUTO_FORWARD | Access.FIETS_FORWARD | Access.LOPEN
    assert access(highway="residential", oneway="-1") == Access.AUTO_BACKWARD | Access.FIETS_BACKWARD | Access.LOPEN
    assert access(highway="residential", oneway="no") == EVERYBODY


@pytest.mark.parametrize(
    "tags", [{"oneway__bicycle": "no"}, {"cycleway": "opposite_lane"}, {"cycleway__left": "opposite"}]
)
def test_bicycles_may_go_against_traffic_where_tagged(tags: dict[str, str]) -> None:
    assert access(highway="residential", oneway="yes", **tags) == Access.AUTO_FORWARD | BICYCLES | Access.LOPEN


def test_bicycles_may_have_a_direction_of_their_own() -> None:
    assert access(highway="cycleway", oneway__bicycle="yes") == Access.FIETS_FORWARD | Access.LOPEN


def test_a_roundabout_and_a_motorway_are_one_way_unless_tagged_otherwise() -> None:
    one_way = Access.AUTO_FORWARD | Access.FIETS_FORWARD | Access.LOPEN
    assert access(highway="tertiary", junction="roundabout") == one_way
    assert access(highway="tertiary", junction="roundabout", oneway="no") == EVERYBODY
    assert access(highway="motorway") == Access.AUTO_FORWARD
    assert access(highway="motorway", oneway="-1") == Access.AUTO_BACKWARD


def test_access_may_differ_per_direction() -> None:
    assert access(highway="residential", motor_vehicle__backward="no") == Access.AUTO_FORWARD | BICYCLES | Access.LOPEN


@pytest.mark.parametrize(
    ("value", "limit"),
    [
        ("50", 50), ("30 km/h", 30), ("NL:urban", 50), ("NL:rural", 80), ("NL:zone30", 30), ("NL:zone:30", 30),
        ("walk", 15), ("30 mph", None), ("signals", None), ("50;30", None), ("none", None), ("0", None), ("", None),
    ],
)  # fmt: skip
def test_a_speed_limit_is_read_or_ignored(value: str, limit: float | None) -> None:
    assert limit_kmh(value) == limit


def test_a_limit_lowers_the_speed_of_the_class_and_never_raises_it() -> None:
    # tertiary drives 55 km/h by its class; nine tenths of 50 is 45; of 80 it would be 72.
    assert kmh(highway="tertiary") == 55
    assert kmh(highway="tertiary", maxspeed="50") == pytest.approx(45)
    assert kmh(highway="tertiary", maxspeed="80") == 55
    assert kmh(highway="tertiary", maxspeed="50 mph") == 55


def test_of_limits_per_direction_the_lower_one_counts() -> None:
    # primary drives 70; nine tenths of 50 is 45, of 80 it would be 72.
    assert kmh(highway="primary", maxspeed__forward="80", maxspeed__backward="50") == pytest.approx(45)
    assert kmh(highway="primary", maxspeed="80", maxspeed__forward="50") == pytest.approx(45)
    assert kmh(highway="primary", maxspeed__backward="walk") == pytest.approx(13.5)


def test_an_autoweg_is_for_cars_only() -> None:
    assert access(highway="primary", motorroad="yes") == CARS
    assert access(highway="primary", motorroad="no") == EVERYBODY
    assert access(highway="primary", motorroad="yes", access="yes") == CARS
    # What a sign says comes before what the kind of road says.
    assert access(highway="primary", motorroad="yes", bicycle="yes") == CARS | BICYCLES


def test_a_road_closed_to_all_but_bicycles_is_theirs() -> None:
    assert access(highway="service", access="no", bicycle="yes") == BICYCLES
    assert access(highway="busway") == Access(0)
    assert access(highway="unclassified", access="no", bus="yes", bicycle="designated") == BICYCLES


@pytest.mark.parametrize(
    "tags",
    [
        {"oneway__bus": "yes"},
        {"oneway__psv": "no"},
        {"oneway__moped": "yes"},
        {"oneway__emergency": "no"},
        {"motor_vehicle__conditional": "no @ (Mo-Fr 07:00-09:00)"},
        {"access__conditional": "no @ (22:00-06:00)"},
        {"access__lanes": "no|yes"},
        {"bus__lanes": "designated|"},
        {"psv": "no"},
        {"moped": "no"},
        {"oneway": "reversible"},
        {"maxspeed__conditional": "30 @ (Mo-Fr)"},
        {"toll": "yes"},
    ],
)
def test_what_does_not_concern_a_visitor_is_ignored(tags: dict[str, str]) -> None:
    assert access(highway="residential", **tags) == EVERYBODY
    assert kmh(highway="residential", **tags) == 28


def test_every_key_that_decides_is_asked_for() -> None:
    asked = set(WAY_KEYS)
    for tags in (
        {"highway": "primary", "motorroad": "yes"},
        {"route": "ferry", "duration": "00:05", "foot": "yes"},
        {"highway": "x", "oneway:bicycle": "no", "cycleway:left": "opposite", "maxspeed:backward": "30"},
        {"highway": "x", "bicycle:forward": "no", "motor_vehicle:backward": "no", "access": "no", "junction": "x"},
    ):
        assert set(tags) <= asked


def test_without_cars_there_is_no_speed() -> None:
    assert math.isnan(kmh(highway="footway", maxspeed="15"))


@pytest.mark.parametrize(
    ("tags", "stops"),
    [
        ({"barrier": "bollard"}, True),
        ({"barrier": "bollard", "motor_vehicle": "yes"}, False),
        ({"barrier": "gate"}, False),
        ({"barrier": "gate", "access": "private"}, True),
        ({"barrier": "kerb"}, False),
        ({"highway": "crossing", "access": "no"}, False),
    ],
)
def test_a_bollard_stops_cars_and_a_gate_stands_open(tags: dict[str, str], stops: bool) -> None:  # noqa: FBT001
    assert blocks_cars(tags) is stops
