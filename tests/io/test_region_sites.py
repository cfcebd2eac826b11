"""The branches, candidates and kernen of a region: from files of their own, or from the file of roads."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from spreiding.domain import Huisvesting, Modality
from spreiding.io.files.crs import Reading
from spreiding.io.online.geocoding import Located
from spreiding.io.regio import build_region, inputs_fingerprint
from spreiding.workflow import no_progress
from tests.io.files import EAST, NORTH, kinds_of, write_osm
from tests.io.tables import write_table
from tests.io.test_regio import village

# Nodes beside the crossing streets of the village, (east, north) in metres.
THINGS: dict[int, tuple[tuple[float, float], dict[str, str]]] = {
    6: ((520, 510), {"amenity": "library", "name": "Bieb"}),
    7: ((100, 510), {"amenity": "school", "name": "De Brug"}),
    8: ((120, 510), {"amenity": "community_centre", "name": "De Spil"}),
    9: ((540, 510), {"amenity": "school", "name": "Naast de bieb"}),
    10: ((900, 510), {"amenity": "community_centre", "name": "Oosthuis"}),
    11: ((300, 500), {"place": "village", "name": "Dorp", "population": "40"}),
    12: ((9000, 500), {"place": "village", "name": "Ver weg", "population": "90"}),
}


def write_things(path: Path) -> Path:
    """Write the streets of the village and what stands beside them."""
    nodes = {1: (0.0, 500.0), 2: (500.0, 500.0), 3: (1000.0, 500.0), 4: (500.0, 0.0), 5: (500.0, 1000.0)}
    tags: Mapping[int, Mapping[str, str]] = {number: tags for number, (_, tags) in THINGS.items()}
    street = {"highway": "residential"}
    places = {number: place for number, (place, _) in THINGS.items()}
    return write_osm(path, nodes | places, [([1, 2, 3], street), ([4, 2, 5], street)], tags=tags)


def test_schools_village_halls_and_kernen_come_from_the_file_of_roads(tmp_path: Path) -> None:
    roads = write_things(tmp_path / "w.osm")
    inputs = village(tmp_path, roads=roads, vestigingen="osm", kandidaten=Path("osm"), kernen=Path("osm"))
    region = build_region(inputs, on_progress=no_progress)
    # The school beside the library is left out; school and hall at one address are one place that offers both.
    west, east = sorted((site for site in region.sites if site.allowed_huisvesting), key=lambda site: site.x_m)
    assert (west.gemeente, west.allowed_huisvesting) == ("GM0001", (Huisvesting.SCHOOL, Huisvesting.DORPSHUIS))
    assert (east.name, east.gemeente, east.allowed_huisvesting) == ("Oosthuis", "GM0002", (Huisvesting.DORPSHUIS,))
    assert [(kern.name, kern.gemeente, kern.inwoners) for kern in region.kernen] == [("Dorp", "GM0001", 40)]
    assert len(region.sites) == 4  # library, two places, middle of the kern
    assert len(region.site_footing[Modality.AUTO].walk_m) == 4
    described = {bron.role: bron.description for bron in region.manifest.bronnen}
    assert all("OpenStreetMap" in described[role] for role in ("vestigingen", "kandidaten", "kernen", "wegen"))


def test_kernen_of_openstreetmap_need_boundaries(tmp_path: Path) -> None:
    inputs = village(tmp_path, kernen=Path("osm"), gemeenten=None)
    assert kinds_of(lambda: build_region(inputs, on_progress=no_progress)) == ["kernen_without_areas"]


def test_candidates_of_a_file_join_the_branches_and_far_ones_are_left_out(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["id", "naam", "x_rd", "y_rd"],
        ["hal", "Hal", EAST + 900, NORTH + 510],
        # Ten metres from the hall: listed by the user, so it stays.
        ["erf", "Erf", EAST + 910, NORTH + 510],
        ["ver", "Ver", EAST + 50_000, NORTH],
        ["bieb", "Bieb", EAST + 100, NORTH + 510],
    ]
    inputs = village(tmp_path, kandidaten=write_table(tmp_path / "k.xlsx", rows), kernen=None)
    region = build_region(inputs, on_progress=no_progress)
    # The branch that carries the id of a candidate takes its place.
    assert [(site.id, site.today is None, site.gemeente) for site in region.sites] == [
        ("bieb", False, "GM0001"), ("hal", True, "GM0002"), ("erf", True, "GM0002")
    ]  # fmt: skip


def test_faults_of_branches_candidates_and_kernen_are_told_together(tmp_path: Path) -> None:
    wrong = write_table(tmp_path / "fout.csv", [["naam", "x_rd", "y_rd", "inwoners"], ["", "", "", ""]])
    inputs = village(tmp_path, vestigingen=str(wrong), kandidaten=wrong, kernen=wrong)
    wanted = {"empty_vestigingen", "empty_kandidaten", "empty_kernen"}
    assert set(kinds_of(lambda: build_region(inputs, on_progress=no_progress))) == wanted


def test_addresses_are_found_and_swapped_points_read_when_the_user_says_so(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["naam", "adres", "x_rd", "y_rd"],
        ["A", "Laan 1", "", ""],
        ["B", "", NORTH + 510, EAST + 900],
    ]
    inputs = village(tmp_path, vestigingen=str(write_table(tmp_path / "v.csv", rows)), kernen=None)
    kinds = kinds_of(lambda: build_region(inputs, on_progress=no_progress))
    assert sorted(kinds) == ["coordinates_misread", "site_with_address_only"]

    def locate(addresses: Sequence[str]) -> list[Located]:
        assert list(addresses) == ["Laan 1"]
        return [Located(x_m=EAST + 100, y_m=NORTH + 510, label="Laan 1", score=1.0)]

    swapped = inputs.model_copy(update={"reading": Reading.SWAPPED})
    region = build_region(swapped, on_progress=no_progress, locate=locate)
    assert [(site.x_m - EAST, site.y_m - NORTH) for site in region.sites] == [(100, 510), (900, 510)]
    assert inputs_fingerprint(swapped) != inputs_fingerprint(inputs)


@pytest.mark.parametrize("role", ["kandidaten", "kernen"])
def test_a_file_that_is_not_there_is_named(tmp_path: Path, role: str) -> None:
    inputs = village(tmp_path, **{role: tmp_path / "weg.csv"})
    assert kinds_of(lambda: build_region(inputs, on_progress=no_progress)) == ["file_not_found"]
