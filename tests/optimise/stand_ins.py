"""Small programs for the optimiser, and engines that stand in for its own: honest ones that try every plan, and others.

What a process that searches has to live through, such as a library that hears nothing, is done to it by `Inside`: a
rule of a program that, when that process reads it, puts another engine in the place of all engines.
"""

import ctypes
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import product
from pathlib import Path

import numpy as np

from spreiding.domain import Option, Plan, Vestigingstype
from spreiding.errors import QuestionError
from spreiding.optimise import search as searching
from spreiding.optimise.objective import broken, value_of
from spreiding.optimise.program import (
    Aim,
    BoolArray,
    Cover,
    Csr,
    Distances,
    Ending,
    Family,
    Lazy,
    Limit,
    Program,
    Rows,
    Run,
)
from spreiding.optimise.question import Budget, Goal, Question
from spreiding.optimise.result import Remark
from spreiding.optimise.stop import Clock, Watch

HOUR = 3600


def csr(rows: Sequence[Sequence[int]]) -> Csr:
    """Sparse rows."""
    indptr = np.cumsum([0, *(len(row) for row in rows)]).astype(np.int32)
    return Csr(indptr, np.array([k for row in rows for k in row], dtype=np.int32))


def at_most(family: Family, value: Sequence[float], upper: float) -> Rows:
    """No more than `upper` of the `value` of all columns."""
    columns = csr([range(len(value))])
    bounds = (np.array([-np.inf]), np.array([upper]), np.array([np.inf]))
    return Rows(family, (family.value,), columns, np.array(value, dtype=float), *bounds)


def cover(persons: Sequence[float], reach: Sequence[Sequence[int]], *, required: float = 0.0) -> Cover:
    """People in one area, and the facilities near them."""
    one = np.ones(1)
    return Cover(
        ("norm",),
        np.array(persons, dtype=float),
        np.zeros(len(persons), dtype=np.int32),
        csr(reach),
        always=one * 0,
        required=one * required,
        price=one * np.inf,
    )


def distances(persons: Sequence[float], metres: Sequence[Mapping[int, float]], *, beyond: float = 1000.0) -> Distances:
    """People, and how far each facility is that they can reach."""
    nearest_first = [sorted(row.items(), key=lambda pair: pair[1]) for row in metres]
    return Distances(
        np.array(persons, dtype=float),
        csr([[facility for facility, _ in row] for row in nearest_first]),
        np.array([cost for row in nearest_first for _, cost in row]),
        np.full(len(persons), beyond),
    )


def program_of(
    cents: Sequence[int],
    *,
    site: Sequence[int] | None = None,
    changes: Sequence[int] | None = None,
    people: Cover | None = None,
    near: Distances | None = None,
    rows: tuple[Rows, ...] = (),
) -> Program:
    """A program in which every column is a facility, by default at a site of its own and new."""
    n = len(cents)
    return Program(
        site=np.array(range(n) if site is None else site, dtype=np.int32),
        cents=np.array(cents, dtype=np.int64),
        changes=np.array([1] * n if changes is None else changes, dtype=np.int64),
        facilities=csr([[k] for k in range(n)]),
        rows=rows,
        covers=() if people is None else (people,),
        counted=None if people is None else 0,
        distances=near,
        kappa_per_m=0.001,
    )


def every_plan(program: Program) -> Iterator[BoolArray]:
    """Every plan with at most one option at each site."""
    per_site = [[None, *np.flatnonzero(program.site == site).tolist()] for site in np.unique(program.site)]
    for choice in product(*per_site):
        chosen = np.zeros(program.n_columns, dtype=np.bool_)
        chosen[[column for column in choice if column is not None]] = True
        yield chosen


def try_all(  # noqa: PLR0913 - the contract of all engines
    program: Program,
    aim: Aim,
    *,
    limits: tuple[Limit, ...],
    clock: Clock,
    gap: float,
    seed: int,
    start: BoolArray | None,
    watch: Watch,
) -> Run:
    """Try every plan; the first of the best ones, in an order that follows from the seed."""
    assert gap >= 0
    assert start is None or start.size == program.n_columns
    sign = -1 if aim is Aim.PERSONS else 1
    best, value = None, np.nan
    plans = list(every_plan(program))
    for number in np.random.default_rng(seed).permutation(len(plans)).tolist():
        if clock.left() < 0 or watch.should_stop():
            return Run(Ending.LIMIT, best, value, np.nan)
        if not broken(program, limits, plans[number]):
            worth = value_of(program, aim, plans[number])
            if best is None or sign * worth < sign * value:
                best, value = plans[number], worth
                watch.on_plan(best)
                watch.on_progress(value, np.nan)
    return Run(Ending.INFEASIBLE if best is None else Ending.PROVEN, best, value, value)


# --- engines with faults: they know of plan 0 with a bound of 100 ---


def _hurry(program: Program, watch: Watch) -> BoolArray:
    """Tell of the plan of the first column alone, with a bound of 100."""
    chosen = np.asarray(np.arange(program.n_columns) == 0)
    watch.on_plan(chosen)
    watch.on_progress(10.0, 100.0)
    return chosen


def deaf(program: Program, _aim: Aim, *, watch: Watch, **_: object) -> Run:
    """Find a plan, and then hang inside a library that lets no other thread of Python run."""
    _hurry(program, watch)
    ctypes.PyDLL(None).sleep(HOUR)
    raise AssertionError


def asleep(program: Program, _aim: Aim, *, watch: Watch, **_: object) -> Run:
    """Find a plan, and then hang inside a library that lets other threads run."""
    _hurry(program, watch)
    ctypes.CDLL(None).sleep(HOUR)
    raise AssertionError


def planless(_program: Program, _aim: Aim, *, watch: Watch, **_: object) -> Run:
    """Prove something about plans, and then hang without one."""
    watch.on_progress(np.nan, 100.0)
    ctypes.PyDLL(None).sleep(HOUR)
    raise AssertionError


def patient(program: Program, _aim: Aim, *, clock: Clock, watch: Watch, **_: object) -> Run:
    """Find a plan, and wait until it is enough or the time is over."""
    chosen = _hurry(program, watch)
    while clock.left() > 0 and not watch.should_stop():
        time.sleep(0.01)
    return Run(Ending.LIMIT, chosen, 10.0, 100.0)


def spinning(program: Program, _aim: Aim, *, watch: Watch, **_: object) -> Run:
    """Find a plan, and then compute for ever in one step that lets no other thread of Python run."""
    _hurry(program, watch)
    sum(range(10**15))
    raise AssertionError


def faulty(*_: object, **__: object) -> Run:
    """Have a fault."""
    message = "a fault of our own"
    raise ValueError(message)


def asking(*_: object, **__: object) -> Run:
    """Refuse the question."""
    raise QuestionError("bad_gap", value=Decimal("0.5"))


def full(*_: object, **__: object) -> Run:
    """Have no memory left."""
    raise MemoryError


def boasting(program: Program, aim: Aim, **_: object) -> Run:
    """Prove a bound that its own plan is better than."""
    chosen = np.ones(program.n_columns, dtype=np.bool_)
    value = value_of(program, aim, chosen)
    return Run(Ending.PROVEN, chosen, value, value - 1 if aim is Aim.PERSONS else value + 1)


def weighing(program: Program, *_: object, **__: object) -> Run:
    """Touch every number, and tell as a bound how much memory of its own this process has then [kB]."""
    assert program.distances is not None
    arrays = (program.distances.cost, program.distances.facilities.index, program.distances.beyond)
    assert not any(array.flags.owndata for array in arrays)
    assert all(np.isfinite(array).all() for array in arrays)
    own = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("RssAnon"))
    return Run(Ending.LIMIT, None, np.nan, float(own.split()[1]))


@dataclass(frozen=True)
class Inside(Lazy):
    """A rule that nothing breaks; in a process that reads it from a file, `engine` takes the place of all engines."""

    engine: Callable[..., Run]

    def broken(self, chosen: BoolArray) -> Rows:
        """Break nothing."""
        none = np.zeros(0)
        assert chosen.ndim == 1
        return Rows(Family.CATCHMENT, (), csr([]), none, none, none, none)

    def __reduce__(self) -> tuple[Callable[[Callable[..., Run]], "Inside"], tuple[Callable[..., Run]]]:
        return _install, (self.engine,)


def _install(engine: Callable[..., Run]) -> Inside:
    searching.engine_for = lambda _aim, _limits: engine  # type: ignore[assignment]
    return Inside(engine)


@dataclass(frozen=True)
class Asked:
    """A problem that is no more than its program; its sites are named after the columns."""

    program: Program
    question: Question
    once_per_branch: int | None = None
    inputs: str = "made by hand"
    remarks: tuple[Remark, ...] = ()

    def plan(self, chosen: BoolArray) -> Plan:
        return Plan.of({f"s{k}": Option(type=Vestigingstype.KLEIN) for k in np.flatnonzero(chosen).tolist()})

    def chosen(self, plan: Plan) -> BoolArray:
        return np.array([f"s{k}" in plan.by_id for k in range(self.program.n_columns)], dtype=np.bool_)

    def once_cents(self, chosen: BoolArray) -> int | None:
        return None if self.once_per_branch is None else self.once_per_branch * int(np.count_nonzero(chosen))


def asked(program: Program, *goals: Goal) -> Asked:
    """A question by `goals` about `program`, within its own rules."""
    return Asked(program, Question(goals=goals, budgets=(Budget(eur_per_year=Decimal(1000)),), min_share=0.0))
