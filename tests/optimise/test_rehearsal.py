"""What is compiled beforehand is all that a real question needs."""

import sys
from pathlib import Path

import pytest
from numba.core.dispatcher import Dispatcher

from spreiding.optimise.process import apart, rehearsal
from spreiding.optimise.process.messages import Task
from spreiding.optimise.process.parcel import open_parcel, write_parcel
from spreiding.optimise.process.rehearsal import rehearse, small_program
from spreiding.optimise.program import Aim, Ending, Program
from spreiding.optimise.search import search
from spreiding.optimise.stop import Stop


def compiled() -> dict[str, set[object]]:
    """The types for which every compiled loop of the optimiser has been called."""
    modules = [module for name, module in sys.modules.items() if name.startswith("spreiding.optimise.")]
    loops = {id(loop): loop for module in modules for loop in vars(module).values() if isinstance(loop, Dispatcher)}
    return {str(loop.py_func): set(loop.signatures) for loop in loops.values()}


def search_mapped(program: Program, aim: Aim, folder: Path) -> None:
    """Search as the other process does: in arrays that are parts of a file."""
    folder.mkdir()
    write_parcel(program, folder)
    search(open_parcel(folder), (aim,), stop=Stop(3))


def test_a_real_question_finds_everything_compiled(tmp_path: Path) -> None:
    search_mapped(small_program(), Aim.DISTANCE, tmp_path / "rehearsal")
    rehearsed = compiled()
    assert any(rehearsed.values())
    for aim in (Aim.DISTANCE, Aim.EQUIVALENT, Aim.TAIL):
        search_mapped(small_program(seed=1), aim, tmp_path / aim.value)
        assert compiled() == rehearsed


def test_the_rehearsal_is_played_to_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[apart.Heard] = []

    def note(program: Program, task: Task, asker: apart.Asker) -> apart.Heard:
        heard.append(apart.search_apart(program, task, asker))
        return heard[-1]

    monkeypatch.setattr(rehearsal, "search_apart", note)
    rehearse()
    (found,) = heard
    assert found.outcome is not None
    assert found.outcome.ending is Ending.PROVEN
