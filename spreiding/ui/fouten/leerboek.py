"""Faults of a bare cost matrix, as the textbook functions of the optimiser take it."""

from typing import Final

FOUTEN: Final[dict[str, str]] = {
    "costs_not_numbers": "Hier staan geen getallen maar '{dtype}'; geef een rij of een tabel van getallen.",
    "costs_not_a_matrix": (
        "De kosten hebben vorm {shape}; geef een tabel met een rij per vraagpunt en een kolom per plek."
    ),
    "no_columns": "De kostentabel heeft geen kolommen, dus er is geen plek te kiezen; geef minstens een kolom.",
    "costs_unknown": (
        "De kostentabel heeft {number} waarden die geen getal of min oneindig zijn; vul ze in, en geef oneindig (inf) "
        "waar een plek niet mag."
    ),
    "costs_too_large": "De kosten met hun gewichten zijn samen te groot om op te tellen; kies een grotere eenheid.",
    "weights_not_per_row": "De gewichten hebben vorm {shape}; geef er een per rij van de kosten ({rows}).",
    "bad_weights": "Een gewicht is {value}; geef voor elke rij een getal van nul of hoger.",
    "opening_not_per_column": "De openingskosten hebben vorm {shape}; geef er een per kolom van de kosten ({columns}).",
    "bad_opening": "Openingskosten zijn {value}; geef voor elke kolom een bedrag, en sluit een plek die niet mag uit.",
    "bad_number_of_sites": "Het aantal plekken '{value}' is geen heel getal van nul of hoger; geef bijvoorbeeld 5.",
    "too_many_sites": "Er moeten {value} plekken open, maar er zijn {columns} kolommen; vraag er hooguit zoveel.",
    "bad_seed": "Het startgetal '{value}' is geen heel getal van nul of hoger; geef bijvoorbeeld 0.",
    "bad_limit": "De grens '{value}' is geen getal; geef de hoogste kosten die nog meetellen als bereikt.",
    "unknown_column": "Kolom '{value}' bestaat niet; geef kolomnummers van 0 tot en met {last}.",
    "fixed_in_and_out": "Deze kolommen moeten open en dicht tegelijk: {columns}; haal ze uit een van beide lijsten.",
    "more_fixed_than_sites": (
        "Er moeten {number} vaste plekken open, maar er mogen er {value} open; maak een ervan los of vraag er meer."
    ),
}
