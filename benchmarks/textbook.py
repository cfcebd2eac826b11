"""`python -m benchmarks.textbook`: the textbook problems on bare cost matrices, to a proof, beside spopt with CBC."""

import math
import statistics
import time
import warnings
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pulp
from scipy.sparse.csgraph import shortest_path
from spopt.locate import LSCP, MCLP, PCenter, PMedian

from benchmarks.timing import head, row
from spreiding.demand import FloatArray
from spreiding.optimise.textbook import Answer, facility_location, max_cover, p_center, p_median, set_cover

LIBRARY = Path(__file__).resolve().parents[2] / "shared" / "data" / "benchmark"
OPTIMA = (5819, 4093, 4250, 3034, 1355, 7824, 5631, 4445)
SEEDS = range(5)
# CBC overruns its limit by minutes on 500 × 500.
PEER_LIMIT_S = 60
PEER_SIZE = 200


def square(n_rows: int, n_columns: int, seed: int) -> tuple[FloatArray, FloatArray]:
    """Return distances between uniform random points in a square of 1,000 by 1,000, and weights 1–99."""
    random = np.random.default_rng(seed)
    rows, columns = random.random((n_rows, 2)) * 1000, random.random((n_columns, 2)) * 1000
    columns = rows if n_rows == n_columns else columns
    costs = np.hypot(rows[:, np.newaxis, 0] - columns[:, 0], rows[:, np.newaxis, 1] - columns[:, 1])
    return costs, random.integers(1, 100, n_rows).astype(float)


def read_pmed(path: Path) -> tuple[FloatArray, int]:
    """Return the shortest paths of a p-median problem of the OR-Library, and p; of equal edges the last counts."""
    n, n_edges, p, *numbers = (int(word) for word in path.read_text(encoding="ascii").split())
    edges = np.array(numbers).reshape(n_edges, 3)
    lengths = np.full((n, n), np.inf)
    for start, end, length in edges:
        lengths[start - 1, end - 1] = lengths[end - 1, start - 1] = length
    return shortest_path(lengths, directed=False), p


def random_graph(n: int, seed: int) -> FloatArray:
    """Return the shortest paths of a connected graph with n²/50 edges of 1–100, the class of the OR-Library."""
    random = np.random.default_rng(seed)
    order = random.permutation(n)
    edges = {(int(order[k]), int(order[random.integers(k)])) for k in range(1, n)}
    while len(edges) < n * n // 50:
        start, end = (int(node) for node in random.integers(n, size=2))
        if start != end and (end, start) not in edges:
            edges.add((start, end))
    lengths = np.full((n, n), np.inf)
    for start, end in sorted(edges):
        lengths[start, end] = lengths[end, start] = random.integers(1, 101)
    return shortest_path(lengths, directed=False)


def told(answer: Answer) -> str:
    """Say what was found."""
    return f"{answer.status}; doel {answer.objective:.6g}, grens {answer.bound:.6g}, gap {answer.gap:.1e}"


def told_together(answers: list[Answer]) -> str:
    """Say what was found on several problems."""
    objective, bound = (sum(values) for values in zip(*((a.objective, a.bound) for a in answers), strict=True))
    n_proven, gap = sum(a.status == "optimal" for a in answers), max(a.gap for a in answers)
    seconds = max(a.seconds for a in answers)
    return (
        f"{n_proven} van {len(answers)} bewezen; som doelen {objective:.10g}, som grenzen {bound:.10g}, "
        f"grootste gap {gap:.1e}, langste {seconds:.2g} s"
    )


def by_peer(build: Callable[[], Any]) -> str:
    """Say how long spopt needs to build and solve, and what it finds."""
    start = time.perf_counter()
    with warnings.catch_warnings():
        # spopt speaks to PuLP in the way of before version 4.
        warnings.simplefilter("ignore", DeprecationWarning)
        problem = build().problem
        built = time.perf_counter() - start
        problem.solve(pulp.PULP_CBC_CMD(msg=False, timeLimit=PEER_LIMIT_S, gapRel=0.0))
    seconds = time.perf_counter() - start
    # Without a plan PuLP reads the value of the relaxation.
    has_plan = problem.sol_status in {pulp.LpSolutionOptimal, pulp.LpSolutionIntegerFeasible}
    found = f"doel {problem.objective.value():.6g}" if has_plan else "geen antwoord"
    proven = ", bewezen" if problem.status == pulp.LpStatusOptimal and seconds < PEER_LIMIT_S else ""
    return f"spopt {seconds:.3g} s (opbouw {built:.2g}), {found}{proven}"


def medians_in_a_square() -> None:
    """Time p-median on random points, and how it grows with rows and columns."""
    promises = {(500, 500): 0.3, (2000, 1000): 3.0}
    for n_rows, n_columns in ((250, 250), (500, 500), (1000, 500), (1000, 1000), (2000, 1000), (4000, 1000)):
        answers = [
            p_median(costs, p, weights=weights)
            for seed in SEEDS
            for costs, weights in [square(n_rows, n_columns, seed)]
            for p in (10, 20)
        ]
        limit = promises.get((n_rows, n_columns))
        seconds = statistics.median(answer.seconds for answer in answers)
        row(f"p-mediaan {n_rows} × {n_columns}, p 10 en 20", seconds, limit, told_together(answers))


def median_beside_peer() -> None:
    """Time two problems that spopt answers."""
    for p in (10, 20):
        costs, weights = square(PEER_SIZE, PEER_SIZE, 0)
        answer = p_median(costs, p, weights=weights)
        peer = by_peer(partial(PMedian.from_cost_matrix, costs, weights, p))
        row(f"p-mediaan {PEER_SIZE} × {PEER_SIZE}, p {p}, een geval", answer.seconds, None, f"{told(answer)}; {peer}")


def library() -> None:
    """Time the first eight problems of the OR-Library together."""
    if not LIBRARY.is_dir():
        print("| OR-Library pmed1–8 | - | 10 | overgeslagen: de bestanden zijn hier niet |")
        return
    problems = [read_pmed(LIBRARY / f"pmed{number}.txt") for number in range(1, len(OPTIMA) + 1)]
    answers = [p_median(costs, p) for costs, p in problems]
    n_right = sum(answer.bound == optimum for answer, optimum in zip(answers, OPTIMA, strict=True))
    note = f"{n_right} van {len(OPTIMA)} gelijk aan het gepubliceerde optimum; {told_together(answers)}"
    row("OR-Library pmed1–8 samen", sum(answer.seconds for answer in answers), 10, note)


def class_of_the_library() -> None:
    """Time own problems of the class of the OR-Library."""
    answers = []
    for n in (100, 300, 600, 900):
        for seed in SEEDS:
            costs = random_graph(n, seed)
            answers += [p_median(costs, p) for p in sorted({5, 10, n // 10, n // 5, n // 3})]
    seconds = statistics.median(answer.seconds for answer in answers)
    row("klasse van OR-Library, n 100 tot 900", seconds, 1, f"{told_together(answers)} (belofte 60)")


def cost_and_peer(n: int) -> Iterator[tuple[str, Callable[[], Answer], Callable[[], Any] | None]]:
    """Yield a problem of each other kind on n points, for us and for spopt, which has no facility location."""
    costs, weights = square(n, n, 0)
    reach_m = 1500 / math.sqrt(n)
    opening = np.full(n, 1000.0 * math.sqrt(n))
    yield f"p-center {n} × {n}, p 10", lambda: p_center(costs, 10), lambda: PCenter.from_cost_matrix(costs, 10)
    yield f"LSCP {n} × {n}", lambda: set_cover(costs, reach_m), lambda: LSCP.from_cost_matrix(costs, reach_m)
    yield (
        f"MCLP {n} × {n}, p 10",
        lambda: max_cover(costs, reach_m, 10, weights=weights),
        lambda: MCLP.from_cost_matrix(costs, weights, reach_m, 10),
    )
    yield f"openingskosten {n} × {n}", lambda: facility_location(costs, opening, weights=weights), None


def others() -> None:
    """Time the other four, and how they grow; beside spopt where that answers within its limit."""
    for n in (PEER_SIZE, 500, 1000):
        for name, ours, peer in cost_and_peer(n):
            answer = ours()
            beside = f"; {by_peer(peer)}" if peer is not None and n == PEER_SIZE else ""
            row(name, answer.seconds, None, told(answer) + beside)


def main() -> None:
    """Print the table."""
    head()
    # Compile before anything is timed.
    costs, weights = square(60, 50, 0)
    p_median(costs, 5, weights=weights)
    medians_in_a_square()
    median_beside_peer()
    library()
    class_of_the_library()
    others()


if __name__ == "__main__":
    main()
