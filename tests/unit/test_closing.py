"""What the closing of one branch means: by hand on a road, and as a full evaluation tells it."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spreiding.closing import Closing, TakeOver, field_of, measure_closing
from spreiding.compare import compare
from spreiding.domain import Modality, Plan, Vestigingstype
from spreiding.evaluation import evaluate
from spreiding.network import Access
from spreiding.region import Region
from spreiding.scenario import today_plan
from spreiding.ui import sluiten
from spreiding.winners import find_winners
from tests.worlds import BOTH_WAYS, ONE_WAY, line_roads, make_region, make_roads, make_site, make_uitgangspunten

KLEIN = Vestigingstype.KLEIN


def closed(region: Region, site_id: str, modality: Modality = Modality.AUTO) -> Closing:
    field = field_of(region, today_plan(region.sites), modality)
    assert field is not None
    return measure_closing(region, field, region.site_index[site_id])


def street(*people: tuple[float, float, float]) -> Region:
    """A road of 10 km with branches at 0, 4 and 10 km, and a place at 5 km where none is open."""
    sites = [make_site("west", 0, klasse=KLEIN), make_site("plek", 5000)]
    sites += [make_site("midden", 4000, klasse=KLEIN), make_site("oost", 10_000, klasse=KLEIN)]
    return make_region(line_roads(), people=people, sites=sites)


def test_who_is_nearest_to_the_closed_branch_goes_to_the_next_one() -> None:
    # To 'midden': 60 at 3 km (1 km, then 3 to west), 30 at 5 km (1, then 5 to either: the first), 10 at 6.5 km (2.5,
    # then 3.5 to oost). The others keep theirs.
    found = closed(street((3000, 0, 60), (5000, 0, 30), (6500, 0, 10), (1000, 0, 500), (9000, 0, 700)), "midden")
    assert (found.inwoners_further, found.inwoners_without) == (100, 0)
    # (60 · 1 + 30 · 1 + 10 · 2.5) / 100 and (60 · 3 + 30 · 5 + 10 · 3.5) / 100 km.
    assert (found.mean_before_m, found.mean_after_m) == pytest.approx((1150.0, 3650.0))
    # Who lives at 5 km has 4 km more, the others 2 and 1.
    assert found.most_extra_m == 4000.0
    # Sites 0 and 3.
    assert found.taken_over == (TakeOver(0, 90.0), TakeOver(3, 10.0))


def test_who_has_another_branch_at_the_same_distance_does_not_go_further() -> None:
    # At 2 km both are 2 km away: 'west' has them, as the first; at 7 km 'midden' has them before 'oost'.
    region = street((2000, 0, 8), (7000, 0, 5))
    assert closed(region, "west").inwoners_further == 0
    found = closed(region, "midden")
    assert (found.inwoners_further, found.taken_over) == (0, (TakeOver(3, 5.0),))
    assert math.isnan(found.most_extra_m)


def test_when_the_last_branch_closes_everybody_is_without() -> None:
    region = make_region(line_roads(), people=[(0, 0, 40)], sites=[make_site("west", 0, klasse=KLEIN)])
    found = closed(region, "west")
    assert (found.inwoners_further, found.inwoners_without, found.taken_over) == (40, 40, ())
    assert math.isnan(found.mean_after_m)


def test_points_without_people_do_not_count() -> None:
    # Who lives at 9.5 km would have 5 km more; nobody does.
    assert closed(street((9500, 0, 1), (5500, 0, 3)), "oost").most_extra_m == 5000.0
    assert math.isnan(closed(street((9500, 0, 0), (5500, 0, 3)), "oost").most_extra_m)


def test_a_region_without_roads_for_a_modality_has_no_field() -> None:
    cars = int(Access.AUTO_FORWARD | Access.AUTO_BACKWARD)
    roads = make_roads([(0, 0), (1000, 0)], [(0, 1)], access=cars)
    region = make_region(roads, people=[(0, 0, 5)], sites=[make_site("west", 0, klasse=KLEIN)])
    assert field_of(region, today_plan(region.sites), Modality.LOPEN) is None


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(0, 4))
def test_it_is_what_a_full_evaluation_of_the_smaller_plan_tells(seed: int, site: int) -> None:
    rng = np.random.default_rng(seed)
    n_nodes = 12
    nodes = [(float(x), float(y)) for x, y in rng.integers(0, 20, (n_nodes, 2)) * 100]
    links = [(k, int(rng.integers(0, k))) for k in range(1, n_nodes)]
    links += [(int(a), int(b)) for a, b in rng.integers(0, n_nodes, (8, 2))]
    access = [BOTH_WAYS] * (n_nodes - 1) + rng.choice([BOTH_WAYS, ONE_WAY], 8).tolist()
    people = [(float(x), float(y), float(persons)) for x, y, persons in rng.integers(0, 2000, (15, 3))]
    # Two of the places are closed today; several may stand on one spot.
    places = rng.integers(0, 20, (7, 2)) * 100.0
    sites = [make_site(f"s{k}", x, y, klasse=KLEIN if k < 5 else None) for k, (x, y) in enumerate(places.tolist())]
    region, today = make_region(make_roads(nodes, links, access=access), people=people, sites=sites), {}
    plan = today_plan(region.sites)
    today = plan.by_id
    smaller = Plan.of({site_id: option for site_id, option in today.items() if site_id != f"s{site}"})
    uitgangspunten = make_uitgangspunten()
    before, after = (evaluate(region, each, uitgangspunten) for each in (plan, smaller))
    found = closed(region, f"s{site}")
    change = compare(region, before, after, uitgangspunten=uitgangspunten)
    lost = find_winners(region, before, after).total
    assert found.inwoners_further == pytest.approx(lost.inwoners_losing + lost.inwoners_losing_route)
    assert found.inwoners_without == after.total.inwoners_unreachable - before.total.inwoners_unreachable
    gained = after.site_inwoners - before.site_inwoners
    assert {each.site: each.inwoners for each in found.taken_over} == pytest.approx(
        {k: gained[k] for k in np.flatnonzero(gained > 0).tolist()}
    )
    assert [each.inwoners for each in found.taken_over] == sorted(gained[gained > 0].tolist(), reverse=True)
    if found.inwoners_further > found.inwoners_without:
        # Everybody's mean rises by what these go further.
        total = sum(persons for _, _, persons in people)
        extra = (found.mean_after_m - found.mean_before_m) * (found.inwoners_further - found.inwoners_without)
        tiny = total * 1.0  # changes of less than a metre are told by nobody
        assert (after.total.mean_m - before.total.mean_m) * total == pytest.approx(extra, abs=tiny)
        assert found.most_extra_m == change.point_m[np.isfinite(change.point_m) & (region.demand.inwoners > 0)].max()


# --- in words ---


def test_the_words_name_three_branches_and_add_up_the_others() -> None:
    over = tuple(TakeOver(site, persons) for site, persons in ((4, 900.0), (0, 80.0), (2, 7.0), (1, 3.0), (3, 2.0)))
    text = sluiten.closing_text(Closing(1492, 500, 2140.0, 7360.0, 12_340.0, over), ["A", "B", "C", "D", "E"])
    assert text == (
        "Sluit deze vestiging, dan is de dichtstbijzijnde voor 1.492 inwoners verder weg. Gemiddeld gaan zij van "
        "2,1\u00a0km naar 7,4\u00a0km; wie er het meest op achteruitgaat, moet 12,3\u00a0km verder. 500 inwoners "
        "kunnen dan over de weg geen enkele vestiging meer bereiken. Haar inwoners gaan dan naar E (900), A (80), C "
        "(7) en andere vestigingen (5)."
    )


def test_where_nobody_must_go_further_the_words_say_so() -> None:
    nothing = float("nan")
    text = sluiten.closing_text(Closing(0, 0, nothing, nothing, nothing, (TakeOver(0, 5),)), ["A"])
    assert text == "Sluit deze vestiging, dan hoeft niemand verder. Haar inwoners gaan dan naar A (5)."
