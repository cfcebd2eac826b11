"""The oracle's figures of any plan are those that the map, the table and the normtoets show."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

import numpy as np
import pytest

from spreiding.costs import OF_BRANCHES
from spreiding.evaluation import evaluate
from spreiding.fields import Fields
from spreiding.judging.case import Case
from spreiding.judging.judge import judge_norm
from spreiding.judging.verdict import Normoordeel
from spreiding.optimise.question import Goal, Weighing
from spreiding.scenario import today_plan
from spreiding.transitions import transition_lines
from tests.judging.random_worlds import Dice
from tests.optimise.oracle import Oracle
from tests.optimise.oracle_goals import coverage, value_of
from tests.optimise.oracle_norms import asked_of
from tests.optimise.oracle_world import NOTHING, Network, World
from tests.optimise.random_questions import random_oracle

SEEDS = range(1000, 1040)


def some_plans(seed: int) -> Iterator[tuple[Oracle, Network]]:
    oracle = random_oracle(seed)
    plans, dice = list(oracle.networks()), Dice(np.random.default_rng(seed))
    for _ in range(3):
        yield oracle, plans[dice.between(0, len(plans) - 1)]


@pytest.mark.parametrize("seed", SEEDS)
def test_people_and_catchments_are_those_of_the_evaluation(seed: int) -> None:
    for oracle, network in some_plans(seed):
        world = oracle.world
        found = evaluate(world.region, world.plan(network), world.uitgangspunten)
        reaches = [found.total] if world.question.free_gemeenten is None else found.gemeenten[:1]
        assert coverage(world, network) == pytest.approx(reaches[0].inwoners_within)
        assert float(world.counted.sum()) == pytest.approx(reaches[0].inwoners)
        served = oracle.served(network)
        assert [served.get(k, 0.0) for k in range(len(world.region.sites))] == pytest.approx(found.site_inwoners)


@pytest.mark.parametrize("seed", SEEDS)
def test_distances_to_the_nearest_of_any_kind_are_those_of_the_evaluation(seed: int) -> None:
    # The evaluation leaves out who has no route, so those are compared only of whom everybody has one.
    for oracle, network in some_plans(seed):
        told = {"free_gemeenten": None, "weighing": Weighing(functions={}, cutoff_m=100_000)}
        world = replace(oracle.world, question=oracle.world.question.model_copy(update=told))
        found = evaluate(world.region, world.plan(network), world.uitgangspunten)
        metres = world.nearest(world.uitgangspunten.norm.modality, network)
        assert metres == pytest.approx(found.nearest.metres)
        if found.total.inwoners_unreachable == 0:
            assert value_of(world, network, Goal.DISTANCE) == pytest.approx(found.total.mean_m)
            assert value_of(world, network, Goal.EQUIVALENT) == pytest.approx(found.fairness.ede_m)
            assert value_of(world, network, Goal.WORST_TENTH) == pytest.approx(found.fairness.worst_tenth_m)


@pytest.mark.parametrize("seed", SEEDS)
def test_money_is_that_of_the_bill(seed: int) -> None:
    for oracle, network in some_plans(seed):
        world = oracle.world
        bill = evaluate(world.region, world.plan(network), world.uitgangspunten).kostenraming
        ids = {world.region.sites[site].id for site in world.deciding}
        lines = [line.eur for line in bill.lines if line.kind in OF_BRANCHES and line.site_id in ids]
        money = [world.money(site, network.get(site)) for site in world.deciding]
        assert sum((each.per_year for each in money), NOTHING) == sum(lines, NOTHING)
        transitions = world.question.transitions
        if transitions is not None:
            before, after = today_plan(world.region.sites), world.plan(network)
            tariffs = world.uitgangspunten.tariffs
            once = transition_lines(world.region, before, after, transitions=transitions, tariffs=tariffs)
            amounts = [line.eur or NOTHING for line in once if line.site_id in ids]
            assert sum((each.once for each in money), NOTHING) == sum(amounts, NOTHING)


def is_about(oordeel: Normoordeel, world: World) -> bool:
    told = world.question.confirmations
    is_tested = oordeel.kern is None or told.has_kern(oordeel.kern)
    return is_tested and (oordeel.gemeente is None or world.is_free(oordeel.gemeente))


@pytest.mark.parametrize("seed", SEEDS)
def test_norms_are_judged_as_in_the_normtoets(seed: int) -> None:
    for oracle, network in some_plans(seed):
        world = oracle.world
        told, fields = world.question, Fields(world.region, {})
        case = Case(world.region, world.plan(network), world.uitgangspunten, told.groups, told.confirmations, fields)
        for asked in world.question.norms:
            oordelen = [each for each in judge_norm(case, asked.norm) if is_about(each, world)]
            found = [each for each in asked_of(world, network, asked.norm) if each.required > 0]
            judged = [(each.value, each.required) for each in oordelen if each.required > 0]
            # Kernen where nobody lives are not judged; the order of functions is free.
            assert in_order(found) == in_order(judged)


def in_order(pairs: Iterable[tuple[float, float]]) -> list[tuple[float, float]]:
    return sorted((round(value, 6), round(required, 6)) for value, required in pairs)
