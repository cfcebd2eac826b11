"""Small problems for the optimiser, random or by hand, and the slow and simple answer to each."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import product
from typing import NamedTuple

import numpy as np

from spreiding.domain import Option, Package, Vestigingstype
from spreiding.optimise.offers import Choice, Offer
from spreiding.optimise.problem import Covering, Problem, assemble
from spreiding.optimise.question import Goal, Question

TARIFFS = {
    Vestigingstype.SERVICEPUNT: 11_890,
    Vestigingstype.KLEIN: 35_669,
    Vestigingstype.MIDDELGROOT: 71_337,
    Vestigingstype.GROOT: 95_116,
}


class Worth(NamedTuple):
    """What a plan of the slow way is worth."""

    inwoners: float
    cents: int
    n_changes: int


def coverage(
    budget_eur: float | str | Decimal, *, keep_largest: bool = True, free: Sequence[str] | None = None
) -> Question:
    return Question(
        goal=Goal.COVERAGE,
        budget_eur=Decimal(str(budget_eur)),
        keep_largest=keep_largest,
        free_gemeenten=None if free is None else frozenset(free),
    )


def cost(min_share: float, *, keep_largest: bool = True, free: Sequence[str] | None = None) -> Question:
    return Question(
        goal=Goal.COST,
        min_share=min_share,
        keep_largest=keep_largest,
        free_gemeenten=None if free is None else frozenset(free),
    )


def covering(inwoners: Sequence[float], reach: Sequence[Sequence[int]]) -> Covering:
    """One point per entry of `inwoners`, covered by the sites in the same entry of `reach`."""
    lengths = [len(sites) for sites in reach]
    return Covering(
        np.array(inwoners, dtype=np.float64),
        np.concatenate([[0], np.cumsum(lengths)]).astype(np.int32),
        np.array([site for sites in reach for site in sites], dtype=np.int32),
    )


def servicepunten(reach: Sequence[Sequence[int]], inwoners: Sequence[float], question: Question) -> Problem:
    """Candidates that can only be a servicepunt of € 10 a year."""
    n_sites = 1 + max(site for sites in reach for site in sites)
    choice = Choice(Option(type=Vestigingstype.SERVICEPUNT), 1000, counts=True)
    offers = tuple(Offer(f"s{k}", None, (choice,)) for k in range(n_sites))
    return assemble(offers, points=covering(inwoners, reach), question=question)


def random_problem(seed: int) -> Problem:
    """Up to six sites in two gemeenten and up to twelve points, with rules, branches that stay, and odd prices."""
    random = np.random.default_rng(seed)
    n_sites, n_points = int(random.integers(2, 7)), int(random.integers(1, 13))
    has_odd_prices, has_fractions = random.random() < 0.4, random.random() < 0.3
    gemeente = random.integers(0, 2, n_sites)
    has_rule = random.random(2) < 0.7
    offers = []
    for k in range(n_sites):
        rule = f"GM{gemeente[k]}" if has_rule[gemeente[k]] else None
        offers.append(_random_offer(random, f"s{k}", rule, has_odd_prices=has_odd_prices))
    persons = random.integers(0, 100, n_points) + (random.random(n_points) if has_fractions else 0)
    reach = [np.flatnonzero(random.random(n_sites) < 0.35).tolist() for _ in range(n_points)]
    if random.random() < 0.5:
        question = coverage(int(random.integers(0, 80_000 * n_sites)))
    else:
        question = cost(round(float(random.random()), 3))
    return assemble(_solvable(offers), points=covering(persons.tolist(), reach), question=question)


def _random_offer(random: np.random.Generator, site_id: str, rule: str | None, *, has_odd_prices: bool) -> Offer:
    types = [klasse for klasse in TARIFFS if random.random() < 0.6] or [Vestigingstype.KLEIN]
    least = random.choice([1, 2, 3])
    choices = []
    for klasse, package in product(types, [Package.GEEN, Package.LLO1]):
        if package is Package.LLO1 and random.random() < 0.8:
            continue
        extra = int(random.integers(0, 500_000)) if has_odd_prices else 0
        cents = TARIFFS[klasse] * 100 + (900_000 if package is Package.LLO1 else 0) + extra
        counts = bool(random.random() < 0.8)
        keeps = rule is not None and klasse.rank >= least
        choices.append(Choice(Option(type=klasse, package=package), cents, counts, keeps))
    today = None if random.random() < 0.5 else choices[int(random.integers(len(choices)))].option
    if today is not None and random.random() < 0.2:
        kept = next(choice for choice in choices if choice.option == today)
        return Offer(site_id, today, (Choice(today, 0, kept.counts, kept.keeps_largest),), must_stay=True, rule=rule)
    return Offer(site_id, today, tuple(choices), rule=rule)


def _solvable(offers: Sequence[Offer]) -> tuple[Offer, ...]:
    """Drop a rule that no choice could satisfy, which real branches always can."""
    able = {offer.rule for offer in offers if any(choice.keeps_largest for choice in offer.choices)}
    return tuple(
        Offer(o.site_id, o.today, o.choices, must_stay=o.must_stay, rule=o.rule if o.rule in able else None)
        for o in offers
    )


def all_plans(problem: Problem) -> Iterator[Worth]:
    """Every combination of choices that obeys the rules, counted with sets and loops."""
    offers = problem.offers
    rules = {offer.rule for offer in offers if offer.rule is not None}
    ways = [offer.choices if offer.must_stay else (None, *offer.choices) for offer in offers]
    reach = [
        set(problem.points.site[problem.points.indptr[i] : problem.points.indptr[i + 1]].tolist())
        for i in range(problem.points.inwoners.size)
    ]
    for combination in product(*ways):
        pairs = list(zip(offers, combination, strict=True))
        if rules - {offer.rule for offer, choice in pairs if choice is not None and choice.keeps_largest}:
            continue
        serving = {k for k, choice in enumerate(combination) if choice is not None and choice.counts}
        yield Worth(
            sum(float(problem.points.inwoners[i]) for i, sites in enumerate(reach) if sites & serving),
            sum(choice.cents for choice in combination if choice is not None),
            sum(offer.today != (None if choice is None else choice.option) for offer, choice in pairs),
        )


def best_plan(problem: Problem) -> Worth | None:
    """The best of all plans by the question: first goal, then the other, then fewest changes."""
    question = problem.question
    if question.goal is Goal.COVERAGE:
        assert question.budget_eur is not None
        budget = int(question.budget_eur * 100)
        fitting = [worth for worth in all_plans(problem) if worth.cents <= budget]
        return min(fitting, key=lambda worth: (-round(worth.inwoners, 6), *worth[1:]), default=None)
    assert question.min_share is not None
    wanted = question.min_share * sum(problem.points.inwoners.tolist()) - 0.01
    fitting = [worth for worth in all_plans(problem) if worth.inwoners >= wanted]
    return min(fitting, key=lambda worth: (worth.cents, -round(worth.inwoners, 6), worth.n_changes), default=None)
