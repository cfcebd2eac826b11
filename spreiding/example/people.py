"""Generated squares: whole persons in five age groups, dense in the kernen and scattered along the roads."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from spreiding.demand import IntArray
from spreiding.example.builtup import BUILT_UP_INWONERS, SQUARE_M, Grid
from spreiding.example.facts import GemeenteFacts, KernFacts, apportion
from spreiding.network import Access, Roads
from spreiding.tables import AGE_GROUPS

# Mean number of persons in an inhabited square of the countryside: two or three dwellings.
SCATTERED_PER_SQUARE: Final = 6.0
# How much squares differ in age (standard deviation, beside 1 for a person), and how much older the countryside is.
AGE_SPREAD: Final = 0.35
COUNTRY_AGE_SHIFT: Final = 0.15


@dataclass(frozen=True)
class People:
    """Inhabited squares: column and row [hm], index of the gemeente, persons per age group [n × 5]."""

    east: IntArray
    north: IntArray
    gemeente: IntArray
    groups: IntArray

    @property
    def inwoners(self) -> IntArray:
        """Persons per square."""
        return np.asarray(self.groups.sum(axis=1), dtype=np.int32)


def people_in_built_up(
    grid: Grid, *, kern: IntArray, kernen: KernFacts, built: IntArray, rng: np.random.Generator
) -> IntArray:
    """Persons per square of the built-up areas: denser towards the centre, at least `BUILT_UP_INWONERS` each."""
    result = np.zeros(kern.size, dtype=np.int32)
    for index in np.unique(kern[kern >= 0]):
        squares = np.flatnonzero(kern == index)
        # A kern of few persons needs fewer squares than its area would have.
        squares = squares[: max(1, int(built[index]) // BUILT_UP_INWONERS)]
        away = np.hypot(*(grid.centre[squares] - kernen.xy[index]).T)
        weights = (1.15 - 0.3 * away / max(float(away.max()), SQUARE_M)) * np.exp(0.25 * rng.normal(size=squares.size))
        spare = int(built[index]) - BUILT_UP_INWONERS * squares.size
        result[squares] = BUILT_UP_INWONERS + apportion(spare, weights)
    return result


def roadside_squares(roads: Roads) -> set[tuple[int, int]]:
    """Squares [hm] that hold the middle of a road segment on which a car can drive."""
    is_driven = (roads.access & (Access.AUTO_FORWARD | Access.AUTO_BACKWARD)) > 0
    tail, head = roads.tail[is_driven], roads.head[is_driven]
    x_m = (roads.x_m[tail] + roads.x_m[head]) / 2
    y_m = (roads.y_m[tail] + roads.y_m[head]) / 2
    return set(zip((x_m // SQUARE_M).astype(int).tolist(), (y_m // SQUARE_M).astype(int).tolist(), strict=True))


def people_scattered(
    nearest_kern: IntArray, *, kernen: KernFacts, scattered: IntArray, rng: np.random.Generator
) -> IntArray:
    """Persons per roadside square, from the `scattered` persons of each kern; many squares stay empty.

    A gemeente keeps its persons exactly. A square near a kern with many of them is more likely to be inhabited.
    """
    result = np.zeros(nearest_kern.size, dtype=np.int32)
    n_near = np.bincount(nearest_kern, minlength=scattered.size)
    weight = (scattered / np.maximum(n_near, 1))[nearest_kern]
    for index in np.unique(kernen.gemeente):
        here = np.flatnonzero(kernen.gemeente[nearest_kern] == index)
        persons = int(scattered[kernen.gemeente == index].sum())
        n_chosen = min(round(persons / SCATTERED_PER_SQUARE), here.size)
        chosen = rng.choice(here, size=n_chosen, replace=False, p=weight[here] / weight[here].sum())
        result[chosen] = _few_each(persons, n_chosen, rng)
    return result


def _few_each(persons: int, n_squares: int, rng: np.random.Generator) -> IntArray:
    """Divide persons at random over squares: at least one, fewer than a built-up square has."""
    room = rng.integers(3, BUILT_UP_INWONERS - 1, size=n_squares)
    return (1 + rng.multivariate_hypergeometric(room, persons - n_squares)).astype(np.int32)


def assign_ages(
    inwoners: IntArray, *, is_country: NDArray[np.bool_], age_pct: tuple[float, ...], rng: np.random.Generator
) -> IntArray:
    """Divide the persons of one gemeente's squares over five age groups with exactly the given shares [%].

    Squares differ: some are young neighbourhoods, the countryside is a little older.
    """
    level = rng.normal(size=inwoners.size) * AGE_SPREAD + COUNTRY_AGE_SHIFT * is_country
    square = np.repeat(np.arange(inwoners.size), inwoners)
    order = np.argsort(level[square] + rng.normal(size=square.size), kind="stable")
    age = np.empty(square.size, dtype=np.int64)
    age[order] = np.repeat(np.arange(len(age_pct)), apportion(square.size, np.array(age_pct)))
    counts = np.bincount(square * len(age_pct) + age, minlength=inwoners.size * len(age_pct))
    return counts.reshape(inwoners.size, len(age_pct)).astype(np.int32)


def people_of(
    grid: Grid, *, inwoners: IntArray, gemeenten: tuple[GemeenteFacts, ...], rng: np.random.Generator
) -> People:
    """Give every inhabited square its age groups."""
    is_home = inwoners > 0
    gemeente = grid.gemeente[is_home]
    persons = inwoners[is_home]
    groups = np.zeros((persons.size, len(AGE_GROUPS)), dtype=np.int32)
    for index, facts in enumerate(gemeenten):
        here = gemeente == index
        is_country = persons[here] < BUILT_UP_INWONERS
        groups[here] = assign_ages(persons[here], is_country=is_country, age_pct=facts.age_pct, rng=rng)
    return People(grid.east[is_home], grid.north[is_home], gemeente, groups)
