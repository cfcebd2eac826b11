"""What pydantic tells of a field that it refuses, in the few words that a fault carries."""

from typing import Final

from pydantic_core import ErrorDetails

_BOUNDS: Final = {
    "greater_than": ("gt", ">"),
    "greater_than_equal": ("ge", ">="),
    "less_than": ("lt", "<"),
    "less_than_equal": ("le", "<="),
}
_LONGEST: Final = 60
# What a value looks like, by how pydantic's name of the fault begins.
_FORMS: Final = {
    "no_decimal_text": '"1000"',
    "decimal": '"0.02"',
    "int": "4",
    "float": "4.5",
    "bool": "true, false",
    "string": '"tekst"',
    "tuple": "[lijst]",
    "frozen_set": "[lijst]",
}


def broken_bound(error: ErrorDetails) -> str:
    """Return the bound that a number breaks, '> 0' or '<= 1'; empty when the fault is another."""
    if error["type"] not in _BOUNDS:
        return ""
    key, sign = _BOUNDS[error["type"]]
    return f"{sign} {error['ctx'][key]:g}"


def allowed(error: ErrorDetails) -> str:
    """Return what would be allowed, when pydantic tells."""
    context = error.get("ctx", {})
    return str(context.get("expected") or context.get("expected_tags") or "").replace("'", "").replace(" or ", ", ")


def expected(error: ErrorDetails) -> str:
    """Return what would be allowed: the members, an example of the form, or a table."""
    form = next((form for kind, form in _FORMS.items() if error["type"].startswith(kind)), "[tabel]")
    return allowed(error) or form


def whereabouts(loc: tuple[int | str, ...]) -> str:
    """Return where a fault is: 'covers.nr. 2.bron'; the file itself when in no field."""
    parts = (f"nr. {part + 1}" if isinstance(part, int) else part for part in loc if part != "[key]")
    return ".".join(parts) or "het bestand"


def short(value: object) -> str:
    """Return a value as short text."""
    text = repr(value) if isinstance(value, dict | list) else str(value)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]} …"
