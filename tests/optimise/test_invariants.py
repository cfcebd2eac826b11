"""What must hold for any problem, whatever its best plan is."""

from decimal import Decimal

import numpy as np
import pytest

from spreiding.optimise.check import recount
from spreiding.optimise.heuristics import greedy
from spreiding.optimise.model import Limits, Target, build_model
from spreiding.optimise.objective import evaluate
from spreiding.optimise.offers import Offer
from spreiding.optimise.prices import build_prices
from spreiding.optimise.problem import Problem, assemble
from spreiding.optimise.question import Question
from spreiding.optimise.result import Result, Status
from spreiding.optimise.solve import solve
from tests.optimise.worlds import cost, coverage, covering, random_problem

SEEDS = range(1000, 1025)


def asked(problem: Problem, question: Question) -> Problem:
    return assemble(problem.offers, points=problem.points, question=question)


def answer(problem: Problem, *, seed: int = 0) -> Result:
    return solve(problem, time_limit_s=30, seed=seed)


def test_more_budget_never_reaches_fewer_people() -> None:
    for seed in SEEDS:
        problem = random_problem(seed)
        reached = [answer(asked(problem, coverage(1000 * amount))).objective for amount in range(0, 300, 30)]
        known = [inwoners for inwoners in reached if not np.isnan(inwoners)]
        assert known == sorted(known), seed
        # Once a budget is enough for the rules, more of it is too.
        assert [np.isnan(inwoners) for inwoners in reached] == sorted([np.isnan(r) for r in reached], reverse=True)


def test_a_larger_share_never_costs_less() -> None:
    for seed in SEEDS:
        problem = random_problem(seed)
        costs = [answer(asked(problem, cost(share / 5))).objective for share in range(6)]
        known = [eur for eur in costs if not np.isnan(eur)]
        assert known == sorted(known), seed


def test_what_a_budget_reaches_costs_no_more_than_that_budget_and_the_other_way_round() -> None:
    for seed in SEEDS:
        problem = random_problem(seed)
        there = answer(asked(problem, coverage(100_000)))
        if there.status is Status.INFEASIBLE or problem.inwoners == 0:
            continue
        back = answer(asked(problem, cost(there.objective / problem.inwoners)))
        # The second stage already made the first plan the cheapest of its kind.
        assert back.eur_per_year == there.eur_per_year, seed
        assert back.inwoners_within == pytest.approx(there.inwoners_within), seed


def without_site(problem: Problem, site: int) -> Problem:
    """Take the choices of a site away."""
    offers = list(problem.offers)
    offers[site] = Offer(offers[site].site_id, offers[site].today, (), rule=offers[site].rule)
    return assemble(tuple(offers), points=problem.points, question=problem.question)


def test_more_sites_never_reach_fewer_people() -> None:
    for seed in SEEDS:
        problem = asked(random_problem(seed), coverage(150_000))
        if problem.offers[0].must_stay:
            continue
        fewer, more = answer(without_site(problem, 0)), answer(problem)
        assert np.isnan(fewer.objective) or fewer.objective <= more.objective + 1e-9, seed


def test_the_order_of_people_and_sites_does_not_matter() -> None:
    for seed in SEEDS:
        problem = random_problem(seed)
        random = np.random.default_rng(seed)
        sites, points = random.permutation(len(problem.offers)), random.permutation(problem.points.inwoners.size)
        edges, place = problem.points.indptr, np.argsort(sites)
        reach = [[int(place[site]) for site in problem.points.site[edges[i] : edges[i + 1]]] for i in points]
        shuffled = assemble(
            tuple(problem.offers[site] for site in sites),
            points=covering(problem.points.inwoners[points].tolist(), reach),
            question=problem.question,
        )
        there, back = answer(problem), answer(shuffled)
        assert there.status is back.status, seed
        if there.plan is not None:
            assert there.objective == pytest.approx(back.objective, abs=1e-6), seed
            assert there.eur_per_year == back.eur_per_year, seed


def test_merging_rows_loses_nobody() -> None:
    for seed in SEEDS:
        problem = random_problem(seed)
        parts = problem.rows.inwoners.sum() + problem.inwoners_always + problem.inwoners_never
        assert parts == pytest.approx(problem.inwoners), seed


def test_the_objective_equals_the_recount_for_any_choice_of_options() -> None:
    for seed in SEEDS:
        problem = random_problem(seed)
        random = np.random.default_rng(seed)
        for _ in range(20):
            chosen = random.random(problem.cents.size) < 0.3
            score = evaluate(problem, chosen)
            if any(offer.site_id in score.broken for offer in problem.offers):
                continue
            again = recount(problem, problem.plan(chosen))
            assert score.inwoners == pytest.approx(again.inwoners, abs=1e-9), seed
            assert (score.cents, score.n_changes) == (again.cents, again.n_changes), seed
            assert set(score.broken) == set(again.broken), seed


def test_prices_and_constant_add_up_to_the_cost_of_every_plan_with_one_choice_per_exact_rule() -> None:
    for seed in SEEDS:
        problem = random_problem(seed)
        prices = build_prices(problem)
        random = np.random.default_rng(seed)
        chosen = random.random(problem.cents.size) < 0.5
        for (_, choices), is_exact in zip(problem.rules, prices.is_exact, strict=True):
            if is_exact:
                chosen[choices] = False
                chosen[random.choice(choices)] = True
        total = prices.unit * int(prices.per_choice[chosen].sum()) + prices.constant
        assert total == int(problem.cents[chosen].sum()), seed


def test_the_greedy_plan_obeys_the_rules_and_is_never_better_than_the_proven_one() -> None:
    n_found = 0
    for seed in SEEDS:
        problem = asked(random_problem(seed), coverage(150_000))
        chosen = greedy(problem, Limits(max_cents=15_000_000))
        if chosen is None:
            continue
        n_found += 1
        score = evaluate(problem, chosen)
        assert score.broken == ()
        assert score.cents <= 15_000_000
        assert score.inwoners <= answer(problem).objective + 1e-9
    assert n_found > len(SEEDS) // 2


def test_the_same_seed_gives_the_same_plan() -> None:
    for seed in SEEDS:
        first, second = (answer(random_problem(seed), seed=7) for _ in range(2))
        assert first.plan == second.plan
        assert first.fingerprint == second.fingerprint


def test_another_seed_gives_another_fingerprint_and_the_same_value() -> None:
    problem = asked(random_problem(SEEDS[0]), cost(0.1))
    first, second = answer(problem, seed=1), answer(problem, seed=2**40)
    assert first.fingerprint != second.fingerprint
    assert first.objective == second.objective


def test_a_budget_far_beyond_all_costs_and_a_share_of_zero_are_ordinary_questions() -> None:
    for seed in SEEDS:
        problem = random_problem(seed)
        everything = answer(asked(problem, coverage(Decimal(10) ** 12)))
        nothing = answer(asked(problem, cost(0)))
        assert everything.status is nothing.status is Status.OPTIMAL
        assert everything.objective == pytest.approx(problem.inwoners - problem.inwoners_never)


def test_every_model_of_a_problem_has_only_finite_numbers_in_its_matrix() -> None:
    problem = random_problem(SEEDS[0])
    model = build_model(problem, Target.CENTS, Limits(max_cents=1, min_inwoners=1.0))
    assert all(np.isfinite(block.matrix.data).all() for block in model.blocks)
