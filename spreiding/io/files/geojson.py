"""GeoJSON read through pydantic and shapely, never through GDAL: what only calls itself GeoJSON is refused."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

import shapely
from pydantic import TypeAdapter
from shapely.errors import ShapelyError
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from spreiding.errors import InputError
from spreiding.io.files.crs import WGS84, crs_name
from spreiding.io.files.formats import read_start

# Text grows in memory, the worst some twenty-five times over.
MAX_BYTES: Final = 128 * 1024**2

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


def read_geojson(path: Path, *, file: str = "") -> FeatureCollection:
    """Read a FeatureCollection; without a `crs` member it is in EPSG:4326, as RFC 7946 says.

    `file` is its name for sentences, where that is not the name of `path`.

    Raises
    ------
    InputError
        `file_not_found`, `empty_file`, `file_too_large`, `wrong_file_type`, `unreadable_file` or `unknown_crs`.

    """
    file = file or path.name
    read_start(path, file=file)
    if path.stat().st_size > MAX_BYTES:
        raise InputError("file_too_large", file=file, max_mb=MAX_BYTES // 1024**2)
    try:
        # Stricter than json: half a surrogate pair is refused here, not when a region is written.
        content = _JSON.validate_json(path.read_text(encoding="utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise InputError("unreadable_file", file=file, reason=str(error)) from error
    is_collection = isinstance(content, dict) and content.get("type") == "FeatureCollection"
    features = content.get("features") if is_collection else None
    if not isinstance(features, list) or not all(isinstance(feature, dict) for feature in features):
        raise InputError("wrong_file_type", file=file, expected="GeoJSON (FeatureCollection)")
    _check_complete(content, n_found=len(features), file=file)
    return FeatureCollection(tuple(_feature(feature) for feature in features), _crs(content, file=file))


def _feature(feature: Mapping[str, Any]) -> Feature:
    properties = feature.get("properties")
    return Feature(properties if isinstance(properties, dict) else {}, _geometry(feature.get("geometry")))


def _geometry(document: object) -> BaseGeometry | None:
    if not isinstance(document, dict):
        return None
    try:
        geometry = shape(document)
    except (ShapelyError, ValueError, TypeError, KeyError, AttributeError, IndexError, OverflowError, RecursionError):
        return None
    return None if geometry.is_empty else shapely.force_2d(geometry)


def _check_complete(content: Mapping[str, Any], *, n_found: int, file: str) -> None:
    """Check that a saved answer of a service is not one page of several."""
    n_total = content.get("numberMatched")
    if isinstance(n_total, int) and n_total > n_found:
        raise InputError("one_page_of", file=file, n_found=n_found, n_total=n_total)
    if any(link.get("rel") in ("next", "prev") for link in _links(content)):
        raise InputError("one_page", file=file, n_found=n_found)


def _links(content: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    links = content.get("links")
    return [link for link in links if isinstance(link, dict)] if isinstance(links, list) else []


def _asked_crs(content: Mapping[str, Any]) -> str:
    """Return the system that the address of a saved answer asks for; an OGC API says it nowhere else in the file."""
    asked = (parse_qs(urlsplit(str(link.get("href"))).query).get("crs") for link in _links(content))
    return next((values[0] for values in asked if values), "")


def _crs(content: Mapping[str, Any], *, file: str) -> str:
    member = content.get("crs")
    if member is None:
        asked = _asked_crs(content)
        return crs_name(asked, file=file) if asked else WGS84
    properties = member.get("properties") if isinstance(member, dict) else None
    # RFC 7946 dropped this member; before it, a name or the address of a definition stood here.
    name = properties.get("name") or properties.get("href") if isinstance(properties, dict) else None
    return crs_name(None if name is None else str(name), file=file)
