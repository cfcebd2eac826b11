"""What there is in a gemeente: so many branches, functions together, every branch, and schools."""

import math
from typing import Any

import pytest

from spreiding.domain import KbType, Kernfunctie, Option, Plan, Service, SiteFact, Vestigingstype, Voorzieningsvorm
from spreiding.judging.schools import far_schools
from spreiding.judging.verdict import Outcome, ReasonKind, overall
from spreiding.norms import Confirmations, Predicate
from spreiding.region import Region
from spreiding.supply import Site
from spreiding.voorzieningen import School
from tests.judging.worlds import (
    GROOT,
    KLEIN,
    NOTHING,
    SERVICEPUNT,
    aantal,
    all_judged,
    iedere,
    judged,
    make_case,
    make_voorziening,
    scholen,
    why,
    with_schools,
    with_voorzieningen,
)
from tests.worlds import HERE, THERE, line_roads, make_region, make_site

MET, NOT_MET, UNDECIDED = Outcome.MET, Outcome.NOT_MET, Outcome.UNDECIDED
ALL_FIVE = frozenset(Kernfunctie)
VESTIGING = frozenset({KbType.VESTIGING})
IDO_PUNT = Voorzieningsvorm.IDO_PUNT


def world(*sites: Site) -> Region:
    return make_region(line_roads(), people=[(0, 0, 10)], sites=sites, gemeenten=[HERE, THERE])


def bieb(site_id: str = "bieb", klasse: Vestigingstype = KLEIN, **fields: Any) -> Site:  # noqa: ANN401 - any field
    return make_site(site_id, 0.0, klasse=klasse, **fields)


# --- so many ---


@pytest.mark.parametrize(("minimum", "outcome", "shortage"), [(1, MET, 0), (2, MET, 0), (3, NOT_MET, 1)])
def test_exactly_so_many_branches_are_enough(minimum: int, outcome: Outcome, shortage: int) -> None:
    region = world(bieb("a"), bieb("b"), bieb("daar", gemeente=THERE.code), bieb("nergens", gemeente=None))
    here = judged(region, aantal(minimum))
    assert (here.outcome, here.value, here.tested, here.shortage) == (outcome, 2, 2, shortage)


def test_a_gemeente_without_branches_has_none() -> None:
    _, there = all_judged(world(bieb()), aantal())
    assert (there.gemeente, there.outcome, there.value, there.tested) == (THERE.code, NOT_MET, 0, 0)
    assert judged(world(bieb()), aantal(), plan=Plan.of({})).outcome is NOT_MET


@pytest.mark.parametrize(
    ("hours", "cbs", "spuk"),
    [(14.9, NOT_MET, NOT_MET), (15, MET, NOT_MET), (15.1, MET, MET), (0, NOT_MET, NOT_MET)],
)
def test_exactly_fifteen_hours_is_a_vestiging_for_cbs_and_none_for_the_spuk(
    hours: float, cbs: Outcome, spuk: Outcome
) -> None:
    region = world(bieb(staffed_hours=hours))
    outcomes = [
        judged(region, aantal(predicate=Predicate(kb_types=VESTIGING, kb_definition=name))).outcome
        for name in ("CBS en VOB", "SPUK", "")
    ]
    # Without a name the first definition is meant, that of CBS.
    assert outcomes == [cbs, spuk, cbs]


def test_a_branch_without_staffed_hours_is_no_vestiging() -> None:
    # CBS: 15 hours or more. None are fewer, whatever the name of a branch without any.
    region = world(bieb(staffed_hours=0.0))
    assert judged(region, aantal(predicate=Predicate(kb_types=VESTIGING))).outcome is NOT_MET


def test_exactly_fifteen_hours_is_a_servicepunt_for_the_spuk() -> None:
    asked = Predicate(kb_types=frozenset({KbType.SERVICEPUNT}), kb_definition="SPUK")
    assert judged(world(bieb(staffed_hours=15.0)), aantal(predicate=asked)).outcome is MET


def test_an_assumed_class_leaves_the_number_open_until_it_is_confirmed() -> None:
    region = world(bieb(klasse=GROOT, assumed=frozenset({SiteFact.KLASSE})))
    norm = aantal(predicate=Predicate(minimum_type=Vestigingstype.MIDDELGROOT))
    oordeel = judged(region, norm, confirmations=NOTHING)
    assert (oordeel.outcome, oordeel.value, oordeel.low, oordeel.high) == (UNDECIDED, 1, 0, 1)
    assert oordeel.reasons[0].facts == {SiteFact.KLASSE}
    assert judged(region, norm, confirmations=Confirmations(sites=frozenset({"bieb"}))).outcome is MET


def test_a_branch_in_doubt_changes_nothing_where_there_are_enough_without_it() -> None:
    region = world(bieb("zeker", staffed_hours=20.0), bieb("twijfel"))
    oordeel = judged(region, aantal(predicate=Predicate(minimum_staffed_hours=15)), confirmations=NOTHING)
    assert (oordeel.outcome, oordeel.reasons) == (MET, ())


def test_one_condition_that_surely_fails_settles_it_whatever_is_unknown() -> None:
    # No Open+, and nobody knows the hours: Open+ decides.
    region = world(make_site("bieb", 0.0, is_open=True))
    norm = aantal(predicate=Predicate(open_plus=True, minimum_staffed_hours=15))
    assert judged(region, norm).outcome is NOT_MET
    # And without it, the unknown decides.
    open_plus = region.sites[0].model_copy(update={"today": Option(type=None, open_plus=True)})
    assert judged(world(open_plus), norm).outcome is UNDECIDED


def test_each_branch_that_does_not_count_tells_why_the_nearest_to_it_first() -> None:
    asked = Predicate(minimum_type=KLEIN, minimum_staffed_hours=15, services=frozenset({Service.IDO}))
    region = world(
        bieb("alles-mis", SERVICEPUNT, staffed_hours=4.0, has_ido=False),
        bieb("goed", staffed_hours=15.0, has_ido=True),
        bieb("ido-onbekend", staffed_hours=15.0),
    )
    oordeel = judged(region, aantal(2, predicate=asked))
    assert [lack.site_id for lack in oordeel.lacks] == ["ido-onbekend", "alles-mis"]
    assert oordeel.lacks[0].facts == {SiteFact.DIENSTEN}
    assert oordeel.lacks[1].facts == {SiteFact.KLASSE, SiteFact.UREN, SiteFact.DIENSTEN}


def test_an_ido_punt_counts_for_a_norm_that_names_it() -> None:
    asked = Predicate(services=frozenset({Service.IDO}))
    named = asked.model_copy(update={"forms": frozenset({IDO_PUNT})})
    region = with_voorzieningen(
        world(bieb(has_ido=False)),
        make_voorziening(IDO_PUNT, 0.0, has_ido=True),
        make_voorziening(IDO_PUNT, 0.0, voorziening_id="dicht", has_ido=False),
        make_voorziening(IDO_PUNT, 0.0, voorziening_id="elders", gemeente=THERE.code, has_ido=True),
    )
    assert judged(region, aantal(predicate=asked)).outcome is NOT_MET
    oordeel = judged(region, aantal(predicate=named))
    # One branch and two IDO-punten were looked at; one of them counts.
    assert (oordeel.outcome, oordeel.value, oordeel.tested) == (MET, 1, 3)


def test_where_branches_do_not_count_they_lack_nothing() -> None:
    asked = Predicate(services=frozenset({Service.IDO}), forms=frozenset({IDO_PUNT}), counts_branches=False)
    region = with_voorzieningen(world(bieb(has_ido=True)), make_voorziening(IDO_PUNT, 0.0, has_ido=False))
    oordeel = judged(region, aantal(predicate=asked))
    assert (oordeel.outcome, oordeel.value, oordeel.tested, oordeel.lacks) == (NOT_MET, 0, 1, ())


# --- together ---


def together(**fields: Any) -> Any:  # noqa: ANN401 - a norm
    return aantal(is_together=True, predicate=Predicate(kernfuncties=ALL_FIVE, **fields))


def offering(site_id: str, *functions: int, **fields: Any) -> Site:  # noqa: ANN401 - any field
    return bieb(site_id, kernfuncties=frozenset(Kernfunctie(each) for each in functions), **fields)


def test_branches_offer_together_what_none_of_them_offers_alone() -> None:
    region = world(offering("a", 1, 3, 5), offering("b", 2, 4), offering("daar", 1, gemeente=THERE.code))
    here, there = all_judged(region, together())
    assert (here.outcome, here.value, here.missing) == (MET, 5, ())
    assert (there.outcome, there.value, there.shortage, there.missing) == (NOT_MET, 1, 4, (2, 3, 4, 5))
    alone = aantal(predicate=Predicate(kernfuncties=ALL_FIVE))
    assert judged(region, alone).outcome is NOT_MET


def test_only_branches_that_are_what_the_norm_asks_offer_together() -> None:
    region = world(offering("a", 1, 3, 5, staffed_hours=20.0), offering("b", 2, 4, staffed_hours=4.0))
    assert judged(region, together(minimum_staffed_hours=15)).missing == (2, 4)


def test_functions_of_a_class_are_an_assumption_together_too() -> None:
    # The class gives 1, 3 and 5; told are 2 and 4.
    region = world(bieb("a"), offering("b", 2, 4))
    oordeel = judged(region, together(), confirmations=NOTHING)
    assert (oordeel.outcome, oordeel.low, oordeel.high) == (UNDECIDED, 2, 5)
    assert oordeel.reasons[0].names == ("a",)
    assert judged(region, together()).outcome is MET


# --- every branch ---


def test_every_branch_of_a_kind_must_be_as_the_norm_asks() -> None:
    norm = iedere(of=Predicate(maximum_type=KLEIN), predicate=Predicate(minimum_n_kernfuncties=3))
    region = world(offering("drie", 1, 2, 3), offering("twee", 1, 2), offering("groot", 1, klasse=GROOT))
    here, there = all_judged(region, norm)
    assert (here.outcome, here.value, here.tested, here.shortage) == (NOT_MET, 1, 2, 1)
    assert [lack.site_id for lack in here.lacks] == ["twee"]
    # Where there is no such branch, none fails, and it is said that there was nothing to test.
    assert (there.outcome, why(there)) == (MET, [ReasonKind.NOTHING_TO_TEST])


def test_a_branch_that_may_be_of_the_kind_leaves_it_open() -> None:
    norm = iedere(of=Predicate(maximum_type=KLEIN), predicate=Predicate(minimum_n_kernfuncties=3))
    unknown = make_site("bieb", 0.0, is_open=True, kernfuncties=frozenset({Kernfunctie(1)}))
    oordeel = judged(world(unknown), norm)
    assert oordeel.outcome is UNDECIDED
    assert oordeel.reasons[0].facts == {SiteFact.KLASSE}
    enough = unknown.model_copy(update={"kernfuncties": frozenset({Kernfunctie(k) for k in (1, 2, 3)})})
    assert judged(world(enough), norm).outcome is MET


# --- schools ---


def school(school_id: str, *, ikc: bool | None = True, dbos: bool | None = True, **fields: Any) -> School:  # noqa: ANN401
    spot: dict[str, Any] = {"x_m": 0.0, "y_m": 0.0, "gemeente": HERE.code} | fields
    return School(id=school_id, name=school_id, is_ikc=ikc, has_dbos=dbos, **spot)


@pytest.mark.parametrize(
    ("schools", "is_only_ikc", "outcome", "value", "tested"),
    [
        ([school("a"), school("b")], False, MET, 2, 2),
        ([school("a"), school("b", dbos=False)], False, NOT_MET, 1, 2),
        # What nobody told may be so or not; one that surely has none decides.
        ([school("a"), school("b", dbos=None)], False, UNDECIDED, 1, 2),
        ([school("a", dbos=False), school("b", dbos=None)], False, NOT_MET, 0, 2),
        # A school that is no IKC need not have one; one that may be an IKC might.
        ([school("a"), school("b", ikc=False, dbos=False)], True, MET, 1, 1),
        ([school("a"), school("b", ikc=None, dbos=False)], True, UNDECIDED, 1, 1),
        ([school("a"), school("b", ikc=None, dbos=True)], True, MET, 1, 1),
    ],
)
def test_a_dbos_serves_its_own_school_only(
    schools: list[School], *, is_only_ikc: bool, outcome: Outcome, value: int, tested: int
) -> None:
    oordeel = judged(with_schools(world(bieb()), *schools), scholen(is_only_ikc=is_only_ikc))
    assert (oordeel.outcome, oordeel.value, oordeel.tested) == (outcome, value, tested)
    if outcome is UNDECIDED:
        assert (why(oordeel), oordeel.reasons[0].names) == ([ReasonKind.SCHOOLS_UNKNOWN], ("b",))


def test_without_schools_there_is_nothing_to_say() -> None:
    oordeel = judged(world(bieb()), scholen())
    assert (oordeel.outcome, why(oordeel)) == (UNDECIDED, [ReasonKind.NO_SCHOOLS])


def test_a_gemeente_without_schools_has_nothing_to_test_when_others_have_them() -> None:
    region = with_schools(world(bieb()), school("a"), school("nergens", dbos=False, gemeente=None))
    _, there = all_judged(region, scholen())
    assert (there.outcome, why(there)) == (MET, [ReasonKind.NOTHING_TO_TEST])
    assert math.isnan(there.share)


def test_schools_further_than_so_far_from_every_open_branch_are_named_the_furthest_first() -> None:
    region = with_schools(
        world(bieb(), make_site("kandidaat", 9000.0)),
        school("op-drie", x_m=3000.0),
        school("op-negen", x_m=9000.0),
        school("net-niet", x_m=2999.9),
        school("op-vijf", x_m=5000.0),
    )
    found = far_schools(make_case(region), 3000.0)
    # 3,000 m is not further than 3,000 m, and the candidate is no branch.
    assert [(each.school.id, each.metres, each.site) for each in found] == [("op-negen", 9000, 0), ("op-vijf", 5000, 0)]
    closed = far_schools(make_case(region, plan=Plan.of({})), 3000.0)
    assert {(each.metres, each.site) for each in closed} == {(math.inf, -1)}


# --- all parts together ---


def test_one_part_that_is_not_met_decides_then_one_that_is_open() -> None:
    region = world(bieb("hier", staffed_hours=20.0), make_site("daar", 0.0, is_open=True, gemeente=THERE.code))
    parts = all_judged(region, aantal(predicate=Predicate(minimum_staffed_hours=15)))
    assert overall(parts) is UNDECIDED
    assert overall(parts[:1]) is MET
    assert overall([*parts, *all_judged(region, aantal(2))]) is NOT_MET


def test_a_branch_that_does_not_count_tells_which_kernfuncties_it_misses() -> None:
    # A klein offers 1, 3 and 5 at the bare tariff.
    oordeel = judged(world(bieb()), aantal(predicate=Predicate(kernfuncties=frozenset(Kernfunctie))))
    (lack,) = oordeel.lacks
    assert lack.facts == {SiteFact.KERNFUNCTIES}
    assert lack.missing == {Kernfunctie(2), Kernfunctie(4)}
