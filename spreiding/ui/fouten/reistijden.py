"""Faults of tables with travel times."""

from typing import Final

FOUTEN: Final[dict[str, str]] = {
    "unknown_travel_square": (
        "In {file} noemt rij {row} het vierkant {square}, dat deze regio niet heeft; "
        "gebruik de nummers van de vierkanten van deze regio."
    ),
    "unknown_travel_site": (
        "In {file} noemt rij {row} de vestiging {site}, die deze regio niet heeft; "
        "gebruik de kenmerken van de vestigingen van deze regio."
    ),
    "bad_minutes": "In {file} staat in rij {row} geen reistijd in minuten ({value}); vul een getal van nul of meer in.",
    "repeated_pair": "In {file} staat de reis van {square} naar {site} twee keer, ook in rij {row}; laat er één staan.",
}
