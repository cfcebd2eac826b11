"""Norms on kernen: something in every kern of some size, or in those that are far from everything."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from spreiding.demand import FloatArray, IntArray
from spreiding.judging.kernen import holding, is_sized, mean_by_kern
from spreiding.network import Footing
from spreiding.norms import KernNorm
from spreiding.optimise.framing.about import About
from spreiding.optimise.framing.draft import Draft, Rule, rows_of
from spreiding.optimise.framing.slate import Slate
from spreiding.optimise.program import BoolArray, Family, Rows
from spreiding.placing import Kind
from spreiding.trips import trips_over


def add_kernen(draft: Draft, slate: Slate, norm: KernNorm, *, number: int, price: float) -> None:
    """Ask something of every confirmed kern in a free gemeente that the norm is about and has nothing that stands.

    Only where a limit on distance is asked as well it depends on the plan which kernen those are.
    """
    region = slate.region
    serving, of_place = slate.counts(norm.predicate), region.site_kern[slate.place]
    far = []
    for index in _asked(slate, norm):
        kern = region.kernen[index]
        about = About(None, number, gemeente=kern.gemeente, kern=kern.id)
        own = serving & (of_place == index)
        if norm.beyond_m is None:
            draft.at_least(Family.KERN, about, own, lower=1.0, price=price)
        else:
            far.append((index, about, own))
    if norm.beyond_m is not None and far:
        draft.lazy.append(FarKernen(norm.beyond_m, tuple(_far_kernen(slate, norm, far)), price))


def _asked(slate: Slate, norm: KernNorm) -> list[int]:
    """Return the kernen that may come to need something of their own."""
    region = slate.region
    sizes = np.array([kern.inwoners for kern in region.kernen], dtype=np.float64)
    held = holding(slate.case, slate.case.counting(norm.predicate).taken)
    needs = is_sized(norm, sizes) & ~held
    if norm.beyond_m is not None:
        beyond = slate.case.counting(norm.beyond).taken
        # More branches bring a kern only nearer: what is near enough now, or lived in by nobody, never needs anything.
        needs &= mean_by_kern(slate.case, slate.fields.nearest(norm.modality, Kind.METRES, beyond).cost) > norm.beyond_m
    confirmed = slate.question.confirmations
    return [
        index
        for index in np.flatnonzero(needs).tolist()
        if slate.is_asked(region.kernen[index].gemeente) and confirmed.has_kern(region.kernen[index].id)
    ]


@dataclass(frozen=True)
class FarKern:
    """A kern that needs something of its own when its inhabitants live too far away on average.

    `persons` and `standing_m` [m, to the nearest that stands] per demand point of the kern; `metres` [points × sites]
    to each site that brings it nearer under its `nearby` columns. `own`: columns that are something of its own.
    """

    about: About
    persons: FloatArray
    standing_m: FloatArray
    metres: FloatArray
    nearby: tuple[IntArray, ...]
    own: IntArray

    def mean_m(self, metres: FloatArray) -> float:
        """Average distance [m] of the inhabitants; inf when one of them has no route."""
        # Added up one by one, as the normtoets does: what is exactly at the limit stays there.
        return float(np.cumsum(self.persons * metres)[-1] / np.cumsum(self.persons)[-1])

    def rule(self, chosen: BoolArray, limit_m: float, price: float) -> Rule | None:
        """Return a rule that the `chosen` columns break; None when they break none."""
        if chosen[self.own].any():
            return None
        is_open = np.array([bool(chosen[columns].any()) for columns in self.nearby], dtype=np.bool_)
        nearest = np.minimum(self.standing_m, self.metres[:, is_open].min(axis=1, initial=np.inf))
        if self.mean_m(nearest) <= limit_m:
            return None
        # The more sites may be open while the kern still lacks, the stronger is the rule about the others.
        means = (self.persons[:, None] * np.minimum(nearest[:, None], self.metres)).sum(axis=0)
        helping = []
        for k in np.argsort(-means, kind="stable").tolist():
            nearer = np.minimum(nearest, self.metres[:, k])
            if self.mean_m(nearer) > limit_m:
                nearest = nearer
            else:
                helping.append(k)
        columns = np.unique(np.concatenate([self.own, *(self.nearby[k] for k in helping)])).astype(np.int32)
        return Rule(self.about, columns, np.ones(columns.size), 1.0, np.inf, price)


@dataclass(frozen=True)
class FarKernen:
    """The rule that a kern has something of its own, or does not live further than `limit_m` [m] on average."""

    limit_m: float
    kernen: tuple[FarKern, ...]
    price: float

    def broken(self, chosen: BoolArray) -> Rows:
        """Return a valid row for every kern that lives too far and has nothing of its own."""
        found = [kern.rule(chosen, self.limit_m, self.price) for kern in self.kernen]
        return rows_of(Family.KERN, [rule for rule in found if rule is not None])


def _far_kernen(slate: Slate, norm: KernNorm, asked: list[tuple[int, About, BoolArray]]) -> Iterator[FarKern]:
    """Yield the `asked` kernen (index, what it is about, its own columns) with all distances that may matter."""
    region = slate.region
    kern = np.where(region.demand.inwoners > 0, region.squares.kern[region.demand.square], -1)
    points = np.flatnonzero(np.isin(kern, [index for index, _, _ in asked])).astype(np.int32)
    nearby = slate.counts(norm.beyond)
    places = np.unique(slate.place[nearby]).astype(np.int32)
    metres = _metres(slate, norm, points, places)
    standing = slate.case.counting(norm.beyond).taken
    standing_m = slate.fields.nearest(norm.modality, Kind.METRES, standing).cost[points]
    columns = tuple(np.flatnonzero(nearby & (slate.place == place)).astype(np.int32) for place in places.tolist())
    for index, about, own in asked:
        here = kern[points] == index
        yield FarKern(
            about=about,
            persons=region.demand.inwoners[points[here]],
            standing_m=standing_m[here],
            metres=metres[here],
            nearby=columns,
            own=np.flatnonzero(own).astype(np.int32),
        )


def _metres(slate: Slate, norm: KernNorm, points: IntArray, places: IntArray) -> FloatArray:
    """Distances [m, points × places] without a cut-off: any of them may count in an average."""
    region = slate.region
    footing = region.demand_footing[norm.modality]
    trips = trips_over(
        region.networks[norm.modality],
        Kind.METRES,
        demand=Footing(footing.segment[points], footing.fraction[points], footing.walk_m[points]),
        sites=region.site_footing[norm.modality],
    )
    table = trips.table(places, np.inf)
    metres = np.full((points.size, places.size), np.inf)
    metres[np.repeat(np.arange(points.size), np.diff(table.indptr)), np.searchsorted(places, table.site)] = table.cost
    return metres
