"""What KB and CBS call a branch, by its staffed hours."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from spreiding.domain import KbType
from spreiding.uitgangspunten import HoursRange, KbDefinition
from spreiding.workflow import default_uitgangspunten

CBS, SPUK = default_uitgangspunten().kb_definitions
VESTIGING, SERVICEPUNT, MINI = KbType.VESTIGING, KbType.SERVICEPUNT, KbType.MINISERVICEPUNT


@pytest.mark.parametrize(
    ("hours", "cbs", "spuk"),
    [
        # CBS, VOB: vestiging from 15, servicepunt 4 to 15, miniservicepunt at most 4.
        # SPUK (Stcrt. 2023, 9297): vestiging above 15, servicepunt 5 to 15, miniservicepunt 1 to 4.
        (168, VESTIGING, VESTIGING),
        (15.01, VESTIGING, VESTIGING),
        (15, VESTIGING, SERVICEPUNT),
        (14.99, SERVICEPUNT, SERVICEPUNT),
        (5, SERVICEPUNT, SERVICEPUNT),
        (4.99, SERVICEPUNT, None),
        (4.01, SERVICEPUNT, None),
        (4, MINI, MINI),
        (1, MINI, MINI),
        (0.99, MINI, None),
        (0, None, None),
        (None, None, None),
    ],
)
def test_each_edge_lies_where_the_source_draws_it(hours: float | None, cbs: KbType | None, spuk: KbType | None) -> None:
    assert CBS.type_of(hours) == cbs
    assert SPUK.type_of(hours) == spuk


def test_hours_in_a_gap_may_be_called_either_way_and_hours_beyond_all_have_no_name() -> None:
    # The SPUK names 1 to 4 and 5 to 15 hours.
    assert SPUK.possible_types(4.5) == {MINI, SERVICEPUNT}
    assert SPUK.possible_types(0.5) == SPUK.possible_types(0) == CBS.possible_types(0) == frozenset()
    assert SPUK.possible_types(15) == {SERVICEPUNT}
    assert CBS.possible_types(168) == {VESTIGING}


def test_a_place_without_a_collection_is_an_afhaalpunt_at_any_hour() -> None:
    assert {CBS.type_of(hours, has_collection=False) for hours in (None, 0, 20)} == {KbType.AFHAALPUNT}
    assert CBS.type_of(20, has_collection=True) == VESTIGING


@given(st.floats(0, 168), st.floats(0, 168))
def test_more_staffed_hours_never_make_a_smaller_type(one: float, other: float) -> None:
    order = [None, MINI, SERVICEPUNT, VESTIGING]
    fewer, more = (CBS.type_of(hours) for hours in sorted((one, other)))
    assert order.index(fewer) <= order.index(more)


def test_a_definition_that_gives_two_types_to_one_number_of_hours_is_refused() -> None:
    overlap = {VESTIGING: HoursRange(at_least=15), SERVICEPUNT: HoursRange(at_least=4, at_most=15)}
    with pytest.raises(ValidationError, match="two types"):
        KbDefinition(name="eigen", bron="", hours=overlap)
    # Between 10 and 12 both hold, at neither bound itself.
    inside = {VESTIGING: HoursRange(more_than=10), SERVICEPUNT: HoursRange(below=12)}
    with pytest.raises(ValidationError, match="two types"):
        KbDefinition(name="eigen", bron="", hours=inside)


def test_another_definition_is_another_set_of_assumptions() -> None:
    standard = default_uitgangspunten()
    assert standard.canonical_json() == default_uitgangspunten().canonical_json()
    other = standard.model_copy(update={"kb_definitions": (SPUK,)})
    assert other.canonical_json() != standard.canonical_json()
