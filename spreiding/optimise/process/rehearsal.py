"""A small question that is searched beforehand, so that nobody waits for the compiler when a real one is."""

from typing import Final

import numpy as np

from spreiding.optimise.process.apart import Asker, search_apart
from spreiding.optimise.process.messages import Task
from spreiding.optimise.program import Aim, Csr, Distances, Family, Program, Rows
from spreiding.optimise.stop import Stop

# Enough that every part of the search has something to do: less is settled before branching.
_N_ROWS, _N_PLACES, _N_OPEN = 400, 30, 8
_SIDE_M, _CUTOFF_M = 10_000.0, 4_000.0
_USUAL_CENTS: Final = 1000
# Compiling everything takes half a minute; on a busy machine some times that.
_LONGEST_S: Final = 600.0


def rehearse() -> None:
    """Search the least distance in the process that will search for others; every other sum runs the same loops."""
    task = Task((Aim.DISTANCE,), Stop(_LONGEST_S), seed=0, start=None)
    search_apart(small_program(), task, Asker(lambda _incumbent, _bound: None, lambda: False))


def small_program(seed: int = 0) -> Program:
    """Return people and places in a square, of which few may be open, at prices with little in common."""
    random = np.random.default_rng(seed)
    people, places = random.random((_N_ROWS, 1, 2)), random.random((1, _N_PLACES, 2))
    metres = np.hypot(*np.moveaxis(people - places, -1, 0)) * _SIDE_M
    nearest_first = np.argsort(metres, axis=1).astype(np.int32)
    sorted_metres = np.take_along_axis(metres, nearest_first, axis=1)
    is_near = sorted_metres < _CUTOFF_M
    each = np.arange(_N_PLACES, dtype=np.int32)
    cents = _USUAL_CENTS + random.integers(0, _USUAL_CENTS // 3, _N_PLACES)
    few = Rows(
        Family.BUDGET,
        ("budget",),
        Csr(np.array([0, _N_PLACES], dtype=np.int32), each),
        value=cents.astype(np.float64),
        lower=np.array([-np.inf]),
        upper=np.array([float(_N_OPEN * _USUAL_CENTS)]),
        price=np.array([np.inf]),
    )
    return Program(
        site=each,
        cents=cents,
        changes=np.ones(_N_PLACES, dtype=np.int64),
        facilities=Csr(np.arange(_N_PLACES + 1, dtype=np.int32), each),
        rows=(few,),
        distances=Distances(
            weights=random.integers(1, 100, _N_ROWS).astype(np.float64),
            facilities=Csr(
                np.concatenate([[0], np.cumsum(is_near.sum(axis=1))]).astype(np.int32), nearest_first[is_near]
            ),
            cost=sorted_metres[is_near],
            beyond=np.full(_N_ROWS, _CUTOFF_M),
        ),
        kappa_per_m=0.001,
    )
