"""Points of rows in EPSG:28992: as the file gives them, or as its user says they are meant."""

from collections.abc import Sequence

from spreiding.errors import InputError
from spreiding.io.files.crs import Reading, apply_reading, check_reading, coordinate_fault, transform
from spreiding.io.places.rows import Cells, Row

PointM = tuple[float, float]


def read_points(rows: Sequence[Row], cells: Cells, *, reading: Reading = Reading.AS_GIVEN) -> list[PointM | None]:
    """Return the point of each row [EPSG:28992, m]; None where it has none, or one that cannot be right.

    When most points of the file ask for another reading, that is one question; else each wrong point is a fault.
    """
    given = [row.coordinates for row in rows]
    usable = [(x, y, crs) for x, y, crs in given if x is not None and y is not None]
    misread: set[str] = set()
    if reading is Reading.AS_GIVEN:
        for system in dict.fromkeys(crs for *_, crs in usable):
            x_given, y_given = zip(*((x, y) for x, y, crs in usable if crs == system), strict=True)
            try:
                check_reading(x_given, y_given, crs=system, file=cells.file)
            except InputError as question:
                cells.faults.append(question)
                misread.add(system)
    return [
        None if x is None or y is None or crs in misread else _to_rd(x, y, crs, row=row, cells=cells, reading=reading)
        for row, (x, y, crs) in zip(rows, given, strict=True)
    ]


def has_point(row: Row) -> bool:
    """Whether a row gives coordinates that are numbers, right or wrong."""
    x, y, _ = row.coordinates
    return x is not None and y is not None


def _to_rd(x: float, y: float, crs: str, *, row: Row, cells: Cells, reading: Reading) -> PointM | None:
    east, north, meant = apply_reading([x], [y], crs=crs, reading=reading)
    name = row.text("naam") or str(row.number)
    fault = coordinate_fault(float(east[0]), float(north[0]), crs=meant, file=cells.file, name=name)
    if fault is not None:
        cells.faults.append(fault)
        return None
    x_m, y_m = transform(east, north, source=meant)
    return float(x_m[0]), float(y_m[0])
