"""The textbook problems beside enumeration of all plans, on small random matrices of every kind."""

import math
from collections.abc import Callable, Iterator
from itertools import combinations
from typing import Any, NamedTuple

import numpy as np
import pytest
import scipy.sparse as sp

from spreiding.demand import FloatArray
from spreiding.optimise.textbook import Answer, facility_location, max_cover, p_center, p_median, set_cover

N_PROBLEMS = 300
N_BATCHES = 10


class World(NamedTuple):
    """A random matrix, with weights per row, opening costs per column, and columns that are fixed."""

    costs: FloatArray
    given: Any
    weights: FloatArray
    opening: FloatArray
    fixed_in: list[int]
    fixed_out: list[int]
    p: int
    limit: float


def random_world(seed: int) -> World:
    """Up to 8 rows and 7 columns: fractions or whole numbers with ties, zeros and negatives; some not allowed."""
    random = np.random.default_rng(seed)
    n_rows, n_columns, kind = int(random.integers(0, 9)), int(random.integers(1, 8)), seed % 5
    size = (n_rows, n_columns)
    costs = random.random(size) * 10 if kind < 2 else random.integers(-5 if kind == 4 else 0, 6, size).astype(float)
    costs[random.random(size) < random.choice([0.0, 0.2, 0.5])] = np.inf
    weights = random.random(n_rows) * 5 if kind == 1 else random.integers(0, 4, n_rows).astype(float)
    opening = random.random(n_columns) * 5 if kind == 0 else random.integers(-2, 6, n_columns).astype(float)
    order = random.permutation(n_columns).tolist()
    n_in, n_out = int(random.integers(0, 3)) * seed % 2, int(random.integers(0, 3))
    fixed_in, fixed_out = order[:n_in], order[n_in : n_in + n_out]
    p = int(random.integers(len(fixed_in), n_columns + 1))
    row, column = np.nonzero(np.isfinite(costs))
    sparse = sp.coo_array((costs[row, column], (row, column)), shape=size)
    given = [costs, sparse, costs, sparse.tocsr(), costs, sp.csc_matrix(sparse)][seed % 6]
    return World(costs, given, weights, opening, fixed_in, fixed_out, p, float(random.integers(0, 7)))


def plans(world: World, least: int, most: int) -> Iterator[list[int]]:
    """Yield every plan that keeps to what is fixed and opens `least` to `most` columns."""
    free = [j for j in range(world.costs.shape[1]) if j not in world.fixed_in + world.fixed_out]
    for size in range(least, most + 1):
        for extra in combinations(free, max(size - len(world.fixed_in), 0)):
            if len(extra) + len(world.fixed_in) == size:
                yield sorted([*extra, *world.fixed_in])


def paid(world: World, plan: list[int]) -> FloatArray:
    """Return what every row pays at its cheapest open site."""
    return np.asarray(world.costs[:, plan].min(axis=1, initial=np.inf))


def weighted(world: World, plan: list[int]) -> float:
    is_somebody = world.weights > 0
    return float((world.weights[is_somebody] * paid(world, plan)[is_somebody]).sum())


def largest(world: World, plan: list[int]) -> float:
    return float(paid(world, plan).max()) if world.weights.size else 0.0


def opened(world: World, plan: list[int]) -> float:
    return float(world.opening[plan].sum())


def covers_all(world: World, plan: list[int]) -> bool:
    return bool((paid(world, plan) <= world.limit).all())


def covered(world: World, plan: list[int]) -> float:
    return float(world.weights[paid(world, plan) <= world.limit].sum())


Solve = Callable[[World], tuple[Answer, float, int, int]]


def fixed(world: World) -> dict[str, Any]:
    return {"fixed_in": world.fixed_in, "fixed_out": world.fixed_out}


def solve_p_median(world: World) -> tuple[Answer, float, int, int]:
    answer = p_median(world.given, world.p, weights=world.weights, **fixed(world))
    best = min((weighted(world, plan) for plan in plans(world, world.p, world.p)), default=math.inf)
    return answer, best, world.p, world.p


def solve_p_center(world: World) -> tuple[Answer, float, int, int]:
    answer = p_center(world.given, world.p, **fixed(world))
    best = min((largest(world, plan) for plan in plans(world, world.p, world.p)), default=math.inf)
    return answer, best, world.p, world.p


def solve_facility_location(world: World) -> tuple[Answer, float, int, int]:
    n = world.opening.size
    answer = facility_location(world.given, world.opening, weights=world.weights, **fixed(world))
    best = min((weighted(world, plan) + opened(world, plan) for plan in plans(world, 0, n)), default=math.inf)
    return answer, best, 0, n


def solve_set_cover(world: World) -> tuple[Answer, float, int, int]:
    n = world.opening.size
    answer = set_cover(world.given, world.limit, **fixed(world))
    best = min((float(len(plan)) for plan in plans(world, 0, n) if covers_all(world, plan)), default=math.inf)
    return answer, best, 0, n


def solve_set_cover_with_costs(world: World) -> tuple[Answer, float, int, int]:
    n = world.opening.size
    answer = set_cover(world.given, world.limit, opening_costs=world.opening, **fixed(world))
    best = min((opened(world, plan) for plan in plans(world, 0, n) if covers_all(world, plan)), default=math.inf)
    return answer, best, 0, n


def solve_max_cover(world: World) -> tuple[Answer, float, int, int]:
    answer = max_cover(world.given, world.limit, world.p, weights=world.weights, **fixed(world))
    return answer, max(covered(world, plan) for plan in plans(world, 0, world.p)), 0, world.p


@pytest.mark.parametrize("batch", range(N_BATCHES))
@pytest.mark.parametrize(
    "solve",
    [
        solve_p_median,
        solve_p_center,
        solve_facility_location,
        solve_set_cover,
        solve_set_cover_with_costs,
        solve_max_cover,
    ],
)
def test_no_plan_of_all_is_better_than_the_answer(solve: Solve, batch: int) -> None:
    for seed in range(batch, N_PROBLEMS, N_BATCHES):
        world = random_world(seed)
        answer, best, least, most = solve(world)
        if math.isinf(best):
            assert (answer.status, answer.sites) == ("infeasible", ()), seed
            assert math.isnan(answer.objective), seed
            continue
        assert answer.status == "optimal", seed
        assert math.isclose(answer.objective, best, rel_tol=1e-9, abs_tol=1e-9), seed
        assert answer.gap <= 1e-9, seed
        assert least <= len(answer.sites) <= most, seed
        assert set(world.fixed_in) <= set(answer.sites), seed
        assert not set(world.fixed_out) & set(answer.sites), seed


def test_the_random_problems_hold_every_kind() -> None:
    worlds = [random_world(seed) for seed in range(N_PROBLEMS)]
    impossible = [math.isinf(solve_p_median(world)[1]) for world in worlds]
    assert 30 < sum(impossible) < 270
    assert sum(bool(world.fixed_in) for world in worlds) > 30
    assert sum(sp.issparse(world.given) for world in worlds) > 100
