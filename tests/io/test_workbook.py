"""Tables as an Excel file: safe, and the same numbers when read back."""

import io
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest
import python_calamine

from spreiding import billing
from spreiding.errors import InputError
from spreiding.io.workbook import Column, Form, Sheet, Table, build_workbook, sheet_names

HOSTILE = ("=1+1", "a" * 40, "[]:*?/\\", "'x'", "History", "http://example.org", "a\x07b", "")


def sheet(name: str) -> Sheet:
    """A sheet of which every text is `name`."""
    columns = (Column(name, 20), Column("€", 12, Form.MONEY))
    return Sheet(name, name, (name,), (Table(columns, ((name, Decimal("1234.56")), (name, None))),), (name,))


def test_hostile_names_are_text_in_cells_and_safe_as_names_of_sheets() -> None:
    content = build_workbook([sheet(name) for name in HOSTILE])
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    assert book.sheet_names == [
        "=1+1", "a" * 31, "Blad 1", "x", "History 1", "http   example.org", "ab", "Blad 1 2"
    ]  # fmt: skip
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        sheets = [name for name in parts.namelist() if name.startswith("xl/worksheets/sheet")]
        # No formula and no link in any of them.
        assert not any(b"<f>" in parts.read(name) or b"hyperlink" in parts.read(name) for name in sheets)
    assert book.get_sheet_by_index(0).to_python()[0][0] == "=1+1"


def test_an_amount_is_a_number_to_the_cent() -> None:
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(build_workbook([sheet("proef")])))
    assert book.get_sheet_by_index(0).to_python()[4] == ["proef", 1234.56]


def test_names_of_sheets_stay_apart_in_small_and_capital_letters() -> None:
    assert list(sheet_names(["Hier", "HIER", "hier", "x" * 31, "x" * 35])) == [
        "Hier", "HIER 2", "hier 3", "x" * 31, "x" * 29 + " 2"
    ]  # fmt: skip


def test_a_file_that_cannot_be_written_leaves_what_there_was(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        billing.write_workbook(tmp_path / "weg" / "kosten.xlsx", [sheet("proef")])
    assert caught.value.kind == "cannot_write"
    kept = tmp_path / "kosten.xlsx"
    kept.mkdir()
    with pytest.raises(InputError):
        billing.write_workbook(kept, [sheet("proef")])
    assert [path.name for path in tmp_path.iterdir()] == ["kosten.xlsx"]
