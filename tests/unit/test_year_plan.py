"""The money of the meerjarenplan: the parts of every row add up."""

from decimal import Decimal

from spreiding.accounts import Account, Purchase, Quantity
from spreiding.billing import default_catalogue
from spreiding.catalogue import Unit
from spreiding.domain import Huisvesting, Option, Plan
from spreiding.funding import CoverSource, SchoolShare, YearCover, fund, school_covers, without_source
from spreiding.housing import Housing
from spreiding.year_plan import PlanRow, plan_rows
from spreiding.years import Prices
from tests.unit.year_worlds import KLEIN, TARIFFS, TODAY, bills, changed, make_transitions
from tests.worlds import HERE, THERE

CATALOGUE = default_catalogue()
ACCOUNT = Account(
    gemeente=HERE.code,
    quantities={Unit.LEERLING: Quantity(value=Decimal(100), bron="proef")},
    purchases=(Purchase(service="dbos-po", tariff="leerling"), Purchase(service="ido", tariff="inwoner")),
)


def rows_of(after: Plan, *covers: YearCover, prices: Prices | None = None, opening_eur: int = 50_000) -> list[PlanRow]:
    """Rows of the one gemeente, with dBos for 100 leerlingen and an IDO."""
    transitions = make_transitions(opening_eur={KLEIN: Decimal(opening_eur)})
    with_services = Prices.with_services(TARIFFS, accounts=[ACCOUNT], catalogue=CATALOGUE)
    raming = bills(after, transitions=transitions, prices=prices or with_services)
    return list(plan_rows(fund(raming, covers), HERE.code))


def test_a_row_has_every_colour_and_what_is_paid_once() -> None:
    first, second, *_ = rows_of(changed({"c": Option(type=KLEIN)}))
    # Only dBos PO has a known colour: 100 · 73.55. The rest: 160,000 + 15,040 + 830.
    assert [first.basis_eur, first.basis_plus_eur, first.unknown_colour_eur] == [7_355, 0, 175_870]
    assert [first.once_eur, second.once_eur] == [50_000, 0]
    assert first.costs_eur == 7_355 + 175_870 + 50_000
    assert first.open_eur == first.costs_eur
    assert [first.year, second.year] == [2026, 2027]


def test_without_housing_the_row_says_so_and_with_housing_it_stands_apart() -> None:
    assert rows_of(TODAY)[0].housing_eur is None
    housing = Housing(bron="proef", eur_per_m2={Huisvesting.MFA: Decimal(100)}, m2={KLEIN: Decimal(350)})
    prices = Prices.of_branches(TARIFFS.model_copy(update={"housing": housing}))
    row = rows_of(changed({"c": Option(type=KLEIN, huisvesting=Huisvesting.MFA)}), prices=prices)[0]
    assert row.housing_eur == 35_000
    # Of the two others nobody knows the building.
    assert [unknown.site_id for unknown in row.unknown] == ["a", "b"]
    assert row.open_eur is None
    assert row.known_open_eur == 160_000 + 15_040 + 35_000 + 50_000


def test_a_gemeente_without_branches_pays_no_housing() -> None:
    last = rows_of(changed({"a": None, "b": None}))[-1]
    assert last.housing_eur == 0
    assert last.unknown_colour_eur == 15_870


def test_every_row_has_the_sources_that_pay_in_some_year() -> None:
    paid = [YearCover(HERE.code, 2027, CoverSource.RIJK, "tijdelijk", Decimal(10))]
    paid += [YearCover(HERE.code, year, CoverSource.GEMEENTE, "subsidie", Decimal(20)) for year in range(2026, 2030)]
    rows = rows_of(TODAY, *paid)
    assert [row.covers for row in rows[:2]] == [
        ((CoverSource.GEMEENTE, Decimal(20)), (CoverSource.RIJK, Decimal(0))),
        ((CoverSource.GEMEENTE, Decimal(20)), (CoverSource.RIJK, Decimal(10))),
    ]


def test_the_parts_of_every_row_add_up_to_its_costs() -> None:
    share = SchoolShare(gemeente=HERE.code, n_leerlingen=100, is_inside_tariff=False, bron="proef")
    on_top = school_covers([share], bills(TODAY), catalogue=CATALOGUE, name="dBos")
    for row in rows_of(changed({"c": Option(type=KLEIN, open_plus=True)}), *on_top):
        parts = [row.basis_eur, row.basis_plus_eur, row.unknown_colour_eur, row.housing_eur, row.once_eur]
        assert sum(part for part in parts if part is not None) + row.on_top_eur == row.costs_eur
        assert row.open_eur is not None
        assert sum(eur for _, eur in row.covers) + row.open_eur == row.costs_eur
        assert row.on_top_eur == 1_700


def test_a_source_that_stopped_before_the_first_year_has_no_column_and_leaves_its_costs() -> None:
    share = SchoolShare(gemeente=HERE.code, n_leerlingen=100, is_inside_tariff=False, bron="proef")
    raming = bills(TODAY)
    on_top = school_covers([share], raming, catalogue=CATALOGUE, name="dBos")
    for row in rows_of(TODAY, *without_source(on_top, raming, source=CoverSource.SCHOOL, from_year=2026)):
        assert row.covers == ()
        # 100 · 17 on top of 130,000 + 15,040 + 7,355 + 830, and nobody pays any of it.
        assert [row.on_top_eur, row.costs_eur, row.open_eur] == [1_700, 154_925, 154_925]


def test_where_no_tariff_holds_every_colour_is_unknown() -> None:
    elsewhere = TARIFFS.model_copy(update={"gemeenten": frozenset({THERE.code})})
    row = rows_of(TODAY, prices=Prices.of_branches(elsewhere))[0]
    assert (row.basis_eur, row.unknown_colour_eur, row.open_eur) == (None, None, None)
