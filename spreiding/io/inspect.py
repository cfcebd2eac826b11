"""What is this file, and what does it hold?"""

from enum import StrEnum
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from spreiding.domain import Frozen
from spreiding.errors import InputError
from spreiding.io.areas import find_area_columns, find_area_layer, is_geojson
from spreiding.io.cbs import CBS_100, CBS_500
from spreiding.io.delimited import parse_number, read_csv
from spreiding.io.eurostat import EUROSTAT_1KM
from spreiding.io.geojson import read_geojson
from spreiding.io.geopackage import is_geopackage, list_layers, read_table
from spreiding.io.kernen import INWONERS_COLUMN as KERN_INWONERS_COLUMN
from spreiding.io.roads import is_roads_file, read_roads
from spreiding.io.vestigingen import COORDINATE_COLUMNS


class Soort(StrEnum):
    """Kinds of input files."""

    CBS100 = "cbs100"
    CBS500 = "cbs500"
    EUROSTAT1KM = "eurostat1km"
    BUURTEN = "buurten"
    PC4 = "pc4"
    WEGEN = "wegen"
    VESTIGINGEN = "vestigingen"
    GEBIEDEN = "gebieden"
    KERNEN = "kernen"
    ONBEKEND = "onbekend"


class FileReport(Frozen):
    """What an input file holds, in the names of the command line.

    `n_rijen` counts rows, of roads the segments that somebody may use. `inwoners` [persons] is None where the
    file has none; `n_ontbrekend` counts the rows without a known number. `crs` is None where the file has none.
    """

    bestand: str
    soort: Soort
    n_rijen: int = 0
    inwoners: float | None = None
    n_ontbrekend: int = 0
    crs: str | None = None


# Columns that tell a layer with inhabitants, the first match counts: column, kind, column of inhabitants.
_WITH_INWONERS: Final = (
    *((grid.id_column, Soort(grid.source), grid.inwoners_column) for grid in (CBS_100, CBS_500, EUROSTAT_1KM)),
    ("buurtcode", Soort.BUURTEN, "aantal_inwoners"),
    ("postcode", Soort.PC4, "inwoners"),
    ("postcode4", Soort.PC4, "aantal_inwoners"),
)


def inspect_file(path: Path) -> FileReport:
    """Tell what `path` is, from its content.

    Raises
    ------
    InputError
        `file_not_found`, or the fault of a file of a known kind that cannot be read.

    """
    if not path.is_file():
        raise InputError("file_not_found", file=path)
    if is_geopackage(path):
        return _inspect_geopackage(path)
    if is_roads_file(path):
        return _inspect_roads(path)
    if is_geojson(path):
        return _inspect_geojson(path)
    if path.suffix.lower() == ".csv":
        return _inspect_csv(path)
    return FileReport(bestand=path.name, soort=Soort.ONBEKEND)


def _inspect_geopackage(path: Path) -> FileReport:
    layers = list_layers(path)
    for id_column, soort, inwoners_column in _WITH_INWONERS:
        for layer in layers:
            if {id_column, inwoners_column} <= set(layer.columns):
                table = read_table(path, layer.name, columns=(inwoners_column,))
                return _with_inwoners(path, soort, table.columns[inwoners_column], crs=table.crs)
    found = find_area_layer(layers)
    if found is not None:
        layer, columns = found
        crs = read_table(path, layer.name, columns=columns).crs
        return FileReport(bestand=path.name, soort=Soort.GEBIEDEN, n_rijen=layer.n_rows, crs=crs)
    return FileReport(bestand=path.name, soort=Soort.ONBEKEND, n_rijen=sum(layer.n_rows for layer in layers))


def _with_inwoners(path: Path, soort: Soort, values: NDArray[np.generic], *, crs: str) -> FileReport:
    """Count rows and inhabitants; text, NaN and every negative code count as missing."""
    counts = np.array([np.nan if (number := parse_number(v)) is None else number for v in values.tolist()])
    known = counts >= 0
    return FileReport(
        bestand=path.name,
        soort=soort,
        n_rijen=counts.size,
        inwoners=float(counts[known].sum()),
        n_ontbrekend=int((~known).sum()),
        crs=crs,
    )


def _inspect_roads(path: Path) -> FileReport:
    data = read_roads(path)
    return FileReport(bestand=path.name, soort=Soort.WEGEN, n_rijen=data.roads.tail.size, crs=data.crs)


def _inspect_geojson(path: Path) -> FileReport:
    try:
        collection = read_geojson(path)
    except InputError as error:
        if error.kind != "wrong_file_type":
            raise
        return FileReport(bestand=path.name, soort=Soort.ONBEKEND)
    names = set[str]().union(*(feature.properties for feature in collection.features))
    shapes = {feature.geometry.geom_type for feature in collection.features if feature.geometry is not None}
    soort = Soort.ONBEKEND
    if "naam" in names and shapes == {"Point"}:
        soort = Soort.VESTIGINGEN
    elif find_area_columns(names) is not None and shapes and shapes <= {"Polygon", "MultiPolygon"}:
        soort = Soort.GEBIEDEN
    return FileReport(bestand=path.name, soort=soort, n_rijen=len(collection.features), crs=collection.crs)


def _inspect_csv(path: Path) -> FileReport:
    table = read_csv(path)
    crs = next((crs for pair, crs in COORDINATE_COLUMNS.items() if set(pair) <= set(table.columns)), None)
    n_rows = len(table.rows)
    if crs is None or "naam" not in table.columns:
        return FileReport(bestand=path.name, soort=Soort.ONBEKEND, n_rijen=n_rows)
    if KERN_INWONERS_COLUMN in table.columns:
        counts = np.array([row[KERN_INWONERS_COLUMN] for row in table.rows], dtype=object)
        return _with_inwoners(path, Soort.KERNEN, counts, crs=crs)
    return FileReport(bestand=path.name, soort=Soort.VESTIGINGEN, n_rijen=n_rows, crs=crs)
