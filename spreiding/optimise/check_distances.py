"""The value of a goal on distances, from the distances per kernfunctie that the evaluation shows."""

import numpy as np

from spreiding.demand import FloatArray
from spreiding.domain import Modality, Plan
from spreiding.equity import WORST_OFF, ede_m, mean_of_furthest
from spreiding.fields import Fields
from spreiding.function_distances import function_metres
from spreiding.groups import persons_of
from spreiding.optimise.framing.slate import all_groups
from spreiding.optimise.question import Goal, Question
from spreiding.placing import Kind
from spreiding.region import Region
from spreiding.uitgangspunten import Uitgangspunten


def distance_of(
    region: Region, uitgangspunten: Uitgangspunten, question: Question, plan: Plan, goal: Goal, penalty: float
) -> float:
    """Return the value of a `goal` on distances under `plan` [m per person].

    `penalty` [persons × m to everything] is added to the sum of distances before that is divided.
    """
    metres, weights = _distances(region, uitgangspunten, question, plan)
    if goal is Goal.FURTHEST:
        return float(metres[weights > 0].max(initial=0.0))
    if goal is Goal.WORST_TENTH:
        return mean_of_furthest(metres, weights, WORST_OFF)
    if goal is Goal.EQUIVALENT:
        return ede_m(metres, weights, kappa_per_m=uitgangspunten.aversion.kappa_per_m or 0.0)
    functions = question.weighing.functions
    per_person = sum(functions.values()) if functions else 1.0
    return float(((weights * metres).sum() + penalty * per_person) / weights.sum())


def _distances(
    region: Region, uitgangspunten: Uitgangspunten, question: Question, plan: Plan
) -> tuple[FloatArray, FloatArray]:
    """Return the distances [m], capped, of every point, way of travelling and kernfunctie, with their weights."""
    fields, weighing = Fields(region), question.weighing
    everything = frozenset(region.site_index[site_id] for site_id in plan.by_id)
    metres, weights = [], []
    for modality, persons in _people(region, uitgangspunten, question):
        if weighing.functions:
            found = function_metres(fields, plan, uitgangspunten, modality)
            parts = [(found[each], weight) for each, weight in weighing.functions.items()]
        else:
            parts = [(fields.nearest(modality, Kind.METRES, everything).cost, 1.0)]
        for cost, weight in parts:
            metres.append(np.minimum(cost, weighing.cutoff_m))
            weights.append(weight * persons)
    return np.concatenate(metres), np.concatenate(weights)


def _people(region: Region, uitgangspunten: Uitgangspunten, question: Question) -> list[tuple[Modality, FloatArray]]:
    """Return who counts for how much [persons × weight], with the way in which they travel."""
    codes = [None if index < 0 else region.gemeenten[index].code for index in region.squares.gemeente.tolist()]
    free = question.free_gemeenten
    counts = np.array([free is None or code in free for code in codes], dtype=np.float64)[region.demand.square]
    if not question.weighing.groups:
        return [(uitgangspunten.norm.modality, region.demand.inwoners * counts)]
    return [
        (group.modality, np.nan_to_num(persons_of(region, group)) * counts * question.weighing.groups[group.name])
        for group in all_groups(question)
        if group.name in question.weighing.groups
    ]
