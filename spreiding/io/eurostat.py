"""The European census grid of 1 km (Eurostat/GISCO)."""

import re
from pathlib import Path
from typing import Final

from spreiding.io.population import Grid, Population, read_squares

_ID: Final = re.compile(r"CRS3035RES1000mN(\d{7})E(\d{7})")


def id_corner(text: str) -> tuple[float, float] | None:
    """South-west corner [EPSG:3035, m] in an id like CRS3035RES1000mN3285000E4098000: north first, then east."""
    match = _ID.fullmatch(text)
    return (float(match[2]), float(match[1])) if match else None


# Eurostat flags what it withholds by a negative number: no count below zero is a number of persons.
EUROSTAT_1KM: Final = Grid(
    source="eurostat1km",
    crs="EPSG:3035",
    size_m=1000.0,
    id_column="GRD_ID",
    inwoners_column="TOT_P_2021",
    highest_missing=-1.0,
    corner=id_corner,
)


def read_eurostat(path: Path) -> Population:
    """Read the squares of 1 km with their inhabitants [persons], in EPSG:3035, where they are square.

    Raises
    ------
    InputError
        As `population.read_squares`.

    """
    return read_squares(path, (EUROSTAT_1KM,))
