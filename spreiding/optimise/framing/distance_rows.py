"""Distances that a goal adds up: a row per demand point and set of options that serve it."""

from collections.abc import Iterator

import numpy as np

from spreiding.demand import FloatArray
from spreiding.domain import Kernfunctie, Modality
from spreiding.errors import QuestionError
from spreiding.fields import Places
from spreiding.groups import persons_of
from spreiding.optimise.framing.slate import Slate
from spreiding.optimise.program import BoolArray, Csr, Distances
from spreiding.placing import Kind

_Served = tuple[BoolArray, Places]


def build_distances(slate: Slate) -> Distances:
    """Return the distances [m] to every kernfunctie that the question weighs, or to the nearest of any kind.

    Kernfuncties that the same options offer are one row with their weights added, and so are groups that travel alike
    and points whose distances are equal to the last bit. Beyond the cut-off all distances are the cut-off.

    Raises
    ------
    QuestionError
        `unknown_weighing_group`, `no_weight`.

    """
    merged: dict[tuple[bytes, bytes, float], float] = {}
    ways = people_by_way(slate)
    functions = _functions(slate)
    for modality, persons in ways.items():
        for (is_serving, standing), weight in functions:
            _add(slate, modality, weight * persons, is_serving, standing, merged)
    if not functions or not any(persons.sum() > 0 for persons in ways.values()):
        raise QuestionError("no_weight")
    sets = [np.frombuffer(key[0], dtype=np.int32) for key in merged]
    costs = [np.frombuffer(key[1], dtype=np.float64) for key in merged]
    return Distances(
        weights=np.array(list(merged.values()), dtype=np.float64),
        facilities=Csr(
            np.concatenate([[0], np.cumsum([part.size for part in sets])]).astype(np.int32),
            np.concatenate([np.zeros(0, dtype=np.int32), *sets]),
        ),
        cost=np.concatenate([np.zeros(0), *costs]),
        beyond=np.array([key[2] for key in merged], dtype=np.float64),
    )


def people_by_way(slate: Slate) -> dict[Modality, FloatArray]:
    """Return the counted people at every demand point by how they travel [persons × weight of their group]."""
    groups, weights = slate.case.groups, slate.question.weighing.groups
    region = slate.region
    if not weights:
        return {slate.uitgangspunten.norm.modality: np.where(slate.is_counted, region.demand.inwoners, 0.0)}
    unknown = sorted(weights.keys() - {group.name for group in groups})
    if unknown:
        known = ", ".join(group.name for group in groups)
        raise QuestionError("unknown_weighing_group", groups=", ".join(unknown), known=known)
    ways: dict[Modality, FloatArray] = {}
    for group in groups:
        persons = persons_of(region, group)
        weighed = weights.get(group.name, 0.0) * np.where(slate.is_counted & np.isfinite(persons), persons, 0.0)
        ways[group.modality] = ways.get(group.modality, 0.0) + weighed
    return ways


def _functions(slate: Slate) -> list[tuple[_Served, float]]:
    """Return what serves each set of kernfuncties that need not be told apart, and the weight of all of them."""
    functions = slate.question.weighing.functions
    if not functions:
        return [((np.ones(len(slate.choices), dtype=np.bool_), slate.standing), 1.0)]
    found: dict[tuple[bytes, Places], float] = {}
    for kernfunctie, weight in functions.items():
        if weight > 0:
            is_serving = slate.mark(kernfunctie in offered for offered in _offered(slate))
            standing = frozenset(
                place
                for place, profile in slate.case.profiles.items()
                if kernfunctie in (profile.kernfuncties or frozenset())
            )
            key = (is_serving.tobytes(), standing)
            found[key] = found.get(key, 0.0) + weight
    return [((np.frombuffer(key, dtype=np.bool_), standing), weight) for (key, standing), weight in found.items()]


def _offered(slate: Slate) -> Iterator[frozenset[Kernfunctie]]:
    for profile in slate.profiles:
        yield profile.kernfuncties or frozenset()


def _add(
    slate: Slate,
    modality: Modality,
    weights: FloatArray,
    is_serving: BoolArray,
    standing: Places,
    merged: dict[tuple[bytes, bytes, float], float],
) -> None:
    """Add the rows of one way of travelling to one set of options."""
    cutoff_m = slate.question.weighing.cutoff_m
    beyond = np.minimum(slate.fields.nearest(modality, Kind.METRES, standing).cost, cutoff_m)
    pairs = slate.pairs(modality, Kind.METRES, cutoff_m)
    facility = slate.facility_at(is_serving)[pairs.place]
    used = (facility >= 0) & (pairs.cost < beyond[pairs.point]) & (weights[pairs.point] > 0)
    point, facility, cost = pairs.point[used], facility[used], pairs.cost[used]
    edges = np.searchsorted(point, np.arange(weights.size + 1)).tolist()
    for each in np.flatnonzero(weights > 0).tolist():
        first, last = edges[each], edges[each + 1]
        key = (facility[first:last].tobytes(), cost[first:last].tobytes(), float(beyond[each]))
        merged[key] = merged.get(key, 0.0) + float(weights[each])


def price_per_person(slate: Slate) -> float:
    """Return what a person weighs in the sum of distances when he goes a metre further to everything."""
    functions = slate.question.weighing.functions
    return float(sum(functions.values())) if functions else 1.0
