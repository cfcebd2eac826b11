"""What is noticed when the files of a region lie beside each other."""

from pathlib import Path

import pytest

from spreiding.io.contents import read_contents
from spreiding.io.inputs import RegionInputs
from spreiding.ui.kolommen import file_remarks
from tests.io.files import kinds_of, write_areas, write_cbs, write_village

SQUARES = [(0, 0, 10), (100, 0, 20)]


def village(tmp_path: Path, **files: Path) -> RegionInputs:
    inputs = RegionInputs(
        name="Dorp",
        population=write_cbs(tmp_path / "vk100.gpkg", SQUARES),
        roads=write_village(tmp_path / "dorp.osm"),
        gemeenten=write_areas(tmp_path / "g.geojson", {("GM0001", "Hier"): (-100, -100, 1100, 1100)}),
    )
    return inputs.model_copy(update=files)


def remarks(inputs: RegionInputs) -> list[str]:
    return file_remarks(read_contents(inputs, on_progress=lambda _step, _share: None).remarks)


@pytest.mark.parametrize(("year", "n_remarks"), [(2024, 0), (2023, 1)])
def test_squares_of_two_years_are_noticed_because_growth_would_count_as_left_out(
    tmp_path: Path, year: int, n_remarks: int
) -> None:
    fill = write_cbs(tmp_path / "vk500.gpkg", [(0, 0, 30)], size_m=500, year=year)
    found = remarks(village(tmp_path, fill=fill))
    assert len(found) == n_remarks
    assert all("vk500.gpkg" in text and "2023" in text and "2024" in text for text in found)


def test_facts_of_other_gemeenten_are_refused_because_they_would_do_nothing(tmp_path: Path) -> None:
    facts = tmp_path / "feiten.csv"
    facts.write_text("gemeentecode,inwoners\nGM0099,500\n", encoding="utf-8")
    inputs = village(tmp_path, totals=facts)
    assert kinds_of(lambda: remarks(inputs)) == ["facts_outside_region"]
    facts.write_text("gemeentecode,inwoners\nGM0099,500\nGM0001,30\n", encoding="utf-8")
    assert remarks(inputs) == []
