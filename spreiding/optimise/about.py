"""What a rule of a program is about, written in its label so that it can be read back: which norm, where, for what."""

from dataclasses import astuple, dataclass
from enum import StrEnum
from typing import Self


class RuleName(StrEnum):
    """The rules of a question; `NORM` and `BUDGET` are numbered as in the question."""

    HEADLINE = "headline"
    NORM = "norm"
    BUDGET_YEARLY = "budget_yearly"
    BUDGET_ONCE = "budget_once"
    OPEN = "open"
    LARGEST = "largest"
    CHANGES = "changes"
    HARM = "harm"
    CATCHMENT = "catchment"


@dataclass(frozen=True)
class About:
    """A rule, the `number` of its norm or budget in the question (-1: none), and the area or site that it is about.

    Empty text is none: `gemeente` is a CBS code, `kern` and `site` are ids, `kernfunctie` is its number (0: none).
    """

    rule: RuleName
    number: int = -1
    gemeente: str = ""
    kernfunctie: int = 0
    site: str = ""
    kern: str = ""

    @property
    def label(self) -> str:
        """The label of a row, which `read` understands."""
        return "|".join(map(str, astuple(self)))

    @classmethod
    def read(cls, label: str) -> Self:
        """Return what the row with this label is about."""
        # The id of a kern comes from a file and may hold anything: it stands last.
        rule, number, gemeente, kernfunctie, site, kern = label.split("|", 5)
        return cls(RuleName(rule), int(number), gemeente, int(kernfunctie), site, kern)
