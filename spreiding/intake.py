"""The use cases of data: what a file is, a region from files, what is in a region."""

from pathlib import Path

from spreiding.io.inspect import FileReport, inspect_file

__all__ = ["FileReport", "describe_file"]


def describe_file(path: Path) -> FileReport:
    """Tell what an input file is and what it holds.

    Raises
    ------
    InputError
        As `io.inspect.inspect_file`.

    """
    return inspect_file(path)
