"""Ferries: how long they take, and who may come along."""

from pathlib import Path

import pytest

from spreiding.domain import Modality
from spreiding.io.network.osm import read_osm
from spreiding.io.network.osm_ferries import duration_min, ferry_kmh
from spreiding.io.network.osm_tags import road_use
from spreiding.network import Access, build_network
from spreiding.tables import FERRY, FERRY_KMH, FERRY_WAIT_MIN, ROAD_CLASS_INDEX
from tests.io.files import write_osm

CARS = Access.AUTO_FORWARD | Access.AUTO_BACKWARD
BICYCLES = Access.FIETS_FORWARD | Access.FIETS_BACKWARD
BOAT = {"route": "ferry"}


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("00:05", 5), ("1:30", 90), ("00:02:30", 2.5), ("7", 7), ("7 min", 7), ("PT20M", 20), ("PT1H5M", 65),
        ("PT90S", 1.5), ("", None), ("00:00", None), ("5-10", None), ("soon", None), ("PT", None), ("P1D", None),
    ],
)  # fmt: skip
def test_a_duration_is_read_in_the_forms_of_the_wiki(text: str, minutes: float | None) -> None:
    assert duration_min(text) == minutes


def test_a_ferry_takes_its_duration_and_a_wait() -> None:
    # 600 m in 4 min sailing and 8 min waiting: 3 km/h.
    assert FERRY_WAIT_MIN == 8
    assert ferry_kmh({"duration": "00:04"}, 600) == pytest.approx(3.0)


def test_a_ferry_without_a_duration_sails_at_the_assumed_speed() -> None:
    # 800 m at 8 km/h is 6 min; with the wait 14 min.
    assert FERRY_KMH == 8
    assert ferry_kmh({}, 800) == pytest.approx(0.8 / 14 * 60)


def test_a_ferry_of_no_length_has_a_speed() -> None:
    assert ferry_kmh({"duration": "00:04"}, 0.0) == FERRY_KMH


@pytest.mark.parametrize(
    ("tags", "wanted"),
    [
        # Nothing said: it continues the road, for everybody.
        ({}, CARS | BICYCLES | Access.LOPEN),
        # Said for others only: a small boat.
        ({"foot": "yes"}, BICYCLES | Access.LOPEN),
        ({"foot": "yes", "bicycle": "yes"}, BICYCLES | Access.LOPEN),
        ({"foot": "yes", "bicycle": "no"}, Access.LOPEN),
        # Said for cars.
        ({"foot": "yes", "bicycle": "yes", "motor_vehicle": "yes"}, CARS | BICYCLES | Access.LOPEN),
        ({"foot": "yes", "motorcar": "yes"}, CARS | BICYCLES | Access.LOPEN),
        ({"motor_vehicle": "no"}, BICYCLES | Access.LOPEN),
        ({"foot": "no", "bicycle": "no", "motor_vehicle": "yes"}, CARS),
        ({"access": "private"}, Access(0)),
        ({"access": "no", "foot": "yes"}, Access.LOPEN),
        ({"oneway": "yes"}, Access.AUTO_FORWARD | Access.FIETS_FORWARD | Access.LOPEN),
    ],
)
def test_who_comes_along(tags: dict[str, str], wanted: Access) -> None:
    use = road_use(BOAT | tags)
    assert (Access(0) if use is None else use.access) == wanted


def test_a_road_with_a_bus_route_is_no_ferry_and_a_street_stays_a_street() -> None:
    assert road_use({"route": "bus"}) is None
    use = road_use({"highway": "residential", "route": "ferry"})
    assert use is not None
    assert use.road_class == ROAD_CLASS_INDEX["residential"]


def test_a_ferry_joins_the_roads_at_both_quays(tmp_path: Path) -> None:
    # A street of 1 km, a ferry of two segments of 300 m, and a street of 1 km on the other bank.
    nodes = {1: (0.0, 0.0), 2: (1000.0, 0.0), 3: (1300.0, 0.0), 4: (1600.0, 0.0), 5: (2600.0, 0.0)}
    street = {"highway": "residential"}
    ways = [([1, 2], street), ([2, 3, 4], BOAT | {"foot": "yes", "duration": "00:04"}), ([4, 5], street)]
    roads = read_osm(write_osm(tmp_path / "a.osm", nodes, ways)).roads
    on_foot = build_network(roads, Modality.LOPEN)
    assert on_foot.n_nodes == 5
    # The boat takes 4 min and a wait of 8 over both its segments together.
    assert on_foot.minutes[on_foot.is_ferry].sum() == pytest.approx(12, rel=1e-4)
    # For cars each bank is a network of its own.
    by_car = build_network(roads, Modality.AUTO)
    assert by_car.tail.size == 2
    assert (roads.road_class == ROAD_CLASS_INDEX[FERRY]).sum() == 2
