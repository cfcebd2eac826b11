"""Places that OpenStreetMap holds twice: as a point, and as the building or grounds around it."""

import math
from collections.abc import Iterable, Sequence
from typing import Final

from spreiding.io.network.osm_places import Place
from spreiding.supply import SAME_PLACE_M, slug

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
        if not _is_near(place, same, SAME_NAME_M):
            same.append(place)
            kept.append(place)
    return tuple(kept)


def drop_nameless(places: Sequence[Place]) -> tuple[Place, ...]:
    """Leave out each place without a name within `SAME_PLACE_M` of one that stays: another building of the same."""
    kept = [place for place in places if place.tags.get("name")]
    for place in places:
        if not place.tags.get("name") and not _is_near(place, kept, SAME_PLACE_M):
            kept.append(place)
    staying = {place.id for place in kept}
    return tuple(place for place in places if place.id in staying)


def _is_near(place: Place, others: Iterable[Place], max_m: float) -> bool:
    return any(math.hypot(place.x_m - one.x_m, place.y_m - one.y_m) <= max_m for one in others)
