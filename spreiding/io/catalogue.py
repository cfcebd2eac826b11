"""The activiteitencatalogus from a TOML file: every fault of every service is named, in one round."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from spreiding.catalogue import UNKNOWN, Catalogue, doubles
from spreiding.errors import InputError, raise_together
from spreiding.io.fields import allowed, broken_bound, short
from spreiding.io.files.toml_file import read_toml

_SERVICES, _TARIFFS = "services", "tariffs"
# These fields name what the source does not tell; the others have no word for it.
_MAY_BE_UNKNOWN: Final = frozenset({"unit", "frequency", "colour", "payer"})
# What is wrong with a value whose form pydantic knows by a pattern only.
_FORMS: Final = {
    "code": "open-plus",
    "section": "§ 2.3",
    "eur": '"11.19"',
}


def read_catalogue(path: Path) -> Catalogue:
    """Read a catalogue from a TOML file.

    Raises
    ------
    InputError, InputErrors
        `file_not_found`, `bad_catalogue_file` when it is no TOML, else every fault of every service together.

    """
    data = read_toml(path, lambda reason: InputError("bad_catalogue_file", file=path.name, reason=reason))
    # pydantic looks for double codes only when nothing else is wrong.
    faults = list(_double_codes(data, path.name))
    try:
        catalogue = Catalogue.model_validate(data)
    except ValidationError as error:
        faults += [_fault(each, data, path.name) for each in _first_causes(error)]
        raise_together(faults)
        raise
    return catalogue


def _double_codes(data: dict[str, Any], file: str) -> Iterator[InputError]:
    """Name the services with the code of another, and the tariffs with that of another of their service."""
    services = _rows(data, _SERVICES)
    for code in doubles(_codes(services)):
        yield InputError("catalogue_double_service", file=file, service=code)
    for number, service in enumerate(services):
        for code in doubles(_codes(_rows(service, _TARIFFS))):
            yield InputError("catalogue_double_tariff", file=file, service=_called(service, number), tariff=code)


def _codes(rows: list[Any]) -> Iterator[str]:
    for row in rows:
        code = row.get("code") if isinstance(row, dict) else None
        if isinstance(code, str):
            yield code


def _first_causes(error: ValidationError) -> Iterator[ErrorDetails]:
    """Leave out what `_double_codes` names, and lists that are short because what they hold is at fault."""
    details = error.errors()
    for each in details:
        at = len(each["loc"])
        is_result = each["type"] == "too_short" and any(
            len(other["loc"]) > at and other["loc"][:at] == each["loc"] for other in details
        )
        if not is_result and not each["type"].startswith("double_"):
            yield each


def _fault(error: ErrorDetails, data: dict[str, Any], file: str) -> InputError:
    """Name one fault: of which service and tariff, in which field, and what is wrong with it."""
    where, field = _whereabouts(error["loc"], data)
    if of_form := _form_fault(error["type"], file, where, field):
        return of_form
    value = short(error["input"])
    if broken := broken_bound(error):
        return InputError("catalogue_out_of_bounds", file=file, where=where, field=field, value=value, bound=broken)
    return InputError(
        "catalogue_bad_value", file=file, where=where, field=field, value=value, known=_known(error, field)
    )


def _form_fault(kind: str, file: str, where: str, field: str) -> InputError | None:
    """Name a fault that is not one of a value: of fields that are there or not, or do not go together."""
    match kind:
        case "missing":
            return InputError("catalogue_field_missing", file=file, where=where, field=field)
        case "extra_forbidden":
            return InputError("catalogue_field_unknown", file=file, where=where, field=field)
        case "string_too_short" | "too_short":
            return InputError("catalogue_field_empty", file=file, where=where, field=field)
        case "amount_or_quote":
            return InputError("catalogue_amount_or_quote", file=file, where=where)
        case "class_without_branch":
            return InputError("catalogue_class_without_branch", file=file, where=where)
    return None


def _known(error: ErrorDetails, field: str) -> str:
    """Return what would be allowed: the members, an example of the form, or what pydantic says of it."""
    members = allowed(error)
    if field in _MAY_BE_UNKNOWN and members:
        members = f"{members}, {UNKNOWN}"
    return members or _FORMS.get(field) or error["msg"]


def _whereabouts(loc: tuple[int | str, ...], data: dict[str, Any]) -> tuple[str, str]:
    """Return whose fault it is, 'open-plus, installatie' or that of the file itself, and the field."""
    names: list[str] = []
    row: Any = data
    rest = list(loc)
    for key in (_SERVICES, _TARIFFS):
        if len(rest) < 2 or rest[0] != key or not isinstance(rest[1], int):  # noqa: PLR2004 - a list and a place in it
            break
        number = rest[1]
        row = _rows(row, key)[number]
        names.append(_called(row, number))
        rest = rest[2:]
    return ", ".join(names) or "het bestand", str(rest[0]) if rest else ""


def _called(row: object, number: int) -> str:
    """Return the code of a row of a list, or its place."""
    code = row.get("code") if isinstance(row, dict) else None
    return code if isinstance(code, str) and code.strip() else f"nr. {number + 1}"


def _rows(row: object, key: str) -> list[Any]:
    """Return the list under `key`; an empty one when it is none."""
    rows = row.get(key) if isinstance(row, dict) else None
    return rows if isinstance(rows, list) else []
