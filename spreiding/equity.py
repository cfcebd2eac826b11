"""How fairly distances are shared: measures over persons, of whom some travel further than others."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.special import kl_div

from spreiding.accessibility import weighted_mean, weighted_percentile
from spreiding.demand import FloatArray, IntArray
from spreiding.region import Region

# Palma compares tails of this size, after the ratio of incomes of Cobham & Sumner (2013); the first is also ours.
WORST_OFF: Final = 0.1
BEST_OFF: Final = 0.4
# Sums of persons carry rounding errors below this share; a tail may not take in a next point because of them.
_ROUNDING: Final = 1e-12
_CLOSE_TO_ONE: Final = 0.5


@dataclass(frozen=True)
class Fairness:
    """How distances are shared among persons who have a route; NaN where nobody has.

    `persons_unreachable` [persons] have no route and stay outside every measure. `worst_tenth_m` [m] is the mean of
    the 10 % who travel furthest, `village_gap_m` [m] the difference between kernen, `gini` [0–1], `palma` the ratio of
    worst-off to best-off, and `ede_m` [m] the Kolm-Pollak equivalent.
    """

    persons_unreachable: float
    worst_tenth_m: float
    village_gap_m: float
    gini: float
    theil_between: float
    theil_within: float
    palma: float
    ede_m: float

    @property
    def theil(self) -> float:
        """Theil's T, the sum of what lies between and within gemeenten."""
        return self.theil_between + self.theil_within


def fairness_of(region: Region, nearest_metres: FloatArray, *, kappa_per_m: float | None) -> Fairness:
    """Measure how `nearest_metres` [m] per demand point are shared among the inwoners; without κ no equivalent."""
    square = region.demand.square
    return measure_fairness(
        nearest_metres,
        region.demand.inwoners,
        gemeente=region.squares.gemeente[square],
        kern=region.squares.kern[square],
        kappa_per_m=float("nan") if kappa_per_m is None else kappa_per_m,
    )


def measure_fairness(
    distances_m: FloatArray, persons: FloatArray, *, gemeente: IntArray, kern: IntArray, kappa_per_m: float
) -> Fairness:
    """Measure how distances [m, inf: no route] are shared; `gemeente` and `kern` are indices per point, -1 for none."""
    # Sorted once: the measures below sort again, which costs nearly nothing for what is in order already.
    order = np.argsort(distances_m, kind="stable")
    ordered, weights = distances_m[order], persons[order]
    between, within = theil(ordered, weights, group=gemeente[order])
    return Fairness(
        persons_unreachable=float(persons[~np.isfinite(distances_m)].sum()),
        worst_tenth_m=mean_of_furthest(ordered, weights, WORST_OFF),
        village_gap_m=village_gap_m(ordered, weights, kern=kern[order]),
        gini=gini(ordered, weights),
        theil_between=between,
        theil_within=within,
        palma=palma(ordered, weights),
        ede_m=ede_m(ordered, weights, kappa_per_m=kappa_per_m),
    )


def mean_of_furthest(distances_m: FloatArray, persons: FloatArray, share: float) -> float:
    """Mean distance [m] of the `share` [0–1] of persons who travel furthest; NaN without persons.

    Of the point at the boundary only the persons count who still fit.
    """
    ordered, weights = _ordered(distances_m, persons)
    return _mean_of_first(ordered[::-1], weights[::-1], share)


def mean_of_nearest(distances_m: FloatArray, persons: FloatArray, share: float) -> float:
    """Mean distance [m] of the `share` [0–1] of persons who travel least far; NaN without persons."""
    return _mean_of_first(*_ordered(distances_m, persons), share)


def palma(distances_m: FloatArray, persons: FloatArray) -> float:
    """Mean distance of the worst-off 10 % over that of the best-off 40 % [ratio], after Cobham & Sumner (2013).

    Theirs is a ratio of shares of the total: a quarter of this ratio of means.
    Infinite when only the best-off live at 0 m; NaN when the worst-off do too, and without persons.
    """
    best = mean_of_nearest(distances_m, persons, BEST_OFF)
    worst = mean_of_furthest(distances_m, persons, WORST_OFF)
    if best > 0:
        return worst / best
    return float("inf") if worst > 0 else float("nan")


def village_gap_m(distances_m: FloatArray, persons: FloatArray, *, kern: IntArray) -> float:
    """Difference [m] between kernen: 90th minus 10th percentile over persons of the mean distance in their kern.

    `kern` is an index per point, -1 for none. NaN when fewer than two kernen have persons with a route.
    """
    counted = np.isfinite(distances_m) & (kern >= 0)
    means, weights = _group_means(distances_m[counted], persons[counted], kern[counted])
    if np.count_nonzero(weights) < 2:  # noqa: PLR2004 - a difference takes two
        return float("nan")
    return weighted_percentile(means, weights, 0.9) - weighted_percentile(means, weights, 0.1)


def gini(distances_m: FloatArray, persons: FloatArray) -> float:
    """Gini coefficient [0–1] over persons, half the relative mean difference (Gini 1912); NaN without persons.

    Over points i in order of distance, with F the persons up to and including i: Σ wᵢ dᵢ (2 Fᵢ − wᵢ − W) / (W Σ w d).
    """
    ordered, weights = _ordered(distances_m, persons)
    if weights.size == 0:
        return float("nan")
    everyone, travelled_m = weights.sum(), (weights * ordered).sum()
    if travelled_m == 0:
        return 0.0
    # These ranks add up to zero over all persons, so the smallest distance may be taken off: equal ones give exactly 0.
    rank = 2 * np.cumsum(weights) - weights - everyone
    difference = (weights * (ordered - ordered[0]) * rank).sum()
    return max(0.0, float(difference / (everyone * travelled_m)))


def theil(distances_m: FloatArray, persons: FloatArray, *, group: IntArray) -> tuple[float, float]:
    """Theil's T [≥ 0] between groups and within them; NaN without persons (Theil 1967; Shorrocks 1980).

    T = Σ w (d/μ) ln(d/μ) / W over persons, with 0 ln 0 = 0. `group` is an index per point; those with -1 form a group.
    Deviations add up to zero, so each term may be written x ln(x/μ) − x + μ, which is never negative.
    """
    travels = np.isfinite(distances_m) & (persons > 0)
    distance, weight, member = distances_m[travels], persons[travels], group[travels]
    overall = weighted_mean(distance, weight)
    if not overall > 0:
        return overall, overall
    means, weights = _group_means(distance, weight, member)
    travelled_m = overall * weight.sum()
    between = (weights * kl_div(means, overall)).sum() / travelled_m
    within = (weight * kl_div(distance, means[member + 1])).sum() / travelled_m
    return float(between), float(within)


def aversion(distances_m: FloatArray, persons: FloatArray, epsilon: float = 1.0) -> float:
    """Return κ = ε Σwd / Σwd² [1/m] (Horton et al., arXiv 2401.15452, with the sign of a burden inside).

    0 when everyone lives at 0 m, so that the equivalent is the mean; NaN when nobody has a route.
    """
    distance, weight = _ordered(distances_m, persons)
    mean = weighted_mean(distance, weight)
    return epsilon * mean / weighted_mean(distance**2, weight) if mean > 0 else mean


def ede_m(distances_m: FloatArray, persons: FloatArray, *, kappa_per_m: float) -> float:
    """Kolm-Pollak equally-distributed equivalent [m], ln(mean exp(κ d))/κ (Horton et al., arXiv 2401.15452).

    If everyone travelled this far, it would be as bad as the distances are now. Its limit for κ [1/m] → 0 is the mean.
    """
    ordered, weights = _ordered(distances_m, persons)
    if weights.size == 0 or kappa_per_m == 0:
        return weighted_mean(ordered, weights)
    # Taking off the largest distance keeps the exponential from overflowing.
    furthest = float(ordered[-1])
    exponents = kappa_per_m * (ordered - furthest)
    level = weighted_mean(np.exp(exponents), weights)
    # Close to 1 the logarithm would lose the digits that a small κ leaves.
    log_level = np.log(level) if level < _CLOSE_TO_ONE else np.log1p(weighted_mean(np.expm1(exponents), weights))
    return furthest + float(log_level) / kappa_per_m


def _ordered(distances_m: FloatArray, persons: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Distances [m] and persons of who has a route, the nearest first; points without persons are left out."""
    travels = np.isfinite(distances_m) & (persons > 0)
    distance = distances_m[travels]
    order = np.argsort(distance, kind="stable")
    return distance[order], persons[travels][order]


def _mean_of_first(distances_m: FloatArray, weights: FloatArray, share: float) -> float:
    """Weighted mean [m] of the first `share` [0–1] of the weight."""
    before = np.cumsum(weights) - weights
    wanted = share * weights.sum() * (1 - _ROUNDING)
    return weighted_mean(distances_m, np.clip(wanted - before, 0.0, weights))


def _group_means(values: FloatArray, weights: FloatArray, group: IntArray) -> tuple[FloatArray, FloatArray]:
    """Weighted mean and weight per group, -1 first; a group without weight has mean 0."""
    weight = np.bincount(group + 1, weights=weights).astype(np.float64)
    summed = np.bincount(group + 1, weights=weights * values)
    return np.divide(summed, weight, out=np.zeros(weight.size), where=weight > 0), weight
