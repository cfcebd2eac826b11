"""A road with branches and people of known age, and facts and assumptions about members that fit on a line."""

from dataclasses import replace

import numpy as np

from spreiding.membership import Figure, HalfDistance, ShareFigure, UseAssumptions, UseFacts
from spreiding.norms import Label
from spreiding.region import Region
from spreiding.travel import Nearest
from tests.worlds import HERE, THERE, line_roads, make_region, make_site

# Of 100 people 20 are 0-15 and 10 are 15-25; with a half of the latter 25 are youth and 75 adults.
AGES = np.array([0.2, 0.1, 0.3, 0.2, 0.2])
HALF = ShareFigure(value=0.5, bron="proef")


def half(km: float, low_km: float, high_km: float) -> HalfDistance:
    return HalfDistance(km=km, low_km=low_km, high_km=high_km, bron="proef")


def assumptions(youth: HalfDistance | None = None) -> UseAssumptions:
    """Halved at 1, 2 or 4 km; youth the same unless told otherwise."""
    same = half(2, 1, 4)
    return UseAssumptions(label=Label.EIGEN_KEUZE, youth_of_15_25=HALF, youth=youth or same, adult=same, visits=same)


def facts(youth: int, adult: int, visits: int) -> UseFacts:
    """What a report of Hier says of 2024; of the adults one is a starting member and one another."""
    numbers = {
        "youth": youth,
        "paying": adult - 2,
        "starting": 1,
        "other": 1,
        "members": youth + adult,
        "visits": visits,
    }
    figures = {name: Figure(value=value, bron=f"proef, {name}") for name, value in numbers.items()}
    return UseFacts(gemeente=HERE, year=2024, **figures)


def street(*people: tuple[float, float], known: int | None = None) -> Region:
    """A road of 10 km with branches of Hier at 0 and 4 km and of Daar at 10 km; `people` are (x [km], persons).

    The ages of the first `known` squares are known, of all without it.
    """
    region = make_region(
        line_roads(),
        people=[(1000 * km, 0, persons) for km, persons in people],
        sites=[
            make_site("west", 0, is_open=True),
            make_site("midden", 4000, is_open=True),
            make_site("oost", 10_000, is_open=True, gemeente=THERE.code),
        ],
        gemeenten=(HERE, THERE),
    )
    groups = region.squares.inwoners[:, None] * AGES
    groups[len(people) if known is None else known :] = np.nan
    return replace(region, squares=replace(region.squares, groups=groups))


def nearest_on_street(region: Region, *open_sites: int) -> Nearest:
    """Nearest of the open sites along the road, of equals the first; worked out here, not by the program."""
    sites = open_sites or tuple(range(len(region.sites)))
    away = np.array([[abs(x - region.sites[k].x_m) for k in sites] for x in region.demand.x_m.tolist()])
    site = np.array(sites, dtype=np.int32)[away.argmin(axis=1)]
    metres = away.min(axis=1)
    return Nearest(metres, metres / 1000, site, site)
