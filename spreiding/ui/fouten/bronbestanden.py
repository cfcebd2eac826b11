"""Faults of containers: archives, databases, spreadsheets, and what their readers refuse."""

from typing import Final

FOUTEN: Final[dict[str, str]] = {
    "not_a_file": "{file} is een map of een apparaat, geen bestand; kies het bestand zelf.",
    "no_access": "{file} mag of kan niet worden geopend; controleer de naam en uw rechten op dat bestand.",
    "empty_file": "{file} is leeg; download of bewaar het opnieuw.",
    "file_changed": "{file} is veranderd terwijl het werd gelezen; wacht tot het klaar is en probeer het opnieuw.",
    "file_too_large": (
        "{file} is groter dan hier wordt gelezen (hooguit {max_mb} MB aan gegevens); kies een kleiner gebied of een "
        "bestand met minder kolommen."
    ),
    "read_takes_too_long": (
        "{file} lezen duurt langer dan {max_s} seconden en is gestopt; kies een kleiner gebied of download het opnieuw."
    ),
    "encrypted_file": "{file} is met een wachtwoord beveiligd; bewaar het zonder wachtwoord.",
    "unsafe_database": (
        "In {file} staat een tabel die andere bestanden of programma's aanroept ({table}); gebruik het bestand zoals "
        "de bron het uitgeeft."
    ),
    "database_in_use": (
        "{file} is nog open in een ander programma, dat zijn wijzigingen ernaast bewaart; sluit dat programma eerst."
    ),
    "no_layers": "In {file} staat geen tabel of kaartlaag; kies een ander bestand.",
    "too_many_layers": "In {file} staan {n_layers} lagen, meer dan zinvol is; bewaar alleen de laag die u nodig heeft.",
    "geometry_encoding": (
        "{file} bewaart zijn geometrie als {encoding}, en dat wordt niet gelezen; bewaar het opnieuw met WKB of als "
        "GeoPackage."
    ),
    "geometry_not_finite": (
        "In {file} hebben {n_rows} rijen coördinaten die geen getal zijn (de eerste is rij {row}); verbeter die rijen."
    ),
    "shapefile_part": "{file} is maar een deel van een shapefile; kies het bestand op .shp dat ernaast hoort.",
    "shapefile_incomplete": "Bij {file} ontbreekt van de shapefile: {parts}; zet alle delen in dezelfde map of zip.",
    "several_in_archive": "In {file} staan meer bruikbare bestanden ({members}); pak het uit en kies er een.",
    "nothing_in_archive": "In {file} staat geen bruikbaar bestand, wel: {members}; kies een ander bestand.",
    "nested_archive": "In {file} zit weer een zip; pak de buitenste uit en kies de binnenste.",
    "unsafe_archive": (
        "{file} wil buiten zijn eigen map schrijven ({member}); gebruik het niet en download het opnieuw."
    ),
    "archive_too_large": (
        "{file} is uitgepakt te groot (hooguit {max_gb} GB en {max_members} bestanden, en niet verdacht sterk "
        "ingepakt); pak het zelf uit als u het vertrouwt."
    ),
    "unknown_compression": (
        "{file} is ingepakt op een manier die hier niet werkt; pak het uit en kies het bestand zelf."
    ),
    "text_encoding": (
        "De tekst in {file} staat in een andere tekenset dan het bestand zegt; bewaar het opnieuw in UTF-8."
    ),
    "bad_csv": (
        "{file} is rond regel {line} niet te lezen: een aanhalingsteken wordt niet gesloten of een cel is te lang; "
        "verbeter die regel."
    ),
    "duplicate_column": "In {file} komt de kolom {column} meer dan eens voor; geef elke kolom een eigen naam.",
    "too_many_rows": "{file} heeft meer dan {max_rows} rijen; kies een kleiner gebied of een deel van het bestand.",
    "too_many_columns": (
        "{file} heeft {n_columns} kolommen, en hooguit {max_columns} mag; bewaar alleen wat u nodig heeft."
    ),
}
