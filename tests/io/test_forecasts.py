"""Forecasts of StatLine: the answer of OData, the CSV with codes, the CSV in words, and what is wrong with others."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from spreiding.demand import Gemeente
from spreiding.forecast import at_year
from spreiding.io.inspect import Soort, inspect_file
from spreiding.io.people.forecasts import is_forecast_table, match_forecasts, read_forecasts
from tests.io.files import faults_of, kinds_of
from tests.io.test_regio import build, village

ASSEN, EMMEN = Gemeente(code="GM0106", name="Assen"), Gemeente(code="GM0114", name="Emmen")
HEADER = "RegioIndeling2021;PrognoseInterval;Leeftijd;Perioden;TotaleBevolking_1"


def odata(path: Path, *rows: Mapping[str, object]) -> Path:
    path.write_text(json.dumps({"odata.metadata": "…", "value": rows}), encoding="utf-8")
    return path


def row(region: str, interval: str, period: str, value: object, *, age: str = "10000") -> dict[str, object]:
    return {
        "ID": 0,
        "RegioIndeling2021": region,
        "PrognoseInterval": interval,
        "Leeftijd": age,
        "Perioden": period,
        "TotaleBevolking_1": value,
    }


def csv(path: Path, *lines: str, header: str = HEADER) -> Path:
    path.write_text("\n".join([header, *lines]), encoding="utf-8")
    return path


def test_the_answer_of_odata_gives_persons_with_bounds_per_gemeente_and_year(tmp_path: Path) -> None:
    path = odata(
        tmp_path / "85173NED.json",
        row("GM0106  ", "MW00000", "2030JJ00", 70.1),
        row("GM0106  ", "MOG0067", "2030JJ00", 67.0),
        row("GM0106  ", "MBG0067", "2030JJ00", 73.2),
        row("GM0106  ", "MW00000", "2040JJ00", 71),
        row("PV22    ", "MW00000", "2030JJ00", 500.0),
        row("GM0106  ", "MW00000", "2030JJ00", 12.0, age="70200"),
        row("GM0106  ", "MOG0095", "2030JJ00", 60.0),
        row("GM0114  ", "MW00000", "2030JJ00", None),
    )
    first, second = read_forecasts(path)
    assert (first.gemeente, first.year) == ("GM0106", 2030)
    assert [first.inwoners, first.low, first.high] == pytest.approx([70_100, 67_000, 73_200])
    assert (second.year, second.inwoners, second.low, second.high) == (2040, 71_000, None, None)
    assert first.bron == "85173NED.json"


def test_the_csv_with_codes_is_the_same_table(tmp_path: Path) -> None:
    lines = [
        '1;"GM0106  ";"MW00000";"10000";"2030JJ00";"    70.1"',
        '2;"GM0106  ";"MOG0067";"10000";"2030JJ00";"    67.0"',
        '3;"GM0106  ";"MBG0067";"10000";"2030JJ00";"    73.2"',
        '4;"GM0114  ";"MW00000";"10000";"2030JJ00";"       ."',
    ]
    (found,) = read_forecasts(csv(tmp_path / "codes.csv", *lines, header=f'"ID";{HEADER}'))
    assert found.gemeente == "GM0106"
    assert [found.inwoners, found.low] == pytest.approx([70_100, 67_000])


def test_the_csv_in_words_is_matched_by_name(tmp_path: Path) -> None:
    # As the site of CBS writes it, with a line about the source at the end.
    header = "Regio-indeling 2021;Prognose(-interval);Leeftijd;Perioden;Totale bevolking (x 1 000)"
    path = csv(
        tmp_path / "woorden.csv",
        "Drenthe (PV);Prognose;Totaal;2050;499,8",
        "Assen;Prognose;Totaal;2050;71,4",
        "Assen;Ondergrens 67%-prognose-interval;Totaal;2050;66,0",
        "Assen;Bovengrens 67%-prognose-interval;Totaal;2050;77,5",
        "Emmen (gemeente);Prognose;Totaal;2050;101,2",
        "Bron: CBS",
        header=header,
    )
    found = match_forecasts(read_forecasts(path), (ASSEN, EMMEN), file=path.name)
    assert [(each.gemeente, each.inwoners) for each in found] == [("GM0106", 71_400), ("GM0114", 101_200)]
    assert (found[0].low, found[0].high) == (66_000, 77_500)


def test_an_older_table_without_interval_and_with_sexes_gives_the_total(tmp_path: Path) -> None:
    path = csv(
        tmp_path / "ouder.csv",
        "GM0106;T001038;10000;2030JJ00;70.1",
        "GM0106;3000;10000;2030JJ00;35.0",
        header="RegioS;Geslacht;Leeftijd;Perioden;Bevolking_1",
    )
    (found,) = read_forecasts(path)
    assert found.inwoners == pytest.approx(70_100)
    assert found.low is None


def test_a_gemeente_that_the_region_does_not_know_is_left_out(tmp_path: Path) -> None:
    path = csv(tmp_path / "p.csv", "GM0106;MW00000;10000;2030JJ00;70", "GM0009;MW00000;10000;2030JJ00;9")
    assert [each.gemeente for each in match_forecasts(read_forecasts(path), (ASSEN,), file="p.csv")] == ["GM0106"]


def test_a_forecast_of_elsewhere_is_refused(tmp_path: Path) -> None:
    found = read_forecasts(csv(tmp_path / "p.csv", "GM0009;MW00000;10000;2030JJ00;9"))
    assert kinds_of(lambda: match_forecasts(found, (ASSEN,), file="p.csv")) == ["forecasts_outside_region"]
    assert kinds_of(lambda: match_forecasts(found, (), file="p.csv")) == ["forecasts_outside_region"]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("GM0106;MW00000;10000;20x0JJ00;70", "bad_forecast_year"),
        ("GM0106;MW00000;10000;2030KW01;70", "bad_forecast_year"),
        ("GM0106;MW00000;10000;;70", "bad_forecast_year"),
        ("GM0106;MW00000;10000;2030JJ00;veel", "bad_forecast"),
        ("GM0106;MW00000;10000;2030JJ00;-70", "bad_forecast"),
        ("GM0106;MW00000;10000;2030JJ00;NaN", "bad_forecast"),
        ("GM0106;MW00000;10000;2030JJ00;70100", "forecast_unit"),
        ("PV22;MW00000;10000;2030JJ00;500", "empty_forecast"),
        ("GM0106;MW00000;20300;2030JJ00;5", "empty_forecast"),
    ],
)
def test_a_broken_row_has_its_sentence(tmp_path: Path, line: str, kind: str) -> None:
    path = csv(tmp_path / "p.csv", line)
    assert kinds_of(lambda: read_forecasts(path)) == [kind]


def test_all_faults_of_all_rows_are_told_together(tmp_path: Path) -> None:
    path = csv(
        tmp_path / "p.csv",
        "GM0106;MW00000;10000;2030JJ00;70",
        "GM0106;MW00000;10000;2030JJ00;71",
        "GM0106;MW00000;10000;later;71",
        "GM0114;MW00000;10000;2030JJ00;100",
        "GM0114;MOG0067;10000;2030JJ00;101",
        "GM0114;MBG0067;10000;2030JJ00;110",
    )
    faults = faults_of(lambda: read_forecasts(path))
    assert [fault.kind for fault in faults] == ["forecast_twice", "bad_forecast_year", "forecast_order"]
    assert [fault.data.get("row") for fault in faults] == [2, 3, None]


@pytest.mark.parametrize("value", ["95", "111"])
def test_a_forecast_outside_its_own_interval_is_a_fault(tmp_path: Path, value: str) -> None:
    path = csv(
        tmp_path / "p.csv",
        f"GM0114;MW00000;10000;2030JJ00;{value}",
        "GM0114;MOG0067;10000;2030JJ00;96",
        "GM0114;MBG0067;10000;2030JJ00;110",
    )
    assert kinds_of(lambda: read_forecasts(path)) == ["forecast_order"]


def test_a_table_without_its_columns_names_them(tmp_path: Path) -> None:
    path = csv(tmp_path / "p.csv", "Assen;1", header="Naam;Iets")
    (fault,) = faults_of(lambda: read_forecasts(path))
    assert fault.kind == "missing_column"
    assert fault.data["columns"] == "RegioIndeling, Perioden, TotaleBevolking"


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b'{"value": [', "unreadable_file"),
        (b'{"error": {"code": "500"}}', "wrong_file_type"),
        (b'{"value": []}', "wrong_file_type"),
        (b'{"value": [1, 2]}', "wrong_file_type"),
        (b"[]", "wrong_file_type"),
        (b"\xff\xfe{", "missing_column"),
        (b"", "empty_file"),
    ],
)
def test_what_is_no_table_is_refused(tmp_path: Path, content: bytes, kind: str) -> None:
    path = tmp_path / "p.json"
    path.write_bytes(content)
    assert kinds_of(lambda: read_forecasts(path)) == [kind]


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    assert kinds_of(lambda: read_forecasts(tmp_path / "weg.csv")) == ["file_not_found"]


def test_a_forecast_is_recognised_by_its_columns() -> None:
    assert is_forecast_table(HEADER.split(";"))
    assert not is_forecast_table(["gemeentecode", "gemeentenaam", "aantal_inwoners"])
    assert not is_forecast_table(["naam", "x_rd", "y_rd"])


def test_a_region_keeps_the_forecasts_of_its_own_gemeenten(tmp_path: Path) -> None:
    path = odata(
        tmp_path / "prognose.json",
        row("GM0001", "MW00000", "2040JJ00", 0.06),
        row("GM0001", "MOG0067", "2040JJ00", 0.05),
        row("GM0001", "MBG0067", "2040JJ00", 0.07),
        # Beyond the squares of the region, though the file of boundaries has it.
        row("GM0003", "MW00000", "2040JJ00", 9),
    )
    region = build(village(tmp_path, prognose=path))
    assert [(each.gemeente, each.year, each.low) for each in region.forecasts] == [("GM0001", 2040, 50)]
    # 30 inhabitants of West become 60; those of Oost, without a forecast, stay 10.
    assert at_year(region, 2040).squares.inwoners.tolist() == [60, 10]
    bron = next(bron for bron in region.manifest.bronnen if bron.role == "prognose")
    assert (bron.file, bron.n_rows) == ("prognose.json", 2)


def test_a_forecast_of_elsewhere_or_without_boundaries_stops_the_region(tmp_path: Path) -> None:
    path = odata(tmp_path / "prognose.json", row("GM0999", "MW00000", "2040JJ00", 5))
    assert kinds_of(lambda: build(village(tmp_path, prognose=path))) == ["forecasts_outside_region"]
    bare = village(tmp_path, prognose=path, gemeenten=None, kernen=None)
    assert kinds_of(lambda: build(bare)) == ["forecasts_outside_region"]


def test_the_answer_of_odata_is_recognised(tmp_path: Path) -> None:
    report = inspect_file(odata(tmp_path / "85173NED.json", row("GM0106", "MW00000", "2030JJ00", 70.1)))
    assert (report.soort, report.n_rijen) == (Soort.PROGNOSE, 1)
