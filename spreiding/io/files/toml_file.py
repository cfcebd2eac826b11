"""A small TOML file: that it is there, not too large and TOML at all; what stands in it is for its own reader."""

import tomllib
from collections.abc import Callable, Mapping
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import Any, Final

import tomli_w

from spreiding.errors import InputError

# What people write by hand is small; a larger file is something else.
_MAX_BYTES: Final = 1_000_000

Refused = Callable[[str], InputError]


def read_toml(path: Path, refused: Refused) -> dict[str, Any]:
    """Read a TOML file.

    Raises
    ------
    InputError
        `file_not_found`, or what `refused` makes of the reason that it is no TOML.

    """
    if not path.is_file():
        raise InputError("file_not_found", file=path)
    with path.open("rb") as file:
        return parse_toml(file.read(_MAX_BYTES + 1), refused)


def parse_toml(content: bytes, refused: Refused) -> dict[str, Any]:
    """Read the `content` of a TOML file.

    Raises
    ------
    InputError
        What `refused` makes of the reason that it is no TOML.

    """
    if len(content) > _MAX_BYTES:
        too_large = f"> {_MAX_BYTES} bytes"
        raise refused(too_large)
    try:
        return tomllib.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        # A ValueError of Python itself: a number of thousands of digits.
        raise refused(str(error)) from error


def format_toml(record: Mapping[str, Any]) -> str:
    """Return what a record holds as TOML, what is not given left out and amounts in text."""
    return tomli_w.dumps(_plain(record), multiline_strings=False)


def _plain(value: Any) -> Any:  # noqa: ANN401 - whatever a record holds
    """Leave out what is not given: TOML has no word for nothing. Sets come in a fixed order."""
    if isinstance(value, Mapping):
        return {str(_plain(key)): _plain(part) for key, part in value.items() if part is not None}
    if isinstance(value, frozenset):
        return sorted(_plain(part) for part in value)
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    if isinstance(value, Decimal):
        return str(value)
    return value.value if isinstance(value, Enum) else value
