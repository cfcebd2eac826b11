"""Tables of fixed facts: road classes with their speeds, age groups with their column names."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class RoadClass:
    """An OpenStreetMap ``highway`` value: who may use it by default, how fast a car drives [km/h].

    `is_inhabited`: people live along such roads, so area populations are spread over it.
    """

    name: str
    car_kmh: float | None
    is_cyclable: bool
    is_walkable: bool
    is_inhabited: bool


# Access defaults: OSM wiki, "OSM tags for routing/Access restrictions", Netherlands. A cyclist may not
# use motorway and trunk; primary roads in the Netherlands mostly have a separate or obligatory cycle path
# and stay cyclable here unless tagged otherwise.
# Speeds are our choice of an average *driven* speed under the legal limits of RVV 1990 (artt. 20-22: 50
# inside, 80 outside, 100 autoweg, 100/130 autosnelweg): a ``maxspeed`` can only lower them (`io.osm_tags`).
ROAD_CLASSES: Final[tuple[RoadClass, ...]] = (
    RoadClass("motorway", 100, is_cyclable=False, is_walkable=False, is_inhabited=False),
    RoadClass("motorway_link", 60, is_cyclable=False, is_walkable=False, is_inhabited=False),
    RoadClass("trunk", 90, is_cyclable=False, is_walkable=False, is_inhabited=False),
    RoadClass("trunk_link", 60, is_cyclable=False, is_walkable=False, is_inhabited=False),
    RoadClass("primary", 70, is_cyclable=True, is_walkable=True, is_inhabited=True),
    RoadClass("primary_link", 50, is_cyclable=True, is_walkable=True, is_inhabited=False),
    RoadClass("secondary", 65, is_cyclable=True, is_walkable=True, is_inhabited=True),
    RoadClass("secondary_link", 50, is_cyclable=True, is_walkable=True, is_inhabited=False),
    RoadClass("tertiary", 55, is_cyclable=True, is_walkable=True, is_inhabited=True),
    RoadClass("tertiary_link", 45, is_cyclable=True, is_walkable=True, is_inhabited=False),
    RoadClass("unclassified", 50, is_cyclable=True, is_walkable=True, is_inhabited=True),
    RoadClass("residential", 28, is_cyclable=True, is_walkable=True, is_inhabited=True),
    RoadClass("living_street", 12, is_cyclable=True, is_walkable=True, is_inhabited=True),
    RoadClass("service", 15, is_cyclable=True, is_walkable=True, is_inhabited=False),
    RoadClass("pedestrian", None, is_cyclable=False, is_walkable=True, is_inhabited=False),
    RoadClass("cycleway", None, is_cyclable=True, is_walkable=True, is_inhabited=False),
    RoadClass("footway", None, is_cyclable=False, is_walkable=True, is_inhabited=False),
    RoadClass("path", None, is_cyclable=True, is_walkable=True, is_inhabited=False),
    RoadClass("track", None, is_cyclable=True, is_walkable=True, is_inhabited=False),
    RoadClass("steps", None, is_cyclable=False, is_walkable=True, is_inhabited=False),
    RoadClass("bridleway", None, is_cyclable=False, is_walkable=True, is_inhabited=False),
)

ROAD_CLASS_INDEX: Final = {road.name: index for index, road in enumerate(ROAD_CLASSES)}

# Our choice; door to door, so below the speed of an unhindered trip.
BIKE_KMH: Final = 15.0
WALK_KMH: Final = 5.0

# CBS's own five age groups of the 100 m and 500 m squares, in the column names of the GeoPackage.
AGE_GROUPS: Final = ("0_15", "15_25", "25_45", "45_65", "65_plus")
CBS_AGE_COLUMNS: Final = (
    "aantal_inwoners_0_tot_15_jaar",
    "aantal_inwoners_15_tot_25_jaar",
    "aantal_inwoners_25_tot_45_jaar",
    "aantal_inwoners_45_tot_65_jaar",
    "aantal_inwoners_65_jaar_en_ouder",
)
