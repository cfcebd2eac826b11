"""GeoPackages: which layers and columns they hold, and the columns that a reader asks for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray

from spreiding.errors import InputError
from spreiding.io.crs import crs_name

_SQLITE_HEADER: Final = b"SQLite format 3\x00"
# Application id of a GeoPackage at byte 68; GP10 and GP11 are the names of its first two versions.
_APPLICATION_IDS: Final = (b"GPKG", b"GP10", b"GP11")


@dataclass(frozen=True)
class Layer:
    """A layer of a GeoPackage: its name, columns and number of rows."""

    name: str
    columns: tuple[str, ...]
    n_rows: int


@dataclass(frozen=True)
class Table:
    """Columns of a layer, its geometries and the name of its coordinate system."""

    columns: Mapping[str, NDArray[np.generic]]
    geometry: NDArray[np.object_]
    crs: str


def is_geopackage(path: Path) -> bool:
    """Whether the first bytes are those of a GeoPackage; a name alone says nothing."""
    with path.open("rb") as file:
        start = file.read(72)
    return start.startswith(_SQLITE_HEADER) and start[68:72] in _APPLICATION_IDS


def list_layers(path: Path) -> tuple[Layer, ...]:
    """List the layers of a GeoPackage.

    Raises
    ------
    InputError
        `file_not_found`, `wrong_file_type` or `unreadable_file`.

    """
    check_geopackage(path)
    import pyogrio  # noqa: PLC0415 - it brings pandas and GDAL, which opening a prepared region does not need

    try:
        names = [str(name) for name in pyogrio.list_layers(path)[:, 0]]
        infos = [pyogrio.read_info(path, layer=name, force_feature_count=True) for name in names]
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError) as error:
        raise InputError("unreadable_file", file=path.name, reason=str(error)) from error
    return tuple(
        Layer(name, tuple(str(field) for field in info["fields"]), int(info["features"]))
        for name, info in zip(names, infos, strict=True)
    )


def read_table(path: Path, layer: str, *, columns: Iterable[str]) -> Table:
    """Read `columns` and the geometries of a layer.

    Raises
    ------
    InputError
        `unreadable_file`, `missing_crs` or `unknown_crs`.

    """
    import pyogrio  # noqa: PLC0415 - as above

    try:
        meta, _, geometry, values = pyogrio.raw.read(path, layer=layer, columns=list(columns))
        shapes = shapely.from_wkb(geometry) if geometry is not None else np.empty(0, dtype=object)
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, shapely.errors.GEOSException) as error:
        raise InputError("unreadable_file", file=path.name, reason=str(error)) from error
    found = dict(zip((str(field) for field in meta["fields"]), values, strict=True))
    return Table(found, np.asarray(shapes, dtype=object), crs_name(meta["crs"], file=path.name))


def check_geopackage(path: Path) -> None:
    """Raise `file_not_found` or `wrong_file_type` unless `path` is a GeoPackage.

    Raises
    ------
    InputError
        As said.

    """
    if not path.is_file():
        raise InputError("file_not_found", file=path)
    if not is_geopackage(path):
        raise InputError("wrong_file_type", file=path.name, expected="GeoPackage")
