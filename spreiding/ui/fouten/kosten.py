"""Faults of what a user types of costs on the screen."""

from typing import Final

FOUTEN: Final[dict[str, str]] = {
    "own_amount_without_bron": (
        "Uw eigen bedrag voor '{what}' heeft geen bron; noem in de kolom Bron waar het vandaan komt."
    ),
    "bought_twice": "De dienst '{what}' staat twee keer in de lijst; laat haar één keer staan.",
    "bad_years": "De jaren '{value}' zijn niet te lezen; geef ze van en tot en met, zoals 2026-2029.",
    "bad_pair": "De waarde van {option} is niet te lezen: '{value}'; geef een naam en een jaar, zoals naam=2027.",
    "unknown_payer": "De bron '{source}' bestaat niet; kies uit {known}.",
    "cover_incomplete": "De dekking '{name}' is niet af; kies wie betaalt en vul een bedrag per jaar in.",
    "cover_year": "De dekking '{name}' heeft een jaar dat niet kan; geef een jaar met vier cijfers, zoals 2027.",
    "cover_backwards": "De dekking '{name}' eindigt in {last}, voordat zij in {first} begint; verbeter de jaren.",
    "not_in_cents": "{option} heeft meer dan twee cijfers achter de komma: '{value}'; rond af op centen.",
}
