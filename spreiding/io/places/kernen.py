"""Kernen from a table, point file or OpenStreetMap, and the candidate sites in their midst."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from scipy.spatial import KDTree

from spreiding.demand import FloatArray, Kern
from spreiding.errors import InputError, raise_together
from spreiding.io.files.crs import Reading
from spreiding.io.network.osm_places import Place
from spreiding.io.people.population import Population
from spreiding.io.places.areas import Areas
from spreiding.io.places.columns import TableKind
from spreiding.io.places.points import PointM, has_point, read_points
from spreiding.io.places.rows import Cells, Row, read_rows
from spreiding.io.places.spots import read_code
from spreiding.region import FileRemark, RemarkKind
from spreiding.supply import Site, slug, unique_id

# Digits, with or without a sign between the thousands.
_POPULATION: Final = re.compile(r"[0-9]+|[0-9]{1,3}(?:[., ][0-9]{3})+")


# As far as people of a village live from its middle. Our choice, for settlements of which nobody tells the size.
AROUND_M: Final = 1500.0


@dataclass(frozen=True)
class KernFile:
    """The kernen of a file, and what is remarkable in it."""

    kernen: tuple[Kern, ...]
    remarks: tuple[FileRemark, ...] = ()


@dataclass(frozen=True)
class _Found:
    """A kern whose id and gemeente may still be wanting; the point is EPSG:28992 [m]."""

    name: str
    gemeente: str
    x_m: float
    y_m: float
    inwoners: float


def read_kern_file(path: Path, *, areas: Areas | None = None, reading: Reading = Reading.AS_GIVEN) -> KernFile:
    """Read kernen and what is remarkable in their file; a kern without a gemeente code gets it from `areas`.

    One outside all `areas` is left out and counted. An id is made of the name, and of the gemeente code where several
    kernen share a name.

    Raises
    ------
    InputError, InputErrors
        A wrong file, or all faults of all rows together; without `areas` a missing gemeente code is one.

    """
    known = areas if areas is not None and areas.gemeenten else None
    found, remarks = _read(path, is_code_needed=known is None, reading=reading)
    kernen, n_outside = _attribute(found, known)
    return KernFile(kernen, (*remarks, *_remarks(RemarkKind.OUTSIDE_BOUNDARIES, n_outside)))


def check_kern_file(path: Path, *, reading: Reading = Reading.AS_GIVEN) -> tuple[FileRemark, ...]:
    """Read all rows and return what is remarkable in them; which gemeente they lie in is not asked yet.

    Raises
    ------
    InputError, InputErrors
        A wrong file, or all faults of all rows together.

    """
    return _read(path, is_code_needed=False, reading=reading)[1]


def kernen_from_places(places: Iterable[Place], areas: Areas, population: Population | None = None) -> KernFile:
    """Turn the settlements of OpenStreetMap into kernen; where it gives no population, the people around are counted.

    That is an estimate: everybody of `population` counts for the settlement nearest to them, within `AROUND_M`. Such
    kernen are counted in a remark; those outside all `areas` are left out and counted.
    """
    settlements = [place for place in places if place.kind == "kern" and place.tags.get("name")]
    around = _count_around(settlements, population)
    told = [_population(place.tags.get("population", "")) for place in settlements]
    found = [
        _Found(place.tags["name"], "", place.x_m, place.y_m, estimate if inwoners is None else inwoners)
        for place, inwoners, estimate in zip(settlements, told, around.tolist(), strict=True)
    ]
    kernen, n_outside = _attribute(found, areas)
    n_estimated = sum(inwoners is None for inwoners in told)
    estimated = _remarks(RemarkKind.ESTIMATED_INWONERS, n_estimated)
    return KernFile(kernen, (*estimated, *_remarks(RemarkKind.OUTSIDE_BOUNDARIES, n_outside)))


def candidates_from_kernen(kernen: Iterable[Kern]) -> tuple[Site, ...]:
    """Make a candidate site in the middle of every kern: all classes allowed, nothing known of a building."""
    return tuple(
        Site(
            id=f"kern-{kern.id}",
            name=kern.name,
            place=kern.name,
            gemeente=kern.gemeente,
            x_m=kern.x_m,
            y_m=kern.y_m,
            herkomst="midden van de kern",
        )
        for kern in kernen
    )


def _read(path: Path, *, is_code_needed: bool, reading: Reading) -> tuple[list[_Found], tuple[FileRemark, ...]]:
    read = read_rows(path, TableKind.KERNEN)
    if not read.rows:
        raise InputError("empty_kernen", file=path.name)
    if is_code_needed and not any(row.text("gemeentecode") for row in read.rows):
        raise InputError("missing_column", file=path.name, columns="gemeentecode")
    cells = Cells.of(path.name, TableKind.KERNEN)
    points = read_points(read.rows, cells, reading=reading)
    rows = zip(read.rows, points, strict=True)
    found = [_kern(row, point, cells, is_code_needed=is_code_needed) for row, point in rows]
    raise_together(cells.faults)
    return [each for each in found if each is not None], read.remarks


def _kern(row: Row, point: PointM | None, cells: Cells, *, is_code_needed: bool) -> _Found | None:
    """Return what a row says of a kern; None with its faults noted."""
    name, n_before = cells.text(row, "naam"), len(cells.faults)
    code = read_code(row, cells) or ""
    file, label = cells.file, row.text("naam") or str(row.number)
    if is_code_needed and not code and len(cells.faults) == n_before:
        cells.faults.append(InputError("kern_without_gemeente", file=file, row=row.number, name=label))
    if not name:
        cells.faults.append(InputError("site_without_name", file=file, row=row.number))
    if not has_point(row):
        cells.faults.append(InputError("site_without_point", file=file, row=row.number, name=label))
    n_faults = len(cells.faults)
    inwoners = cells.number(row, "inwoners")
    if inwoners is None and len(cells.faults) == n_faults:
        cells.faults.append(InputError("kern_without_inwoners", file=file, row=row.number, name=label))
    if not name or point is None or inwoners is None:
        return None
    return _Found(name, code, *point, inwoners)


def _attribute(found: Sequence[_Found], areas: Areas | None) -> tuple[tuple[Kern, ...], int]:
    """Return the kernen with a gemeente, by code or by boundary, and how many have none."""
    codes = [each.gemeente for each in found]
    if areas is not None and found:
        holder = areas.find(np.array([each.x_m for each in found]), np.array([each.y_m for each in found]))
        by_boundary = [areas.gemeenten[index].code if index >= 0 else "" for index in holder]
        codes = [code or other for code, other in zip(codes, by_boundary, strict=True)]
    inside = [(each, code) for each, code in zip(found, codes, strict=True) if code]
    names = Counter(slug(each.name) for each, _ in inside)
    kernen: dict[str, Kern] = {}
    for each, code in inside:
        own = slug(each.name)
        kern_id = unique_id(own if names[own] == 1 else slug(f"{each.name} {code}"), kernen)
        kernen[kern_id] = Kern(
            id=kern_id, name=each.name, gemeente=code, x_m=each.x_m, y_m=each.y_m, inwoners=each.inwoners
        )
    return tuple(kernen.values()), len(found) - len(inside)


def _count_around(places: Sequence[Place], population: Population | None) -> FloatArray:
    """Count the people [persons] to whom each place is the nearest one, at most `AROUND_M` away."""
    if population is None or not places:
        return np.zeros(len(places))
    lived_in = population.keep(population.inwoners > 0)
    tree = KDTree(np.array([(place.x_m, place.y_m) for place in places]))
    squares = np.column_stack([lived_in.x_m, lived_in.y_m])
    distance_m, nearest = (np.atleast_1d(part) for part in tree.query(squares, distance_upper_bound=AROUND_M))
    is_near = np.isfinite(distance_m)
    counts = np.bincount(nearest[is_near], weights=lived_in.inwoners[is_near], minlength=len(places))
    return np.asarray(counts, dtype=np.float64)


def _population(tag: str) -> float | None:
    """Return the inhabitants of a tag; None when it holds anything but one number."""
    text = tag.strip()
    return float(re.sub(r"[., ]", "", text)) if _POPULATION.fullmatch(text) else None


def _remarks(kind: RemarkKind, n_rows: int) -> tuple[FileRemark, ...]:
    return (FileRemark(kind, {"n_rows": n_rows}),) if n_rows else ()
