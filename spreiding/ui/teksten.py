"""Every Dutch sentence for people: one template per kind of fault, and the labels of the screens."""

from typing import Final

from spreiding.errors import InputErrors, SpreidingError

# kind → sentence: what is wrong, where, what to do.
FOUTEN: Final[dict[str, str]] = {
    "file_not_found": "Het bestand {file} is er niet; controleer de naam en de map.",
    "bad_uitgangspunten": (
        "De uitgangspunten in {file} zijn niet bruikbaar bij '{field}' ({reason}); verbeter dat veld."
    ),
    "bad_scenario_file": (
        "Het scenario in {file} is niet bruikbaar bij '{field}' ({reason}); verbeter dat veld of bewaar "
        "het scenario opnieuw."
    ),
    "cannot_write": (
        "Het bestand {file} kan niet worden geschreven; controleer of de map bestaat en u er mag "
        "schrijven."
    ),
    "unknown_region": (
        "De regio '{region}' is er niet; kies een van {known}, geef de map van een regio, of bouw haar "
        "met 'spreiding regio bouw'."
    ),
    "unknown_scenario": "Het scenario '{scenario}' is er niet; kies een van {known}, of geef een JSON-bestand.",
    "unknown_plan_site": "Het plan noemt plek '{site}', maar die staat niet in deze regio; kies de regio van het plan.",
    "unknown_modality": "De modaliteit '{value}' bestaat niet; kies uit {known}.",
    "unknown_gemeente": "De gemeente '{gemeente}' ligt niet in deze regio; kies uit {known}.",
    "not_a_number": "{option} is geen getal: '{value}'; geef een bedrag of aantal zoals 1500000 of 12,5.",
    "negative_number": "{option} is negatief: '{value}'; geef een getal van nul of hoger.",
    "number_too_small": "{option} is te klein: '{value}'; geef een getal boven {minimum}.",
    "number_too_large": "{option} is te groot: '{value}'; geef hooguit {maximum}.",
    "not_whole": "{option} is geen heel getal: '{value}'; laat de cijfers achter de komma weg.",
    "unknown_site": (
        "Scenario '{scenario}' noemt vestiging of plek '{site}', maar die staat niet in deze regio; "
        "kies de regio waarvoor het scenario is gemaakt of verwijder de wijziging."
    ),
}

VOORBEELD: Final = (
    "Voorbeeldgegevens: plaatsen, inwonertallen en vestigingen zijn feiten; waar mensen precies wonen en "
    "de wegen zijn gegenereerd."
)

# Why an amount is unknown → what to say of it.
ONBEKENDE_KOSTEN: Final[dict[str, str]] = {
    "type_unknown": "{site} ({gemeente}): de klasse is onbekend, dus het tarief ook.",
    "no_tariff": "{what} in {gemeente}: de tarieven van de activiteitencatalogus gelden daar niet.",
    "package_without_tariff": "{site} ({gemeente}): voor dit pakket bestaat bij deze klasse geen tarief.",
}


def unknown_cost_sentence(reason: str, *, gemeente: str | None, site: str | None) -> str:
    """Return why an amount is unknown, for a branch (`site`) or for the inwoners of `gemeente`."""
    return ONBEKENDE_KOSTEN[reason].format(
        what=site or "De bijdrage per inwoner", site=site, gemeente=gemeente or "gebied buiten de bekende gemeenten"
    )


def sentence(error: SpreidingError) -> str:
    """Return the Dutch sentence(s) for `error`; several faults become one line each."""
    if isinstance(error, InputErrors):
        return "\n".join(f"• {sentence(part)}" for part in error.errors)
    return FOUTEN[error.kind].format(**error.data)
