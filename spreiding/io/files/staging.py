"""A private folder with one file under a plain name: nothing in its own name or folder reaches a reader."""

import shutil
from pathlib import Path
from typing import Final

from spreiding.errors import InputError
from spreiding.io.files.formats import SHAPEFILE_MANDATORY, SHAPEFILE_PARTS, FileFormat, text_encoding

_NAME: Final = "bron"


def stage(source: Path, folder: Path, *, file_format: FileFormat, file: str) -> Path:
    """Link `source`, a shapefile with its parts, into `folder` under a name of ours.

    Raises
    ------
    InputError
        `shapefile_incomplete`, or `database_in_use` when a program still has changes of a GeoPackage beside it.

    """
    if file_format == FileFormat.GEOPACKAGE:
        _check_closed(source, file=file)
    parts = _shapefile_parts(source, file=file) if file_format == FileFormat.SHAPEFILE else {f".{file_format}": source}
    for suffix, part in parts.items():
        _link(part.resolve(), folder / f"{_NAME}{suffix}")
    if file_format == FileFormat.SHAPEFILE and ".cpg" not in parts:
        (folder / f"{_NAME}.cpg").write_text(_dbf_encoding(parts[".dbf"]), encoding="ascii")
    return folder / f"{_NAME}.{file_format}"


def _check_closed(source: Path, *, file: str) -> None:
    """Check that no changes wait beside the database; they would be missed."""
    waiting = [source.resolve().with_name(f"{source.resolve().name}{ending}") for ending in ("-wal", "-journal")]
    if any(path.is_file() and path.stat().st_size for path in waiting):
        raise InputError("database_in_use", file=file)


def _shapefile_parts(source: Path, *, file: str) -> dict[str, Path]:
    """Return the parts of a shapefile by their suffix; names may differ in capitals."""
    stem = source.stem.lower()
    beside = {path.suffix.lower(): path for path in sorted(source.parent.iterdir()) if path.stem.lower() == stem}
    beside[".shp"] = source
    parts: dict[str, Path] = {}
    parts.update((suffix, beside[suffix]) for suffix in SHAPEFILE_PARTS if suffix in beside)
    absent = [suffix for suffix in SHAPEFILE_MANDATORY if suffix not in parts or not parts[suffix].is_file()]
    if absent:
        raise InputError("shapefile_incomplete", file=file, parts=", ".join(absent))
    return parts


def _dbf_encoding(dbf: Path) -> str:
    """Return the encoding of the texts, which begin behind a header that says its own length."""
    with dbf.open("rb") as content:
        header = content.read(10)
    return text_encoding(dbf, skip_bytes=int.from_bytes(header[8:], "little"))


def _link(source: Path, target: Path) -> None:
    try:
        target.symlink_to(source)
    except OSError:  # Windows lets few people make links
        shutil.copyfile(source, target)
