"""A region from its files: what it holds, and what is refused before anything is written."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from spreiding import workflow
from spreiding.domain import Modality
from spreiding.io.network.roads import read_roads, write_archive
from spreiding.io.regio import RegionInputs, build_region, inputs_fingerprint
from spreiding.io.store import read_region
from spreiding.region import Region
from tests.io.files import (
    EAST,
    NORTH,
    faults_of,
    kinds_of,
    point,
    write_areas,
    write_cbs,
    write_geojson,
    write_osm,
    write_village,
)

KERNEN = "naam,gemeentecode,x_rd,y_rd,inwoners_omgeving\n"
VILLAGE = f"Dorp,GM0001,{EAST + 500},{NORTH + 500},100\n"


def no_progress(_step: str, _share: float) -> None:
    """Report nothing."""


def village(tmp_path: Path, **changes: object) -> RegionInputs:
    """Two crossing streets, two inhabited squares (west and far east), two gemeenten, a kern and a branch."""
    files: dict[str, object] = {
        "name": "Dorp",
        "population": write_cbs(tmp_path / "inwoners.gpkg", [(0, 500, 30), (900, 500, 10), (800, 500, -99997)]),
        "roads": write_village(tmp_path / "dorp.osm"),
        "gemeenten": write_areas(
            tmp_path / "gemeenten.geojson",
            {
                ("GM0001", "West"): (-100, -100, 600, 1100),
                ("GM0002", "Oost"): (600, -100, 1100, 1100),
                ("GM0003", "Ver weg"): (9000, 0, 9900, 900),
            },
        ),
        "vestigingen": str(write_geojson(tmp_path / "v.geojson", [({"naam": "Bieb"}, point(100, 510))])),
        "kernen": tmp_path / "kernen.csv",
    }
    (tmp_path / "kernen.csv").write_text(KERNEN + VILLAGE, encoding="utf-8")
    return RegionInputs.model_validate(files | changes)


def build(inputs: RegionInputs) -> Region:
    """Build without progress."""
    return build_region(inputs, on_progress=no_progress)


def test_a_region_holds_people_places_and_networks(tmp_path: Path) -> None:
    region = build(village(tmp_path))
    assert region.squares.inwoners.tolist() == [30, 10]
    assert [gemeente.name for gemeente in region.gemeenten] == ["West", "Oost"]
    assert region.squares.gemeente.tolist() == [0, 1]
    # A kern of 100 inwoners reaches √(100 / (π · 1,000 per km²)) = 178 m: both squares are further, buitengebied.
    assert region.squares.kern.tolist() == [-1, -1]
    assert [(site.id, site.gemeente) for site in region.sites] == [("bieb", "GM0001"), ("kern-dorp", "GM0001")]
    # Five nodes of the two streets, and squares of 100 m stand in their centre, 50 m from the street.
    assert {modality: network.n_nodes for modality, network in region.networks.items()} == dict.fromkeys(Modality, 5)
    np.testing.assert_allclose(region.demand_footing[Modality.AUTO].walk_m, 50, atol=0.1)
    assert set(region.areas) == {"GM0001", "GM0002"}
    assert not region.squares.inwoners.flags.writeable
    assert not region.networks[Modality.AUTO].length_m.flags.writeable


def test_the_manifest_tells_in_which_gemeente_squares_without_a_number_lie(tmp_path: Path) -> None:
    # The square with -99997 lies 800 m east, in Oost; no square at all lies in Ver weg.
    manifest = build(village(tmp_path)).manifest
    assert (manifest.n_missing, manifest.missing) == (1, {"GM0001": 0, "GM0002": 1, "GM0003": 0})


def test_the_manifest_tells_sources_and_counts(tmp_path: Path) -> None:
    inputs = village(tmp_path)
    manifest = build(inputs).manifest
    assert (manifest.n_squares, manifest.n_missing, manifest.inwoners) == (2, 1, 40)
    assert manifest.n_nodes == dict.fromkeys(Modality, 5)
    assert (manifest.n_far_from_road, manifest.inwoners_far_from_road) == (0, 0)
    assert manifest.fingerprint == inputs_fingerprint(inputs)
    rows = {bron.role: (bron.file, bron.n_rows) for bron in manifest.bronnen}
    assert rows == {
        "inwoners": ("inwoners.gpkg", 3),
        "wegen": ("dorp.osm", 4),
        "gemeenten": ("gemeenten.geojson", 3),
        "kernen": ("kernen.csv", 1),
        "vestigingen": ("v.geojson", 1),
    }
    assert next(bron.date for bron in manifest.bronnen if bron.role == "inwoners") == "2024"


def test_generated_roads_are_never_called_openstreetmap(tmp_path: Path) -> None:
    inputs = village(tmp_path)
    write_archive(read_roads(inputs.roads).roads, tmp_path / "wegen.npz")
    for roads, word in ((inputs.roads, "OpenStreetMap"), (tmp_path / "wegen.npz", "gegenereerd")):
        manifest = build(inputs.model_copy(update={"roads": roads})).manifest
        (bron,) = (bron for bron in manifest.bronnen if bron.role == "wegen")
        assert word in bron.description


def test_people_far_from_a_road_are_counted(tmp_path: Path) -> None:
    # The corner square is (50, 950) from the village's corner: 450 m from both streets.
    population = write_cbs(tmp_path / "p.gpkg", [(0, 500, 30), (0, 900, 7)])
    manifest = build(village(tmp_path, population=population)).manifest
    assert (manifest.n_far_from_road, manifest.inwoners_far_from_road) == (1, 7)


def test_boundaries_kernen_and_branches_may_be_absent(tmp_path: Path) -> None:
    region = build(village(tmp_path, gemeenten=None, kernen=None, vestigingen=None))
    assert (region.gemeenten, region.kernen, region.sites) == ((), (), ())
    assert region.squares.gemeente.tolist() == [-1, -1]


def test_without_boundaries_a_branch_keeps_the_code_of_its_file(tmp_path: Path) -> None:
    rows = [({"naam": "A", "gemeentecode": "GM0166"}, point(100, 510)), ({"naam": "B"}, point(100, 510))]
    vestigingen = str(write_geojson(tmp_path / "w.geojson", rows))
    region = build(village(tmp_path, gemeenten=None, kernen=None, vestigingen=vestigingen))
    assert [site.gemeente for site in region.sites] == ["GM0166", None]


def test_a_square_outside_every_boundary_stays_in_the_region(tmp_path: Path) -> None:
    gemeenten = write_areas(tmp_path / "g.geojson", {("GM0001", "West"): (-100, -100, 600, 1100)})
    region = build(village(tmp_path, gemeenten=gemeenten))
    assert region.squares.gemeente.tolist() == [0, -1]
    assert region.manifest.inwoners == 40


def test_the_libraries_of_the_map_can_be_the_branches(tmp_path: Path) -> None:
    region = build(village(tmp_path, vestigingen="osm"))
    assert (region.sites[0].id, region.sites[0].name) == ("osm-node-6", "Bibliotheek Dorpsstraat")
    assert {bron.role: bron.file for bron in region.manifest.bronnen}["vestigingen"] == "dorp.osm"


def test_a_library_of_the_map_far_from_the_people_is_left_out(tmp_path: Path) -> None:
    # The second library stands 8 km north of everybody, outside all boundaries.
    nodes = {1: (0.0, 500.0), 2: (1000.0, 500.0), 3: (520.0, 510.0), 4: (520.0, 8500.0)}
    library = {"amenity": "library", "name": "Bieb"}
    ways = [([1, 2], {"highway": "residential"})]
    roads = write_osm(tmp_path / "x.osm", nodes, ways, tags={3: library, 4: library})
    region = build(village(tmp_path, roads=roads, vestigingen="osm", kernen=None))
    assert [site.id for site in region.sites] == ["osm-node-3"]


def test_a_code_that_the_boundaries_know_wins_over_the_place(tmp_path: Path) -> None:
    rows = [
        ({"naam": "A", "gemeentecode": "GM0002"}, point(100, 510)),
        ({"naam": "B", "gemeentecode": "GM9999"}, point(100, 510)),
    ]
    vestigingen = str(write_geojson(tmp_path / "w.geojson", rows))
    region = build(village(tmp_path, vestigingen=vestigingen, kernen=None))
    assert [site.gemeente for site in region.sites] == ["GM0002", "GM0001"]


def test_kernen_elsewhere_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "k.csv"
    path.write_text(KERNEN + VILLAGE + "Ver,GM0009,250000,600000,100\n", encoding="utf-8")
    assert [kern.name for kern in build(village(tmp_path, kernen=path)).kernen] == ["Dorp"]


def test_the_same_files_give_the_same_fingerprint_and_any_change_another(tmp_path: Path) -> None:
    inputs = village(tmp_path)
    first = inputs_fingerprint(inputs)
    elsewhere = tmp_path / "kopie.gpkg"
    elsewhere.write_bytes(inputs.population.read_bytes())
    assert inputs_fingerprint(inputs.model_copy(update={"population": elsewhere})) == first
    for change in ({"vestigingen": "osm"}, {"vestigingen": None}, {"kernen": None}, {"name": "Stad"}):
        assert inputs_fingerprint(inputs.model_copy(update=change)) != first
    write_cbs(elsewhere, [(0, 500, 31)])
    assert inputs_fingerprint(inputs.model_copy(update={"population": elsewhere})) != first


def test_progress_is_told_in_words_and_never_goes_back(tmp_path: Path) -> None:
    told: list[tuple[str, float]] = []
    build_region(village(tmp_path), on_progress=lambda step, share: told.append((step, share)))
    shares = [share for _, share in told]
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0, 1)
    assert all(step for step, _ in told)


def test_the_faults_of_all_files_are_named_together(tmp_path: Path) -> None:
    inputs = village(tmp_path)
    inputs.population.write_text("x", encoding="utf-8")
    inputs.roads.write_text("x", encoding="utf-8")
    Path(str(inputs.vestigingen)).write_text("x", encoding="utf-8")
    inputs = inputs.model_copy(update={"gemeenten": tmp_path / "weg.gpkg"})
    found = kinds_of(lambda: build(inputs))
    assert found == ["wrong_file_type", "unreadable_file", "file_not_found", "wrong_file_type"]


def write_far_roads(tmp_path: Path) -> dict[str, object]:
    return {
        "roads": write_osm(tmp_path / "x.osm", {1: (5e4, 0.0), 2: (5.1e4, 0.0)}, [([1, 2], {"highway": "residential"})])
    }


def write_footpaths(tmp_path: Path) -> dict[str, object]:
    return {
        "roads": write_osm(tmp_path / "x.osm", {1: (0.0, 0.0), 2: (900.0, 0.0)}, [([1, 2], {"highway": "footway"})])
    }


def write_village_without_library(tmp_path: Path) -> dict[str, object]:
    nodes = {1: (0.0, 0.0), 2: (900.0, 0.0)}
    return {"roads": write_osm(tmp_path / "x.osm", nodes, [([1, 2], {"highway": "residential"})]), "vestigingen": "osm"}


def write_far_kernen(tmp_path: Path) -> dict[str, object]:
    path = tmp_path / "x.csv"
    path.write_text(KERNEN + "Ver,GM0009,250000,600000,100\n", encoding="utf-8")
    return {"kernen": path}


def write_far_branch(tmp_path: Path) -> dict[str, object]:
    # 6 km north of the northernmost inhabited square, outside all boundaries.
    return {"vestigingen": str(write_geojson(tmp_path / "x.geojson", [({"naam": "Ver"}, point(100, 6600))]))}


def write_far_areas(tmp_path: Path) -> dict[str, object]:
    return {"gemeenten": write_areas(tmp_path / "x.geojson", {("GM0003", "Ver weg"): (9000, 0, 9900, 900)})}


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        (lambda _: {"name": "  "}, "empty_name"),
        (write_far_roads, "no_overlap"),
        (write_footpaths, "no_car_roads"),
        (write_village_without_library, "no_libraries"),
        (write_far_kernen, "kernen_outside_region"),
        (write_far_branch, "site_outside_region"),
        (write_far_areas, "areas_outside_region"),
        (lambda folder: {"population": write_cbs(folder / "x.gpkg", [(0, 0, -99997)])}, "empty_population"),
        (lambda folder: {"population": write_cbs(folder / "x.gpkg", crs="EPSG:4326")}, "crs_mislabelled"),
        (lambda folder: {"population": folder / "weg.gpkg"}, "file_not_found"),
        (lambda folder: {"kernen": folder / "weg.csv"}, "file_not_found"),
    ],
)
def test_files_that_make_no_region_are_named_and_nothing_is_written(
    tmp_path: Path, change: Callable[[Path], dict[str, object]], kind: str
) -> None:
    inputs = village(tmp_path, **change(tmp_path))
    target = tmp_path / "regios" / "dorp"
    assert kinds_of(lambda: workflow.build(inputs, target)) == [kind]
    assert not target.parent.exists()


def test_a_branch_near_the_people_but_outside_the_boundaries_is_welcome(tmp_path: Path) -> None:
    # 4.4 km north of the centre of the northernmost inhabited square.
    path = write_geojson(tmp_path / "w.geojson", [({"naam": "Buiten"}, point(50, 4950))])
    region = build(village(tmp_path, vestigingen=str(path), kernen=None))
    assert [site.gemeente for site in region.sites] == [None]


def test_a_failed_build_leaves_the_old_region_untouched(tmp_path: Path) -> None:
    target = tmp_path / "regio"
    workflow.build(village(tmp_path), target)
    before = read_region(target).fingerprint
    bad = village(tmp_path, **write_far_branch(tmp_path))
    (fault,) = faults_of(lambda: workflow.build(bad, target))
    assert fault.data["name"] == "Ver"
    assert read_region(target).fingerprint == before
