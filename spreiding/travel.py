"""Travel costs over the road, in the direction the visitor travels: from demand points to branches."""

from dataclasses import dataclass

from spreiding.demand import FloatArray, IntArray
from spreiding.network import Footing, RoadNetwork
from spreiding.placing import Kind
from spreiding.trips import trips_over


@dataclass(frozen=True)
class Nearest:
    """The nearest open branch of every demand point, without a cut-off.

    `metres` [m] is of the shortest route, `minutes` [min] of the fastest: two minimisations, so the branches
    `site_m` and `site_min` (indices of sites) may differ. Unreachable is inf and -1.
    """

    metres: FloatArray
    minutes: FloatArray
    site_m: IntArray
    site_min: IntArray


@dataclass(frozen=True)
class TravelCosts:
    """Distances [m] from demand points to sites within a cut-off, as CSR: one row per demand point.

    Row i holds `site[indptr[i]:indptr[i + 1]]` (indices of sites) and the same slice of `metres`, of the shortest
    route, nearest first and then by site. What lies beyond the cut-off or cannot be reached is absent.
    """

    indptr: IntArray
    site: IntArray
    metres: FloatArray


@dataclass(frozen=True)
class TravelTimes:
    """Travel times [min] of the fastest route from demand points to sites within a cut-off; CSR as `TravelCosts`."""

    indptr: IntArray
    site: IntArray
    minutes: FloatArray


def nearest(
    network: RoadNetwork, *, demand: Footing, sites: Footing, open_sites: IntArray, is_return: bool = False
) -> Nearest:
    """Nearest of `open_sites` for every demand point, in metres and in minutes, walk to the road included.

    `is_return`: there and back, each way by its own best route.
    """
    metres, minutes = (
        trips_over(network, kind, demand=demand, sites=sites, is_return=is_return).nearest(open_sites)
        for kind in (Kind.METRES, Kind.MINUTES)
    )
    return Nearest(metres.cost, minutes.cost, metres.label, minutes.label)


def nearest_metres(network: RoadNetwork, *, demand: Footing, sites: Footing, open_sites: IntArray) -> FloatArray:
    """Distance [m] to the nearest of `open_sites` for every demand point; inf where there is none."""
    return trips_over(network, Kind.METRES, demand=demand, sites=sites).nearest(open_sites).cost


def travel_metres(
    network: RoadNetwork,
    *,
    demand: Footing,
    sites: Footing,
    site_indices: IntArray,
    cutoff_m: float,
    is_return: bool = False,
) -> TravelCosts:
    """Distances [m] from every demand point to each of `site_indices` within `cutoff_m` (inclusive).

    `is_return`: there and back, and then the cut-off is of the whole trip.
    """
    trips = trips_over(network, Kind.METRES, demand=demand, sites=sites, is_return=is_return)
    return TravelCosts(*trips.table(site_indices, cutoff_m))


def travel_minutes(
    network: RoadNetwork,
    *,
    demand: Footing,
    sites: Footing,
    site_indices: IntArray,
    cutoff_min: float,
    is_return: bool = False,
) -> TravelTimes:
    """Travel times [min] from every demand point to each of `site_indices` within `cutoff_min`; as `travel_metres`."""
    trips = trips_over(network, Kind.MINUTES, demand=demand, sites=sites, is_return=is_return)
    return TravelTimes(*trips.table(site_indices, cutoff_min))
