"""Candidates from a file of one's own, and from the schools and village halls of OpenStreetMap."""

from pathlib import Path

import pytest

from spreiding.domain import Huisvesting, Vestigingstype
from spreiding.io.network.osm_places import Place
from spreiding.io.places.kandidaten import candidates_from_places, read_candidate_file
from spreiding.io.places.vestigingen import sites_from_libraries
from spreiding.ui.kolommen import file_remarks
from tests.io.files import EAST, NORTH, kinds_of, point, write_geojson
from tests.io.tables import write_table
from tests.worlds import make_site


def test_a_candidate_carries_what_a_plan_may_choose_there(tmp_path: Path) -> None:
    header = ["Plek", "plaats", "x_rd", "y_rd", "toegestane_klassen", "huisvestingsvormen", "opmerking", "herkomst"]
    full = ["Hal", "Dorp", 190_000, 507_000, "servicepunt;klein", "dorpshuis", "vrij in 2027", "wethouder"]
    bare = ["Erf", "Dorp", 191_000, 507_000, None, None, None, None]
    for path in (tmp_path / "k.csv", tmp_path / "k.xlsx"):
        first, second = read_candidate_file(write_table(path, [header, full, bare])).sites
        assert (first.id, first.today, first.herkomst) == ("hal-dorp", None, "wethouder")
        # In the order of the classes, from large to small, however they are written.
        assert first.allowed_types == (Vestigingstype.KLEIN, Vestigingstype.SERVICEPUNT)
        assert first.allowed_huisvesting == (Huisvesting.DORPSHUIS,)
        assert first.notes == {"opmerking": "vrij in 2027"}
        assert (second.allowed_types, second.allowed_huisvesting) == (tuple(Vestigingstype), ())


def test_faults_of_candidates_are_named_together(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["naam", "x_rd", "y_rd", "toegestane_klassen", "huisvestingsvormen"],
        ["A", 190_000, 507_000, "klein;reusachtig", "iglo"],
        ["", 190_000, 507_000, "", ""],
        ["C", "", "", "", ""],
    ]
    wanted = ["unknown_value", "unknown_value", "site_without_name", "site_without_point"]
    assert sorted(kinds_of(lambda: read_candidate_file(write_table(tmp_path / "k.csv", rows)))) == sorted(wanted)
    assert kinds_of(lambda: read_candidate_file(write_table(tmp_path / "k.csv", rows[:1]))) == ["empty_kandidaten"]


def test_the_class_that_a_branch_has_is_told_to_be_no_column_of_candidates(tmp_path: Path) -> None:
    path = write_geojson(tmp_path / "k.geojson", [({"naam": "A", "klasse": "klein"}, point(0, 0))])
    assert file_remarks(read_candidate_file(path).remarks) == ["De kolom 'klasse' wordt niet gebruikt."]


def school(number: int, east: float, **tags: str) -> Place:
    return Place(f"osm-way-{number}", "school", {key.replace("__", ":"): text for key, text in tags.items()},
                 EAST + east, NORTH)  # fmt: skip


def test_a_school_or_village_hall_offers_a_small_branch_in_its_own_building() -> None:
    hall = Place("osm-node-9", "dorpshuis", {"name": "De Spil"}, EAST, NORTH)
    (site,) = candidates_from_places([hall, school(1, 500)], "dorpshuis")
    assert (site.id, site.name, site.herkomst) == ("osm-node-9", "De Spil", "OpenStreetMap: dorpshuis")
    assert (site.today, site.allowed_huisvesting) == (None, (Huisvesting.DORPSHUIS,))
    assert site.allowed_types == (Vestigingstype.KLEIN, Vestigingstype.SERVICEPUNT)


@pytest.mark.parametrize(
    ("tags", "name"),
    [({"name": "De Brug"}, "De Brug"), ({"addr__street": "Laan"}, "School Laan"), ({}, "School")],
)
def test_a_school_without_a_name_gets_that_of_its_street(tags: dict[str, str], name: str) -> None:
    (site,) = candidates_from_places([school(1, 0, **tags)], "school")
    assert (site.name, site.allowed_huisvesting) == (name, (Huisvesting.SCHOOL,))


def test_schools_at_one_address_are_one_place_and_none_beside_a_branch() -> None:
    # 0 and 40 m are one; 120 m is another; 300 m lies 50 m from the branch and 301 m from none.
    places = [school(number, east) for number, east in enumerate((0, 40, 120, 300, 400.5), start=1)]
    branch = make_site("bieb", EAST + 350, NORTH, is_open=True)
    found = candidates_from_places(places, "school", branches=[branch])
    assert [site.x_m - EAST for site in found] == [0, 120, 400.5]


def test_a_school_drawn_as_a_point_and_as_its_grounds_is_one_place() -> None:
    # 250 m is as far as one school reaches; another name, or none, is another school, also nearby.
    names = [(0, "De Eik"), (250, "de eik"), (501, "De Eik"), (100, "De Brug"), (180, ""), (400, "")]
    places = [school(number, east, **({"name": name} if name else {})) for number, (east, name) in enumerate(names, 1)]
    found = candidates_from_places(places, "school")
    assert sorted(site.x_m - EAST for site in found) == [0, 100, 180, 400, 501]


def test_a_library_drawn_twice_is_one_branch() -> None:
    point_, building = (
        Place(f"osm-{kind}-1", "library", {"name": "De Boekerij"}, EAST + east, NORTH)
        for kind, east in (("node", 0), ("way", 30))
    )
    hall = Place("osm-node-2", "dorpshuis", {"name": "De Boekerij"}, EAST, NORTH)
    assert [site.id for site in sites_from_libraries([point_, hall, building])] == ["osm-node-1"]
