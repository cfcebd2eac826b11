"""Who pays, by hand: costs of € 145,040 a year beside covers of round amounts."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from spreiding.accounts import Account, Purchase
from spreiding.billing import default_catalogue
from spreiding.costs import CostKind
from spreiding.funding import (
    IDO,
    Balance,
    Cover,
    CoverSource,
    FundedYear,
    SchoolShare,
    YearCover,
    fund,
    school_covers,
    service_covers,
    without_source,
    year_covers,
)
from spreiding.multi_year import Meerjarenraming
from spreiding.years import Prices
from tests.io.files import faults_of, kinds_of
from tests.unit.year_worlds import TARIFFS, TODAY, bills, changed, make_horizon
from tests.worlds import HERE, THERE

GEMEENTE, PROVINCIE, RIJK, SCHOOL, OWN = CoverSource
CATALOGUE = default_catalogue()
# 100,000 + 30,000 + 1,000 · 15.04 a year.
RAMING = bills(TODAY)
# And dBos PO for 100 leerlingen of 73.55.
DBOS = Account(gemeente=HERE.code, purchases=(Purchase(service="dbos-po", tariff="leerling", quantity=Decimal(100)),))
WITH_DBOS = bills(TODAY, prices=Prices.with_services(TARIFFS, accounts=[DBOS], catalogue=CATALOGUE))


def cover(source: CoverSource, eur: int, **fields: object) -> Cover:
    """A cover of the one gemeente."""
    start = {"gemeente": HERE.code, "source": source, "name": source.value, "eur_per_year": Decimal(eur)}
    return Cover.model_validate({"bron": "proef"} | start | fields)


def funded(*covers: YearCover, raming: Meerjarenraming = RAMING) -> list[FundedYear]:
    """The years of the one gemeente with these covers."""
    return [each for each in fund(raming, covers) if each.costs.gemeente == HERE.code]


def test_what_nobody_pays_is_the_open_end() -> None:
    covers = year_covers([cover(GEMEENTE, 100_000), cover(PROVINCIE, 20_000, until_year=2027)], RAMING)
    years = funded(*covers)
    assert [each.open_eur for each in years] == [25_040, 25_040, 45_040, 45_040]
    assert [each.balance for each in years] == [Balance.OPEN] * 4
    assert [each.eur_of(PROVINCIE) for each in years] == [20_000, 20_000, 0, 0]


def test_a_cover_starts_and_ends_in_its_years() -> None:
    covers = year_covers([cover(OWN, 1_000, from_year=2027, until_year=2028)], RAMING)
    assert [each.year for each in covers] == [2027, 2028]


def test_covers_that_are_paid_in_no_year_are_named() -> None:
    outside = [
        cover(OWN, 1_000, name="voorbij", until_year=2025),
        cover(OWN, 1_000, name="laatste", from_year=2029),
        cover(OWN, 1_000, name="later", from_year=2030),
    ]
    found = faults_of(lambda: year_covers(outside, RAMING))
    assert [(fault.kind, fault.data["name"]) for fault in found] == [
        ("funding_cover_outside", "voorbij"),
        ("funding_cover_outside", "later"),
    ]
    assert (found[0].data["first"], found[0].data["last"]) == (2026, 2029)


def test_more_cover_than_costs_is_named_too() -> None:
    [first, *_] = funded(*year_covers([cover(GEMEENTE, 150_000)], RAMING))
    assert (first.open_eur, first.balance) == (Decimal(-4_960), Balance.OVERCOVERED)
    [first, *_] = funded(*year_covers([cover(GEMEENTE, 145_040)], RAMING))
    assert (first.open_eur, first.balance) == (Decimal(0), Balance.CLOSED)


def test_with_unknown_costs_the_open_end_is_not_told_but_its_known_part_is() -> None:
    raming = bills(changed({"b": None}))
    first, second, *_ = funded(*year_covers([cover(GEMEENTE, 100_000)], raming), raming=raming)
    # The lease and the staff of the branch that closes are not given.
    assert (first.open_eur, first.balance, first.known_open_eur) == (None, Balance.UNKNOWN, Decimal(45_040))
    assert (second.open_eur, second.balance) == (Decimal(15_040), Balance.OPEN)


def test_costs_of_which_nothing_is_known_are_unknown_and_not_nothing() -> None:
    elsewhere = Prices.of_branches(TARIFFS.model_copy(update={"gemeenten": frozenset({THERE.code})}))
    raming = bills(TODAY, prices=elsewhere)
    [first, *_] = funded(*year_covers([cover(GEMEENTE, 100_000)], raming), raming=raming)
    assert (first.costs_eur, first.known_open_eur, first.open_eur) == (None, None, None)
    assert first.balance is Balance.UNKNOWN
    # What schools pay on top of that is known: 100 · 17.
    share = SchoolShare(gemeente=HERE.code, n_leerlingen=100, is_inside_tariff=False, bron="proef")
    [first, *_] = funded(*school_covers([share], raming, catalogue=CATALOGUE, name="dBos"), raming=raming)
    assert (first.costs_eur, first.open_eur) == (Decimal(1_700), None)


def test_what_if_the_provincie_stops_paying() -> None:
    # 000 § 5.6: uncertain in 2025.
    covers = year_covers([cover(PROVINCIE, 20_000), cover(PROVINCIE, 5_000, name="project")], RAMING)
    stopped = without_source(covers, RAMING, source=PROVINCIE, from_year=2028)
    assert [each.covered_eur for each in funded(*stopped)] == [25_000, 25_000, 0, 0]
    one = without_source(covers, RAMING, source=PROVINCIE, from_year=2028, name="project")
    assert [each.covered_eur for each in funded(*one)] == [25_000, 25_000, 20_000, 20_000]


def test_the_rijk_covers_what_the_ido_costs() -> None:
    # 34,021 · 0.83 is tested with the bill; here 1,000 · 0.83, and 3 % more every year from 2025.
    account = Account(gemeente=HERE.code, purchases=(Purchase(service=IDO, tariff="inwoner"),))
    prices = Prices.with_services(TARIFFS, accounts=[account], catalogue=CATALOGUE)
    horizon = make_horizon(indexation={CostKind.SERVICE: Decimal("0.03")}, n_years=2)
    raming = bills(TODAY, prices=prices, horizon=horizon)
    covers = service_covers(raming, IDO, source=RIJK, name="SPUK IDO")
    # 830 · 1.03 = 854.90; · 1.0609 = 880.547, rounded once.
    assert [each.eur for each in covers] == [Decimal("854.90"), Decimal("880.55")]
    assert [each.open_eur for each in funded(*covers, raming=raming)] == [145_040, 145_040]
    assert service_covers(RAMING, IDO, source=RIJK, name="SPUK IDO") == ()


@pytest.mark.parametrize(("is_inside", "costs_eur", "open_eur"), [(True, 152_395, 150_695), (False, 154_095, 152_395)])
def test_schools_pay_inside_the_tariff_or_on_top(*, is_inside: bool, costs_eur: int, open_eur: int) -> None:
    # 100 · 17 = 1,700: a part of what is on the bill (145,040 + 7,355), or costs and cover alike.
    share = SchoolShare(gemeente=HERE.code, n_leerlingen=100, is_inside_tariff=is_inside, bron="proef")
    [first, *_] = funded(*school_covers([share], WITH_DBOS, catalogue=CATALOGUE, name="dBos"), raming=WITH_DBOS)
    assert first.eur_of(SCHOOL) == 1_700
    assert [first.costs_eur, first.open_eur] == [costs_eur, open_eur]


def test_what_schools_paid_on_top_is_open_when_they_stop() -> None:
    # 145,040 + 100 · 17, of which the schools pay 1,700 until 2027.
    share = SchoolShare(gemeente=HERE.code, n_leerlingen=100, is_inside_tariff=False, bron="proef")
    covers = school_covers([share], RAMING, catalogue=CATALOGUE, name="dBos")
    years = funded(*without_source(covers, RAMING, source=SCHOOL, from_year=2027))
    assert [each.costs_eur for each in years] == [146_740] * 4
    assert [each.eur_of(SCHOOL) for each in years] == [1_700, 0, 0, 0]
    assert [each.open_eur for each in years] == [145_040, 146_740, 146_740, 146_740]


def test_a_gemeente_has_one_share_of_schools() -> None:
    shares = [
        SchoolShare(gemeente=HERE.code, n_leerlingen=n, is_inside_tariff=is_inside, bron="proef")
        for n, is_inside in ((100, True), (50, False))
    ]
    [fault] = faults_of(lambda: school_covers(shares, WITH_DBOS, catalogue=CATALOGUE, name="dBos"))
    assert (fault.kind, fault.data) == ("funding_double_school", {"gemeente": HERE.code})


def test_schools_pay_no_part_of_a_tariff_that_is_not_on_the_bill() -> None:
    share = SchoolShare(gemeente=HERE.code, n_leerlingen=100, is_inside_tariff=True, bron="proef")
    [fault] = faults_of(lambda: school_covers([share], RAMING, catalogue=CATALOGUE, name="dBos"))
    assert (fault.kind, fault.data) == ("funding_school_not_billed", {"gemeente": HERE.code})
    # An amount that nobody knows is on the bill all the same.
    unknown = Account(gemeente=HERE.code, purchases=(Purchase(service="dbos-po", tariff="leerling"),))
    raming = bills(TODAY, prices=Prices.with_services(TARIFFS, accounts=[unknown], catalogue=CATALOGUE))
    assert len(school_covers([share], raming, catalogue=CATALOGUE, name="dBos")) == 4


def test_services_and_the_share_of_schools_are_indexed_from_one_prijspeil() -> None:
    # Of 2024 in both: 7,355 · 1.03² = 7,802.9195 and 1,700 · 1.0609 = 1,803.53.
    old = CATALOGUE.model_copy(update={"price_year": 2024})
    tariffs = TARIFFS.model_copy(update={"price_year": 2024})
    prices = Prices.with_services(tariffs, accounts=[DBOS], catalogue=old)
    horizon = make_horizon(indexation={CostKind.SERVICE: Decimal("0.03")}, n_years=1)
    raming = bills(TODAY, prices=prices, horizon=horizon)
    share = SchoolShare(gemeente=HERE.code, n_leerlingen=100, is_inside_tariff=True, bron="proef")
    [paid] = school_covers([share], raming, catalogue=old, name="dBos")
    assert [raming.years[0].eur_of(CostKind.SERVICE), paid.eur] == [Decimal("7802.92"), Decimal("1803.53")]
    # One of 2024 and the other of 2025 have no prijspeil together.
    [fault] = faults_of(lambda: Prices.with_services(TARIFFS, accounts=[DBOS], catalogue=old))
    assert fault.kind == "years_other_price_year"
    assert (fault.data["year"], fault.data["price_year"]) == (2024, 2025)
    assert kinds_of(lambda: school_covers([share], WITH_DBOS, catalogue=old, name="dBos")) == [fault.kind]


def test_whether_schools_pay_inside_the_tariff_must_be_said() -> None:
    with pytest.raises(ValidationError, match="is_inside_tariff"):
        SchoolShare.model_validate({"gemeente": HERE.code, "n_leerlingen": 100, "bron": "proef"})
    with pytest.raises(ValidationError, match="n_leerlingen"):
        SchoolShare.model_validate({"gemeente": HERE.code, "is_inside_tariff": True, "bron": "proef"})


def test_a_cover_is_never_negative_or_reversed() -> None:
    with pytest.raises(ValidationError, match="greater than or equal to 0"):
        cover(GEMEENTE, -1)
    with pytest.raises(ValidationError, match="ends after it starts"):
        cover(GEMEENTE, 1, from_year=2028, until_year=2027)


def test_faults_of_covers_are_told_together() -> None:
    covers = [
        YearCover(THERE.code, 2026, RIJK, "elders", Decimal(1)),
        YearCover(HERE.code, 2035, RIJK, "later", Decimal(1)),
    ]
    found = faults_of(lambda: fund(RAMING, covers))
    assert [fault.kind for fault in found] == ["funding_no_gemeente", "funding_year_outside"]
    assert found[0].data == {"gemeente": THERE.code, "name": "elders"}
    paid = year_covers([cover(PROVINCIE, 1)], RAMING)
    assert kinds_of(lambda: without_source(paid, RAMING, source=PROVINCIE, from_year=2030)) == ["funding_end_outside"]
    assert kinds_of(lambda: without_source(paid, RAMING, source=RIJK, from_year=2027)) == ["funding_no_source"]


COVERS = st.lists(
    st.builds(
        cover,
        st.sampled_from(CoverSource),
        st.integers(0, 200_000),
        from_year=st.one_of(st.none(), st.integers(2024, 2028)),
        until_year=st.one_of(st.none(), st.integers(2028, 2031)),
    ),
    max_size=6,
)


@given(covers=COVERS, n_leerlingen=st.integers(0, 5_000), is_inside=st.booleans())
def test_covers_and_the_open_end_are_the_costs(covers: list[Cover], n_leerlingen: int, *, is_inside: bool) -> None:
    share = SchoolShare(gemeente=HERE.code, n_leerlingen=n_leerlingen, is_inside_tariff=is_inside, bron="proef")
    of_school = school_covers([share], WITH_DBOS, catalogue=CATALOGUE, name="dBos")
    for each in funded(*year_covers(covers, WITH_DBOS), *of_school, raming=WITH_DBOS):
        assert each.open_eur is not None
        assert each.covered_eur + each.open_eur == each.costs_eur
        assert sum((each.eur_of(source) for source in CoverSource), Decimal(0)) == each.covered_eur
        assert (each.open_eur < 0) is (each.balance is Balance.OVERCOVERED)


@given(covers=COVERS, source=st.sampled_from(CoverSource), year=st.integers(2026, 2029))
def test_a_source_that_ends_leaves_as_much_open_as_it_paid(covers: list[Cover], source: CoverSource, year: int) -> None:
    paid = year_covers(covers, RAMING)
    if not any(each.source is source for each in paid):
        return
    after = funded(*without_source(paid, RAMING, source=source, from_year=year))
    for whole, less in zip(funded(*paid), after, strict=True):
        lost = whole.eur_of(source) if whole.costs.year >= year else Decimal(0)
        assert less.open_eur is not None
        assert whole.open_eur is not None
        assert less.open_eur - whole.open_eur == lost
