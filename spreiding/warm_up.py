"""Everything compiled once, while somebody is told of it: the kernels are cached on disk for every later run."""

import numpy as np

from spreiding.evaluation import evaluate
from spreiding.optimise.process.rehearsal import rehearse
from spreiding.region import Region
from spreiding.scenario import today_plan
from spreiding.travel import travel_metres
from spreiding.whatif import what_if
from spreiding.workflow import default_uitgangspunten


def compile_kernels(region: Region) -> None:
    """Run every compiled kernel once on a region read from disk, so that no user waits for the compiler."""
    uitgangspunten = default_uitgangspunten()
    evaluate(region, today_plan(region.sites), uitgangspunten)
    network = region.networks[uitgangspunten.norm.modality]
    demand, sites = (feet[network.modality] for feet in (region.demand_footing, region.site_footing))
    first = np.zeros(min(1, len(region.sites)), dtype=np.int32)
    travel_metres(network, demand=demand, sites=sites, site_indices=first, cutoff_m=1.0)
    if first.size:
        what_if(network, demand=demand, sites=sites, open_sites=first).without(0).with_open(0)
    rehearse()
