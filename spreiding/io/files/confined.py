"""Files of formats with large readers, read in a process of their own that is watched and ended from outside."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from spreiding.errors import InputError
from spreiding.io.files.confined_formats import MAX_ROWS
from spreiding.io.files.confinement import Reader, run_reader

# Meant for the largest file there is: all squares of 100 m of the country, some 400,000 × 140 columns, 1 GB.
MAX_ADDRESS_BYTES: Final = 3 * 1024**3
MAX_CPU_SECONDS: Final = 120
MAX_WALL_SECONDS: Final = 180.0
MAX_RESULT_BYTES: Final = 1024**3

_MEGABYTE: Final = 1024**2
# The proxy is a closed door: should anything in GDAL reach for the network, it finds nothing.
_CLOSED_DOOR: Final = "http://127.0.0.1:9"
_ENVIRONMENT: Final = {
    "GDAL_DRIVER_PATH": "disable",
    "GDAL_VRT_ENABLE_PYTHON": "NO",
    "GDAL_HTTP_PROXY": _CLOSED_DOOR,
    "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": "{none}",
    "OGR_SQLITE_ALLOW_EXTERNAL_ACCESS": "NO",
    "ALLOW_OGR_SQL_FUNCTIONS_FROM_TRIGGER_AND_VIEW": "NO",
    "ALL_PROXY": _CLOSED_DOOR,
    "http_proxy": _CLOSED_DOOR,
    "https_proxy": _CLOSED_DOOR,
    "ARROW_DEFAULT_MEMORY_POOL": "system",
}


@dataclass(frozen=True)
class Confined:
    """A running reader of one file; `file` is its name for sentences, `folder` holds the file and the answers."""

    file: str
    folder: Path
    reader: Reader

    def ask(self, **question: object) -> Mapping[str, Any]:
        """Put a question and return the answer.

        Raises
        ------
        InputError
            The fault that the reader found, or that it took too much of the machine.

        """
        answer = self.reader.ask(question)
        if "fault" in answer:
            raise self._fault(answer["fault"], str(answer.get("reason", "")))
        return answer

    def _fault(self, fault: str, reason: str) -> InputError:
        match fault:
            case "time":
                error = InputError("read_takes_too_long", file=self.file, max_s=round(MAX_WALL_SECONDS))
            case "memory" | "too_large":
                error = InputError("file_too_large", file=self.file, max_mb=MAX_RESULT_BYTES // _MEGABYTE)
            case "too_many_rows":
                error = InputError("too_many_rows", file=self.file, max_rows=MAX_ROWS)
            case "encrypted":
                error = InputError("encrypted_file", file=self.file)
            case "unsafe":
                error = InputError("unsafe_database", file=self.file, table=reason)
            case "too_many_layers":
                error = InputError("too_many_layers", file=self.file, n_layers=reason)
            case "encoding":
                error = InputError("geometry_encoding", file=self.file, encoding=reason)
            case _:
                error = InputError("unreadable_file", file=self.file, reason=reason or fault)
        return error


@contextmanager
def open_confined(source: Path, *, file_format: str, file: str) -> Iterator[Confined]:
    """Start a reader for `source`, which lies alone in a private folder; end it whatever happens.

    Raises
    ------
    InputError
        As `Confined.ask`.

    """
    limits = {"address_bytes": MAX_ADDRESS_BYTES, "cpu_s": MAX_CPU_SECONDS, "result_bytes": MAX_RESULT_BYTES}
    arguments = ("spreiding.io.files.confined_reader", file_format, str(source), json.dumps(limits))
    folder = source.parent
    with run_reader(*arguments, folder=folder, max_s=MAX_WALL_SECONDS, environment=_ENVIRONMENT) as reader:
        yield Confined(file, folder, reader)
