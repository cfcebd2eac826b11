"""Faults of what is typed in the form of a norm, by the labels that stand there."""

from typing import Final

FOUTEN: Final[dict[str, str]] = {
    "norm_form_share_too_large": ("'{label}' is {value}, maar een aandeel is hooguit 100 procent; typ 90 voor 90%."),
    "norm_form_share_too_small": (
        "'{label}' is {value}, en dat is minder dan één procent: bedoelt u {meant}? Typ dan {meant}; een norm vraagt "
        "hier minstens 1 procent."
    ),
    "norm_form_bound": "Norm '{norm}': '{label}' is {value}, maar moet {bound} zijn; verbeter die waarde.",
    "norm_form_empty": "Norm '{norm}': '{label}' is leeg; vul dat in, een norm heeft altijd een bron.",
    "norm_form_unusable": "Norm '{norm}': '{value}' past niet bij '{label}'; verbeter die waarde.",
    "norm_form_metres_or_minutes": (
        "Norm '{norm}' noemt geen grens of twee; vul een hoogste afstand in meters in, of een hoogste reistijd in "
        "minuten."
    ),
}
