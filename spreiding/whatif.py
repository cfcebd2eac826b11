"""What if: one branch more or less, worked out exactly from the field that stands, without searching the rest again."""

from dataclasses import dataclass, replace
from typing import Self

import numpy as np

from spreiding.demand import IntArray
from spreiding.kernels import Field, Seeds, empty_field, find_border
from spreiding.network import Footing, RoadNetwork
from spreiding.placing import Kind, place
from spreiding.travel import Nearest
from spreiding.trips import Trips, one_way_trips


@dataclass(frozen=True)
class NearestField:
    """The nearest open site of every core node and demand point, in one kind of cost; bit for bit what a search gives.

    `open_sites` are indices of the sites of `trips`, in increasing order.
    """

    trips: Trips
    open_sites: IntArray
    nodes: Field
    points: Field

    @classmethod
    def of(cls, trips: Trips, open_sites: IntArray) -> Self:
        """Search the field of `open_sites`."""
        nothing = cls(trips, np.zeros(0, dtype=np.int32), empty_field(trips.n_nodes), empty_field(trips.n_points))
        chosen = np.unique(open_sites).astype(np.int32)
        return nothing._grown(chosen, trips.seeds(chosen)) if chosen.size else nothing

    def with_open(self, site: int) -> Self:
        """Return the field with `site` open too: only where it is the nearest anything is searched."""
        if site in self.open_sites:
            return self
        new = np.array([site], dtype=np.int32)
        return self._grown(np.union1d(self.open_sites, new).astype(np.int32), self.trips.seeds(new))

    def without(self, site: int) -> Self:
        """Return the field with `site` closed: what it was nearest to is searched anew from the border inward."""
        open_sites = self.open_sites[self.open_sites != site]
        nodes, points = _copy(self.nodes), _copy(self.points)
        region, orphans = (np.flatnonzero(field.label == site).astype(np.int32) for field in (nodes, points))
        nodes.cost[region], nodes.label[region] = np.inf, -1
        border = find_border(self.trips.ground.back, region, nodes)
        # A site beside the region also looks into it along the street it stands on.
        self.trips.spread(_join(border, self.trips.seeds(open_sites)), nodes)
        self.trips.settle(orphans, nodes, points, open_sites=open_sites)
        return replace(self, open_sites=open_sites, nodes=nodes, points=points)

    def with_sites(self, sites: Footing) -> Self:
        """Return the field over `sites`, which begin with those it has; the new ones are closed."""
        ground = self.trips.ground
        placed = place(ground.skeleton, sites, ground.kind, is_destination=True)
        return replace(self, trips=Trips(ground, placed))

    def _grown(self, open_sites: IntArray, seeds: Seeds) -> Self:
        """Return the field improved from `seeds`."""
        nodes, points = _copy(self.nodes), _copy(self.points)
        self.trips.spread(seeds, nodes)
        changed = (nodes.cost != self.nodes.cost) | (nodes.label != self.nodes.label)
        demand = self.trips.ground.demand
        affected = np.flatnonzero(changed[demand.tail] | changed[demand.head]).astype(np.int32)
        self.trips.settle(affected, nodes, points, open_sites=open_sites)
        return replace(self, open_sites=open_sites, nodes=nodes, points=points)


@dataclass(frozen=True)
class WhatIf:
    """The nearest open branch of every demand point in metres and in minutes, ready for one change after another."""

    metres: NearestField
    minutes: NearestField

    @property
    def nearest(self) -> Nearest:
        """The field as a full search gives it."""
        metres, minutes = self.metres.points, self.minutes.points
        return Nearest(metres.cost, minutes.cost, metres.label, minutes.label)

    def with_open(self, site: int) -> Self:
        """Return what becomes of it when `site` (an index) opens."""
        return replace(self, metres=self.metres.with_open(site), minutes=self.minutes.with_open(site))

    def without(self, site: int) -> Self:
        """Return what becomes of it when `site` (an index) closes."""
        return replace(self, metres=self.metres.without(site), minutes=self.minutes.without(site))

    def with_sites(self, sites: Footing) -> Self:
        """Return the same over more `sites`, which begin with those it has."""
        return replace(self, metres=self.metres.with_sites(sites), minutes=self.minutes.with_sites(sites))


def what_if(network: RoadNetwork, *, demand: Footing, sites: Footing, open_sites: IntArray) -> WhatIf:
    """Search the nearest of `open_sites` and keep what is needed to change one at a time; the network has roads."""
    metres, minutes = (
        NearestField.of(one_way_trips(network.skeleton, kind, demand=demand, sites=sites), open_sites)
        for kind in (Kind.METRES, Kind.MINUTES)
    )
    return WhatIf(metres, minutes)


def _copy(field: Field) -> Field:
    return Field(field.cost.copy(), field.label.copy())


def _join(some: Seeds, others: Seeds) -> Seeds:
    return Seeds(
        np.concatenate([some.node, others.node]),
        np.concatenate([some.cost, others.cost]),
        np.concatenate([some.label, others.label]),
    )
