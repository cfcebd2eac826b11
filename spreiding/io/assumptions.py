"""Uitgangspunten from a TOML file: norm, tariffs and kernfuncties."""

import tomllib
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from spreiding.domain import Frozen
from spreiding.errors import InputError
from spreiding.housing import Housing
from spreiding.io.catalogue import read_catalogue
from spreiding.uitgangspunten import Tariffs, Uitgangspunten

_TARIFFS: Final = "tariffs"
_CATALOGUE: Final = "catalogue"


class _FromCatalogue(Frozen):
    """What a file says of its tariffs when a catalogue beside it holds the amounts."""

    bron: str = ""
    catalogue: str
    gemeenten: frozenset[str]
    housing: Housing | None = None


def read_uitgangspunten(path: Path) -> Uitgangspunten:
    """Read uitgangspunten from `path`.

    Where its tariffs name a catalogue, a file beside it, the amounts are those of the catalogue and stand there only.

    Raises
    ------
    InputError
        `file_not_found`, or `bad_uitgangspunten` with the first faulty field; a fault of the catalogue.

    """
    if not path.is_file():
        raise InputError("file_not_found", file=path)
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise InputError("bad_uitgangspunten", file=path.name, field="het bestand", reason=str(error)) from error
    try:
        return Uitgangspunten.model_validate(data | _tariffs(data, path))
    except ValidationError as error:
        first = error.errors()[0]
        # Tariffs that were checked on their own do not know which table they stand in.
        table = [_TARIFFS] if error.title in {_FromCatalogue.__name__, Tariffs.__name__} else []
        field = ".".join([*table, *(str(part) for part in first["loc"])]) or "het bestand"
        raise InputError("bad_uitgangspunten", file=path.name, field=field, reason=first["msg"]) from error


def _tariffs(data: dict[str, Any], path: Path) -> dict[str, Tariffs]:
    """Return the tariffs of the catalogue that the file names; nothing when it holds its own amounts."""
    own = data.get(_TARIFFS)
    if not isinstance(own, dict) or _CATALOGUE not in own:
        return {}
    named = _FromCatalogue.model_validate(own)
    catalogue = read_catalogue(path.parent / named.catalogue)
    tariffs = Tariffs.from_catalogue(
        catalogue,
        gemeenten=named.gemeenten,
        bron=named.bron,
        housing=named.housing,
    )
    return {_TARIFFS: tariffs}
