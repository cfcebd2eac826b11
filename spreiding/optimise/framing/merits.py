"""What of an option can matter to a question: two that do not differ in it differ in their price only."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from spreiding.domain import Kernfunctie, Option, Vestigingstype
from spreiding.norms import BranchNorm, CountNorm, FunctionNorm, HoursNorm, KernNorm, Predicate, ReachNorm
from spreiding.optimise.question import DISTANCE_GOALS, Question
from spreiding.profile import Profile, stand
from spreiding.region import Region
from spreiding.supply import Site
from spreiding.uitgangspunten import KbDefinition, Uitgangspunten

# One number per fact that matters, the more the better; a closed site has 0 of each.
Merits = tuple[float, ...]


@dataclass(frozen=True)
class Wanted:
    """What a question asks of options, so that they can be laid beside each other.

    `predicates` are better satisfied than not; `every` are the pairs of a BranchNorm, of which a branch may not satisfy
    the first alone. `functions` are the kernfuncties that distances are measured to, `largest` the class that each
    gemeente (code) has to keep, `catchment` [persons] what a class must serve. `counts_any`: any open branch helps.
    """

    predicates: tuple[Predicate, ...]
    every: tuple[BranchNorm, ...]
    functions: tuple[Kernfunctie, ...]
    counts_any: bool
    counts_hours: bool
    largest: Mapping[str, Vestigingstype]
    catchment: Mapping[Vestigingstype, int]
    definitions: tuple[KbDefinition, ...]

    def merits(self, site: Site, option: Option, profile: Profile) -> Merits:
        """Return what `option` at `site`, which makes it `profile`, is worth to the question."""
        required = self.largest.get(site.gemeente or "")
        offered = profile.kernfuncties or frozenset()
        failing = [self.counts(profile, norm.of) and not self.counts(profile, norm.predicate) for norm in self.every]
        staffed, unstaffed = profile.staffed_hours or 0.0, profile.unstaffed_hours or 0.0
        return (
            float(self.counts_any),
            float(keeps_class(option, required)),
            -float(0 if option.type is None else self.catchment.get(option.type, 0)),
            *((staffed, staffed + unstaffed) if self.counts_hours else ()),
            *(float(kernfunctie in offered) for kernfunctie in self.functions),
            *(float(self.counts(profile, predicate)) for predicate in self.predicates),
            *(-float(fails) for fails in failing),
        )

    def counts(self, profile: Profile, predicate: Predicate) -> bool:
        """Whether a branch counts when assumptions hold and the unknown does not."""
        return stand(profile, predicate, self.definitions).counts


def wanted_of(region: Region, uitgangspunten: Uitgangspunten, question: Question) -> Wanted:
    """Return what `question` asks of options."""
    norms = [asked.norm for asked in question.norms]
    predicates = [uitgangspunten.norm.predicate]
    for norm in norms:
        match norm:
            case ReachNorm() | CountNorm():
                predicates += [norm.predicate, *(_of_one(norm) if isinstance(norm, CountNorm) else ())]
            case FunctionNorm():
                predicates += [Predicate(kernfuncties=frozenset({each})) for each in norm.max_m]
            case KernNorm():
                predicates += [norm.predicate] + ([] if norm.beyond_m is None else [norm.beyond])
    measures = bool(DISTANCE_GOALS & set(question.goals))
    functions = tuple(sorted(each for each, weight in question.weighing.functions.items() if weight > 0))
    return Wanted(
        predicates=tuple(dict.fromkeys(predicates)),
        every=tuple(norm for norm in norms if isinstance(norm, BranchNorm)),
        functions=functions if measures else (),
        counts_any=question.harm is not None or (measures and not functions),
        counts_hours=any(isinstance(norm, HoursNorm) for norm in norms),
        largest=largest_asked(region, question),
        catchment=question.minimum_catchment,
        definitions=uitgangspunten.kb_definitions,
    )


def _of_one(norm: CountNorm) -> list[Predicate]:
    """Return what is asked of a branch that offers one of the kernfuncties that branches offer together."""
    return [single_function(norm.predicate, each) for each in sorted(norm.predicate.kernfuncties)]


def single_function(predicate: Predicate, kernfunctie: Kernfunctie) -> Predicate:
    """Return the predicate with this kernfunctie alone in place of all that it asks."""
    return predicate.model_copy(update={"kernfuncties": frozenset({kernfunctie})})


def keeps_class(option: Option, required: Vestigingstype | None) -> bool:
    """Whether the class of an option is no smaller than the one required; none is required when that is None."""
    return required is not None and option.type is not None and option.type.rank >= required.rank


def largest_asked(region: Region, question: Question) -> Mapping[str, Vestigingstype]:
    """Return the class that each gemeente (code) where something may change has to keep."""
    if not question.keep_largest:
        return {}
    asked = {**largest_today(region.sites), **question.largest}
    free = question.free_gemeenten
    return {code: klasse for code, klasse in asked.items() if free is None or code in free}


def largest_today(sites: Iterable[Site]) -> dict[str, Vestigingstype]:
    """Return the largest class of today's branches per gemeente code; branches of unknown class do not count."""
    largest: dict[str, Vestigingstype] = {}
    for site in sites:
        if site.gemeente is None or site.today is None or site.today.type is None:
            continue
        known = largest.get(site.gemeente)
        if known is None or site.today.type.rank > known.rank:
            largest[site.gemeente] = site.today.type
    return largest
