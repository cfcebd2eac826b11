"""A search in a process of its own, so that it can be ended from outside whatever it is doing.

A fresh interpreter, never a copy of this process: that may have threads, and the locks that they hold.
"""

import json
import math
import os
import queue
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from typing import IO, Final

import spreiding
from spreiding.errors import InputError, QuestionError, SolverError
from spreiding.optimise.process.messages import (
    ENOUGH,
    Message,
    Task,
    chosen_of,
    outcome_from_message,
    patience_s,
    to_line,
)
from spreiding.optimise.process.parcel import write_parcel
from spreiding.optimise.program import BoolArray, Program
from spreiding.optimise.search import Outcome

# Loading what searches takes half a second; a machine that needs this long [s] has no memory left.
STARTUP_S: Final = 60.0
# How often to look whether somebody wants to stop, and at least to tell how far it is [s]: a screen that is gone is
# found out by telling it something.
_POLL_S: Final = 0.1
_TELL_S: Final = 1.0
_OURS: Final = {error.__name__: error for error in (InputError, QuestionError, SolverError)}
# One thread each: starting more takes time, and the solver uses one.
_ENVIRONMENT: Final = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}


@dataclass
class Heard:
    """What was heard of a search: its outcome, or without one the best plan and the last bound on the first aim.

    `is_stopped`: somebody asked to stop.
    """

    outcome: Outcome | None = None
    chosen: BoolArray | None = None
    incumbent: float = math.nan
    bound: float = math.nan
    is_stopped: bool = False


@dataclass(frozen=True)
class Asker:
    """Who waits for a search: hears (incumbent, bound) in the unit of the first aim (NaN: none yet), and may stop it.

    Both are asked in the thread that waits, some times per second the one and at least once per second the other.
    """

    on_progress: Callable[[float, float], None]
    should_stop: Callable[[], bool]


def search_apart(program: Program, task: Task, asker: Asker) -> Heard:
    """Search for `task.stop.time_limit_s` [s] once the process has started; it is ended `patience_s` later at most.

    What `asker` raises ends the search, and is raised again.

    Raises
    ------
    SpreidingError
        What the search raised.
    SolverError
        `solver_ended`, `solver_not_started`, `no_room_to_search`.
    RuntimeError
        When anything else went wrong there, with its traceback: a fault of our own.

    """
    with tempfile.TemporaryDirectory(prefix="spreiding-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        with _start(folder, task) as child:
            # While it is starting.
            try:
                write_parcel(program, folder)
            except OSError as error:
                raise SolverError("no_room_to_search", folder=folder.parent, reason=error.strerror) from error
            child.await_start()
            child.send(to_line(task.to_message()))
            return _Hearing(child, program.n_columns, asker).until(task.stop.time_limit_s)


@dataclass
class _Child:
    """The process, and what it said that nobody looked at yet; None is its end."""

    process: "subprocess.Popen[str]"
    log: IO[bytes]
    inbox: "queue.SimpleQueue[Message | None]" = field(default_factory=queue.SimpleQueue)

    def read(self) -> None:
        """Read until the process ends; of one that is killed the last line may be half."""
        for line in self.process.stdout or ():
            if line.endswith("\n"):
                self.inbox.put(json.loads(line))
        self.inbox.put(None)

    def send(self, line: str) -> None:
        """Send a line; one that has ended hears nothing, and its end is what we hear next."""
        if self.process.stdin is not None:
            with suppress(OSError):
                self.process.stdin.write(line)
                self.process.stdin.flush()

    def await_start(self) -> None:
        """Wait until it is ready to search."""
        try:
            message = self.inbox.get(timeout=STARTUP_S)
        except queue.Empty:
            raise SolverError("solver_not_started", seconds=round(STARTUP_S)) from None
        if message is None:
            raise self.cause_of_end()
        if "ready" not in message:
            raise _fault(message)

    def take(self) -> list[Message | None]:
        """Return all that was said; wait a moment when nothing was."""
        messages: list[Message | None] = []
        with suppress(queue.Empty):
            messages.append(self.inbox.get(timeout=_POLL_S))
            while True:
                messages.append(self.inbox.get_nowait())
        return messages

    def cause_of_end(self) -> Exception:
        """Return why it ended without a word: Python ends with a traceback, and only then it is a fault of our own."""
        code = self.process.wait()
        self.log.seek(0)
        text = self.log.read().decode(errors="replace")
        return RuntimeError(text) if "Traceback" in text else SolverError("solver_ended", reason=code)


@contextmanager
def _start(folder: Path, task: Task) -> Iterator[_Child]:
    """Start a process that will search; it is ended whatever happens."""
    # Nothing empty between the separators: that would be the folder of who starts us.
    paths = (str(Path(spreiding.__file__).parents[1]), os.environ.get("PYTHONPATH"))
    module, aims = "spreiding.optimise.process.worker", [aim.value for aim in task.aims]
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(  # noqa: S603 - our own program, a list, no shell
            [sys.executable, "-P", "-W", "ignore", "-m", module, str(folder), *aims],
            env={**os.environ, **_ENVIRONMENT, "PYTHONPATH": os.pathsep.join(path for path in paths if path)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            encoding="utf-8",
        )
        child = _Child(process, log)
        reader = threading.Thread(target=child.read, daemon=True)
        reader.start()
        try:
            yield child
        finally:
            process.kill()
            reader.join()
            with suppress(OSError), process:
                pass


@dataclass
class _Hearing:
    """Listens to a search until it answers or is too late."""

    child: _Child
    n_columns: int
    asker: Asker
    heard: Heard = field(default_factory=Heard)

    def until(self, time_limit_s: float) -> Heard:
        """Listen for `time_limit_s` [s] and some patience, or for some patience once somebody asks to stop."""
        began = told = perf_counter()
        ends_at = began + time_limit_s + patience_s(time_limit_s)
        while self.heard.outcome is None and (now := perf_counter()) < ends_at:
            news = [self._hear(message) for message in self.child.take()]
            if any(news) or now - told > _TELL_S:
                told = now
                self.asker.on_progress(self.heard.incumbent, self.heard.bound)
            if not self.heard.is_stopped and self.asker.should_stop():
                self.heard.is_stopped = True
                self.child.send(ENOUGH)
                ends_at = min(ends_at, now + patience_s(now - began))
        return self.heard

    def _hear(self, message: Message | None) -> bool:
        """Take in one message; return whether it tells of progress."""
        match message:
            case None:
                if self.heard.outcome is None:
                    raise self.child.cause_of_end()
            case {"outcome": outcome}:
                self.heard.outcome = outcome_from_message(outcome, self.n_columns)
            case {"plan": columns}:
                self.heard.chosen = chosen_of(columns, self.n_columns)
            case {"incumbent": incumbent, "bound": bound}:
                self.heard.incumbent, self.heard.bound = incumbent, bound
                return True
            case _:
                raise _fault(message)
        return False


def _fault(message: Message) -> Exception:
    """Return what was raised in the other process."""
    match message:
        case {"error": name, "kind": kind, "data": data}:
            return _OURS[name](kind, **data)
        case {"error": "MemoryError"}:
            return SolverError("solver_ended", reason="MemoryError")
        case _:
            return RuntimeError(message.get("traceback", str(message)))
