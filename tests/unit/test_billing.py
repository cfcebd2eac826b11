"""The bills of a scenario beside today's, on the example region."""

from decimal import Decimal

from spreiding import billing, workflow
from spreiding.billing import GemeenteBill
from spreiding.costs import CostKind


def bills_of(scenario: str) -> dict[str, GemeenteBill]:
    """Bills of the example by gemeente."""
    region, uitgangspunten = workflow.open_region(), workflow.default_uitgangspunten()
    catalogue = billing.default_catalogue()
    found = tuple(
        workflow.evaluate_scenario(region, workflow.find_scenario(region, name), uitgangspunten).evaluation
        for name in (None, scenario)
    )
    bills = billing.build_bills(
        region,
        (found[0], found[1]),
        uitgangspunten,
        accounts=billing.find_accounts(None, catalogue),
        catalogue=catalogue,
    )
    return {bill.gemeente: bill for bill in bills}


def test_the_bill_of_the_example_follows_the_catalogue_line_by_line() -> None:
    # Midden-Drenthe has 34,092 inwoners in the example, one middelgroot with Open+, two klein and a servicepunt, none
    # with a package: 154,565 + 2,688; 34,092 · 11.19 = 381,489.48 and · 3.85 = 131,254.20; services 6,341 + 19 · 1,135
    # + 2,405 · 73.55 + 3,170 + 6,341 + 34,092 · 0.83 = 242,601.11.
    today = bills_of("spreidingsplan")["GM1731"].today
    assert today.kostenraming.branches_eur == Decimal("157253.00")
    assert today.kostenraming.inwoners_eur == Decimal("381489.48") + Decimal("131254.20")
    assert today.kostenraming.services_eur == Decimal("242601.11")
    assert today.total_eur == Decimal("912597.79")
    assert today.total_eur == sum(line.eur for line in today.kostenraming.lines)


def test_the_bill_tells_what_a_scenario_changes_against_today() -> None:
    # Two of three larger branches become a servicepunt: 2 · (35,669 − 11,890) less.
    bill = bills_of("spreidingsplan")["GM1731"]
    assert bill.change_eur == Decimal(-47_558)
    changed = {line.kind for line in set(bill.scenario.kostenraming.lines) ^ set(bill.today.kostenraming.lines)}
    assert changed == {CostKind.TYPE}


def test_where_the_tariffs_do_not_hold_there_is_no_bill_and_no_change() -> None:
    assen = bills_of("spreidingsplan")["GM0106"]
    assert (assen.today.total_eur, assen.change_eur, assen.today.of_every_hundred_eur) == (None, None, None)
