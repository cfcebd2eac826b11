"""Commands on plans: evaluate one, search the best one."""

from pathlib import Path
from typing import Annotated

import typer

from spreiding import workflow
from spreiding.answers import evaluation_answer, optimisation_answer
from spreiding.cli.options import (
    SHARE_OPENED,
    Huisvesting,
    Json,
    ModalityOption,
    NormM,
    Regio,
    ScenarioOption,
    app,
    chosen_uitgangspunten,
    gemeente_codes,
    print_answer,
)
from spreiding.demand import Variant
from spreiding.errors import InputError
from spreiding.evaluation import with_aversion
from spreiding.forecast import at_year
from spreiding.optimise.question import Goal, Question
from spreiding.scenario import today_plan
from spreiding.ui import hulp, terminal
from spreiding.ui.numbers import parse_number

# What nobody asks for: more than a trillion [€ per year], longer than a month [s].
MAX_BUDGET_EUR, MAX_TIME_S = 10**12, 30 * 24 * 3600
MAX_SEED = 2**31 - 1  # HiGHS counts in 32 bits
MAX_YEAR = 2200


@app.command("evalueer", help=hulp.HULP["evalueer"])
def evaluate(
    *,
    regio: Regio = None,
    scenario: ScenarioOption = None,
    norm_m: NormM = None,
    modaliteit: ModalityOption = None,
    huisvesting: Huisvesting = None,
    jaar: Annotated[str | None, typer.Option("--jaar", help=hulp.HULP["--jaar"])] = None,
    variant: Annotated[str, typer.Option("--variant", help=hulp.HULP["--variant"])] = Variant.MIDDEN.value,
    gpkg: Annotated[Path | None, typer.Option("--gpkg", help=hulp.HULP["--gpkg"])] = None,
    as_json: Json = False,
) -> None:
    """Print the figures of a scenario."""
    uitgangspunten = chosen_uitgangspunten(norm_m, modaliteit, housing=huisvesting)
    year = None if jaar is None else int(parse_number(jaar, option="--jaar", maximum=MAX_YEAR, is_whole=True))
    if variant not in list(Variant):
        raise InputError("unknown_variant", value=variant, known=", ".join(Variant))
    with terminal.progress() as on_progress:
        today = workflow.open_region(regio, on_progress=on_progress)
        region = today if year is None else at_year(today, year, Variant(variant))
        chosen = workflow.find_scenario(region, scenario)
        on_progress(hulp.STAP_AFSTANDEN, SHARE_OPENED)
        uitgangspunten = with_aversion(today, today_plan(today.sites), uitgangspunten)
        outcome = workflow.evaluate_scenario(region, chosen, uitgangspunten)
    if gpkg is not None:
        workflow.export_geopackage(outcome, gpkg)
    answer = evaluation_answer(outcome.region, chosen, outcome.evaluation)
    print_answer(answer, terminal.evaluation_text(answer), as_json=as_json)


@app.command("optimaliseer", help=hulp.HULP["optimaliseer"])
def optimise(
    *,
    regio: Regio = None,
    budget: Annotated[str | None, typer.Option("--budget", help=hulp.HULP["--budget"])] = None,
    aandeel: Annotated[str | None, typer.Option("--aandeel", help=hulp.HULP["--aandeel"])] = None,
    gemeente: Annotated[list[str] | None, typer.Option("--gemeente", help=hulp.HULP["--gemeente"])] = None,
    zonder_grootste: Annotated[bool, typer.Option("--zonder-grootste", help=hulp.HULP["--zonder-grootste"])] = False,
    extra_plekken: Annotated[str, typer.Option("--extra-plekken", help=hulp.HULP["--extra-plekken"])] = "0",
    norm_m: NormM = None,
    modaliteit: ModalityOption = None,
    huisvesting: Huisvesting = None,
    tijdslimiet: Annotated[str, typer.Option("--tijdslimiet", help=hulp.HULP["--tijdslimiet"])] = "60",
    seed: Annotated[str, typer.Option("--seed", help=hulp.HULP["--seed"])] = "0",
    as_json: Json = False,
) -> None:
    """Search the best plan and print it."""
    uitgangspunten = chosen_uitgangspunten(norm_m, modaliteit, housing=huisvesting)
    share = None if aandeel is None else float(parse_number(aandeel, option="--aandeel", maximum=100)) / 100
    amount = None if budget is None else parse_number(budget, option="--budget", maximum=MAX_BUDGET_EUR)
    time_limit_s = float(parse_number(tijdslimiet, option="--tijdslimiet", maximum=MAX_TIME_S))
    seed_number = int(parse_number(seed, option="--seed", maximum=MAX_SEED, is_whole=True))
    n_extra = int(parse_number(extra_plekken, option="--extra-plekken", maximum=1000, is_whole=True))
    with terminal.progress() as on_progress:
        region = workflow.open_region(regio, on_progress=on_progress)
        free = gemeente_codes(region, gemeente)
        on_progress(hulp.STAP_AFSTANDEN, SHARE_OPENED)
        # Also when the question needs no figures of today: it compiles the kernels while this step is shown.
        today_eur = workflow.cost_of_today(region, uitgangspunten, gemeenten=free)
        uitgangspunten = with_aversion(region, today_plan(region.sites), uitgangspunten)
        region = workflow.with_suggestions(region, uitgangspunten, n_extra, seed=seed_number)
    if amount is None and share is None:
        amount = today_eur
    question = Question(
        goal=Goal.COVERAGE if share is None else Goal.COST,
        budget_eur=amount,
        min_share=share,
        keep_largest=not zonder_grootste,
        free_gemeenten=free,
    )
    with terminal.solver_progress() as on_progress_solver:
        result, evaluation = workflow.optimise(
            region,
            uitgangspunten,
            question,
            time_limit_s=time_limit_s,
            seed=seed_number,
            on_progress=on_progress_solver,
        )
    answer = optimisation_answer(region, uitgangspunten.norm, result, evaluation)
    print_answer(answer, terminal.optimisation_text(answer), as_json=as_json)
