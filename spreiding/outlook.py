"""The use cases of several years and of use: what a scenario costs year by year, who pays, and what a visit costs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Final

from spreiding.accounts import Account
from spreiding.attendance import Attendance, expected_attendance
from spreiding.billing import FOLDER
from spreiding.calibration import calibrate
from spreiding.catalogue import Catalogue
from spreiding.costs import Kostenraming
from spreiding.errors import InputError
from spreiding.funding import (
    IDO,
    Cover,
    CoverSource,
    FundedYear,
    YearCover,
    fund,
    school_covers,
    service_covers,
    without_source,
    year_covers,
)
from spreiding.horizon import Horizon
from spreiding.io.membership import read_membership
from spreiding.io.years import YearAssumptions, choose_horizon, read_years
from spreiding.membership import Membership
from spreiding.multi_year import Meerjarenraming
from spreiding.region import Region
from spreiding.uitgangspunten import Uitgangspunten
from spreiding.workflow import Outcome
from spreiding.year_plan import PlanRow, plan_rows
from spreiding.years import Prices, yearly_bills

__all__ = ["choose_horizon"]

_NO_BRON: Final = "–"


@dataclass(frozen=True)
class CoverNames:
    """What the covers that nobody entered one by one are called on the screen."""

    subsidy: str
    ido: str
    schools: str


@dataclass(frozen=True)
class Outlook:
    """A scenario over several years: its bill, and who pays in each."""

    raming: Meerjarenraming
    covers: tuple[YearCover, ...]

    def rows(self, gemeente: str) -> tuple[PlanRow, ...]:
        """Return the meerjarenplan of one gemeente, a row per year."""
        return plan_rows(self.funded, gemeente)

    @property
    def funded(self) -> tuple[FundedYear, ...]:
        """Every year of every gemeente with who pays."""
        return fund(self.raming, self.covers)

    def ending(self, source: CoverSource, from_year: int) -> "Outlook":
        """Return the same when a source pays nothing from `from_year` on.

        Raises
        ------
        InputError
            `funding_end_outside` or `funding_no_source`.

        """
        return Outlook(self.raming, without_source(self.covers, self.raming, source=source, from_year=from_year))


def find_years(path: Path | None) -> YearAssumptions:
    """Return the assumptions about several years of a file, or those to begin with.

    Raises
    ------
    InputError, InputErrors
        As `read_years`.

    """
    return read_years(FOLDER / "meerjaren.toml" if path is None else path)


def find_membership() -> Membership:
    """Return what is known and assumed of members and visits."""
    return read_membership(FOLDER / "gebruik.toml")


def look_ahead(
    outcome: Outcome,
    today: Outcome,
    *,
    prices: Prices,
    horizon: Horizon,
    assumptions: YearAssumptions,
) -> Meerjarenraming:
    """Bill every year of `horizon` for the change from today's plan to that of a scenario.

    Raises
    ------
    InputError, InputErrors
        As `yearly_bills`.

    """
    return yearly_bills(
        outcome.region,
        today.evaluation.plan,
        outcome.evaluation.plan,
        horizon=horizon,
        transitions=assumptions.transitions,
        prices=prices,
    )


def of_changes(horizon: Horizon, outcome: Outcome, today: Outcome) -> Horizon:
    """Return the horizon with the start years of what changes in this scenario only: those of others wait."""
    before, after = today.evaluation.plan.by_id, outcome.evaluation.plan.by_id
    starts = {site: year for site, year in horizon.start_years.items() if before.get(site) != after.get(site)}
    return horizon.model_copy(update={"start_years": starts})


def prices_of(uitgangspunten: Uitgangspunten, accounts: Iterable[Account], catalogue: Catalogue) -> Prices:
    """Return the tariffs with the services that gemeenten buy."""
    return Prices.with_services(uitgangspunten.tariffs, accounts=accounts, catalogue=catalogue)


def who_pays(
    raming: Meerjarenraming,
    accounts: Iterable[Account],
    *,
    covers: Iterable[Cover],
    assumptions: YearAssumptions,
    catalogue: Catalogue,
    names: CoverNames,
) -> Outlook:
    """Lay beside each year what is promised, the subsidy that gemeenten pay today, the rijk for IDO, and the schools.

    Raises
    ------
    InputError, InputErrors
        As `fund` and `school_covers`.

    """
    subsidies = [
        Cover(
            gemeente=account.gemeente,
            source=CoverSource.GEMEENTE,
            name=names.subsidy,
            eur_per_year=account.subsidy_eur,
            bron=account.subsidy_bron or _NO_BRON,
        )
        for account in accounts
        if account.subsidy_eur is not None and account.gemeente in raming.gemeenten
    ]
    found = Outlook(
        raming,
        (
            *year_covers([*subsidies, *covers], raming),
            *service_covers(raming, IDO, source=CoverSource.RIJK, name=names.ido),
            *school_covers(assumptions.schools, raming, catalogue=catalogue, name=names.schools),
        ),
    )
    # Faults of the covers are told here, not when somebody looks at a gemeente.
    fund(found.raming, found.covers)
    return found


def expect_use(outcome: Outcome, today: Outcome, membership: Membership) -> Attendance:
    """Expect members and visits of a scenario, at the level of the first gemeente here whose figures are known.

    Raises
    ------
    InputError, InputErrors
        As `calibrate`: `attendance_without_gemeente` for a region without such a gemeente.

    """
    codes = {gemeente.code for gemeente in today.region.gemeenten}
    facts = next((each for each in membership.facts if each.gemeente.code in codes), membership.facts[0])
    model = calibrate(today.region, today.evaluation.nearest, facts=facts, assumptions=membership.assumptions)
    return expected_attendance(outcome.region, outcome.evaluation.nearest, model)


def branch_costs(region: Region, kostenraming: Kostenraming, gemeente: str | None) -> Mapping[str, Decimal | None]:
    """Yearly amount [€] of every open branch of a gemeente, or of all (None); None where part of it is unknown."""
    sites = {line.site_id for line in kostenraming.lines} | {unknown.site_id for unknown in kostenraming.unknown}
    unknown = {each.site_id for each in kostenraming.unknown}
    wanted = [site for site in sites if site and gemeente in {None, region.sites[region.site_index[site]].gemeente}]
    return {
        site: None
        if site in unknown
        else sum((line.eur for line in kostenraming.lines if line.site_id == site and not line.is_once), Decimal(0))
        for site in sorted(wanted)
    }


def source_of(name: str) -> CoverSource:
    """Return who pays by name.

    Raises
    ------
    InputError
        `unknown_payer` with the names that are known.

    """
    if name not in list(CoverSource):
        raise InputError("unknown_payer", source=name, known=", ".join(CoverSource))
    return CoverSource(name)
