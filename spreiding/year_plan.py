"""The gemeentelijk meerjarenplan in money: one row per year, by colour of the catalogue, with who pays."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from spreiding.catalogue import Colour
from spreiding.costs import CostKind, CostLine, UnknownCost
from spreiding.funding import Balance, CoverSource, FundedYear
from spreiding.multi_year import GemeenteYear
from spreiding.transitions import OneOff


@dataclass(frozen=True)
class PlanRow:
    """One year of a gemeente [€]; an amount of which nothing is known is None.

    Yearly costs by colour (`unknown_colour_eur`: nobody knows it), housing apart, and what is paid once. `on_top_eur`
    are costs on top of the bill that a school pays or has paid. `covers` has every source that pays in some year, in
    one order. `open_eur` is what nobody pays; `known_open_eur` counts known costs only. The parts add up to
    `costs_eur`.
    """

    year: int
    basis_eur: Decimal | None
    basis_plus_eur: Decimal | None
    unknown_colour_eur: Decimal | None
    housing_eur: Decimal | None
    once_eur: Decimal | None
    on_top_eur: Decimal
    covers: tuple[tuple[CoverSource, Decimal], ...]
    costs_eur: Decimal | None
    open_eur: Decimal | None
    known_open_eur: Decimal | None
    balance: Balance
    unknown: tuple[UnknownCost, ...]
    unknown_one_offs: tuple[OneOff, ...]


def plan_rows(funded: Iterable[FundedYear], gemeente: str) -> tuple[PlanRow, ...]:
    """Return the rows of one gemeente in order of year."""
    own = sorted((each for each in funded if each.costs.gemeente == gemeente), key=lambda each: each.costs.year)
    paying = {cover.source for each in own for cover in each.covers if cover.eur}
    sources = [source for source in CoverSource if source in paying]
    return tuple(_row(each, sources) for each in own)


def _row(funded: FundedYear, sources: Iterable[CoverSource]) -> PlanRow:
    costs = funded.costs
    return PlanRow(
        year=costs.year,
        basis_eur=_of_colour(costs, Colour.BASIS),
        basis_plus_eur=_of_colour(costs, Colour.BASIS_PLUS),
        unknown_colour_eur=_of_colour(costs, None),
        housing_eur=_housing(costs),
        once_eur=costs.once_eur,
        on_top_eur=funded.on_top_eur,
        covers=tuple((source, funded.eur_of(source)) for source in sources),
        costs_eur=funded.costs_eur,
        open_eur=funded.open_eur,
        known_open_eur=funded.known_open_eur,
        balance=funded.balance,
        unknown=costs.unknown,
        unknown_one_offs=costs.unknown_one_offs,
    )


def _of_colour(costs: GemeenteYear, colour: Colour | None) -> Decimal | None:
    """Yearly amount [€] of one colour, without housing, which the catalogue does not have."""

    def is_meant(line: CostLine) -> bool:
        return line.kind is not CostKind.HUISVESTING and line.colour is colour

    return None if costs.yearly_eur is None else costs.eur_where(is_meant)


def _housing(costs: GemeenteYear) -> Decimal | None:
    """Yearly amount [€] of housing; None when branches have none that is known: the sum is 'exclusief huisvesting'."""
    has_branches = any(each.line.kind is CostKind.TYPE for each in costs.lines) or any(
        unknown.site_id for unknown in costs.unknown
    )
    has_housing = any(each.line.kind is CostKind.HUISVESTING for each in costs.lines)
    return None if has_branches and not has_housing else costs.eur_of(CostKind.HUISVESTING)
