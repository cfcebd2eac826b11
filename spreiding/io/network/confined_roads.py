"""Roads that a compiled reader reads or a server sends, taken in by a process of its own that is watched.

Measured: a file of 30 kB can name millions of nodes and cost 700 MB, one of 5 MB runs for hours. And osmnx changes how
a whole process resolves host names, and waits for a busy server without end.
"""

import json
import math
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import spreiding
from spreiding.errors import InputError

# Meant for a province: 100 MB, of which some 15 million nodes; a country does not fit.
MAX_ADDRESS_BYTES: Final = 4 * 1024**3
MAX_RESULT_BYTES: Final = 2 * 1024**3
# Some ten times what a map of a province takes here (0.2 s per MB, a few seconds at least).
_FIRST_SECONDS: Final = 60.0
_SECONDS_PER_MB: Final = 3.0

_MEGABYTE: Final = 1e6
_GIGABYTE: Final = 1024**3
# What a process that used up its time ends by: SIGXCPU, and SIGKILL for who ignores it.
_OUT_OF_TIME: Final = () if sys.platform == "win32" else (-24, -9)
# One thread each: starting more takes address space and time.
_ENVIRONMENT: Final = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "PROJ_NETWORK": "OFF"}


def allowed_seconds(path: Path) -> float:
    """Time [s] that reading a file of this size may take."""
    return _FIRST_SECONDS + _SECONDS_PER_MB * path.stat().st_size / _MEGABYTE


@contextmanager
def run_reader(task: Mapping[str, object], *, file: str, max_s: float) -> Iterator[Path]:
    """Run `io.network.road_reader` on `task` and yield the folder with its answer; `file` is the name for sentences.

    Raises
    ------
    InputError
        The fault that the reader found, `read_takes_too_long` or `roads_too_large`.

    """
    limits = {"address_bytes": MAX_ADDRESS_BYTES, "result_bytes": MAX_RESULT_BYTES, "cpu_s": math.ceil(max_s)}
    with tempfile.TemporaryDirectory(prefix="spreiding-wegen-") as name:
        folder = Path(name)
        (folder / "task.json").write_text(json.dumps({"task": task, "limits": limits}), encoding="utf-8")
        try:
            code = _run(folder, max_s)
        except subprocess.TimeoutExpired as error:
            raise InputError("read_takes_too_long", file=file, max_s=round(max_s)) from error
        answer = folder / "fault.json"
        fault = json.loads(answer.read_text(encoding="utf-8")) if answer.is_file() else {}
        if fault or code != 0:
            raise _fault(fault or {"kind": "time" if code in _OUT_OF_TIME else "died"}, file=file, max_s=max_s)
        yield folder


def _run(folder: Path, max_s: float) -> int:
    python_path = os.pathsep.join([str(Path(spreiding.__file__).parents[1]), os.environ.get("PYTHONPATH", "")])
    with (folder / "log").open("wb") as log:
        return subprocess.run(  # noqa: S603 - our own program, a list, no shell
            [sys.executable, "-P", "-W", "ignore", "-m", "spreiding.io.network.road_reader", str(folder)],
            env={**os.environ, **_ENVIRONMENT, "PYTHONPATH": python_path},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            timeout=max_s,
            check=False,
        ).returncode


def _fault(fault: Mapping[str, Any], *, file: str, max_s: float) -> InputError:
    """Make the fault that the reader found; what else it wrote is not trusted."""
    match fault["kind"]:
        case "time":
            return InputError("read_takes_too_long", file=file, max_s=round(max_s))
        case "memory":
            return InputError("roads_too_large", file=file, max_gb=MAX_ADDRESS_BYTES // _GIGABYTE)
        case "missing_crs":
            return InputError("missing_crs", file=file)
        case "unknown_crs":
            return InputError("unknown_crs", file=file, crs=str(fault.get("crs", "")))
        case "roads_without_nodes":
            return InputError("roads_without_nodes", file=file, n_ways=str(fault.get("n_ways", "")))
        case _:
            return _server_fault(fault, source=file)


def _server_fault(fault: Mapping[str, Any], *, source: str) -> InputError:
    """Make the fault of a server, or that of a file which is of no use."""
    host, status, reason = (str(fault.get(name, "")) for name in ("host", "status", "reason"))
    match fault["kind"]:
        case "download_unreachable":
            return InputError("download_unreachable", source=source, host=host)
        case "download_slow":
            return InputError("download_slow", source=source, host=host)
        case "download_overloaded":
            return InputError("download_overloaded", source=source, host=host, status=status)
        case "download_refused":
            return InputError("download_refused", source=source, host=host, status=status)
        case "download_broken":
            return InputError("download_broken", source=source, host=host, reason=reason)
        case kind:
            return InputError("unreadable_file", file=source, reason=reason or str(kind))
