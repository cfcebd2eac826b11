"""Isochrones: the area from which a branch can be reached within a distance or a time, as polygons for the map."""

from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from spreiding.demand import FloatArray, IntArray
from spreiding.domain import Modality
from spreiding.network import Footing, RoadNetwork
from spreiding.placing import Kind
from spreiding.region import Region
from spreiding.trips import one_way_trips

# So far beside a road one is still there: half a block in a town, one field outside it. Our choice.
BESIDE_ROAD_M: Final = 100.0
# A quarter of a circle in so many pieces: the rounding of an end is no more than 8 % of the width off.
QUARTER_PIECES: Final = 2


def isochrones(
    network: RoadNetwork,
    site: Footing,
    *,
    kind: Kind,
    limits: tuple[float, ...],
    beside_road_m: float = BESIDE_ROAD_M,
) -> tuple[BaseGeometry, ...]:
    """Return for each of `limits` [m or min, by `kind`] the area from which a branch (one point) can be reached.

    It is everything within `beside_road_m` [m] of the reachable pieces of road, in the direction the visitor travels;
    what lies further from them is a hole. Polygons in EPSG:28992.
    """
    if network.n_nodes == 0:
        return tuple(shapely.Polygon() for _ in limits)
    cost = node_costs(network, site, kind=kind, limit=max(limits, default=0.0))
    foot = _foot(network, site)
    areas = []
    for limit in limits:
        lines = reachable_roads(network, site, cost, kind=kind, limit=limit)
        # Whole streets at once: their pieces would each have two round ends, and a union of four times as many.
        streets = shapely.get_parts(shapely.line_merge(shapely.multilinestrings(lines)))
        is_here = limit >= float(site.walk_m[0]) * kind.per_walked_m
        shapes = np.concatenate([streets, np.array([foot] if is_here else [], dtype=np.object_)])
        area = shapely.union_all(shapely.buffer(shapes, beside_road_m, quad_segs=QUARTER_PIECES))
        areas.append(area if shapes.size else shapely.Polygon())
    return tuple(areas)


def site_isochrones(
    region: Region, site_id: str, *, modality: Modality, kind: Kind, limits: tuple[float, ...]
) -> tuple[BaseGeometry, ...]:
    """Return the isochrones of a site of a region, for who travels by `modality`."""
    feet, index = region.site_footing[modality], region.site_index[site_id]
    here = slice(index, index + 1)
    site = Footing(feet.segment[here], feet.fraction[here], feet.walk_m[here])
    return isochrones(region.networks[modality], site, kind=kind, limits=limits)


def _foot(network: RoadNetwork, site: Footing) -> shapely.Point:
    """Return where a branch (one point) stands on the road."""
    ends = np.array([network.tail[site.segment[0]], network.head[site.segment[0]]])
    weights = np.array([1 - site.fraction[0], site.fraction[0]])
    return shapely.Point(float(network.x_m[ends] @ weights), float(network.y_m[ends] @ weights))


def node_costs(network: RoadNetwork, site: Footing, *, kind: Kind, limit: float) -> FloatArray:
    """Cost from every node of the network to a branch (one point); inf beyond `limit`."""
    table = one_way_trips(network.skeleton, kind, demand=_all_nodes(network), sites=site).table(
        np.zeros(1, dtype=np.int32), limit
    )
    cost = np.full(network.n_nodes, np.inf)
    cost[np.flatnonzero(np.diff(table.indptr))] = table.cost
    return cost


def reachable_roads(
    network: RoadNetwork, site: Footing, cost: FloatArray, *, kind: Kind, limit: float
) -> NDArray[np.object_]:
    """Return the pieces of road from which the branch is reached within `limit`, as straight lines.

    `cost` is what `node_costs` gives.
    """
    length = network.length_m if kind is Kind.METRES else network.minutes
    own = int(site.segment[0])
    left = limit - float(site.walk_m[0]) * kind.per_walked_m
    at, everywhere = float(site.fraction[0]), np.arange(network.tail.size, dtype=np.int32)
    # Nobody lives beside a ferry.
    ashore = ~network.is_ferry
    with np.errstate(divide="ignore", invalid="ignore"):
        # Who stands at fraction x drives back to the tail, or on to the head.
        from_tail = np.where(network.is_backward & ashore, (limit - cost[network.tail]) / length, -1.0)
        from_head = np.where(network.is_forward & ashore, (limit - cost[network.head]) / length, -1.0)
        stretch = left / length[own]
    here = np.full(2, own, dtype=np.int32)
    # Where both ways meet, the whole street is one piece.
    is_whole = (from_tail >= 0) & (from_head >= 0) & (from_tail + from_head >= 1)
    from_tail[is_whole], from_head[is_whole] = 1.0, -1.0
    return _lines(
        network,
        segment=np.concatenate([everywhere, everywhere, here]),
        start=np.concatenate(
            [np.zeros(everywhere.size), 1 - from_head, [at - stretch if network.is_forward[own] else at, at]]
        ),
        end=np.concatenate(
            [from_tail, np.ones(everywhere.size), [at, at + stretch if network.is_backward[own] else at]]
        ),
        is_reached=np.concatenate([from_tail >= 0, from_head >= 0, np.full(2, left >= 0)]),
    )


def _lines(
    network: RoadNetwork,
    *,
    segment: IntArray,
    start: FloatArray,
    end: FloatArray,
    is_reached: NDArray[np.bool_],
) -> NDArray[np.object_]:
    """Draw segments from fraction `start` to `end`, cut off at their ends."""
    segment = segment[is_reached]
    fractions = np.clip(np.stack([start[is_reached], end[is_reached]], axis=1), 0.0, 1.0)
    tail = np.column_stack([network.x_m, network.y_m])[network.tail[segment]]
    along = np.column_stack([network.x_m, network.y_m])[network.head[segment]] - tail
    lines = shapely.linestrings(tail[:, None, :] + fractions[:, :, None] * along[:, None, :])
    return np.asarray(lines, dtype=np.object_)


def _all_nodes(network: RoadNetwork) -> Footing:
    """Return the nodes as points, each at an end of one of its segments."""
    segment, fraction = np.zeros(network.n_nodes, dtype=np.int32), np.zeros(network.n_nodes)
    for ends, place in ((network.head, 1.0), (network.tail, 0.0)):
        segment[ends], fraction[ends] = np.arange(network.tail.size), place
    return Footing(segment, fraction, np.zeros(network.n_nodes))
