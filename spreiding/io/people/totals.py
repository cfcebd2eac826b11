"""Totals of buurten or gemeenten beside the squares inside them: who is still missing, and where they are placed."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from spreiding.demand import FloatArray, GemeenteFacts, IntArray
from spreiding.io.files.vector import Bounds
from spreiding.io.people.population import Population
from spreiding.io.people.within import find_area
from spreiding.reconcile import FINE_M, ROUNDING, Counts, divide_shortage, square_centres

# A square that only touches a boundary does not lie across it; what drawn lines are off by.
_TOUCH_M = 1.0


@dataclass(frozen=True)
class AreaTotals:
    """Inhabitants [persons] of areas; `shapes` are their polygons in EPSG:28992."""

    shapes: NDArray[np.object_]
    inwoners: FloatArray

    def within(self, extent: Bounds) -> "AreaTotals":
        """Return the areas that lie in `extent` [m]: only there are all squares known."""
        bounds = shapely.bounds(self.shapes).reshape(-1, 4)
        is_within = (bounds[:, :2] >= extent[:2]).all(axis=1) & (bounds[:, 2:] <= extent[2:]).all(axis=1)
        return AreaTotals(self.shapes[is_within], self.inwoners[is_within])


def totals_of_areas(population: Population) -> AreaTotals:
    """Return the areas of a file whose inhabitants are known; points have no squares inside."""
    if population.shapes is None:
        return AreaTotals(np.empty(0, dtype=object), np.empty(0))
    is_known = ~np.isnan(population.inwoners) & ~shapely.is_missing(population.shapes)
    return AreaTotals(population.shapes[is_known], population.inwoners[is_known])


def totals_of_gemeenten(facts: tuple[GemeenteFacts, ...], boundaries: Mapping[str, BaseGeometry]) -> AreaTotals:
    """Return the totals of the gemeenten whose boundaries are known."""
    known = [(boundaries[each.gemeente], each.inwoners) for each in facts if each.gemeente in boundaries]
    pairs = [(shape, inwoners) for shape, inwoners in known if inwoners is not None]
    shapes = np.empty(len(pairs), dtype=object)
    shapes[:] = [shape for shape, _ in pairs]
    return AreaTotals(shapes, np.array([inwoners for _, inwoners in pairs], dtype=np.float64))


def place_totals(population: Population, totals: AreaTotals, free: Counts) -> tuple[Counts, float]:
    """Place whom the areas have beyond their squares in `free` ones [m of road]; also return who found no place.

    A square across a boundary may belong to either side, so its persons count for every area that it touches; and
    rounding explains 2 · 1.44 · √(n + 1) persons in n squares. A square that the file of 100 m lacks has fewer than
    five inhabitants: no free square gets more than four, so that a total that is drawn otherwise (a prison, a boundary
    that moved) does not pile up along some lane.
    """
    if totals.inwoners.size == 0:
        return Counts(free.keys[:0], free.values[:0]), 0.0
    shortage = _shortages(population, totals)
    holder = find_area(totals.shapes, *square_centres(free.keys, FINE_M))
    is_held = holder >= 0
    persons = divide_shortage(shortage, holder[is_held], free.values[is_held])
    placed = Counts(free.keys[is_held][persons > 0], persons[persons > 0])
    return placed, max(float(shortage.sum() - persons.sum()), 0.0)


def _shortages(population: Population, totals: AreaTotals) -> FloatArray:
    """Persons of every area that neither its squares, nor those across its boundary, nor rounding explain."""
    lived_in = population.inhabited()
    holder = find_area(totals.shapes, lived_in.x_m, lived_in.y_m)
    is_held = holder >= 0
    n_areas = totals.inwoners.size
    n_squares = np.bincount(holder[is_held], minlength=n_areas)
    sums = np.bincount(holder[is_held], weights=lived_in.inwoners[is_held], minlength=n_areas)
    gap = totals.inwoners - sums - _across(lived_in, totals, holder)
    return np.where(gap > ROUNDING * np.sqrt(n_squares + 1), gap, 0.0)


def _across(population: Population, totals: AreaTotals, holder: IntArray) -> FloatArray:
    """Persons in squares that lie across the boundary of an area, and whose centre is outside it."""
    half = population.size_m / 2 - _TOUCH_M
    x_m, y_m = population.x_m, population.y_m
    boxes = np.asarray(shapely.box(x_m - half, y_m - half, x_m + half, y_m + half), dtype=object)
    area, square = shapely.STRtree(boxes).query(shapely.boundary(totals.shapes), predicate="intersects")
    is_other = holder[square] != area
    return np.bincount(
        area[is_other], weights=population.inwoners[square[is_other]], minlength=totals.inwoners.size
    ).astype(np.float64)
