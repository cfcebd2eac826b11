"""Random small worlds to judge norms in: one-way streets, islands, unknown ages, assumed facts, provision of all kinds.

Lengths are whole metres and points stand at eighths of a street, so that distances are exact: what lies on a threshold
lies there to the last bit.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from shapely import box

from spreiding.demand import Demand, Gemeente, Kern, Squares
from spreiding.domain import (
    Huisvesting,
    KbType,
    Kernfunctie,
    Modality,
    Option,
    Package,
    Plan,
    Service,
    SiteFact,
    Vestigingstype,
    Voorzieningsvorm,
)
from spreiding.judging.case import Case
from spreiding.network import Access, Footing, Roads
from spreiding.norms import (
    AnyNorm,
    Area,
    BranchNorm,
    Confirmations,
    CountNorm,
    FunctionNorm,
    HoursNorm,
    KernNorm,
    OwnWay,
    Predicate,
    ReachNorm,
    SchoolNorm,
)
from spreiding.region import Region
from spreiding.scenario import today_plan
from spreiding.supply import Site
from spreiding.travel_groups import DEFAULT_GROUPS, TravelGroup
from spreiding.voorzieningen import School, Voorziening
from tests.judging.worlds import SOURCED, make_case, with_missing
from tests.tangles import SPEEDS, any_feet
from tests.worlds import BOTH_WAYS, ONE_WAY, make_region, make_roads

SIDE = 5
GEMEENTEN = tuple(Gemeente(code=f"GM000{k}", name=f"Gemeente {k}") for k in (1, 2, 3))
CARS_ONLY = int(Access.AUTO_FORWARD | Access.AUTO_BACKWARD)
NO_CARS = BOTH_WAYS & ~CARS_ONLY
GROUPS = (
    *DEFAULT_GROUPS,
    TravelGroup(
        name="laaggeletterd",
        age_group=None,
        modality=Modality.FIETS,
        share=0.12,
        shares={"GM0001": 0.2, "GM0002": 0.0},
        bron="proef",
    ),
    TravelGroup(name="laag inkomen", modality=Modality.AUTO, shares={"GM0002": 0.3}, bron="proef"),
    TravelGroup(name="oud zonder auto", age_group="65_plus", modality=Modality.LOPEN, share=0.25),
)


@dataclass(frozen=True)
class Dice:
    """Random choices of one world."""

    rng: np.random.Generator

    def chance(self, share: float) -> bool:
        return bool(self.rng.random() < share)

    def one(self, values: Sequence[Any]) -> Any:  # noqa: ANN401 - one of `values`
        return values[int(self.rng.integers(len(values)))]

    def some(self, values: Sequence[Any], share: float) -> frozenset[Any]:
        return frozenset(value for value in values if self.chance(share))

    def between(self, low: int, high: int) -> int:
        return int(self.rng.integers(low, high + 1))

    def maybe(self, values: Sequence[Any], share: float = 0.5) -> Any:  # noqa: ANN401 - one of `values`, or None
        return self.one(values) if self.chance(share) else None


def random_roads(dice: Dice) -> Roads:
    """A city of 5 × 5 corners with one-way streets, some missing or closed for some; sometimes an island beside it."""
    corner = {(i, j): SIDE * i + j for i in range(SIDE) for j in range(SIDE)}
    pairs = [(n, corner[i + 1, j]) for (i, j), n in corner.items() if i + 1 < SIDE]
    pairs += [(n, corner[i, j + 1]) for (i, j), n in corner.items() if j + 1 < SIDE]
    pairs = [pair if dice.chance(0.5) else pair[::-1] for pair in pairs if dice.chance(0.93)]
    nodes = [(1000.0 * i, 1000.0 * j) for i, j in corner]
    if dice.chance(0.3):
        nodes += [(20_000.0, 0.0), (21_000.0, 0.0), (20_000.0, 1000.0)]
        pairs += [(25, 26), (26, 27), (27, 25)]
    one_way = dice.one([0.0, 0.3, 0.6])
    ways = [ONE_WAY if dice.chance(one_way) else dice.one([BOTH_WAYS] * 8 + [CARS_ONLY, NO_CARS]) for _ in pairs]
    if dice.chance(0.1):
        ways = [CARS_ONLY] * len(pairs)
    return make_roads(
        nodes,
        pairs,
        access=ways,
        kmh=dice.rng.choice(SPEEDS, len(pairs)).tolist(),
        lengths=dice.rng.integers(200, 1600, len(pairs)).astype(float).tolist(),
    )


def random_feet(region: Region, modality: Modality, n: int, dice: Dice) -> Footing:
    feet = any_feet(region.networks[modality], n, dice.rng)
    far = 50.0 * dice.rng.integers(0, 2, n)
    return Footing(feet.segment, feet.fraction, feet.walk_m * (1 + far))


def random_people(region: Region, dice: Dice) -> tuple[Squares, Demand]:
    """Up to fifteen squares of one or several points; some empty, some outside every gemeente, some without ages."""
    n = dice.between(5, 15)
    inwoners = dice.rng.integers(0, 60, n).astype(float) * dice.rng.integers(0, 5, n).clip(0, 1)
    if dice.chance(0.05):
        inwoners[:] = 0
    ages = np.stack([dice.rng.multinomial(int(total), [0.2] * 5) for total in inwoners]).astype(float)
    ages[dice.rng.random(n) < dice.one([0.0, 0.3, 1.0])] = np.nan
    gemeente = dice.rng.integers(-1 if dice.chance(0.3) else 0, len(region.gemeenten), n).astype(np.int32)
    own = [[k for k, kern in enumerate(region.kernen) if kern.gemeente == g.code] for g in region.gemeenten]
    kern = [dice.one([*own[g], -1]) if g >= 0 else -1 for g in gemeente.tolist()]
    size = 1000.0 if dice.chance(0.05) else 100.0
    squares = Squares(
        ids=np.array([f"E{k:04d}N0000" for k in range(n)]),
        x_m=dice.rng.uniform(0, 5000, n),
        y_m=dice.rng.uniform(0, 5000, n),
        size_m=np.where(dice.rng.random(n) < 0.3, 500.0, size),
        inwoners=inwoners,
        estimated=np.floor(inwoners * np.where(dice.rng.random(n) < 0.3, dice.rng.random(n), 0.0)),
        groups=ages,
        is_groups_estimated=np.zeros(n, dtype=np.bool_),
        gemeente=gemeente,
        kern=np.array(kern, dtype=np.int32),
    )
    n_points = np.where(squares.size_m > 100, dice.rng.integers(1, 4, n), 1)
    square = np.repeat(np.arange(n), n_points).astype(np.int32)
    persons = squares.inwoners[square] / n_points[square]
    return squares, Demand(square, squares.x_m[square], squares.y_m[square], persons)


def random_site(k: int, dice: Dice) -> Site:
    is_known = dice.chance(0.85)
    option = Option(
        type=dice.one(list(Vestigingstype)) if is_known else None,
        huisvesting=dice.maybe(list(Huisvesting)[:3], 0.6),
        package=dice.one([Package.GEEN, Package.LLO1]),
        open_plus=dice.chance(0.4),
    )
    return Site(
        id=f"s{k}",
        name=f"Bieb {k}",
        gemeente=dice.one([*(g.code for g in GEMEENTEN), None]),
        x_m=float(dice.between(0, 5000)),
        y_m=float(dice.between(0, 5000)),
        today=option if dice.chance(0.85) else None,
        staffed_hours=dice.maybe([0.0, 4.0, 4.5, 7.5, 15.0, 16.0, 40.0], 0.7),
        unstaffed_hours=dice.maybe([0.0, 10.0, 40.0], 0.6),
        kernfuncties=dice.some(list(Kernfunctie), 0.5) if dice.chance(0.6) else None,
        has_collection=dice.maybe([True, True, False], 0.6),
        has_ido=dice.maybe([True, False], 0.7),
        has_taalhuis=dice.maybe([True, False], 0.7),
        assumed=dice.some(list(SiteFact), dice.one([0.0, 0.3])),
    )


def random_plan(sites: tuple[Site, ...], dice: Dice) -> Plan:
    """Today's plan, or one that closes, opens and changes branches."""
    options = dict(today_plan(sites).by_id)
    for site in sites if dice.chance(0.5) else ():
        if dice.chance(0.3):
            today = options.pop(site.id, None)
            if dice.chance(0.7):
                changes = {
                    "type": dice.one(list(Vestigingstype)),
                    "package": dice.one(list(Package)),
                    "huisvesting": dice.maybe(list(Huisvesting)[:3]),
                    "open_plus": dice.chance(0.5),
                }
                base = today or Option(type=Vestigingstype.KLEIN)
                options[site.id] = base.model_copy(update=dict(dice.some(list(changes.items()), 0.4)))
    return Plan.of(options)


def random_voorziening(k: int, dice: Dice) -> Voorziening:
    return Voorziening(
        id=f"v{k}",
        name=f"Voorziening {k}",
        form=dice.one(list(Voorzieningsvorm)),
        gemeente=dice.one([*(g.code for g in GEMEENTEN), None]),
        x_m=float(dice.between(0, 5000)),
        y_m=float(dice.between(0, 5000)),
        reach_m=dice.maybe([300.0, 800.0, 2000.0]),
        staffed_hours=dice.maybe([0.0, 8.0, 15.0]),
        kernfuncties=dice.some(list(Kernfunctie), 0.5),
        has_ido=dice.maybe([True, False], 0.7),
        has_taalhuis=dice.maybe([True, False], 0.7),
    )


def random_school(k: int, dice: Dice) -> School:
    return School(
        id=f"school{k}",
        name=f"School {k}",
        gemeente=dice.one([*(g.code for g in GEMEENTEN), None]),
        x_m=0.0,
        y_m=0.0,
        is_ikc=dice.maybe([True, False], 0.8),
        has_dbos=dice.maybe([True, False], 0.8),
    )


def random_case(seed: int) -> Case:
    """A world, a plan for it, and what the user confirmed."""
    dice = Dice(np.random.default_rng(seed))
    gemeenten = GEMEENTEN[: dice.between(2, 3)]
    kernen = tuple(
        Kern(
            id=f"k{k}",
            name=f"Kern {k}",
            gemeente=dice.one(gemeenten).code,
            x_m=float(dice.between(0, 5000)),
            y_m=float(dice.between(0, 5000)),
            inwoners=float(dice.one([0, 200, 1000, 5000, 6000])),
        )
        for k in range(dice.one([0, 2, 4, 5]))
    )
    sites = tuple(random_site(k, dice) for k in range(dice.between(3, 6)))
    region = make_region(random_roads(dice), people=[(0.0, 0.0, 1.0)], sites=sites, gemeenten=gemeenten, kernen=kernen)
    squares, demand = random_people(region, dice)
    others = tuple(random_voorziening(k, dice) for k in range(dice.between(0, 4)))
    feet = {
        name: {modality: random_feet(region, modality, n, dice) for modality in Modality}
        for name, n in {"demand": demand.square.size, "site": len(sites), "voorziening": len(others)}.items()
    }
    region = replace(
        region,
        squares=squares,
        demand=demand,
        voorzieningen=others,
        schools=tuple(random_school(k, dice) for k in range(dice.one([0, 0, 3, 6]))),
        demand_footing=feet["demand"],
        site_footing=feet["site"],
        voorziening_footing=feet["voorziening"] if others else {},
    )
    if dice.chance(0.5):
        per_gemeente = {"GM0001": 3, "GM0002": 0} if dice.chance(0.5) else {}
        role = dice.one(["vierkanten", "vierkanten", "totalen", "aanvulling"])
        region = with_missing(region, dice.between(0, 6), per_gemeente=per_gemeente, role=role)
    areas = {}
    for k, gemeente in enumerate(gemeenten):
        # Squares lie between 0 and 5 km: of a gemeente that is as wide, half or more lies outside when it begins at 3.
        east = 3000.0 if dice.chance(0.1) else 1000.0 * k
        areas[gemeente.code] = box(east, 0, east + 5000.0, 5000.0)
    region = replace(region, areas=areas)
    confirmations = Confirmations(
        is_all=dice.chance(0.3),
        sites=dice.some([site.id for site in sites], 0.5),
        kernen=dice.some([kern.id for kern in kernen], 0.7),
    )
    return make_case(region, plan=random_plan(sites, dice), groups=GROUPS, confirmations=confirmations)


# --- norms ---


def random_predicate(dice: Dice) -> Predicate:
    forms = dice.some(list(Voorzieningsvorm), dice.one([0.0, 0.4]))
    asked: dict[str, Any] = {
        "minimum_type": dice.one(list(Vestigingstype)),
        "maximum_type": dice.one(list(Vestigingstype)),
        "kernfuncties": dice.some(list(Kernfunctie), 0.3),
        "minimum_n_kernfuncties": dice.between(0, 4),
        "minimum_staffed_hours": dice.one([0.0, 4.0, 15.0]),
        "kb_types": dice.some(list(KbType), 0.4),
        "kb_definition": dice.one(["", "SPUK", "CBS en VOB"]),
        "huisvesting": dice.some(list(Huisvesting)[:3], 0.6),
        "open_plus": dice.chance(0.5),
        "services": dice.some(list(Service), 0.6),
    }
    chosen = dict(item for item in asked.items() if dice.chance(dice.one([0.1, 0.3])))
    return Predicate(**chosen, forms=forms, counts_branches=dice.chance(0.9))


def random_norm(case: Case, costs: dict[str, list[float]], dice: Dice) -> AnyNorm:
    """A norm of any kind; a limit may be the exact distance [m] from somebody to something, of `costs`."""
    if dice.chance(0.6):
        return norm_on_people(case, costs, dice)
    return norm_on_places(costs, dice)


def norm_on_people(case: Case, costs: dict[str, list[float]], dice: Dice) -> AnyNorm:
    fields: dict[str, Any] = SOURCED | {
        "share": dice.one([0.1, 0.25, 0.5, 0.75, 0.9, 1.0]),
        "groups": tuple(sorted(dice.some([g.name for g in case.groups], 0.3))) if dice.chance(0.5) else (),
        "modality": dice.one([*Modality, OwnWay.OWN]),
        "area": dice.one(list(Area)),
        "counts_neighbours": dice.chance(0.6),
    }
    metres = dice.one([*costs.get(str(fields["modality"]), []), 250.0, 700.0, 1500.0, 3000.0])
    kind = dice.between(0, 4)
    if kind == 0:
        minutes = float(dice.rng.uniform(0.5, 20.0))
        return ReachNorm(**fields, max_minutes=minutes, predicate=random_predicate(dice))
    if kind == 1:
        functions = dice.some(list(Kernfunctie), 0.4) or {Kernfunctie(1)}
        asked = {each: dice.one([metres, 500.0, 2000.0]) for each in functions}
        return FunctionNorm(**fields, max_m=asked, forms=dice.some(list(Voorzieningsvorm), dice.one([0.0, 0.5])))
    if kind == 2:
        hours = dice.one([0.5, 4.5, 15.0, 20.0, 56.0, 200.0])
        forms = dice.some(list(Voorzieningsvorm), dice.one([0.0, 0.5]))
        return HoursNorm(**fields, minimum_hours=hours, max_m=metres, counts_unstaffed=dice.chance(0.5), forms=forms)
    return ReachNorm(**fields, max_m=metres, predicate=random_predicate(dice))


def norm_on_places(costs: dict[str, list[float]], dice: Dice) -> AnyNorm:
    predicate = random_predicate(dice)
    kind = dice.between(0, 3)
    if kind == 0:
        if predicate.kernfuncties and dice.chance(0.6):
            return CountNorm(**SOURCED, predicate=predicate, is_together=True)
        return CountNorm(**SOURCED, minimum=dice.between(1, 3), predicate=predicate)
    if kind == 1:
        smallest = dice.one([0.0, 200.0, 1000.0])
        modality = dice.one(list(Modality))
        metres = dice.one([*costs.get(modality.value, []), 400.0, 1200.0])
        return KernNorm(
            **SOURCED,
            min_inwoners=smallest,
            max_inwoners=dice.maybe([smallest + 1, 5000.0, 6000.0]),
            beyond_m=dice.maybe([metres], 0.6),
            beyond=random_predicate(dice),
            modality=modality,
            predicate=predicate,
        )
    if kind == 2:
        return BranchNorm(**SOURCED, of=random_predicate(dice), predicate=predicate)
    return SchoolNorm(**SOURCED, is_only_ikc=dice.chance(0.5))
