"""What the process that asks and the one that searches say to each other: lines of JSON, of numbers and names only."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from spreiding.optimise.program import Aim, BoolArray, Ending, Limit
from spreiding.optimise.search import Outcome, Reached
from spreiding.optimise.stop import Stop

# The line that asks for the best plan so far.
ENOUGH: Final = "enough\n"
Message = Mapping[str, Any]


def to_line(message: Message) -> str:
    """Return `message` as a line; NaN is written as such, and an amount or a path as its text."""
    return json.dumps(message, default=str) + "\n"


def patience_s(seconds: float) -> float:
    """Return how long [s] to wait for an answer that was due after `seconds` of searching.

    A library looks at its clock between steps, and a step of a large problem takes longer.
    """
    return 2.0 + 0.1 * seconds


@dataclass(frozen=True)
class Task:
    """What is asked about the program in a parcel, once the process that searches is ready."""

    aims: tuple[Aim, ...]
    stop: Stop
    seed: int
    start: BoolArray | None

    def to_message(self) -> Message:
        """Write the task."""
        return {
            "aims": [aim.value for aim in self.aims],
            "time_limit_s": self.stop.time_limit_s,
            "gap": self.stop.gap,
            "seed": self.seed,
            "start": None if self.start is None else columns_of(self.start),
        }

    @classmethod
    def from_message(cls, message: Message, n_columns: int) -> "Task":
        """Read a task about a program of `n_columns`."""
        start = message["start"]
        return cls(
            aims=tuple(Aim(name) for name in message["aims"]),
            stop=Stop(message["time_limit_s"], message["gap"]),
            seed=message["seed"],
            start=None if start is None else chosen_of(start, n_columns),
        )


def outcome_to_message(outcome: Outcome) -> Message:
    """Write how a search ended."""
    return {
        "ending": outcome.ending.value,
        "plan": None if outcome.chosen is None else columns_of(outcome.chosen),
        "reached": [[part.aim.value, part.value, part.bound] for part in outcome.reached],
        "limits": [[limit.aim.value, limit.value] for limit in outcome.limits],
        "is_settled": outcome.is_settled,
    }


def outcome_from_message(message: Message, n_columns: int) -> Outcome:
    """Read how a search ended, about a program of `n_columns`."""
    plan = message["plan"]
    return Outcome(
        ending=Ending(message["ending"]),
        chosen=None if plan is None else chosen_of(plan, n_columns),
        reached=tuple(Reached(Aim(name), value, bound) for name, value, bound in message["reached"]),
        limits=tuple(Limit(Aim(name), value) for name, value in message["limits"]),
        is_settled=message["is_settled"],
    )


def columns_of(chosen: BoolArray) -> list[int]:
    """Return the numbers of the chosen columns."""
    return np.flatnonzero(chosen).tolist()


def chosen_of(columns: list[int], n_columns: int) -> BoolArray:
    """Return the chosen columns by their numbers."""
    chosen = np.zeros(n_columns, dtype=np.bool_)
    chosen[columns] = True
    return chosen
