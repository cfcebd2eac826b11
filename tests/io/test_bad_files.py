"""Every bad file has its sentence, and nothing else is touched by reading it."""

import hashlib
import tempfile
from pathlib import Path

import pytest

from spreiding.domain import Vestigingstype
from spreiding.io.store import write_region
from spreiding.ui.teksten import sentence
from tests.io.bad_files import BAD_FILES, BadFile
from tests.io.files import faults_of
from tests.worlds import line_roads, make_region, make_site

MIN_CASES = 75


def state_of(folder: Path) -> dict[str, str]:
    """What every file below a folder holds; a file that is none is told by its kind."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        if path.is_file()
        else "geen bestand"
        for path in sorted(folder.rglob("*"))
    }


@pytest.fixture(scope="module")
def belongings(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A region and the scenarios of its user."""
    folder = tmp_path_factory.mktemp("eigen")
    site = make_site("bieb", 2000.0, klasse=Vestigingstype.KLEIN)
    write_region(make_region(line_roads(), people=[(500.0, 10.0, 10.0)], sites=[site]), folder / "regio")
    (folder / "scenarios.json").write_text("[]", encoding="utf-8")
    return folder


@pytest.mark.parametrize("bad", BAD_FILES, ids=lambda bad: f"{bad.kind}: {bad.what}")
def test_a_bad_file_has_its_sentence_and_touches_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, belongings: Path, bad: BadFile
) -> None:
    temporary = tmp_path / "tijdelijk"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    path = tmp_path / "bron" / bad.name
    path.parent.mkdir()
    bad.build(path)
    before = state_of(path.parent), state_of(belongings)

    faults = faults_of(lambda: bad.read(path))

    assert {fault.kind for fault in faults} == {bad.kind}
    told = sentence(faults[0])
    assert bad.name in told
    assert bad.words in told
    assert (state_of(path.parent), state_of(belongings)) == before
    assert not list(temporary.iterdir())


def test_there_are_enough_bad_files_and_none_twice() -> None:
    assert len(BAD_FILES) >= MIN_CASES
    assert len({(bad.what, bad.kind) for bad in BAD_FILES}) == len(BAD_FILES)
