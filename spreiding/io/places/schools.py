"""Schools from a file of one's own, or from OpenStreetMap."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from spreiding.errors import InputError, raise_together
from spreiding.io.files.crs import Reading
from spreiding.io.network.osm_places import Place
from spreiding.io.places.columns import TableKind
from spreiding.io.places.doubles import drop_nameless, keep_one_each
from spreiding.io.places.rows import Cells, Row, read_rows
from spreiding.io.places.spots import Locate, Spot, read_spots
from spreiding.region import FileRemark
from spreiding.voorzieningen import School


@dataclass(frozen=True)
class SchoolFile:
    """The schools of a file, and what is remarkable in it."""

    schools: tuple[School, ...]
    remarks: tuple[FileRemark, ...] = ()

    @property
    def names(self) -> list[str]:
        """What they are called."""
        return [school.name for school in self.schools]


def read_school_file(path: Path, *, reading: Reading = Reading.AS_GIVEN, locate: Locate | None = None) -> SchoolFile:
    """Read schools; coordinates become EPSG:28992 [m].

    Only `naam` and a point are mandatory. `reading` is how the user reads the coordinates, `locate` finds the rows that
    have an address and no point.

    Raises
    ------
    InputError, InputErrors
        A wrong file, or all faults of all rows together.

    """
    read = read_rows(path, TableKind.SCHOLEN)
    if not read.rows:
        raise InputError("empty_scholen", file=path.name)
    cells = Cells.of(path.name, TableKind.SCHOLEN)
    spots, remarks = read_spots(read.rows, cells, reading=reading, locate=locate)
    found = [_school(row, spots.get(index), cells) for index, row in enumerate(read.rows)]
    raise_together(cells.faults)
    return SchoolFile(tuple(each for each in found if each is not None), (*read.remarks, *remarks))


def schools_from_places(places: Iterable[Place]) -> tuple[School, ...]:
    """Turn the schools of OpenStreetMap into schools of which neither pupils nor dBos is known.

    A place drawn twice is one school, and so is a nameless building beside a school. Two names at one address stay two
    schools, unlike candidates: a dBos serves the pupils of its own school only.
    """
    schools = [place for place in places if place.kind == "school"]
    return tuple(
        School(
            id=place.id,
            name=place.tags.get("name") or _name_from_address(place.tags),
            place=place.tags.get("addr:city", ""),
            x_m=place.x_m,
            y_m=place.y_m,
            herkomst="OpenStreetMap: school",
        )
        for place in drop_nameless(keep_one_each(schools))
    )


def _name_from_address(tags: Mapping[str, str]) -> str:
    return f"School {tags.get('addr:street') or tags.get('addr:city') or ''}".strip()


def _school(row: Row, spot: Spot | None, cells: Cells) -> School | None:
    """Return a school; None where its row has no spot. The faults of all its cells are noted either way."""
    pupils = cells.whole(row, "leerlingen")
    is_ikc, has_dbos = cells.truth(row, "ikc"), cells.truth(row, "dbos")
    if spot is None:
        return None
    return School(
        id=spot.id,
        name=spot.name,
        place=spot.place,
        gemeente=spot.gemeente,
        x_m=spot.x_m,
        y_m=spot.y_m,
        pupils=pupils,
        is_ikc=is_ikc,
        has_dbos=has_dbos,
        herkomst=spot.herkomst,
    )
