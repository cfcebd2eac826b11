"""Which kern a place belongs to, and what a network keeps."""

from dataclasses import replace

import numpy as np
import pytest
from shapely import box

from spreiding.demand import Kern
from spreiding.domain import Modality
from spreiding.network import Access, build_network, project
from spreiding.region import assign_kern
from spreiding.supply import slug, unique_id
from tests.worlds import BOTH_WAYS, HERE, ONE_WAY, THERE, line_roads, make_region, make_roads, make_site


def kern(name: str, x_m: float, inwoners: float, gemeente: str = HERE.code) -> Kern:
    """Return a kern on the x axis."""
    return Kern(id=f"kern-{slug(name)}", name=name, gemeente=gemeente, x_m=x_m, y_m=0.0, inwoners=inwoners)


def assigned(*x_m: float, kernen: tuple[Kern, ...], gemeente: int = 0) -> list[int]:
    """Kern of places on the x axis."""
    places = np.array(x_m)
    area = np.full(places.size, gemeente, dtype=np.int32)
    found = assign_kern(places, np.zeros(places.size), area, kernen=kernen, gemeenten=(HERE, THERE))
    return [int(index) for index in found]


def test_a_place_belongs_to_the_kern_with_the_smallest_distance_over_root_inwoners() -> None:
    # Town of 10,000 (root 100) at 0, village of 400 (root 20) at 1,200 m. At 950 m: 9.5 against 12.5, the town;
    # at 1,100 m: 11 against 5, the village.
    kernen = (kern("Stad", 0, 10_000), kern("Dorp", 1200, 400))
    assert assigned(950, 1100, kernen=kernen) == [0, 1]


def test_beyond_the_reach_of_its_kern_a_place_is_buitengebied() -> None:
    # 100 inwoners reach 17.841 · 10 = 178.4 m.
    assert assigned(178, 179, kernen=(kern("Gehucht", 0, 100),)) == [0, -1]


def test_a_kern_never_reaches_into_another_gemeente() -> None:
    assert assigned(10, kernen=(kern("Stad", 0, 10_000),), gemeente=1) == [-1]
    assert assigned(10, kernen=(kern("Stad", 0, 10_000),), gemeente=-1) == [-1]


def test_each_modality_has_its_own_roads() -> None:
    # A motorway 0-1, a street 1-2, a footpath 2-0.
    access = [Access.AUTO_FORWARD | Access.AUTO_BACKWARD, BOTH_WAYS, Access.LOPEN]
    roads = make_roads([(0, 0), (1000, 0), (500, 800)], [(0, 1), (1, 2), (2, 0)], access=[int(bits) for bits in access])
    lengths = {modality: build_network(roads, modality).tail.size for modality in Modality}
    assert lengths == {Modality.AUTO: 2, Modality.FIETS: 1, Modality.EBIKE: 1, Modality.LOPEN: 2}


def test_a_small_component_is_left_out_and_counted() -> None:
    # 300 nodes in a row and a pair of its own: 2 of 302 is under one percent.
    nodes = [(100.0 * k, 0.0) for k in range(300)] + [(0.0, 5000.0), (100.0, 5000.0)]
    roads = make_roads(nodes, [(k, k + 1) for k in range(299)] + [(300, 301)])
    network = build_network(roads, Modality.AUTO)
    assert (network.n_nodes, network.n_dropped) == (300, 2)
    assert project(network, np.array([0.0]), np.array([5000.0])).walk_m == pytest.approx([5000.0])


def test_roads_that_lead_nowhere_make_an_empty_network() -> None:
    network = build_network(make_roads([(0, 0), (1, 0)], [(0, 1)], access=ONE_WAY), Modality.AUTO)
    assert network.n_nodes == 0
    assert project(network, np.array([0.0]), np.array([0.0])).segment.tolist() == [-1]


def test_a_foot_beyond_the_end_of_a_road_is_its_end() -> None:
    network = build_network(line_roads(1), Modality.AUTO)
    foot = project(network, np.array([-300.0, 1300.0]), np.array([400.0, 0.0]))
    assert foot.fraction.tolist() == [0.0, 1.0]
    assert foot.walk_m == pytest.approx([500.0, 300.0])


def test_an_id_is_made_of_letters_and_digits_only() -> None:
    assert slug("Bibliotheek 't Harde (MFA)") == "bibliotheek-t-harde-mfa"
    assert slug("Sint-Annaparochië") == "sint-annaparochie"
    assert slug("!?") == "naamloos"
    assert unique_id("a", []) == "a"
    assert unique_id("a", ["a", "a-2"]) == "a-3"


def test_a_gemeente_of_which_little_lies_among_the_squares_is_known_to_be_a_part() -> None:
    # Squares from 0 to 10 km and 1 km wide; HERE lies among them, of THERE a tenth: 1 of 10 km along the road.
    people = [(0.0, 0.0, 1.0), (10_000.0, 0.0, 1.0), (5000.0, 500.0, 1.0), (5000.0, -500.0, 1.0)]
    region = make_region(line_roads(), people=people, sites=[make_site("a", 0.0)], gemeenten=[HERE, THERE])
    areas = {HERE.code: box(0, -500, 9000, 500), THERE.code: box(9000, -500, 19_000, 500)}
    assert replace(region, areas=areas).partial_gemeenten == (THERE,)
    assert replace(region, areas={HERE.code: areas[HERE.code]}).partial_gemeenten == ()
