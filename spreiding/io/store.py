"""Prepared regions as folders: a manifest, and beside it the arrays and records that it names.

The manifest is the region: it names the folder of its data and is put in place last, in one step. Whoever
reads finds the old region or the new one, never a mixture, also when the writer is killed.
"""

import hashlib
import json
import shutil
import tempfile
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any, Final, TypeVar

import numpy as np
import shapely
from numpy.typing import NDArray
from pydantic import TypeAdapter, ValidationError
from shapely.errors import GEOSException
from shapely.geometry.base import BaseGeometry

from spreiding.demand import Demand, Forecast, Gemeente, GemeenteFacts, Kern, Squares
from spreiding.domain import Modality
from spreiding.errors import InputError
from spreiding.network import Footing, RoadNetwork
from spreiding.region import Manifest, Region
from spreiding.supply import Site
from spreiding.voorzieningen import School, Voorziening

# Raise it when the same files would give another region: another layout, or another rule in a reader.
FORMAT_VERSION: Final = 7

MANIFEST: Final = "manifest.json"
_DATA_KEY: Final = "gegevens"
_CHECKSUM_KEY: Final = "controlegetal"
_DATA_PREFIX: Final = "gegevens-"
_ARRAYS: Final = "arrays.npz"
_RECORDS: Final[dict[str, TypeAdapter[Any]]] = {
    "sites": TypeAdapter(tuple[Site, ...]),
    "kernen": TypeAdapter(tuple[Kern, ...]),
    "gemeenten": TypeAdapter(tuple[Gemeente, ...]),
    "facts": TypeAdapter(tuple[GemeenteFacts, ...]),
    "forecasts": TypeAdapter(tuple[Forecast, ...]),
    "voorzieningen": TypeAdapter(tuple[Voorziening, ...]),
    "schools": TypeAdapter(tuple[School, ...]),
}

# Projections on the networks; the last two only when there is something to project.
_FOOTINGS: Final = ("demand_footing", "site_footing", "voorziening_footing", "school_footing")

Arrays = dict[str, NDArray[Any]]
_Record = TypeVar("_Record")


def read_manifest(folder: Path) -> Manifest:
    """Read the manifest of the region in `folder`.

    Raises
    ------
    InputError
        `not_a_region`, `region_format` for another format version, or `region_damaged`.

    """
    return _read_manifest(folder)[0]


def read_region(folder: Path) -> Region:
    """Read the region in `folder`; its arrays are read-only.

    Raises
    ------
    InputError
        As `read_manifest`.

    """
    manifest, data, checksum = _read_manifest(folder)
    try:
        # Compiled kernels do not look where they read: an array that was changed may not come near them.
        _compare(_checksum(data), checksum)
        records = {name: kind.validate_json((data / f"{name}.json").read_bytes()) for name, kind in _RECORDS.items()}
        # Opened here: numpy forgets to close a file that turns out to be no archive.
        with (data / _ARRAYS).open("rb") as file, np.load(file, allow_pickle=False) as archive:
            arrays: Arrays = {name: archive[name] for name in archive.files}
        region = Region(
            manifest=manifest,
            squares=_unpack(Squares, arrays, "squares"),
            demand=_unpack(Demand, arrays, "demand"),
            areas=_unpack_areas(arrays, records["gemeenten"]),
            networks={m: _unpack(RoadNetwork, arrays, f"network.{m}", modality=m) for m in Modality},
            demand_footing=_unpack_footing(arrays, "demand_footing"),
            site_footing=_unpack_footing(arrays, "site_footing"),
            voorziening_footing=_unpack_footing(arrays, "voorziening_footing") if records["voorzieningen"] else {},
            school_footing=_unpack_footing(arrays, "school_footing") if records["schools"] else {},
            **records,
        )
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, GEOSException) as error:
        raise InputError("region_damaged", folder=folder, reason=str(error).splitlines()[0]) from error
    lock_arrays(region)
    return region


def write_region(region: Region, folder: Path) -> None:
    """Write `region` to `folder`; a region that stands there is replaced when the new one is complete.

    Raises
    ------
    InputError
        `not_a_region_folder` when something else stands there, `cannot_write` when the disk refuses.

    """
    check_target(folder)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        # Removed in the end, also after a failure; a kill leaves only this hidden folder beside the target.
        with tempfile.TemporaryDirectory(prefix=f".{folder.name}-", dir=folder.parent) as temporary:
            _put_in_place(_write_parts(region, Path(temporary)), folder)
    except OSError as error:
        raise InputError("cannot_write_region", folder=folder, reason=error.strerror or str(error)) from error


def lock_arrays(record: object) -> None:
    """Make every array in a record, in its records and in its mappings of records read-only."""
    if isinstance(record, np.ndarray):
        record.setflags(write=False)
    elif isinstance(record, Mapping):
        for part in record.values():
            lock_arrays(part)
    elif is_dataclass(record):
        for field in fields(record):
            lock_arrays(getattr(record, field.name))


def check_target(folder: Path) -> None:
    """Check that a region may be written to `folder`: nothing stands there, an empty folder, or a region.

    Raises
    ------
    InputError
        `not_a_region_folder`.

    """
    is_free = not folder.exists() or (folder.is_dir() and not any(folder.iterdir()))
    if not is_free and not (folder / MANIFEST).is_file():
        raise InputError("not_a_region_folder", folder=folder)


def _write_parts(region: Region, temporary: Path) -> Path:
    """Write a complete region folder inside `temporary` and return it."""
    new = temporary / "regio"
    data = new / f"{_DATA_PREFIX}{temporary.name.rpartition('-')[2]}"
    data.mkdir(parents=True)
    for name, kind in _RECORDS.items():
        (data / f"{name}.json").write_bytes(kind.dump_json(getattr(region, name), indent=1))
    np.savez(data / _ARRAYS, allow_pickle=False, **_pack(region))
    manifest = {_DATA_KEY: data.name, _CHECKSUM_KEY: _checksum(data)} | region.manifest.model_dump(
        mode="json", by_alias=True
    )
    (new / MANIFEST).write_text(json.dumps(manifest, ensure_ascii=False, indent=1), encoding="utf-8")
    return new


def _put_in_place(new: Path, folder: Path) -> None:
    """Make the complete region in `new` the one in `folder`; the step that counts is one rename."""
    if not (folder / MANIFEST).is_file():
        if folder.is_dir():
            folder.rmdir()
        new.rename(folder)
        return
    before = {path.name for path in folder.glob(f"{_DATA_PREFIX}*")}
    data = next(new.glob(f"{_DATA_PREFIX}*"))
    data.rename(folder / data.name)
    (new / MANIFEST).replace(folder / MANIFEST)
    # Only what stood there before: data that came since belong to somebody who builds at the same moment.
    for name in before:
        shutil.rmtree(folder / name, ignore_errors=True)


def _read_manifest(folder: Path) -> tuple[Manifest, Path, str]:
    """Return the manifest, the folder of the data that it names, and the checksum of those data."""
    path = folder / MANIFEST
    if not path.is_file():
        raise InputError("not_a_region", folder=folder)
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        version = content["formaat"]
        if version != FORMAT_VERSION:
            raise InputError("region_format", folder=folder, version=version, expected=FORMAT_VERSION)
        data, checksum = folder / Path(content.pop(_DATA_KEY)).name, str(content.pop(_CHECKSUM_KEY))
        return Manifest.model_validate(content), data, checksum
    except (OSError, ValueError, KeyError, TypeError, AttributeError, ValidationError) as error:
        raise InputError("region_damaged", folder=folder, reason=str(error).splitlines()[0]) from error


def _checksum(data: Path) -> str:
    """SHA-256 of all files of the data in `data`."""
    digest = hashlib.sha256()
    for name in (*(f"{name}.json" for name in _RECORDS), _ARRAYS):
        with (data / name).open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()


def _compare(found: str, wanted: str) -> None:
    if found != wanted:
        message = "the data are not those of the manifest"
        raise ValueError(message)


def _pack(region: Region) -> Arrays:
    arrays = _fields(region.squares, "squares") | _fields(region.demand, "demand")
    for modality in Modality:
        arrays |= _fields(region.networks[modality], f"network.{modality}")
        for name in _FOOTINGS:
            footing = getattr(region, name)
            arrays |= _fields(footing[modality], f"{name}.{modality}") if footing else {}
    for code, boundary in region.areas.items():
        arrays[f"area.{code}"] = np.frombuffer(shapely.to_wkb(boundary), dtype=np.uint8)
    return arrays


def _fields(record: object, prefix: str) -> Arrays:
    """Return the arrays of a record by `prefix` and field; a number becomes an array of one."""
    values = {field.name: getattr(record, field.name) for field in fields(record)}  # type: ignore[arg-type]
    return {f"{prefix}.{name}": np.asarray(v) for name, v in values.items() if not isinstance(v, Modality)}


def _unpack(kind: type[_Record], arrays: Mapping[str, NDArray[Any]], prefix: str, **given: object) -> _Record:
    """Build a record from its arrays."""
    values: dict[str, object] = dict(given)
    for field in fields(kind):  # type: ignore[arg-type]
        if field.name in given:
            continue
        array = arrays[f"{prefix}.{field.name}"]
        values[field.name] = array if array.ndim else array.item()
    return kind(**values)


def _unpack_footing(arrays: Mapping[str, NDArray[Any]], name: str) -> dict[Modality, Footing]:
    return {modality: _unpack(Footing, arrays, f"{name}.{modality}") for modality in Modality}


def _unpack_areas(arrays: Mapping[str, NDArray[Any]], gemeenten: Iterable[Gemeente]) -> dict[str, BaseGeometry]:
    return {gemeente.code: shapely.from_wkb(arrays[f"area.{gemeente.code}"].tobytes()) for gemeente in gemeenten}
