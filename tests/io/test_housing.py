"""What buildings cost: read from a file, with every fault named, and counted everywhere."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from spreiding.billing import find_housing, with_housing
from spreiding.domain import Huisvesting, Option, Vestigingstype
from spreiding.evaluation import evaluate
from spreiding.io.housing import read_housing
from spreiding.optimise.problem import build_problem
from spreiding.optimise.question import Goal, Question
from spreiding.optimise.solve import solve
from spreiding.optimise.stop import Stop
from spreiding.ui.teksten import sentence
from tests.io.files import faults_of
from tests.worlds import line_roads, make_region, make_site, make_uitgangspunten

GOOD = 'bron = "begroting"\neur_per_m2 = { mfa = "120.55" }\n'
WHOLE = GOOD + 'm2 = { klein = "350", servicepunt = "99.99" }\nshares = { mfa = "0.75" }\n'


def reading(folder: Path, text: str) -> Callable[[], object]:
    """Read a file with this text."""
    path = folder / "huisvesting.toml"
    path.write_text(text, encoding="utf-8")
    return lambda: read_housing(path)


def test_a_price_per_m2_a_size_and_a_share_are_read(tmp_path: Path) -> None:
    path = tmp_path / "huisvesting.toml"
    path.write_text(WHOLE, encoding="utf-8")
    housing = read_housing(path)
    # 350 m², of which a quarter is for others: 262.5.
    assert housing.paid_m2(Vestigingstype.KLEIN, Huisvesting.MFA) == Decimal("262.50")


def test_the_sizes_that_come_with_the_project_are_an_assumption_and_no_price() -> None:
    standard = find_housing(None)
    assert "Aanname" in standard.bron
    assert not standard.eur_per_m2
    assert [standard.m2[klasse] for klasse in Vestigingstype] == [1500, 800, 350, 100]


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("a = ", "bad_housing_file", "geen leesbare TOML"),
        ("eur_per_m2 = {}", "housing_field_missing", "'bron'"),
        ('bron = "x"', "housing_field_missing", "'eur_per_m2'"),
        (GOOD + "soort = 1", "housing_field_unknown", "'soort'"),
        ('bron = "x"\neur_per_m2 = { mfa = "-1" }', "housing_out_of_bounds", ">= 0"),
        ('bron = "x"\neur_per_m2 = { tent = "1" }', "housing_bad_field", "mfa"),
        (GOOD + 'm2 = { klein = "0" }', "housing_out_of_bounds", "> 0"),
        (GOOD + 'm2 = { klein = "veel" }', "housing_bad_field", "veel"),
        (GOOD + 'shares = { mfa = "1.5" }', "housing_out_of_bounds", "<= 1"),
    ],
)
def test_a_fault_is_named_with_its_field(tmp_path: Path, text: str, kind: str, words: str) -> None:
    (fault,) = faults_of(reading(tmp_path, text))
    assert fault.kind == kind
    assert words in sentence(fault)


def test_all_faults_come_together(tmp_path: Path) -> None:
    text = 'eur_per_m2 = { mfa = "-1" }\nm2 = { klein = "0" }\nx = 1'
    # No source, a negative price, no size, and an unknown field.
    assert len(faults_of(reading(tmp_path, text))) == 4


def test_the_optimiser_counts_housing_to_the_cent_of_the_bill(tmp_path: Path) -> None:
    path = tmp_path / "huisvesting.toml"
    path.write_text(WHOLE, encoding="utf-8")
    uitgangspunten = with_housing(make_uitgangspunten(), read_housing(path))
    housed = Option(type=Vestigingstype.KLEIN, huisvesting=Huisvesting.MFA)
    sites = [
        make_site("a", 0).model_copy(update={"today": housed}),
        make_site("b", 9000).model_copy(update={"today": housed}),
    ]
    region = make_region(line_roads(10), people=[(0, 0, 100), (9000, 0, 50)], sites=sites)
    question = Question(goals=(Goal.COST,), min_share=1.0)
    result = solve(build_problem(region, uitgangspunten, question), stop=Stop(30.0))
    assert result.plan is not None
    bill = evaluate(region, result.plan, uitgangspunten).kostenraming
    assert Decimal(str(result.objective)) == bill.branches_eur
    # Two klein: 2 · (35,669 + 262.5 m² · 120.55 = 31,644.38, half a cent up).
    today = evaluate(region, result.plan.of({"a": housed, "b": housed}), uitgangspunten).kostenraming
    assert today.branches_eur == 2 * (35_669 + Decimal("31644.38"))
