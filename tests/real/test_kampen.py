"""Kampen: a real map, real boundaries, the European grid of 1 km."""

import json
from pathlib import Path

import numpy as np
import pytest

from spreiding import workflow
from spreiding.accessibility import weighted_mean
from spreiding.domain import Modality
from spreiding.io.inspect import Soort, inspect_file
from spreiding.io.regio import RegionInputs
from spreiding.io.store import MANIFEST, read_region
from spreiding.region import Region
from spreiding.travel import nearest


def kampen_inputs(shared_data: Path) -> RegionInputs:
    """The files of Kampen; the branches are the libraries of the map."""
    folder = shared_data / "kampen"
    return RegionInputs(
        name="Kampen",
        population=folder / "kampen_grid1km_2021.gpkg",
        roads=folder / "kampen.osm.pbf",
        gemeenten=folder / "gemeenten_kampen_omgeving.gpkg",
        vestigingen="osm",
        scholen=Path("osm"),
    )


@pytest.fixture(scope="module")
def kampen_folder(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder, _ = workflow.build(kampen_inputs(shared_data), tmp_path_factory.mktemp("regios") / "kampen")
    return folder


@pytest.fixture(scope="module")
def kampen(kampen_folder: Path) -> Region:
    return read_region(kampen_folder)


def test_nobody_of_the_grid_is_lost(kampen: Region) -> None:
    # The file's own sum: 61 squares, 52,030 inhabitants.
    assert kampen.manifest.n_squares == 61
    assert kampen.squares.inwoners.sum() == 52_030
    per_square = np.bincount(kampen.demand.square, weights=kampen.demand.inwoners)
    np.testing.assert_allclose(per_square, kampen.squares.inwoners)


def test_both_libraries_of_the_map_are_branches_of_unknown_class(kampen: Region) -> None:
    assert sorted(site.name for site in kampen.sites) == ["Bibliotheek Kennedylaan", "Openbare Bibliotheek Kampen"]
    assert {site.gemeente for site in kampen.sites} == {"GM0166"}
    assert all(site.today is not None and site.today.type is None for site in kampen.sites)


def test_the_schools_of_the_map_are_those_of_the_extract_less_a_building_of_one_of_them(kampen: Region) -> None:
    # The extract holds 22. One is a nameless building of 1964, 32 m from the Willem van Oranjeschool; the other
    # nameless one stands alone. Prisma and De Enkschool lie 42 m apart: two schools, as each has its own pupils.
    names = {school.name for school in kampen.schools}
    assert (len(kampen.schools), len(names)) == (21, 21)
    assert {"School", "Willem van Oranjeschool", "Prisma", "Kentalis De Enkschool"} <= names
    assert {school.gemeente for school in kampen.schools} == {"GM0166"}
    assert {school.has_dbos for school in kampen.schools} == {None}
    assert all(footing.walk_m.size == 21 for footing in kampen.school_footing.values())
    assert set(kampen.school_footing) == set(Modality)


def test_the_mean_road_distance_by_car_is_some_two_kilometres(kampen: Region) -> None:
    # 2.1 ± 0.2 km is what people spread over the usable roads of their square have; CBS gives 2.3 for 2024.
    found = nearest(
        kampen.networks[Modality.AUTO],
        demand=kampen.demand_footing[Modality.AUTO],
        sites=kampen.site_footing[Modality.AUTO],
        open_sites=np.arange(2, dtype=np.int32),
    )
    assert np.isfinite(found.metres).all()
    assert 1900 <= weighted_mean(found.metres, kampen.demand.inwoners) <= 2300


def test_the_network_for_cars_is_the_connected_part_of_the_map(kampen: Region) -> None:
    # The map holds some 15,000 nodes for cars and 26,157 of all highways.
    assert 13_500 <= kampen.manifest.n_nodes[Modality.AUTO] <= 15_500
    assert kampen.manifest.n_nodes[Modality.LOPEN] <= 26_157
    assert kampen.manifest.n_dropped_nodes[Modality.AUTO] < 0.05 * kampen.manifest.n_nodes[Modality.AUTO]


def test_the_manifest_tells_the_day_of_the_map(kampen_folder: Path) -> None:
    content = json.loads((kampen_folder / MANIFEST).read_text(encoding="utf-8"))
    assert {"n_vierkanten", "inwoners", "n_knopen", "bronnen", "fingerprint"} <= set(content)
    # The replication timestamp in the header of the file.
    assert next(bron["datum"] for bron in content["bronnen"] if bron["rol"] == "wegen") == "2023-01-30"


@pytest.mark.parametrize(
    ("name", "soort", "inwoners"),
    [
        ("kampen/kampen.osm.pbf", Soort.WEGEN, None),
        ("kampen/kampen_grid1km_2021.gpkg", Soort.EUROSTAT1KM, 52_030),
        ("kampen/gemeenten_kampen_omgeving.gpkg", Soort.GEBIEDEN, None),
        ("drenthe/drenthe_grid1km_2021.gpkg", Soort.EUROSTAT1KM, 495_692),
        ("drenthe/gemeenten_drenthe_2022.gpkg", Soort.GEBIEDEN, None),
        # 494,705 is the sum that the list of files gives for the postcode areas.
        ("drenthe/pc4_drenthe_2020.gpkg", Soort.PC4, 494_705),
    ],
)
def test_the_real_files_are_recognised(shared_data: Path, name: str, soort: Soort, inwoners: float | None) -> None:
    report = inspect_file(shared_data / name)
    assert (report.soort, report.inwoners) == (soort, inwoners)
