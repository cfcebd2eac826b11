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
    "accounts_bad_code": (
        "In {file} is '{value}' geen gemeentecode; schrijf de code van het CBS, zoals GM1731 voor Midden-Drenthe."
    ),
    "accounts_already_billed": (
        "In {file} neemt gemeente {gemeente} '{service}' af, maar dat staat al op elke rekening; haal het weg, of "
        "geef een eigen bedrag als de tarieven er niet gelden."
    ),
    "accounts_subsidy_without_bron": (
        "In {file} heeft bij gemeente {gemeente} de subsidie geen bron; noem bij subsidy_bron waar het bedrag staat."
    ),
    "accounts_not_counted": (
        "In {file} staat bij gemeente {gemeente} een aantal dat hier niet hoort, zoals inwoners: die komen uit de "
        "regio; haal het weg."
    ),
    "accounts_double_purchase": (
        "In {file} staat bij gemeente {gemeente} een dienst twee keer; laat haar één keer staan."
    ),
    "accounts_double_gemeente": "In {file} staat gemeente {gemeente} twee keer; voeg haar afname samen.",
}
