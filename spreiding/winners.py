"""Who gains and who loses between two plans: per gemeente, per kern, and per group in the way that it travels."""

from dataclasses import dataclass

import numpy as np

from spreiding.accessibility import MIN_CHANGE_M, main_label
from spreiding.compare import changes
from spreiding.demand import FloatArray, IntArray, Kern
from spreiding.evaluation import Evaluation, site_indices
from spreiding.groups import nearest_by_group
from spreiding.region import Region
from spreiding.travel_groups import DEFAULT_GROUPS, TravelGroup


@dataclass(frozen=True)
class Balance:
    """Who gains and who loses among some inhabitants, gross.

    Of all `inwoners` [persons], `inwoners_gaining` and `inwoners_losing` have a route before and after, and their
    nearest branch comes at least `MIN_CHANGE_M` closer or moves as much further away; `gained_person_m` and
    `lost_person_m` [person · m] are the sums over them, `largest_loss_m` [m] that of one person (0 when nobody loses).
    Who gets a first route or loses the only one is in `inwoners_gaining_route` or `inwoners_losing_route` [persons]
    and in nothing else. `inwoners_without_age` [persons] are not counted: whether they belong to the group is unknown.
    """

    inwoners: float
    inwoners_without_age: float
    inwoners_gaining: float
    inwoners_losing: float
    gained_person_m: float
    lost_person_m: float
    largest_loss_m: float
    inwoners_gaining_route: float
    inwoners_losing_route: float

    @property
    def net_person_m(self) -> float:
        """Gross gain minus gross loss [person · m]: above zero when more is gained."""
        return self.gained_person_m - self.lost_person_m

    @property
    def mean_gain_m(self) -> float:
        """Mean gain [m] of those who gain; NaN when nobody does."""
        return self.gained_person_m / self.inwoners_gaining if self.inwoners_gaining > 0 else float("nan")

    @property
    def mean_loss_m(self) -> float:
        """Mean loss [m] of those who lose; NaN when nobody does."""
        return self.lost_person_m / self.inwoners_losing if self.inwoners_losing > 0 else float("nan")

    @property
    def loss_per_inwoner_m(self) -> float:
        """Gross loss [m] spread over all inhabitants, who keep what they have included; NaN without inhabitants."""
        return self.lost_person_m / self.inwoners if self.inwoners > 0 else float("nan")

    @property
    def is_changed(self) -> bool:
        """Whether anybody gains or loses."""
        return self.inwoners_gaining + self.inwoners_losing + self._inwoners_with_other_route > 0

    @property
    def is_hit(self) -> bool:
        """Whether anybody loses."""
        return self.inwoners_losing + self.inwoners_losing_route > 0

    @property
    def _inwoners_with_other_route(self) -> float:
        return self.inwoners_gaining_route + self.inwoners_losing_route


@dataclass(frozen=True)
class GroupBalance:
    """Who gains and who loses in one group; `gemeenten` runs parallel to the region's, `outside` is in none."""

    group: TravelGroup
    total: Balance
    gemeenten: tuple[Balance, ...]
    outside: Balance


@dataclass(frozen=True)
class KernBalance:
    """Who gains and who loses in one kern, and where most of its inhabitants go.

    `site_before` and `site_after` are indices of sites, -1 for none; `mean_before_m` and `mean_after_m` [m] are the
    mean distances of the evaluations, of whoever has a route.
    """

    kern: Kern
    balance: Balance
    site_before: int
    site_after: int
    mean_before_m: float
    mean_after_m: float


@dataclass(frozen=True)
class Balances:
    """Who gains and who loses between two plans of a region.

    All but `groups` travel as the norm does. `gemeenten` and `kernen` run parallel to the region's; `outside` lives in
    no gemeente, `buitengebied` in no kern.
    """

    total: Balance
    gemeenten: tuple[Balance, ...]
    outside: Balance
    kernen: tuple[KernBalance, ...]
    buitengebied: Balance
    groups: tuple[GroupBalance, ...]


def find_winners(
    region: Region, before: Evaluation, after: Evaluation, *, groups: tuple[TravelGroup, ...] = DEFAULT_GROUPS
) -> Balances:
    """Find who gains and who loses when the plan of `before` makes way for that of `after`."""
    change_m = changes(before.nearest.metres, after.nearest.metres)
    inwoners, square = region.demand.inwoners, region.demand.square
    *gemeenten, outside = _balances(region, inwoners, change_m, region.squares.gemeente[square], len(region.gemeenten))
    *kernen, buitengebied = _balances(region, inwoners, change_m, region.squares.kern[square], len(region.kernen))
    return Balances(
        total=_everywhere(region, inwoners, change_m),
        gemeenten=tuple(gemeenten),
        outside=outside,
        kernen=_by_kern(region, before, after, kernen),
        buitengebied=buitengebied,
        groups=_by_group(region, before, after, groups),
    )


def hardest_hit(found: Balances, n: int = 10, *, gemeente: str | None = None) -> tuple[KernBalance, ...]:
    """Return the `n` kernen of one gemeente (or of all) that are hit hardest, the hardest first.

    First comes where the largest share of the inhabitants loses the only route; then where the loss per inhabitant is
    largest: spread over the whole kern, so that one street that loses much does not pass a village that loses as a
    whole. Equal kernen (to the centimetre) follow by persons who lose, then by name. Where nobody loses is not hit.
    """
    hit = [kern for kern in found.kernen if kern.balance.is_hit and gemeente in {None, kern.kern.gemeente}]
    return tuple(sorted(hit, key=_hardest_first)[:n])


def _hardest_first(found: KernBalance) -> tuple[float, float, float, str]:
    balance = found.balance
    losing = balance.inwoners_losing + balance.inwoners_losing_route
    share_without_route = balance.inwoners_losing_route / balance.inwoners
    return -share_without_route, -round(balance.loss_per_inwoner_m, 2), -losing, found.kern.name


def _by_kern(region: Region, before: Evaluation, after: Evaluation, balances: list[Balance]) -> tuple[KernBalance, ...]:
    kern = region.squares.kern[region.demand.square]
    sites_before, sites_after = (
        main_label(kern, evaluation.nearest.site_m, region.demand.inwoners, len(region.kernen))[0].tolist()
        for evaluation in (before, after)
    )
    return tuple(
        KernBalance(
            kern=region.kernen[k],
            balance=balance,
            site_before=sites_before[k],
            site_after=sites_after[k],
            mean_before_m=before.kernen[k].mean_m,
            mean_after_m=after.kernen[k].mean_m,
        )
        for k, balance in enumerate(balances)
    )


def _by_group(
    region: Region, before: Evaluation, after: Evaluation, groups: tuple[TravelGroup, ...]
) -> tuple[GroupBalance, ...]:
    had, has = (
        nearest_by_group(region, site_indices(region, evaluation.plan), groups) for evaluation in (before, after)
    )
    gemeente = region.squares.gemeente[region.demand.square]
    found = []
    for old, new in zip(had, has, strict=True):
        change_m = changes(old.nearest.metres, new.nearest.metres)
        total = _everywhere(region, old.persons, change_m)
        *gemeenten, outside = _balances(region, old.persons, change_m, gemeente, len(region.gemeenten))
        found.append(GroupBalance(old.group, total, tuple(gemeenten), outside))
    return tuple(found)


def _everywhere(region: Region, persons: FloatArray, change_m: FloatArray) -> Balance:
    return _balances(region, persons, change_m, np.full(persons.size, -1, dtype=np.int32), 0)[-1]


def _balances(
    region: Region, persons: FloatArray, change_m: FloatArray, area: IntArray, n_areas: int
) -> tuple[Balance, ...]:
    """Balance per area, given the area of every demand point; last comes that of whoever is in none (-1).

    `persons` is NaN where it is unknown who belongs to the group.
    """
    place = np.where(area < 0, n_areas, area)
    is_known = np.isfinite(persons)
    known = np.where(is_known, persons, 0.0)
    has_route = np.isfinite(change_m)
    gain_m = np.where(has_route & (change_m <= -MIN_CHANGE_M), -change_m, 0.0)
    loss_m = np.where(has_route & (change_m >= MIN_CHANGE_M), change_m, 0.0)
    largest_m = np.zeros(n_areas + 1)
    np.maximum.at(largest_m, place, np.where(known > 0, loss_m, 0.0))

    def added(values: FloatArray) -> FloatArray:
        return np.bincount(place, weights=values, minlength=n_areas + 1).astype(np.float64)

    figures = {
        "inwoners": added(known),
        "inwoners_without_age": added(np.where(is_known, 0.0, region.demand.inwoners)),
        "inwoners_gaining": added(known * (gain_m > 0)),
        "inwoners_losing": added(known * (loss_m > 0)),
        "gained_person_m": added(known * gain_m),
        "lost_person_m": added(known * loss_m),
        "largest_loss_m": largest_m,
        "inwoners_gaining_route": added(known * (change_m == -np.inf)),
        "inwoners_losing_route": added(known * (change_m == np.inf)),
    }
    return tuple(Balance(**{name: float(values[k]) for name, values in figures.items()}) for k in range(n_areas + 1))
