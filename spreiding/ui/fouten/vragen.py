"""Faults of a question, an option or a scenario."""

from typing import Final

FOUTEN: Final[dict[str, str]] = {
    "bad_uitgangspunten": (
        "De uitgangspunten in {file} zijn niet bruikbaar bij '{field}' ({reason}); verbeter dat veld."
    ),
    "bad_scenario_file": (
        "Het scenario in {file} is niet bruikbaar (het gaat mis bij: {field}); verbeter dat deel of download het "
        "scenario opnieuw."
    ),
    "scenario_too_large": (
        "Het scenario in {file} is groter dan {max_mb} MB; kies een bestand dat hier is gedownload."
    ),
    "port_taken": "Poort {port} is al in gebruik; kies een andere met --poort, of sluit wat daar draait.",
    "unknown_scenario": "Het scenario '{scenario}' is er niet; kies een van {known}, of geef een JSON-bestand.",
    "unknown_plan_site": "Het plan noemt plek '{site}', maar die staat niet in deze regio; kies de regio van het plan.",
    "unknown_modality": "De modaliteit '{value}' bestaat niet; kies uit {known}.",
    "unknown_gemeente": "De gemeente '{gemeente}' ligt niet in deze regio; kies uit {known}.",
    "not_a_number": "{option} is geen getal: '{value}'; typ het in cijfers, zoals 1.500 of 90.",
    "negative_number": "{option} is negatief: '{value}'; geef een getal van nul of hoger.",
    "number_too_small": "{option} is te klein: '{value}'; geef een getal boven {minimum}.",
    "number_too_large": "{option} is te groot: '{value}'; geef hooguit {maximum}.",
    "not_whole": "{option} is geen heel getal: '{value}'; laat de cijfers achter de komma weg.",
    "question_needs_budget": (
        "Wie de meeste inwoners binnen de norm zoekt, geeft een budget en geen aandeel; geef een bedrag per jaar."
    ),
    "question_needs_share": (
        "Wie de laagste kosten zoekt, geeft een aandeel inwoners en geen budget; geef 0 tot en met 100%."
    ),
    "bad_budget": "Het budget {value} is geen bedrag van nul of hoger; geef een bedrag per jaar, zoals 1500000.",
    "bad_share": "Het aandeel {value} ligt niet tussen 0 en 1; geef een aandeel van 0 tot en met 100%.",
    "no_free_gemeenten": "Er is geen gemeente gekozen waar iets mag veranderen; kies er een of de hele regio.",
    "unknown_free_gemeente": "Deze gemeentecode ligt niet in de regio: {codes}; kies uit {known}.",
    "no_sites": (
        "Waar u zoekt is geen enkele vestiging of mogelijke plek bekend, dus er valt niets te kiezen; "
        "voeg eerst een plek toe."
    ),
    "bad_time_limit": "De rekentijd {value} is geen aantal seconden boven nul; geef bijvoorbeeld 60.",
    "unknown_site": (
        "Scenario '{scenario}' noemt vestiging of plek '{site}', maar die staat niet in deze regio; "
        "kies de regio waarvoor het scenario is gemaakt of verwijder de wijziging."
    ),
}
