"""Faults of branches, candidates and kernen."""

from typing import Final

FOUTEN: Final[dict[str, str]] = {
    "empty_vestigingen": (
        "In {file} staat geen enkele vestiging; kies een ander bestand, of laat --vestigingen weg voor een regio "
        "zonder vestigingen."
    ),
    "no_libraries": "In {file} staat geen bibliotheek; geef de vestigingen in een eigen bestand.",
    "site_without_name": "In {file} heeft rij {row} geen naam; vul de kolom naam in.",
    "site_without_point": "In {file} heeft rij {row} ({name}) geen bruikbaar punt; vul de coördinaten in.",
    "duplicate_id": "In {file} komt het id '{id}' {n_rows} keer voor; geef elke vestiging een eigen id.",
    "unknown_value": (
        "In {file} staat op rij {row} bij {column} '{value}'; kies uit {known}, of laat het leeg als het onbekend is."
    ),
    "bad_hours": "In {file} staat op rij {row} bij {column} '{value}'; geef uren per week van 0 tot en met 168.",
}
