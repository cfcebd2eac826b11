"""The official addresses: what is fetched from where, under which licence. A file can put mirrors in their place."""

import os
import re
import tomllib
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final, Self

from pydantic import AfterValidator, AnyHttpUrl, Field, TypeAdapter, ValidationError

from spreiding.domain import Frozen
from spreiding.errors import InputError, raise_together

_MEGABYTE: Final = 1024 * 1024
_URL: Final = TypeAdapter(AnyHttpUrl)
_PLACE: Final = "{provincie}"
_MAX_FILE_BYTES: Final = _MEGABYTE

# The twelve provincies and the names of their extracts at Geofabrik.
PROVINCIES: Final = {
    "Drenthe": "drenthe",
    "Flevoland": "flevoland",
    "Fryslân": "friesland",
    "Gelderland": "gelderland",
    "Groningen": "groningen",
    "Limburg": "limburg",
    "Noord-Brabant": "noord-brabant",
    "Noord-Holland": "noord-holland",
    "Overijssel": "overijssel",
    "Utrecht": "utrecht",
    "Zeeland": "zeeland",
    "Zuid-Holland": "zuid-holland",
}


def _check_url(text: str) -> str:
    """Return an http or https address as it was written; pydantic alone would mend what is no address."""
    filled = text.replace(_PLACE, "x")
    if not re.fullmatch(r"https?://[!-~]{1,2000}", filled):
        message = "not an address of the web"
        raise ValueError(message)
    _URL.validate_python(filled)
    return text


Address = Annotated[str, AfterValidator(_check_url)]


class Kind(StrEnum):
    """Kinds of answers."""

    ZIP = "zip-bestand"
    GPKG = "GeoPackage"
    PBF = "uittreksel van OpenStreetMap"
    JSON = "JSON-antwoord"


class Source(Frozen):
    """Something to fetch: its name in sentences, licence, kind, addresses (the newest first) and largest size [MB]."""

    name: str
    licence: str
    kind: Kind
    addresses: Annotated[tuple[Address, ...], Field(min_length=1)]
    max_mb: int

    @property
    def max_bytes(self) -> int:
        """Largest size [bytes]; whatever is larger is not what was asked for."""
        return self.max_mb * _MEGABYTE

    def at(self, provincie: str) -> Self:
        """Return the source for one provincie, a name of `PROVINCIES`."""
        filled = tuple(address.replace(_PLACE, PROVINCIES[provincie]) for address in self.addresses)
        return self.model_copy(update={"name": f"{self.name} {provincie}", "addresses": filled})


class Addresses(Frozen):
    """All sources of a region."""

    gemeenten: Source
    vierkanten100: Source
    vierkanten500: Source
    wijkenbuurten: Source
    wegen: Source
    prognose: Source
    locatieserver: Source
    overpass: Source


_CBS: Final = "https://download.cbs.nl/vierkant"
_PDOK: Final = "https://api.pdok.nl"
_BOUNDARIES: Final = f"{_PDOK}/kadaster/bestuurlijkegebieden/ogc/v1/collections/gemeentegebied/items"

OFFICIAL: Final = Addresses(
    gemeenten=Source(
        name="Gemeentegrenzen (PDOK)",
        licence="Kadaster/CBS, bestuurlijke gebieden (CC BY 4.0)",
        kind=Kind.JSON,
        addresses=(f"{_BOUNDARIES}?f=json&limit=100&crs=http://www.opengis.net/def/crs/EPSG/0/28992",),
        max_mb=500,
    ),
    vierkanten100=Source(
        name="CBS vierkanten 100 m",
        licence="CBS, vierkantstatistieken 100 m (CC BY 4.0)",
        kind=Kind.ZIP,
        addresses=(
            f"{_CBS}/100/2026-cbs_vk100_2025_v1.zip",
            f"{_CBS}/100/2025-cbs_vk100_2024_v2.zip",
            f"{_CBS}/100/2025-cbs_vk100_2024_v1.zip",
        ),
        max_mb=2000,
    ),
    vierkanten500=Source(
        name="CBS vierkanten 500 m",
        licence="CBS, vierkantstatistieken 500 m (CC BY 4.0)",
        kind=Kind.ZIP,
        addresses=(
            f"{_CBS}/500/2026-cbs_vk500_2025_v1.zip",
            f"{_CBS}/500/2025-cbs_vk500_2024_v2.zip",
            f"{_CBS}/500/2025-cbs_vk500_2024_v1.zip",
        ),
        max_mb=2000,
    ),
    wijkenbuurten=Source(
        name="CBS wijken en buurten",
        licence="CBS/Kadaster, wijk- en buurtkaart (CC BY 4.0)",
        kind=Kind.GPKG,
        addresses=tuple(
            f"https://service.pdok.nl/cbs/wijkenbuurten/{year}/atom/downloads/wijkenbuurten_{year}.gpkg"
            for year in (2025, 2024)
        ),
        max_mb=3000,
    ),
    wegen=Source(
        name="Wegen (OpenStreetMap)",
        licence="© OpenStreetMap-bijdragers (ODbL), uittreksel van Geofabrik",
        kind=Kind.PBF,
        addresses=(f"https://download.geofabrik.de/europe/netherlands/{_PLACE}-latest.osm.pbf",),
        max_mb=2000,
    ),
    prognose=Source(
        name="Prognose per gemeente (CBS 85173NED)",
        licence="PBL/CBS, regionale prognose 2023-2050 (CC BY 4.0)",
        kind=Kind.JSON,
        addresses=("https://opendata.cbs.nl/ODataApi/odata/85173NED/TypedDataSet",),
        max_mb=100,
    ),
    locatieserver=Source(
        name="Locatieserver (PDOK)",
        licence="Kadaster/BZK, BAG (CC0 1.0)",
        kind=Kind.JSON,
        addresses=(f"{_PDOK}/bzk/locatieserver/search/v3_1/free",),
        max_mb=5,
    ),
    overpass=Source(
        name="OpenStreetMap (Overpass)",
        licence="© OpenStreetMap-bijdragers (ODbL)",
        kind=Kind.JSON,
        addresses=("https://overpass-api.de/api",),
        max_mb=500,
    ),
)

_Overrides: Final = TypeAdapter(dict[str, Address | Annotated[tuple[Address, ...], Field(min_length=1)]])


def addresses_in_use() -> Addresses:
    """Return the official addresses, or those of the file (TOML or JSON) that `SPREIDING_ADRESSEN` names.

    Raises
    ------
    InputError, InputErrors
        As `read_addresses`.

    """
    path = os.environ.get("SPREIDING_ADRESSEN")
    return read_addresses(Path(path)) if path else OFFICIAL


def read_addresses(path: Path) -> Addresses:
    """Return the official addresses with those of a file in their place: source = address, or a list of them.

    Raises
    ------
    InputError, InputErrors
        `file_not_found`, and `bad_addresses` for every source that is not known or has no usable address.

    """
    if not path.is_file():
        raise InputError("file_not_found", file=path)
    document = _parse(path)
    raise_together(
        InputError("unknown_source", file=path.name, field=field, known=", ".join(Addresses.model_fields))
        for field in document
        if field not in Addresses.model_fields
    )
    try:
        given = _Overrides.validate_python(document)
    except ValidationError as error:
        fields = dict.fromkeys(str(part["loc"][0]) for part in error.errors())
        raise_together(InputError("bad_address", file=path.name, field=field) for field in fields)
        raise
    changed = {
        field: getattr(OFFICIAL, field).model_copy(update={"addresses": (value,) if isinstance(value, str) else value})
        for field, value in given.items()
    }
    return OFFICIAL.model_copy(update=changed)


def _parse(path: Path) -> dict[str, object]:
    """Read TOML or JSON; both give text to values."""
    try:
        text = path.read_bytes()[:_MAX_FILE_BYTES].decode("utf-8-sig")
        if text.lstrip().startswith("{"):
            return TypeAdapter(dict[str, object]).validate_json(text)
        return tomllib.loads(text)
    except ValueError as error:
        raise InputError("unreadable_file", file=path.name) from error
