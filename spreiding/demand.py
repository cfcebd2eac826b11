"""Demand: who lives where. Squares hold the people; demand points stand on the road side."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from spreiding.domain import Frozen

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int32]


class Gemeente(Frozen):
    """A municipality: CBS code (GM1731) and name."""

    code: str
    name: str


class Kern(Frozen):
    """A settlement: id, name, gemeente code, centre in EPSG:28992 [m] and its inhabitants [persons].

    The inhabitants only weigh distances when squares are attributed; they are not demand.
    """

    id: str
    name: str
    gemeente: str
    x_m: float
    y_m: float
    inwoners: float


@dataclass(frozen=True)
class Squares:
    """The population squares (or areas) as the source gives them, one row each.

    `inwoners` [persons] is never NaN: rows without a known number are left out and counted in the
    manifest. `groups` [persons, n × 5 in the order of `tables.AGE_GROUPS`] is NaN where a source has no
    age groups. `gemeente` and `kern` index into the region's tuples, -1 is none (buitengebied for kern).
    """

    ids: NDArray[np.str_]
    x_m: FloatArray
    y_m: FloatArray
    size_m: FloatArray
    inwoners: FloatArray
    groups: FloatArray
    gemeente: IntArray
    kern: IntArray


@dataclass(frozen=True)
class Demand:
    """Points from which people leave: one per 100 m square, several along the roads of a larger square.

    `square` indexes into `Squares`; `inwoners` [persons] adds up to each square's total.
    """

    square: IntArray
    x_m: FloatArray
    y_m: FloatArray
    inwoners: FloatArray
