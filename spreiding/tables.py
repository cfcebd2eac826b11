"""Tables of fixed facts: road classes with their speeds, age groups with their column names."""

from dataclasses import dataclass
from typing import Final

# Our choice of an average, on every road where one may ride or walk; door to door, so below an unhindered trip.
BIKE_KMH: Final = 15.0
EBIKE_KMH: Final = 20.0
WALK_KMH: Final = 5.0


@dataclass(frozen=True)
class RoadClass:
    """An OpenStreetMap ``highway`` value (or ``ferry``): how fast each modality goes [km/h], None: not by default.

    `is_inhabited`: people live along such roads, so area populations are spread over it.
    """

    name: str
    car_kmh: float | None
    bike_kmh: float | None
    walk_kmh: float | None
    is_inhabited: bool

    @property
    def is_cyclable(self) -> bool:
        """Whether bicycles may use it by default."""
        return self.bike_kmh is not None

    @property
    def is_walkable(self) -> bool:
        """Whether pedestrians may use it by default."""
        return self.walk_kmh is not None


FERRY: Final = "ferry"
# Our choice for boats of which the map does not tell how long they sail; Dutch river crossings are short and slow.
FERRY_KMH: Final = 8.0
# Our choice: half of the quarter of an hour between two sailings of a common river ferry, rounded up.
FERRY_WAIT_MIN: Final = 8.0

# Who may use it: OSM wiki, "OSM tags for routing/Access restrictions", Netherlands. A cyclist may not use motorway
# and trunk; primary roads in the Netherlands mostly have a separate or obligatory cycle path and stay cyclable here
# unless tagged otherwise. On steps nobody rides a bicycle. For ferries the wiki has no default (see `osm_tags`);
# CBS counts them as a part of the road ("Nabijheidsstatistiek", korte onderzoeksbeschrijving: "rekening gehouden met
# ... veerponten").
# Car speeds are our choice of an average *driven* speed under the legal limits of RVV 1990 (artt. 20-22: 50
# inside, 80 outside, 100 autoweg, 100/130 autosnelweg): a ``maxspeed`` can only lower them (`io.network.osm_tags`).
# On a ferry everybody goes as fast as the boat, the wait included (`io.network.osm_ferries`).
ROAD_CLASSES: Final[tuple[RoadClass, ...]] = (
    RoadClass("motorway", 100, None, None, is_inhabited=False),
    RoadClass("motorway_link", 60, None, None, is_inhabited=False),
    RoadClass("trunk", 90, None, None, is_inhabited=False),
    RoadClass("trunk_link", 60, None, None, is_inhabited=False),
    RoadClass("primary", 70, BIKE_KMH, WALK_KMH, is_inhabited=True),
    RoadClass("primary_link", 50, BIKE_KMH, WALK_KMH, is_inhabited=False),
    RoadClass("secondary", 65, BIKE_KMH, WALK_KMH, is_inhabited=True),
    RoadClass("secondary_link", 50, BIKE_KMH, WALK_KMH, is_inhabited=False),
    RoadClass("tertiary", 55, BIKE_KMH, WALK_KMH, is_inhabited=True),
    RoadClass("tertiary_link", 45, BIKE_KMH, WALK_KMH, is_inhabited=False),
    RoadClass("unclassified", 50, BIKE_KMH, WALK_KMH, is_inhabited=True),
    RoadClass("residential", 28, BIKE_KMH, WALK_KMH, is_inhabited=True),
    RoadClass("living_street", 12, BIKE_KMH, WALK_KMH, is_inhabited=True),
    RoadClass("service", 15, BIKE_KMH, WALK_KMH, is_inhabited=False),
    RoadClass("pedestrian", None, None, WALK_KMH, is_inhabited=False),
    RoadClass("cycleway", None, BIKE_KMH, WALK_KMH, is_inhabited=False),
    RoadClass("footway", None, None, WALK_KMH, is_inhabited=False),
    RoadClass("path", None, BIKE_KMH, WALK_KMH, is_inhabited=False),
    RoadClass("track", None, BIKE_KMH, WALK_KMH, is_inhabited=False),
    RoadClass("steps", None, None, WALK_KMH, is_inhabited=False),
    RoadClass("bridleway", None, None, WALK_KMH, is_inhabited=False),
    RoadClass(FERRY, FERRY_KMH, FERRY_KMH, FERRY_KMH, is_inhabited=False),
)

ROAD_CLASS_INDEX: Final = {road.name: index for index, road in enumerate(ROAD_CLASSES)}

# CBS's own five age groups of the 100 m and 500 m squares, in the column names of the GeoPackage.
AGE_GROUPS: Final = ("0_15", "15_25", "25_45", "45_65", "65_plus")
CBS_AGE_COLUMNS: Final = (
    "aantal_inwoners_0_tot_15_jaar",
    "aantal_inwoners_15_tot_25_jaar",
    "aantal_inwoners_25_tot_45_jaar",
    "aantal_inwoners_45_tot_65_jaar",
    "aantal_inwoners_65_jaar_en_ouder",
)
