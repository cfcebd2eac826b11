"""Population squares from GeoPackages, in the coordinate system of their own grid."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray

from spreiding.demand import FloatArray
from spreiding.errors import InputError
from spreiding.io.geopackage import Layer, Table, list_layers, read_table

# Corners are whole metres; half a metre is far below any grid and far above what a file format rounds.
_TOLERANCE_M: Final = 0.5


@dataclass(frozen=True)
class Grid:
    """How one source writes its squares.

    `size_m` [m] is the side in `crs`, `corner` reads the south-west corner [m] from an id (None: no such
    id), and a count from `highest_missing` down means that the number is not given. `group_columns` (in the
    order of `tables.AGE_GROUPS`) may be absent from a file, or empty.
    """

    source: str
    crs: str
    size_m: float
    id_column: str
    inwoners_column: str
    highest_missing: float
    corner: Callable[[str], tuple[float, float] | None]
    group_columns: tuple[str, ...] = ()


@dataclass(frozen=True)
class Population:
    """Inhabited squares of one grid; squares where nobody lives are left out.

    `x_m`, `y_m` are the centres in the grid's own system [m]. `groups` [persons, n × 5] is NaN where unknown.
    `n_rows` counts the rows of the source, `n_missing` those whose inhabitants are not known; `year` is that of
    the figures, empty when the file does not say.
    """

    grid: Grid
    ids: NDArray[np.str_]
    x_m: FloatArray
    y_m: FloatArray
    inwoners: FloatArray
    groups: FloatArray
    n_rows: int
    n_missing: int
    year: str = ""


def find_layer(layers: tuple[Layer, ...], grid: Grid) -> Layer | None:
    """Return the first layer with the ids of `grid`; None when there is none."""
    return next((layer for layer in layers if grid.id_column in layer.columns), None)


def read_squares(path: Path, grids: tuple[Grid, ...]) -> Population:
    """Read the squares of the one of `grids` that the file holds.

    Rows without a known number of inhabitants [persons] are left out and counted; an age group that is not
    given is NaN.

    Raises
    ------
    InputError
        A wrong file or coordinate system, a missing column, ids that contradict the geometry, or no inhabitants.

    """
    layers = list_layers(path)
    found = ((layer, grid) for grid in grids if (layer := find_layer(layers, grid)) is not None)
    layer, grid = next(found, (None, grids[0]))
    if layer is None:
        raise InputError("missing_one_of", file=path.name, columns=", ".join(each.id_column for each in grids))
    if grid.inwoners_column not in layer.columns:
        raise InputError("missing_column", file=path.name, columns=grid.inwoners_column)
    present = [name for name in grid.group_columns if name in layer.columns]
    table = read_table(path, layer.name, columns=(grid.id_column, grid.inwoners_column, *present))
    if table.crs != grid.crs:
        raise InputError("wrong_crs", file=path.name, crs=table.crs, expected=grid.crs)
    year = re.search(r"20\d\d", f"{layer.name} {grid.inwoners_column}")
    return replace(_parse(table, grid, file=path.name), year=year.group() if year else "")


def known_counts(values: NDArray[np.generic], *, highest_missing: float, file: str, column: str) -> FloatArray:
    """Return counts [persons], NaN where the source gives none.

    Raises
    ------
    InputError
        `not_numeric` for text or infinity, `negative_inwoners` for a negative number that is no code for missing.

    """
    try:
        counts = values.astype(np.float64)
    except (TypeError, ValueError) as error:
        raise InputError("not_numeric", file=file, column=column) from error
    if np.isinf(counts).any():
        raise InputError("not_numeric", file=file, column=column)
    counts[counts <= highest_missing] = np.nan
    if (counts < 0).any():
        raise InputError("negative_inwoners", file=file, column=column, n_rows=int((counts < 0).sum()))
    return counts


def _parse(table: Table, grid: Grid, *, file: str) -> Population:
    ids = table.columns[grid.id_column].astype(np.str_)
    corners = _corners(table.geometry, size_m=grid.size_m, file=file)
    _check_ids(ids, grid, corners=corners, file=file)

    def counts(column: str) -> FloatArray:
        if column not in table.columns:
            return np.full(ids.size, np.nan)
        return known_counts(table.columns[column], highest_missing=grid.highest_missing, file=file, column=column)

    inwoners = counts(grid.inwoners_column)
    lived_in = inwoners > 0
    if not lived_in.any():
        raise InputError("empty_population", file=file)
    no_groups = np.full((ids.size, 5), np.nan)
    groups = np.column_stack([counts(name) for name in grid.group_columns]) if grid.group_columns else no_groups
    return Population(
        grid=grid,
        ids=ids[lived_in],
        x_m=corners[lived_in, 0] + grid.size_m / 2,
        y_m=corners[lived_in, 1] + grid.size_m / 2,
        inwoners=inwoners[lived_in],
        groups=groups[lived_in],
        n_rows=ids.size,
        n_missing=int(np.isnan(inwoners).sum()),
    )


def _corners(geometry: NDArray[np.object_], *, size_m: float, file: str) -> FloatArray:
    """South-west corners [m, n × 2] of squares whose side must be `size_m`."""
    bounds = shapely.bounds(geometry).reshape(-1, 4)
    sides = bounds[:, 2:] - bounds[:, :2]
    # NaN bounds (no geometry) compare false, so they count as wrong.
    wrong = ~(np.abs(sides - size_m) <= _TOLERANCE_M).all(axis=1)
    if wrong.any():
        raise InputError("not_squares", file=file, n_rows=int(wrong.sum()), size_m=int(size_m))
    return np.asarray(bounds[:, :2], dtype=np.float64)


def _check_ids(ids: NDArray[np.str_], grid: Grid, *, corners: FloatArray, file: str) -> None:
    """Check that ids are unique and name the corner that the geometry has."""
    named = np.array([grid.corner(text) or (np.nan, np.nan) for text in ids]).reshape(-1, 2)
    wrong = ~(np.abs(corners - named) <= _TOLERANCE_M).all(axis=1)
    if wrong.any():
        raise InputError("square_id_mismatch", file=file, n_rows=int(wrong.sum()), id=str(ids[wrong][0]))
    unique, counts = np.unique(ids, return_counts=True)
    if unique.size < ids.size:
        raise InputError("duplicate_square", file=file, n_rows=int((counts > 1).sum()), id=str(unique[counts > 1][0]))
