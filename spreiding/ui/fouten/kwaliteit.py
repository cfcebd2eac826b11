"""Faults of forecasts and of facts per gemeente."""

from typing import Final

FOUTEN: Final[dict[str, str]] = {
    "bad_forecast_year": (
        "In {file} staat op rij {row} bij Perioden '{value}'; geef een jaar, zoals 2040 of 2040JJ00."
    ),
    "bad_forecast": (
        "In {file} staat op rij {row} een onbruikbaar aantal inwoners: '{value}'; geef duizendtallen, zoals 34,7."
    ),
    "forecast_twice": (
        "In {file} staan voor {gemeente} in {year} twee verschillende aantallen (rij {row}); laat er een over."
    ),
    "forecast_order": (
        "In {file} ligt de prognose van {gemeente} voor {year} ({value}) niet tussen haar ondergrens en bovengrens; "
        "verbeter die regels of download de tabel opnieuw."
    ),
    "forecast_unit": (
        "In {file} krijgt {gemeente} {value} inwoners; de tabel hoort duizendtallen te geven (34,7 voor 34.700): "
        "deel de aantallen door duizend."
    ),
    "empty_forecast": (
        "In {file} staat voor geen enkele gemeente een prognose; kies de tabel per gemeente, zoals 85173NED, met "
        "'Prognose' en leeftijd 'Totaal'."
    ),
    "forecasts_outside_region": (
        "De prognose in {file} gaat over geen enkele gemeente van deze regio; kies een tabel met deze gemeenten, "
        "en geef ook de gemeentegrenzen."
    ),
    "no_forecasts": (
        "De regio '{region}' heeft geen prognose; bouw haar opnieuw met een prognose, of laat het peiljaar weg."
    ),
    "forecast_without_interval": (
        "De prognose van '{region}' heeft geen grenzen voor '{variant}'; kies 'midden', of bouw de regio met een tabel "
        "met het 67%-interval."
    ),
    "forecast_year_outside": ("Voor {year} is er geen prognose; kies een jaar van {first} tot en met {last}."),
    "unknown_variant": "De variant '{value}' bestaat niet; kies uit {known}.",
    "facts_outside_region": (
        "{file} gaat over geen enkele gemeente van deze regio; kies de totalen van dit gebied of laat ze weg."
    ),
}
