"""Rijnmond-noord: CBS squares and buurten as CBS names them."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import shapely

from spreiding.io.inspect import FileReport, Soort, inspect_file, inspect_filled
from spreiding.io.people.cbs import read_cbs
from spreiding.io.people.completion import Completed, Larger, complete_population
from spreiding.io.people.facts import read_facts
from spreiding.io.people.own_population import read_population
from spreiding.io.people.placement import place_people
from spreiding.io.places.areas import Areas
from spreiding.network import Roads
from spreiding.reconcile import coarse_keys, square_keys
from spreiding.tables import ROAD_CLASS_INDEX
from tests.test_cli import answer, run
from tests.worlds import make_roads

VK100, VK500 = "cbs_vk100_2024_v1_noord.gpkg", "cbs_vk500_2024_v1_noord.gpkg"
BUURTEN = "wijkenbuurten_2024_v1_noord.gpkg"


@pytest.mark.parametrize(
    ("name", "soort", "n_rows", "inwoners"),
    [
        # Counts of the list of files; the sums are those of the column aantal_inwoners.
        (VK100, Soort.CBS100, 9_442, 818_205),
        (VK500, Soort.CBS500, 837, 821_425),
    ],
)
def test_squares_come_out_with_their_sums(
    shared_data: Path, name: str, soort: Soort, n_rows: int, inwoners: float
) -> None:
    # No number is missing, so the most is what is known.
    wanted = FileReport(
        bestand=name, soort=soort, n_rijen=n_rows, inwoners=inwoners, inwoners_hoogstens=inwoners, crs="EPSG:28992"
    )
    assert inspect_file(shared_data / "rijnmond" / name) == wanted


def test_buurten_are_recognised(shared_data: Path) -> None:
    report = inspect_file(shared_data / "rijnmond" / BUURTEN)
    assert (report.soort, report.n_rijen, report.crs) == (Soort.BUURTEN, 352, "EPSG:28992")


def test_the_reader_agrees_with_the_report(shared_data: Path) -> None:
    population = read_cbs(shared_data / "rijnmond" / VK100)
    assert population.inwoners.sum() == 818_205
    assert (population.n_rows, population.year) == (9_442, "2024")
    # All five groups are given in 4,544 of the squares.
    assert int((~np.isnan(population.groups)).all(axis=1).sum()) == 4_544


def test_the_report_on_filled_squares_counts_everybody(shared_data: Path) -> None:
    folder = shared_data / "rijnmond"
    report = inspect_filled(folder / VK100, folder / VK500)
    # 821,425 in the squares of 500 m and 3,525 in squares of 100 m without one.
    assert report.inwoners_aangevuld == 821_425 + 3_525 == 824_950
    assert report.aandeel_geschat == report.inwoners_toegevoegd / 824_950
    # Slowly, square by square: only a shortage that rounding cannot explain is added.
    fine, coarse = read_population(folder / VK100), read_population(folder / VK500)
    block = coarse_keys(square_keys(fine.x_m, fine.y_m, 100))
    added = 0.0
    for key, value in zip(square_keys(coarse.x_m, coarse.y_m, 500), coarse.inwoners, strict=True):
        inside = fine.inwoners[block == key]
        shortage = value - inside.sum()
        added += shortage if shortage > 2 * 1.44 * np.sqrt(inside.size + 1) else 0
    assert report.inwoners_toegevoegd == added > 0


def street_grid() -> Roads:
    """Residential streets from west to east through every row of squares; the real ones are no part of these files."""
    north = np.arange(430_050.0, 460_000.0, 100.0)
    nodes = [(x, float(y)) for y in north for x in (60_000.0, 110_000.0)]
    roads = make_roads(nodes, [(2 * row, 2 * row + 1) for row in range(north.size)])
    return replace(roads, road_class=np.full(north.size, ROAD_CLASS_INDEX["residential"], dtype=np.uint8))


def filled(shared_data: Path, *, has_buurten: bool = False) -> Completed:
    folder = shared_data / "rijnmond"
    larger = Larger(
        fill=read_population(folder / VK500),
        areas_with_inwoners=read_population(folder / BUURTEN) if has_buurten else None,
        facts=read_facts(folder / BUURTEN) if has_buurten else (),
    )
    population = read_population(folder / VK100)
    return complete_population(population, larger, street_grid(), areas=Areas((), ()), is_kept=False)


def test_filled_squares_add_up_and_none_is_negative(shared_data: Path) -> None:
    population = filled(shared_data).population
    assert population.inwoners.sum() == pytest.approx(824_950, abs=1e-6)
    assert population.inwoners.min() > 0
    assert len(set(population.ids)) == population.ids.size
    # Every square of 500 m holds what its own file says.
    coarse = read_cbs(shared_data / "rijnmond" / VK500)
    block = coarse_keys(square_keys(population.x_m, population.y_m, 100))
    keys, inverse = np.unique(block, return_inverse=True)
    sums = dict(zip(keys.tolist(), np.bincount(inverse, weights=population.inwoners).tolist(), strict=True))
    own = [sums[int(key)] for key in square_keys(coarse.x_m, coarse.y_m, 500)]
    np.testing.assert_allclose(own, coarse.inwoners, rtol=0, atol=1e-6)


def test_the_five_age_groups_of_every_filled_square_are_its_total(shared_data: Path) -> None:
    population = filled(shared_data).population
    np.testing.assert_allclose(population.groups.sum(axis=1), population.inwoners, rtol=0, atol=1e-9)
    assert (population.groups >= 0).all()


def test_filled_people_stand_somewhere(shared_data: Path) -> None:
    population = filled(shared_data).population
    demand = place_people(population, street_grid())
    np.testing.assert_allclose(
        np.bincount(demand.square, weights=demand.inwoners), population.inwoners, rtol=0, atol=1e-9
    )


def test_buurten_add_only_where_no_square_of_500_m_has_a_value(shared_data: Path) -> None:
    with_buurten, without = filled(shared_data, has_buurten=True).population, filled(shared_data).population
    extra = ~np.isin(with_buurten.ids, without.ids)
    assert with_buurten.inwoners[extra].max() <= 4
    coarse = read_cbs(shared_data / "rijnmond" / VK500)
    blocks = coarse_keys(square_keys(with_buurten.x_m[extra], with_buurten.y_m[extra], 100))
    assert not np.isin(blocks, square_keys(coarse.x_m, coarse.y_m, 500)).any()
    np.testing.assert_allclose(with_buurten.inwoners[~extra], without.inwoners)


def test_facts_follow_from_the_buurten(shared_data: Path) -> None:
    facts = {fact.gemeente: fact for fact in read_facts(shared_data / "rijnmond" / BUURTEN)}
    assert len(facts) == 8
    buurten = read_population(shared_data / "rijnmond" / BUURTEN)
    assert sum(fact.inwoners or 0 for fact in facts.values()) == buurten.inwoners.sum()
    # Nobody here lives further than 6 km from a library on average, and nobody on its steps.
    assert all(fact.library_km is not None and 0.5 < fact.library_km < 6 for fact in facts.values())
    assert buurten.shapes is not None
    assert shapely.is_valid(buurten.shapes).all()


def test_the_command_line_tells_the_same(shared_data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = shared_data / "rijnmond"
    found = answer(capsys, "gegevens", "controleer", str(folder / VK100), "--aanvullen", str(folder / VK500))
    assert found["inwoners_aangevuld"] == 824_950
    assert found["aandeel_geschat"] == found["inwoners_toegevoegd"] / 824_950
    code, out, _ = run(capsys, "gegevens", "controleer", str(folder / VK100), "--aanvullen", str(folder / VK500))
    assert code == 0
    assert "824.950" in out
