"""A file that is there as a whole or not at all: whoever stops halfway leaves what there was."""

import tempfile
from pathlib import Path

from spreiding.errors import InputError


def replace_file(path: Path, content: bytes) -> None:
    """Write `content` beside `path` and put it in its place once all is written; an `OSError` when refused."""
    with tempfile.TemporaryDirectory(prefix=".", dir=path.parent) as folder:
        part = Path(folder) / "deel"
        part.write_bytes(content)
        part.replace(path)


def write_whole(path: Path, content: bytes) -> None:
    """Write a file; an existing one is replaced.

    Raises
    ------
    InputError
        `cannot_write` when the folder does not exist, or the disk or the file refuses.

    """
    try:
        replace_file(path, content)
    except OSError as error:
        raise InputError("cannot_write", file=path) from error
