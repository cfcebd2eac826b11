"""The bill, from the amounts of the activiteitencatalogus 2025 (source 003)."""

from dataclasses import replace
from decimal import Decimal

from spreiding.catalogue import Colour
from spreiding.costs import (
    CostKind,
    ThuislezenPrice,
    UnknownReason,
    branch_costs,
    build_kostenraming,
    option_eur_per_year,
    thuislezen_eur,
)
from spreiding.domain import Huisvesting, Option, Package, Plan, Vestigingstype, Voorzieningsvorm
from spreiding.housing import Housing
from spreiding.region import Region
from spreiding.scenario import today_plan
from spreiding.voorzieningen import Voorziening
from spreiding.workflow import default_uitgangspunten
from tests.worlds import HERE, THERE, line_roads, make_region, make_site, make_uitgangspunten

GROOT, MIDDELGROOT, KLEIN, SERVICEPUNT = Vestigingstype
TARIFFS = make_uitgangspunten().tariffs
HOUSING = Housing(
    bron="proef",
    eur_per_m2={Huisvesting.MFA: Decimal(100)},
    m2={KLEIN: Decimal(350), SERVICEPUNT: Decimal(100)},
    shares={Huisvesting.MFA: Decimal("0.5")},
)
HOUSED = TARIFFS.model_copy(update={"housing": HOUSING})


def region_with(*classes: Vestigingstype | None, inwoners: float = 34_021.0) -> Region:
    """One gemeente with branches of these classes; `None` is a class nobody knows."""
    sites = [make_site(f"bieb-{k}", 1000.0 * k, klasse=klasse, is_open=True) for k, klasse in enumerate(classes)]
    return make_region(line_roads(), people=[(0, 0, inwoners)], sites=sites)


def test_one_groot_and_three_klein_cost_202123() -> None:
    # 95,116 + 3 · 35,669 = 202,123.
    region = region_with(GROOT, KLEIN, KLEIN, KLEIN)
    bill = build_kostenraming(region, today_plan(region.sites), tariffs=TARIFFS)
    assert bill.branches_eur == Decimal("202123.00")


def test_midden_drenthe_pays_154565_for_classes_and_15_04_per_inwoner() -> None:
    # 71,337 + 2 · 35,669 + 11,890 = 154,565; 34,021 · 11.19 = 380,694.99 and 34,021 · 3.85 = 130,980.85.
    region = region_with(MIDDELGROOT, KLEIN, KLEIN, SERVICEPUNT)
    bill = build_kostenraming(region, today_plan(region.sites), tariffs=TARIFFS)
    assert bill.branches_eur == Decimal("154565.00")
    assert [line.eur for line in bill.lines if line.kind is CostKind.INWONERS] == [
        Decimal("380694.99"),
        Decimal("130980.85"),
    ]
    assert bill.total_eur == Decimal("154565.00") + Decimal("511675.84")
    assert bill.of_gemeente(HERE.code) == bill


def test_open_plus_and_the_package_follow_the_branch() -> None:
    # klein 35,669 + LLO 1 8,768 + Open+ 2,688 = 47,125; housing has no tariff until one is given.
    option = Option(type=KLEIN, package=Package.LLO1, open_plus=True, huisvesting=Huisvesting.MFA)
    site = make_site("bieb", 0.0, klasse=KLEIN)
    assert option_eur_per_year(site, option, tariffs=TARIFFS) == 47_125
    # 350 m² at € 100, of which half is shared: € 17,500.
    assert option_eur_per_year(site, option, tariffs=HOUSED) == 47_125 + 17_500


def test_a_told_floor_area_counts_as_long_as_the_class_is_that_of_today() -> None:
    # 280 m² told, half of them shared, at € 100; as a servicepunt the 100 m² of its class, half of them.
    klein, servicepunt = (Option(type=klasse, huisvesting=Huisvesting.MFA) for klasse in (KLEIN, SERVICEPUNT))
    site = make_site("bieb", 0.0, floor_m2=280.0).model_copy(update={"today": klein})
    assert option_eur_per_year(site, klein, tariffs=HOUSED) == 35_669 + 14_000
    assert option_eur_per_year(site, servicepunt, tariffs=HOUSED) == 11_890 + 5_000


def test_housing_that_cannot_be_priced_is_named_and_the_rest_is_known() -> None:
    # Nobody told in what building it stands: 35,669 without housing, and a remark.
    region = region_with(KLEIN)
    bill = build_kostenraming(region, today_plan(region.sites), tariffs=HOUSED)
    assert bill.branches_eur == 35_669
    assert [(unknown.reason, unknown.site_id) for unknown in bill.unknown] == [
        (UnknownReason.HOUSING_UNKNOWN, "bieb-0")
    ]


def test_an_unknown_class_leaves_the_amount_unknown_and_says_so() -> None:
    region = region_with(None)
    bill = build_kostenraming(region, today_plan(region.sites), tariffs=TARIFFS)
    assert bill.branches_eur is None
    assert [unknown.reason for unknown in bill.unknown] == [UnknownReason.TYPE_UNKNOWN]


def test_a_sum_holds_what_is_known_beside_what_is_not() -> None:
    region = region_with(None, KLEIN)
    bill = build_kostenraming(region, today_plan(region.sites), tariffs=TARIFFS)
    assert bill.branches_eur == 35_669
    assert [unknown.site_id for unknown in bill.unknown] == ["bieb-0"]


def test_a_gemeente_outside_the_tariffs_has_no_bill() -> None:
    region = region_with(GROOT)
    elsewhere = make_uitgangspunten(gemeenten=[THERE.code]).tariffs
    bill = build_kostenraming(region, today_plan(region.sites), tariffs=elsewhere)
    assert (bill.branches_eur, bill.inwoners_eur, bill.total_eur) == (None, None, None)
    assert {unknown.reason for unknown in bill.unknown} == {UnknownReason.NO_TARIFF}
    assert len(bill.unknown) == 2


def test_llo_1_has_no_tariff_for_a_servicepunt() -> None:
    option = Option(type=SERVICEPUNT, package=Package.LLO1)
    assert option_eur_per_year(make_site("bieb", 0.0), option, tariffs=TARIFFS) is None


def test_closing_everything_costs_nothing_where_the_tariffs_hold() -> None:
    region = region_with(KLEIN)
    bill = build_kostenraming(region, today_plan([]), tariffs=TARIFFS)
    assert bill.branches_eur == 0
    assert bill.inwoners_eur == Decimal("511675.84")


def test_thuislezen_for_a_school_of_120_costs_5100_once_and_650_a_year() -> None:
    # 003 §4.9: 456 + 120 · 2 · 19.35 = 456 + 4,644 = 5,100; after that 120 · 5.42 = 650.40 a year.
    tariffs = default_uitgangspunten().tariffs
    assert thuislezen_eur(120, tariffs, "GM1731") == ThuislezenPrice(Decimal("5100.00"), Decimal("650.40"))


def test_a_school_without_pupils_pays_the_implementation_only() -> None:
    tariffs = default_uitgangspunten().tariffs
    assert thuislezen_eur(0, tariffs, "GM1731") == ThuislezenPrice(Decimal("456.00"), Decimal("0.00"))


def test_thuislezen_has_no_price_without_pupils_or_where_the_tariffs_do_not_hold() -> None:
    tariffs = default_uitgangspunten().tariffs
    assert thuislezen_eur(None, tariffs, "GM1731") is None
    # Emmen is no gemeente of Bind.
    assert thuislezen_eur(120, tariffs, "GM0114") is None
    assert thuislezen_eur(120, tariffs, None) is None
    assert thuislezen_eur(120, tariffs.model_copy(update={"thuislezen": None}), "GM1731") is None


def test_a_servicepunt_with_a_package_keeps_its_own_tariff_and_names_the_package_as_unknown() -> None:
    site = make_site("bieb", 0.0, klasse=SERVICEPUNT)
    lines, unknown = branch_costs(site, Option(type=SERVICEPUNT, package=Package.LLO1), tariffs=TARIFFS)
    assert [line.eur for line in lines] == [Decimal(11_890)]
    assert [each.reason for each in unknown] == [UnknownReason.PACKAGE_WITHOUT_TARIFF]


def test_housing_is_known_where_the_tariffs_do_not_hold() -> None:
    # 350 m² at € 100, of which half is shared.
    site = make_site("bieb", 0.0, klasse=KLEIN, gemeente="GM0106")
    lines, unknown = branch_costs(site, Option(type=KLEIN, huisvesting=Huisvesting.MFA), tariffs=HOUSED)
    assert [(line.kind, line.eur) for line in lines] == [(CostKind.HUISVESTING, Decimal(17_500))]
    assert [each.reason for each in unknown] == [UnknownReason.NO_TARIFF]


def test_the_floor_of_todays_building_says_nothing_of_another() -> None:
    # 280 m² told of a school; as an MFA the 350 m² of its class, half of them at € 100.
    site = make_site("bieb", 0.0, floor_m2=280.0).model_copy(
        update={"today": Option(type=KLEIN, huisvesting=Huisvesting.SCHOOL)}
    )
    moved = Option(type=KLEIN, huisvesting=Huisvesting.MFA)
    assert option_eur_per_year(site, moved, tariffs=HOUSED) == 35_669 + 17_500


def test_a_search_counts_only_branches_of_which_all_is_known() -> None:
    # Of the first nobody knows the building, so its 35,669 euros are not all that it costs.
    mfa = Option(type=KLEIN, huisvesting=Huisvesting.MFA)
    sites = [make_site("bieb-0", 0.0, klasse=KLEIN), make_site("bieb-1", 1000.0).model_copy(update={"today": mfa})]
    region = make_region(line_roads(), people=[(0, 0, 1)], sites=sites)
    bill = build_kostenraming(region, today_plan(region.sites), tariffs=HOUSED)
    assert bill.known_branches_eur() == 35_669 + 17_500
    assert option_eur_per_year(sites[0], Option(type=KLEIN), tariffs=HOUSED) is None


def test_a_bibliobus_has_no_tariff_and_is_named_as_unknown() -> None:
    bus = Voorziening(id="bus", name="Bus", form=Voorzieningsvorm.BIBLIOBUS, gemeente=HERE.code, x_m=0.0, y_m=0.0)
    region = replace(region_with(KLEIN), voorzieningen=(bus,))
    bill = build_kostenraming(region, today_plan(region.sites), tariffs=TARIFFS)
    assert [(each.reason, each.site_id) for each in bill.unknown] == [(UnknownReason.NO_TARIFF, "bus")]


def test_lines_carry_the_colour_that_the_catalogue_gives_to_their_service() -> None:
    coloured = TARIFFS.model_copy(update={"colours": {"robuuste-bibliotheek": Colour.BASIS}})
    region = region_with(KLEIN)
    bill = build_kostenraming(region, today_plan(region.sites), tariffs=coloured)
    assert {(line.service, line.colour) for line in bill.lines} == {("robuuste-bibliotheek", Colour.BASIS)}


def test_bills_are_comparable_when_the_same_is_unknown_of_branches_that_stay() -> None:
    region = region_with(None, KLEIN, KLEIN)
    today = today_plan(region.sites)
    before = build_kostenraming(region, today, tariffs=TARIFFS)
    closed = Plan.of({site_id: option for site_id, option in today.options if site_id != "bieb-2"})
    assert before.is_comparable(build_kostenraming(region, closed, tariffs=TARIFFS))
    forgotten = Plan.of(today.by_id | {"bieb-1": Option(type=None)})
    assert not before.is_comparable(build_kostenraming(region, forgotten, tariffs=TARIFFS))
