"""Extracts of OpenStreetMap of neighbouring provincies, as one file."""

from collections.abc import Sequence
from pathlib import Path

from spreiding.errors import InputError
from spreiding.io.online.cache import Entry, Record, claim, disk_faults
from spreiding.io.online.download import Fetched, reuse


def merge_extracts(extracts: Sequence[Fetched], path: Path, *, source: str, max_wait_s: float) -> Fetched:
    """Merge extracts into `path`; what stands in several of them comes once. One that was made before is used again.

    Raises
    ------
    InputError
        `unreadable_file` for an extract that is damaged, and faults of the disk.

    """
    entry = Entry(path)
    # What the file is made of takes the place of an address.
    url = "+".join(sorted(extract.record.sha256 for extract in extracts))
    if (found := reuse(entry, url)) is not None:
        return found
    with claim(entry, source=source, max_wait_s=max_wait_s):
        if (found := reuse(entry, url)) is not None:
            return found
        with disk_faults(path.parent):
            entry.begin(Record(url=url))
            _merge([extract.path for extract in extracts], entry.part)
            record = entry.finish(Record(url=url))
    return Fetched(path, record, is_reused=False)


def _merge(paths: Sequence[Path], target: Path) -> None:
    import osmium  # noqa: PLC0415 - only who asks for gemeenten of several provincies waits for it

    try:
        with osmium.SimpleWriter(osmium.io.File(str(target), "osm.pbf"), overwrite=True) as writer:
            # Extracts are sorted by kind and id, so equal things come up together.
            for found in osmium.zip_processors(*(osmium.FileProcessor(str(path)) for path in paths)):
                writer.add(next(thing for thing in found if thing is not None))
    except RuntimeError as error:
        names = ", ".join(path.name for path in paths)
        raise InputError("unreadable_file", file=names, reason=str(error)) from error
