"""Norms on who can reach what, as people who count when enough is open near them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from spreiding.demand import FloatArray, IntArray
from spreiding.domain import Modality
from spreiding.fields import Places
from spreiding.groups import persons_of
from spreiding.judging.hours import reachable_hours
from spreiding.judging.people import areas_of, asks_ages, chosen_groups
from spreiding.judging.reach import HOURS_ROUNDING, MINUTES_ROUNDING
from spreiding.norms import Area, FunctionNorm, HoursNorm, OwnWay, Predicate, ReachingNorm, ReachNorm
from spreiding.optimise.framing.about import About
from spreiding.optimise.framing.slate import Pairs, Slate
from spreiding.optimise.program import BoolArray, Cover, Csr
from spreiding.optimise.result import RuleName
from spreiding.placing import Kind


class People(NamedTuple):
    """People of one way of travelling, per demand point [persons], and which of them are there already.

    `point`, `facility` and `amount`: what brings them in; Open+ hours are for adults, so youth stands apart.
    """

    persons: FloatArray
    is_in: BoolArray
    point: IntArray
    facility: IntArray
    amount: FloatArray | None = None


@dataclass(frozen=True)
class Areas:
    """The areas that are asked something: what each is about, its share [0–1], and the area of every demand point.

    -1 is none. `price`: per person short, inf when the norm is hard.
    """

    abouts: tuple[About, ...]
    of_point: IntArray
    share: float
    price: float

    @property
    def n(self) -> int:
        """Number of areas."""
        return len(self.abouts)

    def about(self, kernfunctie: int) -> "Areas":
        """Return the same areas, asked about a kernfunctie."""
        return replace(self, abouts=tuple(replace(each, kernfunctie=kernfunctie) for each in self.abouts))


def headline_cover(slate: Slate) -> Cover:
    """Return the people that the question counts within its headline norm; voorzieningen do not count for it."""
    norm = slate.uitgangspunten.norm
    standing = slate.case.counting(norm.predicate).taken & slate.standing
    is_in = slate.fields.nearest(norm.modality, Kind.METRES, standing).cost <= norm.max_m
    pairs = slate.pairs(norm.modality, Kind.METRES, norm.max_m)
    people = _served(slate, slate.region.demand.inwoners, is_in, pairs, slate.counts(norm.predicate))
    area = np.where(slate.is_counted, 0, -1).astype(np.int32)
    share = slate.question.min_share or 0.0
    return cover_of([people], Areas((About(RuleName.MIN_SHARE),), area, share, np.inf))


def norm_covers(slate: Slate, norm: ReachingNorm, areas: Areas) -> Iterator[Cover]:
    """Yield the covers of a norm: one, or one per kernfunctie."""
    match norm:
        case ReachNorm():
            kind, limit = Kind.METRES, norm.max_m
            if limit is None:
                kind, limit = Kind.MINUTES, (norm.max_minutes or 0.0) + MINUTES_ROUNDING
            yield cover_of(list(_reached(slate, norm, norm.predicate, kind, limit)), areas)
        case FunctionNorm():
            for kernfunctie, max_m in sorted(norm.max_m.items()):
                predicate = Predicate(kernfuncties=frozenset({kernfunctie}), forms=norm.forms)
                people = list(_reached(slate, norm, predicate, Kind.METRES, max_m))
                yield cover_of(people, areas.about(int(kernfunctie)))
        case HoursNorm():
            yield cover_of(list(_with_hours(slate, norm)), areas)


def asked_areas(slate: Slate, norm: ReachingNorm, *, number: int, price: float) -> Areas:
    """Return the areas for which a norm is asked: the region, or the free gemeenten or confirmed kernen there."""
    region = slate.region
    of_point, n_areas = areas_of(region, norm.area)
    about = About(None, number)
    if norm.area is Area.REGIO:
        return Areas((about,), of_point, norm.share, price)
    if norm.area is Area.GEMEENTE:
        asked = [slate.is_asked(gemeente.code) for gemeente in region.gemeenten]
        abouts = [replace(about, gemeente=gemeente.code) for gemeente in region.gemeenten]
    else:
        has_kern = slate.question.confirmations.has_kern
        asked = [slate.is_asked(kern.gemeente) and has_kern(kern.id) for kern in region.kernen]
        abouts = [replace(about, gemeente=kern.gemeente, kern=kern.id) for kern in region.kernen]
    # Index -1 (no area) is the last entry.
    number_of = np.full(n_areas + 1, -1, dtype=np.int32)
    number_of[:-1][asked] = np.arange(sum(asked))
    kept = tuple(each for each, is_asked in zip(abouts, asked, strict=True) if is_asked)
    return Areas(kept, number_of[of_point], norm.share, price)


def _parts(slate: Slate, norm: ReachingNorm) -> Iterator[tuple[FloatArray, Modality, bool]]:
    """Yield the people that a norm is about [persons] by their way of travelling, those of 0–15 apart."""
    region = slate.region
    if not asks_ages(norm):
        yield region.demand.inwoners, Modality(norm.modality), False
        return
    found: dict[tuple[Modality, bool], FloatArray] = {}
    for group in chosen_groups(slate.case.groups, norm.groups):
        modality = group.modality if isinstance(norm.modality, OwnWay) else norm.modality
        persons = persons_of(region, group)
        way = (modality, group.age_group == "0_15")
        # Whose age is not known is nobody's, as in the normtoets.
        found[way] = found.get(way, 0.0) + np.where(np.isfinite(persons), persons, 0.0)
    for (modality, is_youth), persons in found.items():
        yield persons, modality, is_youth


def _reached(slate: Slate, norm: ReachingNorm, predicate: Predicate, kind: Kind, limit: float) -> Iterator[People]:
    """Yield who is within `limit` [m or min] of what counts."""
    standing, serving = slate.case.counting(predicate).taken, slate.counts(predicate)
    for persons, modality, _ in _parts(slate, norm):
        is_in = _cost_to_standing(slate, norm, modality, kind, standing) <= limit
        yield _served(slate, persons, is_in, _near(slate, norm, modality, kind, limit), serving)


def _with_hours(slate: Slate, norm: HoursNorm) -> Iterator[People]:
    """Yield who reaches how many of the hours asked [share of what those that stand leave to be wished]."""
    others = slate.case.others(norm.forms)
    for persons, modality, is_youth in _parts(slate, norm):
        with_unstaffed = norm.counts_unstaffed and not is_youth
        standing = reachable_hours(
            slate.case, modality, norm.max_m, is_at_home=not norm.counts_neighbours, others=others
        ).taken(with_unstaffed=with_unstaffed)
        missing = norm.minimum_hours - HOURS_ROUNDING - standing
        pairs = _near(slate, norm, modality, Kind.METRES, norm.max_m)
        point, facility, hours = [], [], []
        of_column = np.array(
            [
                (each.staffed_hours or 0.0) + ((each.unstaffed_hours or 0.0) if with_unstaffed else 0.0)
                for each in slate.profiles
            ]
        )
        # Of one site options with as many hours are one facility.
        for level in np.unique(of_column[of_column > 0]):
            at = slate.facility_at(of_column == level)
            here = at[pairs.place] >= 0
            point.append(pairs.point[here])
            facility.append(at[pairs.place[here]])
            hours.append(np.full(int(here.sum()), level))
        points = np.concatenate([np.zeros(0, dtype=np.int32), *point])
        with np.errstate(divide="ignore"):
            amount = np.concatenate([np.zeros(0), *hours]) / missing[points]
        facilities = np.concatenate([np.zeros(0, dtype=np.int32), *facility])
        yield People(persons, missing <= 0, points, facilities, amount)


def _near(slate: Slate, norm: ReachingNorm, modality: Modality, kind: Kind, limit: float) -> Pairs:
    pairs = slate.pairs(modality, kind, limit)
    return pairs if norm.counts_neighbours else slate.at_home(pairs)


def _cost_to_standing(slate: Slate, norm: ReachingNorm, modality: Modality, kind: Kind, standing: Places) -> FloatArray:
    search = slate.fields.nearest if norm.counts_neighbours else slate.fields.nearest_at_home
    return search(modality, kind, standing).cost


def _served(slate: Slate, persons: FloatArray, is_in: BoolArray, pairs: Pairs, is_serving: BoolArray) -> People:
    at = slate.facility_at(is_serving)
    facility = at[pairs.place]
    here = facility >= 0
    return People(persons, np.asarray(is_in), pairs.point[here], facility[here])


def cover_of(parts: list[People], areas: Areas) -> Cover:
    """Merge people of one area whom the same facilities bring in; who is in already, or never, is in no row."""
    always, total = np.zeros(areas.n), np.zeros(areas.n)
    merged: dict[tuple[int, bytes, bytes], float] = {}
    for part in parts:
        here = (areas.of_point >= 0) & (part.persons > 0)
        total += np.bincount(areas.of_point[here], weights=part.persons[here], minlength=areas.n)
        is_in = here & part.is_in
        always += np.bincount(areas.of_point[is_in], weights=part.persons[is_in], minlength=areas.n)
        _merge(part, areas, here & ~part.is_in, merged)
    has_amounts = any(part.amount is not None for part in parts)
    sets = [np.frombuffer(key[1], dtype=np.int32) for key in merged]
    amounts = [np.frombuffer(key[2], dtype=np.float64) for key in merged]
    return Cover(
        labels=tuple(each.label for each in areas.abouts),
        weights=np.array(list(merged.values()), dtype=np.float64),
        area=np.array([key[0] for key in merged], dtype=np.int32),
        facilities=Csr(
            np.concatenate([[0], np.cumsum([part.size for part in sets])]).astype(np.int32),
            np.concatenate([np.zeros(0, dtype=np.int32), *sets]),
        ),
        always=always,
        required=areas.share * total,
        price=np.full(areas.n, areas.price),
        amount=np.concatenate([np.zeros(0), *amounts]) if has_amounts else None,
    )


def _merge(part: People, areas: Areas, is_open: BoolArray, merged: dict[tuple[int, bytes, bytes], float]) -> None:
    """Add the people of a part who may be brought in, by area, facilities and amounts."""
    used = is_open[part.point]
    point, facility = part.point[used], part.facility[used]
    order = np.lexsort((facility, point))
    point, facility = point[order], facility[order]
    amount = None if part.amount is None else part.amount[used][order]
    edges = np.flatnonzero(np.diff(point, prepend=-1, append=-1)) if point.size else np.zeros(1, dtype=np.intp)
    for first, last in zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True):
        # The bytes are the facilities themselves, so merging can never join what differs.
        key = (
            int(areas.of_point[point[first]]),
            facility[first:last].tobytes(),
            b"" if amount is None else amount[first:last].tobytes(),
        )
        merged[key] = merged.get(key, 0.0) + float(part.persons[point[first]])
