"""Command on norms: does a gemeente comply, for whom not, and how sure is that."""

import json
from pathlib import Path
from typing import Annotated

import typer

from spreiding import review as use_case
from spreiding import workflow
from spreiding.cli.options import (
    MAX_NORM_M,
    SHARE_OPENED,
    Json,
    Regio,
    ScenarioOption,
    app,
    chosen_uitgangspunten,
    gemeente_codes,
    print_answer,
)
from spreiding.errors import InputErrors
from spreiding.norm_answers import review_answer, review_csv, shown
from spreiding.norms import Confirmations
from spreiding.ui import hulp, terminal, toets
from spreiding.ui.numbers import parse_number


@app.command("toets", help=toets.HULP["toets"])
def review(
    *,
    regio: Regio = None,
    scenario: ScenarioOption = None,
    gemeente: Annotated[list[str] | None, typer.Option("--gemeente", help=toets.HULP["--gemeente"])] = None,
    norm: Annotated[list[str] | None, typer.Option("--norm", help=toets.HULP["--norm"])] = None,
    norm_m: Annotated[str | None, typer.Option("--norm-m", help=toets.HULP["--norm-m"])] = None,
    modaliteit: Annotated[str | None, typer.Option("--modaliteit", help=toets.HULP["--modaliteit"])] = None,
    scholen_m: Annotated[str | None, typer.Option("--scholen-m", help=toets.HULP["--scholen-m"])] = None,
    bevestig: Annotated[list[str] | None, typer.Option("--bevestig", help=toets.HULP["--bevestig"])] = None,
    bevestig_alles: Annotated[bool, typer.Option("--bevestig-alles", help=toets.HULP["--bevestig-alles"])] = False,
    kernen_bevestigd: Annotated[
        bool, typer.Option("--kernen-bevestigd", help=toets.HULP["--kernen-bevestigd"])
    ] = False,
    uit: Annotated[Path | None, typer.Option("--uit", help=toets.HULP["--uit"])] = None,
    table: Annotated[Path | None, typer.Option("--csv", help=toets.HULP["--csv"])] = None,
    as_json: Json = False,
) -> None:
    """Print the verdicts on a scenario."""
    uitgangspunten, kader = chosen_uitgangspunten(norm_m, modaliteit), use_case.find_normen(norm or ())
    school_m = use_case.SCHOOL_M
    if scholen_m is not None:
        school_m = float(parse_number(scholen_m, option="--scholen-m", maximum=MAX_NORM_M, is_positive=True))
    with terminal.progress() as on_progress:
        region = workflow.open_region(regio, on_progress=on_progress)
        codes = gemeente_codes(region, gemeente)
        chosen = workflow.find_scenario(region, scenario)
        confirmed = use_case.confirm(region, chosen, sites=bevestig or (), has_kernen=kernen_bevestigd)
        testable, untested = use_case.split_testable(kader, region, uitgangspunten)
        # A norm that somebody asked for is never left out in silence.
        if untested and (norm or testable is None):
            raise InputErrors(untested)
        on_progress(hulp.STAP_AFSTANDEN, SHARE_OPENED)
        found = use_case.review_scenario(
            region,
            chosen,
            uitgangspunten,
            kader=testable or kader,
            confirmations=Confirmations(is_all=True) if bevestig_alles else confirmed,
            school_m=school_m,
        )
    answer = review_answer(found, gemeenten=codes, untested=untested)
    if uit is not None:
        use_case.write_whole(uit, json.dumps(answer, ensure_ascii=False, indent=2, allow_nan=False).encode())
    if table is not None:
        use_case.write_whole(table, review_csv(found, gemeenten=codes))
    print_answer(answer, toets.review_text(found, shown(found, codes), untested), as_json=as_json)
