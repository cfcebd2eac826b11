"""Library provision that is no branch: its file, and its place in a region."""

from pathlib import Path

import numpy as np
import pytest

from spreiding.domain import Kernfunctie, Modality, Voorzieningsvorm
from spreiding.intake import check_places, describe_file
from spreiding.io.places.voorzieningen import read_voorziening_file
from spreiding.io.regio import build_region, inputs_fingerprint
from spreiding.io.store import read_region, write_region
from spreiding.ui.kolommen import file_remarks
from spreiding.voorzieningen import Voorziening
from spreiding.workflow import no_progress
from tests.io.files import EAST, NORTH, faults_of, kinds_of
from tests.io.tables import write_table
from tests.io.test_regio import village
from tests.io.test_region_sites import write_things
from tests.test_cli import answer

HEADER = ["naam", "vorm", "x_rd", "y_rd", "bereik_m", "gemeentecode"]


def stop(
    name: str = "Bus", form: str = "bibliobus", *, east: float = 100, reach: object = "", code: str = ""
) -> list[object]:
    """A row under `HEADER`, `east` metres along the village street."""
    return [name, form, EAST + east, NORTH + 510, reach, code]


def write(tmp_path: Path, *rows: list[object]) -> Path:
    return write_table(tmp_path / "voorzieningen.csv", [HEADER, *rows])


# --- the file ---

FULL: dict[str, object] = {
    "id": "Bus 1",
    "Naam": "Bus Dorp",
    "Soort": "Bibliobus",
    "plaats": "Dorp",
    "adres": "Brink 1",
    "gemeentecode": "166",
    "x_rd": 190_100,
    "y_rd": 507_200.5,
    "bereik_m": 1500,
    "bemande_uren": 2.5,
    "kernfuncties": "3;kennis en informatie",
    "ido": "ja",
    "taalhuis": "nee",
    "bron": "dienstregeling 2025",
}


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_a_voorziening_carries_its_own_reach_and_hours(tmp_path: Path, suffix: str) -> None:
    path = write_table(tmp_path / f"v{suffix}", [list(FULL), list(FULL.values())])
    read = read_voorziening_file(path)
    assert file_remarks(read.remarks) == []
    assert read.voorzieningen == (
        Voorziening(
            id="bus-1",
            name="Bus Dorp",
            form=Voorzieningsvorm.BIBLIOBUS,
            place="Dorp",
            gemeente="GM0166",
            x_m=190_100,
            y_m=507_200.5,
            reach_m=1500,
            staffed_hours=2.5,
            kernfuncties=frozenset({Kernfunctie.KENNIS_EN_INFORMATIE, Kernfunctie.LEZEN_EN_LITERATUUR}),
            has_ido=True,
            has_taalhuis=False,
            herkomst="dienstregeling 2025",
        ),
    )


@pytest.mark.parametrize("form", list(Voorzieningsvorm))
def test_of_a_bare_row_everything_but_its_form_and_point_is_unknown(tmp_path: Path, form: Voorzieningsvorm) -> None:
    (found,) = read_voorziening_file(write(tmp_path, stop(form=form.upper()))).voorzieningen
    assert (found.form, found.reach_m, found.staffed_hours, found.gemeente) == (form, None, None, None)
    assert (found.kernfuncties, found.has_ido, found.has_taalhuis) == (frozenset(), None, None)


def test_every_fault_of_every_row_is_named_once(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        stop("A", ""),
        stop("B", "boekenboot"),
        stop("C", "onbekend"),
        stop("", reach=0),
        stop("E", reach="ver"),
        ["F", "bibliobus", "", "", "", ""],
    )
    faults = faults_of(lambda: read_voorziening_file(path))
    assert sorted((str(fault.data["row"]), fault.kind) for fault in faults) == [
        ("2", "voorziening_without_vorm"),
        ("3", "unknown_value"),
        ("4", "voorziening_without_vorm"),
        ("5", "bad_cell_number"),
        ("5", "site_without_name"),
        ("6", "bad_cell_number"),
        ("7", "site_without_point"),
    ]


def test_a_file_without_forms_is_another_file(tmp_path: Path) -> None:
    path = write_table(tmp_path / "v.csv", [["naam", "x_rd", "y_rd"], ["A", EAST, NORTH]])
    (fault,) = faults_of(lambda: read_voorziening_file(path))
    assert (fault.kind, fault.data["columns"]) == ("missing_column", "vorm")


# --- the region ---


def test_the_voorzieningen_of_a_region_have_a_gemeente_and_a_place_on_every_network(tmp_path: Path) -> None:
    path = write(tmp_path, stop("West"), stop("Oost", "afhaalpunt", east=900), stop("Elders", code="GM0002"))
    inputs = village(tmp_path, voorzieningen=path)
    region = build_region(inputs, on_progress=no_progress)
    # By where it stands; a code that the boundaries know goes first.
    assert [each.gemeente for each in region.voorzieningen] == ["GM0001", "GM0002", "GM0002"]
    # The street lies at 500 m north, all stand 10 m from it.
    assert set(region.voorziening_footing) == set(Modality)
    for footing in region.voorziening_footing.values():
        np.testing.assert_allclose(footing.walk_m, 10, atol=0.1)
    assert (region.schools, region.school_footing) == ((), {})
    # They are no sites: no plan opens or closes them.
    assert [site.id for site in region.sites] == ["bieb", "kern-dorp"]
    rows = {bron.role: (bron.file, bron.n_rows) for bron in region.manifest.bronnen}
    assert rows["voorzieningen"] == ("voorzieningen.csv", 3)
    assert inputs_fingerprint(inputs) != inputs_fingerprint(village(tmp_path))
    write_region(region, tmp_path / "regio")
    assert read_region(tmp_path / "regio").voorzieningen == region.voorzieningen


def test_remarks_of_their_file_are_those_of_the_region(tmp_path: Path) -> None:
    path = write_table(tmp_path / "v.csv", [[*HEADER, "kleur"], [*stop(), "blauw"]])
    manifest = build_region(village(tmp_path, voorzieningen=path), on_progress=no_progress).manifest
    assert file_remarks(manifest.remarks) == ["v.csv: De kolom 'kleur' wordt niet gebruikt."]


def test_one_far_from_everybody_is_named_unless_the_region_is_a_part_of_a_larger_list(tmp_path: Path) -> None:
    far = village(tmp_path, voorzieningen=write(tmp_path, stop("Hier"), stop("Ver", east=50_000)))
    (fault,) = faults_of(lambda: build_region(far, on_progress=no_progress))
    assert (fault.kind, fault.data["name"]) == ("site_outside_region", "Ver")
    kept = build_region(far.model_copy(update={"keep": ("West", "Oost")}), on_progress=no_progress)
    assert [each.name for each in kept.voorzieningen] == ["Hier"]
    # None left is no list of this region.
    elsewhere = far.model_copy(update={"keep": ("West",), "voorzieningen": write(tmp_path, stop("Ver", east=50_000))})
    assert kinds_of(lambda: build_region(elsewhere, on_progress=no_progress)) == ["site_outside_region"]


def test_at_home_needs_a_known_gemeente_or_a_reach(tmp_path: Path) -> None:
    def build(row: list[object], gemeenten: Path | None) -> tuple[Voorziening, ...]:
        inputs = village(tmp_path, voorzieningen=write(tmp_path, row), kernen=None)
        return build_region(inputs.model_copy(update={"gemeenten": gemeenten}), on_progress=no_progress).voorzieningen

    boundaries = village(tmp_path).gemeenten
    at_home = "bibliotheek aan huis"
    assert kinds_of(lambda: build(stop(form=at_home), None)) == ["aan_huis_without_gemeente"]
    # Boundaries tell the gemeente, a code is one, a reach needs none; nor does a bus, to which people come.
    assert build(stop(form=at_home), boundaries)[0].gemeente == "GM0001"
    assert build(stop(form=at_home, code="GM0166"), None)[0].gemeente == "GM0166"
    assert build(stop(form=at_home, reach=3000), None)[0].reach_m == 3000
    assert build(stop(), None)[0].gemeente is None


def test_the_command_takes_both_files_and_controleer_names_their_faults(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    inputs = village(tmp_path, roads=write_things(tmp_path / "w.osm"))
    given = {
        "--naam": "Dorp",
        "--inwoners": inputs.population,
        "--wegen": inputs.roads,
        "--voorzieningen": write(tmp_path, stop(reach=500)),
        "--scholen": "osm",
        "--uit": tmp_path / "regio",
    }
    answer(capsys, "regio", "bouw", *(str(part) for pair in given.items() for part in pair))
    region = read_region(tmp_path / "regio")
    assert ([each.reach_m for each in region.voorzieningen], len(region.schools)) == ([500], 2)
    path = write(tmp_path, stop("A", "boekenboot"))
    assert kinds_of(lambda: check_places(path, describe_file(path).soort)) == ["unknown_value"]
    schools = write_table(tmp_path / "s.csv", [["naam", "x_rd", "y_rd", "dbos"], ["A", EAST, NORTH, "soms"]])
    assert kinds_of(lambda: check_places(schools, describe_file(schools).soort)) == ["unknown_value"]
