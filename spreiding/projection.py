"""The compiled loop that finds the street nearest to a few points without building an index of all streets first."""

import numpy as np
from numba import njit

from spreiding.demand import FloatArray, IntArray


@njit(cache=True, nogil=True)
def nearest_segments(points: FloatArray, tail_xy: FloatArray, head_xy: FloatArray) -> IntArray:
    """Index of the segment nearest to each point (rows of x and y [m]); of equally near ones the first."""
    nearest = np.zeros(points.shape[0], dtype=np.int32)
    for at in range(points.shape[0]):
        best = np.inf
        for k in range(tail_xy.shape[0]):
            along_x, along_y = head_xy[k, 0] - tail_xy[k, 0], head_xy[k, 1] - tail_xy[k, 1]
            off_x, off_y = points[at, 0] - tail_xy[k, 0], points[at, 1] - tail_xy[k, 1]
            squared = along_x * along_x + along_y * along_y
            fraction = (along_x * off_x + along_y * off_y) / squared if squared > 0 else 0.0
            fraction = min(max(fraction, 0.0), 1.0)
            off_x, off_y = off_x - fraction * along_x, off_y - fraction * along_y
            distance = off_x * off_x + off_y * off_y
            if distance < best:
                best = distance
                nearest[at] = k
    return nearest
