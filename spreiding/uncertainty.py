"""How far a distance can be off: CBS gives people per square, and where a door meets the road is not known."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from spreiding.demand import FloatArray
from spreiding.domain import Modality
from spreiding.network import METRES_PER_MINUTE_PER_KMH
from spreiding.placing import WALK_MINUTES_PER_M, Kind
from spreiding.region import Region
from spreiding.tables import BIKE_KMH, EBIKE_KMH, ROAD_CLASS_INDEX, ROAD_CLASSES, WALK_KMH

# A square of CBS without a number holds 0–4 inhabitants, or more that are kept secret: of those nothing is known, and 4
# is what CBS's own limit allows.
MAX_PER_MISSING: Final = 4
_CBS_SIDES_M: Final = (100.0, 500.0)
# Somebody who lives elsewhere in the square travels that much more or less along the street where he lives.
_STREET_KMH: Final = {
    Modality.AUTO: ROAD_CLASSES[ROAD_CLASS_INDEX["residential"]].car_kmh or WALK_KMH,
    Modality.FIETS: BIKE_KMH,
    Modality.EBIKE: EBIKE_KMH,
    Modality.LOPEN: WALK_KMH,
}


@dataclass(frozen=True)
class Tolerance:
    """How much a cost may be off at every demand point, both ways, by estimate: `metres` [m] and `minutes` [min]."""

    metres: FloatArray
    minutes: FloatArray

    def of(self, kind: Kind) -> FloatArray:
        """Return the tolerance of one kind of cost."""
        return self.metres if kind is Kind.METRES else self.minutes


def position_tolerance(region: Region, modality: Modality) -> Tolerance:
    """Estimate how far a distance [m] and a travel time [min] may be off for each demand point, by its square and walk.

    A point stands for an equal part of its square: a door is at most half the diagonal of that part away as the crow
    flies, 71 m in a square of 100 m. The walk to the road may not be needed, or be twice as long. It is an estimate and
    no bound: a way round over the roads from elsewhere in the square may be longer than that. It is no spread either,
    as errors of neighbours mostly cancel out.
    """
    demand, squares = region.demand, region.squares
    n_points = np.bincount(demand.square, minlength=squares.inwoners.size)[demand.square]
    inside_m = squares.size_m[demand.square] / np.sqrt(2.0 * n_points)
    walk_m = region.demand_footing[modality].walk_m
    return Tolerance(
        metres=inside_m + walk_m,
        minutes=inside_m / (_STREET_KMH[modality] * METRES_PER_MINUTE_PER_KMH) + walk_m * WALK_MINUTES_PER_M,
    )


def most_missing(region: Region, gemeente: str | None = None) -> int | None:
    """Most inhabitants [persons] that the rows without a number can hold; None where the source sets no bound.

    Those of one gemeente (code) where the region knows in which gemeente they lie, else all.
    """
    manifest = region.manifest
    n_missing = manifest.n_missing
    if gemeente is not None and manifest.missing:
        n_missing = manifest.missing.get(gemeente, 0)
    if n_missing == 0:
        return 0
    sides = np.unique(region.squares.size_m)
    return n_missing * MAX_PER_MISSING if np.isin(sides, _CBS_SIDES_M).all() else None
