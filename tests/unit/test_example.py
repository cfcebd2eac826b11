"""The committed files of the example region, counted independently of the program that made them."""

from pathlib import Path
from typing import Final

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra
from scipy.spatial import KDTree

from spreiding.domain import Huisvesting, Modality, Vestigingstype
from spreiding.example.check import Comparison, compare_with_cbs, format_comparison
from spreiding.example.scenarios import build_scenarios
from spreiding.io.network.roads import read_archive
from spreiding.io.places.kernen import candidates_from_kernen, read_kern_file
from spreiding.io.places.vestigingen import read_vestigingen
from spreiding.io.scenarios import format_scenarios, read_scenarios
from spreiding.network import Access, Roads, build_network, project
from spreiding.scenario import Scenario
from spreiding.supply import Site, slug
from spreiding.tables import CBS_AGE_COLUMNS

DATA: Final = Path(__file__).resolve().parents[2] / "data"
PCT: Final = ["pct_0_15", "pct_15_25", "pct_25_45", "pct_45_65", "pct_65_plus"]
MEGABYTE: Final = 1_000_000


@pytest.fixture(scope="module")
def squares() -> gpd.GeoDataFrame:
    return gpd.read_file(DATA / "cbs" / "voorbeeld_drenthe_vk100.gpkg", layer="cbs_vk100_voorbeeld")


@pytest.fixture(scope="module")
def boundaries() -> gpd.GeoDataFrame:
    return gpd.read_file(DATA / "voorbeeld" / "gemeenten.geojson").to_crs(28992).set_index("gemeentecode")


@pytest.fixture(scope="module")
def kernen() -> pd.DataFrame:
    return pd.read_csv(DATA / "feiten" / "kernen_drenthe.csv")


@pytest.fixture(scope="module")
def facts() -> pd.DataFrame:
    return pd.read_csv(DATA / "feiten" / "gemeenten_drenthe.csv").set_index("gemeentecode")


@pytest.fixture(scope="module")
def per_gemeente(squares: gpd.GeoDataFrame, boundaries: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Sums of the squares per gemeente in whose boundary their centre lies."""
    centres = squares.set_geometry(squares.geometry.centroid)
    joined = centres.sjoin(boundaries[["geometry"]], predicate="within")
    assert len(joined) == len(squares)
    return joined.groupby("gemeentecode")[["aantal_inwoners", *CBS_AGE_COLUMNS]].sum()


@pytest.fixture(scope="module")
def roads() -> Roads:
    return read_archive(DATA / "voorbeeld" / "wegen.npz")


@pytest.fixture(scope="module")
def sites() -> tuple[Site, ...]:
    return read_vestigingen(DATA / "vestigingen.geojson")


@pytest.fixture(scope="module")
def comparison() -> tuple[Comparison, ...]:
    return compare_with_cbs(DATA)


@pytest.fixture(scope="module")
def scenarios() -> dict[str, Scenario]:
    return {scenario.id: scenario for scenario in read_scenarios(DATA / "scenarios" / "voorbeeld-drenthe.json")}


def test_squares_carry_the_columns_of_cbs_in_rd(squares: gpd.GeoDataFrame) -> None:
    assert list(squares.columns) == ["crs28992res100m", "aantal_inwoners", *CBS_AGE_COLUMNS, "geometry"]
    assert squares.crs.to_epsg() == 28992
    assert all(squares[column].dtype.kind == "i" for column in ["aantal_inwoners", *CBS_AGE_COLUMNS])


def test_there_are_at_least_20000_inhabited_squares_each_once(squares: gpd.GeoDataFrame) -> None:
    assert len(squares) >= 20_000
    assert squares["crs28992res100m"].is_unique
    assert squares["aantal_inwoners"].min() >= 1


def test_the_id_of_a_square_is_its_south_west_corner_in_hectometres(squares: gpd.GeoDataFrame) -> None:
    parts = squares["crs28992res100m"].str.extract(r"^E(\d{4})N(\d{4})$").astype(float) * 100
    bounds = squares.geometry.bounds
    assert (bounds[["minx", "miny"]].to_numpy() == parts.to_numpy()).all()
    assert (bounds[["maxx", "maxy"]].to_numpy() == parts.to_numpy() + 100).all()
    assert (squares.geometry.area == 10_000).all()


def test_the_age_groups_of_every_square_add_up_to_its_inhabitants(squares: gpd.GeoDataFrame) -> None:
    assert (squares[list(CBS_AGE_COLUMNS)].sum(axis=1) == squares["aantal_inwoners"]).all()
    assert squares[list(CBS_AGE_COLUMNS)].to_numpy().min() >= 0


def test_every_gemeente_has_exactly_the_inhabitants_that_cbs_counts(
    per_gemeente: gpd.GeoDataFrame, facts: pd.DataFrame
) -> None:
    assert per_gemeente["aantal_inwoners"].to_dict() == facts["inwoners_2024"].to_dict()


def test_age_shares_lie_within_half_a_percentage_point_of_cbs(
    per_gemeente: gpd.GeoDataFrame, facts: pd.DataFrame
) -> None:
    found = per_gemeente[list(CBS_AGE_COLUMNS)].div(per_gemeente["aantal_inwoners"], axis=0) * 100
    wanted = facts[PCT].div(facts[PCT].sum(axis=1), axis=0).loc[found.index] * 100
    assert np.abs(found.to_numpy() - wanted.to_numpy()).max() <= 0.5


def test_some_12_percent_of_the_people_live_scattered_along_the_roads(squares: gpd.GeoDataFrame) -> None:
    # Fewer than 15 persons per hectare is no built-up area (data/cbs/LEESMIJ.md).
    inwoners = squares["aantal_inwoners"]
    assert 0.10 <= inwoners[inwoners < 15].sum() / inwoners.sum() <= 0.14


def test_a_town_is_one_dense_blob_around_its_centre(squares: gpd.GeoDataFrame) -> None:
    # 65,120 live in and around Assen: a disc of radius √(65,120 / (2,500 π)) km = 2.88 km. Its neighbour
    # Kloosterveen lies 3.3 km away and the gemeente ends 2.3 km east, so a little falls outside or is added.
    centre = squares.geometry.centroid
    near = np.hypot(centre.x - 233_910, centre.y - 557_280) <= 2_880
    assert squares["aantal_inwoners"][near].sum() == pytest.approx(65_120, rel=0.1)


def test_each_of_the_302_kernen_gives_a_candidate_with_its_own_id() -> None:
    candidates = candidates_from_kernen(read_kern_file(DATA / "feiten" / "kernen_drenthe.csv").kernen)
    assert len({site.id for site in candidates}) == 302


def test_gemeenten_are_called_generated_and_do_not_overlap(boundaries: gpd.GeoDataFrame, facts: pd.DataFrame) -> None:
    assert sorted(boundaries.index) == sorted(facts.index)
    assert boundaries["herkomst"].str.startswith("gegenereerd").all()
    # Edges are straight in degrees and not in metres: neighbours may differ by less than a metre.
    joined = boundaries.geometry.union_all().area
    assert boundaries.geometry.area.sum() == pytest.approx(joined, rel=1e-5)
    # CBS gives the province 2,680 km² with its water.
    assert joined / 1e6 == pytest.approx(2_680, rel=0.02)


def test_every_kern_lies_in_its_own_gemeente(boundaries: gpd.GeoDataFrame, kernen: pd.DataFrame) -> None:
    own = boundaries.geometry.loc[kernen["gemeentecode"]]
    assert shapely.contains_xy(own.to_numpy(), kernen["x_rd"], kernen["y_rd"]).all()


def test_a_car_can_use_100000_nodes_and_everybody_can_go_everywhere(roads: Roads) -> None:
    networks = {modality: build_network(roads, modality) for modality in Modality}
    assert networks[Modality.AUTO].n_nodes >= 100_000
    # build_network drops small components; of what is left a part unreachable from node 0 would be a second one.
    for network in networks.values():
        assert network.n_dropped == 0
        rows = np.concatenate([network.tail[network.is_forward], network.head[network.is_backward]])
        columns = np.concatenate([network.head[network.is_forward], network.tail[network.is_backward]])
        graph = csr_array((np.ones(rows.size), (rows, columns)), shape=(network.n_nodes, network.n_nodes))
        for direction in (graph, graph.T.tocsr()):
            assert np.isfinite(dijkstra(direction, indices=np.array([0]))).all()


def test_roads_meet_only_in_nodes(roads: Roads) -> None:
    xy = np.column_stack([roads.x_m, roads.y_m])
    lines = np.asarray(shapely.linestrings(np.stack([xy[roads.tail], xy[roads.head]], axis=1)))
    tree = shapely.STRtree(lines)
    assert tree.query(lines, predicate="crosses").size == 0
    # The end of a line is its boundary: a node within a line would lie between its ends.
    assert tree.query(shapely.points(xy), predicate="within").size == 0
    pairs = np.sort(np.column_stack([roads.tail, roads.head]), axis=1)
    assert len(np.unique(pairs, axis=0)) == len(pairs)
    assert len(np.unique(xy, axis=0)) == len(xy)


def test_segments_are_as_long_as_the_distance_between_their_nodes(roads: Roads) -> None:
    straight = np.hypot(roads.x_m[roads.tail] - roads.x_m[roads.head], roads.y_m[roads.tail] - roads.y_m[roads.head])
    assert np.abs(roads.length_m - straight).max() <= 0.05 + 1e-9
    assert roads.length_m.min() > 0


def test_a_car_has_a_speed_exactly_where_it_may_drive(roads: Roads) -> None:
    is_driven = (roads.access & (Access.AUTO_FORWARD | Access.AUTO_BACKWARD)) > 0
    assert (np.isfinite(roads.car_kmh) == is_driven).all()


def test_every_inhabited_square_lies_beside_a_road_for_cars(roads: Roads, squares: gpd.GeoDataFrame) -> None:
    centre = squares.geometry.centroid
    footing = project(build_network(roads, Modality.AUTO), centre.x.to_numpy(), centre.y.to_numpy())
    # The corner of a square is 71 m from its centre.
    assert footing.walk_m.max() <= 71


def test_42_branches_have_an_id_from_their_name_and_stand_in_their_gemeente(
    sites: tuple[Site, ...], boundaries: gpd.GeoDataFrame
) -> None:
    assert len(sites) == 42
    assert [site.id for site in sites] == [slug(site.name) for site in sites]
    assert len({site.id for site in sites}) == 42
    assert all(boundaries.geometry[site.gemeente].contains(shapely.Point(site.x_m, site.y_m)) for site in sites)


def test_branches_stand_in_the_middle_of_their_kern(sites: tuple[Site, ...], kernen: pd.DataFrame) -> None:
    columns = (kernen[column] for column in ("gemeentecode", "naam", "x_rd", "y_rd"))
    centres = {(code, name): (x, y) for code, name, x, y in zip(*columns, strict=True)}
    for site in sites:
        assert (site.x_m, site.y_m) == pytest.approx(centres[site.gemeente, site.place], abs=0.02)


def test_the_distance_to_a_library_lies_within_half_a_kilometre_of_cbs_in_ten_gemeenten(
    comparison: tuple[Comparison, ...],
) -> None:
    assert sum(abs(row.library_km - row.facts.library_km) <= 0.5 for row in comparison) >= 10


def test_the_distances_agree_with_plain_dijkstra_from_the_nearest_nodes(
    comparison: tuple[Comparison, ...],
    roads: Roads,
    squares: gpd.GeoDataFrame,
    sites: tuple[Site, ...],
    boundaries: gpd.GeoDataFrame,
) -> None:
    # A second, cruder way: two-way roads, everybody and every branch at the nearest node of a road for cars.
    is_driven = (roads.access & (Access.AUTO_FORWARD | Access.AUTO_BACKWARD)) > 0
    tail, head, length = roads.tail[is_driven], roads.head[is_driven], roads.length_m[is_driven]
    graph = csr_array((length, (tail, head)), shape=(roads.x_m.size, roads.x_m.size))
    nodes = np.unique(np.concatenate([tail, head]))
    tree = KDTree(np.column_stack([roads.x_m[nodes], roads.y_m[nodes]]))
    _, branch = tree.query(np.array([(site.x_m, site.y_m) for site in sites]))
    metres = dijkstra(graph, directed=False, indices=nodes[branch], min_only=True)
    centre = squares.geometry.centroid
    walk, home = tree.query(np.column_stack([centre.x, centre.y]))
    squares = squares.assign(person_m=(metres[nodes[home]] + walk) * squares["aantal_inwoners"], geometry=centre)
    sums = squares.sjoin(boundaries[["geometry"]]).groupby("gemeentecode")[["person_m", "aantal_inwoners"]].sum()
    plain_km = (sums["person_m"] / sums["aantal_inwoners"] / 1000).to_dict()
    # The way to the road differs by tens of metres, and one-way streets add a little.
    assert {row.facts.code: row.library_km for row in comparison} == pytest.approx(plain_km, abs=0.05)


def test_the_table_for_readers_has_a_row_per_gemeente_with_dutch_numbers(comparison: tuple[Comparison, ...]) -> None:
    lines = format_comparison(comparison).splitlines()
    assert len(lines) == 2 + 12
    assert lines[2].startswith("| Assen | 69.701 | 69.701 | 0,00")


def test_the_scenario_file_is_what_today_s_branches_give(sites: tuple[Site, ...]) -> None:
    text = (DATA / "scenarios" / "voorbeeld-drenthe.json").read_text(encoding="utf-8")
    assert text == f"{format_scenarios(build_scenarios(sites))}\n"


def test_the_visie_changes_only_the_housing_of_three_branches(
    scenarios: dict[str, Scenario], sites: tuple[Site, ...]
) -> None:
    changes = {change.site_id: change.option for change in scenarios["visie-midden-drenthe"].changes}
    # Source 000, § 5.4: the gemeentehuis in Beilen, the new MFA in Smilde, dorpshuis De Spil in Bovensmilde.
    wanted = {
        "bibliotheek-beilen": Huisvesting.GEMEENTEHUIS,
        "bibliotheek-smilde": Huisvesting.MFA,
        "bibliotheek-bovensmilde": Huisvesting.DORPSHUIS,
    }
    today = {site.id: site.today for site in sites}
    assert changes.keys() == wanted.keys()
    for site_id, huisvesting in wanted.items():
        before = today[site_id]
        assert before is not None
        assert changes[site_id] == before.model_copy(update={"huisvesting": huisvesting})


def test_the_spreidingsplan_turns_every_klein_below_the_largest_class_of_its_gemeente_into_a_servicepunt(
    scenarios: dict[str, Scenario],
) -> None:
    changes = {change.site_id: change.option for change in scenarios["spreidingsplan"].changes}
    # By hand from the list of branches, per gemeente; Meppel and its one servicepunt have no klein, and
    # Klazienaveen is klein but belongs to Facet.
    midden_drenthe, aa_en_hunze, borger_odoorn = (
        ["smilde", "westerbork"],
        ["annen", "rolde"],
        ["nieuw-buinen", "odoorn"],
    )
    coevorden, de_wolden, noordenveld = ["sleen"], ["de-wijk", "ruinen"], ["norg", "peize"]
    tynaarlo, westerveld = ["eelde", "vries"], ["dwingeloo", "havelte"]
    places = midden_drenthe + aa_en_hunze + borger_odoorn + coevorden + de_wolden + noordenveld + tynaarlo + westerveld
    assert sorted(changes) == sorted(f"bibliotheek-{place}" for place in places)
    assert {option.type for option in changes.values() if option is not None} == {Vestigingstype.SERVICEPUNT}


def test_all_data_in_the_repository_stay_below_15_megabytes() -> None:
    prepared = DATA / "regio"
    files = [path for path in DATA.rglob("*") if path.is_file() and prepared not in path.parents]
    assert sum(path.stat().st_size for path in files) <= 15 * MEGABYTE
