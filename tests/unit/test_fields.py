"""The nearest of any set of places, branches and other provision, over roads or by somebody else's table."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spreiding.domain import Modality, Plan, Voorzieningsvorm
from spreiding.evaluation import evaluate
from spreiding.fields import Fields, place_of
from spreiding.placing import Kind
from spreiding.region import Region
from spreiding.scenario import today_plan
from spreiding.travel_sources import TableSource, table_source
from tests.judging.oracle import Oracle
from tests.judging.random_worlds import random_case
from tests.judging.worlds import ASSUMPTIONS, KLEIN, make_voorziening, with_voorzieningen
from tests.worlds import HERE, THERE, line_roads, make_region, make_site

AUTO, M, MIN = Modality.AUTO, Kind.METRES, Kind.MINUTES
BUS, AT_HOME, AFHAAL = Voorzieningsvorm.BIBLIOBUS, Voorzieningsvorm.AAN_HUIS, Voorzieningsvorm.AFHAALPUNT


def world() -> Region:
    """People of Hier at 1 and 4 km, of Daar at 6 km, of nowhere at 9 km; branches of Hier at 0, of Daar at 10 km."""
    return make_region(
        line_roads(),
        people=[(1000, 0, 10), (4000, 0, 10), (6000, 0, 10), (9000, 0, 10)],
        sites=[make_site("hier", 0.0, klasse=KLEIN), make_site("daar", 10_000.0, klasse=KLEIN, gemeente=THERE.code)],
        gemeenten=[HERE, THERE],
        square_gemeente=[0, 0, 1, -1],
    )


def found(fields: Fields, *places: int, kind: Kind = M, at_home: bool = False) -> tuple[list[float], list[int]]:
    search = fields.nearest_at_home if at_home else fields.nearest
    field = search(AUTO, kind, frozenset(places))
    return field.cost.tolist(), field.label.tolist()


def test_places_are_the_sites_and_behind_them_the_voorzieningen() -> None:
    region = with_voorzieningen(world(), make_voorziening(BUS, 5000.0))
    assert [place_of(region, k).id for k in range(3)] == ["hier", "daar", "bus"]


def test_the_nearest_of_some_places_is_named_for_everybody() -> None:
    assert found(Fields(world()), 0, 1) == ([1000, 4000, 4000, 1000], [0, 0, 1, 1])
    assert found(Fields(world()), 1) == ([9000, 6000, 4000, 1000], [1, 1, 1, 1])
    assert found(Fields(world())) == ([np.inf] * 4, [-1] * 4)


def test_at_home_only_places_of_ones_own_gemeente_count() -> None:
    assert found(Fields(world()), 0, 1, at_home=True) == ([1000, 4000, 4000, np.inf], [0, 0, 1, -1])
    assert found(Fields(world()), 0, at_home=True) == ([1000, 4000, np.inf, np.inf], [0, 0, -1, -1])


def test_of_equally_near_places_the_first_is_named_limited_or_not() -> None:
    # Two stops at 5 km: the first serves within 1 km only, the second everybody.
    region = with_voorzieningen(
        world(), make_voorziening(BUS, 5000.0, reach_m=1000.0), make_voorziening(AFHAAL, 5000.0, voorziening_id="af")
    )
    assert found(Fields(region), 2, 3) == ([4000, 1000, 1000, 4000], [3, 2, 2, 3])
    assert found(Fields(region), 3) == ([4000, 1000, 1000, 4000], [3, 3, 3, 3])


def test_a_voorziening_serves_exactly_up_to_its_reach() -> None:
    for reach_m, served in ((1000.0, [False, True, True, False]), (999.9, [False] * 4)):
        region = with_voorzieningen(world(), make_voorziening(BUS, 5000.0, reach_m=reach_m))
        cost, _ = found(Fields(region), 2)
        assert np.isfinite(cost).tolist() == served
        minutes, _ = found(Fields(region), 2, kind=MIN)
        # A kilometre a minute; the reach is in metres for minutes too.
        assert [each for each in minutes if np.isfinite(each)] == [1.0] * sum(served)


def test_a_bibliotheek_aan_huis_is_at_no_distance_for_its_gemeente() -> None:
    region = with_voorzieningen(world(), make_voorziening(AT_HOME, 5000.0))
    assert found(Fields(region), 0, 1, 2) == ([0, 0, 4000, 1000], [2, 2, 1, 1])
    # Of nowhere, it serves nobody: not even those who live nowhere.
    nowhere = with_voorzieningen(world(), make_voorziening(AT_HOME, 5000.0, gemeente=None))
    assert found(Fields(nowhere), 2) == ([np.inf] * 4, [-1] * 4)


def test_a_bibliotheek_aan_huis_needs_no_road() -> None:
    region = with_voorzieningen(world(), make_voorziening(AT_HOME, 5000.0))
    nothing = {m: replace(n, x_m=n.x_m[:0], y_m=n.y_m[:0]) for m, n in region.networks.items()}
    cost, label = found(Fields(replace(region, networks=nothing)), 0, 1, 2)
    assert (cost, label) == ([0, 0, np.inf, np.inf], [2, 2, -1, -1])


def test_what_was_asked_before_is_not_searched_again_and_not_changed() -> None:
    region = with_voorzieningen(world(), make_voorziening(BUS, 5000.0, reach_m=1000.0))
    fields = Fields(region)
    before = fields.nearest(AUTO, M, frozenset({0, 1}))
    kept = before.cost.copy()
    fields.nearest(AUTO, M, frozenset({0, 1, 2}))
    assert fields.nearest(AUTO, M, frozenset({0, 1})) is before
    np.testing.assert_array_equal(before.cost, kept)


@settings(max_examples=40)
@given(st.integers(0, 2**32 - 1))
def test_fields_are_those_of_one_search_per_person(seed: int) -> None:
    region = random_case(seed).region
    oracle, fields = Oracle(random_case(seed)), Fields(region)
    rng = np.random.default_rng(seed)
    n_places = len(region.sites) + len(region.voorzieningen)
    places = frozenset(np.flatnonzero(rng.random(n_places) < 0.5).tolist())
    modality = list(Modality)[int(rng.integers(4))]
    for at_home in (False, True):
        field = (fields.nearest_at_home if at_home else fields.nearest)(modality, M, places)
        slow = [oracle.nearest(p, places, modality, "m", is_at_home=at_home) for p in range(len(oracle.points))]
        assert list(zip(field.cost.tolist(), field.label.tolist(), strict=True)) == slow


# --- minutes from elsewhere ---


def table() -> TableSource:
    """By bus: 30 minutes from the first to hier and 20 to daar, 40 from the second to hier; the others have none."""
    point, site = np.array([0, 0, 1], dtype=np.int32), np.array([0, 1, 0], dtype=np.int32)
    return table_source(point, site, np.array([30.0, 20.0, 40.0]), n_points=4)


def test_a_table_gives_the_minutes_of_its_modality_and_nothing_else() -> None:
    fields = Fields(world(), {AUTO: table()})
    assert found(fields, 0, 1, kind=MIN) == ([20, 40, np.inf, np.inf], [1, 0, -1, -1])
    assert found(fields, 0, kind=MIN) == ([30, 40, np.inf, np.inf], [0, 0, -1, -1])
    assert found(fields, 0, 1) == found(Fields(world()), 0, 1)
    by_bike = fields.nearest(Modality.FIETS, MIN, frozenset({0, 1}))
    # 4 minutes a kilometre.
    assert by_bike.cost.tolist() == [4, 16, 16, 4]


@pytest.mark.parametrize("reach_m", [None, 9000.0])
def test_to_what_is_no_branch_the_way_leads_over_the_road_beside_a_table(reach_m: float | None) -> None:
    region = with_voorzieningen(world(), make_voorziening(BUS, 5000.0, reach_m=reach_m))
    fields = Fields(region, {AUTO: table()})
    assert found(fields, 0, 1, 2, kind=MIN) == ([4, 1, 1, 4], [2, 2, 2, 2])


def test_an_evaluation_takes_its_minutes_from_the_table() -> None:
    region = world()
    plan = today_plan(region.sites)
    by_table = evaluate(region, plan, ASSUMPTIONS, sources={AUTO: table()})
    by_road = evaluate(region, plan, ASSUMPTIONS)
    assert by_table.nearest.minutes.tolist() == [20, 40, np.inf, np.inf]
    assert by_table.nearest.site_min.tolist() == [1, 0, -1, -1]
    assert by_road.nearest.minutes.tolist() == [1, 4, 4, 1]
    np.testing.assert_array_equal(by_table.nearest.metres, by_road.nearest.metres)
    # A table of another way of travelling than that of the norm changes nothing.
    other = evaluate(region, plan, ASSUMPTIONS, sources={Modality.LOPEN: table()})
    np.testing.assert_array_equal(other.nearest.minutes, by_road.nearest.minutes)
    assert evaluate(region, Plan.of({}), ASSUMPTIONS, sources={AUTO: table()}).nearest.site_min.tolist() == [-1] * 4


def test_other_travel_times_are_another_evaluation() -> None:
    region = world()
    plan = today_plan(region.sites)
    by_table = evaluate(region, plan, ASSUMPTIONS, sources={AUTO: table()})
    assert by_table.fingerprint != evaluate(region, plan, ASSUMPTIONS).fingerprint


def test_a_field_that_is_remembered_cannot_be_changed() -> None:
    region = with_voorzieningen(world(), make_voorziening(AT_HOME, 5000.0))
    fields = Fields(region)
    for places in (frozenset({0}), frozenset({0, 2})):
        asked = fields.nearest(AUTO, M, places)
        with pytest.raises(ValueError, match="read-only"):
            asked.cost[0] = 0.0
        with pytest.raises(ValueError, match="read-only"):
            asked.label[0] = 0
    # What is put together anew for every question may be: it spoils nothing.
    own = fields.nearest_at_home(AUTO, M, frozenset({0}))
    own.cost[0] = 7.0
    assert found(fields, 0, at_home=True)[0][0] == 1000.0
