"""Which area holds each point: many points and many areas at once."""

import numpy as np
import shapely
from numpy.typing import NDArray

from spreiding.demand import FloatArray, IntArray


def find_area(shapes: NDArray[np.object_], x_m: FloatArray, y_m: FloatArray) -> IntArray:
    """Index of the shape that holds each point, its boundary included; -1 outside all, the first where they overlap."""
    holder = np.full(x_m.size, -1, dtype=np.int32)
    if x_m.size and shapes.size:
        tree = shapely.STRtree(np.asarray(shapely.points(x_m, y_m), dtype=object))
        area, point = tree.query(shapes, predicate="intersects")
        # The last assignment stays, so the first area comes last.
        order = np.argsort(-area, kind="stable")
        holder[point[order]] = area[order]
    return holder
