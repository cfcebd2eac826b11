"""CBS squares of 100 m and 500 m, as the GeoPackages of CBS hold them."""

import re
from pathlib import Path
from typing import Final

from spreiding.io.crs import RD
from spreiding.io.population import Grid, Population, read_squares
from spreiding.tables import CBS_AGE_COLUMNS

# Codes from here down mean that CBS does not give the number: −99997 is 0–4 or secret, −99995 not available.
HIGHEST_MISSING: Final = -99990.0
INWONERS_COLUMN: Final = "aantal_inwoners"

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
        id_column=f"crs28992res{size_m}m",
        inwoners_column=INWONERS_COLUMN,
        highest_missing=HIGHEST_MISSING,
        corner=id_corner,
        group_columns=CBS_AGE_COLUMNS,
    )


CBS_100: Final = _grid(100)
CBS_500: Final = _grid(500)


def read_cbs(path: Path) -> Population:
    """Read CBS squares of 100 m or 500 m with their inhabitants and age groups [persons].

    Raises
    ------
    InputError
        As `population.read_squares`.

    """
    return read_squares(path, (CBS_100, CBS_500))
