"""A region in a future year: every gemeente holds what its forecast says, and nothing else moves."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spreiding.demand import Forecast, Variant
from spreiding.errors import InputError
from spreiding.evaluation import evaluate
from spreiding.forecast import at_year, forecast_years
from spreiding.region import Region
from spreiding.scenario import today_plan
from spreiding.ui.peiljaar import projection_line
from tests.worlds import HERE, THERE, line_roads, make_region, make_site, make_uitgangspunten

# 400 people in Hier (100 at 0 km, 300 at 4 km), 200 in Daar (at 8 km), 50 outside every gemeente (at 10 km).
PEOPLE = [(0, 0, 100), (4000, 0, 300), (8000, 0, 200), (10_000, 0, 50)]
IN_2030 = Forecast(gemeente=HERE.code, year=2030, inwoners=500, low=440, high=560, bron="prognose.csv")
IN_2040 = Forecast(gemeente=HERE.code, year=2040, inwoners=300, low=200, high=400, bron="prognose.csv")


def region_with(*forecasts: Forecast) -> Region:
    region = make_region(
        line_roads(),
        people=PEOPLE,
        sites=[make_site("a", 0.0, is_open=True)],
        gemeenten=(HERE, THERE),
        square_gemeente=[0, 0, 1, -1],
    )
    return replace(region, forecasts=forecasts)


def test_a_gemeente_holds_what_its_forecast_says_and_the_others_stay() -> None:
    # Factor 500 / 400 = 1.25: 125 and 375; Daar has no forecast, and outside there is none.
    shown = at_year(region_with(IN_2030), 2030)
    assert shown.squares.inwoners.tolist() == [125, 375, 200, 50]
    assert shown.demand.inwoners.tolist() == [125, 375, 200, 50]
    assert shown.projection is not None
    assert shown.projection.without_forecast == (THERE.code,)
    assert shown.projection.inwoners_unscaled == 250


def test_the_bounds_of_the_interval_are_variants() -> None:
    region = region_with(IN_2030)
    assert at_year(region, 2030, Variant.LAAG).squares.inwoners[:2].sum() == pytest.approx(440)
    assert at_year(region, 2030, Variant.HOOG).squares.inwoners[:2].sum() == pytest.approx(560)


def test_a_year_between_two_given_ones_lies_on_the_line_between_them_and_says_so() -> None:
    # 2035 lies halfway: (500 + 300) / 2 = 400; for the lower bound (440 + 200) / 2 = 320.
    shown = at_year(region_with(IN_2040, IN_2030), 2035)
    assert shown.squares.inwoners[:2].sum() == pytest.approx(400)
    assert shown.projection is not None
    assert shown.projection.is_interpolated
    assert at_year(region_with(IN_2040, IN_2030), 2035, Variant.LAAG).squares.inwoners[:2].sum() == pytest.approx(320)
    given = at_year(region_with(IN_2040, IN_2030), 2040).projection
    assert given is not None
    assert not given.is_interpolated


@pytest.mark.parametrize("year", [2029, 2041])
def test_a_year_outside_the_years_given_is_refused(year: int) -> None:
    with pytest.raises(InputError) as caught:
        at_year(region_with(IN_2030, IN_2040), year)
    assert caught.value.kind == "forecast_year_outside"
    assert (caught.value.data["first"], caught.value.data["last"]) == (2030, 2040)


def test_a_region_without_forecasts_has_no_future_year() -> None:
    with pytest.raises(InputError, match="no_forecasts"):
        at_year(region_with(), 2030)


def test_a_forecast_without_interval_has_no_bounds() -> None:
    with pytest.raises(InputError, match="forecast_without_interval"):
        at_year(region_with(Forecast(gemeente=HERE.code, year=2030, inwoners=500)), 2030, Variant.LAAG)


def test_a_gemeente_where_nobody_lives_today_cannot_be_scaled_and_is_named() -> None:
    region = region_with(Forecast(gemeente=THERE.code, year=2030, inwoners=900), IN_2030)
    empty = replace(region, squares=replace(region.squares, inwoners=np.array([100.0, 300.0, 0.0, 50.0])))
    shown = at_year(empty, 2030)
    assert shown.squares.inwoners[2] == 0
    assert shown.projection is not None
    assert shown.projection.without_forecast == (THERE.code,)


def test_age_groups_are_scaled_along_and_marked_as_an_assumption() -> None:
    region = region_with(IN_2030)
    groups = np.array([[20.0] * 5, [60.0] * 5, [40.0] * 5, [10.0] * 5])
    shown = at_year(replace(region, squares=replace(region.squares, groups=groups)), 2030)
    # 1.25 · 20 = 25; Daar and the outside keep theirs, and those stay the source's own.
    assert shown.squares.groups[:, 0].tolist() == [25, 75, 40, 10]
    assert shown.squares.is_groups_estimated.tolist() == [True, True, False, False]


def test_another_year_is_another_region_on_the_same_roads() -> None:
    region = region_with(IN_2030, IN_2040)
    shown = at_year(region, 2030)
    assert shown.networks is region.networks
    assert shown.demand_footing is region.demand_footing
    assert shown.sites is region.sites
    prints = {
        region.fingerprint,
        shown.fingerprint,
        at_year(region, 2040).fingerprint,
        at_year(region, 2030, Variant.LAAG).fingerprint,
    }
    assert len(prints) == 4
    assert not shown.squares.inwoners.flags.writeable
    assert region.squares.inwoners.tolist() == [100, 300, 200, 50]


def test_the_figures_of_a_future_year_come_from_the_same_evaluation() -> None:
    # Within 5 km of the branch at 0: Hier, 125 + 375 of 750 in 2030.
    shown = at_year(region_with(IN_2030), 2030)
    total = evaluate(shown, today_plan(shown.sites), make_uitgangspunten()).total
    assert total.inwoners == pytest.approx(750)
    assert total.inwoners_within == pytest.approx(500)


def test_the_line_on_the_screen_names_year_variant_assumption_and_gemeenten_without_forecast() -> None:
    region = region_with(IN_2030, IN_2040)
    assert projection_line(region) is None
    line = projection_line(at_year(region, 2035, Variant.LAAG)) or ""
    for words in ("2035", "ondergrens (67%-interval)", "leeftijdsopbouw: aanname", "rechte lijn", "Daar", "250"):
        assert words in line


def test_the_years_offered_are_those_of_the_source() -> None:
    assert forecast_years((IN_2040, IN_2030)) == (2030, 2040)
    assert forecast_years((Forecast(gemeente="GM0001", year=2030, inwoners=1),), Variant.LAAG) == ()


PERSONS = st.floats(min_value=1, max_value=1e5)


@given(
    people=st.lists(PERSONS, min_size=2, max_size=12),
    growth=st.tuples(st.floats(0.51, 1.99), st.floats(0.51, 1.99)),
    seed=st.integers(0, 1000),
)
def test_totals_per_gemeente_equal_the_forecast_and_shares_within_it_stay(
    people: Sequence[float], growth: tuple[float, float], seed: int
) -> None:
    gemeente = np.random.default_rng(seed).integers(0, 2, len(people))
    gemeente[:2] = (0, 1)
    region = make_region(
        line_roads(),
        people=[(100.0 * k, 0, persons) for k, persons in enumerate(people)],
        sites=[make_site("a", 0.0, is_open=True)],
        gemeenten=(HERE, THERE),
        square_gemeente=gemeente.tolist(),
    )
    lived_in = np.bincount(gemeente, weights=np.array(people))
    totals = [persons * factor for persons, factor in zip(lived_in.tolist(), growth, strict=True)]
    rows = [
        Forecast(gemeente=area.code, year=2040, inwoners=total)
        for area, total in zip((HERE, THERE), totals, strict=True)
    ]
    shown = at_year(replace(region, forecasts=tuple(rows)), 2040)
    for index, total in enumerate(totals):
        here = gemeente == index
        before, after = region.squares.inwoners[here], shown.squares.inwoners[here]
        assert after.sum() == pytest.approx(total)
        np.testing.assert_allclose(after / after.sum(), before / before.sum())
        np.testing.assert_allclose(shown.demand.inwoners[here], after)


@pytest.mark.parametrize(("inwoners", "is_scaled"), [(800, True), (801, False), (200, True), (199, False)])
def test_a_corner_of_a_gemeente_is_not_scaled_to_the_forecast_of_all(inwoners: float, *, is_scaled: bool) -> None:
    # 400 people of Hier live here: half of 800, double of 200; beyond that the region does not hold the same gemeente.
    shown = at_year(region_with(Forecast(gemeente=HERE.code, year=2030, inwoners=inwoners)), 2030)
    assert shown.squares.inwoners[:2].sum() == pytest.approx(inwoners if is_scaled else 400)
    assert shown.projection is not None
    assert (HERE.code in shown.projection.without_forecast) is not is_scaled
