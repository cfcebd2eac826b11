"""Age groups that a source leaves out."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spreiding.ages import age_shares, complete_groups, spread_shares

UNKNOWN = [np.nan] * 5


def complete(inwoners: float, groups: list[float], *shares: list[float]) -> tuple[list[float], bool]:
    """Complete one row."""
    made, changed = complete_groups(
        np.array([inwoners]), np.array([groups]), shares=[np.array([part]) for part in shares]
    )
    return made[0].tolist(), bool(changed[0])


def test_five_groups_that_add_up_stay_as_they_are() -> None:
    assert complete(50, [5, 10, 15, 10, 10], [0.2] * 5) == ([5, 10, 15, 10, 10], False)


def test_five_groups_that_do_not_add_up_are_scaled_to_the_total_and_flagged() -> None:
    # 40 persons in the groups, 50 in all: every group grows by 5/4, unrounded.
    assert complete(50, [5, 5, 10, 10, 10], [0.2] * 5) == ([6.25, 6.25, 12.5, 12.5, 12.5], True)


def test_missing_groups_share_what_the_known_ones_leave() -> None:
    # 50 − 44 = 6 persons for two groups with shares 10% and 20%: 2 and 4.
    made, changed = complete(50, [np.nan, np.nan, 24, 10, 10], [0.1, 0.2, 0.3, 0.2, 0.2])
    assert made == pytest.approx([2, 4, 24, 10, 10])
    assert changed


def test_known_groups_that_leave_nobody_give_the_missing_ones_nobody() -> None:
    assert complete(20, [np.nan, 10, 10, 5, np.nan], [0.2] * 5) == ([0, 8, 8, 4, 0], True)


def test_the_nearest_source_comes_first_and_the_next_where_it_knows_nothing() -> None:
    near, far = [1.0, 0, 0, 0, 0], [0, 0, 0, 0, 1.0]
    assert complete(10, UNKNOWN, near, far)[0] == [10, 0, 0, 0, 0]
    assert complete(10, UNKNOWN, UNKNOWN, far)[0] == [0, 0, 0, 0, 10]


def test_shares_of_nobody_divide_evenly() -> None:
    made, _ = complete(10, [np.nan, np.nan, 3, 2, 1], [0, 0, 0.5, 0.3, 0.2])
    assert made == pytest.approx([2, 2, 3, 2, 1])


def test_known_groups_that_leave_nobody_need_no_shares() -> None:
    assert complete(20, [np.nan, 10, 10, 0, np.nan], UNKNOWN) == ([0, 10, 10, 0, 0], True)


def test_without_any_source_groups_stay_unknown() -> None:
    made, changed = complete(10, [5, np.nan, np.nan, np.nan, np.nan], UNKNOWN)
    np.testing.assert_array_equal(made, [5, *[np.nan] * 4])
    assert not changed


def test_shares_of_an_area_are_those_of_its_complete_rows() -> None:
    # Area 0: (10, 0, 0, 0, 30) and (0, 10, 0, 0, 0); the incomplete row and the row of no area do not count.
    groups = np.array([[10, 0, 0, 0, 30], [0, 10, 0, 0, 0], [5, np.nan, 0, 0, 0], [9, 9, 9, 9, 9]], dtype=np.float64)
    shares = age_shares(groups, np.array([0, 0, 0, -1]), n_areas=2)
    np.testing.assert_array_equal(shares, [[0.2, 0.2, 0, 0, 0.6], UNKNOWN])
    np.testing.assert_array_equal(spread_shares(shares, np.array([0, -1])), [[0.2, 0.2, 0, 0, 0.6], UNKNOWN])


COUNTS = st.one_of(st.integers(0, 40).map(lambda k: 5.0 * k), st.just(float("nan")))
ROW = st.tuples(st.integers(1, 4000).map(float), st.lists(COUNTS, min_size=5, max_size=5))


@given(st.lists(ROW, min_size=1, max_size=20), st.lists(st.integers(0, 30), min_size=5, max_size=5))
def test_the_five_add_up_to_the_total_and_none_is_negative(
    rows: list[tuple[float, list[float]]], weights: list[int]
) -> None:
    total = sum(weights)
    shares = [weight / total if total else 0.2 for weight in weights]
    inwoners, groups = np.array([row[0] for row in rows]), np.array([row[1] for row in rows])
    made, changed = complete_groups(inwoners, groups, shares=[np.tile(shares, (len(rows), 1))])
    # Five known groups of nobody say nothing of a total that is somebody.
    is_told = ~(np.nansum(groups, axis=1) == 0) | np.isnan(groups).any(axis=1)
    np.testing.assert_allclose(made[is_told].sum(axis=1), inwoners[is_told], rtol=0, atol=1e-9)
    assert (made >= 0).all()
    np.testing.assert_array_equal(made[~changed], groups[~changed])
