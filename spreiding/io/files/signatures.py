"""What the first and last bytes tell: whether an answer is the file that was asked for, and whole."""

import zipfile
from pathlib import Path
from typing import Final

from spreiding.io.online.addresses import Kind

_SQLITE: Final = b"SQLite format 3\x00"
# Enough for every signature below.
N_FIRST_BYTES: Final = 64


def starts_as(kind: Kind, first: bytes) -> bool:
    """Whether `first`, at least `N_FIRST_BYTES` unless the file is shorter, are those of a file of `kind`."""
    if kind is Kind.ZIP:
        return first.startswith(b"PK\x03\x04")
    if kind is Kind.GPKG:
        return first.startswith(_SQLITE)
    if kind is Kind.PBF:
        # A length of four bytes, a field of protobuf, and the type of the first block.
        return b"OSMHeader" in first[4:32]
    return first.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"[")


def is_whole(kind: Kind, path: Path) -> bool:
    """Whether the end of a file is there, as far as its kind tells."""
    if kind is Kind.ZIP:
        return zipfile.is_zipfile(path)
    if kind is Kind.GPKG:
        with path.open("rb") as file:
            header = file.read(100)
        # Bytes 16-17: page size (1 means 65,536); bytes 28-31: number of pages, 0 in very old files.
        page_bytes = int.from_bytes(header[16:18], "big")
        n_pages = int.from_bytes(header[28:32], "big")
        return path.stat().st_size >= (65_536 if page_bytes == 1 else page_bytes) * n_pages
    return True
