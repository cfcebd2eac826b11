"""What is this file, and what does it hold?"""

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Final

import numpy as np

from spreiding.domain import Frozen, Voorzieningsvorm
from spreiding.errors import InputError
from spreiding.io.files.crs import RD, WGS84
from spreiding.io.files.delimited import parse_number
from spreiding.io.files.vector import Layer, VectorFile, open_vector
from spreiding.io.network.road_lines import find_road_layer
from spreiding.io.network.roads import is_roads_file, read_roads
from spreiding.io.people.cbs import CBS_100, CBS_500, MOST_WHEN_MISSING
from spreiding.io.people.completion import check_fill, compare_squares
from spreiding.io.people.facts import has_facts
from spreiding.io.people.forecasts import count_forecast_rows, is_forecast_table
from spreiding.io.people.own_population import GRIDS, OWN, find_own, read_own, read_population
from spreiding.io.people.population import check_thousands, find_column
from spreiding.io.people.squares import find_grid, read_grid
from spreiding.io.places.areas import find_area_layer
from spreiding.io.places.columns import (
    CANDIDATE_COLUMNS,
    COLUMNS,
    KERN_COLUMNS,
    SCHOOL_COLUMNS,
    SITE_COLUMNS,
    VOORZIENING_COLUMNS,
    TableKind,
    match_columns,
    plain_name,
)


class Soort(StrEnum):
    """Kinds of input files."""

    CBS100 = "cbs100"
    CBS500 = "cbs500"
    EUROSTAT1KM = "eurostat1km"
    BUURTEN = "buurten"
    WIJKEN = "wijken"
    GEMEENTEN = "gemeenten"
    PC4 = "pc4"
    EIGEN = "eigen"
    WEGEN = "wegen"
    VESTIGINGEN = "vestigingen"
    KANDIDATEN = "kandidaten"
    GEBIEDEN = "gebieden"
    KERNEN = "kernen"
    VOORZIENINGEN = "voorzieningen"
    SCHOLEN = "scholen"
    PROGNOSE = "prognose"
    ONBEKEND = "onbekend"


class FileReport(Frozen):
    """What an input file holds, in the names of the command line.

    `n_rijen` counts rows, of roads the segments that somebody may use. `inwoners` [persons] is None where the
    file has none; `n_ontbrekend` counts the rows without a known number, and `inwoners_hoogstens` [persons] what there
    are when each of these holds the most it can (CBS squares only: 0–4). `crs` is None where the file has none.
    """

    bestand: str
    soort: Soort
    n_rijen: int = 0
    inwoners: float | None = None
    inwoners_hoogstens: float | None = None
    n_ontbrekend: int = 0
    crs: str | None = None


class FilledReport(FileReport):
    """Squares of 100 m beside those of 500 m: `inwoners_aangevuld` [persons] live there after reconciliation.

    `inwoners_toegevoegd` of them are in no square of 100 m, as a share `aandeel_geschat` [0–1]; `inwoners_bijgesteld`
    [persons] are scaled in or out of the squares, and `n_te_hoog` squares of 500 m hold fewer persons than the squares
    in them, by more than rounding explains.
    """

    aanvulling: str
    inwoners_aangevuld: float
    inwoners_toegevoegd: float
    inwoners_bijgesteld: float
    aandeel_geschat: float
    n_te_hoog: int


def inspect_file(path: Path) -> FileReport:
    """Tell what `path` is, from its content.

    Raises
    ------
    InputError
        `file_not_found`, `thousands_point`, or the fault of a file of a known kind that cannot be read.

    """
    if not path.is_file():
        raise InputError("file_not_found", file=path)
    if is_roads_file(path):
        data = read_roads(path)
        return FileReport(bestand=path.name, soort=Soort.WEGEN, n_rijen=data.roads.tail.size, crs=data.crs)
    try:
        with open_vector(path) as file:
            return _inspect(file)
    except InputError as error:
        if error.kind != "wrong_file_type":
            raise
        n_rows = count_forecast_rows(path)
        return FileReport(bestand=path.name, soort=Soort.PROGNOSE if n_rows else Soort.ONBEKEND, n_rijen=n_rows)


def inspect_filled(path: Path, fill: Path) -> FilledReport:
    """Tell what squares of 100 m hold, and what they hold after reconciliation with squares of 500 m.

    Raises
    ------
    InputError
        As `inspect_file`, `fill_needs_squares`, or a fault of either file.

    """
    report = inspect_file(path)
    population, coarse = read_population(path), read_population(fill)
    check_fill(population, coarse, file=path.name, fill_file=fill.name)
    found = compare_squares(population, coarse)
    return FilledReport(
        **report.model_dump(),
        aanvulling=fill.name,
        inwoners_aangevuld=found.inwoners,
        inwoners_toegevoegd=found.added,
        inwoners_bijgesteld=found.rounded,
        aandeel_geschat=found.added / found.inwoners if found.inwoners > 0 else 0.0,
        n_te_hoog=found.n_excess,
    )


def _inspect(file: VectorFile) -> FileReport:
    found = (recognise(file) for recognise in _RECOGNISERS)
    unknown = FileReport(bestand=file.name, soort=Soort.ONBEKEND, n_rijen=sum(each.n_rows for each in file.layers))
    return next((report for report in found if report is not None), unknown)


def _squares(file: VectorFile) -> FileReport | None:
    found = find_grid(file.layers, GRIDS)
    if found is None:
        return None
    layer, grid = found
    column = find_column(layer.columns, grid.inwoners_columns)
    if column is None:
        return None
    # What a region would refuse is told here already.
    read_grid(file, layer, grid)
    report = _with_inwoners(file, layer, Soort(grid.source), column)
    if grid not in (CBS_100, CBS_500) or report.inwoners is None:
        return report
    most = report.inwoners + MOST_WHEN_MISSING * report.n_ontbrekend
    return report.model_copy(update={"inwoners_hoogstens": most})


def _people(file: VectorFile) -> FileReport | None:
    """Areas with inhabitants, and points that have no name: a place with a name is a kern."""
    found = find_own(file.layers)
    if found is None or (found.source == OWN and _is_named_point(found.layer)):
        return None
    # As for squares.
    read_own(file, found)
    return _with_inwoners(file, found.layer, Soort(found.source), found.inwoners_columns[0])


def _is_named_point(layer: Layer) -> bool:
    return "Polygon" not in layer.geometry and "naam" in match_columns(layer.columns, KERN_COLUMNS)


def _boundaries(file: VectorFile) -> FileReport | None:
    found = find_area_layer(file.layers)
    if found is None or "Polygon" not in found[0].geometry:
        return None
    layer, columns = found
    crs = file.read(layer.name, columns=columns).crs
    return FileReport(bestand=file.name, soort=Soort.GEBIEDEN, n_rijen=layer.n_rows, crs=crs)


def _road_lines(file: VectorFile) -> FileReport | None:
    found = find_road_layer(file.layers)
    if found is None:
        return None
    layer, column = found
    crs = file.read(layer.name, columns=(column,)).crs
    return FileReport(bestand=file.name, soort=Soort.WEGEN, n_rijen=layer.n_rows, crs=crs)


def _forecast(file: VectorFile) -> FileReport | None:
    layer = next((each for each in file.layers if is_forecast_table(each.columns)), None)
    return None if layer is None else FileReport(bestand=file.name, soort=Soort.PROGNOSE, n_rijen=layer.n_rows)


def _facts(file: VectorFile) -> FileReport | None:
    """Facts per gemeente without boundaries: totals to compare with."""
    if not has_facts(file.layers) or any(layer.geometry for layer in file.layers):
        return None
    n_rows = sum(layer.n_rows for layer in file.layers)
    return FileReport(bestand=file.name, soort=Soort.GEMEENTEN, n_rijen=n_rows)


def _places(file: VectorFile) -> FileReport | None:
    """Places, branches to schools: points, or rows of a table with coordinates or an address."""
    for layer in file.layers:
        sites, kernen = match_columns(layer.columns, SITE_COLUMNS), match_columns(layer.columns, KERN_COLUMNS)
        pairs = ((("x_rd", "y_rd"), RD), (("lon", "lat"), WGS84))
        crs = next((crs for pair, crs in pairs if sites.keys() >= set(pair)), None)
        if layer.geometry == "Point":
            crs = file.read(layer.name, columns=()).crs
        elif layer.geometry:
            continue
        if "inwoners" in kernen and "naam" in kernen and crs is not None:
            return _with_inwoners(file, layer, Soort.KERNEN, kernen["inwoners"]).model_copy(update={"crs": crs})
        kind = _place_kind(file, layer)
        # Each kind has words of its own for a name: a school has a schoolnaam, a bus a halte.
        if "naam" in match_columns(layer.columns, COLUMNS[kind]) and (crs is not None or "adres" in sites):
            return FileReport(bestand=file.name, soort=Soort(kind), n_rijen=layer.n_rows, crs=crs)
    return None


def _place_kind(file: VectorFile, layer: Layer) -> TableKind:
    """Tell places apart by the columns that only one kind of them has; nothing of the kind makes them branches."""
    if "klasse" in match_columns(layer.columns, SITE_COLUMNS):
        return TableKind.VESTIGINGEN
    if "toegestane_klassen" in match_columns(layer.columns, CANDIDATE_COLUMNS):
        return TableKind.KANDIDATEN
    if _has_forms(file, layer):
        return TableKind.VOORZIENINGEN
    if not _ONLY_OF_SCHOOLS.isdisjoint(match_columns(layer.columns, SCHOOL_COLUMNS)):
        return TableKind.SCHOLEN
    return TableKind.VESTIGINGEN


def _has_forms(file: VectorFile, layer: Layer) -> bool:
    """Whether a column is called `vorm`, or tells by another name of a form of voorziening: 'soort' says much."""
    header = match_columns(layer.columns, VOORZIENING_COLUMNS).get("vorm")
    if header is None or plain_name(header) == "vorm":
        return header is not None
    cells = file.read(layer.name, columns=(header,)).columns[header].tolist()
    return any(str(cell).strip().lower() in set(Voorzieningsvorm) for cell in cells)


_ONLY_OF_SCHOOLS: Final = frozenset({"leerlingen", "ikc", "dbos"})
_RECOGNISERS: Final[tuple[Callable[[VectorFile], FileReport | None], ...]] = (
    _squares,
    _people,
    _boundaries,
    _road_lines,
    _forecast,
    _places,
    _facts,
)


def _with_inwoners(file: VectorFile, layer: Layer, soort: Soort, column: str) -> FileReport:
    """Count rows and inhabitants; text, NaN and every negative code count as missing."""
    table = file.read(layer.name, columns=(column,))
    check_thousands(table.columns[column], file=file.name, column=column)
    values = table.columns[column].tolist()
    counts = np.array([np.nan if (number := parse_number(v)) is None else number for v in values], dtype=np.float64)
    known = counts >= 0
    return FileReport(
        bestand=file.name,
        soort=soort,
        n_rijen=counts.size,
        inwoners=float(counts[known].sum()),
        n_ontbrekend=int((~known).sum()),
        crs=table.crs or None,
    )
