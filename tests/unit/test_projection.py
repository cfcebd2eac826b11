"""A few points are projected by looking at every street, many by an index: the feet are the same."""

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from spreiding.domain import Modality
from spreiding.network import FEW_POINTS, build_network, project
from spreiding.projection import nearest_segments
from tests.worlds import make_roads


def test_the_foot_is_the_perpendicular_one_or_the_end_of_the_street() -> None:
    # Streets along y = 0 and x = 100; beyond its end the end itself is nearest.
    tail, head = np.array([[0.0, 0.0], [100.0, 0.0]]), np.array([[100.0, 0.0], [100.0, 100.0]])
    points = np.array([[50.0, 10.0], [90.0, 60.0], [-30.0, 40.0]])
    assert nearest_segments(points, tail, head).tolist() == [0, 1, 0]


def test_a_street_of_no_length_is_a_place_like_any_other() -> None:
    tail, head = np.array([[0.0, 0.0], [5.0, 5.0]]), np.array([[0.0, 0.0], [9.0, 9.0]])
    assert nearest_segments(np.array([[1.0, 0.0], [6.0, 6.0]]), tail, head).tolist() == [0, 1]


@settings(max_examples=30)
@given(st.integers(0, 2**32 - 1))
def test_few_points_find_what_many_points_find(seed: int) -> None:
    rng = np.random.default_rng(seed)
    nodes = rng.uniform(0, 1000, (30, 2))
    pairs = [(k, (k + 1) % 30) for k in range(30)]
    network = build_network(make_roads([(float(x), float(y)) for x, y in nodes], pairs), Modality.AUTO)
    x_m, y_m = rng.uniform(-100, 1100, (2, FEW_POINTS + 10))
    many = project(network, x_m, y_m)
    few = project(network, x_m[:FEW_POINTS].copy(), y_m[:FEW_POINTS].copy())
    assert few.walk_m == pytest.approx(many.walk_m[:FEW_POINTS], abs=1e-9)
    # Shapely measures the same.
    line = shapely.MultiLineString([[nodes[a], nodes[b]] for a, b in pairs])
    assert few.walk_m == pytest.approx(shapely.distance(shapely.points(x_m, y_m), line)[:FEW_POINTS], abs=1e-9)
