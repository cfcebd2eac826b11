"""Squares of 100 m that must add up to those of 500 m."""

from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spreiding.demand import FloatArray, IntArray
from spreiding.reconcile import (
    MOST_PER_NEW_SQUARE,
    Counts,
    Reconciled,
    coarse_keys,
    compare,
    divide_shortage,
    find_keys,
    reconcile,
    square_centres,
    square_keys,
)

# South-west corner of the 500 m square in which most of this happens [m].
EAST, NORTH = 190_000.0, 507_000.0


def counts(squares: dict[tuple[int, int], float], *, size_m: float = 100) -> Counts:
    """Values of squares by their column and row from the corner, in sides."""
    places = np.array(list(squares), dtype=np.float64).reshape(-1, 2)
    keys = square_keys(EAST + (places[:, 0] + 0.5) * size_m, NORTH + (places[:, 1] + 0.5) * size_m, size_m)
    return Counts(keys, np.array(list(squares.values()), dtype=np.float64))


def one_block(fine: dict[tuple[int, int], float], value: float, roads: dict[tuple[int, int], float]) -> Reconciled:
    """Reconcile one square of 500 m."""
    return reconcile(counts(fine), counts({(0, 0): value}, size_m=500), counts(roads))


def by_place(added: Counts) -> dict[tuple[int, int], float]:
    x_m, y_m = square_centres(added.keys, 100)
    columns, rows = ((x_m - EAST) // 100).astype(int).tolist(), ((y_m - NORTH) // 100).astype(int).tolist()
    return dict(zip(zip(columns, rows, strict=True), added.values.tolist(), strict=True))


def test_a_difference_that_rounding_explains_is_scaled_in() -> None:
    # 2 · 1.44 · √(3 + 1) = 5.76, so 5 persons on 60 are rounding: every square grows by 65/60.
    made = one_block({(0, 0): 10, (1, 0): 20, (2, 0): 30}, 65, {(4, 4): 100})
    np.testing.assert_allclose(made.inwoners, [10 * 65 / 60, 20 * 65 / 60, 30 * 65 / 60])
    assert made.added.keys.size == 0
    assert made.estimated.tolist() == [0, 0, 0]


def test_a_larger_shortage_goes_to_new_squares_by_length_of_road() -> None:
    # 10 persons on 3 squares are more than 5.76; 300 m and 100 m of road get 3/4 and 1/4 of them. The square (0, 0) is
    # in the file already, so its road takes nobody.
    made = one_block({(0, 0): 10, (1, 0): 20, (2, 0): 30}, 70, {(0, 0): 900, (3, 3): 300, (4, 3): 100})
    assert made.inwoners.tolist() == [10, 20, 30]
    assert by_place(made.added) == {(3, 3): 7.5, (4, 3): 2.5}


def test_the_limit_itself_is_still_rounding() -> None:
    # One square: 2 · 1.44 · √2 = 4.073.
    assert one_block({(0, 0): 100}, 104.07, {(3, 3): 100}).added.keys.size == 0
    assert by_place(one_block({(0, 0): 100}, 104.08, {(3, 3): 100}).added) == {(3, 3): pytest.approx(4.08)}


def test_an_excess_is_scaled_down_however_large() -> None:
    made = one_block({(0, 0): 30, (1, 0): 10}, 20, {(4, 4): 100})
    assert made.inwoners.tolist() == [15, 5]
    assert made.added.keys.size == 0


def test_a_500_m_square_that_lacks_all_squares_has_everybody_on_new_ones() -> None:
    # n = 0: rounding explains 2.88 persons of nobody, and there is nothing to scale.
    assert by_place(one_block({(9, 9): 50}, 15, {(0, 0): 200, (4, 4): 100}).added) == {(0, 0): 10, (4, 4): 5}
    assert by_place(one_block({(9, 9): 50}, 2, {(0, 0): 200}).added) == {(0, 0): 2}


def test_without_a_free_road_the_known_squares_take_the_shortage_as_estimated() -> None:
    made = one_block({(0, 0): 10, (1, 0): 30}, 60, {(0, 0): 100})
    assert made.inwoners.tolist() == [15, 45]
    assert made.estimated.tolist() == [5, 15]
    assert made.added.keys.size == 0


def test_without_roads_and_without_squares_everybody_is_in_the_middle() -> None:
    assert by_place(one_block({(9, 9): 50}, 15, {}).added) == {(2, 2): 15}


def test_a_square_without_a_number_is_neither_counted_nor_filled() -> None:
    # The file has a row for (1, 0), so it is not one of those it lacks; n is 1, so 5 persons are too many for rounding.
    made = one_block({(0, 0): 10, (1, 0): np.nan}, 15, {(1, 0): 100, (4, 4): 50})
    np.testing.assert_array_equal(made.inwoners, [10, np.nan])
    assert by_place(made.added) == {(4, 4): 5}


@pytest.mark.parametrize("value", [np.nan, None])
def test_where_the_500_m_square_has_no_value_the_squares_stand(value: float | None) -> None:
    coarse = counts({} if value is None else {(0, 0): value}, size_m=500)
    fine = counts({(0, 0): 10, (1, 0): 30})
    made = reconcile(fine, coarse, counts({(4, 4): 100}))
    assert made.inwoners.tolist() == [10, 30]
    assert made.added.keys.size == 0
    assert compare(fine, coarse).inwoners == 40


def test_a_500_m_square_where_nobody_lives_empties_its_squares() -> None:
    assert one_block({(0, 0): 5}, 0, {(4, 4): 100}).inwoners.tolist() == [0]


def test_the_comparison_tells_who_is_added_and_who_is_scaled() -> None:
    # Blocks: +5 of rounding on 60 (n = 3), +20 to place, −10 excess of 40; 7 persons have no block.
    fine = counts({(0, 0): 20, (1, 0): 20, (2, 0): 20, (5, 0): 30, (10, 0): 40, (20, 0): 7})
    found = compare(fine, counts({(0, 0): 65, (1, 0): 50, (2, 0): 30}, size_m=500))
    assert (found.inwoners, found.added, found.rounded, found.alone, found.n_excess) == (152, 20, 15, 7, 1)


def test_the_comparison_tells_whom_the_absent_squares_cannot_hold() -> None:
    # One square of 10 is known, so 24 may hold four persons each and rounding explains 2 · 1.44 · √2 = 4.07.
    fine = counts({(0, 0): 10})
    assert compare(fine, counts({(0, 0): 10 + 100}, size_m=500)).unholdable == 0
    assert compare(fine, counts({(0, 0): 10 + 101}, size_m=500)).unholdable == 101


def test_keys_name_squares_and_their_centres() -> None:
    x_m, y_m = np.array([190_000.0, 190_099.9, 13_000.0]), np.array([507_000.0, 507_499.9, 622_950.0])
    keys = square_keys(x_m, y_m, 100)
    np.testing.assert_array_equal(square_centres(keys, 100), [[190_050, 190_050, 13_050], [507_050, 507_450, 622_950]])
    np.testing.assert_array_equal(coarse_keys(keys), square_keys(x_m, y_m, 500))
    assert find_keys(keys, keys[::-1].copy()).tolist() == [2, 1, 0]
    assert find_keys(keys, keys[:0]).tolist() == [-1, -1, -1]


def test_a_shortage_of_an_area_is_at_most_four_persons_per_free_square() -> None:
    # Area 0: 10 persons on 100, 100 and 200 m: first 2.5, 2.5, 5; the last keeps 4, the others share 6.
    # Area 1: 20 persons on one square: 4, and 16 stay without a place. Area 2 is not short.
    shortage, holder = np.array([10.0, 20.0, 0.0]), np.array([0, 0, 0, 1, 2], dtype=np.int32)
    persons = divide_shortage(shortage, holder, np.array([100.0, 100.0, 200.0, 50.0, 50.0]))
    np.testing.assert_allclose(persons, [3, 3, 4, 4, 0])


PLACES = st.tuples(st.integers(0, 14), st.integers(0, 14))
FINE = st.dictionaries(PLACES, st.one_of(st.integers(0, 60).map(lambda k: 5.0 * k), st.just(float("nan"))), max_size=60)
COARSE = st.dictionaries(
    st.tuples(st.integers(0, 2), st.integers(0, 2)),
    st.one_of(st.integers(0, 400).map(lambda k: 5.0 * k), st.just(float("nan"))),
)
ROADS = st.dictionaries(PLACES, st.floats(0.5, 900), max_size=60)


def totals(made: Reconciled, fine: Counts, coarse: Counts) -> FloatArray:
    """Persons in every 500 m square, added up one by one."""
    result = np.zeros(coarse.keys.size)
    for keys, values in ((fine.keys, made.inwoners), (made.added.keys, made.added.values)):
        for key, value in zip(coarse_keys(keys).tolist(), values.tolist(), strict=True):
            hit = np.flatnonzero(coarse.keys == key)
            result[hit] += 0 if np.isnan(value) else value
    return result


@given(FINE, COARSE, ROADS)
def test_every_500_m_square_with_a_value_comes_out_exactly(
    fine: dict[tuple[int, int], float], coarse: dict[tuple[int, int], float], roads: dict[tuple[int, int], float]
) -> None:
    small, large = counts(fine), counts(coarse, size_m=500)
    made = reconcile(small, large, counts(roads))
    rules = ~np.isnan(large.values)
    np.testing.assert_allclose(totals(made, small, large)[rules], large.values[rules], rtol=1e-12, atol=1e-9)
    assert not (made.inwoners < 0).any()
    assert not (made.added.values <= 0).any()
    assert not (made.estimated < 0).any()
    # A new square is one that the file lacks, or the middle of a 500 m square where nobody is known to live.
    known = small.keys[small.values > 0]
    assert not np.isin(made.added.keys, known).any()
    # What no 500 m square touches stays as it was, to the last bit.
    found = compare(small, large)
    same = (found.holder < 0) | np.append(found.gap == 0, np.True_)[found.holder]
    np.testing.assert_array_equal(made.inwoners[same], small.values[same])
    total = np.nansum(made.inwoners) + made.added.values.sum()
    assert total == pytest.approx(found.inwoners, abs=1e-6)


@given(FINE, COARSE, ROADS, st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(
    fine: dict[tuple[int, int], float],
    coarse: dict[tuple[int, int], float],
    roads: dict[tuple[int, int], float],
    random: Random,
) -> None:
    def result(parts: tuple[dict[tuple[int, int], float], ...]) -> dict[int, float]:
        small = counts(parts[0])
        made = reconcile(small, counts(parts[1], size_m=500), counts(parts[2]))
        pairs = [*zip(small.keys, made.inwoners, strict=True), *zip(made.added.keys, made.added.values, strict=True)]
        return {int(key): float(value) for key, value in pairs}

    def shuffled(part: dict[tuple[int, int], float]) -> dict[tuple[int, int], float]:
        items = list(part.items())
        random.shuffle(items)
        return dict(items)

    straight, mixed = result((fine, coarse, roads)), result((shuffled(fine), shuffled(coarse), shuffled(roads)))
    assert straight.keys() == mixed.keys()
    for key, value in straight.items():
        assert mixed[key] == pytest.approx(value, nan_ok=True)


@given(
    st.lists(st.floats(0, 50), min_size=1, max_size=4),
    st.lists(st.tuples(st.integers(0, 3), st.floats(0.5, 500)), max_size=30),
)
def test_nobody_is_invented_and_no_free_square_gets_more_than_four(
    shortage: list[float], squares: list[tuple[int, float]]
) -> None:
    squares = [(area, metres) for area, metres in squares if area < len(shortage)]
    holder: IntArray = np.array([area for area, _ in squares], dtype=np.int32)
    persons = divide_shortage(np.array(shortage), holder, np.array([metres for _, metres in squares]))
    assert (persons <= MOST_PER_NEW_SQUARE + 1e-9).all()
    for area, wanted in enumerate(shortage):
        own = persons[holder == area]
        assert own.sum() == pytest.approx(min(wanted, MOST_PER_NEW_SQUARE * own.size), abs=1e-9)
