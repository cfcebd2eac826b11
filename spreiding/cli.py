"""The command line: the same use cases without a screen. Only the answer goes to stdout."""

import errno
import io
import json
import os
import socket
import subprocess
import sys
import traceback
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer
from typer.exceptions import TyperException

from spreiding import workflow
from spreiding.answers import Answer, evaluation_answer, optimisation_answer
from spreiding.domain import Modality, Uitgangspunten
from spreiding.errors import InputError, SpreidingError
from spreiding.optimise.question import Goal, Question
from spreiding.ui import hulp, teksten, terminal
from spreiding.ui.numbers import parse_number

EXIT_OWN_FAULT, EXIT_BAD_INPUT, EXIT_STOPPED = 1, 2, 130
# What nobody asks for: further than round the earth [m], more than a trillion [€ per year], longer than a month [s].
MAX_NORM_M, MAX_BUDGET_EUR, MAX_TIME_S = 40_000_000, 10**12, 30 * 24 * 3600
MAX_SEED = 2**31 - 1  # HiGHS counts in 32 bits

app = typer.Typer(
    name="spreiding", no_args_is_help=True, add_completion=False, rich_markup_mode=None, help=hulp.HULP["spreiding"]
)
regio_app = typer.Typer(no_args_is_help=True, help=hulp.HULP["regio"])
gegevens_app = typer.Typer(no_args_is_help=True, help=hulp.HULP["gegevens"])
app.add_typer(regio_app, name="regio")
app.add_typer(gegevens_app, name="gegevens")

Regio = Annotated[str | None, typer.Option("--regio", help=hulp.HULP["--regio"])]
Json = Annotated[bool, typer.Option("--json", help=hulp.HULP["--json"])]
NormM = Annotated[str | None, typer.Option("--norm-m", help=hulp.HULP["--norm-m"])]
ModalityOption = Annotated[str | None, typer.Option("--modaliteit", help=hulp.HULP["--modaliteit"])]


@app.command("evalueer", help=hulp.HULP["evalueer"])
def evaluate(
    *,
    regio: Regio = None,
    scenario: Annotated[str | None, typer.Option("--scenario", help=hulp.HULP["--scenario"])] = None,
    norm_m: NormM = None,
    modaliteit: ModalityOption = None,
    gpkg: Annotated[Path | None, typer.Option("--gpkg", help=hulp.HULP["--gpkg"])] = None,
    as_json: Json = False,
) -> None:
    """Print the figures of a scenario."""
    uitgangspunten = _uitgangspunten(norm_m, modaliteit)
    with terminal.progress() as on_progress:
        region = workflow.open_region(regio, on_progress=on_progress)
    chosen = workflow.find_scenario(region, scenario)
    outcome = workflow.evaluate_scenario(region, chosen, uitgangspunten)
    if gpkg is not None:
        workflow.export_geopackage(outcome, gpkg)
    answer = evaluation_answer(outcome.region, chosen, outcome.evaluation)
    _print(answer, terminal.evaluation_text(answer), as_json=as_json)


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
    tijdslimiet: Annotated[str, typer.Option("--tijdslimiet", help=hulp.HULP["--tijdslimiet"])] = "60",
    seed: Annotated[str, typer.Option("--seed", help=hulp.HULP["--seed"])] = "0",
    as_json: Json = False,
) -> None:
    """Search the best plan and print it."""
    uitgangspunten = _uitgangspunten(norm_m, modaliteit)
    share = None if aandeel is None else float(parse_number(aandeel, option="--aandeel", maximum=100)) / 100
    amount = None if budget is None else parse_number(budget, option="--budget", maximum=MAX_BUDGET_EUR)
    time_limit_s = float(parse_number(tijdslimiet, option="--tijdslimiet", maximum=MAX_TIME_S))
    seed_number = int(parse_number(seed, option="--seed", maximum=MAX_SEED, is_whole=True))
    n_extra = int(parse_number(extra_plekken, option="--extra-plekken", maximum=1000, is_whole=True))
    with terminal.progress() as on_progress:
        region = workflow.open_region(regio, on_progress=on_progress)
    region = workflow.with_suggestions(region, uitgangspunten, n_extra, seed=seed_number)
    free = _gemeente_codes(region, gemeente)
    if amount is None and share is None:
        amount = workflow.cost_of_today(region, uitgangspunten, gemeenten=free)
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
    _print(answer, terminal.optimisation_text(answer), as_json=as_json)


@app.command("app", help=hulp.HULP["app"])
def serve(
    *,
    regio: Regio = None,
    port: Annotated[str, typer.Option("--poort", help=hulp.HULP["--poort"])] = "8501",
    as_json: Json = False,
) -> None:
    """Open the app in the browser."""
    number = int(parse_number(port, option="--poort", maximum=65535, is_whole=True))
    with socket.socket() as probe:
        if probe.connect_ex(("localhost", number)) == 0:
            raise InputError("port_taken", port=number)
    with terminal.progress() as on_progress:
        region = workflow.open_region(regio, on_progress=on_progress)
    url = f"http://localhost:{number}"
    _print({"url": url, "regio": region.manifest.name}, hulp.APP_OPEN.format(url=url), as_json=as_json)
    sys.stdout.flush()
    command = [sys.executable, "-m", "streamlit", "run", str(workflow.ROOT / "app.py"), "--server.port", str(number)]
    environment = os.environ | ({"SPREIDING_REGIO": regio} if regio else {})
    # Streamlit writes its own lines to stdout; ours holds only the answer.
    done = subprocess.run(command, env=environment, cwd=workflow.ROOT, stdout=sys.stderr, check=False)  # noqa: S603
    raise typer.Exit(EXIT_STOPPED if done.returncode < 0 else done.returncode)


@app.command("voorbereiden", help=hulp.HULP["voorbereiden"])
def prepare() -> None:
    """Compile the kernels and prepare the example region."""
    with terminal.progress() as on_progress:
        folder = workflow.prepare_example(on_progress=on_progress)
        on_progress(hulp.STAP_KERNELS, 0.9)
        workflow.compile_kernels(workflow.open_region())
    sys.stdout.write(hulp.VOORBEREID.format(folder=folder) + "\n")


@regio_app.command("bouw", help=hulp.HULP["bouw"])
def build_region(
    *,
    naam: Annotated[str, typer.Option("--naam", help=hulp.HULP["--naam"])],
    inwoners: Annotated[Path, typer.Option("--inwoners", help=hulp.HULP["--inwoners"])],
    wegen: Annotated[Path, typer.Option("--wegen", help=hulp.HULP["--wegen"])],
    gemeenten: Annotated[Path | None, typer.Option("--gemeenten", help=hulp.HULP["--gemeenten"])] = None,
    vestigingen: Annotated[str | None, typer.Option("--vestigingen", help=hulp.HULP["--vestigingen"])] = None,
    kernen: Annotated[Path | None, typer.Option("--kernen", help=hulp.HULP["--kernen"])] = None,
    uit: Annotated[Path | None, typer.Option("--uit", help=hulp.HULP["--uit"])] = None,
    as_json: Json = False,
) -> None:
    """Prepare a region from real files."""
    inputs = workflow.RegionInputs(
        name=naam, population=inwoners, roads=wegen, gemeenten=gemeenten, vestigingen=vestigingen, kernen=kernen
    )
    with terminal.progress() as on_progress:
        folder, manifest = workflow.build(inputs, uit, on_progress=on_progress)
    answer = {"map": str(folder), **manifest.model_dump(mode="json", by_alias=True)}
    _print(answer, terminal.region_text(answer), as_json=as_json)


@gegevens_app.command("controleer", help=hulp.HULP["controleer"])
def inspect(bestand: Annotated[Path, typer.Argument(help=hulp.HULP["BESTAND"])], *, as_json: Json = False) -> None:
    """Tell what an input file is."""
    report = workflow.inspect_file(bestand)
    answer = report.model_dump(mode="json", by_alias=True)
    _print(answer, terminal.report_text(answer), as_json=as_json)


def main() -> NoReturn:
    """Run the command line: exit 0 an answer, 2 bad input, 1 our own fault, 130 stopped."""
    # JSON is UTF-8 whatever the terminal is set to; elsewhere a letter that it lacks may not cost the answer.
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    sys.exit(_run(sys.argv[1:]))


def _run(arguments: list[str]) -> int:
    """Run one command and return its exit code; every failure is one sentence on stderr."""
    try:
        outcome = app(arguments, standalone_mode=False)
        code = outcome if isinstance(outcome, int) else 0
    except (KeyboardInterrupt, typer.Abort):
        code = EXIT_STOPPED
    except SpreidingError as error:
        _say(teksten.sentence(error))
        return EXIT_BAD_INPUT
    except TyperException as error:
        _say(hulp.usage_sentence(error))
        return EXIT_BAD_INPUT
    except Exception as error:  # noqa: BLE001 - the last net: our own fault, told as such with the trace for a report
        if isinstance(error, OSError) and error.filename is not None:
            _say(teksten.sentence(_refused_file(error)))
            return EXIT_BAD_INPUT
        _say(traceback.format_exc())
        _say(hulp.EIGEN_FOUT)
        return EXIT_OWN_FAULT
    # Typer itself turns Ctrl+C into this exit code.
    if code == EXIT_STOPPED:
        _say(hulp.GESTOPT)
    return code


def _refused_file(error: OSError) -> InputError:
    """Return the fault of a file or folder that the system does not open: no right to it, or no name for a file."""
    if error.errno == errno.ENAMETOOLONG:
        return InputError("file_not_found", file=error.filename)
    return InputError("unreadable_file", file=error.filename)


def _uitgangspunten(norm_m: str | None, modality: str | None) -> Uitgangspunten:
    """Return the standard assumptions with the distance and modality of the command line."""
    metres = (
        None if norm_m is None else float(parse_number(norm_m, option="--norm-m", maximum=MAX_NORM_M, is_positive=True))
    )
    if modality is not None and modality not in list(Modality):
        raise InputError("unknown_modality", value=modality, known=", ".join(Modality))
    return workflow.default_uitgangspunten(norm_m=metres, modality=None if modality is None else Modality(modality))


def _gemeente_codes(region: workflow.Region, wanted: list[str] | None) -> frozenset[str] | None:
    """Return the codes of gemeenten given by code or name; None when none are given."""
    if not wanted:
        return None
    codes = {gemeente.code.lower(): gemeente.code for gemeente in region.gemeenten}
    codes |= {gemeente.name.lower(): gemeente.code for gemeente in region.gemeenten}
    for name in wanted:
        if name.lower() not in codes:
            known = ", ".join(gemeente.name for gemeente in region.gemeenten)
            raise InputError("unknown_gemeente", gemeente=name, known=known)
    return frozenset(codes[name.lower()] for name in wanted)


def _print(answer: Answer | dict[str, Any], text: str, *, as_json: bool) -> None:
    """Write the answer to stdout: one JSON object, or text for people."""
    sys.stdout.write(
        (
            json.dumps(answer, ensure_ascii=False, indent=2, allow_nan=False, default=_plain)
            if as_json
            else teksten.printable(text)
        )
        + "\n"
    )


def _plain(value: object) -> object:
    """Return a value that JSON knows."""
    if isinstance(value, Decimal):
        return float(value)
    return str(value)


def _say(text: str) -> None:
    """Write a message to stderr."""
    sys.stderr.write(teksten.printable(text).rstrip() + "\n")
