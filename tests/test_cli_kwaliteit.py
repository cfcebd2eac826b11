"""The command line on the quality of a region and on a future year."""

from dataclasses import replace
from pathlib import Path

import pytest

from spreiding import workflow
from spreiding.demand import Forecast
from spreiding.example.check import compare_with_cbs
from spreiding.io.store import write_region
from tests.test_cli import answer, run
from tests.ui.conftest import small_region


@pytest.fixture
def regions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder of regions with one that has a forecast for Hier (1500 today): 3000 in 2040, 1200 to 4000."""
    monkeypatch.setenv("SPREIDING_REGIOS", str(tmp_path))
    row = Forecast(gemeente="GM0001", year=2040, inwoners=3000, low=1200, high=4000)
    write_region(replace(small_region(is_example=False), forecasts=(row,)), tmp_path / "klein")
    return tmp_path


@pytest.mark.usefixtures("regions")
def test_kwaliteit_answers_with_figures_and_what_they_mean(capsys: pytest.CaptureFixture[str]) -> None:
    found = answer(capsys, "gegevens", "kwaliteit", "--regio", "klein")
    assert found["inwoners"] == 1750
    assert found["n_ver_van_weg"] == 0
    assert len(found["vestigingen"]) == 2
    assert {"onderwerp", "cijfer", "oordeel", "betekenis", "advies"} == set(found["bevindingen"][0])


@pytest.mark.usefixtures("regions")
def test_kwaliteit_prints_a_line_and_its_meaning_per_subject(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "gegevens", "kwaliteit", "--regio", "klein")
    assert code == 0
    assert "Vestigingen zonder uren: 2 [let op]" in out
    assert "Vul de kolom bemande_uren in" in out


@pytest.mark.usefixtures("regions")
def test_evalueer_reckons_with_the_forecast_of_a_year(capsys: pytest.CaptureFixture[str]) -> None:
    # 250 people in Daar have no forecast.
    assert answer(capsys, "evalueer", "--regio", "klein")["inwoners"] == 1750
    found = answer(capsys, "evalueer", "--regio", "klein", "--jaar", "2040")
    assert (found["inwoners"], found["peiljaar"], found["prognosevariant"]) == (3250, 2040, "midden")
    low = answer(capsys, "evalueer", "--regio", "klein", "--jaar", "2040", "--variant", "laag")
    assert low["inwoners"] == 1450
    assert "aanname" in low["prognosetoelichting"]
    _, out, _ = run(capsys, "evalueer", "--regio", "klein", "--jaar", "2040")
    assert "Peiljaar 2040" in out


@pytest.mark.usefixtures("regions")
@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--jaar", "2060"], "kies een jaar van 2040 tot en met 2040"),
        (["--jaar", "straks"], "geen getal"),
        (["--jaar", "2040,5"], "geen heel getal"),
        (["--variant", "hoogst"], "midden, laag, hoog"),
    ],
)
def test_a_year_or_variant_that_cannot_be_is_told(
    capsys: pytest.CaptureFixture[str], options: list[str], words: str
) -> None:
    code, out, errors = run(capsys, "evalueer", "--regio", "klein", *options)
    assert (code, out) == (2, "")
    assert words in errors


def test_the_example_lies_beside_cbs_as_its_own_table_says() -> None:
    # `python -m spreiding.example --controle` reads the files and measures with code of its own: Assen is 0.56 km off.
    quality = workflow.measure_quality(workflow.open_region())
    table = {row.facts.code: row for row in compare_with_cbs(workflow.DATA)}
    assert (quality.n_compared, quality.n_large) == (12, 1)
    assert [row.name for row in quality.gemeenten if row.is_large] == ["Assen"]
    for row in quality.gemeenten:
        assert row.distance_km == pytest.approx(table[row.code].library_km)
        assert row.distance_source_km == table[row.code].facts.library_km
        assert row.inwoners == table[row.code].inwoners == row.inwoners_source
