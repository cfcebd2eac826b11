"""What a site may become, and what nobody needs."""

from decimal import Decimal
from typing import Any

import pytest

from spreiding.domain import Huisvesting, Kernfunctie, Option, Package, Vestigingstype
from spreiding.errors import QuestionError
from spreiding.housing import Housing
from spreiding.norms import Predicate
from spreiding.optimise.framing.amounts import Amounts
from spreiding.optimise.framing.merits import largest_today, wanted_of
from spreiding.optimise.framing.offers import Choice, Offer, build_offers, undominated
from spreiding.optimise.question import AskedNorm, Question
from spreiding.profile import profile_of
from spreiding.supply import Site
from spreiding.transitions import Closing
from spreiding.ui.teksten import sentence
from spreiding.uitgangspunten import Uitgangspunten
from tests.judging.worlds import ASSUMPTIONS, aantal, iedere, uren
from tests.optimise.worlds import coverage, distance, make_transitions
from tests.worlds import HERE, THERE, line_roads, make_region, make_site, make_uitgangspunten

GROOT, MIDDELGROOT, KLEIN, SERVICEPUNT = Vestigingstype
FREE = coverage(1_000_000)


def offers_of(
    *sites: Site, question: Question = FREE, predicate: Predicate | None = None, using: Uitgangspunten | None = None
) -> dict[str, Offer]:
    uitgangspunten = using or make_uitgangspunten(predicate=predicate)
    region = make_region(line_roads(), people=[(0, 0, 1)], sites=sites, gemeenten=(HERE, THERE))
    amounts = Amounts(region, uitgangspunten.tariffs, question.transitions)
    wanted = wanted_of(region, uitgangspunten, question)
    found = build_offers(amounts, uitgangspunten=uitgangspunten, question=question, wanted=wanted)
    return {sites[offer.site].id: offer for offer in found}


def types(offer: Offer) -> list[Vestigingstype | None]:
    return [choice.option.type for choice in offer.choices]


def options(offer: Offer) -> list[tuple[Vestigingstype | None, str, int]]:
    return [(each.option.type, each.option.package.value, each.cents) for each in offer.choices]


def test_any_branch_counts_so_only_today_the_cheapest_and_the_largest_class_matter() -> None:
    # Today's largest class in the gemeente is groot, and the branch at 9 km is klein today. A servicepunt is the
    # cheapest that counts, groot keeps the class; klein and middelgroot keep nothing and cost more.
    offers = offers_of(
        make_site("big", 0, klasse=GROOT), make_site("small", 9000, klasse=KLEIN), make_site("new", 5000)
    )
    assert types(offers["big"]) == [GROOT, SERVICEPUNT]
    assert types(offers["small"]) == [KLEIN, SERVICEPUNT, GROOT]
    assert options(offers["new"]) == [(SERVICEPUNT, "geen", 1_189_000), (GROOT, "geen", 9_511_600)]


def test_without_the_rule_only_today_and_the_cheapest_remain() -> None:
    offers = offers_of(make_site("big", 0, klasse=GROOT), question=coverage(1, keep_largest=False))
    assert types(offers["big"]) == [GROOT, SERVICEPUNT]


def test_another_largest_class_than_today_may_be_asked() -> None:
    question = coverage(1, largest={HERE.code: KLEIN})
    assert types(offers_of(make_site("big", 0, klasse=GROOT), question=question)["big"]) == [GROOT, SERVICEPUNT, KLEIN]


def test_a_class_below_what_the_norm_counts_is_not_needed() -> None:
    offers = offers_of(make_site("new", 0), predicate=Predicate(minimum_type=KLEIN))
    assert types(offers["new"]) == [KLEIN]


def test_a_package_is_offered_when_the_norm_asks_for_its_kernfuncties() -> None:
    # All five: middelgroot with LLO 1, 71,337 + 17,553 = 88,890, the cheapest by the default table; klein has four.
    predicate = Predicate(kernfuncties=frozenset(Kernfunctie))
    assert options(offers_of(make_site("new", 0), predicate=predicate)["new"]) == [(MIDDELGROOT, "llo1", 8_889_000)]


def test_distances_per_kernfunctie_tell_apart_what_offers_another_set_of_them() -> None:
    # Servicepunt {1, 3}; klein {1, 3, 5}, with LLO 1 35,669 + 8,768 also 2; middelgroot + LLO 1 all five. Bare
    # middelgroot and groot offer what klein does, groot + LLO 1 what middelgroot + LLO 1 does.
    offer = offers_of(make_site("new", 0), question=distance(1_000_000))["new"]
    assert options(offer) == [
        (SERVICEPUNT, "geen", 1_189_000),
        (KLEIN, "geen", 3_566_900),
        (KLEIN, "llo1", 4_443_700),
        (MIDDELGROOT, "llo1", 8_889_000),
    ]


def test_only_functions_with_a_weight_and_only_a_goal_on_distance_tell_options_apart() -> None:
    lezen = distance(1, weighing={"functions": {Kernfunctie.LEZEN_EN_LITERATUUR: 1.0, Kernfunctie(2): 0.0}})
    assert types(offers_of(make_site("new", 0), question=lezen)["new"]) == [SERVICEPUNT]
    assert types(offers_of(make_site("new", 0))["new"]) == [SERVICEPUNT]


def test_hours_tell_classes_apart_when_a_norm_asks_for_hours() -> None:
    # 8, 16, 28 and 40 hours: each dearer class has more of them.
    question = coverage(1_000_000, norms=(AskedNorm(norm=uren(15)),))
    offer = offers_of(make_site("new", 0), question=question, using=ASSUMPTIONS)["new"]
    assert types(offer) == [SERVICEPUNT, KLEIN, MIDDELGROOT, GROOT]


def test_what_no_branch_may_be_is_kept_beside_what_is_dearer_and_all_right() -> None:
    # Every branch has to be klein or more: a servicepunt is cheaper and breaks that, which may have a price.
    question = coverage(1_000_000, norms=(AskedNorm(norm=iedere(predicate=Predicate(minimum_type=KLEIN)), price=5),))
    assert types(offers_of(make_site("new", 0), question=question)["new"]) == [SERVICEPUNT, KLEIN]


def test_a_class_that_may_serve_fewer_people_is_kept_beside_a_cheaper_one() -> None:
    question = coverage(1_000_000, minimum_catchment={SERVICEPUNT: 500})
    assert types(offers_of(make_site("new", 0), question=question)["new"]) == [SERVICEPUNT, KLEIN]


def test_what_several_branches_offer_together_is_asked_of_each_by_itself() -> None:
    together = aantal(predicate=Predicate(kernfuncties=frozenset({Kernfunctie(2), Kernfunctie(5)})), is_together=True)
    question = coverage(1_000_000, norms=(AskedNorm(norm=together),))
    # Function 5 comes with bare klein, 2 with its package.
    assert options(offers_of(make_site("new", 0), question=question)["new"]) == [
        (SERVICEPUNT, "geen", 1_189_000),
        (KLEIN, "geen", 3_566_900),
        (KLEIN, "llo1", 4_443_700),
    ]


def test_the_package_and_open_plus_of_today_stay_and_the_package_goes_where_it_has_no_tariff() -> None:
    today = Option(type=KLEIN, package=Package.LLO1, open_plus=True)
    site = make_site("a", 0).model_copy(update={"today": today})
    # Klein as it is: 35,669 + 8,768 + 2,688; without the package it still is the largest class; a servicepunt with
    # Open+: 11,890 + 2,688.
    found = [(c.option.type, c.option.package, c.option.open_plus, c.cents) for c in offers_of(site)["a"].choices]
    assert found == [
        (KLEIN, Package.LLO1, True, 4_712_500),
        (SERVICEPUNT, Package.GEEN, True, 1_457_800),
        (KLEIN, Package.GEEN, True, 3_835_700),
    ]


def priced(eur_per_m2: dict[Huisvesting, int]) -> Uitgangspunten:
    uitgangspunten = make_uitgangspunten()
    housing = Housing(
        bron="proef",
        eur_per_m2={form: Decimal(eur) for form, eur in eur_per_m2.items()},
        m2=dict.fromkeys(Vestigingstype, Decimal(100)),
    )
    return uitgangspunten.model_copy(update={"tariffs": uitgangspunten.tariffs.model_copy(update={"housing": housing})})


def test_an_mfa_is_chosen_only_where_the_site_offers_it_and_housing_makes_it_cheaper() -> None:
    today = Option(type=SERVICEPUNT, huisvesting=Huisvesting.SCHOOL)
    stays = make_site("stays", 0).model_copy(update={"today": today})
    moves = make_site("moves", 9000, allowed_huisvesting=(Huisvesting.MFA,)).model_copy(update={"today": today})
    using = priced({Huisvesting.SCHOOL: 90, Huisvesting.MFA: 40})
    offers = offers_of(stays, moves, using=using)
    housings = {site: [choice.option.huisvesting for choice in offer.choices] for site, offer in offers.items()}
    assert housings == {"stays": [Huisvesting.SCHOOL], "moves": [Huisvesting.SCHOOL, Huisvesting.MFA]}
    # Without amounts for housing nothing is won, so only today's building remains.
    assert [choice.option for choice in offers_of(moves)["moves"].choices] == [today]


def test_a_building_without_a_price_is_no_choice_and_a_branch_in_one_stays_as_it_is() -> None:
    # Only a building of one's own has a price: to a search an MFA would seem to cost nothing.
    own, shared = (Option(type=KLEIN, huisvesting=form) for form in (Huisvesting.ZELFSTANDIG, Huisvesting.MFA))
    known = make_site("known", 0, allowed_huisvesting=(Huisvesting.MFA,)).model_copy(update={"today": own})
    unknown = make_site("unknown", 9000).model_copy(update={"today": shared})
    offers = offers_of(known, unknown, using=priced({Huisvesting.ZELFSTANDIG: 100}))
    assert {choice.option.huisvesting for choice in offers["known"].choices} == {Huisvesting.ZELFSTANDIG}
    assert offers["unknown"].stands


# --- what the question says of a site ---


def test_the_question_may_name_the_only_options_of_a_site_beside_those_of_today() -> None:
    klein = Option(type=KLEIN, open_plus=True)
    question = coverage(1, keep_largest=False, allowed={"a": (klein,), "b": ()})
    offers = offers_of(make_site("a", 0), make_site("b", 9000, klasse=GROOT), question=question)
    assert [choice.option for choice in offers["a"].choices] == [klein]
    assert types(offers["b"]) == [GROOT]


def test_an_mfa_where_the_site_offers_none_is_refused() -> None:
    question = coverage(1, allowed={"a": (Option(type=KLEIN, huisvesting=Huisvesting.MFA),)})
    with pytest.raises(QuestionError, match="mfa_not_offered") as caught:
        offers_of(make_site("a", 0), question=question)
    assert sentence(caught.value)
    offers_of(make_site("a", 0, allowed_huisvesting=(Huisvesting.MFA,)), question=question)


def test_what_stays_open_keeps_its_cheapest_option_even_when_that_satisfies_nothing() -> None:
    # The norm asks all five functions; a servicepunt has two, and closing costs less.
    predicate = Predicate(kernfuncties=frozenset(Kernfunctie))
    question = coverage(1, keep_largest=False, open_sites={"a"})
    offer = offers_of(make_site("a", 0), question=question, predicate=predicate)["a"]
    assert offer.must_open
    assert options(offer) == [(SERVICEPUNT, "geen", 1_189_000), (MIDDELGROOT, "llo1", 8_889_000)]


def test_what_is_closed_has_no_options_also_when_its_cost_is_unknown_or_it_lies_elsewhere() -> None:
    sites = (
        make_site("mine", 0, klasse=KLEIN),
        make_site("unknown", 5000, is_open=True),
        make_site("theirs", 9000, klasse=KLEIN, gemeente=THERE.code),
    )
    question = coverage(1, free=[HERE.code], closed_sites={"mine", "unknown", "theirs"})
    for offer in offers_of(*sites, question=question).values():
        assert (offer.choices, offer.stands, offer.has_once_unknown) == ((), False, False)


def test_without_a_tariff_a_branch_stays_and_a_candidate_cannot_open() -> None:
    offers = offers_of(
        make_site("branch", 0, klasse=GROOT, gemeente="GM0106"), make_site("new", 9000, gemeente="GM0106")
    )
    assert (offers["branch"].stands, offers["branch"].choices) == (True, ())
    assert (offers["new"].stands, offers["new"].choices) == (False, ())


def test_a_branch_of_unknown_class_stays_as_it_is_and_sets_no_largest_class() -> None:
    sites = (make_site("unknown", 0, is_open=True), make_site("known", 9000, klasse=KLEIN))
    assert offers_of(*sites)["unknown"].stands
    assert largest_today(sites) == {HERE.code: KLEIN}


def test_outside_the_free_gemeenten_nothing_changes() -> None:
    sites = (
        make_site("mine", 0, klasse=KLEIN),
        make_site("theirs", 5000, klasse=KLEIN, gemeente=THERE.code),
        make_site("theirs-new", 9000, gemeente=THERE.code),
        make_site("nowhere", 9000, gemeente=None, klasse=KLEIN),
    )
    offers = offers_of(*sites, question=coverage(1, free=[HERE.code]))
    assert {site_id: offer.stands for site_id, offer in offers.items()} == {
        "mine": False,
        "theirs": True,
        "theirs-new": False,
        "nowhere": True,
    }
    assert offers["theirs-new"].choices == ()


@pytest.mark.parametrize(
    ("fields", "question", "n_choices"),
    [
        ({}, FREE, 0),
        # The branch cannot become an MFA: at this address the candidate offers something of its own.
        ({"allowed_huisvesting": (Huisvesting.MFA,)}, FREE, 2),
        # The question speaks of it.
        ({}, coverage(1, open_sites={"kern"}), 2),
    ],
)
def test_a_candidate_on_the_spot_of_a_branch_is_left_out_when_it_offers_nothing_new(
    fields: dict[str, Any], question: Question, n_choices: int
) -> None:
    branch, candidate = make_site("branch", 0, klasse=KLEIN), make_site("kern", 0, **fields)
    assert len(offers_of(candidate, branch, question=question)["kern"].choices) == n_choices


# --- what is paid once ---


def test_what_is_paid_once_is_written_off_in_the_yearly_cost_and_counted_from_closing() -> None:
    # In ten years without interest. Today klein: closing loses 40,000, so 4,000 a year. To a servicepunt: 20,000 to
    # convert and half a year of what falls away, (35,669 - 11,890) / 2 = 11,889.50, together 3,188.95 a year.
    transitions = make_transitions(
        converting_eur={SERVICEPUNT: Decimal(20_000)},
        closing={KLEIN: Closing(lease_years=Decimal(0), write_off_eur=Decimal(40_000), friction_months=0)},
        closing_at={"a": Closing(friction_months=6)},
    )
    question = coverage(1, keep_largest=False, transitions=transitions)
    offer = offers_of(make_site("a", 0, klasse=KLEIN), question=question)["a"]
    # Half a year of 35,669 more is owed to staff when the branch closes: 17,834.50, in all 57,834.50.
    assert (offer.closing.once, offer.closing.yearly) == (5_783_450, 578_345)
    assert options(offer) == [
        (KLEIN, "geen", 3_566_900 - 578_345),
        (SERVICEPUNT, "geen", 1_189_000 + 318_895 - 578_345),
    ]
    assert [choice.once for choice in offer.choices] == [-5_783_450, 3_188_950 - 5_783_450]


def test_what_is_paid_once_and_unknown_is_not_on_offer_nor_is_closing_then() -> None:
    # Nobody told what opening a servicepunt costs, nor what closing does: the branch stays open in some form.
    transitions = make_transitions(opening_eur={KLEIN: Decimal(10_000)}, closing={})
    question = coverage(1, keep_largest=False, transitions=transitions)
    offers = offers_of(make_site("new", 0), make_site("a", 9000, klasse=GROOT), question=question)
    assert types(offers["new"]) == [KLEIN]
    assert types(offers["a"]) == [GROOT]
    assert (offers["a"].must_open, offers["new"].must_open) == (True, False)
    assert all(offer.has_once_unknown for offer in offers.values())
    assert offers["a"].closing.once == 0


def test_an_investment_budget_keeps_what_is_dearer_each_year_and_cheaper_once() -> None:
    # A servicepunt costs 90,000 to open (9,000 a year), klein nothing.
    transitions = make_transitions(opening_eur={SERVICEPUNT: Decimal(90_000), KLEIN: Decimal(0)})
    by_year = coverage(1, transitions=transitions)
    both = coverage(1, transitions=transitions, budgets=({"eur_per_year": 1, "eur_once": 1},))
    assert types(offers_of(make_site("a", 0), question=by_year)["a"]) == [SERVICEPUNT]
    assert types(offers_of(make_site("a", 0), question=both)["a"]) == [SERVICEPUNT, KLEIN]


# --- domination by itself ---


def choices(*given: tuple[Option, int, tuple[float, ...]]) -> list[Choice]:
    profile = profile_of(make_site("a", 0), Option(type=KLEIN), make_uitgangspunten())
    return [Choice(option, cents, 0, merits, profile) for option, cents, merits in given]


def test_equal_in_everything_that_matters_the_smallest_change_wins() -> None:
    today = Option(type=KLEIN, huisvesting=Huisvesting.SCHOOL)
    other = Option(type=KLEIN, huisvesting=Huisvesting.MFA)
    further = Option(type=GROOT, huisvesting=Huisvesting.MFA)
    given = choices(*((option, 100, (1.0,)) for option in (further, other, today)))
    assert [c.option for c in undominated(given, today, can_close=True, counts_once=False)] == [today]
    assert [c.option for c in undominated(given[:2], today, can_close=True, counts_once=False)] == [other]


def test_what_satisfies_nothing_is_worse_than_closing_unless_it_is_today_or_closing_is_dear() -> None:
    today, new = Option(type=SERVICEPUNT), Option(type=KLEIN)
    useless, saving = choices((new, 100, (0.0,)), (new, -100, (0.0,)))
    assert undominated([useless], None, can_close=True, counts_once=False) == ()
    assert undominated([useless], None, can_close=False, counts_once=False) == (useless,)
    assert undominated([saving], None, can_close=True, counts_once=False) == (saving,)
    assert undominated(choices((today, 100, (0.0,))), today, can_close=True, counts_once=False)
