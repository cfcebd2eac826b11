"""`make bench`: the promises in numbers, medians on this machine, beside a peer where there is one.

Absolute times wobble with the machine; the ratios to a peer in the same run and the load say how much.
"""

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from playwright.sync_api import sync_playwright
from scipy.sparse.csgraph import dijkstra

from benchmarks.peer_graph import arcs_m
from benchmarks.reconcile import COUNTRY, PROVINCE, measure
from benchmarks.timing import head, row, seconds
from spreiding import planning, review, warm_up, workflow
from spreiding.compare import compare
from spreiding.domain import Modality, Option, Plan
from spreiding.evaluation import evaluate
from spreiding.fields import Fields
from spreiding.io.network.roads import read_roads
from spreiding.io.store import read_region, write_region
from spreiding.judging.case import Case
from spreiding.judging.judge import judge
from spreiding.network import build_network
from spreiding.norms import Confirmations, Label, OwnWay, ReachNorm
from spreiding.optimise.question import Budget, Goal, Question
from spreiding.optimise.stop import Stop
from spreiding.region import Region
from spreiding.scenario import today_plan
from spreiding.travel import nearest_metres, travel_metres
from spreiding.winners import find_winners, hardest_hit
from tests.browser.conftest import SWITCHES, served, visiting
from tests.worlds import make_region, make_roads, make_site

# Of 0–15, 15–25, 25–45, 45–65 and 75 and older.
GROUPS = ("kinderen", "15 tot 25 jaar", "25 tot 45 jaar", "45 tot 65 jaar", "75 jaar en ouder")


def cold_and_warm() -> None:
    """Time whole processes: from the files to the first figures, and from the prepared folder."""
    command = [sys.executable, "-m", "spreiding", "evalueer", "--json"]
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {"SPREIDING_REGIOS": folder}

        def run() -> None:
            done = subprocess.run(command, env=environment, capture_output=True, check=True)  # noqa: S603
            json.loads(done.stdout)

        def cold() -> None:
            shutil.rmtree(folder, ignore_errors=True)
            run()

        row("voorbeeld: van bestanden tot eerste cijfers (heel proces)", seconds(cold, 3), 20)
        row("voorbeeld: uit de klaargezette map (heel proces)", seconds(run, 5), 2)


def one_change(region: Region) -> None:
    """Time the new figures after opening or closing one branch."""
    uitgangspunten = workflow.default_uitgangspunten()
    today = today_plan(region.sites)
    ids = list(today.by_id)
    candidate = next(site for site in region.sites if site.today is None)
    opened = Plan.of(today.by_id | {candidate.id: Option(type=today.by_id[ids[0]].type)})
    closed = Plan.of({site_id: option for site_id, option in today.options if site_id != ids[0]})
    row("een vestiging erbij: alle nieuwe cijfers", seconds(lambda: evaluate(region, opened, uitgangspunten)), 0.5)
    row("een vestiging dicht: alle nieuwe cijfers", seconds(lambda: evaluate(region, closed, uitgangspunten)), 0.5)


def comparison(region: Region) -> None:
    """Time who gains and who loses, every group in its own way, when every other branch closes."""
    uitgangspunten = workflow.default_uitgangspunten()
    today = today_plan(region.sites)
    before, after = (evaluate(region, plan, uitgangspunten) for plan in (today, Plan.of(dict(today.options[::2]))))

    def run() -> None:
        compare(region, before, after, uitgangspunten=uitgangspunten)
        hardest_hit(find_winners(region, before, after))

    row("twee plannen vergelijken: gemeenten, kernen, groepen", seconds(run), 0.5)


def norms(region: Region) -> None:
    """Time all norms to begin with and one on each of five groups, from the network and with travel costs known."""
    presets = review.preset_normen()
    kader = presets.model_copy(update={"norms": presets.norms + tuple(norm_of(group) for group in GROUPS)})
    uitgangspunten = workflow.default_uitgangspunten()
    today, fields = today_plan(region.sites), Fields(region)

    def judged(known: Fields) -> int:
        case = Case(region, today, uitgangspunten, kader.groups, Confirmations(is_all=True), known)
        return len(judge(case, kader.norms))

    n_points, n_oordelen = region.demand.square.size, judged(fields)
    note = f"{len(kader.norms)} normen, {len(region.gemeenten)} gemeenten, {n_points} punten, {n_oordelen} oordelen"
    row("normoordeel van de provincie", seconds(lambda: judged(Fields(region))), 1, note)
    row("normoordeel, reistijden al bekend", seconds(lambda: judged(fields)), 1, note)


def norm_of(group: str) -> ReachNorm:
    """Return a norm on one group of people, who each travel in their own way."""
    return ReachNorm(
        name=f"bereik {group}",
        bron="benchmark",
        label=Label.EIGEN_KEUZE,
        share=0.9,
        groups=(group,),
        modality=OwnWay.OWN,
        max_m=5000.0,
    )


def travel_beside_scipy(region: Region) -> None:
    """Time nearest and the site table beside scipy's Dijkstra on the same graph."""
    network = region.networks[Modality.AUTO]
    demand, sites = region.demand_footing[Modality.AUTO], region.site_footing[Modality.AUTO]
    graph = arcs_m(network)
    open_sites = np.array([k for k, site in enumerate(region.sites) if site.today], dtype=np.int32)
    starts = network.tail[sites.segment]
    ours = seconds(lambda: nearest_metres(network, demand=demand, sites=sites, open_sites=open_sites))
    peer = seconds(lambda: dijkstra(graph, indices=starts[open_sites], min_only=True))
    row("dichtstbijzijnde vestiging, alle vierkanten", ours, None, f"scipy tot de knopen: {peer:.3g} s")
    everything = np.arange(min(100, len(region.sites)), dtype=np.int32)
    ours = seconds(
        lambda: travel_metres(network, demand=demand, sites=sites, site_indices=everything, cutoff_m=15_000.0), 3
    )
    peer = seconds(lambda: [dijkstra(graph, indices=starts[k], limit=15_000.0) for k in everything], 3)
    row("100 plekken tot 15 km", ours, None, f"tot elk vierkant, gesorteerd; scipy tot de knopen: {peer:.3g} s")


def optimise(region: Region) -> None:
    """Time the optimiser on the whole example, all kernen as candidates."""
    uitgangspunten = workflow.default_uitgangspunten()
    budget = Budget(eur_per_year=planning.total_eur(planning.todays_budgets(region, uitgangspunten, None)))
    questions = {"meeste inwoners voor het budget van nu": Question(goals=(Goal.COVERAGE,), budgets=(budget,))}
    questions |= {
        f"laagste kosten voor {share:.0%}": Question(goals=(Goal.COST,), min_share=share) for share in (0.9, 0.95)
    }
    for name, question in questions.items():
        start = time.perf_counter()
        result = planning.ask(region, uitgangspunten, question, stop=Stop(60.0)).result
        note = f"{result.status.value}; doel {result.objective:.0f}, grens {result.bound:.0f}, gap {result.gap:.2e}"
        row(f"optimaliseer: {name}", time.perf_counter() - start, 30, note)


def first_map() -> None:
    """Time the first paint of the map in Chromium on a running server, and count what crosses the network."""
    path = os.environ.get("SPREIDING_CHROMIUM") or shutil.which("chromium")
    if path is None:
        print("| eerste kaart in Chromium | - | 5 | overgeslagen: geen chromium gevonden |")
        return
    times, megabytes = [], []
    with served(workflow.ROOT / "app.py", workflow.regions_folder()) as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(SWITCHES))
        # The first visit warms the server; each next one is a browser that has never been here.
        for _ in range(4):
            with visiting(browser, url) as visit:
                start = time.perf_counter()
                visit.page.goto(url)
                visit.wait_for_map()
                times.append(time.perf_counter() - start)
                megabytes.append(visit.n_bytes / 1e6)
        browser.close()
    note = f"{max(megabytes):.1f} MB verkeer (belofte 20); eerste bezoek na het starten {times[0]:.1f} s"
    row("eerste kaart in Chromium", statistics.median(times[1:]), 5, note)


def squares_added_up() -> None:
    """Time reading and reconciling generated squares of 100 m and 500 m beside geopandas, with the peak of memory."""
    for area, n_squares, limit in (("provincie", PROVINCE, 5), ("land", COUNTRY, 60)):
        ours, peer = measure(n_squares), measure(n_squares, task="peer")
        note = f"piek {ours[1] / 1000:.1f} GB (belofte 4); geopandas, alleen schalen: {peer[0]:.3g} s"
        row(f"vierkanten lezen en aanvullen, {area} ({n_squares})", ours[0], limit, note)


def stored_region() -> None:
    """Time a region with a network of 150,000 nodes to a folder and back."""
    side = 388
    nodes = [(100.0 * x, 100.0 * y) for x in range(side) for y in range(side)]
    along = [(k, k + 1) for k in range(side * side) if (k + 1) % side]
    across = [(k, k + side) for k in range(side * (side - 1))]
    people = [(x + 50.0, y + 10.0, 5.0) for x, y in nodes[::5]]
    region = make_region(make_roads(nodes, along + across), people=people, sites=[make_site("hier", 50.0)])
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "regio"

        def there_and_back() -> None:
            write_region(region, target)
            read_region(target)

        row(f"regio met {side * side} knopen bewaren en weer openen", seconds(there_and_back), 1)


def roads_of_kampen() -> None:
    """Time the roads of a real extract to a routable network."""
    path = Path(__file__).resolve().parents[2] / "shared" / "data" / "kampen" / "kampen.osm.pbf"
    if not path.is_file():
        print("| Kampen: van .osm.pbf tot wegennetten | - | 10 | overgeslagen: het bestand is hier niet |")
        return

    def read() -> None:
        roads = read_roads(path).roads
        for modality in Modality:
            build_network(roads, modality)

    row("Kampen: van .osm.pbf tot drie wegennetten", seconds(read, 3), 10)


def main() -> None:
    """Print the table."""
    head()
    cold_and_warm()
    region = workflow.open_region()
    warm_up.compile_kernels(region)
    row("regio openen", seconds(workflow.open_region), None, f"{Path(workflow.EXAMPLE).name}")
    one_change(region)
    comparison(region)
    norms(region)
    travel_beside_scipy(region)
    optimise(region)
    roads_of_kampen()
    stored_region()
    squares_added_up()
    first_map()


if __name__ == "__main__":
    main()
