"""Covers without their repetition, and the measures that go with them."""

import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from spreiding.equity import mean_of_furthest as mean_of_furthest_people
from spreiding.optimise.linear.covering import Asked, holding, merge, reached, smallest
from spreiding.optimise.linear.places import Places, place_facilities
from spreiding.optimise.objective import mean_of_furthest
from spreiding.optimise.program import Cover, Distances, Program
from tests.optimise.programs import cover, csr

some_sets = st.lists(st.frozensets(st.integers(0, 80), min_size=1, max_size=5), min_size=1, max_size=30, unique=True)


def matrix(sets: list[frozenset[int]]) -> "sp.csr_array[np.float64, tuple[int, int]]":
    rows = csr([sorted(each) for each in sets])
    return sp.csr_array((np.ones(rows.index.size), rows.index, rows.indptr), shape=(len(sets), 81))


@settings(deadline=None)
@given(some_sets)
def test_the_smallest_sets_are_those_that_hold_no_other(sets: list[frozenset[int]]) -> None:
    wanted = [k for k, each in enumerate(sets) if not any(other < each for other in sets)]
    assert smallest(matrix(sets)).tolist() == wanted


@settings(deadline=None)
@given(some_sets, some_sets)
def test_a_set_holds_another_when_all_its_columns_are_in_it(
    sets: list[frozenset[int]], small: list[frozenset[int]]
) -> None:
    assert holding(matrix(sets), matrix(small)).tolist() == [any(each >= part for part in small) for each in sets]


def places(n_columns: int) -> Places:
    program = Program(
        site=np.arange(n_columns, dtype=np.int32),
        cents=np.zeros(n_columns, dtype=np.int64),
        changes=np.zeros(n_columns, dtype=np.int64),
        facilities=csr([[k] for k in range(n_columns)]),
    )
    return place_facilities(program, np.ones(n_columns, dtype=np.bool_))


def every(asked: Cover) -> Asked:
    return Asked(asked, np.ones(asked.always.size, dtype=np.bool_))


def test_rows_with_the_same_reason_are_one_wherever_they_live() -> None:
    # The first, third and last row are within for columns 0 and 1, in whatever order; nobody lives in the second, and
    # nothing can bring in the fourth.
    one = cover([5, 0, 7, 2, 1], [[1, 0], [0], [0, 1], [], [2]], area=[0, 0, 1, 0, 0], required=[0, 0])
    other = cover([3], [[0, 1]])
    sets = merge((every(one), every(other)), places(3))
    assert sets.members.toarray().tolist() == [[1, 1, 0], [0, 0, 1]]
    # Areas 0 and 1 of the first cover, then the area of the other.
    assert sets.weights.toarray().tolist() == [[5, 1], [7, 0], [3, 0]]
    assert sets.is_plain.all()


def test_amounts_count_up_to_the_need_and_are_plain_where_each_is_enough() -> None:
    # 12 hours count as 10; with 10 and 11 hours one is enough; 4 and 5 hours never are; 0 hours are nothing.
    asked = cover(
        [1, 2, 3, 4],
        [[0, 1], [0, 1], [0, 1], [0, 1, 2]],
        amount=[12, 6, 10, 11, 4, 5, 12, 6, 0],
        need=10,
    )
    sets = merge((every(asked),), places(3))
    assert sets.members.toarray().tolist() == [[10, 6, 0], [1, 1, 0]]
    assert (sets.need.tolist(), sets.is_plain.tolist()) == ([10, 1], [False, True])
    assert sets.weights.toarray().tolist() == [[1 + 4, 2]]


def test_who_must_be_reached_is_everybody_with_people_who_is_not_so_anyhow() -> None:
    distances = Distances(
        np.array([1.0, 0.0, 2.0, 2.0]),
        csr([[0, 1], [0], [1], []]),
        np.array([3.0, 6.0, 9.0, 5.0]),
        np.array([9.0, 9.0, 4.0, 9.0]),
    )
    asked = reached(distances, 5.0)
    assert (asked.weights.tolist(), asked.required.tolist()) == ([1, 0, 0, 1], [2])
    assert [part.tolist() for part in np.split(asked.facilities.index, asked.facilities.indptr[1:-1])] == [
        [0],
        [],
        [1],
        [],
    ]


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 9)), min_size=1, max_size=20))
def test_the_mean_of_the_furthest_tenth_is_that_of_the_evaluation(rows: list[tuple[int, int]]) -> None:
    costs, weights = (np.array(column, dtype=np.float64) for column in zip(*rows, strict=True))
    if weights.sum() > 0:
        wanted = mean_of_furthest_people(costs, weights, 0.1)
        assert mean_of_furthest(costs, weights) == pytest.approx(wanted, rel=1e-12)
