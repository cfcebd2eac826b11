"""What is asked of the optimiser, checked before anything is computed."""

from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, field_serializer, model_validator

from spreiding.domain import Frozen
from spreiding.errors import QuestionError


class Goal(StrEnum):
    """What the best plan is best in."""

    COVERAGE = "bereik"
    COST = "kosten"


class Question(Frozen):
    """The most inwoners within the norm for a budget, or the least cost for a share of the inwoners.

    `budget_eur` [€ per year] limits what the free sites cost and belongs to `Goal.COVERAGE`; `min_share` [0-1] of the
    counted inwoners belongs to `Goal.COST`. With `free_gemeenten` (CBS codes) only sites there may change, only their
    cost is in the budget, and only the people who live there are counted; without, everything is free and everyone
    counts. `keep_largest`: every gemeente keeps at least one branch whose class is no smaller than its largest today.

    Raises
    ------
    QuestionError
        `question_needs_budget`, `question_needs_share`, `bad_budget`, `bad_share` or `no_free_gemeenten`.

    """

    goal: Goal
    # Not a number is refused below, with a sentence of its own.
    budget_eur: Annotated[Decimal | None, Field(allow_inf_nan=True)] = None
    min_share: Annotated[float | None, Field(allow_inf_nan=True)] = None
    keep_largest: bool = True
    free_gemeenten: frozenset[str] | None = None

    @model_validator(mode="after")
    def _check(self) -> Self:
        budget, share = self.budget_eur, self.min_share
        if self.goal is Goal.COVERAGE and (budget is None or share is not None):
            raise QuestionError("question_needs_budget")
        if self.goal is Goal.COST and (share is None or budget is not None):
            raise QuestionError("question_needs_share")
        if budget is not None and not (budget.is_finite() and budget >= 0):
            raise QuestionError("bad_budget", value=budget)
        if share is not None and not 0 <= share <= 1:
            raise QuestionError("bad_share", value=share)
        if self.free_gemeenten is not None and not self.free_gemeenten:
            raise QuestionError("no_free_gemeenten")
        return self

    @field_serializer("free_gemeenten")
    def _sorted(self, codes: frozenset[str] | None) -> list[str] | None:
        """Sort, so that equal questions give equal text in every process."""
        return None if codes is None else sorted(codes)
