"""What gemeenten buy: read from a file, with every fault named."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from spreiding.billing import default_catalogue, find_accounts
from spreiding.catalogue import Unit
from spreiding.errors import SpreidingError
from spreiding.io.accounts import read_accounts
from spreiding.ui.teksten import sentence
from tests.io.files import faults_of

HEAD = '[[accounts]]\ngemeente = "GM1731"\n'


def reading(folder: Path, text: str | bytes) -> Callable[[], object]:
    """Read a file with this text."""
    path = folder / "afname.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return lambda: read_accounts(path, default_catalogue())


def test_midden_drenthe_has_2405_pupils_and_19_locations_by_its_jaarbericht() -> None:
    (account,) = find_accounts(None, default_catalogue())
    assert account.gemeente == "GM1731"
    assert {unit: quantity.value for unit, quantity in account.quantities.items()} == {
        Unit.LEERLING: Decimal(2405),
        Unit.KINDEROPVANGLOCATIE: Decimal(19),
    }
    assert all("Jaarbericht 2024" in quantity.bron for quantity in account.quantities.values())


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("a = ", "bad_accounts_file", "geen leesbare TOML"),
        (b"\xff\xfe\x00", "bad_accounts_file", "geen leesbare TOML"),
        ("#" * 1_000_001, "bad_accounts_file", "> 1000000 bytes"),
        ("", "accounts_field_missing", "accounts"),
        ("[[accounts]]\n", "accounts_field_missing", "nr. 1"),
        (HEAD + "soort = 1", "accounts_field_unknown", "'soort'"),
        (HEAD + 'subsidy_eur = "-1"', "accounts_out_of_bounds", ">= 0"),
        (HEAD + 'quantities = { leerling = { value = "-3", bron = "x" } }', "accounts_out_of_bounds", "quantities"),
        (HEAD + 'quantities = { leerling = { value = "3", bron = " " } }', "accounts_bad_field", "bron"),
        (HEAD + 'quantities = { leraar = { value = "3", bron = "x" } }', "accounts_bad_field", "leerling"),
        (HEAD + 'quantities = { leerling = { value = "NaN", bron = "x" } }', "accounts_bad_field", "NaN"),
        (HEAD + 'purchases = [{ service = "ido", tariff = "vis" }]', "catalogue_no_tariff", "kies uit inwoner"),
        (HEAD + 'purchases = [{ service = "vis", tariff = "vis" }]', "catalogue_no_service", "kies uit"),
        (
            HEAD + 'purchases = [{ service = "ido", tariff = "inwoner", eur = "1" }]',
            "accounts_amount_without_bron",
            "geen bron",
        ),
        (
            HEAD + 'purchases = [{ service = "ido", tariff = "inwoner" }, { service = "ido", tariff = "inwoner" }]',
            "accounts_double_purchase",
            "twee keer",
        ),
        (
            HEAD + 'purchases = [{ service = "robuuste-bibliotheek", tariff = "infrastructuur" }]',
            "accounts_already_billed",
            "staat al op elke rekening",
        ),
        (
            HEAD + 'purchases = [{ service = "llo-1", tariff = "groot", quantity = "1" }]',
            "accounts_already_billed",
            "grote bibliotheek",
        ),
        (HEAD + 'subsidy_eur = "1"', "accounts_subsidy_without_bron", "geen bron"),
        (HEAD + 'quantities = { inwoner = { value = "3", bron = "x" } }', "accounts_not_counted", "uit de regio"),
        ('[[accounts]]\ngemeente = "Assen"', "accounts_bad_code", "GM1731"),
        (HEAD + HEAD, "accounts_double_gemeente", "GM1731 twee keer"),
    ],
)
def test_a_fault_is_named_with_its_gemeente(tmp_path: Path, text: str | bytes, kind: str, words: str) -> None:
    (fault,) = faults_of(reading(tmp_path, text))
    assert fault.kind == kind
    assert words in sentence(fault)


def test_where_no_tariff_holds_a_branch_is_bought_for_an_amount_of_ones_own(tmp_path: Path) -> None:
    bought = 'service = "robuuste-bibliotheek", tariff = "groot", quantity = "1", eur = "812000", bron = "begroting"'
    path = tmp_path / "afname.toml"
    path.write_text('[[accounts]]\ngemeente = "GM0106"\npurchases = [{ ' + bought + " }]", encoding="utf-8")
    (account,) = read_accounts(path, default_catalogue())
    assert account.purchases[0].eur == 812_000


def test_all_faults_come_together(tmp_path: Path) -> None:
    text = HEAD + 'subsidy_eur = "-1"\n[[accounts]]\ngemeente = "GM1690"\npurchases = [{ service = "IDO" }]'
    # The amount, the form of the code, and no tariff.
    assert len(faults_of(reading(tmp_path, text))) == 3


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(SpreidingError) as caught:
        read_accounts(tmp_path / "weg.toml", default_catalogue())
    assert caught.value.kind == "file_not_found"
