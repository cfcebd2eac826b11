"""Aims and limits over distances as text: cuts checked by hand against the derivation beside them.

The world: y0 and y1 are two options at s0, together facility 0; y2 stands at s1 and is facility 1. Six persons live
1,000 m from facility 0 and 3,000 m from facility 1, four live 2,000 m from facility 1; beyond is 5,000 m. Together that
is 50,000 person·m when nothing is open, which is what the solver's unit makes of any question: here a unit is 1.

The six are the group of s0, the four that of s1. Where nothing is open a person costs 5,000, and each facility saves
what it is nearer: t0_0 + 6 · 4,000 (y0 + y1) + 6 · 2,000 y2 ≥ 30,000, and t0_1 + 4 · 3,000 y2 ≥ 20,000. Where y2 is
open the six cost 3,000, of which facility 0 saves 2,000: t0_0 + 12,000 (y0 + y1) ≥ 18,000; the four cost 2,000:
t0_1 ≥ 8,000.

A tail: of 10 persons the furthest tenth is 1, so that θ counts 6 and 4 times what is beyond t. At t = 1,000 with
nothing open each is beyond it: t1_0 + 24,000 (y0 + y1) + 12,000 y2 + 6 t ≥ 30,000 and t1_1 + 12,000 y2 + 4 t ≥ 20,000,
t being t1_2. With y2 open and t = 2,500 only the six are: t1_0 + 12,000 (y0 + y1) + 6 t ≥ 18,000, while nothing is
asked of t1_1. The limit of 3,000 m keeps half a millionth.
"""

from pathlib import Path

import numpy as np
import pytest

from spreiding.optimise.distances.master import Master
from spreiding.optimise.distances.terms import Term
from spreiding.optimise.program import Aim, Distances, Family, Limit, Program
from tests.optimise.benders_worlds import csr

GOLDEN = Path(__file__).parent / "golden"
NOTHING, ONLY_S1 = np.zeros(2), np.array([0.0, 1.0])


def world() -> Program:
    near = csr([[0, 1], [1]])
    distances = Distances(np.array([6.0, 4.0]), near, np.array([1000.0, 3000.0, 2000.0]), np.array([5000.0, 5000.0]))
    return Program(
        site=np.array([0, 0, 1], dtype=np.int32),
        cents=np.zeros(3, dtype=np.int64),
        changes=np.zeros(3, dtype=np.int64),
        facilities=csr([[0, 1], [2]]),
        distances=distances,
    )


def cut(master: Master, term: Term, x: np.ndarray, t: float) -> None:
    master.add_cuts(term, term.cuts((x, t), (x, t), np.zeros(term.arcs.n_groups)))


def by_distance() -> Master:
    master = Master(world(), Aim.DISTANCE, (), seed=0)
    for x in (NOTHING, ONLY_S1):
        cut(master, master.terms[0], x, 0.0)
    return master


def within_a_tail() -> Master:
    master = Master(world(), Aim.DISTANCE, (Limit(Aim.TAIL, 3000.0),), seed=0)
    for x, t in ((NOTHING, 1000.0), (ONLY_S1, 2500.0)):
        cut(master, master.terms[1], x, t)
    return master


@pytest.mark.parametrize(("family", "build"), [(Family.DISTANCE, by_distance), (Family.TAIL, within_a_tail)])
def test_cuts_are_what_their_golden_file_says(family: Family, build: object, tmp_path: Path) -> None:
    path = tmp_path / "model.lp"
    assert callable(build)
    build().highs.writeModel(str(path))
    assert path.read_text(encoding="utf-8") == (GOLDEN / f"{family}.lp").read_text(encoding="utf-8")
