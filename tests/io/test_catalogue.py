"""A catalogue is read as a whole: every fault of every service is named in one round, and nothing is read half."""

from pathlib import Path

import pytest

from spreiding.domain import Huisvesting, Vestigingstype
from spreiding.errors import InputError
from spreiding.io.assumptions import read_uitgangspunten
from spreiding.io.catalogue import read_catalogue
from spreiding.ui.teksten import sentence
from spreiding.workflow import DATA
from tests.io.files import faults_of

STANDARD = DATA / "uitgangspunten" / "standaard.toml"
CATALOGUE = DATA / "uitgangspunten" / "activiteitencatalogus-2025.toml"

HEAD = 'name = "Catalogus"\nbron = "bron"\nprice_year = 2025\n'
SERVICE = '[[services]]\ncode = "{code}"\nname = "Dienst"\nsection = "§ 4.9"\ncolour = "basis"\nkernfuncties = [1]\n'
TARIFF = '{ code = "los", name = "los", unit = "school", frequency = "structureel", eur = "10" }'


def write(path: Path, *, tariffs: str = TARIFF, more: str = "") -> Path:
    """A catalogue of one service with these tariffs, and what `more` adds."""
    path.write_text(f"{HEAD}{SERVICE.format(code='dienst')}tariffs = [{tariffs}]\n{more}", encoding="utf-8")
    return path


def test_a_small_catalogue_is_read(tmp_path: Path) -> None:
    catalogue = read_catalogue(write(tmp_path / "c.toml"))
    assert [service.code for service in catalogue.services] == ["dienst"]
    assert catalogue.eur("dienst", "los") == 10


@pytest.mark.parametrize(
    ("old", "new", "kind", "words"),
    [
        ('eur = "10"', 'eur = "-10"', "catalogue_out_of_bounds", "'eur' -10 (dienst, los), maar dat moet >= 0 zijn"),
        ('eur = "10"', "eur = 10.5", "catalogue_bad_value", "niet bij 'eur' (dienst, los); verwacht: \"11.19\""),
        ('eur = "10"', 'eur = "tien"', "catalogue_bad_value", 'verwacht: "11.19"'),
        ('eur = "10"', "is_indicative = true", "catalogue_amount_or_quote", "(dienst, los)"),
        ('eur = "10"', 'eur = "10", is_quote = true', "catalogue_amount_or_quote", "(dienst, los)"),
        ('eur = "10"', 'eur = "10", vestigingstype = "klein"', "catalogue_class_without_branch", "(dienst, los)"),
        ('eur = "10"', 'eur = "10", korting = 1', "catalogue_field_unknown", "'korting' (dienst, los)"),
        ('unit = "school"', 'unit = "kerk"', "catalogue_bad_value", "plan van aanpak, onbekend. Verbeter"),
        ('unit = "school", ', "", "catalogue_field_missing", "mist 'unit' (dienst, los)"),
        ('colour = "basis"', 'colour = "groen"', "catalogue_bad_value", "verwacht: basis, basis plus, onbekend"),
        ('code = "dienst"', 'code = "De dienst"', "catalogue_bad_value", "verwacht: open-plus"),
        ('section = "§ 4.9"', 'section = "4.9"', "catalogue_bad_value", "verwacht: § 2.3"),
        ("kernfuncties = [1]", "kernfuncties = [1, 6]", "catalogue_bad_value", "'6' niet bij 'kernfuncties' (dienst)"),
        (f"tariffs = [{TARIFF}]", "tariffs = []", "catalogue_field_empty", "'tariffs' (dienst)"),
        ("price_year = 2025", "price_year = 25", "catalogue_out_of_bounds", "'price_year' 25 (het bestand)"),
    ],
)
def test_a_fault_is_named_with_its_place(tmp_path: Path, old: str, new: str, kind: str, words: str) -> None:
    path = write(tmp_path / "c.toml")
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    faults = faults_of(lambda: read_catalogue(path))
    assert [fault.kind for fault in faults] == [kind]
    assert words in sentence(faults[0])
    assert "c.toml" in sentence(faults[0])


def test_double_codes_are_named_beside_every_other_fault(tmp_path: Path) -> None:
    negative = TARIFF.replace('"10"', '"-1"').replace('"los"', '"min"')
    unknown = SERVICE.format(code="dienst").replace('"basis"', '"rood"') + f"tariffs = [{TARIFF}]\n"
    path = write(tmp_path / "c.toml", tariffs=f"{TARIFF}, {TARIFF}, {negative}", more=unknown)
    faults = faults_of(lambda: read_catalogue(path))
    assert [fault.kind for fault in faults] == [
        "catalogue_double_service",
        "catalogue_double_tariff",
        "catalogue_out_of_bounds",
        "catalogue_bad_value",
    ]
    assert "twee diensten de code 'dienst'" in sentence(faults[0])
    assert "twee tarieven met de code 'los'" in sentence(faults[1])


def test_a_service_without_a_code_is_told_by_its_place(tmp_path: Path) -> None:
    path = write(tmp_path / "c.toml", more='[[services]]\nname = "Dienst"\ntariffs = [{ eur = "1" }]\n')
    sentences = [sentence(fault) for fault in faults_of(lambda: read_catalogue(path))]
    assert any("mist 'code' (nr. 2)" in told for told in sentences)
    assert any("mist 'unit' (nr. 2, nr. 1)" in told for told in sentences)


@pytest.mark.parametrize("text", ["services = 3", "services = [3]", "services = []", 'services = [{ tariffs = "x" }]'])
def test_another_form_than_a_list_of_services_is_a_fault_of_the_file(tmp_path: Path, text: str) -> None:
    path = tmp_path / "c.toml"
    path.write_text(text, encoding="utf-8")
    faults = faults_of(lambda: read_catalogue(path))
    assert faults
    assert all("c.toml" in sentence(fault) for fault in faults)


def test_a_file_that_is_not_there_or_too_large_is_told(tmp_path: Path) -> None:
    [absent] = faults_of(lambda: read_catalogue(tmp_path / "weg.toml"))
    assert absent.kind == "file_not_found"
    large = tmp_path / "groot.toml"
    large.write_text("#" * 1_000_001, encoding="utf-8")
    [fault] = faults_of(lambda: read_catalogue(large))
    assert fault.kind == "bad_catalogue_file"


# --- assumptions that name a catalogue ---


def assumptions(folder: Path, old: str = "", new: str = "", *, catalogue: str | None = None) -> Path:
    """The standard assumptions with something replaced, and a catalogue beside them."""
    text = STANDARD.read_text(encoding="utf-8")
    assert old in text
    (folder / CATALOGUE.name).write_text(catalogue or CATALOGUE.read_text(encoding="utf-8"), encoding="utf-8")
    path = folder / "eigen.toml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


def test_the_amounts_of_assumptions_are_those_of_the_catalogue_they_name(tmp_path: Path) -> None:
    changed = CATALOGUE.read_text(encoding="utf-8").replace('eur = "95116"', 'eur = "95117"')
    tariffs = read_uitgangspunten(assumptions(tmp_path, catalogue=changed)).tariffs
    assert tariffs.eur_per_type[Vestigingstype.GROOT] == 95_117


def test_assumptions_add_their_own_housing_costs_to_a_catalogue(tmp_path: Path) -> None:
    own = '\n[tariffs.housing]\nbron = "opgave gemeente"\neur_per_m2 = { mfa = "120" }\n[kernfuncties.groot]'
    housing = read_uitgangspunten(assumptions(tmp_path, "[kernfuncties.groot]", own)).tariffs.housing
    assert housing is not None
    assert dict(housing.eur_per_m2) == {Huisvesting.MFA: 120}


@pytest.mark.parametrize(
    ("old", "new", "kind", "words"),
    [
        ('catalogue = "activiteitencatalogus-2025.toml"', "catalogue = 3", "bad_uitgangspunten", "tariffs.catalogue"),
        ("gemeenten = [", "open_plus_eur_once = 1\ngemeenten = [", "bad_uitgangspunten", "tariffs.open_plus_eur_once"),
        ("gemeenten = [", "gemeente = [", "bad_uitgangspunten", "tariffs.gemeente"),
        ("2025.toml", "2026.toml", "file_not_found", "activiteitencatalogus-2026.toml"),
    ],
)
def test_a_fault_in_naming_a_catalogue_is_told(tmp_path: Path, old: str, new: str, kind: str, words: str) -> None:
    path = assumptions(tmp_path, old, new)
    with pytest.raises(InputError) as caught:
        read_uitgangspunten(path)
    assert caught.value.kind == kind
    assert words in sentence(caught.value)


def test_negative_housing_costs_are_a_fault_of_the_tariffs(tmp_path: Path) -> None:
    own = '\n[tariffs.housing]\nbron = "opgave gemeente"\neur_per_m2 = { mfa = "-1" }\n[kernfuncties.groot]'
    with pytest.raises(InputError) as caught:
        read_uitgangspunten(assumptions(tmp_path, "[kernfuncties.groot]", own))
    assert caught.value.kind == "bad_uitgangspunten"
    assert caught.value.data["field"] == "tariffs.housing.eur_per_m2.mfa"
