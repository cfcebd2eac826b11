"""What branches and candidates share: an id, a name and a point, given or found by the address."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from spreiding.errors import InputError
from spreiding.io.files.crs import Reading
from spreiding.io.places.areas import gemeente_code
from spreiding.io.places.points import PointM, has_point, read_points
from spreiding.io.places.rows import COORDINATE_COLUMNS, Cells, Row
from spreiding.region import FileRemark, RemarkKind
from spreiding.supply import slug, unique_id

if TYPE_CHECKING:
    from spreiding.io.online.geocoding import Located

# Places of addresses, or for each the fault why it has none.
Locate = Callable[[Sequence[str]], Sequence["Located | InputError"]]

_CODE: Final = re.compile("GM[0-9]{4}")
# What a branch whose point was found by its address says of it.
LOCATED_HERKOMST: Final = "adres: PDOK Locatieserver"


@dataclass(frozen=True)
class Spot:
    """Where a row of branches or candidates stands [EPSG:28992, m], and what it is called."""

    id: str
    name: str
    place: str
    address: str
    gemeente: str | None
    x_m: float
    y_m: float
    herkomst: str


def read_spots(
    rows: Sequence[Row], cells: Cells, *, reading: Reading, locate: Locate | None
) -> tuple[dict[int, Spot], tuple[FileRemark, ...]]:
    """Return the spot of each row by its position, as far as it has one; faults go to `cells`.

    A given `id` is kept as a slug, else it is made of name and place. `locate` finds the rows that have an address
    and no point; without it such a row is a fault.
    """
    _check_ids(rows, cells)
    points = read_points(rows, cells, reading=reading)
    located = _located(rows, cells, locate=locate)
    taken = {slug(row.text("id")) for row in rows if row.text("id")}
    spots: dict[int, Spot] = {}
    for index, row in enumerate(rows):
        name = cells.text(row, "naam")
        if not row.text("naam"):
            cells.faults.append(InputError("site_without_name", file=cells.file, row=row.number))
        point = points[index] or located.get(index)
        if name and point is not None:
            spot = _spot(row, cells, point, taken=taken, is_located=index in located)
            taken.add(spot.id)
            spots[index] = spot
    remarks = (FileRemark(RemarkKind.LOCATED, {"n_rows": len(located)}),) if located else ()
    return spots, remarks


def _spot(row: Row, cells: Cells, point: PointM, *, taken: Iterable[str], is_located: bool) -> Spot:
    name, place = cells.text(row, "naam"), cells.text(row, "plaats")
    herkomst = [text for text in (cells.text(row, "herkomst"), LOCATED_HERKOMST if is_located else "") if text]
    return Spot(
        id=slug(row.text("id")) if row.text("id") else unique_id(slug(f"{name} {place}"), taken),
        name=name,
        place=place,
        address=_address(row),
        gemeente=read_code(row, cells),
        x_m=point[0],
        y_m=point[1],
        herkomst="; ".join(herkomst),
    )


def read_code(row: Row, cells: Cells) -> str | None:
    """Return the code of a gemeente as GM1731; None when it is not given, or with a fault when it is none."""
    text = cells.known(row, "gemeentecode").upper().replace(" ", "")
    code = gemeente_code(text)
    if code and not _CODE.fullmatch(code):
        cells.faults.append(
            InputError("bad_gemeentecode", file=cells.file, row=row.number, name=row.text("naam"), value=text)
        )
        return None
    return code or None


def _address(row: Row) -> str:
    """Return street and postcode as one text."""
    return ", ".join(text for text in (row.text("adres"), row.text("postcode")) if text)


def _has_address_only(row: Row) -> bool:
    """Whether a row has an address and nothing where its coordinates stand."""
    is_empty = row.geometry is None and not any(row.text(column) for pair in COORDINATE_COLUMNS for column in pair)
    return is_empty and bool(_address(row))


def _check_ids(rows: Iterable[Row], cells: Cells) -> None:
    counts = Counter(slug(row.text("id")) for row in rows if row.text("id"))
    cells.faults += [
        InputError("duplicate_id", file=cells.file, id=site_id, n_rows=count)
        for site_id, count in counts.items()
        if count > 1
    ]


def _located(rows: Sequence[Row], cells: Cells, *, locate: Locate | None) -> dict[int, PointM]:
    """Return the points of the rows that have an address only, by position; note the rows that have no point at all."""
    wanted = [index for index, row in enumerate(rows) if _has_address_only(row)]
    for index, row in enumerate(rows):
        name = row.text("naam") or str(row.number)
        if index in wanted and locate is None:
            address = _address(row)
            cells.faults.append(
                InputError("site_with_address_only", file=cells.file, row=row.number, name=name, address=address)
            )
        elif index not in wanted and not has_point(row):
            cells.faults.append(InputError("site_without_point", file=cells.file, row=row.number, name=name))
    if locate is None or not wanted:
        return {}
    points: dict[int, PointM] = {}
    for index, found in zip(wanted, locate([_question(rows[index]) for index in wanted]), strict=True):
        if isinstance(found, InputError):
            cells.faults.append(found)
        else:
            points[index] = (found.x_m, found.y_m)
    return points


def _question(row: Row) -> str:
    return f"{_address(row)} {row.text('plaats') or row.text('gemeente')}".strip()
