"""A population made complete: added up to larger squares and areas, its age groups filled, kept to the region."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

import numpy as np

from spreiding.ages import age_shares, complete_groups, spread_shares
from spreiding.demand import FloatArray, GemeenteFacts, IntArray
from spreiding.errors import InputError
from spreiding.io.files.vector import Bounds
from spreiding.io.people.cbs import CBS_100, CBS_500
from spreiding.io.people.placement import roads_in_squares, scattered_pieces
from spreiding.io.people.population import Population
from spreiding.io.people.totals import AreaTotals, place_totals, totals_of_areas, totals_of_gemeenten
from spreiding.io.places.areas import Areas
from spreiding.network import Roads
from spreiding.reconcile import (
    COARSE_M,
    FINE_M,
    Counts,
    Differences,
    coarse_keys,
    compare,
    find_keys,
    reconcile,
    square_centres,
    square_keys,
)
from spreiding.tables import AGE_GROUPS

# Our choice. Of one year and area it is 0.1% (Rijnmond-noord); of squares that were clipped it is most of them.
_MOST_UNHOLDABLE: Final = 0.05


@dataclass(frozen=True)
class Larger:
    """What tells more than the squares themselves: squares of 500 m, areas and facts per gemeente; all may be absent.

    `bounds` [EPSG:28992, m] is where squares were read; None when that is everywhere in the file. `n_totals` counts the
    rows of the file of areas or facts.
    """

    fill: Population | None = None
    areas_with_inwoners: Population | None = None
    facts: tuple[GemeenteFacts, ...] = ()
    bounds: Bounds | None = None
    n_totals: int = 0


@dataclass(frozen=True)
class Completed:
    """The inhabited rows of a region; `unplaced` [persons] are missing according to larger areas, without a place."""

    population: Population
    unplaced: float


def check_fill(population: Population, fill: Population, *, file: str, fill_file: str) -> None:
    """Check that the one are squares of 100 m and the other of 500 m, of the same area and year.

    Raises
    ------
    InputError
        `fill_needs_squares`, or `fill_elsewhere` when many live where the squares of 100 m cannot hold them.

    """
    if (population.source, fill.source) != (CBS_100.source, CBS_500.source):
        raise InputError("fill_needs_squares", file=file, fill=fill_file)
    found = compare_squares(population, fill)
    if found.unholdable > _MOST_UNHOLDABLE * found.inwoners:
        raise InputError("fill_elsewhere", file=file, fill=fill_file, n_persons=round(found.unholdable))


def compare_squares(population: Population, fill: Population) -> Differences:
    """Compare squares of 100 m with those of 500 m, without placing anybody."""
    return compare(_counts(population, FINE_M), _counts(fill, COARSE_M))


def complete_population(
    population: Population, larger: Larger, roads: Roads, *, areas: Areas, is_kept: bool
) -> Completed:
    """Add whom the squares leave out, leave out what lies outside the region, and fill the age groups.

    Only CBS squares of 100 m leave people out in a known way; other sources stand as they are. Outside all `areas` is
    outside the region when `is_kept`. People are added before that: a 500 m square on the border holds both sides.
    """
    complete, unplaced = population, 0.0
    if population.source == CBS_100.source:
        complete, unplaced = _add_people(population, larger, roads, areas=areas)
    if is_kept:
        complete = complete.keep(areas.find(complete.x_m, complete.y_m) >= 0)
    return Completed(_fill_ages(complete.inhabited(), larger, areas=areas), unplaced)


def region_bounds(areas: Areas) -> Bounds:
    """Return the box of whole 500 m squares around the boundaries [EPSG:28992, m]."""
    boxes = np.array([boundary.bounds for boundary in areas.boundaries])
    low, high = np.floor(boxes[:, :2].min(axis=0) / COARSE_M), np.ceil(boxes[:, 2:].max(axis=0) / COARSE_M)
    west, south, east, north = np.concatenate([low, high]) * COARSE_M
    return float(west), float(south), float(east), float(north)


def _add_people(population: Population, larger: Larger, roads: Roads, *, areas: Areas) -> tuple[Population, float]:
    if larger.fill is None and not (larger.areas_with_inwoners or larger.facts):
        return population, 0.0
    in_squares = roads_in_squares(scattered_pieces(roads))
    fine, coarse = _counts(population, FINE_M), Counts(np.empty(0, dtype=np.int64), np.empty(0))
    complete = population
    if larger.fill is not None:
        coarse = _counts(larger.fill, COARSE_M)
        made = reconcile(fine, coarse, in_squares)
        factor = np.divide(made.inwoners, fine.values, out=np.ones(fine.values.size), where=fine.values > 0)
        complete = replace(
            population,
            inwoners=made.inwoners,
            estimated=made.estimated,
            groups=population.groups * factor[:, None],
            is_groups_estimated=population.is_groups_estimated | (factor != 1),
        )
        complete = _append(complete, made.added)
    totals = _totals(larger, areas).within(_extent(complete, larger))
    taken = square_keys(complete.x_m, complete.y_m, FINE_M)
    is_free = (find_keys(in_squares.keys, taken) < 0) & (
        find_keys(coarse_keys(in_squares.keys), coarse.keys[~np.isnan(coarse.values)]) < 0
    )
    placed, unplaced = place_totals(complete, totals, Counts(in_squares.keys[is_free], in_squares.values[is_free]))
    return _append(complete, placed), unplaced


def _totals(larger: Larger, areas: Areas) -> AreaTotals:
    """Return the totals to compare with: of buurten where the file draws them, else of gemeenten."""
    if larger.areas_with_inwoners is not None:
        return totals_of_areas(larger.areas_with_inwoners)
    boundaries = {area.code: shape for area, shape in zip(areas.gemeenten, areas.boundaries, strict=True)}
    return totals_of_gemeenten(larger.facts, boundaries)


def _extent(population: Population, larger: Larger) -> Bounds:
    """Return where all squares are known [m]: where they were read, else as far as a next one could have been."""
    if larger.bounds is not None:
        return larger.bounds
    x_m, y_m = population.x_m, population.y_m
    if larger.fill is not None:
        x_m, y_m = np.concatenate([x_m, larger.fill.x_m]), np.concatenate([y_m, larger.fill.y_m])
    low, high = np.array([x_m.min(), y_m.min()]) - COARSE_M, np.array([x_m.max(), y_m.max()]) + COARSE_M
    return float(low[0]), float(low[1]), float(high[0]), float(high[1])


def _counts(population: Population, size_m: float) -> Counts:
    return Counts(square_keys(population.x_m, population.y_m, size_m), population.inwoners)


def _append(population: Population, added: Counts) -> Population:
    """Return the population with new squares of 100 m, whose people are all estimated; rows that they fill go."""
    if added.keys.size == 0:
        return population
    kept = population.take(find_keys(square_keys(population.x_m, population.y_m, FINE_M), added.keys) < 0)
    x_m, y_m = square_centres(added.keys, FINE_M)
    corners = zip((x_m // FINE_M).astype(int).tolist(), (y_m // FINE_M).astype(int).tolist(), strict=True)
    n_added = added.keys.size
    return replace(
        kept,
        ids=np.concatenate([kept.ids, np.array([f"E{east:04d}N{north:04d}" for east, north in corners])]),
        x_m=np.concatenate([kept.x_m, x_m]),
        y_m=np.concatenate([kept.y_m, y_m]),
        size_m=np.concatenate([kept.size_m, np.full(n_added, FINE_M)]),
        inwoners=np.concatenate([kept.inwoners, added.values]),
        estimated=np.concatenate([kept.estimated, added.values]),
        groups=np.concatenate([kept.groups, np.full((n_added, len(AGE_GROUPS)), np.nan)]),
        is_groups_estimated=np.concatenate([kept.is_groups_estimated, np.zeros(n_added, dtype=np.bool_)]),
    )


@dataclass(frozen=True)
class _AgeSources:
    """Age shares per gemeente: what sources say, what its squares say, and what all squares together say."""

    larger: Larger
    areas: Areas
    groups: FloatArray
    holder: IntArray

    @cached_property
    def stated(self) -> FloatArray:
        by_code = {each.gemeente: each.age_shares for each in self.larger.facts if each.age_shares is not None}
        rows = [by_code.get(gemeente.code, (np.nan,) * len(AGE_GROUPS)) for gemeente in self.areas.gemeenten]
        return np.array(rows, dtype=np.float64).reshape(-1, len(AGE_GROUPS))

    @cached_property
    def counted(self) -> FloatArray:
        return age_shares(self.groups, self.holder, n_areas=len(self.areas.gemeenten))

    @cached_property
    def everywhere(self) -> FloatArray:
        return age_shares(self.groups, np.zeros(self.holder.size, dtype=np.int32), n_areas=1)

    def shares(self, holder: IntArray) -> Iterator[FloatArray]:
        """Yield shares per row whose gemeente is `holder`, the best source first."""
        yield spread_shares(self.stated, holder)
        yield spread_shares(self.counted, holder)
        yield spread_shares(self.everywhere, np.zeros(holder.size, dtype=np.int32))


def _fill_ages(population: Population, larger: Larger, *, areas: Areas) -> Population:
    """Fill age groups from the 500 m square, then the gemeente as its facts and then as its squares tell."""
    is_filled = larger.fill is not None and not np.isnan(larger.fill.groups).any(axis=1).all()
    best = larger.fill if larger.fill is not None and is_filled else population
    sources = _AgeSources(larger, areas, best.groups, areas.find(best.x_m, best.y_m))
    own = areas.find(population.x_m, population.y_m)
    shares = list(sources.shares(own))
    if larger.fill is not None:
        shares.insert(0, _coarse_shares(population, larger.fill, sources))
    groups, is_changed = complete_groups(population.inwoners, population.groups, shares=shares)
    return replace(population, groups=groups, is_groups_estimated=population.is_groups_estimated | is_changed)


def _coarse_shares(population: Population, fill: Population, sources: _AgeSources) -> FloatArray:
    """Age shares of the 500 m square around each row, completed from its gemeente; NaN where there is none."""
    gemeente = sources.areas.find(fill.x_m, fill.y_m)
    groups, _ = complete_groups(fill.inwoners, fill.groups, shares=sources.shares(gemeente))
    total = groups.sum(axis=1, keepdims=True)
    shares = np.divide(groups, total, out=np.full_like(groups, np.nan), where=total > 0)
    holder = find_keys(
        coarse_keys(square_keys(population.x_m, population.y_m, FINE_M)), square_keys(fill.x_m, fill.y_m, COARSE_M)
    )
    return spread_shares(shares, holder)
