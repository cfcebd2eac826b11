"""Roads that a compiled reader reads or a server sends, taken in by a process of its own that is watched.

Measured: a file of 30 kB can name millions of nodes and cost 700 MB, one of 5 MB runs for hours. And osmnx changes how
a whole process resolves host names, and waits for a busy server without end.
"""

import json
import math
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from spreiding.errors import InputError
from spreiding.io.files import confinement

# Meant for a province: 100 MB, of which some 15 million nodes; a country does not fit.
MAX_ADDRESS_BYTES: Final = 4 * 1024**3
MAX_RESULT_BYTES: Final = 2 * 1024**3
# Some ten times what a map of a province takes here (0.2 s per MB, a few seconds at least).
_FIRST_SECONDS: Final = 60.0
_SECONDS_PER_MB: Final = 3.0

_MEGABYTE: Final = 1e6
_GIGABYTE: Final = 1024**3


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
    with tempfile.TemporaryDirectory(prefix="spreiding-wegen-") as folder:
        arguments = ("spreiding.io.network.road_reader", folder, json.dumps(limits))
        with confinement.run_reader(*arguments, folder=Path(folder), max_s=max_s, environment={}) as reader:
            answer = reader.ask(task)
            if "fault" in answer:
                raise _fault(answer, file=file, max_s=max_s)
            # Still running, the reader removes the folder when we are killed amid its answer.
            yield Path(folder)


def _fault(fault: Mapping[str, Any], *, file: str, max_s: float) -> InputError:
    """Make the fault that the reader found; what else it wrote is not trusted."""
    match fault["fault"]:
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
    match fault["fault"]:
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
