"""The use cases of the official sources: everything for an area, and the places of addresses."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from spreiding.errors import InputError
from spreiding.io.inputs import RegionInputs
from spreiding.io.online.addresses import addresses_in_use
from spreiding.io.online.connection import open_client
from spreiding.io.online.fetch import FetchProgress, OnFetch, RegionFiles, Wish, fetch_files
from spreiding.io.online.geocoding import Located, geocode_all
from spreiding.io.places.region_sites import FROM_OSM
from spreiding.io.store import check_target

__all__ = ["FetchProgress", "FetchedRegion", "Wish", "fetch_region", "locate_addresses"]


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
        prognose=None if files.prognose is None else files.prognose.path,
    )
    return FetchedRegion(inputs, files)


def locate_addresses(addresses: Sequence[str]) -> tuple[Located | InputError, ...]:
    """Return the place of each address, or its own fault.

    Raises
    ------
    InputError
        When the service cannot be asked.

    """
    with open_client(cache_folder()) as client:
        return geocode_all(addresses, client, addresses_in_use().locatieserver)
