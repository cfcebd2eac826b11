"""How far it is to each kernfunctie, served only by branches that offer it: what makes types of branches differ."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from spreiding.accessibility import weighted_mean
from spreiding.demand import FloatArray
from spreiding.domain import Kernfunctie, Modality, Plan
from spreiding.fields import Fields, Places
from spreiding.placing import Kind
from spreiding.profile import profile_of
from spreiding.uitgangspunten import Uitgangspunten

# A kernfunctie beyond this [m] counts as so far; and each of the five weighs the same. Our choices, to be edited.
CUTOFF_M: Final = 15_000.0
EQUAL_WEIGHTS: Final = dict.fromkeys(Kernfunctie, 1 / len(Kernfunctie))


@dataclass(frozen=True)
class FunctionDistances:
    """Mean distance to the kernfuncties over all inwoners; what lies beyond `cutoff_m` [m] counts as the cut-off.

    `mean_m` [m] is their weighted mean, `means_m` [m] are those of each by itself, and `inwoners_beyond` [persons] have
    none within the cut-off. NaN without inwoners.
    """

    cutoff_m: float
    mean_m: float
    means_m: Mapping[Kernfunctie, float]
    inwoners_beyond: Mapping[Kernfunctie, float]


def measure_functions(
    fields: Fields,
    plan: Plan,
    uitgangspunten: Uitgangspunten,
    *,
    weights: Mapping[Kernfunctie, float] | None = None,
    cutoff_m: float = CUTOFF_M,
) -> FunctionDistances:
    """Measure how far the inwoners live from each kernfunctie under `plan`, in the way of the norm.

    `weights` of the kernfuncties in the mean; without them all weigh the same.
    """
    persons = fields.region.demand.inwoners
    metres = function_metres(fields, plan, uitgangspunten, uitgangspunten.norm.modality)
    means = {each: weighted_mean(np.minimum(cost, cutoff_m), persons) for each, cost in metres.items()}
    share = EQUAL_WEIGHTS if weights is None else weights
    return FunctionDistances(
        cutoff_m=cutoff_m,
        mean_m=sum(share.get(each, 0.0) * mean for each, mean in means.items()) / sum(share.values()),
        means_m=means,
        inwoners_beyond={each: float(persons[cost > cutoff_m].sum()) for each, cost in metres.items()},
    )


def function_metres(
    fields: Fields, plan: Plan, uitgangspunten: Uitgangspunten, modality: Modality
) -> dict[Kernfunctie, FloatArray]:
    """Return the distance [m] from every demand point to the nearest branch that offers each kernfunctie; inf: none."""
    offering = offering_places(fields, plan, uitgangspunten)
    return {each: fields.nearest(modality, Kind.METRES, places).cost for each, places in offering.items()}


def offering_places(fields: Fields, plan: Plan, uitgangspunten: Uitgangspunten) -> dict[Kernfunctie, Places]:
    """Return the open branches (indices of sites) that offer each kernfunctie; the unknown is not offered."""
    region = fields.region
    offered = {}
    for site_id, option in plan.options:
        index = region.site_index[site_id]
        offered[index] = profile_of(region.sites[index], option, uitgangspunten).kernfuncties or frozenset()
    return {each: frozenset(index for index, found in offered.items() if each in found) for each in Kernfunctie}
