"""What every branch above klein is there for: kernfuncties, hours, or a rule or norm that would break without it."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from spreiding.costs import option_eur_per_year
from spreiding.domain import Kernfunctie, Option, Plan, Vestigingstype
from spreiding.evaluation import evaluate
from spreiding.fields import Fields
from spreiding.judging.verdict import reaches
from spreiding.optimise.check import verdicts_on
from spreiding.optimise.check_rules import lost_classes
from spreiding.optimise.framing.offers import is_free, options_of
from spreiding.optimise.question import Question
from spreiding.optimise.result import RuleName
from spreiding.profile import profile_of
from spreiding.region import Region
from spreiding.uitgangspunten import Uitgangspunten

_KLEIN = Vestigingstype.KLEIN
# A norm or rule by name, with the gemeente (code), kern (id) and kernfunctie that it is asked of, if any.
_Place = tuple[str, str | None, str | None, Kernfunctie | None]


@dataclass(frozen=True)
class Purpose:
    """What a branch above klein (its site id) gives that a klein one at that place would not.

    `kernfuncties` that no klein option of the site offers, `extra_hours` [h/week] of staff beyond those of a klein one
    (None: unknown), and the `rules` (names of norms, or `RuleName`) that every klein option there would break. A branch
    that may not become klein is there by `RuleName.FIXED`.
    """

    site_id: str
    kernfuncties: frozenset[Kernfunctie]
    extra_hours: float | None
    rules: tuple[str, ...]


def purposes(region: Region, uitgangspunten: Uitgangspunten, question: Question, plan: Plan) -> tuple[Purpose, ...]:
    """Return the purpose of every open branch above klein, where the question lets anything change."""
    asker = _Asker(region, uitgangspunten, question, plan, Fields(region))
    return tuple(
        asker.purpose(site_id, option)
        for site_id, option in plan.options
        if option.type is not None
        and option.type.rank > _KLEIN.rank
        and is_free(region.sites[region.site_index[site_id]], question)
    )


@dataclass(frozen=True)
class _Asker:
    """Lays a plan beside those with one klein branch in it."""

    region: Region
    uitgangspunten: Uitgangspunten
    question: Question
    plan: Plan
    fields: Fields

    def purpose(self, site_id: str, option: Option) -> Purpose:
        site = self.region.sites[self.region.site_index[site_id]]
        smaller = list(self._smaller(site_id))
        profile = profile_of(site, option, self.uitgangspunten)
        others = [profile_of(site, each, self.uitgangspunten) for each in smaller]
        offered: frozenset[Kernfunctie] = frozenset().union(*(each.kernfuncties or () for each in others))
        hours = [each.staffed_hours for each in others]
        known = [each for each in hours if each is not None]
        has_hours = profile.staffed_hours is not None and known and len(known) == len(hours)
        return Purpose(
            site_id,
            kernfuncties=(profile.kernfuncties or frozenset()) - offered if smaller else frozenset(),
            extra_hours=(profile.staffed_hours or 0.0) - max(known) if has_hours else None,
            rules=self._needing(site_id, smaller),
        )

    def _smaller(self, site_id: str) -> Iterator[Option]:
        """Yield the klein options that the site may have, of known cost; none where a branch stays as it is."""
        site, tariffs = self.region.sites[self.region.site_index[site_id]], self.uitgangspunten.tariffs
        if site.today is not None and option_eur_per_year(site, site.today, tariffs=tariffs) is None:
            return
        for option in options_of(site, self.question):
            if option.type is _KLEIN and option_eur_per_year(site, option, tariffs=tariffs) is not None:
                yield option

    def _needing(self, site_id: str, smaller: list[Option]) -> tuple[str, ...]:
        """Return what the plan keeps somewhere and every plan with a klein branch there breaks."""
        if not smaller:
            return (RuleName.FIXED.value,)
        broken = [self._broken_by(Plan.of({**self.plan.by_id, site_id: option})) for option in smaller]
        needing = frozenset.intersection(*broken) - self._broken
        return tuple(sorted({str(name) for name, *_ in needing}))

    @cached_property
    def _broken(self) -> frozenset[_Place]:
        return self._broken_by(self.plan)

    def _broken_by(self, plan: Plan) -> frozenset[_Place]:
        """Return the rules and norms that a plan does not keep, and where."""
        verdicts = verdicts_on(self.region, self.uitgangspunten, self.question, plan, fields=self.fields)
        broken: set[_Place] = {
            (asked.norm.name, oordeel.gemeente, oordeel.kern, oordeel.kernfunctie)
            for asked, oordeel in verdicts
            if not reaches(oordeel.value, oordeel.required)
        }
        broken |= {(RuleName.LARGEST, code, None, None) for code in lost_classes(self.region, self.question, plan)}
        if self.question.min_share is not None and self._share(plan) < self.question.min_share:
            broken.add((RuleName.MIN_SHARE, None, None, None))
        return frozenset(broken)

    def _share(self, plan: Plan) -> float:
        """Share [0–1] of the people that the question counts within the headline norm."""
        evaluation, free = evaluate(self.region, plan, self.uitgangspunten), self.question.free_gemeenten
        pairs = zip(self.region.gemeenten, evaluation.gemeenten, strict=True)
        counted = [reach for area, reach in pairs if free is not None and area.code in free]
        counted = [evaluation.total] if free is None else counted
        inwoners = sum(reach.inwoners for reach in counted)
        return sum(reach.inwoners_within for reach in counted) / inwoners if inwoners > 0 else 1.0
