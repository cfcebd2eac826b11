"""How far people have to go under a plan that was searched: what the question weighs, with and without its cut-off."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from spreiding.accessibility import weighted_mean
from spreiding.demand import FloatArray
from spreiding.domain import Modality, Plan
from spreiding.fields import Fields
from spreiding.function_distances import EQUAL_WEIGHTS, function_metres
from spreiding.groups import persons_of
from spreiding.normenkader import with_ages
from spreiding.optimise.question import Question
from spreiding.placing import Kind
from spreiding.region import Region
from spreiding.uitgangspunten import Uitgangspunten


@dataclass(frozen=True)
class PlanDistances:
    """Distances of the people whom a question counts, in the ways in which it lets them travel.

    `functions_m` [m] is the mean over the kernfuncties, weighed as the question does (all the same if it weighs none),
    `capped_m` [m] the same with what lies beyond `cutoff_m` [m] counted as the cut-off; `nearest_m` [m] is to the
    nearest branch of any kind. Infinite when some have no route. `inwoners_beyond` [persons] have to go further than
    the cut-off for something that the question weighs.
    """

    functions_m: float
    capped_m: float
    nearest_m: float
    cutoff_m: float
    inwoners_beyond: float


def measure_plan(region: Region, uitgangspunten: Uitgangspunten, question: Question, plan: Plan) -> PlanDistances:
    """Measure how far the people whom `question` counts have to go under `plan`."""
    fields, weighing = Fields(region), question.weighing
    open_sites = frozenset(region.site_index[site_id] for site_id in plan.by_id)
    weights = weighing.functions or EQUAL_WEIGHTS
    metres: list[FloatArray] = []
    nearest: list[FloatArray] = []
    weighed: list[FloatArray] = []
    persons: list[FloatArray] = []
    beyond = 0.0
    for modality, people, weight_of_group in _people(region, uitgangspunten, question):
        to_any = fields.nearest(modality, Kind.METRES, open_sites).cost
        per_function = function_metres(fields, plan, uitgangspunten, modality)
        counted = [cost for each, cost in per_function.items() if weights.get(each, 0.0) > 0]
        furthest = np.max(counted, axis=0) if weighing.functions else to_any
        beyond += float(people[furthest > weighing.cutoff_m].sum())
        nearest.append(to_any)
        persons.append(weight_of_group * people)
        for each, weight in weights.items():
            metres.append(per_function[each])
            weighed.append(weight * weight_of_group * people)
    return PlanDistances(
        functions_m=_mean(metres, weighed),
        capped_m=_mean([np.minimum(cost, weighing.cutoff_m) for cost in metres], weighed),
        nearest_m=_mean(nearest, persons),
        cutoff_m=weighing.cutoff_m,
        inwoners_beyond=beyond,
    )


def _mean(metres: list[FloatArray], weights: list[FloatArray]) -> float:
    """Mean [m]; infinite when somebody has no route."""
    cost, weight = np.concatenate(metres), np.concatenate(weights)
    is_counted = weight > 0
    return float("inf") if np.isinf(cost[is_counted]).any() else weighted_mean(cost[is_counted], weight[is_counted])


def _people(
    region: Region, uitgangspunten: Uitgangspunten, question: Question
) -> Iterator[tuple[Modality, FloatArray, float]]:
    """Yield how people travel, how many of them are counted at each demand point, and what one weighs."""
    here = _counted(region, question.free_gemeenten)
    if not question.weighing.groups:
        yield uitgangspunten.norm.modality, region.demand.inwoners * here, 1.0
        return
    for group in with_ages(question.groups):
        weight = question.weighing.groups.get(group.name, 0.0)
        if weight > 0:
            yield group.modality, np.nan_to_num(persons_of(region, group)) * here, weight


def _counted(region: Region, free_gemeenten: frozenset[str] | None) -> NDArray[np.bool_]:
    """Whether the people at each demand point are counted."""
    if free_gemeenten is None:
        return np.ones(region.demand.square.size, dtype=np.bool_)
    known = [index for index, area in enumerate(region.gemeenten) if area.code in free_gemeenten]
    return np.isin(region.squares.gemeente[region.demand.square], known)
