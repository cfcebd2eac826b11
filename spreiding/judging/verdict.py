"""The verdict on one norm in one area, and how it follows from a figure, its bounds and what is only assumed."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from spreiding.domain import Kernfunctie, SiteFact
from spreiding.norms import AnyNorm, FunctionNorm, HoursNorm, ReachNorm

# A share of persons added up in another order may be off by so much, relatively; a person counts for more.
_ROUNDING: Final = 1e-9


class Outcome(StrEnum):
    """What becomes of a norm in an area."""

    MET = "voldoet"
    NOT_MET = "voldoet niet"
    UNDECIDED = "niet te bepalen"


class ReasonKind(StrEnum):
    """Why a verdict cannot be given, or on what it rests."""

    DOUBTFUL_SITES = "doubtful_sites"
    KERNEN_UNCONFIRMED = "kernen_unconfirmed"
    NO_KERNEN = "no_kernen"
    NO_AGES = "no_ages"
    NO_SHARE = "no_share"
    NOBODY = "nobody"
    NO_SCHOOLS = "no_schools"
    SCHOOLS_UNKNOWN = "schools_unknown"
    NOTHING_TO_TEST = "nothing_to_test"
    PARTIAL = "partial"


@dataclass(frozen=True)
class Reason:
    """A reason: its kind, and the `names` of branches, kernen, schools, gemeenten or groups with the `facts`."""

    kind: ReasonKind
    names: tuple[str, ...] = ()
    facts: frozenset[SiteFact] = frozenset()


@dataclass(frozen=True)
class Shortfall:
    """Where people fall outside a norm: a kern (its index, -1 for the buitengebied).

    `outside` of its `persons` [persons]; `mean` is their average cost in the unit of the norm, m, min or h/week (inf
    when somebody has no route); `site` is the index of the nearest place that counts for most of them, -1 for none. For
    a norm on kernen the persons are those that the kern itself is said to have, by which its size is judged.
    """

    kern: int
    outside: float
    persons: float
    mean: float
    site: int


@dataclass(frozen=True)
class Lack:
    """A branch that does not count (its id), the facts that keep it from counting, and the kernfuncties it misses."""

    site_id: str
    facts: frozenset[SiteFact]
    missing: frozenset[Kernfunctie] = frozenset()


@dataclass(frozen=True)
class Normoordeel:
    """The verdict on a norm in an area: a gemeente (code; None for the region) or a kern in it (id).

    `value` against `required`: persons [persons] within the norm, or places that there are. `tested` is the number that
    the norm looked at, `shortage` what is missing, rounded up where it counts persons. `low` and `high` bound `value`
    for what squares, walks and estimates leave open: `is_uncertain` when the verdict differs between them.
    `kernfunctie` is the function that this part of the norm is about, `missing` are functions that nobody offers.
    """

    norm: AnyNorm
    gemeente: str | None
    outcome: Outcome
    value: float
    required: float
    tested: float
    low: float
    high: float
    is_uncertain: bool = False
    kern: str | None = None
    kernfunctie: Kernfunctie | None = None
    missing: tuple[Kernfunctie, ...] = ()
    reasons: tuple[Reason, ...] = ()
    shortfalls: tuple[Shortfall, ...] = field(default=(), repr=False)
    lacks: tuple[Lack, ...] = field(default=(), repr=False)

    @property
    def shortage(self) -> float:
        """How many persons or places are missing; 0 when the norm is met."""
        if reaches(self.value, self.required):
            return 0.0
        lacking = self.required - self.value
        is_persons = isinstance(self.norm, ReachNorm | FunctionNorm | HoursNorm)
        return float(math.ceil(lacking - _slack(self.required))) if is_persons else lacking

    @property
    def share(self) -> float:
        """Share [0–1] of what was tested; NaN when nothing was."""
        return self.value / self.tested if self.tested > 0 else float("nan")

    @property
    def margin(self) -> float:
        """How far the share lies above (positive) or below what is asked [0–1]; NaN when nothing was tested."""
        return (self.value - self.required) / self.tested if self.tested > 0 else float("nan")


def reaches(value: float, required: float) -> bool:
    """Whether `value` is at least `required`, rounding of sums left aside."""
    return value >= required - _slack(required)


def _slack(required: float) -> float:
    return _ROUNDING * max(1.0, abs(required))


def decide(value: float, required: float, *, sure: float, possible: float) -> Outcome:
    """Decide on a figure, given what it is at least and at most when assumed or unknown facts turn out otherwise."""
    if reaches(sure, required) != reaches(possible, required):
        return Outcome.UNDECIDED
    return Outcome.MET if reaches(value, required) else Outcome.NOT_MET


def is_close(required: float, *, low: float, high: float) -> bool:
    """Whether the verdict differs between the bounds of a figure."""
    return reaches(low, required) != reaches(high, required)


def overall(oordelen: Iterable[Normoordeel]) -> Outcome:
    """Return the verdict on all parts together: one that is not met decides, then one that is undecided."""
    found = {each.outcome for each in oordelen}
    for outcome in (Outcome.NOT_MET, Outcome.UNDECIDED):
        if outcome in found:
            return outcome
    return Outcome.MET
