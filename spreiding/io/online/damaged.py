"""Fetched files that are whole, and yet cannot be read: they leave the cache, so that they are fetched anew."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final

from spreiding.errors import InputError, InputErrors, raise_together
from spreiding.io.online.addresses import Source
from spreiding.io.online.cache import Entry, disk_faults
from spreiding.io.online.download import Fetched

# Not a file that lacks a column, say: another copy of it would lack that too.
_DAMAGED: Final = ("empty_file", "unreadable_file", "wrong_file_type")


@contextmanager
def drop_damaged(fetched: Sequence[tuple[Source, Fetched]]) -> Iterator[None]:
    """Drop what turns out to be unreadable inside the block: of the same version the server would send nothing.

    Raises
    ------
    InputError, InputErrors
        The faults of the block, with `fetched_damaged` for those of a file that was dropped.

    """
    try:
        yield
    except (InputError, InputErrors) as error:
        faults = error.errors if isinstance(error, InputErrors) else (error,)
        raise_together([_drop(fault, fetched) for fault in faults])


def _drop(fault: InputError, fetched: Sequence[tuple[Source, Fetched]]) -> InputError:
    """Return the fault as it is to be told."""
    if fault.kind in _DAMAGED:
        for source, file in fetched:
            if file.path.name == str(fault.data.get("file")):
                with disk_faults(file.path.parent):
                    Entry(file.path).drop()
                return InputError("fetched_damaged", source=source.name, file=file.path.name)
    return fault
