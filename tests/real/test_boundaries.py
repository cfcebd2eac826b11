"""Boundaries as CBS and Kadaster publish them."""

from pathlib import Path

import pytest

from spreiding.io.places.areas import read_areas


def test_drenthe_has_its_twelve_gemeenten_and_its_size(shared_data: Path) -> None:
    areas = read_areas(shared_data / "drenthe" / "gemeenten_drenthe_2022.gpkg")
    assert len(areas.gemeenten) == 12
    # CBS, Regionale kerncijfers: Drenthe measures 2,680 km², land and inland water together.
    assert sum(boundary.area for boundary in areas.boundaries) / 1e6 == pytest.approx(2680, rel=0.01)
    found = areas.named(["midden-drenthe", "GM0119"])
    assert [gemeente.name for gemeente in found.gemeenten] == ["Meppel", "Midden-Drenthe"]


def test_gemeenten_are_joined_from_their_buurten(shared_data: Path) -> None:
    areas = read_areas(shared_data / "rijnmond" / "wijkenbuurten_2024_v1_noord.gpkg")
    names = {gemeente.name for gemeente in areas.gemeenten}
    assert {"Rotterdam", "Schiedam", "Capelle aan den IJssel"} <= names
    schiedam = areas.named(["Schiedam"])
    # The file's own column oppervlakte_totaal_in_ha adds up to 1,985 ha; its outlines were simplified.
    assert schiedam.boundaries[0].area / 1e4 == pytest.approx(1985, rel=0.025)
