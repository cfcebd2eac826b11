"""Faults of what gemeenten buy: of the file that says so."""

from typing import Final

FOUTEN: Final[dict[str, str]] = {
    "bad_accounts_file": (
        "Het bestand met afname {file} is geen leesbare TOML ({reason}); begin met het bestand dat bij Spreiding hoort."
    ),
    "accounts_bad_field": (
        "In {file} klopt bij gemeente {gemeente} '{field}' niet: '{value}' (verwacht: {known}); verbeter dat veld."
    ),
    "accounts_field_missing": "In {file} mist bij gemeente {gemeente} '{field}'; vul dat in.",
    "accounts_field_unknown": (
        "In {file} staat bij gemeente {gemeente} een onbekend veld: '{field}'; verwijder het of verbeter de naam."
    ),
    "accounts_out_of_bounds": (
        "In {file} is bij gemeente {gemeente} '{field}' {value}, maar dat moet {bound} zijn; verbeter het."
    ),
    "accounts_amount_without_bron": (
        "In {file} heeft bij gemeente {gemeente} een eigen bedrag geen bron; noem bij bron waar het vandaan komt."
    ),
    "accounts_double_purchase": (
        "In {file} staat bij gemeente {gemeente} een dienst twee keer; laat haar één keer staan."
    ),
    "accounts_double_gemeente": "In {file} staat gemeente {gemeente} twee keer; voeg haar afname samen.",
}
