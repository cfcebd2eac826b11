"""Faults of branches, candidates, kernen, voorzieningen and schools."""

from typing import Final

FOUTEN: Final[dict[str, str]] = {
    "empty_vestigingen": (
        "In {file} staat geen enkele vestiging; kies een ander bestand, of laat het weg voor een regio zonder "
        "vestigingen."
    ),
    "no_libraries": "In {file} staat geen bibliotheek; geef de vestigingen in een eigen bestand.",
    "empty_kandidaten": ("In {file} staat geen enkele mogelijke plek; kies een ander bestand, of laat het weg."),
    "empty_kernen": "In {file} staat geen enkele kern; kies een ander bestand, of laat het weg.",
    "empty_voorzieningen": "In {file} staat geen enkele voorziening; kies een ander bestand, of laat het weg.",
    "empty_scholen": "In {file} staat geen enkele school; kies een ander bestand, of laat het weg.",
    "voorziening_without_vorm": (
        "In {file} heeft rij {row} ({name}; kop meegeteld) geen vorm; vul in wat het is, bijvoorbeeld bibliobus."
    ),
    "several_tables": (
        "In {file} staan meer tabellen die het kunnen zijn ({layers}); noem de goede '{name}', of bewaar haar apart."
    ),
    "too_many_places": (
        "In {file} staan {n_rows} rijen, en hooguit {maximum} plekken mogen het zijn; bewaar alleen het gebied dat u "
        "nodig heeft."
    ),
    "text_too_long": (
        "In {file} is op rij {row} (kop meegeteld) de tekst bij {column} langer dan {maximum} tekens; kort haar in."
    ),
    "site_without_name": (
        "In {file} heeft rij {row} (kop meegeteld) geen naam; vul de kolom naam in. Een samengevoegde cel telt alleen "
        "voor haar eerste rij."
    ),
    "site_without_point": (
        "In {file} heeft rij {row} ({name}; kop meegeteld) geen bruikbaar punt; vul de coördinaten in."
    ),
    "site_with_address_only": (
        "In {file} heeft rij {row} ({name}; kop meegeteld) alleen een adres ({address}); vul de coördinaten in, of "
        "laat PDOK Locatieserver ze opzoeken (opdrachtregel: --adressen)."
    ),
    "kern_without_gemeente": (
        "In {file} heeft rij {row} ({name}; kop meegeteld) geen gemeentecode; vul die in, of geef ook gemeentegrenzen "
        "(opdrachtregel: --gemeenten)."
    ),
    "kern_without_inwoners": (
        "In {file} heeft rij {row} ({name}; kop meegeteld) geen aantal inwoners; vul het in, of haal de rij weg."
    ),
    "kernen_without_areas": (
        "De kernen in OpenStreetMap hebben geen gemeentecode; geef ook gemeentegrenzen (opdrachtregel: "
        "--gemeenten), of de kernen in een eigen bestand."
    ),
    "duplicate_id": "In {file} komt het id '{id}' {n_rows} keer voor; geef elke plek een eigen id.",
    "unknown_value": (
        "In {file} staat op rij {row} ({name}; kop meegeteld) bij {column} '{value}'; kies uit {known}, of laat het "
        "leeg als het onbekend is."
    ),
    "bad_cell_number": (
        "In {file} staat op rij {row} ({name}; kop meegeteld) bij {column} '{value}'; geef een getal van {minimum} tot "
        "en met {maximum}, of laat het leeg als het onbekend is."
    ),
    "not_a_whole_number": (
        "In {file} staat op rij {row} ({name}; kop meegeteld) bij {column} '{value}'; geef een geheel getal, of laat "
        "het leeg als het onbekend is."
    ),
    "bad_gemeentecode": (
        "In {file} staat op rij {row} ({name}; kop meegeteld) de gemeentecode '{value}'; geef GM met vier cijfers, of "
        "laat haar leeg."
    ),
    "two_readings": (
        "In {file} staat op rij {row} ({name}; kop meegeteld) bij {column} '{value}', en dat is op twee manieren te "
        "lezen; laat de punt weg voor duizendtallen, of schrijf een komma voor decimalen."
    ),
    "cell_error": (
        "In {file} staat op rij {row} (kop meegeteld) bij {column} de foutwaarde {value}; verbeter de formule, of maak "
        "de cel leeg."
    ),
    "contradicting_hours": (
        "In {file} spreken op rij {row} ({name}; kop meegeteld) de uren elkaar tegen: bemande_uren is {staffed}, en "
        "beroepskrachten en vrijwilligers komen op {parts}; verbeter een van beide."
    ),
    "too_many_hours": (
        "In {file} komt rij {row} ({name}; kop meegeteld) op {hours} open uren per week; verbeter ze: een week telt er "
        "{maximum}."
    ),
    "contradicting_assumption": (
        "In {file} spreken op rij {row} ({name}; kop meegeteld) twee kolommen elkaar tegen: bij aannames staat klasse, "
        "en bij klasse_is_aanname nee; verbeter een van beide."
    ),
    "template_exists": "Het bestand {file} is er al; kies een andere naam, of vervang het met --overschrijf.",
    "template_format": "Een sjabloon in de vorm '{form}' bestaat niet; kies een naam op .xlsx of .csv.",
    "unknown_table_kind": "Een sjabloon voor '{value}' bestaat niet; kies uit {known}.",
}
