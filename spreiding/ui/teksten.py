"""Every Dutch sentence for people: one template per kind of fault, and the labels of the screens."""

import unicodedata
from decimal import Decimal
from typing import Final

from spreiding.errors import InputErrors, SpreidingError
from spreiding.optimise.result import Remark
from spreiding.ui.numbers import euros, percentage, whole

# More faults than this at once help nobody.
MAX_LISTED: Final = 20

# kind → sentence: what is wrong, where, what to do.
FOUTEN: Final[dict[str, str]] = {
    "file_not_found": "Het bestand {file} is er niet; controleer de naam en de map.",
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
    "cannot_write": (
        "Het bestand {file} kan niet worden geschreven; controleer of de map bestaat en u er mag schrijven."
    ),
    "wrong_file_type": "{file} is geen {expected}; kies een ander bestand of zet het om.",
    "unreadable_file": (
        "{file} is niet te lezen: het is beschadigd of van een andere soort; download of bewaar het opnieuw."
    ),
    "missing_column": "In {file} ontbreekt: {columns}; voeg deze kolommen toe of kies een ander bestand.",
    "missing_one_of": "{file} mist de kolommen waaraan het te herkennen is ({columns}); kies een ander bestand.",
    "missing_coordinates": "{file} mist coördinaten; voeg de kolommen x_rd en y_rd toe, of lon en lat.",
    "missing_crs": "{file} zegt niet in welk coördinatenstelsel het staat; bewaar het opnieuw met het stelsel erbij.",
    "unknown_crs": "Het coördinatenstelsel van {file} is onbekend ({crs}); zet het bestand om naar EPSG:28992 (RD).",
    "wrong_crs": (
        "{file} staat in {crs}, maar hoort in {expected} te staan; gebruik het bestand zoals de bron het uitgeeft."
    ),
    "not_squares": (
        "{n_rows} rijen van {file} zijn geen vierkant van {size_m} bij {size_m} meter; "
        "gebruik het bestand zoals de bron het uitgeeft."
    ),
    "square_id_mismatch": (
        "In {file} past het nummer van {n_rows} vierkanten niet bij hun plaats (het eerste is '{id}'); "
        "gebruik het bestand zoals de bron het uitgeeft."
    ),
    "duplicate_square": (
        "In {file} komen {n_rows} vierkanten meer dan eens voor (het eerste is '{id}'); verwijder de dubbele rijen."
    ),
    "not_numeric": "De kolom {column} van {file} bevat iets anders dan getallen; verbeter die kolom.",
    "negative_inwoners": (
        "De kolom {column} van {file} heeft in {n_rows} rijen een negatief aantal dat geen code voor 'onbekend' is; "
        "verbeter die rijen."
    ),
    "bad_inwoners": (
        "In {file} heeft {name} een onbruikbaar aantal inwoners: '{value}'; geef een getal van nul of hoger."
    ),
    "empty_population": "In {file} woont niemand: geen enkele rij heeft inwoners; kies een ander bestand.",
    "empty_roads": "In {file} staat geen enkele weg; kies een ander bestand.",
    "no_car_roads": "In {file} staat geen wegennet voor auto's; kies een bestand met alle wegen.",
    "empty_vestigingen": (
        "In {file} staat geen enkele vestiging; kies een ander bestand, of laat --vestigingen weg voor een regio "
        "zonder vestigingen."
    ),
    "reserved_name": "De naam '{name}' is van het ingebouwde voorbeeld; kies een andere naam of een eigen map.",
    "port_taken": "Poort {port} is al in gebruik; kies een andere met --poort, of sluit wat daar draait.",
    "empty_areas": "In {file} staat geen enkele gemeente; kies een ander bestand.",
    "no_libraries": "In {file} staat geen bibliotheek; geef de vestigingen in een eigen bestand.",
    "area_without_name": "In {file} heeft rij {row} geen gemeentecode of geen naam; vul beide in.",
    "not_a_polygon": "In {file} heeft rij {row} ({name}) geen bruikbare grens; die moet een vlak zijn.",
    "too_many_cells": (
        "In {file} heeft rij {row} meer waarden ({n_cells}) dan er kolommen zijn ({n_columns}); "
        "zet tekst met een scheidingsteken tussen aanhalingstekens."
    ),
    "site_without_name": "In {file} heeft rij {row} geen naam; vul de kolom naam in.",
    "site_without_point": "In {file} heeft rij {row} ({name}) geen bruikbaar punt; vul de coördinaten in.",
    "duplicate_id": "In {file} komt het id '{id}' {n_rows} keer voor; geef elke vestiging een eigen id.",
    "unknown_value": (
        "In {file} staat op rij {row} bij {column} '{value}'; kies uit {known}, of laat het leeg als het onbekend is."
    ),
    "bad_hours": "In {file} staat op rij {row} bij {column} '{value}'; geef uren per week van 0 tot en met 168.",
    "coordinate_not_finite": "In {file} heeft {name} geen echte coördinaten ({x}, {y}); verbeter ze.",
    "coordinate_swapped": (
        "In {file} zijn de coördinaten van {name} ({x}, {y}) verwisseld; zet x of lengtegraad voorop."
    ),
    "coordinate_other_crs": (
        "In {file} staan de coördinaten van {name} ({x}, {y}) niet in {crs}; "
        "gebruik lengte- en breedtegraden of RD zoals het bestand belooft."
    ),
    "coordinate_outside": "In {file} ligt {name} ({x}, {y}) buiten Nederland volgens {crs}; verbeter de coördinaten.",
    "empty_name": "De regio heeft geen naam; geef er een met --naam.",
    "no_overlap": (
        "De inwoners in {population} en de wegen in {roads} liggen niet in hetzelfde gebied; kies bestanden "
        "die bij elkaar horen."
    ),
    "areas_outside_region": (
        "In geen van de {n_gemeenten} gemeenten met grenzen woont iemand uit het bestand met inwoners; "
        "kies bestanden die bij elkaar horen."
    ),
    "kernen_outside_region": "Geen van de {n_kernen} kernen ligt in deze regio; kies de kernen van dit gebied.",
    "site_outside_region": (
        "Vestiging {name} ({x}, {y} in RD) ligt buiten de regio, meer dan {max_km} km van de inwoners; "
        "verbeter haar coördinaten of haal haar weg."
    ),
    "not_a_region": "In {folder} staat geen regio; bouw haar met 'spreiding regio bouw'.",
    "not_a_region_folder": (
        "In {folder} staat iets anders dan een regio, en dat wordt niet overschreven; kies een lege map."
    ),
    "region_format": (
        "De regio in {folder} is gemaakt door een andere versie van Spreiding (formaat {version}, nu {expected}); "
        "bouw haar opnieuw."
    ),
    "region_damaged": "De regio in {folder} is beschadigd; bouw haar opnieuw met 'spreiding regio bouw'.",
    "cannot_write_region": (
        "De regio kan niet in {folder} worden geschreven ({reason}); kies een andere map of maak ruimte."
    ),
    "unknown_region": (
        "De regio '{region}' is er niet; kies een van {known}, geef de map van een regio, of bouw haar "
        "met 'spreiding regio bouw'."
    ),
    "unknown_scenario": "Het scenario '{scenario}' is er niet; kies een van {known}, of geef een JSON-bestand.",
    "spot_outside_region": (
        "Deze plek ligt buiten de gemeenten van {region}; klik op een plek binnen de grenzen op de kaart."
    ),
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

# What is remarkable about the answer of a search → the sentence.
OPMERKINGEN: Final[dict[str, str]] = {
    "least_budget": (
        "Onmogelijk met dit budget: het goedkoopste plan dat aan de regels voldoet kost {eur_per_year} per jaar."
    ),
    "largest_share": "Onmogelijk: hooguit {share} van de inwoners ({inwoners}) kan binnen de norm komen.",
    "without_tariff": (
        "In {gemeenten} gelden de tarieven niet: daar blijft alles zoals het is, buiten het budget "
        "(vestigingen: {n_stay}, plekken die niet meedoen: {n_closed})."
    ),
    "cost_unknown": "De kosten zijn onbekend van {sites}; die vestigingen blijven zoals ze zijn, buiten het budget.",
    "beyond_reach": (
        "{inwoners} inwoners wonen verder dan de norm van elke vestiging en elke plek: geen plan bereikt hen."
    ),
    "ties_open": "Er kan een even goed plan zijn dat goedkoper is of minder verandert: de tijd daarvoor was op.",
    "stopped": "Het zoeken is gestopt; dit is het beste plan tot dat moment.",
}


def remark_sentence(remark: Remark) -> str:
    """Return the Dutch sentence of a remark, numbers written the Dutch way."""
    written = {name: _remark_value(name, value) for name, value in remark.data.items()}
    return OPMERKINGEN[remark.kind.value].format(**written)


def _remark_value(name: str, value: str | float | Decimal) -> str:
    if isinstance(value, str):
        # Names arrive as a list with commas; the last one is read with 'en'.
        return " en ".join(value.rsplit(", ", 1)) if name == "gemeenten" else value
    if name == "share":
        return percentage(float(value))
    return euros(value) if name.startswith("eur_") else whole(value)


def printable(text: str) -> str:
    """Return text without control signs, with which a name in a file could steer the terminal."""
    return "".join(sign for sign in text if sign in "\n\t" or unicodedata.category(sign) != "Cc")


def unknown_cost_sentence(reason: str, *, gemeente: str | None, site: str | None) -> str:
    """Return why an amount is unknown, for a branch (`site`) or for the inwoners of `gemeente`."""
    return ONBEKENDE_KOSTEN[reason].format(
        what=site or "De bijdrage per inwoner", site=site, gemeente=gemeente or "gebied buiten de bekende gemeenten"
    )


def sentence(error: SpreidingError) -> str:
    """Return the Dutch sentence(s) for `error`; several faults become one line each, at most `MAX_LISTED`."""
    if isinstance(error, InputErrors):
        lines = [f"• {sentence(part)}" for part in error.errors[:MAX_LISTED]]
        n_more = len(error.errors) - len(lines)
        return "\n".join([*lines, *([f"• en nog {n_more} fouten in dezelfde bestanden."] if n_more else [])])
    return FOUTEN[error.kind].format(**error.data)
