"""How fast a ferry is: what the map says of its duration, and the wait before it sails."""

import re
from typing import Final

from spreiding.io.network.osm_tags import Tags
from spreiding.tables import FERRY_KMH, FERRY_WAIT_MIN

_METRES_PER_KM: Final = 1000.0
_MINUTES_PER_HOUR: Final = 60.0
# The three forms of "Key:duration" in the OSM wiki: minutes, HH:MM or HH:MM:SS, and ISO 8601.
_MINUTES: Final = re.compile(r"(?P<minutes>\d{1,4})(?: ?min(?:utes)?)?")
_CLOCK: Final = re.compile(r"(?P<hours>\d{1,2}):(?P<minutes>\d{2})(?::(?P<seconds>\d{2}))?")
_ISO: Final = re.compile(r"PT(?:(?P<hours>\d{1,2})H)?(?:(?P<minutes>\d{1,4})M)?(?:(?P<seconds>\d{1,5})S)?")


def ferry_kmh(tags: Tags, length_m: float) -> float:
    """Speed [km/h] of who takes a ferry of `length_m`: sailing as long as ``duration`` says, after a wait.

    Without a duration it sails at `FERRY_KMH`; the wait is `FERRY_WAIT_MIN`, whatever the timetable.
    """
    if length_m <= 0:
        return FERRY_KMH
    km = length_m / _METRES_PER_KM
    sailing_min = duration_min(tags.get("duration", ""))
    if sailing_min is None:
        sailing_min = km / FERRY_KMH * _MINUTES_PER_HOUR
    return km / (sailing_min + FERRY_WAIT_MIN) * _MINUTES_PER_HOUR


def duration_min(text: str) -> float | None:
    """Minutes in a ``duration``; None when there is none or it is not understood."""
    plain = text.strip()
    match = _MINUTES.fullmatch(plain) or _CLOCK.fullmatch(plain) or _ISO.fullmatch(plain)
    if match is None:
        return None
    parts = {name: float(value) for name, value in match.groupdict().items() if value}
    minutes = parts.get("hours", 0) * _MINUTES_PER_HOUR + parts.get("minutes", 0) + parts.get("seconds", 0) / 60.0
    return minutes or None
