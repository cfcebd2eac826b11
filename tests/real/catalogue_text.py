"""The text of the activiteitencatalogus, cut into its boxes of tariffs and the prose around them.

The text came out of a layout in columns: a box can be printed under the heading of another section, and the box of two
packages stands apart from the tariffs of one of them. What belongs to what is told here by words of the box itself.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

# '€ 95.116', '€ 11,19', and '€ € 95.116' as the text has it once.
AMOUNT: Final = re.compile(r"€ (?:€ )?(\d{1,3}(?:\.\d{3})+|\d+)(,\d{1,2})?(?![\d])")
_HEADING: Final = re.compile(r"\s*([1-6]\.[1-9]\d?)(?:\.\d+)?\s+\S")
# A box whose words tell its service; of the others the section does.
_BY_WORDS: Final = {
    "Tarief pakket 1": "llo-1",
    "Tarief pakket 2": "llo-2",
    "Materiaal en voorziening": "makersplaats",  # printed under § 3.2
    "€ 2.378 per kinderopvanglocatie": "boekstart-plus",  # printed under § 4.6
    "taalnetwerk € 3.170": "taalhuis",
    "inclusief werkgeverschap": "taalhuis-werkgeverschap",
    "Specifieke uitkering IDO": "ido",  # printed under § 6.2
}


@dataclass(frozen=True)
class Passage:
    """A part of the text in one line: a box (with the service that it is of, if words tell), or prose."""

    section: str
    is_box: bool
    text: str

    @property
    def service(self) -> str | None:
        """Code of the service, where the words of a box tell it."""
        return next((code for words, code in _BY_WORDS.items() if self.is_box and words in self.text), None)


def passages(source: str) -> list[Passage]:
    """Cut a text into passages; together they hold every line of it."""
    lines = source.split("\n")
    boxes = list(_boxes(lines))
    found: list[Passage] = []
    section, prose = "", list[str]()
    at = 0
    while at < len(lines):
        heading = _HEADING.match(lines[at])
        box = next((box for box in boxes if box.start == at), None)
        if heading or box:
            found.append(Passage(section, is_box=False, text=_one_line(prose)))
            prose = []
        if heading:
            section = f"§ {heading[1]}"
        if box:
            found.append(Passage(section, is_box=True, text=_one_line(lines[box.start : box.stop])))
            at = box.stop
        else:
            prose.append(lines[at])
            at += 1
    return [*found, Passage(section, is_box=False, text=_one_line(prose))]


def _boxes(lines: list[str]) -> Iterator[range]:
    """Lines of each box: from its kernfuncties, or its tariff when it names none, to its partners."""
    wsob: int | None = None
    tariff: int | None = None
    for at, line in enumerate(lines):
        if line.strip() == "Wsob":
            wsob = at
        elif re.match(r"\s*Tarief\b", line):
            tariff = at
        elif re.match(r"\s*Samenwerkingspartner", line) and tariff is not None:
            yield range(tariff if wsob is None else wsob, at + 1)
            wsob = tariff = None


def _one_line(lines: list[str]) -> str:
    """Join lines, and words that were broken at the end of one."""
    joined = re.sub(r"([a-z])-[ ]*\n\s*([a-z])", r"\1\2", "\n".join(lines))
    return " ".join(joined.split())
