"""What if: after any change the field is what a full search gives, bit for bit."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from spreiding.domain import Modality
from spreiding.network import Footing, RoadNetwork, build_network, project
from spreiding.travel import Nearest, nearest
from spreiding.whatif import WhatIf, what_if
from tests.tangles import tangles
from tests.worlds import line_roads

World = tuple[RoadNetwork, Footing, Footing]


def assert_same(found: Nearest, wanted: Nearest) -> None:
    for name in ("metres", "minutes", "site_m", "site_min"):
        np.testing.assert_array_equal(getattr(found, name), getattr(wanted, name))


def on_the_line(*x_m: float) -> tuple[RoadNetwork, Footing]:
    network = build_network(line_roads(), Modality.AUTO)
    return network, project(network, np.array(x_m, dtype=float), np.zeros(len(x_m)))


def test_a_branch_that_opens_takes_over_who_is_nearer_to_it() -> None:
    # Branches at 0 and 10 km; one opens at 4 km. People at 1, 3 and 9 km.
    network, sites = on_the_line(0, 10_000, 4000)
    _, demand = on_the_line(1000, 3000, 9000)
    before = what_if(network, demand=demand, sites=sites, open_sites=np.array([0, 1], dtype=np.int32))
    assert before.nearest.metres.tolist() == [1000.0, 3000.0, 1000.0]
    after = before.with_open(2).nearest
    assert after.metres.tolist() == [1000.0, 1000.0, 1000.0]
    assert after.site_m.tolist() == [0, 2, 1]
    # 60 km/h.
    assert after.minutes.tolist() == [1.0, 1.0, 1.0]


def test_when_the_last_branch_closes_nobody_has_a_route() -> None:
    network, sites = on_the_line(0)
    _, demand = on_the_line(1000)
    after = what_if(network, demand=demand, sites=sites, open_sites=np.array([0], dtype=np.int32)).without(0)
    assert after.nearest.metres.tolist() == [np.inf]
    assert after.nearest.site_min.tolist() == [-1]


def test_opening_what_is_open_and_closing_what_is_closed_changes_nothing() -> None:
    network, sites = on_the_line(0, 5000)
    _, demand = on_the_line(1000, 8000)
    before = what_if(network, demand=demand, sites=sites, open_sites=np.array([0], dtype=np.int32))
    assert_same(before.with_open(0).nearest, before.nearest)
    assert_same(before.without(1).nearest, before.nearest)


@settings(max_examples=200)
@given(tangles(n_points=12, n_sites=6), st.lists(st.integers(0, 5), min_size=1, max_size=8))
def test_after_any_sequence_of_changes_the_field_is_that_of_a_full_search(world: World, turns: list[int]) -> None:
    network, demand, sites = world
    if network.n_nodes == 0:
        return
    is_open = [True, True, False, False, False, True]
    field = what_if(network, demand=demand, sites=sites, open_sites=np.flatnonzero(is_open).astype(np.int32))
    for site in turns:
        field = field.without(site) if is_open[site] else field.with_open(site)
        is_open[site] = not is_open[site]
        chosen = np.flatnonzero(is_open).astype(np.int32)
        assert_same(field.nearest, nearest(network, demand=demand, sites=sites, open_sites=chosen))


@settings(max_examples=50)
@given(tangles(n_points=12, n_sites=6))
def test_a_branch_may_open_on_a_place_that_nobody_thought_of_before(world: World) -> None:
    network, demand, sites = world
    if network.n_nodes == 0:
        return
    known = Footing(sites.segment[:3], sites.fraction[:3], sites.walk_m[:3])
    field: WhatIf = what_if(network, demand=demand, sites=known, open_sites=np.array([1, 2], dtype=np.int32))
    found = field.with_sites(sites).with_open(5).nearest
    assert_same(found, nearest(network, demand=demand, sites=sites, open_sites=np.array([1, 2, 5], dtype=np.int32)))


@settings(max_examples=100)
@given(tangles(n_points=12, n_sites=6))
def test_a_branch_more_never_lengthens_a_nearest_distance(world: World) -> None:
    network, demand, sites = world
    if network.n_nodes == 0:
        return
    field = what_if(network, demand=demand, sites=sites, open_sites=np.array([0, 1], dtype=np.int32))
    for site in (2, 3, 4, 5):
        more = field.with_open(site)
        assert (more.nearest.metres <= field.nearest.metres).all()
        assert (more.nearest.minutes <= field.nearest.minutes).all()
        field = more
