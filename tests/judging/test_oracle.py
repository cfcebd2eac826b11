"""Verdicts on random worlds equal those of the slow and simple way."""

import numpy as np
import pytest

from spreiding.domain import Modality
from spreiding.judging.judge import judge_norm
from spreiding.judging.verdict import Normoordeel
from spreiding.norms import AnyNorm, HoursNorm
from spreiding.region import Region
from tests.judging.oracle import Answer, Oracle
from tests.judging.random_worlds import Dice, random_case, random_norm

N_WORLDS, NORMS_PER_WORLD = 200, 6


def check(oordeel: Normoordeel, answer: Answer) -> None:
    """Compare all figures of one area."""
    assert (oordeel.gemeente, oordeel.kern) == (answer.gemeente, answer.kern)
    assert (oordeel.kernfunctie or None) == answer.kernfunctie
    for name in ("value", "required", "tested", "low", "high", "shortage"):
        assert getattr(oordeel, name) == pytest.approx(getattr(answer, name), rel=1e-9, abs=1e-7), name
    assert oordeel.outcome == answer.outcome
    assert oordeel.is_uncertain == answer.is_uncertain
    assert bool(oordeel.reasons) == answer.has_reason
    assert tuple(map(int, oordeel.missing)) == answer.missing
    assert oordeel.low <= oordeel.value + 1e-7
    assert oordeel.value <= oordeel.high + 1e-7


def check_shortfalls(region: Region, oordeel: Normoordeel, answer: Answer) -> None:
    """Compare where people are outside; the worst place comes first, and of equals the one with most people."""
    found = list(oordeel.shortfalls)
    assert len(found) == len(answer.shortfalls)
    for shortfall in found:
        if shortfall.kern >= 0:
            place = (shortfall.kern, region.kernen[shortfall.kern].gemeente)
            fall = answer.shortfalls[place]
        else:
            # The buitengebied is told apart by gemeente only, which is the verdict's; in a region any may fit.
            fits = [
                fall
                for (kern, owner), fall in answer.shortfalls.items()
                if kern < 0
                and oordeel.gemeente in {None, owner}
                and shortfall.persons == pytest.approx(fall.persons)
                and shortfall.mean == pytest.approx(fall.mean)
            ]
            assert fits
            fall = fits[0]
        assert shortfall.outside == pytest.approx(fall.outside)
        assert shortfall.persons == pytest.approx(fall.persons)
        if fall.persons:
            assert shortfall.mean == pytest.approx(fall.mean, nan_ok=True)
        most = max(fall.weight.values(), default=0.0)
        assert (shortfall.site == -1) == (not fall.weight)
        assert fall.weight.get(shortfall.site, 0.0) == pytest.approx(most)
    sign = 1 if isinstance(oordeel.norm, HoursNorm) else -1
    means = [sign * shortfall.mean for shortfall in found]
    assert means == sorted(means)


def norms_of(oracle: Oracle, dice: Dice) -> list[AnyNorm]:
    """Norms whose limits are at times exactly the distance from somebody to something."""
    region = oracle.region
    exact: dict[str, list[float]] = {}
    for modality in Modality:
        costs = oracle.cost(modality, "m")
        known = costs[np.isfinite(costs) & (costs > 0)]
        exact[modality.value] = dice.rng.permutation(known)[:4].tolist()
    assert region.networks
    return [random_norm(oracle.case, exact, dice) for _ in range(NORMS_PER_WORLD)]


@pytest.mark.parametrize("seed", range(N_WORLDS))
def test_a_verdict_is_that_of_the_slow_way(seed: int) -> None:
    case = random_case(seed)
    oracle = Oracle(case)
    for norm in norms_of(oracle, Dice(np.random.default_rng(10_000 + seed))):
        oordelen, answers = judge_norm(case, norm), oracle.judge(norm)
        assert len(oordelen) == len(answers)
        for oordeel, answer in zip(oordelen, answers, strict=True):
            check(oordeel, answer)
            check_shortfalls(case.region, oordeel, answer)


def test_the_random_worlds_know_every_outcome_of_every_kind() -> None:
    # Were the worlds too tame, their agreement would say little.
    found, uncertain = set(), set()
    for seed in range(N_WORLDS):
        case = random_case(seed)
        for norm in norms_of(Oracle(case), Dice(np.random.default_rng(10_000 + seed))):
            for oordeel in judge_norm(case, norm):
                found.add((norm.kind, oordeel.outcome.value))
                uncertain |= {norm.kind} if oordeel.is_uncertain else set()
    kinds = {"bereik", "kernfuncties", "uren", "aantal", "kern", "iedere", "scholen"}
    assert found == {(kind, outcome) for kind in kinds for outcome in ("voldoet", "voldoet niet", "niet te bepalen")}
    assert uncertain == {"bereik", "kernfuncties", "uren", "kern"}
