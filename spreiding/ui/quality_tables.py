"""The tables of the quality report, and the words around them."""

import math
from collections.abc import Callable, Mapping
from typing import Any, Final

import pandas as pd
from pandas.io.formats.style import Styler

from spreiding.domain import Modality
from spreiding.quality import Quality
from spreiding.ui import labels
from spreiding.ui.kwaliteit import IN_ORDER, NOTICE, findings, kilometres_of
from spreiding.ui.maps import to_degrees
from spreiding.ui.markdown import plain_frame
from spreiding.ui.numbers import length, signed, whole

SUBJECT, FIGURE, VERDICT, MEANING, ADVICE = "Onderwerp", "Cijfer", "Oordeel", "Wat het betekent", "Wat u kunt doen"
OURS, THEIRS, DIFFERENCE = "Afstand hier", "Afstand volgens CBS", "Verschil"
INWONERS_SOURCE: Final = "Inwoners volgens CBS"
SQUARE, TO_ROAD, ON_THE_MAP = "Vierkant", "Tot de weg", "Op de kaart"
# Opened by a click only, in the browser of the user.
_MAP: Final = "https://www.openstreetmap.org/?mlat={0:.5f}&mlon={1:.5f}#map=16/{0:.5f}/{1:.5f}"
MAP_LINK, MAP_HELP = "bekijk", "Opent OpenStreetMap in een nieuw tabblad; daarvoor is internet nodig."
MODALITY, NODES, PIECES = "Vervoer", "Knopen", "Losse stukken"
PIECES_INWONERS: Final = "Inwoners aan losse stukken"
UNSERVED, UNSERVED_INWONERS = "Delen zonder plek", "Inwoners aan delen zonder plek"
ROAD: Final = {
    Modality.AUTO: "Tot de autoweg",
    Modality.FIETS: "Tot de fietsroute",
    Modality.EBIKE: "Tot de e-bikeroute",
    Modality.LOPEN: "Tot de looproute",
}

IN_ORDER_TITLE: Final = "In orde ({n})"
TABS: Final = ("Bevindingen", "Bronnen", "Afstand naast CBS", "Vestigingen", "Wegen")
DOWNLOAD, DOWNLOAD_FILE = "Rapport downloaden (JSON)", "kwaliteit.json"
ABOUT_SOURCES: Final = "Elk bestand waaruit deze regio is gemaakt, met de datum die het zelf noemt."
ABOUT_DISTANCE: Final = (
    "Gemiddelde afstand over de weg met de auto tot de dichtstbijzijnde vestiging van nu, naast de afstand tot een "
    "bibliotheek die het CBS per gemeente meet. Meer dan {max_km} km verschil heeft een oorzaak: een vestiging die "
    "ontbreekt of te veel is, wegen die ontbreken, of inwoners op een andere plek."
)
CALIBRATED: Final = (
    "Het voorbeeld is zo gemaakt dat deze afstanden kloppen. De tabel is hier dus een ijking en bewijst niets; bij uw "
    "eigen gegevens is zij een echte controle."
)
ABOUT_BRANCHES: Final = (
    "Van elke vestiging hoever zij van de dichtstbijzijnde weg staat, de verste bovenaan. Meer dan {far} meter: "
    "controleer de coördinaten."
)
ABOUT_NETWORK: Final = (
    "Een los stuk is een weg vanwaar men niet overal komt: een terrein achter een hek, een straat aan de rand van het "
    "uittreksel. Wie daar woont, vertrekt van de dichtstbijzijnde andere weg; die loopafstand telt mee."
)
ABOUT_FAR: Final = (
    "Vierkanten met inwoners op meer dan {far} meter van een autoweg. Daar ontbreekt een weg, of ligt het midden van "
    "het vierkant ver van de huizen."
)
NO_FAR: Final = "Niemand woont verder dan {far} meter van een weg."
NO_BRANCHES: Final = "Deze regio heeft geen vestigingen."


def _difference(value: float) -> str:
    return signed(kilometres_of(value), round(value, 1)) if math.isfinite(value) else labels.NOTHING


# None is unknown; a number keeps its value, so that a table still sorts.
_FORMATS: Final[Mapping[Any, Callable[[Any], str]]] = {
    labels.INWONERS: whole,
    INWONERS_SOURCE: whole,
    OURS: kilometres_of,
    THEIRS: kilometres_of,
    DIFFERENCE: _difference,
    TO_ROAD: length,
    **dict.fromkeys(ROAD.values(), length),
}


def notable_rows(quality: Quality) -> pd.DataFrame:
    """Return the findings that ask for attention, with what to do."""
    rows = [
        {SUBJECT: line.subject, FIGURE: line.figure, MEANING: line.meaning, ADVICE: line.advice}
        for line in findings(quality)
        if line.advice
    ]
    return _frame(rows, (SUBJECT, FIGURE, MEANING, ADVICE))


def orderly_rows(quality: Quality) -> pd.DataFrame:
    """Return the findings that are in order."""
    rows = [
        {SUBJECT: line.subject, FIGURE: line.figure, MEANING: line.meaning}
        for line in findings(quality)
        if not line.advice
    ]
    return _frame(rows, (SUBJECT, FIGURE, MEANING))


def distance_rows(quality: Quality) -> Styler:
    """Our mean distance per gemeente beside the one of CBS, for `st.table`."""
    rows = [
        {
            labels.GEMEENTE: row.name,
            labels.INWONERS: row.inwoners,
            INWONERS_SOURCE: row.inwoners_source,
            OURS: row.distance_km,
            THEIRS: row.distance_source_km,
            DIFFERENCE: row.difference_km,
            VERDICT: labels.NOTHING if row.difference_km is None else NOTICE if row.is_large else IN_ORDER,
        }
        for row in quality.gemeenten
    ]
    numeric = (labels.INWONERS, INWONERS_SOURCE, OURS, THEIRS, DIFFERENCE)
    frame = _frame(rows, (labels.GEMEENTE, *numeric, VERDICT)).astype(dict.fromkeys(numeric, float))
    return _formatted(plain_frame(frame))


def branch_rows(quality: Quality) -> Styler:
    """Today's branches with their distance to the roads, numbers that still sort as numbers."""
    names = {row.code: row.name for row in quality.gemeenten}
    rows: list[dict[str, Any]] = [
        {
            labels.BRANCH: branch.name,
            labels.GEMEENTE: names.get(branch.gemeente or "", branch.gemeente or labels.NOTHING),
        }
        | {name: branch.walk_m.get(modality) for modality, name in ROAD.items()}
        | {VERDICT: NOTICE if branch.is_far else IN_ORDER}
        for branch in quality.branches
    ]
    frame = _frame(rows, (labels.BRANCH, labels.GEMEENTE, *ROAD.values(), VERDICT))
    return _formatted(frame.astype(dict.fromkeys(ROAD.values(), float)))


def network_rows(quality: Quality) -> pd.DataFrame:
    """Nodes and loose pieces of the roads per modality."""
    rows = []
    for modality, n_nodes in quality.n_nodes.items():
        loose = quality.components.get(modality)
        rows.append(
            {
                MODALITY: labels.MODALITIES[modality],
                NODES: whole(n_nodes),
                PIECES: labels.NOTHING if loose is None else whole(loose.n_small),
                PIECES_INWONERS: labels.NOTHING if loose is None else whole(loose.inwoners_small),
                UNSERVED: labels.NOTHING if loose is None else whole(loose.n_unserved),
                UNSERVED_INWONERS: labels.NOTHING if loose is None else whole(loose.inwoners_unserved),
            }
        )
    return _frame(rows, (MODALITY, NODES, PIECES, PIECES_INWONERS, UNSERVED, UNSERVED_INWONERS))


def far_rows(quality: Quality) -> Styler:
    """Squares far from a road, each with the address of a map of its surroundings."""
    rows = [
        {
            SQUARE: square.id,
            labels.INWONERS: square.inwoners,
            TO_ROAD: square.walk_m,
            ON_THE_MAP: _MAP.format(*to_degrees(square.x_m, square.y_m)),
        }
        for square in quality.squares_far
    ]
    frame = _frame(rows, (SQUARE, labels.INWONERS, TO_ROAD, ON_THE_MAP))
    return _formatted(frame)


def _frame(rows: list[dict[str, Any]], columns: tuple[str, ...]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=list(columns)).set_index(columns[0])


def _formatted(frame: pd.DataFrame) -> Styler:
    return frame.style.format({name: _FORMATS[name] for name in frame.columns if name in _FORMATS})
