"""What is asked of the optimiser, checked before anything is computed."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, field_serializer, model_validator

from spreiding.domain import Frozen, Kernfunctie, Modality, Option, Vestigingstype
from spreiding.errors import QuestionError
from spreiding.function_distances import CUTOFF_M, EQUAL_WEIGHTS
from spreiding.norms import AnyNorm, Confirmations, KernNorm
from spreiding.transitions import Transitions
from spreiding.travel_groups import DEFAULT_GROUPS, TravelGroup

# Not a number is refused below, with a sentence of its own.
Amount = Annotated[Decimal | None, Field(allow_inf_nan=True)]
Number = Annotated[float, Field(allow_inf_nan=True)]


class Goal(StrEnum):
    """What the best plan is best in.

    The four about distances are over (square, kernfunctie) pairs unless the question counts the nearest of any kind:
    `DISTANCE` the weighted mean, `FURTHEST` the largest, `EQUIVALENT` the Kolm-Pollak equivalent, `WORST_TENTH` the
    mean of the tenth that is furthest.
    """

    COVERAGE = "bereik"
    COST = "kosten"
    DISTANCE = "afstand"
    FURTHEST = "verste"
    EQUIVALENT = "kolm-pollak"
    WORST_TENTH = "slechtste-tiende"


DISTANCE_GOALS = frozenset({Goal.DISTANCE, Goal.FURTHEST, Goal.EQUIVALENT, Goal.WORST_TENTH})
# Goals to whose sum the price of what is short can be added.
PRICED_GOALS = frozenset({Goal.COVERAGE, Goal.COST, Goal.DISTANCE})


class Budget(Frozen):
    """What free sites in `gemeenten` (CBS codes; None: all free sites together) may cost at most.

    `eur_per_year` [€ per year] holds running cost and what of one-off cost is written off each year, `eur_once` [€] the
    one-off cost.
    """

    gemeenten: frozenset[str] | None = None
    eur_per_year: Amount = None
    eur_once: Amount = None

    @field_serializer("gemeenten")
    def _sorted(self, codes: frozenset[str] | None) -> list[str] | None:
        return None if codes is None else sorted(codes)


class AskedNorm(Frozen):
    """A norm that a plan has to meet, or that costs `price` per person (or place) short, in the unit of the first goal.

    The unit is € per year for `Goal.COST`, persons for `Goal.COVERAGE`, and metres for `Goal.DISTANCE` (a person
    short weighs as much as a person who goes so much further).
    """

    norm: AnyNorm
    price: Annotated[float | None, Field(gt=0)] = None

    @property
    def may_have_price(self) -> bool:
        """Whether it can be said how much is short: of kernen that are far only whether there are any."""
        return not (isinstance(self.norm, KernNorm) and self.norm.beyond_m is not None)


class Harm(Frozen):
    """Nobody goes more than `max_m` [m] or `max_minutes` [min] further than today, by `modality`, to the nearest."""

    max_m: Annotated[float | None, Field(ge=0)] = None
    max_minutes: Annotated[float | None, Field(ge=0)] = None
    modality: Modality = Modality.AUTO


class Weighing(Frozen):
    """Whose distances to what count how much in the goals on distance.

    `functions` weigh the kernfuncties, each served only by what offers it; empty is the nearest branch of any kind.
    `groups` weigh people by group, who each travel in their own way; empty is everybody, in the norm's way. Beyond
    `cutoff_m` [m] every distance counts as the cut-off.
    """

    functions: Mapping[Kernfunctie, Annotated[float, Field(ge=0)]] = Field(default_factory=lambda: dict(EQUAL_WEIGHTS))
    groups: Mapping[str, Annotated[float, Field(ge=0)]] = Field(default_factory=dict)
    cutoff_m: Annotated[float, Field(gt=0, le=100_000)] = CUTOFF_M


class Question(Frozen):
    """The best plan by `goals`, the first before all, within what is asked of every plan.

    With `free_gemeenten` (CBS codes) only sites there may change, only their cost is in the budgets, and only the
    people who live there are counted; without, everything is free and everyone counts. `min_share` [0–1] of the counted
    inwoners are within the headline norm. `norms` are those of the normtoets, with `groups` to speak of by name and
    `confirmations`: asked of the free gemeenten and the confirmed kernen in them, or of the whole region where the norm
    is about that. Of free sites, `open_sites` stay open (in any form), `closed_sites` are closed; `allowed` are the
    only options of a site (id), beside those of today. At most `max_changes` sites differ from today.

    `keep_largest`: every gemeente keeps a branch whose class is no smaller than its `largest` (default: its largest
    class today), or pays `largest_price` in the unit of the first goal, in which alone prices count. `harm` is of
    everybody in the region, and so is who is nearest to a branch: `minimum_catchment` [inwoners per class] is asked of
    the branches that may change. With `transitions` a change of which the one-off cost is unknown is not on offer, a
    closing included, and branches do not move; without, one-off cost is left out.

    Raises
    ------
    QuestionError
        `no_goals`, `double_goal`, `question_needs_budget`, `question_needs_share`, `bad_budget`, `bad_share`,
        `no_free_gemeenten`, `open_and_closed`, `budget_outside`, `once_needs_transitions`, `harm_metres_or_minutes`,
        `price_needs_sum` or `bad_max_changes`.

    """

    goals: tuple[Goal, ...]
    free_gemeenten: frozenset[str] | None = None
    budgets: tuple[Budget, ...] = ()
    min_share: Annotated[float | None, Field(allow_inf_nan=True)] = None
    norms: tuple[AskedNorm, ...] = ()
    groups: tuple[TravelGroup, ...] = DEFAULT_GROUPS
    confirmations: Confirmations = Confirmations()
    open_sites: frozenset[str] = frozenset()
    closed_sites: frozenset[str] = frozenset()
    allowed: Mapping[str, tuple[Option, ...]] = Field(default_factory=dict)
    max_changes: int | None = None
    keep_largest: bool = True
    largest: Mapping[str, Vestigingstype] = Field(default_factory=dict)
    largest_price: Annotated[float | None, Field(gt=0)] = None
    minimum_catchment: Mapping[Vestigingstype, Annotated[int, Field(gt=0)]] = Field(default_factory=dict)
    harm: Harm | None = None
    transitions: Transitions | None = None
    weighing: Weighing = Weighing()

    @property
    def goal(self) -> Goal:
        """The first goal, which goes before all others."""
        return self.goals[0]

    @model_validator(mode="after")
    def _check(self) -> Self:
        for error in self._faults():
            raise error
        return self

    def _faults(self) -> Iterator[QuestionError]:
        yield from self._faults_of_goals()
        for budget in self.budgets:
            yield from self._faults_of(budget)
        if self.min_share is not None and not 0 <= self.min_share <= 1:
            yield QuestionError("bad_share", value=self.min_share)
        if self.free_gemeenten is not None and not self.free_gemeenten:
            yield QuestionError("no_free_gemeenten")
        if both := self.open_sites & self.closed_sites:
            yield QuestionError("open_and_closed", sites=", ".join(sorted(both)))
        if self.max_changes is not None and self.max_changes < 0:
            yield QuestionError("bad_max_changes", value=self.max_changes)
        if self.harm is not None and (self.harm.max_m is None) == (self.harm.max_minutes is None):
            yield QuestionError("harm_metres_or_minutes")

    def _faults_of_goals(self) -> Iterator[QuestionError]:
        if not self.goals:
            yield QuestionError("no_goals")
            return
        if len(set(self.goals)) != len(self.goals):
            yield QuestionError("double_goal", goals=", ".join(self.goals))
        has_price = self.largest_price is not None or any(asked.price is not None for asked in self.norms)
        if has_price and self.goal not in PRICED_GOALS:
            yield QuestionError("price_needs_sum", goal=self.goal.value)
        if self.goal is Goal.COST:
            # Without anything to reach, closing everything is cheapest.
            if self.min_share is None and not self.norms:
                yield QuestionError("question_needs_share")
        elif not self.budgets and self.max_changes is None:
            yield QuestionError("question_needs_budget")

    def _faults_of(self, budget: Budget) -> Iterator[QuestionError]:
        for amount in (budget.eur_per_year, budget.eur_once):
            if amount is not None and not (amount.is_finite() and amount >= 0):
                yield QuestionError("bad_budget", value=amount)
        if budget.eur_once is not None and self.transitions is None:
            yield QuestionError("once_needs_transitions")
        outside = (budget.gemeenten or frozenset()) - (self.free_gemeenten or budget.gemeenten or frozenset())
        if outside:
            yield QuestionError("budget_outside", codes=", ".join(sorted(outside)))

    @field_serializer("free_gemeenten", "open_sites", "closed_sites")
    def _sorted(self, codes: frozenset[str] | None) -> list[str] | None:
        """Sort, so that equal questions give equal text in every process."""
        return None if codes is None else sorted(codes)
