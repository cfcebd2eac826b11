"""Supply: today's branches and the sites where a branch could stand."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Annotated

from pydantic import Field

from spreiding.domain import Frozen, Huisvesting, Kernfunctie, Option, Vestigingstype

Hours = Annotated[float, Field(ge=0, le=168)]


class Site(Frozen):
    """A place where a branch stands today (`today` is its option) or could stand (`today` is None).

    Coordinates are EPSG:28992 [m]; `id` is written once and never derived from order or coordinates.
    `gemeente` is a CBS code such as GM1731, or None outside every known boundary.
    `allowed_types` and `allowed_huisvesting` are what a plan may choose here beside today's option.
    Hours are per week: `staffed_hours` by professionals and volunteers together, `unstaffed_hours` are those of
    Open+ and count for no definition. `kernfuncties`, `has_ido`, `has_taalhuis`, `floor_m2` [m²] and the
    `notes` are told by the user; None is unknown. Notes are shown, never computed with.
    """

    id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]
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
    has_ido: bool | None = None
    has_taalhuis: bool | None = None
    notes: Mapping[str, str] = Field(default_factory=dict)
    herkomst: str = ""


def slug(text: str) -> str:
    """Lower-case ASCII letters and digits of `text`, other runs as a hyphen; 'naamloos' if none are left."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-") or "naamloos"


def unique_id(wanted: str, taken: Iterable[str]) -> str:
    """Return `wanted`, or `wanted` with the first free number behind it when it is taken already."""
    used = set(taken)
    if wanted not in used:
        return wanted
    number = 2
    while f"{wanted}-{number}" in used:
        number += 1
    return f"{wanted}-{number}"
