"""Independent check: count a plan again, point by point, along another road than the solver's arrays."""

from spreiding.domain import Plan
from spreiding.optimise.objective import Score
from spreiding.optimise.offers import Choice, Offer
from spreiding.optimise.problem import Problem


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


def _choice(offer: Offer, plan: Plan) -> Choice | None:
    """Return the choice that `plan` makes at the site of `offer`; None when closed or not on offer."""
    option = plan.by_id.get(offer.site_id)
    return next((choice for choice in offer.choices if choice.option == option), None)


def _is_strange(offer: Offer, plan: Plan, choice: Choice | None) -> bool:
    """Whether the plan opens something that is not on offer, or closes a branch that must stay."""
    return choice is None and (offer.must_stay or offer.site_id in plan.by_id)
