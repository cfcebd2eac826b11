"""The tables of who uses whom, and the words around them."""

from collections.abc import Callable, Mapping
from typing import Any, Final

import pandas as pd
from pandas.io.formats.style import Styler

from spreiding.region import Region
from spreiding.ui import labels
from spreiding.ui.markdown import plain_frame
from spreiding.ui.numbers import UNKNOWN, percentage, whole
from spreiding.usage import Usage

TITLE: Final = "Wie gebruikt wat"
OWN, ELSEWHERE, FROM_ELSEWHERE = "In de eigen gemeente", "In een andere gemeente", "Van elders dichtstbij"
LIVES_IN, GOES_TO, PART = "Woont in", "Dichtstbijzijnde vestiging in", "Deel van de gemeente"
OUTSIDE: Final = "buiten de gemeenten van deze regio"
ABOUT: Final = (
    "Van elke inwoner telt de dichtstbijzijnde open vestiging, ook als die in een andere gemeente staat; waar iemand "
    "werkelijk heen gaat, is niet gemeten."
)
ABOUT_OWN: Final = (
    "'Van elders dichtstbij' zijn inwoners van andere gemeenten voor wie de dichtstbijzijnde vestiging in deze staat."
)
ABOUT_PAIRS: Final = "Wie over de grens van de eigen gemeente het dichtst bij een vestiging woont, de meesten bovenaan."
NO_PAIRS: Final = "Voor niemand staat de dichtstbijzijnde vestiging in een andere gemeente."

# A pair of fewer persons is a rounding of shares.
_MIN_PERSONS: Final = 0.5


def _share(value: float) -> str:
    written = percentage(value)
    return labels.NOTHING if written == UNKNOWN else written


_FORMATS: Final[Mapping[Any, Callable[[Any], str]]] = {
    labels.INWONERS: whole,
    OWN: _share,
    ELSEWHERE: _share,
    labels.NO_ROUTE: whole,
    FROM_ELSEWHERE: whole,
    PART: _share,
}


def own_rows(region: Region, usage: Usage) -> Styler:
    """Which share of every gemeente has its nearest branch in it, for `st.table`; who lives in none comes last."""
    persons = usage.persons
    listed: list[dict[str, Any]] = []
    for k, name in enumerate(_names(region)):
        inwoners, no_route = float(usage.inwoners[k]), float(usage.inwoners_without_route[k])
        own = float(usage.inwoners_of_own[k]) if k < len(region.gemeenten) else 0.0
        listed.append(
            {
                labels.GEMEENTE: name,
                labels.INWONERS: inwoners,
                OWN: _part(own, inwoners) if k < len(region.gemeenten) else float("nan"),
                ELSEWHERE: _part(inwoners - own - no_route, inwoners),
                labels.NO_ROUTE: no_route,
                FROM_ELSEWHERE: float(persons[:, k].sum()) - own,
            }
        )
    *gemeenten, outside = listed
    gemeenten.sort(key=lambda row: row[labels.GEMEENTE])
    is_empty = outside[labels.INWONERS] + outside[FROM_ELSEWHERE] < _MIN_PERSONS
    frame = pd.DataFrame(gemeenten if is_empty else [*gemeenten, outside]).set_index(labels.GEMEENTE)
    if not usage.inwoners_without_route.any():
        frame = frame.drop(columns=labels.NO_ROUTE)
    return _formatted(plain_frame(frame))


def pair_rows(region: Region, usage: Usage, gemeente: str | None) -> Styler | None:
    """Who goes from one gemeente to another, most first; of one gemeente both ways; None when nobody does."""
    names = _names(region)
    codes: list[str | None] = [*(area.code for area in region.gemeenten), ""]
    listed: list[dict[str, Any]] = [
        {
            LIVES_IN: names[a],
            GOES_TO: names[b],
            labels.INWONERS: float(usage.persons[a, b]),
            PART: _part(float(usage.persons[a, b]), float(usage.inwoners[a])),
        }
        for a in range(len(names))
        for b in range(len(names))
        if a != b and usage.persons[a, b] >= _MIN_PERSONS and gemeente in {None, codes[a], codes[b]}
    ]
    listed.sort(key=lambda row: -row[labels.INWONERS])
    return _formatted(pd.DataFrame(listed)) if listed else None


def _names(region: Region) -> list[str]:
    """Names of the rows of a usage."""
    return [*(area.name for area in region.gemeenten), OUTSIDE]


def _part(persons: float, inwoners: float) -> float:
    return persons / inwoners if inwoners > 0 else float("nan")


def _formatted(frame: pd.DataFrame) -> Styler:
    return frame.style.format({name: _FORMATS[name] for name in frame.columns if name in _FORMATS})
