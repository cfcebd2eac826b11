"""Faults of norms: of the file that holds them, and of norms that cannot be tested here."""

from typing import Final

FOUTEN: Final[dict[str, str]] = {
    "bad_normen_file": (
        "Het normenbestand {file} is geen leesbare TOML ({reason}); begin met het voorbeeld dat u downloadt."
    ),
    "norm_field_missing": (
        "Norm '{norm}' in {file} mist '{field}'; vul dat in, een norm zonder bron wordt niet bewaard."
    ),
    "norm_field_empty": (
        "Norm '{norm}' in {file} heeft niets bij '{field}'; vul dat in, een norm heeft altijd een bron."
    ),
    "norm_field_unknown": (
        "Norm '{norm}' in {file} heeft een veld dat bij deze soort norm niet bestaat: '{field}'; verwijder het of "
        "verbeter de naam."
    ),
    "norm_out_of_bounds": "Norm '{norm}' in {file}: '{field}' is {value}, maar moet {bound} zijn; verbeter die waarde.",
    "norm_share_out_of_bounds": (
        "Norm '{norm}' in {file}: '{field}' is {value}, maar moet {bound} zijn; 90% schrijft u in een bestand als 0.90."
    ),
    "norm_bad_value": (
        "Norm '{norm}' in {file}: '{value}' past niet bij '{field}' (verwacht: {known}); verbeter die waarde."
    ),
    "norm_unusable_value": "Norm '{norm}' in {file}: '{value}' past niet bij '{field}'; verbeter die waarde.",
    "normen_file_field": (
        "In het normenbestand {file} ontbreekt '{field}', of het is leeg, onbruikbaar of onbekend; het bestand heeft "
        "een name, minstens één [[norms]] en verder alleen [[groups]]."
    ),
    "norm_group_field": (
        "Groep '{group}' in {file}: '{field}' ontbreekt, is onbekend of heeft een onbruikbare waarde; een groep heeft "
        "een name, een modality en een share boven 0 tot en met 1, en zo nodig een age_group, of shares met hun bron."
    ),
    "norm_metres_or_minutes": (
        "Norm '{norm}' in {file} noemt geen grens of twee; geef max_m (meters) of max_minutes (minuten)."
    ),
    "norm_together": (
        "Norm '{norm}' in {file} vraagt wat vestigingen samen bieden; noem dan kernfuncties, en een aantal van 1."
    ),
    "norm_no_such_size": (
        "Norm '{norm}' in {file} spreekt zichzelf tegen: geen kern heeft minstens min_inwoners en minder dan "
        "max_inwoners; maak max_inwoners groter."
    ),
    "norm_double_group": "Norm '{norm}' in {file} noemt een groep twee keer; laat haar één keer staan.",
    "norm_share_without_bron": (
        "Groep '{group}' in {file} heeft aandelen per gemeente zonder bron; noem bij bron waar zij vandaan komen."
    ),
    "norm_double_name": "Twee normen in {file} heten hetzelfde; geef elke norm een eigen naam.",
    "norm_double_group_name": "Twee groepen in {file} heten hetzelfde; geef elke groep een eigen naam.",
    "unknown_norm": "De norm '{norm}' is er niet; kies uit {known}, of geef een TOML-bestand met normen.",
    "norm_asked_twice": (
        "De naam '{name}' is van twee verschillende normen of groepen ({asked}); geef elk een eigen naam."
    ),
    "unknown_confirmed_site": (
        "De vestiging '{site}' bestaat hier niet, dus er valt niets te bevestigen; de id's staan in het antwoord van "
        "'spreiding toets --json'."
    ),
    "norm_unknown_group": "Norm '{norm}' gaat over de groep '{group}', maar die is er niet; kies uit {known}.",
    "norm_group_without_ages": (
        "Norm '{norm}' gaat over '{group}', maar van niemand in deze regio is de leeftijd bekend; kies een norm zonder "
        "groep, of lees inwoners met leeftijden in."
    ),
    "norm_group_without_share": (
        "Norm '{norm}' gaat over '{group}', maar van geen gemeente in deze regio is haar aandeel bekend; geef shares "
        "van deze gemeenten, of een share voor alle andere."
    ),
    "norm_people_twice": (
        "Norm '{norm}' telt mensen dubbel: de groepen {groups} zijn samen {percentage}% van de inwoners van een "
        "leeftijd; maak hun aandelen kleiner of noem minder groepen."
    ),
    "norm_without_network": (
        "Norm '{norm}' rekent met '{modality}', maar deze regio heeft daarvoor geen wegen; kies een andere manier van "
        "reizen."
    ),
    "norm_counts_nothing": (
        "Norm '{norm}' telt geen vestigingen en niets anders; laat vestigingen tellen of noem een van {known}."
    ),
    "norm_asks_of_branches": (
        "Norm '{norm}' telt alleen {forms}, maar vraagt een klasse, type, huisvesting of Open+, en die heeft alleen "
        "een vestiging; laat die voorwaarde weg of laat vestigingen tellen."
    ),
    "norm_classes_contradict": (
        "Norm '{norm}' spreekt zichzelf tegen: minstens {minimum} en hooguit {maximum} gaat niet samen; verander een "
        "van beide."
    ),
    "norm_hours_contradict": (
        "Norm '{norm}' spreekt zichzelf tegen: volgens {definition} is een {types} nooit {hours} uur of langer open; "
        "verander de uren of het type."
    ),
    "norm_unknown_definition": (
        "Norm '{norm}' gebruikt de definitie '{definition}', maar die is er niet; kies uit {known}."
    ),
}
