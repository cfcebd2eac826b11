"""What kind of file is this? Its first bytes tell; a name tells nothing."""

import codecs
import re
import zipfile
from enum import StrEnum
from pathlib import Path
from typing import Final

from spreiding.errors import InputError

_START_BYTES: Final = 4096
MAX_DIRECTORY_BYTES: Final = 2**20
# The end of a zip is a record of 22 bytes and a comment of at most 65,535.
_MAX_ZIP_END_BYTES: Final = 65_557
_KNOWN: Final = "GeoPackage, shapefile, FlatGeobuf, Parquet, CSV, Excel, GeoJSON, zip"
# Application id of a GeoPackage at byte 68; GP10 and GP11 are the names of its first two versions.
_SQLITE: Final = b"SQLite format 3\x00"
_GEOPACKAGE_IDS: Final = (b"GPKG", b"GP10", b"GP11")
_OLD_EXCEL: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# XML (among it documents that make GDAL open other files) and PDF have commas too.
_OTHER_TEXTS: Final = ("<", "%PDF")
_CHUNK_BYTES: Final = 2**20


class FileFormat(StrEnum):
    """Formats of tables and vector files; EXCEL stands for every workbook."""

    GEOPACKAGE = "gpkg"
    SHAPEFILE = "shp"
    FLATGEOBUF = "fgb"
    PARQUET = "parquet"
    EXCEL = "excel"
    CSV = "csv"
    GEOJSON = "geojson"
    ZIP = "zip"


# Parts of a shapefile: what must be there, and all that are read.
SHAPEFILE_MANDATORY: Final = (".shp", ".shx", ".dbf")
SHAPEFILE_PARTS: Final = (*SHAPEFILE_MANDATORY, ".prj", ".cpg")


def recognise(path: Path, *, file: str) -> FileFormat:
    """Tell the format of `path`, which is called `file` in sentences.

    Raises
    ------
    InputError
        `file_not_found`, `not_a_file`, `no_access`, `empty_file`, `shapefile_part` or `wrong_file_type`.

    """
    start = read_start(path, file=file)
    found = _binary_format(start, path) or _text_format(start, path)
    is_part = path.suffix.lower() in SHAPEFILE_PARTS and path.suffix.lower() != ".shp"
    if is_part and found in (FileFormat.SHAPEFILE, FileFormat.CSV, None):
        raise InputError("shapefile_part", file=file)
    if found is None:
        raise InputError("wrong_file_type", file=file, expected=_KNOWN)
    return found


def read_start(path: Path, *, file: str) -> bytes:
    """Return the first bytes of a regular file that is not empty.

    Raises
    ------
    InputError
        `file_not_found`, `not_a_file`, `no_access` or `empty_file`.

    """
    try:
        if not path.exists():
            raise InputError("file_not_found", file=path)
        if not path.is_file():
            raise InputError("not_a_file", file=file)
        with path.open("rb") as opened:
            start = opened.read(_START_BYTES)
    except (OSError, ValueError) as error:
        raise InputError("no_access", file=file, reason=str(error)) from error
    if not start:
        raise InputError("empty_file", file=file)
    return start


def _binary_format(start: bytes, path: Path) -> FileFormat | None:
    if start.startswith(_SQLITE) and start[68:72] in _GEOPACKAGE_IDS:
        return FileFormat.GEOPACKAGE
    if start.startswith(b"PK") and start[2:4] in (b"\x03\x04", b"\x05\x06"):
        return FileFormat.EXCEL if _is_workbook(path) else FileFormat.ZIP
    signatures = {
        b"\x00\x00\x27\x0a": FileFormat.SHAPEFILE,
        b"fgb\x03fgb": FileFormat.FLATGEOBUF,
        b"PAR1": FileFormat.PARQUET,
        _OLD_EXCEL: FileFormat.EXCEL,
    }
    return next((found for signature, found in signatures.items() if start.startswith(signature)), None)


def _is_workbook(path: Path) -> bool:
    """Whether a zip is an Excel or OpenDocument workbook; one that cannot be listed is left to the reader of zips."""
    if not has_short_directory(path):
        return False
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False
    return any(name.startswith("xl/workbook") for name in names) or {"mimetype", "content.xml"} <= set(names)


def has_short_directory(path: Path) -> bool:
    """Whether the list of members of a zip is short enough to be read; millions of them take all memory."""
    with path.open("rb") as content:
        content.seek(max(0, path.stat().st_size - _MAX_ZIP_END_BYTES))
        _, signature, end = content.read().rpartition(b"PK\x05\x06")
    # Behind the signature: four numbers of two bytes, then the size of the list. Without it nothing can be listed.
    return not signature or int.from_bytes(end[8:12], "little") <= MAX_DIRECTORY_BYTES


def _text_format(start: bytes, path: Path) -> FileFormat | None:
    """Tell JSON from a table in text; both may begin with a byte order mark."""
    is_utf16 = start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    text = start.decode("utf-16" if is_utf16 else "utf-8-sig", errors="replace").lstrip()
    header = text.partition("\n")[0]
    if text.startswith(("{", "[")):
        return FileFormat.GEOJSON
    if "\0" in header or header.startswith(_OTHER_TEXTS):
        return None
    is_table = re.search(r"[;,\t]", header) is not None or path.suffix.lower() == ".csv"
    return FileFormat.CSV if is_table else None


def text_encoding(path: Path, *, skip_bytes: int = 0) -> str:
    """Return UTF-8 if all text from `skip_bytes` on is, else the code page that older programs here write."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as content:
        content.seek(skip_bytes)
        try:
            while chunk := content.read(_CHUNK_BYTES):
                decoder.decode(chunk)
        except UnicodeDecodeError:
            return "cp1252"
    return "utf-8"
