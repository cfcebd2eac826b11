"""Candidates from a file of one's own, and from the schools and village halls of OpenStreetMap."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final, Literal

from spreiding.domain import Huisvesting, Vestigingstype
from spreiding.errors import InputError, raise_together
from spreiding.io.files.crs import Reading
from spreiding.io.network.osm_places import Place
from spreiding.io.places.columns import TableKind
from spreiding.io.places.doubles import keep_one_each
from spreiding.io.places.rows import Cells, Row, read_rows
from spreiding.io.places.spots import Locate, Spot, read_spots
from spreiding.io.places.vestigingen import SiteFile
from spreiding.supply import Site, merge_near

# Our choice, to be changed per place: a school or village hall lends a room or a corner. The larger classes (800 m²
# and more, 28 staffed hours and more, our assumptions) ask for a building of which a library is the main user.
_SHARED_TYPES: Final = (Vestigingstype.KLEIN, Vestigingstype.SERVICEPUNT)
_HUISVESTING: Final[Mapping[str, Huisvesting]] = {
    "school": Huisvesting.SCHOOL,
    "dorpshuis": Huisvesting.DORPSHUIS,
}


def read_candidate_file(path: Path, *, reading: Reading = Reading.AS_GIVEN, locate: Locate | None = None) -> SiteFile:
    """Read places where a branch could stand, and what is remarkable in their file.

    Without `toegestane_klassen` every class is allowed; without `huisvestingsvormen` nothing is known of a building.

    Raises
    ------
    InputError, InputErrors
        A wrong file, or all faults of all rows together.

    """
    read = read_rows(path, TableKind.KANDIDATEN)
    if not read.rows:
        raise InputError("empty_kandidaten", file=path.name)
    cells = Cells.of(path.name, TableKind.KANDIDATEN)
    spots, remarks = read_spots(read.rows, cells, reading=reading, locate=locate)
    sites = [_candidate(row, spots.get(index), cells) for index, row in enumerate(read.rows)]
    raise_together(cells.faults)
    return SiteFile(tuple(site for site in sites if site is not None), (*read.remarks, *remarks))


def candidates_from_places(
    places: Iterable[Place], kind: Literal["school", "dorpshuis"], *, branches: Iterable[Site] = ()
) -> tuple[Site, ...]:
    """Turn schools or village halls into candidates for a klein or servicepunt in that building.

    One place stays of several within 50 m of each other, also of those with one name a little further apart, and none
    that near to a branch.
    """
    found = [
        Site(
            id=place.id,
            name=place.tags.get("name") or _name_from_address(place.tags, kind),
            place=place.tags.get("addr:city", ""),
            x_m=place.x_m,
            y_m=place.y_m,
            allowed_types=_SHARED_TYPES,
            allowed_huisvesting=(_HUISVESTING[kind],),
            herkomst=f"OpenStreetMap: {kind}",
        )
        for place in keep_one_each(places)
        if place.kind == kind
    ]
    return merge_near(found, branches=branches)


def _name_from_address(tags: Mapping[str, str], kind: str) -> str:
    return f"{kind.capitalize()} {tags.get('addr:street') or tags.get('addr:city') or ''}".strip()


def _candidate(row: Row, spot: Spot | None, cells: Cells) -> Site | None:
    types = tuple(Vestigingstype(word) for word in cells.words(row, "toegestane_klassen"))
    forms = tuple(Huisvesting(word) for word in cells.words(row, "huisvestingsvormen"))
    remark = cells.text(row, "opmerking")
    if spot is None:
        return None
    return Site(
        id=spot.id,
        name=spot.name,
        place=spot.place,
        address=spot.address,
        gemeente=spot.gemeente,
        x_m=spot.x_m,
        y_m=spot.y_m,
        allowed_types=types or tuple(Vestigingstype),
        allowed_huisvesting=forms,
        building=cells.text(row, "gebouw") or None,
        notes={"opmerking": remark} if remark else {},
        herkomst=spot.herkomst,
    )
