"""The use cases of money: which catalogue and which assumptions are in force, and the bills of a scenario."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Final

from spreiding.accounts import Account
from spreiding.bills import Bill, build_bill
from spreiding.catalogue import Catalogue
from spreiding.evaluation import Evaluation
from spreiding.finance import to_persons
from spreiding.io.accounts import read_accounts
from spreiding.io.catalogue import read_catalogue
from spreiding.io.years import YearAssumptions, read_years
from spreiding.region import Region
from spreiding.uitgangspunten import Uitgangspunten
from spreiding.workflow import DATA

_FOLDER: Final = DATA / "uitgangspunten"


@dataclass(frozen=True)
class GemeenteBill:
    """The bill of a gemeente (CBS code) under a scenario, beside that of today's situation."""

    gemeente: str
    today: Bill
    scenario: Bill

    @property
    def change_eur(self) -> Decimal | None:
        """Yearly amount [€] more than today, negative for less; None when either is unknown."""
        before, after = self.today.total_eur, self.scenario.total_eur
        return None if before is None or after is None else after - before


def default_catalogue() -> Catalogue:
    """Return the services and tariffs that the standard assumptions take their amounts from."""
    return read_catalogue(_FOLDER / "activiteitencatalogus-2025.toml")


def default_years() -> YearAssumptions:
    """Return the assumptions on transitions, years and the sources of money to begin with."""
    return read_years(_FOLDER / "meerjaren.toml")


def find_accounts(path: Path | None, catalogue: Catalogue) -> tuple[Account, ...]:
    """Return what gemeenten buy according to a file, or what the project knows of that.

    Raises
    ------
    InputError, InputErrors
        As `read_accounts`.

    """
    return read_accounts(_FOLDER / "afname.toml" if path is None else path, catalogue)


def build_bills(
    region: Region,
    evaluations: tuple[Evaluation, Evaluation],
    uitgangspunten: Uitgangspunten,
    *,
    accounts: Iterable[Account],
    catalogue: Catalogue,
) -> tuple[GemeenteBill, ...]:
    """Return the bills of every gemeente of `region`, of today's situation and of a scenario, in that order given.

    A gemeente without an account buys nothing beside its branches and what it pays per inwoner.
    """
    today, scenario = evaluations
    known = {account.gemeente: account for account in accounts}

    def bill(evaluation: Evaluation, index: int) -> Bill:
        code = region.gemeenten[index].code
        return build_bill(
            evaluation.kostenraming,
            known.get(code, Account(gemeente=code)),
            inwoners=to_persons(evaluation.gemeenten[index].inwoners),
            catalogue=catalogue,
            has_tariffs=code in uitgangspunten.tariffs.gemeenten,
        )

    return tuple(
        GemeenteBill(gemeente.code, bill(today, index), bill(scenario, index))
        for index, gemeente in enumerate(region.gemeenten)
    )
