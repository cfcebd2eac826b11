"""The generated files of the example: squares as CBS publishes them, and boundaries."""

import json
from pathlib import Path
from typing import Final

import numpy as np
import pyogrio
import shapely
from shapely.geometry.base import BaseGeometry

from spreiding.demand import FloatArray
from spreiding.example.builtup import SQUARE_M
from spreiding.example.facts import GemeenteFacts
from spreiding.example.people import People
from spreiding.io.files.crs import RD, WGS84, transform
from spreiding.tables import CBS_AGE_COLUMNS

SQUARES_LAYER: Final = "cbs_vk100_voorbeeld"
BOUNDARY_HERKOMST: Final = "gegenereerd: Voronoi-cellen van de kernen, samengevoegd per gemeente"
# Seven decimals of a degree are about a centimetre.
DECIMALS: Final = 7


def square_ids(people: People) -> list[str]:
    """Return the CBS ids of the squares: the south-west corner in hectometres, e.g. E2309N5424."""
    pairs = zip(people.east.tolist(), people.north.tolist(), strict=True)
    return [f"E{east:04d}N{north:04d}" for east, north in pairs]


def write_squares(people: People, path: Path) -> None:
    """Write the squares as a GeoPackage with the names of CBS; the same squares give the same bytes."""
    west, south = people.east * SQUARE_M, people.north * SQUARE_M
    path.unlink(missing_ok=True)
    # GDAL writes the time of writing into a GeoPackage unless it is told another.
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": "2024-01-01T00:00:00.000Z"})
    try:
        pyogrio.raw.write(
            path,
            layer=SQUARES_LAYER,
            driver="GPKG",
            crs=RD,
            geometry_type="Polygon",
            geometry=shapely.to_wkb(shapely.box(west, south, west + SQUARE_M, south + SQUARE_M)),
            fields=["crs28992res100m", "aantal_inwoners", *CBS_AGE_COLUMNS],
            field_data=[np.array(square_ids(people), dtype=object), people.inwoners, *people.groups.T.copy()],
            layer_options={"SPATIAL_INDEX": "NO"},
        )
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": None})


def write_boundaries(areas: tuple[BaseGeometry, ...], gemeenten: tuple[GemeenteFacts, ...], path: Path) -> None:
    """Write the gemeenten as GeoJSON in longitude and latitude (RFC 7946)."""
    features = []
    for gemeente, area in zip(gemeenten, areas, strict=True):
        properties = {"gemeentecode": gemeente.code, "gemeentenaam": gemeente.name, "herkomst": BOUNDARY_HERKOMST}
        geometry = shapely.geometry.mapping(shapely.transform(shapely.orient_polygons(area), _to_lonlat))
        features.append(json.dumps({"type": "Feature", "properties": properties, "geometry": geometry}))
    text = ",\n".join(features)
    path.write_text(f'{{"type": "FeatureCollection", "features": [\n{text}\n]}}\n', encoding="utf-8")


def _to_lonlat(xy: FloatArray) -> FloatArray:
    lon, lat = transform(xy[:, 0], xy[:, 1], source=RD, target=WGS84)
    return np.column_stack([np.round(lon, DECIMALS), np.round(lat, DECIMALS)]).astype(np.float64)
