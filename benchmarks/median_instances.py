"""Generated questions of the median kind, as bare programs: squares on a road network, sites in some of them.

The questions: options that differ by an invented detour, options that differ by what they offer (rows per kernfunctie),
and a plain choice of `p` sites. Money is in cents, as in a program.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from benchmarks.generated import SIZES, generate, stand_on
from spreiding.demand import FloatArray, IntArray
from spreiding.domain import Modality
from spreiding.network import build_network
from spreiding.optimise.program import Csr, Distances, Family, Program, Rows
from spreiding.placing import Kind
from spreiding.trips import one_way_trips

CUTOFF_M: Final = 15_000.0
WEIGHT_SEED: Final = 7
# Cost of each type and the detour [m] that stands for what it lacks.
PENALTY_COST: Final = (4, 2, 1)
PENALTY_M: Final = (0.0, 1000.0, 2500.0)
# Yearly tariffs [€]: servicepunt, klein, klein with one LLO package, middelgroot with it; and the rows of demand that
# each of them serves: functions 1 and 3, function 5, function 2, function 4, with their share of a person.
OPTION_EUR: Final = (11_890, 35_669, 44_437, 88_890)
SERVED_BY: Final = ((0, 1, 2, 3), (1, 2, 3), (2, 3), (3,))
FUNCTION_SHARE: Final = (0.4, 0.2, 0.2, 0.2)


LongArray = NDArray[np.int64]
# Half the memory; distances here are whole metres.
MetreArray = NDArray[np.float32]


@dataclass(frozen=True)
class Reach:
    """Squares and the sites within the cut-off of each, nearest first, in CSR form; costs [m], weights [persons]."""

    indptr: LongArray
    site: IntArray
    cost: MetreArray
    weights: FloatArray
    n_sites: int

    @property
    def n_squares(self) -> int:
        """Number of squares."""
        return self.weights.size


def reach_of(size: str, n_sites: int) -> Reach:
    """Generate a network of a named size and search from `n_sites` of its sites."""
    made = generate(SIZES[size])
    network = build_network(made.roads, Modality.AUTO)
    nodes = made.site_node[np.sort(np.unique(made.site_node, return_index=True)[1])][:n_sites]
    trips = one_way_trips(
        network.skeleton, Kind.METRES, demand=stand_on(network, made.square_node), sites=stand_on(network, nodes)
    )
    table = trips.table(np.arange(n_sites, dtype=np.int32), CUTOFF_M)
    # Whole metres, and none at the cut-off itself: such a site brings a row nothing.
    cost = np.round(table.cost).astype(np.float32)
    keep = cost < CUTOFF_M
    kept = np.concatenate([[0], np.cumsum(keep, dtype=np.int64)])
    n_squares = made.square_node.size
    weights = np.maximum(1.0, np.round(np.random.default_rng(WEIGHT_SEED).lognormal(2.8, 0.9, n_squares)))
    return Reach(kept[table.indptr], table.site[keep], cost[keep], weights, n_sites)


def part_of(reach: Reach, n_squares: int, n_sites: int) -> Reach:
    """Cut a gemeente out: the squares nearest to one site, and the sites that are most among them."""
    row = np.repeat(np.arange(reach.n_squares), np.diff(reach.indptr))
    seen_by = np.bincount(reach.site, minlength=reach.n_sites)
    at_middle = reach.site == np.argsort(-seen_by, kind="stable")[reach.n_sites // 2]
    from_middle = np.full(reach.n_squares, np.inf)
    from_middle[row[at_middle]] = reach.cost[at_middle]
    squares = np.argsort(from_middle, kind="stable")[:n_squares]
    inside = np.isin(row, squares)
    near = np.bincount(reach.site[inside], CUTOFF_M - reach.cost[inside], minlength=reach.n_sites)
    return _restricted(reach, np.sort(squares), np.sort(np.argsort(-near, kind="stable")[:n_sites]))


def thinned(reach: Reach, n_squares: int, n_sites: int) -> Reach:
    """Return a region with fewer squares, spread over all, and the first of its sites."""
    squares = np.linspace(0, reach.n_squares - 1, n_squares).astype(np.int64)
    return _restricted(reach, squares, np.arange(n_sites))


def _restricted(reach: Reach, squares: LongArray, sites: LongArray) -> Reach:
    row = np.repeat(np.arange(reach.n_squares), np.diff(reach.indptr))
    new_row, new_site = np.full(reach.n_squares, -1), np.full(reach.n_sites, -1)
    new_row[squares], new_site[sites] = np.arange(squares.size), np.arange(sites.size)
    keep = (new_row[row] >= 0) & (new_site[reach.site] >= 0)
    indptr = _starts(new_row[row[keep]], squares.size)
    return Reach(
        indptr, new_site[reach.site[keep]].astype(np.int32), reach.cost[keep], reach.weights[squares], sites.size
    )


def penalty_program(reach: Reach, share: float) -> Program:
    """Three types per site that differ by a detour, and a budget of `share` of what the dearest type costs once."""
    n = reach.n_sites
    row = np.repeat(np.arange(reach.n_squares), np.diff(reach.indptr))
    cost = np.concatenate([reach.cost + np.float32(detour) for detour in PENALTY_M])
    facility = np.concatenate([reach.site + kind * n for kind in range(len(PENALTY_M))])
    distances = _distances(np.tile(row, len(PENALTY_M)), facility, cost, reach.weights)
    cents = 100 * np.repeat(np.array(PENALTY_COST, dtype=np.int64), n)
    return _program(np.tile(np.arange(n), 3), cents, _single(3 * n), distances, _budget(cents, share * n * 100))


def function_program(reach: Reach, budget_eur: float) -> Program:
    """Four options per site that differ by what they offer: a row per square and set of functions."""
    n, kinds = reach.n_sites, len(SERVED_BY)
    row = np.repeat(np.arange(reach.n_squares), np.diff(reach.indptr))
    rows = np.concatenate([row + kind * reach.n_squares for kind in range(kinds)])
    facility = np.concatenate([reach.site + kind * n for kind in range(kinds)])
    weights = np.concatenate([reach.weights * share for share in FUNCTION_SHARE])
    distances = _distances(rows, facility, np.tile(reach.cost, kinds), weights)
    members = [[site * kinds + option for option in options] for options in SERVED_BY for site in range(n)]
    indptr = np.concatenate([[0], np.cumsum([len(found) for found in members])])
    facilities = Csr(indptr.astype(np.int32), np.concatenate(members).astype(np.int32))
    cents = 100 * np.tile(np.array(OPTION_EUR, dtype=np.int64), n)
    return _program(np.repeat(np.arange(n), kinds), cents, facilities, distances, _budget(cents, budget_eur * 100))


def plain_program(reach: Reach, p: int) -> Program:
    """Open at most `p` sites."""
    n = reach.n_sites
    facilities = Csr(reach.indptr.astype(np.int32), reach.site)
    distances = Distances(reach.weights, facilities, _exact(reach.cost), np.full(reach.n_squares, CUTOFF_M))
    cents = np.ones(n, dtype=np.int64)
    return _program(np.arange(n), cents, _single(n), distances, _budget(cents, p))


def _program(site: LongArray, cents: LongArray, facilities: Csr, distances: Distances, rows: Rows) -> Program:
    return Program(
        site=site.astype(np.int32),
        cents=cents,
        changes=np.ones(site.size, dtype=np.int64),
        facilities=facilities,
        rows=(rows,),
        distances=distances,
    )


def _single(n: int) -> Csr:
    return Csr(np.arange(n + 1, dtype=np.int32), np.arange(n, dtype=np.int32))


def _starts(label: LongArray, n: int) -> LongArray:
    return np.concatenate([[0], np.cumsum(np.bincount(label, minlength=n))])


def _budget(cents: LongArray, most: float) -> Rows:
    columns = Csr(np.array([0, cents.size], dtype=np.int32), np.arange(cents.size, dtype=np.int32))
    lower, upper = np.array([-np.inf]), np.array([float(np.floor(most + 1e-6))])
    return Rows(Family.BUDGET, ("budget",), columns, cents.astype(np.float64), lower, upper, np.array([np.inf]))


def _distances(row: LongArray, facility: LongArray, cost: MetreArray, weights: FloatArray) -> Distances:
    keep = cost < CUTOFF_M
    row, facility, cost = row[keep], facility[keep], cost[keep]
    order = np.lexsort((cost, row))
    facilities = Csr(_starts(row, weights.size).astype(np.int32), facility[order].astype(np.int32))
    return Distances(weights, facilities, _exact(cost[order]), np.full(weights.size, CUTOFF_M))


def _exact(cost: MetreArray) -> FloatArray:
    """Say that single precision is a float too: the program may hold either."""
    return cost  # type: ignore[return-value]
