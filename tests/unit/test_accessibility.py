"""Distance figures by hand."""

import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from spreiding.accessibility import measure_reach, weighted_percentile


def test_a_percentile_is_the_smallest_distance_that_enough_people_do_not_exceed() -> None:
    # Persons 1, 2, 1 at 10, 20, 30 m: two of four live within 20 m only when the middle ones count.
    values, persons = np.array([30.0, 10.0, 20.0]), np.array([1.0, 1.0, 2.0])
    assert weighted_percentile(values, persons, 0.25) == 10.0
    assert weighted_percentile(values, persons, 0.5) == 20.0
    assert weighted_percentile(values, persons, 0.75) == 20.0
    assert weighted_percentile(values, persons, 0.76) == 30.0


def test_a_percentile_survives_the_rounding_of_sums() -> None:
    # Ten times 0.1 person: the fifth reaches exactly half, though 0.1 · 5 and half the sum differ in the last bit.
    assert weighted_percentile(np.arange(10.0), np.full(10, 0.1), 0.5) == 4.0
    assert weighted_percentile(np.arange(10.0), np.full(10, 0.1), 0.9) == 8.0


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(1, 5)), min_size=1), st.sampled_from([0.1, 0.5, 0.9]))
def test_a_percentile_equals_counting_every_person(rows: list[tuple[int, int]], q: float) -> None:
    everyone = sorted(value for value, persons in rows for _ in range(persons))
    slow = next(value for value in everyone if sum(other <= value for other in everyone) >= q * len(everyone))
    values, persons = (np.array(column, dtype=float) for column in zip(*rows, strict=True))
    assert weighted_percentile(values, persons, q) == slow


def test_people_without_a_route_stay_outside_the_mean_but_inside_the_share() -> None:
    # 100 persons at 1 km, 100 at 3 km, 50 without a route: mean 2 km, within 2 km 100 of 250 = 40 %.
    metres = np.array([1000.0, 3000.0, np.inf])
    reach = measure_reach(
        np.array([100.0, 100.0, 50.0]), metres=metres, minutes=metres / 1000, norm_metres=metres, max_m=2000.0
    )
    assert (reach.mean_m, reach.mean_min, reach.median_m, reach.p90_m) == (2000.0, 2.0, 1000.0, 3000.0)
    assert (reach.inwoners, reach.inwoners_unreachable, reach.share_within) == (250.0, 50.0, 0.4)


def test_the_norm_distance_itself_is_within() -> None:
    metres = np.array([5000.0, 5000.1])
    reach = measure_reach(np.array([1.0, 1.0]), metres=metres, minutes=metres, norm_metres=metres, max_m=5000.0)
    assert reach.inwoners_within == 1.0


def test_nobody_has_no_figures() -> None:
    nothing = np.zeros(0)
    reach = measure_reach(nothing, metres=nothing, minutes=nothing, norm_metres=nothing, max_m=1.0)
    assert reach.inwoners == 0.0
    assert all(math.isnan(value) for value in (reach.mean_m, reach.median_m, reach.share_within))
    assert math.isnan(weighted_percentile(nothing, nothing, 0.5))


def test_a_group_without_any_route_has_no_mean() -> None:
    metres = np.array([np.inf])
    reach = measure_reach(np.array([7.0]), metres=metres, minutes=metres, norm_metres=metres, max_m=1.0)
    assert (reach.inwoners_unreachable, reach.share_within) == (7.0, 0.0)
    assert math.isnan(reach.mean_m)
