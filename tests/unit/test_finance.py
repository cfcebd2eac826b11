"""Money over the years, by hand."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spreiding.finance import RATE_DECIMALS, annuity_eur, indexed_eur, present_eur, to_cents

RATES = st.decimals(min_value="0", max_value="0.2", places=3)
AMOUNTS = st.decimals(min_value="0", max_value="1000000", places=2)


def test_half_a_cent_is_rounded_up_once() -> None:
    # 34,021 inwoners × € 0.83 = € 28,237.43 exactly; half a cent goes away from zero, also below it.
    assert to_cents(34_021 * Decimal("0.83")) == Decimal("28237.43")
    assert [to_cents(Decimal(text)) for text in ("0.005", "-0.005", "1.0049")] == [
        Decimal("0.01"),
        Decimal("-0.01"),
        Decimal("1.00"),
    ]


def test_indexation_compounds() -> None:
    # 100 × 1.03² = 106.09; a year back 100 / 1.03 = 97.087….
    assert indexed_eur(Decimal(100), rate=Decimal("0.03"), n_years=2) == Decimal("106.09")
    assert indexed_eur(Decimal(100), rate=Decimal("0.03"), n_years=-1) == Decimal("97.09")
    assert indexed_eur(Decimal(100), rate=Decimal("0.03"), n_years=0) == Decimal(100)


def test_an_annuity_writes_off_to_nothing() -> None:
    # Two years at 10 %: 1,000 → 1,100 − 576.19 = 523.81 → 576.19 − 576.19 = 0. By formula 1,000 · 0.1 / (1 − 1/1.21).
    assert annuity_eur(Decimal(1000), rate=Decimal("0.1"), n_years=2) == Decimal("576.19")
    assert annuity_eur(Decimal(1000), rate=Decimal(0), n_years=3) == Decimal("333.33")
    # The smallest rate there is adds 100 · 5.5 · 10⁻⁸ to the 100 without interest.
    assert annuity_eur(Decimal(1000), rate=Decimal(10) ** -RATE_DECIMALS, n_years=10) == Decimal(100)


@given(eur=AMOUNTS, rate=RATES, n_years=st.integers(min_value=1, max_value=60))
def test_after_the_last_payment_nothing_is_left_but_cents(eur: Decimal, rate: Decimal, n_years: int) -> None:
    payment = annuity_eur(eur, rate=rate, n_years=n_years)
    debt = eur
    for _ in range(n_years):
        debt = debt * (1 + rate) - payment
    # Half a cent of rounding in every payment, with interest upon it.
    assert abs(debt) <= Decimal("0.005") * n_years * (1 + rate) ** n_years + Decimal("0.01")


def test_money_later_is_worth_less_now() -> None:
    # 100 + 110 / 1.1 + 121 / 1.21 = 300.
    flows = [Decimal(100), Decimal(110), Decimal(121)]
    assert present_eur(flows, rate=Decimal("0.1")) == Decimal(300)
    assert present_eur(flows, rate=Decimal(0)) == Decimal(331)
    assert present_eur([], rate=Decimal("0.1")) == 0


@pytest.mark.parametrize("rate", [Decimal("0.01"), Decimal("0.07")])
def test_the_present_value_of_an_annuity_is_what_it_writes_off(rate: Decimal) -> None:
    payment = annuity_eur(Decimal(50_000), rate=rate, n_years=15)
    # The first payment is a year from now.
    value = present_eur([Decimal(0), *[payment] * 15], rate=rate)
    assert abs(value - Decimal(50_000)) < Decimal("0.10")
