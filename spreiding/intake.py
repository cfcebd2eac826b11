"""The use cases of data: what a file is, which role it has in a region, other branches in a region."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Final, Protocol

from spreiding.components import count_unserved
from spreiding.domain import Modality, fingerprint
from spreiding.io.files.crs import Reading
from spreiding.io.inputs import RegionInputs
from spreiding.io.inspect import FileReport, Soort, inspect_file, inspect_filled
from spreiding.io.places.areas import Areas
from spreiding.io.places.attribution import coordinates, locate_sites
from spreiding.io.places.kandidaten import read_candidate_file
from spreiding.io.places.kernen import check_kern_file
from spreiding.io.places.schools import SchoolFile, read_school_file
from spreiding.io.places.spots import Locate
from spreiding.io.places.vestigingen import SiteFile, read_site_file
from spreiding.io.places.voorzieningen import VoorzieningFile, read_voorziening_file
from spreiding.io.store import lock_arrays
from spreiding.network import project
from spreiding.quality import count_far
from spreiding.region import Bron, FileRemark, Manifest, Region
from spreiding.supply import Site, unique_id

__all__ = ["FileReport", "Locate", "Reading", "SiteFile", "describe_file"]


class Role(StrEnum):
    """What a file is for in a region; the names of the sources of a region."""

    INWONERS = "inwoners"
    WEGEN = "wegen"
    AANVULLING = "aanvulling"
    TOTALEN = "totalen"
    GEMEENTEN = "gemeenten"
    VESTIGINGEN = "vestigingen"
    KANDIDATEN = "kandidaten"
    KERNEN = "kernen"
    VOORZIENINGEN = "voorzieningen"
    SCHOLEN = "scholen"
    PROGNOSE = "prognose"


NEEDED: Final = (Role.INWONERS, Role.WEGEN)

# Kinds of files by the role they can have, the best for it first; a file gets the first role that is still free.
_SUITED: Final[Mapping[Role, tuple[str, ...]]] = {
    Role.INWONERS: ("cbs100", "cbs500", "eurostat1km", "pc4", "eigen", "buurten", "wijken"),
    Role.AANVULLING: ("cbs500",),
    Role.TOTALEN: ("buurten", "wijken", "gemeenten"),
    Role.GEMEENTEN: ("gebieden", "gemeenten", "buurten"),
    Role.WEGEN: ("wegen",),
    Role.VESTIGINGEN: ("vestigingen",),
    Role.KANDIDATEN: ("kandidaten", "vestigingen"),
    Role.KERNEN: ("kernen",),
    Role.VOORZIENINGEN: ("voorzieningen",),
    Role.SCHOLEN: ("scholen",),
    Role.PROGNOSE: ("prognose",),
}

PlaceFile = SiteFile | VoorzieningFile | SchoolFile


class _ReadPlaces(Protocol):
    """Reads a file of places."""

    def __call__(self, path: Path, *, reading: Reading, locate: Locate | None) -> PlaceFile:
        """Read `path`."""


_READERS: Final[Mapping[Role, _ReadPlaces]] = {
    Role.VESTIGINGEN: read_site_file,
    Role.KANDIDATEN: read_candidate_file,
    Role.VOORZIENINGEN: read_voorziening_file,
    Role.SCHOLEN: read_school_file,
}
# Roles of files whose places are read and told as soon as they are chosen.
PLACE_ROLES: Final = frozenset(_READERS)


def describe_file(path: Path, fill: Path | None = None) -> FileReport:
    """Tell what an input file is and what it holds; with squares of 500 m in `fill` also whom it leaves out.

    Raises
    ------
    InputError
        As `io.inspect.inspect_file` and `io.inspect.inspect_filled`.

    """
    return inspect_file(path) if fill is None else inspect_filled(path, fill)


def check_places(path: Path, kind: Soort, *, reading: Reading = Reading.AS_GIVEN) -> tuple[FileRemark, ...]:
    """Read all rows of places, branches to schools, and return what is remarkable; nothing for other files.

    Raises
    ------
    InputError, InputErrors
        All faults of all rows together.

    """
    match kind:
        case Soort.VESTIGINGEN:
            return read_site_file(path, reading=reading).remarks
        case Soort.KANDIDATEN:
            return read_candidate_file(path, reading=reading).remarks
        case Soort.KERNEN:
            return check_kern_file(path, reading=reading)
        case Soort.VOORZIENINGEN:
            return read_voorziening_file(path, reading=reading).remarks
        case Soort.SCHOLEN:
            return read_school_file(path, reading=reading).remarks
        case _:
            return ()


def suggest_roles(kinds: Iterable[str]) -> tuple[Role | None, ...]:
    """Suggest a role for each of several files by their kinds; each role once, None when none is left."""
    given = tuple(kinds)
    found: dict[int, Role] = {}
    for role, suited in _SUITED.items():
        free = [index for index, kind in enumerate(given) if kind in suited and index not in found]
        if free:
            found[min(free, key=lambda index: suited.index(given[index]))] = role
    return tuple(found.get(index) for index in range(len(given)))


def inputs_for(name: str, files: Mapping[Role, Path], *, reading: Reading = Reading.AS_GIVEN) -> RegionInputs:
    """Return the inputs of a region from files by role; `NEEDED` are there.

    `reading` is how the user reads the coordinates of places.
    """
    return RegionInputs(
        name=name,
        population=files[Role.INWONERS],
        roads=files[Role.WEGEN],
        fill=files.get(Role.AANVULLING),
        totals=files.get(Role.TOTALEN),
        gemeenten=files.get(Role.GEMEENTEN),
        vestigingen=str(files[Role.VESTIGINGEN]) if Role.VESTIGINGEN in files else None,
        kandidaten=files.get(Role.KANDIDATEN),
        kernen=files.get(Role.KERNEN),
        voorzieningen=files.get(Role.VOORZIENINGEN),
        scholen=files.get(Role.SCHOLEN),
        prognose=files.get(Role.PROGNOSE),
        reading=reading,
    )


def read_places(
    path: Path, role: Role, *, reading: Reading = Reading.AS_GIVEN, locate: Locate | None = None
) -> PlaceFile:
    """Read places of one of `PLACE_ROLES`, their coordinates as the user reads them; `locate` finds addresses.

    Raises
    ------
    InputError, InputErrors
        As the reader of places in that role.

    """
    return _READERS[role](path, reading=reading, locate=locate)


def with_sites(region: Region, sites: tuple[Site, ...], role: Role, *, name: str, path: Path) -> Region:
    """Return a new region called `name`: `sites` in place of today's branches, or beside them as candidates.

    `path` is the file that they were read from, for the list of sources.

    Raises
    ------
    InputError, InputErrors
        `site_outside_region` for every site far from everybody.

    """
    areas = Areas(region.gemeenten, tuple(region.areas[gemeente.code] for gemeente in region.gemeenten))
    located = locate_sites(sites, areas, region.squares.x_m, region.squares.y_m)
    complete = _join(region, located, role)
    x_m, y_m = coordinates(complete)
    footing = {modality: project(network, x_m, y_m) for modality, network in region.networks.items()}
    standing = region.standing_on(complete, footing)
    update = {
        "name": name,
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
        "bronnen": _with_bron(region, role, path, n_rows=len(sites)),
        "fingerprint": fingerprint(region.manifest.fingerprint, role, *(site.model_dump_json() for site in complete)),
    }
    changed = replace(standing, manifest=_counted(standing).model_copy(update=update))
    lock_arrays(changed)
    return changed


def _counted(region: Region) -> Manifest:
    """Return the manifest with who stands where counted anew: other sites may lead people to other roads."""
    n_far, inwoners_far = count_far(region.demand, region.demand_footing[Modality.AUTO])
    components = {
        modality: count_unserved(
            known,
            region.networks[modality],
            demand=region.demand,
            footing=region.demand_footing[modality],
            sites=region.site_footing[modality],
        )
        for modality, known in region.manifest.components.items()
    }
    return region.manifest.model_copy(
        update={"components": components, "n_far_from_road": n_far, "inwoners_far_from_road": inwoners_far}
    )


def _join(region: Region, sites: tuple[Site, ...], role: Role) -> tuple[Site, ...]:
    """Return today's branches replaced by `sites`, or all sites with `sites` as candidates behind them."""
    if role is Role.VESTIGINGEN:
        taken = {site.id for site in sites}
        return sites + tuple(site for site in region.sites if site.today is None and site.id not in taken)
    joined = list(region.sites)
    for site in sites:
        free = unique_id(site.id, (known.id for known in joined))
        joined.append(site.model_copy(update={"id": free, "today": None}))
    return tuple(joined)


def _with_bron(region: Region, role: Role, path: Path, *, n_rows: int) -> tuple[Bron, ...]:
    """Return the sources with this file in its role; candidates stand beside those that were there."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    own = Bron(role=role, file=path.name, sha256=digest, n_rows=n_rows)
    others = (bron for bron in region.manifest.bronnen if role is Role.KANDIDATEN or bron.role != role)
    return (*others, own)
