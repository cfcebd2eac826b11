"""A normenkader from a TOML file and back: every fault of every norm is named, in one round."""

from functools import partial
from pathlib import Path
from typing import Any, Final

import tomli_w
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from spreiding.errors import InputError, raise_together
from spreiding.io.fields import allowed, broken_bound, short
from spreiding.io.files.toml_file import parse_toml, read_toml
from spreiding.normenkader import Normenkader

_NORMS: Final = "norms"


def read_normenkader(path: Path) -> Normenkader:
    """Read a normenkader from a TOML file.

    Raises
    ------
    InputError, InputErrors
        `file_not_found`, or as `parse_normenkader`.

    """
    return _checked(read_toml(path, partial(_refused, path.name)), path.name)


def parse_normenkader(content: bytes, *, name: str) -> Normenkader:
    """Read a normenkader from the `content` of a file called `name`.

    Raises
    ------
    InputError, InputErrors
        `bad_normen_file` when it is no TOML, else every fault of every norm together.

    """
    return _checked(parse_toml(content, partial(_refused, name)), name)


def _refused(name: str, reason: str) -> InputError:
    return InputError("bad_normen_file", file=name, reason=reason)


def _checked(data: dict[str, Any], name: str) -> Normenkader:
    try:
        return Normenkader.model_validate(data)
    except ValidationError as error:
        raise_together(_fault(each, data, name) for each in error.errors())
        raise


def format_normenkader(kader: Normenkader) -> str:
    """Return a normenkader as TOML that `parse_normenkader` reads back to an equal one."""
    return tomli_w.dumps(_plain(kader.model_dump(mode="json", by_alias=True)), multiline_strings=False)


def _plain(value: Any) -> Any:  # noqa: ANN401 - whatever JSON holds
    """Leave out what is not given: TOML has no word for nothing. Sets come in a fixed order."""
    if isinstance(value, dict):
        return {key: _plain(part) for key, part in value.items() if part is not None}
    if isinstance(value, list):
        plain = [_plain(part) for part in value]
        return sorted(plain) if plain and all(isinstance(part, int) for part in plain) else plain
    return value


def _fault(error: ErrorDetails, data: dict[str, Any], file: str) -> InputError:
    """Name one fault: of which norm, in which field, and what is wrong with it."""
    norm, field = _whereabouts(error["loc"], data)
    kind = error["type"]
    if kind == "missing":
        return InputError("norm_field_missing", file=file, norm=norm, field=field)
    if kind == "extra_forbidden":
        return InputError("norm_field_unknown", file=file, norm=norm, field=field)
    if broken := broken_bound(error):
        return InputError("norm_out_of_bounds", file=file, norm=norm, field=field, value=error["input"], bound=broken)
    if kind in {"string_too_short", "too_short"}:
        return InputError("norm_field_empty", file=file, norm=norm, field=field)
    return _contradiction(kind, file, norm, field) or InputError(
        "norm_bad_value", file=file, norm=norm, field=field, value=short(error["input"]), known=allowed(error)
    )


def _contradiction(  # noqa: PLR0911 - one return per fault
    kind: str, file: str, norm: str, field: str
) -> InputError | None:
    """Name a fault of fields that do not go together; None for any other fault."""
    match kind:
        case "metres_or_minutes":
            return InputError("norm_metres_or_minutes", file=file, norm=norm)
        case "together":
            return InputError("norm_together", file=file, norm=norm)
        case "no_such_size":
            return InputError("norm_no_such_size", file=file, norm=norm)
        case "double_group":
            return InputError("norm_double_group", file=file, norm=norm)
        case "share_without_bron":
            return InputError("norm_share_without_bron", file=file, group=field)
        case "double_norm":
            return InputError("norm_double_name", file=file)
        case "double_group_name":
            return InputError("norm_double_group_name", file=file)
    return None


def _whereabouts(loc: tuple[int | str, ...], data: dict[str, Any]) -> tuple[str, str]:
    """Return the name of the norm that a fault is in, or its number, and the field; the file itself when in none."""
    parts = [str(part) for part in loc]
    if len(loc) < 2 or not isinstance(loc[1], int):  # noqa: PLR2004 - a list and a place in it
        return "", ".".join(parts)
    number = loc[1]
    # pydantic names the kind of norm between its place in the list and the field.
    skipped = 3 if loc[0] == _NORMS else 2
    rows = data.get(str(loc[0]))
    row = rows[number] if isinstance(rows, list) and number < len(rows) else None
    name = row.get("name") if isinstance(row, dict) else None
    return (name if isinstance(name, str) and name.strip() else f"nr. {number + 1}"), ".".join(parts[skipped:])
