"""The years that a plan is billed for: which, with what indexation, and when each change starts."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any, Final, Self

from pydantic import Field

from spreiding.catalogue import Catalogue
from spreiding.costs import CostKind
from spreiding.demand import Variant
from spreiding.domain import Frozen
from spreiding.errors import InputError, raise_together
from spreiding.finance import RATE_DECIMALS
from spreiding.region import Region
from spreiding.steps import Step
from spreiding.transitions import InterestRate

Year = Annotated[int, Field(ge=2000, le=2100)]
# Who writes 3 for 3% asks for 300%. Our bounds; no source has prices of the public sector move further in a year.
IndexRate = Annotated[Decimal, Field(ge=Decimal("-0.2"), le=Decimal("0.5"), decimal_places=RATE_DECIMALS)]
_NOTHING: Final = Decimal(0)


class Horizon(Frozen):
    """`n_years` years from `first_year`; amounts rise by a rate [1/year] per kind of line from their price year on.

    A kind without a rate stays at its prijspeil; `once_rate` is that of one-off amounts. Present values are those of
    `first_year`, at `discount_rate` [1/year]. A change starts on the first of January of its year in `start_years`
    (site id), else of the first year. `population` is the variant of the forecasts that inwoners follow; None
    keeps them as today.
    """

    first_year: Year
    n_years: Annotated[int, Field(ge=1, le=40)] = 4
    discount_rate: InterestRate
    indexation: Mapping[CostKind, IndexRate] = Field(default_factory=dict)
    once_rate: IndexRate = _NOTHING
    start_years: Mapping[str, Year] = Field(default_factory=dict)
    population: Variant | None = None

    @classmethod
    def from_next_year(cls, this_year: int, **fields: Any) -> Self:  # noqa: ANN401 - whatever a horizon has
        """Return the horizon from the year after `this_year`, which the caller tells: nothing here has a clock."""
        return cls.model_validate(fields | {"first_year": this_year + 1})

    @property
    def last_year(self) -> int:
        """The last year that is billed."""
        return self.first_year + self.n_years - 1

    @property
    def years(self) -> range:
        """The years that are billed, in order."""
        return range(self.first_year, self.last_year + 1)

    def factor(self, kind: CostKind, *, price_year: int, year: int) -> Decimal:
        """How much dearer a line of some kind is in `year` than in `price_year`: (1 + rate)^years."""
        return (1 + self.indexation.get(kind, _NOTHING)) ** (year - price_year)

    def start_of(self, step: Step) -> int:
        """Return the year in which a step starts; the two sites of a move start together."""
        given = (self.start_years.get(site_id) for site_id in sorted(step.site_ids))
        return next((year for year in given if year is not None), self.first_year)


def check_price_year(catalogue: Catalogue, *, price_year: int) -> None:
    """Refuse a catalogue that is of another year than the tariffs, for every line is indexed from one `price_year`.

    Raises
    ------
    InputError
        `years_other_price_year`.

    """
    if catalogue.price_year != price_year:
        raise InputError(
            "years_other_price_year", catalogue=catalogue.name, year=catalogue.price_year, price_year=price_year
        )


def check_starts(region: Region, steps: tuple[Step, ...], horizon: Horizon) -> None:
    """Refuse starts that cannot be billed.

    Raises
    ------
    InputError, InputErrors
        `years_unknown_site`, `years_start_outside`, `years_start_unchanged` and `years_moved_apart`, all together.

    """
    faults = [
        InputError("years_unknown_site", site=site_id, region=region.manifest.name)
        for site_id in horizon.start_years
        if site_id not in region.site_index
    ]
    faults += [
        InputError("years_start_outside", site=site_id, year=year, first=horizon.first_year, last=horizon.last_year)
        for site_id, year in horizon.start_years.items()
        if year not in horizon.years
    ]
    changing = {site_id for step in steps for site_id in step.site_ids}
    faults += [
        InputError("years_start_unchanged", site=site_id, year=year)
        for site_id, year in horizon.start_years.items()
        if site_id in region.site_index and site_id not in changing
    ]
    faults += [
        InputError("years_moved_apart", site=step.old_site, to=step.new_site)
        for step in steps
        if len({horizon.start_years[site_id] for site_id in step.site_ids & horizon.start_years.keys()}) > 1
    ]
    raise_together(faults)
