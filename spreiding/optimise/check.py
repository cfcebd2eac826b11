"""Independent checks: count a plan again, point by point, and by the evaluation that everyone else uses."""

import math

from spreiding.domain import Plan
from spreiding.evaluation import Evaluation
from spreiding.optimise.objective import Score
from spreiding.optimise.offers import Choice, Offer
from spreiding.optimise.problem import Problem
from spreiding.optimise.result import Result
from spreiding.region import Region


def recount(problem: Problem, plan: Plan) -> Score:
    """Score `plan` from the offers and the unmerged points; nothing here is shared with the model or its rows."""
    taken = {offer.site_id: _choice(offer, plan) for offer in problem.offers}
    serving = {k for k, offer in enumerate(problem.offers) if (choice := taken[offer.site_id]) and choice.counts}
    points = problem.points
    sites, edges = points.site.tolist(), points.indptr.tolist()
    inwoners = sum(
        persons
        for point, persons in enumerate(points.inwoners.tolist())
        if not serving.isdisjoint(sites[edges[point] : edges[point + 1]])
    )
    kept = {offer.rule for offer in problem.offers if (choice := taken[offer.site_id]) and choice.keeps_largest}
    lost = sorted({offer.rule for offer in problem.offers if offer.rule is not None} - kept)
    known = {offer.site_id for offer in problem.offers}
    strange = [offer.site_id for offer in problem.offers if _is_strange(offer, plan, taken[offer.site_id])]
    return Score(
        inwoners=inwoners,
        cents=sum(choice.cents for choice in taken.values() if choice is not None),
        n_changes=sum(offer.today != plan.by_id.get(offer.site_id) for offer in problem.offers),
        broken=(*strange, *lost, *sorted(plan.by_id.keys() - known)),
    )


def confirm(result: Result, evaluation: Evaluation, *, region: Region, free_gemeenten: frozenset[str] | None) -> None:
    """Check that the evaluation, which shares no arrays with the solver, finds the same persons and the same euros.

    Raises
    ------
    RuntimeError
        When they differ by more than rounding: a fault of our own, never to be shown as 'bewezen optimaal'.

    """
    within = evaluation.total.inwoners_within
    if free_gemeenten is not None:
        pairs = zip(region.gemeenten, evaluation.gemeenten, strict=True)
        within = sum(reach.inwoners_within for gemeente, reach in pairs if gemeente.code in free_gemeenten)
    if not math.isclose(within, result.inwoners_within, rel_tol=1e-9, abs_tol=1e-6):
        message = f"the plan reaches {within} persons by evaluation, {result.inwoners_within} by the solver"
        raise RuntimeError(message)
    cost = evaluation.kostenraming.known_branches_eur(free_gemeenten)
    if cost != result.eur_per_year:
        message = f"the plan costs {cost} euros by the kostenraming, {result.eur_per_year} by the solver"
        raise RuntimeError(message)


def _choice(offer: Offer, plan: Plan) -> Choice | None:
    """Return the choice that `plan` makes at the site of `offer`; None when closed or not on offer."""
    option = plan.by_id.get(offer.site_id)
    return next((choice for choice in offer.choices if choice.option == option), None)


def _is_strange(offer: Offer, plan: Plan, choice: Choice | None) -> bool:
    """Whether the plan opens something that is not on offer, or closes a branch that must stay."""
    return choice is None and (offer.must_stay or offer.site_id in plan.by_id)
