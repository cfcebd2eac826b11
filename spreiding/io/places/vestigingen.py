"""Branches from a table or point file, or from the libraries of OpenStreetMap."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from spreiding.domain import HOURS_PER_WEEK, Huisvesting, Kernfunctie, Option, Package, SiteFact, Vestigingstype
from spreiding.errors import InputError, raise_together
from spreiding.io.files.crs import Reading
from spreiding.io.network.osm_places import Place
from spreiding.io.places.columns import FUNCTION_NAMES, NOTE_COLUMNS, TableKind
from spreiding.io.places.doubles import keep_one_each
from spreiding.io.places.rows import Cells, Row, read_rows
from spreiding.io.places.spots import Locate, Spot, read_spots
from spreiding.region import FileRemark, RemarkKind
from spreiding.supply import Site

# Hours are written to the quarter or so; a minute is no contradiction.
_SAME_HOURS: Final = 0.02


@dataclass(frozen=True)
class SiteFile:
    """The branches or candidates of a file, and what is remarkable in it."""

    sites: tuple[Site, ...]
    remarks: tuple[FileRemark, ...] = ()

    @property
    def names(self) -> list[str]:
        """What they are called."""
        return [site.name for site in self.sites]


@dataclass(frozen=True)
class _Hours:
    """Hours per week of a branch; None is unknown."""

    professional: float | None
    volunteer: float | None
    staffed: float | None
    unstaffed: float | None


def read_vestigingen(
    path: Path, *, reading: Reading = Reading.AS_GIVEN, locate: Locate | None = None
) -> tuple[Site, ...]:
    """Read today's branches; coordinates become EPSG:28992 [m].

    Raises
    ------
    InputError, InputErrors
        As `read_site_file`.

    """
    return read_site_file(path, reading=reading, locate=locate).sites


def read_site_file(path: Path, *, reading: Reading = Reading.AS_GIVEN, locate: Locate | None = None) -> SiteFile:
    """Read today's branches and what is remarkable in their file; coordinates become EPSG:28992 [m].

    Only `naam` and a point are mandatory. `reading` is how the user reads the coordinates, `locate` finds the rows that
    have an address and no point.

    Raises
    ------
    InputError, InputErrors
        A wrong file, or all faults of all rows together.

    """
    read = read_rows(path, TableKind.VESTIGINGEN)
    if not read.rows:
        raise InputError("empty_vestigingen", file=path.name)
    cells = Cells.of(path.name, TableKind.VESTIGINGEN)
    spots, remarks = read_spots(read.rows, cells, reading=reading, locate=locate)
    sites = [_site(row, spots.get(index), cells) for index, row in enumerate(read.rows)]
    raise_together(cells.faults)
    found = tuple(site for site in sites if site is not None)
    return SiteFile(found, (*read.remarks, *remarks, *_hours_remarks(found)))


def sites_from_libraries(places: Iterable[Place]) -> tuple[Site, ...]:
    """Turn libraries of OpenStreetMap into branches of unknown class; one without a name gets that of its street."""
    return tuple(
        Site(
            id=place.id,
            name=place.tags.get("name") or _name_from_address(place.tags),
            place=place.tags.get("addr:city", ""),
            x_m=place.x_m,
            y_m=place.y_m,
            today=Option(type=None),
            organisation=place.tags.get("operator"),
            herkomst="OpenStreetMap",
        )
        for place in keep_one_each(places)
        if place.kind == "library"
    )


def _name_from_address(tags: Mapping[str, str]) -> str:
    return f"Bibliotheek {tags.get('addr:street') or tags.get('addr:city') or ''}".strip()


def _site(row: Row, spot: Spot | None, cells: Cells) -> Site | None:
    """Return a branch; None where its row has no spot. The faults of all its cells are noted either way."""
    option = Option(
        type=cells.word(row, "klasse", Vestigingstype),
        huisvesting=cells.word(row, "huisvesting", Huisvesting),
        package=cells.word(row, "pakket", Package) or Package.GEEN,
        open_plus=cells.truth(row, "open_plus") or False,
    )
    hours = _read_hours(row, cells)
    allowed = tuple(Huisvesting(form) for form in cells.words(row, "huisvestingsvormen"))
    functions = cells.words(row, "kernfuncties", also=FUNCTION_NAMES)
    answers = {name: cells.truth(row, name) for name in ("collectie", "ido", "taalhuis")}
    floor_m2 = cells.number(row, "vloeroppervlak_m2")
    notes = {name: text for name in NOTE_COLUMNS if (text := cells.text(row, name))}
    assumed = _read_assumed(row, cells)
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
        today=option,
        allowed_huisvesting=allowed,
        organisation=cells.text(row, "organisatie") or None,
        building=cells.text(row, "gebouw") or None,
        staffed_hours=hours.staffed,
        professional_hours=hours.professional,
        volunteer_hours=hours.volunteer,
        unstaffed_hours=hours.unstaffed,
        floor_m2=floor_m2,
        kernfuncties=frozenset(Kernfunctie(int(each)) for each in functions) or None,
        has_collection=answers["collectie"],
        has_ido=answers["ido"],
        has_taalhuis=answers["taalhuis"],
        notes=notes,
        assumed=assumed,
        herkomst=spot.herkomst,
    )


def _read_hours(row: Row, cells: Cells) -> _Hours:
    """Return the hours of a branch; the sum is that of both kinds of staff when only they are given."""
    names = ("uren_beroepskrachten", "uren_vrijwilligers", "bemande_uren", "onbemande_uren")
    professional, volunteer, staffed, unstaffed = (cells.number(row, name) for name in names)
    total = None if professional is None or volunteer is None else professional + volunteer
    part = total if total is not None else max(professional or 0.0, volunteer or 0.0)
    is_equal = staffed is None or (abs(staffed - part) <= _SAME_HOURS if total is not None else part <= staffed)
    name = row.text("naam")
    if not is_equal:
        cells.faults.append(
            InputError(
                "contradicting_hours",
                file=cells.file,
                row=row.number,
                name=name,
                staffed=f"{staffed:g}",
                parts=f"{part:g}",
            )
        )
    staffed = total if staffed is None else staffed
    week = (staffed if staffed is not None else part) + (unstaffed or 0.0)
    if is_equal and week > HOURS_PER_WEEK:
        cells.faults.append(
            InputError(
                "too_many_hours",
                file=cells.file,
                row=row.number,
                name=name,
                hours=f"{week:g}",
                maximum=f"{HOURS_PER_WEEK:g}",
            )
        )
        staffed = None
    return _Hours(professional, volunteer, staffed, unstaffed)


def _read_assumed(row: Row, cells: Cells) -> frozenset[SiteFact]:
    """Return the facts that are told to be assumptions; that of the class may have a column of its own."""
    assumed = frozenset(SiteFact(word) for word in cells.words(row, "aannames"))
    is_class_assumed = cells.truth(row, "klasse_is_aanname")
    if is_class_assumed:
        return assumed | {SiteFact.KLASSE}
    if is_class_assumed is False and SiteFact.KLASSE in assumed:
        cells.faults.append(
            InputError("contradicting_assumption", file=cells.file, row=row.number, name=row.text("naam"))
        )
    return assumed


def _hours_remarks(sites: Iterable[Site]) -> list[FileRemark]:
    """Tell of branches with the hours of one kind of staff only: the other may be nought or unknown."""
    names = [
        site.name
        for site in sites
        if site.staffed_hours is None and (site.professional_hours is not None or site.volunteer_hours is not None)
    ]
    return [FileRemark(RemarkKind.STAFFED_UNKNOWN, {"names": ", ".join(names), "n_rows": len(names)})] if names else []
