"""The problems of the textbooks on a bare cost matrix, to a proof, so that published tables can be laid beside them.

Rows are demand, columns are sites; costs are in any unit, and need not be symmetric, metric, whole or positive. `inf`
is not allowed. A matrix of scipy may be sparse: what is not stored is not allowed, and a stored 0 costs 0. Columns are
numbered from 0; `fixed_in` must be open, `fixed_out` may not. A row of weight 0 is nobody: it needs no site.

Every function looks for the best plan for at most `time_limit_s` [s]; equal seeds give equal answers.
"""

import math
from dataclasses import dataclass
from typing import Literal, SupportsIndex

import numpy as np
from numpy.typing import ArrayLike

from spreiding.demand import FloatArray
from spreiding.optimise.bare.case import build_arcs, build_case, without_twins
from spreiding.optimise.bare.center import Radius
from spreiding.optimise.bare.checks import (
    Allowed,
    Columns,
    Costs,
    read_clock,
    read_costs,
    read_fixed,
    read_limit,
    read_number,
    read_opening,
    read_seed,
    read_weights,
)
from spreiding.optimise.bare.cover import build_covering, cover_all, cover_most
from spreiding.optimise.bare.lagrangian import BoolArray, Sites, StateArray
from spreiding.optimise.bare.median import Search
from spreiding.optimise.bare.swaps import open_greedily, row_costs
from spreiding.optimise.stop import Clock

Status = Literal["optimal", "time_limit", "infeasible"]

# How near a value and its bound are when the value is called optimal.
OPTIMAL_GAP = 1e-9


@dataclass(frozen=True)
class Answer:
    """The best plan that was found: open `sites`, its `objective`, a proven `bound` on all plans, and `seconds` used.

    `gap` is |objective - bound| / max(1, |objective|). Status `optimal`: the gap is at most 1e-9. `time_limit`: there
    was no time for a proof; without any plan `sites` is empty and the objective NaN. `infeasible`: no plan keeps to
    what is asked; then the bound is NaN too.
    """

    sites: tuple[int, ...]
    objective: float
    bound: float
    status: Status
    seconds: float

    @property
    def gap(self) -> float:
        """Relative distance between objective and bound; NaN without a plan."""
        return abs(self.objective - self.bound) / max(1.0, abs(self.objective))


@dataclass(frozen=True)
class _Ending:
    """How a search ends, by its clock."""

    clock: Clock
    time_limit_s: float

    def answer(self, is_open: BoolArray, objective: float, bound: float) -> Answer:
        """Answer with a plan; it is the best when the bound says so."""
        sites = tuple(int(j) for j in np.flatnonzero(is_open))
        status: Status = "optimal" if abs(objective - bound) <= OPTIMAL_GAP * max(1.0, abs(objective)) else "time_limit"
        return Answer(sites, objective, bound, status, self._seconds())

    def infeasible(self) -> Answer:
        """Answer that there is no plan."""
        return Answer((), math.nan, math.nan, "infeasible", self._seconds())

    def without_plan(self, bound: float) -> Answer:
        """Answer that there was no time to find a plan."""
        return Answer((), math.nan, bound, "time_limit", self._seconds())

    def _seconds(self) -> float:
        return self.time_limit_s - self.clock.left()


def p_median(  # noqa: PLR0913
    costs: Costs,
    p: SupportsIndex,
    *,
    weights: ArrayLike | None = None,
    fixed_in: Columns = (),
    fixed_out: Columns = (),
    time_limit_s: float = 60.0,
    seed: int = 0,
) -> Answer:
    """Open exactly `p` sites so that Σ weight × cost of the cheapest open site is least (Hakimi 1964).

    Raises
    ------
    QuestionError
        For what is not a well-formed question, before anything is solved: see `bare.checks`.

    """
    clock, allowed, seed = read_clock(time_limit_s), read_costs(costs), read_seed(seed)
    number = read_number(p, allowed.n_sites)
    weight = read_weights(weights, allowed.n_rows)
    state = read_fixed(fixed_in, fixed_out, allowed.n_sites, number)
    allowed, weight = allowed.of_rows(weight > 0), weight[weight > 0]
    sites = Sites(np.zeros(allowed.n_sites), state, number, number)
    return _cheapest(allowed, weight, sites, _Ending(clock, time_limit_s), seed)


def facility_location(  # noqa: PLR0913
    costs: Costs,
    opening_costs: ArrayLike,
    *,
    weights: ArrayLike | None = None,
    fixed_in: Columns = (),
    fixed_out: Columns = (),
    time_limit_s: float = 60.0,
    seed: int = 0,
) -> Answer:
    """Open sites so that opening costs + Σ weight × cost of the cheapest open site is least (Balinski 1965).

    Raises
    ------
    QuestionError
        For what is not a well-formed question, before anything is solved: see `bare.checks`.

    """
    clock, allowed, seed = read_clock(time_limit_s), read_costs(costs), read_seed(seed)
    opening, weight = read_opening(opening_costs, allowed.n_sites), read_weights(weights, allowed.n_rows)
    state = read_fixed(fixed_in, fixed_out, allowed.n_sites)
    allowed, weight = allowed.of_rows(weight > 0), weight[weight > 0]
    sites = Sites(opening, state, 0, int(np.count_nonzero(state >= 0)))
    return _cheapest(allowed, weight, sites, _Ending(clock, time_limit_s), seed)


def p_center(
    costs: Costs,
    p: SupportsIndex,
    *,
    fixed_in: Columns = (),
    fixed_out: Columns = (),
    time_limit_s: float = 60.0,
    seed: int = 0,
) -> Answer:
    """Open exactly `p` sites so that the largest cost of a row at its cheapest open site is least (Hakimi 1964).

    Without rows the objective is 0.

    Raises
    ------
    QuestionError
        For what is not a well-formed question, before anything is solved: see `bare.checks`.

    """
    clock, allowed, seed = read_clock(time_limit_s), read_costs(costs), read_seed(seed)
    number = read_number(p, allowed.n_sites)
    state = read_fixed(fixed_in, fixed_out, allowed.n_sites, number)
    end = _Ending(clock, time_limit_s)
    if np.count_nonzero(state >= 0) < number:
        return end.infeasible()
    arcs = build_arcs(allowed, np.ones(allowed.n_rows))
    if allowed.n_rows == 0:
        return end.answer(_filled(state > 0, state, number), 0.0, 0.0)
    found = Radius(allowed, arcs, state, number).search(clock, seed)
    if found.is_open is None:
        return end.infeasible() if found.is_proven else end.without_plan(found.bound)
    is_open = _filled(found.is_open, state, number)
    return end.answer(is_open, float(row_costs(arcs, is_open).max()), found.bound)


def set_cover(  # noqa: PLR0913
    costs: Costs,
    limit: float,
    *,
    opening_costs: ArrayLike | None = None,
    fixed_in: Columns = (),
    fixed_out: Columns = (),
    time_limit_s: float = 60.0,
    seed: int = 0,
) -> Answer:
    """Cover every row, by a site at cost ≤ `limit`, at the least opening costs, or with the fewest sites (LSCP).

    Raises
    ------
    QuestionError
        For what is not a well-formed question, before anything is solved: see `bare.checks`.

    """
    clock, allowed, seed = read_clock(time_limit_s), read_costs(costs), read_seed(seed)
    opening, reach = read_opening(opening_costs, allowed.n_sites), read_limit(limit)
    state = read_fixed(fixed_in, fixed_out, allowed.n_sites)
    end = _Ending(clock, time_limit_s)
    found = cover_all(build_covering(allowed.keep(allowed.cost <= reach), opening, state), clock, seed=seed)
    if found.is_open is None:
        return end.infeasible() if found.is_proven else end.without_plan(found.bound)
    objective = math.fsum(opening[found.is_open])
    return end.answer(found.is_open, objective, min(found.bound, objective))


def max_cover(  # noqa: PLR0913
    costs: Costs,
    limit: float,
    p: SupportsIndex,
    *,
    weights: ArrayLike | None = None,
    fixed_in: Columns = (),
    fixed_out: Columns = (),
    time_limit_s: float = 60.0,
    seed: int = 0,
) -> Answer:
    """Cover the most weight, each row by a site at cost ≤ `limit`, with at most `p` sites (MCLP).

    Raises
    ------
    QuestionError
        For what is not a well-formed question, before anything is solved: see `bare.checks`.

    """
    clock, allowed, seed = read_clock(time_limit_s), read_costs(costs), read_seed(seed)
    number, reach = read_number(p, allowed.n_sites), read_limit(limit)
    weight = read_weights(weights, allowed.n_rows)
    state = read_fixed(fixed_in, fixed_out, allowed.n_sites, number)
    case = build_covering(allowed.keep(allowed.cost <= reach), np.zeros(allowed.n_sites), state)
    is_open, bound = cover_most(case, weight, number, clock, seed=seed)
    is_covered = case.covers @ is_open.astype(np.float64) > 0
    objective = math.fsum(weight[is_covered])
    return _Ending(clock, time_limit_s).answer(is_open, objective, max(bound, objective))


def _cheapest(allowed: Allowed, weight: FloatArray, sites: Sites, end: _Ending, seed: int) -> Answer:
    """Solve a p-median or facility location problem of rows with a weight above 0."""
    case = build_case(allowed, weight, without_twins(allowed, sites))
    state = case.sites.state
    n_open = np.count_nonzero(state >= 0)
    if n_open < case.sites.least or np.isinf(row_costs(case.arcs, state >= 0)).any():
        return end.infeasible()
    start = np.zeros(state.size, dtype=np.bool_)
    open_greedily(case.arcs, case.sites, case.miss, start)
    if math.isinf(case.value(start)):
        # Where not every row may use every site, a plan may be hard to find, and not be there.
        covering = build_covering(allowed, np.ones(state.size), state)
        found = cover_all(covering, end.clock, seed=seed, most=case.sites.most, is_enough=True)
        if found.is_open is None:
            return end.infeasible() if found.is_proven else end.without_plan(case.least_value())
        start = found.is_open
        open_greedily(case.arcs, case.sites, case.miss, start)
    best = Search(case, end.clock, seed).run(start)
    return end.answer(best.is_open, best.value, best.bound)


def _filled(is_open: BoolArray, state: StateArray, p: int) -> BoolArray:
    """Return the plan with p sites: more of them make no row worse."""
    filled = is_open.copy()
    spare = np.flatnonzero(~is_open & (state == 0))
    filled[spare[: p - np.count_nonzero(is_open)]] = True
    return filled
