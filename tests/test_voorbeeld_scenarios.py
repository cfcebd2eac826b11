"""The three scenarios of the example, checked against the sources they come from."""

from decimal import Decimal

import numpy as np
import pytest

from spreiding import planning, workflow
from spreiding.costs import CostKind
from spreiding.domain import Huisvesting, Kernfunctie, Vestigingstype
from spreiding.region import Region
from spreiding.scenario import Scenario


@pytest.fixture(scope="module")
def region() -> Region:
    """Return the prepared example."""
    return workflow.open_region()


def scenario(region: Region, scenario_id: str) -> Scenario:
    """Return one of the example's scenarios."""
    return workflow.find_scenario(region, scenario_id)


def test_the_example_opens_with_three_scenarios_of_which_today_is_locked(region: Region) -> None:
    found = workflow.scenarios_for(region)
    assert [scenario_.id for scenario_ in found] == ["huidige-situatie", "visie-midden-drenthe", "spreidingsplan"]
    assert [scenario_.is_locked for scenario_ in found] == [True, False, False]
    assert all(scenario_.bron for scenario_ in found[1:])


def test_midden_drenthe_pays_what_the_catalogue_says(region: Region) -> None:
    # Middelgroot 71,337, two klein 35,669, servicepunt 11,890, Open+ in Beilen 2,688: 157,253.
    # 34,092 inwoners (CBS 2024) · 11.19 = 381,489.48 and · 3.85 = 131,254.20.
    outcome = workflow.evaluate_scenario(region, workflow.TODAY, workflow.default_uitgangspunten())
    bill = outcome.evaluation.kostenraming.of_gemeente("GM1731")
    assert bill.branches_eur == Decimal(157_253)
    assert bill.inwoners_eur == Decimal("381489.48") + Decimal("131254.20")
    assert bill.unknown == ()


def test_assen_emmen_and_hoogeveen_have_no_amount(region: Region) -> None:
    outcome = workflow.evaluate_scenario(region, workflow.TODAY, workflow.default_uitgangspunten())
    for code in ("GM0106", "GM0114", "GM0118"):
        bill = outcome.evaluation.kostenraming.of_gemeente(code)
        assert bill.total_eur is None
        assert bill.unknown


def test_the_visie_changes_only_how_three_branches_are_housed(region: Region) -> None:
    # 000 §5.4: Beilen in the gemeentehuis, Smilde in the MFA, Bovensmilde in dorpshuis De Spil.
    uitgangspunten = workflow.default_uitgangspunten()
    today = workflow.evaluate_scenario(region, workflow.TODAY, uitgangspunten).evaluation
    visie = workflow.evaluate_scenario(region, scenario(region, "visie-midden-drenthe"), uitgangspunten).evaluation
    changed = {
        site_id: option.huisvesting for site_id, option in visie.plan.options if option != today.plan.by_id.get(site_id)
    }
    assert changed == {
        "bibliotheek-beilen": Huisvesting.GEMEENTEHUIS,
        "bibliotheek-smilde": Huisvesting.MFA,
        "bibliotheek-bovensmilde": Huisvesting.DORPSHUIS,
    }
    assert (visie.nearest.metres == today.nearest.metres).all()
    assert visie.kostenraming == today.kostenraming


def test_the_spreidingsplan_costs_less_at_equal_distances_and_loses_function_5_in_fifteen_places(
    region: Region,
) -> None:
    # Fifteen of Bind's branches are klein while their gemeente has a larger one: 15 · (35,669 - 11,890) = 356,685.
    uitgangspunten = workflow.default_uitgangspunten()
    today = workflow.evaluate_scenario(region, workflow.TODAY, uitgangspunten).evaluation
    plan = workflow.evaluate_scenario(region, scenario(region, "spreidingsplan"), uitgangspunten).evaluation
    assert np.array_equal(plan.nearest.metres, today.nearest.metres)
    assert plan.total == today.total
    before, after = today.kostenraming.branches_eur, plan.kostenraming.branches_eur
    assert before is not None
    assert after is not None
    assert before - after == Decimal(356_685)
    lost = {
        site_id: uitgangspunten.offered(today.plan.by_id[site_id]) - uitgangspunten.offered(option)
        for site_id, option in plan.plan.options
        if option != today.plan.by_id[site_id]
    }
    assert len(lost) == 15
    assert set(lost.values()) == {frozenset({Kernfunctie.KUNST_EN_CULTUUR})}
    assert {"bibliotheek-smilde", "bibliotheek-westerbork", "bibliotheek-vries"} <= set(lost)


def test_every_gemeente_keeps_its_largest_class_in_the_spreidingsplan(region: Region) -> None:
    uitgangspunten = workflow.default_uitgangspunten()
    plan = workflow.evaluate_scenario(region, scenario(region, "spreidingsplan"), uitgangspunten).evaluation.plan
    largest: dict[str | None, int] = {}
    today: dict[str | None, int] = {}
    for site in region.sites:
        if site.today is not None and site.today.type is not None:
            today[site.gemeente] = max(today.get(site.gemeente, 0), site.today.type.rank)
            chosen = plan.by_id[site.id].type or Vestigingstype.SERVICEPUNT
            largest[site.gemeente] = max(largest.get(site.gemeente, 0), chosen.rank)
    assert largest == today


def test_amounts_per_inwoner_are_shown_but_never_in_the_budget(region: Region) -> None:
    uitgangspunten = workflow.default_uitgangspunten()
    evaluation = workflow.evaluate_scenario(region, workflow.TODAY, uitgangspunten).evaluation
    branch_lines = [line for line in evaluation.kostenraming.lines if line.kind is not CostKind.INWONERS]
    everywhere = planning.todays_budgets(region, uitgangspunten, None)
    assert planning.total_eur(everywhere) == sum(line.eur for line in branch_lines)
    (one,) = planning.todays_budgets(region, uitgangspunten, frozenset({"GM1731"}))
    assert one.eur_per_year == Decimal(157_253)
