"""CBS squares of 100 m and 500 m, under the names of all three generations of files."""

import re
from pathlib import Path
from typing import Final

from spreiding.io.files.crs import RD
from spreiding.io.people.population import HIGHEST_MISSING, Population
from spreiding.io.people.squares import Grid, read_squares

# What CBS does not give is at most this many persons (code −99997: 0–4 or secret).
MOST_WHEN_MISSING: Final = 4.0

_HECTOMETRES: Final = re.compile(r"E(\d{4})N(\d{4})")
_METRES: Final = re.compile(r"E(\d{5,6})N(\d{6})")


def id_corner(text: str) -> tuple[float, float] | None:
    """South-west corner [EPSG:28992, m] in an id like E0974N4514 (hectometres) or E97400N451400 (metres)."""
    for pattern, unit_m in ((_HECTOMETRES, 100.0), (_METRES, 1.0)):
        if match := pattern.fullmatch(text):
            return int(match[1]) * unit_m, int(match[2]) * unit_m
    return None


def _grid(size_m: int) -> Grid:
    return Grid(
        source=f"cbs{size_m}",
        crs=RD,
        size_m=float(size_m),
        id_columns=(f"crs28992res{size_m}m", f"c28992r{size_m}"),
        inwoners_columns=("aantal_inwoners", "INWONER"),
        highest_missing=HIGHEST_MISSING,
        corner=id_corner,
    )


CBS_100: Final = _grid(100)
CBS_500: Final = _grid(500)


def read_cbs(path: Path) -> Population:
    """Read the inhabited CBS squares of 100 m or 500 m with their inhabitants and age groups [persons].

    Raises
    ------
    InputError
        As `squares.read_squares`.

    """
    return read_squares(path, (CBS_100, CBS_500)).inhabited()
