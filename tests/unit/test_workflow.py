"""Where a region is looked for."""

from pathlib import Path

import pytest

from spreiding import workflow


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in an empty folder, with the prepared regions in another."""
    folder = tmp_path / "werk"
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setenv("SPREIDING_REGIOS", str(tmp_path / "regios"))
    return folder


def test_a_folder_that_is_no_region_does_not_hide_the_name_of_one(here: Path) -> None:
    (here / "kampen").mkdir()
    assert workflow.region_folder("kampen") == here.parent / "regios" / "kampen"


def test_a_region_folder_here_wins_over_a_name(here: Path) -> None:
    (here / "kampen").mkdir()
    (here / "kampen" / "manifest.json").write_text("{}")
    assert workflow.region_folder("kampen") == Path("kampen")


@pytest.mark.parametrize("path", ["./sub/kampen", "../kampen", "/elders/kampen"])
def test_a_path_is_a_path(here: Path, path: str) -> None:
    assert here.is_dir()
    assert workflow.region_folder(path) == Path(path)
