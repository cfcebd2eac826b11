"""Small input files, valid unless asked otherwise, around a square kilometre near Kampen."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import pytest
import shapely

from spreiding.errors import InputError, InputErrors, SpreidingError
from spreiding.io.files.crs import RD, WGS84, transform
from spreiding.ui.teksten import sentence

# South-west corner of everything that is made here, a whole kilometre in EPSG:28992 [m].
EAST, NORTH = 190_000, 507_000


def faults_of(read: Callable[[], object]) -> list[InputError]:
    """The faults that `read` raises; each has its Dutch sentence."""
    with pytest.raises(SpreidingError) as caught:
        read()
    error = caught.value
    found = list(error.errors) if isinstance(error, InputErrors) else [error]
    assert all(isinstance(fault, InputError) and "{" not in sentence(fault) for fault in found)
    return [fault for fault in found if isinstance(fault, InputError)]


def kinds_of(read: Callable[[], object]) -> list[str]:
    """The kinds of the faults that `read` raises."""
    return [fault.kind for fault in faults_of(read)]


def write_layer(
    path: Path,
    columns: Mapping[str, Sequence[object]],
    shapes: Sequence[Any],
    *,
    crs: str | None = RD,
    layer: str = "laag",
    geometry_type: str = "Polygon",
) -> Path:
    """Write a GeoPackage of one layer."""
    pyogrio.raw.write(
        path,
        layer=layer,
        driver="GPKG",
        crs=crs,
        geometry_type=geometry_type,
        geometry=shapely.to_wkb(np.array(shapes, dtype=object)),
        fields=list(columns),
        field_data=[_column(values) for values in columns.values()],
    )
    return path


def _column(values: Sequence[object]) -> np.ndarray[Any, Any]:
    return np.array(values, dtype=object if any(isinstance(value, str) for value in values) else None)


def cbs_id(east_m: float, north_m: float) -> str:
    """CBS id of the square with this corner: hectometres."""
    return f"E{east_m / 100:04.0f}N{north_m / 100:04.0f}"


def write_cbs(  # noqa: PLR0913 - a file has as many knobs
    path: Path,
    rows: Sequence[tuple[int, int, float]] = ((0, 0, 10), (100, 0, 20)),
    *,
    size_m: int = 100,
    year: int = 2024,
    crs: str | None = RD,
    rename: Mapping[str, str] | None = None,
    extra: Mapping[str, Sequence[object]] | None = None,
) -> Path:
    """Write CBS squares; a row is (metres east of EAST, metres north of NORTH, inwoners).

    `extra` adds columns or replaces those of the rows.
    """
    corners = [(EAST + east, NORTH + north) for east, north, _ in rows]
    columns: dict[str, Sequence[object]] = {
        f"crs28992res{size_m}m": [cbs_id(*corner) for corner in corners],
        "aantal_inwoners": [inwoners for *_, inwoners in rows],
        **(extra or {}),
    }
    named = {(rename or {}).get(name, name): values for name, values in columns.items()}
    shapes = [shapely.box(x, y, x + size_m, y + size_m) for x, y in corners]
    return write_layer(path, named, shapes, crs=crs, layer=f"cbs_vk{size_m}_{year}")


def write_geojson(path: Path, features: Iterable[tuple[Mapping[str, object], Mapping[str, object] | None]]) -> Path:
    """Write a FeatureCollection of (properties, geometry)."""
    documents = [{"type": "Feature", "properties": dict(p), "geometry": g} for p, g in features]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": documents}), encoding="utf-8")
    return path


def lonlat(east: float, north: float) -> tuple[float, float]:
    """Longitude and latitude of a point so many metres from EAST, NORTH."""
    lon, lat = transform([EAST + east], [NORTH + north], source=RD, target=WGS84)
    return float(lon[0]), float(lat[0])


def point(east: float, north: float) -> dict[str, object]:
    """GeoJSON point so many metres from EAST, NORTH."""
    return {"type": "Point", "coordinates": list(lonlat(east, north))}


def write_areas(path: Path, boxes: Mapping[tuple[str, str], tuple[float, float, float, float]]) -> Path:
    """Write gemeenten as GeoJSON: (code, name) → (west, south, east, north) in metres from EAST, NORTH."""
    features = []
    for (code, name), (west, south, east, north) in boxes.items():
        ring = [
            lonlat(*corner) for corner in ((west, south), (east, south), (east, north), (west, north), (west, south))
        ]
        features.append(
            (
                {"gemeentecode": code, "gemeentenaam": name},
                {"type": "Polygon", "coordinates": [[list(c) for c in ring]]},
            )
        )
    return write_geojson(path, features)


def write_osm(
    path: Path,
    nodes: Mapping[int, tuple[float, float]],
    ways: Sequence[tuple[Sequence[int], Mapping[str, str]]],
    *,
    tags: Mapping[int, Mapping[str, str]] | None = None,
) -> Path:
    """Write an .osm file; nodes stand (east, north) metres from EAST, NORTH; `tags` are those of nodes."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<osm version="0.6" generator="test">']
    for node, (east, north) in nodes.items():
        lon, lat = lonlat(east, north)
        inner = _tags((tags or {}).get(node, {}))
        lines.append(f'<node id="{node}" version="1" lat="{lat:.9f}" lon="{lon:.9f}">{inner}</node>')
    for number, (refs, way_tags) in enumerate(ways, start=1):
        refs_xml = "".join(f'<nd ref="{ref}"/>' for ref in refs)
        lines.append(f'<way id="{number}" version="1">{refs_xml}{_tags(way_tags)}</way>')
    path.write_text("\n".join([*lines, "</osm>"]), encoding="utf-8")
    return path


def _tags(tags: Mapping[str, str]) -> str:
    return "".join(f'<tag k="{key}" v="{value}"/>' for key, value in tags.items())


def write_village(path: Path) -> Path:
    """Write two crossing residential streets of 1 km through the middle, and a library at the crossing."""
    nodes = {
        1: (0.0, 500.0),
        2: (500.0, 500.0),
        3: (1000.0, 500.0),
        4: (500.0, 0.0),
        5: (500.0, 1000.0),
        6: (520.0, 510.0),
    }
    street = {"highway": "residential"}
    library = {6: {"amenity": "library", "addr:street": "Dorpsstraat"}}
    return write_osm(path, nodes, [([1, 2, 3], street), ([4, 2, 5], street)], tags=library)
