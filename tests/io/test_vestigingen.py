"""Branches from GeoJSON, CSV and OpenStreetMap; kernen and their candidates."""

import json
from pathlib import Path

import pytest

from spreiding.domain import Huisvesting, Option, Package, Vestigingstype
from spreiding.io.kernen import candidates_from_kernen, read_kernen
from spreiding.io.osm import Library
from spreiding.io.vestigingen import read_vestigingen, sites_from_libraries
from tests.io.files import EAST, NORTH, faults_of, kinds_of, point, write_geojson

FULL = {
    "id": "bieb-kampen",
    "naam": "Bibliotheek Kampen",
    "plaats": "Kampen",
    "gemeentecode": "GM0166",
    "organisatie": "Stadkamer",
    "klasse": "Middelgroot",
    "huisvesting": "mfa",
    "huisvestingsvormen": ["mfa", "dorpshuis"],
    "pakket": "llo1",
    "gebouw": "De Brug",
    "open_plus": True,
    "bemande_uren": 27,
    "herkomst": "proef",
}


def write_text(path: Path, text: str) -> Path:
    """Write a text file."""
    path.write_text(text, encoding="utf-8")
    return path


def test_every_property_is_read(tmp_path: Path) -> None:
    (site,) = read_vestigingen(write_geojson(tmp_path / "v.geojson", [(FULL, point(100, 200))]))
    assert site.id == "bieb-kampen"
    assert (site.name, site.place, site.gemeente) == ("Bibliotheek Kampen", "Kampen", "GM0166")
    assert site.x_m == pytest.approx(EAST + 100, abs=0.01)
    assert site.y_m == pytest.approx(NORTH + 200, abs=0.01)
    assert site.today == Option(
        type=Vestigingstype.MIDDELGROOT, huisvesting=Huisvesting.MFA, package=Package.LLO1, open_plus=True
    )
    assert site.allowed_huisvesting == (Huisvesting.MFA, Huisvesting.DORPSHUIS)
    assert (site.organisation, site.building, site.staffed_hours, site.herkomst) == (
        "Stadkamer",
        "De Brug",
        27,
        "proef",
    )


@pytest.mark.parametrize("unknown", [None, "", "onbekend"])
def test_what_is_unknown_stays_unknown(tmp_path: Path, unknown: str | None) -> None:
    values = {"naam": "Bieb", "klasse": unknown, "huisvesting": unknown, "bemande_uren": unknown, "open_plus": unknown}
    (site,) = read_vestigingen(write_geojson(tmp_path / "v.geojson", [(values, point(0, 0))]))
    assert site.today == Option(type=None)
    assert site.staffed_hours is None
    assert site.gemeente is None


def test_an_id_is_made_of_name_and_place_and_doubles_get_a_number(tmp_path: Path) -> None:
    rows = [({"naam": "Bibliotheek", "plaats": plaats}, point(0, 0)) for plaats in ("'t Dorp", "Elders", "'t Dorp")]
    sites = read_vestigingen(write_geojson(tmp_path / "v.geojson", rows))
    assert [site.id for site in sites] == ["bibliotheek-t-dorp", "bibliotheek-elders", "bibliotheek-t-dorp-2"]


def test_a_made_id_leaves_a_given_one_alone(tmp_path: Path) -> None:
    rows = [({"naam": "Bieb", "plaats": "A"}, point(0, 0)), ({"id": "bieb-a", "naam": "Andere"}, point(0, 0))]
    sites = read_vestigingen(write_geojson(tmp_path / "v.geojson", rows))
    assert [site.id for site in sites] == ["bieb-a-2", "bieb-a"]


@pytest.mark.parametrize(
    "text",
    [
        "naam,x_rd,y_rd\nBieb,190100,507200\n",
        "\ufeffnaam;x_rd;y_rd\r\nBieb;190100,0;507200,0\r\n",
        'naam,x_rd,y_rd,gebouw\n"Bieb","190100","507200"\n\n',
    ],
)
def test_csv_is_read_with_comma_or_semicolon_and_a_decimal_comma(tmp_path: Path, text: str) -> None:
    (site,) = read_vestigingen(write_text(tmp_path / "v.csv", text))
    assert (site.name, site.x_m, site.y_m) == ("Bieb", 190_100, 507_200)


def test_csv_in_degrees_comes_out_in_metres(tmp_path: Path) -> None:
    # The same point of the projection as in the test of the graph: x 155,000, y 463,000.
    (site,) = read_vestigingen(write_text(tmp_path / "v.csv", "naam;lon;lat\nToren;5,38720621;52,15517440\n"))
    assert site.x_m == pytest.approx(155_000, abs=1)
    assert site.y_m == pytest.approx(463_000, abs=1)


def test_several_forms_of_housing_fit_in_one_cell(tmp_path: Path) -> None:
    text = "naam;x_rd;y_rd;huisvestingsvormen;open_plus\nBieb;190100;507200;mfa|school;ja\n"
    (site,) = read_vestigingen(write_text(tmp_path / "v.csv", text))
    assert site.allowed_huisvesting == (Huisvesting.MFA, Huisvesting.SCHOOL)
    assert site.today == Option(type=None, open_plus=True)


def test_a_library_of_openstreetmap_without_a_name_gets_that_of_its_street() -> None:
    def library(**tags: str) -> Library:
        return Library("osm-node-7", {key.replace("__", ":"): value for key, value in tags.items()}, 190e3, 507e3)

    named, street, city, bare = sites_from_libraries(
        [
            library(name="De Bieb"),
            library(addr__street="Kennedylaan", addr__city="Kampen"),
            library(addr__city="Kampen"),
            library(),
        ]
    )
    assert [site.name for site in (named, street, city, bare)] == [
        "De Bieb",
        "Bibliotheek Kennedylaan",
        "Bibliotheek Kampen",
        "Bibliotheek",
    ]
    assert named.id == "osm-node-7"
    assert street.place == "Kampen"
    assert named.today == Option(type=None)


def test_all_faults_of_a_file_are_named_together(tmp_path: Path) -> None:
    rows: list[tuple[dict[str, object], dict[str, object] | None]] = [
        ({"naam": ""}, point(0, 0)),
        ({"naam": "A", "klasse": "reusachtig", "huisvesting": "iglo"}, point(0, 0)),
        ({"naam": "B", "bemande_uren": 200}, point(0, 0)),
        ({"naam": "C", "bemande_uren": "veel", "open_plus": "soms"}, point(0, 0)),
        ({"naam": "D"}, None),
        ({"naam": "E", "id": "x"}, point(0, 0)),
        ({"naam": "F", "id": "X"}, point(0, 0)),
    ]
    assert sorted(kinds_of(lambda: read_vestigingen(write_geojson(tmp_path / "v.geojson", rows)))) == sorted(
        ["site_without_name", "unknown_value", "unknown_value", "bad_hours", "bad_hours", "unknown_value",
         "site_without_point", "duplicate_id"]
    )  # fmt: skip


@pytest.mark.parametrize(
    ("coordinates", "kind"),
    [
        ([52.55, 5.91], "coordinate_swapped"),
        ([190_000, 507_000], "coordinate_other_crs"),
        ([4.35, 48.85], "coordinate_outside"),
        ([1e308, 1e308], "coordinate_outside"),
        ([float("nan"), float("nan")], "coordinate_not_finite"),
        ([float("inf"), 52.5], "coordinate_not_finite"),
        ([], "site_without_point"),
        ("x", "site_without_point"),
    ],
)
def test_coordinates_that_cannot_be_right_are_named(tmp_path: Path, coordinates: object, kind: str) -> None:
    path = write_geojson(tmp_path / "v.geojson", [({"naam": "Bieb"}, {"type": "Point", "coordinates": coordinates})])
    (fault,) = faults_of(lambda: read_vestigingen(path))
    assert fault.kind == kind
    assert fault.data["name"] == "Bieb"


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        ("Bieb;5,91;52,55", "coordinate_other_crs"),
        ("Bieb;507000;190000", "coordinate_swapped"),
        ("Bieb;;507000", "site_without_point"),
        ("Bieb;nan;507000", "site_without_point"),
        ("Bieb;0;0", "coordinate_outside"),
    ],
)
def test_coordinates_of_a_csv_file_are_checked_too(tmp_path: Path, row: str, kind: str) -> None:
    assert kinds_of(lambda: read_vestigingen(write_text(tmp_path / "v.csv", f"naam;x_rd;y_rd\n{row}\n"))) == [kind]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("naam;adres\nBieb;Laan 1\n", ["missing_coordinates"]),
        ("x_rd;y_rd\n1;2\n", ["missing_column"]),
        ("", ["missing_column", "missing_coordinates"]),
        ("naam,x_rd,y_rd\nBieb,190000,5,507000,0\n", ["too_many_cells"]),
        ('naam,x_rd,y_rd\n"Bieb,1,2\n', ["unreadable_file"]),
    ],
)
def test_a_csv_file_of_another_form_is_named(tmp_path: Path, text: str, kinds: list[str]) -> None:
    assert kinds_of(lambda: read_vestigingen(write_text(tmp_path / "v.csv", text))) == kinds


def test_a_csv_file_that_a_spreadsheet_saved_in_its_own_code_page_is_read(tmp_path: Path) -> None:
    path = tmp_path / "v.csv"
    path.write_bytes("naam;x_rd;y_rd\nCafé;190000;507000\n".encode("cp1252"))
    assert [site.name for site in read_vestigingen(path)] == ["Café"]
    assert kinds_of(lambda: read_vestigingen(tmp_path / "weg.csv")) == ["file_not_found"]


def test_a_file_without_any_branch_is_named(tmp_path: Path) -> None:
    csv_file = write_text(tmp_path / "v.csv", "naam;x_rd;y_rd\n")
    json_file = write_text(tmp_path / "v.geojson", '{"type": "FeatureCollection", "features": []}')
    assert kinds_of(lambda: read_vestigingen(csv_file)) == ["empty_vestigingen"]
    assert kinds_of(lambda: read_vestigingen(json_file)) == ["empty_vestigingen"]


def test_deeply_nested_json_is_refused(tmp_path: Path) -> None:
    path = write_text(tmp_path / "v.geojson", "[" * 100_000)
    assert kinds_of(lambda: read_vestigingen(path)) == ["unreadable_file"]


@pytest.mark.parametrize(
    ("name", "longitude", "kind"),
    [
        # Half of a surrogate pair is no letter; an integer of 400 digits fits no coordinate.
        ("A\\ud800", "5.91", "unreadable_file"),
        ("A", "9" * 400, "site_without_point"),
    ],
)
def test_json_that_python_takes_but_nothing_else_is_named(tmp_path: Path, name: str, longitude: str, kind: str) -> None:
    text = (
        f'{{"type": "FeatureCollection", "features": [{{"type": "Feature", "properties": {{"naam": "{name}"}}, '
        f'"geometry": {{"type": "Point", "coordinates": [{longitude}, 52.55]}}}}]}}'
    )
    path = write_text(tmp_path / "v.geojson", text)
    assert kinds_of(lambda: read_vestigingen(path)) == [kind]


def test_points_in_a_named_system_are_read_and_an_unknown_system_is_refused(tmp_path: Path) -> None:
    document = {
        "type": "FeatureCollection",
        "crs": {"type": "name", "properties": {"name": "EPSG:28992"}},
        "features": [
            {
                "type": "Feature",
                "properties": {"naam": "Bieb"},
                "geometry": {"type": "Point", "coordinates": [190e3, 507e3]},
            }
        ],
    }
    (site,) = read_vestigingen(write_text(tmp_path / "v.geojson", json.dumps(document)))
    assert (site.x_m, site.y_m) == (190e3, 507e3)
    document["crs"] = {"type": "name", "properties": {"name": "eigen stelsel"}}
    path = write_text(tmp_path / "w.geojson", json.dumps(document))
    assert kinds_of(lambda: read_vestigingen(path)) == ["unknown_crs"]


KERNEN = "naam,gemeentecode,x_rd,y_rd,inwoners_omgeving\n"


def test_kernen_and_candidates_in_their_midst_are_read(tmp_path: Path) -> None:
    text = KERNEN + "Hier,GM0001,190000,507000,500\nDaar,GM0001,191000,507000,80\nDaar,GM0002,195000,507000,90\n"
    kernen = read_kernen(write_text(tmp_path / "k.csv", text))
    # Two kernen share a name: both carry their gemeente, whichever comes first.
    assert [kern.id for kern in kernen] == ["hier", "daar-gm0001", "daar-gm0002"]
    assert (kernen[0].x_m, kernen[0].y_m, kernen[0].inwoners) == (190_000, 507_000, 500)
    candidates = candidates_from_kernen(kernen)
    assert [site.id for site in candidates] == ["kern-hier", "kern-daar-gm0001", "kern-daar-gm0002"]
    assert all(site.today is None and site.allowed_huisvesting == () for site in candidates)
    assert candidates[0].allowed_types == tuple(Vestigingstype)


def test_faults_of_kernen_are_named_together(tmp_path: Path) -> None:
    rows = [",GM0001,190000,507000,5", "A,GM0001,x,507000,5", "B,GM0001,190000,507000,-5", "C,GM0001,5.9,52.5,5"]
    path = write_text(tmp_path / "k.csv", KERNEN + "\n".join(rows))
    wanted = ["site_without_name", "site_without_point", "bad_inwoners", "coordinate_other_crs"]
    assert kinds_of(lambda: read_kernen(path)) == wanted
    assert kinds_of(lambda: read_kernen(write_text(tmp_path / "l.csv", "naam,x_rd\nA,1\n"))) == ["missing_column"]
