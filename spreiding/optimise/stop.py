"""When a search ends before it has a proof: at a time, at a gap, or when somebody asks; and who follows it."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter

from spreiding.errors import QuestionError
from spreiding.optimise.program import BoolArray

# 'Bewezen optimaal' asks for this relative gap, and for an independent check.
PROVEN_GAP = 1e-4


@dataclass(frozen=True)
class Stop:
    """When to stop: after `time_limit_s` [s], or once the relative gap is at most `gap`.

    Raises
    ------
    QuestionError
        `bad_time_limit`, `bad_gap`.

    """

    time_limit_s: float = 60.0
    gap: float = PROVEN_GAP

    def __post_init__(self) -> None:
        """Check both numbers."""
        if not (math.isfinite(self.time_limit_s) and self.time_limit_s > 0):
            raise QuestionError("bad_time_limit", value=self.time_limit_s)
        if not (math.isfinite(self.gap) and self.gap >= 0):
            raise QuestionError("bad_gap", value=self.gap)


@dataclass(frozen=True)
class Watch:
    """Someone who follows a search: hears (incumbent, bound) in the unit of the aim, and may ask to stop.

    The incumbent is NaN until there is a plan. `on_plan` hears the columns of each better plan that respects every
    rule: the last one is the answer when the search has to be ended from outside. What a listener raises ends the
    search and is raised again.
    """

    on_progress: Callable[[float, float], None] = lambda _incumbent, _bound: None
    on_plan: Callable[[BoolArray], None] = lambda _chosen: None
    should_stop: Callable[[], bool] = lambda: False


@dataclass(frozen=True)
class Clock:
    """How much of a search's time is left [s]."""

    ends_at: float

    @classmethod
    def of(cls, seconds: float) -> "Clock":
        """Start a clock that runs for `seconds`."""
        return cls(perf_counter() + seconds)

    def left(self) -> float:
        """Return the seconds that are left; negative when the time is over."""
        return self.ends_at - perf_counter()

    def within(self, seconds: float) -> "Clock":
        """Return a clock that ends after `seconds` at the latest."""
        return Clock(min(self.ends_at, perf_counter() + seconds))
