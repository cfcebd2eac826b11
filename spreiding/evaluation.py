"""The one evaluation of a plan: map, table, report and optimiser all read their figures here."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from spreiding import __version__
from spreiding.accessibility import Reach, main_label, measure_reach
from spreiding.costs import Kostenraming, build_kostenraming
from spreiding.demand import FloatArray, IntArray
from spreiding.domain import Modality, Plan, fingerprint
from spreiding.equity import Fairness, aversion, fairness_of
from spreiding.errors import InputError, raise_together
from spreiding.fields import Fields
from spreiding.function_distances import FunctionDistances, measure_functions
from spreiding.norms import Norm, Predicate
from spreiding.placing import Kind
from spreiding.profile import counts
from spreiding.region import Region
from spreiding.travel import Nearest
from spreiding.travel_sources import TravelSource
from spreiding.uitgangspunten import Uitgangspunten


@dataclass(frozen=True)
class Evaluation:
    """Distances, norm and cost of one plan in one region.

    Per demand point: `nearest`, and `norm_metres` [m] to the nearest branch that the norm counts. Per square:
    `square_m`, `square_min` (person-weighted mean over its points; inf when none has a route) and
    `square_site` (the nearest branch of most of its people, -1 for none). `total`, `gemeenten` and `kernen`
    (parallel to the region's), `buitengebied`: distance figures. `fairness`: how the metres are shared, `functions`:
    how far each kernfunctie is. `inwoners_with_own_branch`: persons in a kern with an open branch; None without kernen.
    `site_inwoners`: persons for whom each of the region's sites is the nearest open branch. `n_open_per_gemeente` is
    parallel to the region's gemeenten.
    """

    plan: Plan
    norm: Norm
    nearest: Nearest
    norm_metres: FloatArray
    square_m: FloatArray
    square_min: FloatArray
    square_site: IntArray
    total: Reach
    gemeenten: tuple[Reach, ...]
    kernen: tuple[Reach, ...]
    buitengebied: Reach
    fairness: Fairness
    functions: FunctionDistances
    inwoners_with_own_branch: float | None
    site_inwoners: FloatArray
    kostenraming: Kostenraming
    n_open: int
    n_open_per_gemeente: tuple[int, ...]
    fingerprint: str


def evaluate(
    region: Region,
    plan: Plan,
    uitgangspunten: Uitgangspunten,
    *,
    sources: Mapping[Modality, TravelSource] | None = None,
) -> Evaluation:
    """Evaluate `plan` by the norm, modality and tariffs of `uitgangspunten`.

    `sources` give the minutes of a modality from elsewhere than our own roads, such as a table.

    Raises
    ------
    InputError, InputErrors
        `unknown_plan_site` for every open site that the region does not have.

    """
    raise_together(
        InputError("unknown_plan_site", site=site_id) for site_id in plan.by_id if site_id not in region.site_index
    )
    norm = uitgangspunten.norm
    open_sites = site_indices(region, plan)
    modality = norm.modality
    fields = Fields(region, sources or {})
    elsewhere = [part for mode in sorted(fields.sources) for part in (mode.value, fields.sources[mode].fingerprint)]
    everywhere = frozenset(open_sites.tolist())
    metres, minutes = (fields.nearest(modality, kind, everywhere) for kind in (Kind.METRES, Kind.MINUTES))
    travel = Nearest(metres.cost, minutes.cost, metres.label, minutes.label)
    counting = counting_sites(region, plan, norm.predicate, uitgangspunten)
    counted = frozenset(region.site_index[site_id] for site_id in counting)
    norm_metres = fields.nearest(modality, Kind.METRES, counted).cost
    figures = _Figures(region, travel, norm_metres, norm.max_m)
    square_m, square_min, square_site = _per_square(region, travel)
    gemeente_of_site = [region.sites[index].gemeente for index in open_sites]
    return Evaluation(
        plan=plan,
        norm=norm,
        nearest=travel,
        norm_metres=norm_metres,
        square_m=square_m,
        square_min=square_min,
        square_site=square_site,
        total=figures.of(np.arange(region.demand.square.size)),
        gemeenten=figures.by(region.squares.gemeente, len(region.gemeenten)),
        kernen=figures.by(region.squares.kern, len(region.kernen)),
        buitengebied=figures.of(np.flatnonzero(region.squares.kern[region.demand.square] < 0)),
        fairness=fairness_of(region, travel.metres, kappa_per_m=uitgangspunten.aversion.kappa_per_m),
        functions=measure_functions(fields, plan, uitgangspunten),
        inwoners_with_own_branch=_with_own_branch(region, open_sites),
        site_inwoners=_served(region, travel),
        kostenraming=build_kostenraming(region, plan, tariffs=uitgangspunten.tariffs),
        n_open=open_sites.size,
        n_open_per_gemeente=tuple(gemeente_of_site.count(gemeente.code) for gemeente in region.gemeenten),
        fingerprint=fingerprint(
            region.fingerprint, plan.model_dump_json(), uitgangspunten.canonical_json(), __version__, *elsewhere
        ),
    )


def with_aversion(region: Region, today: Plan, uitgangspunten: Uitgangspunten) -> Uitgangspunten:
    """Return the assumptions with the κ [1/m] that follows from today's distances, which every later plan keeps.

    Without a route for anybody there is none.
    """
    metres = evaluate(region, today, uitgangspunten).nearest.metres
    chosen = uitgangspunten.aversion
    kappa_per_m = aversion(metres, region.demand.inwoners, chosen.epsilon)
    found = chosen.model_copy(update={"kappa_per_m": kappa_per_m if np.isfinite(kappa_per_m) else None})
    return uitgangspunten.model_copy(update={"aversion": found})


@dataclass(frozen=True)
class _Figures:
    """Distance figures of any subset of the demand points."""

    region: Region
    travel: Nearest
    norm_metres: FloatArray
    max_m: float

    def of(self, points: NDArray[np.integer[Any]]) -> Reach:
        """Figures of the demand points with these indices."""
        return measure_reach(
            self.region.demand.inwoners[points],
            metres=self.travel.metres[points],
            minutes=self.travel.minutes[points],
            norm_metres=self.norm_metres[points],
            max_m=self.max_m,
        )

    def by(self, square_area: IntArray, n_areas: int) -> tuple[Reach, ...]:
        """Figures per area, given the area of each square (-1: none)."""
        area = square_area[self.region.demand.square]
        order = np.argsort(area, kind="stable")
        edges = np.searchsorted(area[order], np.arange(n_areas + 1))
        return tuple(self.of(order[edges[k] : edges[k + 1]]) for k in range(n_areas))


def site_indices(region: Region, plan: Plan) -> IntArray:
    """Positions in the region of the plan's sites, in increasing order."""
    return np.array(sorted(region.site_index[site_id] for site_id in plan.by_id), dtype=np.int32)


def counting_sites(region: Region, plan: Plan, predicate: Predicate, uitgangspunten: Uitgangspunten) -> frozenset[str]:
    """Ids of the open sites that count for `predicate`, assumptions taken as facts."""
    return frozenset(
        site_id
        for site_id, option in plan.options
        if counts(region.sites[region.site_index[site_id]], option, predicate, uitgangspunten)
    )


def unusual_catchments(region: Region, evaluation: Evaluation, uitgangspunten: Uitgangspunten) -> tuple[str, ...]:
    """Ids of open branches that serve fewer or more inwoners than their class sensibly does."""
    unusual = []
    for site_id, option in evaluation.plan.options:
        catchment = None if option.type is None else uitgangspunten.catchments.get(option.type)
        served = float(evaluation.site_inwoners[region.site_index[site_id]])
        if catchment is not None and not catchment.is_sensible(served):
            unusual.append(site_id)
    return tuple(unusual)


def _per_square(region: Region, travel: Nearest) -> tuple[FloatArray, FloatArray, IntArray]:
    """Person-weighted mean metres and minutes per square over its reachable points, and its main branch."""
    n_squares = region.squares.inwoners.size
    reachable = np.flatnonzero(np.isfinite(travel.metres))
    square = region.demand.square[reachable]
    persons = region.demand.inwoners[reachable]
    total = np.bincount(square, weights=persons, minlength=n_squares)

    def mean(values: FloatArray) -> FloatArray:
        result = np.full(n_squares, np.inf)
        summed = np.bincount(square, weights=persons * values[reachable], minlength=n_squares)
        np.divide(summed, total, out=result, where=total > 0)
        return result

    main, _ = main_label(square, travel.site_m[reachable], persons, n_squares)
    return mean(travel.metres), mean(travel.minutes), main


def _served(region: Region, travel: Nearest) -> FloatArray:
    """Persons for whom each site is the nearest open branch; who has no route is served by none."""
    has_route = travel.site_m >= 0
    persons = region.demand.inwoners[has_route]
    served = np.bincount(travel.site_m[has_route], weights=persons, minlength=len(region.sites))
    return served.astype(np.float64)


def _with_own_branch(region: Region, open_sites: IntArray) -> float | None:
    """Persons in a kern that has an open branch of its own; None when no kernen are known."""
    if not region.kernen:
        return None
    served = np.zeros(len(region.kernen) + 1, dtype=np.bool_)
    served[region.site_kern[open_sites]] = True
    # Index -1 (buitengebied) is the last entry: nobody there has a kern of their own.
    served[-1] = False
    return float(region.squares.inwoners[served[region.squares.kern]].sum())
