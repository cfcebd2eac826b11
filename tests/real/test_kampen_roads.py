"""Kampen's map: its places, and who may use its roads."""

from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from spreiding.io.network.osm import OsmData
from spreiding.io.network.roads import read_roads
from spreiding.network import Access
from spreiding.tables import ROAD_CLASSES


@pytest.fixture(scope="module")
def kampen(shared_data: Path) -> OsmData:
    return read_roads(shared_data / "kampen" / "kampen.osm.pbf")


def test_the_map_holds_the_places_that_its_description_counts(kampen: OsmData) -> None:
    # The list of files gives 2 libraries and 22 schools: 4 points and 18 buildings or grounds.
    kinds = Counter(place.kind for place in kampen.places)
    assert (kinds["library"], kinds["school"]) == (2, 22)
    assert Counter(place.id.split("-")[1] for place in kampen.places if place.kind == "school") == {
        "node": 4,
        "way": 18,
    }
    assert kampen.date == "2023-01-30"


def test_the_kernen_of_the_map_have_their_inhabitants(kampen: OsmData) -> None:
    # The four that carry a population on the map.
    known = {
        p.tags["name"]: int(p.tags["population"]) for p in kampen.places if p.kind == "kern" and "population" in p.tags
    }
    assert known == {"Kampen": 36_050, "IJsselmuiden": 12_150, "Grafhorst": 1_010, "Wilsum": 850}


def test_every_place_lies_among_the_roads(kampen: OsmData) -> None:
    roads = kampen.roads
    for place in kampen.places:
        assert roads.x_m.min() <= place.x_m <= roads.x_m.max()
        assert roads.y_m.min() <= place.y_m <= roads.y_m.max()


def test_no_bicycle_is_led_along_the_autoweg(kampen: OsmData) -> None:
    # The map marks 76 ways with motorroad=yes; all of them are trunk or its slip roads.
    names = np.array([road.name for road in ROAD_CLASSES])[kampen.roads.road_class]
    is_autoweg = np.isin(names, ("trunk", "trunk_link"))
    assert is_autoweg.sum() > 76
    assert not (kampen.roads.access[is_autoweg] & (Access.FIETS_FORWARD | Access.FIETS_BACKWARD | Access.LOPEN)).any()
