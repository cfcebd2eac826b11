"""The command that hands out an empty table to fill in."""

from pathlib import Path
from typing import Annotated

import typer

from spreiding.cli.options import Json, gegevens_app, print_answer
from spreiding.errors import InputError
from spreiding.io.places.columns import TableKind
from spreiding.io.places.template import write_template
from spreiding.ui import hulp
from spreiding.ui.kolommen import template_bytes


@gegevens_app.command("sjabloon", help=hulp.HULP["sjabloon"])
def write(
    *,
    uit: Annotated[Path, typer.Option("--uit", help=hulp.HULP["sjabloon --uit"])],
    soort: Annotated[str, typer.Option("--soort", help=hulp.HULP["--soort"])] = TableKind.VESTIGINGEN.value,
    overschrijf: Annotated[bool, typer.Option("--overschrijf", help=hulp.HULP["--overschrijf"])] = False,
    as_json: Json = False,
) -> None:
    """Write an empty table of places, branches to schools."""
    if soort not in list(TableKind):
        raise InputError("unknown_table_kind", value=soort, known=", ".join(TableKind))
    content = template_bytes(TableKind(soort), uit.suffix.lower())
    write_template(uit, content, replaces=overschrijf)
    answer = {"bestand": str(uit), "soort": soort}
    print_answer(answer, hulp.SJABLOON_KLAAR.format(file=uit), as_json=as_json)
