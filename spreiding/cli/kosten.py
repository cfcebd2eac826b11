"""The command that prints what a scenario costs each gemeente, in one year and in several."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from spreiding import billing, outlook, workflow
from spreiding.accounts import Account
from spreiding.answers import Answer
from spreiding.bill_answers import bills_answer
from spreiding.catalogue import Catalogue
from spreiding.cli import jaren as years
from spreiding.cli.options import (
    SHARE_OPENED,
    Huisvesting,
    Json,
    Regio,
    ScenarioOption,
    app,
    chosen_uitgangspunten,
    gemeente_codes,
    print_answer,
)
from spreiding.funding import CoverSource
from spreiding.horizon import Horizon
from spreiding.io.years import YearAssumptions
from spreiding.outlook import Outlook
from spreiding.outlook_answers import use_answer, years_answer
from spreiding.ui import bill_text, bill_workbook, hulp, kosten_hulp, outlook_words, terminal
from spreiding.uitgangspunten import Uitgangspunten
from spreiding.workflow import Outcome


@app.command("kosten", help=kosten_hulp.HULP["kosten"])
def kosten(
    *,
    regio: Regio = None,
    gemeente: Annotated[list[str] | None, typer.Option("--gemeente", help=kosten_hulp.HULP["--gemeente"])] = None,
    scenario: ScenarioOption = None,
    afname: Annotated[Path | None, typer.Option("--afname", help=kosten_hulp.HULP["--afname"])] = None,
    huisvesting: Huisvesting = None,
    jaren: years.Jaren = None,
    meerjaren: years.Meerjaren = None,
    indexering: years.Indexering = None,
    prognose: years.Inwoners = None,
    start: years.Start = None,
    stopt: years.Stopt = None,
    gebruik: Annotated[bool, typer.Option("--gebruik", help=kosten_hulp.HULP["--gebruik"])] = False,
    xlsx: Annotated[Path | None, typer.Option("--xlsx", help=kosten_hulp.HULP["--xlsx"])] = None,
    as_json: Json = False,
) -> None:
    """Print the bill of a scenario per gemeente, beside today's."""
    uitgangspunten = chosen_uitgangspunten(None, None, housing=huisvesting)
    catalogue = billing.default_catalogue()
    accounts = billing.find_accounts(afname, catalogue)
    assumptions = outlook.find_years(meerjaren)
    endings = years.endings_of(stopt)
    with terminal.progress() as on_progress:
        region = workflow.open_region(regio, on_progress=on_progress)
        codes = gemeente_codes(region, gemeente)
        chosen = workflow.find_scenario(region, scenario)
        on_progress(hulp.STAP_AFSTANDEN, SHARE_OPENED)
        outcome = workflow.evaluate_scenario(region, chosen, uitgangspunten)
        today = workflow.evaluate_scenario(outcome.region, workflow.TODAY, uitgangspunten)
    asked = _Asked(outcome, today, uitgangspunten, accounts, catalogue)
    bills = asked.bills(codes)
    answer = bills_answer(outcome.region, chosen, bills, tariffs=uitgangspunten.tariffs, catalogue=catalogue)
    ahead = None
    if jaren is not None:
        horizon = years.horizon_of(
            jaren, outcome.region, assumptions=assumptions, indexering=indexering, prognose=prognose, start=start
        )
        ahead = asked.ahead(horizon, assumptions)
        _add_years(answer, outcome, ahead, endings)
    if gebruik:
        _add_use(answer, outcome, today)
    if xlsx is not None:
        sheets = bill_workbook.sheets(
            outcome, bills, tariffs=uitgangspunten.tariffs, catalogue=catalogue, outlook=ahead
        )
        billing.write_workbook(xlsx, sheets)
    print_answer(answer, bill_text.bills_text(answer), as_json=as_json)


@dataclass(frozen=True)
class _Asked:
    """What the figures are about."""

    outcome: Outcome
    today: Outcome
    uitgangspunten: Uitgangspunten
    accounts: tuple[Account, ...]
    catalogue: Catalogue

    def bills(self, codes: frozenset[str] | None) -> tuple[billing.GemeenteBill, ...]:
        """Return the bills of the wanted gemeenten."""
        found = billing.build_bills(
            self.outcome.region,
            (self.today.evaluation, self.outcome.evaluation),
            self.uitgangspunten,
            accounts=self.accounts,
            catalogue=self.catalogue,
        )
        return tuple(bill for bill in found if codes is None or bill.gemeente in codes)

    def ahead(self, horizon: Horizon, assumptions: YearAssumptions) -> Outlook:
        """Return the years with who pays."""
        prices = outlook.prices_of(self.uitgangspunten, self.accounts, self.catalogue)
        raming = outlook.look_ahead(self.outcome, self.today, prices=prices, horizon=horizon, assumptions=assumptions)
        return outlook.who_pays(
            raming,
            self.accounts,
            covers=assumptions.covers,
            assumptions=assumptions,
            catalogue=self.catalogue,
            names=outlook_words.NAMES,
        )


def _add_years(answer: Answer, outcome: Outcome, ahead: Outlook, endings: Sequence[tuple[CoverSource, int]]) -> None:
    for area in answer["gemeenten"]:
        area["meerjaren"] = years_answer(outcome.region, ahead, area["gemeentecode"], endings)


def _add_use(answer: Answer, outcome: Outcome, today: Outcome) -> None:
    attendance = outlook.expect_use(outcome, today, outlook.find_membership())
    region = outcome.region
    for area in answer["gemeenten"]:
        costs = outlook.branch_costs(region, outcome.evaluation.kostenraming, area["gemeentecode"])
        sites = [region.site_index[site] for site in costs]
        area["gebruik"] = use_answer(region, attendance, costs, sites)
