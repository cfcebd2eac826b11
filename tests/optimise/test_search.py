"""The order of goals and of ties, derived by hand and by comparing every plan."""

import math
from itertools import product

import numpy as np
import pytest

from spreiding.errors import QuestionError
from spreiding.optimise import search as searching
from spreiding.optimise import ties
from spreiding.optimise.objective import broken, value_of
from spreiding.optimise.program import Aim, BoolArray, Ending, Family, Limit, Program, Run
from spreiding.optimise.search import Outcome, search
from spreiding.optimise.stop import Stop, Watch
from tests.optimise.stand_ins import at_most, cover, distances, every_plan, program_of, try_all

OWN_ENGINES = searching.engine_for


@pytest.fixture(autouse=True)
def _every_engine_tries_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searching, "engine_for", lambda _aim, _limits: try_all)


def columns(outcome: Outcome) -> list[int]:
    assert outcome.chosen is not None
    return np.flatnonzero(outcome.chosen).tolist()


def values(outcome: Outcome) -> list[float]:
    return [part.value for part in outcome.reached]


def two_villages(*, changes: tuple[int, ...] = (1, 1, 1)) -> Program:
    """Village A of 10 persons near facilities 0 and 1, village B of 5 near facility 2; 100, 80 and 50 cents."""
    return program_of([100, 80, 50], changes=changes, people=cover([10, 5], [[0, 1], [2]]))


def test_of_plans_that_reach_as_many_the_cheapest_is_taken() -> None:
    # All 15 persons are reached by {0, 2}, {1, 2} and {0, 1, 2}: 150, 130 and 230 cents.
    outcome = search(two_villages(), (Aim.PERSONS,), stop=Stop())
    assert (columns(outcome), values(outcome)) == ([1, 2], [15])
    assert outcome.is_settled
    assert outcome.limits == (Limit(Aim.PERSONS, 15),)


def test_of_plans_that_cost_as_much_the_one_that_reaches_most_is_taken() -> None:
    # One branch for 50 cents reaches at least 5 persons near 0, 8 near 1: with a demand of 5 both would do.
    program = program_of([50, 50], people=cover([5, 8], [[0], [1]], required=5))
    outcome = search(program, (Aim.CENTS,), stop=Stop())
    assert (columns(outcome), values(outcome)) == ([1], [50])


def test_of_plans_alike_in_people_and_cost_the_one_with_fewest_changes_is_taken() -> None:
    # Facility 1 stands today: keeping it undoes the change of closing it.
    program = program_of([50, 50], changes=[1, -1], people=cover([5], [[0, 1]]))
    assert columns(search(program, (Aim.PERSONS,), stop=Stop())) == [1]
    assert columns(search(program, (Aim.CENTS, Aim.PERSONS), stop=Stop())) == []


def test_the_second_goal_chooses_within_the_first() -> None:
    # Cheapest with 10 of 15 persons: {1} for 80. Of least changes first: none at all is not enough, {0} undoes one.
    program = program_of([100, 80, 50], changes=[-1, 1, 1], people=cover([10, 5], [[0, 1], [2]], required=10))
    cheap = search(program, (Aim.CENTS, Aim.CHANGES), stop=Stop())
    assert (columns(cheap), values(cheap)) == ([1], [80, 1])
    quiet = search(program, (Aim.CHANGES, Aim.CENTS), stop=Stop())
    assert (columns(quiet), values(quiet)) == ([0], [-1, 100])


def test_a_goal_on_distance_after_one_on_people_takes_the_nearer_of_two() -> None:
    # A is 300 m from facility 0 and 100 m from facility 1; B is 200 m from facility 2. Weighted: 10 × 100 + 5 × 200.
    near = distances([10, 5], [{0: 300, 1: 100}, {2: 200}])
    program = program_of([10, 80, 50], people=cover([10, 5], [[0, 1], [2]]), near=near)
    outcome = search(program, (Aim.PERSONS, Aim.DISTANCE), stop=Stop())
    assert values(outcome) == [15, 2000]
    # Facility 0 is nobody's nearest now, so that it is closed.
    assert columns(outcome) == [1, 2]
    # With cost before distance it stands, as it is the cheaper one: 10 × 300 + 5 × 200.
    assert values(search(program, (Aim.PERSONS, Aim.CENTS, Aim.DISTANCE), stop=Stop())) == [15, 60, 4000]


def test_a_goal_on_distance_keeps_open_what_is_somebodys_nearest_and_no_more() -> None:
    # The cheapest plan of 1,000 person·m: facility 1 at 100 m for 10 persons; facility 2 stands for nobody, and the
    # facilities 0 and 3 are further away, or for a row without people.
    near = distances([10, 0], [{1: 100, 0: 300}, {3: 10}])
    program = program_of([5, 80, 50, 5], near=near)
    assert columns(search(program, (Aim.DISTANCE,), stop=Stop())) == [1]


def test_ties_of_a_sum_over_distances_ask_no_engine_for_sums(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[Aim, tuple[Aim, ...]]] = []

    def engine_for(aim: Aim, limits: tuple[Limit, ...]) -> object:
        asked.append((aim, tuple(limit.aim for limit in limits)))
        return try_all

    monkeypatch.setattr(searching, "engine_for", engine_for)
    near = distances([10], [{0: 100}])
    search(program_of([5], people=cover([10], [[0]]), near=near), (Aim.PERSONS, Aim.DISTANCE), stop=Stop())
    assert asked == [
        (Aim.PERSONS, ()),
        (Aim.DISTANCE, (Aim.PERSONS,)),
        (Aim.CENTS, (Aim.PERSONS,)),
        (Aim.CHANGES, (Aim.PERSONS, Aim.CENTS)),
    ]


def random_program(seed: int) -> Program:
    """Two options at each of four sites, six rows of people with round numbers so that much is equal, and a budget."""
    random = np.random.default_rng(seed)
    persons = random.integers(0, 3, 6) * 10.0
    reach = [np.flatnonzero(random.random(8) < 0.4).tolist() for _ in range(6)]
    metres = [
        {int(k): float(random.integers(1, 6) * 100) for k in np.flatnonzero(random.random(8) < 0.6)} for _ in range(6)
    ]
    cents = random.integers(1, 5, 8) * 10
    return program_of(
        cents.tolist(),
        site=[0, 0, 1, 1, 2, 2, 3, 3],
        changes=random.integers(-1, 2, 8).tolist(),
        people=cover(persons.tolist(), reach, required=float(random.integers(0, 7) * 10)),
        near=distances(persons.tolist(), metres),
        rows=(at_most(Family.BUDGET, cents.tolist(), float(random.integers(3, 9) * 10)),),
    )


ORDERS = [
    (Aim.PERSONS,),
    (Aim.CENTS,),
    (Aim.CENTS, Aim.PERSONS),
    (Aim.FURTHEST, Aim.CENTS),
    (Aim.DISTANCE,),
    (Aim.PERSONS, Aim.TAIL, Aim.CENTS),
    (Aim.EQUIVALENT, Aim.PERSONS),
    (Aim.TAIL, Aim.FURTHEST),
]


def rank(program: Program, aims: tuple[Aim, ...], chosen: BoolArray) -> tuple[float, ...]:
    """The values of a plan, the best first; rounded, as sums of the same numbers in another order differ."""
    return tuple(round((-1 if aim is Aim.PERSONS else 1) * value_of(program, aim, chosen), 6) for aim in aims)


@pytest.mark.parametrize(("aims", "seed", "is_own"), list(product(ORDERS, range(12), (False, True))))
def test_the_sequence_finds_what_comparing_every_plan_finds(
    aims: tuple[Aim, ...], seed: int, *, is_own: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if is_own:
        monkeypatch.setattr(searching, "engine_for", OWN_ENGINES)
    program = random_program(seed)
    allowed = [plan for plan in every_plan(program) if not broken(program, (), plan)]
    outcome = search(program, aims, stop=Stop(gap=0.0), seed=seed)
    assert (outcome.ending is Ending.INFEASIBLE) == (not allowed)
    if outcome.chosen is None:
        return
    best = min(rank(program, aims, plan) for plan in allowed)
    assert rank(program, aims, outcome.chosen) == best
    assert outcome.is_settled
    sums = {Aim.DISTANCE, Aim.TAIL, Aim.EQUIVALENT}.intersection(aims)
    other = Aim.PERSONS if Aim.CENTS in aims else Aim.CENTS
    settled = (*aims, other, Aim.CHANGES)
    if not sums:
        assert rank(program, settled, outcome.chosen) == min(rank(program, settled, plan) for plan in allowed)


def test_some_of_the_random_programs_have_no_plan_and_most_have() -> None:
    n_impossible = sum(
        not any(not broken(p, (), plan) for plan in every_plan(p)) for p in map(random_program, range(12))
    )
    assert 0 < n_impossible < 6  # whatever the numbers are: both kinds must be among them


def test_a_start_that_breaks_a_rule_is_left_out_and_a_good_one_is_the_plan_to_beat() -> None:
    heard: list[list[int]] = []
    watch = Watch(on_plan=lambda chosen: heard.append(np.flatnonzero(chosen).tolist()))
    program = program_of([100, 80], people=cover([10, 5], [[0], [1]]), rows=(at_most(Family.BUDGET, [100, 80], 100),))
    search(program, (Aim.PERSONS,), stop=Stop(), start=np.array([True, True]), watch=watch)
    assert [0, 1] not in heard
    heard.clear()
    search(program, (Aim.PERSONS,), stop=Stop(), start=np.array([False, True]), watch=watch)
    assert heard[0] == [1]
    assert heard[-1] == [0]


def test_who_watches_hears_only_of_better_plans() -> None:
    aims = (Aim.PERSONS, Aim.DISTANCE, Aim.CENTS)
    n_heard = 0
    for program in map(random_program, range(12)):
        heard: list[tuple[float, ...]] = []
        watch = Watch(on_plan=lambda plan: heard.append(rank(program, aims, plan)))  # noqa: B023 - heard within the turn
        search(program, aims, stop=Stop(), watch=watch)
        assert heard == sorted(heard, reverse=True)
        n_heard = max(n_heard, len(set(heard)))
    assert n_heard > 2


def test_progress_is_of_the_first_goal_and_ends_with_what_was_proven() -> None:
    heard: list[tuple[float, float]] = []
    watch = Watch(on_progress=lambda *now: heard.append(now))
    search(two_villages(), (Aim.PERSONS, Aim.CENTS), stop=Stop(), watch=watch)
    assert heard[-1] == (15.0, 15.0)
    assert all(incumbent <= 15 for incumbent, _ in heard)


def test_out_of_time_for_a_later_goal_the_first_stays_proven_and_the_rest_open(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def out_of_time(*_: object, limits: tuple[Limit, ...], **__: object) -> Run:
        assert limits
        return Run(Ending.LIMIT, None, math.nan, math.nan)

    monkeypatch.setattr(searching, "engine_for", lambda _aim, limits: out_of_time if limits else try_all)
    outcome = search(two_villages(), (Aim.PERSONS, Aim.CENTS, Aim.CHANGES), stop=Stop())
    first, second, third = outcome.reached
    assert (outcome.ending, outcome.is_settled) == (Ending.PROVEN, False)
    assert (first.value, first.bound) == (15, 15)
    # Some plan that reaches all: of two branches or three.
    assert second.value in {130, 150, 230}
    assert third.value in {2, 3}
    assert math.isnan(second.bound)
    assert math.isnan(third.bound)


def test_a_worse_plan_of_a_later_goal_never_takes_the_place_of_the_plan_before(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def poor(*_: object, **__: object) -> Run:
        return Run(Ending.LIMIT, np.array([True, True, True]), 230.0, 0.0)

    monkeypatch.setattr(searching, "engine_for", lambda _aim, limits: poor if limits else try_all)
    start = np.array([False, True, True])
    outcome = search(two_villages(), (Aim.PERSONS, Aim.CENTS), stop=Stop(), start=start)
    assert (columns(outcome), values(outcome)) == ([1, 2], [15, 130])


def test_no_plan_for_a_later_goal_is_our_own_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing(*_: object, **__: object) -> Run:
        return Run(Ending.INFEASIBLE, None, math.nan, math.nan)

    monkeypatch.setattr(searching, "engine_for", lambda _aim, limits: nothing if limits else try_all)
    with pytest.raises(RuntimeError, match="no plan was found"):
        search(two_villages(), (Aim.PERSONS, Aim.CENTS), stop=Stop())


def test_unfinished_ties_leave_the_plan_and_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searching, "SIDE_QUESTION_S", -1.0)
    outcome = search(two_villages(), (Aim.PERSONS,), stop=Stop())
    assert (outcome.ending, values(outcome), outcome.is_settled) == (Ending.PROVEN, [15], False)


def test_the_gap_of_the_equivalent_is_small_enough_in_metres(monkeypatch: pytest.MonkeyPatch) -> None:
    """With κ = 0.001 per metre and all at 500 m, a gap of 1 % of the sum is -ln(0.99) / κ = 10.05 m, which is 2 %."""
    gaps: list[float] = []

    def keep(*args: object, gap: float, **rest: object) -> Run:
        gaps.append(gap)
        return try_all(*args, gap=gap, **rest)  # type: ignore[arg-type]

    monkeypatch.setattr(searching, "engine_for", lambda _aim, _limits: keep)
    search(program_of([5], near=distances([10], [{0: 500}])), (Aim.EQUIVALENT,), stop=Stop(gap=0.01))
    # 1 % of 500 m is 5 m less: a bound of e^(-0.001 × 5) times the sum, and so 1 - e^(-0.005) of it less.
    assert gaps[0] == pytest.approx(1 - math.exp(-0.005), rel=1e-12)


def test_priced_shortfalls_in_a_sum_over_distances_are_kept_by_the_limit_itself() -> None:
    priced = cover([10], [[0]], required=10)
    near = distances([10], [{0: 100}])
    program = program_of([5], people=priced, near=near)
    limits = (Limit(Aim.DISTANCE, 1000.0),)
    _, hard = ties.without_sums(program, limits, np.array([True]))
    assert hard == ()
    priced.price[:] = 3.0
    same, kept = ties.without_sums(program, limits, np.array([True]))
    assert (same, kept) == (program, limits)


def test_a_fault_of_the_question_passes_through(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> Run:
        raise QuestionError("bad_gap", value=1)

    monkeypatch.setattr(searching, "engine_for", lambda _aim, _limits: refuse)
    with pytest.raises(QuestionError, match="bad_gap"):
        search(two_villages(), (Aim.PERSONS,), stop=Stop())
