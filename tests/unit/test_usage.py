"""Who uses whom: derived by hand on a straight road, and person by person on random regions."""

from dataclasses import replace

import numpy as np
from hypothesis import given, settings

from spreiding.demand import Gemeente
from spreiding.domain import Modality, Plan
from spreiding.evaluation import evaluate
from spreiding.region import Region
from spreiding.usage import who_uses_whom
from tests.regions import regions, slow_distances, slow_nearest
from tests.worlds import HERE, THERE, line_roads, make_region, make_site, make_uitgangspunten


def test_people_are_counted_by_where_they_live_and_where_their_branch_stands() -> None:
    # Branches in Hier (0), Daar (1), a gemeente that the region does not have (2), and in none (3).
    sites = [make_site(f"s{k}", 0.0, gemeente=code) for k, code in enumerate((HERE.code, THERE.code, "GM0009", None))]
    people = [(0, 0, persons) for persons in (1, 2, 4, 8, 16, 32)]
    region = make_region(
        line_roads(), people=people, sites=sites, gemeenten=(HERE, THERE), square_gemeente=[0, 0, 1, 1, 1, -1]
    )
    found = who_uses_whom(region, np.array([0, 1, 1, 2, -1, 3], dtype=np.int32))
    # Columns: Hier, Daar, outside every gemeente, no route.
    assert found.persons.tolist() == [[1, 2, 0, 0], [0, 4, 8, 16], [0, 0, 32, 0]]
    assert found.inwoners.tolist() == [3, 28, 32]
    assert found.inwoners_of_own.tolist() == [1, 4]
    assert found.inwoners_without_route.tolist() == [0, 16, 0]


def test_several_points_of_one_square_may_go_to_different_gemeenten() -> None:
    region = make_region(
        line_roads(),
        people=[(0, 0, 30)],
        sites=[make_site("a", 0.0), make_site("b", 0.0, gemeente=THERE.code)],
        gemeenten=(HERE, THERE),
    )
    demand = replace(region.demand, square=np.zeros(2, dtype=np.int32), inwoners=np.array([10.0, 20.0]))
    found = who_uses_whom(replace(region, demand=demand), np.array([0, 1], dtype=np.int32))
    assert found.persons[0].tolist() == [10, 20, 0, 0]


def test_a_gemeente_without_people_has_a_row_of_zeros() -> None:
    empty = Gemeente(code="GM0003", name="Leeg")
    region = make_region(line_roads(), people=[(0, 0, 5)], sites=[make_site("a", 0.0)], gemeenten=(HERE, empty))
    found = who_uses_whom(region, np.array([0], dtype=np.int32))
    assert found.persons.tolist() == [[5, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0]]


@settings(max_examples=200)
@given(regions())
def test_the_table_equals_that_of_counting_person_by_person(world: tuple[Region, Plan, Plan]) -> None:
    region, plan, _ = world
    evaluation = evaluate(region, plan, make_uitgangspunten())
    found = who_uses_whom(region, evaluation.nearest.site_m)
    codes = [gemeente.code for gemeente in region.gemeenten]
    slow = [[0] * 4 for _ in range(3)]
    _, sites = slow_nearest(slow_distances(region, Modality.AUTO), plan)
    for point, site in enumerate(sites):
        for _ in range(int(region.demand.inwoners[point])):
            where = region.sites[site].gemeente or ""
            column = 3 if site < 0 else codes.index(where) if where in codes else 2
            slow[region.squares.gemeente[point]][column] += 1
    assert found.persons.tolist() == slow
    assert found.persons.sum() == region.demand.inwoners.sum()
