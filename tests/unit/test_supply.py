"""Places close together are one place."""

import json

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from spreiding.domain import Huisvesting, SiteFact, Vestigingstype
from spreiding.io.scenarios import format_scenarios, parse_scenarios
from spreiding.scenario import Scenario
from spreiding.supply import Site, merge_near
from tests.worlds import make_site


def sites_at(places: list[tuple[float, float]]) -> list[Site]:
    return [make_site(f"plek-{number:03d}", x_m, y_m) for number, (x_m, y_m) in enumerate(places)]


points = st.lists(st.tuples(st.integers(0, 300), st.integers(0, 300)), max_size=25)


@given(points, points)
def test_what_stays_lies_apart_and_all_that_went_lies_near_it(
    places: list[tuple[float, float]], standing: list[tuple[float, float]]
) -> None:
    candidates = sites_at(places)
    branches = [make_site(f"bieb-{number}", x_m, y_m, is_open=True) for number, (x_m, y_m) in enumerate(standing)]
    kept = merge_near(candidates, branches=branches)
    others = [*kept, *branches]
    for site in kept:
        assert all(distance(site, other) > 50 for other in others if other is not site)
    for site in candidates:
        assert any(distance(site, other) <= 50 for other in others)
    assert merge_near(reversed(candidates), branches=branches) == kept


def distance(one: Site, other: Site) -> float:
    return float(np.hypot(one.x_m - other.x_m, one.y_m - other.y_m))


def test_a_school_and_a_village_hall_at_one_address_offer_both() -> None:
    school = make_site(
        "a", 0, allowed_huisvesting=(Huisvesting.SCHOOL,), allowed_types=(Vestigingstype.SERVICEPUNT,), herkomst="OSM"
    )
    hall = make_site(
        "b",
        50,
        allowed_huisvesting=(Huisvesting.DORPSHUIS,),
        allowed_types=(Vestigingstype.KLEIN,),
        herkomst="gemeente",
    )
    (one,) = merge_near([hall, school])
    assert (one.id, one.herkomst) == ("a", "OSM; gemeente")
    assert one.allowed_types == (Vestigingstype.KLEIN, Vestigingstype.SERVICEPUNT)
    assert one.allowed_huisvesting == (Huisvesting.SCHOOL, Huisvesting.DORPSHUIS)


def test_nothing_merges_into_nothing() -> None:
    assert merge_near([]) == ()
    assert len(merge_near(sites_at([(0, 0), (50.5, 0)]))) == 2


def test_assumed_facts_are_written_in_one_order_and_read_back() -> None:
    # A set of words has another order in every process; a fingerprint and a file may not.
    site = make_site("plek", 0, assumed=frozenset(SiteFact))
    names = ["klasse", "kernfuncties", "uren", "diensten", "huisvesting"]
    assert site.model_dump(mode="json")["assumed"] == names
    assert json.dumps(names, separators=(",", ":")) in site.model_dump_json()
    assert Site.model_validate_json(site.model_dump_json()) == site
    scenario = Scenario(id="a", name="A", sites=(site,))
    assert parse_scenarios(format_scenarios((scenario,)), name="a.json") == (scenario,)
