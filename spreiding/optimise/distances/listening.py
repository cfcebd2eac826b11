"""Between a search and who follows it: time and wishes are asked at most some times per second."""

from time import perf_counter
from typing import Final

from spreiding.optimise.stop import Clock, Watch

_EVERY_S: Final = 0.25


class Listener:
    """Asks the clock and the watch; what the watch raises inside the solver is kept until it may be raised."""

    def __init__(self, clock: Clock, watch: Watch) -> None:
        """Begin to listen."""
        self.clock, self.watch = clock, watch
        self.error: BaseException | None = None
        self.has_stopped = False
        self.asked_at = self.told_at = -1.0

    def is_over(self) -> bool:
        """Whether time is over or somebody asked to stop."""
        if not self.has_stopped:
            self.has_stopped = self.clock.left() <= 0 or self._asks_to_stop()
        return self.has_stopped

    def _asks_to_stop(self) -> bool:
        now = perf_counter()
        if now - self.asked_at < _EVERY_S:
            return False
        self.asked_at = now
        try:
            return self.watch.should_stop()
        except BaseException as error:  # noqa: BLE001 - it may not pass through the solver
            self.error = error
            return True

    def tell(self, incumbent: float, bound: float) -> None:
        """Tell how far the search is, now and then."""
        now = perf_counter()
        if now - self.told_at >= _EVERY_S and self.error is None:
            self.told_at = now
            self.watch.on_progress(incumbent, bound)

    def raise_error(self) -> None:
        """Raise what the watch raised."""
        if self.error is not None:
            raise self.error
