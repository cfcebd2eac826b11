"""How fairly distances are shared, in words: two measures for everyone, the others for who asks for more."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import pandas as pd

from spreiding.equity import Fairness
from spreiding.ui import labels
from spreiding.ui.numbers import decimals, length, percentage, whole

MEASURE, MEANING = "Maat", "Wat het betekent"
MORE: Final = "Meer maten"
UNDETERMINED: Final = "niet te bepalen"
UNBOUNDED: Final = "oneindig groot"
PART: Final = "{part} ({share})"
WITHOUT_ROUTE: Final = "{persons} inwoners hebben geen route naar een vestiging; zij tellen in deze maten niet mee."
WITHOUT_ROUTE_BOTH: Final = (
    "Nu hebben {now} en in dit scenario {planned} inwoners geen route naar een vestiging; zij tellen in deze maten "
    "niet mee."
)


@dataclass(frozen=True)
class FairnessRows:
    """Two tables for `st.table`, and what to say of inhabitants whom they leave out (None: nobody)."""

    first: pd.DataFrame
    more: pd.DataFrame
    note: str | None


@dataclass(frozen=True)
class _Measure:
    """One row: its name, how its figure is written, and what that means."""

    name: str
    written: Callable[[Fairness], str]
    meaning: str


def fairness_rows(today: Fairness, scenario: Fairness | None) -> FairnessRows:
    """Put the measures of today, and of a scenario if there is one, in tables: the first screen, and more."""
    return FairnessRows(
        first=_frame(_FIRST, today, scenario),
        more=_frame(_MORE, today, scenario),
        note=_without_route(today, scenario),
    )


def _frame(measures: tuple[_Measure, ...], today: Fairness, scenario: Fairness | None) -> pd.DataFrame:
    columns = {labels.NOW: today} | ({} if scenario is None else {labels.PLANNED: scenario})
    rows = [
        {MEASURE: measure.name}
        | {name: measure.written(fairness) for name, fairness in columns.items()}
        | {MEANING: measure.meaning}
        for measure in measures
    ]
    return pd.DataFrame(rows).set_index(MEASURE)


def _without_route(today: Fairness, scenario: Fairness | None) -> str | None:
    """Say how many inhabitants no measure counts; a plan that cuts them off would look fairer than it is."""
    now, planned = whole(today.persons_unreachable), whole((scenario or today).persons_unreachable)
    if now == planned:
        return None if now == whole(0) else WITHOUT_ROUTE.format(persons=now)
    return WITHOUT_ROUTE_BOTH.format(now=now, planned=planned)


def _metres(value: float) -> str:
    return length(value) if math.isfinite(value) else UNDETERMINED


def _number(value: float, *, n_decimals: int) -> str:
    if math.isnan(value):
        return UNDETERMINED
    return decimals(value, n_decimals=n_decimals) if math.isfinite(value) else UNBOUNDED


def _part(value: float, total: float) -> str:
    """Write a part of Theil with its share in the total; of nothing there is no share."""
    written = _number(value, n_decimals=3)
    return PART.format(part=written, share=percentage(value / total)) if total > 0 else written


_FIRST: Final = (
    _Measure(
        "De 10% die het verst moet reizen",
        lambda fairness: _metres(fairness.worst_tenth_m),
        "Gemiddelde afstand van de 10% van de inwoners met de langste weg naar een vestiging.",
    ),
    _Measure(
        "Verschil tussen dorpen",
        lambda fairness: _metres(fairness.village_gap_m),
        "Zet de inwoners van alle dorpen en steden op volgorde van de gemiddelde afstand in hun plaats: dit is het "
        "verschil tussen wie op 10% en wie op 90% van die rij staat.",
    ),
)
_MORE: Final = (
    _Measure(
        "Gini",
        lambda fairness: _number(fairness.gini, n_decimals=2),
        "Bij 0 reist iedereen even ver, bij bijna 1 legt één inwoner alle kilometers af.",
    ),
    _Measure(
        "Theil, totaal",
        lambda fairness: _number(fairness.theil, n_decimals=3),
        "Bij 0 reist iedereen even ver; hoe hoger, hoe ongelijker, en het totaal is de som van de twee delen "
        "hieronder.",
    ),
    _Measure(
        "Theil, tussen gemeenten",
        lambda fairness: _part(fairness.theil_between, fairness.theil),
        "Het deel dat ontstaat doordat men in de ene gemeente gemiddeld verder reist dan in de andere.",
    ),
    _Measure(
        "Theil, binnen gemeenten",
        lambda fairness: _part(fairness.theil_within, fairness.theil),
        "Het deel dat ontstaat doordat inwoners van dezelfde gemeente niet even ver reizen.",
    ),
    _Measure(
        "Palma-verhouding",
        lambda fairness: _number(fairness.palma, n_decimals=1),
        "Zoveel keer zo ver als de 40% die het dichtstbij woont, reist de 10% die het verst moet.",
    ),
    _Measure(
        "Gelijkwaardige afstand (Kolm-Pollak)",
        lambda fairness: _metres(fairness.ede_m),
        "Zou iedereen precies deze afstand reizen, dan woog dat even zwaar als de echte afstanden, waarvan de lange "
        "extra tellen.",
    ),
)
