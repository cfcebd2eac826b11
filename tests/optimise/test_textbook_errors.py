"""What is not a well-formed question to the textbook functions is refused by name, before any solver starts."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import scipy.sparse as sp

from spreiding.errors import QuestionError
from spreiding.optimise.textbook import facility_location, max_cover, p_center, p_median, set_cover
from spreiding.ui.fouten import FOUTEN, leerboek

SQUARE = np.array([[0.0, 1.0], [1.0, 0.0]])

FAULTS: list[tuple[str, Callable[[], Any]]] = [
    ("costs_not_numbers", lambda: p_median([["a", "b"]], 1)),
    ("costs_not_numbers", lambda: p_median(np.array([[1 + 2j]]), 1)),
    ("costs_not_numbers", lambda: p_median([[1, 2], [3]], 1)),
    ("costs_unknown", lambda: p_median(np.array([[None, 1]], dtype=object), 1)),
    ("costs_not_a_matrix", lambda: p_median([1.0, 2.0], 1)),
    ("costs_not_a_matrix", lambda: p_center(np.zeros((2, 2, 2)), 1)),
    ("costs_not_a_matrix", lambda: p_center(sp.coo_array([1.0, 2.0]), 1)),
    ("no_columns", lambda: p_median(np.zeros((3, 0)), 0)),
    ("no_columns", lambda: set_cover(sp.csr_array((3, 0)), 1)),
    ("costs_unknown", lambda: p_median([[np.nan, 1]], 1)),
    ("costs_unknown", lambda: p_center([[-np.inf, 1]], 1)),
    ("costs_unknown", lambda: max_cover(sp.csr_array(([np.nan], [0], [0, 1]), shape=(1, 2)), 1, 1)),
    ("costs_too_large", lambda: p_median([[1e300, 1]], 1, weights=[1e300])),
    ("costs_too_large", lambda: facility_location(SQUARE, [1e308, 1e308])),
    ("costs_too_large", lambda: set_cover(SQUARE, 1, opening_costs=[1e300, 1])),
    ("costs_too_large", lambda: max_cover(SQUARE, 1, 1, weights=[1e300, 1])),
    ("costs_not_numbers", lambda: p_median([[10**400]], 1)),
    ("costs_not_numbers", lambda: p_median(sp.csr_array(SQUARE.astype(complex)), 1)),
    ("costs_unknown", lambda: p_median(np.ma.masked_array(SQUARE, SQUARE > 0), 1)),
    ("weights_not_per_row", lambda: p_median(SQUARE, 1, weights=[1, 2, 3])),
    ("weights_not_per_row", lambda: max_cover(SQUARE, 1, 1, weights=[[1, 2]])),
    ("bad_weights", lambda: p_median(SQUARE, 1, weights=[1, -1])),
    ("bad_weights", lambda: max_cover(SQUARE, 1, 1, weights=[1, np.nan])),
    ("bad_weights", lambda: facility_location(SQUARE, [1, 1], weights=[1, np.inf])),
    ("opening_not_per_column", lambda: facility_location(SQUARE, [1])),
    ("opening_not_per_column", lambda: set_cover(SQUARE, 1, opening_costs=3.0)),
    ("bad_opening", lambda: facility_location(SQUARE, [1, np.nan])),
    ("bad_opening", lambda: set_cover(SQUARE, 1, opening_costs=[np.inf, 1])),
    ("bad_number_of_sites", lambda: p_median(SQUARE, -1)),
    ("bad_number_of_sites", lambda: p_median(SQUARE, 1.5)),  # type: ignore[arg-type]
    ("bad_number_of_sites", lambda: p_center(SQUARE, "1")),  # type: ignore[arg-type]
    ("bad_number_of_sites", lambda: max_cover(SQUARE, 1, np.inf)),  # type: ignore[arg-type]
    ("too_many_sites", lambda: p_median(SQUARE, 3)),
    ("too_many_sites", lambda: p_center(SQUARE, 3)),
    ("too_many_sites", lambda: max_cover(SQUARE, 1, 3)),
    ("bad_limit", lambda: set_cover(SQUARE, np.nan)),
    ("bad_limit", lambda: max_cover(SQUARE, None, 1)),  # type: ignore[arg-type]
    ("unknown_column", lambda: p_median(SQUARE, 1, fixed_in=[2])),
    ("unknown_column", lambda: p_median(SQUARE, 1, fixed_out=[-1])),
    ("unknown_column", lambda: set_cover(SQUARE, 1, fixed_in=[0.5])),  # type: ignore[list-item]
    ("unknown_column", lambda: set_cover(SQUARE, 1, fixed_in=np.array([True, False]))),
    ("unknown_column", lambda: p_median(SQUARE, 1, fixed_in=0)),  # type: ignore[arg-type]
    ("unknown_column", lambda: p_median(SQUARE, 1, fixed_out=None)),  # type: ignore[arg-type]
    ("unknown_column", lambda: p_median(SQUARE, 1, fixed_in=np.array(0))),
    ("fixed_in_and_out", lambda: p_median(SQUARE, 1, fixed_in=[0], fixed_out=[0])),
    ("fixed_in_and_out", lambda: facility_location(SQUARE, [1, 1], fixed_in=[1], fixed_out=[0, 1])),
    ("more_fixed_than_sites", lambda: p_median(SQUARE, 1, fixed_in=[0, 1])),
    ("more_fixed_than_sites", lambda: max_cover(SQUARE, 1, 1, fixed_in=[0, 1])),
    ("bad_time_limit", lambda: p_median(SQUARE, 1, time_limit_s=0)),
    ("bad_time_limit", lambda: set_cover(SQUARE, 1, time_limit_s=np.nan)),
    ("bad_time_limit", lambda: set_cover(SQUARE, 1, time_limit_s="5")),  # type: ignore[arg-type]
    ("bad_seed", lambda: p_median(SQUARE, 1, seed=-1)),
    ("bad_seed", lambda: set_cover(SQUARE, 1, seed=None)),  # type: ignore[arg-type]
    ("bad_seed", lambda: max_cover(SQUARE, 1, 1, seed=1.5)),  # type: ignore[arg-type]
]


@pytest.mark.parametrize(("kind", "ask"), FAULTS)
def test_a_fault_is_called_by_its_name(kind: str, ask: Callable[[], Any]) -> None:
    with pytest.raises(QuestionError) as caught:
        ask()
    assert caught.value.kind == kind
    assert FOUTEN[kind].format(**caught.value.data)


def test_every_sentence_about_a_matrix_is_tested() -> None:
    assert set(leerboek.FOUTEN) <= {kind for kind, _ in FAULTS}
