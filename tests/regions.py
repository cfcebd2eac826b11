"""Small random regions, with everything in them that a comparison asks for, and a slow search over their roads."""

from dataclasses import replace

import numpy as np
from hypothesis import strategies as st

from spreiding.demand import FloatArray, Kern
from spreiding.domain import Modality, Option, Plan, Vestigingstype
from spreiding.network import Access
from spreiding.region import Region
from tests.tangles import slow_costs
from tests.worlds import BOTH_WAYS, HERE, ONE_WAY, THERE, make_region, make_roads, make_site

N_POINTS, N_SITES = 8, 5
NO_CARS = int(Access.FIETS_FORWARD | Access.FIETS_BACKWARD | Access.LOPEN)
ONLY_CARS = int(Access.AUTO_FORWARD | Access.AUTO_BACKWARD)


@st.composite
def regions(draw: st.DrawFn) -> tuple[Region, Plan, Plan]:
    """Draw a region on two islands in two gemeenten, and two plans; some people live in no gemeente, or have no age."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    # Lengths and places that are no round numbers: no two routes are equally long, no change is a metre exactly.
    nodes = rng.uniform(0, 3000, (10, 2))
    nodes[5:, 0] += 4000
    pairs = [
        (first + a, first + b) for first in (0, 5) for a, b in [(0, 1), (1, 2), (2, 3), (3, 4), *random_pairs(rng)]
    ]
    roads = make_roads(
        [(float(x), float(y)) for x, y in nodes],
        pairs,
        access=rng.choice([BOTH_WAYS, BOTH_WAYS, ONE_WAY, NO_CARS, ONLY_CARS], len(pairs)).tolist(),
        lengths=rng.uniform(50, 4000, len(pairs)).tolist(),
    )
    kernen = [
        Kern(id=f"k{k}", name=f"Kern {k}", gemeente=code, x_m=float(x), y_m=float(y), inwoners=float(size))
        for k, code in enumerate((HERE.code, HERE.code, THERE.code))
        for x, y, size in [rng.uniform((0, 0, 100), (7000, 3000, 8000))]
    ]
    places = [HERE.code, THERE.code, "GM0009", None]
    ages = rng.integers(0, 8, (N_POINTS, 5)).astype(float)
    people = [
        (float(x), float(y), float(n)) for (x, y), n in zip(anywhere(rng, N_POINTS), ages.sum(axis=1), strict=True)
    ]
    sites = [
        make_site(f"s{k}", float(x), float(y), klasse=Vestigingstype.KLEIN, gemeente=places[rng.integers(0, 4)])
        for k, (x, y) in enumerate(anywhere(rng, N_SITES))
    ]
    region = make_region(
        roads,
        people=people,
        sites=sites,
        gemeenten=(HERE, THERE),
        square_gemeente=rng.integers(-1, 2, N_POINTS).tolist(),
        kernen=kernen[: rng.integers(0, 4)],
    )
    ages[rng.random(N_POINTS) < 0.2] = np.nan
    return replace(region, squares=replace(region.squares, groups=ages)), some_plan(rng), some_plan(rng)


def random_pairs(rng: np.random.Generator) -> list[tuple[int, int]]:
    return [(int(a), int(b)) for a, b in rng.integers(0, 5, (3, 2)) if a != b]


def anywhere(rng: np.random.Generator, n: int) -> FloatArray:
    return rng.uniform((0, 0), (7000, 3000), (n, 2))


def some_plan(rng: np.random.Generator) -> Plan:
    return Plan.of({f"s{k}": Option(type=Vestigingstype.KLEIN) for k in range(N_SITES) if rng.random() < 0.4})


def slow_distances(region: Region, modality: Modality) -> FloatArray:
    """Return point × site distances [m] by networkx."""
    network = region.networks[modality]
    demand, sites = region.demand_footing[modality], region.site_footing[modality]
    return slow_costs(network, demand, sites, network.length_m)


def slow_nearest(distances: FloatArray, plan: Plan) -> tuple[list[float], list[int]]:
    """Return distance [m] to and index of the nearest open site per point, inf and -1 without one."""
    metres, sites = [], []
    for row in distances.tolist():
        reached = [(metre, k) for k, metre in enumerate(row) if f"s{k}" in plan.by_id and metre < np.inf]
        metre, site = min(reached, default=(float("inf"), -1))
        metres.append(metre)
        sites.append(site)
    return metres, sites
