"""Faults of roads."""

from typing import Final

FOUTEN: Final[dict[str, str]] = {
    "empty_roads": "In {file} staat geen enkele weg; kies een ander bestand.",
    "no_car_roads": "In {file} staat geen wegennet voor auto's; kies een bestand met alle wegen.",
}
