"""Faults of a bill over several years: its assumptions, what a change costs once, and who pays."""

from typing import Final

FOUTEN: Final[dict[str, str]] = {
    "bad_years_file": (
        "De uitgangspunten voor meer jaren in {file} zijn geen leesbare TOML ({reason}); begin opnieuw met het bestand "
        "dat bij Spreiding hoort."
    ),
    "years_field_missing": "In {file} mist '{field}'; vul dat in, want zonder is er niet te rekenen.",
    "years_field_unknown": "In {file} staat een veld dat niet bestaat: '{field}'; verwijder het of verbeter de naam.",
    "years_field_empty": "In {file} staat niets bij '{field}'; vul dat in.",
    "years_out_of_bounds": "In {file} is '{field}' {value}, maar dat moet {bound} zijn; verbeter het.",
    "years_rate_outside": (
        "In {file} is '{field}' {value} per jaar, maar dat moet {bound} zijn; schrijf een percentage als deel: 3% is "
        "0.03."
    ),
    "years_bad_value": "In {file} past '{value}' niet bij '{field}'; verwacht: {known}. Verbeter die waarde.",
    "years_friction_twice": (
        "In {file} staan bij '{field}' frictiekosten in maanden en als bedrag; geef één van beide."
    ),
    "years_cover_reversed": "In {file} eindigt de dekking '{field}' voordat zij begint; verbeter de jaren.",
    "years_without_bron": (
        "In {file} staat niet waar '{field}' op rust; geef bij herkomst een label (bron, aanname of eigen keuze) en "
        "een toelichting."
    ),
    "years_bron_of_nothing": (
        "In {file} staat bij herkomst '{field}', maar dat uitgangspunt is niet gegeven; vul het in of haal de herkomst "
        "weg."
    ),
    "years_other_price_year": (
        "De bedragen van {catalogue} zijn van prijspeil {year}, en de tarieven van de raming van {price_year}; neem "
        "beide van hetzelfde jaar."
    ),
    "years_start_outside": (
        "De verandering bij '{site}' begint in {year}, buiten de jaren van de raming ({first} tot en met {last}); kies "
        "een jaar daarbinnen of neem meer jaren."
    ),
    "years_unknown_site": (
        "Er is een beginjaar voor '{site}', maar die plek bestaat niet in {region}; verbeter de naam."
    ),
    "years_start_unchanged": (
        "Er is een beginjaar ({year}) voor '{site}', maar daar verandert niets; haal het beginjaar weg of neem de "
        "verandering op in het scenario."
    ),
    "years_moved_apart": (
        "De verhuizing van '{site}' naar '{to}' begint op beide plekken in een ander jaar; geef beide hetzelfde jaar."
    ),
    "transition_unknown_site": (
        "Er zijn kosten van sluiten voor '{site}', maar die plek bestaat niet in {region}; verbeter de naam."
    ),
    "transition_unknown_move": (
        "De verhuizing van '{site}' naar '{to}' kan niet, want '{unknown}' bestaat niet in {region}; verbeter de naam."
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
    "funding_double_school": (
        "Gemeente {gemeente} heeft meer dan één bijdrage van scholen; voeg de leerlingen samen tot één bijdrage."
    ),
    "funding_school_not_billed": (
        "De scholen van gemeente {gemeente} betalen een deel van het tarief van de Bibliotheek op school, maar die "
        "dienst staat niet in de raming; neem de dienst op in de afname of reken de bijdrage als bovenop."
    ),
    "funding_cover_outside": (
        "De dekking '{name}' van gemeente {gemeente} betaalt in geen enkel jaar van de raming ({first} tot en met "
        "{last}); verbeter haar jaren of haal haar weg."
    ),
    "funding_end_outside": (
        "De dekking zou eindigen in {year}, buiten de jaren van de raming ({first} tot en met {last}); kies een jaar "
        "daarbinnen."
    ),
    "funding_no_source": "Er is geen dekking van '{source}' die kan eindigen; kies een bron die wel betaalt.",
}
