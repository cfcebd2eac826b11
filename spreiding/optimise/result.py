"""The answer of the optimiser: a plan, how good it is, how sure that is, and what is remarkable about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from spreiding.domain import Plan
from spreiding.optimise.question import Goal, Question
from spreiding.uitgangspunten import Uitgangspunten


class Status(StrEnum):
    """How a search ended, in the words that users see."""

    OPTIMAL = "bewezen optimaal"
    TIME_LIMIT = "tijdslimiet"
    INFEASIBLE = "onmogelijk"
    NO_PLAN = "geen plan gevonden"


class RemarkKind(StrEnum):
    """What a remark is about."""

    WITHOUT_TARIFF = "without_tariff"
    COST_UNKNOWN = "cost_unknown"
    BEYOND_REACH = "beyond_reach"
    TIES_OPEN = "ties_open"
    STOPPED = "stopped"
    BEYOND_CUTOFF = "beyond_cutoff"
    AT_CUTOFF = "at_cutoff"
    ONCE_UNKNOWN = "once_unknown"
    MOVES_LEFT_OUT = "moves_left_out"
    NORM_OUTSIDE = "norm_outside"
    KERNEN_OPEN = "kernen_open"
    PARTIAL = "partial"


@dataclass(frozen=True)
class Remark:
    """Something worth saying about an answer: `kind` selects the sentence, `data` fills it (names and numbers)."""

    kind: RemarkKind
    data: Mapping[str, str | float | Decimal]


@dataclass(frozen=True)
class Stage:
    """What was reached for one goal: `objective` and a proven `bound` on it, in the unit of the goal.

    The unit is persons (`Goal.COVERAGE`), € per year (`Goal.COST`) or metres per person (the others, capped at the
    cut-off). Prices of what is short are included, divided like the rest.
    """

    goal: Goal
    objective: float
    bound: float

    @property
    def gap(self) -> float:
        """Relative gap."""
        return relative_gap(self.objective, self.bound)


@dataclass(frozen=True)
class Blocker:
    """A norm, rule or budget that stands in the way: without it alone the question has an answer.

    `rule` is the name of a norm, or a `RuleName`; `gemeente` its CBS code if it is about one, `kernen` the names of
    those where people are short in the plan that comes nearest, the most first.
    """

    rule: str
    gemeente: str | None
    kernen: tuple[str, ...]


class RuleName(StrEnum):
    """What can stand in the way beside the norms, which are called by their own names."""

    BUDGET = "budget"
    ONCE = "investering"
    MIN_SHARE = "aandeel"
    LARGEST = "grootste klasse"
    MAX_CHANGES = "wijzigingen"
    HARM = "verslechtering"
    CATCHMENT = "verzorgingsgebied"
    FIXED = "vaste keuzes"


class RelaxationKind(StrEnum):
    """What can give."""

    MONEY = "money"
    SHARE = "share"
    DISTANCE = "distance"


@dataclass(frozen=True)
class Relaxation:
    """The least that must give for a question to have a plan: from `asked` to `needed`, in steps of `step`.

    The unit is € per year (or € once), share [0–1], or metres (or minutes); `unit` says which: "eur", "share", "m" or
    "min". `rule` is the name of the norm or a `RuleName`, `gemeente` the CBS code of whose budget it is (None: all).
    `question`, with `uitgangspunten`, is the question so relaxed, which has a plan; one step less has none
    (`is_proven`), or that was not settled in time.
    """

    kind: RelaxationKind
    rule: str
    gemeente: str | None
    unit: str
    asked: float
    needed: float
    step: float
    question: Question
    uitgangspunten: Uitgangspunten
    is_proven: bool


@dataclass(frozen=True)
class Result:
    """The answer to a question.

    `stages`: what was reached per goal, in order; the first decides `status`, `objective`, `bound` and `gap`.
    `inwoners_within` [persons] of the headline norm, `eur_per_year` [€] and `eur_once` [€, None: left out] are of the
    plan, as far as the question counts them. Without a plan all of these are NaN or None, but for a bound that was
    proven. `blockers` and `relaxations` answer a question that has no plan. `fingerprint` hashes region,
    uitgangspunten, question, code version and seed: the same one gives the same answer, unless the status or a remark
    says that time ran out.
    """

    status: Status
    stages: tuple[Stage, ...]
    seconds: float
    seed: int
    fingerprint: str
    plan: Plan | None
    inwoners_within: float
    eur_per_year: Decimal | None
    eur_once: Decimal | None = None
    remarks: tuple[Remark, ...] = ()
    blockers: tuple[Blocker, ...] = ()
    relaxations: tuple[Relaxation, ...] = ()

    @property
    def goal(self) -> Goal:
        """The first goal."""
        return self.stages[0].goal

    @property
    def objective(self) -> float:
        """What was reached for the first goal, in its unit."""
        return self.stages[0].objective

    @property
    def bound(self) -> float:
        """Proven bound for the first goal, in its unit."""
        return self.stages[0].bound

    @property
    def gap(self) -> float:
        """Relative gap of the first goal."""
        return self.stages[0].gap


def relative_gap(objective: float, bound: float) -> float:
    """Return |objective - bound| / max(1, |objective|)."""
    return abs(objective - bound) / max(1.0, abs(objective))
