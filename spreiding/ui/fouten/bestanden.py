"""Faults of any file: absent, unreadable, of another kind, in the wrong place."""

from typing import Final

FOUTEN: Final[dict[str, str]] = {
    "file_not_found": "Het bestand {file} is er niet; controleer de naam en de map.",
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
    "crs_mislabelled": (
        "{file} zegt in {crs} te staan (dat geldt ook voor GeoJSON die niets zegt), maar heeft de coördinaten van "
        "{expected}; bewaar het opnieuw met {expected} als stelsel."
    ),
    "coordinates_swapped": (
        "In {file} zijn x en y verwisseld (het eerste punt: {x}, {y}); bewaar het opnieuw met x of lengtegraad voorop."
    ),
    "not_numeric": "De kolom {column} van {file} bevat iets anders dan getallen; verbeter die kolom.",
    "too_many_cells": (
        "In {file} heeft rij {row} meer waarden ({n_cells}) dan er kolommen zijn ({n_columns}); "
        "zet tekst met een scheidingsteken tussen aanhalingstekens."
    ),
    "coordinate_not_finite": "In {file} heeft {name} geen echte coördinaten ({x}, {y}); verbeter ze.",
    "coordinate_swapped": (
        "In {file} zijn de coördinaten van {name} ({x}, {y}) verwisseld; zet x of lengtegraad voorop."
    ),
    "coordinate_other_crs": (
        "In {file} staan de coördinaten van {name} ({x}, {y}) niet in {crs}; "
        "gebruik lengte- en breedtegraden of RD zoals het bestand belooft."
    ),
    "coordinates_misread": (
        "De punten in {file} liggen volgens {crs} niet in Nederland (het eerste: {x}, {y}); bedoelde u '{reading}'? "
        "Kies dat dan (opdrachtregel: --coordinaten {reading}), of verbeter het bestand."
    ),
    "coordinate_outside": "In {file} ligt {name} ({x}, {y}) buiten Nederland volgens {crs}; verbeter de coördinaten.",
}
