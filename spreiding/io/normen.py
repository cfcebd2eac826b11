"""A normenkader from a TOML file and back: every fault of every norm is named, in one round."""

from functools import partial
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from spreiding.errors import InputError, raise_together
from spreiding.io.fields import allowed, broken_bound, short
from spreiding.io.files.toml_file import format_toml, parse_toml, read_toml
from spreiding.normenkader import Normenkader

_NORMS: Final = "norms"


def read_normenkader(path: Path) -> Normenkader:
    """Read a normenkader from a TOML file.

    Raises
    ------
    InputError, InputErrors
        `file_not_found`, or as `parse_normenkader`.

    """
    return build_normenkader(read_toml(path, partial(_refused, path.name)), name=path.name)


def parse_normenkader(content: bytes, *, name: str) -> Normenkader:
    """Read a normenkader from the `content` of a file called `name`.

    Raises
    ------
    InputError, InputErrors
        `bad_normen_file` when it is no TOML, else every fault of every norm together.

    """
    return build_normenkader(parse_toml(content, partial(_refused, name)), name=name)


def _refused(name: str, reason: str) -> InputError:
    return InputError("bad_normen_file", file=name, reason=reason)


def build_normenkader(data: dict[str, Any], *, name: str) -> Normenkader:
    """Build a normenkader from what a file or form called `name` holds.

    Raises
    ------
    InputError, InputErrors
        Every fault of every norm together.

    """
    try:
        return Normenkader.model_validate(data)
    except ValidationError as error:
        raise_together(_fault(each, data, name) for each in error.errors() if not _is_echo(each, data))
        raise


def format_normenkader(kader: Normenkader) -> str:
    """Return a normenkader as TOML that `parse_normenkader` reads back to an equal one."""
    return format_toml(kader.model_dump(by_alias=True))


def _is_echo(error: ErrorDetails, data: dict[str, Any]) -> bool:
    """Whether norms are called too few only because none of them could be read."""
    return error["type"] == "too_short" and error["loc"] == (_NORMS,) and bool(data[_NORMS])


def _fault(error: ErrorDetails, data: dict[str, Any], file: str) -> InputError:
    """Name one fault: of which norm or group, in which field, and what is wrong with it."""
    loc, kind = error["loc"], error["type"]
    norm, field = _whereabouts(loc, data)
    found = _contradiction(kind, file, norm)
    if found is not None:
        return found
    if len(loc) < 2 or not isinstance(loc[1], int):  # noqa: PLR2004 - a list and a place in it
        return InputError("normen_file_field", file=file, field=field)
    if loc[0] != _NORMS:
        return InputError("norm_group_field", file=file, group=norm, field=field)
    return _fault_of_norm(error, file, norm, field or _NORMS)


def _fault_of_norm(error: ErrorDetails, file: str, norm: str, field: str) -> InputError:
    kind, context = error["type"], error.get("ctx", {})
    match kind:
        case "missing" | "union_tag_not_found":
            missing = field if kind == "missing" else "kind"
            return InputError("norm_field_missing", file=file, norm=norm, field=missing)
        case "extra_forbidden":
            return InputError("norm_field_unknown", file=file, norm=norm, field=field)
        case "string_too_short" | "too_short":
            return InputError("norm_field_empty", file=file, norm=norm, field=field)
    if bound := broken_bound(error):
        return _out_of_bounds(file, norm, field, value=short(error["input"]), bound=bound)
    value, field = (context["tag"], "kind") if kind == "union_tag_invalid" else (error["input"], field)
    known = allowed(error)
    if not known:
        return InputError("norm_unusable_value", file=file, norm=norm, field=field, value=short(value))
    return InputError("norm_bad_value", file=file, norm=norm, field=field, value=short(value), known=known)


def _out_of_bounds(file: str, norm: str, field: str, *, value: str, bound: str) -> InputError:
    """Name a number that is too large or too small; of a share, how it is written."""
    if field == "share":
        return InputError("norm_share_out_of_bounds", file=file, norm=norm, field=field, value=value, bound=bound)
    return InputError("norm_out_of_bounds", file=file, norm=norm, field=field, value=value, bound=bound)


def _contradiction(kind: str, file: str, norm: str) -> InputError | None:  # noqa: PLR0911 - one return per fault
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
            return InputError("norm_share_without_bron", file=file, group=norm)
        case "double_norm":
            return InputError("norm_double_name", file=file)
        case "double_group_name":
            return InputError("norm_double_group_name", file=file)
    return None


def _whereabouts(loc: tuple[int | str, ...], data: dict[str, Any]) -> tuple[str, str]:
    """Return the name of the norm or group that a fault is in, or its number, and the field; no name outside them."""
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
