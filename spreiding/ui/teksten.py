"""Every Dutch sentence for people: one template per kind of fault, and the labels of the screens."""

import unicodedata
from collections.abc import Sequence
from typing import Final

from spreiding.errors import InputErrors, SpreidingError
from spreiding.ui.fouten import FOUTEN

# More faults than this at once help nobody.
MAX_LISTED: Final = 20


VOORBEELD: Final = (
    "Voorbeeldgegevens: plaatsen, inwonertallen en vestigingen zijn feiten; waar mensen precies wonen en "
    "de wegen zijn gegenereerd."
)

# Why an amount is unknown → what to say of it.
ONBEKENDE_KOSTEN: Final[dict[str, str]] = {
    "type_unknown": "{site} ({gemeente}): de klasse is onbekend, dus het tarief ook.",
    "no_tariff": "{what} in {gemeente}: de tarieven van de activiteitencatalogus gelden daar niet.",
    "package_without_tariff": "{site} ({gemeente}): voor dit pakket bestaat bij deze klasse geen tarief.",
    "housing_unknown": (
        "{site} ({gemeente}): van de huisvesting ontbreekt het soort gebouw, de prijs per m² of het vloeroppervlak."
    ),
    "on_quote": "{what} in {gemeente}: de catalogus noemt geen bedrag (op offerte); vul het in.",
    "no_quantity": "{what} in {gemeente}: het aantal is onbekend; vul het in.",
}


def listed(words: Sequence[str]) -> str:
    """Join words with commas, the last one with 'en'."""
    return " en ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def printable(text: str) -> str:
    """Return text without control signs, with which a name in a file could steer the terminal."""
    return "".join(sign for sign in text if sign in "\n\t" or unicodedata.category(sign) != "Cc")


def unknown_cost_sentence(reason: str, *, gemeente: str | None, site: str | None, service: str = "") -> str:
    """Return why an amount is unknown, for a branch (`site`), a `service`, or the inwoners of `gemeente`."""
    return ONBEKENDE_KOSTEN[reason].format(
        what=service or site or "De bijdrage per inwoner",
        site=site,
        gemeente=gemeente or "gebied buiten de bekende gemeenten",
    )


# From here on a float does not hold every whole number.
_EXACT: Final = 2**53


def sentence(error: SpreidingError) -> str:
    """Return the Dutch sentence(s) for `error`; several faults become one line each, at most `MAX_LISTED`."""
    if isinstance(error, InputErrors):
        lines = [f"• {sentence(part)}" for part in error.errors[:MAX_LISTED]]
        n_more = len(error.errors) - len(lines)
        return "\n".join([*lines, *([f"• en nog {n_more} fouten in dezelfde bestanden."] if n_more else [])])
    return FOUTEN[error.kind].format(**{name: _plain(value) for name, value in error.data.items()})


def _plain(value: object) -> object:
    """Return a whole number without the decimals that nobody typed: 20 instead of 20.0."""
    return int(value) if isinstance(value, float) and value.is_integer() and abs(value) < _EXACT else value
