"""What the searches do beside finding the best: starts, stops, listeners, lazy rules, and programs without a plan."""

import math
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from spreiding.optimise.linear import center, exact
from spreiding.optimise.linear.formulation import Formulation
from spreiding.optimise.objective import broken, value_of
from spreiding.optimise.program import Aim, BoolArray, Distances, Ending, Family, Limit, Program, Rows, Run
from spreiding.optimise.stop import Clock, Watch
from tests.optimise.programs import Forbidden, cover, csr, rules

HOUR = 3600.0


def towns(n_sites: int = 12, *, seed: int = 0) -> Program:
    """Sites in a square of 10 km, one column each of € 1 to 5; 60 rows of people within 3 km; half the money."""
    random = np.random.default_rng(seed)
    sites, people = random.random((n_sites, 2)) * 10_000, random.random((60, 2)) * 10_000
    metres = np.hypot(*(people[:, None] - sites[None]).T).T
    cents = random.integers(100, 500, n_sites)
    order = np.argsort(metres, axis=1)
    return Program(
        site=np.arange(n_sites, dtype=np.int32),
        cents=cents,
        changes=np.ones(n_sites, dtype=np.int64),
        facilities=csr([[k] for k in range(n_sites)]),
        rows=(rules(Family.BUDGET, [{k: float(c) for k, c in enumerate(cents)}], upper=[float(cents.sum() // 2)]),),
        covers=(cover(random.integers(1, 99, 60).tolist(), [np.flatnonzero(row < 3000).tolist() for row in metres]),),
        counted=0,
        distances=Distances(np.ones(60), csr(order.tolist()), np.sort(metres, axis=1).ravel(), np.full(60, 20_000.0)),
    )


def test_a_program_without_columns_has_one_plan_or_none() -> None:
    nothing = Program(
        site=np.zeros(0, dtype=np.int32),
        cents=np.zeros(0, dtype=np.int64),
        changes=np.zeros(0, dtype=np.int64),
        facilities=csr([]),
        covers=(cover([3], [[]], always=[2], required=[2]),),
        counted=0,
        distances=Distances(np.ones(1), csr([[]]), np.zeros(0), np.array([7.0])),
        constant_cents=500,
    )
    run = exact.run(nothing, Aim.CENTS, clock=Clock.of(HOUR))
    assert (run.ending, run.value, run.bound) == (Ending.PROVEN, 500, 500)
    assert exact.run(nothing, Aim.PERSONS, clock=Clock.of(HOUR)).value == 2
    assert center.run(nothing, Aim.FURTHEST, clock=Clock.of(HOUR)).value == 7
    asked = replace(nothing, covers=(cover([3], [[]], always=[2], required=[3]),))
    assert exact.run(asked, Aim.CENTS, clock=Clock.of(HOUR)).ending is Ending.INFEASIBLE
    assert center.run(asked, Aim.FURTHEST, clock=Clock.of(HOUR)).ending is Ending.INFEASIBLE


def test_without_time_the_answer_is_the_plan_to_start_from_or_a_greedy_one() -> None:
    program = towns()
    start = np.zeros(12, dtype=np.bool_)
    start[3] = True
    for search, aim in ((exact.run, Aim.PERSONS), (center.run, Aim.FURTHEST)):
        run = search(program, aim, clock=Clock.of(-1.0), start=start)
        assert run.ending is Ending.LIMIT
        assert run.chosen is not None
        assert (run.chosen == start).all()
        assert run.value == value_of(program, aim, start)
        greedy = search(program, aim, clock=Clock.of(-1.0))
        assert greedy.chosen is not None
        assert not broken(program, (), greedy.chosen)


def test_a_start_that_breaks_a_rule_is_not_an_answer() -> None:
    program = towns()
    run = exact.run(program, Aim.PERSONS, clock=Clock.of(-1.0), start=np.ones(12, dtype=np.bool_))
    assert run.chosen is not None
    assert not run.chosen.all()


@pytest.mark.parametrize(("search", "aim"), [(exact.run, Aim.PERSONS), (center.run, Aim.FURTHEST)])
def test_who_follows_hears_of_better_plans_and_of_bounds_that_hold(search: Callable[..., Run], aim: Aim) -> None:
    program = towns(30)
    plans: list[BoolArray] = []
    heard: list[tuple[float, float]] = []
    watch = Watch(on_progress=lambda incumbent, bound: heard.append((incumbent, bound)), on_plan=plans.append)
    run = search(program, aim, clock=Clock.of(HOUR), watch=watch)
    sign = -1 if aim is Aim.PERSONS else 1
    values = [sign * value_of(program, aim, plan) for plan in plans]
    assert values == sorted(set(values), reverse=True)
    assert all(not broken(program, (), plan) for plan in plans)
    assert run.chosen is not None
    assert (plans[-1] == run.chosen).all()
    assert heard
    assert all(sign * bound <= sign * run.value + 1e-6 for _, bound in heard if not math.isnan(bound))
    assert all(sign * incumbent >= sign * run.value for incumbent, _ in heard if not math.isnan(incumbent))


@pytest.mark.parametrize(("search", "aim"), [(exact.run, Aim.PERSONS), (center.run, Aim.FURTHEST)])
def test_what_a_listener_raises_ends_the_search_and_is_raised_again(search: Callable[..., Run], aim: Aim) -> None:
    def fail(_incumbent: float, _bound: float) -> None:
        message = "enough"
        raise KeyboardInterrupt(message)

    with pytest.raises(KeyboardInterrupt, match="enough"):
        search(towns(30), aim, clock=Clock.of(HOUR), watch=Watch(on_progress=fail))


@pytest.mark.parametrize(("search", "aim"), [(exact.run, Aim.PERSONS), (center.run, Aim.FURTHEST)])
def test_who_asks_to_stop_gets_the_best_plan_so_far(search: Callable[..., Run], aim: Aim) -> None:
    program = towns(60, seed=1)
    run = search(program, aim, clock=Clock.of(HOUR), watch=Watch(should_stop=lambda: True))
    assert run.ending is Ending.LIMIT
    assert run.chosen is not None
    assert not broken(program, (), run.chosen)


def test_a_gap_is_relative_to_the_whole_value() -> None:
    # 1 % of all, not only of what is not within whatever is chosen; the proven plan is no more than that away.
    program = towns(30)
    asked = program.covers[0]
    program = replace(program, covers=(replace(asked, always=np.array([100_000.0])),))
    best = exact.run(program, Aim.PERSONS, clock=Clock.of(HOUR))
    near = exact.run(program, Aim.PERSONS, clock=Clock.of(HOUR), gap=0.01)
    assert near.ending is Ending.PROVEN
    assert best.value - 0.01 * best.value <= near.value <= best.value
    assert best.value <= near.bound <= near.value + 0.01 * near.value


def test_any_plan_will_do_for_an_infinite_gap() -> None:
    run = exact.run(towns(), Aim.PERSONS, clock=Clock.of(HOUR), gap=math.inf)
    assert run.ending is Ending.PROVEN
    assert run.chosen is not None


@pytest.mark.parametrize("aim", [Aim.DISTANCE, Aim.EQUIVALENT, Aim.TAIL])
def test_sums_over_distances_are_for_another_search(aim: Aim) -> None:
    program = towns()
    for search, own in ((exact.run, Aim.PERSONS), (center.run, Aim.FURTHEST)):
        with pytest.raises(ValueError, match="not"):
            search(program, aim, clock=Clock.of(HOUR))
        with pytest.raises(ValueError, match="limits"):
            search(program, own, limits=(Limit(aim, 1.0),), clock=Clock.of(HOUR))


def test_a_lazy_rule_that_never_ends_is_a_fault() -> None:
    class Endless:
        def broken(self, chosen: BoolArray) -> Rows:
            return rules(Family.CATCHMENT, [{0: 1.0}], upper=[float(chosen.size)])

    with pytest.raises(RuntimeError, match="lazy"):
        exact.run(replace(towns(), lazy=(Endless(),)), Aim.PERSONS, clock=Clock.of(HOUR))


# --- one keeper of the largest class ---


def keepers(n_sites: int) -> Program:
    """Sites with a servicepunt (even columns, € 10) and a klein (odd, € 25) that serve the same; one klein is asked."""
    odd = {2 * k + 1: 1.0 for k in range(n_sites)}
    return Program(
        site=np.repeat(np.arange(n_sites), 2).astype(np.int32),
        cents=np.array([1000, 2500] * n_sites, dtype=np.int64),
        changes=np.zeros(2 * n_sites, dtype=np.int64),
        facilities=csr([[2 * k, 2 * k + 1] for k in range(n_sites)]),
        rows=(rules(Family.LARGEST, [odd], lower=[1]),),
        covers=(cover([1] * n_sites, [[k] for k in range(n_sites)], required=[n_sites]),),
        counted=0,
    )


def is_exact(program: Program, aim: Aim = Aim.CENTS) -> list[bool]:
    return [rule.is_exact for rule in Formulation.of(program, aim, ()).rules]


def test_exactly_one_keeper_is_enough_when_others_can_be_less() -> None:
    assert is_exact(keepers(2)) == [True]


def test_a_lazy_rule_may_want_more_keepers_than_one() -> None:
    # Servicepunten at both sites never stand together with the klein of the other: so both become klein.
    program = replace(keepers(2), lazy=(Forbidden((0, 3)), Forbidden((1, 2))))
    assert is_exact(program) == [False]
    assert exact.run(program, Aim.CENTS, clock=Clock.of(HOUR)).value == 5000


def test_another_rule_may_want_more_keepers_than_one() -> None:
    two = rules(Family.NUMBER, [{1: 1.0, 3: 1.0}], lower=[2])
    program = replace(keepers(2), rows=(*keepers(2).rows, two))
    assert is_exact(program) == [False]
    assert exact.run(program, Aim.CENTS, clock=Clock.of(HOUR)).value == 5000


def test_two_rules_that_pass_a_keeper_to_each_other_are_not_exact() -> None:
    # Three sites must open, each as a keeper of one rule or of the other: one of the two rules gets two.
    program = keepers(3)
    even = {column - 1: value for column, value in ((1, 1.0), (3, 1.0), (5, 1.0))}
    both = rules(Family.LARGEST, [{1: 1.0, 3: 1.0, 5: 1.0}, even], lower=[1, 1])
    program = replace(program, rows=(both,), cents=np.full(6, 1000, dtype=np.int64))
    assert is_exact(program) == [False, False]
    assert exact.run(program, Aim.CENTS, clock=Clock.of(HOUR)).value == 3000


def test_changes_may_want_more_keepers_than_one() -> None:
    # Both are klein today: a servicepunt would be a change.
    program = replace(keepers(2), changes=np.array([0, -1, 0, -1], dtype=np.int64))
    assert is_exact(program, Aim.CENTS) == [True]
    assert is_exact(program, Aim.CHANGES) == [False]
    assert exact.run(program, Aim.CHANGES, clock=Clock.of(HOUR)).value == -2
