"""Facts per gemeente from wijken en buurten, StatLine and our own table."""

from collections.abc import Sequence
from pathlib import Path

import pytest
import shapely

from spreiding.io.people.facts import read_facts
from tests.io.files import EAST, NORTH, kinds_of, write_layer

Columns = dict[str, Sequence[object]]
SQUARE = shapely.box(EAST, NORTH, EAST + 100, NORTH + 100)
AGES = tuple(
    f"percentage_personen_{part}"
    for part in ("0_tot_15_jaar", "15_tot_25_jaar", "25_tot_45_jaar", "45_tot_65_jaar", "65_jaar_en_ouder")
)
LIBRARY = "bibliotheek_gemiddelde_afstand_in_km"


def test_a_layer_of_gemeenten_is_read_as_it_stands(tmp_path: Path) -> None:
    shares: Columns = dict(zip(AGES, ([10, 15], [10, 10], [20, 25], [30, 25], [30, 24]), strict=True))
    columns: Columns = {
        "gemeentecode": ["GM0166", "GM0109"],
        "aantal_inwoners": [56_000, -99997],
        **shares,
    }
    path = write_layer(tmp_path / "gemeenten_2024.gpkg", {**columns, LIBRARY: [2.3, -99995.0]}, [SQUARE] * 2)
    coevorden, kampen = read_facts(path)
    assert (kampen.gemeente, kampen.inwoners, kampen.library_km, kampen.year) == ("GM0166", 56_000, 2.3, 2024)
    assert kampen.age_shares == (0.1, 0.1, 0.2, 0.3, 0.3)
    assert kampen.bron == "gemeenten_2024.gpkg"
    assert (coevorden.gemeente, coevorden.inwoners, coevorden.library_km) == ("GM0109", None, None)
    # Rounded percentages that add up to 99 are shares of 99.
    assert coevorden.age_shares == pytest.approx([15 / 99, 10 / 99, 25 / 99, 25 / 99, 24 / 99])


def test_buurten_are_added_up_and_weighted_by_their_inhabitants(tmp_path: Path) -> None:
    shares: Columns = dict(zip(AGES, ([0, 40, 9], [0, 0, 9], [0, 0, 9], [0, 0, 9], [100, 60, 9]), strict=True))
    columns: Columns = {
        "buurtcode": ["BU1", "BU2", "BU3"],
        "gemeentecode": ["GM0166"] * 3,
        "water": ["NEE", "NEE", "JA"],
        "aantal_inwoners": [300, 100, 999],
        **shares,
        LIBRARY: [2.0, -99997.0, 9.0],
    }
    (kampen,) = read_facts(write_layer(tmp_path / "a.gpkg", columns, [SQUARE] * 3))
    # 100 of 400 persons live where 40% is young: 10%. Only the first buurt knows its distance.
    assert (kampen.inwoners, kampen.library_km) == (400, 2.0)
    assert kampen.age_shares == pytest.approx([0.1, 0, 0, 0, 0.9])


def test_a_table_of_statline_is_matched_by_the_beginning_of_its_columns(tmp_path: Path) -> None:
    path = tmp_path / "86134NED.csv"
    path.write_text(
        '"ID";"WijkenEnBuurten";"AantalInwoners_5";"AfstandTotBibliotheek_107"\n'
        '0;"NL00      ";17900000;2,0\n1;"GM0166    ";56177;"       2.3"\n2;"BU01660000";1200;       .\n'
        '3;"GM0109    ";35725;       .\n',
        encoding="utf-8",
    )
    facts = read_facts(path)
    assert [(each.gemeente, each.inwoners, each.library_km, each.year) for each in facts] == [
        ("GM0109", 35_725, None, 2024),
        ("GM0166", 56_177, 2.3, 2024),
    ]


def test_the_facts_of_the_example_are_read() -> None:
    facts = read_facts(Path(__file__).parents[2] / "data" / "feiten" / "gemeenten_drenthe.csv")
    assen = facts[0]
    # First row of the table: 69,701 inwoners in 2024; 15, 12, 24, 28 and 22% make 101; 3.0 km.
    assert (len(facts), assen.gemeente, assen.inwoners, assen.year, assen.library_km) == (12, "GM0106", 69_701, 2024, 3)
    assert assen.age_shares == pytest.approx([15 / 101, 12 / 101, 24 / 101, 28 / 101, 22 / 101])


def test_thousands_with_a_point_are_not_read_as_decimals(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("gemeentecode;aantal_inwoners\nGM0166;56.177\n", encoding="utf-8")
    assert kinds_of(lambda: read_facts(path)) == ["thousands_point"]


def test_a_file_without_facts_is_refused(tmp_path: Path) -> None:
    without_figures = write_layer(tmp_path / "a.gpkg", {"gemeentecode": ["GM0166"]}, [SQUARE])
    without_gemeenten = tmp_path / "b.csv"
    without_gemeenten.write_text("WijkenEnBuurten;AantalInwoners_5\nNL00;17900000\n", encoding="utf-8")
    assert kinds_of(lambda: read_facts(without_figures)) == ["no_facts"]
    assert kinds_of(lambda: read_facts(without_gemeenten)) == ["no_facts"]
