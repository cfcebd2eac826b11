"""A process of its own for a reader that meets what nobody vouches for: asked in lines of JSON, limited and watched.

The asking side uses `run_reader`, the program of the reader `limit` and `answer_questions`.
"""

import json
import os
import queue
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import spreiding

if sys.platform != "win32":
    import resource

# How a process ends on Linux and macOS: SIGXCPU, or SIGKILL when it ignores that; SIGABRT of a library without memory.
_OUT_OF_TIME: Final = (-24, -9)
_OUT_OF_MEMORY: Final = -6
# One second between the signal that tells why and the end that cannot be refused.
_GRACE_S: Final = 1
# One thread each: starting more takes address space and time.
_ENVIRONMENT: Final = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "PROJ_NETWORK": "OFF"}

Answer = Mapping[str, Any]


@dataclass
class Reader:
    """A running reader that may take `max_s` [s] for an answer."""

    process: "subprocess.Popen[str]"
    max_s: float
    is_late: threading.Event = field(default_factory=threading.Event)

    def ask(self, question: Mapping[str, object]) -> Answer:
        """Put a question and return the answer; {'fault': …} when the reader found one, or ended instead."""
        line = self.exchange(json.dumps(question) + "\n")
        return dict(json.loads(line)) if line else {"fault": self._cause_of_death()}

    def exchange(self, line: str) -> str:
        """Send a line, wait for the answer; empty when the reader ended instead of answering."""
        if self.process.stdin is None or self.process.stdout is None:
            return ""
        timer = threading.Timer(self.max_s, self._end)
        timer.start()
        try:
            self.process.stdin.write(line)
            self.process.stdin.flush()
            return self.process.stdout.readline()
        except BrokenPipeError:
            # Closed here, or leaving `Popen` would try once more to send what nobody reads.
            with suppress(BrokenPipeError):
                self.process.stdin.close()
            return ""
        finally:
            timer.cancel()

    def _end(self) -> None:
        self.is_late.set()
        self.process.kill()

    def _cause_of_death(self) -> str:
        self.process.wait()
        if self.is_late.is_set() or self.process.returncode in _OUT_OF_TIME:
            return "time"
        return "memory" if self.process.returncode == _OUT_OF_MEMORY else "died"


@contextmanager
def run_reader(
    module: str, *arguments: str, folder: Path, max_s: float, environment: Mapping[str, str]
) -> Iterator[Reader]:
    """Start a module of ours as a program with a private `folder`; end it whatever happens."""
    # Nothing empty between the separators: that would be the folder of who starts us.
    paths = (str(Path(spreiding.__file__).parents[1]), os.environ.get("PYTHONPATH"))
    python_path = os.pathsep.join(path for path in paths if path)
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(  # noqa: S603 - our own program, a list, no shell
            [sys.executable, "-P", "-W", "ignore", "-m", module, *arguments],
            env={**os.environ, **_ENVIRONMENT, **environment, "PYTHONPATH": python_path},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            encoding="utf-8",
        )
    with process:
        try:
            reader = Reader(process, max_s)
            if not reader.exchange("") and not reader.is_late.is_set():
                raise RuntimeError((folder / "log").read_text(encoding="utf-8", errors="replace"))
            yield reader
        finally:
            process.kill()


def limit(*, address_bytes: int, cpu_s: int, result_bytes: int) -> None:
    """Limit what this process may take of the machine, as far as the system can."""
    if sys.platform == "linux":  # elsewhere a limit on addresses is refused or without effect
        resource.setrlimit(resource.RLIMIT_AS, (address_bytes, address_bytes))
    if sys.platform != "win32":
        resource.setrlimit(resource.RLIMIT_CPU, (cpu_s, cpu_s + _GRACE_S))
        resource.setrlimit(resource.RLIMIT_FSIZE, (result_bytes, result_bytes))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def answer_questions(answer: Callable[[Answer], Mapping[str, object]], *, folder: Path) -> None:
    """Answer until nobody asks any more; when the asking side is gone this process ends at once, also amid an answer.

    The asking side ends this process before it lets go: when it is gone it was killed, and `folder` is left to us.
    """
    # What a library prints may not mix with our answers.
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    waiting: queue.SimpleQueue[str] = queue.SimpleQueue()

    def listen() -> None:
        for line in sys.stdin:
            waiting.put(line)
        shutil.rmtree(folder, ignore_errors=True)
        os._exit(0)

    threading.Thread(target=listen, daemon=True).start()
    found: Mapping[str, object] = {"ready": True}
    while True:
        answers.write(json.dumps(found) + "\n")
        answers.flush()
        found = _attempt(answer, json.loads(waiting.get()))


def _attempt(answer: Callable[[Answer], Mapping[str, object]], question: Answer) -> Mapping[str, object]:
    try:
        return answer(question)
    except MemoryError:
        return {"fault": "memory"}
    except Exception as error:  # noqa: BLE001 - whatever a library makes of a bad file, it is the file that is bad
        # Not every library tells a full memory by MemoryError.
        kind = "memory" if "alloc" in str(error).lower() else "unreadable"
        return {"fault": kind, "reason": f"{type(error).__name__}: {error}"[:300]}
