"""Assumptions about several years from a TOML file: every fault is named, in one round, and nothing is read half."""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Annotated, Any, Final

from pydantic import Field, ValidationError
from pydantic_core import ErrorDetails

from spreiding.costs import CostKind
from spreiding.domain import Frozen
from spreiding.errors import InputError, raise_together
from spreiding.funding import Cover, SchoolShare
from spreiding.horizon import Horizon, IndexRate
from spreiding.io.fields import broken_bound, expected, short, whereabouts
from spreiding.io.files.toml_file import parse_toml, read_toml
from spreiding.norms import Text
from spreiding.transitions import InterestRate, Transitions

_YEARS, _TRANSITIONS, _HERKOMST = "years", "transitions", "herkomst"
# What is no assumption: to which year the amounts belong, and what a plan does.
_NO_ASSUMPTION: Final = frozenset({"price_year", "moves"})
# Fields that hold a share per year, which people like to write as a percentage.
_RATES: Final = frozenset({"indexation", "once_rate", "discount_rate", "write_off_rate"})


class Standing(StrEnum):
    """What an amount rests on: a source says so, nobody does, or the user chose it."""

    BRON = "bron"
    AANNAME = "aanname"
    EIGEN_KEUZE = "eigen keuze"


class Provenance(Frozen):
    """What one assumption rests on, in words."""

    label: Standing
    bron: Text


class YearDefaults(Frozen):
    """What a horizon starts with: number of years, rates [1/year]; the first year is told when it is used."""

    n_years: Annotated[int, Field(ge=1, le=40)]
    discount_rate: InterestRate
    indexation: Mapping[CostKind, IndexRate] = Field(default_factory=dict)
    once_rate: IndexRate | None = None


class YearAssumptions(Frozen):
    """Everything a bill over several years assumes; `herkomst` has what each given field rests on."""

    years: YearDefaults
    transitions: Transitions
    covers: tuple[Cover, ...] = ()
    schools: tuple[SchoolShare, ...] = ()
    herkomst: Mapping[str, Provenance]


def read_years(path: Path) -> YearAssumptions:
    """Read assumptions about several years from a TOML file.

    Raises
    ------
    InputError, InputErrors
        `file_not_found`, or as `parse_years`.

    """
    return _checked(read_toml(path, partial(_refused, path.name)), path.name)


def parse_years(content: bytes, *, name: str) -> YearAssumptions:
    """Read assumptions about several years from the `content` of a file called `name`.

    Raises
    ------
    InputError, InputErrors
        `bad_years_file` when it is no TOML, else every fault of every field together.

    """
    return _checked(parse_toml(content, partial(_refused, name)), name)


def _refused(name: str, reason: str) -> InputError:
    return InputError("bad_years_file", file=name, reason=reason)


def _checked(data: dict[str, Any], name: str) -> YearAssumptions:
    faults = list(_without_bron(data, name))
    try:
        assumptions = YearAssumptions.model_validate(data)
    except ValidationError as error:
        faults += [_fault(each, name) for each in error.errors()]
        raise_together(faults)
        raise
    raise_together(faults)
    return assumptions


def choose_horizon(assumptions: YearAssumptions, choices: Mapping[str, object], *, name: str) -> Horizon:
    """Return the horizon of the assumptions with the fields that a user chose, on a screen or option called `name`.

    Raises
    ------
    InputError, InputErrors
        Every fault of every field together, as `parse_years`.

    """
    own = assumptions.years.model_dump(exclude_none=True)
    try:
        return Horizon.model_validate(own | dict(choices))
    except ValidationError as error:
        raise_together(_fault(each, name) for each in error.errors())
        raise


def _without_bron(data: dict[str, Any], file: str) -> Iterator[InputError]:
    """Name the fields that rest on nothing, and what is told of fields that are not given."""
    tables = (data.get(name) for name in (_YEARS, _TRANSITIONS))
    given = {key for table in tables if isinstance(table, dict) for key in table} - _NO_ASSUMPTION
    told = data.get(_HERKOMST)
    known = set(told) if isinstance(told, dict) else set()
    fields = YearDefaults.model_fields.keys() | Transitions.model_fields.keys()
    # A field that does not exist is a fault of its own.
    for field in sorted((given & fields) - known):
        yield InputError("years_without_bron", file=file, field=field)
    for field in sorted(known - given):
        yield InputError("years_bron_of_nothing", file=file, field=field)


def _fault(error: ErrorDetails, file: str) -> InputError:
    """Name one fault: in which field, and what is wrong with it."""
    field = whereabouts(error["loc"])
    value = short(error["input"])
    if of_form := _form_fault(error["type"], file, field):
        return of_form
    if broken := broken_bound(error):
        if _RATES.intersection(str(part) for part in error["loc"]):
            return InputError("years_rate_outside", file=file, field=field, value=value, bound=broken)
        return InputError("years_out_of_bounds", file=file, field=field, value=value, bound=broken)
    return InputError("years_bad_value", file=file, field=field, value=value, known=expected(error))


def _form_fault(kind: str, file: str, field: str) -> InputError | None:
    """Name a fault that is not one of a value: of fields that are there or not, or do not go together."""
    match kind:
        case "missing":
            return InputError("years_field_missing", file=file, field=field)
        case "extra_forbidden":
            return InputError("years_field_unknown", file=file, field=field)
        case "string_too_short":
            return InputError("years_field_empty", file=file, field=field)
        case "friction_twice":
            return InputError("years_friction_twice", file=file, field=field)
        case "cover_reversed":
            return InputError("years_cover_reversed", file=file, field=field)
    return None
