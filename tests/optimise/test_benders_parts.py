"""What the search over distances rests on: cuts that hold everywhere, book-keeping that is exact, an honest ending."""

import math
from time import perf_counter

import numpy as np
import pytest

from spreiding.demand import FloatArray
from spreiding.optimise.distances import benders
from spreiding.optimise.distances.arcs import Cuts
from spreiding.optimise.distances.exchange import set_up
from spreiding.optimise.distances.listening import Listener
from spreiding.optimise.distances.local_search import LocalSearch
from spreiding.optimise.distances.master import Master
from spreiding.optimise.distances.moves import make
from spreiding.optimise.distances.terms import Term, build_term
from spreiding.optimise.objective import broken, value_of
from spreiding.optimise.program import Aim, BoolArray, Csr, Distances, Ending, Family, Program, Rows
from spreiding.optimise.stop import Clock, Watch
from tests.optimise.benders_worlds import Slow, all_plans, best_of, csr, random_program

SUMS = (Aim.DISTANCE, Aim.EQUIVALENT, Aim.TAIL)


def large_program(seed: int = 0, *, n_rows: int = 1500, n_sites: int = 60) -> Program:
    """People and sites at random in a square of 20 km; three options that cost more and are nearer by 1 km each."""
    rng = np.random.default_rng(seed)
    places, people = rng.uniform(0, 20_000, (n_sites, 2)), rng.uniform(0, 20_000, (n_rows, 2))
    apart = np.hypot(*(people[:, None] - places[None]).T).T
    cost = np.concatenate([apart, apart + 1000, apart + 2000], axis=1)
    order = np.argsort(cost, axis=1, kind="stable")
    near = [row[:30].tolist() for row in order]
    costs = np.concatenate([cost[k, row] for k, row in enumerate(near)])
    beyond = np.full(n_rows, cost.max() + 1.0)
    cents = np.repeat([400, 200, 100], n_sites)
    columns = Csr(np.array([0, 3 * n_sites], dtype=np.int32), np.arange(3 * n_sites, dtype=np.int32))
    bounds = np.array([-np.inf]), np.array([100.0 * n_sites * 0.7]), np.array([np.inf])
    return Program(
        site=np.tile(np.arange(n_sites, dtype=np.int32), 3),
        cents=cents.astype(np.int64),
        changes=np.ones(3 * n_sites, dtype=np.int64),
        facilities=csr([[k] for k in range(3 * n_sites)]),
        rows=(Rows(Family.BUDGET, ("budget",), columns, cents.astype(float), *bounds),),
        distances=Distances(rng.integers(1, 50, n_rows).astype(float), csr(near), costs, beyond),
    )


def theta_of(term: Term, plan: Slow, t: float) -> FloatArray:
    """Return what each group costs by a plan, in the solver's unit, its facilities looked at one by one."""
    arcs = term.arcs
    found = np.zeros(arcs.n_groups)
    for group in range(arcs.n_groups):
        for row in range(arcs.group_start[group], arcs.group_start[group + 1]):
            near = [
                arc for arc in range(arcs.begin[row], arcs.end[row]) if plan.facility_is_open(int(arcs.facility[arc]))
            ]
            cost = min([float(arcs.beyond[row]), *(float(arcs.cost[arc]) for arc in near)])
            found[group] += arcs.weight[row] * (max(cost - t, 0.0) if term.has_tail else cost)
    return found


def holds(cuts: Cuts, x: FloatArray, t: float, theta: FloatArray) -> bool:
    for k in range(cuts.group.size):
        part = slice(cuts.indptr[k], cuts.indptr[k + 1])
        left = theta[cuts.group[k]] + cuts.value[part] @ x[cuts.facility[part]] + cuts.mass[k] * t * (t > 0)
        if left < cuts.rhs[k] - 1e-7 * (1.0 + abs(cuts.rhs[k])):
            return False
    return True


@pytest.mark.parametrize("aim", SUMS)
@pytest.mark.parametrize("seed", range(20))
def test_a_cut_from_anywhere_holds_at_every_plan(seed: int, aim: Aim) -> None:
    program = random_program(seed)
    term = build_term(program, aim, 0)
    rng = np.random.default_rng(seed)
    plans = all_plans(program)[:40]
    for _ in range(5):
        x, t = rng.uniform(0, 1.2, program.n_facilities) ** 2, float(rng.uniform(0, 4000)) if aim is Aim.TAIL else 0.0
        cuts = term.cuts((x, t), (x, t), np.full(term.arcs.n_groups, -math.inf))
        assert cuts.group.size == term.arcs.n_groups
        for plan in plans:
            is_open = np.array([plan.facility_is_open(f) for f in range(program.n_facilities)], dtype=float)
            for other_t in (t, 0.5 * t + 100.0) if aim is Aim.TAIL else (0.0,):
                assert holds(cuts, is_open, other_t, theta_of(term, plan, other_t))


@pytest.mark.parametrize("aim", SUMS)
@pytest.mark.parametrize("seed", range(20))
def test_a_cut_says_all_of_the_plan_it_is_made_at(seed: int, aim: Aim) -> None:
    program = random_program(seed)
    term = build_term(program, aim, 0)
    for plan in all_plans(program)[:10]:
        x = np.array([plan.facility_is_open(f) for f in range(program.n_facilities)], dtype=float)
        t = 700.0 if aim is Aim.TAIL else 0.0
        cuts = term.cuts((x, t), (x, t), np.full(term.arcs.n_groups, -math.inf))
        assert cuts.at == pytest.approx(theta_of(term, plan, t), rel=1e-9, abs=1e-9)
        wanted = slow_sum(program, plan.chosen) if aim is Aim.DISTANCE else plan.value(aim)
        assert term.value(x > 0) / term.scale == pytest.approx(wanted, rel=1e-9)


@pytest.mark.parametrize("seed", range(10))
def test_the_book_of_changes_is_what_counting_anew_says(seed: int) -> None:
    program = random_program(seed)
    local = local_search(program)
    local.improve()
    rng = np.random.default_rng(seed)
    state = local.place.state
    for _ in range(20):
        site = int(rng.integers(state.now.size))
        options = [-1, *np.flatnonzero(program.site == site).tolist()]
        make(local.place, site, int(rng.choice(options)))
    kept = [state.change.copy(), state.shut.copy(), state.together.copy()]
    set_up(local.place.arcs, local.place.sites, state)
    for before, anew in zip(kept, (state.change, state.shut, state.together), strict=True):
        assert before == pytest.approx(anew, abs=1e-6)
    # And every single change is what the slow measure says, in the unit of the solver.
    now = slow_sum(program, local.chosen)
    for column in range(program.n_columns):
        other = local.chosen
        other[program.site == program.site[column]] = False
        other[column] = True
        more = (slow_sum(program, other) - now) * local.term.scale
        assert state.change[column] == pytest.approx(more, abs=1e-6)


def slow_sum(program: Program, chosen: BoolArray) -> float:
    assert program.distances is not None
    plan = Slow(program, chosen)
    return sum(float(w) * plan.distance(row) for row, w in enumerate(program.distances.weights))


def local_search(program: Program) -> LocalSearch:
    master = Master(program, Aim.DISTANCE, (), seed=0)
    return LocalSearch(master, master.terms[0], Listener(Clock.of(60), Watch()), seed=0)


@pytest.mark.parametrize("seed", range(300, 320))
def test_bound_optimum_and_heuristic_lie_in_that_order(seed: int) -> None:
    program = random_program(seed)
    plans = all_plans(program)
    if not plans:
        assert benders.run(program, Aim.DISTANCE, clock=Clock.of(60)).ending is Ending.INFEASIBLE
        return
    optimum = best_of(plans, Aim.DISTANCE)
    local = local_search(program)
    plan = local.improve()
    if not broken(program, (), plan):
        assert value_of(program, Aim.DISTANCE, plan) >= optimum - 1e-6
    found = benders.run(program, Aim.DISTANCE, clock=Clock.of(60), gap=0.05)
    assert found.bound <= optimum + 1e-6 <= found.value + 2e-6
    assert found.value - found.bound <= 0.05 * max(1.0, found.value)


def test_a_larger_question_is_proven_and_equal_seeds_give_equal_plans() -> None:
    program = large_program()
    first, second = (benders.run(program, Aim.DISTANCE, clock=Clock.of(120), gap=1e-4, seed=3) for _ in range(2))
    assert first.ending is Ending.PROVEN
    assert (first.value - first.bound) / first.value <= 1e-4
    assert first.chosen is not None
    assert second.chosen is not None
    assert first.chosen.tolist() == second.chosen.tolist()
    assert (first.value, first.bound) == (second.value, second.bound)
    # Another seed goes another way and proves as much: both intervals hold the optimum.
    other = benders.run(program, Aim.DISTANCE, clock=Clock.of(120), gap=1e-4, seed=4)
    assert max(first.bound, other.bound) <= min(first.value, other.value)


@pytest.mark.parametrize("seconds", [0.0, 0.3])
def test_time_that_runs_out_leaves_a_plan_and_a_bound(seconds: float) -> None:
    program = large_program(1, n_rows=6000, n_sites=150)
    benders.run(large_program(n_rows=50, n_sites=15), Aim.DISTANCE, clock=Clock.of(60))  # compiles
    start = perf_counter()
    found = benders.run(program, Aim.DISTANCE, clock=Clock.of(seconds), gap=0.0)
    # Tables are made before the clock is looked at; the rest stops within a step of the solver.
    assert perf_counter() - start < 20.0
    assert found.chosen is not None
    assert not broken(program, (), found.chosen)
    assert 0.0 < found.bound <= found.value
    if seconds == 0.0:
        assert found.ending is Ending.LIMIT


def test_who_follows_hears_of_plans_that_improve_and_of_bounds_below_them() -> None:
    program = large_program(2)
    heard: list[tuple[float, float]] = []
    plans: list[float] = []
    watch = Watch(
        on_progress=lambda incumbent, bound: heard.append((incumbent, bound)),
        on_plan=lambda chosen: plans.append(value_of(program, Aim.DISTANCE, chosen)),
    )
    found = benders.run(program, Aim.DISTANCE, clock=Clock.of(120), gap=0.0, watch=watch)
    assert found.value == pytest.approx(plans[-1])
    assert plans == sorted(plans, reverse=True)
    assert heard
    assert all(bound <= found.value <= incumbent + 1e-6 for incumbent, bound in heard)


def test_who_follows_may_stop_a_search() -> None:
    watch = Watch(should_stop=lambda: True)
    found = benders.run(large_program(2), Aim.DISTANCE, clock=Clock.of(120), gap=0.0, watch=watch)
    assert found.ending is Ending.LIMIT
    assert found.chosen is not None


def test_what_a_listener_raises_ends_the_search_and_is_raised() -> None:
    class EnoughError(Exception):
        pass

    def refuse() -> bool:
        raise EnoughError

    with pytest.raises(EnoughError):
        benders.run(large_program(3), Aim.DISTANCE, clock=Clock.of(60), watch=Watch(should_stop=refuse))


def test_a_start_that_is_optimal_is_kept() -> None:
    program = large_program(4, n_rows=300, n_sites=20)
    best = benders.run(program, Aim.DISTANCE, clock=Clock.of(60), gap=0.0)
    assert best.chosen is not None
    again = benders.run(program, Aim.DISTANCE, clock=Clock.of(60), gap=0.0, start=best.chosen)
    assert again.value == pytest.approx(best.value, rel=1e-9)
    assert again.ending is Ending.PROVEN
