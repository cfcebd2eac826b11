"""Faults of what a user types of costs on the screen."""

from typing import Final

FOUTEN: Final[dict[str, str]] = {
    "own_amount_without_bron": (
        "Uw eigen bedrag voor '{what}' heeft geen bron; noem in de kolom Bron waar het vandaan komt."
    ),
    "bought_twice": "De dienst '{what}' staat twee keer in de lijst; laat haar één keer staan.",
    "not_in_cents": "{option} heeft meer dan twee cijfers achter de komma: '{value}'; rond af op centen.",
}
