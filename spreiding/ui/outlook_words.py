"""The words of several years, of who pays and of use, beside those of `meerjaren` and `gebruik`."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from spreiding.funding import CoverSource
from spreiding.outlook import CoverNames, Outlook
from spreiding.ui.numbers import euros

TITLE: Final = "Meer jaren"
NAMES: Final = CoverNames(
    subsidy="subsidie van nu", ido="IDO: specifieke uitkering van het rijk", schools="bijdrage van scholen aan dBos"
)
SOURCES: Final[Mapping[CoverSource, str]] = {
    CoverSource.GEMEENTE: "de gemeente",
    CoverSource.PROVINCIE: "de provincie",
    CoverSource.RIJK: "het rijk",
    CoverSource.SCHOOL: "de school",
    CoverSource.OWN_INCOME: "eigen inkomsten",
}
ENDING: Final = "Als de dekking door {source} stopt vanaf {year}"
ABOUT_UNIT_COSTS: Final = (
    "De kosten per bezoek en per lid zijn die van de vestiging zelf (klasse, pakket, Open+ en huisvesting), zonder wat "
    "de gemeente per inwoner en aan diensten betaalt."
)
ONE_OFFS_UNKNOWN: Final = "Eenmalige bedragen die niemand heeft opgegeven tellen niet mee:"
_SAVES: Final = "Over {first} tot en met {last} is het scenario samen {eur} goedkoper dan doorgaan zoals nu"
_COSTS: Final = "Over {first} tot en met {last} is het scenario samen {eur} duurder dan doorgaan zoals nu"
_SAME: Final = "Over {first} tot en met {last} kost het scenario evenveel als doorgaan zoals nu"
_PRESENT: Final = " (contante waarde in {first}, rekenrente {rate}%)"
_YEARLY_ONLY: Final = ", zonder de eenmalige bedragen, want die zijn niet allemaal bekend"
_NOT_TO_BE_TOLD: Final = (
    "Of het scenario over {first} tot en met {last} goedkoper is, valt niet te zeggen: een bedrag van een vestiging "
    "die verandert is onbekend."
)


def present_value(outlook: Outlook, gemeente: str | None) -> str:
    """Say what a scenario costs more or less than going on as now, all years together, in money of the first."""
    raming = outlook.raming
    wanted = None if gemeente is None else [gemeente]
    whole, yearly = raming.npv_eur(wanted), raming.yearly_npv_eur(wanted)
    horizon = raming.horizon
    years = {"first": horizon.first_year, "last": horizon.last_year}
    eur = yearly if whole is None else whole
    if eur is None:
        return _NOT_TO_BE_TOLD.format(**years)
    template = _SAME if eur == 0 else _COSTS if eur > 0 else _SAVES
    rate = f"{(horizon.discount_rate * Decimal(100)).normalize():f}".replace(".", ",")
    present = _PRESENT.format(first=horizon.first_year, rate=rate)
    return template.format(eur=euros(abs(eur)), **years) + present + ("" if whole is not None else _YEARLY_ONLY) + "."
