"""The use cases of the official sources: everything for an area, and the places of addresses."""

import hashlib
import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import shapely

from spreiding.errors import InputError
from spreiding.io.inputs import FROM_OSM, RegionInputs
from spreiding.io.network.osm import RoadSource
from spreiding.io.network.overpass import download_roads
from spreiding.io.network.roads import write_archive
from spreiding.io.online.addresses import addresses_in_use
from spreiding.io.online.cache import disk_faults
from spreiding.io.online.connection import open_client
from spreiding.io.online.damaged import drop_damaged
from spreiding.io.online.fetch import FetchProgress, OnFetch, RegionFiles, Wish, fetch_files
from spreiding.io.online.geocoding import Located, geocode_all
from spreiding.io.places.areas import read_areas
from spreiding.io.store import check_target

__all__ = ["FetchProgress", "FetchedRegion", "Wish", "drop_damaged", "fetch_region", "fetch_roads", "locate_addresses"]

# People near a border drive to a branch across it. Our choice.
AROUND_M: Final = 5000.0
_SIMPLER_M: Final = 100.0


@dataclass(frozen=True)
class FetchedRegion:
    """The fetched files of an area, and how a region is built from them."""

    inputs: RegionInputs
    files: RegionFiles


def cache_folder() -> Path:
    """Folder of what was fetched: `SPREIDING_CACHE`, or data/cache beside the package."""
    return Path(os.environ.get("SPREIDING_CACHE") or Path(__file__).resolve().parents[1] / "data" / "cache")


def fetch_region(
    wish: Wish, *, on_fetch: OnFetch, name: str | None = None, target: Path | None = None, is_fresh: bool = False
) -> FetchedRegion:
    """Fetch everything for an area from the official addresses; what was fetched before is used again.

    Raises
    ------
    InputError, InputErrors
        `empty_name` and `not_a_region_folder` before anything is fetched, and as `io.online.fetch.fetch_files`.

    """
    if name is not None and not name.strip():
        raise InputError("empty_name")
    if target is not None:
        check_target(target)
    with open_client(cache_folder()) as client:
        files = fetch_files(client, addresses_in_use(), wish, on_fetch=on_fetch, is_fresh=is_fresh)
    inputs = RegionInputs(
        name=files.name if name is None else name,
        population=files.vierkanten100.path,
        fill=files.vierkanten500.path,
        totals=files.wijkenbuurten.path,
        roads=files.roads.path,
        gemeenten=files.gemeenten.path,
        keep=files.codes,
        vestigingen=FROM_OSM,
        kandidaten=Path(FROM_OSM),
        kernen=Path(FROM_OSM),
        scholen=Path(FROM_OSM),
        prognose=None if files.prognose is None else files.prognose.path,
    )
    return FetchedRegion(inputs, files)


def fetch_roads(gemeenten: Path, *, keep: Sequence[str] = ()) -> Path:
    """Fetch the roads in gemeenten and `AROUND_M` around them from Overpass; return the file that holds them.

    `gemeenten` is a file of boundaries, of which only those in `keep` (codes or names) count, all when it is empty.

    Raises
    ------
    InputError, InputErrors
        As `io.places.areas.read_areas` and `io.network.overpass.download_roads`; `disk_full`, `cache_unwritable`.

    """
    areas = read_areas(gemeenten)
    chosen = areas.named(keep) if keep else areas
    # Simplified outwards: a long question is refused, and a corner of a boundary tells nothing of roads.
    area = shapely.union_all(chosen.boundaries).buffer(AROUND_M + _SIMPLER_M).simplify(_SIMPLER_M)
    folder = cache_folder() / "overpass"
    with disk_faults(folder):
        folder.mkdir(parents=True, exist_ok=True)
    url = addresses_in_use().overpass.addresses[0]
    roads = download_roads(area, overpass_url=url, cache=folder / "antwoorden").roads
    target = folder / f"wegen-{hashlib.sha256(area.wkb).hexdigest()[:12]}.npz"
    with disk_faults(folder), tempfile.TemporaryDirectory(dir=folder) as name:
        write_archive(roads, Path(name) / target.name, source=RoadSource.OSM)
        (Path(name) / target.name).replace(target)
    return target


def locate_addresses(addresses: Sequence[str]) -> tuple[Located | InputError, ...]:
    """Return the place of each address, or its own fault.

    Raises
    ------
    InputError
        When the service cannot be asked.

    """
    with open_client(cache_folder()) as client:
        return geocode_all(addresses, client, addresses_in_use().locatieserver)
