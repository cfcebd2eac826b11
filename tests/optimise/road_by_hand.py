"""A straight road about which the best plan can be derived by hand, asked of the oracle and of the search alike.

100 people live at 0 km, 60 at 4 km and 40 at 10 km. A branch of class klein stands at 0 km ("west"); a servicepunt
could stand at 5 km ("mid") and a klein one at 9 km ("east"). The norm is 2 km. A servicepunt costs € 11,890, klein
€ 35,669, and € 8,768 more with LLO 1; klein offers functions 1, 3 and 5 (and 2 with LLO 1), a servicepunt 1 and 3.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest

from spreiding.domain import Vestigingstype
from spreiding.norms import AnyNorm, Confirmations
from spreiding.optimise.problem import build_problem
from spreiding.optimise.question import AskedNorm, Budget, Goal, Question, Weighing
from spreiding.optimise.search import search
from spreiding.optimise.stop import Stop
from spreiding.optimise.units import AIMS, in_unit
from spreiding.region import Region
from spreiding.supply import Site
from spreiding.transitions import Closing, Transitions
from spreiding.uitgangspunten import Aversion
from tests.judging.worlds import HOURS
from tests.optimise.oracle import Oracle
from tests.optimise.oracle_world import World
from tests.worlds import HERE, THERE, line_roads, make_region, make_site, make_uitgangspunten

KLEIN, SERVICEPUNT = Vestigingstype.KLEIN, Vestigingstype.SERVICEPUNT
PEOPLE = ((0.0, 0.0, 100.0), (4000.0, 0.0, 60.0), (10_000.0, 0.0, 40.0))
WEST = make_site("west", 0, klasse=KLEIN, allowed_types=(KLEIN,))
MID = make_site("mid", 5000, allowed_types=(SERVICEPUNT,))
EAST = make_site("east", 9000, allowed_types=(KLEIN,))
SITES = (WEST, MID, EAST)
ANY = Weighing(functions={})
COST_OF_KLEIN, COST_OF_SERVICEPUNT = 35_669, 11_890
BOTH = COST_OF_KLEIN + COST_OF_SERVICEPUNT
TRANSITIONS = Transitions(
    price_year=2025,
    afbouw_months=0,
    write_off_years=10,
    write_off_rate=Decimal(0),
    opening_eur={SERVICEPUNT: Decimal(1000), KLEIN: Decimal(5000)},
    closing={KLEIN: Closing(lease_years=Decimal(0), write_off_eur=Decimal(3000), friction_months=0)},
)


def make_world(sites: Sequence[Site] = SITES, people: Sequence[tuple[float, float, float]] = PEOPLE) -> Region:
    return make_region(line_roads(), people=people, sites=sites, gemeenten=(HERE, THERE))


ROAD = make_world()


def ask(*goals: Goal, region: Region = ROAD, kappa_per_m: float = 0.001, **fields: Any) -> Oracle:  # noqa: ANN401
    """A question without the rule on the largest class, unless that is asked for."""
    uitgangspunten = make_uitgangspunten(max_m=2000).model_copy(
        update={"aversion": Aversion(kappa_per_m=kappa_per_m), "staffed_hours": HOURS}
    )
    asked: dict[str, Any] = {"keep_largest": False, "confirmations": Confirmations(is_all=True)} | fields
    question = Question(goals=goals, **asked)
    return Oracle(World(region, uitgangspunten, question))


def budget(eur: float | None = None, once: float | None = None, *codes: str) -> tuple[Budget, ...]:
    amounts = [None if each is None else Decimal(str(each)) for each in (eur, once)]
    return (Budget(gemeenten=frozenset(codes) or None, eur_per_year=amounts[0], eur_once=amounts[1]),)


def hard(*norms: AnyNorm) -> tuple[AskedNorm, ...]:
    return tuple(AskedNorm(norm=norm) for norm in norms)


def best(*goals: Goal, **fields: Any) -> tuple[float, ...]:  # noqa: ANN401 - those of `ask`
    """Best value of every goal: what the oracle finds, and what the search finds too."""
    oracle = ask(*goals, **fields)
    world = oracle.world
    problem = build_problem(world.region, world.uitgangspunten, world.question)
    outcome = search(problem.program, tuple(AIMS[goal] for goal in goals), stop=Stop(time_limit_s=60.0, gap=0.0))
    pairs = zip(goals, outcome.reached, strict=True)
    reached = tuple(in_unit(problem.program, goal, part.value) for goal, part in pairs)
    found = oracle.optimum()
    assert reached == pytest.approx(found, nan_ok=True)
    return found


def cheapest(region: Region = ROAD, **fields: Any) -> float:  # noqa: ANN401
    """Least cost of what is asked; without a share of its own the norms are what keeps a branch open."""
    return best(Goal.COST, region=region, **fields)[0]


def most_within(region: Region = ROAD, **fields: Any) -> float:  # noqa: ANN401
    return best(Goal.COVERAGE, region=region, **fields)[0]
