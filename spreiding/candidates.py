"""Candidate sites where people live outside the norm."""

from typing import Final

import numpy as np
from sklearn.cluster import KMeans

from spreiding.evaluation import Evaluation
from spreiding.region import Region
from spreiding.supply import Site, merge_near, unique_id

_N_STARTS: Final = 4


def suggest_sites(region: Region, evaluation: Evaluation, n_sites: int, *, seed: int = 0) -> tuple[Site, ...]:
    """At most `n_sites` candidates at the weighted k-means centres of the people outside the norm.

    Each centre moves to the demand point nearest to it, so that a candidate stands on an inhabited road side; one that
    comes beside a place which is there already adds nothing and is left out. Every class is allowed, and nothing is
    known of a building.
    k-means minimises squared crow-fly distance (Lloyd 1982): a place to start from, not an optimum over the road.
    """
    outside = np.flatnonzero(evaluation.norm_metres > evaluation.norm.max_m)
    places = np.column_stack([region.demand.x_m, region.demand.y_m])[outside]
    n_clusters = min(n_sites, len(np.unique(places, axis=0)))
    if n_clusters < 1:
        return ()
    clusters = KMeans(n_clusters, n_init=_N_STARTS, random_state=seed)
    clusters.fit(places, sample_weight=region.demand.inwoners[outside])
    sites: list[Site] = []
    for centre in clusters.cluster_centers_:
        point = int(outside[np.hypot(*(places - centre).T).argmin()])
        sites.append(_site_at(region, point, taken=[site.id for site in (*region.sites, *sites)]))
    return merge_near(sites, branches=region.sites)


def _site_at(region: Region, point: int, *, taken: list[str]) -> Site:
    """Return a candidate at a demand point, named after the nearest kern."""
    x_m, y_m = float(region.demand.x_m[point]), float(region.demand.y_m[point])
    gemeente = int(region.squares.gemeente[region.demand.square[point]])
    near = min(region.kernen, key=lambda kern: np.hypot(kern.x_m - x_m, kern.y_m - y_m), default=None)
    place = "" if near is None else near.name
    return Site(
        id=unique_id(f"voorstel-{near.id}" if near is not None else "voorstel", taken),
        name=f"Voorstel {place}".strip(),
        place=place,
        gemeente=region.gemeenten[gemeente].code if gemeente >= 0 else None,
        x_m=x_m,
        y_m=y_m,
        herkomst="k-means van inwoners buiten de norm",
    )
