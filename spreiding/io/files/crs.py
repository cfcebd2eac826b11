"""Coordinate systems: everything becomes EPSG:28992, and what cannot be right is recognised."""

from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray
from shapely.geometry.base import BaseGeometry

from spreiding.demand import FloatArray
from spreiding.errors import InputError

if TYPE_CHECKING:
    import pyproj

RD: Final = "EPSG:28992"
WGS84: Final = "EPSG:4326"
WEB_MERCATOR: Final = "EPSG:3857"

# (x from, y from, x to, y to): a little more than the European Netherlands.
_RD_BOX: Final = (-7_000.0, 289_000.0, 300_000.0, 629_000.0)
_LONLAT_BOX: Final = (3.0, 50.5, 7.5, 54.0)
# A share of the points; the others may be slips of the pen.
_MOST: Final = 0.5


class Reading(StrEnum):
    """How to read the coordinates of a file of points: as it says, or as its user says."""

    AS_GIVEN = "bestand"
    SWAPPED = "verwisseld"
    RD = "rd"
    WGS84 = "wgs84"
    WEB_MERCATOR = "webmercator"


_MEANT_CRS: Final = {Reading.RD: RD, Reading.WGS84: WGS84, Reading.WEB_MERCATOR: WEB_MERCATOR}


@cache
def _transformer(source: str, target: str) -> "pyproj.Transformer":
    import pyproj  # noqa: PLC0415 - as below

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
    # Who opens a prepared region reads no coordinates of others, and does not wait for the definitions of all systems.
    import pyproj  # noqa: PLC0415

    try:
        known = pyproj.CRS.from_user_input(crs)
    except pyproj.exceptions.CRSError:
        return None
    if known.is_compound:
        # Heights beside it, as in EPSG:7415 (RD and NAP), change nothing on the map.
        known = known.sub_crs_list[0]
    code = known.to_epsg()
    if code is None:
        # CRS84 is WGS 84 with the longitude first, which is how GeoJSON is always read here.
        return WGS84 if known.to_authority() == ("OGC", "CRS84") else None
    return f"EPSG:{code}"


def apply_reading(x: ArrayLike, y: ArrayLike, *, crs: str, reading: Reading) -> tuple[FloatArray, FloatArray, str]:
    """Return the coordinates and their system as the user reads them."""
    east, north = np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)
    if reading == Reading.SWAPPED:
        east, north = north, east
    return east, north, _MEANT_CRS.get(reading, crs)


def suggested_reading(x: ArrayLike, y: ArrayLike, crs: str) -> Reading | None:
    """Return the reading that puts most points in the Netherlands; None when `crs` does, or no reading.

    Points that are no numbers have no say.
    """
    east, north = np.atleast_1d(np.asarray(x, dtype=np.float64)), np.atleast_1d(np.asarray(y, dtype=np.float64))
    known = np.isfinite(east) & np.isfinite(north)
    if not known.any():
        return None
    for reading in Reading:
        points = apply_reading(east[known], north[known], crs=crs, reading=reading)
        if _are_inside(points[0], points[1], crs=points[2]).mean() > _MOST:
            return None if reading == Reading.AS_GIVEN else reading
    return None


def check_reading(x: ArrayLike, y: ArrayLike, *, crs: str, file: str) -> None:
    """Ask, as a fault, whether the points of `file` should be read in another way.

    Raises
    ------
    InputError
        `coordinates_misread` with the reading that fits.

    """
    reading = suggested_reading(x, y, crs)
    if reading is not None:
        first = float(np.atleast_1d(x)[0]), float(np.atleast_1d(y)[0])
        raise InputError("coordinates_misread", file=file, crs=crs, x=first[0], y=first[1], reading=reading.value)


def check_label(points: FloatArray, *, crs: str, file: str) -> None:
    """Check that the coordinates [n × 2] of a whole file are those of the system that it names, `crs`.

    Nobody can choose another reading of such a file: it must be mended.

    Raises
    ------
    InputError
        `crs_mislabelled` with the system that fits, or `coordinates_swapped`.

    """
    reading = suggested_reading(points[:, 0], points[:, 1], crs)
    if reading == Reading.SWAPPED:
        raise InputError("coordinates_swapped", file=file, x=float(points[0, 0]), y=float(points[0, 1]))
    if reading is not None:
        raise InputError("crs_mislabelled", file=file, crs=crs, expected=_MEANT_CRS[reading])


def coordinate_fault(x: float, y: float, *, crs: str, file: str, name: str) -> InputError | None:
    """Return what is wrong with the coordinates that a file gives for `name`; None when they lie in the Netherlands."""
    if not (np.isfinite(x) and np.isfinite(y)):
        return InputError("coordinate_not_finite", file=file, name=name, x=x, y=y)
    if _are_inside(np.array([x]), np.array([y]), crs=crs).all():
        return None
    reading = suggested_reading(x, y, crs)
    if reading is None:
        return InputError("coordinate_outside", file=file, name=name, x=x, y=y, crs=crs)
    if reading == Reading.SWAPPED:
        return InputError("coordinate_swapped", file=file, name=name, x=x, y=y)
    return InputError("coordinate_other_crs", file=file, name=name, x=x, y=y, crs=crs)


def _are_inside(x: FloatArray, y: FloatArray, *, crs: str) -> NDArray[np.bool_]:
    """Whether each point lies in the European Netherlands."""
    box = _LONLAT_BOX if crs == WGS84 else _RD_BOX
    if crs not in (RD, WGS84):
        x, y = transform(x, y, source=crs)
    return (box[0] <= x) & (x <= box[2]) & (box[1] <= y) & (y <= box[3])
