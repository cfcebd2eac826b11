"""The numbers of a norm that a form can change, and what becomes of the norm with them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from spreiding.domain import Kernfunctie
from spreiding.errors import InputError, InputErrors, raise_together
from spreiding.normenkader import Normenkader
from spreiding.norms import (
    AnyNorm,
    CountNorm,
    FunctionNorm,
    HoursNorm,
    KernNorm,
    ReachingNorm,
    ReachNorm,
    SchoolNorm,
)
from spreiding.review import build_normenkader
from spreiding.ui import labels, normen
from spreiding.ui.numbers import parse_number, short_number

_PERCENT: Final = 100.0
_TEXTS: Final = {
    "name": normen.NAME,
    "label": normen.LABEL,
    "bron": normen.BRON,
    "explanation": normen.EXPLANATION,
    "modality": normen.MODALITY,
    "groups": normen.GROUPS,
}
Path = tuple[str, ...]


@dataclass(frozen=True)
class Field:
    """A number in a norm: where it stands, what it is called, and by what it is shown larger than it is kept."""

    path: Path
    label: str
    factor: float = 1.0


def fields_of(norm: AnyNorm) -> tuple[Field, ...]:
    """Return the numbers of a norm that a form can change."""
    found = [Field(("share",), normen.SHARE, _PERCENT)] if isinstance(norm, ReachingNorm) else []
    match norm:
        case ReachNorm():
            found += [Field(("max_m",), normen.MAX_M), Field(("max_minutes",), normen.MAX_MINUTES)]
        case FunctionNorm():
            found += [_of_function(function) for function in sorted(norm.max_m)]
        case HoursNorm():
            found += [Field(("minimum_hours",), normen.MINIMUM_HOURS), Field(("max_m",), normen.MAX_M)]
        case CountNorm():
            found += [Field(("minimum",), normen.MINIMUM)]
        case KernNorm():
            found += [
                Field(("min_inwoners",), normen.MIN_INWONERS),
                Field(("max_inwoners",), normen.MAX_INWONERS),
                Field(("beyond_m",), normen.BEYOND_M),
            ]
    return (*found, *_of_predicate(norm))


def written(norm: AnyNorm, field: Field) -> str:
    """Return the number of a field as it stands in the norm; empty for none."""
    value: Any = norm.model_dump(mode="json")
    for key in field.path:
        value = value[key]
    # Taking the factor leaves digits that nobody typed.
    return "" if value is None else short_number(round(value * field.factor, 6))


def edited(kader: Normenkader, norm: AnyNorm, *, texts: Mapping[str, Any], numbers: Mapping[Field, str]) -> Normenkader:
    """Return `kader` with `norm` as it was typed: `texts` by name of their field, and `numbers` as people write them.

    Raises
    ------
    InputError, InputErrors
        Every fault of what was typed, together.

    """
    data = norm.model_dump(mode="json", by_alias=True) | dict(texts)
    faults: list[InputError] = []
    for field, text in numbers.items():
        try:
            _put(data, field.path, _share(field, text) if field.factor == _PERCENT else _number(field, text))
        except InputError as error:
            faults.append(error)
    typed = {".".join(field.path): (field.label, text) for field, text in numbers.items()}
    typed |= {name: (label, str(texts.get(name, ""))) for name, label in _TEXTS.items()}
    whole = kader.model_dump(mode="json", by_alias=True)
    whole["norms"][kader.norms.index(norm)] = data
    try:
        changed = build_normenkader(whole, name=normen.FORM)
    except InputErrors as error:
        raise InputErrors([*faults, *(_told(each, typed) for each in error.errors)]) from error
    except InputError as error:
        raise_together([*faults, _told(error, typed)])
        raise
    raise_together(faults)
    return changed


def _told(fault: InputError, typed: Mapping[str, tuple[str, str]]) -> InputError:
    """Name a fault by the label and the text of the form, in place of the names that a file has for them."""
    norm, name = fault.data.get("norm", ""), str(fault.data.get("field", ""))
    label, value = typed.get(name, (name, str(fault.data.get("value", ""))))
    match fault.kind:
        case "norm_out_of_bounds":
            bound = _bound(str(fault.data["bound"]))
            return InputError("norm_form_bound", norm=norm, label=label, value=value, bound=bound)
        case "norm_field_missing" | "norm_field_empty":
            return InputError("norm_form_empty", norm=norm, label=label)
        case "norm_unusable_value" | "norm_bad_value":
            return InputError("norm_form_unusable", norm=norm, label=label, value=value)
        case "norm_metres_or_minutes":
            return InputError("norm_form_metres_or_minutes", norm=norm)
        case "norm_no_such_size":
            return InputError("norm_form_no_such_size", norm=norm, low=normen.MIN_INWONERS, high=normen.MAX_INWONERS)
    return fault


def _bound(bound: str) -> str:
    """Return a bound such as '<= 1e+06' in words."""
    sign, limit = bound.split()
    return normen.BOUNDS[sign].format(n=short_number(float(limit)))


def _share(field: Field, text: str) -> float | None:
    """Read a percentage. Below one percent somebody wrote a share, as a file does: 0,90 is not 0,9%."""
    value = _number(field, text)
    if value is None:
        return None
    percent = value * field.factor
    if percent > _PERCENT:
        raise InputError("norm_form_share_too_large", label=field.label, value=text)
    if 0 < percent < 1:
        meant = short_number(round(percent * _PERCENT, 4))
        raise InputError("norm_form_share_too_small", label=field.label, value=text, meant=meant)
    return value


def _number(field: Field, text: str) -> float | None:
    if not text.strip():
        return None
    return round(float(parse_number(text, option=field.label)) / field.factor, 9)


def _put(data: dict[str, Any], path: Path, value: float | None) -> None:
    for key in path[:-1]:
        data = data[key]
    # What is not given stands nowhere: a number that is needed is then named as missing.
    if value is None:
        data.pop(path[-1], None)
    else:
        data[path[-1]] = value


def _of_function(function: Kernfunctie) -> Field:
    return Field(("max_m", str(int(function))), normen.FUNCTION_M.format(function=labels.KERNFUNCTIES[function]))


def _of_predicate(norm: AnyNorm) -> list[Field]:
    """Return the numbers that a norm asks of a branch; only those that it asks already."""
    if isinstance(norm, FunctionNorm | HoursNorm | SchoolNorm):
        return []
    found = []
    if norm.predicate.minimum_staffed_hours is not None:
        found.append(Field(("predicate", "minimum_staffed_hours"), normen.STAFFED_HOURS))
    if norm.predicate.minimum_n_kernfuncties:
        found.append(Field(("predicate", "minimum_n_kernfuncties"), normen.N_FUNCTIONS))
    return found
