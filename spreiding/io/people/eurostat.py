"""The European census grid of 1 km (Eurostat/GISCO)."""

import re
from pathlib import Path
from typing import Final

from spreiding.io.people.population import Population
from spreiding.io.people.squares import Grid, read_squares

_LONG_ID: Final = re.compile(r"CRS3035RES1000mN(\d{7})E(\d{7})")
_SHORT_ID: Final = re.compile(r"1kmN(\d{4})E(\d{4})")


def id_corner(text: str) -> tuple[float, float] | None:
    """South-west corner [EPSG:3035, m] in an id like CRS3035RES1000mN3285000E4098000 or 1kmN3285E4098: north first."""
    for pattern, unit_m in ((_LONG_ID, 1.0), (_SHORT_ID, 1000.0)):
        if match := pattern.fullmatch(text):
            return int(match[2]) * unit_m, int(match[1]) * unit_m
    return None


# Eurostat flags what it withholds by a negative number: no count below zero is a number of persons. A file with the
# figures of several years counts by its last.
EUROSTAT_1KM: Final = Grid(
    source="eurostat1km",
    crs="EPSG:3035",
    size_m=1000.0,
    id_columns=("GRD_ID", "GRD_NEWID"),
    inwoners_columns=("TOT_P_2021", "T", "OBS_VALUE_T", "TOT_P_2018", "TOT_P_2011", "TOT_P_2006", "TOT_P"),
    highest_missing=-1.0,
    corner=id_corner,
)


def read_eurostat(path: Path) -> Population:
    """Read the inhabited squares of 1 km with their inhabitants [persons]; their shapes stand askew in EPSG:28992.

    Raises
    ------
    InputError
        As `squares.read_squares`.

    """
    return read_squares(path, (EUROSTAT_1KM,)).inhabited()
