"""The command `spreiding kosten`: the bill as text, as JSON and in Excel."""

from decimal import Decimal
from pathlib import Path

import pytest
import python_calamine

from tests.test_cli import answer, run

MIDDEN_DRENTHE = ("kosten", "--gemeente", "Midden-Drenthe")
HOUSING = 'bron = "begroting"\neur_per_m2 = { zelfstandig = "100", mfa = "100", school = "100", dorpshuis = "100" }\n'
ACCOUNT = '[[accounts]]\ngemeente = "GM1731"\n'


def test_the_bill_of_midden_drenthe_names_each_line_and_adds_up(capsys: pytest.CaptureFixture[str]) -> None:
    found = answer(capsys, *MIDDEN_DRENTHE)
    (area,) = found["gemeenten"]
    bill = area["scenario"]
    # 912,597.79: derived line by line in tests/unit/test_billing.py.
    assert bill["totaal_eur_per_jaar"] == 912_597.79
    assert sum(Decimal(str(line["bedrag_eur"])) for line in bill["regels"]) == Decimal("912597.79")
    assert bill["eur_per_inwoner"] == 26.77
    # 157,253 of 912,597.79.
    assert bill["van_elke_100_eur_door_vestigingen"] == 17.23
    assert bill["exclusief_huisvesting"] is True
    assert (bill["huisvesting_eur_per_jaar"], bill["subsidie_nu_eur_per_jaar"]) == (None, None)
    assert (found["prijspeil"], area["verschil_eur_per_jaar"]) == (2025, 0)


def test_the_text_names_price_year_source_and_what_hangs_on_branches(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, *MIDDEN_DRENTHE, "--scenario", "spreidingsplan")
    assert code == 0
    assert "Prijspeil 2025, exclusief indexering. Bron: Activiteitencatalogus 2025" in out
    assert "Onderhoud collectie" in out
    assert "34.092 ×" in out
    assert "€\u00a0-47.558,00" in out
    # Two of three larger branches less: 109,695 of 865,039.79.
    assert "Van elke € 100 hangt €\u00a012,68 af van aantal en soort vestigingen" in out
    assert "Exclusief huisvesting" in out
    assert "Samen" not in out


def test_without_a_gemeente_all_twelve_and_their_sum_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "kosten")
    assert code == 0
    assert "Samen, 12 gemeenten" in out
    assert "Hier is geen enkel tarief bekend." in out
    assert "in Assen: de tarieven van de activiteitencatalogus gelden daar niet." in out


def test_several_gemeenten_come_by_name_or_code(capsys: pytest.CaptureFixture[str]) -> None:
    found = answer(capsys, "kosten", "--gemeente", "gm1731", "--gemeente", "Meppel")
    assert [area["naam"] for area in found["gemeenten"]] == ["Meppel", "Midden-Drenthe"]


def test_what_is_on_quote_or_not_counted_is_told_by_the_name_of_the_service(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    bought = 'purchases = [{ service = "dbos-vo", tariff = "dbos-vo" }, { service = "dbos-po", tariff = "leerling" }]'
    path = tmp_path / "afname.toml"
    path.write_text(ACCOUNT + 'subsidy_eur = "700000"\nsubsidy_bron = "begroting"\n' + bought, encoding="utf-8")
    code, out, _ = run(capsys, *MIDDEN_DRENTHE, "--afname", str(path))
    assert code == 0
    assert "De Bibliotheek op school, voortgezet onderwijs in Midden-Drenthe: de catalogus noemt geen bedrag" in out
    assert "De Bibliotheek op school, primair onderwijs in Midden-Drenthe: het aantal is onbekend" in out
    # 157,253 + 512,743.68 of branches and inwoners is not all: how it lies beside 700,000 of subsidy nobody can tell.
    assert "€\u00a0-30.003,32" not in out
    assert "De rekening is onvolledig" in out


def test_housing_of_a_file_counts_in_the_bill_and_in_the_search(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "huisvesting.toml"
    path.write_text(HOUSING + 'm2 = { middelgroot = "800", klein = "350", servicepunt = "100" }', encoding="utf-8")
    bill = answer(capsys, *MIDDEN_DRENTHE, "--huisvesting", str(path))["gemeenten"][0]["scenario"]
    lines = [line for line in bill["regels"] if line["soort"] == "huisvesting"]
    assert lines
    assert all(line["bedrag_eur"] == 100 * line["aantal"] for line in lines)
    assert bill["huisvesting_eur_per_jaar"] == sum(line["bedrag_eur"] for line in lines)
    with_housing = answer(capsys, "evalueer", "--huisvesting", str(path))
    (area,) = [each for each in with_housing["gemeenten"] if each["naam"] == "Midden-Drenthe"]
    assert area["kosten_vestigingen_eur_per_jaar"] == pytest.approx(157_253 + bill["huisvesting_eur_per_jaar"])


def test_a_price_that_holds_for_no_branch_is_told_apart_from_no_price(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "huisvesting.toml"
    path.write_text('bron = "begroting"\neur_per_m2 = { zorgcentrum = "100" }', encoding="utf-8")
    code, out, _ = run(capsys, *MIDDEN_DRENTHE, "--huisvesting", str(path))
    assert code == 0
    assert "de ingevulde prijs per m² geldt hier voor geen enkele vestiging" in out
    assert "Bibliotheek Beilen (Midden-Drenthe): van de huisvesting ontbreekt" in out


def test_the_workbook_holds_the_bill_to_the_cent(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "kosten.xlsx"
    found = answer(capsys, "kosten", "--scenario", "spreidingsplan", "--xlsx", str(path))
    book = python_calamine.CalamineWorkbook.from_path(path)
    assert book.sheet_names == ["Samenvatting", *(area["naam"] for area in found["gemeenten"])]
    (area,) = [each for each in found["gemeenten"] if each["naam"] == "Midden-Drenthe"]
    rows = book.get_sheet_by_name("Midden-Drenthe").to_python()
    amounts = {row[0]: row[5] for row in rows if len(row) > 5}
    for line in area["scenario"]["regels"]:
        assert amounts[line["omschrijving"]] == line["bedrag_eur"]
    assert amounts["Totaal per jaar"] == area["scenario"]["totaal_eur_per_jaar"]
    assert [row[8] for row in rows if row[0] == "Totaal per jaar"] == [area["verschil_eur_per_jaar"]]
    head = "\n".join(str(row[0]) for row in rows[:8])
    assert "Scenario: Spreidingsplan" in head
    assert "Prijspeil 2025" in head
    assert "Voorbeeldgegevens" in head
    assert f"klaargezet op {found['gegevens_van'][:10]}" in head
    assert "Exclusief huisvesting" in head
    summary = book.get_sheet_by_name("Samenvatting").to_python()
    assert any("in Assen: de tarieven" in str(row[0]) for row in summary)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--gemeente", "Parijs"], "ligt niet in deze regio"),
        (["--scenario", "weg"], "weg"),
        (["--afname", "weg.toml"], "weg.toml"),
        (["--huisvesting", "weg.toml"], "weg.toml"),
        (["--xlsx", "weg/kosten.xlsx"], "kan niet worden geschreven"),
    ],
)
def test_what_cannot_be_used_is_one_sentence_and_exit_code_2(
    capsys: pytest.CaptureFixture[str], arguments: list[str], words: str
) -> None:
    code, out, err = run(capsys, "kosten", *arguments)
    assert (code, out) == (2, "")
    assert words in err


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (ACCOUNT + 'quantities = { leerling = { value = "-3", bron = "x" } }', ">= 0"),
        (ACCOUNT + 'purchases = [{ service = "boekenboot", tariff = "vaart" }]', "boekenboot"),
    ],
)
def test_a_negative_quantity_or_an_unknown_service_computes_nothing(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, text: str, words: str
) -> None:
    path = tmp_path / "afname.toml"
    path.write_text(text, encoding="utf-8")
    code, out, err = run(capsys, *MIDDEN_DRENTHE, "--afname", str(path))
    assert (code, out) == (2, "")
    assert words in err


# --- several years, who pays, and use ---

PLAN = (*MIDDEN_DRENTHE, "--scenario", "spreidingsplan", "--jaren", "2026-2029")
ONE_OFFS = """
[years]
n_years = 4
discount_rate = "0"
[transitions]
price_year = 2025
afbouw_months = 12
write_off_years = 10
write_off_rate = "0"
converting_eur = { servicepunt = "10000" }
closing = { klein = { friction_months = 0 } }
[[covers]]
gemeente = "GM1731"
source = "provincie"
name = "spreidingsbudget"
eur_per_year = "50000"
bron = "proef"
[herkomst]
n_years = { label = "aanname", bron = "proef" }
discount_rate = { label = "aanname", bron = "proef" }
afbouw_months = { label = "aanname", bron = "proef" }
write_off_years = { label = "aanname", bron = "proef" }
write_off_rate = { label = "aanname", bron = "proef" }
converting_eur = { label = "aanname", bron = "proef" }
closing = { label = "aanname", bron = "proef" }
"""


@pytest.fixture
def one_offs(tmp_path: Path) -> str:
    """A file without interest, with a price for every change of the spreidingsplan and a provincie that pays."""
    path = tmp_path / "meerjaren.toml"
    path.write_text(ONE_OFFS, encoding="utf-8")
    return str(path)


def test_a_saving_waits_for_the_afbouwtermijn_and_the_change_is_paid_once(
    capsys: pytest.CaptureFixture[str], one_offs: str
) -> None:
    (area,) = answer(capsys, *PLAN, "--meerjaren", one_offs)["gemeenten"]
    years = area["meerjaren"]["jaren"]
    # Twelve months as it is now, 912,597.79, and two conversions of 10,000; then 47,558 less.
    assert [year["totaal_eur"] for year in years] == [932_597.79, 865_039.79, 865_039.79, 865_039.79]
    assert [year["eenmalig_eur"] for year in years] == [20_000, 0, 0, 0]
    # Without interest: 20,000 − 3 · 47,558.
    assert area["meerjaren"]["contante_waarde_verschil_eur"] == -122_674
    assert area["meerjaren"]["contante_waarde_structureel_eur"] == -142_674
    # The rijk pays IDO (34,092 · 0.83 = 28,296.36) and the provincie 50,000.
    assert years[0]["dekking_eur"] == {"provincie": 50_000, "rijk": 28_296.36}
    assert years[1]["nog_te_dekken_eur"] == 786_743.43


def test_a_change_that_starts_later_costs_later(capsys: pytest.CaptureFixture[str], one_offs: str) -> None:
    later = (*PLAN, "--meerjaren", one_offs, "--start", "Bibliotheek Smilde=2028")
    (area,) = answer(capsys, *later)["gemeenten"]
    assert [year["eenmalig_eur"] for year in area["meerjaren"]["jaren"]] == [10_000, 0, 10_000, 0]


def test_the_open_end_is_told_for_a_source_that_ends(capsys: pytest.CaptureFixture[str], one_offs: str) -> None:
    (area,) = answer(capsys, *PLAN, "--meerjaren", one_offs, "--stopt", "provincie=2028")["gemeenten"]
    (ending,) = area["meerjaren"]["als_een_bron_stopt"]
    before = [year["nog_te_dekken_eur"] for year in area["meerjaren"]["jaren"]]
    after = [year["nog_te_dekken_eur"] for year in ending["jaren"]]
    assert [round(then - now, 2) for then, now in zip(after, before, strict=True)] == [0, 0, 50_000, 50_000]


def test_without_amounts_for_the_changes_they_are_named_and_never_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, *PLAN, "--indexering", "2,5")
    assert code == 0
    assert "Bibliotheek Smilde, ombouw: het bedrag is niet ingevuld." in out
    assert "zonder de eenmalige bedragen, want die zijn niet allemaal bekend" in out
    assert "prijspeil 2025, elk jaar met 2,5% geïndexeerd." in out
    # 176,887.75 · 1.025 one year after the price year.
    assert "€\u00a0181.310" in out


def test_the_years_stand_in_the_workbook_as_in_the_answer(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, one_offs: str
) -> None:
    path = tmp_path / "kosten.xlsx"
    (area,) = answer(capsys, *PLAN, "--meerjaren", one_offs, "--xlsx", str(path))["gemeenten"]
    book = python_calamine.CalamineWorkbook.from_path(path)
    assert book.sheet_names == ["Samenvatting", "Midden-Drenthe", "Jaren Midden-Drenthe"]
    rows = book.get_sheet_by_name("Jaren Midden-Drenthe").to_python()
    head = next(row for row in rows if row[0] == "Jaar")
    found = {row[0]: dict(zip(head, row, strict=True)) for row in rows if str(row[0]).isdigit()}
    for year in area["meerjaren"]["jaren"]:
        assert found[str(year["jaar"])]["Totaal"] == year["totaal_eur"]
        assert found[str(year["jaar"])]["Nog te dekken"] == year["nog_te_dekken_eur"]


def test_use_is_told_as_a_model_that_reproduces_the_figures_of_2024(capsys: pytest.CaptureFixture[str]) -> None:
    (area,) = answer(capsys, *MIDDEN_DRENTHE, "--gebruik")["gemeenten"]
    use = area["gebruik"]
    assert use["soort"] == "model"
    # Jaarbericht 2024: 69,942 visits, 4,563 youth; each branch is rounded to whole persons.
    assert sum(branch["bezoeken"] for branch in use["vestigingen"]) == pytest.approx(69_942, abs=2)
    assert sum(branch["jeugdleden"] for branch in use["vestigingen"]) == pytest.approx(4_563, abs=2)
    beilen = next(branch for branch in use["vestigingen"] if "Beilen" in branch["naam"])
    # 71,337 + 2,688 of the branch itself.
    assert beilen["eur_per_bezoek"] == pytest.approx(74_025 / beilen["bezoeken"], abs=0.01)
    assert any("zonder wat de gemeente per inwoner" in line for line in use["toelichting"])


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--jaren", "morgen"], "zoals 2026-2029"),
        (["--jaren", "2029-2026"], "zoals 2026-2029"),
        (["--jaren", "1026-2099"], "'n_years' 1074"),
        (["--jaren", "2026-2029", "--indexering", "300"], "--indexering is te groot: '300'; geef hooguit 50"),
        (["--jaren", "2026-2029", "--indexering", "-3"], "negatief"),
        (["--jaren", "2026-2029", "--start", "Bibliotheek Smilde=2035"], "buiten de jaren van de raming (2026 tot"),
        (["--jaren", "2026-2029", "--start", "Atlantis=2027"], "Atlantis"),
        (["--jaren", "2026-2029", "--start", "Bibliotheek Beilen=2027"], "daar verandert niets"),
        (["--jaren", "2026-2029", "--start", "2027"], "zoals naam=2027"),
        (["--jaren", "2026-2029", "--stopt", "sponsor=2027"], "bestaat niet; kies uit gemeente, provincie"),
        (["--jaren", "2026-2029", "--stopt", "rijk=2035"], "eindigen in 2035, buiten de jaren"),
        (["--jaren", "2026-2029", "--stopt", "provincie=2027"], "Er is geen dekking van 'provincie'"),
        (["--meerjaren", "weg.toml"], "weg.toml"),
    ],
)
def test_years_that_cannot_be_are_told_and_nothing_is_computed_half(
    capsys: pytest.CaptureFixture[str], arguments: list[str], words: str
) -> None:
    code, out, err = run(capsys, *MIDDEN_DRENTHE, "--scenario", "spreidingsplan", *arguments)
    assert (code, out) == (2, "")
    assert words in err


def test_an_unknown_variant_of_the_forecast_is_refused_and_a_region_without_one_stays_as_today(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code, out, err = run(capsys, *PLAN, "--prognose", "rooskleurig")
    assert (code, out) == (2, "")
    assert "rooskleurig" in err
    (area,) = answer(capsys, *PLAN, "--prognose", "midden")["gemeenten"]
    assert any("als vandaag" in note for note in area["meerjaren"]["opmerkingen"])
