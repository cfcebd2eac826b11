"""Uitgangspunten from a TOML file: norm, tariffs and kernfuncties."""

import tomllib
from pathlib import Path

from pydantic import ValidationError

from spreiding.errors import InputError
from spreiding.uitgangspunten import Uitgangspunten


def read_uitgangspunten(path: Path) -> Uitgangspunten:
    """Read uitgangspunten from `path`.

    Raises
    ------
    InputError
        `file_not_found`, or `bad_uitgangspunten` with the first faulty field.

    """
    if not path.is_file():
        raise InputError("file_not_found", file=path)
    try:
        return Uitgangspunten.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise InputError("bad_uitgangspunten", file=path.name, field="het bestand", reason=str(error)) from error
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"]) or "het bestand"
        raise InputError("bad_uitgangspunten", file=path.name, field=field, reason=first["msg"]) from error
