"""Library provision that is no branch, and schools: supply with its own reach, hours and public."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from spreiding.domain import Frozen, Hours, Kernfunctie
from spreiding.supply import SiteId


class Voorzieningsvorm(StrEnum):
    """What library provision that is no branch can be."""

    BIBLIOBUS = "bibliobus"
    AFHAALPUNT = "afhaalpunt"
    IDO_PUNT = "ido-punt"
    AAN_HUIS = "bibliotheek aan huis"


class Voorziening(Frozen):
    """Library provision that is no branch, with its own reach and hours.

    Coordinates are EPSG:28992 [m], of its stop, counter or base; `gemeente` is a CBS code, or None outside every known
    boundary. Only who lives within `reach_m` [m] by road is served; None is no limit of its own. A bibliotheek aan huis
    serves everybody of its gemeente at home, without travel, or everybody within `reach_m` when that is given.
    `staffed_hours` are per week. It offers the `kernfuncties` that are told, none when nothing is; None is unknown.
    """

    id: SiteId
    name: str
    form: Voorzieningsvorm
    place: str = ""
    gemeente: str | None = None
    x_m: float
    y_m: float
    reach_m: Annotated[float, Field(gt=0)] | None = None
    staffed_hours: Hours | None = None
    kernfuncties: frozenset[Kernfunctie] = frozenset()
    has_ido: bool | None = None
    has_taalhuis: bool | None = None
    herkomst: str = ""


class School(Frozen):
    """A school; a dBos (bibliotheek op school) in it serves its own pupils only.

    Coordinates are EPSG:28992 [m]; `gemeente` is a CBS code, or None outside every known boundary. `pupils` [persons],
    whether it is an IKC (integraal kindcentrum) and has a dBos are told by the user; None is unknown.
    """

    id: SiteId
    name: str
    place: str = ""
    gemeente: str | None = None
    x_m: float
    y_m: float
    pupils: Annotated[int, Field(ge=0)] | None = None
    is_ikc: bool | None = None
    has_dbos: bool | None = None
    herkomst: str = ""
