"""Who pays: gemeente, provincie, rijk, school or own income, year by year against the costs, the open end in sight."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Final, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from spreiding.catalogue import Catalogue, Eur, doubles
from spreiding.costs import CostKind
from spreiding.domain import Frozen
from spreiding.errors import InputError, raise_together
from spreiding.finance import to_cents
from spreiding.horizon import Year, check_price_year
from spreiding.multi_year import GemeenteYear, Meerjarenraming
from spreiding.norms import Text

# Where the catalogue has what a school contributes per leerling (§ 4.4), and the service that the rijk pays (§ 6.3).
_DBOS, _OF_SCHOOL = "dbos-po", "bijdrage-school"
IDO: Final = "ido"


class CoverSource(StrEnum):
    """Who pays."""

    GEMEENTE = "gemeente"
    PROVINCIE = "provincie"
    RIJK = "rijk"
    SCHOOL = "school"
    OWN_INCOME = "eigen inkomsten"


class Balance(StrEnum):
    """How the covers of a year lie beside its costs; `UNKNOWN` when part of the costs is."""

    OPEN = "open"
    CLOSED = "closed"
    OVERCOVERED = "overcovered"
    UNKNOWN = "unknown"


class Cover(Frozen):
    """What one source pays a gemeente (CBS code) every year [€], as promised, so without indexation.

    It starts in `from_year` and is paid for the last time in `until_year`; None is without a bound.
    """

    gemeente: Text
    source: CoverSource
    name: Text
    eur_per_year: Eur
    from_year: Year | None = None
    until_year: Year | None = None
    bron: Text

    @model_validator(mode="after")
    def _check_years(self) -> Self:
        if self.from_year is not None and self.until_year is not None and self.until_year < self.from_year:
            raise PydanticCustomError("cover_reversed", "a cover ends after it starts")
        return self

    def is_paid(self, year: int) -> bool:
        """Whether it is paid in `year`."""
        return (self.from_year or year) <= year <= (self.until_year or year)


class SchoolShare(Frozen):
    """What schools pay for de Bibliotheek op school: a tariff of the catalogue per leerling, without btw.

    The catalogue does not tell whether that is a part of the tariff per leerling (`is_inside_tariff`) or comes on top
    of it. On top, the service costs as much more and the open end stays, so the user says which: there is no default.
    """

    gemeente: Text
    n_leerlingen: Annotated[int, Field(ge=0, le=1_000_000)]
    is_inside_tariff: bool
    bron: Text


@dataclass(frozen=True)
class YearCover:
    """What one source pays a gemeente in one year [€].

    `on_top_eur` are costs that no bill holds and that the source is there for; when it ends they stay.
    """

    gemeente: str
    year: int
    source: CoverSource
    name: str
    eur: Decimal
    on_top_eur: Decimal = Decimal(0)


@dataclass(frozen=True)
class FundedYear:
    """The costs of a gemeente in one year and who pays them."""

    costs: GemeenteYear
    covers: tuple[YearCover, ...]

    @property
    def on_top_eur(self) -> Decimal:
        """Costs [€] that come on top of the bill, whether who pays for them still does or has ended."""
        return sum((cover.on_top_eur for cover in self.covers), Decimal(0))

    @property
    def costs_eur(self) -> Decimal | None:
        """Known costs [€], with what comes on top; None when nothing is known, neither of the bill nor on top."""
        total = self.costs.total_eur
        return total if not self.on_top_eur else (total or Decimal(0)) + self.on_top_eur

    @property
    def covered_eur(self) -> Decimal:
        """Sum [€] of all covers."""
        return sum((cover.eur for cover in self.covers), Decimal(0))

    @property
    def known_open_eur(self) -> Decimal | None:
        """Known costs minus covers [€]; negative is more cover than costs. None when no costs are known."""
        return None if self.costs_eur is None else self.costs_eur - self.covered_eur

    @property
    def open_eur(self) -> Decimal | None:
        """What nobody pays [€], negative when covers exceed costs; None when part of the costs is unknown."""
        return self.known_open_eur if self.costs.is_complete else None

    @property
    def balance(self) -> Balance:
        """In words: open, closed, more cover than costs, or not to be told."""
        if self.open_eur is None:
            return Balance.UNKNOWN
        if self.open_eur == 0:
            return Balance.CLOSED
        return Balance.OPEN if self.open_eur > 0 else Balance.OVERCOVERED

    def eur_of(self, source: CoverSource) -> Decimal:
        """Sum [€] that one source pays."""
        return sum((cover.eur for cover in self.covers if cover.source is source), Decimal(0))


def year_covers(covers: Iterable[Cover], raming: Meerjarenraming) -> tuple[YearCover, ...]:
    """Return what every cover pays in each year of `raming`.

    Raises
    ------
    InputError, InputErrors
        `funding_cover_outside` for each cover that is paid in none of those years.

    """
    given = tuple(covers)
    horizon = raming.horizon
    raise_together(
        InputError(
            "funding_cover_outside",
            name=cover.name,
            gemeente=cover.gemeente,
            first=horizon.first_year,
            last=horizon.last_year,
        )
        for cover in given
        if not any(map(cover.is_paid, horizon.years))
    )
    return tuple(
        YearCover(cover.gemeente, year, cover.source, cover.name, cover.eur_per_year)
        for cover in given
        for year in horizon.years
        if cover.is_paid(year)
    )


def service_covers(raming: Meerjarenraming, service: str, *, source: CoverSource, name: str) -> tuple[YearCover, ...]:
    """Return a cover equal to what a service costs, in every gemeente and year that has lines of it.

    With `IDO` and the rijk: the specific grant of € 0.83 per inwoner beside the cost line of as much (003 § 6.3).
    """
    return tuple(
        YearCover(of.gemeente, of.year, source, name, eur)
        for of in raming.years
        if of.gemeente is not None and (eur := of.eur_where(lambda line: line.service == service))
    )


def school_covers(
    shares: Iterable[SchoolShare], raming: Meerjarenraming, *, catalogue: Catalogue, name: str
) -> tuple[YearCover, ...]:
    """Return what schools pay in each year, indexed as services are, for it is a tariff of the catalogue.

    Raises
    ------
    InputError, InputErrors
        `catalogue_no_service` or `catalogue_no_tariff` when the catalogue has no contribution of schools, and
        `years_other_price_year`; `funding_double_school` and `funding_school_not_billed`, together.

    """
    given = tuple(shares)
    check_price_year(catalogue, price_year=raming.price_year)
    _check_schools(given, raming)
    eur = catalogue.eur(_DBOS, _OF_SCHOOL)
    horizon = raming.horizon
    covers = []
    for share in given:
        for year in horizon.years:
            factor = horizon.factor(CostKind.SERVICE, price_year=raming.price_year, year=year)
            paid = to_cents(share.n_leerlingen * eur * factor)
            on_top = Decimal(0) if share.is_inside_tariff else paid
            covers.append(YearCover(share.gemeente, year, CoverSource.SCHOOL, name, paid, on_top_eur=on_top))
    return tuple(covers)


def _check_schools(shares: Sequence[SchoolShare], raming: Meerjarenraming) -> None:
    """Refuse a second share of a gemeente, and a share in a tariff that is on no bill, be it for an unknown amount."""
    billed = {
        of.gemeente
        for of in raming.years
        for service in (*(each.line.service for each in of.lines), *(unknown.service for unknown in of.unknown))
        if service == _DBOS
    }
    inside = sorted({share.gemeente for share in shares if share.is_inside_tariff})
    raise_together(
        [
            *(InputError("funding_double_school", gemeente=code) for code in doubles(each.gemeente for each in shares)),
            *(InputError("funding_school_not_billed", gemeente=code) for code in inside if code not in billed),
        ]
    )


def without_source(
    covers: Iterable[YearCover],
    raming: Meerjarenraming,
    *,
    source: CoverSource,
    from_year: int,
    name: str | None = None,
) -> tuple[YearCover, ...]:
    """Return the covers as they are when a source (or only its cover called `name`) ends: nothing from `from_year` on.

    What it paid for on top of the bill still costs as much. 000 § 5.6: what the provincie pays is uncertain in 2025.

    Raises
    ------
    InputError
        `funding_end_outside` for a year outside the horizon, `funding_no_source` when the source pays nothing.

    """
    given = tuple(covers)
    horizon = raming.horizon
    if from_year not in horizon.years:
        raise InputError("funding_end_outside", year=from_year, first=horizon.first_year, last=horizon.last_year)
    ended = {cover for cover in given if cover.source is source and name in {None, cover.name}}
    if not ended:
        raise InputError("funding_no_source", source=source.value if name is None else name)
    return tuple(
        replace(cover, eur=Decimal(0)) if cover in ended and cover.year >= from_year else cover
        for cover in given
        if cover not in ended or cover.year < from_year or cover.on_top_eur
    )


def fund(raming: Meerjarenraming, covers: Iterable[YearCover]) -> tuple[FundedYear, ...]:
    """Lay the covers beside the costs of every gemeente and year.

    Raises
    ------
    InputError, InputErrors
        `funding_no_gemeente` for each cover of a gemeente that has no bill, `funding_year_outside` for one of a year
        that is not billed.

    """
    given = tuple(covers)
    horizon = raming.horizon
    elsewhere = sorted({(cover.gemeente, cover.name) for cover in given if cover.gemeente not in raming.gemeenten})
    outside = sorted({(cover.year, cover.name) for cover in given if cover.year not in horizon.years})
    raise_together(
        [
            *(InputError("funding_no_gemeente", gemeente=gemeente, name=name) for gemeente, name in elsewhere),
            *(
                InputError(
                    "funding_year_outside", year=year, name=name, first=horizon.first_year, last=horizon.last_year
                )
                for year, name in outside
            ),
        ]
    )
    return tuple(
        FundedYear(of, tuple(cover for cover in given if (cover.gemeente, cover.year) == (of.gemeente, of.year)))
        for of in raming.years
    )
