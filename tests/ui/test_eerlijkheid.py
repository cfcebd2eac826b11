"""Fairness in words: Dutch numbers, one plain sentence per measure, and nothing claimed that cannot be known."""

import math
from dataclasses import replace

import pytest

from spreiding.equity import Fairness
from spreiding.ui import eerlijkheid, labels
from spreiding.ui.eerlijkheid import MEANING, UNBOUNDED, UNDETERMINED, fairness_rows

TODAY = Fairness(
    persons_unreachable=0.0,
    worst_tenth_m=12_345.0,
    village_gap_m=640.0,
    gini=0.3127,
    theil_between=0.02,
    theil_within=0.06,
    palma=4.04,
    ede_m=6_078.0,
)
NOBODY = Fairness(*[0.0], *[math.nan] * 7)


def test_the_first_screen_has_two_measures() -> None:
    first = fairness_rows(TODAY, None).first
    assert first[labels.NOW].to_dict() == {
        "De 10% die het verst moet reizen": "12,3\u00a0km",
        "Verschil tussen dorpen": "640\u00a0m",
    }


def test_more_measures_are_written_as_dutch_people_read_them() -> None:
    # Theil: 0.02 + 0.06 = 0.08, of which a quarter lies between gemeenten.
    assert fairness_rows(TODAY, None).more[labels.NOW].to_dict() == {
        "Gini": "0,31",
        "Theil, totaal": "0,080",
        "Theil, tussen gemeenten": "0,020 (25,0%)",
        "Theil, binnen gemeenten": "0,060 (75,0%)",
        "Palma-verhouding": "4,0",
        "Gelijkwaardige afstand (Kolm-Pollak)": "6,1\u00a0km",
    }


def test_a_scenario_stands_beside_today() -> None:
    tables = fairness_rows(TODAY, replace(TODAY, worst_tenth_m=9_960.0, gini=0.25))
    assert tables.first.columns.tolist() == ["Nu", "In dit scenario", MEANING]
    assert tables.first.loc["De 10% die het verst moet reizen", "In dit scenario"] == "10,0\u00a0km"
    assert [tables.more.loc["Gini", column] for column in ("Nu", "In dit scenario")] == ["0,31", "0,25"]


def test_what_is_not_known_is_said_to_be_undetermined() -> None:
    tables = fairness_rows(NOBODY, None)
    assert {*tables.first[labels.NOW], *tables.more[labels.NOW]} == {UNDETERMINED} == {"niet te bepalen"}


def test_a_ratio_without_a_bound_is_not_called_unknown() -> None:
    assert fairness_rows(replace(TODAY, palma=math.inf), None).more.loc["Palma-verhouding", "Nu"] == UNBOUNDED


def test_of_no_inequality_there_are_no_shares() -> None:
    more = fairness_rows(replace(TODAY, theil_between=0.0, theil_within=0.0), None).more
    assert more.filter(like="Theil", axis="index")[labels.NOW].tolist() == ["0,000"] * 3


def test_every_measure_is_explained_in_one_sentence() -> None:
    tables = fairness_rows(TODAY, None)
    for meaning in [*tables.first[MEANING], *tables.more[MEANING]]:
        assert meaning[0].isupper()
        assert meaning.endswith(".")
        assert ". " not in meaning
        assert "  " not in meaning


@pytest.mark.parametrize(
    ("now", "planned", "note"),
    [
        (0.0, None, None),
        (0.4, 0.0, None),
        (1234.0, None, eerlijkheid.WITHOUT_ROUTE.format(persons="1.234")),
        (12.0, 12.0, eerlijkheid.WITHOUT_ROUTE.format(persons="12")),
        (0.0, 1500.0, eerlijkheid.WITHOUT_ROUTE_BOTH.format(now="0", planned="1.500")),
    ],
)
def test_inhabitants_whom_no_measure_counts_are_told(now: float, planned: float | None, note: str | None) -> None:
    scenario = None if planned is None else replace(TODAY, persons_unreachable=planned)
    assert fairness_rows(replace(TODAY, persons_unreachable=now), scenario).note == note
