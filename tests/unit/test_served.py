"""People are led only to roads from which some site of the region can be reached."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spreiding import intake
from spreiding.components import count_unserved, measure_components
from spreiding.domain import Modality, Vestigingstype
from spreiding.evaluation import evaluate
from spreiding.network import Footing, Roads, build_network, project
from spreiding.quality import count_far
from spreiding.region import Components, Region
from spreiding.scenario import today_plan
from spreiding.served import project_demand, served_components
from spreiding.supply import Site
from spreiding.travel import nearest
from tests.worlds import BOTH_WAYS, ONE_WAY, make_region, make_roads, make_site, make_uitgangspunten

KLEIN = Vestigingstype.KLEIN
PEOPLE = ((100, 10, 70), (200, 790, 20), (700, 790, 4))


def two_shores() -> Roads:
    """A road of 1 km along y = 0, and an island with a street of 500 m along y = 800; no ferry between them."""
    mainland = [(100.0 * k, 0.0) for k in range(11)]
    island = [(100.0 * k, 800.0) for k in range(6)]
    return make_roads(mainland + island, [(k, k + 1) for k in range(10)] + [(k, k + 1) for k in range(11, 16)])


def shores_with(*sites: Site) -> Region:
    return make_region(two_shores(), people=PEOPLE, sites=sites)


def assert_same_feet(found: Region, wanted: Region) -> None:
    for modality in Modality:
        for name in ("segment", "fraction", "walk_m"):
            for feet in ("demand_footing", "site_footing"):
                one, other = (getattr(getattr(region, feet)[modality], name) for region in (found, wanted))
                np.testing.assert_array_equal(one, other)


def test_without_a_site_on_the_island_its_people_leave_from_the_mainland_and_walk_there() -> None:
    region = shores_with(make_site("wal", 0, klasse=KLEIN))
    foot = region.demand_footing[Modality.AUTO]
    # Segments 0 to 9 are the mainland; straight down from y = 790 it is 790 m.
    assert foot.segment.max() < 10
    assert foot.walk_m.tolist() == [10.0, 790.0, 790.0]
    # The branch stands at x = 0: the walk, and 200 or 700 m of road.
    found = evaluate(region, today_plan(region.sites), make_uitgangspunten())
    assert found.nearest.metres.tolist() == [110.0, 990.0, 1490.0]


def test_with_a_place_on_the_island_its_people_stand_in_their_own_street_also_while_it_is_closed() -> None:
    region = shores_with(make_site("wal", 0, klasse=KLEIN), make_site("eiland", 0, 800))
    foot = region.demand_footing[Modality.AUTO]
    # 10 m to the street; the last one lives 200 m beyond its end at (500, 800).
    assert foot.walk_m == pytest.approx([10.0, 10.0, np.hypot(200, 10)])
    found = evaluate(region, today_plan(region.sites), make_uitgangspunten())
    assert found.nearest.metres.tolist() == [110.0, np.inf, np.inf]
    assert found.total.inwoners_unreachable == 24


def test_without_any_site_every_part_will_do() -> None:
    assert shores_with().demand_footing[Modality.AUTO].walk_m[1] == 10.0


def test_a_new_site_may_stand_where_nobody_was_served() -> None:
    region = shores_with(make_site("wal", 0, klasse=KLEIN), make_site("eiland", 300, 820))
    foot = region.site_footing[Modality.AUTO]
    assert (foot.segment[1] >= 10, foot.walk_m[1]) == (True, 20.0)


@pytest.mark.parametrize("first", [(), (make_site("wal", 0, klasse=KLEIN),), (make_site("ei", 10, 800, klasse=KLEIN),)])
def test_sites_added_later_make_the_region_that_has_them_from_the_start(first: tuple[Site, ...]) -> None:
    added = make_site("nieuw", 200, 810), make_site("nog-een", 500, 10)
    assert_same_feet(shores_with(*first).with_sites(added), shores_with(*first, *added))
    assert_same_feet(shores_with(*first).with_sites(added[1:]), shores_with(*first, added[1]))


def test_a_site_where_others_stand_already_leaves_the_people_where_they_are() -> None:
    region = shores_with(make_site("wal", 0, klasse=KLEIN))
    for modality, foot in region.with_sites([make_site("nieuw", 900)]).demand_footing.items():
        assert foot is region.demand_footing[modality]


def test_new_branches_elsewhere_lead_people_back_and_the_manifest_counts_again(tmp_path: Path) -> None:
    # Today's only branch is on the island; the new list knows one on the mainland.
    region = shores_with(make_site("eiland", 0, 800, klasse=KLEIN))
    path = tmp_path / "v.csv"
    path.write_text("naam\n", encoding="utf-8")
    manifest = region.manifest.model_copy(update={"components": {Modality.AUTO: Components(n_small=3)}})
    before = Region(**vars(region) | {"manifest": manifest})
    sites = (make_site("wal", 0, klasse=KLEIN, gemeente=None),)
    changed = intake.with_sites(before, sites, intake.Role.VESTIGINGEN, name="Anders", path=path)
    assert_same_feet(changed, shores_with(make_site("wal", 0, klasse=KLEIN)))
    # 24 people at 790 m from the mainland in two squares; the one large part without a site is the island.
    assert (changed.manifest.n_far_from_road, changed.manifest.inwoners_far_from_road) == (2, 24)
    roads = changed.manifest.components[Modality.AUTO]
    assert (roads.n_small, roads.n_unserved, roads.inwoners_unserved) == (3, 1, 24)


# --- who is counted ---


def test_who_is_led_past_an_island_is_counted_apart_from_who_lives_at_a_small_piece() -> None:
    # 400 nodes in a row, an island of 5 and a loose piece of 2 at y = 600: at least 4.07 of 407 are needed.
    rows = [(400, 0.0), (5, 300.0), (2, 600.0)]
    nodes = [(10.0 * k, y_m) for n_nodes, y_m in rows for k in range(n_nodes)]
    links = [(k, k + 1) for k in range(399)] + [(k, k + 1) for k in range(400, 404)] + [(405, 406)]
    roads = make_roads(nodes, links)
    people = [(5, 10, 1000), (5, 290, 200), (5, 440, 30), (5, 460, 4)]
    region = make_region(roads, people=people, sites=[make_site("wal", 0)])
    network, sites = region.networks[Modality.AUTO], region.site_footing[Modality.AUTO]
    found = measure_components(
        roads, network, demand=region.demand, footing=region.demand_footing[Modality.AUTO], sites=sites
    )
    assert (found.n_components, found.n_small, found.n_unserved) == (3, 1, 1)
    # At y = 460 the piece is 140 m away and the island 160; at 440 the other way round. All three were led to y = 0.
    assert (found.inwoners_small, found.inwoners_unserved) == (4, 234)
    assert count_far(region.demand, region.demand_footing[Modality.AUTO]) == (3, 234)


def test_where_every_part_is_served_nobody_is_led_past_one() -> None:
    region = shores_with(make_site("wal", 0), make_site("eiland", 0, 800))
    found = count_unserved(
        Components(),
        region.networks[Modality.AUTO],
        demand=region.demand,
        footing=region.demand_footing[Modality.AUTO],
        sites=region.site_footing[Modality.AUTO],
    )
    assert (found.n_unserved, found.inwoners_unserved) == (0, 0)


# --- one-way streets between the parts ---


def loops(*, way_back: bool = False) -> Roads:
    """Two streets of two nodes, at x = 0 and x = 500; between them a one-way street to the second."""
    nodes = [(0.0, 0.0), (0.0, 100.0), (500.0, 0.0), (500.0, 100.0)]
    links = [(0, 1), (2, 3), (0, 2)]
    return make_roads(nodes, links, access=[BOTH_WAYS, BOTH_WAYS, BOTH_WAYS if way_back else ONE_WAY])


def feet(roads: Roads, x_m: float, y_m: float) -> tuple[frozenset[int], Footing]:
    """What is served by a site at a place, and where somebody at (250, 10), beside the one-way street, then stands."""
    network = build_network(roads, Modality.AUTO)
    sites = project(network, np.array([x_m]), np.array([y_m]))
    return served_components(network, sites), project_demand(network, np.array([250.0]), np.array([10.0]), sites=sites)


def test_who_can_drive_to_another_part_is_served_by_a_site_there() -> None:
    served, foot = feet(loops(), 500, 50)
    assert (len(served), foot.segment.tolist()) == (2, [2])


def test_who_can_only_drive_away_from_the_sites_is_led_to_a_street_from_which_one_can_be_reached() -> None:
    # From the one-way street there is no way back to x = 0: the nearest point of that street is (0, 10).
    served, foot = feet(loops(), 0, 50)
    assert (len(served), foot.segment.tolist(), foot.walk_m.tolist()) == (1, [0], [250.0])
    assert len(feet(loops(way_back=True), 0, 50)[0]) == 1  # one part, and it is served


def test_a_site_on_the_one_way_street_is_reached_from_its_beginning_only() -> None:
    # Who stands halfway may have passed it already.
    served, foot = feet(loops(), 400, 0)
    assert (len(served), foot.segment.tolist()) == (1, [0])


@st.composite
def archipelagos(draw: st.DrawFn) -> tuple[Roads, list[tuple[float, float, float]], list[Site]]:
    """A few rings of roads, some joined by one-way streets, with people and sites anywhere."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    nodes: list[tuple[float, float]] = []
    links, access = [], []
    for _ in range(draw(st.integers(1, 4))):
        first, n_nodes = len(nodes), int(rng.integers(2, 5))
        nodes += [(float(x), float(y)) for x, y in rng.integers(0, 1000, (n_nodes, 2))]
        links += [(first + k, first + (k + 1) % n_nodes) for k in range(n_nodes)]
        access += [BOTH_WAYS] * n_nodes
    for _ in range(draw(st.integers(0, 3))):
        links.append((int(rng.integers(0, len(nodes))), int(rng.integers(0, len(nodes)))))
        access.append(ONE_WAY)
    people = [(float(x), float(y), 1.0) for x, y in rng.integers(0, 1000, (12, 2))]
    sites = [make_site(f"s{k}", float(x), float(y)) for k, (x, y) in enumerate(rng.integers(0, 1000, (5, 2)))]
    return make_roads(nodes, links, access=access), people, sites


@settings(max_examples=100, deadline=None)
@given(archipelagos())
def test_from_where_people_stand_some_site_is_reached_and_opening_one_never_lengthens_a_way(
    world: tuple[Roads, list[tuple[float, float, float]], list[Site]],
) -> None:
    roads, people, sites = world
    region = make_region(roads, people=people, sites=sites)
    for modality in (Modality.AUTO, Modality.LOPEN):
        network, demand = region.networks[modality], region.demand_footing[modality]
        before = np.full(len(people), np.inf)
        for n_open in range(1, len(sites) + 1):
            open_sites = np.arange(n_open, dtype=np.int32)
            found = nearest(network, demand=demand, sites=region.site_footing[modality], open_sites=open_sites).metres
            assert (found <= before).all()
            before = found
        assert np.isfinite(before).all()


@settings(max_examples=100, deadline=None)
@given(archipelagos(), st.integers(0, 4))
def test_whenever_a_site_comes_the_region_becomes_the_same(
    world: tuple[Roads, list[tuple[float, float, float]], list[Site]], n_first: int
) -> None:
    roads, people, sites = world
    first = make_region(roads, people=people, sites=sites[:n_first])
    assert_same_feet(first.with_sites(sites), make_region(roads, people=people, sites=sites))
