"""Rijnmond-noord: CBS squares and buurten as CBS names them."""

from pathlib import Path

import numpy as np
import pytest

from spreiding.io.cbs import read_cbs
from spreiding.io.inspect import FileReport, Soort, inspect_file


@pytest.mark.parametrize(
    ("name", "soort", "n_rows", "inwoners"),
    [
        # Counts of the list of files; the sums are those of the column aantal_inwoners.
        ("cbs_vk100_2024_v1_noord.gpkg", Soort.CBS100, 9_442, 818_205),
        ("cbs_vk500_2024_v1_noord.gpkg", Soort.CBS500, 837, 821_425),
    ],
)
def test_squares_come_out_with_their_sums(
    shared_data: Path, name: str, soort: Soort, n_rows: int, inwoners: float
) -> None:
    wanted = FileReport(bestand=name, soort=soort, n_rijen=n_rows, inwoners=inwoners, crs="EPSG:28992")
    assert inspect_file(shared_data / "rijnmond" / name) == wanted


def test_buurten_are_recognised(shared_data: Path) -> None:
    report = inspect_file(shared_data / "rijnmond" / "wijkenbuurten_2024_v1_noord.gpkg")
    assert (report.soort, report.n_rijen, report.crs) == (Soort.BUURTEN, 352, "EPSG:28992")


def test_the_reader_agrees_with_the_report(shared_data: Path) -> None:
    population = read_cbs(shared_data / "rijnmond" / "cbs_vk100_2024_v1_noord.gpkg")
    assert population.inwoners.sum() == 818_205
    assert (population.n_rows, population.year) == (9_442, "2024")
    # All five groups are given in 4,544 of the squares.
    assert int((~np.isnan(population.groups)).all(axis=1).sum()) == 4_544
