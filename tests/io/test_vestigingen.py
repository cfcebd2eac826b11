"""Branches from tables, point files and OpenStreetMap."""

import json
import warnings
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import numpy as np
import pyogrio
import pytest
import shapely

from spreiding import workflow
from spreiding.domain import Huisvesting, Kernfunctie, Option, Package, SiteFact, Vestigingstype
from spreiding.errors import InputError
from spreiding.io.files.crs import RD, Reading
from spreiding.io.network.osm_places import Place
from spreiding.io.online.geocoding import Located
from spreiding.io.places.columns import SITE_COLUMNS, CellKind, TableKind
from spreiding.io.places.rows import MAX_ROWS, MAX_TEXT, read_rows
from spreiding.io.places.vestigingen import read_site_file, read_vestigingen, sites_from_libraries
from spreiding.region import RemarkKind
from spreiding.ui.kolommen import file_remarks
from tests.io.files import EAST, NORTH, faults_of, kinds_of, point, write_geojson, write_layer
from tests.io.tables import write_table, write_workbook
from tests.io.vector_files import write_opendocument

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
    def library(**tags: str) -> Place:
        return Place(
            "osm-node-7", "library", {key.replace("__", ":"): value for key, value in tags.items()}, 190e3, 507e3
        )

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
        ["site_without_name", "unknown_value", "unknown_value", "bad_cell_number", "bad_cell_number", "unknown_value",
         "site_without_point", "duplicate_id"]
    )  # fmt: skip


@pytest.mark.parametrize(
    ("coordinates", "kind"),
    [
        ([52.55, 5.91], "coordinates_misread"),
        ([190_000, 507_000], "coordinates_misread"),
        ([4.35, 48.85], "coordinate_outside"),
        ([1e308, 1e308], "coordinate_outside"),
        ([], "site_without_point"),
        ("x", "site_without_point"),
    ],
)
def test_coordinates_that_cannot_be_right_are_named(tmp_path: Path, coordinates: object, kind: str) -> None:
    path = write_geojson(tmp_path / "v.geojson", [({"naam": "Bieb"}, {"type": "Point", "coordinates": coordinates})])
    assert kinds_of(lambda: read_vestigingen(path)) == [kind]


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        ("Bieb;5,91;52,55", "coordinates_misread"),
        ("Bieb;507000;190000", "coordinates_misread"),
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
        ("naam;gebouw\nBieb;Brug\n", ["missing_coordinates"]),
        ("naam;adres\nBieb;Laan 1\n", ["site_with_address_only"]),
        ("x_rd;y_rd\n1;2\n", ["missing_column"]),
        ("plek;gebouw\nBieb;Brug\n", ["missing_column", "missing_coordinates"]),
        ("", ["empty_file"]),
        ("naam,x_rd,y_rd\nBieb,190000,5,507000,0\n", ["too_many_cells"]),
        ('naam,x_rd,y_rd\n"Bieb,1,2\n', ["bad_csv"]),
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


# --- what is an assumption ---


@pytest.mark.parametrize(
    ("cells", "wanted"),
    [
        ({}, []),
        ({"aannames": ["uren", "Diensten"]}, ["uren", "diensten"]),
        ({"aannames": "onbekend"}, []),
        ({"klasse_is_aanname": True}, ["klasse"]),
        ({"klasse_is_aanname": True, "aannames": "klasse; huisvesting"}, ["klasse", "huisvesting"]),
        # That the class is none says nothing of the rest.
        ({"klasse_is_aanname": False, "aannames": "uren"}, ["uren"]),
        ({"klasse_is_aanname": None}, []),
    ],
)
def test_a_branch_says_which_of_its_facts_are_assumptions(
    tmp_path: Path, cells: dict[str, object], wanted: list[str]
) -> None:
    path = write_geojson(tmp_path / "v.geojson", [({"naam": "A", "klasse": "klein", **cells}, point(0, 0))])
    read = read_site_file(path)
    assert read.sites[0].assumed == frozenset(map(SiteFact, wanted))
    # Both columns are known, though only one is offered to fill in.
    assert read.remarks == ()


def test_every_class_of_the_example_is_an_assumption() -> None:
    # The file says so of all 42 branches; of nothing else.
    sites = read_vestigingen(workflow.ROOT / "data" / "vestigingen.geojson")
    assert [site.assumed for site in sites] == [frozenset({SiteFact.KLASSE})] * 42


# --- every column, in every kind of file ---

CELLS: dict[str, object] = {
    "id": "bieb-dorp",
    "naam": "=Bieb",
    "plaats": "Dorp",
    "adres": "Laan 1",
    "postcode": "1234 AB",
    "gemeentecode": "0166",
    "x_rd": 190_100,
    "y_rd": 507_200.5,
    "klasse": "Klein",
    "huisvesting": "MFA",
    "huisvestingsvormen": "mfa; school",
    "pakket": "llo1",
    "kernfuncties": "1;lezen en literatuur",
    "collectie": "ja",
    "open_plus": "ja",
    "ido": "nee",
    "taalhuis": "onbekend",
    "vloeroppervlak_m2": 350.5,
    "uren_beroepskrachten": 12,
    "uren_vrijwilligers": 3.5,
    "bemande_uren": 15.5,
    "onbemande_uren": 40,
    "organisatie": "Bieb BV",
    "gebouw": "De Brug",
    "zichtbaarheid": "goed",
    "rolstoeltoegankelijk": "ja",
    "partners": "school",
    "opmerking": "=1+1",
    "aannames": "uren; Klasse",
    "herkomst": "website",
}


@pytest.mark.parametrize("suffix", [".csv", ".xlsx", ".ods", ".geojson", ".gpkg", ".shp"])
def test_every_column_arrives_from_every_kind_of_file(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"vestigingen{suffix}"
    if suffix == ".geojson":
        write_geojson(path, [(CELLS, None)])
    elif suffix == ".gpkg":
        write_layer(path, {name: [cell] for name, cell in CELLS.items()}, [None], geometry_type="Point")
    elif suffix == ".ods":
        write_opendocument(path, [list(CELLS), list(CELLS.values())])
    elif suffix == ".shp":
        # A shapefile cuts names off; the second that begins with 'huisvestin' gets a number and is lost.
        write_shapefile(path, {name: [cell] for name, cell in CELLS.items() if name != "huisvestingsvormen"})
    else:
        write_table(path, [list(CELLS), list(CELLS.values())])
    (site,) = read_vestigingen(path)
    assert (site.id, site.name, site.place, site.address) == ("bieb-dorp", "=Bieb", "Dorp", "Laan 1, 1234 AB")
    assert (site.gemeente, site.x_m, site.y_m) == ("GM0166", 190_100, 507_200.5)
    assert site.today == Option(
        type=Vestigingstype.KLEIN, huisvesting=Huisvesting.MFA, package=Package.LLO1, open_plus=True
    )
    assert site.allowed_huisvesting == (() if suffix == ".shp" else (Huisvesting.MFA, Huisvesting.SCHOOL))
    assert site.kernfuncties == frozenset({Kernfunctie.KENNIS_EN_INFORMATIE, Kernfunctie.LEZEN_EN_LITERATUUR})
    assert (site.has_collection, site.has_ido, site.floor_m2) == (True, False, 350.5)
    assert site.has_taalhuis is None
    hours = (site.professional_hours, site.volunteer_hours, site.staffed_hours, site.unstaffed_hours)
    assert list(hours) == [12, 3.5, 15.5, 40]
    assert (site.organisation, site.building, site.herkomst) == ("Bieb BV", "De Brug", "website")
    assert site.assumed == frozenset({SiteFact.KLASSE, SiteFact.UREN})
    assert site.notes == {
        "zichtbaarheid": "goed", "rolstoeltoegankelijk": "ja", "partners": "school", "opmerking": "=1+1"
    }  # fmt: skip


def test_the_cells_above_fill_every_column_but_the_second_pair_of_coordinates() -> None:
    assert {column.name for column in SITE_COLUMNS} - set(CELLS) == {"lon", "lat", "gemeente"}


# Not the second pair of coordinates, which does not count beside the first.
CLOSED = [each.name for each in SITE_COLUMNS if each.kind is not CellKind.TEXT and each.name not in {"lon", "lat"}]


@pytest.mark.parametrize("column", CLOSED)
def test_a_cell_that_its_column_cannot_hold_is_a_fault_that_names_row_and_column(tmp_path: Path, column: str) -> None:
    cells = CELLS | {column: "groen"}
    path = write_table(tmp_path / "v.csv", [["naam"], [], list(cells), list(CELLS.values()), list(cells.values())])
    rows = path.read_text(encoding="utf-8").replace("bieb-dorp", "ander", 1)
    path.write_text(rows, encoding="utf-8")
    fault = next(fault for fault in faults_of(lambda: read_vestigingen(path)) if fault.kind != "contradicting_hours")
    # A title, an empty row, the header, a good row, and this one.
    assert fault.data["row"] == 5
    assert column in {"x_rd", "y_rd", fault.data.get("column")}


def write_shapefile(path: Path, columns: dict[str, list[object]]) -> None:
    """Write a shapefile of one point; its driver warns of every name that it cuts off."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        pyogrio.raw.write(
            path, driver="ESRI Shapefile", crs=RD, geometry_type="Point",
            geometry=shapely.to_wkb(np.array([shapely.Point(190_100, 507_200.5)])), fields=list(columns),
            field_data=[np.array(cells, dtype=object if isinstance(cells[0], str) else None)
                        for cells in columns.values()],
        )  # fmt: skip


@pytest.mark.parametrize(
    ("written", "read"), [("0166", "GM0166"), ("gm 0166", "GM0166"), ("166", "GM0166"), ("", None)]
)
def test_a_gemeente_code_is_read_as_people_write_it(tmp_path: Path, written: str, read: str | None) -> None:
    text = f"naam;x_rd;y_rd;gemeentecode\nBieb;190100;507200;{written}\n"
    assert read_vestigingen(write_text(tmp_path / "v.csv", text))[0].gemeente == read


@pytest.mark.parametrize("written", ["Kampen", "GM166", "16600", "WK0166", "PV22"])
def test_a_text_that_is_no_gemeente_code_is_a_fault(tmp_path: Path, written: str) -> None:
    text = f"naam;x_rd;y_rd;gemeentecode\nBieb;190100;507200;{written}\n"
    assert kinds_of(lambda: read_vestigingen(write_text(tmp_path / "v.csv", text))) == ["bad_gemeentecode"]


# --- tables as people keep them ---


@pytest.mark.parametrize(
    "header",
    ["Naam vestiging;X RD;Y-RD", "VESTIGING;x;y", " naam ;rd_x;rd_y", "Vestigingsnaam;X-coördinaat;Y-coördinaat"],
)
def test_headers_are_recognised_as_people_write_them(tmp_path: Path, header: str) -> None:
    (site,) = read_vestigingen(write_text(tmp_path / "v.csv", f"{header}\nBieb;190100;507200\n"))
    assert (site.name, site.x_m) == ("Bieb", 190_100)


def test_the_name_itself_comes_before_a_header_that_only_means_the_same(tmp_path: Path) -> None:
    text = "vestiging;naam;x_rd;y_rd\n12;Bieb;190100;507200\n"
    read = read_site_file(write_text(tmp_path / "v.csv", text))
    assert read.sites[0].name == "Bieb"
    assert file_remarks(read.remarks) == ["De kolom 'vestiging' wordt niet gebruikt."]


def test_a_column_that_is_not_used_is_told_with_the_name_that_may_be_meant(tmp_path: Path) -> None:
    read = read_site_file(write_text(tmp_path / "v.csv", "naam;x_rd;y_rd;klase;kleur\nBieb;190100;507200;klein;rood\n"))
    assert [remark.kind for remark in read.remarks] == [RemarkKind.MISSPELT_COLUMN, RemarkKind.UNKNOWN_COLUMN]
    assert "'klase'" in file_remarks(read.remarks)[0]
    assert "'klasse'" in file_remarks(read.remarks)[0]


def test_rows_are_numbered_as_a_spreadsheet_shows_them(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["Vestigingen 2025"], [], ["naam", "x_rd", "y_rd"], ["A", 190_100, 507_200], [], [None, 190_100, 507_200]
    ]  # fmt: skip
    for path in (tmp_path / "v.csv", tmp_path / "v.xlsx"):
        write_table(path, rows)
        (fault,) = faults_of(partial(read_vestigingen, path))
        assert (fault.kind, fault.data["row"]) == ("site_without_name", 6)


def test_a_feature_is_numbered_as_it_stands_in_its_file(tmp_path: Path) -> None:
    path = write_geojson(tmp_path / "v.geojson", [({"naam": "A"}, point(0, 0)), ({"naam": ""}, point(0, 0))])
    (fault,) = faults_of(lambda: read_vestigingen(path))
    assert fault.data["row"] == 2


def test_the_sheet_that_holds_the_table_is_found_among_others(tmp_path: Path) -> None:
    table: list[list[object]] = [["naam", "x_rd", "y_rd"], ["Bieb", 190_100, 507_200]]
    path = write_workbook(tmp_path / "v.xlsx", {"Leesmij": [["Beste lezer"]], "Blad2": table, "Leeg": []})
    assert [site.name for site in read_vestigingen(path)] == ["Bieb"]
    write_workbook(path, {"oud": table, "Vestigingen": table})
    assert len(read_vestigingen(path)) == 1
    write_workbook(path, {"oud": table, "nieuw": table})
    assert kinds_of(lambda: read_vestigingen(path)) == ["several_tables"]


@pytest.mark.parametrize(
    ("cells", "kinds"),
    [
        # A spreadsheet makes a number of "1,3" and true of "WAAR".
        ({"kernfuncties": 1.3}, ["unknown_value"]),
        ({"kernfuncties": 3.0}, []),
        ({"open_plus": True}, []),
        ({"klasse": "#N/A"}, ["cell_error"]),
        ({"vloeroppervlak_m2": "#DEEL/0!"}, ["cell_error"]),
        ({"vloeroppervlak_m2": "1.500"}, ["two_readings"]),
        ({"vloeroppervlak_m2": 1500.0}, []),
        ({"vloeroppervlak_m2": 0}, ["bad_cell_number"]),
        ({"bemande_uren": "2025-12-05"}, ["bad_cell_number"]),
        ({"bemande_uren": 169}, ["bad_cell_number"]),
        ({"bemande_uren": -1}, ["bad_cell_number"]),
        ({"bemande_uren": 100, "onbemande_uren": 69}, ["too_many_hours"]),
        ({"uren_beroepskrachten": 100, "uren_vrijwilligers": 69}, ["too_many_hours"]),
        ({"uren_beroepskrachten": 10, "uren_vrijwilligers": 5, "bemande_uren": 16}, ["contradicting_hours"]),
        ({"uren_beroepskrachten": 20, "bemande_uren": 16}, ["contradicting_hours"]),
        # All staffed hours may be those of one kind, and a week has 168 of them.
        ({"uren_beroepskrachten": 20, "bemande_uren": 20}, []),
        ({"bemande_uren": 100, "onbemande_uren": 68}, []),
        ({"uren_beroepskrachten": 10, "uren_vrijwilligers": 5, "bemande_uren": 15}, []),
    ],
)
def test_cells_of_a_spreadsheet_are_read_for_what_they_are(
    tmp_path: Path, cells: dict[str, object], kinds: list[str]
) -> None:
    row = {"naam": "Bieb", "x_rd": 190_100, "y_rd": 507_200} | cells
    path = write_table(tmp_path / "v.xlsx", [list(row), list(row.values())])
    if kinds:
        assert kinds_of(lambda: read_vestigingen(path)) == kinds
    else:
        assert len(read_vestigingen(path)) == 1


def test_hours_of_both_kinds_of_staff_add_up_and_half_of_them_stays_unknown(tmp_path: Path) -> None:
    text = "naam;x_rd;y_rd;uren_beroepskrachten;uren_vrijwilligers\nA;190100;507200;10;4,5\nB;190100;507200;10;\n"
    read = read_site_file(write_text(tmp_path / "v.csv", text))
    assert [site.staffed_hours for site in read.sites] == [14.5, None]
    (remark,) = file_remarks(read.remarks)
    assert remark.startswith("Bij B ")


def test_a_text_that_nobody_reads_to_its_end_is_a_fault(tmp_path: Path) -> None:
    good, long = "x" * MAX_TEXT, "x" * (MAX_TEXT + 1)
    path = write_text(tmp_path / "v.csv", f"naam;x_rd;y_rd\n{good};190100;507200\n{long};190100;507200\n")
    (fault,) = faults_of(lambda: read_vestigingen(path))
    assert (fault.kind, fault.data["row"]) == ("text_too_long", 3)


def test_more_rows_than_there_are_places_is_a_fault(tmp_path: Path) -> None:
    path = write_text(tmp_path / "v.csv", "naam;x_rd;y_rd\n" + "A;190100;507200\n" * (MAX_ROWS + 1))
    assert kinds_of(lambda: read_vestigingen(path)) == ["too_many_places"]
    path = write_text(tmp_path / "v.csv", "naam;x_rd;y_rd\n" + "A;190100;507200\n" * MAX_ROWS)
    assert len(read_rows(path, TableKind.VESTIGINGEN).rows) == MAX_ROWS


def test_rows_of_the_template_that_are_marked_as_example_are_skipped(tmp_path: Path) -> None:
    text = "naam;x_rd;y_rd\nvoorbeeld: Bieb;x;y\nVoorbeeldschool;190100;507200\n"
    read = read_site_file(write_text(tmp_path / "v.csv", text))
    assert [site.name for site in read.sites] == ["Voorbeeldschool"]
    assert [remark.kind for remark in read.remarks] == [RemarkKind.EXAMPLES_SKIPPED]


def test_a_merged_cell_counts_for_its_first_row_only(tmp_path: Path) -> None:
    rows: list[list[object]] = [["naam", "x_rd", "y_rd"], ["A", 190_100, 507_200], [None, 190_200, 507_200]]
    path = write_workbook(tmp_path / "v.xlsx", {"Blad1": rows}, merged=[(1, 0, 2, 0, "A")])
    assert [fault.data["row"] for fault in faults_of(lambda: read_vestigingen(path))] == [3]


def test_a_formula_counts_for_the_value_that_was_computed(tmp_path: Path) -> None:
    rows: list[list[object]] = [["naam", "x_rd", "y_rd", "bemande_uren"], ["A", 190_100, 507_200, None]]
    path = write_workbook(tmp_path / "v.xlsx", {"Blad1": rows}, formulas=[(1, 3, "=3*5", 15)])
    assert read_vestigingen(path)[0].staffed_hours == 15


@pytest.mark.parametrize("shown", ["#N/A", "#DIV/0!", "#REF!", "#VALUE!", "#NAME?"])
def test_a_formula_that_failed_is_a_fault_and_no_empty_cell(tmp_path: Path, shown: str) -> None:
    rows: list[list[object]] = [[], [None, "naam", "x_rd", "y_rd", "klasse"], [None, "A", 190_100, 507_200, None]]
    path = write_workbook(tmp_path / "v.xlsx", {"Leesmij": [], "Blad & 2": rows}, formulas=[(2, 4, "=NA()", shown)])
    (fault,) = faults_of(lambda: read_vestigingen(path))
    assert (fault.kind, fault.data["row"], fault.data["column"], fault.data["value"]) == (
        "cell_error", 3, "klasse", shown
    )  # fmt: skip


# --- points ---


def test_each_row_takes_the_pair_of_coordinates_that_it_fills(tmp_path: Path) -> None:
    # The same point of the projection as above: x 155,000, y 463,000.
    text = "naam;x_rd;y_rd;lon;lat\nA;155000;463000;;\nB;;;5,38720621;52,15517440\n"
    sites = read_vestigingen(write_text(tmp_path / "v.csv", text))
    assert [(round(site.x_m), round(site.y_m)) for site in sites] == [(155_000, 463_000)] * 2


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("naam;x_rd;y_rd\nA;463000;155000\nB;463100;155000\n", Reading.SWAPPED),
        ("naam;x_rd;y_rd\nA;5,38720621;52,15517440\nB;5,387;52,155\n", Reading.WGS84),
        ("naam;lon;lat\nA;155000;463000\nB;155100;463000\n", Reading.RD),
    ],
)
def test_coordinates_that_ask_for_another_reading_are_asked_about_once(
    tmp_path: Path, text: str, reading: Reading
) -> None:
    path = write_text(tmp_path / "v.csv", text)
    (fault,) = faults_of(lambda: read_vestigingen(path))
    assert (fault.kind, fault.data["reading"]) == ("coordinates_misread", reading.value)
    first = read_vestigingen(path, reading=reading)[0]
    assert (first.x_m, first.y_m) == pytest.approx((155_000, 463_000), abs=1)


def test_one_wrong_point_among_good_ones_is_named_itself(tmp_path: Path) -> None:
    text = "naam;x_rd;y_rd\nA;155000;463000\nB;155100;463000\nC;463000;155000\n"
    (fault,) = faults_of(lambda: read_vestigingen(write_text(tmp_path / "v.csv", text)))
    assert (fault.kind, fault.data["name"]) == ("coordinate_swapped", "C")


def test_an_address_is_looked_up_when_asked_and_said_so(tmp_path: Path) -> None:
    text = (
        "naam;plaats;adres;postcode;x_rd;y_rd;herkomst\n"
        "A;Dorp;Laan 1;1234 AB;;;site\nB;Dorp;Laan 2;;155000;463000;\nC;;Nergens 9;;;;\n"
    )
    path = write_text(tmp_path / "v.csv", text)
    assert kinds_of(lambda: read_vestigingen(path)) == ["site_with_address_only"] * 2
    asked: list[str] = []

    def locate(addresses: Sequence[str]) -> list[Located | InputError]:
        asked.extend(addresses)
        return [Located(x_m=150_000, y_m=460_000, label="", score=1.0), InputError("address_not_found", address="C")]

    assert kinds_of(lambda: read_vestigingen(path, locate=locate)) == ["address_not_found"]
    # A branch with coordinates is not looked up.
    assert asked == ["Laan 1, 1234 AB Dorp", "Nergens 9"]
    path.write_text(text.replace("C;;Nergens 9;;;;\n", ""), encoding="utf-8")
    read = read_site_file(path, locate=lambda addresses: locate(addresses)[: len(addresses)])
    assert [(site.x_m, site.herkomst) for site in read.sites] == [
        (150_000, "site; adres: PDOK Locatieserver"), (155_000, "")
    ]  # fmt: skip
    assert [remark.kind for remark in read.remarks] == [RemarkKind.LOCATED]


def test_half_a_point_is_a_fault_and_no_reason_to_look_up_the_address(tmp_path: Path) -> None:
    path = write_text(tmp_path / "v.csv", "naam;adres;x_rd;y_rd\nA;Laan 1;155000;\n")
    assert kinds_of(lambda: read_vestigingen(path, locate=lambda _: [])) == ["site_without_point"]
