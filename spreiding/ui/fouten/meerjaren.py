"""Faults of a bill over several years: its assumptions, what a change costs once, and who pays."""

from typing import Final

FOUTEN: Final[dict[str, str]] = {
    "years_start_outside": (
        "De verandering bij '{site}' begint in {year}, buiten de jaren van de raming ({first} tot en met {last}); kies "
        "een jaar daarbinnen of neem meer jaren."
    ),
    "years_unknown_site": (
        "Er is een beginjaar voor '{site}', maar die plek bestaat niet in {region}; verbeter de naam."
    ),
    "years_moved_apart": (
        "De verhuizing van '{site}' naar '{to}' begint op beide plekken in een ander jaar; geef beide hetzelfde jaar."
    ),
    "transition_unknown_site": (
        "Er zijn kosten van sluiten voor '{site}', maar die plek bestaat niet in {region}; verbeter de naam."
    ),
    "transition_no_move": (
        "De verhuizing van '{site}' naar '{to}' kan niet: zij sluit een vestiging en opent een andere; sluit de eerste "
        "en open de tweede, of haal de verhuizing weg."
    ),
    "transition_double_move": "Naar '{site}' verhuist meer dan één vestiging; kies er één en sluit de andere.",
    "funding_no_gemeente": (
        "De dekking '{name}' is van gemeente {gemeente}, maar die heeft geen raming; verbeter de code van de gemeente."
    ),
    "funding_year_outside": (
        "De dekking '{name}' is van {year}, buiten de jaren van de raming ({first} tot en met {last}); haal haar weg "
        "of neem meer jaren."
    ),
    "funding_end_outside": (
        "De dekking zou eindigen in {year}, buiten de jaren van de raming ({first} tot en met {last}); kies een jaar "
        "daarbinnen."
    ),
    "funding_no_source": "Er is geen dekking van '{source}' die kan eindigen; kies een bron die wel betaalt.",
}
