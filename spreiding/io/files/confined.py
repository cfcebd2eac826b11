"""Files of formats with large readers, read in a process of their own that is watched and ended from outside."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import spreiding
from spreiding.errors import InputError
from spreiding.io.files.confined_formats import MAX_ROWS

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
    "PROJ_NETWORK": "OFF",
    "ALL_PROXY": _CLOSED_DOOR,
    "http_proxy": _CLOSED_DOOR,
    "https_proxy": _CLOSED_DOOR,
    # One thread each: starting more takes address space and time.
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "ARROW_DEFAULT_MEMORY_POOL": "system",
}


@dataclass
class Confined:
    """A running reader of one file; `file` is its name for sentences, `folder` holds the file and the answers."""

    file: str
    folder: Path
    process: "subprocess.Popen[str]"
    is_late: threading.Event = field(default_factory=threading.Event)

    def ask(self, **question: object) -> Mapping[str, Any]:
        """Put a question and return the answer.

        Raises
        ------
        InputError
            The fault that the reader found, or that it took too much of the machine.

        """
        line = self.exchange(json.dumps(question) + "\n")
        answer = json.loads(line) if line else {"fault": self._cause_of_death()}
        if "fault" in answer:
            raise self._fault(answer["fault"], str(answer.get("reason", "")))
        return dict(answer)

    def exchange(self, line: str) -> str:
        """Send a line, wait for the answer; empty when the reader ended instead of answering."""
        if self.process.stdin is None or self.process.stdout is None:
            return ""
        timer = threading.Timer(MAX_WALL_SECONDS, self._end)
        timer.start()
        try:
            self.process.stdin.write(line)
            self.process.stdin.flush()
            return self.process.stdout.readline()
        except BrokenPipeError:
            return ""
        finally:
            timer.cancel()

    def _end(self) -> None:
        self.is_late.set()
        self.process.kill()

    def _cause_of_death(self) -> str:
        self.process.wait()
        if self.is_late.is_set() or -self.process.returncode in _OUT_OF_TIME:
            return "time"
        return "memory" if -self.process.returncode in _OUT_OF_MEMORY else "died"

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


# How a process ends: SIGXCPU, or SIGKILL when it ignores that; SIGABRT of a library that gets no memory.
_OUT_OF_TIME: Final = (24, 9)
_OUT_OF_MEMORY: Final = (6,)


@contextmanager
def open_confined(source: Path, *, file_format: str, file: str) -> Iterator[Confined]:
    """Start a reader for `source`, which lies alone in a private folder; end it whatever happens.

    Raises
    ------
    InputError
        As `Confined.ask`.

    """
    limits = {"address_bytes": MAX_ADDRESS_BYTES, "cpu_s": MAX_CPU_SECONDS, "result_bytes": MAX_RESULT_BYTES}
    # Nothing empty between the separators: that would be the folder of the file.
    paths = (str(Path(spreiding.__file__).parents[1]), os.environ.get("PYTHONPATH"))
    python_path = os.pathsep.join(path for path in paths if path)
    command = [sys.executable, "-P", "-W", "ignore", "-m", "spreiding.io.files.confined_reader"]
    with (source.parent / "log").open("wb") as log:
        process = subprocess.Popen(  # noqa: S603 - our own program, a list, no shell
            [*command, file_format, str(source), json.dumps(limits)],
            env={**os.environ, **_ENVIRONMENT, "PYTHONPATH": python_path},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            encoding="utf-8",
        )
    with process:
        try:
            confined = Confined(file, source.parent, process)
            if not confined.exchange(""):
                raise RuntimeError((source.parent / "log").read_text(encoding="utf-8", errors="replace"))
            yield confined
        finally:
            process.kill()
