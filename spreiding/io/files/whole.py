"""A file that is there as a whole or not at all."""

import tempfile
from pathlib import Path

from spreiding.errors import InputError


def write_whole(path: Path, content: bytes) -> None:
    """Write a file; an existing one is replaced once all is written.

    Raises
    ------
    InputError
        `cannot_write` when the folder does not exist, or the disk refuses.

    """
    try:
        with tempfile.TemporaryDirectory(prefix=".", dir=path.parent) as folder:
            part = Path(folder) / "deel"
            part.write_bytes(content)
            part.replace(path)
    except OSError as error:
        raise InputError("cannot_write", file=path) from error
