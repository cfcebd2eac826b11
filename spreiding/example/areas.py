"""Generated gemeente boundaries: the land nearest to each kern, joined per gemeente."""

from typing import Final

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from spreiding.demand import FloatArray, IntArray

# Together these give the twelve gemeenten some 2,680 km², the area of the province.
REACH_M: Final = 5_000.0
MARGIN_M: Final = 1_500.0


def build_outline(xy: FloatArray, *, reach_m: float = REACH_M, margin_m: float = MARGIN_M) -> BaseGeometry:
    """Draw one outline around points [m]: discs of `reach_m` joined, then pulled in until `margin_m` is left."""
    discs = shapely.union_all(shapely.buffer(shapely.points(xy), reach_m, quad_segs=8))
    return shapely.simplify(shapely.buffer(discs, margin_m - reach_m, quad_segs=8), 50.0)


def build_gemeente_areas(xy: FloatArray, gemeente: IntArray, outline: BaseGeometry) -> list[BaseGeometry]:
    """Join the Voronoi cells of points `xy` [m] per `gemeente` index, clipped to `outline`."""
    cells = shapely.get_parts(
        shapely.voronoi_polygons(shapely.multipoints(xy), extend_to=shapely.buffer(outline, 10_000.0), ordered=True)
    )
    joined = [shapely.union_all(cells[gemeente == index]) for index in range(int(gemeente.max()) + 1)]
    return [shapely.intersection(area, outline) for area in joined]


def area_of_points(xy: FloatArray, areas: list[BaseGeometry]) -> IntArray:
    """Index of the area that each point lies in, -1 outside all of them."""
    result = np.full(len(xy), -1, dtype=np.int32)
    for index, area in enumerate(areas):
        shapely.prepare(area)
        result[shapely.contains_xy(area, xy[:, 0], xy[:, 1])] = index
    return result
