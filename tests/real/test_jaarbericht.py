"""The figures of members and visits as data are those that the annual report of Midden-Drenthe prints."""

import re
from pathlib import Path
from typing import Final

from spreiding.io.membership import read_membership

ROOT: Final = Path(__file__).resolve().parents[2]


def test_every_figure_stands_in_the_column_of_the_annual_report(shared_data: Path) -> None:
    (report,) = (shared_data.parent / "bronnen").glob("004_*.txt")
    text = report.read_text(encoding="utf-8")
    # The names stand in one column, the numbers in another, each in the same order with the year between the blocks.
    labels = re.search(
        r"Bezoekers in de bibliotheek\s.*?Leden\s+Betalend\s+Jeugd\s+Start .*?\s+Overig\s+Totaal", text, re.DOTALL
    )
    numbers = re.search(
        r"2024\s+([\d.]+)\s+[\d.]+\s+2024\s+([\d.]+)\s+([\d.]+)\s+([\d.]+)\s+([\d.]+)\s+([\d.]+)",
        text[text.index("155 ") :],
    )
    assert labels
    assert numbers
    printed = [int(number.replace(".", "")) for number in numbers.groups()]
    fact = read_membership(ROOT / "data" / "uitgangspunten" / "gebruik.toml").facts_of("GM1731")
    assert fact is not None
    ours = (fact.visits, fact.paying, fact.youth, fact.starting, fact.other, fact.members)
    assert [figure.value for figure in ours] == printed
