"""A question with one of its demands left out or made milder, to find what stands in the way."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from spreiding.norms import AnyNorm, FunctionNorm, HoursNorm, KernNorm, ReachNorm
from spreiding.optimise.question import AskedNorm, Budget, Harm, Question
from spreiding.optimise.result import RuleName
from spreiding.uitgangspunten import Uitgangspunten


@dataclass(frozen=True)
class Variant:
    """A question with the assumptions that it is asked under; its headline norm belongs to those."""

    question: Question
    uitgangspunten: Uitgangspunten

    def asking(self, **changes: object) -> "Variant":
        """Return the same with other fields of the question, which may ask too little to be put by a user."""
        return replace(self, question=self.question.model_copy(update=changes))


@dataclass(frozen=True)
class Demand:
    """Something that a question asks of every plan: a norm by its place in the question, or a rule by its name."""

    name: str
    norm: int | None = None

    def left_out(self, variant: Variant) -> Variant:
        """Return the question without this demand."""
        question = variant.question
        if self.norm is not None:
            return variant.asking(norms=question.norms[: self.norm] + question.norms[self.norm + 1 :])
        if self.name in _FIELD_OF_BUDGET:
            gone = {_FIELD_OF_BUDGET[self.name]: None}
            return variant.asking(budgets=tuple(each.model_copy(update=gone) for each in question.budgets))
        return variant.asking(**_NOTHING_ASKED[self.name])


_FIELD_OF_BUDGET: Final[dict[str, str]] = {RuleName.BUDGET: "eur_per_year", RuleName.ONCE: "eur_once"}
_NOTHING_ASKED: Final[dict[str, dict[str, object]]] = {
    RuleName.MIN_SHARE: {"min_share": None},
    RuleName.LARGEST: {"keep_largest": False},
    RuleName.MAX_CHANGES: {"max_changes": None},
    RuleName.HARM: {"harm": None},
    RuleName.CATCHMENT: {"minimum_catchment": {}},
    RuleName.FIXED: {"open_sites": frozenset(), "closed_sites": frozenset(), "allowed": {}},
}


def demands_of(question: Question) -> Iterator[Demand]:
    """Yield all that a question asks of every plan; what has a price is no demand."""
    for place, asked in enumerate(question.norms):
        if asked.price is None:
            yield Demand(asked.norm.name, place)
    has = {
        RuleName.BUDGET: any(each.eur_per_year is not None for each in question.budgets),
        RuleName.ONCE: any(each.eur_once is not None for each in question.budgets),
        RuleName.MIN_SHARE: question.min_share is not None,
        RuleName.LARGEST: question.keep_largest and question.largest_price is None,
        RuleName.MAX_CHANGES: question.max_changes is not None,
        RuleName.HARM: question.harm is not None,
        RuleName.CATCHMENT: bool(question.minimum_catchment),
        RuleName.FIXED: bool(question.open_sites or question.closed_sites or question.allowed),
    }
    yield from (Demand(name.value) for name, is_asked in has.items() if is_asked)


@dataclass(frozen=True)
class Scale:
    """Something that can give in steps: `asked` now and at most (or least) `limit`, in `unit`, `step` at a time."""

    unit: str
    asked: float
    limit: float
    step: float

    @property
    def n_steps(self) -> int:
        """Number of steps from what is asked to the limit."""
        return int(abs(self.limit - self.asked) / self.step + 1e-9)

    def value(self, n: int) -> float:
        """Return what is asked after `n` steps, rounded to what a user would type."""
        direction = 1 if self.limit > self.asked else -1
        return round(self.asked + direction * n * self.step, 6)


# A share gives per tenth of a percent, a distance per 100 m, a time per minute; further than these nobody asks.
_SHARE_STEP, _METRES_STEP, _MINUTES_STEP = 0.001, 100.0, 1.0
_MOST_METRES, _MOST_MINUTES = 100_000.0, 1_000.0


def share_scale(variant: Variant, demand: Demand) -> Scale | None:
    """Return how the share of a demand can give; None when it has none."""
    if demand.norm is None:
        share = variant.question.min_share if demand.name == RuleName.MIN_SHARE else None
        return None if share is None else Scale("share", share, 0.0, _SHARE_STEP)
    norm = variant.question.norms[demand.norm].norm
    if not isinstance(norm, ReachNorm | FunctionNorm | HoursNorm):
        return None
    return Scale("share", norm.share, _SHARE_STEP, _SHARE_STEP)


def with_share(variant: Variant, demand: Demand, share: float) -> Variant:
    """Return the question with another share [0–1] for a demand."""
    if demand.norm is None:
        return variant.asking(min_share=share)
    return _with_norm(variant, demand.norm, {"share": share})


def distance_scale(variant: Variant, demand: Demand) -> Scale | None:
    """Return how the distance or time of a demand can give; None when it has none."""
    metres, minutes = _limits(variant, demand)
    if metres is not None:
        return Scale("m", metres, _MOST_METRES, _METRES_STEP)
    return None if minutes is None else Scale("min", minutes, _MOST_MINUTES, _MINUTES_STEP)


def with_distance(variant: Variant, demand: Demand, limit: float) -> Variant:
    """Return the question with another distance [m] or time [min] for a demand; `limit` is its largest."""
    if demand.norm is not None:
        return _with_norm(variant, demand.norm, _changed_limit(variant.question.norms[demand.norm].norm, limit))
    harm = variant.question.harm
    if demand.name == RuleName.HARM and harm is not None:
        return variant.asking(harm=harm.model_copy(update={_metres_or_minutes(harm): limit}))
    headline = variant.uitgangspunten.norm.model_copy(update={"max_m": limit})
    return replace(variant, uitgangspunten=variant.uitgangspunten.model_copy(update={"norm": headline}))


def _changed_limit(norm: AnyNorm, limit: float) -> dict[str, object]:
    match norm:
        case FunctionNorm():
            more = limit - max(norm.max_m.values())
            return {"max_m": {key: metres + more for key, metres in norm.max_m.items()}}
        case KernNorm():
            return {"beyond_m": limit}
        case ReachNorm():
            return {_metres_or_minutes(norm): limit}
    return {"max_m": limit}


def _metres_or_minutes(limited: ReachNorm | Harm) -> str:
    return "max_minutes" if limited.max_m is None else "max_m"


def amount_of(budget: Budget, rule: RuleName) -> Decimal | None:
    """Return what a budget holds of the money that `rule` is about [€ per year, or € once]; None: no limit."""
    return budget.eur_once if rule is RuleName.ONCE else budget.eur_per_year


def with_budgets(variant: Variant, rule: RuleName, more_eur: dict[int, Decimal]) -> Variant:
    """Return the question with so much more [€ per year, or € once] in some budgets (by their place)."""
    budgets = [
        each.model_copy(update={_FIELD_OF_BUDGET[rule]: (amount_of(each, rule) or Decimal(0)) + more_eur[place]})
        if place in more_eur
        else each
        for place, each in enumerate(variant.question.budgets)
    ]
    return variant.asking(budgets=tuple(budgets))


def _limits(variant: Variant, demand: Demand) -> tuple[float | None, float | None]:
    """Return the metres or the minutes that a demand is about."""
    if demand.norm is None:
        harm = variant.question.harm
        if demand.name == RuleName.HARM and harm is not None:
            return harm.max_m, harm.max_minutes
        return (variant.uitgangspunten.norm.max_m if demand.name == RuleName.MIN_SHARE else None), None
    match variant.question.norms[demand.norm].norm:
        case FunctionNorm(max_m=per_function):
            return max(per_function.values()), None
        case ReachNorm(max_m=metres, max_minutes=minutes):
            return metres, minutes
        case HoursNorm(max_m=metres) | KernNorm(beyond_m=metres):
            return metres, None
    return None, None


def _with_norm(variant: Variant, place: int, changes: dict[str, object]) -> Variant:
    norms = list(variant.question.norms)
    norms[place] = AskedNorm(norm=norms[place].norm.model_copy(update=changes), price=norms[place].price)
    return variant.asking(norms=tuple(norms))
