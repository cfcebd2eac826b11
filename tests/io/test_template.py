"""The table to fill in: what it holds, what it explains, and that it can be read again."""

import csv
import io
import re
import zipfile
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import pytest
import python_calamine
from typer.testing import CliRunner

from spreiding.cli.options import app
from spreiding.cli.sjabloon import write
from spreiding.demand import Kern
from spreiding.domain import Huisvesting, Kernfunctie, Option, Package, SiteFact, Vestigingstype
from spreiding.errors import InputError
from spreiding.io.places.columns import COLUMNS, EXAMPLE_MARK, CellKind, Column, TableKind
from spreiding.io.places.kandidaten import read_candidate_file
from spreiding.io.places.kernen import read_kern_file
from spreiding.io.places.schools import read_school_file
from spreiding.io.places.template import write_template
from spreiding.io.places.vestigingen import read_site_file, read_vestigingen
from spreiding.io.places.voorzieningen import read_voorziening_file
from spreiding.supply import Site
from spreiding.ui.kolommen import BETEKENIS, column_text, template_bytes
from spreiding.voorzieningen import School, Voorziening
from tests.io.files import faults_of, kinds_of
from tests.io.tables import write_table

READERS: dict[TableKind, Callable[[Path], Sequence[Site | Kern | Voorziening | School]]] = {
    TableKind.VESTIGINGEN: read_vestigingen,
    TableKind.KANDIDATEN: lambda path: read_candidate_file(path).sites,
    TableKind.KERNEN: lambda path: read_kern_file(path).kernen,
    TableKind.VOORZIENINGEN: lambda path: read_voorziening_file(path).voorzieningen,
    TableKind.SCHOLEN: lambda path: read_school_file(path).schools,
}


def sheets(content: bytes) -> dict[str, list[list[object]]]:
    """Return the cells of a workbook by sheet."""
    book = python_calamine.load_workbook(io.BytesIO(content))
    return {name: [list(row) for row in book.get_sheet_by_name(name).to_python()] for name in book.sheet_names}


def csv_rows(content: bytes) -> list[list[str]]:
    """Return the cells of a CSV file for a Dutch spreadsheet."""
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(content.decode("utf-8-sig").splitlines(), delimiter=";"))


@pytest.mark.parametrize("kind", list(TableKind))
def test_the_header_is_the_list_of_columns_in_both_forms(kind: TableKind) -> None:
    names = [column.name for column in COLUMNS[kind]]
    table, explanation = sheets(template_bytes(kind, ".xlsx")).values()
    assert table[0] == names
    assert csv_rows(template_bytes(kind, ".csv"))[0] == names
    assert [row[0] for row in explanation[1 : len(names) + 1]] == names


@pytest.mark.parametrize("kind", list(TableKind))
def test_every_column_is_explained(kind: TableKind) -> None:
    _, explanation = sheets(template_bytes(kind, ".xlsx")).values()
    for column, row in zip(COLUMNS[kind], explanation[1:], strict=False):
        text = column_text(column)
        assert row[1:4] == [text.meaning, text.allowed, text.needed]
        assert row[4] != ""
        assert all(word in text.allowed for word in column.words if column.name != "kernfuncties")
        assert (text.needed == "ja") == column.is_needed


def test_no_explanation_is_left_without_its_column() -> None:
    assert set(BETEKENIS) == {column.name for columns in COLUMNS.values() for column in columns}


@pytest.mark.parametrize("kind", list(TableKind))
@pytest.mark.parametrize("form", [".xlsx", ".csv"])
def test_an_untouched_template_holds_examples_only(tmp_path: Path, kind: TableKind, form: str) -> None:
    path = tmp_path / f"sjabloon{form}"
    path.write_bytes(template_bytes(kind, form))
    assert kinds_of(lambda: READERS[kind](path)) == [f"empty_{kind}"]


@pytest.mark.parametrize("form", [".xlsx", ".csv"])
def test_a_filled_template_is_read_as_what_was_filled_in(tmp_path: Path, form: str) -> None:
    header, example, *_ = (
        next(iter(sheets(template_bytes(TableKind.VESTIGINGEN, form)).values()))
        if form == ".xlsx"
        else csv_rows(template_bytes(TableKind.VESTIGINGEN, form))
    )
    mine = dict(zip([str(name) for name in header], example, strict=True))
    mine |= {"naam": "=Bieb", "id": "", "plaats": "Beilen", "gemeentecode": "1731", "kernfuncties": "1;3", "ido": "nee"}
    path = write_table(tmp_path / f"v{form}", [header, example, list(mine.values())])
    read = read_site_file(path)
    (site,) = read.sites
    assert (site.id, site.name, site.gemeente) == ("bieb-beilen", "=Bieb", "GM1731")
    # The rest is what the example says.
    assert (site.x_m, site.y_m, site.floor_m2) == (233_000, 548_000, 650)
    assert site.today == Option(
        type=Vestigingstype.MIDDELGROOT, huisvesting=Huisvesting.MFA, package=Package.LLO1, open_plus=True
    )
    assert site.kernfuncties == frozenset({Kernfunctie.KENNIS_EN_INFORMATIE, Kernfunctie.LEZEN_EN_LITERATUUR})
    assert (site.professional_hours, site.volunteer_hours, site.staffed_hours) == (20, 7, 27)
    assert (site.has_ido, site.has_taalhuis) == (False, True)
    assert site.assumed == frozenset({SiteFact.KLASSE, SiteFact.UREN})


@pytest.mark.parametrize("kind", list(TableKind))
def test_the_examples_themselves_can_be_read_once_they_are_no_examples(tmp_path: Path, kind: TableKind) -> None:
    text = template_bytes(kind, ".csv").decode("utf-8-sig").replace(f"{EXAMPLE_MARK} ", "")
    path = tmp_path / "v.csv"
    path.write_text(text, encoding="utf-8")
    names = [str(example).removeprefix(EXAMPLE_MARK).strip() for example in _column(kind, "naam").examples]
    assert [place.name for place in READERS[kind](path)] == names


def _column(kind: TableKind, name: str) -> Column:
    return next(column for column in COLUMNS[kind] if column.name == name)


def test_closed_words_can_be_chosen_numbers_are_checked_and_the_header_stays_in_sight() -> None:
    with zipfile.ZipFile(io.BytesIO(template_bytes(TableKind.VESTIGINGEN, ".xlsx"))) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    assert re.search(r'<pane [^>]*ySplit="1"[^>]*state="frozen"', sheet)
    columns = COLUMNS[TableKind.VESTIGINGEN]
    n_lists = sum(column.kind in {CellKind.WORD, CellKind.TRUTH} for column in columns)
    n_bounded = sum(column.kind is CellKind.NUMBER and column.maximum is not None for column in columns)
    assert sheet.count('type="list"') == n_lists
    assert sheet.count('type="decimal"') == n_bounded
    # A thousand rows below the header are checked.
    assert len(re.findall(r'sqref="[A-Z]+2:[A-Z]+1001"', sheet)) == len(columns)
    assert '"groot,middelgroot,klein,servicepunt"' in sheet
    # Every cell is a number or text, none a formula.
    assert "<f>" not in sheet


def test_the_same_template_has_the_same_bytes() -> None:
    assert template_bytes(TableKind.KERNEN, ".xlsx") == template_bytes(TableKind.KERNEN, ".xlsx")


def test_another_form_is_refused() -> None:
    assert kinds_of(lambda: template_bytes(TableKind.KERNEN, ".ods")) == ["template_format"]


# --- writing it ---


def test_a_file_that_is_there_stays_unless_asked(tmp_path: Path) -> None:
    path = tmp_path / "v.xlsx"
    path.write_text("werk van een week", encoding="utf-8")
    assert kinds_of(lambda: write_template(path, b"leeg", replaces=False)) == ["template_exists"]
    assert path.read_text(encoding="utf-8") == "werk van een week"
    write_template(path, b"leeg", replaces=True)
    assert path.read_bytes() == b"leeg"
    write_template(tmp_path / "w.xlsx", b"leeg", replaces=False)
    assert sorted(each.name for each in tmp_path.iterdir()) == ["v.xlsx", "w.xlsx"]


def test_a_folder_that_is_not_there_is_told_and_nothing_is_left(tmp_path: Path) -> None:
    assert kinds_of(lambda: write_template(tmp_path / "weg" / "v.xlsx", b"", replaces=False)) == ["cannot_write"]
    assert kinds_of(lambda: write_template(tmp_path / "weg" / "v.xlsx", b"", replaces=True)) == ["cannot_write"]


def test_a_write_that_fails_halfway_leaves_no_empty_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> int:
        raise OSError

    monkeypatch.setattr(Path, "write_bytes", full)
    assert kinds_of(lambda: write_template(tmp_path / "v.xlsx", b"x", replaces=False)) == ["cannot_write"]
    assert list(tmp_path.iterdir()) == []


def test_the_command_writes_a_template_and_refuses_what_it_cannot_make(tmp_path: Path) -> None:
    run = CliRunner().invoke
    path = tmp_path / "kernen.csv"
    assert write is not None  # importing it registers the command
    done = run(app, ["gegevens", "sjabloon", "--soort", "kernen", "--uit", str(path), "--json"])
    assert (done.exit_code, path.read_bytes()) == (0, template_bytes(TableKind.KERNEN, ".csv"))
    for arguments, kind in (
        (["--uit", str(path)], "template_exists"),
        (["--uit", str(tmp_path / "v.pdf")], "template_format"),
        (["--uit", str(tmp_path / "v.csv"), "--soort", "wegen"], "unknown_table_kind"),
    ):
        outcome = run(app, ["gegevens", "sjabloon", *arguments])
        assert isinstance(outcome.exception, InputError)
        assert outcome.exception.kind == kind
        assert len(faults_of(partial(_raise, outcome.exception))) == 1


def _raise(error: BaseException | None) -> None:
    assert error is not None
    raise error
