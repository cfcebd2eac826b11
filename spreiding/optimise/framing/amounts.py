"""What an option at a site costs, in whole cents: every year, once, and what of the latter is written off each year."""

from dataclasses import dataclass
from decimal import Decimal

from spreiding.costs import option_eur_per_year
from spreiding.domain import Option
from spreiding.finance import annuity_eur
from spreiding.region import Region
from spreiding.steps import Step
from spreiding.supply import Site
from spreiding.transitions import Transitions, step_lines
from spreiding.uitgangspunten import Tariffs

CENTS_PER_EUR = 100


@dataclass(frozen=True)
class Amount:
    """An amount [€ 0.01]: `yearly` per year, with what of `once` is written off each year."""

    yearly: int = 0
    once: int = 0


NOTHING = Amount()


@dataclass(frozen=True)
class Amounts:
    """The amounts of single sites: no branch is taken to move to another site. Without transitions nothing is once."""

    region: Region
    tariffs: Tariffs
    transitions: Transitions | None

    def running_cents(self, site: Site, option: Option) -> int | None:
        """Return what `option` costs per year [€ 0.01]; None when any of it is unknown."""
        eur = option_eur_per_year(site, option, tariffs=self.tariffs)
        return None if eur is None else in_cents(eur)

    def of_step(self, site: Site, option: Option | None) -> Amount | None:
        """Return what it costs to go on from today as `option` (None: closed); None when any of it is unknown."""
        return None if None in self._once_eur(site, option) else self.known_of_step(site, option)

    def known_of_step(self, site: Site, option: Option | None) -> Amount:
        """Return what is known of what it costs to go on from today as `option` (None: closed)."""
        once_eur = sum((eur for eur in self._once_eur(site, option) if eur is not None), Decimal(0))
        if self.transitions is None or not once_eur:
            return NOTHING
        rate, n_years = self.transitions.write_off_rate, self.transitions.write_off_years
        yearly = annuity_eur(once_eur, rate=rate, n_years=n_years)
        return Amount(in_cents(yearly), in_cents(once_eur))

    def _once_eur(self, site: Site, option: Option | None) -> list[Decimal | None]:
        """Return the amounts [€] of the step from today to `option`, known or not."""
        if self.transitions is None or option == site.today:
            return []
        step = Step(site.id, site.id, site.today, option)
        lines = step_lines(self.region, step, transitions=self.transitions, tariffs=self.tariffs)
        return [line.eur for line in lines]


def in_cents(eur: Decimal) -> int:
    """Return an amount [€] that is rounded to cents already as a number of them [€ 0.01]."""
    return int(eur * CENTS_PER_EUR)
