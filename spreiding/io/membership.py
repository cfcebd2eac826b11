"""Facts and assumptions of members and visits from a TOML file: every fault is named, all in one round."""

import tomllib
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from spreiding.errors import InputError, raise_together
from spreiding.membership import Membership

# Some numbers per gemeente are small; a larger file is something else.
_MAX_BYTES: Final = 1_000_000
_BOUNDS: Final = {
    "greater_than": (">", "gt"),
    "greater_than_equal": (">=", "ge"),
    "less_than_equal": ("<=", "le"),
}
_LONGEST: Final = 60


def read_membership(path: Path) -> Membership:
    """Read facts and assumptions from a TOML file.

    Raises
    ------
    InputError, InputErrors
        `file_not_found`, or as `parse_membership`.

    """
    if not path.is_file():
        raise InputError("file_not_found", file=path)
    with path.open("rb") as file:
        return parse_membership(file.read(_MAX_BYTES + 1), name=path.name)


def parse_membership(content: bytes, *, name: str) -> Membership:
    """Read facts and assumptions from the `content` of a file called `name`.

    Raises
    ------
    InputError, InputErrors
        `bad_membership_file` when it is no TOML, else every fault of every field together.

    """
    if len(content) > _MAX_BYTES:
        raise InputError("bad_membership_file", file=name, reason=f"> {_MAX_BYTES} bytes")
    try:
        data = tomllib.loads(content.decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise InputError("bad_membership_file", file=name, reason=str(error)) from error
    try:
        return Membership.model_validate(data)
    except ValidationError as error:
        # A list of which every entry is faulty is called too short as well; only one without entries is.
        found = [each for each in error.errors() if each["type"] != "too_short" or not each["input"]]
        raise_together(_fault(each, name) for each in found)
        raise


def _fault(error: ErrorDetails, file: str) -> InputError:
    """Name one fault: in which field, and what is wrong with it."""
    # People count the gemeenten of a list from one.
    field = ".".join(str(part + 1) if isinstance(part, int) else part for part in error["loc"])
    kind = error["type"]
    if kind == "missing":
        return InputError("membership_field_missing", file=file, field=field)
    if kind == "extra_forbidden":
        return InputError("membership_field_unknown", file=file, field=field)
    if kind in {"string_too_short", "too_short"}:
        return InputError("membership_field_empty", file=file, field=field)
    if kind in _BOUNDS:
        sign, key = _BOUNDS[kind]
        bound = f"{sign} {error.get('ctx', {})[key]:g}"
        return InputError("membership_out_of_bounds", file=file, field=field, value=error["input"], bound=bound)
    return _contradiction(error, file, field) or InputError(
        "membership_bad_value", file=file, field=field, value=_short(error["input"])
    )


def _contradiction(error: ErrorDetails, file: str, field: str) -> InputError | None:
    """Name a fault of fields that do not go together; None for any other fault."""
    context: dict[str, Any] = error.get("ctx", {})
    match error["type"]:
        case "half_distance_order":
            return InputError("membership_half_distance_order", file=file, field=field)
        case "not_the_sum":
            members, summed = context["members"], context["summed"]
            return InputError("membership_not_the_sum", file=file, field=field, members=members, summed=summed)
        case "double_gemeente":
            return InputError("membership_double_gemeente", file=file, gemeente=context["code"])
    return None


def _short(value: object) -> str:
    """Return a value as short text."""
    text = str(value)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]} …"
