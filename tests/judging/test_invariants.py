"""What must hold of verdicts in every world, whatever they are."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from spreiding.domain import Modality, Option, Plan, Vestigingstype
from spreiding.fields import Fields
from spreiding.judging.case import Case
from spreiding.judging.judge import judge, judge_norm
from spreiding.judging.verdict import Normoordeel, Outcome, ReasonKind, overall
from spreiding.network import Footing
from spreiding.norms import AnyNorm, Area, Confirmations, CountNorm, HoursNorm, KernNorm, Predicate, ReachNorm
from spreiding.region import Region
from tests.judging.random_worlds import Dice, norm_on_people, norm_on_places, random_case, random_norm, random_predicate
from tests.judging.worlds import ALL, SOURCED

SEEDS = st.integers(0, 2**32 - 1)


def drawn(seed: int) -> tuple[Case, AnyNorm]:
    case = random_case(seed)
    return case, random_norm(case, {}, Dice(np.random.default_rng([seed, 1])))


def changed(case: Case, **changes: Any) -> Case:  # noqa: ANN401 - any part of a case
    """The case with other parts, and nothing remembered."""
    parts: dict[str, Any] = {
        "region": case.region,
        "plan": case.plan,
        "uitgangspunten": case.uitgangspunten,
        "groups": case.groups,
        "confirmations": case.confirmations,
    } | changes
    return Case(**parts, fields=Fields(parts["region"]))


def is_monotone(norm: AnyNorm) -> bool:
    return isinstance(norm, ReachNorm | HoursNorm | CountNorm)


@settings(max_examples=100)
@given(SEEDS)
def test_another_branch_never_makes_less(seed: int) -> None:
    case, norm = drawn(seed)
    closed = [site for site in case.region.sites if site.id not in case.plan.by_id]
    assume(closed and is_monotone(norm))
    dice = Dice(np.random.default_rng([seed, 2]))
    option = next(iter(case.plan.by_id.values()), Option(type=Vestigingstype.KLEIN))
    opened = Plan.of(case.plan.by_id | {dice.one(closed).id: option})
    for before, after in zip(judge_norm(case, norm), judge_norm(changed(case, plan=opened), norm), strict=True):
        for name in ("value", "low", "high"):
            assert getattr(after, name) >= getattr(before, name) - 1e-7
        assert not (before.outcome is Outcome.MET and after.outcome is Outcome.NOT_MET)


def stricter(norm: AnyNorm, dice: Dice) -> AnyNorm:
    """The norm with a higher share, a shorter distance, more hours or a larger number."""
    if isinstance(norm, CountNorm):
        return norm if norm.is_together else norm.model_copy(update={"minimum": norm.minimum + 1})
    fields = ["share", *(name for name in ("max_m", "max_minutes", "minimum_hours") if getattr(norm, name, None))]
    name = dice.one(fields)
    value = getattr(norm, name)
    if name == "share":
        return norm.model_copy(update={"share": min(1.0, value * 1.3)})
    if name == "minimum_hours":
        return norm.model_copy(update={name: value * 1.5})
    return norm.model_copy(update={name: value * 0.7})


@settings(max_examples=100)
@given(SEEDS)
def test_a_stricter_norm_is_never_met_where_the_milder_one_is_not(seed: int) -> None:
    case = random_case(seed)
    dice = Dice(np.random.default_rng([seed, 3]))
    norm = norm_on_people(case, {}, dice) if dice.chance(0.8) else norm_on_places({}, dice)
    assume(is_monotone(norm))
    for mild, strict in zip(judge_norm(case, norm), judge_norm(case, stricter(norm, dice)), strict=True):
        assert not (mild.outcome is Outcome.NOT_MET and strict.outcome is Outcome.MET)


def figures(oordeel: Normoordeel) -> tuple[object, ...]:
    return (oordeel.gemeente, oordeel.kern, oordeel.kernfunctie, oordeel.outcome, oordeel.is_uncertain, oordeel.missing)


def taken(feet: Footing, order: np.ndarray) -> Footing:
    return Footing(feet.segment[order], feet.fraction[order], feet.walk_m[order])


def reordered(region: Region, rng: np.random.Generator) -> Region:
    """The same region with squares, points and sites in another order."""
    squares, demand = rng.permutation(region.squares.inwoners.size), rng.permutation(region.demand.square.size)
    sites = rng.permutation(len(region.sites))
    moved = {name: getattr(region.squares, name)[squares] for name in type(region.squares).__dataclass_fields__}
    points = {name: getattr(region.demand, name)[demand] for name in ("x_m", "y_m", "inwoners")}
    points["square"] = np.argsort(squares)[region.demand.square[demand]].astype(np.int32)
    return replace(
        region,
        squares=replace(region.squares, **moved),
        demand=replace(region.demand, **points),
        sites=tuple(region.sites[k] for k in sites),
        demand_footing={m: taken(feet, demand) for m, feet in region.demand_footing.items()},
        site_footing={m: taken(feet, sites) for m, feet in region.site_footing.items()},
    )


@settings(max_examples=100)
@given(SEEDS)
def test_the_order_of_squares_and_sites_is_irrelevant(seed: int) -> None:
    case, norm = drawn(seed)
    other = reordered(case.region, np.random.default_rng([seed, 4]))
    for one, two in zip(judge_norm(case, norm), judge_norm(changed(case, region=other), norm), strict=True):
        assert figures(one) == figures(two)
        for name in ("value", "required", "tested", "low", "high", "shortage"):
            assert getattr(one, name) == pytest.approx(getattr(two, name))
        assert [reason.names for reason in one.reasons] == [reason.names for reason in two.reasons]
        assert sorted((f.kern, round(f.outside, 6)) for f in one.shortfalls) == sorted(
            (f.kern, round(f.outside, 6)) for f in two.shortfalls
        )


@settings(max_examples=100)
@given(SEEDS)
def test_a_value_lies_between_its_bounds_and_a_verdict_follows_from_it(seed: int) -> None:
    case, norm = drawn(seed)
    for oordeel in judge_norm(case, norm):
        assert oordeel.low <= oordeel.value + 1e-9
        assert oordeel.value <= oordeel.high + 1e-9
        assert oordeel.value <= oordeel.tested + 1e-9
        if oordeel.outcome is Outcome.UNDECIDED:
            assert oordeel.reasons
            assert not oordeel.is_uncertain
        elif isinstance(norm, ReachNorm | HoursNorm):
            assert (oordeel.shortage > 0) == (oordeel.outcome is Outcome.NOT_MET)


@settings(max_examples=100)
@given(SEEDS)
def test_what_is_sure_is_taken_and_what_is_taken_is_possible(seed: int) -> None:
    case = random_case(seed)
    counting = case.counting(random_predicate(Dice(np.random.default_rng([seed, 5]))))
    assert counting.sure <= counting.taken <= counting.possible
    # In doubt is what could still turn out the other way.
    assert counting.doubts.keys() == counting.possible - counting.sure
    assert all(counting.doubts.values())


@settings(max_examples=100)
@given(SEEDS)
def test_when_everything_is_confirmed_only_the_unknown_is_in_doubt(seed: int) -> None:
    case = random_case(seed)
    predicate = random_predicate(Dice(np.random.default_rng([seed, 5])))
    before, after = case.counting(predicate), changed(case, confirmations=ALL).counting(predicate)
    assert after.taken == before.taken
    assert before.sure <= after.sure <= after.taken
    assert after.possible <= before.possible
    # What is unknown does not count as long as it is, and what is known counts or not.
    assert not after.doubts.keys() & after.taken
    assert after.sure == after.taken


@settings(max_examples=50)
@given(SEEDS)
def test_when_everything_is_confirmed_no_kern_is_left_open(seed: int) -> None:
    case, norm = drawn(seed)
    for oordeel in judge_norm(changed(case, confirmations=ALL), norm):
        assert ReasonKind.KERNEN_UNCONFIRMED not in {reason.kind for reason in oordeel.reasons}


@settings(max_examples=100)
@given(SEEDS)
def test_the_value_of_a_region_is_that_of_its_gemeenten_together(seed: int) -> None:
    case = random_case(seed)
    norm = norm_on_people(case, {}, Dice(np.random.default_rng([seed, 6])))
    assume(not hasattr(norm, "max_m") or not isinstance(norm.max_m, dict))
    gemeente = case.region.squares.gemeente.clip(0)
    inside = replace(case.region, squares=replace(case.region.squares, gemeente=gemeente))
    moved = changed(case, region=inside)
    (whole,) = judge_norm(moved, norm.model_copy(update={"area": Area.REGIO}))
    parts = judge_norm(moved, norm.model_copy(update={"area": Area.GEMEENTE}))
    for name in ("value", "required", "tested"):
        assert getattr(whole, name) == pytest.approx(sum(getattr(part, name) for part in parts))


@settings(max_examples=30)
@given(SEEDS)
def test_a_second_look_gives_the_same_verdicts(seed: int) -> None:
    case, norm = drawn(seed)
    assert [figures(each) for each in judge(case, [norm, norm])] == [
        figures(each) for each in judge_norm(case, norm)
    ] * 2


@settings(max_examples=30)
@given(SEEDS)
def test_closing_everything_meets_no_norm_on_reach(seed: int) -> None:
    case = random_case(seed)
    empty = changed(case, plan=Plan.of({}), region=replace(case.region, voorzieningen=(), voorziening_footing={}))
    for modality in Modality:
        norm = ReachNorm(**SOURCED, share=0.1, max_m=1e6, modality=modality)
        oordelen = judge_norm(empty, norm)
        assert {each.value for each in oordelen} == {0}
        assert overall(oordelen) is not Outcome.MET
    kernen = KernNorm(**SOURCED, predicate=Predicate(minimum_type=Vestigingstype.GROOT))
    told = changed(empty, confirmations=Confirmations(is_all=True))
    with_one = {kern.gemeente for kern in case.region.kernen}
    partial = {gemeente.code for gemeente in case.region.partial_gemeenten}
    for oordeel in judge_norm(told, kernen):
        assert oordeel.gemeente not in with_one or oordeel.outcome is (
            Outcome.UNDECIDED if oordeel.gemeente in partial else Outcome.NOT_MET
        )
