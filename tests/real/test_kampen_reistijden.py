"""Travel over the real roads of Kampen, beside networkx and osmnx."""

from pathlib import Path

import networkx as nx
import numpy as np
import osmnx
import pytest
from scipy.spatial import cKDTree

from spreiding import workflow
from spreiding.accessibility import weighted_mean
from spreiding.domain import Modality
from spreiding.network import Footing, RoadNetwork
from spreiding.region import Region
from spreiding.travel import nearest, travel_metres
from spreiding.whatif import what_if
from tests.real.test_kampen import kampen_inputs
from tests.tangles import slow_costs

BOTH = np.array([0, 1], dtype=np.int32)


@pytest.fixture(scope="module")
def region(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Region:
    folder, _ = workflow.build(kampen_inputs(shared_data), tmp_path_factory.mktemp("regios") / "kampen")
    return workflow.open_region(str(folder))


def some(feet: Footing, chosen: np.ndarray) -> Footing:
    return Footing(feet.segment[chosen], feet.fraction[chosen], feet.walk_m[chosen])


def on_nodes(network: RoadNetwork, x_m: np.ndarray, y_m: np.ndarray) -> Footing:
    """Put points on the nearest node, as many tools do."""
    walk_m, node = cKDTree(np.column_stack([network.x_m, network.y_m])).query(np.column_stack([x_m, y_m]))
    segment, fraction = np.zeros(network.n_nodes, dtype=np.int32), np.zeros(network.n_nodes)
    segment[network.head], fraction[network.head] = np.arange(network.head.size), 1.0
    segment[network.tail], fraction[network.tail] = np.arange(network.tail.size), 0.0
    return Footing(segment[node], fraction[node], np.asarray(walk_m))


@pytest.mark.parametrize("modality", list(Modality))
def test_distances_are_those_of_networkx(region: Region, modality: Modality) -> None:
    network, sites = region.networks[modality], region.site_footing[modality]
    chosen = np.random.default_rng(0).choice(region.demand.square.size, 15, replace=False)
    demand = some(region.demand_footing[modality], chosen)
    metres = slow_costs(network, demand, sites, network.length_m)
    minutes = slow_costs(network, demand, sites, network.minutes, 0.012)
    found = nearest(network, demand=demand, sites=sites, open_sites=BOTH)
    np.testing.assert_allclose(found.metres, metres.min(axis=1), rtol=1e-9)
    np.testing.assert_allclose(found.minutes, minutes.min(axis=1), rtol=1e-9)
    table = travel_metres(network, demand=demand, sites=sites, site_indices=BOTH, cutoff_m=5000.0)
    rows = np.repeat(np.arange(15), np.diff(table.indptr))
    np.testing.assert_allclose(table.metres, metres[rows, table.site], rtol=1e-9)
    assert table.site.size == (metres <= 5000.0).sum()


def test_people_walk_to_the_nearest_street_that_osmnx_finds(region: Region) -> None:
    network = region.networks[Modality.LOPEN]
    graph = nx.MultiDiGraph(crs="EPSG:28992")
    graph.add_nodes_from((k, {"x": x, "y": y}) for k, (x, y) in enumerate(zip(network.x_m, network.y_m, strict=True)))
    graph.add_edges_from(zip(network.tail.tolist(), network.head.tolist(), strict=True))
    chosen = np.random.default_rng(1).choice(region.demand.square.size, 200, replace=False)
    x_m, y_m = region.demand.x_m[chosen], region.demand.y_m[chosen]
    _, walk_m = osmnx.distance.nearest_edges(graph, x_m, y_m, return_dist=True)
    np.testing.assert_allclose(region.demand_footing[Modality.LOPEN].walk_m[chosen], walk_m, atol=1e-6)


def test_nine_of_ten_nodes_are_dead_ends_or_inside_a_chain(region: Region) -> None:
    # What makes searches fast: 14,000 nodes for cars, of which the junctions on through roads stay.
    network = region.networks[Modality.AUTO]
    assert network.skeleton.node.size < 0.15 * network.n_nodes


def test_snapping_to_nodes_would_give_other_distances(region: Region) -> None:
    # People stand on the road side; the nearest node is some twenty metres off, and not always on the same road.
    network, persons = region.networks[Modality.AUTO], region.demand.inwoners
    sites = region.site_footing[Modality.AUTO]
    ours = nearest(network, demand=region.demand_footing[Modality.AUTO], sites=sites, open_sites=BOTH)
    feet = on_nodes(network, region.demand.x_m, region.demand.y_m)
    ends = on_nodes(network, np.array([s.x_m for s in region.sites]), np.array([s.y_m for s in region.sites]))
    theirs = nearest(network, demand=feet, sites=ends, open_sites=BOTH)
    assert weighted_mean(ours.metres, persons) == pytest.approx(2100, abs=200)
    difference = np.abs(ours.metres - theirs.metres)
    # Per person more than a hundred metres, while the means are that close: the errors cancel out.
    assert 50 <= weighted_mean(difference, persons) <= 250
    assert abs(weighted_mean(theirs.metres, persons) - weighted_mean(ours.metres, persons)) <= 200


def test_closing_one_of_the_two_libraries_equals_a_full_search(region: Region) -> None:
    network, demand = region.networks[Modality.AUTO], region.demand_footing[Modality.AUTO]
    sites = region.site_footing[Modality.AUTO]
    alone = nearest(network, demand=demand, sites=sites, open_sites=BOTH[:1])
    found = what_if(network, demand=demand, sites=sites, open_sites=BOTH).without(1).nearest
    np.testing.assert_array_equal(found.metres, alone.metres)
    np.testing.assert_array_equal(found.minutes, alone.minutes)
