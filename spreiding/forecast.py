"""A region in a future year: today's squares scaled per gemeente to the inhabitants of a forecast."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from spreiding.demand import FloatArray, Forecast, Projection, Variant
from spreiding.errors import InputError
from spreiding.region import Region

_Number = TypeVar("_Number", bound=np.generic)

# No gemeente halves or doubles between the squares and the first year of a forecast. Our choice.
MIN_WHOLE: Final = 0.5


@dataclass(frozen=True)
class _Expected:
    """Inhabitants [persons] of one gemeente in the year asked for."""

    inwoners: float
    is_interpolated: bool
    bron: str


def forecast_years(forecasts: Iterable[Forecast], variant: Variant = Variant.MIDDEN) -> tuple[int, ...]:
    """Years that a source itself gives for some gemeente, in order."""
    return tuple(sorted({row.year for row in forecasts if _figure(row, variant) is not None}))


def at_year(region: Region, year: int, variant: Variant = Variant.MIDDEN) -> Region:
    """Return `region` with the inhabitants that its forecasts expect in `year`; networks and sites are shared.

    Every square of a gemeente gets the same factor, forecast / inhabitants of today's squares, so that the gemeente
    holds what the forecast says. The growth of the forecast (year / its first year) would carry along every
    difference between the squares and the first year of the forecast, and the total would be nobody's figure.
    A gemeente of which only a part lies in the region stays as it is, as one without a forecast does.
    Where in a gemeente people are added and how old they are is an assumption: as today. A year between two given
    ones is interpolated; a year before the first or after the last is refused, because no source says anything of it.

    Raises
    ------
    InputError
        `no_forecasts`, `forecast_without_interval`, or `forecast_year_outside`.

    """
    expected = _expected(region, year, variant)
    factor, is_known = _factors(region, expected)
    squares, is_scaled = region.squares, is_known[region.squares.gemeente]
    per_square = factor[squares.gemeente]
    return replace(
        region,
        squares=replace(
            squares,
            inwoners=_locked(squares.inwoners * per_square),
            estimated=_locked(squares.estimated * per_square),
            groups=_locked(squares.groups * per_square[:, None]),
            is_groups_estimated=_locked(squares.is_groups_estimated | is_scaled),
        ),
        demand=replace(region.demand, inwoners=_locked(region.demand.inwoners * per_square[region.demand.square])),
        projection=Projection(
            year=year,
            variant=variant,
            bron=", ".join(sorted({figure.bron for figure in expected.values() if figure.bron})),
            is_interpolated=any(figure.is_interpolated for figure in expected.values()),
            without_forecast=tuple(
                gemeente.code for gemeente, known in zip(region.gemeenten, is_known[:-1], strict=True) if not known
            ),
            inwoners_unscaled=float(squares.inwoners[~is_scaled].sum()),
        ),
    )


def _factors(region: Region, expected: Mapping[str, _Expected]) -> tuple[FloatArray, NDArray[np.bool_]]:
    """Factor per gemeente and whether it comes from a forecast; the last one is for squares outside all of them."""
    inside = region.squares.gemeente >= 0
    today = np.bincount(
        region.squares.gemeente[inside], weights=region.squares.inwoners[inside], minlength=len(region.gemeenten)
    )
    factor, is_known = np.ones(today.size + 1), np.zeros(today.size + 1, dtype=np.bool_)
    first = {row.gemeente: row.inwoners for row in sorted(region.forecasts, key=lambda row: -row.year)}
    for index, gemeente in enumerate(region.gemeenten):
        if gemeente.code in expected and _is_whole(today[index], first[gemeente.code]):
            factor[index] = expected[gemeente.code].inwoners / today[index]
            is_known[index] = True
    return factor, is_known


def _is_whole(today: float, forecast: float) -> bool:
    """Whether a region with `today` persons of a gemeente holds it whole, by the first year of its forecast.

    The people of a corner would otherwise be scaled to the forecast of all.
    """
    return today > 0 and MIN_WHOLE <= today / max(forecast, 1.0) <= 1 / MIN_WHOLE


def _expected(region: Region, year: int, variant: Variant) -> dict[str, _Expected]:
    """Inhabitants [persons] in `year` by gemeente code, of the gemeenten for which the forecasts say so."""
    if not region.forecasts:
        raise InputError("no_forecasts", region=region.manifest.name)
    years = forecast_years(region.forecasts, variant)
    if not years:
        raise InputError("forecast_without_interval", region=region.manifest.name, variant=variant.value)
    rows: dict[str, list[Forecast]] = {}
    for row in sorted(region.forecasts, key=lambda row: row.year):
        rows.setdefault(row.gemeente, []).append(row)
    found = {code: _interpolated(own, year, variant) for code, own in rows.items()}
    expected = {code: figure for code, figure in found.items() if figure is not None}
    if not expected:
        raise InputError("forecast_year_outside", year=year, first=years[0], last=years[-1])
    return expected


def _interpolated(rows: list[Forecast], year: int, variant: Variant) -> _Expected | None:
    """Figure of one gemeente from its rows in order of year; None outside the years given."""
    given = [(row.year, figure, row.bron) for row in rows if (figure := _figure(row, variant)) is not None]
    for known, figure, bron in given:
        if known == year:
            return _Expected(figure, is_interpolated=False, bron=bron)
    for (before, low, bron), (after, high, _) in pairwise(given):
        if before < year < after:
            return _Expected(low + (high - low) * (year - before) / (after - before), is_interpolated=True, bron=bron)
    return None


def _figure(row: Forecast, variant: Variant) -> float | None:
    return {Variant.MIDDEN: row.inwoners, Variant.LAAG: row.low, Variant.HOOG: row.high}[variant]


def _locked(values: NDArray[_Number]) -> NDArray[_Number]:
    values.setflags(write=False)
    return values
