"""Cells of a workbook whose formula failed: the reader of workbooks leaves them empty, which is another thing.

Runs in the confined process only, like all that looks into a workbook.
"""

import html
import re
import zipfile
from pathlib import Path
from typing import Final

# Tables that people fill in by hand are smaller; in a larger one a failed formula counts as an empty cell.
_MAX_BYTES: Final = 64 * 1024**2
_SHEET: Final = re.compile(rb"<(?:\w+:)?sheet\b[^>]*>")
_RELATION: Final = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>")
_CELL: Final = re.compile(rb"<(?:\w+:)?c\b([^>]*\bt=[\"']e[\"'][^>]*)(?<!/)>(.*?)</(?:\w+:)?c>", re.DOTALL)
_VALUE: Final = re.compile(rb"<(?:\w+:)?v\b[^>]*>([^<]*)<")

Position = tuple[int, int]


def find_errors(source: str, sheet: str) -> dict[Position, str]:
    """Return what the failed cells of a sheet of an .xlsx file show, by row and column from 0; none for other files."""
    if not zipfile.is_zipfile(source):
        return {}
    with zipfile.ZipFile(Path(source)) as archive:
        member = _sheet_member(archive, sheet)
        content = _read(archive, member)
    cells = ((_attribute(cell[1], b"r"), _VALUE.search(cell[2])) for cell in _CELL.finditer(content))
    return {
        _position(reference): "#N/A" if value is None else html.unescape(value[1].decode(errors="replace")).strip()
        for reference, value in cells
        if re.fullmatch(r"[A-Z]{1,3}\d+", reference)
    }


def _sheet_member(archive: zipfile.ZipFile, sheet: str) -> str:
    """Return the name of the member that holds a sheet; empty when it is not said."""
    tags = _SHEET.findall(_read(archive, "xl/workbook.xml"))
    key = next((_attribute(tag, b"id") for tag in tags if _attribute(tag, b"name") == sheet), "")
    relations = _RELATION.findall(_read(archive, "xl/_rels/workbook.xml.rels"))
    target = next((_attribute(tag, b"Target") for tag in relations if key and _attribute(tag, b"Id") == key), "")
    return target.removeprefix("/") if target.startswith("/") else f"xl/{target}"


def _read(archive: zipfile.ZipFile, member: str) -> bytes:
    """Return a member; nothing when it is not there or too large to look through."""
    if member not in archive.namelist() or archive.getinfo(member).file_size > _MAX_BYTES:
        return b""
    with archive.open(member) as content:
        return content.read(_MAX_BYTES)


def _attribute(tag: bytes, name: bytes) -> str:
    found = re.search(rb"[\s:]" + name + rb"=[\"']([^\"']*)[\"']", tag)
    return "" if found is None else html.unescape(found[1].decode(errors="replace"))


def _position(reference: str) -> Position:
    """Return row and column of 'B3': (2, 1)."""
    letters = reference.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(reference[len(letters) :]) - 1, column - 1
