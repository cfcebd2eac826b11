"""The answer of a search for the terminal: how sure it is, the plan and its changes, or what must give."""

from collections.abc import Iterator
from typing import Any, Final

from spreiding.optimise.question import Goal
from spreiding.ui import plan_words, terminal
from spreiding.ui.numbers import decimals, euros, gap, whole

Answer = dict[str, Any]

_STAGES: Final = "Doel"
_BLOCKED: Final = "Wat in de weg zit:"
_RELAXED: Final = "Wat er minstens moet veranderen:"
_PLAN: Final = "Plan"
_CLOSED: Final = "Gesloten"
_NO_ONCE: Final = "telt niet mee (verhuizen, verbouwen, afbouwen)"
_NAME_WIDTH: Final = 34


def optimisation_text(answer: Answer) -> str:
    """Return the result of a search as lines of text."""
    lines = [f"Status: {answer['status']}. {answer['uitkomst']}"]
    lines += [answer["budgettoelichting"]] if answer["budgettoelichting"] else []
    lines += [f"• {text}" for text in answer["opmerkingen"]]
    if answer["evaluatie"] is None:
        return "\n".join([*lines, *_obstacles(answer)])
    lines += ["", *_stages(answer), "", *_amounts(answer), "", *_branches(answer), ""]
    return "\n".join([*lines, terminal.evaluation_text(answer["evaluatie"])])


def _stages(answer: Answer) -> Iterator[str]:
    """Yield what was reached per goal, and what is proven."""
    for number, stage in enumerate(answer["doelen"], start=1):
        goal = Goal(stage["doel"])
        reached, bound = (
            plan_words.written(goal, float("nan") if stage[key] is None else stage[key]) for key in ("waarde", "grens")
        )
        yield (
            f"{_STAGES} {number}: {plan_words.GOALS[goal]}: {reached} (bewezen grens {bound}, verschil "
            f"{gap(stage['gap'])})"
        )
    yield f"Technisch: {decimals(answer['seconden'], n_decimals=1)} s rekentijd, startgetal {answer['seed']}"


def _amounts(answer: Answer) -> Iterator[str]:
    """Yield what the plan costs beside its budgets."""
    yield f"Kosten per jaar        {euros(answer['kosten_eur_per_jaar'])} (vestigingen waar iets mag veranderen)"
    once = answer["kosten_eur_eenmalig"]
    yield f"Eenmalig               {_NO_ONCE if once is None else euros(once)}"
    amounts = [budget["eur_per_jaar"] for budget in answer["budgetten"] if budget["eur_per_jaar"] is not None]
    if amounts:
        yield f"Budget per jaar        {euros(sum(amounts))}{' (alle budgetten samen)' if amounts[1:] else ''}"
    yield f"Binnen de norm         {whole(answer['inwoners_binnen_norm'])} inwoners"
    if answer["afstanden"] is not None:
        yield answer["afstanden"]["zin"]


def _branches(answer: Answer) -> Iterator[str]:
    """Yield the branches of the plan, what changes, and what each is there for."""
    yield f"{_PLAN:<{_NAME_WIDTH}} {'Klasse, gebouw en pakket':<34} Nu"
    for site in answer["plan"]:
        if not site["vrij"]:
            continue
        now = (site["nu"] or "nog geen vestiging") if site["verandert"] else "gelijk"
        yield f"{site['naam'][:_NAME_WIDTH]:<{_NAME_WIDTH}} {site['optie'][:34]:<34} {now}"
        if site["waarvoor"]:
            yield f"  waarvoor: {site['waarvoor']}"
    if answer["gesloten"]:
        yield f"{_CLOSED}:"
        yield from (f"• {site['naam']} (nu {site['nu']})" for site in answer["gesloten"])


def _obstacles(answer: Answer) -> Iterator[str]:
    """Yield what stands in the way of a plan, and the least that must give with what to type."""
    if answer["blokkades"]:
        yield from ("", _BLOCKED, *(f"• {blocker['zin']}" for blocker in answer["blokkades"]))
    if answer["versoepelingen"]:
        yield from ("", _RELAXED)
    for relaxation in answer["versoepelingen"]:
        yield f"• {relaxation['zin']}"
        options = relaxation["opties"]
        yield f"  {plan_words.TYPE_THIS.format(options=options) if options else plan_words.CHANGE_FILE}"
