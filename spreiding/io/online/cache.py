"""Fetched files on disk: each with a record of its address, date and checksum, and a half one that can go on.

A file counts only with a record whose checksum it has, so a kill at any moment leaves nothing that is taken for
whole: the record is put in place first, the file last, each in one step.
"""

import errno
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout
from pydantic import ValidationError

from spreiding.domain import Frozen
from spreiding.errors import InputError

_FULL: Final = (errno.ENOSPC, errno.EDQUOT)


class Record(Frozen):
    """What is known of a fetched file: where it came from, when [ISO, UTC], its size [bytes] and checksum.

    `etag` and `last_modified` are what the server calls this version, `digest` is the checksum that it promised
    ('sha256:…' or 'md5:…', hexadecimal). `fetched` and `sha256` are empty while the file is not complete.
    """

    url: str
    fetched: str = ""
    sha256: str = ""
    n_bytes: int | None = None
    etag: str = ""
    last_modified: str = ""
    digest: str = ""

    @property
    def validator(self) -> str:
        """What tells the server which version we hold; empty when it gave nothing exact."""
        return self.etag if self.etag and not self.etag.startswith("W/") else self.last_modified


@dataclass(frozen=True)
class Entry:
    """One place in the cache: the file at `path`, its record, and the half file beside it."""

    path: Path

    @property
    def part(self) -> Path:
        """The half file."""
        return self.path.with_name(f"{self.path.name}.part")

    def read_complete(self, url: str) -> Record | None:
        """Return the record of a complete file from `url`; None when it is absent, damaged or from elsewhere."""
        record = _read_record(self._record)
        if record is None or record.url != url or not record.sha256 or not self.path.is_file():
            return None
        return record if file_digest(self.path) == record.sha256 else None

    def read_half(self, url: str) -> tuple[int, Record | None]:
        """Return how many bytes of the half file can stay and of which version; (0, None) when it must start anew.

        The last byte of a half file that looks complete is asked for again: so the server tells in every case
        whether its version is still ours.
        """
        record = _read_record(self._part_record)
        if record is None or record.url != url or not record.validator or not self.part.is_file():
            return 0, None
        n_bytes = self.part.stat().st_size
        if record.n_bytes is not None:
            n_bytes = min(n_bytes, record.n_bytes - 1)
        return (n_bytes, record) if n_bytes > 0 else (0, None)

    def begin(self, record: Record) -> None:
        """Note which version the half file will hold, before its first byte."""
        self.part.unlink(missing_ok=True)
        write_text(self._part_record, record.model_dump_json())

    def drop_half(self) -> None:
        """Forget the half file."""
        self.part.unlink(missing_ok=True)
        self._part_record.unlink(missing_ok=True)

    def drop(self) -> None:
        """Forget the complete file; without its record it is none, so that goes first."""
        self._record.unlink(missing_ok=True)
        self.path.unlink(missing_ok=True)

    def finish(self, record: Record) -> Record:
        """Put the half file in place, as fetched now."""
        complete = record.model_copy(
            update={
                "fetched": datetime.now(UTC).isoformat(timespec="seconds"),
                "sha256": file_digest(self.part),
                "n_bytes": self.part.stat().st_size,
            }
        )
        write_text(self._record, complete.model_dump_json())
        self.part.replace(self.path)
        self._part_record.unlink(missing_ok=True)
        return complete

    def renew(self, record: Record) -> Record:
        """Note that the server still has this version today."""
        renewed = record.model_copy(update={"fetched": datetime.now(UTC).isoformat(timespec="seconds")})
        write_text(self._record, renewed.model_dump_json())
        return renewed

    @property
    def _record(self) -> Path:
        return self.path.with_name(f"{self.path.name}.herkomst.json")

    @property
    def _part_record(self) -> Path:
        return self.path.with_name(f"{self.path.name}.part.json")


def file_digest(path: Path, algorithm: str = "sha256") -> str:
    """Checksum of a file, hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, algorithm).hexdigest()


@contextmanager
def claim(entry: Entry, *, source: str, max_wait_s: float) -> Iterator[None]:
    """Hold a place in the cache alone; another run waits. The system frees it when a run is killed.

    Raises
    ------
    InputError
        `download_in_use` when another run holds it for too long, `disk_full`, `cache_unwritable`.

    """
    with disk_faults(entry.path.parent):
        entry.path.parent.mkdir(parents=True, exist_ok=True)
        try:
            # A lock that is not kept on disk is made anew by every run: harmless, and the folder stays tidy.
            lock = FileLock(f"{entry.path}.lock", timeout=max_wait_s)
            with lock:
                yield
        except Timeout as error:
            raise InputError("download_in_use", source=source, folder=entry.path.parent) from error


@contextmanager
def disk_faults(folder: Path) -> Iterator[None]:
    """Tell a refusal of the disk in one sentence.

    Raises
    ------
    InputError
        `disk_full` or `cache_unwritable`.

    """
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise InputError("disk_full", folder=folder) from error
        raise InputError("cache_unwritable", folder=folder, reason=error.strerror or str(error)) from error


def _read_record(path: Path) -> Record | None:
    try:
        return Record.model_validate_json(path.read_bytes())
    except (OSError, ValidationError):
        return None


def write_text(path: Path, text: str) -> None:
    """Write a small file in one step."""
    temporary = path.with_name(f"{path.name}.{os.getpid()}.nieuw")
    temporary.write_text(text, encoding="utf-8")
    temporary.replace(path)
