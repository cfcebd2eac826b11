"""Faults of what is typed in the form of a norm, by the labels that stand there."""

from typing import Final

FOUTEN: Final[dict[str, str]] = {
    "norm_form_share_too_large": (
        "In '{label}' staat {value}, maar een aandeel is hooguit 100 procent; typ 90 voor 90%."
    ),
    "norm_form_share_too_small": (
        "In '{label}' staat {value}, en dat is minder dan één procent: bedoelt u {meant}? Typ een "
        "getal van 1 tot en met 100."
    ),
    "norm_form_bound": "Norm '{norm}': '{label}' is {value}, maar moet {bound} zijn; verbeter die waarde.",
    "norm_form_empty": "Norm '{norm}': '{label}' is leeg; vul dat in.",
    "norm_form_unusable": "Norm '{norm}': '{value}' past niet bij '{label}'; verbeter die waarde.",
    "norm_form_no_such_size": (
        "Norm '{norm}' spreekt zichzelf tegen: het getal bij '{high}' moet groter zijn dan dat bij '{low}'; verander "
        "een van beide."
    ),
    "norm_form_metres_or_minutes": (
        "Norm '{norm}' noemt geen grens of twee; vul een hoogste afstand in meters in, of een hoogste reistijd in "
        "minuten."
    ),
}
