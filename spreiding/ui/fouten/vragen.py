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
    "no_goals": "De vraag noemt geen doel; kies er minstens een, zoals 'bereik' of 'kosten'.",
    "double_goal": "De vraag noemt een doel twee keer ({goals}); noem elk doel hooguit een keer.",
    "question_needs_budget": (
        "Zonder grens is alles openen het beste; geef een budget per jaar, of een grootste aantal wijzigingen."
    ),
    "question_needs_share": (
        "Zonder eis is alles sluiten het goedkoopst; geef een aandeel inwoners (0 tot en met 100%) of een norm."
    ),
    "open_and_closed": "Deze plekken moeten open en dicht tegelijk: {sites}; haal ze uit een van beide lijsten.",
    "budget_outside": (
        "Een budget noemt een gemeente waar niets mag veranderen ({codes}); laat haar weg, of laat haar vrij."
    ),
    "once_needs_transitions": (
        "Een investeringsbudget vraagt wat openen, sluiten en ombouwen kost; geef ook die eenmalige bedragen."
    ),
    "harm_metres_or_minutes": (
        "De grootste verslechtering staat in meters en in minuten, of in geen van beide; geef een van de twee."
    ),
    "price_needs_sum": (
        "Een prijs per persoon tekort past niet bij het doel '{goal}'; kies als eerste doel bereik, kosten of afstand, "
        "of maak de norm een harde eis."
    ),
    "bad_max_changes": "Het aantal wijzigingen {value} is kleiner dan nul; geef 0 of meer.",
    "bad_budget": "Het budget {value} is geen bedrag van nul of hoger; geef een bedrag per jaar, zoals 1500000.",
    "bad_share": "Het aandeel {value} ligt niet tussen 0 en 1; geef een aandeel van 0 tot en met 100%.",
    "no_free_gemeenten": "Er is geen gemeente gekozen waar iets mag veranderen; kies er een of de hele regio.",
    "unknown_free_gemeente": "Deze gemeentecode ligt niet in de regio: {codes}; kies uit {known}.",
    "no_sites": (
        "Waar u zoekt is geen enkele vestiging of mogelijke plek bekend, dus er valt niets te kiezen; "
        "voeg eerst een plek toe."
    ),
    "no_tariffs": (
        "In {gemeenten} gelden de tarieven van de activiteitencatalogus niet: de kosten zijn er onbekend, dus er valt "
        "niets te zoeken; kies een andere gemeente, of vergelijk plannen bij Scenario's."
    ),
    "solver_ended": (
        "Het rekenprogramma stopte onverwacht ({reason}), meestal omdat het geheugen vol was; sluit andere programma's "
        "of zoek in een kleiner gebied, en probeer het opnieuw."
    ),
    "solver_not_started": (
        "Het rekenprogramma was na {seconds} seconden nog niet begonnen; sluit andere programma's en probeer het "
        "opnieuw."
    ),
    "no_room_to_search": (
        "De map {folder} voor tijdelijke bestanden kan de vraag niet bevatten ({reason}); maak daar ruimte en probeer "
        "het opnieuw."
    ),
    "goal_without_distances": (
        "Voor het doel '{goal}' zijn bij deze vraag geen afstanden berekend; noem het doel in de vraag zelf."
    ),
    "price_of_other_goal": (
        "De vraag geeft een prijs per persoon tekort in de eenheid van het doel '{goal}'; noem dat doel ook, of maak "
        "de norm een harde eis."
    ),
    "unknown_question_sites": (
        "De vraag noemt plekken die niet in regio {region} staan: {sites}; kies de regio van de vraag of haal ze eruit."
    ),
    "question_sites_not_free": (
        "De vraag zegt wat er met {sites} moet gebeuren, maar in die gemeente mag niets veranderen; haal ze eruit of "
        "laat die gemeente vrij."
    ),
    "mfa_not_offered": "Op {site} kan geen MFA: die plek biedt dat niet aan; laat die keuze weg of vul de plek aan.",
    "unknown_weighing_group": "De weging noemt groepen die er niet zijn: {groups}; kies uit {known}.",
    "no_weight": "Niemand telt mee in de afstand: alle gewichten of groepen zijn nul; geef een gewicht boven 0.",
    "question_needs_aversion": (
        "Het Kolm-Pollak-doel heeft een maat voor ongelijkheid nodig, en die volgt uit de afstanden van nu; "
        "reken eerst de huidige situatie door."
    ),
    "price_needs_kern": (
        "De norm '{norm}' hangt af van hoe ver een kern ligt en kan daarom geen prijs hebben; maak haar een harde eis."
    ),
    "plan_not_on_offer": (
        "Het plan opent of sluit plekken waar de vraag dat niet toelaat: {sites}; pas de vraag of het plan aan."
    ),
    "bad_gap": "Het verschil {value} waarbij het zoeken stopt is geen getal van nul of hoger; geef 0,0001.",
    "bad_time_limit": "De rekentijd {value} is geen aantal seconden boven nul; geef bijvoorbeeld 60.",
    "unknown_site": (
        "Scenario '{scenario}' noemt vestiging of plek '{site}', maar die staat niet in deze regio; "
        "kies de regio waarvoor het scenario is gemaakt of verwijder de wijziging."
    ),
}
