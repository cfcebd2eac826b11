"""The answer of the optimiser: a plan, how good it is, how sure that is, and what is remarkable about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from spreiding.domain import Plan
from spreiding.optimise.question import Goal


class Status(StrEnum):
    """How a search ended, in the words that users see."""

    OPTIMAL = "bewezen optimaal"
    TIME_LIMIT = "tijdslimiet"
    INFEASIBLE = "onmogelijk"
    NO_PLAN = "geen plan gevonden"


class RemarkKind(StrEnum):
    """What a remark is about; the first two are the reasons why a question is impossible."""

    LEAST_BUDGET = "least_budget"
    LARGEST_SHARE = "largest_share"
    WITHOUT_TARIFF = "without_tariff"
    COST_UNKNOWN = "cost_unknown"
    BEYOND_REACH = "beyond_reach"
    TIES_OPEN = "ties_open"
    STOPPED = "stopped"


@dataclass(frozen=True)
class Remark:
    """Something worth saying about an answer: `kind` selects the sentence, `data` fills it (names and numbers).

    `eur_per_year` of a least budget is rounded up to whole euros and `share` of a largest share down to a tenth of a
    percent, so that what a user reads can be asked, and then has a plan.
    """

    kind: RemarkKind
    data: Mapping[str, str | float | Decimal]


@dataclass(frozen=True)
class Result:
    """The answer to a question.

    `objective` and `bound` are in persons within the norm (`Goal.COVERAGE`) or € per year (`Goal.COST`); `gap` is
    |objective - bound| / max(1, |objective|). `inwoners_within` [persons] and `eur_per_year` [€] are of the plan, as
    far as the question counts them. Without a plan all of these are NaN or None, but for a bound that was proven.
    `fingerprint` hashes region, uitgangspunten, question, code version and seed: the same one gives the same answer,
    unless the status or a remark says that time ran out.
    """

    status: Status
    goal: Goal
    objective: float
    bound: float
    gap: float
    seconds: float
    seed: int
    fingerprint: str
    plan: Plan | None
    inwoners_within: float
    eur_per_year: Decimal | None
    remarks: tuple[Remark, ...] = ()

    @property
    def reasons(self) -> tuple[Remark, ...]:
        """Why a question is impossible: the least that must give."""
        return tuple(r for r in self.remarks if r.kind in {RemarkKind.LEAST_BUDGET, RemarkKind.LARGEST_SHARE})


def relative_gap(objective: float, bound: float) -> float:
    """Return |objective - bound| / max(1, |objective|)."""
    return abs(objective - bound) / max(1.0, abs(objective))
