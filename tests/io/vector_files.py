"""The same two squares in every format that `open_vector` reads, and the containers that hold them."""

import json
import sqlite3
import warnings
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pyogrio
import pyproj
import shapely
import xlsxwriter

from spreiding.io.files.crs import RD
from tests.io.files import EAST, NORTH

BOXES: Final = [shapely.box(EAST + x, NORTH, EAST + x + 100, NORTH + 100) for x in (0, 100)]
COLUMNS: Final[Mapping[str, Sequence[object]]] = {"naam": ["Één", "Twee"], "inwoners": [5, 7]}

OLD_EXCEL: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def write_gdal(
    path: Path,
    driver: str,
    *,
    shapes: Sequence[Any] = tuple(BOXES),
    crs: str | None = RD,
    geometry_type: str = "Polygon",
    encoding: str | None = None,
) -> Path:
    """Write squares through GDAL."""
    with np.errstate(invalid="ignore"):
        geometry = shapely.to_wkb(np.array(shapes, dtype=object))
    fields = [np.array(COLUMNS["naam"], dtype=object), np.array(COLUMNS["inwoners"])]
    with warnings.catch_warnings():
        # It warns of a file without a coordinate system, which is what is asked for.
        warnings.simplefilter("ignore")
        pyogrio.raw.write(
            path,
            driver=driver,
            crs=crs,
            geometry_type=geometry_type,
            geometry=geometry,
            fields=list(COLUMNS),
            field_data=fields,
            encoding=encoding,
        )
    return path


def write_geopackage(path: Path, **changes: Any) -> Path:  # noqa: ANN401 - those of `write_gdal`
    """Write squares as a GeoPackage, whatever the name."""
    made = write_gdal(path.with_name("maak.gpkg"), "GPKG", **changes)
    return made.rename(path)


def write_shapefile(path: Path, *, without: Iterable[str] = (), **changes: Any) -> Path:  # noqa: ANN401 - as above
    """Write squares as a shapefile, some of its parts left out."""
    write_gdal(path, "ESRI Shapefile", **changes)
    for suffix in without:
        path.with_suffix(suffix).unlink()
    return path


def write_parquet(path: Path, *, geo: Mapping[str, object] | None = None, **columns: Sequence[object]) -> Path:
    """Write squares as GeoParquet in EPSG:28992; `geo` changes what it says of its geometry, `columns` its columns."""
    about = {"encoding": "WKB", "geometry_types": [], "crs": pyproj.CRS(RD).to_json_dict(), **(geo or {})}
    told = {"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": about}}
    table = pa.table({**COLUMNS, "geometry": [shapely.to_wkb(box) for box in BOXES], **columns})
    pq.write_table(table.replace_schema_metadata({"geo": json.dumps(told)}), path)
    return path


def write_workbook(path: Path, *sheets: Sequence[Sequence[object]]) -> Path:
    """Write an Excel workbook of sheets."""
    with xlsxwriter.Workbook(path) as book:
        for rows in sheets:
            sheet = book.add_worksheet()
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return path


def write_opendocument(path: Path, rows: Sequence[Sequence[object]], *, prologue: str = "") -> Path:
    """Write an OpenDocument spreadsheet of texts."""
    urn = "urn:oasis:names:tc:opendocument:xmlns"
    cells = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>' for cell in row
        )
        + "</table:table-row>"
        for row in rows
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?>{prologue}<office:document-content xmlns:office="{urn}:office:1.0" '
        f'xmlns:text="{urn}:text:1.0" xmlns:table="{urn}:table:1.0"><office:body><office:spreadsheet>'
        f'<table:table table:name="Blad1">{cells}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    mime = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        f'<?xml version="1.0"?><m:manifest xmlns:m="{urn}:manifest:1.0"><m:file-entry m:full-path="/" '
        f'm:media-type="{mime}"/></m:manifest>'
    )
    return write_zip(path, {"mimetype": mime, "content.xml": content, "META-INF/manifest.xml": manifest})


def write_zip(path: Path, members: Mapping[str, bytes | str] | Iterable[tuple[Any, bytes | str]]) -> Path:
    """Write a zip of (name or ZipInfo, content)."""
    pairs = members.items() if isinstance(members, Mapping) else members
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in pairs:
            archive.writestr(name, content)
    return path


def change_member(path: Path, member: str, old: bytes, new: bytes) -> Path:
    """Replace bytes in one member of a zip."""
    with zipfile.ZipFile(path) as archive:
        contents = {name: archive.read(name) for name in archive.namelist()}
    assert old in contents[member]
    contents[member] = contents[member].replace(old, new)
    return write_zip(path, contents)


def change_bytes(path: Path, change: Callable[[bytes], bytes]) -> Path:
    """Rewrite a file."""
    path.write_bytes(change(path.read_bytes()))
    return path


def run_sql(path: Path, *statements: str) -> Path:
    """Write a GeoPackage and run statements in it."""
    write_geopackage(path)
    database = sqlite3.connect(path)
    for statement in statements:
        database.execute(statement)
    database.commit()
    database.close()
    return path


def listed_view(select: str) -> tuple[str, str]:
    """Statements that add a view to what a GeoPackage says it holds."""
    listed = "insert into gpkg_contents (table_name, data_type, identifier) values ('v', 'attributes', 'v')"
    return f"create view v as {select}", listed


def virtual_table(sql: str) -> tuple[str, ...]:
    """Statements that write a virtual table in the schema, as only a forger can."""
    quoted = sql.replace("'", "''")
    return "pragma writable_schema = 1", f"insert into sqlite_master values ('table', 'v', 'v', 0, '{quoted}')"  # noqa: S608
