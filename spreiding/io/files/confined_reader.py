"""The program that reads a file nobody vouches for: a process of its own, with limits and a single driver.

`spreiding.io.files.confined` starts it and speaks with it in lines of JSON; what a hostile file does stays in here.
"""

import json
import os
import queue
import shutil
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final, Protocol, TextIO

from spreiding.io.files.confined_formats import GdalFile, ParquetFile, Refusal
from spreiding.io.files.spreadsheet import Workbook

if sys.platform != "win32":
    import resource

# One second between the signal that tells why and the end that cannot be refused.
_GRACE_S: Final = 1


class _Reader(Protocol):
    def layers(self) -> list[dict[str, object]]: ...

    def read(self, question: Mapping[str, Any], target: str) -> dict[str, object]: ...


_READERS: Final[Mapping[str, Callable[[str, str, int], _Reader]]] = {
    "gpkg": GdalFile,
    "shp": GdalFile,
    "fgb": GdalFile,
    "parquet": ParquetFile,
    "excel": Workbook,
}


def main(file_format: str, source: Path, limits: Mapping[str, int]) -> None:
    """Answer questions about `source` until nobody asks any more; its folder is ours, made for this one file."""
    os.chdir(source.parent)
    _limit(**limits)
    # What a library prints may not mix with our answers.
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    try:
        reader = _READERS[file_format](source.name, file_format, limits["result_bytes"])
    except MemoryError:
        return
    _write(answers, {"ready": True})
    for number, question in enumerate(_questions(source.parent)):
        _write(answers, _answer(reader, question, target=f"answer-{number}"))


def _limit(*, address_bytes: int, cpu_s: int, result_bytes: int) -> None:
    if sys.platform == "linux":  # elsewhere a limit on addresses is refused or without effect
        resource.setrlimit(resource.RLIMIT_AS, (address_bytes, address_bytes))
    if sys.platform != "win32":
        resource.setrlimit(resource.RLIMIT_CPU, (cpu_s, cpu_s + _GRACE_S))
        resource.setrlimit(resource.RLIMIT_FSIZE, (result_bytes, result_bytes))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _questions(folder: Path) -> Iterator[Mapping[str, Any]]:
    """Yield questions; when the asking side is gone the process ends at once, also amid an answer.

    The asking side ends this process before it lets go: when it is gone it was killed, and `folder` is left to us.
    """
    waiting: queue.SimpleQueue[str] = queue.SimpleQueue()

    def listen() -> None:
        for line in sys.stdin:
            waiting.put(line)
        shutil.rmtree(folder, ignore_errors=True)
        os._exit(0)

    threading.Thread(target=listen, daemon=True).start()
    while True:
        yield json.loads(waiting.get())


def _answer(reader: _Reader, question: Mapping[str, Any], *, target: str) -> Mapping[str, object]:
    try:
        return (
            {"layers": reader.layers()}
            if question["do"] == "layers"
            else {
                **reader.read(question, target),
                "target": target,
            }
        )
    except Refusal as refusal:
        return {"fault": refusal.kind, "reason": refusal.reason}
    except MemoryError:
        return {"fault": "memory"}
    except Exception as error:  # noqa: BLE001 - whatever a library makes of a bad file, it is the file that is bad
        # Not every library tells a full memory by MemoryError.
        kind = "memory" if "alloc" in str(error).lower() else "unreadable"
        return {"fault": kind, "reason": f"{type(error).__name__}: {error}"[:300]}


def _write(answers: TextIO, answer: Mapping[str, object]) -> None:
    answers.write(json.dumps(answer) + "\n")
    answers.flush()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), json.loads(sys.argv[3]))
