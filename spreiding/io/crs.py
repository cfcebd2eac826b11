"""Coordinate systems: everything becomes EPSG:28992, and what cannot be right is recognised."""

from functools import cache
from typing import Final

import numpy as np
import pyproj
import shapely
from numpy.typing import ArrayLike
from pyproj.exceptions import CRSError
from shapely.geometry.base import BaseGeometry

from spreiding.demand import FloatArray
from spreiding.errors import InputError

RD: Final = "EPSG:28992"
WGS84: Final = "EPSG:4326"

# (x from, y from, x to, y to): a little more than the European Netherlands.
_RD_BOX: Final = (-7_000.0, 289_000.0, 300_000.0, 629_000.0)
_LONLAT_BOX: Final = (3.0, 50.5, 7.5, 54.0)


@cache
def _transformer(source: str, target: str) -> pyproj.Transformer:
    return pyproj.Transformer.from_crs(source, target, always_xy=True)


def transform(x: ArrayLike, y: ArrayLike, *, source: str, target: str = RD) -> tuple[FloatArray, FloatArray]:
    """Transform coordinates, x (east, longitude) first, from `source` to `target`."""
    east, north = np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)
    if source == target or east.size == 0:
        return east, north
    moved_east, moved_north = _transformer(source, target).transform(east, north)
    return np.asarray(moved_east, dtype=np.float64), np.asarray(moved_north, dtype=np.float64)


def transform_geometry(geometry: BaseGeometry, *, source: str) -> BaseGeometry:
    """Transform a geometry from `source` to EPSG:28992."""
    if source == RD:
        return geometry

    def to_rd(points: FloatArray) -> FloatArray:
        return np.column_stack(transform(points[:, 0], points[:, 1], source=source))

    return shapely.transform(geometry, to_rd)


def crs_name(crs: str | None, *, file: str) -> str:
    """Return `crs` as 'EPSG:28992' and the like.

    Raises
    ------
    InputError
        `missing_crs` without one, `unknown_crs` when it has no EPSG code.

    """
    if not crs:
        raise InputError("missing_crs", file=file)
    name = find_crs_name(crs)
    if name is None:
        raise InputError("unknown_crs", file=file, crs=crs[:60])
    return name


def find_crs_name(crs: str) -> str | None:
    """Return `crs` as 'EPSG:28992' and the like; None when it has no EPSG code."""
    try:
        known = pyproj.CRS.from_user_input(crs)
    except CRSError:
        return None
    code = known.to_epsg()
    if code is None:
        # CRS84 is WGS 84 with the longitude first, which is how GeoJSON is always read here.
        return WGS84 if known.to_authority() == ("OGC", "CRS84") else None
    return f"EPSG:{code}"


def coordinate_fault(x: float, y: float, *, crs: str, file: str, name: str) -> InputError | None:
    """Return what is wrong with the coordinates that a file gives for `name`; None when they lie in the Netherlands."""
    if not (np.isfinite(x) and np.isfinite(y)):
        return InputError("coordinate_not_finite", file=file, name=name, x=x, y=y)
    box, other = (_LONLAT_BOX, _RD_BOX) if crs == WGS84 else (_RD_BOX, _LONLAT_BOX)
    if crs not in (RD, WGS84):
        moved_x, moved_y = transform([x], [y], source=crs)
        is_inside = _inside(float(moved_x[0]), float(moved_y[0]), _RD_BOX)
        return None if is_inside else InputError("coordinate_outside", file=file, name=name, x=x, y=y, crs=crs)
    if _inside(x, y, box):
        return None
    if _inside(y, x, box):
        return InputError("coordinate_swapped", file=file, name=name, x=x, y=y)
    if _inside(x, y, other):
        return InputError("coordinate_other_crs", file=file, name=name, x=x, y=y, crs=crs)
    return InputError("coordinate_outside", file=file, name=name, x=x, y=y, crs=crs)


def _inside(x: float, y: float, box: tuple[float, float, float, float]) -> bool:
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]
