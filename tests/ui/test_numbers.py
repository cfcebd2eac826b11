"""Numbers as people type and read them."""

from decimal import Decimal

import pytest

from spreiding.errors import InputError
from spreiding.ui.numbers import decimals, euros, kilometres, minutes, parse_number, percentage, whole


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1500000", "1500000"),
        ("1.500.000", "1500000"),
        ("€ 1.500.000,50", "1500000.50"),
        ("1.500", "1500"),
        ("12,5", "12.5"),
        ("12.5", "12.5"),
        ("0", "0"),
        ("-0", "0"),
    ],
)
def test_a_number_is_read_as_dutch_people_type_it(text: str, value: str) -> None:
    assert parse_number(text, option="--budget") == Decimal(value)


@pytest.mark.parametrize("text", ["", "veel", "nan", "inf", "1e308", "1,2,3", "1.50.0", "--5", "12 euro"])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_number(text, option="--budget")
    assert caught.value.kind == "not_a_number"


def test_limits_are_named() -> None:
    for text, kind, limits in (
        ("-1", "negative_number", {}),
        ("0", "number_too_small", {"is_positive": True}),
        ("101", "number_too_large", {"maximum": 100}),
        ("1,5", "not_whole", {"is_whole": True}),
    ):
        with pytest.raises(InputError) as caught:
            parse_number(text, option="--x", **limits)
        assert caught.value.kind == kind


def test_numbers_are_written_as_dutch_people_read_them() -> None:
    assert whole(1234567.4) == "1.234.567"
    assert euros(Decimal("95116.00")) == "€\u00a095.116"
    assert kilometres(2549.0) == "2,5\u00a0km"
    assert percentage(0.9134) == "91,3%"
    assert (decimals(0.3127, n_decimals=2), decimals(4.0, n_decimals=1)) == ("0,31", "4,0")
    assert minutes(7.4) == "7\u00a0min"
    assert whole(None) == whole(float("nan")) == kilometres(float("inf")) == euros(None) == "onbekend"
    assert decimals(float("nan"), n_decimals=2) == "onbekend"
