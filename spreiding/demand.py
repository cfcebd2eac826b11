"""Demand: who lives where. Squares hold the people; demand points stand on the road side."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from spreiding.domain import Frozen

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int32]


class Gemeente(Frozen):
    """A municipality: CBS code (GM1731) and name."""

    code: str
    name: str


def codes_by_name(gemeenten: Sequence[Gemeente]) -> dict[str, str]:
    """Return the code of each gemeente by its code and by its name, both in lower case."""
    found = {gemeente.code.lower(): gemeente.code for gemeente in gemeenten}
    return found | {gemeente.name.lower(): gemeente.code for gemeente in gemeenten}


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


Share = Annotated[float, Field(ge=0, le=1)]
Persons = Annotated[float, Field(ge=0)]


class GemeenteFacts(Frozen):
    """What a source says of a gemeente; None is what it does not say.

    `inwoners` [persons], `age_shares` [0–1, in the order of `tables.AGE_GROUPS`, they add up to 1] and
    `library_km`, the mean road distance from an address to the nearest library [km].
    """

    gemeente: str
    bron: str
    year: int | None = None
    inwoners: Persons | None = None
    age_shares: tuple[Share, Share, Share, Share, Share] | None = None
    library_km: Persons | None = None


class Forecast(Frozen):
    """Inhabitants [persons] of a gemeente in a future year, with the bounds of the source's interval if it has one."""

    gemeente: str
    year: int
    inwoners: Persons
    low: Persons | None = None
    high: Persons | None = None
    bron: str = ""


class Variant(StrEnum):
    """Which figure of a forecast counts: the expected one, or a bound of its interval."""

    MIDDEN = "midden"
    LAAG = "laag"
    HOOG = "hoog"


class Projection(Frozen):
    """The future year that a region shows, and for whom that is no forecast.

    `is_interpolated`: the source gives years before and after `year`, not `year` itself. The gemeenten in
    `without_forecast` (codes) hold as many as today; with those who live outside every gemeente they are
    `inwoners_unscaled` [persons].
    """

    year: int
    variant: Variant
    bron: str
    is_interpolated: bool
    without_forecast: tuple[str, ...]
    inwoners_unscaled: Persons


@dataclass(frozen=True)
class Squares:
    """The population squares (or areas) as the source gives them, one row each.

    `inwoners` [persons] is never NaN: rows without a known number are left out and counted in the
    manifest. `groups` [persons, n × 5 in the order of `tables.AGE_GROUPS`] is NaN where a source has no
    age groups. `estimated` [persons] is the part of `inwoners` that no row of the source holds: it was placed here so
    that larger areas add up. `is_groups_estimated` marks rows whose age groups are not the source's own figures.
    `gemeente` and `kern` index into the region's tuples, -1 is none (buitengebied for kern).
    """

    ids: NDArray[np.str_]
    x_m: FloatArray
    y_m: FloatArray
    size_m: FloatArray
    inwoners: FloatArray
    estimated: FloatArray
    groups: FloatArray
    is_groups_estimated: NDArray[np.bool_]
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
