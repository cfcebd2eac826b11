"""The tables of the quality report, and the words around them."""

from typing import Any, Final

import pandas as pd

from spreiding.domain import Modality
from spreiding.quality import Quality
from spreiding.ui import labels
from spreiding.ui.kwaliteit import IN_ORDER, NOTICE, findings, kilometres_of
from spreiding.ui.numbers import length, signed, whole

SUBJECT, FIGURE, VERDICT, MEANING, ADVICE = "Onderwerp", "Cijfer", "Oordeel", "Wat het betekent", "Wat u kunt doen"
OURS, THEIRS, DIFFERENCE = "Afstand hier", "Afstand volgens CBS", "Verschil"
INWONERS_SOURCE: Final = "Inwoners volgens CBS"
SQUARE, X, Y, TO_ROAD = "Vierkant", "x (RD)", "y (RD)", "Tot de weg"
MODALITY, NODES, PIECES = "Vervoer", "Knopen", "Losse stukken"
PIECES_INWONERS: Final = "Inwoners aan losse stukken"
ROAD: Final = {
    Modality.AUTO: "Tot de autoweg",
    Modality.FIETS: "Tot de fietsroute",
    Modality.EBIKE: "Tot de e-bikeroute",
    Modality.LOPEN: "Tot de looproute",
}

TABS: Final = ("Bevindingen", "Bronnen", "Afstand naast CBS", "Vestigingen", "Wegen")
DOWNLOAD, DOWNLOAD_FILE = "Rapport downloaden (JSON)", "kwaliteit.json"
ABOUT_SOURCES: Final = "Elk bestand waaruit deze regio is gemaakt, met de datum die het zelf noemt."
ABOUT_DISTANCE: Final = (
    "Gemiddelde afstand over de weg met de auto tot de dichtstbijzijnde vestiging van nu, naast de afstand tot een "
    "bibliotheek die het CBS per gemeente meet. Meer dan {max_km} km verschil heeft een oorzaak: een vestiging die "
    "ontbreekt of te veel is, wegen die ontbreken, of inwoners op een andere plek."
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


def finding_rows(quality: Quality) -> pd.DataFrame:
    """Return the report as a table."""
    rows = [
        {
            SUBJECT: line.subject,
            FIGURE: line.figure,
            VERDICT: line.verdict,
            MEANING: line.meaning,
            ADVICE: line.advice or labels.NOTHING,
        }
        for line in findings(quality)
    ]
    return pd.DataFrame(rows).set_index(SUBJECT)


def distance_rows(quality: Quality) -> pd.DataFrame:
    """Our mean distance per gemeente beside the one of CBS."""
    rows = [
        {
            labels.GEMEENTE: row.name,
            labels.INWONERS: whole(row.inwoners),
            INWONERS_SOURCE: whole(row.inwoners_source),
            OURS: kilometres_of(row.distance_km),
            THEIRS: kilometres_of(row.distance_source_km),
            DIFFERENCE: labels.NOTHING
            if row.difference_km is None
            else signed(kilometres_of(row.difference_km), round(row.difference_km, 1)),
            VERDICT: labels.NOTHING if row.difference_km is None else NOTICE if row.is_large else IN_ORDER,
        }
        for row in quality.gemeenten
    ]
    columns = (labels.GEMEENTE, labels.INWONERS, INWONERS_SOURCE, OURS, THEIRS, DIFFERENCE, VERDICT)
    return _frame(rows, columns)


def branch_rows(quality: Quality) -> pd.DataFrame:
    """Today's branches with their distance to the roads."""
    names = {row.code: row.name for row in quality.gemeenten}
    rows: list[dict[str, Any]] = [
        {
            labels.BRANCH: branch.name,
            labels.GEMEENTE: names.get(branch.gemeente or "", branch.gemeente or labels.NOTHING),
        }
        | {name: length(branch.walk_m.get(modality)) for modality, name in ROAD.items()}
        | {VERDICT: NOTICE if branch.is_far else IN_ORDER}
        for branch in quality.branches
    ]
    return _frame(rows, (labels.BRANCH, labels.GEMEENTE, *ROAD.values(), VERDICT))


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
            }
        )
    return _frame(rows, (MODALITY, NODES, PIECES, PIECES_INWONERS))


def far_rows(quality: Quality) -> pd.DataFrame:
    """Squares far from a road."""
    rows = [
        {
            SQUARE: square.id,
            labels.INWONERS: whole(square.inwoners),
            TO_ROAD: length(square.walk_m),
            X: whole(square.x_m),
            Y: whole(square.y_m),
        }
        for square in quality.squares_far
    ]
    return _frame(rows, (SQUARE, labels.INWONERS, TO_ROAD, X, Y))


def _frame(rows: list[dict[str, Any]], columns: tuple[str, ...]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=list(columns)).set_index(columns[0])
