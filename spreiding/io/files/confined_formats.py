"""Readers of vector files, to be run in a confined process only."""

import json
import re
import sqlite3
import sys
from collections.abc import Iterable, Mapping
from contextlib import closing
from typing import Any, Final

MAX_LAYERS: Final = 200
# The whole country has some 3.5 million squares of 100 m, inhabited or not.
MAX_ROWS: Final = 5_000_000

# The one driver of GDAL that may open a file of this format, and how.
_DRIVERS: Final = {"gpkg": "GPKG", "shp": "ESRI Shapefile", "fgb": "FlatGeobuf"}
# Immutable: SQLite writes nothing beside the file.
_OPEN_OPTIONS: Final[Mapping[str, Mapping[str, str]]] = {"gpkg": {"IMMUTABLE": "YES", "LIST_ALL_TABLES": "NO"}}
# pyogrio imports these when it finds them, which takes half a second; reading needs none of them.
_NOT_NEEDED: Final = ("pandas", "geopandas", "shapely", "pyproj")
# What a GeoPackage is made of. Any other virtual table runs the code of a module when the database is opened.
_HARMLESS_SQL: Final = re.compile(
    r'create (table|(unique )?index|trigger|view|virtual table ("[^"]*"|\w+) using rtree\()', re.IGNORECASE
)
# GDAL's words for: this layer names no coordinate system.
_UNDEFINED_CRS: Final = ('["Undefined ', '["Unknown ')


class Refusal(Exception):  # noqa: N818 - it says no, it did not fail
    """The file is not read; `kind` says why, in the words of `confined`."""

    def __init__(self, kind: str, reason: str = "") -> None:
        super().__init__(kind, reason)
        self.kind = kind
        self.reason = reason


class GdalFile:
    """A GeoPackage, shapefile or FlatGeobuf."""

    def __init__(self, source: str, file_format: str, max_bytes: int) -> None:
        for package in _NOT_NEEDED:
            sys.modules[package] = None  # type: ignore[assignment]
        import pyogrio  # noqa: PLC0415 - only this reader needs it
        from pyogrio._ogr import _register_drivers  # noqa: PLC0415 - GDAL reads GDAL_SKIP when it registers

        skipped = ",".join(name for name in pyogrio.list_drivers() if name != _DRIVERS[file_format])
        pyogrio.set_gdal_config_options({"GDAL_SKIP": skipped})
        _register_drivers()
        if list(pyogrio.list_drivers()) != [_DRIVERS[file_format]]:
            raise RuntimeError(pyogrio.list_drivers())
        self._pyogrio = pyogrio
        self._source = source
        self._format = file_format
        self._max_bytes = max_bytes
        self._options = _OPEN_OPTIONS.get(file_format, {})

    def layers(self) -> list[dict[str, object]]:
        """List every layer with its columns, rows and kind of geometry."""
        if self._format == "gpkg":
            names = _tables(self._source)
        else:
            names = [str(name) for name in self._pyogrio.list_layers(self._source)[:, 0]]
            if not names:
                raise Refusal("unreadable", "its one layer is not there")
        return [self._layer(name) for name in names]

    def read(self, question: Mapping[str, Any], target: str) -> dict[str, object]:
        """Write the asked columns and geometries to `target`."""
        with self._pyogrio.raw.open_arrow(
            self._source,
            layer=question["layer"],
            columns=question["columns"],
            bbox=tuple(question["bounds"]) if question["bounds"] else None,  # JSON has no tuples
            use_pyarrow=True,
            **self._options,
        ) as (meta, batches):
            write_arrow(batches, batches.schema, target, max_bytes=self._max_bytes)
            geometry = meta["geometry_name"] or "wkb_geometry"
            crs = str(meta["crs"] or "")
            return {
                "geometry": geometry if geometry in batches.schema.names else "",
                "crs": "" if any(word in crs for word in _UNDEFINED_CRS) else crs,
            }

    def _layer(self, name: str) -> dict[str, object]:
        info = self._pyogrio.read_info(self._source, layer=name, force_feature_count=True, **self._options)
        columns = [str(column) for column in info["fields"]]
        kinds = [str(info["geometry_type"])] if info["geometry_type"] else []
        return {"name": name, "columns": columns, "n_rows": int(info["features"]), "geometry": kinds}


def _tables(source: str) -> list[str]:
    """List the tables of a GeoPackage, after a look at what else the database would do when it is read."""
    with closing(sqlite3.connect(f"file:{source}?mode=ro&immutable=1", uri=True)) as database:
        for name, sql in database.execute("select name, sql from sqlite_master where sql is not null"):
            if not _HARMLESS_SQL.match(str(sql)):
                raise Refusal("unsafe", str(name))
        query = "select table_name from gpkg_contents where data_type in ('features', 'attributes') order by rowid"
        names = [str(name) for (name,) in database.execute(query)]
    if len(names) > MAX_LAYERS:
        raise Refusal("too_many_layers", str(len(names)))
    return names


class ParquetFile:
    """A Parquet file; with the metadata of GeoParquet it has geometries."""

    def __init__(self, source: str, _file_format: str, max_bytes: int) -> None:
        import pyarrow as pa  # noqa: PLC0415 - only this reader needs it
        import pyarrow.parquet  # noqa: PLC0415

        self._pa = pa
        self._open = pyarrow.parquet.ParquetFile
        self._source = source
        self._max_bytes = max_bytes

    def layers(self) -> list[dict[str, object]]:
        """List the one layer; a nested column holds no cells, so nobody can ask for it."""
        with self._open(self._source) as file:
            geometry, _, kinds = _geo_column(file.schema_arrow.metadata)
            is_nested = self._pa.types.is_nested
            columns = [
                field.name for field in file.schema_arrow if field.name != geometry and not is_nested(field.type)
            ]
            return [{"name": "", "columns": columns, "n_rows": file.metadata.num_rows, "geometry": kinds}]

    def read(self, question: Mapping[str, Any], target: str) -> dict[str, object]:
        """Write the asked columns and geometries to `target`."""
        with self._open(self._source) as file:
            geometry, crs, _ = _geo_column(file.schema_arrow.metadata)
            wanted = [*question["columns"], *([geometry] if geometry else [])]
            schema = self._pa.schema([field for field in file.schema_arrow if field.name in wanted])
            batches = file.iter_batches(columns=wanted)
            write_arrow(batches, schema, target, max_bytes=self._max_bytes)
        return {"geometry": geometry, "crs": crs}


def _geo_column(metadata: Mapping[bytes, bytes] | None) -> tuple[str, str, list[str]]:
    """Return the geometry column, its system (OGC:CRS84 when the file names none) and its kinds of geometry."""
    if metadata is None or b"geo" not in metadata:
        return "", "", []
    file = json.loads(metadata[b"geo"])
    column = file["primary_column"]
    about = file["columns"][column]
    if about["encoding"] != "WKB":
        raise Refusal("encoding", about["encoding"])
    crs = about.get("crs", "OGC:CRS84")
    kinds = about.get("geometry_types") or ["Unknown"]
    return column, json.dumps(crs) if isinstance(crs, dict) else crs or "", kinds


def write_arrow(batches: Iterable[Any], schema: Any, target: str, *, max_bytes: int) -> None:  # noqa: ANN401 - untyped
    """Write record batches to a file; refuse when they grow beyond `max_bytes`."""
    import pyarrow as pa  # noqa: PLC0415 - a spreadsheet needs none

    n_bytes = n_rows = 0
    with pa.OSFile(target, "wb") as sink, pa.ipc.new_file(sink, schema) as writer:
        for batch in batches:
            n_bytes += batch.nbytes
            n_rows += batch.num_rows
            if n_bytes > max_bytes:
                raise Refusal("too_large")
            # Rows of nothing take no bytes here, but they would in who reads them.
            if n_rows > MAX_ROWS:
                raise Refusal("too_many_rows")
            writer.write_batch(batch)
