"""Commands on plans: evaluate one, search the best one."""

from pathlib import Path
from typing import Annotated

import typer

from spreiding import planning, workflow
from spreiding.answers import evaluation_answer
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
    print_answer,
)
from spreiding.cli.vraag import Options, ask, check
from spreiding.demand import Variant
from spreiding.errors import InputError
from spreiding.evaluation import with_aversion
from spreiding.forecast import at_year
from spreiding.optimise.stop import Stop
from spreiding.plan_answers import optimisation_answer
from spreiding.scenario import today_plan
from spreiding.ui import hulp, plan_text, terminal, zoek_hulp
from spreiding.ui.numbers import parse_number

MAX_TIME_S = 30 * 24 * 3600  # longer than a month [s] nobody waits
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
    doel: Annotated[list[str] | None, typer.Option("--doel", help=zoek_hulp.HULP["--doel"])] = None,
    budget: Annotated[list[str] | None, typer.Option("--budget", help=zoek_hulp.HULP["--budget"])] = None,
    aandeel: Annotated[str | None, typer.Option("--aandeel", help=zoek_hulp.HULP["--aandeel"])] = None,
    gemeente: Annotated[list[str] | None, typer.Option("--gemeente", help=zoek_hulp.HULP["--gemeente"])] = None,
    norm: Annotated[list[str] | None, typer.Option("--norm", help=zoek_hulp.HULP["--norm"])] = None,
    stays: Annotated[list[str] | None, typer.Option("--open", help=zoek_hulp.HULP["--open"])] = None,
    closes: Annotated[list[str] | None, typer.Option("--dicht", help=zoek_hulp.HULP["--dicht"])] = None,
    wijzigingen: Annotated[str | None, typer.Option("--wijzigingen", help=zoek_hulp.HULP["--wijzigingen"])] = None,
    harm: Annotated[str | None, typer.Option("--verslechtering", help=zoek_hulp.HULP["--verslechtering"])] = None,
    grootste: Annotated[list[str] | None, typer.Option("--grootste", help=zoek_hulp.HULP["--grootste"])] = None,
    no_largest: Annotated[bool, typer.Option("--zonder-grootste", help=zoek_hulp.HULP["--zonder-grootste"])] = False,
    nearest: Annotated[bool, typer.Option("--dichtstbijzijnde", help=zoek_hulp.HULP["--dichtstbijzijnde"])] = False,
    afkap: Annotated[str | None, typer.Option("--afkap", help=zoek_hulp.HULP["--afkap"])] = None,
    catchments: Annotated[
        bool, typer.Option("--minimaal-verzorgingsgebied", help=zoek_hulp.HULP["--minimaal-verzorgingsgebied"])
    ] = False,
    kernen: Annotated[bool, typer.Option("--kernen-bevestigd", help=zoek_hulp.HULP["--kernen-bevestigd"])] = False,
    vraag: Annotated[Path | None, typer.Option("--vraag", help=zoek_hulp.HULP["--vraag"])] = None,
    extra_plekken: Annotated[str, typer.Option("--extra-plekken", help=zoek_hulp.HULP["--extra-plekken"])] = "0",
    norm_m: NormM = None,
    modaliteit: ModalityOption = None,
    huisvesting: Huisvesting = None,
    tijdslimiet: Annotated[str, typer.Option("--tijdslimiet", help=zoek_hulp.HULP["--tijdslimiet"])] = "60",
    seed: Annotated[str, typer.Option("--seed", help=zoek_hulp.HULP["--seed"])] = "0",
    as_json: Json = False,
) -> None:
    """Search the best plan and print it."""
    uitgangspunten = chosen_uitgangspunten(norm_m, modaliteit, housing=huisvesting)
    options = Options(
        doel=doel or (),
        budget=budget or (),
        aandeel=aandeel,
        gemeente=gemeente,
        norm=norm or (),
        open_sites=stays or (),
        closed_sites=closes or (),
        wijzigingen=wijzigingen,
        verslechtering=harm,
        grootste=grootste or (),
        zonder_grootste=no_largest,
        dichtstbijzijnde=nearest,
        afkap=afkap,
        has_catchments=catchments,
        has_kernen=kernen,
        file=vraag,
    )
    check(options)
    stop = Stop(float(parse_number(tijdslimiet, option="--tijdslimiet", maximum=MAX_TIME_S, is_positive=True)))
    seed_number = int(parse_number(seed, option="--seed", maximum=MAX_SEED, is_whole=True))
    n_extra = int(parse_number(extra_plekken, option="--extra-plekken", maximum=1000, is_whole=True))
    with terminal.progress() as on_progress:
        region = workflow.open_region(regio, on_progress=on_progress)
        on_progress(hulp.STAP_AFSTANDEN, SHARE_OPENED)
        # Also when the question needs no figures of today: it compiles the kernels while this step is shown.
        today = workflow.evaluate_scenario(region, workflow.TODAY, uitgangspunten)
        uitgangspunten = with_aversion(region, today.evaluation.plan, uitgangspunten)
        region = workflow.with_suggestions(region, uitgangspunten, n_extra, seed=seed_number)
        asked = ask(options, region, uitgangspunten)
    with terminal.solver_progress(asked.question.goal) as on_progress_solver:
        watch = (on_progress_solver, None)
        answered = planning.ask(region, uitgangspunten, asked.question, stop=stop, seed=seed_number, watch=watch)
    answer = optimisation_answer(region, uitgangspunten, answered, budgets_of_today=asked.budgets_of_today)
    print_answer(answer, plan_text.optimisation_text(answer), as_json=as_json)
