"""Files from the internet into the cache: resumed, checked, and only then in place."""

import base64
import binascii
import errno
import os
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import httpx
from pydantic import TypeAdapter

from spreiding.errors import InputError
from spreiding.io.files.signatures import is_whole
from spreiding.io.online.addresses import Source
from spreiding.io.online.cache import Entry, Record, claim, disk_faults, file_digest
from spreiding.io.online.connection import (
    OK,
    PARTIAL,
    UNCHANGED,
    Client,
    OnBytes,
    ask,
    broken,
    receive,
    retry,
)

_JSON: Final[TypeAdapter[Any]] = TypeAdapter(Any)
# What a disk keeps free: the region has to be written too.
_SPARE_BYTES: Final = 50 * 1024 * 1024


@dataclass(frozen=True)
class Fetched:
    """A complete file in the cache; `is_reused` when it stood there already and nobody was asked."""

    path: Path
    record: Record
    is_reused: bool

    @property
    def age_days(self) -> int:
        """Whole days since it was fetched."""
        return (datetime.now(UTC) - datetime.fromisoformat(self.record.fetched)).days


def fetch(client: Client, source: Source, *, is_fresh: bool = False, on_bytes: OnBytes | None = None) -> Fetched:
    """Return the first of the addresses of `source` that exists, as a file in the cache.

    A complete file is used again as it is; with `is_fresh` the server is asked whether it changed.

    Raises
    ------
    InputError
        Why it could not be fetched; what came in stays for the next time.

    """
    entries = [(url, Entry(client.folder / _file_name(url))) for url in source.addresses]
    if not is_fresh:
        for url, entry in entries:
            if (found := reuse(entry, url)) is not None:
                return found
    for number, (url, entry) in enumerate(entries, start=1):
        try:
            with claim(entry, source=source.name, max_wait_s=client.patience.lock_s):
                return _fetch_one(client, source, url, entry=entry, is_fresh=is_fresh, on_bytes=on_bytes)
        except InputError as error:
            if error.kind != "download_absent" or number == len(entries):
                raise
    message = "a source has an address"
    raise AssertionError(message)


def reuse(entry: Entry, url: str) -> Fetched | None:
    """Return a complete file as it stands in the cache; nothing is locked, so a folder for reading only will do."""
    record = entry.read_complete(url)
    return None if record is None else Fetched(entry.path, record, is_reused=True)


def store_document(
    client: Client, source: Source, *, name: str, url: str, collect: Callable[[], object], is_fresh: bool = False
) -> Fetched:
    """Return the JSON document that `collect` asks together, as file `name` in the cache; `url` tells what it is.

    Raises
    ------
    InputError
        What `collect` raises, and faults of the disk.

    """
    entry = Entry(client.folder / name)
    if not is_fresh and (found := reuse(entry, url)) is not None:
        return found
    with claim(entry, source=source.name, max_wait_s=client.patience.lock_s):
        # Another run may have put it in place while this one waited.
        if not is_fresh and (found := reuse(entry, url)) is not None:
            return found
        document = collect()
        with disk_faults(client.folder):
            entry.begin(Record(url=url))
            entry.part.write_bytes(_JSON.dump_json(document))
            return Fetched(entry.path, entry.finish(Record(url=url)), is_reused=False)


def _fetch_one(
    client: Client, source: Source, url: str, *, entry: Entry, is_fresh: bool, on_bytes: OnBytes | None
) -> Fetched:
    known = entry.read_complete(url)
    if known is not None and not is_fresh:
        # Another run has put it in place while this one waited.
        return Fetched(entry.path, known, is_reused=True)
    record = retry(client, lambda: _attempt(client, source, url, entry=entry, known=known, on_bytes=on_bytes))
    return Fetched(entry.path, record, is_reused=False)


def _attempt(
    client: Client, source: Source, url: str, *, entry: Entry, known: Record | None, on_bytes: OnBytes | None
) -> Record:
    """Fetch a file once, on top of what an earlier attempt left."""
    n_kept, half = entry.read_half(url)
    with ask(client, source, url, headers=_headers(n_kept, half, known)) as response:
        if response.status_code == UNCHANGED and known is not None:
            return entry.renew(known)
        if response.status_code == PARTIAL and half is not None and _goes_on(response, half, start=n_kept):
            record = half
        elif response.status_code == OK:
            n_kept, record = 0, _record_of(url, response)
            entry.begin(record)
        else:
            # The file changed, or the server answers something that was not asked: from the start, then.
            entry.drop_half()
            raise broken(source, response.url.host, reason=str(response.status_code))
        _check_room(source, entry, record, n_kept=n_kept)
        with entry.part.open("r+b" if n_kept else "wb") as file:
            if n_kept:
                file.seek(n_kept)
                file.truncate()
            receive(source, response, out=file, n_kept=n_kept, n_total=record.n_bytes, on_bytes=on_bytes)
    _check_sound(source, url, entry=entry, record=record)
    return entry.finish(record)


def _headers(n_kept: int, half: Record | None, known: Record | None) -> dict[str, str]:
    # Lengths and ranges are about the file itself, not about a compressed answer.
    headers = {"Accept-Encoding": "identity"}
    if half is not None:
        return headers | {"Range": f"bytes={n_kept}-", "If-Range": half.validator}
    if known is not None and known.etag:
        return headers | {"If-None-Match": known.etag}
    if known is not None and known.last_modified:
        return headers | {"If-Modified-Since": known.last_modified}
    return headers


def _goes_on(response: httpx.Response, half: Record, *, start: int) -> bool:
    """Whether a partial answer is the rest of our half file, of the same version."""
    found = re.fullmatch(r"bytes (\d+)-\d+/(\d+|\*)", response.headers.get("Content-Range", ""))
    if found is None or int(found[1]) != start:
        return False
    is_same_size = found[2] == "*" or half.n_bytes in (None, int(found[2]))
    is_same_version = (
        response.headers.get("ETag", half.etag) == half.etag
        and response.headers.get("Last-Modified", half.last_modified) == half.last_modified
    )
    return is_same_size and is_same_version


def _record_of(url: str, response: httpx.Response) -> Record:
    """Return what the headers tell; of a compressed answer neither size nor version are those of the file."""
    headers = response.headers
    if headers.get("Content-Encoding", "identity") != "identity":
        return Record(url=url)
    length = headers.get("Content-Length", "")
    return Record(
        url=url,
        n_bytes=int(length) if length.isascii() and length.isdigit() else None,
        etag=headers.get("ETag", ""),
        last_modified=headers.get("Last-Modified", ""),
        digest=_promised_digest(headers),
    )


def _promised_digest(headers: httpx.Headers) -> str:
    """Return the checksum that the server gives with a file, as 'sha256:…' or 'md5:…'; empty without a usable one."""
    digests = f"{headers.get('Repr-Digest')},{headers.get('Digest')}"
    sha256 = re.search(r"(?i:sha-256)=:?([A-Za-z0-9+/=]+)", digests)
    for algorithm, text in (("sha256", sha256[1] if sha256 else ""), ("md5", headers.get("Content-MD5", ""))):
        try:
            value = base64.b64decode(text, validate=True)
        except binascii.Error:
            continue
        if value:
            return f"{algorithm}:{value.hex()}"
    return ""


def _check_room(source: Source, entry: Entry, record: Record, *, n_kept: int) -> None:
    """Check size and room before the first byte comes."""
    if record.n_bytes is None:
        return
    if record.n_bytes > source.max_bytes:
        host = httpx.URL(record.url).host
        raise InputError("download_too_large", source=source.name, host=host, max_mb=source.max_mb)
    if shutil.disk_usage(entry.path.parent).free < record.n_bytes - n_kept + _SPARE_BYTES:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def _check_sound(source: Source, url: str, *, entry: Entry, record: Record) -> None:
    """Check what came in against the promised checksum and its own last bytes; what is wrong is thrown away."""
    algorithm, _, promised = record.digest.partition(":")
    reason = ""
    if promised and file_digest(entry.part, algorithm) != promised:
        reason = algorithm
    elif not is_whole(source.kind, entry.part):
        reason = source.kind.value
    if reason:
        entry.drop_half()
        raise broken(source, httpx.URL(url).host, reason=reason)


def _file_name(url: str) -> str:
    """Return the last part of an address as the name of a file."""
    name = httpx.URL(url).path.rsplit("/", 1)[-1]
    return re.sub(r"[^A-Za-z0-9._-]", "_", name).lstrip(".")[-100:] or "bestand"
