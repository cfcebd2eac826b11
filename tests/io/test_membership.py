"""Facts and assumptions of members and visits: the file of the program, and every fault of one by name."""

import tomllib
from pathlib import Path
from typing import Any, Final

import pytest
import tomli_w

from spreiding.errors import InputError
from spreiding.io.membership import parse_membership, read_membership
from tests.io.files import faults_of, kinds_of

GEBRUIK: Final = Path(__file__).resolve().parents[2] / "data" / "uitgangspunten" / "gebruik.toml"


def changed(where: str, value: object) -> bytes:
    """The file of the program with another value at a dotted place; None takes it away, a new name adds it."""
    data = tomllib.loads(GEBRUIK.read_text(encoding="utf-8"))
    *path, last = where.split(".")
    place: Any = data
    for part in path:
        place = place[int(part)] if isinstance(place, list) else place[part]
    if value is None:
        del place[last]
    else:
        place[last] = value
    return tomli_w.dumps(data).encode()


def fault_of(content: bytes) -> InputError:
    (fault,) = faults_of(lambda: parse_membership(content, name="gebruik.toml"))
    return fault


def test_the_figures_are_those_of_the_annual_report() -> None:
    # Source 004: Betalend 1.920, Jeugd 4.563, Start 295, Overig 206, Totaal leden 6.984, Bezoekers 69.942.
    found = read_membership(GEBRUIK).facts_of("GM1731")
    assert found is not None
    figures = (found.paying, found.youth, found.starting, found.other, found.members, found.visits)
    assert [figure.value for figure in figures] == [1920, 4563, 295, 206, 6984, 69_942]
    assert all("Jaarbericht 2024" in figure.bron for figure in figures)
    # The rest: 6,984 - 4,563.
    assert found.n_adult == 2421
    assert (found.gemeente.name, found.year) == ("Midden-Drenthe", 2024)


def test_what_is_assumed_is_labelled_as_an_assumption() -> None:
    assumptions = read_membership(GEBRUIK).assumptions
    assert assumptions.label.value == "eigen keuze"
    assert all("Eigen keuze" in each.bron for each in (assumptions.youth, assumptions.adult, assumptions.visits))
    assert assumptions.adult.all_km == (2, 3, 5)


def test_of_another_gemeente_nothing_is_known() -> None:
    assert read_membership(GEBRUIK).facts_of("GM0106") is None


@pytest.mark.parametrize(
    ("where", "value", "kind", "field"),
    [
        ("facts.0.youth.bron", None, "membership_field_missing", "facts.1.youth.bron"),
        ("facts.0.visits", None, "membership_field_missing", "facts.1.visits"),
        ("assumptions.adult", None, "membership_field_missing", "assumptions.adult"),
        ("facts.0.visits.bron", " ", "membership_field_empty", "facts.1.visits.bron"),
        ("facts", [], "membership_field_empty", "facts"),
        ("facts.0.bezoeken", 3, "membership_field_unknown", "facts.1.bezoeken"),
        ("facts.0.visits.value", -1, "membership_out_of_bounds", "facts.1.visits.value"),
        ("assumptions.adult.km", 0, "membership_out_of_bounds", "assumptions.adult.km"),
        ("assumptions.youth_of_15_25.value", 1.5, "membership_out_of_bounds", "assumptions.youth_of_15_25.value"),
        ("facts.0.visits.value", "veel", "membership_bad_value", "facts.1.visits.value"),
        ("facts.0.visits.value", True, "membership_bad_value", "facts.1.visits.value"),
        ("facts.0.visits.value", 0.5, "membership_bad_value", "facts.1.visits.value"),
        ("assumptions.adult.km", float("nan"), "membership_bad_value", "assumptions.adult.km"),
        ("assumptions.label", "zeker", "membership_bad_value", "assumptions.label"),
        ("assumptions.youth", "x" * 100, "membership_bad_value", "assumptions.youth"),
        ("assumptions.adult.low_km", 4, "membership_half_distance_order", "assumptions.adult"),
        ("facts.0.other.value", 205, "membership_not_the_sum", "facts.1"),
    ],
)
def test_every_fault_is_named_with_its_field(where: str, value: object, kind: str, field: str) -> None:
    fault = fault_of(changed(where, value))
    assert (fault.kind, fault.data["field"]) == (kind, field)


def test_members_that_do_not_add_up_are_told_with_both_numbers() -> None:
    # 1,920 + 4,563 + 295 + 206 = 6,984.
    assert fault_of(changed("facts.0.members.value", 7000)).data.items() >= {"members": 7000, "summed": 6984}.items()


def test_a_gemeente_stands_in_the_file_once() -> None:
    facts = tomllib.loads(GEBRUIK.read_text(encoding="utf-8"))["facts"]
    assert fault_of(changed("facts", facts * 2)).data["gemeente"] == "GM1731"


def test_all_faults_are_told_together() -> None:
    data = tomllib.loads(GEBRUIK.read_text(encoding="utf-8"))
    del data["assumptions"]["label"]
    data["facts"][0]["visits"]["value"] = -5
    content = tomli_w.dumps(data).encode()
    assert kinds_of(lambda: parse_membership(content, name="g.toml")) == [
        "membership_field_missing",
        "membership_out_of_bounds",
    ]


@pytest.mark.parametrize("content", [b"leden = ", b"naam = '\xe9'", b"a = " + b"[" * 100_000, b"#" * 1_000_001])
def test_what_is_no_toml_is_told_as_a_file(content: bytes) -> None:
    assert fault_of(content).kind == "bad_membership_file"


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    assert kinds_of(lambda: read_membership(tmp_path / "weg.toml")) == ["file_not_found"]
