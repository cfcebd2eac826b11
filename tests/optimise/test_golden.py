"""The model as text: one small file per family of constraints, checked by hand against the derivation beside it.

The world, one gemeente that must keep a klein: s0 is a klein branch that may become a servicepunt; s1 may become a
servicepunt or a klein; so may s2, where a klein does not count for the norm. Prices in €: servicepunt 10, klein 25, but
30 at s2. Rows of demand: 5 persons reached from s0 and s1, 7 from s1 only, 3 from s2 only.

Choices: y0, y1 = servicepunt, klein at s0; y2, y3 at s1; y4, y5 at s2. Keeping a klein costs extra: 15 at s0 and s1
(above a servicepunt, which covers as much), 30 at s2 (above closing). The least, 15, is a constant, exactly one of y1,
y3, y5 is taken, and 10 remains for each of y0 to y4 and 15 for y5: in units of € 5 that is 2 and 3. The usual price is
2, so cost = 2 n + y5 with n = y0 + … + y5.

Changes are counted from 'all closed': keeping y1 undoes one, y0 is no better than closing, and any choice elsewhere
adds one.
"""

from pathlib import Path

import pytest

from spreiding.domain import Option, Vestigingstype
from spreiding.optimise.exact import to_highs
from spreiding.optimise.model import Family, Limits, Model, Target, build_model
from spreiding.optimise.offers import Choice, Offer
from spreiding.optimise.problem import Problem, assemble
from tests.optimise.worlds import coverage, covering

GOLDEN = Path(__file__).parent / "golden"
KLEIN, SERVICEPUNT = Option(type=Vestigingstype.KLEIN), Option(type=Vestigingstype.SERVICEPUNT)


def world() -> Problem:
    both = (Choice(SERVICEPUNT, 1000, counts=True), Choice(KLEIN, 2500, counts=True, keeps_largest=True))
    offers = (
        Offer("s0", KLEIN, both, rule="GM0001"),
        Offer("s1", None, both, rule="GM0001"),
        Offer("s2", None, (both[0], Choice(KLEIN, 3000, counts=False, keeps_largest=True)), rule="GM0001"),
    )
    return assemble(offers, points=covering([5, 7, 3], [[0, 1], [1], [2]]), question=coverage(60))


# Budget € 62: without the constant of 15 and in whole units of 5 that is 9. Share: 8 persons, less half the tolerance.
LIMITS = Limits(max_cents=6200, min_inwoners=8, min_count=1)


def only(model: Model, family: Family) -> Model:
    blocks = tuple(block for block in model.blocks if block.family is family)
    return Model(**{**vars(model), "blocks": blocks})


def written(model: Model, path: Path) -> str:
    to_highs(model).writeModel(str(path))
    return path.read_text(encoding="utf-8")


@pytest.mark.parametrize("family", list(Family))
def test_a_family_is_what_its_golden_file_says(family: Family, tmp_path: Path) -> None:
    model = only(build_model(world(), Target.INWONERS, LIMITS), family)
    assert written(model, tmp_path / "model.lp") == (GOLDEN / f"{family}.lp").read_text(encoding="utf-8")


@pytest.mark.parametrize("target", list(Target))
def test_a_target_is_what_its_golden_file_says(target: Target, tmp_path: Path) -> None:
    model = only(build_model(world(), target, LIMITS), Family.COUNT)
    text = written(model, tmp_path / "model.lp")
    assert text == (GOLDEN / f"target_{target.value}.lp").read_text(encoding="utf-8")


def test_no_family_and_no_target_lacks_a_golden_file() -> None:
    wanted = {*(f"{family}.lp" for family in Family), *(f"target_{target.value}.lp" for target in Target)}
    assert {path.name for path in GOLDEN.iterdir()} == wanted


def test_the_whole_model_holds_every_family_once_and_nothing_else() -> None:
    assert [block.family for block in build_model(world(), Target.INWONERS, LIMITS).blocks] == list(Family)


def test_a_rule_without_a_cheaper_fallback_asks_for_at_least_one_and_costs_what_it_costs() -> None:
    # s0 is a klein or nothing, and counts: there is nothing cheaper that covers as much.
    offer = Offer("s0", KLEIN, (Choice(KLEIN, 2500, counts=True, keeps_largest=True),), rule="GM0001")
    model = build_model(assemble((offer,), points=covering([5], [[0]]), question=coverage(60)), Target.CENTS, Limits())
    (largest,) = (block for block in model.blocks if block.family is Family.LARGEST)
    assert (largest.lower.tolist(), largest.upper.tolist()) == ([1], [float("inf")])
    assert (model.unit, model.constant) == (2500, 0)
