"""What a command line asks of the optimiser: options as fields of a question, today's budgets where none is given."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Any, Final, TypeVar

from spreiding import planning, review
from spreiding.cli.options import MAX_NORM_M, gemeente_code, gemeente_codes
from spreiding.domain import Vestigingstype
from spreiding.errors import InputError, InputErrors
from spreiding.optimise.question import AskedNorm, Budget, Goal, Harm, Question
from spreiding.planning import QuestionDraft
from spreiding.region import Region
from spreiding.ui import search_words
from spreiding.ui.numbers import parse_number
from spreiding.uitgangspunten import Uitgangspunten
from spreiding.workflow import TODAY

# What nobody asks for: more than a trillion [€ per year], or more changes than there are branches in Europe.
_MAX_BUDGET_EUR: Final = 10**12
_MAX_CHANGES: Final = 100_000
_MAX_CUTOFF_M: Final = 100_000
_Member = TypeVar("_Member", bound=StrEnum)


@dataclass(frozen=True)
class Options:
    """The options of `optimaliseer` that make its question, as typed; what is not typed is None, empty or False."""

    doel: Sequence[str]
    budget: Sequence[str]
    aandeel: str | None
    gemeente: list[str] | None
    norm: Sequence[str]
    open_sites: Sequence[str]
    closed_sites: Sequence[str]
    wijzigingen: str | None
    verslechtering: str | None
    grootste: Sequence[str]
    zonder_grootste: bool
    dichtstbijzijnde: bool
    afkap: str | None
    has_catchments: bool
    has_kernen: bool
    file: Path | None


@dataclass(frozen=True)
class Asked:
    """A question, and of which gemeenten (codes) it takes the budget of today because nobody gave one."""

    question: Question
    budgets_of_today: tuple[str, ...]


def check(options: Options) -> dict[str, Any]:
    """Return the fields of a question that need no region.

    Raises
    ------
    InputError
        For the first option that cannot be read.

    """
    if options.grootste and options.zonder_grootste:
        raise InputError("largest_contradiction")
    found: dict[str, Any] = {
        "goals": tuple(_member(Goal, value, "unknown_goal") for value in options.doel) or None,
        "min_share": _read(options.aandeel, "--aandeel", 100, scale=0.01),
        "max_changes": _read(options.wijzigingen, "--wijzigingen", _MAX_CHANGES, is_whole=True),
        "open_sites": frozenset(options.open_sites) or None,
        "closed_sites": frozenset(options.closed_sites) or None,
        "keep_largest": False if options.zonder_grootste else None,
    }
    # Read here, so that a fault is told before a region is opened.
    _read(options.verslechtering, "--verslechtering", MAX_NORM_M)
    _read(options.afkap, "--afkap", _MAX_CUTOFF_M, is_positive=True)
    for pair in options.budget:
        _amount(pair)
    for pair in options.grootste:
        _class_of(pair)
    return {name: value for name, value in found.items() if value is not None}


def ask(options: Options, region: Region, uitgangspunten: Uitgangspunten) -> Asked:
    """Return the question that a command line asks of a region; options go before the fields of a file.

    Raises
    ------
    InputError, InputErrors, QuestionError
        What of the options or the file cannot be used.

    """
    draft = planning.find_question(options.file, region)
    draft = draft.given(check(options)).given(_of_region(options, region, uitgangspunten, draft))
    free = gemeente_codes(region, options.gemeente) if options.gemeente else _free_of(draft)
    planning.check_costs(region, uitgangspunten, free)
    if "goals" not in draft.fields:
        share = draft.fields.get("min_share")
        draft = draft.given({"goals": (Goal.COVERAGE if share is None else Goal.COST,)})
    told = tuple(draft.fields.get("budgets", ())) if options.budget else None
    needs = "budgets" not in draft.fields and not _is_cost(draft.fields["goals"])
    today: tuple[Budget, ...] = ()
    if needs or told is not None:
        budgets = planning.completed_budgets(region, uitgangspunten, free, told or ())
        today = budgets[len(told or ()) :]
        draft = draft.given({"budgets": budgets})
    question = draft.build()
    return Asked(question, tuple(code for each in today for code in sorted(each.gemeenten or ())))


def _is_cost(goals: object) -> bool:
    """Whether the first of `goals`, as read from a file or option, is least cost."""
    return isinstance(goals, list | tuple) and list(goals[:1]) == [Goal.COST]


def _free_of(draft: QuestionDraft) -> frozenset[str] | None:
    """Return the free gemeenten of a draft; None when it has none, or none that can be read."""
    free = draft.fields.get("free_gemeenten")
    return frozenset(map(str, free)) if isinstance(free, list | tuple | frozenset) else None


def _of_region(
    options: Options, region: Region, uitgangspunten: Uitgangspunten, draft: QuestionDraft
) -> dict[str, Any]:
    """Return the fields that are about this region or its assumptions, as far as they are asked for."""
    norm = uitgangspunten.norm
    found: dict[str, Any] = {
        "free_gemeenten": gemeente_codes(region, options.gemeente),
        "budgets": _budgets(region, options.budget) or None,
        "largest": _largest(region, options.grootste) or None,
        "weighing": _weighing(options, draft),
    }
    if options.verslechtering is not None:
        metres = _read(options.verslechtering, "--verslechtering", MAX_NORM_M)
        found["harm"] = Harm(max_m=metres, modality=norm.modality)
    if options.has_catchments:
        asked = {klasse: catchment.minimum for klasse, catchment in uitgangspunten.catchments.items()}
        found["minimum_catchment"] = {klasse: minimum for klasse, minimum in asked.items() if minimum > 0}
    if options.has_kernen:
        found["confirmations"] = _with_kernen(region, draft)
    if options.norm:
        found |= _norms(options.norm, region, uitgangspunten)
    return {name: value for name, value in found.items() if value is not None}


def _norms(wanted: Sequence[str], region: Region, uitgangspunten: Uitgangspunten) -> dict[str, Any]:
    """Return the norms that every plan meets, with the groups of which they speak."""
    kader = review.find_normen(wanted)
    _, faults = review.split_testable(kader, region, uitgangspunten)
    if faults:
        # A norm that somebody asked for is never left out in silence.
        raise InputErrors(faults)
    return {"norms": tuple(AskedNorm(norm=norm) for norm in kader.norms), "groups": kader.groups}


def _with_kernen(region: Region, draft: QuestionDraft) -> object:
    """Return the confirmations of a draft, and those of all kernen."""
    told = draft.fields.get("confirmations", {})
    kernen = review.confirm(region, TODAY, sites=(), has_kernen=True).kernen
    return told | {"kernen": kernen} if isinstance(told, dict) else told


def _weighing(options: Options, draft: QuestionDraft) -> object:
    """Return how distances are weighed, what a file says of it changed by the options; None when no option says so."""
    changed: dict[str, Any] = {"functions": {}} if options.dichtstbijzijnde else {}
    if options.afkap is not None:
        changed["cutoff_m"] = _read(options.afkap, "--afkap", _MAX_CUTOFF_M, is_positive=True)
    told = draft.fields.get("weighing", {})
    return (told | changed if isinstance(told, dict) else told) if changed else None


def _budgets(region: Region, pairs: Iterable[str]) -> tuple[Budget, ...]:
    found: dict[str | None, Budget] = {}
    for pair in pairs:
        name, amount = _amount(pair)
        code = None if name is None else gemeente_code(region, name)
        if code in found:
            raise InputError("double_budget", gemeente=name or search_words.TOGETHER)
        found[code] = Budget(gemeenten=None if code is None else frozenset({code}), eur_per_year=amount)
    return tuple(found.values())


def _amount(pair: str) -> tuple[str | None, Decimal]:
    """Read an amount [€ per year], or 'Midden-Drenthe=500000'."""
    name, sign, amount = pair.rpartition("=")
    option = f"--budget {name}" if sign else "--budget"
    if sign and not name.strip():
        raise InputError("option_needs_pair", option="--budget", value=pair, example="Midden-Drenthe=500000")
    return name if sign else None, parse_number(amount, option=option, maximum=_MAX_BUDGET_EUR)


def _largest(region: Region, pairs: Iterable[str]) -> dict[str, Vestigingstype]:
    found: dict[str, Vestigingstype] = {}
    for pair in pairs:
        name, klasse = _class_of(pair)
        code = gemeente_code(region, name)
        if code in found:
            raise InputError("double_largest", gemeente=name)
        found[code] = klasse
    return found


def _class_of(pair: str) -> tuple[str, Vestigingstype]:
    """Read 'Midden-Drenthe=klein'."""
    name, sign, klasse = pair.rpartition("=")
    if not sign or not name.strip():
        raise InputError("option_needs_pair", option="--grootste", value=pair, example="Midden-Drenthe=klein")
    return name, _member(Vestigingstype, klasse.strip(), "unknown_class")


def _member(known: type[_Member], value: str, kind: str) -> _Member:
    if value not in list(known):
        if kind == "unknown_goal":
            raise InputError("unknown_goal", value=value, known=", ".join(known))
        raise InputError("unknown_class", value=value, known=", ".join(known))
    return known(value)


def _read(
    text: str | None,
    option: str,
    maximum: int,
    *,
    scale: float = 1.0,
    is_whole: bool = False,
    is_positive: bool = False,
) -> float | int | None:
    if text is None:
        return None
    value = parse_number(text, option=option, maximum=maximum, is_whole=is_whole, is_positive=is_positive)
    return int(value) if is_whole else float(value * Decimal(str(scale)))
