"""A search that goes on in a thread of its own while pages are drawn; it never touches the screen."""

import math
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from time import perf_counter

from spreiding.optimise.question import Question
from spreiding.planning import Answered, Progress
from spreiding.uitgangspunten import Uitgangspunten

# Takes who hears of progress, and who tells whether to stop.
Work = Callable[[Progress, Callable[[], bool]], Answered]


@dataclass
class Running:
    """A search under way for `question`, asked of the region with `region_fingerprint` under `uitgangspunten`.

    `incumbent` and `bound` are in the unit of the first goal.
    """

    question: Question
    region_fingerprint: str
    uitgangspunten: Uitgangspunten
    time_limit_s: float
    incumbent: float = math.nan
    bound: float = math.nan
    _answered: Answered | None = None
    _error: Exception | None = None
    _started_s: float = field(default_factory=perf_counter)
    _wants_stop: threading.Event = field(default_factory=threading.Event)
    _has_ended: threading.Event = field(default_factory=threading.Event)

    def start(self, work: Work) -> None:
        """Begin."""
        # A daemon: who stops the app does not wait for a search.
        threading.Thread(target=self._run, args=(work,), daemon=True).start()

    def stop(self) -> None:
        """Ask to end with the best plan so far."""
        self._wants_stop.set()

    def wait(self, seconds: float) -> bool:
        """Wait at most `seconds` [s]; return whether the search has ended."""
        return self._has_ended.wait(seconds)

    @property
    def share(self) -> float:
        """Share [0–1] of its time that has passed."""
        return min((perf_counter() - self._started_s) / self.time_limit_s, 1.0)

    def answer(self) -> Answered:
        """Return the answer of a search that has ended, or raise what it raised."""
        if self._error is not None:
            raise self._error
        if self._answered is None:
            message = "a search has an answer once it has ended"
            raise RuntimeError(message)
        return self._answered

    def _run(self, work: Work) -> None:
        try:
            self._answered = work(self._hear, self._wants_stop.is_set)
        except Exception as error:  # noqa: BLE001 - raised again where it can be told
            self._error = error
        finally:
            self._has_ended.set()

    def _hear(self, incumbent: float, bound: float, _seconds: float) -> None:
        self.incumbent, self.bound = incumbent, bound
