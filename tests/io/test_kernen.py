"""Kernen from tables, point files and OpenStreetMap, and the candidates in their midst."""

from pathlib import Path

import pytest

from spreiding.domain import Vestigingstype
from spreiding.io.network.osm_places import Place
from spreiding.io.people.own_population import read_population
from spreiding.io.places.areas import Areas, read_areas
from spreiding.io.places.columns import KERN_COLUMNS
from spreiding.io.places.kernen import candidates_from_kernen, kernen_from_places, read_kern_file
from spreiding.region import RemarkKind
from spreiding.ui.kolommen import file_remarks
from tests.io.files import EAST, NORTH, faults_of, kinds_of, point, write_areas, write_cbs, write_geojson, write_layer
from tests.io.tables import write_table

HEADER = "naam,gemeentecode,x_rd,y_rd,inwoners_omgeving\n"


def write_text(path: Path, text: str) -> Path:
    """Write a text file."""
    path.write_text(text, encoding="utf-8")
    return path


def two_gemeenten(folder: Path) -> Areas:
    """West and east of a line 1 km from the corner, each 1 km wide."""
    boxes = {("GM0001", "West"): (0.0, 0.0, 1000.0, 1000.0), ("GM0002", "Oost"): (1000.0, 0.0, 2000.0, 1000.0)}
    return read_areas(write_areas(folder / "g.geojson", boxes))


def test_kernen_and_candidates_in_their_midst_are_read(tmp_path: Path) -> None:
    text = HEADER + "Hier,GM0001,190000,507000,500\nDaar,GM0001,191000,507000,80\nDaar,0002,195000,507000,90\n"
    kernen = read_kern_file(write_text(tmp_path / "k.csv", text)).kernen
    # Two kernen share a name: both carry their gemeente, whichever comes first.
    assert [kern.id for kern in kernen] == ["hier", "daar-gm0001", "daar-gm0002"]
    assert (kernen[0].x_m, kernen[0].y_m, kernen[0].inwoners) == (190_000, 507_000, 500)
    candidates = candidates_from_kernen(kernen)
    assert [site.id for site in candidates] == ["kern-hier", "kern-daar-gm0001", "kern-daar-gm0002"]
    assert all(site.today is None and site.allowed_huisvesting == () for site in candidates)
    assert candidates[0].allowed_types == tuple(Vestigingstype)


@pytest.mark.parametrize("suffix", [".xlsx", ".gpkg", ".geojson"])
def test_kernen_come_from_any_file_of_points_with_inhabitants(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"kernen{suffix}"
    if suffix == ".xlsx":
        write_table(path, [["Kern", "Aantal inwoners", "X", "Y"], ["Hier", 500.0, EAST + 500, NORTH + 500]])
    elif suffix == ".gpkg":
        middle = [f"POINT ({EAST + 500} {NORTH + 500})"]
        write_layer(path, {"naam": ["Hier"], "inwoners": [500]}, _shapes(middle), geometry_type="Point")
    else:
        write_geojson(path, [({"naam": "Hier", "inwoners": 500}, point(500, 500))])
    (kern,) = read_kern_file(path, areas=two_gemeenten(tmp_path)).kernen
    assert (kern.id, kern.name, kern.gemeente, kern.inwoners) == ("hier", "Hier", "GM0001", 500)
    assert (kern.x_m, kern.y_m) == pytest.approx((EAST + 500, NORTH + 500), abs=0.01)


def _shapes(texts: list[str]) -> list[object]:
    import shapely  # noqa: PLC0415 - only this test makes a layer of points

    return list(shapely.from_wkt(texts))


def test_a_kern_gets_its_gemeente_from_the_boundaries_and_one_outside_them_is_left_out(tmp_path: Path) -> None:
    rows = [("Hier", 500, ""), ("Hier", 1500, ""), ("Ver", 9000, ""), ("Elders", 9500, "GM0009")]
    text = "naam;x_rd;y_rd;inwoners;gemeentecode\n" + "".join(
        f"{name};{EAST + east};{NORTH + 500};100;{code}\n" for name, east, code in rows
    )
    read = read_kern_file(write_text(tmp_path / "k.csv", text), areas=two_gemeenten(tmp_path))
    assert [(kern.id, kern.gemeente) for kern in read.kernen] == [
        ("hier-gm0001", "GM0001"), ("hier-gm0002", "GM0002"), ("elders", "GM0009")
    ]  # fmt: skip
    assert file_remarks(read.remarks) == ["Kernen zonder gemeentecode buiten alle gemeentegrenzen, weggelaten: 1."]


def test_without_boundaries_every_kern_needs_its_code(tmp_path: Path) -> None:
    path = write_text(tmp_path / "k.csv", HEADER + "A,GM0001,190000,507000,5\nB,,190000,507000,5\n")
    (fault,) = faults_of(lambda: read_kern_file(path))
    assert (fault.kind, fault.data["row"]) == ("kern_without_gemeente", 3)
    bare = write_text(tmp_path / "l.csv", "naam;x_rd;y_rd;inwoners\nA;190000;507000;5\nB;190000;507000;5\n")
    assert kinds_of(lambda: read_kern_file(bare)) == ["missing_column"]


def test_faults_of_kernen_are_named_together(tmp_path: Path) -> None:
    rows = [
        ",GM0001,190000,507000,5", "A,GM0001,x,507000,5", "B,GM0001,190000,507000,-5", "C,GM0001,5.9,52.5,5",
        "D,GM0001,190000,507000,", "E,GM0001,190000,507000,1.500",
    ]  # fmt: skip
    path = write_text(tmp_path / "k.csv", HEADER + "\n".join(rows))
    wanted = [
        "site_without_name", "site_without_point", "bad_cell_number", "coordinate_other_crs", "kern_without_inwoners",
        "two_readings",
    ]  # fmt: skip
    assert sorted(kinds_of(lambda: read_kern_file(path))) == sorted(wanted)
    assert kinds_of(lambda: read_kern_file(write_text(tmp_path / "l.csv", "naam,x_rd\nA,1\n"))) == [
        "missing_column", "missing_coordinates"
    ]  # fmt: skip
    assert kinds_of(lambda: read_kern_file(write_text(tmp_path / "m.csv", HEADER))) == ["empty_kernen"]


def place(name: str, east: float, population: str | None) -> Place:
    tags = {"place": "village", "name": name} | ({} if population is None else {"population": population})
    return Place(f"osm-node-{name.lower()}", "kern", tags, EAST + east, NORTH + 500)


@pytest.mark.parametrize(
    ("population", "inwoners"),
    [("1234", 1234), ("1.234", 1234), ("12,345", 12345), (" 90 ", 90), ("0", 0)],
)
def test_the_population_of_a_settlement_of_openstreetmap_is_read(
    tmp_path: Path, population: str, inwoners: float
) -> None:
    (kern,) = kernen_from_places([place("Dorp", 500, population)], two_gemeenten(tmp_path)).kernen
    assert (kern.name, kern.gemeente, kern.inwoners) == ("Dorp", "GM0001", inwoners)


@pytest.mark.parametrize("population", [None, "", "ca. 500", "1.2", "-5", "500;600", "nan", "١٢٣"])
def test_a_settlement_without_a_clear_population_gets_that_of_the_people_around_it(
    tmp_path: Path, population: str | None
) -> None:
    places = [place("Dorp", 500, population), place("Stad", 900, "900"), place("Ver", 9000, "900")]
    # Dorp stands at (500, 500), Stad at (900, 500): the squares with middle (450, 550) and (650, 550) are nearer to
    # Dorp, (950, 550) to Stad, and the last is 1,950 m from Dorp.
    squares = write_cbs(tmp_path / "vk.gpkg", [(400, 500, 10), (600, 500, 25), (900, 500, 40), (-1500, 500, 80)])
    read = kernen_from_places(places, two_gemeenten(tmp_path), read_population(squares))
    assert [(kern.name, kern.inwoners) for kern in read.kernen] == [("Dorp", 35), ("Stad", 900)]
    kinds = [RemarkKind.ESTIMATED_INWONERS, RemarkKind.OUTSIDE_BOUNDARIES]
    assert [(remark.kind, remark.data["n_rows"]) for remark in read.remarks] == [(kind, 1) for kind in kinds]


def test_only_settlements_become_kernen(tmp_path: Path) -> None:
    school = Place("osm-way-1", "school", {"name": "De School", "population": "9"}, EAST + 500, NORTH + 500)
    assert kernen_from_places([school], two_gemeenten(tmp_path)).kernen == ()


def test_the_columns_of_kernen_are_those_that_a_kern_has() -> None:
    assert {column.name for column in KERN_COLUMNS} == {
        "naam",
        "gemeentecode",
        "x_rd",
        "y_rd",
        "lon",
        "lat",
        "inwoners",
    }
