"""What a plan costs over the years, per gemeente and year, beside today's plan continued. Results only."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal

from spreiding.costs import CostKind, CostLine, UnknownCost
from spreiding.finance import annuity_eur, present_eur
from spreiding.horizon import Horizon
from spreiding.transitions import OneOff


@dataclass(frozen=True)
class YearLine:
    """A line of the kostenraming paid for `months` of a year: indexed, rounded once [€]."""

    line: CostLine
    months: int
    eur: Decimal


@dataclass(frozen=True)
class YearOneOff:
    """A one-off amount in the year that its change starts, indexed [€]; None when it is unknown."""

    one_off: OneOff
    year: int
    eur: Decimal | None


@dataclass(frozen=True)
class GemeenteYear:
    """What one gemeente pays in one year, with and without the changes, and what of it is not known.

    Sums hold what is known, and are None when nothing is. `today` is today's plan continued, with the same indexation
    and inwoners. `written_off` are the one-off amounts of this and earlier years. `is_comparable`: what is
    unknown is so with and without the changes, and not of a branch that changes. `is_constant`: no forecast tells the
    inwoners of this year, so they are those of today.
    """

    gemeente: str | None
    year: int
    lines: tuple[YearLine, ...]
    today: tuple[YearLine, ...]
    one_offs: tuple[YearOneOff, ...]
    written_off: tuple[YearOneOff, ...]
    unknown: tuple[UnknownCost, ...]
    unknown_today: tuple[UnknownCost, ...]
    is_comparable: bool
    is_constant: bool

    @property
    def unknown_one_offs(self) -> tuple[OneOff, ...]:
        """The one-off amounts of this year that are not known."""
        return tuple(each.one_off for each in self.one_offs if each.eur is None)

    @property
    def is_complete(self) -> bool:
        """Whether nothing is unknown."""
        return not self.unknown and not self.unknown_one_offs

    @property
    def yearly_eur(self) -> Decimal | None:
        """Sum [€] of the known yearly lines."""
        return known_sum(_yearly(self.lines), has_unknown=bool(self.unknown))

    @property
    def yearly_today_eur(self) -> Decimal | None:
        """Sum [€] of the known yearly lines of today's plan."""
        return known_sum(_yearly(self.today), has_unknown=bool(self.unknown_today))

    @property
    def once_eur(self) -> Decimal | None:
        """Sum [€] of what is paid once in this year: of changes, and services that are bought once."""
        changes = [each.eur for each in self.one_offs if each.eur is not None]
        return known_sum([*_once(self.lines), *changes], has_unknown=bool(self.unknown_one_offs))

    @property
    def total_eur(self) -> Decimal | None:
        """Sum [€] of all that is known of this year, yearly and once."""
        amounts = [*(line.eur for line in self.lines), *_given(each.eur for each in self.one_offs)]
        return known_sum(amounts, has_unknown=not self.is_complete)

    @property
    def total_today_eur(self) -> Decimal | None:
        """Sum [€] of all that is known of this year for today's plan."""
        return known_sum([line.eur for line in self.today], has_unknown=bool(self.unknown_today))

    @property
    def yearly_difference_eur(self) -> Decimal | None:
        """How much more [€] the yearly lines are than today's, negative for a saving; None when not to be told."""
        if not self.is_comparable:
            return None
        return sum(_yearly(self.lines), Decimal(0)) - sum(_yearly(self.today), Decimal(0))

    @property
    def difference_eur(self) -> Decimal | None:
        """How much more [€] this year costs than today's plan, one-off amounts included; None when not to be told."""
        if not self.is_comparable or self.unknown_one_offs:
            return None
        changes = [each.eur for each in self.one_offs if each.eur is not None]
        return sum([*(line.eur for line in self.lines), *changes, *(-line.eur for line in self.today)], Decimal(0))

    def eur_of(self, kind: CostKind) -> Decimal:
        """Sum [€] of the known yearly lines of one kind."""
        return self.eur_where(lambda line: line.kind is kind)

    def eur_where(self, is_meant: Callable[[CostLine], bool]) -> Decimal:
        """Sum [€] of the known yearly lines that are meant."""
        return sum(_yearly(each for each in self.lines if is_meant(each.line)), Decimal(0))


@dataclass(frozen=True)
class Meerjarenraming:
    """The years of every gemeente, in order of year; lines are of `price_year` before indexation.

    `write_off_years` and `write_off_rate` [1/year] are those of one-off amounts in the other view, by annuity.
    """

    horizon: Horizon
    price_year: int
    write_off_years: int
    write_off_rate: Decimal
    years: tuple[GemeenteYear, ...]

    @property
    def gemeenten(self) -> tuple[str | None, ...]:
        """Codes of the gemeenten that have a bill; None is outside all of them."""
        return tuple(dict.fromkeys(each.gemeente for each in self.years))

    def of_gemeente(self, code: str | None) -> tuple[GemeenteYear, ...]:
        """Return the years of one gemeente."""
        return tuple(each for each in self.years if each.gemeente == code)

    def written_off_eur(self, of: GemeenteYear) -> Decimal | None:
        """Return what a year pays [€] when the one-off amounts of changes are written off by annuity.

        Payments at the end of each year, the first in the year of the change; what falls after the last year of the
        horizon is in no year. None when an amount of this or an earlier year is unknown.
        """
        amounts = [each.eur for each in of.written_off if of.year - each.year < self.write_off_years]
        if None in amounts:
            return None
        payments = (annuity_eur(eur, rate=self.write_off_rate, n_years=self.write_off_years) for eur in _given(amounts))
        return sum(payments, Decimal(0))

    def total_written_off_eur(self, of: GemeenteYear) -> Decimal | None:
        """Return the known amount [€] of a year when one-off amounts of changes are written off by annuity."""
        payments = self.written_off_eur(of)
        if of.yearly_eur is None or payments is None:
            return None
        return of.yearly_eur + sum(_once(of.lines), Decimal(0)) + payments

    def npv_eur(self, gemeenten: Iterable[str | None] | None = None) -> Decimal | None:
        """Present value [€, of the first year] of the difference with today's plan, one-off amounts included."""
        return self._present(lambda each: each.difference_eur, gemeenten)

    def yearly_npv_eur(self, gemeenten: Iterable[str | None] | None = None) -> Decimal | None:
        """Present value [€, of the first year] of the difference in yearly lines alone."""
        return self._present(lambda each: each.yearly_difference_eur, gemeenten)

    def _present(
        self, flow: Callable[[GemeenteYear], Decimal | None], gemeenten: Iterable[str | None] | None
    ) -> Decimal | None:
        """Present value [€] of a flow of some gemeenten together, all of them by default; None if a part is."""
        wanted = set(self.gemeenten if gemeenten is None else gemeenten)
        flows = {year: Decimal(0) for year in self.horizon.years}
        for each in self.years:
            if each.gemeente in wanted:
                amount = flow(each)
                if amount is None:
                    return None
                flows[each.year] += amount
        return present_eur(flows.values(), rate=self.horizon.discount_rate)


def known_sum(amounts: Iterable[Decimal], *, has_unknown: bool) -> Decimal | None:
    """Sum [€] of what is known; None when there is nothing and something is unknown."""
    known = list(amounts)
    return None if has_unknown and not known else sum(known, Decimal(0))


def _given(amounts: Iterable[Decimal | None]) -> list[Decimal]:
    return [amount for amount in amounts if amount is not None]


def _yearly(lines: Iterable[YearLine]) -> list[Decimal]:
    return [each.eur for each in lines if not each.line.is_once]


def _once(lines: Iterable[YearLine]) -> list[Decimal]:
    return [each.eur for each in lines if each.line.is_once]
