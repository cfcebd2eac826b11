"""Population squares of a fixed grid, from any file that holds their ids."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray

from spreiding.demand import FloatArray
from spreiding.errors import InputError
from spreiding.io.files.crs import RD, check_label, transform
from spreiding.io.files.vector import Bounds, Layer, Table, VectorFile, open_vector
from spreiding.io.people.population import Population, find_column, find_groups, find_year, known_counts

# Corners are whole metres; half a metre is far below any grid and far above what a file format rounds.
_TOLERANCE_M: Final = 0.5
# Our choice, and beyond any tower here: what passes it is a slip of the keyboard.
_MOST_PER_M2: Final = 1.0
# A straight line in one system bends in the other: a box is transformed by points at most this far apart.
_BOX_STEP_M: Final = 5_000.0


@dataclass(frozen=True)
class Grid:
    """How one source writes its squares; names of columns are as it publishes them, the preferred ones first.

    `size_m` [m] is the side in `crs`, `corner` reads the south-west corner [m] from an id (None: no such id), and a
    count from `highest_missing` down means that the number is not given.
    """

    source: str
    crs: str
    size_m: float
    id_columns: tuple[str, ...]
    inwoners_columns: tuple[str, ...]
    highest_missing: float
    corner: Callable[[str], tuple[float, float] | None]


def find_grid(layers: tuple[Layer, ...], grids: tuple[Grid, ...]) -> tuple[Layer, Grid] | None:
    """Return the first layer with the ids of one of `grids`; None when there is none."""
    found = ((layer, grid) for grid in grids for layer in layers if find_column(layer.columns, grid.id_columns))
    return next(found, None)


def read_squares(path: Path, grids: tuple[Grid, ...], *, bounds: Bounds | None = None) -> Population:
    """Read the squares of the one of `grids` that the file holds; only those whose middle is in `bounds` [EPSG:28992].

    Rows without a known number of inhabitants [persons] come with NaN; so does an age group that is not given. Geometry
    rules where the file has one, else the ids tell where the squares lie.

    Raises
    ------
    InputError
        A wrong file or coordinate system, a missing column, ids that contradict the geometry, or no inhabitants.

    """
    with open_vector(path) as file:
        found = find_grid(file.layers, grids)
        if found is None:
            names = ", ".join(grid.id_columns[0] for grid in grids)
            raise InputError("missing_one_of", file=file.name, columns=names)
        return read_grid(file, *found, bounds=bounds)


def read_grid(file: VectorFile, layer: Layer, grid: Grid, *, bounds: Bounds | None = None) -> Population:
    """Read the squares of `grid` from a layer, as `read_squares` does."""
    id_column = find_column(layer.columns, grid.id_columns)
    inwoners_column = find_column(layer.columns, grid.inwoners_columns)
    if id_column is None or inwoners_column is None:
        missing = grid.id_columns[0] if id_column is None else grid.inwoners_columns[0]
        raise InputError("missing_column", file=file.name, columns=missing)
    groups = find_groups(layer.columns)
    columns = (id_column, inwoners_column, *(name for name in groups if name is not None))
    box = None if bounds is None or not layer.geometry else _transform_box(bounds, grid.crs)
    table = file.read(layer.name, columns=columns, bounds=box)
    if table.crs not in (grid.crs, ""):
        check_label(shapely.get_coordinates(table.geometry), crs=table.crs, file=file.name)
        raise InputError("wrong_crs", file=file.name, crs=table.crs, expected=grid.crs)
    ids = np.array([_text(value) for value in table.columns[id_column].tolist()], dtype=np.str_)
    corners = _corners(table, ids, grid, file=file.name)
    counts = [_counts(table, name, grid, file=file.name) for name in (inwoners_column, *groups)]
    if not (counts[0] > 0).any() and bounds is None:
        raise InputError("empty_population", file=file.name)
    centre_x, centre_y = transform(*(corners.T + grid.size_m / 2), source=grid.crs)
    population = Population(
        source=grid.source,
        ids=ids,
        x_m=centre_x,
        y_m=centre_y,
        size_m=np.full(ids.size, grid.size_m),
        inwoners=counts[0],
        estimated=np.zeros(ids.size),
        groups=np.column_stack(counts[1:]),
        is_groups_estimated=np.zeros(ids.size, dtype=np.bool_),
        shapes=None if grid.crs == RD else _shapes(corners, grid),
        n_rows=layer.n_rows,
        n_missing=int(np.isnan(counts[0]).sum()),
        n_dropped=layer.n_rows - ids.size,
        year=find_year(inwoners_column, layer.name, file.name),
    )
    return population if bounds is None else _within(population, bounds)


def _within(population: Population, bounds: Bounds) -> Population:
    """Keep the squares whose middle is in `bounds`: without geometries all were read, with them neighbours too."""
    west, south, east, north = bounds
    x_m, y_m = population.x_m, population.y_m
    return population.keep((west <= x_m) & (x_m <= east) & (south <= y_m) & (y_m <= north))


def _counts(table: Table, column: str | None, grid: Grid, *, file: str) -> FloatArray:
    if column is None:
        return np.full(table.geometry.size, np.nan)
    return known_counts(
        table.columns[column],
        highest_missing=grid.highest_missing,
        file=file,
        column=column,
        most=_MOST_PER_M2 * grid.size_m**2,
    )


def _corners(table: Table, ids: NDArray[np.str_], grid: Grid, *, file: str) -> FloatArray:
    """South-west corners [m, n × 2] that geometry (where there is one) and ids agree on."""
    named = np.array([grid.corner(text) or (np.nan, np.nan) for text in ids.tolist()]).reshape(-1, 2)
    corners = _drawn_corners(table.geometry, size_m=grid.size_m, file=file) if table.crs else named
    # An id that names no corner gives NaN, which compares false; so does a corner that is not on the grid.
    off_m = np.maximum(np.abs(corners - named), np.abs(corners - np.round(corners / grid.size_m) * grid.size_m))
    wrong = ~(off_m <= _TOLERANCE_M).all(axis=1)
    if wrong.any():
        raise InputError("square_id_mismatch", file=file, n_rows=int(wrong.sum()), id=str(ids[wrong][0]))
    unique, first, counts = np.unique(named, axis=0, return_index=True, return_counts=True)
    if unique.shape[0] < ids.size:
        twice = counts > 1
        raise InputError("duplicate_square", file=file, n_rows=int(twice.sum()), id=str(ids[first[twice][0]]))
    return named


def _drawn_corners(geometry: NDArray[np.object_], *, size_m: float, file: str) -> FloatArray:
    """South-west corners [m, n × 2] of squares whose side must be `size_m`."""
    bounds = shapely.bounds(geometry).reshape(-1, 4)
    sides = bounds[:, 2:] - bounds[:, :2]
    # NaN bounds (no geometry) compare false, so they count as wrong.
    wrong = ~(np.abs(sides - size_m) <= _TOLERANCE_M).all(axis=1)
    if wrong.any():
        raise InputError("not_squares", file=file, n_rows=int(wrong.sum()), size_m=int(size_m))
    return np.asarray(bounds[:, :2], dtype=np.float64)


def _shapes(corners: FloatArray, grid: Grid) -> NDArray[np.object_]:
    """Polygons of the squares in EPSG:28992, where they stand askew."""
    boxes = shapely.box(*corners.T, *(corners.T + grid.size_m))
    shapes = shapely.transform(boxes, lambda xy: np.column_stack(transform(xy[:, 0], xy[:, 1], source=grid.crs)))
    return np.asarray(shapes, dtype=object)


def _transform_box(bounds: Bounds, crs: str) -> Bounds:
    """Return a box of EPSG:28992 as the box around it in `crs`."""
    x, y = shapely.get_coordinates(shapely.segmentize(shapely.box(*bounds), _BOX_STEP_M)).T
    moved_x, moved_y = transform(x, y, source=RD, target=crs)
    return float(moved_x.min()), float(moved_y.min()), float(moved_x.max()), float(moved_y.max())


def _text(value: object) -> str:
    return "" if value is None else str(value).strip()
