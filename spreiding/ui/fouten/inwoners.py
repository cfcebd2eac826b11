"""Faults of population files: squares, areas and their counts."""

from typing import Final

FOUTEN: Final[dict[str, str]] = {
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
    "negative_inwoners": (
        "De kolom {column} van {file} heeft in {n_rows} rijen een negatief aantal dat geen code voor 'onbekend' is; "
        "verbeter die rijen."
    ),
    "bad_inwoners": (
        "In {file} heeft {name} een onbruikbaar aantal inwoners: '{value}'; geef een getal van nul of hoger."
    ),
    "empty_population": "In {file} woont niemand: geen enkele rij heeft inwoners; kies een ander bestand.",
}
