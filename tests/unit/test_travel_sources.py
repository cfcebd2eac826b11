"""Travel times from our own network and from somebody else's table, asked in one way."""

import numpy as np
import pytest

from spreiding.domain import Modality
from spreiding.network import build_network, project
from spreiding.travel_sources import RoadSource, TravelSource, table_source
from tests.worlds import line_roads


def road() -> TravelSource:
    """Three people on a road at 60 km/h, branches at 0 and 10 km."""
    network = build_network(line_roads(), Modality.AUTO)
    people = project(network, np.array([1000.0, 4000.0, 9000.0]), np.zeros(3))
    return RoadSource(network, people, project(network, np.array([0.0, 10_000.0]), np.zeros(2)))


def table() -> TravelSource:
    """The same world as a table, in any order: a kilometre a minute; nobody goes more than 6 minutes."""
    point, site, minutes = [2, 0, 1, 1], [1, 0, 1, 0], [1.0, 1.0, 6.0, 4.0]
    return table_source(np.array(point, dtype=np.int32), np.array(site, dtype=np.int32), np.array(minutes), n_points=3)


@pytest.mark.parametrize("source", [road(), table()], ids=["road", "table"])
def test_both_give_the_minutes_of_pairs_within_the_cut_off_nearest_first(source: TravelSource) -> None:
    times = source.travel_minutes(np.array([0, 1], dtype=np.int32), 6.0)
    assert times.indptr.tolist() == [0, 1, 3, 4]
    assert times.site.tolist() == [0, 0, 1, 1]
    assert times.minutes == pytest.approx([1.0, 4.0, 6.0, 1.0])


@pytest.mark.parametrize("source", [road(), table()], ids=["road", "table"])
def test_both_name_the_nearest_open_site(source: TravelSource) -> None:
    found = source.nearest_minutes(np.array([0, 1], dtype=np.int32))
    assert found.cost == pytest.approx([1.0, 4.0, 1.0])
    assert found.label.tolist() == [0, 0, 1]


def test_a_pair_that_is_not_in_the_table_cannot_be_travelled() -> None:
    found = table().nearest_minutes(np.array([1], dtype=np.int32))
    assert found.cost.tolist() == [np.inf, 6.0, 1.0]
    assert found.label.tolist() == [-1, 1, 1]


def test_without_open_sites_nobody_can_travel() -> None:
    assert table().nearest_minutes(np.zeros(0, dtype=np.int32)).label.tolist() == [-1, -1, -1]
