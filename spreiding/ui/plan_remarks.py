"""What is remarkable about the answer of a search: one Dutch sentence per kind of remark."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from spreiding.optimise.result import Remark, RemarkKind
from spreiding.ui.numbers import edge, euros, whole
from spreiding.ui.teksten import listed

OPMERKINGEN: Final[Mapping[RemarkKind, str]] = {
    RemarkKind.WITHOUT_TARIFF: (
        "In {gemeenten} gelden de tarieven niet: daar blijft alles zoals het is, buiten het budget "
        "(vestigingen: {n_stay}, plekken die niet meedoen: {n_closed})."
    ),
    RemarkKind.COST_UNKNOWN: (
        "De kosten zijn onbekend van {sites}; die vestigingen blijven zoals ze zijn, buiten het budget."
    ),
    RemarkKind.ONCE_UNKNOWN: (
        "Van {n_sites} plekken is onbekend wat een verandering eenmalig kost; die verandering doet niet mee: {sites}."
    ),
    RemarkKind.MOVES_LEFT_OUT: (
        "Verhuizingen bij de eenmalige bedragen ({n_moves}) doen niet mee in het zoeken: wat dichtgaat en wat "
        "opengaat tellen daar apart."
    ),
    RemarkKind.BEYOND_REACH: (
        "{inwoners} inwoners wonen verder dan de norm van elke vestiging en elke plek die meedoet: geen plan bereikt "
        "hen."
    ),
    RemarkKind.BEYOND_CUTOFF: (
        "{inwoners} inwoners moeten ergens voor verder dan {cutoff_m}, of kunnen daarvoor nergens terecht; dat telt "
        "als {cutoff_m}."
    ),
    RemarkKind.AT_CUTOFF: (
        "In elk plan reist iemand {cutoff_m} of verder, dus dit doel kan plannen niet onderscheiden; laat een grotere "
        "afstand meetellen, of meet tot de dichtstbijzijnde vestiging."
    ),
    RemarkKind.NORM_OUTSIDE: "De norm '{norm}' hangt niet van vestigingen af en doet niet mee in het zoeken.",
    RemarkKind.KERNEN_OPEN: (
        "Over {n_kernen} kernen geeft de normtoets bij de norm '{norm}' geen oordeel, omdat niemand hun inwoners "
        "bevestigde."
    ),
    RemarkKind.PARTIAL: (
        "Over {gemeenten} geeft de normtoets bij de norm '{norm}' geen oordeel: de regio bevat daar maar een deel van."
    ),
    RemarkKind.TIES_OPEN: (
        "Er kan een even goed plan zijn dat goedkoper is of minder verandert: de tijd daarvoor was op."
    ),
    RemarkKind.STOPPED: "Het zoeken is gestopt voordat het klaar was.",
}


def remark_sentence(remark: Remark) -> str:
    """Return the Dutch sentence of a remark, numbers written the Dutch way."""
    written = {name: _written(name, value) for name, value in remark.data.items()}
    return OPMERKINGEN[remark.kind].format(**written)


def _written(name: str, value: str | float | Decimal) -> str:
    if isinstance(value, str):
        return listed(value.split(", ")) if name == "gemeenten" else value
    if name == "cutoff_m":
        return f"{edge(float(value))}\u00a0km"
    return euros(value) if name.startswith("eur_") else whole(value)
