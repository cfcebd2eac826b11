"""Faults of the activiteitencatalogus: of the file that holds it, and of what is looked up in it."""

from typing import Final

FOUTEN: Final[dict[str, str]] = {
    "bad_catalogue_file": (
        "De activiteitencatalogus {file} is geen leesbare TOML ({reason}); begin opnieuw met het bestand dat bij "
        "Spreiding hoort."
    ),
    "catalogue_field_missing": (
        "In {file} mist '{field}' ({where}); vul dat in, met 'onbekend' als de bron het niet noemt."
    ),
    "catalogue_field_empty": "In {file} staat niets bij '{field}' ({where}); vul dat in.",
    "catalogue_field_unknown": (
        "In {file} staat een veld dat niet bestaat: '{field}' ({where}); verwijder het of verbeter de naam."
    ),
    "catalogue_out_of_bounds": "In {file} is '{field}' {value} ({where}), maar dat moet {bound} zijn; verbeter het.",
    "catalogue_bad_value": (
        "In {file} past '{value}' niet bij '{field}' ({where}); verwacht: {known}. Verbeter die waarde."
    ),
    "catalogue_amount_or_quote": (
        "In {file} heeft een tarief geen bedrag, of een bedrag en een offerte ({where}); geef eur, of is_quote = true."
    ),
    "catalogue_class_without_branch": (
        "In {file} heeft een tarief een vestigingstype terwijl het niet per vestiging is ({where}); verander unit of "
        "haal vestigingstype weg."
    ),
    "catalogue_double_service": (
        "In {file} hebben twee diensten de code '{service}'; geef elke dienst een eigen code."
    ),
    "catalogue_double_tariff": (
        "In {file} heeft de dienst '{service}' twee tarieven met de code '{tariff}'; geef elk een eigen code."
    ),
    "catalogue_no_service": "De dienst '{service}' staat niet in de {catalogue}; kies uit {known}.",
    "catalogue_no_tariff": ("De dienst '{service}' heeft in de {catalogue} geen tarief '{tariff}'; kies uit {known}."),
    "catalogue_on_quote": (
        "Het tarief '{tariff}' van de dienst '{service}' is in de {catalogue} op offerte; vul zelf een bedrag in."
    ),
}
