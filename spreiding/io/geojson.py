"""GeoJSON read through pydantic and shapely, never through GDAL: what only calls itself GeoJSON is refused."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import shapely
from pydantic import TypeAdapter
from shapely.errors import ShapelyError
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from spreiding.errors import InputError
from spreiding.io.crs import WGS84, crs_name

_JSON: Final[TypeAdapter[Any]] = TypeAdapter(Any)


@dataclass(frozen=True)
class Feature:
    """A feature: its properties and geometry; `geometry` is None where the file has none or a broken one."""

    properties: Mapping[str, Any]
    geometry: BaseGeometry | None


@dataclass(frozen=True)
class FeatureCollection:
    """All features of a file and the name of their coordinate system."""

    features: tuple[Feature, ...]
    crs: str


def read_geojson(path: Path) -> FeatureCollection:
    """Read a FeatureCollection; without a `crs` member it is in EPSG:4326, as RFC 7946 says.

    Raises
    ------
    InputError
        `file_not_found`, `wrong_file_type`, `unreadable_file` or `unknown_crs`.

    """
    if not path.is_file():
        raise InputError("file_not_found", file=path)
    try:
        # Stricter than json: half a surrogate pair is refused here, not when a region is written.
        content = _JSON.validate_json(path.read_text(encoding="utf-8-sig"))
    except ValueError as error:
        raise InputError("unreadable_file", file=path.name, reason=str(error)) from error
    features = content.get("features") if isinstance(content, dict) else None
    if not isinstance(features, list) or not all(isinstance(feature, dict) for feature in features):
        raise InputError("wrong_file_type", file=path.name, expected="GeoJSON (FeatureCollection)")
    return FeatureCollection(tuple(_feature(feature) for feature in features), _crs(content, file=path.name))


def _feature(feature: Mapping[str, Any]) -> Feature:
    properties = feature.get("properties")
    return Feature(properties if isinstance(properties, dict) else {}, _geometry(feature.get("geometry")))


def _geometry(document: object) -> BaseGeometry | None:
    if not isinstance(document, dict):
        return None
    try:
        geometry = shape(document)
    except (ShapelyError, ValueError, TypeError, KeyError, AttributeError, IndexError, OverflowError):
        return None
    return None if geometry.is_empty else shapely.force_2d(geometry)


def _crs(content: Mapping[str, Any], *, file: str) -> str:
    member = content.get("crs")
    if member is None:
        return WGS84
    properties = member.get("properties") if isinstance(member, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    return crs_name(str(name or member), file=file)
