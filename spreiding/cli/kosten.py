"""The command that prints what a scenario costs each gemeente."""

from pathlib import Path
from typing import Annotated

import typer

from spreiding import billing, workflow
from spreiding.bill_answers import bills_answer
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
from spreiding.ui import bill_text, bill_workbook, hulp, kosten_hulp, terminal


@app.command("kosten", help=kosten_hulp.HULP["kosten"])
def kosten(
    *,
    regio: Regio = None,
    gemeente: Annotated[list[str] | None, typer.Option("--gemeente", help=kosten_hulp.HULP["--gemeente"])] = None,
    scenario: ScenarioOption = None,
    afname: Annotated[Path | None, typer.Option("--afname", help=kosten_hulp.HULP["--afname"])] = None,
    huisvesting: Huisvesting = None,
    xlsx: Annotated[Path | None, typer.Option("--xlsx", help=kosten_hulp.HULP["--xlsx"])] = None,
    as_json: Json = False,
) -> None:
    """Print the bill of a scenario per gemeente, beside today's."""
    uitgangspunten = chosen_uitgangspunten(None, None, housing=huisvesting)
    catalogue = billing.default_catalogue()
    accounts = billing.find_accounts(afname, catalogue)
    with terminal.progress() as on_progress:
        region = workflow.open_region(regio, on_progress=on_progress)
        codes = gemeente_codes(region, gemeente)
        chosen = workflow.find_scenario(region, scenario)
        on_progress(hulp.STAP_AFSTANDEN, SHARE_OPENED)
        outcome = workflow.evaluate_scenario(region, chosen, uitgangspunten)
        bills = billing.bill_scenario(outcome, uitgangspunten, accounts=accounts, catalogue=catalogue, gemeenten=codes)
    if xlsx is not None:
        sheets = bill_workbook.sheets(outcome, bills, tariffs=uitgangspunten.tariffs, catalogue=catalogue)
        billing.write_workbook(xlsx, sheets)
    answer = bills_answer(outcome.region, chosen, bills, tariffs=uitgangspunten.tariffs, catalogue=catalogue)
    print_answer(answer, bill_text.bills_text(answer), as_json=as_json)
