"""A question to the optimiser from a TOML file and back: every fault is named, in one round."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from spreiding.demand import Gemeente, codes_by_name
from spreiding.errors import InputError, InputErrors, QuestionError, raise_together
from spreiding.io.fields import broken_bound, expected, short, whereabouts
from spreiding.io.files.toml_file import format_toml, parse_toml, read_toml
from spreiding.io.normen import build_normenkader
from spreiding.normenkader import Normenkader, with_ages
from spreiding.optimise.question import Question
from spreiding.supply import slug
from spreiding.travel_groups import DEFAULT_GROUPS, TravelGroup

_NORMS, _GROUPS, _PRICE, _PRESET = "norms", "groups", "price", "preset"
# Where a gemeente may be written by its name: fields with a list of them, and tables by gemeente.
_FREE, _BUDGETS, _LARGEST = "free_gemeenten", "budgets", "largest"


@dataclass(frozen=True)
class Names:
    """What a file may call by name: the gemeenten of the region, and norms to begin with."""

    gemeenten: tuple[Gemeente, ...]
    presets: Normenkader


@dataclass(frozen=True)
class QuestionDraft:
    """Fields of a `Question` as far as they are given, in `file` and elsewhere, and the `faults` found so far."""

    file: str
    fields: Mapping[str, Any]
    faults: tuple[InputError, ...] = ()

    def given(self, fields: Mapping[str, Any]) -> "QuestionDraft":
        """Return the draft in which `fields` go before what was given."""
        return replace(self, fields={**self.fields, **fields})

    def build(self) -> Question:
        """Return the question.

        Raises
        ------
        InputError, InputErrors
            Every fault of every field together.
        QuestionError
            When each field is well formed but the question is not.

        """
        faults = list(self.faults)
        try:
            question = Question.model_validate(dict(self.fields))
        except ValidationError as error:
            faults += [_fault(each, self.file, self.fields) for each in error.errors()]
            raise_together(faults)
            raise
        except QuestionError:
            # What is missing may be missing because it could not be read.
            raise_together(faults)
            raise
        raise_together(faults)
        return question


def read_question(path: Path, names: Names) -> QuestionDraft:
    """Read a question from a TOML file.

    Raises
    ------
    InputError
        `file_not_found` or `bad_question_file`; all other faults are raised when the draft is built.

    """
    return _draft(read_toml(path, partial(_refused, path.name)), path.name, names)


def parse_question(content: bytes, names: Names, *, name: str) -> QuestionDraft:
    """Read a question from the `content` of a file called `name`.

    Raises
    ------
    InputError
        `bad_question_file` when it is no TOML; all other faults are raised when the draft is built.

    """
    return _draft(parse_toml(content, partial(_refused, name)), name, names)


def format_question(question: Question) -> str:
    """Return a question as TOML that `parse_question` reads back to an equal one.

    Its `groups` are those of ages, as they are or changed, and the user's own behind them.
    """
    data = question.model_dump(include=told_fields(question))
    if _NORMS in data:
        data[_NORMS] = [asked.norm.model_dump() | {_PRICE: asked.price} for asked in question.norms]
    if _GROUPS in data:
        data[_GROUPS] = [group.model_dump() for group in question.groups if group not in DEFAULT_GROUPS]
    return format_toml(data)


def told_fields(question: Question) -> set[str]:
    """Return the names of the fields that differ from what they are when nobody tells them."""
    return {
        field
        for field, info in Question.model_fields.items()
        if info.is_required() or getattr(question, field) != info.get_default(call_default_factory=True)
    }


def _refused(name: str, reason: str) -> InputError:
    return InputError("bad_question_file", file=name, reason=reason)


def _draft(data: dict[str, Any], file: str, names: Names) -> QuestionDraft:
    """Put names in place of what they stand for: gemeenten in codes, norms and groups whole."""
    faults: list[InputError] = []
    fields = {**data, **_gemeenten_in_codes(data, file, names, faults)}
    if _NORMS in data:
        fields[_NORMS] = _asked_norms(data[_NORMS], file, names, faults)
    if isinstance(data.get(_GROUPS), list):
        fields[_GROUPS] = _groups(data[_GROUPS], file, faults)
    return QuestionDraft(file, fields, tuple(faults))


def _gemeenten_in_codes(data: dict[str, Any], file: str, names: Names, faults: list[InputError]) -> dict[str, Any]:
    codes, known = codes_by_name(names.gemeenten), ", ".join(gemeente.name for gemeente in names.gemeenten)

    def code(gemeente: object, field: str) -> object:
        found = codes.get(str(gemeente).lower())
        if found is None and isinstance(gemeente, str):
            faults.append(
                InputError("question_unknown_gemeente", file=file, field=field, gemeente=gemeente, known=known)
            )
        return gemeente if found is None else found

    found: dict[str, Any] = {}
    if isinstance(data.get(_FREE), list):
        found[_FREE] = [code(each, _FREE) for each in data[_FREE]]
    if isinstance(data.get(_LARGEST), dict):
        found[_LARGEST] = {code(each, _LARGEST): klasse for each, klasse in data[_LARGEST].items()}
    if isinstance(data.get(_BUDGETS), list):
        found[_BUDGETS] = [
            each | {"gemeenten": [code(name, _BUDGETS) for name in each["gemeenten"]]}
            if isinstance(each, dict) and isinstance(each.get("gemeenten"), list)
            else each
            for each in data[_BUDGETS]
        ]
    return found


def _asked_norms(rows: object, file: str, names: Names, faults: list[InputError]) -> list[dict[str, Any]]:
    """Return norms with their prices; without those that cannot be read, whose faults are added."""
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        faults.append(InputError("question_bad_value", file=file, field=_NORMS, value=short(rows), known="[[norms]]"))
        return []
    whole = [norm for row in rows if (norm := _whole(row, file, names, faults)) is not None]
    if not whole:
        return []
    try:
        kader = build_normenkader({"name": file, _NORMS: whole}, name=file)
    except InputErrors as error:
        faults += error.errors
        return []
    except InputError as error:
        faults.append(error)
        return []
    # Of a list with a fault nothing is used.
    is_whole = len(whole) == len(rows)
    return (
        [{"norm": norm, _PRICE: row.get(_PRICE)} for norm, row in zip(kader.norms, rows, strict=True)]
        if is_whole
        else []
    )


def _whole(row: dict[str, Any], file: str, names: Names, faults: list[InputError]) -> dict[str, Any] | None:
    """Return the fields of a norm: those of the norm to begin with that it names, changed by its own."""
    own = {field: value for field, value in row.items() if field not in {_PRICE, _PRESET}}
    if _PRESET not in row:
        return own
    preset = names.presets.find(str(row[_PRESET]))
    if preset is None:
        known = ", ".join(slug(norm.name) for norm in names.presets.norms)
        faults.append(InputError("question_unknown_norm", file=file, norm=short(row[_PRESET]), known=known))
        return None
    return preset.model_dump() | own


def _groups(rows: list[Any], file: str, faults: list[InputError]) -> list[Any]:
    """Return the groups that norms may speak of: those of ages too, unless one has the same name."""
    try:
        own = [TravelGroup.model_validate(row) for row in rows]
    except ValidationError:
        # As they are: their faults are named with those of the other fields.
        return rows
    if len({group.name for group in own}) < len(own):
        faults.append(InputError("norm_double_group_name", file=file))
    return list(with_ages(own))


def _fault(error: ErrorDetails, file: str, fields: Mapping[str, Any]) -> InputError:
    """Name one fault: in which field, and what is wrong with it."""
    field, value = whereabouts(error["loc"]), short(error["input"])
    match error["type"]:
        case "missing":
            return InputError("question_field_missing", file=file, field=field)
        case "extra_forbidden":
            return InputError("question_field_unknown", file=file, field=field)
        case "friction_twice":
            return InputError("years_friction_twice", file=file, field=field)
        case "share_without_bron":
            return InputError("norm_share_without_bron", file=file, group=_name_at(error["loc"], fields))
    if bound := broken_bound(error):
        return InputError("question_out_of_bounds", file=file, field=field, value=value, bound=bound)
    return InputError("question_bad_value", file=file, field=field, value=value, known=expected(error))


def _name_at(loc: tuple[int | str, ...], fields: Mapping[str, Any]) -> str:
    """Return the name of the group at this place, else the place."""
    row: Any = fields
    for part in loc:
        row = row[part]
    return str(row.get("name", whereabouts(loc)))
