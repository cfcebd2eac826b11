"""Random towns of two to four sites to ask the optimiser about, small enough to try every plan.

Roads, people and voorzieningen are those in which norms are judged: one-way streets, islands, points on thresholds to
the last bit, squares without ages, facts that nobody told.
"""

from dataclasses import replace
from decimal import Decimal

import numpy as np

from spreiding.demand import Kern
from spreiding.domain import Huisvesting, Kernfunctie, Modality, Option, Package, SiteFact, Vestigingstype
from spreiding.housing import Housing
from spreiding.norms import Predicate
from spreiding.region import Region
from spreiding.supply import Site
from spreiding.uitgangspunten import Aversion, Tariffs, Uitgangspunten
from tests.judging.random_worlds import (
    GEMEENTEN,
    Dice,
    random_feet,
    random_people,
    random_predicate,
    random_roads,
    random_voorziening,
)
from tests.judging.worlds import ASSUMPTIONS
from tests.worlds import make_region

CODES = tuple(gemeente.code for gemeente in GEMEENTEN[:2])
FORMS = (Huisvesting.ZELFSTANDIG, Huisvesting.MFA)


def random_town(dice: Dice) -> Region:
    """A region of one or two gemeenten, in which somebody lives."""
    gemeenten = GEMEENTEN[: dice.between(1, 2)]
    codes = [gemeente.code for gemeente in gemeenten]
    kernen = tuple(_random_kern(k, dice, codes) for k in range(dice.between(0, 4)))
    sites = tuple(_in_kern(_random_site(k, dice, codes), kernen, dice) for k in range(dice.between(2, 4)))
    region = make_region(random_roads(dice), people=[(0.0, 0.0, 1.0)], sites=sites, gemeenten=gemeenten, kernen=kernen)
    squares, demand = random_people(region, dice)
    others = tuple(random_voorziening(k, dice) for k in range(dice.one([0, 0, 1, 2])))
    counts = {"demand": demand.square.size, "site": len(sites), "voorziening": len(others)}
    feet = {name: {each: random_feet(region, each, n, dice) for each in Modality} for name, n in counts.items()}
    return replace(
        region,
        squares=squares,
        demand=demand,
        voorzieningen=others,
        demand_footing=feet["demand"],
        site_footing=feet["site"],
        voorziening_footing=feet["voorziening"] if others else {},
    )


def random_assumptions(dice: Dice) -> Uitgangspunten:
    """A headline norm, tariffs of one gemeente or both, at times with housing, hours of all classes or of some."""
    norm = ASSUMPTIONS.norm.model_copy(
        update={
            "max_m": dice.one([400.0, 900.0, 1700.0, 3000.0]),
            "modality": dice.one([Modality.AUTO, Modality.FIETS, Modality.LOPEN]),
            "predicate": random_predicate(dice) if dice.chance(0.4) else Predicate(),
        }
    )
    hours = ASSUMPTIONS.staffed_hours
    kappa_per_m = dice.one([0.0001, 0.0005, 0.001])
    return ASSUMPTIONS.model_copy(
        update={
            "norm": norm,
            "tariffs": _random_tariffs(dice),
            "staffed_hours": {klasse: hours[klasse] for klasse in hours if dice.chance(0.9)},
            "aversion": Aversion(kappa_per_m=kappa_per_m),
        }
    )


def _random_tariffs(dice: Dice) -> Tariffs:
    housing = Housing(
        bron="proef",
        eur_per_m2={form: Decimal(dice.between(30, 150)) for form in FORMS if dice.chance(0.8)},
        m2={klasse: Decimal(dice.between(50, 900)) for klasse in Vestigingstype},
    )
    has_two = dice.chance(0.85)
    return ASSUMPTIONS.tariffs.model_copy(
        update={
            "gemeenten": frozenset(CODES if has_two else CODES[:1]),
            "housing": housing if dice.chance(0.3) else None,
        }
    )


def _random_kern(k: int, dice: Dice, codes: list[str]) -> Kern:
    return Kern(
        id=f"k{k}",
        name=f"Kern {k}",
        gemeente=dice.one(codes),
        x_m=float(dice.between(0, 5000)),
        y_m=float(dice.between(0, 5000)),
        inwoners=float(dice.one([200, 1000, 5000, 6000])),
    )


def _in_kern(site: Site, kernen: tuple[Kern, ...], dice: Dice) -> Site:
    """Put a site in the middle of a kern, more often than not."""
    own = [kern for kern in kernen if kern.gemeente == site.gemeente]
    if not own or dice.chance(0.3):
        return site
    kern = dice.one(own)
    near = {"x_m": kern.x_m + dice.between(-100, 100), "y_m": kern.y_m + dice.between(-100, 100)}
    return site.model_copy(update=near)


def _random_site(k: int, dice: Dice, codes: list[str]) -> Site:
    """A branch or a candidate that may become one or two classes, and at times an MFA."""
    today = Option(
        type=dice.one(list(Vestigingstype)) if dice.chance(0.9) else None,
        huisvesting=dice.maybe(FORMS, 0.7),
        package=Package.LLO1 if dice.chance(0.2) else Package.GEEN,
        open_plus=dice.chance(0.3),
    )
    types = dice.rng.permutation(np.array(list(Vestigingstype)))[: dice.one([1, 1, 2, 2, 3])]
    return Site(
        id=f"s{k}",
        name=f"Bieb {k}",
        gemeente=dice.one([*codes * 6, None]),
        x_m=float(dice.between(0, 5000)),
        y_m=float(dice.between(0, 5000)),
        today=today if dice.chance(0.6) else None,
        allowed_types=tuple(klasse for klasse in Vestigingstype if klasse in types),
        allowed_huisvesting=dice.one([(), (), (Huisvesting.MFA,), FORMS]),
        staffed_hours=dice.maybe([0.0, 4.0, 7.5, 15.0, 40.0]),
        unstaffed_hours=dice.maybe([0.0, 10.0, 40.0], 0.6),
        kernfuncties=dice.some(list(Kernfunctie), 0.6) if dice.chance(0.4) else None,
        has_collection=dice.maybe([True, True, False], 0.6),
        has_ido=dice.maybe([True, False], 0.7),
        has_taalhuis=dice.maybe([True, False], 0.7),
        floor_m2=dice.maybe([100.0, 400.0]),
        assumed=dice.some(list(SiteFact), dice.one([0.0, 0.3])),
    )
