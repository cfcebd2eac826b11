"""`python -m benchmarks.median`: plans by distance, proven to 0.01 %, on generated provinces; `--groot`: on a country.

Every task runs in a process of its own that reads its distances from disk, so that its memory is its own; that of the
process that waits is added. Nothing else answers these questions, so there is no peer beside them.
"""

import argparse
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Final

import numpy as np

from benchmarks.median_instances import (
    Reach,
    function_program,
    part_of,
    penalty_program,
    plain_program,
    reach_of,
    thinned,
)
from benchmarks.timing import head, row, seconds
from spreiding.optimise.distances import benders
from spreiding.optimise.distances.terms import build_term
from spreiding.optimise.program import Aim, BoolArray, Program, Run
from spreiding.optimise.stop import PROVEN_GAP, Clock

TIME_LIMIT_S: Final = 120.0
MIDDELGROOT_EUR: Final = 88_890
PROVINCE_EUR: Final = 1.65e6
N_OPEN: Final = 800
CHANGE_S: Final = 0.1


@dataclass(frozen=True)
class Task:
    """One question: what it is called, of which network, how to make it, and the seconds that are promised."""

    name: str
    size: str
    make: Callable[[Reach], Program]
    promise_s: float | None = None


def _gemeente(reach: Reach, middelgroot: float) -> Program:
    return function_program(part_of(reach, 2_500, 50), middelgroot * MIDDELGROOT_EUR)


def _smaller(reach: Reach, n_squares: int, n_sites: int) -> Program:
    """Make the question of the province on part of it, with as much money per site."""
    return function_program(thinned(reach, n_squares, n_sites), PROVINCE_EUR * n_sites / reach.n_sites)


def _open_some(reach: Reach) -> Program:
    return plain_program(reach, N_OPEN)


USUAL: Final = (
    *(
        Task(f"30.000 × 500, omwegen als boete, budget {share}", "150k", partial(penalty_program, share=share), 10)
        for share in (0.2, 0.4, 0.8)
    ),
    *(
        Task(f"gemeente 2.500 × 50, per functie, {n} × middelgroot", "150k", partial(_gemeente, middelgroot=n), 3)
        for n in (5, 6.5, 8)
    ),
    Task(
        "provincie 30.000 × 500, per functie, € 1,65 mln",
        "150k",
        partial(function_program, budget_eur=PROVINCE_EUR),
        60,
    ),
    *(
        Task(f"groei: {n} × {m}, per functie", "150k", partial(_smaller, n_squares=n, n_sites=m))
        for n, m in ((7_500, 250), (15_000, 250), (30_000, 250), (30_000, 125))
    ),
)
LARGE: Final = (Task("land 400.000 × 2.000, 800 open", "1M", _open_some, 90),)


@dataclass(frozen=True)
class Measured:
    """How a task went: its run, seconds on the wall and of one core, megabytes, and seconds for one change by hand."""

    run: Run
    seconds: float
    cpu_s: float
    megabytes: float
    change_s: float


def save(size: str, n_sites: int, path: str) -> None:
    """Write the distances of a network down: finding them takes more memory than using them."""
    reach = reach_of(size, n_sites)
    np.savez(path, indptr=reach.indptr, site=reach.site, cost=reach.cost, weights=reach.weights, n_sites=n_sites)


def measure(task: Task, path: str) -> Measured:
    """Answer one question, and count one plan that differs from its answer in one site."""
    with np.load(path) as archive:
        arrays = {name: archive[name] for name in ("indptr", "site", "cost", "weights")}
        reach = Reach(**arrays, n_sites=int(archive["n_sites"]))
    _compile(reach)
    program = task.make(reach)
    del reach
    start, start_cpu = time.perf_counter(), time.process_time()
    found = benders.run(program, Aim.DISTANCE, clock=Clock.of(TIME_LIMIT_S), gap=PROVEN_GAP)
    taken, taken_cpu = time.perf_counter() - start, time.process_time() - start_cpu
    if found.chosen is None:
        message = f"{task.name}: no plan"
        raise RuntimeError(message)
    return Measured(found, taken, taken_cpu, megabytes(), change_s(program, found.chosen))


def change_s(program: Program, chosen: BoolArray) -> float:
    """Median time [s] to count a plan in which one site closes."""
    term = build_term(program, Aim.DISTANCE, 0)
    other = chosen.copy()
    other[np.flatnonzero(chosen)[0]] = False
    return seconds(lambda: term.value(program.is_open(other)))


def _compile(reach: Reach) -> None:
    """Answer small questions of each kind, so that nothing is compiled while the clock runs."""
    small = thinned(reach, 200, 10)
    for program in (penalty_program(small, 0.4), function_program(small, 2e5), plain_program(small, 3)):
        benders.run(program, Aim.DISTANCE, clock=Clock.of(TIME_LIMIT_S))


def megabytes() -> float:
    """Largest memory [MB] that this process ever had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024**2 if sys.platform == "darwin" else 1024)


def apart(work: Callable[..., object], *given: object) -> object:
    """Do something in a process of its own."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(work, *given).result()


def report(task: Task, measured: Measured) -> None:
    """Print the line of a task."""
    run = measured.run
    gap = (run.value - run.bound) / max(1.0, abs(run.value))
    memory = (measured.megabytes + megabytes()) / 1024
    note = f"{run.value:.6g} persoon·m, grens {run.bound:.6g}, gat {gap:.2e}, {memory:.2f} GB"
    note = f"{note}, rekentijd {measured.cpu_s:.3g} s, belasting {os.getloadavg()[0]:.1f}"
    row(task.name, measured.seconds, task.promise_s, note)
    row(f"{task.name}: één vestiging anders", measured.change_s, CHANGE_S if task.promise_s else None, "")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--groot", action="store_true", help="a whole country")
    tasks = LARGE if parser.parse_args().groot else USUAL
    head()
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "reach.npz")
        apart(save, tasks[0].size, 2000 if tasks is LARGE else 500, path)
        for task in tasks:
            measured = apart(measure, task, path)
            assert isinstance(measured, Measured)  # noqa: S101 - what `measure` returns
            report(task, measured)


if __name__ == "__main__":
    main()
