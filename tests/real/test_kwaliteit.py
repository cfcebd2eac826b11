"""The quality report of real data beside what a source outside says."""

from dataclasses import replace
from pathlib import Path

import pytest

from spreiding import workflow
from spreiding.demand import GemeenteFacts
from spreiding.domain import Modality
from spreiding.io.regio import build_region
from tests.real.test_kampen import kampen_inputs


def test_kampen_lies_within_half_a_kilometre_of_the_distance_of_cbs(shared_data: Path) -> None:
    # CBS, Kerncijfers wijken en buurten 2024: 56,177 inhabitants, 2.3 km to a library. The grid of 2021 holds 52,030
    # of them in Kampen and a strip of Dronten; both libraries of the map stand at a road.
    region = build_region(kampen_inputs(shared_data), on_progress=workflow.no_progress)
    facts = GemeenteFacts(gemeente="GM0166", bron="CBS", inwoners=56_177, library_km=2.3)
    quality = workflow.measure_quality(replace(region, facts=(facts,)))
    assert quality.inwoners == 52_030
    assert (quality.n_compared, quality.n_large) == (1, 0)
    assert (len(quality.branches), quality.n_branches_far, quality.n_unknown_type) == (2, 0, 2)
    # The report counts what the manifest counted when the region was built.
    assert quality.n_far == region.manifest.n_far_from_road
    assert quality.inwoners_far == pytest.approx(region.manifest.inwoners_far_from_road)
    assert set(quality.n_nodes) == set(Modality)
