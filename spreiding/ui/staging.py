"""Uploaded files in a private folder: their content is read from there, their names are never a path."""

import re
import tempfile
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from spreiding.errors import InputError

_MAX_STEM: Final = 60
_MAX_SUFFIXES: Final = 2
_MAX_SUFFIX: Final = 10
# Names that Windows keeps for devices, whatever the extension.
_DEVICE: Final = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)
_NAMELESS: Final = "bestand"


@contextmanager
def staged(files: Iterable[tuple[str, bytes | memoryview]]) -> Iterator[tuple[Path, ...]]:
    """Write files, given as (name, content), to a folder that only this process' user reads, and remove it at the end.

    Raises
    ------
    InputError
        `cannot_write` when the disk refuses.

    """
    with tempfile.TemporaryDirectory(prefix="spreiding-") as folder:
        yield tuple(_write(Path(folder) / str(number), *file) for number, file in enumerate(files))


def safe_name(name: str) -> str:
    """Return a file name of plain letters, digits, points and hyphens that means nothing to any file system.

    The last two extensions stay: readers tell `.osm.pbf` and `.geojson` by them.
    """
    last = re.split(r"[/\\]", name)[-1]
    plain = unicodedata.normalize("NFKD", last).encode("ascii", "ignore").decode()
    first, *suffixes = re.sub(r"[^A-Za-z0-9.-]+", "_", plain).split(".")
    kept = [suffix for suffix in suffixes[-_MAX_SUFFIXES:] if suffix and len(suffix) <= _MAX_SUFFIX]
    stem = ".".join((first, *suffixes[:-_MAX_SUFFIXES]))[:_MAX_STEM].strip("._-") or _NAMELESS
    return ".".join((f"_{stem}" if _DEVICE.fullmatch(stem) else stem, *kept))


def _write(folder: Path, name: str, content: bytes | memoryview) -> Path:
    path = folder / safe_name(name)
    try:
        # A folder for each: two files may have the same name.
        folder.mkdir()
        path.write_bytes(content)
    except OSError as error:
        raise InputError("cannot_write", file=path.name) from error
    return path
