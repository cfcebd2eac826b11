"""Goals of people as aims of a program, and the values of those in the units that people read."""

import math
from typing import Final

from spreiding.optimise.program import Aim, Program
from spreiding.optimise.question import Goal

AIMS: Final = {
    Goal.COVERAGE: Aim.PERSONS,
    Goal.COST: Aim.CENTS,
    Goal.DISTANCE: Aim.DISTANCE,
    Goal.FURTHEST: Aim.FURTHEST,
    Goal.EQUIVALENT: Aim.EQUIVALENT,
    Goal.WORST_TENTH: Aim.TAIL,
}
_CENTS_PER_EUR: Final = 100


def in_unit(program: Program, goal: Goal, value: float) -> float:
    """Return the value of an aim in the unit of its goal: persons, € per year or metres per person; NaN for none.

    The Kolm-Pollak equivalent is ln(value / Σ w) / κ (Sheriff & Maguire 2020, in the form of Horton et al.,
    arXiv 2401.15452). No distance is below 0, so a bound below that is raised to it.
    """
    if not math.isfinite(value):
        return math.nan
    if goal is Goal.COST:
        return value / _CENTS_PER_EUR
    if goal is Goal.DISTANCE:
        return value / _persons(program)
    if goal is Goal.EQUIVALENT:
        return math.log(max(value / _persons(program), 1.0)) / program.kappa_per_m
    return value


def _persons(program: Program) -> float:
    """Return the weight of all rows of demand [persons]; NaN without any."""
    total = 0.0 if program.distances is None else float(program.distances.weights.sum())
    return total if total > 0 else math.nan
