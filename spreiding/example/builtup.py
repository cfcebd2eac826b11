"""Generated built-up areas: every kern a compact blob of squares around its centre."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import KDTree

from spreiding.demand import FloatArray, IntArray
from spreiding.example.facts import KernFacts

SQUARE_M: Final = 100.0
# A kern has at most this many people scattered around it; a small one lives scattered for the most part.
# With 370 some 12 % of all persons live outside the built-up areas.
SCATTERED_AT_MOST: Final = 370.0
# Persons per km² of built-up area, parks included: in the range of Dutch villages and towns, 2,500 to 3,500.
DENSITY_PER_KM2: Final = 2_500.0
# Squares with fewer inhabitants are scattered dwellings, not built-up area.
BUILT_UP_INWONERS: Final = 15
# Share of the squares inside a built-up area where nobody lives: parks, sports fields, businesses.
EMPTY_SHARE: Final = 0.06
PATCH_RADIUS_HM: Final = (0.8, 2.0)
# Mean of π r² over those radii: π (0.8² + 0.8 · 2.0 + 2.0²) / 3.
MEAN_PATCH_SQUARES: Final = 6.5
# Built-up areas of fewer squares have none of those.
SMALLEST_WITH_PARKS: Final = 20
# How far the outline of a built-up area deviates from a circle: standard deviation of each wave around it.
WOBBLE: Final = (0.09, 0.09, 0.06, 0.03)
COUNTRY: Final = -1
PARK: Final = -2


@dataclass(frozen=True)
class Grid:
    """Squares of 100 m: column and row of the south-west corner [hm] and index of the gemeente."""

    east: IntArray
    north: IntArray
    gemeente: IntArray

    @property
    def centre(self) -> FloatArray:
        """Centres [EPSG:28992, m]."""
        return np.column_stack([self.east + 0.5, self.north + 0.5]) * SQUARE_M


def scattered_inwoners(inwoners: IntArray) -> IntArray:
    """Persons of each kern who live outside its built-up area: nearly all of a hamlet, few of a town."""
    scattered = np.rint(inwoners * SCATTERED_AT_MOST / (inwoners + SCATTERED_AT_MOST)).astype(np.int32)
    # A kern that is left with less than one built-up square lives scattered altogether.
    return np.where(inwoners - scattered < BUILT_UP_INWONERS, inwoners, scattered).astype(np.int32)


def grow_built_up(kernen: KernFacts, *, built: IntArray, grid: Grid, rng: np.random.Generator) -> IntArray:
    """Index of the kern whose built-up area each square of `grid` is part of; `COUNTRY` and `PARK` are no kern.

    Every square belongs to the kern of its gemeente with the smallest distance relative to the radius that
    `built` persons need; a kern takes the nearest of its squares until they hold its persons.
    """
    radius = np.sqrt(built / DENSITY_PER_KM2 / np.pi) * 1_000.0
    n_squares = np.where(built > 0, np.maximum(np.rint(built / DENSITY_PER_KM2 * 100.0), 1.0), 0.0).astype(int)
    result = np.full(grid.east.size, COUNTRY, dtype=np.int32)
    is_park = _parks(grid, rng)
    wobble = rng.normal(size=(built.size, 4)) * WOBBLE
    for gemeente in range(int(kernen.gemeente.max()) + 1):
        here = np.flatnonzero(grid.gemeente == gemeente)
        own = np.flatnonzero((kernen.gemeente == gemeente) & (built > 0))
        away = grid.centre[here][:, None, :] - kernen.xy[own][None, :, :]
        scaled = np.hypot(away[..., 0], away[..., 1]) / radius[own] * _wobble(away, wobble[own])
        nearest = scaled.argmin(axis=1)
        for column, kern in enumerate(own):
            mine = np.flatnonzero(nearest == column)
            taken = here[mine[np.argsort(scaled[mine, column], kind="stable")]][: n_squares[kern]]
            result[taken] = kern
    return np.where(is_park & (result != COUNTRY) & (n_squares[result] > SMALLEST_WITH_PARKS), PARK, result)


def _parks(grid: Grid, rng: np.random.Generator) -> NDArray[np.bool_]:
    """Mark round patches of one to a dozen squares at random places, some `EMPTY_SHARE` of all squares."""
    n_patches = round(EMPTY_SHARE * grid.east.size / MEAN_PATCH_SQUARES)
    middle = rng.choice(grid.east.size, size=n_patches, replace=False)
    reach = rng.uniform(*PATCH_RADIUS_HM, size=n_patches) * SQUARE_M
    away, patch = KDTree(grid.centre[middle]).query(grid.centre)
    return np.asarray(away <= reach[patch], dtype=np.bool_)


def _wobble(away: FloatArray, coefficients: FloatArray) -> FloatArray:
    """Factor around 1 that depends on the direction, so that a blob is no perfect circle."""
    angle = np.arctan2(away[..., 1], away[..., 0])
    waves = [np.cos(2 * angle), np.sin(2 * angle), np.cos(3 * angle), np.sin(5 * angle)]
    return np.asarray(1.0 + sum(coefficients[:, k] * wave for k, wave in enumerate(waves)), dtype=np.float64)
