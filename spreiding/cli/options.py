"""What several commands share: the applications, common options, and how an answer is printed."""

import json
import sys
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any

import typer

from spreiding import billing, workflow
from spreiding.answers import Answer
from spreiding.demand import codes_by_name
from spreiding.domain import Modality
from spreiding.errors import InputError
from spreiding.region import Region
from spreiding.ui import hulp, kosten_hulp, teksten
from spreiding.ui.numbers import parse_number
from spreiding.uitgangspunten import Uitgangspunten

# Further than round the earth [m]: what nobody asks for.
MAX_NORM_M = 40_000_000
# Where the bar stands once the region is open and the distances are to be computed.
SHARE_OPENED = 0.9

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
ScenarioOption = Annotated[str | None, typer.Option("--scenario", help=hulp.HULP["--scenario"])]
ModalityOption = Annotated[str | None, typer.Option("--modaliteit", help=hulp.HULP["--modaliteit"])]
Huisvesting = Annotated[Path | None, typer.Option("--huisvesting", help=kosten_hulp.HULP["--huisvesting"])]


def print_answer(answer: Answer | dict[str, Any], text: str, *, as_json: bool) -> None:
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


def chosen_uitgangspunten(norm_m: str | None, modality: str | None, *, housing: Path | None = None) -> Uitgangspunten:
    """Return the standard assumptions with the distance, modality and housing of the command line."""
    metres = (
        None if norm_m is None else float(parse_number(norm_m, option="--norm-m", maximum=MAX_NORM_M, is_positive=True))
    )
    if modality is not None and modality not in list(Modality):
        raise InputError("unknown_modality", value=modality, known=", ".join(Modality))
    chosen = workflow.default_uitgangspunten(norm_m=metres, modality=None if modality is None else Modality(modality))
    return chosen if housing is None else billing.with_housing(chosen, billing.find_housing(housing))


def gemeente_codes(region: Region, wanted: list[str] | None) -> frozenset[str] | None:
    """Return the codes of gemeenten given by code or name; None when none are given."""
    if not wanted:
        return None
    return frozenset(gemeente_code(region, name) for name in wanted)


def gemeente_code(region: Region, wanted: str) -> str:
    """Return the code of a gemeente given by code or name."""
    code = codes_by_name(region.gemeenten).get(wanted.strip().lower())
    if code is None:
        known = ", ".join(gemeente.name for gemeente in region.gemeenten)
        raise InputError("unknown_gemeente", gemeente=wanted, known=known)
    return code
