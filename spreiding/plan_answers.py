"""Answers for machines on the best plan: the plan, how good and how sure it is, or what must give."""

from collections.abc import Sequence

from spreiding.answers import Answer, branches_answer, evaluation_answer, header, norm_answer, number
from spreiding.evaluation import Evaluation
from spreiding.io.questions import told_fields
from spreiding.optimise.question import Question
from spreiding.optimise.result import Relaxation, Stage
from spreiding.plan_distances import PlanDistances
from spreiding.planning import Answered
from spreiding.region import Region
from spreiding.ui import labels, plan_words, purpose_words
from spreiding.ui.numbers import euros
from spreiding.ui.plan_remarks import remark_sentence
from spreiding.ui.teksten import listed
from spreiding.uitgangspunten import Uitgangspunten


def optimisation_answer(
    region: Region, uitgangspunten: Uitgangspunten, answered: Answered, *, budgets_of_today: Sequence[str] = ()
) -> Answer:
    """Return an answered question as one object; `budgets_of_today` (codes) keep what they cost today."""
    result, question = answered.result, answered.question
    return {
        **header(region),
        "norm": norm_answer(uitgangspunten.norm),
        "status": result.status.value,
        "uitkomst": plan_words.certainty(question, result),
        "doel": question.goal.value,
        "eenheid": plan_words.unit(question.goal),
        "doelwaarde": number(result.objective, 2),
        "grens": number(result.bound, 2),
        "gap": number(result.gap, 8),
        "doelen": [_stage(stage) for stage in result.stages],
        "inwoners_binnen_norm": number(result.inwoners_within, 0),
        "afstanden": None if answered.distances is None else _distances(answered.distances),
        "kosten_eur_per_jaar": number(result.eur_per_year, 2),
        "kosten_eur_eenmalig": number(result.eur_once, 2),
        "budgetten": _budgets(question),
        "budgetten_van_nu": list(budgets_of_today),
        "budgettoelichting": _about_budgets(region, question, budgets_of_today),
        "vraag": _question(question),
        "seconden": number(result.seconds, 3),
        "seed": result.seed,
        "fingerprint": result.fingerprint,
        "opmerkingen": [remark_sentence(remark) for remark in result.remarks],
        **_obstacles(region, answered),
        "plan": [] if answered.evaluation is None else _plan(region, answered, answered.evaluation),
        "gesloten": [] if answered.evaluation is None else _closed(region, answered.evaluation),
        "evaluatie": None if answered.evaluation is None else evaluation_answer(region, None, answered.evaluation),
    }


def _question(question: Question) -> Answer:
    """Return what a question asks, as far as it differs from asking nothing."""
    return question.model_dump(mode="json", include=told_fields(question), exclude_none=True)


def _stage(stage: Stage) -> Answer:
    return {
        "doel": stage.goal.value,
        "eenheid": plan_words.unit(stage.goal),
        "waarde": number(stage.objective, 2),
        "grens": number(stage.bound, 2),
        "gap": number(stage.gap, 8),
    }


def _distances(distances: PlanDistances) -> Answer:
    """Return how far people must go; None where some have no route, or no branch that offers a kernfunctie."""
    return {
        "gemiddeld_per_kernfunctie_m": number(distances.functions_m, 0),
        "gemiddeld_per_kernfunctie_afgekapt_m": number(distances.capped_m, 0),
        "gemiddeld_dichtstbijzijnde_m": number(distances.nearest_m, 0),
        "afkap_m": number(distances.cutoff_m, 0),
        "inwoners_verder_dan_afkap": number(distances.inwoners_beyond, 0),
        "zin": plan_words.distances_sentence(distances),
    }


def _budgets(question: Question) -> list[Answer]:
    return [
        {
            "gemeentecodes": None if budget.gemeenten is None else sorted(budget.gemeenten),
            "eur_per_jaar": number(budget.eur_per_year, 2),
            "eur_eenmalig": number(budget.eur_once, 2),
        }
        for budget in question.budgets
    ]


def _about_budgets(region: Region, question: Question, of_today: Sequence[str]) -> str | None:
    """Return which gemeenten keep the budget of today, because nobody gave one."""
    if not of_today:
        return None
    amounts = {code: budget.eur_per_year for budget in question.budgets for code in budget.gemeenten or ()}
    told = [
        plan_words.OF_GEMEENTE.format(gemeente=area.name, amount=euros(amounts.get(area.code)))
        for area in region.gemeenten
        if area.code in of_today
    ]
    return plan_words.TODAYS_BUDGETS.format(amounts=listed(told))


def _obstacles(region: Region, answered: Answered) -> Answer:
    """Return what stands in the way of a plan, and the least that must give."""
    names = {area.code: area.name for area in region.gemeenten}
    return {
        "blokkades": [
            {
                "regel": blocker.rule,
                "gemeentecode": blocker.gemeente,
                "kernen": list(blocker.kernen),
                "zin": plan_words.blocker_sentence(blocker, names),
            }
            for blocker in answered.result.blockers
        ],
        "versoepelingen": [
            {
                "zin": plan_words.relaxation_sentence(group, names),
                "opties": plan_words.relaxation_options(group, names),
                "bewezen": group[0].is_proven,
                "delen": [_part(each) for each in group],
                "norm_max_m": number(group[0].uitgangspunten.norm.max_m, 0),
                "vraag": _question(group[0].question),
            }
            for group in plan_words.grouped(answered.result.relaxations)
        ],
    }


def _part(relaxation: Relaxation) -> Answer:
    return {
        "soort": plan_words.KINDS[relaxation.kind],
        "regel": relaxation.rule,
        "gemeentecode": relaxation.gemeente,
        "eenheid": relaxation.unit,
        "gevraagd": number(relaxation.asked, 6),
        "nodig": number(relaxation.needed, 6),
        "stap": number(relaxation.step, 6),
    }


def _plan(region: Region, answered: Answered, evaluation: Evaluation) -> list[Answer]:
    """Return the open branches, with what each is today and what it is there for."""
    purposes = purpose_words.purposes(answered.purposes)
    found, free = [], answered.question.free_gemeenten
    for branch in branches_answer(region, evaluation):
        site = region.sites[region.site_index[branch["id"]]]
        found.append(
            branch
            | {
                "gemeentecode": site.gemeente,
                "vrij": free is None or site.gemeente in free,
                "optie": labels.option(evaluation.plan.by_id[site.id]),
                "nu": labels.option(site.today) if site.today else None,
                "verandert": site.today != evaluation.plan.by_id[site.id],
                "waarvoor": purposes.get(site.id),
            }
        )
    return found


def _closed(region: Region, evaluation: Evaluation) -> list[Answer]:
    """Return the branches of today that the plan closes."""
    return [
        {"id": site.id, "naam": site.name, "gemeentecode": site.gemeente, "nu": labels.option(site.today)}
        for site in region.sites
        if site.today is not None and site.id not in evaluation.plan.by_id
    ]
