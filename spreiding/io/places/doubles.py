"""Places that OpenStreetMap holds twice: as a point, and as the building or grounds around it."""

import math
from collections.abc import Iterable
from typing import Final

from spreiding.io.network.osm_places import Place
from spreiding.supply import slug

# As far as the point of a school may lie from the middle of its grounds. Our choice.
SAME_NAME_M: Final = 250.0


def keep_one_each(places: Iterable[Place]) -> tuple[Place, ...]:
    """Keep one of the places of one kind and name within `SAME_NAME_M` of each other: the first, which is a point."""
    kept: list[Place] = []
    named: dict[tuple[str, str], list[Place]] = {}
    for place in places:
        name = place.tags.get("name")
        # Of two without a name nobody can tell.
        same = named.setdefault((place.kind, slug(name)), []) if name else []
        if all(math.hypot(place.x_m - one.x_m, place.y_m - one.y_m) > SAME_NAME_M for one in same):
            same.append(place)
            kept.append(place)
    return tuple(kept)
