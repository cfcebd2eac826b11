"""Lower bounds for problems in which every row takes its cheapest open site, by Lagrangian relaxation. Compiled.

Of `min Σ_i min_{j open} c_ij + Σ_{j open} f_j` with a bounded number of open sites, the rule that every row takes one
site is relaxed with prices u. What is left is solved by looking: with r_j = f_j + Σ_i min(0, c_ij - u_i),

    L(u) = Σ_i u_i + the least Σ r_j over the sites that may be open together

(Cornuéjols, Fisher & Nemhauser 1977; Beasley 1993). Its maximum is the value of the linear relaxation of the strong
model, without that model: only arcs cheaper than u are ever looked at, because rows are sorted.
"""

from typing import Final, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from spreiding.demand import FloatArray, IntArray

BoolArray = NDArray[np.bool_]
StateArray = NDArray[np.int8]

# Rounding of a sum of n terms is at most n · this · the sum of their sizes (Higham 2002, section 4.2).
_EPSILON: Final = 2.0**-52
# A step counts as progress when it closes at least this part of what is open.
_PROGRESS: Final = 1e-4
# How much of the direction of the step before stays in it; smoother paths need fewer steps.
_DEFLECTION: Final = 0.7


class Arcs(NamedTuple):
    """Row i may use sites `site[indptr[i]:indptr[i + 1]]` at `cost`, cheapest first; every row has at least one."""

    indptr: NDArray[np.int64]
    site: IntArray
    cost: FloatArray


class Sites(NamedTuple):
    """What opening costs, and per site 1 (must be open), 0 (free) or -1 (closed); `least` to `most` are open."""

    opening: FloatArray
    state: StateArray
    least: int
    most: int


class Prices(NamedTuple):
    """Where an ascent is: `u` per row, the last `direction`, and three numbers in `memory`.

    Those are the length of the steps, how many steps ago there was progress, and the best value so far.
    """

    u: FloatArray
    direction: FloatArray
    memory: FloatArray


class Pace(NamedTuple):
    """How an ascent goes: at most `steps`, until the bound is `target`.

    After `patience` steps without progress the length of the steps is multiplied by `shrink`.
    """

    target: float
    steps: int
    patience: int
    shrink: float


class Relaxed(NamedTuple):
    """The best of an ascent: a proven `bound`, its `u` per row and `rho` per site, and how often a site was chosen."""

    bound: float
    u: FloatArray
    rho: FloatArray
    often: FloatArray


def build_prices(u: FloatArray, step: float) -> Prices:
    """Start an ascent at `u`, with steps of `step` times what would close the gap (Polyak 1969)."""
    return Prices(u.copy(), np.zeros(u.size), np.array([step, 0.0, -np.inf]))


@njit(cache=True, nogil=True)
def _reduce(arcs: Arcs, u: FloatArray, opening: FloatArray, rho: FloatArray) -> None:
    """Write what opening every site costs at prices u, `rho`."""
    indptr, site, cost = arcs
    rho[:] = opening
    for i in range(u.size):
        for arc in range(indptr[i], indptr[i + 1]):
            saved = cost[arc] - u[i]
            if saved >= 0:
                break
            rho[site[arc]] += saved


@njit(cache=True, nogil=True)
def smallest(values: FloatArray, k: int) -> float:
    """Return the k-th smallest value, k from 1; shuffles `values` (Hoare 1961)."""
    low, high, wanted = 0, values.size - 1, k - 1
    while low < high:
        pivot = values[(low + high) // 2]
        left, right = low, high
        while left <= right:
            while values[left] < pivot:
                left += 1
            while values[right] > pivot:
                right -= 1
            if left <= right:
                values[left], values[right] = values[right], values[left]
                left += 1
                right -= 1
        if wanted <= right:
            high = right
        elif wanted >= left:
            low = left
        else:
            break
    return float(values[wanted])


@njit(cache=True, nogil=True)
def _count(rho: FloatArray, sites: Sites) -> tuple[int, int, int]:
    """Return how many free sites the best choice opens, at the least and at the most."""
    n_in, n_free, n_negative = 0, 0, 0
    for j in range(rho.size):
        if sites.state[j] > 0:
            n_in += 1
        elif sites.state[j] == 0:
            n_free += 1
            n_negative += rho[j] < 0
    least, most = max(sites.least - n_in, 0), min(sites.most - n_in, n_free)
    return min(max(n_negative, least), most), least, most


@njit(cache=True, nogil=True)
def choose(rho: FloatArray, sites: Sites, chosen: BoolArray) -> None:
    """Mark the sites of least total `rho`: those that must, and of the free ones the cheapest."""
    k, _, _ = _count(rho, sites)
    free = np.empty(rho.size)
    n = 0
    for j in range(rho.size):
        chosen[j] = sites.state[j] > 0
        if sites.state[j] == 0:
            free[n] = rho[j]
            n += 1
    if k == 0:
        return
    worst = smallest(free[:n], k)
    for j in range(rho.size):
        if sites.state[j] == 0 and rho[j] < worst:
            chosen[j] = True
            k -= 1
    for j in range(rho.size):
        if sites.state[j] == 0 and rho[j] == worst and k > 0:
            chosen[j] = True
            k -= 1


@njit(cache=True, nogil=True)
def _value(u: FloatArray, rho: FloatArray, opening: FloatArray, chosen: BoolArray) -> float:
    """Return L less all that rounding can have added, so that it is a bound and not almost one."""
    total, size = 0.0, 0.0
    for i in range(u.size):
        total += u[i]
        size += abs(u[i])
    for j in range(rho.size):
        if chosen[j]:
            total += rho[j]
            # What was summed: opening, and the savings, which are what is between opening and rho.
            size += abs(rho[j]) + 2.0 * abs(opening[j])
    return total - (u.size + rho.size + 8) * _EPSILON * size


@njit(cache=True, nogil=True)
def _turn(arcs: Arcs, u: FloatArray, chosen: BoolArray, direction: FloatArray) -> float:
    """Add the subgradient to the direction, rows with too few sites up, with too many down; return its length²."""
    indptr, site, cost = arcs
    length = 0.0
    for i in range(u.size):
        short = 1
        for arc in range(indptr[i], indptr[i + 1]):
            if cost[arc] >= u[i]:
                break
            short -= chosen[site[arc]]
        direction[i] = short + _DEFLECTION * direction[i]
        length += direction[i] * direction[i]
    return length


@njit(cache=True, nogil=True)
def bound_at(arcs: Arcs, sites: Sites, u: FloatArray) -> float:
    """Return L(u) as a bound."""
    rho, chosen = np.zeros(sites.state.size), np.zeros(sites.state.size, dtype=np.bool_)
    _reduce(arcs, u, sites.opening, rho)
    choose(rho, sites, chosen)
    return _value(u, rho, sites.opening, chosen)


@njit(cache=True, nogil=True)
def ascend(arcs: Arcs, sites: Sites, prices: Prices, pace: Pace) -> Relaxed:
    """Climb L by subgradient steps (Held, Wolfe & Crowder 1974); `prices` go on where they stopped."""
    u, direction, memory = prices
    best, best_u, best_rho = -np.inf, u.copy(), np.zeros(sites.state.size)
    rho, often = np.zeros(sites.state.size), np.zeros(sites.state.size)
    chosen = np.zeros(sites.state.size, dtype=np.bool_)
    for step in range(pace.steps):
        _reduce(arcs, u, sites.opening, rho)
        choose(rho, sites, chosen)
        value = _value(u, rho, sites.opening, chosen)
        often += (chosen - often) / min(step + 1.0, 10.0)
        memory[1] = 0.0 if value > memory[2] + _PROGRESS * (pace.target - memory[2]) else memory[1] + 1
        memory[2] = max(memory[2], value)
        if value > best:
            best, best_u[:], best_rho[:] = value, u, rho
        if memory[1] >= pace.patience:
            memory[0], memory[1] = memory[0] * pace.shrink, 0.0
        length = _turn(arcs, u, chosen, direction)
        if best >= pace.target or length == 0:
            break
        stride = memory[0] * (pace.target - value) / length
        for i in range(u.size):
            u[i] = max(arcs.cost[arcs.indptr[i]], u[i] + stride * direction[i])
    return Relaxed(best, best_u, best_rho, often)


@njit(cache=True, nogil=True)
def fix(relaxed: Relaxed, sites: Sites, cutoff: float) -> float:
    """Fix in `sites.state` what every plan below `cutoff` does; return the least bound on the plans that drop out.

    `rho` tells what a site costs that is opened against the best choice, or closed against it.
    """
    rho, state = relaxed.rho, sites.state
    k, least, most = _count(rho, sites)
    chosen = np.zeros(rho.size, dtype=np.bool_)
    choose(rho, sites, chosen)
    worst_in, best_out = -np.inf, np.inf
    for j in range(rho.size):
        if state[j] == 0 and chosen[j]:
            worst_in = max(worst_in, rho[j])
        elif state[j] == 0:
            best_out = min(best_out, rho[j])
    # A site comes in place of another, or beside all where one more is allowed; and the other way round.
    leaves = max(worst_in, 0.0) if k < most else worst_in
    enters = min(best_out, 0.0) if k > least else best_out
    dropped = np.inf
    for j in range(rho.size):
        if state[j] == 0:
            other = relaxed.bound + (enters - rho[j] if chosen[j] else rho[j] - leaves)
            if other >= cutoff:
                state[j] = 1 if chosen[j] else -1
                dropped = min(dropped, other)
    return dropped


@njit(cache=True, nogil=True)
def cut_down(arcs: Arcs, sites: Sites) -> Arcs:
    """Leave out closed sites, and of every row what it never uses; the other sites are numbered anew, in order.

    A row goes no further than a site that is surely open, nor past more sites than can be closed together.
    """
    indptr, site, cost = arcs
    number = np.cumsum(sites.state >= 0).astype(np.int32) - np.int32(1)
    reach = number[-1] + 2 - max(sites.least, 1)
    kept = Arcs(np.zeros(indptr.size, dtype=np.int64), np.empty_like(site), np.empty_like(cost))
    n = 0
    for i in range(indptr.size - 1):
        start = n
        for arc in range(indptr[i], indptr[i + 1]):
            state = sites.state[site[arc]]
            if state < 0:
                continue
            kept.site[n], kept.cost[n] = number[site[arc]], cost[arc]
            n += 1
            if state > 0 or n - start >= reach:
                break
        kept.indptr[i + 1] = n
    return Arcs(kept.indptr, kept.site[:n].copy(), kept.cost[:n].copy())
