"""Several years by hand: a groot of € 100,000 and a klein of € 30,000 a year, 1,000 inwoners of € 15.04."""

import random
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from spreiding.accounts import Account, Purchase, Quantity
from spreiding.billing import default_catalogue
from spreiding.catalogue import Unit
from spreiding.costs import CostKind, Kostenraming, UnknownCost, UnknownReason, build_kostenraming
from spreiding.demand import Forecast, Variant
from spreiding.domain import Huisvesting, Option, Plan, Vestigingstype
from spreiding.horizon import Horizon
from spreiding.housing import Housing
from spreiding.multi_year import Meerjarenraming
from spreiding.region import Region
from spreiding.scenario import changes_between, today_plan
from spreiding.transitions import Closing, OneOff, OneOffKind
from spreiding.years import Prices, yearly_bills
from tests.io.files import faults_of, kinds_of
from tests.unit.test_bills import MIDDEN_DRENTHE, QUANTITIES, SERVICES
from tests.unit.year_worlds import (
    GROOT,
    INWONERS_EUR,
    KLEIN,
    MIDDELGROOT,
    PRICES,
    REGION,
    SERVICEPUNT,
    TARIFFS,
    TODAY,
    bills,
    changed,
    here,
    make_horizon,
    make_transitions,
)
from tests.worlds import HERE, THERE, line_roads, make_region, make_site, make_uitgangspunten

CLOSED = changed({"b": None})
FREE = {
    "opening_eur": dict.fromkeys(Vestigingstype, Decimal(0)),
    "converting_eur": dict.fromkeys(Vestigingstype, Decimal(0)),
    "moving_eur": Decimal(0),
    "closing": dict.fromkeys(
        Vestigingstype, Closing(lease_years=Decimal(0), write_off_eur=Decimal(0), friction_months=0)
    ),
}


def yearly(raming: Meerjarenraming) -> list[Decimal | None]:
    return [each.yearly_eur for each in here(raming)]


def savings(raming: Meerjarenraming) -> list[Decimal | None]:
    return [each.yearly_difference_eur for each in here(raming)]


# --- savings and the afbouwtermijn ---


def test_without_a_change_every_year_is_the_kostenraming_of_today() -> None:
    raming = bills(TODAY)
    total = build_kostenraming(REGION, TODAY, tariffs=TARIFFS).of_gemeente(HERE.code).total_eur
    assert total == 130_000 + INWONERS_EUR
    assert yearly(raming) == [total] * 4
    assert [each.year for each in here(raming)] == [2026, 2027, 2028, 2029]
    assert raming.npv_eur() == 0
    assert raming.yearly_npv_eur() == 0


def test_a_saving_starts_after_the_afbouwtermijn() -> None:
    raming = bills(CLOSED)
    assert savings(raming) == [0, -30_000, -30_000, -30_000]
    # −30,000 · (1/1.1 + 1/1.21 + 1/1.331) = −27,272.727 − 24,793.388 − 22,539.444.
    assert raming.yearly_npv_eur([HERE.code]) == Decimal("-74605.56")
    old = [each for each in here(raming)[0].lines if each.line.site_id == "b"]
    assert [(each.months, each.eur) for each in old] == [(12, Decimal(30_000))]


def test_within_a_year_both_are_paid_by_the_month() -> None:
    # 18 months from January 2026: half of 2027.
    assert savings(bills(CLOSED, transitions=make_transitions(afbouw_months=18))) == [0, -15_000, -30_000, -30_000]
    assert savings(bills(CLOSED, transitions=make_transitions(afbouw_months=0))) == [-30_000] * 4
    # 7 of 12 months of 30,000 is 17,500.
    assert savings(bills(CLOSED, transitions=make_transitions(afbouw_months=7)))[0] == -12_500


def test_a_change_starts_in_its_own_year() -> None:
    horizon = make_horizon(start_years={"b": 2028})
    assert savings(bills(CLOSED, horizon=horizon)) == [0, 0, 0, -30_000]


def test_a_smaller_class_saves_later_and_a_larger_one_costs_at_once() -> None:
    after = changed({"a": Option(type=MIDDELGROOT), "b": Option(type=MIDDELGROOT)})
    # a: 100,000 → 60,000 from 2027; b: 30,000 → 60,000 from 2026.
    assert savings(bills(after)) == [30_000, -10_000, -10_000, -10_000]


def test_a_move_pays_one_tariff_not_two() -> None:
    after = changed({"b": None, "c": Option(type=KLEIN)})
    assert savings(bills(after, transitions=make_transitions(moves={"b": "c"}))) == [0, 0, 0, 0]
    # Without the move it is a closing and an opening: the old one is paid for another year.
    assert savings(bills(after)) == [30_000, 0, 0, 0]
    # Into a smaller class: the old tariff goes on for a year.
    smaller = changed({"b": None, "c": Option(type=SERVICEPUNT)})
    assert savings(bills(smaller, transitions=make_transitions(moves={"b": "c"}))) == [0, -18_000, -18_000, -18_000]


# --- indexation ---


def test_lines_are_indexed_by_kind_from_the_price_year() -> None:
    horizon = make_horizon(indexation={CostKind.TYPE: Decimal("0.03")})
    raming = bills(CLOSED, horizon=horizon)
    # 130,000 · 1.03 = 133,900 in 2026; 100,000 · 1.0609 = 106,090; · 1.092727; · 1.12550881. Inwoners stay.
    assert yearly(raming) == [
        133_900 + INWONERS_EUR,
        106_090 + INWONERS_EUR,
        Decimal("109272.70") + INWONERS_EUR,
        Decimal("112550.88") + INWONERS_EUR,
    ]
    # 30,000 · 1.0609, · 1.092727, · 1.12550881: today continued is indexed just so.
    assert savings(raming) == [0, -31_827, Decimal("-32781.81"), Decimal("-33765.26")]


def test_a_part_of_a_year_is_rounded_once() -> None:
    # 30,000 · 1.00011096 = 30,003.3288, of which half is 15,001.6644; half of 30,003.33 would give 15,001.67.
    horizon = make_horizon(indexation={CostKind.TYPE: Decimal("0.00011096")})
    raming = bills(CLOSED, horizon=horizon, transitions=make_transitions(afbouw_months=6))
    assert [each.eur for each in here(raming)[0].lines if each.line.site_id == "b"] == [Decimal("15001.66")]


def test_each_line_is_rounded_once() -> None:
    # 1,000 · 11.19 · 1.01 = 11,301.90; 1,000 · 3.85 · 1.01 = 3,888.50; squared 11,414.919 and 3,927.385, each rounded.
    horizon = make_horizon(indexation={CostKind.INWONERS: Decimal("0.01")}, n_years=2)
    lines = [[each.eur for each in of.lines if each.line.site_id is None] for of in here(bills(TODAY, horizon=horizon))]
    assert lines == [
        [Decimal("11301.90"), Decimal("3888.50")],
        [Decimal("11414.92"), Decimal("3927.39")],
    ]


def test_a_saving_is_judged_at_the_prices_of_its_year() -> None:
    # Housing rises by half a year: 10 m² · 1,000 = 10,000, 15,000 in 2026, 22,500 in 2027, 33,750 in 2028.
    housing = Housing(bron="proef", eur_per_m2={Huisvesting.MFA: Decimal(1_000)}, m2={SERVICEPUNT: Decimal(10)})
    tariffs = TARIFFS.model_copy(update={"housing": housing})
    after = changed({"b": Option(type=SERVICEPUNT, huisvesting=Huisvesting.MFA)})
    raming = bills(
        after,
        prices=Prices.of_branches(tariffs),
        horizon=make_horizon(indexation={CostKind.HUISVESTING: Decimal("0.5")}),
        transitions=make_transitions(afbouw_months=120),
    )
    paid = [sum(each.eur for each in of.lines if each.line.site_id == "b") for of in here(raming)]
    # 12,000 + 15,000 is less than 30,000, so the old one goes on; 12,000 + 22,500 is more, so the new one is paid.
    assert paid == [30_000, 34_500, 45_750, 62_625]


# --- what is paid once ---


def test_one_off_amounts_fall_in_the_year_of_their_change_and_are_indexed() -> None:
    transitions = make_transitions(**FREE | {"opening_eur": {KLEIN: Decimal(100_000)}})
    after = changed({"c": Option(type=KLEIN)})
    horizon = make_horizon(start_years={"c": 2027}, once_rate=Decimal("0.1"))
    raming = bills(after, transitions=transitions, horizon=horizon)
    # 100,000 · 1.1² two years after 2025.
    assert [each.once_eur for each in here(raming)] == [0, 121_000, 0, 0]
    assert [each.difference_eur for each in here(raming)] == [0, 151_000, 30_000, 30_000]
    # 151,000 / 1.1 + 30,000 / 1.21 + 30,000 / 1.331 = 137,272.727 + 24,793.388 + 22,539.444.
    assert raming.npv_eur() == Decimal("184605.56")
    # 30,000 / 1.1 + 24,793.388 + 22,539.444.
    assert raming.yearly_npv_eur() == Decimal("74605.56")


@pytest.mark.parametrize(
    ("closing", "rate", "kind", "eur"),
    [
        # 35,669 · 5 / 12 · 1.03 = 15,307.9458…; of 14,862.08 it would be 15,307.94.
        ({"friction_months": 5}, "0.03", OneOffKind.FRICTION, "15307.95"),
        # 0.333 · 0.05 · 1.5 = 0.024975; of 0.02 it would be 0.03.
        ({"lease_years": "0.333", "rent_eur_per_year": "0.05"}, "0.5", OneOffKind.LEASE, "0.02"),
    ],
)
def test_what_is_paid_once_is_rounded_once(closing: dict[str, object], rate: str, kind: OneOffKind, eur: str) -> None:
    tariffs = make_uitgangspunten(eur_per_type={GROOT: 0, MIDDELGROOT: 0, KLEIN: 35_669, SERVICEPUNT: 0}).tariffs
    raming = bills(
        CLOSED,
        prices=Prices.of_branches(tariffs),
        transitions=make_transitions(closing={KLEIN: closing}),
        horizon=make_horizon(once_rate=Decimal(rate)),
    )
    assert [each.eur for each in here(raming)[0].one_offs if each.one_off.kind is kind] == [Decimal(eur)]


def test_twelfths_that_make_half_a_cent_are_rounded_up() -> None:
    # 0.04 · 1 / 12 · 1.5 = 0.005 exactly, which a third with finite decimals would miss.
    amount = OneOff(OneOffKind.FRICTION, None, "b", Decimal("0.04"), 2025, months=1)
    assert amount.times(Decimal("1.5")) == Decimal("0.01")


def test_a_form_of_building_that_becomes_known_costs_nothing_once_and_leaves_the_balance_known() -> None:
    raming = bills(changed({"b": Option(type=KLEIN, huisvesting=Huisvesting.MFA)}))
    assert [each.difference_eur for each in here(raming)] == [0] * 4
    assert raming.npv_eur() == 0


def test_months_of_staff_are_indexed_from_the_prijspeil_of_the_tariffs() -> None:
    raming = bills(
        CLOSED,
        transitions=make_transitions(closing={KLEIN: Closing(friction_months=6)}, price_year=2020),
        horizon=make_horizon(once_rate=Decimal("0.1")),
    )
    # 15,000 · 1.1, one year after 2025.
    paid = [each.eur for each in here(raming)[0].one_offs if each.one_off.kind is OneOffKind.FRICTION]
    assert paid == [16_500]


def test_written_off_by_annuity_the_amount_is_spread_over_its_term() -> None:
    transitions = make_transitions(
        **FREE | {"opening_eur": {KLEIN: Decimal(1_000)}}, write_off_years=2, write_off_rate=Decimal("0.1")
    )
    horizon = make_horizon(start_years={"c": 2027})
    raming = bills(changed({"c": Option(type=KLEIN)}), transitions=transitions, horizon=horizon)
    # 576.19 twice, as in the finance test; then nothing is left.
    own = here(raming)
    assert [raming.written_off_eur(each) for each in own] == [0, Decimal("576.19"), Decimal("576.19"), 0]
    assert raming.total_written_off_eur(own[1]) == 160_000 + INWONERS_EUR + Decimal("576.19")


def test_an_unknown_one_off_leaves_the_saving_known_and_the_balance_not() -> None:
    first, *later = here(bills(CLOSED))
    assert first.yearly_difference_eur == 0
    assert first.difference_eur is None
    assert [each.kind.value for each in first.unknown_one_offs] == ["resterende huur", "afboeking", "frictiekosten"]
    assert first.once_eur is None
    assert first.total_eur == first.yearly_eur
    assert [each.difference_eur for each in later] == [-30_000] * 3
    raming = bills(CLOSED)
    assert raming.npv_eur() is None
    assert raming.written_off_eur(later[-1]) is None
    assert raming.total_written_off_eur(later[-1]) is None


# --- the facts of Midden-Drenthe ---


def test_without_changes_midden_drenthe_pays_its_946560_euros_and_2_cents_every_year() -> None:
    # The bill of one year is derived line by line with `bills`; without indexation every year is that bill.
    sites = [
        make_site(name, 1000.0 * k).model_copy(update={"today": option})
        for k, (name, option) in enumerate(MIDDEN_DRENTHE)
    ]
    region = make_region(line_roads(), people=[(0, 0, 34_021)], sites=sites)
    account = Account(gemeente=HERE.code, quantities=QUANTITIES, purchases=SERVICES)
    prices = Prices.with_services(make_uitgangspunten().tariffs, accounts=[account], catalogue=default_catalogue())
    before = today_plan(sites)
    # Bovensmilde, a servicepunt of 11,890, closes in 2027 and is paid through that year.
    after = Plan.of({site_id: option for site_id, option in before.options if site_id != "bovensmilde"})
    horizon = make_horizon(start_years={"bovensmilde": 2027})
    raming = yearly_bills(region, before, after, horizon=horizon, transitions=make_transitions(**FREE), prices=prices)
    assert [each.total_today_eur for each in here(raming)] == [Decimal("946560.02")] * 4
    assert [each.total_eur for each in here(raming)] == [Decimal("946560.02")] * 2 + [Decimal("934670.02")] * 2


# --- what is unknown ---


def test_a_branch_of_an_unknown_class_that_stays_leaves_the_difference_known() -> None:
    region = replace(
        REGION,
        sites=tuple(
            site.model_copy(update={"today": Option(type=None)}) if site.id == "a" else site for site in REGION.sites
        ),
    )
    before = Plan.of({"a": Option(type=None), "b": Option(type=KLEIN)})
    raming = yearly_bills(
        region,
        before,
        Plan.of({"a": Option(type=None)}),
        horizon=make_horizon(),
        transitions=make_transitions(),
        prices=PRICES,
    )
    assert savings(raming) == [0, -30_000, -30_000, -30_000]
    assert [unknown.reason for unknown in here(raming)[0].unknown] == [UnknownReason.TYPE_UNKNOWN]
    assert not here(raming)[0].is_complete
    # Closing the one whose class nobody knows saves nobody knows what.
    raming = yearly_bills(
        region,
        before,
        Plan.of({"b": Option(type=KLEIN)}),
        horizon=make_horizon(),
        transitions=make_transitions(),
        prices=PRICES,
    )
    assert savings(raming) == [None] * 4
    # As long as it may still be paid it is named.
    assert [len(each.unknown) for each in here(raming)] == [1, 0, 0, 0]
    assert raming.yearly_npv_eur() is None


def test_housing_that_nobody_knows_cancels_when_the_building_stays() -> None:
    housing = Housing(bron="proef", eur_per_m2={Huisvesting.MFA: Decimal(100)})
    prices = Prices.of_branches(TARIFFS.model_copy(update={"housing": housing}))
    # Open+ costs 2,688 a year whatever the building costs; a smaller branch may have a smaller building.
    assert savings(bills(changed({"b": Option(type=KLEIN, open_plus=True)}), prices=prices)) == [2_688] * 4
    assert savings(bills(changed({"b": Option(type=SERVICEPUNT)}), prices=prices)) == [None] * 4
    # From a building nobody knows to a form without a price: both are unknown, and not the same amount.
    moved = changed({"b": Option(type=KLEIN, huisvesting=Huisvesting.SCHOOL)})
    assert savings(bills(moved, prices=prices)) == [None] * 4


def test_an_unknown_amount_that_only_one_of_the_bills_has_leaves_the_difference_unknown() -> None:
    service = UnknownCost(UnknownReason.NO_QUANTITY, HERE.code, None, "dbos-po")

    def bill(region: Region, plan: Plan, _: int) -> Kostenraming:
        bare = build_kostenraming(region, plan, tariffs=TARIFFS)
        return bare if "b" in plan.by_id else Kostenraming(bare.lines, (*bare.unknown, service))

    assert savings(bills(CLOSED, prices=Prices(TARIFFS, bill))) == [None] * 4


def test_a_gemeente_outside_the_tariffs_has_no_yearly_amount() -> None:
    elsewhere = Prices.of_branches(TARIFFS.model_copy(update={"gemeenten": frozenset({THERE.code})}))
    raming = bills(TODAY, prices=elsewhere)
    assert yearly(raming) == [None] * 4
    assert savings(raming) == [0] * 4
    assert not here(raming)[0].is_complete
    # That nothing is bought once does not make the whole nothing.
    assert [each.total_eur for each in here(raming)] == [None] * 4
    assert [each.total_today_eur for each in here(raming)] == [None] * 4


def test_outside_the_tariffs_what_a_change_costs_once_is_all_that_is_known() -> None:
    elsewhere = Prices.of_branches(TARIFFS.model_copy(update={"gemeenten": frozenset({THERE.code})}))
    transitions = make_transitions(**FREE | {"opening_eur": {KLEIN: Decimal(50_000)}})
    raming = bills(changed({"c": Option(type=KLEIN)}), prices=elsewhere, transitions=transitions)
    assert [each.total_eur for each in here(raming)] == [50_000, None, None, None]


def test_a_branch_outside_every_gemeente_of_the_region_is_billed_apart() -> None:
    raming = bills(changed({"d": Option(type=KLEIN)}), transitions=make_transitions(**FREE))
    assert raming.gemeenten == (HERE.code, THERE.code)
    assert [each.yearly_difference_eur for each in raming.of_gemeente(THERE.code)] == [30_000] * 4
    # 30,000 · (1 + 1/1.1 + 1/1.21 + 1/1.331) = 30,000 + 74,605.56.
    assert raming.npv_eur() == raming.npv_eur([THERE.code]) == Decimal("104605.56")
    assert raming.npv_eur([HERE.code]) == 0


# --- services and inwoners ---


def test_services_are_indexed_and_what_is_bought_once_is_paid_in_the_first_year() -> None:
    account = Account(
        gemeente=HERE.code,
        quantities={Unit.LEERLING: Quantity(value=Decimal(100), bron="proef")},
        purchases=(
            Purchase(service="dbos-po", tariff="leerling"),
            Purchase(service="ido", tariff="inwoner"),
            Purchase(service="open-plus", tariff="installatie", quantity=Decimal(1)),
        ),
    )
    prices = Prices.with_services(TARIFFS, accounts=[account], catalogue=default_catalogue())
    raming = bills(TODAY, prices=prices, horizon=make_horizon(indexation={CostKind.SERVICE: Decimal("0.1")}))
    first, second, *_ = here(raming)
    # 100 · 73.55 + 1,000 · 0.83 = 8,185; · 1.1 = 9,003.50 and · 1.21 = 9,903.85. 25,800 · 1.1 once.
    assert first.eur_of(CostKind.SERVICE) == Decimal("9003.50")
    assert second.eur_of(CostKind.SERVICE) == Decimal("9903.85")
    assert [first.once_eur, second.once_eur] == [28_380, 0]
    assert first.difference_eur == 0
    assert first.total_eur == first.total_today_eur


def test_with_services_a_branch_outside_every_gemeente_of_the_region_keeps_its_bill() -> None:
    account = Account(gemeente=HERE.code, purchases=(Purchase(service="ido", tariff="inwoner"),))
    prices = Prices.with_services(TARIFFS, accounts=[account], catalogue=default_catalogue())
    raming = bills(changed({"d": Option(type=KLEIN)}), prices=prices, transitions=make_transitions(**FREE))
    assert raming.gemeenten == (HERE.code, THERE.code)
    assert [each.yearly_eur for each in raming.of_gemeente(THERE.code)] == [30_000] * 4
    # 130,000 + 15,040 + 1,000 · 0.83.
    assert yearly(raming) == [145_870] * 4
    # And so does what is unknown of it.
    outside = changed({"d": Option(type=None)})
    raming = bills(outside, prices=prices)
    assert [unknown.site_id for unknown in raming.of_gemeente(THERE.code)[0].unknown] == ["d"]


def test_a_tariff_of_every_following_year_starts_in_the_second_year_of_the_horizon() -> None:
    # 003 § 4.9, Thuislezen: € 456 per school, once 2 books of € 19.35, and 'ieder volgend jaar' € 5.42 per leerling.
    codes = ("implementatie", "collectie", "volgend-jaar")
    account = Account(
        gemeente=HERE.code,
        quantities={
            Unit.SCHOOL: Quantity(value=Decimal(1), bron="proef"),
            Unit.LEERLING: Quantity(value=Decimal(100), bron="proef"),
        },
        purchases=tuple(Purchase(service="thuislezen", tariff=code) for code in codes),
    )
    prices = Prices.with_services(TARIFFS, accounts=[account], catalogue=default_catalogue())
    own = here(bills(TODAY, prices=prices))
    # 456 + 100 · 38.70; then 100 · 5.42.
    assert [each.once_eur for each in own] == [4_326, 0, 0, 0]
    assert [each.eur_of(CostKind.SERVICE) for each in own] == [0, 542, 542, 542]
    assert [each.difference_eur for each in own] == [0] * 4


def test_a_tariff_once_of_which_nobody_knows_the_quantity_is_unknown_in_the_first_year_only() -> None:
    account = Account(gemeente=HERE.code, purchases=(Purchase(service="thuislezen", tariff="implementatie"),))
    prices = Prices.with_services(TARIFFS, accounts=[account], catalogue=default_catalogue())
    assert [each.is_complete for each in here(bills(TODAY, prices=prices))] == [False, True, True, True]


def test_inwoners_follow_the_forecast_where_it_says_something_of_the_year() -> None:
    rows = [Forecast(gemeente=HERE.code, year=year, inwoners=persons) for year, persons in ((2027, 1_100), (2029, 900))]
    region = replace(REGION, forecasts=tuple(rows))
    raming = bills(TODAY, region=region, horizon=make_horizon(population=Variant.MIDDEN))
    # 1,000 today, 1,100, 1,000 on the line between, 900; at 15.04.
    paid = [each.eur_of(CostKind.INWONERS) for each in here(raming)]
    assert paid == [15_040, 16_544, 15_040, 13_536]
    assert [each.is_constant for each in here(raming)] == [True, False, False, False]
    constant = here(bills(TODAY, region=region))
    assert [each.eur_of(CostKind.INWONERS) for each in constant] == [15_040] * 4
    assert all(each.is_constant for each in constant)
    without = here(bills(TODAY, horizon=make_horizon(population=Variant.MIDDEN)))
    assert all(each.is_constant for each in without)


def test_a_gemeente_without_a_forecast_keeps_its_inwoners_and_says_so() -> None:
    sites = [make_site("a", 0.0, klasse=KLEIN)]
    region = make_region(
        line_roads(),
        people=[(0, 0, 1000), (8000, 0, 200)],
        sites=sites,
        gemeenten=(HERE, THERE),
        square_gemeente=[0, 1],
    )
    region = replace(region, forecasts=(Forecast(gemeente=HERE.code, year=2026, inwoners=1_100),))
    before = today_plan(sites)
    raming = yearly_bills(
        region,
        before,
        before,
        horizon=make_horizon(population=Variant.MIDDEN, n_years=1),
        transitions=make_transitions(),
        prices=PRICES,
    )
    assert [(each.gemeente, each.is_constant) for each in raming.years] == [(HERE.code, False), (THERE.code, True)]


def test_a_forecast_without_interval_has_no_lower_bound_to_follow() -> None:
    region = replace(REGION, forecasts=(Forecast(gemeente=HERE.code, year=2027, inwoners=1_100),))
    horizon = make_horizon(population=Variant.LAAG)
    assert kinds_of(lambda: bills(TODAY, region=region, horizon=horizon)) == ["forecast_without_interval"]


# --- faults ---


def test_starts_outside_the_horizon_and_unknown_sites_are_told_together() -> None:
    horizon = make_horizon(start_years={"b": 2030, "a": 2025, "x": 2026})
    found = faults_of(lambda: bills(CLOSED, horizon=horizon))
    assert [(fault.kind, fault.data["site"]) for fault in found] == [
        ("years_unknown_site", "x"),
        ("years_start_outside", "b"),
        ("years_start_outside", "a"),
        ("years_start_unchanged", "a"),
    ]
    assert (found[1].data["first"], found[1].data["last"]) == (2026, 2029)


def test_a_start_of_a_branch_that_does_not_change_is_named() -> None:
    found = faults_of(lambda: bills(CLOSED, horizon=make_horizon(start_years={"a": 2027, "b": 2027, "c": 2028})))
    assert [(fault.kind, fault.data) for fault in found] == [
        ("years_start_unchanged", {"site": "a", "year": 2027}),
        ("years_start_unchanged", {"site": "c", "year": 2028}),
    ]


def test_the_two_sites_of_a_move_start_together() -> None:
    after = changed({"b": None, "c": Option(type=KLEIN)})
    transitions = make_transitions(moves={"b": "c"})
    apart = make_horizon(start_years={"b": 2026, "c": 2027})
    assert kinds_of(lambda: bills(after, transitions=transitions, horizon=apart)) == ["years_moved_apart"]
    one = bills(after, transitions=transitions, horizon=make_horizon(start_years={"c": 2028}))
    assert [sorted({each.line.site_id for each in of.lines if each.line.site_id}) for of in here(one)] == [
        ["a", "b"],
        ["a", "b"],
        ["a", "c"],
        ["a", "c"],
    ]


@pytest.mark.parametrize(
    "fields",
    [
        {"indexation": {CostKind.TYPE: Decimal(3)}},
        {"indexation": {CostKind.TYPE: Decimal("-0.21")}},
        {"once_rate": Decimal("0.51")},
        {"discount_rate": Decimal("-0.01")},
        {"discount_rate": Decimal("1E-30")},
        {"once_rate": Decimal("0.000000001")},
        {"n_years": 0},
        {"n_years": -4},
        {"first_year": 26},
    ],
)
def test_a_horizon_with_a_rate_of_300_percent_or_without_years_is_refused(fields: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        make_horizon(**fields)


def test_the_year_is_an_argument_and_never_the_clock() -> None:
    horizon = Horizon.from_next_year(2025, discount_rate=Decimal(0))
    assert (horizon.first_year, horizon.last_year) == (2026, 2029)


# --- invariants ---

OPTIONS = st.one_of(st.none(), st.builds(Option, type=st.sampled_from(Vestigingstype), open_plus=st.booleans()))
CHANGES = st.fixed_dictionaries({}, optional=dict.fromkeys(("a", "b", "c"), OPTIONS))


def starting(changes: dict[str, Option | None], starts: dict[str, int]) -> dict[str, int]:
    """Starts of the sites that really change."""
    changing = {change.site_id for change in changes_between(TODAY, changed(changes))}
    return {site_id: year for site_id, year in starts.items() if site_id in changing}


STARTS = st.fixed_dictionaries({}, optional={site_id: st.integers(2026, 2029) for site_id in ("a", "b", "c")})
RATES = st.decimals(min_value="-0.2", max_value="0.5", places=3)
INDEXATION = st.fixed_dictionaries({}, optional=dict.fromkeys(CostKind, RATES))
MONTHS = st.integers(0, 60)


@given(indexation=INDEXATION, months=MONTHS, rate=st.decimals(min_value="0", max_value="0.5", places=3))
def test_an_unchanged_plan_differs_in_nothing(indexation: dict[CostKind, Decimal], months: int, rate: Decimal) -> None:
    horizon = make_horizon(indexation=indexation, discount_rate=rate)
    raming = bills(TODAY, horizon=horizon, transitions=make_transitions(afbouw_months=months))
    assert all(each.difference_eur == 0 and each.lines == each.today for each in raming.years)
    assert raming.npv_eur() == 0


@given(changes=CHANGES, starts=STARTS, indexation=INDEXATION, months=MONTHS)
def test_the_sum_of_the_lines_is_the_total_of_every_year_and_gemeente(
    changes: dict[str, Option | None], starts: dict[str, int], indexation: dict[CostKind, Decimal], months: int
) -> None:
    horizon = make_horizon(indexation=indexation, start_years=starting(changes, starts))
    raming = bills(changed(changes), horizon=horizon, transitions=make_transitions(**FREE, afbouw_months=months))
    for each in raming.years:
        once = sum((one.eur for one in each.one_offs if one.eur is not None), Decimal(0))
        assert each.total_eur == sum((line.eur for line in each.lines), Decimal(0)) + once
        assert each.yearly_eur == sum((each.eur_of(kind) for kind in CostKind), Decimal(0))
        assert each.total_today_eur is not None
        assert each.difference_eur == each.total_eur - each.total_today_eur


@given(changes=CHANGES, starts=STARTS, seed=st.randoms(use_true_random=False))
def test_the_order_of_changes_is_irrelevant(
    changes: dict[str, Option | None], starts: dict[str, int], seed: random.Random
) -> None:
    shuffled, started = list(changes.items()), list(starting(changes, starts).items())
    seed.shuffle(shuffled)
    seed.shuffle(started)
    one = bills(changed(changes), horizon=make_horizon(start_years=starting(changes, starts)))
    other = bills(changed(dict(shuffled)), horizon=make_horizon(start_years=dict(started)))
    assert one.years == other.years


@given(changes=CHANGES, starts=STARTS, indexation=INDEXATION, months=MONTHS, more=st.integers(1, 24))
def test_a_longer_afbouwtermijn_never_raises_the_saving(
    changes: dict[str, Option | None],
    starts: dict[str, int],
    indexation: dict[CostKind, Decimal],
    months: int,
    more: int,
) -> None:
    # Where b closes and c opens it is a move, unless c has a start of its own: the two would have to agree.
    is_move = "b" in changes and changes["b"] is None and bool(changes.get("c")) and "c" not in starts
    moves = {"b": "c"} if is_move else {}
    horizon = make_horizon(indexation=indexation, start_years=starting(changes, starts))
    after = changed(changes)
    short, long = (
        bills(after, horizon=horizon, transitions=make_transitions(**FREE, afbouw_months=term, moves=moves))
        for term in (months, months + more)
    )
    for soon, late in zip(here(short), here(long), strict=True):
        assert soon.yearly_difference_eur is not None
        assert late.yearly_difference_eur is not None
        # Each line paid for a part of the year is rounded on its own: half a cent each.
        slack = Decimal("0.005") * (len(soon.lines) + len(late.lines))
        assert late.yearly_difference_eur >= soon.yearly_difference_eur - slack


@given(changes=CHANGES)
def test_without_indexation_a_year_after_the_afbouw_is_the_kostenraming_of_the_plan(
    changes: dict[str, Option | None],
) -> None:
    after = changed(changes)
    last = here(bills(after))[-1]
    assert last.yearly_eur == build_kostenraming(REGION, after, tariffs=TARIFFS).of_gemeente(HERE.code).total_eur
