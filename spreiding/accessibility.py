"""Who is near what: person-weighted distance figures of any group of demand points."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from spreiding.demand import FloatArray, IntArray

# Below this a change in distance is a rounding of the sums along a route, not a nearer branch.
MIN_CHANGE_M: Final = 1.0


@dataclass(frozen=True)
class Reach:
    """How far a group of inhabitants lives from a branch.

    `inwoners` [persons] is everyone; `inwoners_unreachable` have no route and stay outside `mean_m`, `median_m`,
    `p90_m` [m] and `mean_min` [min], which are NaN when nobody has a route. `inwoners_within` the norm counts
    against everyone.
    """

    inwoners: float
    inwoners_unreachable: float
    inwoners_within: float
    mean_m: float
    median_m: float
    p90_m: float
    mean_min: float

    @property
    def share_within(self) -> float:
        """Share [0–1] of all inhabitants within the norm; NaN for an empty group."""
        return self.inwoners_within / self.inwoners if self.inwoners > 0 else float("nan")


def measure_reach(
    inwoners: FloatArray, *, metres: FloatArray, minutes: FloatArray, norm_metres: FloatArray, max_m: float
) -> Reach:
    """Summarise distances [m, min] of demand points with `inwoners` [persons]; ≤ `max_m` is within the norm.

    `metres` and `minutes` lead to the nearest branch of any kind, `norm_metres` to the nearest that the norm counts.
    """
    has_route = np.isfinite(metres)
    weights = inwoners[has_route]
    return Reach(
        inwoners=float(inwoners.sum()),
        inwoners_unreachable=float(inwoners[~has_route].sum()),
        inwoners_within=float(inwoners[norm_metres <= max_m].sum()),
        mean_m=weighted_mean(metres[has_route], weights),
        median_m=weighted_percentile(metres[has_route], weights, 0.5),
        p90_m=weighted_percentile(metres[has_route], weights, 0.9),
        mean_min=weighted_mean(minutes[has_route], weights),
    )


def weighted_mean(values: FloatArray, weights: FloatArray) -> float:
    """Weighted mean in the unit of `values`; NaN without weight."""
    total = weights.sum()
    return float((values * weights).sum() / total) if total > 0 else float("nan")


def weighted_percentile(values: FloatArray, weights: FloatArray, q: float) -> float:
    """Smallest value v such that at least `q` [0–1] of the weight has a value ≤ v; NaN without weight."""
    present = weights > 0
    if not present.any():
        return float("nan")
    order = np.argsort(values[present], kind="stable")
    ordered = values[present][order]
    cumulative = np.cumsum(weights[present][order])
    # The product may exceed the exact quantile by a rounding error of the sum; persons are never that small.
    wanted = q * cumulative[-1] * (1 - 1e-12)
    return float(ordered[np.searchsorted(cumulative, wanted)])


def main_label(place: IntArray, label: IntArray, weight: FloatArray, n_places: int) -> tuple[IntArray, FloatArray]:
    """Return per place the label (≥ 0) with the most weight, -1 for none, and that weight; of equals the lowest."""
    best, most = np.full(n_places, -1, dtype=np.int32), np.zeros(n_places)
    used = (label >= 0) & (place >= 0) & (place < n_places) & (weight > 0)
    if not used.any():
        return best, most
    n_labels = int(label.max()) + 1
    pairs, inverse = np.unique(place[used].astype(np.int64) * n_labels + label[used], return_inverse=True)
    summed = np.bincount(inverse, weights=weight[used], minlength=pairs.size)
    # Of repeated indices numpy keeps the last: the heaviest, and of equals the lowest label.
    order = np.lexsort((-pairs, summed))
    best[pairs[order] // n_labels] = pairs[order] % n_labels
    most[pairs[order] // n_labels] = summed[order]
    return best, most
