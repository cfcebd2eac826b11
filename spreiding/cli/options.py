"""What several commands share: the applications, common options, and how an answer is printed."""

import json
import sys
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any

import typer

from spreiding.answers import Answer
from spreiding.ui import hulp, kosten_hulp, teksten

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
