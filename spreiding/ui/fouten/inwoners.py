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
    "duplicate_area": (
        "In {file} heeft rij {row} ({name}) dezelfde code of hetzelfde vlak als een eerdere rij, zodat inwoners dubbel "
        "tellen; verwijder haar of voeg de delen samen."
    ),
    "negative_inwoners": (
        "De kolom {column} van {file} heeft in {n_rows} rijen een negatief aantal dat geen code voor 'onbekend' is; "
        "verbeter die rijen."
    ),
    "empty_population": "In {file} woont niemand: geen enkele rij heeft inwoners; kies een ander bestand.",
    "no_inwoners": (
        "{file} heeft geen kolom met inwoners bij vierkanten, vlakken of punten; noem die kolom 'inwoners', of kies "
        "een ander bestand."
    ),
    "several_inwoners_columns": (
        "{file} heeft meer dan één kolom met inwoners ({columns}); laat alleen de kolom staan die u wilt gebruiken."
    ),
    "inwoners_without_place": (
        "In {file} heeft rij {row} inwoners maar geen punt of vlak; geef haar een plaats of verwijder haar."
    ),
    "fill_needs_squares": (
        "{file} kan niet worden aangevuld: dat gaat alleen met CBS-vierkanten van 100 m en een aanvulling ({fill}) van "
        "500 m; laat de aanvulling weg of kies andere bestanden."
    ),
    "fill_elsewhere": (
        "{fill} heeft {n_persons} inwoners waar {file} geen of veel te weinig vierkanten heeft: de bestanden gaan niet "
        "over hetzelfde gebied of jaar; neem twee bestanden van één jaar, en knip geen van beide bij."
    ),
    "nobody_in_gemeenten": (
        "In {file} woont niemand binnen de gekozen gemeenten; kies andere gemeenten of een ander bestand."
    ),
    "no_facts": (
        "{file} geeft geen totalen per buurt of gemeente (een gemeentecode met inwoners, leeftijden of de afstand tot "
        "een bibliotheek); kies een bestand van het CBS."
    ),
    "keep_without_areas": (
        "Zonder gemeentegrenzen is niet te zeggen wat in {gemeenten} ligt; geef ze mee met --gemeenten."
    ),
    "too_many_inwoners": (
        "De kolom {column} van {file} noemt {value} inwoners op één plek, meer dan daar kunnen wonen; "
        "verbeter dat getal."
    ),
    "thousands_point": (
        "De kolom {column} van {file} heeft getallen zoals 1.234 of 1,234, die duizendtallen of decimalen kunnen zijn; "
        "schrijf hele aantallen zonder punt of komma."
    ),
}
