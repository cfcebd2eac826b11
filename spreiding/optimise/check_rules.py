"""Which rules of a question a plan breaks, site by site and person by person."""

from collections.abc import Iterator

import numpy as np

from spreiding.costs import option_eur_per_year
from spreiding.domain import Option, Plan
from spreiding.evaluation import Evaluation
from spreiding.fields import Fields
from spreiding.judging.reach import MINUTES_ROUNDING
from spreiding.judging.verdict import reaches
from spreiding.optimise.framing.merits import largest_asked
from spreiding.optimise.framing.offers import is_free
from spreiding.optimise.question import Harm, Question
from spreiding.placing import Kind
from spreiding.region import Region
from spreiding.scenario import changes_between, today_plan
from spreiding.supply import Site
from spreiding.uitgangspunten import Uitgangspunten


def broken_rules(
    region: Region, uitgangspunten: Uitgangspunten, question: Question, evaluation: Evaluation
) -> Iterator[str]:
    """Name the rules that the evaluated plan breaks, but for norms and budgets."""
    plan = evaluation.plan
    for site in region.sites:
        fault = _fault_at(site, plan.by_id.get(site.id), uitgangspunten, question)
        if fault:
            yield f"{site.id} {fault}"
    if question.largest_price is None:
        yield from (f"{code} loses its largest class" for code in lost_classes(region, question, plan))
    n_changes = len(changes_between(today_plan(region.sites), plan))
    if question.max_changes is not None and n_changes > question.max_changes:
        yield f"{n_changes} of {question.max_changes} changes"
    if question.harm is not None and (n_harmed := _n_harmed(region, plan, question.harm)):
        yield f"{n_harmed} points go too much further"
    for site_id, option in plan.options:
        least = 0 if option.type is None else question.minimum_catchment.get(option.type, 0)
        served = float(evaluation.site_inwoners[region.site_index[site_id]])
        # A branch that may not change serves whom it serves.
        if _may_change(region.sites[region.site_index[site_id]], uitgangspunten, question) and not reaches(
            served, least
        ):
            yield f"{site_id} serves {served} of {least} persons"


def lost_classes(region: Region, question: Question, plan: Plan) -> tuple[str, ...]:
    """Return the gemeenten (codes) without a branch of the class that they have to keep."""
    lost = []
    for code, klasse in sorted(largest_asked(region, question).items()):
        here = [option.type for site_id, option in plan.options if _gemeente(region, site_id) == code]
        if not any(each is not None and each.rank >= klasse.rank for each in here):
            lost.append(code)
    return tuple(lost)


def _gemeente(region: Region, site_id: str) -> str | None:
    return region.sites[region.site_index[site_id]].gemeente


def _may_change(site: Site, uitgangspunten: Uitgangspunten, question: Question) -> bool:
    """Whether a site may change: the question leaves it free, and what it costs today is known."""
    has_cost = site.today is None or option_eur_per_year(site, site.today, tariffs=uitgangspunten.tariffs) is not None
    return is_free(site, question) and has_cost


def _fault_at(site: Site, option: Option | None, uitgangspunten: Uitgangspunten, question: Question) -> str | None:
    """Return what is wrong with what becomes of a site; None when nothing is."""
    may_change = _may_change(site, uitgangspunten, question)
    if site.id in question.closed_sites:
        faults = {"is not closed": option is not None}
    elif option is None:
        faults = {"is closed": site.id in question.open_sites, "may not close": bool(site.today) and not may_change}
    else:
        is_unknown = option_eur_per_year(site, option, tariffs=uitgangspunten.tariffs) is None
        faults = {
            "may not change": not may_change,
            "has an unknown cost": is_unknown,
            "is not allowed": option not in question.allowed.get(site.id, (option,)),
        }
        faults = faults if option != site.today else {}
    return next((fault for fault, is_so in faults.items() if is_so), None)


def _n_harmed(region: Region, plan: Plan, harm: Harm) -> int:
    """Count the demand points whose people go further than today by more than allowed."""
    fields = Fields(region)
    kind, more = (Kind.METRES, harm.max_m) if harm.max_m is not None else (Kind.MINUTES, harm.max_minutes)
    rounding = 0.0 if kind is Kind.METRES else MINUTES_ROUNDING
    before, after = (
        fields.nearest(harm.modality, kind, frozenset(region.site_index[site_id] for site_id in each.by_id)).cost
        for each in (today_plan(region.sites), plan)
    )
    has_people = (region.demand.inwoners > 0) & np.isfinite(before)
    return int((after > before + (more or 0.0) + rounding)[has_people].sum())
