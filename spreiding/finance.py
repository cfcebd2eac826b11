"""Money over the years: indexation, writing off by annuity, and present value. Euros are decimals, in whole cents."""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

CENT: Final = Decimal("0.01")
MONTHS_PER_YEAR: Final = 12
# So many decimals a rate may have: with more, 1 + rate loses them and an annuity divides by nothing.
RATE_DECIMALS: Final = 8


def to_cents(eur: Decimal) -> Decimal:
    """Round an amount [€] once to whole cents, half a cent away from zero, as on a bill."""
    return eur.quantize(CENT, ROUND_HALF_UP)


def indexed_eur(eur: Decimal, *, rate: Decimal, n_years: int) -> Decimal:
    """Raise an amount [€] by `rate` [1/year] for `n_years` years, compounded and rounded once."""
    return to_cents(eur * (1 + rate) ** n_years)


def annuity_eur(eur: Decimal, *, rate: Decimal, n_years: int) -> Decimal:
    """Yearly amount [€] that writes off `eur` in `n_years` equal payments at the end of each year, at `rate` [1/year].

    eur · rate / (1 − (1 + rate)^−n), and eur / n without interest. A rate has at most `RATE_DECIMALS` decimals.
    """
    if rate == 0:
        return to_cents(eur / n_years)
    return to_cents(eur * rate / (1 - (1 + rate) ** -n_years))


def present_eur(flows_eur: Iterable[Decimal], *, rate: Decimal) -> Decimal:
    """Present value [€] of yearly amounts, the first of them now: the sum of flow_k / (1 + rate)^k."""
    return to_cents(sum((flow / (1 + rate) ** year for year, flow in enumerate(flows_eur)), Decimal(0)))


def to_persons(inwoners: float) -> Decimal:
    """Return a number of persons that money is counted by, free of the rounding of sums.

    Spreading people over road sides leaves errors far below a millionth of a person.
    """
    return Decimal(str(round(inwoners, 6)))
