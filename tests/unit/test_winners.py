"""Who gains and who loses: by hand on a straight road, and person by person on random regions."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import asdict, fields, replace

import numpy as np
import pytest
from hypothesis import given, settings

from spreiding.demand import Kern
from spreiding.domain import Modality, Option, Plan, Vestigingstype
from spreiding.evaluation import evaluate
from spreiding.region import Region
from spreiding.scenario import today_plan
from spreiding.tables import AGE_GROUPS
from spreiding.travel_groups import DEFAULT_GROUPS, TravelGroup
from spreiding.winners import Balance, Balances, find_winners, hardest_hit
from tests.regions import ONLY_CARS, regions, slow_distances, slow_nearest
from tests.worlds import BOTH_WAYS, HERE, THERE, line_roads, make_region, make_roads, make_site, make_uitgangspunten

KLEIN = Vestigingstype.KLEIN
UITGANGSPUNTEN = make_uitgangspunten(max_m=2000)
NOBODY = Balance(0, 0, 0, 0, 0, 0, 0, 0, 0)


def plan_of(*site_ids: str) -> Plan:
    return Plan.of({site_id: Option(type=KLEIN) for site_id in site_ids})


def winners(region: Region, before: Plan, after: Plan) -> Balances:
    return find_winners(region, *(evaluate(region, plan, UITGANGSPUNTEN) for plan in (before, after)))


def kern(name: str, km: float, gemeente: str = HERE.code) -> Kern:
    return Kern(id=name, name=name, gemeente=gemeente, x_m=1000 * km, y_m=0, inwoners=10)


def line_region(people: Sequence[tuple[float, float]], kernen: Sequence[Kern] = ()) -> Region:
    """Return (km, inwoners) along 10 km of road, the last in the other gemeente; sites at 0, 5 and 10 km."""
    return make_region(
        line_roads(),
        people=[(1000 * km, 0, inwoners) for km, inwoners in people],
        sites=[make_site("west", 0.0), make_site("midden", 5000.0), make_site("oost", 10_000.0, gemeente=THERE.code)],
        gemeenten=(HERE, THERE),
        square_gemeente=[0] * (len(people) - 1) + [1],
        kernen=kernen,
    )


def figures(balance: Balance) -> list[float]:
    return list(asdict(balance).values())


# --- by hand ---


def test_moving_a_branch_gives_some_a_gain_and_others_a_loss() -> None:
    # oost makes way for midden. At 0 km (10 people): 0 → 0. At 4 km (20): 4 → 1 km, to midden. At 8 km (30): 2 → 3 km.
    # At 9 km (40): 1 → 4 km. Gained 20 · 3 km; lost 30 · 1 + 40 · 3 = 150 km, by 70 people, 3 km at most.
    region = line_region([(0, 10), (4, 20), (8, 30), (9, 40)])
    found = winners(region, plan_of("west", "oost"), plan_of("west", "midden"))
    assert found.total == Balance(100, 0, 20, 70, 60_000, 150_000, 3000, 0, 0)
    assert found.total.net_person_m == -90_000
    assert found.total.mean_gain_m == 3000
    assert found.total.mean_loss_m == pytest.approx(150_000 / 70)
    assert found.total.loss_per_inwoner_m == 1500
    here, there = found.gemeenten
    assert here == Balance(60, 0, 20, 30, 60_000, 30_000, 1000, 0, 0)
    assert there == Balance(40, 0, 0, 40, 0, 120_000, 3000, 0, 0)
    assert np.isnan(there.mean_gain_m)
    assert found.outside == NOBODY
    # Without kernen everybody lives in the buitengebied.
    assert (found.kernen, found.buitengebied) == ((), found.total)


def test_who_loses_the_only_route_is_counted_apart_and_in_no_mean() -> None:
    # Two islands; on the second (3 people, at 2 km from their branch) it closes, on the first (5) one opens nearer by:
    # 3 → 1 km.
    roads = make_roads([(0, 0), (3000, 0), (0, 50_000), (2000, 50_000)], [(0, 1), (2, 3)])
    region = make_region(
        roads,
        people=[(0, 0, 5), (0, 50_000, 3)],
        sites=[make_site("a", 3000.0), make_site("b", 1000.0), make_site("c", 2000.0, 50_000.0)],
    )
    lost = winners(region, plan_of("a", "c"), plan_of("b")).total
    assert lost == Balance(8, 0, 5, 0, 10_000, 0, 0, 0, 3)
    assert (lost.mean_gain_m, lost.net_person_m) == (2000, 10_000)
    assert np.isnan(lost.mean_loss_m)
    gained = winners(region, plan_of("b"), plan_of("a", "c")).total
    assert gained == Balance(8, 0, 0, 5, 0, 10_000, 2000, 3, 0)


def test_a_change_of_less_than_a_metre_is_no_gain_and_no_loss() -> None:
    # One branch moves half a metre away from 7 people, the other one and a half metre away from 2.
    places = {"a": 1.0, "a-verplaatst": 0.5, "b": 10_000.0, "b-verplaatst": 10_001.5}
    region = make_region(
        line_roads(11),
        people=[(1000, 0, 7), (9000, 0, 2)],
        sites=[make_site(site_id, x_m) for site_id, x_m in places.items()],
    )
    found = winners(region, plan_of("a", "b"), plan_of("a-verplaatst", "b-verplaatst")).total
    assert found.inwoners_losing == 2
    assert found.lost_person_m == pytest.approx(3)


def test_every_group_is_weighed_by_its_own_way_of_travelling() -> None:
    # Cars reach "ver" by a short cut of 1 km, others go 4 km. It makes way for "bij", 2 km for all.
    roads = make_roads(
        [(0, 0), (2000, 0), (4000, 0)],
        [(0, 1), (1, 2), (0, 2)],
        access=[BOTH_WAYS, BOTH_WAYS, ONLY_CARS],
        lengths=[2000, 2000, 1000],
    )
    region = make_region(roads, people=[(0, 0, 100)], sites=[make_site("ver", 4000.0), make_site("bij", 2000.0)])
    ages = np.array([[20.0, 10.0, 30.0, 15.0, 25.0]])
    region = replace(region, squares=replace(region.squares, groups=ages))
    found = {group.group.name: group for group in winners(region, plan_of("ver"), plan_of("bij")).groups}
    # Children: 4 → 2 km, 20 of them. Who drives: 1 → 2 km. Of 25 people of 65 and older 44 % walk, 11: 4 → 2 km.
    assert found["kinderen"].total == Balance(20, 0, 20, 0, 40_000, 0, 0, 0, 0)
    assert found["25 tot 45 jaar"].total == Balance(30, 0, 0, 30, 0, 30_000, 1000, 0, 0)
    assert figures(found["75 jaar en ouder"].total) == pytest.approx([11, 0, 11, 0, 22_000, 0, 0, 0, 0])
    assert found["kinderen"].gemeenten == (found["kinderen"].total,)


def test_a_group_is_empty_where_the_ages_are_unknown_and_says_of_how_many() -> None:
    found = winners(line_region([(4, 20), (9, 40)]), plan_of("west"), plan_of("west", "midden"))
    assert [group.total for group in found.groups] == [replace(NOBODY, inwoners_without_age=60)] * len(DEFAULT_GROUPS)


# --- the hardest hit ---


def test_the_hardest_hit_kernen_come_in_order_of_their_loss_per_inhabitant() -> None:
    # oost closes. B at 9 km: half of 10 people stand at 9 km (1 → 4 km, midden), half at 9.1 km (0.9 → 4.1): 3.1 km a
    # head. A at 7 km: 2 → 2 km, nobody moves. C at 8 km: 2 → 3 km, 1 km a head.
    people = [(7, 10), (8, 20), (9, 5), (9.1, 5)]
    region = line_region(people, [kern("A", 7), kern("C", 8), kern("B", 9), kern("B in Daar", 9.1, THERE.code)])
    found = winners(region, plan_of("west", "midden", "oost"), plan_of("west", "midden"))
    first, second, third = hardest_hit(found)
    assert (first.kern.name, second.kern.name, third.kern.name) == ("B in Daar", "B", "C")
    assert first.balance.loss_per_inwoner_m == pytest.approx(3200)
    assert (first.site_before, first.site_after) == (2, 1)
    assert (first.mean_before_m, first.mean_after_m) == pytest.approx((900, 4100))
    assert hardest_hit(found, 1) == (first,)
    assert hardest_hit(found, gemeente=HERE.code) == (second, third)


def test_a_kern_that_loses_a_little_as_a_whole_comes_before_one_street_that_loses_much() -> None:
    # oost closes. Straat: 99 people stay beside midden, one at 10 km goes from 0 to 5 km: 50 m a head.
    # Dorp: 10 people at 8 km, 2 → 3 km: 1 km a head.
    found = winners(
        replace_kern(line_region([(5, 99), (8, 10), (10, 1)], [kern("Straat", 5), kern("Dorp", 8)]), [0, 1, 0]),
        plan_of("midden", "oost"),
        plan_of("midden"),
    )
    assert [(hit.kern.name, hit.balance.loss_per_inwoner_m) for hit in hardest_hit(found)] == [
        ("Dorp", 1000),
        ("Straat", 50),
    ]


def test_equal_losses_are_ordered_by_persons_and_then_by_name() -> None:
    # All three live at 8 km: 2 → 3 km.
    region = line_region([(8, 10), (8, 20), (8, 10)], [kern("Zand", 8), kern("Veen", 8), kern("Klei", 8)])
    found = winners(replace_kern(region, [0, 1, 2]), plan_of("midden", "oost"), plan_of("midden"))
    assert [hit.kern.name for hit in hardest_hit(found)] == ["Veen", "Klei", "Zand"]


def test_a_kern_that_loses_its_only_route_is_hit_hardest_and_one_that_gains_is_not_hit() -> None:
    roads = make_roads([(0, 0), (9000, 0), (0, 50_000), (2000, 50_000)], [(0, 1), (2, 3)])
    region = make_region(
        roads,
        people=[(0, 0, 5), (9000, 0, 5), (0, 50_000, 3)],
        sites=[make_site("a", 0.0), make_site("b", 8000.0), make_site("c", 2000.0, 50_000.0)],
        kernen=[
            kern("Ver", 0),
            kern("Bij", 9),
            Kern(id="e", name="Eiland", gemeente=HERE.code, x_m=0, y_m=5e4, inwoners=3),
        ],
    )
    # Ver: 0 → 8 km. Bij: 9 → 1 km. The island keeps no branch.
    eiland, ver = hardest_hit(winners(region, plan_of("a", "c"), plan_of("b")))
    assert (eiland.kern.name, eiland.site_before, eiland.site_after) == ("Eiland", 2, -1)
    assert (eiland.mean_before_m, eiland.balance.inwoners_losing_route) == (2000, 3)
    assert np.isnan(eiland.mean_after_m)
    assert (ver.kern.name, ver.balance.loss_per_inwoner_m) == ("Ver", 8000)


def test_the_branch_of_a_kern_is_that_of_most_of_its_people() -> None:
    # Of the people of one kern 4 live at 1 km (west), 6 at 9 km (oost).
    region = replace_kern(line_region([(1, 4), (9, 6)], [kern("Lang", 5)]), [0, 0])
    (found,) = winners(region, plan_of("west", "oost"), plan_of("midden")).kernen
    assert (found.site_before, found.site_after) == (2, 1)
    assert (found.mean_before_m, found.mean_after_m) == (1000, 4000)


def replace_kern(region: Region, kern_of_square: Sequence[int]) -> Region:
    return replace(region, squares=replace(region.squares, kern=np.array(kern_of_square, dtype=np.int32)))


# --- person by person ---


class Tally:
    """What one person after another makes of a balance."""

    def __init__(self) -> None:
        self.figures = dict.fromkeys((field.name for field in fields(Balance)), 0.0)

    def add(self, before_m: float, after_m: float, *, weight: float = 1.0) -> None:
        """Count one person, or the share of one that belongs to the group."""
        self.figures["inwoners"] += weight
        if before_m == after_m:
            return
        if np.isinf(before_m) or np.isinf(after_m):
            self.figures["inwoners_losing_route" if np.isinf(after_m) else "inwoners_gaining_route"] += weight
        elif after_m - before_m >= 1:
            self.figures["inwoners_losing"] += weight
            self.figures["lost_person_m"] += weight * (after_m - before_m)
            self.figures["largest_loss_m"] = max(self.figures["largest_loss_m"], after_m - before_m)
        elif before_m - after_m >= 1:
            self.figures["inwoners_gaining"] += weight
            self.figures["gained_person_m"] += weight * (before_m - after_m)


def assert_equal(found: Balance, tally: Tally) -> None:
    assert figures(found) == pytest.approx(list(tally.figures.values()), rel=1e-9, abs=1e-6)


def slow_tallies(
    region: Region, before: Plan, after: Plan, group: TravelGroup, area_of: Callable[[int], int]
) -> dict[int | None, Tally]:
    """One person after another, by area; the key None holds everybody."""
    distances = slow_distances(region, group.modality)
    before_m, after_m = slow_nearest(distances, before)[0], slow_nearest(distances, after)[0]
    tallies: dict[int | None, Tally] = defaultdict(Tally)
    for point in range(region.demand.square.size):
        persons = region.demand.inwoners[point]
        if group.age_group is not None:
            persons = region.squares.groups[point, AGE_GROUPS.index(group.age_group)]
        for tally in (tallies[None], tallies[area_of(point)]):
            if np.isnan(persons):
                tally.figures["inwoners_without_age"] += region.demand.inwoners[point]
                continue
            for _ in range(int(persons)):
                tally.add(before_m[point], after_m[point], weight=group.share or 1.0)
    return tallies


EVERYBODY = TravelGroup(name="iedereen", age_group=None, modality=Modality.AUTO)


@settings(max_examples=200)
@given(regions())
def test_every_figure_equals_that_of_counting_person_by_person(world: tuple[Region, Plan, Plan]) -> None:
    region, before, after = world
    found = winners(region, before, after)
    by_gemeente = slow_tallies(region, before, after, EVERYBODY, lambda point: int(region.squares.gemeente[point]))
    assert_equal(found.total, by_gemeente[None])
    for index, balance in enumerate((*found.gemeenten, found.outside)):
        assert_equal(balance, by_gemeente[index if index < len(found.gemeenten) else -1])
    by_kern = slow_tallies(region, before, after, EVERYBODY, lambda point: int(region.squares.kern[point]))
    for index, balance in enumerate((*(one.balance for one in found.kernen), found.buitengebied)):
        assert_equal(balance, by_kern[index if index < len(found.kernen) else -1])
    for group in found.groups:
        slow = slow_tallies(region, before, after, group.group, lambda point: int(region.squares.gemeente[point]))
        assert_equal(group.total, slow[None])
        for index, balance in enumerate((*group.gemeenten, group.outside)):
            assert_equal(balance, slow[index if index < len(group.gemeenten) else -1])


@settings(max_examples=50)
@given(regions())
def test_parts_add_up_and_the_other_way_round_gains_and_losses_change_places(world: tuple[Region, Plan, Plan]) -> None:
    region, before, after = world
    found, back = winners(region, before, after), winners(region, after, before)
    kernen = [one.balance for one in found.kernen]
    for parts in ((*found.gemeenten, found.outside), (*kernen, found.buitengebied)):
        added = [sum(column) for column in zip(*(figures(part) for part in parts), strict=True)]
        # The largest loss is the one figure that is no sum.
        added[6] = max(part.largest_loss_m for part in parts)
        assert added == pytest.approx(figures(found.total))
    one, other = found.total, back.total
    assert (one.inwoners_gaining, one.gained_person_m) == pytest.approx((other.inwoners_losing, other.lost_person_m))
    assert (one.inwoners_losing, one.lost_person_m) == pytest.approx((other.inwoners_gaining, other.gained_person_m))
    assert one.inwoners_gaining_route == pytest.approx(other.inwoners_losing_route)
    assert one.net_person_m == pytest.approx(-other.net_person_m)
    assert one.net_person_m == one.gained_person_m - one.lost_person_m


def test_a_plan_beside_itself_changes_nothing() -> None:
    region = line_region([(4, 20), (9, 40)], [kern("A", 4), kern("B", 9)])
    found = winners(region, plan_of("west"), plan_of("west"))
    assert found.total == replace(NOBODY, inwoners=60)
    assert not any(balance.is_changed for balance in (*found.gemeenten, *(one.balance for one in found.kernen)))
    assert hardest_hit(found) == ()


def test_today_is_compared_with_itself_in_a_region_without_an_open_branch() -> None:
    region = line_region([(4, 20), (9, 40)])
    assert winners(region, today_plan(region.sites), plan_of()).total == replace(NOBODY, inwoners=60)
