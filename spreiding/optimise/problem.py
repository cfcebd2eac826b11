"""The optimisation problem as frozen arrays: who is covered from where, and what each choice costs and satisfies."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from spreiding import __version__
from spreiding.demand import FloatArray, IntArray
from spreiding.domain import Option, Plan, fingerprint
from spreiding.errors import QuestionError
from spreiding.optimise.offers import Offer, build_offers, is_free
from spreiding.optimise.question import Question
from spreiding.optimise.result import Remark, RemarkKind
from spreiding.region import Region
from spreiding.travel import TravelCosts, travel_metres
from spreiding.uitgangspunten import Uitgangspunten

BoolArray = NDArray[np.bool_]


@dataclass(frozen=True)
class Covering:
    """Who can be covered from where: `site[indptr[i]:indptr[i + 1]]` cover the `inwoners[i]` persons of row i."""

    inwoners: FloatArray
    indptr: IntArray
    site: IntArray

    @cached_property
    def row(self) -> IntArray:
        """Row number of every entry of `site`."""
        return np.repeat(np.arange(self.inwoners.size, dtype=np.int32), np.diff(self.indptr))


@dataclass(frozen=True)
class Problem:
    """One question, ready to be solved; nothing here is changed.

    `points` holds every demand point that the question counts, with all sites within the norm. `rows` holds the same
    people merged: points with equal covering sets of free sites are one row, those of branches that stay open are
    `inwoners_always`, those whom no site can cover `inwoners_never` [persons]. Sites are numbered as in `offers`.

    The choices of the free sites stand in one row: `options` (site id, option), `choice_site`, `cents` [€ 0.01 per
    year], `counts` for the norm, `is_today`. `rules`: per gemeente that has to act to keep its largest class, the
    choices that do so. `inputs` is the fingerprint of all that the problem was made of.
    """

    question: Question
    inputs: str
    offers: tuple[Offer, ...]
    points: Covering
    rows: Covering
    inwoners_always: float
    inwoners_never: float
    options: tuple[tuple[str, Option], ...]
    choice_site: IntArray
    cents: NDArray[np.int64]
    counts: BoolArray
    is_today: BoolArray
    rules: tuple[tuple[str, IntArray], ...]
    remarks: tuple[Remark, ...] = ()

    @property
    def inwoners(self) -> float:
        """All persons that the question counts."""
        return float(self.points.inwoners.sum())

    @cached_property
    def opens_today(self) -> BoolArray:
        """Per choice: it stands at a site that has a branch today."""
        return np.array([self.offers[site].today is not None for site in self.choice_site], dtype=np.bool_)

    @cached_property
    def n_open_today(self) -> int:
        """Branches of today that may change."""
        return sum(offer.today is not None and not offer.must_stay for offer in self.offers)

    def plan(self, chosen: BoolArray) -> Plan:
        """Return the plan with the `chosen` choices beside the branches that stay."""
        stay = [(offer.site_id, offer.choices[0].option) for offer in self.offers if offer.must_stay]
        return Plan.of(stay + [self.options[k] for k in np.flatnonzero(chosen)])


def build_problem(region: Region, uitgangspunten: Uitgangspunten, question: Question) -> Problem:
    """Put a question about `region` in arrays, with the norm, tariffs and kernfuncties of `uitgangspunten`.

    Raises
    ------
    QuestionError
        `unknown_free_gemeente`, or `no_sites` when the question is about a place without branches and candidates.

    """
    known = {gemeente.code: gemeente.name for gemeente in region.gemeenten}
    unknown = sorted((question.free_gemeenten or frozenset()) - known.keys())
    if unknown:
        raise QuestionError("unknown_free_gemeente", codes=", ".join(unknown), known=", ".join(sorted(known)))
    if not any(is_free(site, question) for site in region.sites):
        raise QuestionError("no_sites")
    norm = uitgangspunten.norm
    offers = build_offers(region.sites, uitgangspunten=uitgangspunten, question=question)
    travel = travel_metres(
        region.networks[norm.modality],
        demand=region.demand_footing[norm.modality],
        sites=region.site_footing[norm.modality],
        site_indices=np.array([k for k, offer in enumerate(offers) if offer.choices], dtype=np.int32),
        cutoff_m=norm.max_m,
    )
    return assemble(
        offers,
        points=_counted(region, travel, question),
        question=question,
        inputs=fingerprint(
            region.fingerprint, uitgangspunten.canonical_json(), question.model_dump_json(), __version__
        ),
        remarks=_remarks(region, offers, uitgangspunten, question),
    )


def assemble(
    offers: tuple[Offer, ...],
    *,
    points: Covering,
    question: Question,
    inputs: str = "",
    remarks: tuple[Remark, ...] = (),
) -> Problem:
    """Build a problem from `offers` and the covering of single `points`; nothing of a region is needed."""
    free = [(k, choice) for k, offer in enumerate(offers) if not offer.must_stay for choice in offer.choices]
    rows, always, never = _merge(points, offers)
    if never > 0:
        remarks += (Remark(RemarkKind.BEYOND_REACH, {"inwoners": never}),)
    return Problem(
        question=question,
        inputs=inputs,
        offers=offers,
        points=points,
        rows=rows,
        inwoners_always=always,
        inwoners_never=never,
        options=tuple((offers[k].site_id, choice.option) for k, choice in free),
        choice_site=np.array([k for k, _ in free], dtype=np.int32),
        cents=np.array([choice.cents for _, choice in free], dtype=np.int64),
        counts=np.array([choice.counts for _, choice in free], dtype=np.bool_),
        is_today=np.array([choice.option == offers[k].today for k, choice in free], dtype=np.bool_),
        rules=_rules(offers),
        remarks=remarks,
    )


def _counted(region: Region, travel: TravelCosts, question: Question) -> Covering:
    """Return the demand points that the question counts: all, or those of people who live in the free gemeenten."""
    inwoners = region.demand.inwoners
    if question.free_gemeenten is not None:
        codes = np.array([*(gemeente.code in question.free_gemeenten for gemeente in region.gemeenten), False])
        # Index -1 (outside every gemeente) is the last entry.
        inwoners = np.where(codes[region.squares.gemeente[region.demand.square]], inwoners, 0.0)
    return Covering(inwoners, travel.indptr, travel.site)


def _merge(points: Covering, offers: tuple[Offer, ...]) -> tuple[Covering, float, float]:
    """Merge points with equal covering sets of free sites; also return the persons always and never covered."""
    counting = np.array([any(choice.counts for choice in offer.choices) for offer in offers], dtype=np.bool_)
    stays = np.array([offer.must_stay for offer in offers], dtype=np.bool_)
    n_points = points.inwoners.size
    is_always = np.bincount(points.row[(counting & stays)[points.site]], minlength=n_points) > 0
    always = float(points.inwoners[is_always].sum())
    used = (counting & ~stays)[points.site]
    row, site = points.row[used], points.site[used]
    order = np.lexsort((site, row))
    site = site[order]
    edges = np.concatenate([[0], np.cumsum(np.bincount(row, minlength=n_points))])
    # The bytes of the sorted sites are the covering set itself, so merging can never join what differs.
    merged: dict[bytes, float] = {}
    for point in np.flatnonzero(~is_always & (points.inwoners > 0)):
        key = site[edges[point] : edges[point + 1]].tobytes()
        merged[key] = merged.get(key, 0.0) + float(points.inwoners[point])
    never = merged.pop(b"", 0.0)
    sets = [np.frombuffer(key, dtype=site.dtype) for key in merged]
    indptr = np.concatenate([[0], np.cumsum([part.size for part in sets])]).astype(np.int32)
    columns = np.concatenate([np.zeros(0, dtype=np.int32), *sets]).astype(np.int32)
    return Covering(np.array(list(merged.values()), dtype=np.float64), indptr, columns), always, never


def _rules(offers: tuple[Offer, ...]) -> tuple[tuple[str, IntArray], ...]:
    """Return per gemeente the choices that keep its largest class; none where a branch that stays does so already."""
    done = {offer.rule for offer in offers if offer.must_stay and offer.choices[0].keeps_largest}
    choices = [
        (offer.rule, choice.keeps_largest) for offer in offers if not offer.must_stay for choice in offer.choices
    ]
    wanted = sorted({offer.rule for offer in offers if offer.rule is not None and offer.rule not in done})
    return tuple(
        (code, np.array([k for k, (rule, keeps) in enumerate(choices) if keeps and rule == code], dtype=np.int32))
        for code in wanted
    )


def _remarks(
    region: Region, offers: tuple[Offer, ...], uitgangspunten: Uitgangspunten, question: Question
) -> tuple[Remark, ...]:
    """Say where nothing can change because a cost is unknown."""
    pairs = [(site, offer) for site, offer in zip(region.sites, offers, strict=True) if is_free(site, question)]
    known = uitgangspunten.tariffs.gemeenten
    outside = [(site, offer) for site, offer in pairs if site.gemeente not in known]
    inside = [site.name for site, offer in pairs if site.gemeente in known and offer.must_stay]
    remarks = []
    if outside:
        codes = {site.gemeente for site, _ in outside}
        names = [gemeente.name for gemeente in region.gemeenten if gemeente.code in codes]
        counts = {
            "n_stay": sum(offer.must_stay for _, offer in outside),
            "n_closed": sum(not offer.must_stay for _, offer in outside),
        }
        remarks.append(Remark(RemarkKind.WITHOUT_TARIFF, {"gemeenten": ", ".join(names) or "-", **counts}))
    if inside:
        remarks.append(Remark(RemarkKind.COST_UNKNOWN, {"sites": ", ".join(inside)}))
    return tuple(remarks)
