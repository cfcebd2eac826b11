"""Schools: from a file of one's own, and from OpenStreetMap."""

from pathlib import Path

import numpy as np
import pytest

from spreiding.domain import Modality
from spreiding.io.network.osm_places import Place
from spreiding.io.places.schools import read_school_file, schools_from_places
from spreiding.io.regio import build_region
from spreiding.io.store import read_region, write_region
from spreiding.voorzieningen import School
from spreiding.workflow import no_progress
from tests.io.files import EAST, NORTH, faults_of, kinds_of
from tests.io.tables import write_table
from tests.io.test_kandidaten import school
from tests.io.test_regio import village
from tests.io.test_region_sites import write_things

HEADER = ["Schoolnaam", "plaats", "x_rd", "y_rd", "aantal leerlingen", "IKC", "dBos"]


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_a_school_tells_its_pupils_and_whether_it_has_a_dbos(tmp_path: Path, suffix: str) -> None:
    full: list[object] = ["De Brug", "Dorp", 190_100, 507_200, 140, "nee", "ja"]
    bare: list[object] = ["De Eik", "Dorp", 190_900, 507_200, None, None, "onbekend"]
    rows: list[list[object]] = [list(HEADER), full, bare]
    read = read_school_file(write_table(tmp_path / f"s{suffix}", rows))
    assert read.remarks == ()
    assert read.schools == (
        School(
            id="de-brug-dorp", name="De Brug", place="Dorp", x_m=190_100, y_m=507_200, pupils=140, is_ikc=False,
            has_dbos=True,
        ),
        School(id="de-eik-dorp", name="De Eik", place="Dorp", x_m=190_900, y_m=507_200),
    )  # fmt: skip


def test_every_fault_of_every_row_is_named_once(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        list(HEADER),
        ["A", "", EAST, NORTH, 12.5, "", ""],
        ["B", "", EAST, NORTH, -1, "", "misschien"],
        ["C", "", EAST, NORTH, "1.200", "", ""],
        ["D", "", EAST, NORTH, "veel", "", ""],
        ["", "", EAST, NORTH, "", "", ""],
    ]
    faults = faults_of(lambda: read_school_file(write_table(tmp_path / "s.csv", rows)))
    assert sorted((str(fault.data["row"]), fault.kind) for fault in faults) == [
        ("2", "not_a_whole_number"),
        ("3", "bad_cell_number"),
        ("3", "unknown_value"),
        # A thousand and two hundred, or one and a bit.
        ("4", "two_readings"),
        ("5", "bad_cell_number"),
        ("6", "site_without_name"),
    ]


# --- OpenStreetMap ---


def test_two_names_at_one_address_are_two_schools_and_a_nameless_building_beside_one_is_none() -> None:
    # De Brug twice at 250 m is one; De Eik at 40 m another; 90 m is 50 m from De Eik; 141 m is 101 m from it; and the
    # nameless at 180 m lies 39 m from the nameless that stays.
    named = {0: "De Brug", 250: "De Brug", 40: "De Eik"}
    places = [
        school(number, east, **({"name": named[east]} if east in named else {}))
        for number, east in enumerate((90, 0, 250, 40, 141, 180), start=1)
    ]
    found = schools_from_places([*places, Place("osm-node-9", "dorpshuis", {"name": "De Spil"}, EAST, NORTH)])
    assert [(each.id, each.name, each.x_m - EAST) for each in found] == [
        ("osm-way-2", "De Brug", 0),
        ("osm-way-4", "De Eik", 40),
        ("osm-way-5", "School", 141),
    ]
    assert {(each.pupils, each.is_ikc, each.has_dbos, each.herkomst) for each in found} == {
        (None, None, None, "OpenStreetMap: school")
    }


def test_a_nameless_school_is_called_after_its_street() -> None:
    (found,) = schools_from_places([school(1, 0, addr__street="Laan", addr__city="Dorp")])
    assert (found.name, found.place) == ("School Laan", "Dorp")


# --- the region ---


def test_the_schools_of_the_file_of_roads_stand_in_the_region_also_beside_a_branch(tmp_path: Path) -> None:
    inputs = village(tmp_path, roads=write_things(tmp_path / "w.osm"), scholen=Path("osm"))
    region = build_region(inputs, on_progress=no_progress)
    assert [(each.name, each.gemeente) for each in region.schools] == [
        ("De Brug", "GM0001"),
        ("Naast de bieb", "GM0001"),
    ]
    assert set(region.school_footing) == set(Modality)
    for footing in region.school_footing.values():
        # 10 m from the street along which they stand.
        np.testing.assert_allclose(footing.walk_m, 10, atol=0.1)
    (bron,) = (bron for bron in region.manifest.bronnen if bron.role == "scholen")
    assert (bron.file, bron.n_rows) == ("w.osm", 2)
    assert "OpenStreetMap" in bron.description
    write_region(region, tmp_path / "regio")
    assert read_region(tmp_path / "regio").schools == region.schools


def test_a_map_without_schools_makes_a_region_without_them(tmp_path: Path) -> None:
    region = build_region(village(tmp_path, scholen=Path("osm")), on_progress=no_progress)
    assert (region.schools, region.school_footing) == ((), {})


def test_a_list_of_schools_reaches_further_than_the_region_but_not_past_it(tmp_path: Path) -> None:
    header = ["naam", "x_rd", "y_rd", "leerlingen"]
    near, far = ["Hier", EAST + 900, NORTH + 510, 90], ["Ver", EAST + 50_000, NORTH, 80]
    inputs = village(tmp_path, scholen=write_table(tmp_path / "s.csv", [header, near, far]))
    (found,) = build_region(inputs, on_progress=no_progress).schools
    assert (found.name, found.gemeente, found.pupils) == ("Hier", "GM0002", 90)
    write_table(tmp_path / "s.csv", [header, far])
    assert kinds_of(lambda: build_region(inputs, on_progress=no_progress)) == ["schools_outside_region"]


@pytest.mark.parametrize("role", ["voorzieningen", "scholen"])
def test_a_file_that_is_not_there_is_named_and_no_map_knows_of_voorzieningen(tmp_path: Path, role: str) -> None:
    for name in ("weg.csv", "osm") if role == "voorzieningen" else ("weg.csv",):
        (fault,) = faults_of(
            lambda: build_region(village(tmp_path, **{role: Path(name)}), on_progress=no_progress)  # noqa: B023
        )
        assert (fault.kind, str(fault.data["file"])) == ("file_not_found", name)
