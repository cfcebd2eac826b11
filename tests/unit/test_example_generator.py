"""The parts of the example's generator, on inputs small enough to work out by hand."""

import json
from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest
import shapely

from spreiding.example.areas import area_of_points, build_gemeente_areas, build_outline
from spreiding.example.build import Example, build_example, build_grid
from spreiding.example.builtup import COUNTRY, Grid, grow_built_up, scattered_inwoners
from spreiding.example.country_roads import Lines, connected_choice, gabriel_edges, secondary_edges
from spreiding.example.facts import GemeenteFacts, KernFacts, apportion, read_facts
from spreiding.example.files import square_ids, write_boundaries, write_squares
from spreiding.example.junctions import build_roads, with_one_way_streets
from spreiding.example.people import People, assign_ages, people_in_built_up, people_scattered, roadside_squares
from spreiding.example.streets import link_loose_streets
from spreiding.network import Access
from spreiding.tables import ROAD_CLASS_INDEX
from tests.worlds import BOTH_WAYS, ONE_WAY, make_roads

RESIDENTIAL = ROAD_CLASS_INDEX["residential"]
# Two gemeenten, each with two larger kernen and a hamlet, a few kilometres apart.
GEMEENTEN = (
    GemeenteFacts(code="GM0001", name="Hier", inwoners=10_050, age_pct=(15, 12, 24, 28, 21), library_km=1.0),
    GemeenteFacts(code="GM0002", name="Daar", inwoners=9_060, age_pct=(14, 11, 20, 29, 26), library_km=1.0),
)
KERNEN = KernFacts(
    gemeente=np.array([0, 0, 0, 1, 1, 1], dtype=np.int32),
    xy=np.array([[230e3, 540e3], [231e3, 545e3], [228e3, 543e3], [237e3, 541e3], [236e3, 546e3], [239e3, 544e3]]),
    inwoners=np.array([6_000, 4_000, 50, 5_000, 4_000, 60], dtype=np.int32),
)


def rng() -> np.random.Generator:
    return np.random.default_rng(1)


def make_grid(n: int) -> Grid:
    rows, columns = np.mgrid[0:n, 0:n].astype(np.int32)
    return Grid(columns.ravel(), rows.ravel(), np.zeros(n * n, dtype=np.int32))


def lines_of(*paths: list[tuple[float, float]], road_class: int = RESIDENTIAL) -> Lines:
    return Lines(
        np.array([shapely.LineString(path) for path in paths]), np.full(len(paths), road_class, dtype=np.uint8)
    )


@pytest.fixture(scope="module")
def example() -> Example:
    return build_example(GEMEENTEN, KERNEN, seed=7)


def test_apportion_gives_the_largest_remainders_first() -> None:
    # 10 over 1 : 1 : 1 is 3.33 each, the first gets the spare one; 7 over 5 : 3 is 4.375 and 2.625.
    assert apportion(10, np.array([1.0, 1.0, 1.0])).tolist() == [4, 3, 3]
    assert apportion(7, np.array([5.0, 3.0])).tolist() == [4, 3]


def test_facts_scale_the_kernen_to_their_gemeente(tmp_path: Path) -> None:
    (tmp_path / "gemeenten_drenthe.csv").write_text(
        "gemeentenaam,gemeentecode,inwoners_2024,pct_0_15,pct_15_25,pct_25_45,pct_45_65,pct_65_plus,"
        "cbs_afstand_bibliotheek_km\nHier,GM0001,900,15,12,24,28,21,3.0\n",
        encoding="utf-8",
    )
    (tmp_path / "kernen_drenthe.csv").write_text(
        "naam,gemeentecode,gemeente,x_rd,y_rd,inwoners_omgeving\nA,GM0001,Hier,1,2,300\nB,GM0001,Hier,3,4,150\n",
        encoding="utf-8",
    )
    gemeenten, kernen = read_facts(tmp_path)
    assert list(gemeenten[0].age_pct) == [15, 12, 24, 28, 21]
    assert kernen.inwoners.tolist() == [600, 300]
    assert kernen.xy.tolist() == [[1, 2], [3, 4]]


def test_boundaries_lie_halfway_between_kernen() -> None:
    xy = np.array([[0.0, 0.0], [1000.0, 0.0], [1000.0, 900.0]])
    areas = build_gemeente_areas(xy, np.array([0, 1, 1], dtype=np.int32), build_outline(xy))
    points = np.array([[499.0, 0.0], [501.0, 0.0], [0.0, 1_000_000.0]])
    assert area_of_points(points, areas).tolist() == [0, 1, -1]


def test_an_outline_around_one_point_is_a_disc_of_the_margin() -> None:
    # π · 1500², a little less for the polygon that stands for the disc.
    assert build_outline(np.zeros((1, 2)), reach_m=5000, margin_m=1500).area == pytest.approx(np.pi * 1500**2, rel=0.05)


def test_squares_near_a_boundary_are_left_out() -> None:
    # Of three by three squares on [0, 300]² the middle ones lie at 50, 150 and 250 m; the area ends at 254 m.
    grid = build_grid([shapely.box(0, 0, 254, 300)])
    assert sorted(set(grid.east.tolist())) == [0, 1]
    assert sorted(set(grid.north.tolist())) == [0, 1, 2]


def test_a_hamlet_lives_scattered_and_a_town_hardly() -> None:
    # n · 370 / (n + 370): 370 → 185; 50 → 44, which leaves 6 < 15, so all 50; 37,000 → 366.3.
    assert scattered_inwoners(np.array([370, 50, 37_000], dtype=np.int32)).tolist() == [185, 50, 366]


def test_a_built_up_area_takes_the_squares_around_its_centre_at_25_persons_each() -> None:
    kernen = KernFacts(np.zeros(1, dtype=np.int32), np.array([[500.0, 500.0]]), np.array([100], dtype=np.int32))
    kern = grow_built_up(kernen, built=np.array([100], dtype=np.int32), grid=make_grid(10), rng=rng())
    # 100 persons at 2,500 per km² need four squares: those that touch the centre.
    assert np.flatnonzero(kern == 0).tolist() == [44, 45, 54, 55]
    assert (kern == COUNTRY).sum() == 96


def test_people_in_a_built_up_area_are_all_placed_with_at_least_15_per_square() -> None:
    kernen = KernFacts(np.zeros(1, dtype=np.int32), np.array([[100.0, 100.0]]), np.array([100], dtype=np.int32))
    built = np.array([61], dtype=np.int32)
    people = people_in_built_up(make_grid(2), kern=np.zeros(4, dtype=np.int32), kernen=kernen, built=built, rng=rng())
    # Four squares would take 60 as a minimum; one person is left to divide.
    assert sorted(people.tolist()) == [15, 15, 15, 16]


def test_scattered_people_stay_in_their_gemeente_in_squares_of_fewer_than_15() -> None:
    kernen = KernFacts(np.array([0, 1], dtype=np.int32), np.zeros((2, 2)), np.array([60, 30], dtype=np.int32))
    nearest = np.repeat(np.array([0, 1], dtype=np.int32), 40)
    scattered = np.array([60, 30], dtype=np.int32)
    people = people_scattered(nearest, kernen=kernen, scattered=scattered, rng=rng())
    assert (people[:40].sum(), people[40:].sum()) == (60, 30)
    # Six persons per square on average: ten and five squares.
    assert ((people[:40] > 0).sum(), (people[40:] > 0).sum()) == (10, 5)
    assert people.max() < 15


def test_ages_add_up_per_square_and_per_gemeente() -> None:
    inwoners = np.array([30, 10, 60], dtype=np.int32)
    groups = assign_ages(inwoners, is_country=inwoners < 15, age_pct=(20, 10, 20, 30, 20), rng=rng())
    assert groups.sum(axis=1).tolist() == [30, 10, 60]
    assert groups.sum(axis=0).tolist() == [20, 10, 20, 30, 20]


def test_people_live_beside_roads_for_cars_only() -> None:
    # Middles at (50, 50) and (250, 50): squares 0 and 2; the second road is a footpath.
    roads = make_roads(
        [(0, 50), (100, 50), (200, 50), (300, 50)], [(0, 1), (2, 3)], access=[BOTH_WAYS, int(Access.LOPEN)]
    )
    assert roadside_squares(roads) == {(0, 0)}


def test_a_gabriel_edge_has_no_third_point_in_its_circle() -> None:
    # The point (5, 1) lies in the circle on (0, 0)-(10, 0), so those two are joined only by way of it.
    xy = np.array([[0.0, 0.0], [10.0, 0.0], [5.0, 1.0], [5.0, 30.0]])
    assert gabriel_edges(xy).tolist() == [[0, 2], [1, 2], [2, 3]]


def test_roads_between_large_kernen_run_over_the_small_ones() -> None:
    xy = np.array([[0.0, 0.0], [10.0, 1.0], [20.0, 0.0], [10.0, 30.0], [12.0, 60.0]])
    edges = np.array([[0, 1], [1, 2], [1, 3], [3, 4]], dtype=np.int32)
    is_large = np.array([True, False, True, False, True])
    assert secondary_edges(xy, edges, is_large).tolist() == [True, True, True, True]
    is_large = np.array([True, True, True, False, False])
    assert secondary_edges(xy, edges, is_large).tolist() == [True, True, False, False]


def test_a_choice_of_edges_keeps_connected_what_was_connected() -> None:
    square = np.array([[0, 1], [1, 2], [2, 3], [0, 3]], dtype=np.int32)
    # Share 0 leaves a spanning tree, three of the four sides; the certain side is always among them.
    certain = np.array([False, False, True, False])
    chosen = connected_choice(4, square, share=0.0, rng=rng(), is_certain=certain)
    assert chosen.sum() == 3
    assert chosen[2]
    assert connected_choice(4, square, share=1.0, rng=rng()).all()


def test_crossing_roads_get_a_junction_and_loose_parts_disappear() -> None:
    lines = lines_of([(0, 10), (20, 10)], [(10, 0), (10, 20)], [(100, 100), (110, 100)])
    roads = build_roads(lines, rng=rng())
    assert sorted(zip(roads.x_m.tolist(), roads.y_m.tolist(), strict=True)) == [
        (0, 10),
        (10, 0),
        (10, 10),
        (10, 20),
        (20, 10),
    ]
    assert roads.length_m.tolist() == [10, 10, 10, 10]
    assert (roads.car_kmh == 28).all()


def test_a_street_with_a_dead_end_never_becomes_one_way_but_a_ring_does() -> None:
    nodes = [(0, 0), (10, 0), (10, 10), (20, 20)]
    roads = make_roads(nodes, [(0, 1), (1, 2), (2, 0), (2, 3)])
    roads.road_class[:] = RESIDENTIAL
    access = with_one_way_streets(roads, share=1.0, rng=rng()).access
    cyclists_both_ways = ONE_WAY | int(Access.FIETS_BACKWARD)
    assert access.tolist() == [cyclists_both_ways] * 3 + [BOTH_WAYS]


def test_streets_that_cross_no_road_get_a_link_to_the_nearest() -> None:
    country = lines_of([(0, 0), (100, 0)], road_class=ROAD_CLASS_INDEX["tertiary"])
    streets = lines_of([(10, -5), (10, 5)], [(40, 7), (40, 20)], [(40, 20), (60, 20)])
    linked = link_loose_streets(streets, country)
    assert [line.wkt for line in linked.lines[3:]] == ["LINESTRING (40 7, 40 0)"]


def test_square_ids_are_those_of_cbs() -> None:
    groups = np.ones((1, 5), dtype=np.int32)
    corner = People(np.array([974]), np.array([4514]), np.zeros(1, dtype=np.int32), groups)
    assert square_ids(corner) == ["E0974N4514"]


def test_every_person_of_the_facts_lives_in_the_generated_region(example: Example) -> None:
    people = example.people
    totals = np.bincount(people.gemeente, weights=people.inwoners)
    assert totals.tolist() == [10_050, 9_060]
    # 10,050 · 15 % is 1,507.5 children: the shares add up to 100.
    assert abs(people.groups[people.gemeente == 0, 0].sum() - 1_507.5) <= 1


def test_the_same_seed_gives_the_same_region_and_another_seed_another(example: Example) -> None:
    same, other = (build_example(GEMEENTEN, KERNEN, seed=seed) for seed in (7, 8))
    for part in fields(example.roads):
        assert np.array_equal(getattr(example.roads, part.name), getattr(same.roads, part.name), equal_nan=True)
    assert np.array_equal(example.people.groups, same.people.groups)
    assert not np.array_equal(example.people.inwoners, other.people.inwoners)


def test_files_are_the_same_bytes_each_time(example: Example, tmp_path: Path) -> None:
    for name in ("first.gpkg", "second.gpkg"):
        write_squares(example.people, tmp_path / name)
    assert (tmp_path / "first.gpkg").read_bytes() == (tmp_path / "second.gpkg").read_bytes()


def test_boundaries_are_written_in_degrees_and_called_generated(example: Example, tmp_path: Path) -> None:
    path = tmp_path / "gemeenten.geojson"
    write_boundaries(example.areas, GEMEENTEN, path)
    content = json.loads(path.read_text(encoding="utf-8"))
    assert [feature["properties"]["gemeentenaam"] for feature in content["features"]] == ["Hier", "Daar"]
    west, south, east, north = shapely.geometry.shape(content["features"][0]["geometry"]).bounds
    # Beilen (230,870, 542,390) stands at 6.51° E, 52.86° N.
    assert west < 6.51 < east
    assert south < 52.86 < north
