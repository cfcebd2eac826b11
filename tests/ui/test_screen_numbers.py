"""Numbers as the screens write them."""

from decimal import Decimal

from spreiding.ui import labels
from spreiding.ui.numbers import cents, edge, gap, length, short_euros, signed


def test_large_amounts_are_written_in_millions_and_small_ones_in_whole_euros() -> None:
    assert short_euros(Decimal(1_234_567)) == "€\u00a01,2\u00a0mln."
    assert short_euros(Decimal(999_999)) == "€\u00a0999.999"
    assert short_euros(-1_250_000.0) == "€\u00a0-1,2\u00a0mln."
    assert short_euros(None) == short_euros(float("nan")) == "onbekend"


def test_a_class_edge_has_no_needless_decimals() -> None:
    assert [edge(metres) for metres in (5000, 2500, 1250, 12500)] == ["5", "2,5", "1,25", "12,5"]


def test_a_difference_says_its_direction() -> None:
    assert signed("1.234", 1234) == "+1.234"
    assert signed("-1.234", -1234) == "-1.234"
    assert labels.against_today("1.234") == "1.234 meer dan nu"
    assert labels.against_today("-0,3\u00a0km") == "0,3\u00a0km minder dan nu"


def test_a_short_length_is_written_in_tens_of_metres() -> None:
    assert [length(metres) for metres in (28.0, -28.0, -4.0, 994.0)] == [
        f"{number}\u00a0m" for number in ("30", "-30", "0", "990")
    ]
    assert length(1234.0) == "1,2\u00a0km"
    assert length(None) == length(float("nan")) == "onbekend"


def test_a_difference_that_reads_as_zero_is_called_equal() -> None:
    # -0,04 km is written as -0,0 km: a minus before nothing would puzzle.
    assert labels.against_today("-0,0\u00a0km") == "gelijk aan nu"
    assert labels.against_today("0") == "gelijk aan nu"


def test_a_gap_and_a_tariff_keep_two_decimals() -> None:
    assert gap(0.00123) == "0,12%"
    assert gap(float("nan")) == "onbekend"
    assert cents(Decimal("11.19")) == "€\u00a011,19"
