"""What a change costs once, from amounts given by hand; what is not given is named."""

from decimal import Decimal

import pytest
from pydantic import ValidationError

from spreiding.domain import Huisvesting, Option, Package, Plan
from spreiding.transitions import Closing, OneOffKind, OneOffReason, Transitions, transition_lines
from tests.io.files import faults_of
from tests.unit.year_worlds import (
    GROOT,
    KLEIN,
    MIDDELGROOT,
    REGION,
    SERVICEPUNT,
    TARIFFS,
    TODAY,
    changed,
    make_transitions,
)
from tests.worlds import THERE

FULL = Closing(
    lease_years=Decimal("2.5"),
    rent_eur_per_year=Decimal(10_000),
    write_off_eur=Decimal(4_000),
    friction_months=6,
)


def amounts(after: Plan, transitions: Transitions) -> dict[tuple[str, OneOffKind], Decimal | OneOffReason | None]:
    """Amount [€] of every line, or why it is unknown."""
    lines = transition_lines(REGION, TODAY, after, transitions=transitions, tariffs=TARIFFS)
    assert all((line.eur is None) is (line.reason is not None) for line in lines)
    found: dict[tuple[str, OneOffKind], Decimal | OneOffReason | None] = {
        (line.site_id, line.kind): line.reason if line.eur is None else line.eur for line in lines
    }
    assert len(found) == len(lines)
    return found


def test_a_plan_that_does_not_change_costs_nothing_once() -> None:
    assert transition_lines(REGION, TODAY, TODAY, transitions=make_transitions(), tariffs=TARIFFS) == ()


def test_opening_costs_by_class_and_a_promised_contribution_is_subtracted() -> None:
    after = changed({"c": Option(type=KLEIN)})
    given = {"opening_eur": {KLEIN: Decimal(150_000)}}
    assert amounts(after, make_transitions(**given)) == {("c", OneOffKind.OPENING): 150_000}
    promised = make_transitions(**given, contribution_opening_eur=Decimal(440_000))
    assert amounts(after, promised)["c", OneOffKind.CONTRIBUTION] == -440_000


def test_what_is_not_given_is_unknown_and_named() -> None:
    assert amounts(changed({"c": Option(type=KLEIN), "b": None}), make_transitions()) == {
        ("c", OneOffKind.OPENING): OneOffReason.NOT_GIVEN,
        ("b", OneOffKind.LEASE): OneOffReason.NOT_GIVEN,
        ("b", OneOffKind.WRITE_OFF): OneOffReason.NOT_GIVEN,
        ("b", OneOffKind.FRICTION): OneOffReason.NOT_GIVEN,
    }
    unknown = amounts(changed({"c": Option(type=None)}), make_transitions(opening_eur={KLEIN: Decimal(1)}))
    assert unknown == {("c", OneOffKind.OPENING): OneOffReason.TYPE_UNKNOWN}


def test_closing_costs_rent_book_value_and_staff() -> None:
    # 2.5 years of 10,000; 4,000; 6 months of a klein of 30,000 a year.
    assert amounts(changed({"b": None}), make_transitions(closing={KLEIN: FULL})) == {
        ("b", OneOffKind.LEASE): 25_000,
        ("b", OneOffKind.WRITE_OFF): 4_000,
        ("b", OneOffKind.FRICTION): 15_000,
    }


def test_what_is_told_of_a_branch_goes_before_its_class_field_by_field() -> None:
    # No lease: no rent to pay. An amount of staff replaces the months; the book value is that of the class.
    own = Closing(lease_years=Decimal(0), friction_eur=Decimal(9_000))
    transitions = make_transitions(closing={KLEIN: FULL}, closing_at={"b": own})
    assert amounts(changed({"b": None}), transitions) == {
        ("b", OneOffKind.LEASE): 0,
        ("b", OneOffKind.WRITE_OFF): 4_000,
        ("b", OneOffKind.FRICTION): 9_000,
    }


def test_years_of_lease_without_a_rent_are_no_amount() -> None:
    transitions = make_transitions(closing={KLEIN: Closing(lease_years=Decimal(3))})
    assert amounts(changed({"b": None}), transitions)["b", OneOffKind.LEASE] is OneOffReason.NOT_GIVEN


def test_shrinking_costs_staff_the_tariff_that_falls_away() -> None:
    # groot → middelgroot: 20,000 to rebuild, 6 months of 100,000 − 60,000.
    after = changed({"a": Option(type=MIDDELGROOT)})
    # What is promised for improving is not for shrinking.
    given = {"converting_eur": {MIDDELGROOT: Decimal(20_000)}, "contribution_improving_eur": Decimal(220_000)}
    assert amounts(after, make_transitions(**given, closing={GROOT: FULL})) == {
        ("a", OneOffKind.CONVERSION): 20_000,
        ("a", OneOffKind.FRICTION): 20_000,
    }
    # An amount for closing a groot says nothing of shrinking one; an amount of this branch does.
    closing = Closing(friction_eur=Decimal(7_000))
    of_class = amounts(after, make_transitions(**given, closing={GROOT: closing}))
    assert of_class["a", OneOffKind.FRICTION] is OneOffReason.NOT_GIVEN
    assert amounts(after, make_transitions(**given, closing_at={"a": closing}))["a", OneOffKind.FRICTION] == 7_000


def test_growing_costs_no_staff_and_may_be_contributed_to() -> None:
    transitions = make_transitions(
        converting_eur={MIDDELGROOT: Decimal(50_000)}, contribution_improving_eur=Decimal(220_000)
    )
    assert amounts(changed({"b": Option(type=MIDDELGROOT)}), transitions) == {
        ("b", OneOffKind.CONVERSION): 50_000,
        ("b", OneOffKind.CONTRIBUTION): -220_000,
    }


def test_a_package_is_bought_without_one_off_costs() -> None:
    assert amounts(changed({"b": Option(type=KLEIN, package=Package.LLO1)}), make_transitions()) == {}


def test_open_plus_is_installed_once() -> None:
    # 003 § 2.3: about € 25,800.
    after = changed({"b": Option(type=KLEIN, open_plus=True)})
    assert amounts(after, make_transitions()) == {("b", OneOffKind.OPEN_PLUS): 25_800}
    back = transition_lines(REGION, after, TODAY, transitions=make_transitions(), tariffs=TARIFFS)
    assert back == ()


def test_open_plus_outside_the_tariffs_is_unknown() -> None:
    elsewhere = TARIFFS.model_copy(update={"gemeenten": frozenset({THERE.code})})
    after = changed({"b": Option(type=KLEIN, open_plus=True)})
    [line] = transition_lines(REGION, TODAY, after, transitions=make_transitions(), tariffs=elsewhere)
    assert (line.eur, line.reason) == (None, OneOffReason.NO_TARIFF)


def test_months_of_staff_need_a_tariff() -> None:
    elsewhere = TARIFFS.model_copy(update={"gemeenten": frozenset({THERE.code})})
    transitions = make_transitions(closing={KLEIN: FULL})
    lines = transition_lines(REGION, TODAY, changed({"b": None}), transitions=transitions, tariffs=elsewhere)
    assert [line.reason for line in lines] == [None, None, OneOffReason.NO_TARIFF]


def test_a_move_is_neither_an_opening_nor_a_closing_but_leaves_a_building() -> None:
    after = changed({"b": None, "c": Option(type=KLEIN, open_plus=True)})
    transitions = make_transitions(moving_eur=Decimal(8_000), closing={KLEIN: FULL}, moves={"b": "c"})
    # Open+ is bound to the building, so it is installed again.
    assert amounts(after, transitions) == {
        ("c", OneOffKind.MOVING): 8_000,
        ("c", OneOffKind.OPEN_PLUS): 25_800,
        ("b", OneOffKind.LEASE): 25_000,
        ("b", OneOffKind.WRITE_OFF): 4_000,
    }


def test_open_plus_that_moves_along_is_installed_again() -> None:
    before = changed({"b": Option(type=KLEIN, open_plus=True)})
    after = changed({"b": None, "c": Option(type=KLEIN, open_plus=True)})
    lines = transition_lines(REGION, before, after, transitions=make_transitions(moves={"b": "c"}), tariffs=TARIFFS)
    assert [line.eur for line in lines if line.kind is OneOffKind.OPEN_PLUS] == [25_800]


def test_another_building_at_the_same_site_is_a_move() -> None:
    school, mfa = (
        changed({"b": Option(type=KLEIN, huisvesting=form)}) for form in (Huisvesting.SCHOOL, Huisvesting.MFA)
    )
    lines = transition_lines(REGION, school, mfa, transitions=make_transitions(), tariffs=TARIFFS)
    assert {line.kind for line in lines} == {OneOffKind.MOVING, OneOffKind.LEASE, OneOffKind.WRITE_OFF}


def test_a_building_of_which_the_form_becomes_known_or_is_not_told_is_no_move() -> None:
    mfa = changed({"b": Option(type=KLEIN, huisvesting=Huisvesting.MFA)})
    assert amounts(mfa, make_transitions()) == {}
    assert transition_lines(REGION, mfa, TODAY, transitions=make_transitions(), tariffs=TARIFFS) == ()


def test_months_of_staff_have_the_prijspeil_of_the_tariffs_and_given_amounts_their_own() -> None:
    transitions = make_transitions(closing={KLEIN: FULL}, price_year=2020)
    lines = transition_lines(REGION, TODAY, changed({"b": None}), transitions=transitions, tariffs=TARIFFS)
    assert {line.kind: line.price_year for line in lines} == {
        OneOffKind.LEASE: 2020,
        OneOffKind.WRITE_OFF: 2020,
        OneOffKind.FRICTION: 2025,
    }


def test_a_move_into_a_smaller_class_costs_both() -> None:
    after = changed({"b": None, "c": Option(type=SERVICEPUNT)})
    # 6 months of 30,000 − 12,000.
    found = amounts(after, make_transitions(closing={KLEIN: FULL}, moves={"b": "c"}))
    assert found["b", OneOffKind.FRICTION] == 9_000
    assert found["c", OneOffKind.CONVERSION] is OneOffReason.NOT_GIVEN


def test_a_move_that_is_switched_off_is_passed_over() -> None:
    assert amounts(TODAY, make_transitions(moves={"b": "c"})) == {}


def test_faults_of_moves_and_sites_are_told_together() -> None:
    after = changed({"b": None})
    transitions = make_transitions(moves={"b": "c"})
    [fault] = faults_of(lambda: transition_lines(REGION, TODAY, after, transitions=transitions, tariffs=TARIFFS))
    assert (fault.kind, fault.data) == ("transition_no_move", {"site": "b", "to": "c"})
    both = changed({"a": None, "b": None, "c": Option(type=KLEIN)})
    [double] = faults_of(
        lambda: transition_lines(
            REGION, TODAY, both, transitions=make_transitions(moves={"a": "c", "b": "c"}), tariffs=TARIFFS
        )
    )
    assert (double.kind, double.data) == ("transition_double_move", {"site": "c"})
    lost = make_transitions(closing_at={"x": FULL, "y": FULL})
    found = faults_of(lambda: transition_lines(REGION, TODAY, after, transitions=lost, tariffs=TARIFFS))
    assert [(fault.kind, fault.data["site"]) for fault in found] == [
        ("transition_unknown_site", "x"),
        ("transition_unknown_site", "y"),
    ]


def test_a_move_between_sites_that_do_not_exist_is_named_also_when_nothing_changes() -> None:
    transitions = make_transitions(moves={"x": "y", "b": "z", "a": "c"})
    found = faults_of(lambda: transition_lines(REGION, TODAY, TODAY, transitions=transitions, tariffs=TARIFFS))
    assert [(fault.kind, fault.data["unknown"]) for fault in found] == [
        ("transition_unknown_move", "x"),
        ("transition_unknown_move", "y"),
        ("transition_unknown_move", "z"),
    ]


def test_an_amount_below_nothing_and_a_term_of_nothing_are_refused() -> None:
    for fields in (
        {"moving_eur": Decimal(-1)},
        {"opening_eur": {KLEIN: Decimal(-1)}},
        {"afbouw_months": -1},
        {"write_off_years": 0},
        {"write_off_rate": Decimal("-0.01")},
        {"write_off_rate": Decimal(3)},
        {"write_off_rate": Decimal("1E-30")},
    ):
        with pytest.raises(ValidationError):
            make_transitions(**fields)
    with pytest.raises(ValidationError, match="either months or an amount"):
        Closing(friction_months=6, friction_eur=Decimal(1))
