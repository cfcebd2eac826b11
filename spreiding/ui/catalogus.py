"""The services of the activiteitencatalogus in words: one row per tariff."""

from typing import Any, Final

import pandas as pd

from spreiding.catalogue import Catalogue, CatalogueService, CatalogueTariff, Payer
from spreiding.ui.markdown import plain, plain_frame
from spreiding.ui.numbers import UNKNOWN, cents, euros

SERVICE, LINE, COLOUR, UNIT = "Dienst", "Onderdeel", "Kleur", "Per"
TARIFF, FREQUENCY, SECTION = "Tarief", "Hoe vaak", "Paragraaf"
_QUOTE: Final = "op offerte"

_INTRO: Final = """
#### Alle diensten van de catalogus, prijspeil {year}
Bron: {bron}. Exclusief indexering; alleen in de gemeenten van Bind. Een bedrag "op offerte" vult u zelf in. 'Onbekend'
staat waar de tekst van de bron het niet noemt; kleuren (Basis, Basis Plus) gingen in die tekst grotendeels verloren.
"""


def intro(catalogue: Catalogue) -> str:
    """Return where the services come from and what their words mean, as Markdown."""
    return _INTRO.format(year=catalogue.price_year, bron=plain(catalogue.bron))


def service_rows(catalogue: Catalogue) -> pd.DataFrame:
    """Every tariff of every service, for `st.table`."""
    rows = [_row(service, tariff) for service in catalogue.services for tariff in service.tariffs]
    return plain_frame(pd.DataFrame(rows).set_index(SERVICE))


def _row(service: CatalogueService, tariff: CatalogueTariff) -> dict[str, Any]:
    return {
        SERVICE: service.name,
        LINE: _line(tariff),
        COLOUR: UNKNOWN if service.colour is None else service.colour.value.title(),
        UNIT: UNKNOWN if tariff.unit is None else tariff.unit.value,
        TARIFF: amount(tariff),
        FREQUENCY: UNKNOWN if tariff.frequency is None else tariff.frequency.value,
        SECTION: service.section,
    }


def _line(tariff: CatalogueTariff) -> str:
    """Name a tariff, and who pays it when that is not the gemeente."""
    if tariff.payer is Payer.GEMEENTE:
        return tariff.name
    return f"{tariff.name} (betaalt: {UNKNOWN if tariff.payer is None else tariff.payer.value})"


def amount(tariff: CatalogueTariff) -> str:
    """Write a tariff per unit, with cents where it has them, and what the catalogue says of it."""
    eur = tariff.eur_per_unit
    if eur is None:
        return _QUOTE
    written = euros(eur) if eur == eur.to_integral_value() else cents(eur)
    about = f"ongeveer {written}" if tariff.is_indicative else written
    return about if tariff.vat is None else f"{about} {tariff.vat.value} btw"
