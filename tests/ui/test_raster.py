"""Pixels lie on the squares they show; checked against polygons, not against our own arithmetic."""

from io import BytesIO

import numpy as np
import pytest
import shapely
from PIL import Image
from pyproj import Transformer

from spreiding.demand import Squares
from spreiding.ui.raster import PixelGrid, build_pixel_grid, paint, square_at

RD_TO_MERCATOR = Transformer.from_crs(28992, 3857, always_xy=True)
MERCATOR_TO_RD = Transformer.from_crs(3857, 28992, always_xy=True)
LAEA_TO_RD = Transformer.from_crs(3035, 28992, always_xy=True)
RD_TO_LAEA = Transformer.from_crs(28992, 3035, always_xy=True)


def make_squares(x_m: np.ndarray, y_m: np.ndarray, size_m: float | np.ndarray) -> Squares:
    n = x_m.size
    return Squares(
        ids=np.array([str(k) for k in range(n)]),
        x_m=x_m.astype(float),
        y_m=y_m.astype(float),
        size_m=np.broadcast_to(np.asarray(size_m, dtype=float), n).copy(),
        inwoners=np.ones(n),
        estimated=np.zeros(n),
        groups=np.full((n, 5), np.nan),
        is_groups_estimated=np.zeros(n, dtype=np.bool_),
        gemeente=np.zeros(n, dtype=np.int32),
        kern=np.full(n, -1, dtype=np.int32),
    )


def scattered(size_m: float, west: float, south: float, n: int = 40) -> tuple[np.ndarray, np.ndarray]:
    """Centres of `n` different cells of a grid, scattered over some twelve by twelve of them."""
    cells = np.random.default_rng(1).choice(144, n, replace=False)
    return west + (cells % 12 + 0.5) * size_m, south + (cells // 12 + 0.5) * size_m


def pixel_centres(grid: PixelGrid) -> tuple[np.ndarray, np.ndarray]:
    """Centres of all pixels in EPSG:28992, row by row, from the corners that the map is told."""
    (south, west), (north, east) = grid.bounds_deg
    to_mercator = Transformer.from_crs(4326, 3857, always_xy=True)
    (west_m, east_m), (south_m, north_m) = to_mercator.transform([west, east], [south, north])
    n_rows, n_columns = grid.square.shape
    x = west_m + (np.arange(n_columns) + 0.5) * (east_m - west_m) / n_columns
    y = north_m - (np.arange(n_rows) + 0.5) * (north_m - south_m) / n_rows
    return MERCATOR_TO_RD.transform(*(axis.ravel() for axis in np.meshgrid(x, y)))


def expected_square(boxes: np.ndarray, points: np.ndarray) -> np.ndarray:
    """Index of the box that holds each point, -1 for none, through an R-tree of polygons."""
    found = np.full(points.size, -1)
    point, box = shapely.STRtree(boxes).query(points, predicate="intersects")
    found[point] = box
    return found


@pytest.mark.parametrize("size_m", [100.0, 500.0])
def test_every_pixel_shows_the_rd_square_under_its_centre(size_m: float) -> None:
    x_m, y_m = scattered(size_m, 230_000.0, 540_000.0)
    grid = build_pixel_grid(make_squares(x_m, y_m, size_m))
    boxes = shapely.box(x_m - size_m / 2, y_m - size_m / 2, x_m + size_m / 2, y_m + size_m / 2)
    points = np.asarray(shapely.points(np.column_stack(pixel_centres(grid))))
    wanted = expected_square(boxes, points)
    assert np.array_equal(grid.square.ravel(), wanted)
    assert np.array_equal(np.unique(grid.square), np.arange(-1, 40))


def test_every_pixel_shows_the_european_square_under_its_centre() -> None:
    # Kampen: the 1 km grid of Eurostat lies askew in EPSG:28992.
    x_laea, y_laea = scattered(1000.0, 4_060_000.0, 3_270_000.0)
    x_m, y_m = LAEA_TO_RD.transform(x_laea, y_laea)
    grid = build_pixel_grid(make_squares(x_m, y_m, 1000.0))
    boxes = shapely.box(x_laea - 500, y_laea - 500, x_laea + 500, y_laea + 500)
    points = np.asarray(shapely.points(np.column_stack(RD_TO_LAEA.transform(*pixel_centres(grid)))))
    # Centres went to EPSG:28992 and back: within a metre of an edge either square is right.
    sure = ~shapely.dwithin(shapely.union_all(shapely.boundary(boxes)), points, 1.0)
    assert np.array_equal(grid.square.ravel()[sure], expected_square(boxes, points)[sure])
    assert sure.mean() > 0.99


def test_areas_without_a_grid_are_found_by_the_nearest_centre_within_reach() -> None:
    # Centres 0.3 side off any grid; 707 m is the corner of a square of 1 km.
    squares = make_squares(np.array([10_300.0, 15_300.0]), np.array([20_300.0, 20_300.0]), 1000.0)
    found = square_at(squares, np.array([10_300.0, 11_000.0, 11_010.0, 15_000.0]), np.full(4, 20_300.0))
    assert found.tolist() == [0, 0, -1, 1]


def test_a_smaller_square_wins_from_the_larger_one_around_it() -> None:
    squares = make_squares(np.array([250.0, 50.0]), np.array([250.0, 50.0]), np.array([500.0, 100.0]))
    assert square_at(squares, np.array([50.0, 150.0]), np.array([50.0, 50.0])).tolist() == [1, 0]


def test_many_sizes_are_areas_each_with_its_own_reach() -> None:
    sizes = np.array([100.0, 200.0, 300.0, 400.0, 1000.0])
    squares = make_squares(np.arange(5) * 10_000.0 + 50, np.full(5, 50.0), sizes)
    at = square_at(squares, np.array([50.0, 150.0, 40_050.0, 40_700.0]), np.full(4, 50.0))
    # 100 m beyond the first centre is past its corner (71 m); 650 m is within that of the last (707 m).
    assert at.tolist() == [0, -1, 4, 4]


def test_the_png_has_the_colour_of_the_class_on_every_square_and_is_open_elsewhere() -> None:
    x_m, y_m = scattered(100.0, 230_000.0, 540_000.0)
    grid = build_pixel_grid(make_squares(x_m, y_m, 100.0))
    colours = ("#102030", "#405060", "#708090")
    classes = (np.arange(40) % 3).astype(np.uint8)
    image = np.array(Image.open(BytesIO(paint(grid, classes, colours))).convert("RGBA"))
    for row, column in zip(*np.nonzero(grid.square >= 0), strict=True):
        colour = colours[classes[grid.square[row, column]]]
        assert "#" + bytes(image[row, column, :3]).hex() == colour
        assert image[row, column, 3] == 255
    assert (image[grid.square < 0][:, 3] == 0).all()


def test_a_region_without_squares_has_an_open_image() -> None:
    grid = build_pixel_grid(make_squares(np.array([]), np.array([]), 100.0))
    image = Image.open(BytesIO(paint(grid, np.array([], dtype=np.uint8), ("#102030",)))).convert("RGBA")
    assert not np.array(image)[..., 3].any()


def test_a_province_stays_a_small_image() -> None:
    # 30,000 squares over 70 by 70 km, all classes mixed: the worst case for compression.
    cells = np.random.default_rng(2).choice(700 * 700, 30_000, replace=False)
    squares = make_squares(210_050.0 + cells % 700 * 100, 510_050.0 + cells // 700 * 100, 100.0)
    grid = build_pixel_grid(squares)
    classes = np.random.default_rng(3).integers(0, 7, 30_000).astype(np.uint8)
    png = paint(grid, classes, tuple(f"#{k:06x}" for k in range(7)))
    assert grid.square.size <= 4_100_000
    assert len(png) <= 400_000


def test_a_point_with_inhabitants_is_drawn_as_a_square_of_100_m() -> None:
    squares = make_squares(np.array([210_010.0, 212_000.0]), np.array([510_020.0, 512_000.0]), 0.0)
    found = square_at(squares, np.array([210_040.0, 210_200.0, 212_000.0]), np.array([510_020.0, 510_200.0, 512_010.0]))
    assert found.tolist() == [0, -1, 1]
    assert set(np.unique(build_pixel_grid(squares).square)) == {-1, 0, 1}
