"""Addresses to coordinates through PDOK's Locatieserver: politely, each address asked once."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Final

import httpx
from pydantic import TypeAdapter, ValidationError

from spreiding.domain import Frozen
from spreiding.errors import InputError
from spreiding.io.online.addresses import Source
from spreiding.io.online.cache import disk_faults, write_text
from spreiding.io.online.connection import Client, get_json, not_the_file

_KNOWN_FILE: Final = "adressen.json"
# A handful of questions per second is fair use.
_BETWEEN_QUESTIONS_S: Final = 0.2
# How many answers to look at, and within what distance [m] and share of the score two of them are as good.
_N_ANSWERS: Final = 5
_SAME_PLACE_M: Final = 100.0
_SAME_SCORE: Final = 0.999
_MAX_ADDRESS: Final = 200
_POSTCODE: Final = re.compile(r"\b[0-9]{4} ?[A-Za-z]{2}\b")


class Located(Frozen):
    """An address found: its place [EPSG:28992, m], how the service writes it, and its score there."""

    x_m: float
    y_m: float
    label: str
    score: float


_KNOWN: Final = TypeAdapter(dict[str, Located])


def geocode(address: str, client: Client, source: Source) -> Located:
    """Return the place of an address.

    Raises
    ------
    InputError
        `address_not_found` without an answer that has the street, numbers and place of the address,
        `ambiguous_address` when places apart fit equally well, or why the service could not be asked.

    """
    question = {"q": address[:_MAX_ADDRESS], "fq": "type:adres", "rows": str(_N_ANSWERS)}
    url = str(httpx.URL(source.addresses[0], params=question))
    document = get_json(client, source, url).value
    # The score of the service says little by itself: a house that does not exist scores as high as one that does.
    answers = (_parse_answer(doc) for doc in _docs(document, source, url) if _fits(address, doc))
    fitting = [found for found in answers if found is not None]
    if not fitting:
        raise InputError("address_not_found", address=address)
    best = fitting[0]
    for other in fitting[1:]:
        is_elsewhere = abs(other.x_m - best.x_m) + abs(other.y_m - best.y_m) > _SAME_PLACE_M
        if is_elsewhere and other.score >= best.score * _SAME_SCORE:
            raise InputError("ambiguous_address", address=address, first=best.label, second=other.label)
    return best


def geocode_all(
    addresses: Iterable[str], client: Client, source: Source, *, on_progress: Callable[[int], None] | None = None
) -> tuple[Located | InputError, ...]:
    """Return the place of each address, or its own fault; what was found before is not asked again.

    Raises
    ------
    InputError
        When the service cannot be asked: that is no fault of an address.

    """
    path = client.folder / _KNOWN_FILE
    known = _read_known(path)
    n_before = len(known)
    result: list[Located | InputError] = []
    try:
        for number, address in enumerate(addresses, start=1):
            found = known.get(address) or _locate(address, client, source)
            if isinstance(found, Located):
                known[address] = found
            result.append(found)
            if on_progress is not None:
                on_progress(number)
    finally:
        # What is all known already may stand in a folder for reading only.
        if len(known) > n_before:
            with disk_faults(client.folder):
                client.folder.mkdir(parents=True, exist_ok=True)
                write_text(path, _KNOWN.dump_json(known).decode())
    return tuple(result)


def _locate(address: str, client: Client, source: Source) -> Located | InputError:
    """Ask for one address after a short pause; return its own fault, raise that of the service."""
    client.sleep(_BETWEEN_QUESTIONS_S)
    try:
        return geocode(address, client, source)
    except InputError as error:
        if error.kind in ("address_not_found", "ambiguous_address"):
            return error
        raise


def _read_known(path: Path) -> dict[str, Located]:
    try:
        return _KNOWN.validate_json(path.read_bytes())
    except (OSError, ValidationError):
        return {}


def _docs(document: Any, source: Source, url: str) -> list[dict[str, Any]]:  # noqa: ANN401 - JSON from outside
    response = document.get("response") if isinstance(document, dict) else None
    docs = response.get("docs") if isinstance(response, dict) else None
    if not isinstance(docs, list):
        host = httpx.URL(url).host
        raise not_the_file(source, host)
    return [doc for doc in docs if isinstance(doc, dict)]


def _parse_answer(doc: dict[str, Any]) -> Located | None:
    number = r"(-?\d+(?:\.\d+)?)"
    point = re.fullmatch(rf"POINT ?\({number} {number}\)", str(doc.get("centroide_rd")))
    score = doc.get("score")
    if point is None:
        return None
    try:
        return Located(
            x_m=float(point[1]),
            y_m=float(point[2]),
            label=str(doc.get("weergavenaam", "")),
            score=float(score) if isinstance(score, int | float) else 0.0,
        )
    except ValidationError:
        # A number without end.
        return None


def _fits(address: str, doc: dict[str, Any]) -> bool:
    """Whether a found address has the numbers, the street and the place of the one that was asked.

    A postcode tells the place too: people write that of their village where the service has the town beside it.
    """
    wanted, found = _words(address), _words(f"{doc.get('weergavenaam', '')} {doc.get('gemeentenaam', '')}")
    numbers = [word for word in wanted if word.isdigit()]
    has_street = any(word.startswith(_street_word(address)) for word in found)
    is_complete = len(numbers) < len(wanted) and set(numbers) <= set(found)
    return is_complete and has_street and (_POSTCODE.search(address) is not None or wanted[-1] in found)


def _street_word(address: str) -> str:
    """Return the word that tells streets apart, the last one before the number of the house; empty without one."""
    # A building may stand before the street: 'MFA De Spil, Hoofdstraat 5'.
    street = next((part for part in address.split(",") if re.search(r"\d", part)), address)
    before_number = re.match(r"(.*)\b\d", street)
    words = [word for word in _words(before_number[1] if before_number else street) if not word.isdigit()]
    return words[-1] if words else ""


def _words(text: str) -> list[str]:
    """Numbers and words of an address, without accents: '9411 ab', '9411AB' and '9411-Ab' are the same."""
    plain = unicodedata.normalize("NFKD", text.lower()).encode("ascii", "ignore").decode()
    return re.findall(r"\d+|[a-z]+", plain)
