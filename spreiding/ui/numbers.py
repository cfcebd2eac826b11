"""Dutch numbers: read what people type, write what people read."""

import math
import re
from decimal import Decimal
from typing import Final

from babel.numbers import format_decimal

from spreiding.errors import InputError

LOCALE: Final = "nl_NL"
UNKNOWN: Final = "onbekend"
_MILLION: Final = 1_000_000
_KILOMETRE_M: Final = 1000

_PLAIN: Final = re.compile(r"^\d+([.,]\d+)?$")
_THOUSANDS: Final = re.compile(r"^\d{1,3}(\.\d{3})+(,\d+)?$")


def parse_number(
    text: str,
    *,
    option: str,
    minimum: Decimal = Decimal(0),
    maximum: int | None = None,
    is_positive: bool = False,
    is_whole: bool = False,
) -> Decimal:
    """Read a number as people type it: 1500000, 1.500.000, 12,5 or 12.5, with or without € in front.

    Three digits behind each point are thousands, as is Dutch: 1.500 is fifteen hundred.

    Raises
    ------
    InputError
        `not_a_number`, `negative_number`, `number_too_small`, `number_too_large` or `not_whole`, naming `option`.

    """
    cleaned = text.strip().removeprefix("€").replace(" ", "").replace("\u00a0", "")
    sign = cleaned[:1] in {"-", "\u2212"}
    digits = cleaned[1:] if sign else cleaned
    if _THOUSANDS.match(digits):
        digits = digits.replace(".", "")
    elif not _PLAIN.match(digits):
        raise InputError("not_a_number", option=option, value=text)
    value = Decimal(digits.replace(",", "."))
    if sign and value != 0:
        raise InputError("negative_number", option=option, value=text)
    if value < minimum or (is_positive and value == 0):
        raise InputError("number_too_small", option=option, value=text, minimum=minimum)
    if maximum is not None and value > maximum:
        raise InputError("number_too_large", option=option, value=text, maximum=maximum)
    if is_whole and value != value.to_integral_value():
        raise InputError("not_whole", option=option, value=text)
    return value


def whole(value: float | Decimal | None) -> str:
    """Write 1234.5 as '1.235'; unknown or not finite as 'onbekend'."""
    return _written(value, "#,##0")


def euros(value: float | Decimal | None) -> str:
    """Write 1234.5 as '€ 1.235'."""
    return UNKNOWN if _is_unknown(value) else f"€\u00a0{_written(value, '#,##0')}"


def kilometres(metres: float | None) -> str:
    """Write metres as '2,5 km'."""
    return UNKNOWN if metres is None or _is_unknown(metres) else f"{_written(metres / 1000, '#,##0.0')}\u00a0km"


def length(metres: float | None) -> str:
    """Write a length as '30 m' in tens of metres, from a kilometre as '2,5 km'."""
    if metres is None or _is_unknown(metres) or abs(metres) >= _KILOMETRE_M:
        return kilometres(metres)
    # Adding zero turns -0.0 into 0.0: nobody reads '-0 m' as nothing.
    return f"{_written(round(metres, -1) + 0.0, '#,##0')}\u00a0m"


def minutes(value: float | None) -> str:
    """Write minutes as '7 min'."""
    return UNKNOWN if _is_unknown(value) else f"{_written(value, '#,##0')}\u00a0min"


def percentage(share: float | None) -> str:
    """Write a share 0.913 as '91,3%'."""
    return UNKNOWN if share is None or _is_unknown(share) else f"{_written(share * 100, '#,##0.0')}%"


def short_percentage(share: float) -> str:
    """Write a share that somebody chose without needless decimals: '90%', '92,5%'."""
    return f"{_written(share * 100, '#,##0.##')}%"


def short_number(value: float | None) -> str:
    """Write a number that somebody chose without needless decimals: '16', '7,5', '5.000'."""
    return _written(value, "#,##0.##")


def hours(value: float | None) -> str:
    """Write hours as '7,5 uur', whole ones as '15 uur'."""
    return UNKNOWN if _is_unknown(value) else f"{_written(value, '#,##0.#')}\u00a0uur"


def _is_unknown(value: float | Decimal | None) -> bool:
    return value is None or not math.isfinite(value)


def _written(value: float | Decimal | None, pattern: str) -> str:
    if value is None or not math.isfinite(value):
        return UNKNOWN
    return str(format_decimal(value, format=pattern, locale=LOCALE))


def edge(metres: float) -> str:
    """Write the edge of a class in kilometres, without needless decimals: '5', '2,5'."""
    return _written(metres / 1000, "#,##0.###")


def short_euros(value: float | Decimal | None) -> str:
    """Write 1234567 as '€ 1,2 mln.'; amounts below a million in whole euros."""
    if value is None or abs(float(value)) < _MILLION:
        return euros(value)
    return UNKNOWN if _is_unknown(value) else f"€\u00a0{_written(float(value) / _MILLION, '#,##0.0')}\u00a0mln."


def signed(text: str, value: float) -> str:
    """Put a plus before the written `text` of a positive `value`; unknown and negative stay as they are."""
    return f"+{text}" if value > 0 else text


def gap(value: float | None) -> str:
    """Write an optimality gap 0.0012 as '0,12%': two decimals, for it is mostly small."""
    return UNKNOWN if value is None or _is_unknown(value) else f"{_written(value * 100, '#,##0.00')}%"


def decimals(value: float | None, *, n_decimals: int) -> str:
    """Write a figure without a unit, 0.3127 as '0,31' with two decimals."""
    return _written(value, f"#,##0.{'0' * n_decimals}")


def cents(value: Decimal | None) -> str:
    """Write 11.19 as '€ 11,19'."""
    return UNKNOWN if _is_unknown(value) else f"€\u00a0{_written(value, '#,##0.00')}"


def quantity(value: Decimal | None) -> str:
    """Write how many of something are paid for: '34.021', '262,5'."""
    return _written(value, "#,##0.##")
