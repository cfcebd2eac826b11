"""What one branch means to people: who would have to go further if it closed, how far, and where to."""

from dataclasses import dataclass

import numpy as np

from spreiding.accessibility import MIN_CHANGE_M, weighted_mean
from spreiding.domain import Modality, Plan
from spreiding.region import Region
from spreiding.whatif import WhatIf, what_if


@dataclass(frozen=True)
class TakeOver:
    """A branch (index of the site) that is the nearest once another closed, for so many `inwoners` [persons]."""

    site: int
    inwoners: float


@dataclass(frozen=True)
class Closing:
    """What the closing of one branch does, by the distance [m] to the nearest branch of any kind.

    `inwoners_further` [persons] must go further; `inwoners_without` [persons] of them keep no route at all. Of the
    others among them, `mean_before_m`, `mean_after_m` and `most_extra_m` [m] tell how far; NaN when there are none.
    `taken_over` names the branches that everybody of the closed one goes to, most inwoners first.
    """

    inwoners_further: float
    inwoners_without: float
    mean_before_m: float
    mean_after_m: float
    most_extra_m: float
    taken_over: tuple[TakeOver, ...]


def field_of(region: Region, plan: Plan, modality: Modality) -> WhatIf | None:
    """Search the nearest open branch of everybody, ready for one change; None in a region without such roads."""
    network = region.networks[modality]
    if network.n_nodes == 0:
        return None
    open_sites = np.array(sorted(region.site_index[site_id] for site_id in plan.by_id), dtype=np.int32)
    demand, sites = region.demand_footing[modality], region.site_footing[modality]
    return what_if(network, demand=demand, sites=sites, open_sites=open_sites)


def measure_closing(region: Region, field: WhatIf, site: int) -> Closing:
    """Tell what happens when the open `site` (an index) closes and everything else stays as in `field`."""
    before, after = field.nearest, field.without(site).nearest
    inwoners = region.demand.inwoners
    mine = np.flatnonzero((before.site_m == site) & (inwoners > 0))
    metres, then_m, persons = before.metres[mine], after.metres[mine], inwoners[mine]
    is_further = then_m - metres >= MIN_CHANGE_M
    has_route = np.isfinite(then_m)
    led = is_further & has_route
    served = np.bincount(after.site_m[mine][has_route], weights=persons[has_route], minlength=len(region.sites))
    order = np.argsort(-served, kind="stable")
    return Closing(
        inwoners_further=float(persons[is_further].sum()),
        inwoners_without=float(persons[~has_route].sum()),
        mean_before_m=weighted_mean(metres[led], persons[led]),
        mean_after_m=weighted_mean(then_m[led], persons[led]),
        most_extra_m=float((then_m - metres)[led].max()) if led.any() else float("nan"),
        taken_over=tuple(TakeOver(int(k), float(served[k])) for k in order if served[k] > 0),
    )
