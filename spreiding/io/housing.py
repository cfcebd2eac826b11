"""What buildings cost, from a TOML file of the user: every fault is named, in one round."""

from pathlib import Path

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from spreiding.errors import InputError, raise_together
from spreiding.housing import Housing
from spreiding.io.fields import allowed, broken_bound, short
from spreiding.io.files.toml_file import read_toml

_FILE = "het bestand"
# pydantic says of a key of a table that it is one.
_KEY = "[key]"


def read_housing(path: Path) -> Housing:
    """Read the price per m² by form, the m² by class, and what is paid of a shared building.

    Raises
    ------
    InputError, InputErrors
        `file_not_found`, `bad_housing_file` when it is no TOML, else every fault together.

    """
    data = read_toml(path, lambda reason: InputError("bad_housing_file", file=path.name, reason=reason))
    try:
        return Housing.model_validate(data)
    except ValidationError as error:
        raise_together(_fault(each, path.name) for each in error.errors())
        raise


def _fault(error: ErrorDetails, file: str) -> InputError:
    """Name one fault: in which field, and what is wrong with it."""
    field = ".".join(str(part) for part in error["loc"] if part != _KEY) or _FILE
    if error["type"] == "missing":
        return InputError("housing_field_missing", file=file, field=field)
    if error["type"] == "extra_forbidden":
        return InputError("housing_field_unknown", file=file, field=field)
    if bound := broken_bound(error):
        return InputError("housing_out_of_bounds", file=file, field=field, value=short(error["input"]), bound=bound)
    known = allowed(error) or error["msg"]
    return InputError("housing_bad_field", file=file, field=field, value=short(error["input"]), known=known)
