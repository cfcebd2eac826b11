"""Where the header of a table stands: people write a title above it."""

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Final

# A title, a date and a blank row or two; the header is looked for in so many rows.
MAX_TITLES: Final = 10


def find_header(rows: Iterable[Sequence[object]]) -> int:
    """Return the position of the header: below titles, which fill the first cell of a row only; 0 without any other."""
    return next((index for index, row in enumerate(islice(rows, MAX_TITLES)) if any(row[1:])), 0)
