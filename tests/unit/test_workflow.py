"""Where a region is looked for, and that no plan is shown on the solver's word alone."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from spreiding import workflow
from spreiding.domain import Vestigingstype
from spreiding.optimise.question import Goal, Question
from spreiding.optimise.result import Result
from tests.worlds import HERE, line_roads, make_region, make_site, make_uitgangspunten


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


QUESTION = Question(goal=Goal.COVERAGE, budget_eur=Decimal(50_000), free_gemeenten=frozenset({HERE.code}))


def best_plan() -> Result:
    """Search the best plan of a line with people at km 0 and km 9 and a klein in the west."""
    region = make_region(
        line_roads(),
        people=[(0, 0, 100), (9000, 0, 60)],
        sites=[make_site("west", 0, klasse=Vestigingstype.KLEIN), make_site("oost", 9000)],
    )
    result, evaluation = workflow.optimise(region, make_uitgangspunten(), QUESTION, time_limit_s=10)
    assert evaluation is not None
    return result


def test_the_evaluation_confirms_the_persons_and_the_euros_of_a_plan() -> None:
    # The klein stays (35,669) and a servicepunt in the east fits beside it (11,890): all 160 within 5 km.
    result = best_plan()
    assert (result.inwoners_within, result.eur_per_year) == (160.0, Decimal(47_559))


@pytest.mark.parametrize(
    ("wrong", "words"), [({"inwoners_within": 161.0}, "persons"), ({"eur_per_year": Decimal(47_560)}, "euros")]
)
def test_a_solver_that_counts_otherwise_is_a_fault_of_our_own(
    monkeypatch: pytest.MonkeyPatch, wrong: dict[str, Any], words: str
) -> None:
    solve = workflow.solve
    monkeypatch.setattr(workflow, "solve", lambda *args, **options: replace(solve(*args, **options), **wrong))
    with pytest.raises(RuntimeError, match=words):
        best_plan()
