"""The input files of a region: which they are, and what they hash to."""

import hashlib
from pathlib import Path
from typing import Final

from spreiding.domain import Frozen, fingerprint
from spreiding.errors import InputError, raise_together
from spreiding.io.files.crs import Reading
from spreiding.io.network.osm_tags import DRIVEN_SHARE_OF_LIMIT
from spreiding.io.people.placement import SCATTERED_CLASSES, SMALLEST_SPREAD_M, SPACING_M
from spreiding.io.store import FORMAT_VERSION
from spreiding.network import MIN_COMPONENT_SHARE
from spreiding.reconcile import MOST_PER_NEW_SQUARE, ROUNDING
from spreiding.region import KERN_REACH_M
from spreiding.tables import FERRY_WAIT_MIN, ROAD_CLASSES, WALK_KMH

# In place of a file: what the file of roads holds.
FROM_OSM: Final = "osm"

# What shapes a prepared region beside its files; another value asks for another preparation.
_SETTINGS: Final = (
    ROAD_CLASSES,
    FERRY_WAIT_MIN,
    WALK_KMH,
    DRIVEN_SHARE_OF_LIMIT,
    SMALLEST_SPREAD_M,
    SPACING_M,
    SCATTERED_CLASSES,
    ROUNDING,
    MOST_PER_NEW_SQUARE,
    MIN_COMPONENT_SHARE,
    KERN_REACH_M,
)


class RegionInputs(Frozen):
    """The files of a region; four of them may be 'osm': the places in the file of roads.

    These are `vestigingen`, `kandidaten`, `kernen` and `scholen`. `reading` is how the user reads the coordinates of
    all places. `fill` holds coarser squares and `totals` areas with inhabitants that tell whom
    `population` leaves out; only the gemeenten in `keep` (codes or names) stay, all when it is empty.
    """

    name: str
    population: Path
    roads: Path
    fill: Path | None = None
    totals: Path | None = None
    gemeenten: Path | None = None
    keep: tuple[str, ...] = ()
    vestigingen: str | None = None
    kandidaten: Path | None = None
    kernen: Path | None = None
    voorzieningen: Path | None = None
    scholen: Path | None = None
    prognose: Path | None = None
    is_example: bool = False
    reading: Reading = Reading.AS_GIVEN

    @property
    def files(self) -> dict[str, Path]:
        """The files by role."""
        given = {
            "inwoners": self.population,
            "wegen": self.roads,
            "aanvulling": self.fill,
            "totalen": self.totals,
            "gemeenten": self.gemeenten,
            "kandidaten": self.kandidaten,
            "kernen": self.kernen,
            "voorzieningen": self.voorzieningen,
            "scholen": self.scholen,
            "prognose": self.prognose,
            "vestigingen": None if self.vestigingen is None else Path(self.vestigingen),
        }
        may_be_osm = {"vestigingen", "kandidaten", "kernen", "scholen"}
        return {
            role: self.roads if path == Path(FROM_OSM) and role in may_be_osm else path
            for role, path in given.items()
            if path is not None
        }


def file_hashes(inputs: RegionInputs) -> dict[str, str]:
    """SHA-256 of every file, by role.

    Raises
    ------
    InputError, InputErrors
        `file_not_found` for every file that is not there.

    """
    raise_together(InputError("file_not_found", file=path) for path in inputs.files.values() if not path.is_file())
    hashes = {}
    for role, path in inputs.files.items():
        with path.open("rb") as file:
            hashes[role] = hashlib.file_digest(file, "sha256").hexdigest()
    return hashes


def inputs_fingerprint(inputs: RegionInputs) -> str:
    """Hash the contents of all input files, the format version and the settings that shape a region.

    Raises
    ------
    InputError, InputErrors
        `file_not_found` for every file that is not there.

    """
    hashes = (part for role, digest in sorted(file_hashes(inputs).items()) for part in (role, digest))
    kept = ",".join(sorted(inputs.keep))
    choices = (inputs.name, str(inputs.is_example), kept, inputs.reading)
    return fingerprint(str(FORMAT_VERSION), repr(_SETTINGS), *choices, *hashes)
