"""What is judged: one plan in one region, which of its branches count for what, and who lives where."""

from dataclasses import dataclass
from functools import cached_property

from spreiding.domain import Plan, SiteFact, Voorzieningsvorm
from spreiding.fields import Fields, Places, place_of
from spreiding.judging.verdict import Lack, Reason, ReasonKind
from spreiding.norms import Confirmations, Predicate
from spreiding.profile import Profile, Standing, failing_facts, profile_of, stand, stand_voorziening
from spreiding.region import Region
from spreiding.travel_groups import TravelGroup
from spreiding.uitgangspunten import Uitgangspunten

# The facts in doubt per place (its index).
Doubts = dict[int, frozenset[SiteFact]]


@dataclass(frozen=True)
class Counting:
    """Which open branches and other voorzieningen (indices of places) count for a predicate.

    `taken` when assumptions hold and the unknown is not so, `sure` whatever turns out, `possible` when all doubts turn
    out well. `doubts` names the facts in doubt per branch.
    """

    taken: Places
    sure: Places
    possible: Places
    doubts: Doubts


@dataclass(frozen=True)
class Case:
    """One plan to be judged by the assumptions, the groups and the confirmations of its user."""

    region: Region
    plan: Plan
    uitgangspunten: Uitgangspunten
    groups: tuple[TravelGroup, ...]
    confirmations: Confirmations
    fields: Fields

    @cached_property
    def profiles(self) -> dict[int, Profile]:
        """What every open branch is, by the index of its site."""
        sites = self.region.sites
        indices = {site_id: self.region.site_index[site_id] for site_id in self.plan.by_id}
        return {
            index: profile_of(sites[index], self.plan.by_id[site_id], self.uitgangspunten)
            for site_id, index in indices.items()
        }

    def open_in(self, gemeente: str | None) -> Places:
        """Open branches (indices of sites) in a gemeente (code), or everywhere for None."""
        sites = self.region.sites
        return frozenset(site for site in self.profiles if gemeente in {None, sites[site].gemeente})

    def others(self, forms: frozenset[Voorzieningsvorm]) -> Places:
        """Return the voorzieningen (indices of places) of some forms, everywhere."""
        n_sites = len(self.region.sites)
        return frozenset(n_sites + k for k, each in enumerate(self.region.voorzieningen) if each.form in forms)

    def standing(self, site: int, predicate: Predicate) -> Standing:
        """Whether an open branch counts, given what the user confirmed."""
        is_confirmed = self.confirmations.has_site(self.region.sites[site].id)
        definitions = self.uitgangspunten.kb_definitions
        return stand(self.profiles[site], predicate, definitions, is_confirmed=is_confirmed)

    def counting(self, predicate: Predicate, *, gemeente: str | None = None) -> Counting:
        """Return which open branches and voorzieningen count, in one gemeente or everywhere."""
        found = {site: self.standing(site, predicate) for site in self.open_in(gemeente)}
        found |= {
            len(self.region.sites) + k: stand_voorziening(each, predicate)
            for k, each in enumerate(self.region.voorzieningen)
            if gemeente in {None, each.gemeente}
        }
        return Counting(
            taken=frozenset(site for site, standing in found.items() if standing.counts),
            sure=frozenset(site for site, standing in found.items() if standing.counts and not standing.doubts),
            possible=frozenset(site for site, standing in found.items() if standing.counts or standing.doubts),
            doubts={site: standing.doubts for site, standing in found.items() if standing.doubts},
        )

    def lacks(self, predicate: Predicate, sites: Places) -> tuple[Lack, ...]:
        """Tell of the `sites` that do not count what keeps them from it, the least first."""
        definitions = self.uitgangspunten.kb_definitions
        lacks = []
        for site in sites & self.profiles.keys():
            profile = self.profiles[site]
            facts = failing_facts(profile, predicate, definitions)
            missing = predicate.kernfuncties - (profile.kernfuncties or frozenset())
            if facts:
                lacks.append(
                    Lack(self.region.sites[site].id, facts, frozenset() if profile.kernfuncties is None else missing)
                )
        return tuple(sorted(lacks, key=lambda lack: (len(lack.facts), len(lack.missing), lack.site_id)))

    def doubtful(self, doubts: Doubts) -> tuple[Reason, ...]:
        """Return the reason that facts of branches are in doubt; none without doubts."""
        if not doubts:
            return ()
        names = tuple(sorted(place_of(self.region, place).name for place in doubts))
        return (Reason(ReasonKind.DOUBTFUL_SITES, names, frozenset().union(*doubts.values())),)


def join_doubts(*many: Doubts) -> Doubts:
    """Return all doubts together; a place may be in several."""
    places = {place for doubts in many for place in doubts}
    none: frozenset[SiteFact] = frozenset()
    return {place: none.union(*(doubts.get(place, none) for doubts in many)) for place in sorted(places)}
