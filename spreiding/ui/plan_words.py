"""What a search for the best plan found, in Dutch: how sure it is, what stands in the way and what must give."""

import math
import shlex
from collections.abc import Iterable, Mapping
from decimal import Decimal
from itertools import groupby
from typing import Final

from spreiding.optimise.question import Goal, Question
from spreiding.optimise.result import Blocker, Relaxation, RelaxationKind, RemarkKind, Result, RuleName, Status
from spreiding.plan_distances import PlanDistances
from spreiding.ui.numbers import UNKNOWN, cents, decimals, edge, euros, gap, minutes, short_percentage, whole
from spreiding.ui.teksten import listed

# Name of each gemeente by its code.
Names = Mapping[str, str]

GOALS: Final[Mapping[Goal, str]] = {
    Goal.COVERAGE: "De meeste inwoners binnen de norm",
    Goal.COST: "De laagste kosten per jaar",
    Goal.DISTANCE: "De kortste afstand, gemiddeld",
    Goal.FURTHEST: "De kortste weg voor wie het verst moet",
    Goal.EQUIVALENT: "De eerlijkste afstand (lange afstanden wegen zwaarder)",
    Goal.WORST_TENTH: "De kortste afstand voor de 10% die het verst moet reizen",
}
UNITS: Final[Mapping[Goal, str]] = {Goal.COVERAGE: "inwoners", Goal.COST: "euro per jaar"}
KINDS: Final[Mapping[RelaxationKind, str]] = {
    RelaxationKind.MONEY: "geld",
    RelaxationKind.SHARE: "aandeel",
    RelaxationKind.DISTANCE: "afstand",
}
METRES: Final = "meter per inwoner"
SEARCHING: Final = "Het zoeken begint …"
BEST_SO_FAR: Final = "Beste plan tot nu toe: {value}."
BEST_POSSIBLE: Final = "Beter dan {value} kan zeker niet."
STILL_OPEN: Final = "Nog hooguit {gap} te winnen."

PROVEN: Final = "Nagerekend: beter kan niet."
PROVEN_NEARLY: Final = "Nagerekend: beter kan niet, op hooguit {gap} na."
PROVEN_CAPPED: Final = (
    "Nagerekend: beter kan niet, bewezen optimaal voor de afgekapte afstand (verder dan {cutoff} km telt als {cutoff} "
    "km)."
)
# No plan has anybody within the cut-off: proven, and worth nothing.
NO_DIFFERENCE: Final = "Dit doel kan hier niet kiezen: elk plan dat mag, is er even goed in."
NOT_PROVEN: Final = "De rekentijd was op: een beter plan bestaat misschien, maar het scheelt hooguit {gap}."
STOPPED: Final = "U stopte het zoeken: een beter plan bestaat misschien, maar het scheelt hooguit {gap}."
NO_BOUND: Final = "De rekentijd was op voordat bekend was hoeveel beter het nog kan."
DISTANCES: Final = (
    "Gemiddeld {functions} per kernfunctie, en {nearest} tot de dichtstbijzijnde vestiging van welke soort ook."
)
CAPPED: Final = "{functions} ({capped} als verder dan {cutoff} km telt als {cutoff} km)"
# Some have no route, or nobody offers a kernfunctie: without a cut-off there is no mean.
CAPPED_ONLY: Final = "{capped} (verder dan {cutoff} km, of nergens te krijgen, telt als {cutoff} km)"
IMPOSSIBLE: Final = "Dit kan niet: geen enkel plan voldoet aan deze vraag."
NOTHING_FOUND: Final = "Binnen de rekentijd is geen plan gevonden; geef meer tijd of maak de vraag ruimer."
NOTHING_YET: Final = "U stopte het zoeken voordat er een plan was; zoek opnieuw en geef het meer tijd."
TODAYS_BUDGETS: Final = "Zonder budget houdt elke gemeente het bedrag van nu: {amounts}."
OF_GEMEENTE: Final = "{gemeente} {amount}"

# What stands in the way: rule → sentence, about one gemeente or not.
BLOCKERS: Final[Mapping[str, str]] = {
    RuleName.BUDGET: "Het budget{where} is te klein.",
    RuleName.ONCE: "Het budget voor eenmalige kosten{where} is te klein.",
    RuleName.MIN_SHARE: "Het gevraagde aandeel inwoners binnen de norm is niet te halen{where}.",
    RuleName.LARGEST: "De regel dat elke gemeente een vestiging van haar grootste klasse houdt, past niet{where}.",
    RuleName.MAX_CHANGES: "Met zo weinig wijzigingen lukt het niet{where}.",
    RuleName.HARM: "Niemand zoveel verder laten reizen als u toestaat, lukt niet{where}.",
    RuleName.CATCHMENT: "Een vestiging heeft te weinig inwoners dichtbij voor het minimale verzorgingsgebied{where}.",
    RuleName.FIXED: "Wat open of dicht moet blijven, zit in de weg{where}.",
}
NORM_BLOCKS: Final = "De norm '{norm}' is niet te halen{where}."
KERNEN_SHORT: Final = "Tekort in {kernen}."
IN_GEMEENTE: Final = " in {gemeente}"
MAX_KERNEN: Final = 5
AND_MORE: Final = "{listed} en nog {n} andere"

RELAXED_MONEY: Final = "{needed} per jaar{for_whom} in plaats van {asked}"
RELAXED_ONCE: Final = "{needed} eenmalig{for_whom} in plaats van {asked}"
FOR_GEMEENTE: Final = " voor {gemeente}"
RELAXED_SHARE: Final = "{needed} van de inwoners binnen de norm in plaats van {asked}"
RELAXED_NORM_SHARE: Final = "{needed} in plaats van {asked} bij de norm '{norm}'"
RELAXED_DISTANCE: Final = "een norm van {needed} in plaats van {asked}"
RELAXED_HARM: Final = "niemand meer dan {needed} verder dan nu in plaats van {asked}"
RELAXED_NORM_DISTANCE: Final = "{needed} in plaats van {asked} bij de norm '{norm}'"
IT_CAN: Final = "Wel mogelijk: {what}. {certainty}"
LEAST: Final = "Minder toegeven kan niet."
NOT_LEAST: Final = "Of minder toegeven ook kan, is niet uitgezocht."
TYPE_THIS: Final = "Typ dan: {options}"
CHANGE_FILE: Final = "Verander dat in het bestand met de norm of de vraag (--vraag)."


def written(goal: Goal, value: float) -> str:
    """Write a value of a goal in its unit."""
    if goal is Goal.COVERAGE:
        return f"{whole(value)} inwoners" if math.isfinite(value) else UNKNOWN
    if goal is Goal.COST:
        return euros(value)
    return f"{decimals(value / 1000, n_decimals=2)}\u00a0km" if math.isfinite(value) else UNKNOWN


def unit(goal: Goal) -> str:
    """Return the unit of a goal in words."""
    return UNITS.get(goal, METRES)


def searching(goal: Goal, incumbent: float, bound: float) -> str:
    """Return how far a search is: the best plan so far and what is proven, as far as either is known."""
    parts = ((BEST_SO_FAR, incumbent), (BEST_POSSIBLE, bound))
    known = [text.format(value=written(goal, value)) for text, value in parts if math.isfinite(value)]
    if math.isfinite(incumbent) and math.isfinite(bound):
        known.append(STILL_OPEN.format(gap=gap(abs(incumbent - bound) / max(1.0, abs(incumbent)))))
    return " ".join(known) or SEARCHING


def certainty(question: Question, result: Result) -> str:
    """Return in one sentence how the search ended and how sure it is that nothing is better."""
    kinds = {remark.kind for remark in result.remarks}
    match result.status:
        case Status.INFEASIBLE:
            return IMPOSSIBLE
        case Status.NO_PLAN:
            return NOTHING_YET if RemarkKind.STOPPED in kinds else NOTHING_FOUND
        case Status.OPTIMAL:
            return _proven(question, result)
    if not math.isfinite(result.gap):
        return NO_BOUND
    return (STOPPED if RemarkKind.STOPPED in kinds else NOT_PROVEN).format(gap=gap(result.gap))


def _proven(question: Question, result: Result) -> str:
    if cannot_choose(question, result):
        return NO_DIFFERENCE
    if any(remark.kind is RemarkKind.BEYOND_CUTOFF for remark in result.remarks):
        return PROVEN_CAPPED.format(cutoff=edge(question.weighing.cutoff_m))
    return PROVEN if gap(result.gap) == gap(0.0) else PROVEN_NEARLY.format(gap=gap(result.gap))


def cannot_choose(question: Question, result: Result) -> bool:
    """Whether all plans are as good for the first goal, because in each somebody is counted at the cut-off."""
    return question.goal is Goal.FURTHEST and any(remark.kind is RemarkKind.AT_CUTOFF for remark in result.remarks)


def distances_sentence(distances: PlanDistances) -> str:
    """Return how far people must go on average, with and without the cut-off when it matters."""
    functions, capped = written(Goal.DISTANCE, distances.functions_m), written(Goal.DISTANCE, distances.capped_m)
    if distances.inwoners_beyond > 0:
        template = CAPPED if math.isfinite(distances.functions_m) else CAPPED_ONLY
        functions = template.format(functions=functions, capped=capped, cutoff=edge(distances.cutoff_m))
    return DISTANCES.format(functions=functions, nearest=written(Goal.DISTANCE, distances.nearest_m))


def blocker_sentence(blocker: Blocker, names: Names) -> str:
    """Return what stands in the way, where, and in which kernen people are short."""
    where = "" if blocker.gemeente is None else IN_GEMEENTE.format(gemeente=_named(blocker.gemeente, names))
    template = BLOCKERS.get(blocker.rule)
    told = (template or NORM_BLOCKS).format(where=where, norm=blocker.rule)
    if not blocker.kernen:
        return told
    shown, n_more = list(blocker.kernen[:MAX_KERNEN]), len(blocker.kernen) - MAX_KERNEN
    kernen = AND_MORE.format(listed=", ".join(shown), n=whole(n_more)) if n_more > 0 else listed(shown)
    return f"{told} {KERNEN_SHORT.format(kernen=kernen)}"


def grouped(relaxations: Iterable[Relaxation]) -> list[tuple[Relaxation, ...]]:
    """Put together what must give together: relaxations that lead to one and the same question."""
    return [
        tuple(group)
        for _, group in groupby(relaxations, key=lambda each: (each.kind, id(each.question), id(each.uitgangspunten)))
    ]


def relaxation_sentence(group: tuple[Relaxation, ...], names: Names) -> str:
    """Return the least that must give, together, and whether less would do."""
    what = listed([_relaxed(each, names) for each in group])
    return IT_CAN.format(what=what, certainty=LEAST if group[0].is_proven else NOT_LEAST)


def relaxation_options(group: tuple[Relaxation, ...], names: Names) -> str | None:
    """Return what to type for a relaxation; None when it is about something that stands in a file."""
    found = [_option(each, names) for each in group]
    return None if None in found else " ".join(option for option in found if option)


def _relaxed(relaxation: Relaxation, names: Names) -> str:
    for_whom = "" if relaxation.gemeente is None else FOR_GEMEENTE.format(gemeente=_named(relaxation.gemeente, names))
    return _template(relaxation).format(
        needed=_amount(relaxation, relaxation.needed),
        asked=_amount(relaxation, relaxation.asked),
        for_whom=for_whom,
        norm=relaxation.rule,
    )


def _template(relaxation: Relaxation) -> str:
    match relaxation.kind:
        case RelaxationKind.MONEY:
            return RELAXED_ONCE if relaxation.rule == RuleName.ONCE else RELAXED_MONEY
        case RelaxationKind.SHARE:
            return RELAXED_SHARE if relaxation.rule == RuleName.MIN_SHARE else RELAXED_NORM_SHARE
        case RelaxationKind.DISTANCE if relaxation.rule == RuleName.MIN_SHARE:
            return RELAXED_DISTANCE
        case RelaxationKind.DISTANCE if relaxation.rule == RuleName.HARM:
            return RELAXED_HARM
    return RELAXED_NORM_DISTANCE


def _amount(relaxation: Relaxation, value: float) -> str:
    """Write an amount as exactly as it was found: the least that must give is no rounded number."""
    match relaxation.unit:
        case "eur":
            return euros(value) if relaxation.step >= 1 else cents(Decimal(str(value)))
        case "share":
            return short_percentage(value)
        case "min":
            return minutes(value)
    return f"{edge(value)}\u00a0km"


def _option(relaxation: Relaxation, names: Names) -> str | None:
    """Return the option of the command line that asks the relaxed question."""
    match relaxation.kind, relaxation.rule:
        case RelaxationKind.MONEY, RuleName.BUDGET:
            name = _named(relaxation.gemeente, names)
            pair = f"{name}={_digits(relaxation.needed)}" if relaxation.gemeente else _digits(relaxation.needed)
            return f"--budget {shlex.quote(pair)}"
        case RelaxationKind.SHARE, RuleName.MIN_SHARE:
            return f"--aandeel {_digits(relaxation.needed * 100)}"
        case RelaxationKind.DISTANCE, RuleName.MIN_SHARE:
            return f"--norm-m {_digits(relaxation.needed)}"
        case RelaxationKind.DISTANCE, RuleName.HARM if relaxation.unit == "m":
            return f"--verslechtering {_digits(relaxation.needed)}"
    return None


def _named(code: str | None, names: Names) -> str:
    return "" if code is None else names.get(code, code)


def _digits(value: float) -> str:
    """Write a number as it is typed: '71337', '87,3'."""
    return f"{Decimal(str(round(value, 6))).normalize():f}".replace(".", ",")
