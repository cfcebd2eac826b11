"""Travel times from a CSV file: square, branch, minutes; for example by public transport."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

import numpy as np

from spreiding.errors import InputError, raise_together
from spreiding.io.files.delimited import parse_number, read_csv
from spreiding.region import Region
from spreiding.travel_sources import TableSource, table_source

_COLUMNS: Final = ("vierkant", "vestiging", "minuten")


def read_travel_table(path: Path, region: Region) -> TableSource:
    """Read minutes per square and site; every demand point of a square gets those of its square.

    A pair that the file does not hold cannot be travelled.

    Raises
    ------
    InputError, InputErrors
        A wrong file, a missing column, or all faults of all rows together.

    """
    table = read_csv(path)
    absent = [column for column in _COLUMNS if column not in table.columns]
    if absent:
        raise InputError("missing_column", file=path.name, columns=", ".join(absent))
    squares = {str(square_id): index for index, square_id in enumerate(region.squares.ids)}
    pairs: dict[tuple[int, int], float] = {}
    faults: list[InputError] = []
    for number, row in enumerate(table.rows, start=1):
        fault = _add(pairs, row, squares=squares, sites=region.site_index, file=path.name, number=number)
        if fault is not None:
            faults.append(fault)
    raise_together(faults)
    return _spread_over_points(pairs, region)


def _add(
    pairs: dict[tuple[int, int], float],
    row: Mapping[str, str],
    *,
    squares: Mapping[str, int],
    sites: Mapping[str, int],
    file: str,
    number: int,
) -> InputError | None:
    """Add the pair of one row, or return what is wrong with it."""
    square, site, minutes = row["vierkant"].strip(), row["vestiging"].strip(), parse_number(row["minuten"])
    if square not in squares:
        return InputError("unknown_travel_square", file=file, row=number, square=square)
    if site not in sites:
        return InputError("unknown_travel_site", file=file, row=number, site=site)
    if minutes is None or minutes < 0:
        return InputError("bad_minutes", file=file, row=number, value=row["minuten"])
    pair = squares[square], sites[site]
    if pair in pairs:
        return InputError("repeated_pair", file=file, row=number, square=square, site=site)
    pairs[pair] = minutes
    return None


def _spread_over_points(pairs: Mapping[tuple[int, int], float], region: Region) -> TableSource:
    """Give every demand point the pairs of its square."""
    keys = np.array(sorted(pairs), dtype=np.int32).reshape(-1, 2)
    minutes = np.array([pairs[square, site] for square, site in keys.tolist()])
    n_points = region.demand.square.size
    order = np.argsort(region.demand.square, kind="stable").astype(np.int32)
    first, last = (np.searchsorted(region.demand.square[order], keys[:, 0], side) for side in ("left", "right"))
    counts = last - first
    # Position within the points of the square, for every copy of a pair.
    within = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    point = order[np.repeat(first, counts) + within]
    return table_source(
        point, np.repeat(keys[:, 1], counts), np.repeat(minutes, counts).astype(np.float64), n_points=n_points
    )
