"""Faults of what buildings cost: of the file that says so."""

from typing import Final

FOUTEN: Final[dict[str, str]] = {
    "bad_housing_file": (
        "Het bestand met huisvesting {file} is geen leesbare TOML ({reason}); de handleiding heeft een voorbeeld."
    ),
    "housing_bad_field": "In {file} klopt '{field}' niet: '{value}' (verwacht: {known}); verbeter dat veld.",
    "housing_field_missing": "In {file} mist '{field}'; vul dat in.",
    "housing_field_unknown": "In {file} staat een onbekend veld: '{field}'; verwijder het of verbeter de naam.",
    "housing_out_of_bounds": "In {file} is '{field}' {value}, maar dat moet {bound} zijn; verbeter het.",
}
