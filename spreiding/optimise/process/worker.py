"""The program that searches: a process of its own, which answers one question and ends when nobody listens.

`spreiding.optimise.process.apart` starts it and speaks with it, in lines of JSON. Nothing is imported that a search
does not need: a user waits for it.
"""

import json
import math
import os
import shutil
import signal
import sys
import threading
import traceback
from collections.abc import Callable
from pathlib import Path

from spreiding.errors import SpreidingError
from spreiding.optimise.process.messages import (
    ENOUGH,
    Message,
    Task,
    columns_of,
    outcome_to_message,
    patience_s,
    to_line,
)
from spreiding.optimise.process.parcel import open_parcel
from spreiding.optimise.program import Aim
from spreiding.optimise.search import engine_for, search
from spreiding.optimise.stop import Watch

if sys.platform != "win32":
    import resource

Tell = Callable[[Message], None]


def main(folder: Path, aims: list[str]) -> None:
    """Search for `aims` in the program that `folder` holds once a task is given."""
    # Ctrl-C reaches every process of a terminal; who asked decides what becomes of this one.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    # What a library prints may not mix with our answers.
    os.dup2(2, 1)

    def tell(message: Message) -> None:
        answers.write(to_line(message))
        answers.flush()

    try:
        _answer(folder, tuple(Aim(name) for name in aims), tell)
    except SpreidingError as error:
        tell({"error": type(error).__name__, "kind": error.kind, "data": error.data})
    except MemoryError:
        tell({"error": "MemoryError"})
    except BaseException:  # noqa: BLE001 - whatever it is, who asked must know
        tell({"error": "", "traceback": traceback.format_exc()})
    # Without waiting for threads, which may be inside a library.
    os._exit(0)


def _answer(folder: Path, aims: tuple[Aim, ...], tell: Tell) -> None:
    is_enough = threading.Event()
    # Loaded before the clock runs.
    for aim in aims:
        engine_for(aim, ())
    tell({"ready": True})
    line = sys.stdin.readline()
    if not line:
        _vanish(folder)
    threading.Thread(target=_listen, args=(folder, is_enough), daemon=True).start()
    program = open_parcel(folder)
    if sys.platform != "win32":
        # What is mapped stays readable without a name, and nothing is left behind whoever is killed.
        shutil.rmtree(folder, ignore_errors=True)
    task = Task.from_message(json.loads(line), program.n_columns)
    _limit(task.stop.time_limit_s)
    watch = Watch(
        on_progress=lambda incumbent, bound: tell({"incumbent": incumbent, "bound": bound}),
        on_plan=lambda chosen: tell({"plan": columns_of(chosen)}),
        should_stop=is_enough.is_set,
    )
    outcome = search(program, task.aims, stop=task.stop, seed=task.seed, start=task.start, watch=watch)
    tell({"outcome": outcome_to_message(outcome)})


def _limit(seconds: float) -> None:
    """Let the system end this process when nobody else can: left alone inside a library that hears nothing."""
    if sys.platform != "win32":
        spent_s = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
        most_s = math.ceil(spent_s + (seconds + patience_s(seconds)) * _n_processors())
        resource.setrlimit(resource.RLIMIT_CPU, (most_s, most_s))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _n_processors() -> int:
    """Return how many processors this process may use; only Linux tells."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1


def _listen(folder: Path, is_enough: threading.Event) -> None:
    """Hear whether it is enough; when the asking side is gone this process ends at once, also amid a search."""
    for line in sys.stdin:
        if line == ENOUGH:
            is_enough.set()
    _vanish(folder)


def _vanish(folder: Path) -> None:
    """End, and leave nothing behind: who asked was killed, and cannot tidy up."""
    shutil.rmtree(folder, ignore_errors=True)
    os._exit(0)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
