"""What a branch above klein is there for."""

from typing import Any

from spreiding.domain import Huisvesting, Kernfunctie, Option, Package, Plan, Vestigingstype
from spreiding.norms import Area, Predicate
from spreiding.optimise.purposes import Purpose, purposes
from spreiding.optimise.question import AskedNorm, Question
from spreiding.region import Region
from spreiding.supply import Site
from tests.judging.worlds import ASSUMPTIONS, aantal, bereik, uren
from tests.optimise.worlds import cost, coverage
from tests.worlds import HERE, THERE, line_roads, make_region, make_site

GROOT, MIDDELGROOT, KLEIN, SERVICEPUNT = Vestigingstype
NO_RULE = coverage(1_000_000, keep_largest=False)


def world(*sites: Site) -> Region:
    return make_region(line_roads(), people=[(0, 0, 100), (8000, 0, 20)], sites=sites, gemeenten=(HERE, THERE))


def purpose_of(region: Region, question: Question, plan: dict[str, Option]) -> dict[str, Purpose]:
    return {each.site_id: each for each in purposes(region, ASSUMPTIONS, question, Plan.of(plan))}


def test_a_branch_is_there_for_functions_and_hours_that_no_klein_option_has() -> None:
    # Klein with its package has 1, 2, 3 and 5, and 16 hours; middelgroot with LLO 1 has all five, and 28 hours; bare
    # groot has 1, 3 and 5, and 40 hours.
    region = world(make_site("a", 0), make_site("b", 8000), make_site("c", 8000))
    plan = {
        "a": Option(type=MIDDELGROOT, package=Package.LLO1),
        "b": Option(type=GROOT),
        "c": Option(type=KLEIN, package=Package.LLO1),
    }
    assert purpose_of(region, NO_RULE, plan) == {
        "a": Purpose("a", frozenset({Kernfunctie(4)}), 12.0, ()),
        "b": Purpose("b", frozenset(), 24.0, ()),
    }


def test_a_branch_is_there_for_the_rule_that_would_break_without_it() -> None:
    region = world(make_site("a", 0, klasse=GROOT), make_site("b", 8000, klasse=GROOT))
    both, one = {"a": Option(type=GROOT), "b": Option(type=GROOT)}, {"a": Option(type=GROOT)}
    # The gemeente keeps its largest class: either of the two would do.
    assert [each.rules for each in purpose_of(region, coverage(1), both).values()] == [(), ()]
    assert purpose_of(region, coverage(1), one)["a"].rules == ("grootste klasse",)


def test_a_branch_is_there_for_the_norms_that_need_it_as_it_is() -> None:
    region = world(make_site("a", 0))
    plan = {"a": Option(type=MIDDELGROOT, package=Package.LLO1)}

    def rules(*norms: Any, **fields: Any) -> tuple[str, ...]:  # noqa: ANN401 - norms, and fields of a question
        asked = tuple(AskedNorm(norm=norm) for norm in norms)
        question = coverage(1, keep_largest=False, norms=asked, **fields)
        return purpose_of(region, question, plan)["a"].rules

    all_five = Predicate(kernfuncties=frozenset(Kernfunctie))
    assert rules(bereik(1000, area=Area.REGIO, predicate=all_five)) == ("proef",)
    assert rules(bereik(1000, area=Area.REGIO)) == ()
    assert rules(uren(20, area=Area.REGIO)) == ("proef",)
    assert rules(aantal(predicate=Predicate(minimum_type=MIDDELGROOT)), free=[HERE.code]) == ("proef",)
    # Met by nobody, with or without it: no reason to have it.
    assert rules(uren(30, area=Area.REGIO)) == ()
    using = ASSUMPTIONS.model_copy(
        update={"norm": ASSUMPTIONS.norm.model_copy(update={"predicate": Predicate(minimum_type=MIDDELGROOT)})}
    )
    (found,) = purposes(region, using, cost(0.5, keep_largest=False), Plan.of(plan))
    assert found.rules == ("aandeel",)


def test_a_branch_that_may_not_become_klein_is_there_because_it_may_not_change() -> None:
    unknown = make_site("unknown", 0, gemeente=None).model_copy(update={"today": Option(type=GROOT)})
    fixed = make_site("fixed", 0, klasse=GROOT)
    theirs = make_site("theirs", 0, klasse=GROOT, gemeente=THERE.code)
    plan = dict.fromkeys(("unknown", "fixed", "theirs"), Option(type=GROOT))
    region = world(unknown, fixed, theirs)
    question = coverage(1, keep_largest=False, allowed={"fixed": ()})
    found = purpose_of(region, question, plan)
    assert {site: each.rules for site, each in found.items()} == {
        "unknown": ("vaste keuzes",),
        "fixed": ("vaste keuzes",),
        "theirs": (),
    }
    # Of what is not free nothing is said.
    assert list(purpose_of(region, coverage(1, free=[HERE.code]), plan)) == ["fixed"]


def test_hours_that_nobody_knows_are_no_purpose() -> None:
    region = world(make_site("a", 0, allowed_huisvesting=(Huisvesting.MFA,)))
    using = ASSUMPTIONS.model_copy(update={"staffed_hours": {}})
    plan = Plan.of({"a": Option(type=GROOT, huisvesting=Huisvesting.MFA)})
    assert purposes(region, using, NO_RULE, plan) == (Purpose("a", frozenset(), None, ()),)
