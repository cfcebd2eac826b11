"""All columns of a question with what each of them is, what stands beside them, and how far they are from people."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

import numpy as np

from spreiding.demand import FloatArray, IntArray
from spreiding.domain import Modality, Plan
from spreiding.fields import Fields
from spreiding.judging.case import Case
from spreiding.normenkader import with_ages
from spreiding.norms import Predicate
from spreiding.optimise.framing.offers import Choice, Offer
from spreiding.optimise.program import BoolArray, Csr
from spreiding.optimise.question import Question
from spreiding.placing import Kind
from spreiding.profile import Profile, stand
from spreiding.region import Region
from spreiding.travel_groups import TravelGroup
from spreiding.trips import Table
from spreiding.uitgangspunten import Uitgangspunten


class Pairs(NamedTuple):
    """Pairs of a demand point and a site (its index in the region) with the cost between them [m or min].

    By point, the nearest first, and then by site.
    """

    point: IntArray
    place: IntArray
    cost: FloatArray

    def where(self, is_wanted: BoolArray) -> "Pairs":
        """Return some of the pairs."""
        return Pairs(self.point[is_wanted], self.place[is_wanted], self.cost[is_wanted])


@dataclass(frozen=True)
class Slate:
    """The columns of a question: an option each, by site.

    `site` numbers the site of every column among the sites that have any, `place` is its index in the region. `case`
    is what stands whatever is chosen, as the normtoets sees it.
    """

    region: Region
    uitgangspunten: Uitgangspunten
    question: Question
    offers: tuple[Offer, ...]
    choices: tuple[Choice, ...]
    site: IntArray
    place: IntArray
    case: Case
    _facilities: dict[tuple[int, ...], int] = field(default_factory=dict, repr=False)
    _tables: dict[tuple[Modality, Kind], tuple[float, Pairs]] = field(default_factory=dict, repr=False)
    _counts: dict[Predicate, BoolArray] = field(default_factory=dict, repr=False)

    @classmethod
    def of(
        cls, region: Region, uitgangspunten: Uitgangspunten, question: Question, offers: tuple[Offer, ...]
    ) -> "Slate":
        """Put the choices of all `offers` in a row."""
        open_ = [offer for offer in offers if offer.choices]
        sizes = np.array([len(offer.choices) for offer in open_], dtype=np.int32)
        stays = Plan.of(
            (region.sites[offer.site].id, offer.today) for offer in offers if offer.stands and offer.today is not None
        )
        return cls(
            region,
            uitgangspunten,
            question,
            offers,
            choices=tuple(choice for offer in open_ for choice in offer.choices),
            site=np.repeat(np.arange(sizes.size, dtype=np.int32), sizes),
            place=np.repeat(np.array([offer.site for offer in open_], dtype=np.int32), sizes),
            case=Case(region, stays, uitgangspunten, all_groups(question), question.confirmations, Fields(region)),
        )

    @property
    def fields(self) -> Fields:
        """The nearest of any places that stand."""
        return self.case.fields

    @cached_property
    def standing(self) -> frozenset[int]:
        """Indices of the branches that stand whatever is chosen."""
        return frozenset(self.case.profiles)

    @cached_property
    def places(self) -> IntArray:
        """Indices in the region of the sites that have columns."""
        return np.unique(self.place).astype(np.int32)

    @cached_property
    def gemeente(self) -> tuple[str | None, ...]:
        """Code of the gemeente of every column."""
        return tuple(self.region.sites[place].gemeente for place in self.place.tolist())

    @cached_property
    def is_counted(self) -> BoolArray:
        """Whether the question counts the people of each demand point: all, or those in the free gemeenten."""
        square = self.region.demand.square
        free = self.question.free_gemeenten
        if free is None:
            return np.ones(square.size, dtype=np.bool_)
        # Index -1 (outside every gemeente) is the last entry.
        is_free = np.array([*(gemeente.code in free for gemeente in self.region.gemeenten), False])
        return np.asarray(is_free[self.region.squares.gemeente[square]], dtype=np.bool_)

    def is_asked(self, gemeente: str | None) -> bool:
        """Whether norms are asked of a gemeente (code)."""
        free = self.question.free_gemeenten
        return free is None or gemeente in free

    def in_gemeente(self, code: str) -> BoolArray:
        """Mark the columns in a gemeente."""
        return np.array([each == code for each in self.gemeente], dtype=np.bool_)

    def counts(self, predicate: Predicate) -> BoolArray:
        """Mark the columns that count when assumptions hold and the unknown does not, as the normtoets takes them."""
        if predicate not in self._counts:
            self._counts[predicate] = self.mark(
                stand(choice.profile, predicate, self.uitgangspunten.kb_definitions).counts for choice in self.choices
            )
        return self._counts[predicate]

    def mark(self, values: Iterable[bool]) -> BoolArray:
        """Return an array of as many truths as there are columns."""
        return np.fromiter(values, dtype=np.bool_, count=len(self.choices))

    @property
    def profiles(self) -> Iterable[Profile]:
        """What each column makes of its site."""
        return (choice.profile for choice in self.choices)

    def facility(self, columns: Iterable[int]) -> int:
        """Return the number of the facility that consists of these columns (increasing), a new one if need be."""
        return self._facilities.setdefault(tuple(columns), len(self._facilities))

    def facility_at(self, is_serving: BoolArray) -> IntArray:
        """Return for every site of the region the facility of its columns that are `is_serving`, -1 for none."""
        found = np.full(len(self.region.sites), -1, dtype=np.int32)
        serving = np.flatnonzero(is_serving)
        starts = np.flatnonzero(np.diff(self.place[serving], prepend=-1))
        for columns in np.split(serving, starts[1:]) if serving.size else ():
            found[self.place[columns[0]]] = self.facility(columns.tolist())
        return found

    @property
    def facilities(self) -> Csr:
        """The columns of every facility that was asked for."""
        sizes = [len(columns) for columns in self._facilities]
        index = [column for columns in self._facilities for column in columns]
        return Csr(
            np.concatenate([[0], np.cumsum(np.array(sizes, dtype=np.int32))]).astype(np.int32),
            np.array(index, dtype=np.int32),
        )

    def pairs(self, modality: Modality, kind: Kind, limit: float) -> Pairs:
        """Return all pairs of a demand point and a site with columns within `limit` [m or min] (inclusive).

        What was searched further is not searched again.
        """
        known = self._tables.get((modality, kind))
        if known is None or known[0] < limit:
            table = self.fields.trips(modality, kind).table(self.places, limit)
            known = (limit, _pairs(table))
            self._tables[modality, kind] = known
        reach, pairs = known
        return pairs if reach == limit else pairs.where(pairs.cost <= limit)

    def at_home(self, pairs: Pairs) -> Pairs:
        """Return the pairs of a point and a site in one gemeente."""
        region = self.region
        codes = {gemeente.code: index for index, gemeente in enumerate(region.gemeenten)}
        of_site = np.array([codes.get(site.gemeente or "", -2) for site in region.sites], dtype=np.int32)
        return pairs.where(of_site[pairs.place] == region.squares.gemeente[region.demand.square[pairs.point]])


def all_groups(question: Question) -> tuple[TravelGroup, ...]:
    """Return the groups of a question and those of ages, which a norm without groups speaks of, as in a normenkader."""
    return with_ages(question.groups)


def _pairs(table: Table) -> Pairs:
    point = np.repeat(np.arange(table.indptr.size - 1, dtype=np.int32), np.diff(table.indptr))
    return Pairs(point, table.site, table.cost)
