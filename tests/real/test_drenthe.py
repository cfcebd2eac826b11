"""Drenthe from coarser sources: the European grid of 1 km and postcode areas, along the roads of the example."""

from pathlib import Path

import numpy as np
import pytest

from spreiding.io.regio import RegionInputs, build_region

DATA = Path(__file__).parents[2] / "data"


@pytest.mark.parametrize(
    ("name", "inwoners", "n_rows"),
    [("drenthe_grid1km_2021.gpkg", 495_692, 2_073), ("pc4_drenthe_2020.gpkg", 494_705, 260)],
)
def test_everybody_of_a_coarse_source_lives_along_the_roads(
    shared_data: Path, name: str, inwoners: float, n_rows: int
) -> None:
    inputs = RegionInputs(
        name="Drenthe",
        population=shared_data / "drenthe" / name,
        roads=DATA / "voorbeeld" / "wegen.npz",
        gemeenten=shared_data / "drenthe" / "gemeenten_drenthe_2022.gpkg",
        totals=DATA / "feiten" / "gemeenten_drenthe.csv",
    )
    region = build_region(inputs, on_progress=lambda _step, _share: None)
    # Totals and numbers of rows as the list of files gives them.
    assert (region.manifest.inwoners, region.manifest.n_squares) == (inwoners, n_rows)
    assert region.manifest.inwoners_estimated == 0
    assert region.demand.inwoners.sum() == pytest.approx(inwoners, abs=1e-6)
    per_area = np.bincount(region.demand.square, weights=region.demand.inwoners, minlength=n_rows)
    np.testing.assert_allclose(per_area, region.squares.inwoners, rtol=0, atol=1e-6)
    # Spread: far more points than areas, and no age is known but that of the gemeente.
    assert region.demand.inwoners.size > 20 * n_rows
    assert region.squares.is_groups_estimated.all()
    assert len(region.facts) == 12
