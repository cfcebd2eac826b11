"""What the tags of an OpenStreetMap way say: its class, who may use it in which direction, and how fast.

Rules: OSM wiki, "Key:access" (the most specific key decides), "Key:oneway", "Key:maxspeed" and "Key:motorroad".

Ignored, because a visitor of a library may come at any hour, on foot, by bicycle or with an ordinary car: everything
``:conditional`` (times, weights, seasons), what is for others (``bus``, ``psv``, ``moped``, ``mofa``, ``hgv``,
``horse`` and their ``oneway:…``), lanes (``…:lanes``), tidal traffic (``oneway=reversible``: both ways), turn
restrictions, ``toll``, ramps on steps, and ``maxspeed`` per vehicle. Of limits per direction the lower one counts.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from spreiding.network import Access
from spreiding.tables import FERRY, ROAD_CLASS_INDEX, ROAD_CLASSES, RoadClass

Tags = Mapping[str, str]

# From general to specific, per modality.
_CAR_KEYS: Final = ("access", "vehicle", "motor_vehicle", "motorcar")
_BICYCLE_KEYS: Final = ("access", "vehicle", "bicycle")
_FOOT_KEYS: Final = ("access", "foot")
_GENERAL_KEYS: Final = ("access", "vehicle")
_ONE_WAY_KEYS: Final = ("oneway", "oneway:motor_vehicle", "oneway:bicycle", "junction")
# Values that shut a road to a visitor of a library. 'destination' and 'customers' do not: one of both ends is there.
_CLOSED: Final = frozenset(
    {"no", "private", "agricultural", "forestry", "agricultural;forestry", "delivery", "permit", "military",
     "emergency", "use_sidepath", "dismount", "psv", "bus", "residents"}
)  # fmt: skip
_OPEN: Final = frozenset({"yes", "designated", "permissive", "destination", "customers", "official"})

_FORWARD_VALUES: Final = frozenset({"yes", "true", "1"})
_BACKWARD_VALUES: Final = frozenset({"-1", "reverse"})
_LIMIT_KEYS: Final = ("maxspeed", "maxspeed:forward", "maxspeed:backward")
_CONTRAFLOW_KEYS: Final = ("cycleway", "cycleway:both", "cycleway:left", "cycleway:right")

# RVV 1990, artt. 20-22 and 45; 100 is the daytime limit on motorways since 2020. 'Stapvoets' is 15 km/h.
_NAMED_LIMITS_KMH: Final = {
    "walk": 15.0,
    "nl:living_street": 15.0,
    "nl:urban": 50.0,
    "nl:rural": 80.0,
    "nl:trunk": 100.0,
    "nl:motorway": 100.0,
}
_KMH: Final = re.compile(r"(?:nl:(?:zone:?)?)?(\d{1,3})(?: ?km/?h)?")
# Nobody drives at the limit from end to end; our choice.
DRIVEN_SHARE_OF_LIMIT: Final = 0.9
# A car on a road that is not meant for cars but open to them, e.g. a track with motor_vehicle=destination.
_CAR_KMH_ELSEWHERE: Final = 15.0

# Barriers that stop a car unless their own tags open them; a gate stands open unless its tags close it.
_CAR_BARRIERS: Final = frozenset(
    {"bollard", "block", "cycle_barrier", "kissing_gate", "stile", "motorcycle_barrier", "jersey_barrier", "log",
     "turnstile", "full-height_turnstile", "debris", "sump_buster"}
)  # fmt: skip

# Every key of a way that is read here, and of a node; for sources that must be asked for each.
WAY_KEYS: Final = (
    *("highway", "route", "motorroad", "duration", *_ONE_WAY_KEYS, *_LIMIT_KEYS, *_CONTRAFLOW_KEYS),
    *(f"{key}{side}" for key in {*_CAR_KEYS, *_BICYCLE_KEYS, *_FOOT_KEYS} for side in ("", ":forward", ":backward")),
)
NODE_KEYS: Final = ("barrier", *_CAR_KEYS)


@dataclass(frozen=True)
class RoadUse:
    """How a way is used: index in `tables.ROAD_CLASSES`, driven speed [km/h], bits of `Access`.

    The speed is NaN where no car drives, and on a ferry as long as its length is not known (`io.network.osm_ferries`).
    """

    road_class: int
    car_kmh: float
    access: Access


def road_use(tags: Tags) -> RoadUse | None:
    """Read the use of a way from its tags; None when it is no road or ferry that anybody may use.

    The driven speed [km/h] is that of the class, and never more than `DRIVEN_SHARE_OF_LIMIT` of the limit: the class
    speed is a driven average already, so a higher limit does not raise it.
    """
    name = tags.get("highway") or (FERRY if tags.get("route") == FERRY else "")
    index = ROAD_CLASS_INDEX.get(name)
    if index is None:
        return None
    road = ROAD_CLASSES[index]
    access = _car_access(tags, road) | _bicycle_access(tags, road)
    if _may_use(tags, _FOOT_KEYS, "forward", default=road.is_walkable and not _is_motorroad(tags)):
        access |= Access.LOPEN
    if not access:
        return None
    has_car = name != FERRY and bool(access & (Access.AUTO_FORWARD | Access.AUTO_BACKWARD))
    return RoadUse(index, _car_kmh(tags, road) if has_car else float("nan"), access)


def has_contraflow(tags: Tags) -> bool:
    """Whether bicycles may go against a one-way street."""
    if "oneway:bicycle" in tags:
        return tags["oneway:bicycle"] == "no"
    return any(tags.get(key, "").startswith("opposite") for key in _CONTRAFLOW_KEYS)


def blocks_cars(tags: Tags) -> bool:
    """Whether a barrier node stops a car."""
    if "barrier" not in tags:
        return False
    return not _may_use(tags, _CAR_KEYS, "forward", default=tags["barrier"] not in _CAR_BARRIERS)


def limit_kmh(text: str) -> float | None:
    """Speed limit [km/h] in a `maxspeed` value; None when there is none or it is not understood (mph, signals)."""
    plain = text.strip().lower()
    if plain in _NAMED_LIMITS_KMH:
        return _NAMED_LIMITS_KMH[plain]
    match = _KMH.fullmatch(plain)
    return float(match[1]) if match and float(match[1]) > 0 else None


def _car_kmh(tags: Tags, road: RoadClass) -> float:
    limits = [limit for key in _LIMIT_KEYS if (limit := limit_kmh(tags.get(key, ""))) is not None]
    return min([road.car_kmh or _CAR_KMH_ELSEWHERE, *(DRIVEN_SHARE_OF_LIMIT * limit for limit in limits)])


def _is_motorroad(tags: Tags) -> bool:
    """Whether it is an autoweg: no bicycles and no pedestrians (RVV 1990, art. 42)."""
    return tags.get("motorroad") == "yes"


def _takes_cars(tags: Tags, road: RoadClass) -> bool:
    """Whether cars may use it by default: a ferry only when its tags are about nobody else in particular.

    The wiki has no default for ferries. A small boat is mapped with ``foot=yes`` or ``bicycle=yes``, often without a
    word on cars; one without any such tag continues a road.
    """
    if road.name == FERRY:
        return not any(key in tags for key in ("foot", "bicycle"))
    return road.car_kmh is not None


def _car_access(tags: Tags, road: RoadClass) -> Access:
    forward, backward = _car_directions(tags)
    default = _takes_cars(tags, road)
    access = Access(0)
    if forward and _may_use(tags, _CAR_KEYS, "forward", default=default):
        access |= Access.AUTO_FORWARD
    if backward and _may_use(tags, _CAR_KEYS, "backward", default=default):
        access |= Access.AUTO_BACKWARD
    return access


def _bicycle_access(tags: Tags, road: RoadClass) -> Access:
    forward, backward = _bicycle_directions(tags)
    default = road.is_cyclable and not _is_motorroad(tags)
    access = Access(0)
    if forward and _may_use(tags, _BICYCLE_KEYS, "forward", default=default):
        access |= Access.FIETS_FORWARD
    if backward and _may_use(tags, _BICYCLE_KEYS, "backward", default=default):
        access |= Access.FIETS_BACKWARD
    return access


def _may_use(tags: Tags, keys: tuple[str, ...], direction: str, *, default: bool) -> bool:
    """Apply the access keys from general to specific; a road closed by its class opens by a specific key only."""
    allowed = default
    for key in keys:
        value = tags.get(f"{key}:{direction}", tags.get(key, ""))
        if value in _CLOSED:
            allowed = False
        elif value in _OPEN and (default or key not in _GENERAL_KEYS):
            allowed = True
    return allowed


def _car_directions(tags: Tags) -> tuple[bool, bool]:
    """Forward, backward; a roundabout and a motorway are one-way unless tagged otherwise."""
    value = tags.get("oneway:motor_vehicle", tags.get("oneway", ""))
    if value in _BACKWARD_VALUES:
        return False, True
    is_implied = tags.get("junction") in ("roundabout", "circular") or tags.get("highway") == "motorway"
    return True, not (value in _FORWARD_VALUES or (is_implied and value != "no"))


def _bicycle_directions(tags: Tags) -> tuple[bool, bool]:
    """Forward, backward: as the way itself, unless tagged for bicycles."""
    if has_contraflow(tags):
        return True, True
    value = tags.get("oneway:bicycle", "")
    if value in _FORWARD_VALUES | _BACKWARD_VALUES:
        return value in _FORWARD_VALUES, value in _BACKWARD_VALUES
    return _car_directions({key: text for key, text in tags.items() if key != "oneway:motor_vehicle"})
