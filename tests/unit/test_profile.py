"""What a branch is under an option: told, assumed or chosen; and whether it counts."""

from typing import Any

import pytest

from spreiding.domain import Huisvesting, KbType, Kernfunctie, Option, Package, Service, SiteFact, Vestigingstype
from spreiding.domain import Voorzieningsvorm as Vorm
from spreiding.norms import Predicate
from spreiding.profile import (
    Profile,
    Standing,
    counts,
    failing_facts,
    find_definition,
    profile_of,
    stand,
    stand_voorziening,
)
from spreiding.supply import Site
from tests.judging.worlds import ASSUMPTIONS, CBS, KLEIN, SERVICEPUNT, SPUK, make_voorziening
from tests.worlds import make_site

BOTH = (CBS, SPUK)
KLASSE, FUNCTIES, UREN = SiteFact.KLASSE, SiteFact.KERNFUNCTIES, SiteFact.UREN
DIENSTEN, HUIS = SiteFact.DIENSTEN, SiteFact.HUISVESTING
NONE: frozenset[SiteFact] = frozenset()
ONE_TO_THREE = frozenset({Kernfunctie(1), Kernfunctie(2), Kernfunctie(3)})


def bieb(**fields: Any) -> Site:  # noqa: ANN401 - any field
    return make_site("bieb", 0.0, klasse=KLEIN, **fields)


def today_of(site: Site) -> Option:
    assert site.today is not None
    return site.today


def as_it_stands(site: Site) -> Profile:
    return profile_of(site, today_of(site), ASSUMPTIONS)


def changed(site: Site, **choice: Any) -> Profile:  # noqa: ANN401 - fields of an option
    return profile_of(site, today_of(site).model_copy(update=choice), ASSUMPTIONS)


# --- profiles ---


def test_what_was_told_of_a_branch_holds_as_long_as_its_class_stays() -> None:
    profile = as_it_stands(bieb(staffed_hours=20.0, kernfuncties=ONE_TO_THREE, professional_hours=12.0))
    assert (profile.staffed_hours, profile.professional_hours) == (20, 12)
    assert profile.kernfuncties == ONE_TO_THREE
    assert profile.assumed == NONE


def test_what_nobody_told_is_that_of_the_class_and_an_assumption() -> None:
    # A small branch has 16 hours and functions 1, 3 and 5.
    profile = as_it_stands(bieb())
    assert profile.staffed_hours == 16
    assert profile.kernfuncties == frozenset({Kernfunctie(1), Kernfunctie(3), Kernfunctie(5)})
    assert profile.assumed == {FUNCTIES, UREN}


def test_a_plan_that_changes_the_class_chooses_its_hours_and_functions() -> None:
    told = bieb(staffed_hours=20.0, kernfuncties=ONE_TO_THREE, professional_hours=12.0, assumed=frozenset(SiteFact))
    profile = changed(told, type=SERVICEPUNT)
    assert (profile.staffed_hours, profile.professional_hours) == (8, None)
    assert profile.kernfuncties == frozenset({Kernfunctie(1), Kernfunctie(3)})
    # The building and the services are those that somebody assumed.
    assert profile.assumed == {DIENSTEN, HUIS}


def test_a_plan_that_changes_the_package_chooses_the_functions_only() -> None:
    told = bieb(staffed_hours=20.0, kernfuncties=ONE_TO_THREE, assumed=frozenset({FUNCTIES, UREN}))
    profile = changed(told, package=Package.LLO1)
    assert profile.kernfuncties == ONE_TO_THREE | {Kernfunctie(5)}
    assert profile.staffed_hours == 20
    assert profile.assumed == {UREN}


def test_a_plan_that_changes_the_building_chooses_it() -> None:
    told = bieb(assumed=frozenset({HUIS}), staffed_hours=20.0, kernfuncties=ONE_TO_THREE)
    assert as_it_stands(told).assumed == {HUIS}
    assert changed(told, huisvesting=Huisvesting.MFA).assumed == NONE


def test_an_unknown_class_lends_nothing() -> None:
    profile = as_it_stands(make_site("bieb", 0.0, is_open=True))
    assert (profile.type, profile.kernfuncties, profile.staffed_hours) == (None, None, None)
    assert profile.assumed == NONE


def test_a_candidate_is_what_the_plan_makes_of_it() -> None:
    profile = profile_of(make_site("plek", 0.0), Option(type=KLEIN), ASSUMPTIONS)
    assert (profile.staffed_hours, profile.assumed) == (16, NONE)


def test_hours_of_open_plus_exist_with_open_plus_only() -> None:
    site = bieb(unstaffed_hours=30.0, assumed=frozenset({UREN}))
    assert as_it_stands(site).unstaffed_hours == 0
    assert changed(site, open_plus=True).unstaffed_hours == 30
    # That it has none is assumed; that it gets it is a choice.
    assert as_it_stands(site).is_unstaffed_assumed
    assert not changed(site, open_plus=True).is_unstaffed_assumed
    # The class lends staffed hours and says nothing of Open+.
    lent = as_it_stands(bieb(unstaffed_hours=30.0))
    assert UREN in lent.assumed
    assert not lent.is_unstaffed_assumed


# --- standing ---


def standing(site: Site, *, is_confirmed: bool = False, **asked: Any) -> Standing:  # noqa: ANN401 - a predicate
    return stand(as_it_stands(site), Predicate(**asked), BOTH, is_confirmed=is_confirmed)


SURE, NOT_AT_ALL = Standing(counts=True, doubts=NONE), Standing(counts=False, doubts=NONE)


def in_doubt(*facts: SiteFact, counts: bool) -> Standing:
    return Standing(counts=counts, doubts=frozenset(facts))


TOLD: dict[str, Any] = {"staffed_hours": 20.0, "kernfuncties": ONE_TO_THREE}


@pytest.mark.parametrize(
    ("site", "asked", "expected"),
    [
        (bieb(), {}, SURE),
        (bieb(), {"minimum_type": KLEIN}, SURE),
        (bieb(), {"maximum_type": KLEIN}, SURE),
        (bieb(), {"minimum_type": Vestigingstype.MIDDELGROOT}, NOT_AT_ALL),
        (bieb(), {"maximum_type": SERVICEPUNT}, NOT_AT_ALL),
        (make_site("b", 0.0, is_open=True), {"minimum_type": KLEIN}, in_doubt(KLASSE, counts=False)),
        (bieb(assumed=frozenset({KLASSE})), {"minimum_type": KLEIN}, in_doubt(KLASSE, counts=True)),
        (bieb(assumed=frozenset({KLASSE})), {"maximum_type": SERVICEPUNT}, in_doubt(KLASSE, counts=False)),
        (bieb(**TOLD), {"kernfuncties": ONE_TO_THREE}, SURE),
        (bieb(**TOLD), {"kernfuncties": frozenset(Kernfunctie)}, NOT_AT_ALL),
        (bieb(**TOLD), {"minimum_n_kernfuncties": 3}, SURE),
        (bieb(**TOLD), {"minimum_n_kernfuncties": 4}, NOT_AT_ALL),
        (bieb(), {"minimum_n_kernfuncties": 4}, in_doubt(FUNCTIES, counts=False)),
        (bieb(**TOLD), {"minimum_staffed_hours": 20.0}, SURE),
        (bieb(**TOLD), {"minimum_staffed_hours": 20.1}, NOT_AT_ALL),
        (bieb(staffed_hours=0.0), {"minimum_staffed_hours": 0.0}, SURE),
        (bieb(**TOLD, has_ido=True), {"services": frozenset({Service.IDO})}, SURE),
        (bieb(**TOLD, has_ido=False), {"services": frozenset({Service.IDO})}, NOT_AT_ALL),
        (bieb(**TOLD), {"services": frozenset({Service.TAALHUIS})}, in_doubt(DIENSTEN, counts=False)),
        (bieb(**TOLD), {"huisvesting": frozenset({Huisvesting.MFA})}, in_doubt(HUIS, counts=False)),
        (bieb(**TOLD), {"open_plus": False}, SURE),
        (bieb(**TOLD), {"open_plus": True}, NOT_AT_ALL),
        # Open+ is known, though the hours are those of the class.
        (bieb(), {"open_plus": False}, SURE),
        (bieb(**TOLD), {"counts_branches": False}, NOT_AT_ALL),
        (bieb(), {"counts_branches": False, "minimum_n_kernfuncties": 4}, NOT_AT_ALL),
        # One condition that surely fails settles it, about the same fact as an unknown one or not.
        (make_site("b", 0.0, is_open=True), {"open_plus": True, "minimum_staffed_hours": 5.0}, NOT_AT_ALL),
        (bieb(), {"maximum_type": SERVICEPUNT, "minimum_n_kernfuncties": 3}, NOT_AT_ALL),
        # Several doubts at once.
        (
            bieb(assumed=frozenset({KLASSE})),
            {"minimum_type": KLEIN, "minimum_staffed_hours": 15.0},
            in_doubt(KLASSE, UREN, counts=True),
        ),
    ],
)
def test_a_branch_counts_surely_or_in_doubt_or_not_at_all(
    site: Site, asked: dict[str, Any], expected: Standing
) -> None:
    assert standing(site, **asked) == expected


@pytest.mark.parametrize(
    ("hours", "kb_type", "definition", "expected"),
    [
        (15.0, KbType.VESTIGING, "CBS en VOB", SURE),
        (15.0, KbType.VESTIGING, "SPUK", NOT_AT_ALL),
        (15.0, KbType.SERVICEPUNT, "SPUK", SURE),
        (15.0, KbType.VESTIGING, "", SURE),
        # Between 4 and 5 the SPUK names nothing.
        (4.5, KbType.SERVICEPUNT, "SPUK", in_doubt(UREN, counts=False)),
        (4.5, KbType.SERVICEPUNT, "CBS en VOB", SURE),
        # 16 hours of the class are an assumption.
        (None, KbType.VESTIGING, "", in_doubt(UREN, counts=True)),
        (None, KbType.SERVICEPUNT, "", in_doubt(UREN, counts=False)),
    ],
)
def test_the_name_of_a_source_follows_from_the_hours(
    hours: float | None, kb_type: KbType, definition: str, expected: Standing
) -> None:
    asked: dict[str, Any] = {"kb_types": frozenset({kb_type}), "kb_definition": definition}
    assert standing(bieb(staffed_hours=hours), **asked) == expected


def test_without_a_collection_it_is_an_afhaalpunt_whatever_the_hours_may_be() -> None:
    without = bieb(has_collection=False)
    assert standing(without, kb_types=frozenset({KbType.AFHAALPUNT})) == SURE
    assert standing(without, kb_types=frozenset({KbType.VESTIGING})) == NOT_AT_ALL


def test_what_is_confirmed_is_a_fact_and_what_is_unknown_stays_unknown() -> None:
    assert standing(bieb(), is_confirmed=True, minimum_staffed_hours=16.0) == SURE
    assert standing(bieb(), is_confirmed=True, minimum_staffed_hours=16.1) == NOT_AT_ALL
    unknown = standing(bieb(), is_confirmed=True, services=frozenset({Service.IDO}))
    assert unknown == in_doubt(DIENSTEN, counts=False)


def test_an_assumed_service_stays_assumed_when_a_plan_changes_the_class() -> None:
    site = bieb(has_ido=True, assumed=frozenset({DIENSTEN}))
    asked = Predicate(services=frozenset({Service.IDO}))
    assert stand(changed(site, type=SERVICEPUNT), asked, BOTH, is_confirmed=False) == in_doubt(DIENSTEN, counts=True)


def test_a_branch_counts_with_its_assumptions_and_without_the_unknown() -> None:
    assert counts(bieb(), today_of(bieb()), Predicate(minimum_staffed_hours=16), ASSUMPTIONS)
    assert not counts(bieb(), today_of(bieb()), Predicate(services=frozenset({Service.IDO})), ASSUMPTIONS)


def test_the_facts_that_keep_a_branch_from_counting_are_named_the_unknown_too() -> None:
    asked = Predicate(minimum_type=Vestigingstype.GROOT, minimum_staffed_hours=10, services=frozenset({Service.IDO}))
    assert failing_facts(as_it_stands(bieb()), asked, BOTH) == {KLASSE, DIENSTEN}


def test_a_definition_is_found_by_its_name_and_the_first_without_one() -> None:
    assert [find_definition(BOTH, name) for name in ("SPUK", "", "VNG")] == [SPUK, CBS, None]
    assert find_definition((), "") is None


# --- what is no branch ---


@pytest.mark.parametrize(
    ("fields", "asked", "expected"),
    [
        ({}, {"forms": frozenset()}, NOT_AT_ALL),
        ({}, {"forms": frozenset({Vorm.AFHAALPUNT})}, NOT_AT_ALL),
        ({}, {}, SURE),
        # What only a branch can be is not asked of it.
        ({}, {"minimum_type": KLEIN, "kb_types": frozenset({KbType.VESTIGING}), "open_plus": True}, SURE),
        ({}, {"counts_branches": False}, SURE),
        ({}, {"minimum_n_kernfuncties": 1}, NOT_AT_ALL),
        ({"kernfuncties": ONE_TO_THREE}, {"kernfuncties": ONE_TO_THREE, "minimum_n_kernfuncties": 3}, SURE),
        ({"staffed_hours": 4.0}, {"minimum_staffed_hours": 4.0}, SURE),
        ({"staffed_hours": 3.9}, {"minimum_staffed_hours": 4.0}, NOT_AT_ALL),
        ({}, {"minimum_staffed_hours": 4.0}, in_doubt(UREN, counts=False)),
        ({}, {"services": frozenset(Service)}, in_doubt(DIENSTEN, counts=False)),
        ({"has_ido": False}, {"services": frozenset(Service)}, NOT_AT_ALL),
        ({"has_ido": True, "has_taalhuis": True}, {"services": frozenset(Service)}, SURE),
    ],
)
def test_a_voorziening_counts_only_when_its_form_is_named(
    fields: dict[str, Any], asked: dict[str, Any], expected: Standing
) -> None:
    predicate = Predicate(**({"forms": frozenset({Vorm.BIBLIOBUS})} | asked))
    assert stand_voorziening(make_voorziening(Vorm.BIBLIOBUS, 0.0, **fields), predicate) == expected
