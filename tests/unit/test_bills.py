"""The bill of a gemeente, line by line from the amounts of the activiteitencatalogus 2025 (source 003)."""

from collections.abc import Sequence
from decimal import Decimal

import pytest
from pydantic import ValidationError

from spreiding.accounts import Account, OwnAmount, Purchase, Quantity
from spreiding.billing import default_catalogue
from spreiding.bills import Bill, build_bill
from spreiding.catalogue import Colour, Unit
from spreiding.costs import CostKind, UnknownReason, build_kostenraming
from spreiding.demand import Gemeente
from spreiding.domain import Option, Package, Vestigingstype
from spreiding.errors import InputError
from spreiding.scenario import today_plan
from tests.worlds import HERE, line_roads, make_region, make_site, make_uitgangspunten

_, MIDDELGROOT, KLEIN, SERVICEPUNT = Vestigingstype
LLO1 = Package.LLO1
MIDDEN_DRENTHE = (
    ("beilen", Option(type=MIDDELGROOT, package=LLO1, open_plus=True)),
    ("smilde", Option(type=KLEIN, package=LLO1)),
    ("westerbork", Option(type=KLEIN, package=LLO1)),
    ("bovensmilde", Option(type=SERVICEPUNT)),
)
SERVICES = (
    Purchase(service="kleintje-bieb", tariff="kleintje-bieb"),
    Purchase(service="boekstart-kinderopvang", tariff="locatie"),
    Purchase(service="dbos-po", tariff="leerling"),
    Purchase(service="taalhuis", tariff="taalnetwerk"),
    Purchase(service="meedoen", tariff="programmering"),
    Purchase(service="ido", tariff="inwoner"),
)
QUANTITIES = {
    Unit.KINDEROPVANGLOCATIE: Quantity(value=Decimal(19), bron="proef"),
    Unit.LEERLING: Quantity(value=Decimal(2405), bron="Jaarbericht 2024"),
}


def bill_of(
    purchases: Sequence[Purchase] = SERVICES,
    *,
    quantities: dict[Unit, Quantity] | None = None,
    has_tariffs: bool = True,
    subsidy_eur: Decimal | None = None,
) -> Bill:
    """Bill of a gemeente with the branches of Midden-Drenthe and 34,021 inwoners."""
    sites = [
        make_site(name, 1000.0 * k).model_copy(update={"today": option})
        for k, (name, option) in enumerate(MIDDEN_DRENTHE)
    ]
    region = make_region(line_roads(), people=[(0, 0, 34_021)], sites=sites)
    account = Account(
        gemeente=HERE.code,
        quantities=QUANTITIES if quantities is None else quantities,
        purchases=tuple(purchases),
        subsidy_eur=subsidy_eur,
        subsidy_bron="begroting",
    )
    kostenraming = build_kostenraming(region, today_plan(region.sites), tariffs=make_uitgangspunten().tariffs)
    return build_bill(
        kostenraming,
        account,
        inwoners=Decimal(34_021),
        catalogue=default_catalogue(),
        has_tariffs=has_tariffs,
    )


def test_midden_drenthe_pays_946560_euros_and_2_cents() -> None:
    bill = bill_of()
    by_kind = {
        kind: sum((line.eur for line in bill.kostenraming.lines if line.kind is kind), Decimal(0)) for kind in CostKind
    }
    # 71,337 + 2 · 35,669 + 11,890; 17,553 + 2 · 8,768; one Open+; 34,021 · (11.19 + 3.85).
    assert by_kind[CostKind.TYPE] == 154_565
    assert by_kind[CostKind.PACKAGE] == 35_089
    assert by_kind[CostKind.OPEN_PLUS] == 2_688
    assert by_kind[CostKind.INWONERS] == Decimal("511675.84")
    services = {line.service: line.eur for line in bill.kostenraming.lines if line.kind is CostKind.SERVICE}
    assert services == {
        "kleintje-bieb": Decimal(6_341),
        # 19 locations · 1,135.
        "boekstart-kinderopvang": Decimal(21_565),
        # 2,405 pupils · 73.55.
        "dbos-po": Decimal("176887.75"),
        "taalhuis": Decimal(3_170),
        "meedoen": Decimal(6_341),
        # 34,021 inwoners · 0.83.
        "ido": Decimal("28237.43"),
    }
    assert bill.total_eur == Decimal("946560.02")
    assert bill.kostenraming.unknown == ()
    assert not bill.has_housing


def test_what_depends_on_the_branches_stands_apart() -> None:
    # (154,565 + 35,089 + 2,688) / 946,560.02 = 192,342 / 946,560.02 = 20.32 of every hundred.
    bill = bill_of()
    assert bill.of_every_hundred_eur == Decimal("20.32")
    # 946,560.02 / 34,021 = 27.823.
    assert bill.eur_per_inwoner == Decimal("27.82")


def test_colours_and_housing_add_up_to_the_total() -> None:
    # Only dBos is told to be Basis; of all other lines the text lost the colour.
    bill = bill_of()
    assert bill.of_colour(Colour.BASIS) == Decimal("176887.75")
    assert bill.of_colour(Colour.BASIS_PLUS) == 0
    assert bill.of_colour(Colour.BASIS) + bill.of_colour(None) + bill.housing_eur == bill.total_eur


def test_the_bill_lies_beside_the_subsidy_of_today() -> None:
    assert bill_of(subsidy_eur=Decimal(900_000)).above_subsidy_eur == Decimal("46560.02")
    assert bill_of().above_subsidy_eur is None


def test_llo_2_is_a_free_choice_of_24_12_or_6_activities() -> None:
    for code, eur in (("groot", 41_221), ("middelgroot", 20_610), ("klein", 10_305)):
        assert bill_of([Purchase(service="llo-2", tariff=code)]).kostenraming.services_eur == eur


def test_what_nobody_counted_or_priced_is_named_and_never_zero() -> None:
    bill = bill_of(
        [Purchase(service="dbos-po", tariff="leerling"), Purchase(service="dbos-vo", tariff="dbos-vo")], quantities={}
    )
    assert [(unknown.reason, unknown.service) for unknown in bill.kostenraming.unknown] == [
        (UnknownReason.NO_QUANTITY, "dbos-po"),
        (UnknownReason.ON_QUOTE, "dbos-vo"),
    ]
    assert bill.kostenraming.services_eur is None
    assert bill.eur_per_inwoner is None


def test_what_is_on_quote_costs_what_the_user_enters() -> None:
    quoted = Purchase(
        service="dbos-vo", tariff="dbos-vo", quantity=Decimal(2), eur=Decimal("4500.50"), bron="offerte 2026"
    )
    assert bill_of([quoted]).kostenraming.services_eur == Decimal("9001.00")


def test_where_the_tariffs_do_not_hold_only_what_the_user_priced_is_known() -> None:
    own = Purchase(service="taalhuis", tariff="taalnetwerk", eur=Decimal(5_000), bron="contract")
    ido = Purchase(service="ido", tariff="inwoner")
    bill = bill_of([own, ido], has_tariffs=False)
    assert bill.kostenraming.services_eur == 5_000
    assert [(unknown.reason, unknown.service) for unknown in bill.kostenraming.unknown] == [
        (UnknownReason.NO_TARIFF, "ido")
    ]


def test_what_is_paid_once_is_no_yearly_cost() -> None:
    # Thuislezen for 2,405 pupils: two books of 19.35 each once, 93,073.50.
    bill = bill_of([Purchase(service="thuislezen", tariff="collectie")])
    assert bill.kostenraming.once_eur == Decimal("93073.50")
    assert bill.kostenraming.services_eur == 0


def test_what_a_school_or_a_participant_pays_is_no_line_of_the_gemeente() -> None:
    bill = bill_of(
        [Purchase(service="dbos-po", tariff="bijdrage-school"), Purchase(service="llo-1", tariff="deelname")]
    )
    assert bill.kostenraming.services_eur == 0
    assert bill.kostenraming.unknown == ()


def test_a_service_that_the_catalogue_does_not_have_is_refused() -> None:
    with pytest.raises(InputError) as caught:
        bill_of([Purchase(service="boekenboot", tariff="vaart")])
    assert caught.value.kind == "catalogue_no_service"


def test_an_own_amount_has_a_source_and_nothing_is_negative_or_bought_twice() -> None:
    with pytest.raises(ValidationError):
        Purchase(service="ido", tariff="inwoner", eur=Decimal(1))
    with pytest.raises(ValidationError):
        Purchase(service="ido", tariff="inwoner", quantity=Decimal(-1))
    twice = (Purchase(service="ido", tariff="inwoner"),) * 2
    with pytest.raises(ValidationError):
        Account(gemeente=HERE.code, purchases=twice)


def test_a_branch_without_a_tariff_costs_what_the_user_entered() -> None:
    # Elsewhere the four branches have no tariff; of Beilen alone an amount is known.
    region = make_region(
        line_roads(),
        people=[(0, 0, 10)],
        sites=[make_site(name, 0.0, klasse=KLEIN, gemeente="GM0106") for name in ("assen", "kloosterveen")],
        gemeenten=[Gemeente(code="GM0106", name="Assen")],
    )
    kostenraming = build_kostenraming(region, today_plan(region.sites), tariffs=make_uitgangspunten().tariffs)
    account = Account(gemeente="GM0106", amounts={"assen": OwnAmount(eur=Decimal(812_000), bron="begroting")})
    bill = build_bill(kostenraming, account, inwoners=Decimal(10), catalogue=default_catalogue(), has_tariffs=False)
    assert bill.kostenraming.branches_eur == 812_000
    assert {unknown.site_id for unknown in bill.kostenraming.unknown} == {"kloosterveen", None}


def test_what_the_catalogue_does_not_time_is_counted_every_year_and_says_so_unless_the_user_knows() -> None:
    hours = Purchase(service="maatwerk", tariff="hbo", quantity=Decimal(100))
    (yearly,) = (line for line in bill_of([hours]).kostenraming.lines if line.kind is CostKind.SERVICE)
    assert yearly.eur == 7_400
    assert (yearly.is_once, yearly.is_assumed_yearly) == (False, True)
    once = bill_of([hours.model_copy(update={"is_once": True})]).kostenraming
    assert once.once_eur == 7_400
    assert once.services_eur == 0


def test_an_unknown_amount_that_is_paid_once_leaves_the_yearly_amount_known() -> None:
    furnishing = Purchase(service="taalhuis", tariff="inrichting", quantity=Decimal(1))
    found = bill_of([furnishing]).kostenraming
    assert found.once_eur is None
    assert found.services_eur == 0


def test_a_total_with_something_unknown_in_it_is_not_held_against_the_subsidy() -> None:
    quoted = Purchase(service="dbos-vo", tariff="dbos-vo", quantity=Decimal(1))
    assert bill_of([quoted], subsidy_eur=Decimal(900_000)).above_subsidy_eur is None
