"""The meerjarenplan as a person reads it."""

from dataclasses import replace
from decimal import Decimal

import pandas as pd

from spreiding.billing import default_catalogue
from spreiding.costs import CostKind
from spreiding.demand import Forecast, Variant
from spreiding.domain import Option, Plan
from spreiding.funding import Cover, CoverSource, SchoolShare, fund, school_covers, year_covers
from spreiding.horizon import Horizon
from spreiding.multi_year import Meerjarenraming
from spreiding.transitions import OneOffReason
from spreiding.ui import meerjaren
from spreiding.ui.markdown import plain
from spreiding.year_plan import PlanRow, plan_rows
from spreiding.years import Prices
from tests.unit.year_worlds import (
    KLEIN,
    PRICES,
    REGION,
    TARIFFS,
    TODAY,
    bills,
    changed,
    make_horizon,
    make_transitions,
)
from tests.worlds import HERE, THERE

OPENED = changed({"c": Option(type=KLEIN)})
TRANSITIONS = make_transitions(opening_eur={KLEIN: Decimal(50_000)})


def told(
    after: Plan,
    *,
    subsidy_eur: int = 0,
    horizon: Horizon | None = None,
    with_schools: bool = False,
    prices: Prices = PRICES,
) -> tuple[Meerjarenraming, tuple[PlanRow, ...], pd.DataFrame]:
    """The years of the one gemeente, with a subsidy and schools that pay on top."""
    raming = bills(after, horizon=horizon, transitions=TRANSITIONS, prices=prices)
    subsidy = Cover(
        gemeente=HERE.code,
        source=CoverSource.GEMEENTE,
        name="subsidie",
        eur_per_year=Decimal(subsidy_eur),
        bron="proef",
    )
    covers = year_covers([subsidy] if subsidy_eur else [], raming)
    if with_schools:
        share = SchoolShare(gemeente=HERE.code, n_leerlingen=100, is_inside_tariff=False, bron="proef")
        covers += school_covers([share], raming, catalogue=default_catalogue(), name="dBos")
    rows = plan_rows(fund(raming, covers), HERE.code)
    return raming, rows, meerjaren.plan_table(rows)


def test_a_year_is_a_row_in_whole_euros() -> None:
    _, _, table = told(OPENED, subsidy_eur=100_000)
    assert list(table.index) == ["2026", "2027", "2028", "2029"]
    # 100,000 + 30,000 + 30,000 + 15,040, once 50,000.
    assert dict(table.iloc[0]) == {
        meerjaren.BASIS: plain("€\u00a00"),
        meerjaren.BASIS_PLUS: plain("€\u00a00"),
        meerjaren.NO_COLOUR: plain("€\u00a0175.040"),
        meerjaren.HOUSING: "niet inbegrepen",
        meerjaren.ONCE: plain("€\u00a050.000"),
        meerjaren.TOTAL: plain("€\u00a0225.040"),
        "Dekking: gemeente": plain("€\u00a0100.000"),
        meerjaren.OPEN: plain("€\u00a0125.040"),
    }


def test_more_cover_than_costs_is_said_in_words() -> None:
    _, _, table = told(OPENED, subsidy_eur=200_000)
    assert list(table[meerjaren.OPEN])[:2] == [plain("€\u00a025.040"), plain("€\u00a024.960 te veel gedekt")]


def test_with_unknown_costs_the_open_end_is_at_least_what_is_known() -> None:
    closed = changed({"b": None})
    raming, rows, table = told(closed, subsidy_eur=100_000)
    assert table[meerjaren.OPEN].iloc[0] == plain("ten minste €\u00a045.040")
    assert table[meerjaren.ONCE].iloc[0] == "onbekend"
    assert told(closed, subsidy_eur=200_000)[2][meerjaren.OPEN].iloc[0] == "niet te bepalen"
    assert any("Niet alles is bekend" in note for note in meerjaren.notes(raming, rows, HERE.code))
    sentences = meerjaren.unknown_one_offs(rows[0].unknown_one_offs, {"b": "Bieb *B*"})
    # As it is called: whoever shows it makes it harmless, a workbook has no markup.
    assert sentences[0] == "Bieb *B*, resterende huur: het bedrag is niet ingevuld."
    assert len(sentences) == 3


def test_a_gemeente_without_tariffs_has_an_unknown_total_and_not_nothing() -> None:
    elsewhere = Prices.of_branches(TARIFFS.model_copy(update={"gemeenten": frozenset({THERE.code})}))
    _, _, table = told(TODAY, prices=elsewhere)
    assert list(table[meerjaren.TOTAL]) == ["onbekend"] * 4
    assert list(table[meerjaren.OPEN]) == ["niet te bepalen"] * 4


def test_what_schools_pay_on_top_has_a_column_only_then() -> None:
    raming, rows, table = told(TODAY, with_schools=True)
    assert table[meerjaren.ON_TOP].iloc[0] == plain("€\u00a01.700")
    assert any(note.startswith("Bovenop") for note in meerjaren.notes(raming, rows, HERE.code))
    assert meerjaren.ON_TOP not in told(TODAY)[2]


def test_the_prijspeil_is_named_and_what_is_indexed() -> None:
    assert meerjaren.prices(make_horizon(), 2025) == "Alle bedragen: prijspeil 2025, zonder indexering."
    horizon = make_horizon(
        indexation={CostKind.TYPE: Decimal("0.03"), CostKind.INWONERS: Decimal("0.025"), CostKind.SERVICE: Decimal(0)},
        once_rate=Decimal("0.02"),
    )
    assert meerjaren.prices(horizon, 2025) == (
        "Alle bedragen: prijspeil 2025, per jaar geïndexeerd: klasse 3,0%, per inwoner 2,5% en eenmalig 2,0%; de rest "
        "niet."
    )
    raming, rows, _ = told(TODAY)
    found = meerjaren.notes(raming, rows, HERE.code)
    assert found[0] == "Alle bedragen: prijspeil 2025, zonder indexering."
    assert found[2] == "Exclusief huisvesting: daarvan is geen bedrag bekend."


def test_whether_inwoners_follow_the_forecast_is_said_of_each_year() -> None:
    rows = [Forecast(gemeente=HERE.code, year=year, inwoners=1_100) for year in (2027, 2029)]
    region = replace(REGION, forecasts=tuple(rows))

    def population(**fields: object) -> str:
        raming = bills(TODAY, region=region, horizon=make_horizon(**fields))
        return meerjaren.notes(raming, (), HERE.code)[1]

    assert population() == "Inwoners: als vandaag, in alle jaren."
    follow = {"population": Variant.MIDDEN}
    assert population(**follow, first_year=2027, n_years=3) == "Inwoners: volgens de prognose (verwachting)."
    assert "in 2026 als vandaag" in population(**follow)
    assert "in 2030 en 2031 als vandaag" in population(**follow, first_year=2029, n_years=3)


def test_every_reason_for_an_unknown_amount_has_its_sentence() -> None:
    assert set(meerjaren.ONBEKEND_EENMALIG) == set(OneOffReason)
