"""Supply: today's branches and the sites where a branch could stand."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Annotated, Final

import numpy as np
from pydantic import Field, PlainSerializer
from scipy.spatial import KDTree

from spreiding.domain import Frozen, Hours, Huisvesting, Kernfunctie, Option, Vestigingstype

# Two points this close are one address: a school yard and its building, a kulturhus mapped twice. Our choice.
SAME_PLACE_M: Final = 50.0

SiteId = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]


class SiteFact(StrEnum):
    """What is told of a branch, and may be an assumption; diensten are collection, Open+, IDO and Taalhuis."""

    KLASSE = "klasse"
    KERNFUNCTIES = "kernfuncties"
    UREN = "uren"
    DIENSTEN = "diensten"
    HUISVESTING = "huisvesting"


def in_order(facts: Iterable[SiteFact]) -> list[SiteFact]:
    """Return facts in the order of their list: a set of words has another order in every process."""
    given = set(facts)
    return [fact for fact in SiteFact if fact in given]


class Site(Frozen):
    """A place where a branch stands today (`today` is its option) or could stand (`today` is None).

    Coordinates are EPSG:28992 [m]; `id` is written once and never derived from order or coordinates.
    `gemeente` is a CBS code such as GM1731, or None outside every known boundary.
    `allowed_types` and `allowed_huisvesting` are what a plan may choose here beside today's option.
    Hours are per week: `staffed_hours` by professionals and volunteers together, `unstaffed_hours` are those of
    Open+ and count for no definition. `kernfuncties`, `has_collection`, `has_ido`, `has_taalhuis`, `floor_m2` [m²]
    and the `notes` are told by the user; None is unknown. Notes are shown, never computed with. `assumed` are those of
    today's facts that nobody stated: what rests on one of them is no certainty.
    """

    id: SiteId
    name: str
    place: str = ""
    gemeente: str | None = None
    x_m: float
    y_m: float
    today: Option | None = None
    allowed_types: tuple[Vestigingstype, ...] = tuple(Vestigingstype)
    allowed_huisvesting: tuple[Huisvesting, ...] = ()
    organisation: str | None = None
    building: str | None = None
    address: str = ""
    staffed_hours: Hours | None = None
    professional_hours: Hours | None = None
    volunteer_hours: Hours | None = None
    unstaffed_hours: Hours | None = None
    floor_m2: Annotated[float, Field(gt=0)] | None = None
    kernfuncties: frozenset[Kernfunctie] | None = None
    has_collection: bool | None = None
    has_ido: bool | None = None
    has_taalhuis: bool | None = None
    notes: Mapping[str, str] = Field(default_factory=dict)
    assumed: Annotated[frozenset[SiteFact], PlainSerializer(in_order, list[SiteFact], when_used="json")] = frozenset()
    herkomst: str = ""


def slug(text: str) -> str:
    """Lower-case ASCII letters and digits of `text`, other runs as a hyphen; 'naamloos' if none are left."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-") or "naamloos"


def unique_id(wanted: str, taken: Iterable[str]) -> str:
    """Return `wanted`, or `wanted` with the first free number behind it when it is taken already."""
    used = taken if isinstance(taken, set) else set(taken)
    if wanted not in used:
        return wanted
    number = 2
    while f"{wanted}-{number}" in used:
        number += 1
    return f"{wanted}-{number}"


def merge_near(
    candidates: Iterable[Site], *, branches: Iterable[Site] = (), max_m: float = SAME_PLACE_M
) -> tuple[Site, ...]:
    """Keep one of the candidates within `max_m` [m] of each other, and none of those so near to a branch.

    The first by id stays, and takes the classes, forms of housing and herkomst of the others: a school and a
    dorpshuis at one address are one place that offers both. The order in which they come is irrelevant.
    """
    ordered = sorted(candidates, key=lambda site: site.id)
    if not ordered:
        return ()
    places = np.array([(site.x_m, site.y_m) for site in ordered])
    standing = [(site.x_m, site.y_m) for site in branches]
    is_free = np.ones(len(ordered), dtype=np.bool_)
    if standing:
        is_free &= KDTree(standing).query(places)[0] > max_m
    near = KDTree(places).query_ball_point(places, max_m)
    merged: list[Site] = []
    for index, site in enumerate(ordered):
        if is_free[index]:
            others = [other for other in sorted(near[index]) if is_free[other]]
            is_free[others] = False
            merged.append(_join(site, [ordered[other] for other in others if other != index]))
    return tuple(merged)


def _join(site: Site, others: Iterable[Site]) -> Site:
    """Return `site` with what `others` allow beside it."""
    group = (site, *others)
    types = {klasse for each in group for klasse in each.allowed_types}
    housing = {form for each in group for form in each.allowed_huisvesting}
    return site.model_copy(
        update={
            "allowed_types": tuple(klasse for klasse in Vestigingstype if klasse in types),
            "allowed_huisvesting": tuple(form for form in Huisvesting if form in housing),
            "herkomst": "; ".join(dict.fromkeys(each.herkomst for each in group if each.herkomst)),
        }
    )
