"""Squares as pixels: which square lies under each pixel of the map, and a PNG coloured by class."""

from dataclasses import dataclass, replace
from io import BytesIO
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from pyproj import Transformer
from scipy.spatial import cKDTree

from spreiding.demand import FloatArray, IntArray, Squares

RD: Final = "EPSG:28992"
WEB_MERCATOR: Final = "EPSG:3857"
LAEA_EUROPE: Final = "EPSG:3035"
# Two pixels per side of 100 m keep its corners crisp. Larger squares get pixels of this size too: those of Eurostat
# stand askew, and would be stairs. The ceiling keeps the image small for a whole province.
_PIXEL_M: Final = 50.0
_MAX_PIXELS: Final = 4_000_000
# Transforming every pixel takes most of the time; linear in between errs by centimetres over so few pixels.
_KNOT_PIXELS: Final = 16
# Centres that went through another coordinate system come back within a few metres; squares are far larger.
_ALIGNMENT_M: Final = 5.0
# More sizes than the files of CBS and Eurostat together have: these are areas, not squares of a grid.
_MAX_SIZES: Final = 4
# A point with inhabitants has no size; it is drawn as the smallest square.
_POINT_M: Final = 100.0


@dataclass(frozen=True)
class PixelGrid:
    """Pixels in EPSG:3857, north up: `square` [rows × columns] is an index into the squares, -1 for none.

    `west_m`, `north_m` is the outer corner, `pixel_m` the side of a pixel, both in metres of EPSG:3857.
    """

    west_m: float
    north_m: float
    pixel_m: float
    square: IntArray

    @property
    def bounds_deg(self) -> tuple[tuple[float, float], tuple[float, float]]:
        """South-west and north-east corner as (latitude, longitude) [degrees]."""
        n_rows, n_columns = self.square.shape
        west, south = self.west_m, self.north_m - n_rows * self.pixel_m
        east = self.west_m + n_columns * self.pixel_m
        to_degrees = Transformer.from_crs(WEB_MERCATOR, "EPSG:4326", always_xy=True)
        longitudes, latitudes = to_degrees.transform([west, east], [south, self.north_m])
        return (latitudes[0], longitudes[0]), (latitudes[1], longitudes[1])


def build_pixel_grid(squares: Squares) -> PixelGrid:
    """Find the square under every pixel [EPSG:3857] of the box around `squares`."""
    if squares.x_m.size == 0:
        return PixelGrid(0.0, 1.0, 1.0, np.full((1, 1), -1, dtype=np.int32))
    squares = _with_size(squares)
    half = squares.size_m / 2
    # Squares of another grid stand askew: their corners reach at most √2 further than the half side.
    corners_x = np.concatenate([squares.x_m - half * np.sqrt(2), squares.x_m + half * np.sqrt(2)])
    corners_y = np.concatenate([squares.y_m - half * np.sqrt(2), squares.y_m + half * np.sqrt(2)])
    to_mercator = Transformer.from_crs(RD, WEB_MERCATOR, always_xy=True)
    west, south, east, north = to_mercator.transform_bounds(
        corners_x.min(), corners_y.min(), corners_x.max(), corners_y.max()
    )
    # One metre on the ground is longer in EPSG:3857; the middle of the region is near enough.
    stretch = (east - west) / (corners_x.max() - corners_x.min())
    pixel_m = max(
        min(_PIXEL_M, float(squares.size_m.min()) / 2) * stretch,
        float(np.sqrt((east - west) * (north - south) / _MAX_PIXELS)),
    )
    n_columns = int(np.ceil((east - west) / pixel_m))
    n_rows = int(np.ceil((north - south) / pixel_m))
    x_m, y_m = _pixel_centres(west, north, pixel_m, shape=(n_rows, n_columns))
    found = square_at(squares, x_m.ravel(), y_m.ravel())
    return PixelGrid(west, north, pixel_m, found.reshape(n_rows, n_columns))


def _pixel_centres(west: float, north: float, pixel_m: float, *, shape: tuple[int, int]) -> tuple[FloatArray, ...]:
    """Return x and y [EPSG:28992, m; rows × columns] of the pixels' centres: exact at knots, linear in between."""
    row_weights, column_weights = (_weights(n_pixels) for n_pixels in shape)
    rows, columns = (np.arange(weights.shape[1]) * _KNOT_PIXELS for weights in (row_weights, column_weights))
    knots = np.meshgrid(west + (columns + 0.5) * pixel_m, north - (rows + 0.5) * pixel_m)
    to_rd = Transformer.from_crs(WEB_MERCATOR, RD, always_xy=True)
    return tuple(row_weights @ axis @ column_weights.T for axis in to_rd.transform(*knots))


def _weights(n_pixels: int) -> FloatArray:
    """Weight [0-1] of every knot for every pixel on a line: at most two of them count."""
    n_knots = (n_pixels - 2) // _KNOT_PIXELS + 2
    away = np.abs(np.arange(n_pixels)[:, np.newaxis] / _KNOT_PIXELS - np.arange(n_knots))
    return np.maximum(0.0, 1.0 - away)


def square_at(squares: Squares, x_m: FloatArray, y_m: FloatArray) -> IntArray:
    """Index of the square that holds each point [EPSG:28992, m], -1 for none; the smaller square wins."""
    squares = _with_size(squares)
    found = np.full(x_m.size, -1, dtype=np.int32)
    sizes = np.unique(squares.size_m)
    if sizes.size > _MAX_SIZES:
        return _by_nearest(squares, np.arange(squares.x_m.size), x_m, y_m)
    for size_m in sizes[::-1]:
        in_size = _in_grid(squares, np.flatnonzero(squares.size_m == size_m), x_m, y_m)
        hit = in_size >= 0
        found[hit] = in_size[hit]
    return found


def _with_size(squares: Squares) -> Squares:
    return replace(squares, size_m=np.where(squares.size_m > 0, squares.size_m, _POINT_M))


def _in_grid(squares: Squares, rows: NDArray[np.intp], x_m: FloatArray, y_m: FloatArray) -> IntArray:
    """Index of the square among `rows` (one size) under each point, by the grid they lie on."""
    size_m = float(squares.size_m[rows[0]])
    for crs in (RD, LAEA_EUROPE):
        to_grid = Transformer.from_crs(RD, crs, always_xy=True)
        centre_x, centre_y = to_grid.transform(squares.x_m[rows], squares.y_m[rows])
        if _is_aligned(centre_x, size_m) and _is_aligned(centre_y, size_m):
            points_x, points_y = to_grid.transform(x_m, y_m)
            return _by_number(rows, _cells(centre_x, centre_y, size_m), _cells(points_x, points_y, size_m))
    return _by_nearest(squares, rows, x_m, y_m)


def _is_aligned(centres: FloatArray, size_m: float) -> bool:
    """Whether all centres lie half a side from a multiple of the side, within `_ALIGNMENT_M`."""
    offset = np.mod(centres, size_m) - size_m / 2
    return bool(np.all(np.abs(offset) < _ALIGNMENT_M))


def _cells(x_m: FloatArray, y_m: FloatArray, size_m: float) -> NDArray[np.int64]:
    """Return the grid cell of each point: column and row in one integer."""
    column = np.floor(np.asarray(x_m) / size_m).astype(np.int64)
    row = np.floor(np.asarray(y_m) / size_m).astype(np.int64)
    return column * (1 << 32) + row


def _by_number(rows: NDArray[np.intp], cells: NDArray[np.int64], wanted: NDArray[np.int64]) -> IntArray:
    """Index of the row whose cell number is wanted, -1 for none."""
    order = np.argsort(cells, kind="stable")
    place = np.minimum(np.searchsorted(cells[order], wanted), order.size - 1)
    return np.where(cells[order][place] == wanted, rows[order][place], -1).astype(np.int32)


def _by_nearest(squares: Squares, rows: NDArray[np.intp], x_m: FloatArray, y_m: FloatArray) -> IntArray:
    """Index of the nearest centre no further than its corners, -1 for none: for areas that form no grid."""
    tree = cKDTree(np.column_stack([squares.x_m[rows], squares.y_m[rows]]))
    corner_m = squares.size_m[rows] / np.sqrt(2)
    away_m, place = tree.query(np.column_stack([x_m, y_m]), distance_upper_bound=float(corner_m.max()))
    place = np.minimum(place, rows.size - 1)
    return np.where(away_m <= corner_m[place], rows[place], -1).astype(np.int32)


def paint(grid: PixelGrid, class_of_square: NDArray[np.uint8], colours: tuple[str, ...]) -> bytes:
    """PNG of the grid: a square of class k gets `colours[k]` (#rrggbb), pixels without a square stay open."""
    transparent = len(colours)
    # Index -1 (no square) reads the last entry of the table.
    table = np.append(class_of_square, np.uint8(transparent)).astype(np.uint8)
    image = Image.fromarray(table[grid.square])
    image.putpalette(bytes.fromhex("".join(colour.removeprefix("#") for colour in colours) + "ffffff"))
    stream = BytesIO()
    image.save(stream, format="PNG", transparency=transparent, compress_level=6)
    return stream.getvalue()
