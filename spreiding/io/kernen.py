"""Kernen from a CSV file, and the candidate sites in their midst."""

from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from spreiding.demand import Kern
from spreiding.errors import InputError, raise_together
from spreiding.io.areas import gemeente_code
from spreiding.io.crs import RD, coordinate_fault
from spreiding.io.delimited import parse_number, read_csv
from spreiding.supply import Site, slug, unique_id

INWONERS_COLUMN: Final = "inwoners_omgeving"
_COLUMNS: Final = ("naam", "gemeentecode", "x_rd", "y_rd", INWONERS_COLUMN)


def read_kernen(path: Path) -> tuple[Kern, ...]:
    """Read kernen: name, gemeente code, centre in EPSG:28992 [m] and inhabitants [persons].

    An id is made of the name, and of the gemeente code where several kernen share a name.

    Raises
    ------
    InputError, InputErrors
        A wrong file, a missing column, or all faults of all rows together.

    """
    table = read_csv(path)
    absent = [column for column in _COLUMNS if column not in table.columns]
    if absent:
        raise InputError("missing_column", file=path.name, columns=", ".join(absent))
    names = Counter(slug(row["naam"]) for row in table.rows)
    kernen: list[Kern] = []
    faults: list[InputError] = []
    for number, row in enumerate(table.rows, start=1):
        own = slug(row["naam"])
        wanted = own if names[own] == 1 else slug(f"{row['naam']} {row['gemeentecode']}")
        kern = _kern(row, unique_id(wanted, (kern.id for kern in kernen)), number=number, file=path.name)
        if isinstance(kern, Kern):
            kernen.append(kern)
        else:
            faults.append(kern)
    raise_together(faults)
    return tuple(kernen)


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


def _kern(row: Mapping[str, str], kern_id: str, *, number: int, file: str) -> Kern | InputError:
    name = row["naam"].strip()
    if not name:
        return InputError("site_without_name", file=file, row=number)
    x_m, y_m, inwoners = (parse_number(row[column]) for column in ("x_rd", "y_rd", INWONERS_COLUMN))
    if x_m is None or y_m is None:
        return InputError("site_without_point", file=file, row=number, name=name)
    if inwoners is None or inwoners < 0:
        return InputError("bad_inwoners", file=file, name=name, value=row[INWONERS_COLUMN])
    fault = coordinate_fault(x_m, y_m, crs=RD, file=file, name=name)
    if fault is not None:
        return fault
    code = gemeente_code(row["gemeentecode"].strip())
    return Kern(id=kern_id, name=name, gemeente=code, x_m=x_m, y_m=y_m, inwoners=inwoners)
