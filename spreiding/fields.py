"""The nearest of any set of places for every demand point of one region, each field searched once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from spreiding.domain import Modality, Voorzieningsvorm
from spreiding.kernels import Field, empty_field
from spreiding.placing import Kind
from spreiding.region import Region
from spreiding.supply import Site
from spreiding.travel_sources import TravelSource
from spreiding.trips import Search, trips_over
from spreiding.voorzieningen import Voorziening

Places = frozenset[int]


def place_of(region: Region, index: int) -> Site | Voorziening:
    """Return the place with this index: the sites of a region come first, its voorzieningen behind them."""
    n_sites = len(region.sites)
    return region.sites[index] if index < n_sites else region.voorzieningen[index - n_sites]


def place_names(region: Region) -> dict[str, str]:
    """Return the names of all places of a region by id."""
    names = {site.id: site.name for site in region.sites}
    return names | {each.id: each.name for each in region.voorzieningen}


@dataclass(frozen=True)
class Fields:
    """Nearest fields over the road network of each modality; the same searches as `travel.nearest`.

    Places are numbered as in `place_of`. `sources` give the minutes to sites of a modality from elsewhere, such as a
    table of public transport; to voorzieningen the way leads over the roads. Fields that were asked before are
    remembered, and can therefore not be written to.
    """

    region: Region
    sources: Mapping[Modality, TravelSource] = field(default_factory=dict)
    _trips: dict[tuple[Modality, Kind], Search] = field(default_factory=dict, repr=False, compare=False)
    _found: dict[tuple[Modality, Kind, Places], Field] = field(default_factory=dict, repr=False, compare=False)

    def nearest(self, modality: Modality, kind: Kind, places: Places) -> Field:
        """Cost [m or min] to and index of the nearest of `places` per demand point; inf and -1 where there is none.

        A voorziening counts for those whom it serves: within its own reach, or at home.
        """
        asked = (modality, kind, places)
        if asked not in self._found:
            limited = places & self._limited
            best = self._search(modality, kind, places - limited)
            self._found[asked] = _read_only(self._improve(best, modality, kind, limited) if limited else best)
        return self._found[asked]

    def nearest_at_home(self, modality: Modality, kind: Kind, places: Places) -> Field:
        """Return the same, when only places in the gemeente where somebody lives count."""
        region = self.region
        gemeente = region.squares.gemeente[region.demand.square]
        best = empty_field(gemeente.size)
        for index, area in enumerate(region.gemeenten):
            own = frozenset(place for place in places if place_of(region, place).gemeente == area.code)
            here = np.flatnonzero(gemeente == index)
            if own and here.size:
                found = self.nearest(modality, kind, own)
                best.cost[here], best.label[here] = found.cost[here], found.label[here]
        return best

    def trips(self, modality: Modality, kind: Kind) -> Search:
        """Return the trips from demand points to all places, ready to be searched."""
        if (modality, kind) not in self._trips:
            region = self.region
            footing = region.site_footing[modality]
            if region.voorzieningen:
                footing = footing.join(region.voorziening_footing[modality])
            self._trips[modality, kind] = trips_over(
                region.networks[modality], kind, demand=region.demand_footing[modality], sites=footing
            )
        return self._trips[modality, kind]

    @cached_property
    def _limited(self) -> Places:
        """Voorzieningen that serve some people only."""
        n_sites = len(self.region.sites)
        return frozenset(
            n_sites + k
            for k, each in enumerate(self.region.voorzieningen)
            if each.reach_m is not None or each.form is Voorzieningsvorm.AAN_HUIS
        )

    def _search(self, modality: Modality, kind: Kind, places: Places) -> Field:
        source = self.sources.get(modality)
        if kind is Kind.METRES or source is None:
            return self.trips(modality, kind).nearest(np.array(sorted(places), dtype=np.int32))
        sites = sorted(place for place in places if place < len(self.region.sites))
        found = source.nearest_minutes(np.array(sites, dtype=np.int32))
        others = sorted(places.difference(sites))
        if not others:
            return found
        # The source knows of sites only; to other voorzieningen the way leads over our own roads.
        by_road = self.trips(modality, kind).nearest(np.array(others, dtype=np.int32))
        closer = by_road.cost < found.cost
        return Field(np.where(closer, by_road.cost, found.cost), np.where(closer, by_road.label, found.label))

    def _improve(self, best: Field, modality: Modality, kind: Kind, limited: Places) -> Field:
        """Return the field with whom `limited` voorzieningen serve better; of equal costs the lowest index."""
        found = Field(best.cost.copy(), best.label.copy())
        for place in sorted(limited):
            each = self.region.voorzieningen[place - len(self.region.sites)]
            one = np.array([place], dtype=np.int32)
            cost = self.trips(modality, kind).nearest(one).cost
            if each.form is Voorzieningsvorm.AAN_HUIS:
                cost = np.zeros(cost.size)
            is_first = (cost == found.cost) & (place < found.label)
            closer = self._served(each, modality, one) & ((cost < found.cost) | is_first)
            found.cost[closer], found.label[closer] = cost[closer], place
        return found

    def _served(self, each: Voorziening, modality: Modality, one: NDArray[np.int32]) -> NDArray[np.bool_]:
        """Whether a voorziening serves the people of each demand point."""
        region = self.region
        if each.reach_m is not None:
            return self.trips(modality, Kind.METRES).nearest(one).cost <= each.reach_m
        codes = np.array([*(gemeente.code for gemeente in region.gemeenten), ""], dtype=np.str_)
        # Index -1 (outside every gemeente) is the last entry.
        own = codes[region.squares.gemeente[region.demand.square]] == (each.gemeente or "-")
        return np.asarray(own, dtype=np.bool_)


def _read_only(found: Field) -> Field:
    """Return a view of a field that nobody can change: it is handed out again."""
    cost, label = found.cost.view(), found.label.view()
    cost.setflags(write=False)
    label.setflags(write=False)
    return Field(cost, label)
