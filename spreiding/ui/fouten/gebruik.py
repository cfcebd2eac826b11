"""Faults of members and visits: of the file that holds them, and of a model that cannot be calibrated on them."""

from typing import Final

FOUTEN: Final[dict[str, str]] = {
    "bad_membership_file": (
        "Het bestand {file} met leden en bezoeken is geen leesbare TOML ({reason}); begin met gebruik.toml."
    ),
    "membership_field_missing": "In {file} ontbreekt '{field}'; vul dat in, ook een bron hoort bij elk getal.",
    "membership_field_empty": "In {file} staat niets bij '{field}'; vul dat in, ook een bron hoort bij elk getal.",
    "membership_field_unknown": "In {file} bestaat het veld '{field}' niet; verwijder het of verbeter de naam.",
    "membership_out_of_bounds": "In {file} is '{field}' {value}, maar dat moet {bound} zijn; verbeter dat getal.",
    "membership_bad_value": "In {file} past '{value}' niet bij '{field}'; verbeter die waarde.",
    "membership_half_distance_order": (
        "In {file} kloppen de grenzen van '{field}' niet: km ligt tussen low_km en high_km; verbeter er een."
    ),
    "membership_not_the_sum": (
        "In {file} is bij '{field}' het totaal {members} leden, maar de soorten samen zijn {summed}; verbeter er een."
    ),
    "membership_double_gemeente": "In {file} staat gemeente {gemeente} twee keer; laat één jaar staan.",
    "attendance_without_gemeente": (
        "Het model van leden en bezoeken wordt geijkt op {gemeente}, maar die gemeente ligt niet in {region}; ijk "
        "het in een regio met die gemeente."
    ),
    "attendance_without_ages": (
        "Van niemand bij de vestigingen in {gemeente} is de leeftijd bekend, dus jeugd en volwassenen zijn niet te "
        "onderscheiden; lees inwoners met leeftijden in."
    ),
    "attendance_nobody": (
        "Voor niemand ({group}) is een vestiging in {gemeente} de dichtstbijzijnde, terwijl de bron er {count} telt; "
        "controleer de vestigingen die nu open zijn."
    ),
    "attendance_level_too_high": (
        "Met een halvering per {km} km kan {gemeente} hooguit {most} leden hebben ({group}), ook als iedereen vlak bij "
        "een vestiging lid is, maar de bron telt er {count}; kies een langere halveringsafstand."
    ),
}
