"""`spreiding toets`: the table for people, JSON, the table for a spreadsheet, and what is refused."""

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
from shapely import box

from spreiding import review, workflow
from spreiding.domain import Kernfunctie, Modality
from spreiding.norm_answers import review_answer, review_csv
from spreiding.norms import Confirmations, CountNorm, Label, Predicate, ReachNorm
from spreiding.ui import labels
from tests.test_cli import answer, run
from tests.ui.conftest import small_region

REACH, FULL = "redelijke-afstand-over-de-weg", "volwaardige-bibliotheekvoorziening"
HERE = ("--gemeente", "Midden-Drenthe")
NORM = """
name = "Eigen"
[[norms]]
kind = "bereik"
name = "{name}"
label = "eigen keuze"
bron = "onze raad"
share = {share}
max_m = 5000
"""


def norm_file(folder: Path, *, name: str = "Dichtbij", share: str = "0.5") -> str:
    path = folder / "eigen.toml"
    path.write_text(NORM.format(name=name, share=share), encoding="utf-8")
    return str(path)


def test_a_verdict_is_a_row_of_a_table_of_a_hundred_columns(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "toets", *HERE, "--gemeente", "coevorden", "--norm", REACH, "--norm", FULL)
    assert code == 0
    assert max(map(len, out.splitlines())) <= 100
    for text in ("Midden-Drenthe", "Coevorden", "voldoet niet", "90%", "inwoners", "label", "Voorbeeldgegevens"):
        assert text.lower() in out.lower()
    # Who lives outside, how far from what.
    assert "erbuiten, gemiddeld" in out
    assert "telt niet mee: kernfuncties" in out
    assert "voldoet aan de wet" not in out


def test_not_met_is_an_answer_and_not_to_be_determined_says_why(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "toets", *HERE, "--norm", "taalhuis-per-gemeente")
    assert code == 0
    assert "niet te bepalen: de diensten (IDO, Taalhuis) van Bibliotheek" in out
    assert "zijn onbekend; vul ze in" in " ".join(out.split())


def test_the_hours_say_by_which_way_of_travelling_they_are_reached(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "toets", *HERE, "--norm", REACH, "--modaliteit", "fiets", "--norm-m", "2500")
    assert f"Uren per week binnen 2,5 km ({labels.MODALITIES[Modality.FIETS]})" in out
    _, told, _ = run(capsys, "toets", "--help")
    assert " ".join(told.split()).count("Alleen voor de uren") == 2


def test_no_word_of_the_table_is_broken_off(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, "toets", *HERE, "--norm", "informatiepunt-digitale-overheid-per-gemeente")
    assert "voorzieningen" in out
    assert max(map(len, out.splitlines())) <= 100


def test_all_figures_are_in_the_json(capsys: pytest.CaptureFixture[str]) -> None:
    found = answer(capsys, "toets", *HERE, "--norm", REACH)
    assert found["voorbeeldgegevens"] is True
    assert found["kader"]["normen"][0]["bron"].startswith("Eigen keuze")
    assert found["kader"]["normen"][0]["label"] == "eigen keuze"
    (verdict,) = found["oordelen"]
    assert verdict["gebied"] == "Midden-Drenthe"
    assert verdict["oordeel"] == "voldoet niet"
    # What is missing is what is asked, 90 % of all, minus what there is, in whole persons.
    assert verdict["tekort"] == -(-(9 * verdict["getoetst"] - 10 * verdict["waarde"]) // 10)
    assert sum(place["personen_erbuiten"] for place in verdict["erbuiten"]) == verdict["getoetst"] - verdict["waarde"]
    assert [area["naam"] for area in found["uren"]] == ["Midden-Drenthe"]
    assert found["n_scholen"] == 0
    assert len(found["fingerprint"]) == 64
    assert found["scholen_ver_weg_m"] == 3000
    further = answer(capsys, "toets", *HERE, "--norm", REACH, "--scholen-m", "4.500")
    assert further["scholen_ver_weg_m"] == 4500


def test_every_preset_is_tested_without_a_choice(capsys: pytest.CaptureFixture[str]) -> None:
    found = answer(capsys, "toets", *HERE)
    assert {norm["naam"] for norm in found["kader"]["normen"]} == {norm.name for norm in review.preset_normen().norms}
    assert not found["niet_getoetst"]


def test_the_answer_and_the_table_are_written_whole(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    target, table = tmp_path / "oordelen.json", tmp_path / "oordelen.csv"
    target.write_text("oud", encoding="utf-8")
    printed = answer(capsys, "toets", *HERE, "--norm", REACH, "--uit", str(target), "--csv", str(table))
    assert json.loads(target.read_text(encoding="utf-8")) == printed
    raw = table.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    (row,) = csv.DictReader(io.StringIO(raw.decode("utf-8-sig")), delimiter=";")
    assert row["oordeel"] == "voldoet niet"
    assert row["aandeel"].startswith("0,")
    assert {each.name for each in tmp_path.iterdir()} == {target.name, table.name}


@pytest.mark.parametrize("option", ["--uit", "--csv"])
def test_a_file_that_cannot_be_written_is_named(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, option: str
) -> None:
    code, _, err = run(capsys, "toets", *HERE, "--norm", REACH, option, str(tmp_path / "weg" / "x.json"))
    assert code == 2
    assert "x.json" in err
    assert "niet worden geschreven" in err


def test_an_own_norm_is_tested_beside_a_preset_and_asking_twice_is_once(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    asked = ("--norm", norm_file(tmp_path), "--norm", REACH, "--norm", "Redelijke afstand over de weg")
    found = answer(capsys, "toets", *HERE, *asked)
    assert [norm["naam"] for norm in found["kader"]["normen"]] == ["Dichtbij", "Redelijke afstand over de weg"]
    assert found["oordelen"][0]["oordeel"] == "voldoet"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--norm", "droom"], ["droom", REACH]),
        (["--norm", "weg.toml"], ["weg.toml"]),
        (["--gemeente", "Lutjebroek"], ["Lutjebroek", "kies uit"]),
        (["--bevestig", "geen-vestiging"], ["geen-vestiging"]),
        (["--scenario", "droom"], ["droom"]),
        (["--norm-m", "0"], ["--norm-m"]),
        (["--scholen-m", "0"], ["--scholen-m"]),
    ],
)
def test_what_is_not_there_is_one_sentence_and_exit_2(
    capsys: pytest.CaptureFixture[str], arguments: list[str], words: list[str]
) -> None:
    code, out, err = run(capsys, "toets", *arguments)
    assert code == 2
    assert not out
    assert "Traceback" not in err
    assert all(word in err for word in words)


def test_a_bad_norm_file_has_every_fault_named(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code, _, err = run(capsys, "toets", "--norm", norm_file(tmp_path, name=" ", share="1.5"))
    assert code == 2
    assert "share" in err
    assert "name" in err


def test_two_norms_of_one_name_are_a_fault_and_no_crash(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = norm_file(tmp_path, name="Redelijke afstand over de weg")
    code, _, err = run(capsys, "toets", "--norm", path, "--norm", REACH)
    assert code == 2
    assert "is van twee verschillende normen" in err


def test_what_cannot_be_tested_is_left_out_of_the_list_and_refused_when_asked(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    # The squares of the small world have no ages.
    region = small_region(is_example=False)
    monkeypatch.setattr(workflow, "open_region", lambda _name, **_: region)
    monkeypatch.setattr(workflow, "scenarios_for", lambda _region: (workflow.TODAY,))
    found = answer(capsys, "toets")
    assert any("75 jaar en ouder" in sentence for sentence in found["niet_getoetst"])
    # Six groups of one norm are one sentence.
    (own_way,) = [sentence for sentence in found["niet_getoetst"] if "Ieder op zijn eigen manier" in sentence]
    assert "'kinderen, 15 tot 25 jaar, 25 tot 45 jaar, 45 tot 65 jaar, 65 tot 75 jaar, 75 jaar en ouder'" in own_way
    assert found["oordelen"]
    code, _, err = run(capsys, "toets", "--norm", "zeven-kilometer-voor-75-plussers")
    assert code == 2
    assert "75 jaar en ouder" in err


def test_a_verdict_on_assumptions_waits_until_they_are_confirmed(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    # Nobody told the hours of the branches: those of their class are an assumption.
    region = small_region(is_example=False)
    monkeypatch.setattr(workflow, "open_region", lambda _name, **_: region)
    monkeypatch.setattr(workflow, "scenarios_for", lambda _region: (workflow.TODAY,))
    asked = ("toets", "--norm", "vestiging-volgens-cbs-en-vob-vanaf-15-uur")
    here = answer(capsys, *asked)["oordelen"][0]
    assert here["oordeel"] == "niet te bepalen"
    assert here["redenen"] == ["de openingsuren van west zijn een aanname; bevestig ze of vul ze in"]
    for confirmed in (("--bevestig", "west"), ("--bevestig-alles",)):
        assert answer(capsys, *asked, *confirmed)["oordelen"][0]["oordeel"] == "voldoet"


def test_kernen_are_tested_once_they_are_confirmed(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    region = small_region(is_example=False)
    monkeypatch.setattr(workflow, "open_region", lambda _name, **_: region)
    monkeypatch.setattr(workflow, "scenarios_for", lambda _region: (workflow.TODAY,))
    path = tmp_path / "kern.toml"
    path.write_text('name="k"\n[[norms]]\nkind="kern"\nname="Kern"\nlabel="beleid"\nbron="b"\n', encoding="utf-8")
    asked = ("toets", "--norm", str(path))
    assert answer(capsys, *asked)["oordelen"][0]["oordeel"] == "niet te bepalen"
    assert answer(capsys, *asked, "--kernen-bevestigd")["oordelen"][0]["oordeel"] == "voldoet"


def test_a_norm_that_asks_nothing_here_says_so(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    # The only kern has 1,000 inwoners.
    monkeypatch.setattr(workflow, "open_region", lambda _name, **_: small_region())
    monkeypatch.setattr(workflow, "scenarios_for", lambda _region: (workflow.TODAY,))
    code, out, _ = run(capsys, "toets", "--norm", "vestiging-in-elke-kern-vanaf-5-000-inwoners")
    assert code == 0
    assert "niets gevraagd" in out


def test_text_that_a_spreadsheet_would_run_gets_a_quote_in_front() -> None:
    norms = [
        ReachNorm(name=name, bron="@bron", label=Label.BELEID, share=0.5, max_m=5000)
        for name in ("=1+1", "+x", "-x", "<img src=x onerror=alert(1)>", "${x}", " =2")
    ]
    region = small_region()
    found = review.review_scenario(
        region,
        workflow.TODAY,
        workflow.default_uitgangspunten(),
        kader=review.preset_normen().model_copy(update={"norms": tuple(norms)}),
        confirmations=Confirmations(),
    )
    rows = list(csv.DictReader(io.StringIO(review_csv(found).decode("utf-8-sig")), delimiter=";"))
    names = [row["norm"] for row in rows[::2]]
    assert names == ["'=1+1", "'+x", "'-x", "<img src=x onerror=alert(1)>", "${x}", "'=2"]
    assert {row["bron"] for row in rows} == {"'@bron"}
    # Numbers stay numbers: 1000 of 1500.
    assert rows[0]["aandeel"] == "0,666667"


def test_a_gemeente_that_is_there_for_a_part_only_is_not_blamed_and_marked_in_the_table() -> None:
    # Of Daar, 100 km long, 15 km lie among the squares; 200 of its 250 live at its branch, 50 at 10 km.
    whole = small_region()
    region = replace(whole, areas={**whole.areas, "GM0002": box(15_000, -30, 115_000, 110)})
    norm = ReachNorm(name="n", bron="b", label=Label.BELEID, share=0.9, max_m=5000)
    found = review.review_scenario(
        region,
        workflow.TODAY,
        workflow.default_uitgangspunten(),
        kader=review.preset_normen().model_copy(update={"norms": (norm,)}),
        confirmations=Confirmations(),
    )
    rows = list(csv.DictReader(io.StringIO(review_csv(found).decode("utf-8-sig")), delimiter=";"))
    assert [(row["gemeente"], row["gemeente_gedeeltelijk"]) for row in rows] == [("Hier", "nee"), ("Daar", "ja")]
    # 1000 of the 1500 in Hier.
    assert rows[0]["oordeel"] == "voldoet niet"
    assert (rows[1]["oordeel"], rows[1]["tekort"]) == ("niet te bepalen", "0")
    assert "Daar ligt maar voor een deel in deze regio" in rows[1]["toelichting"]


def test_what_does_not_count_tells_which_kernfuncties_it_misses() -> None:
    region = small_region()
    told = {"west": frozenset(Kernfunctie), "oost": frozenset({Kernfunctie(1), Kernfunctie(4)}), "midden": None}
    sites = tuple(site.model_copy(update={"kernfuncties": told[site.id]}) for site in region.sites)
    wanted = frozenset({Kernfunctie(1), Kernfunctie(3), Kernfunctie(5)})
    norm = CountNorm(name="n", bron="b", label=Label.BELEID, predicate=Predicate(kernfuncties=wanted))
    found = review.review_scenario(
        replace(region, sites=sites),
        workflow.TODAY,
        workflow.default_uitgangspunten(),
        kader=review.preset_normen().model_copy(update={"norms": (norm,)}),
        confirmations=Confirmations(),
    )
    here, there = review_answer(found)["oordelen"]
    assert here["telt_niet_mee"] == []
    assert there["telt_niet_mee"] == [{"id": "oost", "mist": ["kernfuncties"], "ontbrekende_kernfuncties": [3, 5]}]


def test_evalueer_tells_how_fairly_distances_are_shared(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, "evalueer")
    assert code == 0
    assert "Verste 10%" in out
    assert "Verschil tussen dorpen" in out
    assert "Gini" not in out
    fair = answer(capsys, "evalueer")["eerlijkheid"]
    # The aversion is fixed from today: without it there would be no equivalent.
    assert fair["gelijkwaardige_afstand_km"] > 0
    assert fair["theil"] == pytest.approx(fair["theil_tussen_gemeenten"] + fair["theil_binnen_gemeenten"], abs=1e-4)
