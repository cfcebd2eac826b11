"""The least that a branch of some class must serve, as cuts that are found when a plan breaks them."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from spreiding.demand import FloatArray, IntArray
from spreiding.judging.verdict import reaches
from spreiding.optimise.framing.about import About
from spreiding.optimise.framing.draft import Rule, rows_of
from spreiding.optimise.framing.slate import Slate
from spreiding.optimise.program import BoolArray, Family, Rows
from spreiding.optimise.result import RuleName
from spreiding.placing import Kind


@dataclass(frozen=True)
class Catchments:
    """Who is nearest to which site: of the people of point i in the first of its sites that is open.

    `site[indptr[i]:indptr[i + 1]]` are sites (numbers in the program) nearer than what stands, the nearest first;
    `persons` per point. `column_site` is the site of every column and `required` [persons] what it must serve.
    """

    persons: FloatArray
    indptr: IntArray
    site: IntArray
    column_site: IntArray
    required: FloatArray
    abouts: tuple[About, ...]

    def broken(self, chosen: BoolArray) -> Rows:
        """Return for every branch that serves too few that it, or one of those that take its people, is not open.

        A catchment only shrinks as others open: with j open, and all of K, a class that must serve more cannot be had,
        so Σ of such columns of j + Σ of columns of K ≤ |K|.
        """
        is_open = np.zeros(len(self.abouts), dtype=np.bool_)
        is_open[self.column_site[chosen]] = True
        served = self._served(is_open)
        rules = [
            self._rule(column, is_open)
            for column in np.flatnonzero(chosen & (self.required > 0)).tolist()
            if not reaches(float(served[self.column_site[column]]), float(self.required[column]))
        ]
        return rows_of(Family.CATCHMENT, rules)

    @cached_property
    def _point(self) -> IntArray:
        return np.repeat(np.arange(self.persons.size, dtype=np.int32), np.diff(self.indptr))

    def _served(self, is_open: BoolArray) -> FloatArray:
        """Return the persons who are nearest to every site, of those that are open."""
        used = is_open[self.site]
        point, site = self._point[used], self.site[used]
        is_first = np.diff(point, prepend=-1) > 0
        return np.bincount(site[is_first], weights=self.persons[point[is_first]], minlength=is_open.size).astype(
            np.float64
        )

    def _rule(self, column: int, is_open: BoolArray) -> Rule:
        """Return the cut of a branch that serves too few, with as few others as suffice to take its people."""
        own, required = int(self.column_site[column]), float(self.required[column])
        persons, takers = self._takers(own, is_open)
        n_takers = takers.sum(axis=1)
        needed = np.asarray(takers.any(axis=0), dtype=np.bool_)
        # Those who take the fewest are left out first.
        for site in np.argsort((persons[:, None] * takers).sum(axis=0), kind="stable").tolist():
            fewer = n_takers - takers[:, site]
            if needed[site] and not reaches(float(persons[fewer == 0].sum()), required):
                needed[site], n_takers = False, fewer
        small = (self.column_site == own) & ~reaches_each(float(persons[n_takers == 0].sum()), self.required)
        columns = np.flatnonzero(small | needed[self.column_site]).astype(np.int32)
        return Rule(self.abouts[own], columns, np.ones(columns.size), -np.inf, float(needed.sum()), np.inf)

    def _takers(self, own: int, is_open: BoolArray) -> tuple[FloatArray, BoolArray]:
        """Return the persons at every point that `own` may serve, and which open sites come before it there."""
        at = np.flatnonzero(self.site == own)
        point = self._point[at]
        n_before = at - self.indptr[point]
        row = np.repeat(np.arange(at.size), n_before)
        # Counting from the first site of the point of each.
        first = np.cumsum(n_before) - n_before
        place = self.indptr[point][row] + np.arange(row.size) - first[row]
        takers = np.zeros((at.size, is_open.size), dtype=np.bool_)
        takers[row, self.site[place]] = is_open[self.site[place]]
        return self.persons[point], takers


def reaches_each(served: float, required: FloatArray) -> BoolArray:
    """Mark what `served` [persons] is enough for."""
    return np.array([reaches(served, each) for each in required.tolist()], dtype=np.bool_)


def build_catchments(slate: Slate) -> Catchments:
    """Return the catchments of all sites; everybody in the region counts, in the way of the headline norm."""
    region, modality = slate.region, slate.uitgangspunten.norm.modality
    standing = slate.fields.nearest(modality, Kind.METRES, slate.standing)
    pairs = slate.pairs(modality, Kind.METRES, np.inf)
    cost, label = standing.cost[pairs.point], standing.label[pairs.point]
    # Of equal distances the evaluation takes the first site.
    nearer = (pairs.cost < cost) | ((pairs.cost == cost) & (pairs.place < label))
    pairs = pairs.where(nearer & (region.demand.inwoners[pairs.point] > 0))
    asked = slate.question.minimum_catchment
    required = [0 if each.option.type is None else asked.get(each.option.type, 0) for each in slate.choices]
    n_points = region.demand.inwoners.size
    sites = [region.sites[place] for place in slate.places.tolist()]
    return Catchments(
        persons=region.demand.inwoners,
        indptr=np.concatenate([[0], np.cumsum(np.bincount(pairs.point, minlength=n_points))]).astype(np.int32),
        site=np.searchsorted(slate.places, pairs.place).astype(np.int32),
        column_site=slate.site,
        required=np.array(required, dtype=np.float64),
        abouts=tuple(About(RuleName.CATCHMENT, gemeente=site.gemeente or "", site=site.id) for site in sites),
    )
