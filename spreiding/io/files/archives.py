"""Zip files as sources publish them: one usable member, taken out by its name and within limits."""

import shutil
import stat
import zipfile
import zlib
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from typing import Final

from spreiding.errors import InputError
from spreiding.io.files.formats import SHAPEFILE_PARTS, has_short_directory

MAX_MEMBERS: Final = 1000
MAX_UNPACKED_BYTES: Final = 4 * 1024**3
# Squares of the whole country, mostly the same code for 'missing', pack some 30 to 1; a bomb packs 1000 to 1.
MAX_RATIO: Final = 250
# A small file may be as repetitive as it likes.
_NO_BOMB_BYTES: Final = 20 * 1024**2
_CHUNK_BYTES: Final = 1024**2
_GIGABYTE: Final = 1024**3
# In order of preference: a GeoPackage says more than the table beside it.
_READABLE: Final = (".gpkg", ".shp", ".fgb", ".parquet", ".xlsx", ".ods", ".xls", ".csv", ".geojson", ".json")
_ENCRYPTED: Final = 0x1
_MAX_LISTED: Final = 10
_NAME: Final = "lid"


def extract_member(path: Path, folder: Path) -> tuple[Path, str]:
    """Take the one readable member out of a zip into `folder`, a shapefile with its parts.

    Return its new path, and the name that it had without its suffix.

    Raises
    ------
    InputError
        `unreadable_file`, `unsafe_archive`, `encrypted_file`, `archive_too_large`, `unknown_compression`,
        `nothing_in_archive` or `several_in_archive`.

    """
    if not has_short_directory(path):
        raise _too_large(path.name)
    try:
        with zipfile.ZipFile(path) as archive:
            members = [info for info in archive.infolist() if not info.is_dir()]
            _check_members(members, file=path.name)
            chosen = _choose(members, file=path.name)
            parts = _parts(chosen, members)
            _check_size(parts, file=path.name)
            for part in parts:
                _extract(archive, part, folder / f"{_NAME}{_suffix(part)}", file=path.name)
    except (zipfile.BadZipFile, EOFError, OSError, ValueError, zlib.error) as error:
        raise InputError("unreadable_file", file=path.name, reason=str(error)) from error
    except NotImplementedError as error:
        raise InputError("unknown_compression", file=path.name) from error
    return folder / f"{_NAME}{_suffix(chosen)}", PurePosixPath(chosen.filename).stem


def _suffix(member: zipfile.ZipInfo) -> str:
    return PurePosixPath(member.filename).suffix.lower()


def _check_members(members: list[zipfile.ZipInfo], *, file: str) -> None:
    """Refuse an archive that wants to write elsewhere, whichever member it is about."""
    if len(members) > MAX_MEMBERS:
        raise _too_large(file)
    for member in members:
        name = PurePosixPath(member.filename.replace("\\", "/"))
        is_elsewhere = name.is_absolute() or ".." in name.parts or ":" in (name.parts or ("",))[0]
        if is_elsewhere or stat.S_ISLNK(member.external_attr >> 16):
            raise InputError("unsafe_archive", file=file, member=member.filename)


def _choose(members: list[zipfile.ZipInfo], *, file: str) -> zipfile.ZipInfo:
    if not members:
        raise InputError("empty_file", file=file)
    usable = [member for member in members if not member.filename.startswith("__MACOSX/")]
    for suffix in _READABLE:
        found = [member for member in usable if member.filename.lower().endswith(suffix)]
        if len(found) == 1:
            return found[0]
        if found:
            raise InputError("several_in_archive", file=file, members=_listed(found))
    if any(member.filename.lower().endswith(".zip") for member in usable):
        raise InputError("nested_archive", file=file)
    raise InputError("nothing_in_archive", file=file, members=_listed(usable))


def _listed(members: list[zipfile.ZipInfo]) -> str:
    names = [PurePosixPath(member.filename).name for member in members]
    return ", ".join(names[:_MAX_LISTED]) + (", …" if len(names) > _MAX_LISTED else "")


def _parts(chosen: zipfile.ZipInfo, members: Iterable[zipfile.ZipInfo]) -> list[zipfile.ZipInfo]:
    """Return the member, with its siblings when it is a shapefile."""
    own = PurePosixPath(chosen.filename)
    if own.suffix.lower() != ".shp":
        return [chosen]

    def is_part(member: zipfile.ZipInfo) -> bool:
        name = PurePosixPath(member.filename)
        return name.with_suffix("") == own.with_suffix("") and name.suffix.lower() in SHAPEFILE_PARTS

    return [member for member in members if is_part(member)]


def _check_size(parts: list[zipfile.ZipInfo], *, file: str) -> None:
    if any(part.flag_bits & _ENCRYPTED for part in parts):
        raise InputError("encrypted_file", file=file)
    n_bytes = sum(part.file_size for part in parts)
    n_packed = sum(part.compress_size for part in parts)
    if n_bytes > MAX_UNPACKED_BYTES or n_bytes > max(_NO_BOMB_BYTES, MAX_RATIO * n_packed):
        raise _too_large(file)


def _extract(archive: zipfile.ZipFile, member: zipfile.ZipInfo, target: Path, *, file: str) -> None:
    """Write a member; `zipfile` stops at the size that it announces, which was checked."""
    with archive.open(member) as packed, target.open("xb") as unpacked:
        shutil.copyfileobj(packed, unpacked, _CHUNK_BYTES)
    if target.stat().st_size != member.file_size:
        raise InputError("unreadable_file", file=file, reason="not the announced size")


def _too_large(file: str) -> InputError:
    max_gb = MAX_UNPACKED_BYTES // _GIGABYTE
    return InputError("archive_too_large", file=file, max_gb=max_gb, max_members=MAX_MEMBERS)
