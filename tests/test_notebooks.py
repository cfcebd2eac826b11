"""The notebooks run from top to bottom, and hold no output of somebody's machine."""

import json
from pathlib import Path
from typing import Any

import pytest

NOTEBOOKS = sorted((Path(__file__).resolve().parents[1] / "notebooks").glob("*.ipynb"))


def code_cells(notebook: Path) -> list[dict[str, Any]]:
    cells: list[dict[str, Any]] = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    return [cell for cell in cells if cell["cell_type"] == "code"]


def test_there_is_a_notebook_to_start_with() -> None:
    assert "eerste_stappen" in {notebook.stem for notebook in NOTEBOOKS}


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_stored_without_output(notebook: Path) -> None:
    assert not [cell["id"] for cell in code_cells(notebook) if cell["outputs"] or cell["execution_count"]]


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs_from_top_to_bottom(notebook: Path, capsys: pytest.CaptureFixture[str]) -> None:
    names: dict[str, object] = {}
    for cell in code_cells(notebook):
        exec(compile("".join(cell["source"]), cell["id"], "exec"), names)  # noqa: S102 - our own cells, as Jupyter runs them
        assert capsys.readouterr().out, f"{cell['id']} shows nothing"
