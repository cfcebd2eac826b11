"""The compiled loops of the search over distances, run once on a question of two sites: cached on disk from then on."""

import numpy as np

from spreiding.optimise import benders
from spreiding.optimise.program import Aim, Csr, Distances, Family, Program, Rows
from spreiding.optimise.stop import Clock

_LONG_S = 600.0


def compile_kernels() -> None:
    """Answer a small question for both precisions of distances, so that no user waits for the compiler."""
    for precision in (np.float32, np.float64):
        program = _two_sites(precision)
        benders.run(program, Aim.DISTANCE, clock=Clock.of(_LONG_S))
        benders.run(program, Aim.TAIL, clock=Clock.of(_LONG_S))


def _two_sites(precision: type[np.floating]) -> Program:
    """One of two sites may open; three people live near the first, one near the second."""
    one, two = np.arange(2, dtype=np.int32), np.array([0, 2], dtype=np.int32)
    pairs = Csr(np.array([0, 2, 4], dtype=np.int32), np.array([0, 1, 1, 0], dtype=np.int32))
    cost = np.array([100.0, 900.0, 200.0, 900.0], dtype=precision)
    budget = Rows(
        Family.BUDGET, ("",), Csr(two, one), np.ones(2), np.array([-np.inf]), np.array([1.0]), np.array([np.inf])
    )
    return Program(
        site=one,
        cents=np.ones(2, dtype=np.int64),
        changes=np.ones(2, dtype=np.int64),
        facilities=Csr(np.arange(3, dtype=np.int32), one),
        rows=(budget,),
        distances=Distances(np.array([3.0, 1.0]), pairs, cost, np.full(2, 1000.0)),
    )
