"""Places in OpenStreetMap that a plan may speak of: libraries, schools, village halls and kernen."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

import shapely

from spreiding.io.files.crs import WGS84, transform
from spreiding.io.network.osm_tags import Tags

PlaceKind = Literal["library", "school", "dorpshuis", "kern"]

# A community centre is a dorpshuis or its sister in town. Not social_facility: that is care, which receives its own.
_AMENITIES: Final[dict[str, PlaceKind]] = {
    "library": "library",
    "school": "school",
    "community_centre": "dorpshuis",
}
_SETTLEMENTS: Final = frozenset({"city", "town", "village", "hamlet"})


@dataclass(frozen=True)
class Place:
    """A thing on the map at (x, y) in EPSG:28992 [m]; `tags` as they stand there, a kern's ``population`` too."""

    id: str
    kind: PlaceKind
    tags: Tags
    x_m: float
    y_m: float


@dataclass(frozen=True)
class Outline:
    """What is drawn of a place: the points of a node, building or grounds, in degrees (lon, lat)."""

    id: str
    kind: PlaceKind
    tags: Tags
    points: Sequence[tuple[float, float]]


def place_kind(tags: Tags, *, is_node: bool) -> PlaceKind | None:
    """Return what kind of place the tags tell of, if any; a kern is a node, its outline is something else."""
    kind = _AMENITIES.get(tags.get("amenity", ""))
    if kind is None and is_node and tags.get("place") in _SETTLEMENTS:
        return "kern"
    return kind


def locate(outlines: Sequence[Outline]) -> tuple[Place, ...]:
    """Put every place that has points in the middle of what is drawn: of the convex hull of its points."""
    places = []
    for outline in outlines:
        if outline.points:
            x_m, y_m = transform(*zip(*outline.points, strict=True), source=WGS84)
            middle = shapely.MultiPoint(list(zip(x_m, y_m, strict=True))).convex_hull.centroid
            places.append(Place(outline.id, outline.kind, outline.tags, middle.x, middle.y))
    return tuple(places)
