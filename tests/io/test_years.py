"""Assumptions about several years are read as a whole: every fault is named, and nothing is read half."""

from decimal import Decimal
from pathlib import Path

import pytest

from spreiding.costs import CostKind
from spreiding.io.years import Standing, choose_horizon, parse_years, read_years
from spreiding.outlook import find_years
from spreiding.ui.teksten import sentence
from tests.io.files import faults_of

SMALL = """
[years]
n_years = 4
discount_rate = "0.02"
[years.indexation]
klasse = "0.03"
[transitions]
price_year = 2025
afbouw_months = 12
write_off_years = 10
write_off_rate = "0.02"
[transitions.closing.klein]
friction_months = 6
[[covers]]
gemeente = "GM0001"
source = "provincie"
name = "subsidie"
eur_per_year = "1000"
from_year = 2026
until_year = 2027
bron = "proef"
[[schools]]
gemeente = "GM0001"
n_leerlingen = 100
is_inside_tariff = true
bron = "proef"
[herkomst]
n_years = { label = "aanname", bron = "proef" }
discount_rate = { label = "aanname", bron = "proef" }
indexation = { label = "aanname", bron = "proef" }
afbouw_months = { label = "aanname", bron = "proef" }
write_off_years = { label = "aanname", bron = "proef" }
write_off_rate = { label = "aanname", bron = "proef" }
closing = { label = "eigen keuze", bron = "proef" }
"""


def test_the_standard_assumptions_give_no_amount_that_no_source_gives() -> None:
    found = find_years(None)
    assert {each.label for each in found.herkomst.values()} == {Standing.AANNAME}
    given = found.transitions.model_dump(exclude_defaults=True).keys()
    assert given == {"price_year", "afbouw_months", "write_off_years", "write_off_rate"}
    # SPUK 2023–2024 is over.
    assert found.transitions.contribution_opening_eur == 0
    assert found.transitions.contribution_improving_eur == 0
    assert (found.years.n_years, found.years.indexation, found.covers) == (4, {}, ())


def test_a_small_file_is_read() -> None:
    found = parse_years(SMALL.encode(), name="m.toml")
    assert found.years.indexation == {CostKind.TYPE: Decimal("0.03")}
    assert found.covers[0].eur_per_year == 1000
    assert found.schools[0].is_inside_tariff


@pytest.mark.parametrize(
    ("old", "new", "kind", "words"),
    [
        ('klasse = "0.03"', "klasse = 3", "years_rate_outside", "'years.indexation.klasse' 3 per jaar"),
        ('klasse = "0.03"', 'klasse = "-0.3"', "years_rate_outside", "moet >= -0.2 zijn"),
        ('klasse = "0.03"', 'gebouw = "0.03"', "years_bad_value", "verwacht: klasse, pakket"),
        ('discount_rate = "0.02"', "discount_rate = 2", "years_rate_outside", "3% is 0.03"),
        ('discount_rate = "0.02"', 'discount_rate = "1e-30"', "years_bad_value", "past '1e-30' niet bij"),
        ("n_years = 4", "n_years = 0", "years_out_of_bounds", "'years.n_years' 0, maar dat moet >= 1 zijn"),
        ("n_years = 4", "n_years = 2.5", "years_bad_value", "past '2.5' niet bij 'years.n_years'; verwacht: 4."),
        ("write_off_years = 10", "write_off_years = 0", "years_out_of_bounds", "'transitions.write_off_years' 0"),
        ("afbouw_months = 12", "afbouw_months = -1", "years_out_of_bounds", "'transitions.afbouw_months' -1"),
        ("friction_months = 6", "friction_months = -6", "years_out_of_bounds", "closing.klein.friction_months"),
        ("friction_months = 6", 'friction_months = 6\nfriction_eur = "1"', "years_friction_twice", "closing.klein"),
        ("friction_months = 6", 'huur = "1"', "years_field_unknown", "'transitions.closing.klein.huur'"),
        ("friction_months = 6", 'write_off_eur = "-5"', "years_out_of_bounds", "moet >= 0 zijn"),
        ("friction_months = 6", "write_off_eur = 5.5", "years_bad_value", 'verwacht: "1000"'),
        ("price_year = 2025", "", "years_field_missing", "mist 'transitions.price_year'"),
        ('eur_per_year = "1000"', 'eur_per_year = "-1"', "years_out_of_bounds", "'covers.nr. 1.eur_per_year' -1"),
        ('eur_per_year = "1000"', "", "years_field_missing", "mist 'covers.nr. 1.eur_per_year'"),
        ('source = "provincie"', 'source = "kerk"', "years_bad_value", "gemeente, provincie, rijk, school"),
        ('name = "subsidie"', 'name = ""', "years_field_empty", "'covers.nr. 1.name'"),
        ("until_year = 2027", "until_year = 2025", "years_cover_reversed", "'covers.nr. 1'"),
        ("n_leerlingen = 100", "n_leerlingen = -1", "years_out_of_bounds", "'schools.nr. 1.n_leerlingen' -1"),
        ("n_leerlingen = 100", "", "years_field_missing", "'schools.nr. 1.n_leerlingen'"),
        ("is_inside_tariff = true", "", "years_field_missing", "'schools.nr. 1.is_inside_tariff'"),
        ('closing = { label = "eigen keuze", bron = "proef" }', "", "years_without_bron", "waar 'closing' op rust"),
        (
            "[herkomst]",
            '[herkomst]\nmoving_eur = { label = "bron", bron = "x" }',
            "years_bron_of_nothing",
            "'moving_eur'",
        ),
    ],
)
def test_a_fault_is_named_with_its_field(old: str, new: str, kind: str, words: str) -> None:
    assert old in SMALL
    faults = faults_of(lambda: parse_years(SMALL.replace(old, new, 1).encode(), name="m.toml"))
    assert [fault.kind for fault in faults] == [kind]
    assert words in sentence(faults[0])
    assert "m.toml" in sentence(faults[0])


def test_all_faults_of_a_file_are_told_together() -> None:
    text = SMALL.replace("n_years = 4", "n_years = -4").replace('klasse = "0.03"', "klasse = 3")
    text = text.replace('closing = { label = "eigen keuze", bron = "proef" }', "")
    kinds = [fault.kind for fault in faults_of(lambda: parse_years(text.encode(), name="m.toml"))]
    assert kinds == ["years_without_bron", "years_out_of_bounds", "years_rate_outside"]


def test_a_file_that_is_absent_is_told(tmp_path: Path) -> None:
    assert [fault.kind for fault in faults_of(lambda: read_years(tmp_path / "weg.toml"))] == ["file_not_found"]


@pytest.mark.parametrize("content", [b"#" * 1_000_001, b"[years", b"\xff\xfe\x00"])
def test_a_file_that_is_too_large_or_no_toml_is_told(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "m.toml"
    path.write_bytes(content)
    assert [fault.kind for fault in faults_of(lambda: read_years(path))] == ["bad_years_file"]


@pytest.mark.parametrize("text", ["", "years = 3", "covers = 3\n", "herkomst = []", "[years]\nn_years = 'vier'"])
def test_another_form_than_tables_is_a_fault_of_the_file(text: str) -> None:
    faults = faults_of(lambda: parse_years(text.encode(), name="m.toml"))
    assert faults
    assert all("m.toml" in sentence(fault) and "should" not in sentence(fault) for fault in faults)


def test_what_a_user_chooses_goes_through_the_same_door() -> None:
    assumptions = find_years(None)
    horizon = choose_horizon(assumptions, {"first_year": 2026, "start_years": {"b": 2028}}, name="de keuze")
    assert (horizon.last_year, horizon.discount_rate, horizon.once_rate) == (2029, Decimal("0.02"), Decimal(0))
    wrong = {"n_years": 0, "indexation": {"klasse": "3"}}
    faults = faults_of(lambda: choose_horizon(assumptions, wrong, name="de keuze"))
    assert [fault.kind for fault in faults] == ["years_field_missing", "years_out_of_bounds", "years_rate_outside"]
