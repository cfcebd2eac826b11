"""A region whose squares are filled from larger ones: who is added, where they stand, and what is told of it."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pytest
import shapely

from spreiding.io.inputs import RegionInputs
from spreiding.io.people.cbs import CBS_100, CBS_500
from spreiding.io.people.squares import read_squares
from spreiding.io.people.totals import AreaTotals
from spreiding.io.regio import build_region, inputs_fingerprint
from spreiding.region import Region
from spreiding.tables import CBS_AGE_COLUMNS
from tests.io.files import EAST, NORTH, cbs_id, kinds_of, write_areas, write_cbs, write_layer, write_osm
from tests.test_cli import answer

Square = tuple[int, int, float]
Columns = dict[str, Sequence[object]]
MISSING = -99997.0


def write_street(path: Path) -> Path:
    """Write a residential street of 2 km from west to east, 50 m north of the corner."""
    return write_osm(path, {1: (0.0, 50.0), 2: (2000.0, 50.0)}, [([1, 2], {"highway": "residential"})])


def build(folder: Path, fine: Sequence[Square], coarse: Sequence[Square] | None = None, /, **others: object) -> Region:
    """Build a region along the street from squares of 100 m and 500 m."""
    files: dict[str, object] = {
        "name": "Straat",
        "population": write_cbs(folder / "vk100.gpkg", fine),
        "roads": write_street(folder / "straat.osm"),
        "fill": None if coarse is None else write_cbs(folder / "vk500.gpkg", coarse, size_m=500),
    }
    return build_region(RegionInputs.model_validate(files | others), on_progress=lambda _step, _share: None)


def persons(region: Region) -> dict[str, float]:
    return {
        str(name): round(float(value), 9)
        for name, value in zip(region.squares.ids, region.squares.inwoners, strict=True)
    }


def name(east: int, north: int = 0) -> str:
    return cbs_id(EAST + east, NORTH + north)


def test_a_shortage_lives_along_the_street_in_squares_that_the_file_lacks(tmp_path: Path) -> None:
    # 30 of 50 persons are in the file (n = 2, rounding explains 5); the street runs 100 m through each of the squares
    # (0, 0) … (4, 0), of which (0, 0) is in the file and (1, 0) is kept secret: 20 persons over three squares.
    fine = [(0, 0, 20.0), (0, 400, 10.0), (100, 0, MISSING)]
    region = build(tmp_path, fine, [(0, 0, 50.0)])
    expected = 20 / 3
    assert persons(region) == {
        name(0): 20,
        name(0, 400): 10,
        **{name(east): pytest.approx(expected) for east in (200, 300, 400)},
    }
    manifest = region.manifest
    assert manifest.inwoners == pytest.approx(50)
    assert manifest.inwoners_estimated == pytest.approx(20)
    assert (manifest.n_missing, manifest.n_squares, manifest.inwoners_unplaced) == (1, 5, 0)
    assert {bron.role: bron.n_rows for bron in manifest.bronnen}["aanvulling"] == 1
    # The new ones stand on the street, the known ones in the middle of their square.
    is_new = region.squares.estimated[region.demand.square] > 0
    np.testing.assert_allclose(region.demand.y_m[is_new], NORTH + 50, atol=0.01)
    assert region.demand.inwoners[is_new].sum() == pytest.approx(20)
    assert sorted(region.demand.y_m[~is_new].tolist()) == [NORTH + 50, NORTH + 450]


def test_ages_of_new_squares_are_those_of_the_500_m_square(tmp_path: Path) -> None:
    fine = write_cbs(tmp_path / "a.gpkg", [(0, 0, 20)], extra=dict(zip(CBS_AGE_COLUMNS, [[4]] * 5, strict=True)))
    coarse = write_cbs(
        tmp_path / "b.gpkg",
        [(0, 0, 60)],
        size_m=500,
        extra=dict(zip(CBS_AGE_COLUMNS, [[30], [15], [MISSING], [MISSING], [15]], strict=True)),
    )
    region = build(tmp_path, [(0, 0, 1)], population=fine, fill=coarse)
    known = region.squares.ids == name(0)
    # The square that is known keeps its five of four; the others take 30, 15, 0, 0, 15 of 60.
    assert region.squares.groups[known].tolist() == [[4] * 5]
    assert region.squares.is_groups_estimated.tolist() == (~known).tolist()
    np.testing.assert_allclose(
        region.squares.groups[~known] / region.squares.inwoners[~known, None],
        np.tile([0.5, 0.25, 0, 0, 0.25], (int((~known).sum()), 1)),
    )


def test_without_500_m_squares_the_ages_of_the_gemeente_fill_in(tmp_path: Path) -> None:
    # Two gemeenten; facts tell the ages of the first, those of the second follow from its own complete square.
    rows = [(0, 0, 20.0), (1000, 0, 30.0), (1100, 0, 50.0)]
    groups = [[MISSING, MISSING, MISSING], *([MISSING, 6, MISSING] for _ in range(4))]
    groups[0] = [MISSING, 6, MISSING]
    fine = write_cbs(tmp_path / "a.gpkg", rows, extra=dict(zip(CBS_AGE_COLUMNS, groups, strict=True)))
    facts = tmp_path / "feiten.csv"
    facts.write_text(
        "gemeentecode,inwoners_2024,pct_0_15,pct_15_25,pct_25_45,pct_45_65,pct_65_plus\nGM0001,20,50,20,10,10,10\n",
        encoding="utf-8",
    )
    boxes = {("GM0001", "West"): (-100.0, -100.0, 600.0, 600.0), ("GM0002", "Oost"): (600.0, -100.0, 2000.0, 600.0)}
    gemeenten = write_areas(tmp_path / "g.geojson", boxes)
    region = build(tmp_path, [(0, 0, 1)], population=fine, totals=facts, gemeenten=gemeenten)
    np.testing.assert_allclose(region.squares.groups, [[10, 4, 2, 2, 2], [6] * 5, [10] * 5])
    assert region.squares.is_groups_estimated.tolist() == [True, False, True]
    assert [(fact.gemeente, fact.inwoners) for fact in region.facts] == [("GM0001", 20)]


def test_without_any_age_in_any_source_groups_stay_unknown(tmp_path: Path) -> None:
    region = build(tmp_path, [(0, 0, 20)], [(0, 0, 40)])
    assert np.isnan(region.squares.groups).all()
    assert not region.squares.is_groups_estimated.any()


def write_buurt(path: Path, inwoners: float, *, size_m: int = 1000) -> Path:
    """Write a buurt of one square kilometre around the street."""
    columns: Columns = {"buurtcode": ["BU1"], "aantal_inwoners": [inwoners]}
    return write_layer(path, columns, [shapely.box(EAST, NORTH, EAST + size_m, NORTH + size_m)])


def test_the_shortage_of_a_buurt_is_placed_only_where_no_500_m_square_rules(tmp_path: Path) -> None:
    # The buurt is a square kilometre: its western 500 m square has a value, the eastern one has none, so of the 60
    # persons that are missing 4 each go to the five squares along the street in the east, 40 find no place.
    fine, coarse = [(0, 0, 100.0), (900, 900, 10.0)], [(0, 0, 100.0)]
    region = build(tmp_path, fine, coarse, totals=write_buurt(tmp_path / "b.gpkg", 170))
    assert persons(region) == {
        name(0): 100,
        name(900, 900): 10,
        **{name(east): 4 for east in (500, 600, 700, 800, 900)},
    }
    assert region.manifest.inwoners_estimated == pytest.approx(20)
    assert region.manifest.inwoners_unplaced == pytest.approx(40)


def test_what_rounding_explains_of_a_buurt_is_left_alone(tmp_path: Path) -> None:
    # Two squares: 2 · 1.44 · √3 = 4.99 persons; 4 too few are rounding, 5 are not.
    fine = [(0, 0, 100.0), (900, 900, 10.0)]
    for inwoners, added in ((114, 0), (115, 5)):
        region = build(tmp_path, fine, totals=write_buurt(tmp_path / f"b{inwoners}.gpkg", inwoners))
        assert region.manifest.inwoners_estimated == pytest.approx(added)
        assert region.manifest.inwoners_unplaced == 0


def test_squares_across_a_boundary_count_for_both_sides(tmp_path: Path) -> None:
    # The buurt ends at 940 m: the square from 900 to 1000 m lies across its border with its centre outside. Its 40
    # persons may be those that the buurt misses; of 50, ten are not.
    fine = [(0, 0, 100.0), (900, 900, 40.0)]
    region = build(tmp_path, fine, totals=write_buurt(tmp_path / "b.gpkg", 140, size_m=940))
    assert (region.manifest.inwoners_estimated, region.manifest.inwoners_unplaced) == (0, 0)
    region = build(tmp_path, fine, totals=write_buurt(tmp_path / "c.gpkg", 150, size_m=940))
    assert region.manifest.inwoners_estimated == pytest.approx(10)


def test_a_buurt_that_reaches_outside_the_squares_is_not_compared(tmp_path: Path) -> None:
    region = build(tmp_path, [(0, 0, 100)], totals=write_buurt(tmp_path / "b.gpkg", 900))
    assert (region.manifest.inwoners_estimated, region.manifest.inwoners_unplaced) == (0, 0)
    totals = AreaTotals(np.array([shapely.box(0, 0, 10, 10), shapely.box(5, 0, 15, 10)]), np.array([1.0, 2.0]))
    assert totals.within((0, 0, 10, 10)).inwoners.tolist() == [1]


GEMEENTEN: Mapping[tuple[str, str], tuple[float, float, float, float]] = {
    ("GM0001", "West"): (-300.0, -100.0, 1250.0, 600.0),
    ("GM0002", "Oost"): (1250.0, -100.0, 2000.0, 600.0),
}


def test_only_the_chosen_gemeente_stays_and_its_border_is_filled_from_both_sides(tmp_path: Path) -> None:
    # The 500 m square from 1000 m holds 20 persons in the west, 40 in the east, and 20 more to place on three free
    # squares along the street: one each at 1100, 1200 (its centre on the border: west) and 1300 m.
    fine = [(0, 0, 10.0), (1000, 0, 20.0), (1400, 0, 40.0), (1800, 0, 70.0), (100, 0, MISSING), (1900, 0, MISSING)]
    coarse = [(1000, 0, 80.0)]
    gemeenten = write_areas(tmp_path / "g.geojson", GEMEENTEN)
    region = build(tmp_path, fine, coarse, gemeenten=gemeenten, keep=("west",))
    found = persons(region)
    assert found.pop(name(0)) == 10
    assert found.pop(name(1000)) == 20
    assert set(found) <= {name(1100), name(1200)}
    assert found[name(1100)] == pytest.approx(20 / 3)
    assert [gemeente.name for gemeente in region.gemeenten] == ["West"]
    # Of six rows two are inhabited and one is secret in the west; three lie in the east.
    assert (region.manifest.n_missing, region.manifest.n_dropped) == (1, 3)


def test_the_choice_of_gemeenten_is_part_of_the_fingerprint(tmp_path: Path) -> None:
    build(tmp_path, [(0, 0, 10)])
    inputs = RegionInputs(
        name="Straat",
        population=tmp_path / "vk100.gpkg",
        roads=tmp_path / "straat.osm",
        gemeenten=write_areas(tmp_path / "g.geojson", GEMEENTEN),
    )
    prints = {inputs_fingerprint(inputs.model_copy(update={"keep": keep})) for keep in ((), ("West",), ("Oost",))}
    assert len(prints) == 3


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ({"keep": ("West",)}, "keep_without_areas"),
        ({"fill": "vk100.gpkg"}, "fill_needs_squares"),
        ({"fill": "weg.gpkg"}, "file_not_found"),
        ({"totals": "weg.gpkg"}, "file_not_found"),
        ({"totals": "vk100.gpkg"}, "no_facts"),
        ({"gemeenten": "g.geojson", "keep": ("Zuid",)}, "unknown_area"),
        ({"gemeenten": "g.geojson", "keep": ("Oost",)}, "nobody_in_gemeenten"),
    ],
)
def test_files_that_do_not_fit_are_named(tmp_path: Path, change: dict[str, object], kind: str) -> None:
    write_areas(tmp_path / "g.geojson", GEMEENTEN)
    paths = {key: value if key == "keep" else tmp_path / str(value) for key, value in change.items()}
    assert kinds_of(lambda: build(tmp_path, [(0, 0, 10)], None, **paths)) == [kind]


def test_squares_that_were_clipped_are_not_filled_with_the_rest_of_the_country(tmp_path: Path) -> None:
    # The 500 m square beside the only one of 100 m holds 300 persons, and 25 absent squares at most 100.
    assert kinds_of(lambda: build(tmp_path, [(0, 0, 20.0)], [(0, 0, 20.0), (500, 0, 300.0)])) == ["fill_elsewhere"]


def test_the_readers_tell_squares_of_both_sizes_apart(tmp_path: Path) -> None:
    path = write_cbs(tmp_path / "a.gpkg", [(0, 0, 10)], size_m=500)
    assert kinds_of(lambda: read_squares(path, (CBS_100,))) == ["missing_one_of"]
    assert read_squares(path, (CBS_500,)).source == "cbs500"


def test_the_command_line_builds_a_filled_region_of_one_gemeente(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    # As above: 20 of 50 persons are placed along the street, all in the west; the east has a square of its own.
    paths = {
        "--inwoners": write_cbs(tmp_path / "vk100.gpkg", [(0, 0, 30), (1800, 0, 70)]),
        "--aanvullen": write_cbs(tmp_path / "vk500.gpkg", [(0, 0, 50)], size_m=500),
        "--totalen": write_buurt(tmp_path / "b.gpkg", 50, size_m=900),
        "--wegen": write_street(tmp_path / "straat.osm"),
        "--gemeenten": write_areas(tmp_path / "g.geojson", GEMEENTEN),
        "--uit": tmp_path / "regio",
    }
    options = [part for option, path in paths.items() for part in (option, str(path))]
    found = answer(capsys, "regio", "bouw", "--naam", "West", "--gemeente", "West", *options)
    assert found["inwoners"] == pytest.approx(50)
    assert found["inwoners_geschat"] == pytest.approx(20)
    assert found["n_weggelaten"] == 1
    assert {bron["rol"] for bron in found["bronnen"]} == {"inwoners", "wegen", "aanvulling", "totalen", "gemeenten"}
