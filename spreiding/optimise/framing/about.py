"""What a rule of a program is about, written in its label so that it can be read back: which norm, where, for what."""

from dataclasses import astuple, dataclass
from typing import Self

from spreiding.optimise.result import RuleName


@dataclass(frozen=True)
class About:
    """A rule (None: a norm), the `number` of its norm or budget in the question (-1: none), and where it is asked.

    Empty text is none: `gemeente` is a CBS code, `kern` and `site` are ids, `kernfunctie` is its number (0: none).
    """

    rule: RuleName | None
    number: int = -1
    gemeente: str = ""
    kernfunctie: int = 0
    site: str = ""
    kern: str = ""

    @property
    def label(self) -> str:
        """The label of a row, which `read` understands."""
        return "|".join("" if part is None else str(part) for part in astuple(self))

    @classmethod
    def read(cls, label: str) -> Self:
        """Return what the row with this label is about."""
        # The id of a kern comes from a file and may hold anything: it stands last.
        rule, number, gemeente, kernfunctie, site, kern = label.split("|", 5)
        return cls(RuleName(rule) if rule else None, int(number), gemeente, int(kernfunctie), site, kern)
