"""What was typed for a question to the optimiser, read: a fault is named by its field."""

from dataclasses import dataclass
from typing import Any, Final

from spreiding.domain import Vestigingstype
from spreiding.normenkader import with_ages
from spreiding.norms import AnyNorm
from spreiding.optimise.question import AskedNorm, Budget, Goal, Harm, Question, Weighing
from spreiding.ui import cached, search_words
from spreiding.ui.context import Context
from spreiding.ui.numbers import parse_number

# What nobody asks for: more than a trillion [€ per year], more changes than branches, further than round the earth [m].
_MAX_BUDGET_EUR: Final = 10**12
_MAX_CHANGES: Final = 100_000
_MAX_HARM_M: Final = 40_000_000
_MAX_CUTOFF_M: Final = 100_000


@dataclass(frozen=True)
class Typed:
    """The fields of the form; text is as typed, empty for nothing asked.

    `code` is the gemeente where something may change (None: everywhere), `budget` its yearly amount (None: not asked
    for), `share` a percentage, `harm` and `cutoff` metres, `largest` the largest class to keep (None: that of today).
    """

    goals: tuple[Goal, ...]
    code: str | None
    budget: str | None
    share: str
    norms: tuple[AnyNorm, ...]
    keeps_largest: bool
    largest: Vestigingstype | None
    has_catchments: bool
    max_changes: str
    harm: str
    stays_open: frozenset[str]
    stays_closed: frozenset[str]
    is_nearest: bool
    cutoff: str


def build(context: Context, typed: Typed, *, budgets: tuple[Budget, ...]) -> Question:
    """Return the question that was typed; without a typed amount `budgets` hold.

    Raises
    ------
    InputError, QuestionError
        For the first field that cannot be read, or what a question may not ask.

    """
    kader = context.state.testing.kader or cached.preset_normen()
    free = None if typed.code is None else frozenset({typed.code})
    fields: dict[str, Any] = {
        "goals": typed.goals,
        "free_gemeenten": free,
        "budgets": _budgets(typed, budgets) if typed.goals[0] is not Goal.COST else (),
        "norms": tuple(AskedNorm(norm=norm) for norm in typed.norms),
        "groups": with_ages(kader.own_groups),
        "confirmations": context.state.testing.confirmations,
        "open_sites": typed.stays_open,
        "closed_sites": typed.stays_closed,
        "keep_largest": typed.keeps_largest,
    }
    if typed.share.strip():
        fields["min_share"] = float(parse_number(typed.share, option=search_words.SHARE_NAME, maximum=100) / 100)
    if typed.max_changes.strip():
        name = search_words.MAX_CHANGES_NAME
        fields["max_changes"] = int(parse_number(typed.max_changes, option=name, maximum=_MAX_CHANGES, is_whole=True))
    if typed.harm.strip():
        metres = parse_number(typed.harm, option=search_words.HARM_NAME, maximum=_MAX_HARM_M)
        fields["harm"] = Harm(max_m=float(metres), modality=context.uitgangspunten.norm.modality)
    if typed.code is not None and typed.largest is not None:
        fields["largest"] = {typed.code: typed.largest}
    if typed.has_catchments:
        minima = {klasse: each.minimum for klasse, each in context.uitgangspunten.catchments.items()}
        fields["minimum_catchment"] = {klasse: minimum for klasse, minimum in minima.items() if minimum > 0}
    fields["weighing"] = _weighing(typed)
    return Question(**fields)


def _weighing(typed: Typed) -> Weighing:
    """Return what distances count: to what, and how far."""
    name = search_words.CUTOFF_NAME
    cutoff_m = float(parse_number(typed.cutoff, option=name, maximum=_MAX_CUTOFF_M, is_positive=True))
    return Weighing(functions={}, cutoff_m=cutoff_m) if typed.is_nearest else Weighing(cutoff_m=cutoff_m)


def _budgets(typed: Typed, budgets: tuple[Budget, ...]) -> tuple[Budget, ...]:
    """Return the budget that was typed; without one those that hold anyway."""
    if typed.budget is None:
        return budgets
    amount = parse_number(typed.budget, option=search_words.BUDGET_NAME, maximum=_MAX_BUDGET_EUR, is_whole=True)
    gemeenten = None if typed.code is None else frozenset({typed.code})
    return (Budget(gemeenten=gemeenten, eur_per_year=amount),)
