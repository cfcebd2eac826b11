"""What the map shows without base tiles: through roads and gemeente boundaries, as light GeoJSON."""

import json
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import Transformer
from shapely.geometry.base import BaseGeometry

from spreiding.domain import Modality
from spreiding.region import Region
from spreiding.ui.raster import RD

# Roads driven faster than this are those that tie kernen together; streets would fill the map.
_THROUGH_KMH: Final = 58.0
# Half a pixel at the widest view of a province.
_SIMPLIFY_M: Final = 40.0
_SIMPLIFY_AREA_M: Final = 15.0
_DECIMALS: Final = 5
_METRES_PER_MINUTE_PER_KMH: Final = 1000 / 60


def through_roads(region: Region) -> dict[str, Any]:
    """Roads on which a car drives fast, merged and simplified [GeoJSON, degrees]; empty without a car network."""
    network = region.networks.get(Modality.AUTO)
    if network is None or network.tail.size == 0:
        return _geojson(np.array([], dtype=object))
    fast = network.length_m >= _THROUGH_KMH * _METRES_PER_MINUTE_PER_KMH * network.minutes
    ends = [
        np.column_stack([network.x_m[node], network.y_m[node]]) for node in (network.tail[fast], network.head[fast])
    ]
    segments = shapely.linestrings(np.stack(ends, axis=1))
    merged = shapely.line_merge(shapely.union_all(segments))
    return _geojson(shapely.get_parts(shapely.simplify(merged, _SIMPLIFY_M)))


def borders(region: Region) -> dict[str, Any]:
    """Outlines of the gemeenten [GeoJSON, degrees]."""
    outlines = [shapely.boundary(area) for area in region.areas.values()]
    # Neighbours share a line: drawn once, or the dashes of two would fill each other's gaps.
    shared = shapely.line_merge(shapely.union_all(outlines)) if outlines else shapely.MultiLineString()
    return _geojson(shapely.get_parts(shapely.simplify(shared, _SIMPLIFY_M)))


def outline(region: Region, code: str) -> dict[str, Any]:
    """Outline of one gemeente [GeoJSON, degrees]; empty when its boundary is not known."""
    area = region.areas.get(code, shapely.Polygon())
    return _geojson(shapely.get_parts(shapely.simplify(shapely.boundary(area), _SIMPLIFY_M)))


def polygons(area: BaseGeometry) -> dict[str, Any]:
    """Return an area [EPSG:28992] as GeoJSON in degrees, simplified less than the streets in it are wide."""
    # A polygon without points is written as one ring of none, which no reader need know.
    return _in_geojson(shapely.MultiPolygon() if area.is_empty else shapely.simplify(area, _SIMPLIFY_AREA_M))


def _geojson(lines: NDArray[Any]) -> dict[str, Any]:
    """Return lines [EPSG:28992] as one GeoJSON geometry in degrees."""
    return _in_geojson(shapely.multilinestrings(list(lines)))


def _in_geojson(geometry: BaseGeometry) -> dict[str, Any]:
    """Return a geometry [EPSG:28992] as GeoJSON in degrees."""
    to_degrees = Transformer.from_crs(RD, "EPSG:4326", always_xy=True)

    def in_degrees(points: NDArray[np.float64]) -> NDArray[np.float64]:
        longitude, latitude = to_degrees.transform(points[:, 0], points[:, 1])
        return np.round(np.column_stack([longitude, latitude]), _DECIMALS)

    content: dict[str, Any] = json.loads(shapely.to_geojson(shapely.transform(geometry, in_degrees)))
    return content
