"""A program as two files that another process reads in place: its structure, and its arrays one behind the other.

The arrays lie outside the pickle (protocol 5, PEP 574), so that who opens the parcel sees them through a memory map of
the file: pages that the system may drop and read again. The map is a private one. Nothing is written in it, but to the
compiled loops an array that cannot be written is another type, for which they would all be compiled once more.
"""

import mmap
import pickle
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from spreiding.optimise.program import Program

_STRUCTURE: Final = "structure"
_ARRAYS: Final = "arrays"
# A cache line: what a processor loads at once never holds the end of one array and the begin of the next.
_ALIGNMENT: Final = 64


def write_parcel(program: Program, folder: Path) -> None:
    """Write `program` into `folder`, which is private."""
    buffers: list[pickle.PickleBuffer] = []
    structure = pickle.dumps(program, protocol=5, buffer_callback=buffers.append)
    views = [buffer.raw() for buffer in buffers]
    with (folder / _STRUCTURE).open("wb") as file:
        pickle.dump([view.nbytes for view in views], file)
        file.write(structure)
    with (folder / _ARRAYS).open("wb") as file:
        # Something to begin with: an empty file cannot be mapped.
        file.write(bytes(_ALIGNMENT))
        for view in views:
            file.write(view)
            file.write(bytes(-view.nbytes % _ALIGNMENT))


def open_parcel(folder: Path) -> Program:
    """Return the program in `folder`, which `write_parcel` filled; its arrays are views of the file."""
    with (folder / _ARRAYS).open("rb") as file:
        # The views keep the map, which outlives the file's name where the system allows that.
        arrays = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY))
    with (folder / _STRUCTURE).open("rb") as file:
        sizes = pickle.load(file)  # noqa: S301 - written by our own process, in a folder of its own
        program: Program = pickle.load(file, buffers=_cut(arrays, sizes))  # noqa: S301
    return program


def _cut(arrays: memoryview, sizes: Sequence[int]) -> Iterator[memoryview]:
    """Yield the part of each array."""
    begin = _ALIGNMENT
    for size in sizes:
        yield arrays[begin : begin + size]
        begin += size + -size % _ALIGNMENT
