"""The textbook problems beside spopt (PySAL), which hands the same problems to CBC as models of its own."""

from typing import Any

import numpy as np
import pulp
import pytest
from spopt.locate import LSCP, MCLP, PCenter, PMedian

from spreiding.demand import FloatArray
from spreiding.optimise.textbook import max_cover, p_center, p_median, set_cover

# spopt speaks to PuLP in the way of before version 4, and PuLP says so at every variable.
pytestmark = pytest.mark.filterwarnings("ignore:.*PuLP 4.0.*:DeprecationWarning")

N_ROWS, N_COLUMNS = 60, 20


def world(seed: int) -> tuple[FloatArray, FloatArray]:
    """Points in a square of 100 by 100; fractional distances for even seeds, whole ones with ties for odd seeds."""
    random = np.random.default_rng(seed)
    rows, columns = random.random((N_ROWS, 2)) * 100, random.random((N_COLUMNS, 2)) * 100
    costs = np.hypot(rows[:, np.newaxis, 0] - columns[:, 0], rows[:, np.newaxis, 1] - columns[:, 1])
    return (np.ceil(costs) if seed % 2 else costs), random.integers(1, 100, N_ROWS).astype(float)


def plan_of(model: Any) -> list[int]:  # noqa: ANN401
    """Solve a model of spopt to the end; return the sites that it opens, none if there is no plan."""
    # It would write its results in a frame, which is not needed here.
    model.problem.solve(pulp.PULP_CBC_CMD(msg=False, gapRel=0.0))
    status = pulp.LpStatus[model.problem.status]
    assert status in {"Optimal", "Infeasible"}
    if status == "Infeasible":
        return []
    return [j for j, variable in enumerate(model.fac_vars) if variable.value() > 0.5]


def nearest(costs: FloatArray, plan: list[int]) -> FloatArray:
    """Return what every row pays."""
    return np.asarray(costs[:, plan].min(axis=1))


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("p", [3, 7])
def test_p_median_agrees(seed: int, p: int) -> None:
    costs, weights = world(seed)
    plan = plan_of(PMedian.from_cost_matrix(costs, weights, p))
    ours = p_median(costs, p, weights=weights)
    assert ours.status == "optimal"
    assert ours.objective == pytest.approx((weights * nearest(costs, plan)).sum(), rel=1e-9)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("p", [3, 7])
def test_p_center_agrees(seed: int, p: int) -> None:
    costs, _ = world(seed)
    plan = plan_of(PCenter.from_cost_matrix(costs, p))
    ours = p_center(costs, p)
    assert ours.status == "optimal"
    assert ours.objective == pytest.approx(nearest(costs, plan).max(), rel=1e-9)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("limit", [35.0, 50.0])
def test_set_cover_agrees(seed: int, limit: float) -> None:
    costs, _ = world(seed)
    plan = plan_of(LSCP.from_cost_matrix(costs, limit))
    ours = set_cover(costs, limit)
    # Of these eight some have no plan, which both then say.
    assert ours.status == ("optimal" if plan else "infeasible")
    assert ours.sites == () or ours.objective == len(plan)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("p", [2, 5])
def test_max_cover_agrees(seed: int, p: int) -> None:
    costs, weights = world(seed)
    plan = plan_of(MCLP.from_cost_matrix(costs, weights, 20.0, p))
    ours = max_cover(costs, 20.0, p, weights=weights)
    assert ours.status == "optimal"
    assert ours.objective == weights[nearest(costs, plan) <= 20].sum()
