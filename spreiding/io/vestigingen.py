"""Branches from GeoJSON, CSV or the libraries in an OpenStreetMap file."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Final, TypeVar

from spreiding.domain import Huisvesting, Option, Package, Vestigingstype
from spreiding.errors import InputError, raise_together
from spreiding.io.areas import gemeente_code, is_geojson
from spreiding.io.crs import RD, WGS84, coordinate_fault, transform
from spreiding.io.delimited import parse_number, read_csv
from spreiding.io.geojson import read_geojson
from spreiding.io.osm import Library
from spreiding.supply import Site, slug, unique_id

COORDINATE_COLUMNS: Final = {("x_rd", "y_rd"): RD, ("lon", "lat"): WGS84}
HOURS_PER_WEEK: Final = 168.0
_UNKNOWN: Final = ("", "onbekend")
_TRUTH: Final = {"ja": True, "true": True, "1": True, "nee": False, "false": False, "0": False} | dict.fromkeys(
    _UNKNOWN, False
)

_Word = TypeVar("_Word", bound=StrEnum)


@dataclass(frozen=True)
class _Row:
    """One branch as its file gives it; `x`, `y` are None where it gives no usable point."""

    number: int
    values: Mapping[str, object]
    x: float | None
    y: float | None

    def text(self, column: str) -> str:
        """Return a value as text without blanks around it; empty when there is none."""
        value = self.values.get(column)
        return "" if value is None else str(value).strip()


@dataclass
class _Faults:
    """The faults of one file as they are found."""

    file: str
    found: list[InputError] = field(default_factory=list)

    def word(self, row: _Row, column: str, words: type[_Word]) -> _Word | None:
        """Return a word of a closed list; None when it is empty or 'onbekend'."""
        return self._word(row, column, row.text(column).lower(), words)

    def words(self, row: _Row, column: str, words: type[_Word]) -> tuple[_Word, ...]:
        """Return several words of a closed list: a JSON list, or text with a semicolon or bar between them."""
        value = row.values.get(column)
        parts = value if isinstance(value, list) else row.text(column).replace("|", ";").split(";")
        found = (self._word(row, column, str(part).strip().lower(), words) for part in parts)
        return tuple(word for word in found if word is not None)

    def truth(self, row: _Row, column: str) -> bool:
        """Return ja or nee; empty is nee."""
        text = row.text(column).lower()
        if text not in _TRUTH:
            self._unknown(row, column, text, known=("ja", "nee"))
        return _TRUTH.get(text, False)

    def hours(self, row: _Row, column: str) -> float | None:
        """Return hours per week; None when unknown."""
        text = row.text(column)
        if text.lower() in _UNKNOWN:
            return None
        hours = parse_number(row.values.get(column))
        if hours is None or not 0 <= hours <= HOURS_PER_WEEK:
            self.found.append(InputError("bad_hours", file=self.file, row=row.number, column=column, value=text))
            return None
        return hours

    def _word(self, row: _Row, column: str, text: str, words: type[_Word]) -> _Word | None:
        if text in _UNKNOWN:
            return None
        if text not in list(words):
            self._unknown(row, column, text, known=words)
            return None
        return words(text)

    def _unknown(self, row: _Row, column: str, value: str, *, known: Iterable[str]) -> None:
        self.found.append(
            InputError(
                "unknown_value", file=self.file, row=row.number, column=column, value=value, known=", ".join(known)
            )
        )


def read_vestigingen(path: Path) -> tuple[Site, ...]:
    """Read today's branches from GeoJSON or CSV; coordinates become EPSG:28992 [m].

    Only `naam` and a point are mandatory. A given `id` is kept as a slug, else it is made of name and place.

    Raises
    ------
    InputError, InputErrors
        A wrong file, or all faults of all rows together.

    """
    if not path.is_file():
        raise InputError("file_not_found", file=path)
    rows, crs = _geojson_rows(path) if is_geojson(path) else _csv_rows(path)
    if not rows:
        raise InputError("empty_vestigingen", file=path.name)
    faults = _Faults(path.name)
    _check_ids(rows, faults)
    sites: list[Site] = []
    taken = {slug(row.text("id")) for row in rows if row.text("id")}
    for row in rows:
        site = _site(row, crs, faults, taken=taken)
        if site is not None:
            sites.append(site)
            taken.add(site.id)
    raise_together(faults.found)
    return tuple(sites)


def sites_from_libraries(libraries: Iterable[Library]) -> tuple[Site, ...]:
    """Turn libraries of OpenStreetMap into branches of unknown class; one without a name gets that of its street."""
    return tuple(
        Site(
            id=library.id,
            name=library.tags.get("name") or _name_from_address(library.tags),
            place=library.tags.get("addr:city", ""),
            x_m=library.x_m,
            y_m=library.y_m,
            today=Option(type=None),
            organisation=library.tags.get("operator"),
            herkomst="OpenStreetMap",
        )
        for library in libraries
    )


def _name_from_address(tags: Mapping[str, str]) -> str:
    return f"Bibliotheek {tags.get('addr:street') or tags.get('addr:city') or ''}".strip()


def _geojson_rows(path: Path) -> tuple[list[_Row], str]:
    collection = read_geojson(path)
    rows: list[_Row] = []
    for number, feature in enumerate(collection.features, start=1):
        point = feature.geometry if feature.geometry is not None and feature.geometry.geom_type == "Point" else None
        x, y = (None, None) if point is None else point.coords[0][:2]
        rows.append(_Row(number, feature.properties, x, y))
    return rows, collection.crs


def _csv_rows(path: Path) -> tuple[list[_Row], str]:
    table = read_csv(path)
    pairs = [pair for pair in COORDINATE_COLUMNS if set(pair) <= set(table.columns)]
    faults = [] if "naam" in table.columns else [InputError("missing_column", file=path.name, columns="naam")]
    faults += [] if pairs else [InputError("missing_coordinates", file=path.name)]
    raise_together(faults)
    x, y = pairs[0]
    rows = [
        _Row(number, values, parse_number(values[x]), parse_number(values[y]))
        for number, values in enumerate(table.rows, start=1)
    ]
    return rows, COORDINATE_COLUMNS[pairs[0]]


def _check_ids(rows: Iterable[_Row], faults: _Faults) -> None:
    counts = Counter(slug(row.text("id")) for row in rows if row.text("id"))
    for site_id, count in counts.items():
        if count > 1:
            faults.found.append(InputError("duplicate_id", file=faults.file, id=site_id, n_rows=count))


def _site(row: _Row, crs: str, faults: _Faults, *, taken: set[str]) -> Site | None:
    name, place = row.text("naam"), row.text("plaats")
    option = Option(
        type=faults.word(row, "klasse", Vestigingstype),
        huisvesting=faults.word(row, "huisvesting", Huisvesting),
        package=faults.word(row, "pakket", Package) or Package.GEEN,
        open_plus=faults.truth(row, "open_plus"),
    )
    hours = faults.hours(row, "bemande_uren")
    allowed_huisvesting = faults.words(row, "huisvestingsvormen", Huisvesting)
    if not name:
        faults.found.append(InputError("site_without_name", file=faults.file, row=row.number))
    point = _point(row, crs, faults)
    if not name or point is None:
        return None
    return Site(
        id=slug(row.text("id")) if row.text("id") else unique_id(slug(f"{name} {place}"), taken),
        name=name,
        place=place,
        gemeente=gemeente_code(row.text("gemeentecode")) or None,
        x_m=point[0],
        y_m=point[1],
        today=option,
        allowed_huisvesting=allowed_huisvesting,
        organisation=row.text("organisatie") or None,
        building=row.text("gebouw") or None,
        staffed_hours=hours,
        herkomst=row.text("herkomst"),
    )


def _point(row: _Row, crs: str, faults: _Faults) -> tuple[float, float] | None:
    """Return the point in EPSG:28992 [m]; None with a fault noted when it cannot be right."""
    name = row.text("naam") or str(row.number)
    if row.x is None or row.y is None:
        faults.found.append(InputError("site_without_point", file=faults.file, row=row.number, name=name))
        return None
    fault = coordinate_fault(row.x, row.y, crs=crs, file=faults.file, name=name)
    if fault is not None:
        faults.found.append(fault)
        return None
    x_m, y_m = transform([row.x], [row.y], source=crs)
    return float(x_m[0]), float(y_m[0])
