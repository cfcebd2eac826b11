"""The use cases of money: which catalogue and which assumptions are in force, and the bills of a scenario."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Final

from spreiding.accounts import Account
from spreiding.bills import Bill, add_bills, build_bill
from spreiding.catalogue import Catalogue
from spreiding.evaluation import Evaluation
from spreiding.finance import to_persons
from spreiding.housing import Housing
from spreiding.io.accounts import read_accounts
from spreiding.io.catalogue import read_catalogue
from spreiding.io.files.whole import write_whole
from spreiding.io.housing import read_housing
from spreiding.io.workbook import Sheet, build_workbook
from spreiding.region import Region
from spreiding.uitgangspunten import Uitgangspunten
from spreiding.workflow import DATA

FOLDER: Final = DATA / "uitgangspunten"


@dataclass(frozen=True)
class GemeenteBill:
    """The bill of a gemeente (CBS code) under a scenario, beside that of today's situation."""

    gemeente: str
    today: Bill
    scenario: Bill

    @property
    def change_eur(self) -> Decimal | None:
        """Yearly amount [€] more than today, negative for less; None when that rests on what is unknown."""
        before, after = self.today.total_eur, self.scenario.total_eur
        is_known = self.today.kostenraming.is_comparable(self.scenario.kostenraming)
        return None if before is None or after is None or not is_known else after - before


def default_catalogue() -> Catalogue:
    """Return the services and tariffs that the standard assumptions take their amounts from."""
    return read_catalogue(FOLDER / "activiteitencatalogus-2025.toml")


def find_accounts(path: Path | None, catalogue: Catalogue) -> tuple[Account, ...]:
    """Return what gemeenten buy according to a file, or what the project knows of that.

    Raises
    ------
    InputError, InputErrors
        As `read_accounts`.

    """
    return read_accounts(FOLDER / "afname.toml" if path is None else path, catalogue)


def find_housing(path: Path | None) -> Housing:
    """Return what buildings cost according to a file, or only how large one of each class is assumed to be.

    Raises
    ------
    InputError, InputErrors
        As `read_housing`.

    """
    return read_housing(FOLDER / "huisvesting.toml" if path is None else path)


def with_housing(uitgangspunten: Uitgangspunten, housing: Housing | None) -> Uitgangspunten:
    """Return the assumptions with what buildings cost, which then counts in every bill and in every search."""
    tariffs = uitgangspunten.tariffs.model_copy(update={"housing": housing})
    return uitgangspunten.model_copy(update={"tariffs": tariffs})


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


def add_gemeenten(bills: Iterable[GemeenteBill]) -> GemeenteBill:
    """Return the bills of several gemeenten together, of no gemeente."""
    parts = tuple(bills)
    return GemeenteBill("", add_bills(bill.today for bill in parts), add_bills(bill.scenario for bill in parts))


def workbook(sheets: Sequence[Sheet]) -> bytes:
    """Return sheets as an Excel file."""
    return build_workbook(sheets)


def write_workbook(path: Path, sheets: Sequence[Sheet]) -> None:
    """Write sheets as an Excel file, as a whole or not at all.

    Raises
    ------
    InputError
        `cannot_write`.

    """
    write_whole(path, build_workbook(sheets))
