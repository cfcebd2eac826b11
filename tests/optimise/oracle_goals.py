"""What a plan is worth by each goal, in the unit of `Result.stages`."""

import math
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from spreiding.domain import Kernfunctie, Modality
from spreiding.optimise.question import Goal
from tests.optimise.oracle_world import NOTHING, Floats, Network, World

WORST_OFF = 0.1


class Rows(NamedTuple):
    """Demand for one thing in one way of travelling: weights [persons] and distances [m] per point."""

    weights: Floats
    metres: Floats


def value_of(world: World, network: Network, goal: Goal) -> float:
    """Return what a plan is worth: persons, € per year, or metres per person."""
    match goal:
        case Goal.COVERAGE:
            return coverage(world, network)
        case Goal.COST:
            return float(sum((world.money(site, network.get(site)).yearly for site in world.deciding), NOTHING))
        case Goal.DISTANCE:
            return mean(world, network)
        case Goal.FURTHEST:
            return max((metres for weight, metres in _pairs(world, network) if weight > 0), default=0.0)
        case Goal.EQUIVALENT:
            return kolm_pollak(world, network)
        case Goal.WORST_TENTH:
            return worst_tenth(world, network)


def is_better(goal: Goal, value: float, than: float, *, slack: float = 0.0) -> bool:
    """Whether one value of a goal beats another by more than `slack`."""
    return value > than + slack if goal is Goal.COVERAGE else value < than - slack


def coverage(world: World, network: Network) -> float:
    """Persons of those who are counted within the headline norm of a branch that it counts."""
    norm = world.uitgangspunten.norm
    branches = [site for site, option in network.items() if world.counts(site, option, norm.predicate)]
    return float(world.counted[world.nearest(norm.modality, branches) <= norm.max_m].sum())


def mean(world: World, network: Network) -> float:
    pairs = list(_pairs(world, network))
    return sum(weight * metres for weight, metres in pairs) / sum(weight for weight, _ in pairs)


def kolm_pollak(world: World, network: Network) -> float:
    """ln(Σ w exp(κ d) / Σ w) / κ, and the mean where κ is 0."""
    kappa = world.uitgangspunten.aversion.kappa_per_m
    assert kappa is not None
    if kappa == 0:
        return mean(world, network)
    pairs = list(_pairs(world, network))
    total = sum(weight for weight, _ in pairs)
    return math.log(sum(weight * math.exp(kappa * metres) for weight, metres in pairs) / total) / kappa


def worst_tenth(world: World, network: Network) -> float:
    """Mean of the tenth of all weight that is furthest; of the row at the boundary only what still fits."""
    pairs = sorted(_pairs(world, network), key=lambda pair: -pair[1])
    wanted = WORST_OFF * sum(weight for weight, _ in pairs)
    left, spent = wanted, 0.0
    for weight, metres in pairs:
        taken = min(weight, left)
        spent += taken * metres
        left -= taken
    return spent / wanted


def total_weight(world: World) -> float:
    """Persons × weights of functions and groups."""
    return sum(weight for weight, _ in _pairs(world, {}))


def _pairs(world: World, network: Network) -> Iterator[tuple[float, float]]:
    """Weight and distance [m], at most the cut-off, of every row of demand."""
    cutoff_m = world.question.weighing.cutoff_m
    for rows in _rows(world, network):
        yield from zip(rows.weights.tolist(), np.minimum(rows.metres, cutoff_m).tolist(), strict=True)


def _rows(world: World, network: Network) -> Iterator[Rows]:
    for persons, modality in _people(world):
        functions = world.question.weighing.functions
        if not functions:
            yield Rows(persons, world.nearest(modality, network))
        for function, weight in functions.items():
            yield Rows(weight * persons, world.nearest(modality, _offering(world, network, function)))


def _people(world: World) -> Iterator[tuple[Floats, Modality]]:
    """Everybody in the norm's way, or groups in their own, among those who are counted."""
    is_counted = np.array([world.is_free(home) for home in world.home])
    if not world.question.weighing.groups:
        yield world.counted, world.uitgangspunten.norm.modality
    by_name = {group.name: group for group in world.question.groups}
    for name, weight in world.question.weighing.groups.items():
        persons = world.persons(by_name[name])
        yield weight * np.where(is_counted & ~np.isnan(persons), persons, 0.0), by_name[name].modality


def _offering(world: World, network: Network, function: Kernfunctie) -> list[int]:
    """Open branches that offer a function; of one whose functions nobody knows nothing counts."""
    offered = {site: world.profile(site, option).kernfuncties for site, option in network.items()}
    return [site for site, functions in offered.items() if functions is not None and function in functions]
