"""`make bench`: travel costs on generated networks, medians on this machine, beside peers in the same run.

Preparation (what is done once per region) is printed apart. Every peer answers the same question as far as it can:
scipy and networkx give costs per node, pandana the nodes in reach; ours is the sorted table of squares and sites.
"""

import argparse
import os
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, fields
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Final

import networkx as nx
import numpy as np
import pandas as pd
from scipy.sparse.csgraph import dijkstra

from benchmarks.generated import SIZES, Generated, generate, stand_on
from benchmarks.kampen import snapping
from benchmarks.peer_graph import arcs_m
from benchmarks.timing import head, row, seconds
from spreiding.demand import FloatArray
from spreiding.domain import Modality
from spreiding.network import Footing, RoadNetwork, Roads, build_network
from spreiding.placing import Kind
from spreiding.trips import Trips, one_way_trips
from spreiding.whatif import what_if

CUTOFF_M: Final = 15_000.0
# How many sites a peer is asked: enough for a median, few enough to wait for.
N_SCIPY, N_PANDANA, N_NETWORKX, N_CHANGES, N_CHECKED = 100, 30, 5, 25, 10


@dataclass(frozen=True)
class Task:
    """One network, how many sites, and the promised seconds: the table and the nearest field."""

    size: str
    n_sites: int
    table_s: float
    nearest_s: float | None = None
    with_peers: bool = False


USUAL: Final = (
    Task("150k", 500, 0.5, with_peers=True),
    Task("1M", 2000, 3.0, nearest_s=0.3),
)
LARGE: Final = (Task("5M", 2000, 10.0),)


def save(size: str, path: str) -> None:
    """Generate a network and write it down: making it takes more memory than using it."""
    made = generate(SIZES[size])
    arrays = {field.name: getattr(made.roads, field.name) for field in fields(Roads)}
    np.savez(path, square_node=made.square_node, site_node=made.site_node, **arrays)


def load(path: str) -> Generated:
    """Read what `save` wrote."""
    with np.load(path) as archive:
        roads = Roads(**{field.name: archive[field.name] for field in fields(Roads)})
        return Generated(roads, archive["square_node"], archive["site_node"])


def measure(task: Task, path: str) -> None:
    """Print the lines of one network."""
    made = load(path)
    start = time.perf_counter()
    network = build_network(made.roads, Modality.AUTO)
    built = time.perf_counter()
    skeleton = network.skeleton
    contracted = time.perf_counter()
    demand, sites = stand_on(network, made.square_node), stand_on(network, made.site_node[: task.n_sites])
    trips = one_way_trips(skeleton, Kind.METRES, demand=demand, sites=sites)
    chosen = np.arange(task.n_sites, dtype=np.int32)
    # Compiles where needed, and makes ready what a first search makes ready.
    trips.table(chosen[:2], 100.0)
    trips.nearest(chosen[:2])
    ready = time.perf_counter()
    n = f"{task.size} knopen"
    note = f"graaf {built - start:.2g} s, inkrimpen {contracted - built:.2g} s, plaatsen {ready - contracted:.2g} s"
    row(f"{n}: voorbereiding", ready - start, None, f"{note}; {skeleton.node.size} kruispunten blijven")
    one = seconds(lambda: trips.table(chosen, CUTOFF_M, n_threads=1))
    n_pairs = trips.table(chosen, CUTOFF_M).site.size
    note = f"{one / task.n_sites * 1e3:.2g} ms per plek; {n_pairs} paren"
    row(f"{n}: {task.n_sites} plekken tot 15 km, één kern", one, task.table_s, note)
    several = seconds(lambda: trips.table(chosen, CUTOFF_M))
    row(f"{n}: dezelfde tabel op alle kernen", several, None, "")
    row(f"{n}: dichtstbijzijnde, zonder grens", seconds(lambda: trips.nearest(chosen)), task.nearest_s, "")
    changes(network, demand, sites, n)
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 if sys.platform == "darwin" else 1024) / 1024
    print(f"| {n}: geheugen [GB], hoogste stand | {megabytes:.2f} | {3 if task.size == '5M' else ''} | |", flush=True)
    if task.with_peers:
        peers(network, trips, made, one / task.n_sites)


def changes(network: RoadNetwork, demand: Footing, sites: Footing, n: str) -> None:
    """Time one branch more or less, in metres and in minutes, with half of the sites open."""
    n_open = sites.segment.size // 2
    field = what_if(network, demand=demand, sites=sites, open_sites=np.arange(n_open, dtype=np.int32))
    field.with_open(n_open).without(0)
    some = np.random.default_rng(0).permutation(n_open)[:N_CHANGES].tolist()
    opened = statistics.median(seconds(partial(field.with_open, n_open + k), 1) for k in some)
    closed = statistics.median(seconds(partial(field.without, k), 1) for k in some)
    is_small = network.n_nodes <= SIZES["150k"].n_nodes
    row(f"{n}: een vestiging erbij (m en min)", opened, 0.02 if is_small else None, "")
    row(f"{n}: een vestiging dicht (m en min)", closed, 0.05 if is_small else None, "")


def peers(network: RoadNetwork, trips: Trips, made: Generated, ours: float) -> None:
    """Time the same searches in other packages, per site."""
    row("per plek: Spreiding, één kern", ours, None, "tot elk vierkant, gesorteerd per vierkant")
    graph = arcs_m(network)
    nodes = made.site_node.tolist()

    def by_scipy(node: int) -> FloatArray:
        found: FloatArray = dijkstra(graph, indices=np.array([node]), limit=CUTOFF_M)[0]
        return found

    check(trips, made, by_scipy)
    at_once = seconds(lambda: dijkstra(graph, indices=made.site_node[:N_SCIPY], limit=CUTOFF_M), 3) / N_SCIPY
    report("scipy, alle plekken in één aanroep", at_once, ours, wanted=4)
    report("scipy, plek voor plek", per_site(by_scipy, nodes[:N_SCIPY]), ours)
    roads = nx.Graph()
    roads.add_weighted_edges_from(zip(network.tail.tolist(), network.head.tolist(), network.length_m, strict=True))

    def by_networkx(node: int) -> object:
        return nx.single_source_dijkstra_path_length(roads, node, cutoff=CUTOFF_M)

    report("networkx", per_site(by_networkx, nodes[:N_NETWORKX]), ours)
    by_pandana = pandana_search(network)
    if by_pandana is None:
        print("| per plek: pandana | - | | overgeslagen: niet geïnstalleerd (benchmarks/requirements.txt) |")
    else:
        report("pandana nodes_in_range", per_site(by_pandana, nodes[:N_PANDANA]), ours, wanted=15)


def per_site(find: Callable[[int], object], nodes: list[int]) -> float:
    """Mean time [s] of a search: near ones and far ones weigh as they do in our own table."""
    find(nodes[0])
    return seconds(lambda: [find(node) for node in nodes], 3) / len(nodes)


def report(name: str, peer: float, ours: float, wanted: int | None = None) -> None:
    """Say how many times faster than a peer we are; times per site."""
    promise = "" if wanted is None else f" (belofte {wanted})"
    row(f"per plek: {name}", peer, None, f"Spreiding is {peer / ours:.1f} × zo snel{promise}")


def check(trips: Trips, made: Generated, find: Callable[[int], FloatArray]) -> None:
    """Stop when a peer finds other distances than we do."""
    ours = trips.table(np.arange(N_CHECKED, dtype=np.int32), CUTOFF_M)
    square = np.repeat(np.arange(trips.n_points), np.diff(ours.indptr))
    for site in range(N_CHECKED):
        theirs = find(int(made.site_node[site]))[made.square_node]
        known = np.full(trips.n_points, np.inf)
        known[square[ours.site == site]] = ours.cost[ours.site == site]
        np.testing.assert_allclose(known, theirs, rtol=1e-9)


def pandana_search(network: RoadNetwork) -> Callable[[int], object] | None:
    """Return pandana's search for the nodes in range; None where it is not installed."""
    try:
        import pandana  # noqa: PLC0415 - not needed to measure ourselves
    except ImportError:
        return None
    # It prints its progress, which does not end its line.
    print("pandana bereidt voor:", flush=True)
    theirs = pandana.Network(
        pd.Series(network.x_m),
        pd.Series(network.y_m),
        pd.Series(network.tail),
        pd.Series(network.head),
        pd.DataFrame({"m": network.length_m}),
    )
    print("\n", flush=True)
    return lambda node: theirs.nodes_in_range([node], CUTOFF_M)


def main() -> None:
    """Print the table; every network in a process of its own, so that its memory can be told."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--groot", action="store_true")
    is_large = parser.parse_args().groot
    tasks = LARGE if is_large else USUAL
    head()
    with tempfile.TemporaryDirectory() as folder:
        for task in tasks:
            path = str(Path(folder) / f"{task.size}.npz")
            with ProcessPoolExecutor(1, mp_context=get_context("spawn"), max_tasks_per_child=1) as pool:
                pool.submit(save, task.size, path).result()
                pool.submit(measure, task, path).result()
            Path(path).unlink()
    if not is_large:
        snapping()
    print(f"\nbelasting aan het einde: {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
