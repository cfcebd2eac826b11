"""How the benchmarks measure and print."""

import os
import statistics
import time
from collections.abc import Callable


def seconds(work: Callable[[], object], repeats: int = 5) -> float:
    """Median wall-clock time [s] of `work`."""
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def row(task: str, value: float, limit: float | None, note: str = "") -> None:
    """Print one line of the table; times in seconds."""
    promise = "" if limit is None else f"{limit:g}"
    print(f"| {task} | {value:.3g} | {promise} | {note} |", flush=True)


def head() -> None:
    """Print the machine's load and the head of the table."""
    print(f"kernen: {os.cpu_count()}, belasting: {os.getloadavg()[0]:.1f}\n")
    print("| taak | seconden (mediaan) | belofte | bijzonderheden |")
    print("|---|---|---|---|", flush=True)
